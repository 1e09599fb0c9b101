"""Who is invited besides the delegates."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from core.editing import save_edit
from core.errors import Refused
from core.services import entered_by, refuse
from sessions.models import Guest
from sessions.states import OFF

MOST_PERSONS = 1000


@transaction.atomic
def save_guest(*, guest: Guest, user: User | None, version: int | None = None) -> Guest:
    """Enter a guest, or change one that was opened on `version`. Refused beside the fields, and where it is off."""
    guest.name = " ".join(guest.name.split())
    if guest.sitting.state in OFF:
        raise Refused(_("The sitting is not held: nobody is invited to it."))
    refuse(
        {
            "name": not guest.name and _("Say who is invited."),
            "count": not 1 <= guest.count <= MOST_PERSONS
            and _("Between 1 and %(most)s persons.") % {"most": MOST_PERSONS},
        }
    )
    with entered_by(user):
        return save_edit(guest, version=version)


@transaction.atomic
def confirm_guest(*, guest: Guest, confirmed: bool, user: User | None) -> None:
    """Record that a guest will come, or take that back."""
    with entered_by(user):
        Guest.objects.filter(pk=guest.pk).update(is_confirmed=confirmed, updated_at=timezone.now())


@transaction.atomic
def remove_guest(*, guest: Guest, user: User | None) -> None:
    """Take a guest off the list; the history keeps who it was."""
    with entered_by(user):
        guest.delete()
