"""What is mine: the page of a delegate, a body, a secretariat, made for a phone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, ClassVar, Final

from django.db.models import F, Q, QuerySet
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.access import ASSESSORS, DECIDERS, Role
from core.templatetags.portal_tags import badge
from core.views import Action, PortalView, Text
from core.workdays import Due
from councils.calendar import Clock
from followups import origins, rules
from followups.models import Coordination, FollowUp, HandOver
from followups.services.promising import KIND as PROMISE
from followups.states import OPEN, OWNER, WAITING, State
from followups.tables.lists import Row, rows_of
from followups.views.lists import LIST

_MOST_OWED: Final = 100
_MOST_OTHERS: Final = 20
_SOON: Final = timedelta(days=7)


@dataclass(frozen=True)
class Card:
    """Something to do: what it is about, how its day stands, and what one tap does about it."""

    row: Row
    due: Due | None
    actions: Sequence[Action] = ()
    url: str = ""
    words: str = ""

    @property
    def opens(self) -> str:
        """Where the title leads."""
        return self.url or self.row.get_absolute_url()

    @property
    def badges(self) -> list[SafeString]:
        """The state, and whether it is a promise."""
        found = [self.row.state]
        return [badge("", _("Promise")), *found] if self.row.follow_up.kind == PROMISE else found


@dataclass(frozen=True)
class Section:
    """A heading of the page "mine" with its cards."""

    key: str
    title: Text
    cards: Sequence[Card]
    more_url: str = ""

    @property
    def late(self) -> bool:
        """Whether its number stands out."""
        return self.key == "late"


class FollowUpMine(PortalView):
    """What is mine: to take over, late, soon, later, parts of others' matters, and what waits for a judgement."""

    roles = OWNER | ASSESSORS
    template_name = "followups/followup_mine.html"
    headings: ClassVar = (
        ("late", gettext_lazy("Late")),
        ("soon", gettext_lazy("In the next 7 days")),
        ("later", gettext_lazy("Later")),
        ("waiting", gettext_lazy("Answered, waiting for the council's judgement")),
    )

    def get(self, request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponse:
        clock = Clock()
        late, soon, later, waiting = self.owed(clock)
        sections = (
            self.to_take_over(clock),
            late,
            soon,
            self.parts(clock),
            later,
            self.to_assess(clock),
            waiting,
        )
        context = {
            "title": _("My follow-ups"),
            "crumbs": [LIST, (_("Mine"), None)],
            "sections": [section for section in sections if section.cards],
            "several": len(self.access.councils()) > 1,
        }
        return render(request, self.template_name, context)

    # --- What my own body owes ---

    def owed(self, clock: Clock) -> list[Section]:
        """What my own body owes or has answered, at most a hundred of the most urgent; one query."""
        reachable = FollowUp.objects.visible_to(self.request.user)
        mine = reachable.owned_by(self.request.user).unsettled().with_owner().order_by("due_on", "pk")
        rows = rows_of(mine[:_MOST_OWED], self.request.user, clock)
        return [
            Section(
                key,
                title,
                [self.owed_card(row) for row in rows if self.section_of(row, clock.today) == key],
            )
            for key, title in self.headings
        ]

    @staticmethod
    def section_of(row: Row, today: date) -> str:
        """Under which heading a card belongs; seven days, so that on a Friday Monday is not far away."""
        due_on = row.follow_up.due_on
        if row.follow_up.is_waiting or due_on is None:
            return "waiting"
        if due_on < today:
            return "late"
        return "soon" if due_on <= today + _SOON else "later"

    def owed_card(self, row: Row) -> Card:
        """Answer it, or say first that it has arrived; nothing more once it is answered."""
        if row.follow_up.is_waiting:
            return Card(row, None)
        elsewhere = row.origin and row.origin.answer
        actions = [
            Action(elsewhere.label, elsewhere.url, primary=True)
            if elsewhere
            else _action("reply_create", row.pk, _("Answer"), primary=True)
        ]
        if row.follow_up.state == State.ISSUED:
            actions.append(_action("followup_acknowledge", row.pk, _("Acknowledge receipt"), method="post"))
        return Card(row, row.due, actions)

    # --- What others answer for ---

    def parts(self, clock: Clock) -> Section:
        """Parts that my agency has in what others answer for, and has not contributed yet; two queries."""
        rows: QuerySet[Coordination] = (
            Coordination.objects.visible_to(self.request.user)
            .filter(agency_id__in=self.access.agencies, contributed_on__isnull=True)
            .filter(follow_up__state__in=OPEN | WAITING)
            .order_by(Coalesce("due_on", F("follow_up__due_on")), "pk")
        )
        owned = ("agency", "delegate", "group", "committee", "council", "field")
        owed = rows.select_related(*(f"follow_up__{name}" for name in owned)) if self.access.agencies else ()
        found = list(owed[:_MOST_OTHERS])
        by_id = {row.pk: row for row in rows_of([part.follow_up for part in found], self.request.user, clock)}
        cards = [self.part_card(part, by_id[part.follow_up_id], clock) for part in found]
        return Section("parts", gettext_lazy("Parts to contribute"), cards)

    @staticmethod
    def part_card(part: Coordination, row: Row, clock: Clock) -> Card:
        """Its own day if it has one, else that of the whole."""
        url = reverse("followups:part_contribute", args=[row.pk, part.pk])
        words = _("Our part: %(task)s") % {"task": part.part} if part.part else ""
        actions = [Action(_("Contribute"), url, primary=True)]
        return Card(row, clock.due(part.due_on or row.follow_up.due_on), actions, words=words)

    def to_take_over(self, clock: Clock) -> Section:
        """What my agency, or the council I decide for, is asked to take over; two queries."""
        mine = Q(kind=HandOver.Kind.AGENCY, to_agency_id__in=self.access.agencies) | Q(
            kind=HandOver.Kind.COUNCIL, to_council_id__in=self.access.councils(DECIDERS)
        )
        asked = HandOver.objects.visible_to(self.request.user).filter(mine).pending().order_by("pk")
        owned = ("agency", "delegate", "group", "committee", "council", "field")
        rows = asked.select_related(*(f"follow_up__{name}" for name in owned))[:_MOST_OTHERS]
        found = [
            row for row in rows if rules.may_decide_hand_over(row, self.access, self.request.user.pk or 0)
        ]
        shown = rows_of([hand_over.follow_up for hand_over in found], self.request.user, clock)
        cards = [self.hand_over_card(*pair) for pair in zip(found, shown, strict=True)]
        return Section("take-over", gettext_lazy("To take over"), cards)

    @staticmethod
    def hand_over_card(hand_over: HandOver, row: Row) -> Card:
        """Accepted or refused on its own page, which says why it is handed on."""
        url = reverse("followups:hand_over_decide", args=[hand_over.pk])
        words = _("From %(body)s: %(reason)s") % {"body": hand_over.from_owner, "reason": hand_over.reason}
        return Card(row, row.due, [Action(_("Accept or refuse"), url, primary=True)], url, words)

    # --- What I judge ---

    def to_assess(self, clock: Clock) -> Section:
        """Answers that wait for this user's judgement, the oldest first; never one's own.

        For secretariat and leaders all of their council's; for a delegate those that came of the delegate's meetings.
        """
        mine = Q(council_id__in=self.access.councils(DECIDERS)) | (
            Q(council_id__in=self.access.councils({Role.DELEGATE})) & origins.concerning(self.request.user)
        )
        waiting = (
            FollowUp.objects.visible_to(self.request.user)
            .filter(mine)
            .to_assess()
            .not_owned_by(self.request.user)
            .with_owner()
            .order_by("answered_on", "pk")
        )
        found = list(waiting[: _MOST_OTHERS + 1])
        more = f"{reverse('followups:followup_list')}?state=waiting" if len(found) > _MOST_OTHERS else ""
        rows = rows_of(found[:_MOST_OTHERS], self.request.user, clock)
        cards = [Card(row, None, self.judgements(row), words=str(row.follow_up.owner)) for row in rows]
        return Section("assess", gettext_lazy("Answers to assess"), cards, more)

    @staticmethod
    def judgements(row: Row) -> list[Action]:
        """Both verdicts; each opens the form with the answer."""
        url = reverse("followups:followup_assess", args=[row.pk])
        return [
            Action(_("Accept"), f"{url}?verdict=accepted", primary=True),
            Action(_("Do not accept"), f"{url}?verdict=returned"),
        ]


def _action(view: str, pk: int, label: Text, *, primary: bool = False, method: str = "get") -> Action:
    return Action(label, reverse(f"followups:{view}", args=[pk]), primary=primary, method=method)
