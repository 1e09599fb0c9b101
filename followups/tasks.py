"""Background work: plan the morning's reminders, deliver what is due. Both may run twice or side by side."""

from datetime import time
from typing import Final

from celery import shared_task
from django.utils import timezone

from followups import notices

MORNING: Final = time(7, 30)
"""Nobody is reminded earlier in the day, however often beat asks."""


@shared_task
def plan_notices() -> int:
    """Plan today's reminders unless it is early or they are planned, and wake delivery; returns how many are new."""
    if timezone.localtime().time() < MORNING:
        return 0
    return notices.plan(timezone.localdate())


@shared_task
def deliver_notices() -> int:
    """Send what is due; returns how many digests went out."""
    return notices.deliver()
