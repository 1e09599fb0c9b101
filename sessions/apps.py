"""App configuration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SittingsConfig(AppConfig):
    """Sittings of a council. The label differs from Django's own sessions app for ever."""

    name = "sessions"
    label = "sittings"
    verbose_name = _("Sittings")

    def ready(self) -> None:
        """Make known whose due days hang on the councils' rules and calendar."""
        from councils import dependents  # noqa: PLC0415 - models are ready only now
        from sessions.recalculation import KEPT  # noqa: PLC0415 - see above

        for kept in KEPT:
            dependents.register(kept.dependent())
