"""The administration pages in the portal's own look and behind its own sign-in: reference data only."""

from allauth.account.decorators import secure_admin_login
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.contrib import admin
from django.contrib.auth.models import Group
from django.utils.translation import gettext_lazy as _

NOT_REFERENCE_DATA = (Group, EmailAddress, Authenticator)
"""What libraries bring along: rights follow from memberships here, and second factors are nobody's to read."""


def furnish(site: admin.AdminSite) -> None:
    """Take the site over: our names, our sign-in (with its second factor and limits), our choice of pages."""
    site.site_header = _("Nghị Trường · Administration")
    site.site_title = "Nghị Trường"
    site.index_title = _("Reference data and accounts")
    site.login = secure_admin_login(site.login)  # type: ignore[method-assign]  # as allauth documents
    for model in NOT_REFERENCE_DATA:
        if site.is_registered(model):
            site.unregister(model)
