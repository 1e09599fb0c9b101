"""Handing on: asking another agency or council to take a matter over, and their word on it."""

from __future__ import annotations

from typing import Any, Final, NamedTuple, cast

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Case, IntegerField, QuerySet, Value, When
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse, reverse_lazy
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.models import User
from core import display
from core.access import DECIDERS, EVERYBODY, READERS, Access, Role, access_of
from core.views import Action, ActionPage, Empty, ListPage
from councils.calendar import Clock
from followups import origins, rules, services
from followups.filters.handing import HandOverFilters
from followups.forms.handing import HandOnForm, TakeOverForm
from followups.models import FollowUp, HandOver
from followups.notices import mark_read
from followups.states import OPEN
from followups.tables.handing import HandOverTable, decision_badge
from followups.tables.lists import Row, result_badge, shown_rule
from followups.views.actions import FollowUpAction
from followups.views.lists import LIST

HAND_OVERS: Final = (gettext_lazy("Hand-overs"), reverse_lazy("followups:hand_over_list"))


class Pending(NamedTuple):
    """A hand-over that waits, with what the reader may do about it."""

    hand_over: HandOver
    may_decide: bool
    may_take_back: bool


def hand_overs_of(follow_up: FollowUp) -> list[HandOver]:
    """Every hand-over of a follow-up, the oldest first; one query."""
    names = ("from_council", "to_council", "to_agency", "asked_by", "decided_by")
    return list(follow_up.hand_overs.select_related(*names).order_by("pk"))


def pending_of(follow_up: FollowUp, hand_overs: list[HandOver], access: Access, user: Any) -> Pending | None:
    """What the note on the follow-up's page says, or nothing."""
    waits = (row for row in hand_overs if row.decision == HandOver.Decision.ASKED)
    found = next(waits, None) if follow_up.state in OPEN else None
    if found is None:
        return None
    may_decide = rules.may_decide_hand_over(found, access, user.pk)
    return Pending(found, may_decide, rules.may(follow_up, "hand_on", access))


def way_round(user: Any, follow_up_pk: int) -> str | None:
    """Where somebody goes who reads of a hand-over but not (yet, or no longer) the matter itself."""
    rows = HandOver.objects.visible_to(user).filter(follow_up_id=follow_up_pk)
    found = rows.exclude(kind=HandOver.Kind.SUCCESSOR).order_by("pk").values_list("pk", flat=True).last()
    return reverse("followups:hand_over_decide", args=[found]) if found else None


class HandOverCreate(FollowUpAction):
    """Ask another agency, or another council, to take it over."""

    move = "hand_on"
    reading = "above"
    title = gettext_lazy("Hand on")
    submit_label = gettext_lazy("Ask them to take it over")
    done_message = gettext_lazy(
        "The other side has been asked. Until it accepts, the present body owes the answer."
    )
    form_class = HandOnForm

    def refusal(self) -> str:
        return services.refusal_to_hand_on(self.record)

    def form_kwargs(self) -> dict[str, Any]:
        return {"follow_up": self.record}

    def form_context(self, form: Any) -> dict[str, Any]:
        """With what handing on does, and does not, change."""
        words = _(
            "Until the other side accepts, %(owner)s goes on owing the answer. The due day %(day)s stays, also "
            "afterwards: more time is asked for separately."
        )
        given = {"owner": self.record.owner, "day": display.day(self.record.due_on)}
        return {**super().form_context(form), "consequence": words % given}

    def perform(self, form: HandOnForm) -> HandOver:
        data = form.cleaned_data
        given = {name: data[name] for name in ("to", "reason", "on", "again")}
        return services.hand_on(follow_up=self.record, user=self.user, **given)


class HandOverPage(ActionPage):
    """A page about one hand-over, within reach of both sides."""

    roles = EVERYBODY

    def reachable(self) -> QuerySet[HandOver]:
        rows: QuerySet[HandOver] = HandOver.objects.visible_to(self.request.user)
        owner = (f"follow_up__{name}" for name in ("agency", "delegate", "group", "committee"))
        return rows.select_related(
            *("from_council", "to_council", "to_agency", "asked_by", "decided_by"),
            *("follow_up__council", "follow_up__due_rule", "follow_up__field", *owner),
        )

    @property
    def user(self) -> User:
        """Who acts."""
        return cast(User, self.request.user)

    @cached_property
    def sees_matter(self) -> bool:
        """Whether the follow-up itself is within the user's reach."""
        return FollowUp.objects.visible_to(self.user).filter(pk=self.record.follow_up_id).exists()

    def cancel_url(self) -> str:
        return reverse("followups:hand_over_list")


class HandOverDecide(HandOverPage):
    """Take it over or refuse. The receiving side reads the matter in full, although it is not yet theirs."""

    template_name = "followups/hand_over_decide.html"
    title = gettext_lazy("Accept or refuse")
    submit_label = gettext_lazy("Record the decision")
    form_class = TakeOverForm

    def check_record(self) -> None:
        """Only the receiving side decides; to others that read it a decided one says what was decided."""
        record = cast(HandOver, self.record)
        told = self.request.method == "GET" and record.decision != HandOver.Decision.ASKED
        if not told and not rules.may_decide_hand_over(record, self.access, self.user.pk):
            raise PermissionDenied

    def get(self, _request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The matter with the form; what has been decided leads back with the decision in words."""
        record = cast(HandOver, self.record)
        mark_read(user=self.user, follow_up=record.follow_up)
        if record.decision == HandOver.Decision.ASKED:
            return super().get(self.request, *args, **kwargs)
        words = {
            "way": str(record),
            "what": record.get_decision_display(),
            "day": display.day(record.decided_on),
        }
        messages.info(self.request, _("%(way)s: %(what)s on %(day)s.") % words)
        return HttpResponseRedirect(self.success_url(record))

    def success_url(self, result: Any) -> str:
        """The matter if it is the user's to read, else the list."""
        return self.record.follow_up.get_absolute_url() if self.sees_matter else self.cancel_url()

    def form_kwargs(self) -> dict[str, Any]:
        return {"hand_over": self.record}

    def form_context(self, form: Any) -> dict[str, Any]:
        """With the whole matter: what is asked, by when, who had it before and what has been answered."""
        record, matter = cast(HandOver, self.record), cast(FollowUp, self.record.follow_up)
        replies = matter.replies.prefetch_related("assessments")
        earlier = matter.hand_overs.exclude(pk=record.pk).exclude(decision=HandOver.Decision.TAKEN_BACK)
        return {
            **super().form_context(form),
            "crumbs": [LIST, HAND_OVERS, (self.title, None)],
            "object": matter,
            "hand_over": record,
            "row": Row(matter, rules.standing(matter, Clock()), None),
            "rule": shown_rule(matter.due_rule),
            "origin_title": origins.title_of(matter.kind),
            "sees_matter": self.sees_matter,
            "replies": [(reply, result_badge(reply.result_class)) for reply in reversed(replies)],
            "earlier": [
                (row, decision_badge(row)) for row in earlier.select_related("to_agency", "to_council")
            ],
            "consequence": _("The due day %(day)s stays; whoever takes it over may ask for more time.")
            % {"day": display.day(matter.due_on)},
        }

    def perform(self, form: TakeOverForm) -> HandOver:
        data = dict(form.cleaned_data)
        if data.pop("decision") == TakeOverForm.REFUSE:
            messages.success(self.request, _("It has been refused; the other side is told."))
            return services.refuse_hand_over(
                hand_over=self.record, user=self.user, reason=data["note"], on=data["on"]
            )
        accepted = services.accept_hand_over(hand_over=self.record, user=self.user, **data)
        messages.success(self.request, _("It has been taken over; both sides are told."))
        return accepted


class HandOverTakeBack(HandOverPage):
    """Take a request back before anybody has decided."""

    title = gettext_lazy("Take the request back")
    submit_label = gettext_lazy("Take the request back")
    consequence = gettext_lazy("The other side is no longer asked. Nothing else changes.")
    done_message = gettext_lazy("The request has been taken back.")

    def check_record(self) -> None:
        """Those who may hand the matter on."""
        if not (self.sees_matter and rules.may_take_back(self.record, self.access)):
            raise PermissionDenied

    def success_url(self, result: Any) -> str:
        url: str = self.record.follow_up.get_absolute_url()
        return url

    def form_context(self, form: Any) -> dict[str, Any]:
        return {**super().form_context(form), "crumbs": [LIST, HAND_OVERS, (self.title, None)]}

    def perform(self, form: Any) -> HandOver:
        return services.take_back_hand_over(hand_over=self.record, user=self.user)


class HandOverList(ListPage):
    """What we are asked to take over, what we have asked others to take, and what was decided."""

    roles = READERS | {Role.AGENCY}
    title = gettext_lazy("Hand-overs")
    table_class = HandOverTable
    filterset_class = HandOverFilters
    order = ("stage", "-asked_on", "-pk")
    empty = Empty(
        gettext_lazy("Nothing has been handed on."),
        gettext_lazy("What is not within a body's competence is handed on from the follow-up's own page."),
    )

    def rows(self) -> QuerySet[HandOver]:
        """Of this council's side or of the user's agency; those that wait first."""
        waits = When(decision=HandOver.Decision.ASKED, follow_up__state__in=OPEN, then=Value(0))
        rows: QuerySet[HandOver] = HandOver.objects.visible_to(self.request.user).of(self.council)
        return rows.select_related(
            "follow_up", "from_council", "to_council", "to_agency", "to_agency__council"
        ).annotate(stage=Case(waits, default=Value(1), output_field=IntegerField()))

    def make_table(self, page: Any) -> HandOverTable:
        """Rows know whether this user may decide, and which matters are within the user's reach."""
        access, user = access_of(self.request.user), cast(User, self.request.user)
        ids = [row.follow_up_id for row in page.rows]
        seen = set(FollowUp.objects.visible_to(user).filter(pk__in=ids).values_list("pk", flat=True))
        for row in page.rows:
            waits = row.decision == HandOver.Decision.ASKED
            row.may_decide = waits and rules.may_decide_hand_over(row, access, user.pk)
            row.is_seen = row.follow_up_id in seen
        table: HandOverTable = super().make_table(page)
        return table

    def page_actions(self) -> list[Action]:
        if not self.roles_here() & DECIDERS:
            return []
        return [Action(_("Taken over from ended councils"), reverse("followups:succession_list"))]

    def page_crumbs(self) -> list[Any]:
        return [LIST, (self.title, None)]

    def count_label(self, count: int) -> str:
        return ngettext("hand-over", "hand-overs", count)
