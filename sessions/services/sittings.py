"""Writes of the sittings floor."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from core.editing import save_edit
from core.errors import Refused
from councils.models import CouncilTerm
from sessions.models import Sitting

URGENT_SINCE = date(2020, 7, 1)
"""Since Law 47/2019 came into force sittings called "extraordinary" are thematic or urgent ones."""


@transaction.atomic
def save_sitting(*, sitting: Sitting, version: int | None = None) -> Sitting:
    """Enter a sitting, or change one that was opened on `version`.

    The council term is locked, so that two people cannot give the same number. Raises Refused beside the fields: a
    number already given in the term, days out of order or outside the term, a kind that the law no longer knows.
    """
    term = CouncilTerm.objects.select_for_update().get(pk=sitting.council_term_id)
    wrong = _number(sitting) | _days(sitting, term) | _kind(sitting)
    if term.council_id != sitting.council_id:
        wrong["council_term"] = _("This term belongs to another council.")
    if wrong:
        raise Refused(wrong)
    return save_edit(sitting, version=version)


def _number(sitting: Sitting) -> dict[str, str]:
    others = Sitting.objects.filter(council_term=sitting.council_term_id, number=sitting.number)
    if not sitting.number:
        return {"number": _("Sittings are numbered from 1.")}
    other = others.exclude(pk=sitting.pk).first()
    if other is None:
        return {}
    return {
        "number": _("Sitting no. %(number)s of this term is already entered; it opened on %(day)s.")
        % {"number": other.number, "day": f"{other.opens_on:%d/%m/%Y}"}
    }


def _days(sitting: Sitting, term: CouncilTerm) -> dict[str, str]:
    if sitting.closes_on < sitting.opens_on:
        return {"closes_on": _("The sitting closes before it opens.")}
    if sitting.opens_on < term.starts_on:
        return {"opens_on": _("The term begins on %(day)s.") % {"day": f"{term.starts_on:%d/%m/%Y}"}}
    if term.ends_on and sitting.closes_on > term.ends_on:
        return {"closes_on": _("The term ended on %(day)s.") % {"day": f"{term.ends_on:%d/%m/%Y}"}}
    return {}


def _kind(sitting: Sitting) -> dict[str, str]:
    if sitting.kind == Sitting.Kind.EXTRAORDINARY and sitting.opens_on >= URGENT_SINCE:
        return {"kind": _("Since 01/07/2020 such a sitting is thematic or on urgent matters.")}
    return {}
