"""Fields that a council keeps for itself instead of the master list."""

from __future__ import annotations

from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from core.services import entered_by, refuse
from core.text import fold, slugify_vi
from councils.field_lists import field_lists
from councils.models import Council, Field

MASTER: Final = "master"
"""The choice of the master list."""
_STEP: Final = 10


@transaction.atomic
def adopt_fields(*, council: Council, letter: str, user: User | None) -> int:
    """Offer one of the shipped lists from now on, or again the master list; returns how many fields are offered.

    What was classified before keeps its field: fields that are no longer offered stay with their records.
    """
    offered = () if letter == MASTER else field_lists().get(letter, ())
    refuse({"letter": letter != MASTER and not offered and _("Choose one of the lists.")})
    Council.objects.select_for_update().get(pk=council.pk)
    own = {row.code: row for row in Field.objects.filter(council=council)}
    with entered_by(user):
        for row in own.values():
            if row.is_active:
                row.is_active = False
                row.save()
        for one in offered:
            row = own.get(one.code) or Field(council=council, code=one.code)
            row.name, row.name_en, row.committee_view, row.order = (
                one.name,
                one.name_en,
                one.committee_view,
                one.order,
            )
            row.is_active = True
            row.save()
    return Field.objects.for_council(council).count()


@transaction.atomic
def save_field(*, field: Field, user: User | None) -> Field:
    """Enter a field of the council's own, or change one.

    The first own field takes the master list along as own rows, so that nothing on offer disappears. Raises Refused
    beside the fields for a name that the list has, and for the last offered field that would no longer be offered.
    """
    council = field.council
    if council is None:
        refuse({"name": _("The master list is kept for all councils together.")})
        return field
    Council.objects.select_for_update().get(pk=council.pk)
    field.name = " ".join(field.name.split())
    refuse({"name": _name_fault(field)})
    with entered_by(user):
        if not Field.objects.filter(council=council, is_active=True).exists():
            copy_master(council)
        field.code = field.code or _free_code(field)
        field.order = field.order or _next_order(council)
        field.save()
    refuse(
        {
            "is_active": not Field.objects.filter(council=council, is_active=True).exists()
            and _("One field at least must be offered.")
        }
    )
    return field


def copy_master(council: Council) -> None:
    """The fields of the master list as rows of the council's own; rows it had before are offered again."""
    kept = set(Field.objects.filter(council=council).values_list("code", flat=True))
    for row in Field.objects.filter(council__isnull=True, is_active=True).exclude(code__in=kept):
        row.pk, row.council = None, council
        row.save()


def _name_fault(field: Field) -> str | bool:
    wanted = fold(field.name)
    if not wanted:
        return _("Give the field a name.")
    others = Field.objects.for_council(field.council).exclude(pk=field.pk)
    same = [row for row in others if row.council_id and fold(row.name) == wanted]
    return bool(same) and _("The list already has “%(name)s”.") % {"name": same[0].name}


def _free_code(field: Field) -> str:
    """A short address that no other field of the council has."""
    base = slugify_vi(field.name)[:36] or "linh-vuc"
    taken = set(Field.objects.filter(council=field.council).values_list("code", flat=True))
    return next(code for n in range(len(taken) + 1) if (code := f"{base}-{n}" if n else base) not in taken)


def _next_order(council: Council) -> int:
    last = Field.objects.filter(council=council).order_by("-order").values_list("order", flat=True).first()
    return (last or 0) + _STEP
