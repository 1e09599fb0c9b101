"""States of programmes and missions (domain reference §3.8), each in one table."""

from __future__ import annotations

from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.access import DECIDERS, STAFF, Role
from core.states import Move, StateTable

ORGANISERS: Final = STAFF | {Role.COMMITTEE}
"""Who prepares a mission: the secretariat, and the staff of the committee that carries it out."""


class ProgrammeState(models.TextChoices):
    """Where an annual programme stands."""

    COLLECTING = "collecting", _("Proposals being collected")
    DRAFTED = "drafted", pgettext_lazy("programme", "Drafted")
    DECIDED = "decided", pgettext_lazy("programme", "Decided")
    REPORTED = "reported", pgettext_lazy("programme", "Result reported")


PROGRAMME_TABLE = StateTable(
    ProgrammeState,
    [
        Move(
            "draft",
            frozenset({ProgrammeState.COLLECTING}),
            ProgrammeState.DRAFTED,
            STAFF,
            _("Draft the programme"),
        ),
        Move(
            "collect",
            frozenset({ProgrammeState.DRAFTED}),
            ProgrammeState.COLLECTING,
            STAFF,
            _("Collect proposals again"),
        ),
        Move(
            "decide",
            frozenset({ProgrammeState.DRAFTED}),
            ProgrammeState.DECIDED,
            DECIDERS,
            _("Record the decision"),
        ),
        Move(
            "report",
            frozenset({ProgrammeState.DECIDED}),
            ProgrammeState.REPORTED,
            DECIDERS,
            _("Report the result"),
        ),
    ],
)


class MissionState(models.TextChoices):
    """Where a mission or survey stands."""

    PROPOSED = "proposed", pgettext_lazy("mission", "Proposed")
    IN_PROGRAMME = "in_programme", _("In the programme")
    DECIDED = "decided", pgettext_lazy("mission", "Decided")
    NOTIFIED = "notified", _("Plan and outline sent")
    COLLECTING_REPORTS = "collecting_reports", _("Collecting reports")
    FIELDWORK = "fieldwork", _("Working with the bodies")
    DRAFTING = "drafting", _("Report being drafted")
    REPORTED = "reported", _("Report handed in")
    CONSIDERED = "considered", pgettext_lazy("mission", "Considered")
    CONCLUDED = "concluded", pgettext_lazy("mission", "Concluded")
    PUBLISHED = "published", pgettext_lazy("mission", "Published")
    FOLLOWING_UP = "following_up", _("Recommendations being followed up")
    CLOSED = "closed", pgettext_lazy("mission", "Closed")
    POSTPONED = "postponed", pgettext_lazy("mission", "Postponed")
    DROPPED = "dropped", pgettext_lazy("mission", "Dropped")


UNDECIDED: Final = (
    MissionState.PROPOSED,
    MissionState.IN_PROGRAMME,
    MissionState.POSTPONED,
    MissionState.DROPPED,
)
"""States in which no act need exist yet."""
REPORTED_ON: Final = (
    MissionState.REPORTED,
    MissionState.CONSIDERED,
    MissionState.CONCLUDED,
    MissionState.PUBLISHED,
    MissionState.FOLLOWING_UP,
)
"""States that a team's report leads to."""
HANDED_IN: Final = (*REPORTED_ON, MissionState.CLOSED)
"""States from which the council's side reads the report and the findings."""
CONCLUDED: Final = (MissionState.CONCLUDED, MissionState.PUBLISHED, MissionState.FOLLOWING_UP)
"""States that a conclusion leads to; a thematic mission reaches none of them without consideration before."""
RUNNING: Final = (
    MissionState.DECIDED,
    MissionState.NOTIFIED,
    MissionState.COLLECTING_REPORTS,
    MissionState.FIELDWORK,
    MissionState.DRAFTING,
    MissionState.REPORTED,
    MissionState.CONSIDERED,
)
"""States of a mission that is under way."""
TOLD: Final = (
    MissionState.NOTIFIED,
    MissionState.COLLECTING_REPORTS,
    MissionState.FIELDWORK,
    MissionState.DRAFTING,
    MissionState.REPORTED,
    MissionState.CONSIDERED,
    *CONCLUDED,
    MissionState.CLOSED,
)
"""States in which the supervised bodies know of the mission and see what is theirs."""
_PREPARED = frozenset({MissionState.PROPOSED, MissionState.IN_PROGRAMME, MissionState.POSTPONED})
_IN_WORK = frozenset({MissionState.NOTIFIED, MissionState.COLLECTING_REPORTS, MissionState.FIELDWORK})

MISSION_TABLE = StateTable(
    MissionState,
    [
        Move(
            "take_in",
            frozenset({MissionState.PROPOSED}),
            MissionState.IN_PROGRAMME,
            STAFF,
            _("Take into the programme"),
        ),
        Move("decide", _PREPARED, MissionState.DECIDED, DECIDERS, _("Record the decision")),
        Move(
            "notify",
            frozenset({MissionState.DECIDED}),
            MissionState.NOTIFIED,
            ORGANISERS,
            _("Send plan and outline"),
        ),
        Move(
            "collect",
            frozenset({MissionState.NOTIFIED}),
            MissionState.COLLECTING_REPORTS,
            ORGANISERS,
            _("Ask for the reports"),
        ),
        Move(
            "go_out",
            frozenset({MissionState.NOTIFIED, MissionState.COLLECTING_REPORTS}),
            MissionState.FIELDWORK,
            ORGANISERS,
            _("Begin the working sessions"),
        ),
        Move("draft", _IN_WORK, MissionState.DRAFTING, ORGANISERS, _("End the working sessions")),
        Move(
            "report",
            frozenset({MissionState.DRAFTING}),
            MissionState.REPORTED,
            ORGANISERS,
            _("Hand in the report"),
        ),
        Move(
            "consider",
            frozenset({MissionState.REPORTED}),
            MissionState.CONSIDERED,
            DECIDERS,
            _("Record the consideration"),
        ),
        Move(
            "conclude",
            frozenset({MissionState.CONSIDERED}),
            MissionState.CONCLUDED,
            DECIDERS,
            _("Issue the conclusion"),
        ),
        Move(
            "publish",
            frozenset({MissionState.CONCLUDED}),
            MissionState.PUBLISHED,
            STAFF,
            _("Record the publication"),
        ),
        Move(
            "follow_up",
            frozenset({MissionState.CONCLUDED, MissionState.PUBLISHED}),
            MissionState.FOLLOWING_UP,
            STAFF,
            _("Follow the recommendations up"),
        ),
        Move(
            "close",
            frozenset({MissionState.FOLLOWING_UP, MissionState.PUBLISHED, MissionState.REPORTED}),
            MissionState.CLOSED,
            DECIDERS,
            pgettext_lazy("mission", "Close"),
        ),
        Move(
            "postpone",
            _PREPARED - {MissionState.POSTPONED} | {MissionState.DECIDED, MissionState.NOTIFIED},
            MissionState.POSTPONED,
            DECIDERS,
            pgettext_lazy("mission", "Postpone"),
        ),
        Move(
            "drop",
            _PREPARED | {MissionState.DECIDED, *_IN_WORK},
            MissionState.DROPPED,
            DECIDERS,
            pgettext_lazy("mission", "Drop"),
        ),
    ],
)
"""A survey goes from its report straight to its end; for a thematic mission the service refuses "close" from there."""
