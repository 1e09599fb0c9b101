"""App configuration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class VotersConfig(AppConfig):
    """Voter contact and voters' opinions."""

    name = "voters"
    label = "voters"
    verbose_name = _("Voters")

    def ready(self) -> None:
        """Make known where the follow-ups of this floor come from, and who keeps its due days."""
        from councils import dependents  # noqa: PLC0415 - models are ready only now
        from followups.origins import register  # noqa: PLC0415 - see above
        from voters.dependents import CONTACT_STEPS  # noqa: PLC0415 - see above
        from voters.origins import LETTER, OPINION, RECEPTION  # noqa: PLC0415 - see above
        from voters.report_origin import GROUP_REPORT  # noqa: PLC0415 - see above

        for origin in (OPINION, LETTER, RECEPTION, GROUP_REPORT):
            register(origin)
        dependents.register(CONTACT_STEPS.dependent())
