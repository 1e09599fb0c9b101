"""The states of a follow-up, in one table. An answer is not a settlement: somebody must accept it."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.access import ASSESSORS, DECIDERS, STAFF, Role
from core.states import Move, StateTable


class State(models.TextChoices):
    """Where a follow-up stands."""

    DRAFT = "draft", _("Draft")
    ISSUED = "issued", _("Sent")
    ACKNOWLEDGED = "acknowledged", _("Acknowledged")
    IN_PROGRESS = "in_progress", _("Being handled")
    ANSWERED = "answered", _("Answered, to be assessed")
    RETURNED = "returned", _("Answer not accepted")
    ACCEPTED = "accepted", _("Answer accepted")
    CLOSED = "closed", _("Closed")
    WITHDRAWN = "withdrawn", _("Withdrawn")


OPEN = frozenset({State.ISSUED, State.ACKNOWLEDGED, State.IN_PROGRESS, State.RETURNED})
"""States in which the responsible body owes something."""
WAITING = frozenset({State.ANSWERED})
"""States in which the council's side owes a judgement."""
SETTLED = frozenset({State.ACCEPTED, State.CLOSED, State.WITHDRAWN})
"""States in which nobody owes anything by the due date."""


class ResultClass(models.TextChoices):
    """What came of it, apart from the state of the work (Law 72/2025; classes of the voters' reports)."""

    RESOLVED = "resolved", _("Resolved")
    IN_PROGRESS = "in_progress", _("Being resolved")
    SCHEDULED = "scheduled", _("Scheduled with a date")
    EXPLAINED = "explained", _("Explained, information given")
    UNRESOLVED = "unresolved", _("Not resolved")


class UnresolvedReason(models.TextChoices):
    """Why something is not resolved."""

    NO_FUNDS = "no_funds", _("No funds")
    NO_COMPETENCE = "no_competence", _("Not within the body's competence")
    NO_LEGAL_BASE = "no_legal_base", _("No legal basis")
    OTHER = "other", _("Other reason")


OWNER = frozenset({Role.AGENCY, Role.DELEGATE, Role.COMMITTEE})

TABLE = StateTable(
    State,
    [
        Move("issue", frozenset({State.DRAFT}), State.ISSUED, DECIDERS, _("Send")),
        Move("acknowledge", frozenset({State.ISSUED}), State.ACKNOWLEDGED, OWNER, _("Acknowledge receipt")),
        Move(
            "start",
            frozenset({State.ISSUED, State.ACKNOWLEDGED, State.RETURNED}),
            State.IN_PROGRESS,
            OWNER,
            _("Begin handling"),
        ),
        Move("hand_on", OPEN, State.ACKNOWLEDGED, OWNER | STAFF, _("Hand on")),
        Move("answer", OPEN, State.ANSWERED, OWNER | STAFF, _("Answer")),
        Move("accept", frozenset({State.ANSWERED}), State.ACCEPTED, ASSESSORS, _("Accept the answer")),
        Move(
            "return",
            frozenset({State.ANSWERED, State.ACCEPTED}),
            State.RETURNED,
            ASSESSORS,
            _("Do not accept"),
        ),
        Move("close", frozenset({State.ACCEPTED}), State.CLOSED, DECIDERS, _("Close the follow-up")),
        Move("reopen", frozenset({State.CLOSED, State.WITHDRAWN}), State.IN_PROGRESS, DECIDERS, _("Reopen")),
        Move("withdraw", OPEN | {State.DRAFT, State.ANSWERED}, State.WITHDRAWN, STAFF, _("Withdraw")),
    ],
)
