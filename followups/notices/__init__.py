"""Notices: telling people what concerns them once, in the portal's inbox and by e-mail."""

from followups.notices.announcing import announce, announce_many
from followups.notices.delivery import deliver, send_again
from followups.notices.inbox import mark_read, unread_count
from followups.notices.planning import plan
from followups.notices.preferences import release

__all__ = [
    "announce",
    "announce_many",
    "deliver",
    "mark_read",
    "plan",
    "release",
    "send_again",
    "unread_count",
]
