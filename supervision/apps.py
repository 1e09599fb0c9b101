"""App configuration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SupervisionConfig(AppConfig):
    """Supervision missions and surveys."""

    name = "supervision"
    label = "supervision"
    verbose_name = _("Supervision")

    def ready(self) -> None:
        """Make known where follow-ups of this floor come from, and whose due days hang on rules and calendar."""
        from councils import dependents  # noqa: PLC0415 - models are ready only now
        from followups import origins  # noqa: PLC0415 - see above
        from supervision.dependents import DEPENDENTS  # noqa: PLC0415 - see above
        from supervision.origins import ORIGINS  # noqa: PLC0415 - see above

        for origin in ORIGINS:
            origins.register(origin)
        for dependent in DEPENDENTS:
            dependents.register(dependent)
