"""App configuration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SittingsConfig(AppConfig):
    """Sittings of a council. The label differs from Django's own sessions app for ever."""

    name = "sessions"
    label = "sittings"
    verbose_name = _("Sittings")
