"""App configuration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PortalConfig(AppConfig):
    """Home pages, health, commands of the whole."""

    name = "portal"
    label = "portal"
    verbose_name = _("Portal")
