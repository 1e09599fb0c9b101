"""Agencies of a council's own list."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from core.editing import save_edit
from core.errors import Refused
from core.text import fold
from councils.models import Agency


@transaction.atomic
def save_agency(*, agency: Agency, version: int | None = None) -> Agency:
    """Enter an agency in its council's list, or change one that was opened on `version`; see `check_agency`."""
    agency.name = " ".join(agency.name.split())
    check_agency(agency)
    return save_edit(agency, version=version)


def check_agency(agency: Agency) -> None:
    """Refuse beside the fields: a last day before the first, or a name that the council's list already has.

    Accents and capitals do not tell two names apart.
    """
    wrong: dict[str, str] = {}
    if twin := _twin(agency):
        wrong["name"] = _("The list already has “%(name)s”.") % {"name": twin}
    if agency.valid_from and agency.valid_to and agency.valid_to < agency.valid_from:
        wrong["valid_to"] = _("The last day lies before the first day.")
    if wrong:
        raise Refused(wrong)


def _twin(agency: Agency) -> str:
    wanted = fold(agency.name)
    others = Agency.objects.filter(council_id=agency.council_id, search__startswith=wanted).exclude(
        pk=agency.pk
    )
    return next((name for name in others.values_list("name", flat=True) if fold(name) == wanted), "")
