"""The portal's inbox: everybody's own notices, read and unread."""

from __future__ import annotations

from django.db.models import QuerySet
from django.utils import timezone

from accounts.models import User
from followups.models import FollowUp, Notice

MOST_UNREAD = 99
"""The shell shows no larger number than this."""


def unread_count(user: User) -> int:
    """How many notices the user has not read: for the bell of every page, so never counted past 99."""
    unread: QuerySet[Notice] = Notice.objects.visible_to(user).unread()
    return unread.order_by()[:MOST_UNREAD].count()


def mark_read(*, user: User, follow_up: FollowUp | None = None, notice: Notice | None = None) -> int:
    """Mark the user's notices read: all of them, those about one follow-up, or one; returns how many."""
    unread: QuerySet[Notice] = Notice.objects.visible_to(user).unread()
    if follow_up is not None:
        unread = unread.filter(follow_up=follow_up)
    if notice is not None:
        unread = unread.filter(pk=notice.pk)
    return unread.update(read_at=timezone.now())
