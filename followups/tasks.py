"""Background work: plan the morning's reminders, deliver what is due. Both may run twice or side by side."""

from celery import shared_task
from django.utils import timezone

from followups import notices


@shared_task
def plan_notices() -> int:
    """Plan today's reminders and start delivering them; returns how many are new."""
    planned = notices.plan(timezone.localdate())
    if planned:
        deliver_notices.delay()
    return planned


@shared_task
def deliver_notices() -> int:
    """Send what is due; returns how many digests went out."""
    return notices.deliver()
