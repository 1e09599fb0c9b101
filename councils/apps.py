"""App configuration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CouncilsConfig(AppConfig):
    """Councils, their people, agencies, rules and memberships."""

    name = "councils"
    label = "councils"
    verbose_name = _("Councils")

    def ready(self) -> None:
        """Hand the loader of memberships to the ground floor."""
        from core.access import use_loader  # noqa: PLC0415 - models are ready only now
        from councils.access import load_access  # noqa: PLC0415 - see above

        use_loader(load_access)
