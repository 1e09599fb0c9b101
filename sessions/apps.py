"""App configuration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SittingsConfig(AppConfig):
    """Sittings of a council. The label differs from Django's own sessions app for ever."""

    name = "sessions"
    label = "sittings"
    verbose_name = _("Sittings")

    def ready(self) -> None:
        """Make known where follow-ups of this floor come from, and whose due days hang on rules and calendar."""
        from councils import dependents  # noqa: PLC0415 - models are ready only now
        from followups import origins  # noqa: PLC0415 - see above
        from sessions.dependents.resolutions import SEND_UP  # noqa: PLC0415 - see above
        from sessions.origins.resolutions import RESOLUTION_TASK  # noqa: PLC0415 - see above

        origins.register(RESOLUTION_TASK)
        dependents.register(SEND_UP)
