"""The accountability kernel's records."""

from followups.models.follow_ups import Assessment, Extension, FollowUp, FollowUpMove, Reply, ResultEntry
from followups.models.notices import Notice

__all__ = ["Assessment", "Extension", "FollowUp", "FollowUpMove", "Notice", "Reply", "ResultEntry"]
