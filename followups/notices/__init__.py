"""Notices: telling people what concerns them once, in the portal's inbox and by e-mail."""

from followups.notices.announcing import announce
from followups.notices.delivery import deliver, send_again
from followups.notices.inbox import mark_read, unread_count
from followups.notices.planning import plan

__all__ = ["announce", "deliver", "mark_read", "plan", "send_again", "unread_count"]
