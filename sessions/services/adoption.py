"""What a final vote does to its resolution: it is adopted, or rejected, on that day."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction

from sessions.models import Resolution
from sessions.services.moving import move
from sessions.states import RESOLUTION_TABLE


@transaction.atomic
def adopt(*, resolution: Resolution, on: date, user: Any, note: str = "") -> Resolution:
    """Record that it was adopted on this day; Refused where it is past the vote already."""
    move(record=resolution, table=RESOLUTION_TABLE, name="adopt", user=user, on=on, note=note, adopted_on=on)
    return resolution


@transaction.atomic
def reject(*, resolution: Resolution, on: date, user: Any, note: str = "") -> Resolution:
    """Record that it did not find its majority; Refused where it is past the vote already."""
    move(record=resolution, table=RESOLUTION_TABLE, name="reject", user=user, on=on, note=note)
    return resolution
