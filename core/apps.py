"""App configuration."""

from django.apps import AppConfig
from django.db.backends.signals import connection_created
from django.utils.translation import gettext_lazy as _

from core.preparing import keep_prepared


class CoreConfig(AppConfig):
    """Shared ground: no concrete model, no URL."""

    name = "core"
    label = "core"
    verbose_name = _("Shared ground")

    def ready(self) -> None:
        """Connections keep what they have prepared."""
        connection_created.connect(keep_prepared, dispatch_uid="core.preparing")
