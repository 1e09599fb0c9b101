"""States of a voter meeting, and the names of what an opinion's status can be."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.access import STAFF
from core.states import Move, StateTable
from followups.states import State


class MeetingState(models.TextChoices):
    """Where a voter meeting stands (domain reference: planned → announced → held → minutes filed)."""

    PLANNED = "planned", _("Planned")
    ANNOUNCED = "announced", _("Announced")
    HELD = "held", _("Held, minutes to be filed")
    MINUTES_FILED = "minutes_filed", _("Minutes filed")
    CANCELLED = "cancelled", _("Cancelled")


TOOK_PLACE = frozenset({MeetingState.HELD, MeetingState.MINUTES_FILED})
"""States of meetings that figures count."""

MEETING_TABLE = StateTable(
    MeetingState,
    [
        Move("announce", frozenset({MeetingState.PLANNED}), MeetingState.ANNOUNCED, STAFF, _("Announce")),
        Move(
            "hold",
            frozenset({MeetingState.PLANNED, MeetingState.ANNOUNCED}),
            MeetingState.HELD,
            STAFF,
            _("Record as held"),
        ),
        Move("file", frozenset({MeetingState.HELD}), MeetingState.MINUTES_FILED, STAFF, _("Finish entry")),
        Move("reopen", frozenset({MeetingState.MINUTES_FILED}), MeetingState.HELD, STAFF, _("Enter more")),
        Move(
            "cancel",
            frozenset({MeetingState.PLANNED, MeetingState.ANNOUNCED}),
            MeetingState.CANCELLED,
            STAFF,
            _("Cancel the meeting"),
        ),
    ],
)


class OpinionStatus(models.TextChoices):
    """Statuses of an opinion before or beside a follow-up; after sending, its follow-up's state is its status."""

    RECORDED = "recorded", _("To be classified")
    CLASSIFIED = "classified", _("To be sent")
    ON_SPOT = "answered_on_spot", _("Answered on the spot")
    OUT_OF_SCOPE = "out_of_scope", _("Out of scope")
    MERGED = "merged", _("Merged into another")
    SPLIT = "split", _("Split into several")


_BADGES = {
    OpinionStatus.CLASSIFIED: "warn",
    OpinionStatus.ON_SPOT: "ok",
    State.ISSUED: "run",
    State.ACKNOWLEDGED: "run",
    State.IN_PROGRESS: "run",
    State.ANSWERED: "warn",
    State.RETURNED: "late",
    State.ACCEPTED: "ok",
    State.CLOSED: "ok",
}


def status_words(status: str) -> str:
    """What a status is called."""
    return str(OpinionStatus(status).label if status in OpinionStatus.values else State(status).label)


def status_badge(status: str) -> str:
    """The kind of badge a status wears: ok, run, warn, late or plain."""
    return _BADGES.get(status, "plain")  # type: ignore[call-overload,no-any-return]  # members are strings
