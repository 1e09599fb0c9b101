"""Writes of the councils floor. Most of its reference data is kept in the administration pages."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from core.editing import save_edit
from core.errors import Refused
from core.text import fold
from councils.models import Agency


@transaction.atomic
def save_agency(*, agency: Agency, version: int | None = None) -> Agency:
    """Enter an agency in its council's list, or change one that was opened on `version`.

    Raises Refused beside the fields: a name that the list already has (accents and capitals do not tell two names
    apart), or a last day before the first.
    """
    agency.name = " ".join(agency.name.split())
    wrong: dict[str, str] = {}
    if twin := _twin(agency):
        wrong["name"] = _("The list already has “%(name)s”.") % {"name": twin}
    if agency.valid_from and agency.valid_to and agency.valid_to < agency.valid_from:
        wrong["valid_to"] = _("The last day lies before the first day.")
    if wrong:
        raise Refused(wrong)
    return save_edit(agency, version=version)


def _twin(agency: Agency) -> str:
    wanted = fold(agency.name)
    others = Agency.objects.filter(council_id=agency.council_id, search__startswith=wanted).exclude(
        pk=agency.pk
    )
    return next((name for name in others.values_list("name", flat=True) if fold(name) == wanted), "")
