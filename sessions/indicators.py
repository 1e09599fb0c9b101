"""Indicator targets as charts: one for each indicator and area, over its years, target beside value reached."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from typing import Any, Final

from django.utils.translation import gettext as _

from core.charts import Chart, Series

MOST: Final = 12
"""Charts of one page; the table names all targets."""
_YEARS: Final = 12


@dataclass(frozen=True)
class Run:
    """One indicator in one area over its years; `chart` is None where it cannot be drawn."""

    title: str
    targets: list[Any]
    chart: Chart | None


def runs_of(targets: Iterable[Any]) -> list[Run]:
    """The targets (read `with_standing`, in the order of the model) by indicator, unit and area."""
    grouped = groupby(targets, key=lambda target: (target.name, target.area, target.unit))
    return [_run(name, area, unit, list(rows)) for (name, area, unit), rows in grouped]


def _run(name: str, area: str, unit: str, targets: list[Any]) -> Run:
    where = f"{name}, {area}" if area else name
    title = f"{where} ({unit})"
    return Run(title, targets, _chart(title, unit, targets))


def _chart(title: str, unit: str, targets: list[Any]) -> Chart | None:
    """Columns by year; nothing before a value was reported, or where one is negative."""
    shown = targets[-_YEARS:]
    goals = [float(target.value) for target in shown]
    reached = [float(target.reached or 0) for target in shown]
    if all(target.reached is None for target in shown) or min(*goals, *reached) < 0:
        return None
    return Chart(
        title=title,
        labels=[str(target.year) for target in shown],
        series=(Series(_("Reached"), reached), Series(_("Target"), goals)),
        unit=unit,
        label_title=_("Year"),
    )
