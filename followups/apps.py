"""App configuration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FollowupsConfig(AppConfig):
    """The accountability kernel: follow-ups, replies, notices."""

    name = "followups"
    label = "followups"
    verbose_name = _("Follow-ups")

    def ready(self) -> None:
        """Make known what the kernel itself produces, and whose due days hang on the councils' rules and calendar."""
        from councils import dependents  # noqa: PLC0415 - models are ready only now
        from followups import origins, recalculation  # noqa: PLC0415 - see above
        from followups.commitments import COMMITMENT  # noqa: PLC0415 - see above

        origins.register(
            origins.Origin("assignment", _("Task given directly"), lambda _follow_ups, _user: {})
        )
        origins.register(COMMITMENT)
        dependents.register(dependents.Dependent(_("Follow-ups"), recalculation.preview, recalculation.apply))
