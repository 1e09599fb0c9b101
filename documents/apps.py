"""App configuration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DocumentsConfig(AppConfig):
    """Files, number series and administrative documents."""

    name = "documents"
    label = "documents"
    verbose_name = _("Documents")
