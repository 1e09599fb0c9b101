"""App configuration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SupervisionConfig(AppConfig):
    """Supervision missions and surveys."""

    name = "supervision"
    label = "supervision"
    verbose_name = _("Supervision")

    def ready(self) -> None:
        """Make known where the follow-ups of this floor come from."""
        from followups import origins  # noqa: PLC0415 - models are ready only now
        from supervision.origins import ORIGINS  # noqa: PLC0415 - see above

        for origin in ORIGINS:
            origins.register(origin)
