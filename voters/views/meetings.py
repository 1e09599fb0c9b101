"""Pages of voter meetings."""

from __future__ import annotations

from typing import Any, Final, cast

from django.db.models import QuerySet
from django.http import Http404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.drafts import DraftMixin
from core.access import STAFF
from core.forms import PortalForm
from core.states import Move
from core.views import Action, ActionPage, DetailPage, Empty, ListPage, Text, UpdatePage
from councils.calendar import Clock
from voters import services
from voters.filters import MeetingFilters
from voters.forms import DayForm, HoldForm, MeetingForm, MoveForm, NewDayForm, ReasonForm
from voters.models import MeetingMinutes, VoterContactRound, VoterMeeting
from voters.querysets import MeetingQuerySet
from voters.roadmap import steps_of
from voters.stages import stage_of
from voters.states import MEETING_TABLE, NOT_HELD, REASONED, TOOK_PLACE, MeetingState
from voters.tables import MeetingTable, OpinionsOfMeeting, headcount_words, meeting_badge
from voters.timeline import course_of
from voters.views.common import Crumbs, meeting_crumbs, person, round_crumbs
from voters.views.opinions import standing

_MOST_OPINIONS = 500
_WORDS_OFFERED = 40


def meetings(user: Any) -> MeetingQuerySet[VoterMeeting]:
    """The meetings a user reaches, with what pages show."""
    return VoterMeeting.objects.visible_to(user).select_related("council", "round")


class MeetingList(ListPage):
    """Cuộc tiếp xúc cử tri."""

    title = gettext_lazy("Voter meetings")
    table_class = MeetingTable
    filterset_class = MeetingFilters
    order = ("-held_on", "-pk")

    def rows(self) -> QuerySet[VoterMeeting]:
        return meetings(self.request.user).of_councils(self.council).with_counts()

    def count_label(self, count: int) -> str:
        return ngettext("meeting", "meetings", count)

    def page_actions(self) -> list[Action]:
        return [Action(_("Rounds"), reverse("voters:round_list"))]

    def empty_state(self) -> Empty:
        title, text = _("No voter meeting has been entered yet."), _("Meetings are entered in their round.")
        return Empty(title, text, _("Go to the rounds"), reverse("voters:round_list"))


class MeetingDetail(DetailPage):
    """One meeting: its facts, what voters said, what happened to the record."""

    template_name = "voters/meeting_detail.html"

    def reachable(self) -> QuerySet[VoterMeeting]:
        return meetings(self.request.user)

    def context(self) -> dict[str, Any]:
        meeting = self.record
        opinions = meeting.opinions.visible_to(self.request.user).with_status()
        rows = opinions.select_related("field", "agency", "follow_up", "meeting").order_by("number")
        shown = standing(rows[:_MOST_OPINIONS], Clock())
        return {
            **super().context(),
            "crumbs": [*round_crumbs(meeting.round), (meeting.locality, None)],
            "badge": meeting_badge(meeting),
            "stage": stage_of(meeting),
            "facts": _facts(meeting),
            "actions": self._actions(),
            "may_enter": bool(self.roles_on_record() & STAFF),
            "took_place": meeting.state in TOOK_PLACE,
            "minutes": MeetingMinutes.objects.filter(meeting=meeting).select_related("signed").first(),
            "photos": meeting.photos.all(),
            "consents": meeting.consents.select_related("council"),
            "steps": steps_of(meeting),
            "table": OpinionsOfMeeting(shown, caption=_("Opinions of the meeting")),
            "count": len(shown),
            "next_step": self._next_step(),
            "list_url": f"{reverse('voters:opinion_list')}?meeting={meeting.pk}",
            "timeline": course_of(meeting),
        }

    def _enter_url(self) -> str:
        open_now = self.record.state == MeetingState.HELD and self.roles_on_record() & STAFF
        return reverse("voters:meeting_opinions", args=[self.record.pk]) if open_now else ""

    def _next_step(self) -> tuple[str, str, str] | None:
        """(advice, label, address) of what leads to the first opinion; no address while it must wait."""
        meeting = self.record
        if not self.roles_on_record() & STAFF or meeting.state in NOT_HELD:
            return None
        if self._enter_url():
            advice = _("Type them line by line, or paste the table that came from Word or Excel.")
            return advice, _("Enter opinions"), self._enter_url()
        advice = _("They can be entered once the meeting has been recorded as held.")
        name = "hold"
        if meeting.state == MeetingState.MINUTES_FILED:
            advice, name = _("The entry of this meeting is finished."), "reopen"
        elif meeting.held_on > timezone.localdate():
            return advice, "", ""
        url = reverse("voters:meeting_move", args=[meeting.pk, name])
        return advice, str(MEETING_TABLE.moves[name].label), url

    def _actions(self) -> list[Action]:
        """What is allowed now; the first step that leads on is the primary one, unless opinions are to be entered."""
        pk = self.record.pk
        sheet = Action(_("Answers to take along"), reverse("voters:meeting_sheet", args=[pk]))
        if not self.roles_on_record() & STAFF:
            return [sheet]
        moves = MEETING_TABLE.possible(self.record.state, self.roles_on_record())
        actions = [sheet, Action(_("Edit"), reverse("voters:meeting_edit", args=[pk]))]
        actions += [
            Action(
                move.label, reverse("voters:meeting_move", args=[pk, move.name]), primary=move.name == "hold"
            )
            for move in reversed(moves)
        ]
        if self._enter_url():
            actions.append(Action(_("Enter opinions"), self._enter_url(), primary=True))
        return actions


def _facts(meeting: VoterMeeting) -> list[tuple[str, Any]]:
    """Label and value of what is known; four queries."""
    hours = [f"{hour:%H:%M}" for hour in (meeting.starts_at, meeting.ends_at) if hour]
    online = _("online") if meeting.is_online else ""
    rows = [
        (_("Time"), " – ".join(hours)),
        (_("Form"), ", ".join(filter(None, [str(meeting.get_form_display()), online]))),
        (_("Topic, or group of voters"), meeting.subject),
        (_("Requested on"), meeting.requested_on),
        (_("Voters invited"), meeting.invited),
        (_("Attendances of voters"), headcount_words(meeting)),
        (_("Voters who spoke"), meeting.speakers),
        (_("Chaired by"), meeting.chair),
        (_("Secretary"), meeting.secretary),
        (_("Delegate groups"), _joined(meeting.groups)),
        (_("Delegates present"), _joined(meeting.delegates)),
        (_("Agencies present"), _joined(meeting.agencies)),
        (_("Note"), meeting.note),
    ]
    return [(label, value) for label, value in rows if value not in {None, ""}]


def _joined(rows: Any) -> str:
    return ", ".join(str(row) for row in rows.all())


class MeetingCreate(DraftMixin, UpdatePage):
    """Enter a meeting of a round; what the last meeting of the council had is offered again.

    A meeting of a day that has come, entered with its headcount, has been held: it is recorded so at once.
    """

    form_class = MeetingForm
    template_name = "voters/meeting_form.html"
    done_message: Text = gettext_lazy("The meeting has been entered.")

    def reachable(self) -> QuerySet[VoterContactRound]:
        rounds = VoterContactRound.objects.visible_to(self.request.user)
        return rounds.select_related("council__parent", "council_term")

    @property
    def draft_key(self) -> str:
        return f"meeting-of-{self.record.pk}"

    def form_kwargs(self) -> dict[str, Any]:
        given = super().form_kwargs()
        instance = VoterMeeting(round=self.record, council=self.record.council)
        return {"instance": instance, "initial": {**self._offered(), **given.get("initial", {})}}

    def _offered(self) -> dict[str, Any]:
        last = VoterMeeting.objects.filter(council=self.record.council).order_by("-created_at", "-pk").first()
        if last is None:
            return {"held_on": self.record.starts_on}
        same = last.round_id == self.record.pk
        return {
            "held_on": last.held_on if same else self.record.starts_on,
            "starts_at": last.starts_at,
            "ends_at": last.ends_at,
            "form": last.form,
            "chair": last.chair,
            "secretary": last.secretary,
            "agencies": list(last.agencies.all()),
        }

    def form_context(self, form: Any) -> dict[str, Any]:
        title = _("Enter a meeting")
        crumbs: Crumbs = [*round_crumbs(self.record), (title, None)]
        return {
            **super().form_context(form),
            "title": title,
            "crumbs": crumbs,
            "known": _known_words(self.record.council),
            "then_enter": True,
        }

    def perform(self, form: MeetingForm) -> VoterMeeting:
        user = person(self.request)
        meeting = services.create_meeting(round=self.record, user=user, **form.cleaned_data)
        if meeting.headcount is None or meeting.held_on > timezone.localdate():
            return meeting
        self.done_message = _("The meeting has been entered and recorded as held.")
        return services.move_meeting(meeting=meeting, name="hold", user=user)

    def success_url(self, result: VoterMeeting) -> str:
        """On to the opinions if asked; the grid itself says what is missing where it is not open yet."""
        if "enter" in self.request.POST:
            return reverse("voters:meeting_opinions", args=[result.pk])
        return result.get_absolute_url()

    def still_reachable(self, result: VoterMeeting) -> bool:
        return meetings(self.request.user).filter(pk=result.pk).exists()


class MeetingEdit(UpdatePage):
    """Change a meeting."""

    form_class = MeetingForm
    template_name = "voters/meeting_form.html"
    done_message = gettext_lazy("The meeting has been changed.")

    def reachable(self) -> QuerySet[VoterMeeting]:
        found = VoterMeeting.objects.visible_to(self.request.user)
        return found.select_related("council__parent", "round__council__parent", "round__council_term")

    def form_context(self, form: Any) -> dict[str, Any]:
        crumbs: Crumbs = [*meeting_crumbs(self.record), (_("Edit"), None)]
        return {**super().form_context(form), "crumbs": crumbs, "known": _known_words(self.record.council)}

    def perform(self, form: MeetingForm) -> VoterMeeting:
        changes = dict(form.cleaned_data)
        return services.update_meeting(
            meeting=form.instance,
            user=person(self.request),
            version=changes.pop("version"),
            **changes,
        )


def _known_words(council: Any) -> dict[str, list[str]]:
    """What was typed lately for places and chairs, for the lists that the form's boxes offer; one query."""
    latest = VoterMeeting.objects.filter(council=council).order_by("-pk")[: _WORDS_OFFERED * 5]
    names = ("locality", "venue", "chair", "secretary")
    rows = list(latest.values(*names))
    return {name: sorted({row[name] for row in rows if row[name]})[:_WORDS_OFFERED] for name in names}


_CONSEQUENCES = {
    "announce": gettext_lazy("The meeting is shown as announced to voters."),
    "hold": gettext_lazy("From now on the meeting counts in figures, and its opinions can be entered."),
    "file": gettext_lazy("No more opinions can be entered until somebody chooses “Enter more”."),
    "reopen": gettext_lazy("More opinions can be entered again."),
    "correct": gettext_lazy("The meeting counts as planned again, and no longer as held."),
    "postpone": gettext_lazy("The meeting takes no place in the plan until it has a new day."),
    "replan": gettext_lazy("The meeting is planned for this day; announce it again."),
    "cancel": gettext_lazy("The meeting stays in the list as cancelled and counts nowhere."),
}


_FORMS: Final[dict[str, type[PortalForm]]] = {
    "announce": DayForm,
    "hold": HoldForm,
    "replan": NewDayForm,
    **dict.fromkeys(REASONED, ReasonForm),
}
"""What a step asks; the others need only their button."""


class MeetingMove(ActionPage):
    """One step of a meeting: asks, then does."""

    move: Move

    def reachable(self) -> QuerySet[VoterMeeting]:
        return meetings(self.request.user)

    def fetch(self, kwargs: dict[str, Any]) -> VoterMeeting:
        """404 also for a step that does not exist."""
        move = MEETING_TABLE.moves.get(kwargs["name"])
        if move is None:
            raise Http404
        self.move = move
        return cast("VoterMeeting", super().fetch(kwargs))

    def build_form(self, data: Any = None, files: Any = None) -> PortalForm:
        return _FORMS.get(self.move.name, MoveForm)(data, files, **self.form_kwargs())

    def form_kwargs(self) -> dict[str, Any]:
        """What was announced or entered before is shown; a first announcement is of today."""
        if self.move.name != "hold":
            return {}
        names = ("headcount", "headcount_qualifier", "speakers")
        return {"initial": {name: getattr(self.record, name) for name in names}}

    def form_context(self, form: Any) -> dict[str, Any]:
        label = self.move.label
        return {
            **super().form_context(form),
            "title": label,
            "submit_label": label,
            "crumbs": [*meeting_crumbs(self.record), (label, None)],
            "consequence": _CONSEQUENCES[self.move.name],
        }

    def perform(self, form: Any) -> VoterMeeting:
        user, given = person(self.request), dict(form.cleaned_data)
        said = {name: given.pop(name) for name in ("on", "note") if name in given}
        name = self.move.name
        if name == "replan":  # the day of a meeting that was put off is free
            services.move_meeting(meeting=self.record, name=name, user=user, **said)
        if given:
            services.update_meeting(meeting=self.record, user=user, version=None, **given)
        if name != "replan":
            services.move_meeting(meeting=self.record, name=name, user=user, **said)
        return cast("VoterMeeting", self.record)
