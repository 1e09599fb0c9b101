"""App configuration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    """Users, sign-in, drafts."""

    name = "accounts"
    label = "accounts"
    verbose_name = _("Accounts")
