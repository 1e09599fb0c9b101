"""Indicator targets as charts: each over its years, target beside value reached; those of one year by their share."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby
from typing import Any, Final

from django.utils.translation import gettext as _

from core import display
from core.charts import Chart, Series

MOST: Final = 12
"""Charts of one page; the table names all targets."""
_YEARS: Final = 12
_BROAD: Final = 3
"""With more years than this a chart takes the whole width."""
_HUNDRED: Final = 100


def measured(value: Decimal) -> str:
    """A value with the decimals that it has: 95, 4,5."""
    return display.number(_short(value))


def _short(value: Decimal) -> int | Decimal:
    """Without decimals that say nothing."""
    whole = value.to_integral_value()
    return int(whole) if whole == value else value.normalize()


@dataclass(frozen=True)
class Run:
    """One indicator in one area over its years; `chart` is None where there is nothing to draw."""

    title: str
    targets: list[Any]
    chart: Chart | None

    @property
    def is_broad(self) -> bool:
        """Whether its chart needs the whole width."""
        return self.chart is not None and len(self.targets) > _BROAD


def runs_of(targets: Iterable[Any]) -> list[Run]:
    """The targets (read `with_standing`, in the order of the model) by indicator, area and unit."""
    grouped = groupby(targets, key=lambda target: (target.name, target.area, target.unit))
    return [_run(name, area, unit, list(rows)) for (name, area, unit), rows in grouped]


def _run(name: str, area: str, unit: str, targets: list[Any]) -> Run:
    where = f"{name}, {area}" if area else name
    title = f"{where} ({unit})"
    return Run(title, targets, _chart(title, unit, targets))


def _chart(title: str, unit: str, targets: list[Any]) -> Chart | None:
    """Columns by year; nothing for a single year, before a value was reported, or where one is negative."""
    shown = targets[-_YEARS:]
    goals = [_plot(target.value) for target in shown]
    reached = [_plot(target.reached or Decimal(0)) for target in shown]
    if len(shown) == 1 or all(target.reached is None for target in shown) or min(*goals, *reached) < 0:
        return None
    return Chart(
        title=title,
        labels=[str(target.year) for target in shown],
        series=(Series(_("Reached"), reached), Series(_("Target"), goals)),
        unit=unit,
        label_title=_("Year"),
    )


def _plot(value: Decimal) -> float:
    """For a chart, which writes what it is given: whole numbers stay whole."""
    short = _short(value)
    return short if isinstance(short, int) else float(short)


def share_chart(runs: Sequence[Run]) -> Chart | None:
    """What was reached of targets of a single year, in per cent; only where more is better and something is known."""
    shown = [
        (run, target)
        for run in runs
        if len(run.targets) == 1 and (target := run.targets[0]).direction == "at_least" and _known(target)
    ]
    if not shown:
        return None
    shares = [_plot(round(target.reached * _HUNDRED / target.value, 1)) for _run_, target in shown]
    return Chart(
        title=_("Reached, in per cent of the target"),
        labels=[f"{run.title}, {target.year}" for run, target in shown],
        series=(Series(_("Target"), [_HUNDRED] * len(shown)), Series(_("Reached"), shares)),
        kind="bars",
        part=True,
        unit="%",
        label_title=_("Indicator"),
    )


def _known(target: Any) -> bool:
    return target.value > 0 and target.reached is not None and target.reached >= 0
