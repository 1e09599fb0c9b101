"""States of the minutes of a sitting."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.access import DECIDERS, STAFF
from core.states import Move, StateTable


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
