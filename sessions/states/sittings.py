"""States of sittings (domain §3.1)."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.access import DECIDERS, STAFF
from core.states import Move, StateTable


class SittingState(models.TextChoices):
    """Where a sitting stands."""

    PLANNED = "planned", _("Planned")
    CONFERENCE_HELD = "conference_held", _("Pre-sitting conference held")
    CONVENED = "convened", _("Convened")
    PAPERS_OPEN = "papers_open", _("Papers open to delegates")
    IN_SESSION = "in_session", _("In session")
    CLOSED = "closed", pgettext_lazy("sitting", "Closed")
    DOCUMENTS_SIGNED = "documents_signed", _("Documents signed")
    REVIEWED = "reviewed", _("Reviewed")
    ARCHIVED = "archived", _("Archived")
    POSTPONED = "postponed", _("Postponed")
    CANCELLED = "cancelled", _("Cancelled")


AHEAD = frozenset(
    {
        SittingState.PLANNED,
        SittingState.CONFERENCE_HELD,
        SittingState.CONVENED,
        SittingState.PAPERS_OPEN,
    }
)
"""Before the opening."""
HELD = frozenset(
    {
        SittingState.IN_SESSION,
        SittingState.CLOSED,
        SittingState.DOCUMENTS_SIGNED,
        SittingState.REVIEWED,
        SittingState.ARCHIVED,
    }
)
"""States of sittings that took place or are taking place: figures count them."""
OFF = frozenset({SittingState.POSTPONED, SittingState.CANCELLED})
"""States in which the days of a sitting bind nobody."""

SITTING_TABLE = StateTable(
    SittingState,
    [
        Move(
            "hold_conference",
            frozenset({SittingState.PLANNED}),
            SittingState.CONFERENCE_HELD,
            STAFF,
            _("Record the pre-sitting conference"),
        ),
        Move(
            "convene",
            frozenset({SittingState.PLANNED, SittingState.CONFERENCE_HELD}),
            SittingState.CONVENED,
            DECIDERS,
            _("Convene"),
        ),
        Move(
            "open_papers",
            frozenset({SittingState.CONVENED}),
            SittingState.PAPERS_OPEN,
            STAFF,
            _("Open the papers to delegates"),
        ),
        Move(
            "open",
            frozenset({SittingState.CONVENED, SittingState.PAPERS_OPEN}),
            SittingState.IN_SESSION,
            STAFF,
            _("Open the sitting"),
        ),
        Move(
            "close", frozenset({SittingState.IN_SESSION}), SittingState.CLOSED, STAFF, _("Close the sitting")
        ),
        Move("hold", AHEAD, SittingState.CLOSED, STAFF, _("Record as held")),
        Move("reopen", frozenset({SittingState.CLOSED}), SittingState.IN_SESSION, STAFF, _("Reopen")),
        Move(
            "sign_documents",
            frozenset({SittingState.CLOSED}),
            SittingState.DOCUMENTS_SIGNED,
            STAFF,
            _("Record that all documents are signed"),
        ),
        Move(
            "review",
            frozenset({SittingState.CLOSED, SittingState.DOCUMENTS_SIGNED}),
            SittingState.REVIEWED,
            DECIDERS,
            _("Record the post-sitting review"),
        ),
        Move(
            "archive",
            frozenset({SittingState.DOCUMENTS_SIGNED, SittingState.REVIEWED}),
            SittingState.ARCHIVED,
            STAFF,
            _("Archive"),
        ),
        Move("postpone", AHEAD, SittingState.POSTPONED, DECIDERS, _("Postpone")),
        Move(
            "resume",
            frozenset({SittingState.POSTPONED}),
            SittingState.PLANNED,
            DECIDERS,
            _("Set new days"),
        ),
        Move(
            "cancel",
            AHEAD | {SittingState.POSTPONED},
            SittingState.CANCELLED,
            DECIDERS,
            _("Cancel the sitting"),
        ),
    ],
)
