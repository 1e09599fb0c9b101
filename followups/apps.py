"""App configuration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FollowupsConfig(AppConfig):
    """The accountability kernel: follow-ups, replies, notices."""

    name = "followups"
    label = "followups"
    verbose_name = _("Follow-ups")
