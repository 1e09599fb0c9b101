"""App configuration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class VotersConfig(AppConfig):
    """Voter contact and voters' opinions."""

    name = "voters"
    label = "voters"
    verbose_name = _("Voters")

    def ready(self) -> None:
        """Make known where the follow-ups of opinions, letters and receptions come from."""
        from followups.origins import register  # noqa: PLC0415 - models are ready only now
        from voters.origins import LETTER, OPINION, RECEPTION  # noqa: PLC0415 - see above

        for origin in (OPINION, LETTER, RECEPTION):
            register(origin)
