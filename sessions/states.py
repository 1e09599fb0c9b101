"""States of sittings, papers, verifications, minutes, resolutions and meetings, each in one table (domain §3.1-3.3)."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.access import DECIDERS, STAFF, Role
from core.states import Move, StateTable

VERIFIERS = STAFF | {Role.COMMITTEE}
"""Those who work on a verification."""
HANDERS_IN = STAFF | {Role.AGENCY}
"""Those who hand in a paper: its owner, or the secretariat for it."""


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


class PaperState(models.TextChoices):
    """Where a paper of a sitting stands."""

    EXPECTED = "expected", _("Expected")
    RECEIVED = "received", pgettext_lazy("paper", "Received")
    RETURNED = "returned_incomplete", _("Returned as incomplete")
    ASSIGNED = "assigned", _("Assigned for verification")
    UNDER_VERIFICATION = "under_verification", _("Under verification")
    VERIFIED = "verified", pgettext_lazy("paper", "Verified")
    REVISED = "revised", _("Revised")
    SENT = "sent_to_delegates", _("Sent to delegates")
    TABLED = "tabled", _("Tabled")
    ADOPTED = "adopted", _("Adopted")
    NOTED = "noted", _("Noted")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    DEFERRED = "deferred", _("Deferred")


MISSING = frozenset({PaperState.EXPECTED, PaperState.RETURNED})
"""States in which the owner still owes the paper."""
TABLED = frozenset({PaperState.TABLED, PaperState.ADOPTED, PaperState.NOTED})
"""States of papers that the council considered (A04)."""
_IN_HAND = frozenset(
    {
        PaperState.RECEIVED,
        PaperState.ASSIGNED,
        PaperState.UNDER_VERIFICATION,
        PaperState.VERIFIED,
        PaperState.REVISED,
    }
)

PAPER_TABLE = StateTable(
    PaperState,
    [
        Move("receive", MISSING, PaperState.RECEIVED, HANDERS_IN, _("Record receipt")),
        Move(
            "return",
            frozenset({PaperState.RECEIVED, PaperState.ASSIGNED, PaperState.UNDER_VERIFICATION}),
            PaperState.RETURNED,
            VERIFIERS,
            _("Return as incomplete"),
        ),
        Move(
            "assign",
            frozenset({PaperState.RECEIVED}),
            PaperState.ASSIGNED,
            STAFF,
            _("Assign for verification"),
        ),
        Move(
            "verify_begin",
            frozenset({PaperState.ASSIGNED}),
            PaperState.UNDER_VERIFICATION,
            VERIFIERS,
            _("Begin verification"),
        ),
        Move(
            "verify",
            frozenset({PaperState.ASSIGNED, PaperState.UNDER_VERIFICATION}),
            PaperState.VERIFIED,
            VERIFIERS,
            _("Record the verification report"),
        ),
        Move(
            "revise",
            frozenset({PaperState.VERIFIED}),
            PaperState.REVISED,
            HANDERS_IN,
            _("Hand in a revision"),
        ),
        Move("send", _IN_HAND, PaperState.SENT, STAFF, _("Send to delegates")),
        Move("table", _IN_HAND | {PaperState.SENT}, PaperState.TABLED, STAFF, _("Record as tabled")),
        Move("adopt", frozenset({PaperState.TABLED}), PaperState.ADOPTED, STAFF, _("Record as adopted")),
        Move("note", frozenset({PaperState.TABLED}), PaperState.NOTED, STAFF, _("Record as noted")),
        Move(
            "defer",
            _IN_HAND | MISSING | {PaperState.SENT, PaperState.TABLED},
            PaperState.DEFERRED,
            STAFF,
            _("Defer to a later sitting"),
        ),
        Move("withdraw", _IN_HAND | MISSING | {PaperState.SENT}, PaperState.WITHDRAWN, STAFF, _("Withdraw")),
    ],
)


PAPER_BACK_TABLE = StateTable(
    PaperState,
    [
        Move(
            "unadopt",
            frozenset({PaperState.ADOPTED}),
            PaperState.TABLED,
            STAFF,
            _("Take the adoption back"),
        )
    ],
)
"""What a voided vote does to the draft among the papers; no step that a paper's own page offers."""


class VerificationState(models.TextChoices):
    """Where a committee's verification of a paper stands."""

    ASSIGNED = "assigned", _("Assigned")
    IN_WORK = "in_work", _("Being verified")
    REPORTED = "reported", _("Reported")
    RESPONDED = "responded", _("Answered by the owner")


class MinutesState(models.TextChoices):
    """Where the minutes of a sitting stand."""

    DRAFT = "draft", _("Draft")
    APPROVED = "approved", _("Approved")
    SIGNED = "signed", _("Signed")


MINUTES_TABLE = StateTable(
    MinutesState,
    [
        Move(
            "approve",
            frozenset({MinutesState.DRAFT}),
            MinutesState.APPROVED,
            DECIDERS,
            _("Approve the minutes"),
        ),
        Move(
            "reopen",
            frozenset({MinutesState.APPROVED}),
            MinutesState.DRAFT,
            DECIDERS,
            _("Undo the approval"),
        ),
        Move(
            "sign",
            frozenset({MinutesState.APPROVED}),
            MinutesState.SIGNED,
            STAFF,
            _("Attach the signed copy"),
        ),
    ],
)


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


class BodyMeetingState(models.TextChoices):
    """Where a meeting of the Standing Committee or a committee stands."""

    PLANNED = "planned", _("Planned")
    HELD = "held", _("Held")
    CONCLUDED = "concluded", _("Conclusions issued")
    CANCELLED = "cancelled", _("Cancelled")


BODY_MEETING_TABLE = StateTable(
    BodyMeetingState,
    [
        Move(
            "hold",
            frozenset({BodyMeetingState.PLANNED}),
            BodyMeetingState.HELD,
            VERIFIERS,
            _("Record as held"),
        ),
        Move(
            "conclude",
            frozenset({BodyMeetingState.HELD}),
            BodyMeetingState.CONCLUDED,
            DECIDERS,
            _("Issue the conclusions"),
        ),
        Move(
            "cancel",
            frozenset({BodyMeetingState.PLANNED}),
            BodyMeetingState.CANCELLED,
            VERIFIERS,
            pgettext_lazy("council body", "Cancel the meeting"),
        ),
    ],
)
