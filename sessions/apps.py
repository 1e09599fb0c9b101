"""App configuration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SittingsConfig(AppConfig):
    """Sittings of a council. The label differs from Django's own sessions app for ever."""

    name = "sessions"
    label = "sittings"
    verbose_name = _("Sittings")

    def ready(self) -> None:
        """Make known where follow-ups of this floor come from."""
        from followups import origins  # noqa: PLC0415 - models are ready only now
        from sessions.origins import ORIGINS  # noqa: PLC0415 - see above

        for origin in ORIGINS:
            origins.register(origin)
