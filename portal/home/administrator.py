"""The administrator's home: the way to accounts and reference data, notices that failed, and the portal's health."""

from __future__ import annotations

from typing import Any, Final, NamedTuple

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from councils.models import Agency, Delegate, Membership
from councils.querysets import valid_on
from followups.models import Notice
from portal.health import Health, State, examine
from portal.home.desk import Desk, Tile, link, tile

PARTS: Final[dict[str, tuple[Promise, Promise]]] = {
    "worker": (_("Worker"), _("Sends e-mail and makes reports in the background.")),
    "beat": (_("Timekeeper"), _("Starts planning and sending when it is time.")),
    "plan": (_("Plan of the morning"), _("Decides at 07:30 of a working day who is reminded of what.")),
}
"""What may be ill while this page can still be shown: name, and what it is for."""
STATES: Final[dict[State, tuple[str, Promise]]] = {
    State.OK: ("ok", _("in order")),
    State.FAILING: ("late", _("does not answer")),
    State.SILENT: ("late", _("silent")),
    State.LATE: ("late", _("missing")),
    State.UNKNOWN: ("warn", _("unknown")),
}


class Sign(NamedTuple):
    """A part of the portal and how it is, in words and as a badge."""

    name: Promise
    words: Promise
    kind: str
    state: Promise


def signs(health: Health) -> list[Sign]:
    """The parts behind reminders."""
    return [Sign(*PARTS[part], *STATES[health.parts[part]]) for part in PARTS]


def _admin(desk: Desk, model: str) -> str:
    """A page of the administration, for those whom it lets in."""
    return reverse(f"admin:{model}_changelist") if desk.user.is_staff else ""


def _failed_notices(desk: Desk) -> str:
    """The list of this council's, with their reasons."""
    page = _admin(desk, "followups_notice")
    return page and f"{page}?council={desk.council.pk}"


def tiles(desk: Desk) -> list[Tile]:
    """What the council's administrator keeps; four queries."""
    members = Membership.objects.visible_to(desk.user).filter(valid_on(desk.today), council=desk.council)
    failed = Notice.objects.filter(follow_up__council=desk.council, delivery=Notice.Delivery.FAILED).count()
    delegates, agencies = desk.own(Delegate.objects.all()), desk.own(Agency.objects.all())
    note = str(_("E-mail could not be delivered; the portal's inbox has them.")) if failed else ""
    return [
        tile(_("Memberships"), members.count(), _admin(desk, "councils_membership")),
        tile(_("Delegates"), delegates.count(), link("councils:delegate_list")),
        tile(_("Agencies"), agencies.count(), link("councils:agency_list")),
        tile(_("Failed notices"), failed, _failed_notices(desk), late=True, note=note),
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
    health = examine(desk.clock.calendar)
    return {"tiles": tiles(desk), "pages": pages(desk), "health": health, "signs": signs(health)}
