"""App configuration."""

from typing import Any

from django.apps import AppConfig
from django.db import connections
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class ReportsConfig(AppConfig):
    """The read side: figures, dashboards, report runs."""

    name = "reports"
    label = "reports"
    verbose_name = _("Reports")

    def ready(self) -> None:
        """After every upgrade all figures are counted anew: what they count may be defined anew."""
        post_migrate.connect(_mark_everywhere, sender=self)


def _mark_everywhere(using: str, **_signal: Any) -> None:
    from reports.models import ChangeMark  # noqa: PLC0415 - models are not there before the apps are

    connection = connections[using]
    if ChangeMark._meta.db_table in connection.introspection.table_names():
        ChangeMark.objects.using(using).leave(ChangeMark.EVERYWHERE)
