"""States of papers and of their verification by committees (domain §3.2)."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.access import STAFF
from core.states import Move, StateTable
from sessions.states.roles import HANDERS_IN, VERIFIERS


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
