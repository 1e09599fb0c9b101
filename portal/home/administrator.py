"""The administrator's home: the way to accounts and reference data, and notices that could not be delivered."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from councils.models import Agency, Delegate, Membership
from councils.querysets import valid_on
from followups.models import Notice
from portal.home.desk import Desk, Tile, link, tile


def _admin(desk: Desk, model: str) -> str:
    """A page of the administration, for those whom it lets in."""
    return reverse(f"admin:{model}_changelist") if desk.user.is_staff else ""


def tiles(desk: Desk) -> list[Tile]:
    """What the council's administrator keeps; four queries."""
    members = Membership.objects.visible_to(desk.user).filter(valid_on(desk.today), council=desk.council)
    failed = Notice.objects.filter(follow_up__council=desk.council, delivery=Notice.Delivery.FAILED)
    delegates, agencies = desk.own(Delegate.objects.all()), desk.own(Agency.objects.all())
    note = str(_("E-mail could not be delivered; the portal's inbox has them."))
    return [
        tile(_("Memberships"), members.count(), _admin(desk, "councils_membership")),
        tile(_("Delegates"), delegates.count(), link("councils:delegate_list")),
        tile(_("Agencies"), agencies.count(), link("councils:agency_list")),
        tile(_("Failed notices"), failed.count(), "", late=True, note=note),
    ]


def pages(desk: Desk) -> list[tuple[Any, Any, str]]:
    """(name, what it is for, address) of what an administrator keeps."""
    found = [
        (_("Users"), _("Accounts, passwords, the second step of sign-in."), _admin(desk, "accounts_user")),
        (
            _("Memberships"),
            _("Who works where, as what, from when to when."),
            _admin(desk, "councils_membership"),
        ),
        (_("Delegates"), _("Delegates, their seats and posts."), _admin(desk, "councils_delegate")),
        (_("Agencies"), _("Bodies that answer to the council."), _admin(desk, "councils_agency")),
        (
            _("Deadline rules"),
            _("What is due when, and on which article it rests."),
            link("councils:rule_list"),
        ),
        (_("Working calendar"), _("Holidays and swapped days of a year."), link("councils:calendar_list")),
        (
            _("Reference data"),
            _("Councils of the country, fields, and everything else."),
            link("councils:council_list"),
        ),
    ]
    return [page for page in found if page[2]]


def context(desk: Desk) -> dict[str, Any]:
    """The administrator's page."""
    return {"tiles": tiles(desk), "pages": pages(desk)}
