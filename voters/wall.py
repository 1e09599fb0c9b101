"""The wall of a round: each meeting with what is done and what still lacks, those that lack most first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from followups.states import State
from voters.querysets import MeetingQuerySet
from voters.states import TOOK_PLACE, MeetingState

TICKS: Final[dict[str, str | Promise]] = {
    "announced": pgettext_lazy("wall", "Announced"),
    "held": pgettext_lazy("wall", "Held"),
    "minutes": pgettext_lazy("wall", "Minutes"),
    "entered": pgettext_lazy("wall", "Opinions"),
    "sent": pgettext_lazy("wall", "Sent"),
}
"""The columns of the wall."""
_WORKING: Final = Q(
    opinions__screening="carried", opinions__merged_into__isnull=True, opinions__is_split=False
)


@dataclass(frozen=True, slots=True)
class Tick:
    """One thing of one meeting: done or not, in words too."""

    name: str
    label: str | Promise
    done: bool
    note: str = ""


@dataclass(frozen=True)
class Venue:
    """One meeting on the wall."""

    meeting: Any
    ticks: list[Tick]
    next_url: str
    next_label: str | Promise

    @property
    def lacking(self) -> int:
        """How much is still to be done."""
        return sum(not tick.done for tick in self.ticks)

    @property
    def done(self) -> int:
        """How much is done."""
        return len(self.ticks) - self.lacking


def wall_rows(meetings: MeetingQuerySet[Any]) -> MeetingQuerySet[Any]:
    """Meetings with what the wall counts: `said`, `working`, `gone`, and whether minutes were signed."""
    gone = _WORKING & Q(opinions__follow_up__isnull=False) & ~Q(opinions__follow_up__state=State.DRAFT)
    rows = meetings.takes_place().select_related("minutes", "round").prefetch_related("groups")
    return rows.annotate(
        said=Count("opinions", distinct=True),
        working=Count("opinions", filter=_WORKING, distinct=True),
        gone=Count("opinions", filter=gone, distinct=True),
    )


def wall_of(meetings: Iterable[Any], *, may_enter: bool) -> list[Venue]:
    """The wall over rows of `wall_rows`: what lacks most first, then by day."""
    found = [_venue(meeting, may_enter=may_enter) for meeting in meetings]
    return sorted(found, key=lambda venue: (-venue.lacking, venue.meeting.held_on, venue.meeting.pk))


def _venue(meeting: Any, *, may_enter: bool) -> Venue:
    url, label = _next(meeting) if may_enter else ("", "")
    return Venue(meeting, list(_ticks(meeting)), url, label)


def _ticks(meeting: Any) -> Iterator[Tick]:
    took_place = meeting.state in TOOK_PLACE
    yield _tick("announced", done=meeting.state != MeetingState.PLANNED)
    yield _tick("held", done=took_place)
    yield _tick("minutes", done=has_minutes(meeting))
    finished = meeting.state == MeetingState.MINUTES_FILED
    yield _tick("entered", done=took_place and (meeting.said > 0 or finished), note=str(meeting.said or ""))
    sent = f"{meeting.gone}/{meeting.working}" if meeting.working else ""
    done = took_place and (meeting.said > 0 or finished) and meeting.gone == meeting.working
    yield _tick("sent", done=done, note=sent)


def _tick(name: str, *, done: bool, note: str = "") -> Tick:
    return Tick(name, TICKS[name], done, note)


def has_minutes(meeting: Any) -> bool:
    """Whether the signed minutes lie with the records."""
    minutes = getattr(meeting, "minutes", None)
    return bool(minutes and minutes.signed_id)


def _next(meeting: Any) -> tuple[str, str | Promise]:
    """The page on which the first thing that lacks is done."""
    if meeting.state == MeetingState.PLANNED:
        return reverse("voters:meeting_move", args=[meeting.pk, "announce"]), _("Announce")
    if meeting.state == MeetingState.ANNOUNCED:
        return reverse("voters:meeting_move", args=[meeting.pk, "hold"]), _("Record as held")
    if meeting.state == MeetingState.HELD and not meeting.said:
        return reverse("voters:meeting_opinions", args=[meeting.pk]), _("Enter opinions")
    if not has_minutes(meeting):
        return reverse("voters:meeting_minutes", args=[meeting.pk]), _("Write the minutes")
    if meeting.gone < meeting.working:
        return f"{reverse('voters:opinion_list')}?meeting={meeting.pk}&status=ready", _("Send the opinions")
    return "", ""
