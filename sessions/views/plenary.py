"""Pages of half-days: the list of a sitting, and one half-day with its roll, arrivals, speakers and votes."""

from __future__ import annotations

from functools import cached_property
from typing import Any, ClassVar

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.access import STAFF
from core.text import whole
from core.views import Action, ActionPage, DetailPage, RecordView, UpdatePage
from councils.models import DelegateGroup
from sessions import services
from sessions.excuses import excuses_open_to
from sessions.forms.attendance import HoldForm, PresenceForm, RollForm, TurnForm
from sessions.models import AgendaItem, PlenaryMeeting, SpeakingTurn, Vote
from sessions.roll import Roll, half_days, roll_of
from sessions.services.attendance import registered
from sessions.states import OFF
from sessions.tables.plenary import PlenaryTable, held_badge, hours
from sessions.tables.votes import VoteTable
from sessions.views.common import Crumbs, SittingPage, minutes_closed, person, sitting_crumbs, tabs_of

TAB = "sitting_plenaries"


def plenaries(user: Any) -> QuerySet[PlenaryMeeting]:
    """The half-days a user reaches, with what pages and documents show."""
    return PlenaryMeeting.objects.visible_to(user).select_related(
        "sitting__council",
        "sitting__council_term__council",
        "sitting__council_term__term",
        "sitting__minutes",
    )


def plenary_crumbs(meeting: PlenaryMeeting) -> Crumbs:
    """The way to a half-day."""
    sitting = meeting.sitting
    at_sitting = (_("At the sitting"), reverse("sittings:sitting_plenaries", args=[sitting.pk]))
    return [*sitting_crumbs(sitting), at_sitting, (str(meeting), meeting.get_absolute_url())]


class SittingPlenaries(SittingPage):
    """The half-days of a sitting: who came, whether there was a quorum, who spoke, what was voted on."""

    tab = TAB
    template_name = "sittings/plenary_list.html"

    def reachable(self) -> QuerySet[Any]:
        return super().reachable().select_related("minutes")

    def context(self) -> dict[str, Any]:
        rows = list(half_days(self.record))
        create = (
            reverse("sittings:plenary_create", args=[self.record.pk])
            if self.roles_on_record() & STAFF and not minutes_closed(self.record)
            else ""
        )
        return {
            **super().context(),
            "table": PlenaryTable(rows, caption=_("Half-days")),
            "count": len(rows),
            "held": sum(one.is_held for one in rows),
            "create_url": create,
            "actions": [Action(_("Add a half-day"), create)] if create else [],
        }


class PlenaryReach(RecordView):
    """A half-day: its council is its sitting's."""

    record: PlenaryMeeting

    def reachable(self) -> QuerySet[Any]:
        return plenaries(self.request.user)

    def council_of_record(self) -> int:
        return self.record.sitting.council_id

    @cached_property
    def roll(self) -> Roll:
        """Read once per page, with the reasons of absence that this reader may know."""
        return roll_of(self.record, excuses_open_to(self.access, self.council_of_record()))


class PlenaryDetail(PlenaryReach, DetailPage):
    """One half-day. Its forms go to sub-resources, which show this page again when something is wrong."""

    template_name = "sittings/plenary_detail.html"

    def context(self) -> dict[str, Any]:
        return self.page()

    def page(
        self,
        roll_form: RollForm | None = None,
        presence_form: PresenceForm | None = None,
        turn_form: TurnForm | None = None,
    ) -> dict[str, Any]:
        """Everything the template reads; forms with mistakes come in."""
        meeting, roll, editable = self.record, self.roll, self.editable
        context = {
            **DetailPage.context(self),
            "crumbs": [*plenary_crumbs(meeting)[:-1], (str(meeting), None)],
            "tabs": tabs_of(meeting.sitting, TAB),
            "badge": held_badge(meeting),
            "hours": hours(meeting),
            "actions": self.actions(),
            "roll": roll,
            "reasons": any(line.reason for line in roll.lines),
            "groups": self.groups_on_roll(),
            "group": self.group,
            "stretches": [(line, stretch) for line in roll.lines for stretch in line.stretches],
            "editable": editable,
            "closed_words": self.closed_words(),
            **self.speakers(),
            **self.votes(),
            "roll_form": roll_form or self.roll_form(),
        }
        if editable:
            context["presence_form"] = presence_form or PresenceForm(roll=roll)
            context["turn_form"] = turn_form or self.turn_form()
        return context

    # --- What may be done ---

    @cached_property
    def editable(self) -> bool:
        """Whether this user may enter anything now."""
        return bool(self.roles_on_record() & STAFF) and not self.closed_words()

    def closed_words(self) -> str:
        """Why nothing can be entered, for those who otherwise could."""
        meeting, sitting = self.record, self.record.sitting
        if sitting.state in OFF:
            return _("The sitting was called off: nothing can be entered about it.")
        if meeting.day > timezone.localdate():
            return _("Attendance, speakers and votes can be entered from the day itself on.")
        return minutes_closed(sitting)

    def actions(self) -> list[Action]:
        """The head of the page."""
        meeting, pk = self.record, self.record.pk
        found = []
        if self.editable:
            hold = reverse("sittings:plenary_hold", args=[pk])
            label = _("Change the hours") if meeting.is_held else _("Record as held")
            found.append(Action(label, hold, primary=not meeting.is_held))
            found.append(Action(_("Edit"), reverse("sittings:plenary_edit", args=[pk])))
        found += [
            Action(_("Attendance sheet (PDF)"), reverse("sittings:plenary_sheet", args=[pk, "pdf"])),
            Action(_("Attendance sheet (Word)"), reverse("sittings:plenary_sheet", args=[pk, "docx"])),
        ]
        if self.editable and meeting.is_held:
            found.append(Action(_("It was not held"), reverse("sittings:plenary_unhold", args=[pk])))
        return found

    # --- The roll ---

    @property
    def group(self) -> int | None:
        """Of which group only, by its number."""
        return whole(self.request.GET.get("group", ""))

    def groups_on_roll(self) -> list[DelegateGroup]:
        """The groups that delegates on the roll sit in."""
        found = {line.group.pk: line.group for line in self.roll.lines if line.group}
        return sorted(found.values(), key=lambda group: group.number)

    def roll_form(self, data: Any = None) -> RollForm:
        """Begins with what was entered, or with what delegates registered."""
        known = registered(self.record) if self.editable else {}
        return RollForm(self.roll, known, group=self.group, data=data)

    # --- Speakers ---

    def speakers(self) -> dict[str, Any]:
        """Turns in order, and how many minutes they took."""
        turns = list(self.turns())
        debate = [turn for turn in turns if turn.kind == SpeakingTurn.Kind.DEBATE and turn.delegate]
        return {
            "turns": turns,
            "debate_count": len(debate),
            "minutes_total": sum(turn.minutes or 0 for turn in turns),
        }

    def turns(self) -> QuerySet[SpeakingTurn]:
        """With who speaks and about what."""
        return self.record.turns.select_related("delegate", "group", "item").order_by("position", "pk")

    def turn_form(self, data: Any = None, instance: SpeakingTurn | None = None) -> TurnForm:
        """The next speaker begins with kind, item and group of the last one."""
        last = None if instance or data else self.record.turns.order_by("-position").first()
        initial = {"kind": last.kind, "item": last.item_id, "group": last.group_id} if last else {}
        return TurnForm(
            data,
            instance=instance or SpeakingTurn(meeting=self.record),
            initial=initial,
            roll=self.roll,
            items=self.items(),
            groups=self.groups_on_roll(),
        )

    def items(self) -> list[AgendaItem]:
        """What one can speak about."""
        items = self.record.sitting.agenda_items.exclude(kind=AgendaItem.Kind.BREAK)
        return list(items.order_by("position"))

    # --- Votes ---

    def votes(self) -> dict[str, Any]:
        """The votes of this half-day."""
        rows = list(
            Vote.objects.filter(meeting=self.record)
            .select_related("resolution__document", "item", "meeting", "sitting")
            .order_by("number")
        )
        create = reverse("sittings:vote_create", args=[self.record.sitting_id])
        plenary = self.record.kind == PlenaryMeeting.Kind.PLENARY
        return {
            "vote_table": VoteTable(rows, columns=("number", "title", "needed", "for", "result")),
            "vote_count": len(rows),
            "vote_url": f"{create}?meeting={self.record.pk}" if self.editable and plenary else "",
        }


class PlenaryAct(PlenaryDetail):
    """Something entered on the half-day's page: done, or the page again with what was typed."""

    roles = STAFF
    anchor: ClassVar[str] = ""

    def get(self, request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponse:
        """Nobody comes here by a link."""
        return HttpResponseRedirect(self.record.get_absolute_url())

    def post(self, request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponse:
        """Do it, and come back to where one was on the page."""
        problem = self.act()
        if problem is not None:
            return render(request, self.template_name, self.page(**problem), status=422)
        return HttpResponseRedirect(self.back())

    def back(self) -> str:
        """The same place of the same page, with the same filter."""
        query = f"?group={self.group}" if self.group is not None else ""
        return f"{self.record.get_absolute_url()}{query}#{self.anchor}"

    def act(self) -> dict[str, Any] | None:
        """The forms with their mistakes, by name; None when it was done."""
        raise NotImplementedError


class PlenaryHold(PlenaryReach, UpdatePage):
    """The half-day was held, from when to when: A02 counts it from then on."""

    form_class = HoldForm
    done_message = gettext_lazy("The half-day is recorded as held.")

    def form_context(self, form: Any) -> dict[str, Any]:
        title = _("Record as held")
        return {
            **super().form_context(form),
            "title": title,
            "submit_label": title,
            "intro": str(self.record),
            "crumbs": [*plenary_crumbs(self.record), (title, None)],
        }

    def perform(self, form: HoldForm) -> PlenaryMeeting:
        data = form.cleaned_data
        names = ("starts_at", "ends_at", "chair", "note", "version")
        return services.hold_plenary(
            meeting=self.record, user=person(self.request), **{name: data[name] for name in names}
        )


class PlenaryUnhold(PlenaryReach, ActionPage):
    """It was not held after all."""

    title = gettext_lazy("It was not held")
    consequence = gettext_lazy(
        "The half-day no longer counts among sitting days, and the minutes leave it out."
    )
    done_message = gettext_lazy("The half-day is no longer recorded as held.")

    def perform(self, form: Any) -> PlenaryMeeting:
        return services.unhold_plenary(meeting=self.record, user=person(self.request))

    def form_context(self, form: Any) -> dict[str, Any]:
        return {
            **super().form_context(form),
            "crumbs": [*plenary_crumbs(self.record), (self.title, None)],
            "danger": True,
        }
