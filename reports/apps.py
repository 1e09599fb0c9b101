"""App configuration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReportsConfig(AppConfig):
    """The read side: figures, dashboards, report runs."""

    name = "reports"
    label = "reports"
    verbose_name = _("Reports")
