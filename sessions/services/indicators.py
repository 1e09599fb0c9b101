"""Chỉ tiêu: indicator targets that a resolution sets, and the values reported for them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Final

from django.db import transaction
from django.utils.translation import gettext as _

from core.errors import Refused
from core.services import entered_by, refuse
from sessions.models import IndicatorTarget, IndicatorValue, Resolution
from sessions.services.moving import check_day
from sessions.services.resolutions import lock

MOST: Final = Decimal("9999999999999999.99")
_YEARS: Final = range(1990, 2101)


@dataclass(frozen=True, slots=True)
class TargetRow:
    """A target as it was typed: without `pk` a new one."""

    name: str
    unit: str
    year: int
    value: Decimal
    area: str = ""
    direction: str = IndicatorTarget.Direction.AT_LEAST
    pk: int | None = None

    @property
    def key(self) -> tuple[str, str, int]:
        """What a resolution sets only once."""
        return (self.name.casefold(), self.area.casefold(), self.year)


@transaction.atomic
def save_targets(
    *, resolution: Resolution, user: Any, rows: Iterable[TargetRow], removed: Iterable[int] = ()
) -> list[IndicatorTarget]:
    """Enter, change and remove targets of a resolution in one go.

    Raises Refused for a target set twice, and for removing one that values were reported for.
    """
    lock(resolution)
    given, gone = list(rows), frozenset(removed)
    kept = {target.pk: target for target in resolution.targets.exclude(pk__in=gone)}
    _refuse_twice(given, kept)
    _refuse_reported(resolution, gone)
    with entered_by(user):
        resolution.targets.filter(pk__in=gone).delete()
        return [_saved(resolution, row, kept.get(row.pk or 0)) for row in given]


def _refuse_twice(rows: list[TargetRow], kept: Mapping[int, IndicatorTarget]) -> None:
    changed = {row.pk for row in rows}
    seen = {
        (target.name.casefold(), target.area.casefold(), target.year)
        for pk, target in kept.items()
        if pk not in changed
    }
    for row in rows:
        if row.key in seen:
            words = _("“%(name)s” already has a target for %(year)s in this area.")
            raise Refused(words % {"name": row.name, "year": row.year})
        if row.year not in _YEARS:
            raise Refused(_("“%(name)s”: is the year right?") % {"name": row.name})
        seen.add(row.key)


def _refuse_reported(resolution: Resolution, gone: frozenset[int]) -> None:
    reported = resolution.targets.filter(pk__in=gone, values__isnull=False).first()
    if reported is not None:
        words = _("Values have been reported for “%(name)s”: it stays.")
        raise Refused(words % {"name": reported})


def _saved(resolution: Resolution, row: TargetRow, target: IndicatorTarget | None) -> IndicatorTarget:
    target = target or IndicatorTarget(resolution=resolution)
    for name in ("name", "unit", "year", "value", "area", "direction"):
        setattr(target, name, getattr(row, name))
    target.save()
    return target


@transaction.atomic
def report_values(
    *,
    resolution: Resolution,
    user: Any,
    as_of: date,
    source: str,
    values: Mapping[int, Decimal],
) -> int:
    """Enter what was reached as of a day, by target; tells how many values were entered.

    A value of the same target and day is corrected. Raises Refused without a source or a value, for a day in the
    future, and for a target of another resolution.
    """
    lock(resolution)
    refuse({"source": not source.strip() and _("Say which report the values come from.")})
    check_day(as_of, field="as_of")
    if not values:
        raise Refused(_("Enter at least one value."))
    own = set(resolution.targets.filter(pk__in=values).values_list("pk", flat=True))
    if own != set(values):
        raise Refused(_("A target belongs to another resolution. Reload the page."))
    rows = [
        IndicatorValue(target_id=pk, as_of=as_of, value=value, source=source.strip(), entered_by=user)
        for pk, value in values.items()
    ]
    with entered_by(user):
        IndicatorValue.objects.bulk_create(
            rows,
            update_conflicts=True,
            unique_fields=["target", "as_of"],
            update_fields=["value", "source", "entered_by"],
        )
    return len(rows)
