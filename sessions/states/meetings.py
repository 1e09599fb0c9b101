"""States of meetings of the Standing Committee and committees."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.access import DECIDERS
from core.states import Move, StateTable
from sessions.states.roles import VERIFIERS


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
