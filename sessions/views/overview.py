"""The overview of one sitting: legal steps, figures, half-days, facts, what happened."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import groupby
from typing import Any, NamedTuple

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.access import STAFF
from core.compiled import compiled
from core.display import day, number
from core.history import Entry, newest_first
from core.views import Action
from councils.calendar import Clock
from sessions.lessons import lessons_for
from sessions.models import PlenaryMeeting, Sitting, SittingStep
from sessions.progress import with_progress, with_tiles
from sessions.roadmap import roadmap_of
from sessions.services.invitations import REGISTERING
from sessions.services.meetings import SITTING_MOVES
from sessions.services.steps import title_of
from sessions.states import AHEAD, OFF, SITTING_TABLE, SittingState
from sessions.tables.sittings import days_words
from sessions.timeline import changed_days, moves_of
from sessions.views.common import SittingPage, sittings

PAGES = {"convene": "sitting_convene", "open_papers": "papers_open", "open": "sitting_open"}
"""Moves that have a page of their own."""
MEETINGS = {move: kind for kind, move in SITTING_MOVES.items()}
"""Moves that record a meeting: entering it as held moves the sitting too."""
FORWARD = ("convene", "open_papers", "open", "close", "sign_documents", "review", "archive", "resume")
"""Moves that lead on: the first one possible is the page's main button."""
_UNCHANGING = frozenset({SittingState.CANCELLED, SittingState.ARCHIVED})
_QUIET = ("convened_on", "opened_on", "closed_on")


class Half(NamedTuple):
    """A half-day of the plan with where it leads."""

    meeting: PlenaryMeeting
    edit_url: str
    remove_url: str


@compiled
def _sitting(user: Any, ids: Sequence[int]) -> QuerySet[Any]:
    return with_tiles(with_progress(sittings(user).filter(pk__in=ids)))


class SittingDetail(SittingPage):
    """One sitting with what hangs on it."""

    template_name = "sittings/sitting_detail.html"
    fetching = staticmethod(_sitting)

    def context(self) -> dict[str, Any]:
        sitting = self.record
        staff = bool(self.roles_on_record() & STAFF)
        rows = sitting.steps.select_related("due_rule", "done_by")
        steps: list[SittingStep] = list(rows)
        clock = Clock()
        return {
            **super().context(),
            "actions": self.actions(staff=staff),
            "facts": facts(sitting),
            "figures": figures(sitting),
            "roadmap": roadmap_of(sitting, steps, clock),
            "days": self.half_days(staff=staff),
            "lessons": lessons_for(sitting, clock) if sitting.state in AHEAD else [],
            "called_off": sitting.state in OFF,
            "own_invitation": sitting.state in REGISTERING and self.own_invitation,
            "may_change": staff and sitting.state not in _UNCHANGING,
            "may_lay_out": staff and sitting.state in AHEAD and not (steps and sitting.papers_all),
            "happened": newest_first([*moves_of(sitting), *changed_days(sitting, _QUIET), *ticked(steps)]),
        }

    @cached_property
    def own_invitation(self) -> Any:
        """How this sitting called the user as a delegate; None for everybody else. One query, for delegates only."""
        own = self.access.delegates
        return own and self.record.invitations.filter(delegate__in=own).select_related("follow_up").first()

    def actions(self, *, staff: bool) -> list[Action]:
        """What is allowed now, what leads on first; rarer moves at the end."""
        sitting = self.record
        possible = {move.name: move for move in SITTING_TABLE.possible(sitting.state, self.roles_on_record())}
        if sitting.closes_on >= timezone.localdate():
            possible.pop("hold", None)
        if not staff:  # the meeting behind these moves is entered by the office
            for name in MEETINGS:
                possible.pop(name, None)
        order = [*(name for name in FORWARD if name in possible), *possible]
        found: list[Action] = []
        for name in dict.fromkeys(order):
            primary = not found and name in FORWARD
            found.append(Action(possible[name].label, self._address(name), primary=primary))
        if staff:
            found.insert(1, Action(_("Edit"), reverse("sittings:sitting_edit", args=[sitting.pk])))
        return [*self.own_actions(), *found]

    def own_actions(self) -> list[Action]:
        """What a delegate who has been called does here: register until the opening, and read the papers."""
        invitation = self.own_invitation
        if not invitation:
            return []
        reading = Action(_("Read the papers"), reverse("sittings:sitting_reading", args=[self.record.pk]))
        if self.record.state not in REGISTERING:
            return [reading]
        words = _("Change the registration") if invitation.answer else _("Register for the sitting")
        url = reverse("sittings:registration_edit", args=[self.record.pk])
        return [Action(words, url, primary=not invitation.answer), reading]

    def _address(self, name: str) -> str:
        """The page of a move: its own, the entry of the meeting that is behind it, or the general one."""
        pk = self.record.pk
        if name in MEETINGS:
            return f"{reverse('sittings:body_meeting_create')}?sitting={pk}&kind={MEETINGS[name]}"
        if name in PAGES:
            return reverse(f"sittings:{PAGES[name]}", args=[pk])
        return reverse("sittings:sitting_move", args=[pk, name])

    def half_days(self, *, staff: bool) -> list[tuple[date, list[Half]]]:
        """The plan by day."""
        meetings = self.record.plenary_meetings.all()
        halves = (
            Half(
                meeting,
                reverse("sittings:plenary_edit", args=[meeting.pk]) if staff else "",
                reverse("sittings:plenary_remove", args=[meeting.pk])
                if staff and not meeting.is_held
                else "",
            )
            for meeting in meetings
        )
        return [(on, list(rows)) for on, rows in groupby(halves, key=lambda half: half.meeting.day)]


def facts(sitting: Sitting) -> list[tuple[str, Any]]:
    """Label and value of what is known."""
    public = _("public") if sitting.is_public else _("closed: %(reason)s") % {"reason": sitting.closed_reason}
    rows = [
        (_("Kind"), sitting.get_kind_display()),
        (_("Theme"), sitting.theme),
        (_("Days"), days_words(sitting)),
        (_("Convened on"), sitting.convened_on and day(sitting.convened_on)),
        (_("Opened on"), sitting.opened_on and day(sitting.opened_on)),
        (_("Closed on"), sitting.closed_on and day(sitting.closed_on)),
        (_("Council term"), sitting.council_term.label),
        (_("Council"), sitting.council.full_name),
        (_("Place"), sitting.place),
        (_("Chaired by"), sitting.chair),
        (_("Secretaries"), sitting.secretaries),
        (_("Sitting is"), public),
    ]
    return [(label, value) for label, value in rows if value]


def figures(sitting: Any) -> list[dict[str, Any]]:
    """Tiles, each leading to the tab that holds its rows."""
    late, minutes = sitting.papers_late, sitting.reading_minutes + sitting.discussion_minutes
    late_words = ngettext("%(count)s late", "%(count)s late", late) % {"count": late} if late else ""
    parts = {"reading": number(sitting.reading_minutes), "discussion": number(sitting.discussion_minutes)}
    return [
        {
            "label": _("Papers in hand"),
            "value_text": _of(sitting.papers_in, sitting.papers_all),
            "note": late_words,
            "late": bool(late),
            "url": reverse("sittings:sitting_papers", args=[sitting.pk]),
        },
        {
            "label": _("Invitations answered"),
            "value_text": _of(sitting.answered, sitting.invited),
            "url": reverse("sittings:sitting_delegates", args=[sitting.pk]),
        },
        {
            "label": _("Minutes of the agenda"),
            "value_text": number(minutes),
            "note": _("%(reading)s presenting, %(discussion)s discussing") % parts if minutes else "",
            "url": reverse("sittings:sitting_agenda", args=[sitting.pk]),
        },
        {
            "label": _("Resolutions passed"),
            "value_text": _of(sitting.resolutions_passed, sitting.resolutions_all),
            "url": reverse("sittings:sitting_resolutions", args=[sitting.pk]),
        },
    ]


def _of(part: int, whole: int) -> str:
    return f"{number(part)}/{number(whole)}" if whole else number(0)


def ticked(steps: list[SittingStep]) -> list[Entry]:
    """Steps that somebody ticked off or left out, as lines of what happened."""
    found = []
    for step in steps:
        if step.not_needed:
            found.append(
                Entry(step.updated_at, _("Step left out: %(step)s") % {"step": title_of(step)}, step.note)
            )
        elif step.done_on:
            title = _("Step done: %(step)s") % {"step": title_of(step)}
            found.append(Entry(step.done_on, title, step.note, str(step.done_by or ""), step.updated_at))
    return found
