"""App configuration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CoreConfig(AppConfig):
    """Shared ground: no concrete model, no URL."""

    name = "core"
    label = "core"
    verbose_name = _("Shared ground")
