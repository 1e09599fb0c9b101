"""How an item of a programme stands on a day: derived from the mission it became, or from the days entered for it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.db.models import TextChoices
from django.utils.translation import pgettext_lazy

from supervision.models import ProgrammeItem
from supervision.states import RUNNING, MissionState

BY_MISSION: Final = frozenset(
    {ProgrammeItem.Form.THEMATIC, ProgrammeItem.Form.SURVEY, ProgrammeItem.Form.RE_SUPERVISION}
)
"""Forms that a mission carries out, and in which a team visits bodies."""


class Standing(TextChoices):
    """Where an item stands."""

    PLANNED = "planned", pgettext_lazy("programme item", "Planned")
    RUNNING = "running", pgettext_lazy("programme item", "Being carried out")
    DONE = "done", pgettext_lazy("programme item", "Done")
    NOT_DONE = "not_done", pgettext_lazy("programme item", "Not done")
    POSTPONED = "postponed", pgettext_lazy("programme item", "Postponed")
    DROPPED = "dropped", pgettext_lazy("programme item", "Dropped")


BADGES: Final = {
    Standing.PLANNED: "plain",
    Standing.RUNNING: "run",
    Standing.DONE: "ok",
    Standing.NOT_DONE: "late",
    Standing.POSTPONED: "warn",
    Standing.DROPPED: "warn",
}


@dataclass(frozen=True, slots=True)
class ItemStanding:
    """How an item stands: the state, the day it came to it, and why."""

    state: Standing
    on: date | None = None
    why: str = ""

    @property
    def kind(self) -> str:
        """Of the badge."""
        return BADGES[self.state]

    @property
    def label(self) -> str:
        """In words."""
        return str(self.state.label)


def mission_of(item: ProgrammeItem) -> Any:
    """The mission that the item became, or None."""
    return getattr(item, "mission", None)


def mission_state(mission: Any, on: date) -> tuple[str, date | None, str]:
    """(state, since, note) of a mission on a day, from its dated moves where it has any."""
    moves = sorted(
        (move for move in mission.moves.all() if move.effective_on <= on),
        key=lambda move: (move.effective_on, move.pk),
    )
    if moves:
        return moves[-1].to_state, moves[-1].effective_on, moves[-1].note
    return mission.state, None, ""


def standing_of(item: ProgrammeItem, on: date) -> ItemStanding:
    """How an item stands on a day; what was entered for a later day does not count yet.

    An item with a mission is done by its mission's report, any other by the day that somebody entered. `item` comes
    with its mission and the mission's moves.
    """
    if item.dropped_on and item.dropped_on <= on:
        return ItemStanding(Standing.DROPPED, item.dropped_on, item.note)
    mission = mission_of(item)
    done = mission.reported_on if mission else item.done_on
    if done and done <= on:
        return ItemStanding(Standing.DONE, done)
    if mission:
        found = _by_mission(mission, on)
        if found is not None:
            return found
    if item.postponed_on and item.postponed_on <= on:
        return ItemStanding(Standing.POSTPONED, item.postponed_on, item.note)
    if on.year > item.programme.year:
        return ItemStanding(Standing.NOT_DONE, None, item.note)
    return ItemStanding(Standing.PLANNED)


def _by_mission(mission: Any, on: date) -> ItemStanding | None:
    state, since, note = mission_state(mission, on)
    if state == MissionState.DROPPED:
        return ItemStanding(Standing.DROPPED, since, note)
    if state == MissionState.POSTPONED:
        return ItemStanding(Standing.POSTPONED, since, note)
    return ItemStanding(Standing.RUNNING, since) if state in RUNNING else None
