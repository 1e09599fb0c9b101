"""States of resolutions, what they are worth on a day, and how far tasks, targets and reviews are (domain §3.3)."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.access import DECIDERS, STAFF
from core.states import Move, StateTable
from sessions.states.roles import VERIFIERS


class ResolutionState(models.TextChoices):
    """Where the text of a resolution stands. Whether it is in force on a day follows from its dates and relations."""

    DRAFT = "draft", _("Draft")
    VERIFIED = "verified", pgettext_lazy("resolution", "Verified")
    TABLED = "tabled", _("Tabled")
    PASSED = "passed", _("Passed")
    REJECTED = "rejected", _("Rejected")
    DEFERRED = "deferred", _("Deferred")
    SIGNED = "signed", _("Signed")
    ISSUED = "issued", _("Issued")
    PUBLISHED = "published", _("Published")


ADOPTED = frozenset(
    {
        ResolutionState.PASSED,
        ResolutionState.SIGNED,
        ResolutionState.ISSUED,
        ResolutionState.PUBLISHED,
    }
)
"""States of resolutions that the council adopted."""
SIGNED = frozenset({ResolutionState.SIGNED, ResolutionState.ISSUED, ResolutionState.PUBLISHED})
"""States of resolutions that bear a number and a signature."""
_BEFORE_VOTE = frozenset({ResolutionState.DRAFT, ResolutionState.VERIFIED, ResolutionState.TABLED})

RESOLUTION_TABLE = StateTable(
    ResolutionState,
    [
        Move(
            "verify",
            frozenset({ResolutionState.DRAFT}),
            ResolutionState.VERIFIED,
            VERIFIERS,
            pgettext_lazy("resolution move", "Verified"),
        ),
        Move(
            "table",
            frozenset({ResolutionState.DRAFT, ResolutionState.VERIFIED, ResolutionState.DEFERRED}),
            ResolutionState.TABLED,
            STAFF,
            _("Record as tabled"),
        ),
        Move("adopt", _BEFORE_VOTE, ResolutionState.PASSED, STAFF, _("Record the adoption")),
        Move("reject", _BEFORE_VOTE, ResolutionState.REJECTED, STAFF, _("Record the rejection")),
        Move("defer", _BEFORE_VOTE, ResolutionState.DEFERRED, STAFF, _("Defer")),
        Move(
            "sign",
            frozenset({ResolutionState.PASSED}),
            ResolutionState.SIGNED,
            DECIDERS,
            _("Record signature and number"),
        ),
        Move(
            "issue",
            frozenset({ResolutionState.SIGNED}),
            ResolutionState.ISSUED,
            STAFF,
            _("Issue, and send its tasks"),
        ),
        Move(
            "publish",
            frozenset({ResolutionState.ISSUED}),
            ResolutionState.PUBLISHED,
            STAFF,
            _("Record the publication"),
        ),
        Move(
            "untable",
            frozenset({ResolutionState.TABLED}),
            ResolutionState.DRAFT,
            STAFF,
            _("Take the tabling back"),
        ),
        Move(
            "unadopt",
            frozenset({ResolutionState.PASSED}),
            ResolutionState.TABLED,
            STAFF,
            _("Take the adoption back"),
        ),
        Move(
            "unsign",
            frozenset({ResolutionState.SIGNED}),
            ResolutionState.PASSED,
            DECIDERS,
            _("Take signature and number back"),
        ),
        Move(
            "unissue",
            frozenset({ResolutionState.ISSUED}),
            ResolutionState.SIGNED,
            STAFF,
            _("Take the issue back"),
        ),
        Move(
            "unpublish",
            frozenset({ResolutionState.PUBLISHED}),
            ResolutionState.ISSUED,
            STAFF,
            _("Take the publication back"),
        ),
    ],
)
VOTE_VOIDED_TABLE = StateTable(
    ResolutionState,
    [
        Move(
            "void_vote",
            frozenset({ResolutionState.PASSED, ResolutionState.REJECTED}),
            ResolutionState.TABLED,
            STAFF,
            _("Void the vote"),
        )
    ],
)
"""What voiding a vote does to its resolution; no step that a resolution's own page offers."""


class Force(models.TextChoices):
    """What a signed resolution is worth on a day; computed from its days and the relations of later ones."""

    NOT_YET = "not_yet", _("Not yet in force")
    IN_FORCE = "in_force", _("In full force")
    AMENDED = "amended", _("In force, amended")
    PARTLY_REPEALED = "partly_repealed", _("In force, repealed in part")
    REPLACED = "replaced", _("Replaced")
    REPEALED = "repealed", _("Repealed")
    EXPIRED = "expired", _("Expired")


APPLIES = frozenset({Force.IN_FORCE, Force.AMENDED, Force.PARTLY_REPEALED})
"""Worth of a resolution that must be applied."""


class Progress(models.TextChoices):
    """How far a task of a resolution has come on a day; derived from its follow-up, never stored (domain §3.3)."""

    DRAFT = "draft", _("Not sent yet")
    NOT_STARTED = "not_started", _("Not started")
    IN_PROGRESS = "in_progress", _("In progress")
    PARTLY = "partly", _("Partly done")
    COMPLETED = "completed", _("Completed")
    OVERDUE = "overdue", _("Overdue")
    NOT_FEASIBLE = "not_feasible", _("Not feasible")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class TargetStanding(models.TextChoices):
    """Whether an indicator target was reached, by the last value reported up to a day."""

    REACHED = "reached", _("Reached")
    ON_THE_WAY = "on_the_way", _("On the way")
    MISSED = "missed", _("Missed")
    NOT_REPORTED = "not_reported", _("Nothing reported")


class ReviewStep(models.TextChoices):
    """How far the review of a normative text has come."""

    UNDECIDED = "undecided", _("To be decided")
    TO_CARRY_OUT = "to_carry_out", _("Decided, to be carried out")
    DONE = "done", _("Done")
