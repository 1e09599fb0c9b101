"""Charts as small SVG made on the server: no script, sharp on paper, and every chart is a table as well.

Bars are placed in per cent and drawn at a fixed height, so that letters keep their size on a phone and on a desk.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from core import display

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

_PLOT: Final = 128
"""Height of the tallest column in px; above it a line for its number, below it a line for its label."""
_HEAD: Final = 20
_FOOT: Final = 22
_LINE: Final = 42
"""Height of one horizontal bar with its label above."""
_BAR: Final = 12
_LONGEST_LABEL: Final = 46
_MOST_NUMBERS: Final = 24
"""With more columns than this their numbers would run into each other; the table view still has them."""


class Series(NamedTuple):
    """One run of values with its name in the legend."""

    name: _StrOrPromise
    values: Sequence[float]


class ChartRow(NamedTuple):
    """A line of the table view: label, numbers as text, the address of the rows behind the first number."""

    label: str
    cells: list[str]
    url: str


@dataclass(frozen=True)
class Chart:
    """One or two series over the same labels.

    `kind`: "columns" (months, years) or "bars" (agencies, fields: long names). `part` says that the second series is
    a part of the first and is drawn inside it ("received", "of which settled"). `urls`, parallel to `labels`, open the
    rows behind each figure.
    """

    title: _StrOrPromise
    labels: Sequence[_StrOrPromise]
    series: tuple[Series, ...]
    kind: Literal["columns", "bars"] = "columns"
    part: bool = False
    urls: Sequence[str] = ()
    unit: _StrOrPromise = ""
    label_title: _StrOrPromise = ""

    def svg(self) -> SafeString:
        """The drawing."""
        return columns(self) if self.kind == "columns" else bars(self)

    @property
    def table(self) -> list[ChartRow]:
        """The same figures as lines of text."""
        return [
            ChartRow(str(label), [display.number(one.values[i]) for one in self.series], self.url(i))
            for i, label in enumerate(self.labels)
        ]

    @property
    def legend(self) -> list[tuple[str, str]]:
        """(class, name) of each series; nothing to explain where there is only one."""
        named = [(_shade(self, i), str(one.name)) for i, one in enumerate(self.series)]
        return named if len(named) > 1 else []

    @property
    def top(self) -> float:
        """The largest value, at least 1 so that an empty chart has a scale."""
        return max([1.0, *(value for one in self.series for value in one.values)])

    @property
    def description(self) -> str:
        """The chart in one sentence, for those who do not see it."""
        parts = [
            _("%(name)s: %(total)s in all") % {"name": one.name, "total": display.number(sum(one.values))}
            for one in self.series
        ]
        return f"{self.title}. {'; '.join(parts)}."

    def numbers(self, i: int) -> str:
        """The i-th figures in a few characters: "5 / 41" for a part of a whole."""
        return " / ".join(display.number(one.values[i]) for one in reversed(self.series))

    def url(self, i: int) -> str:
        """Where the i-th figure opens, or nothing."""
        return self.urls[i] if i < len(self.urls) else ""


def columns(chart: Chart) -> SafeString:
    """Upright columns over a base line; the second series beside the first, or inside it where it is a part."""
    base = _HEAD + _PLOT
    groups = _together(_column_group(chart, i, base) for i in range(len(chart.labels)))
    axis = format_html('<line class="axis" x1="0" x2="100%" y1="{0}" y2="{0}"/>', base)
    return _frame(chart, base + _FOOT, groups + axis)


def bars(chart: Chart) -> SafeString:
    """Lying bars, one under the other, each with its full name above and its number at the end."""
    lines = _together(_bar_line(chart, i) for i in range(len(chart.labels)))
    return _frame(chart, max(1, len(chart.labels)) * _LINE - 6, lines)


def sparkline(values: Sequence[float], label: str) -> SafeString:
    """A line of a word's size: only the direction, the figure stands beside it."""
    top, bottom = max(values, default=0), min(values, default=0)
    scale, step = (top - bottom) or 1, 80 / max(1, len(values) - 1)
    points = " ".join(
        f"{i * step:.1f},{18 - 16 * (value - bottom) / scale:.1f}" for i, value in enumerate(values)
    )
    return format_html(
        '<svg class="spark" width="80" height="20" viewBox="-1 -1 82 22" role="img" aria-label="{}">'
        '<polyline points="{}"/></svg>',
        label,
        points,
    )


def _frame(chart: Chart, height: float, inside: SafeString) -> SafeString:
    """One picture, or a group of links where figures open their rows."""
    role = "group" if chart.urls else "img"
    return format_html(
        '<svg width="100%" height="{}" role="{}" aria-label="{}">{}</svg>',
        _n(height),
        role,
        chart.description,
        inside,
    )


def _n(value: float) -> str:
    """A coordinate: two decimals at most, with a point in every language."""
    return f"{value:.2f}".rstrip("0").rstrip(".")


def _together(parts: Iterable[SafeString]) -> SafeString:
    return format_html_join("", "{}", ((part,) for part in parts))


def _shade(chart: Chart, i: int) -> str:
    """The strong colour is for the part, or for the only series."""
    strong = len(chart.series) - 1 if chart.part else 0
    return "a" if i == strong else "b"


def _column_group(chart: Chart, i: int, base: float) -> SafeString:
    slot = 100 / len(chart.labels)
    middle = slot * (i + 0.5)
    drawn = _together(_column(chart, i, n, base) for n in range(len(chart.series)))
    label = format_html(
        '<text x="{}%" y="{}" text-anchor="middle">{}</text>', _n(middle), _n(base + 16), chart.labels[i]
    )
    return _linked(chart, i, drawn) + label


def _column(chart: Chart, i: int, n: int, base: float) -> SafeString:
    """One column with its number above; a part stands in front of its whole and leaves the number to it."""
    slot = 100 / len(chart.labels)
    side_by_side = 1 if chart.part else len(chart.series)
    width = slot * 0.64 / side_by_side
    left = slot * (i + 0.18) + (0 if chart.part else n * width)
    value = chart.series[n].values[i]
    height = _PLOT * value / chart.top
    rect = format_html(
        '<rect class="{}" x="{}%" y="{}" width="{}%" height="{}" rx="1.5"/>',
        _shade(chart, n),
        _n(left),
        _n(base - height),
        _n(width * (1 if side_by_side == 1 else 0.92)),
        _n(height),
    )
    if (chart.part and n) or len(chart.labels) * side_by_side > _MOST_NUMBERS:
        return rect
    return rect + format_html(
        '<text class="value" x="{}%" y="{}" text-anchor="middle">{}</text>',
        _n(left + width / 2),
        _n(base - height - 5),
        display.number(value),
    )


def _bar_line(chart: Chart, i: int) -> SafeString:
    y = i * _LINE
    label = str(chart.labels[i])
    name = format_html(
        '<text x="0" y="{}">{}<title>{}</title></text><text class="value" x="100%" y="{}" text-anchor="end">{}</text>',
        y + 13,
        label if len(label) <= _LONGEST_LABEL else f"{label[: _LONGEST_LABEL - 1]}…",
        label,
        y + 13,
        chart.numbers(i),
    )
    track = format_html('<rect class="track" x="0" y="{}" width="100%" height="{}" rx="2"/>', y + 19, _BAR)
    height = _BAR if chart.part else _BAR / len(chart.series)
    drawn = format_html_join(
        "",
        '<rect class="{}" x="0" y="{}" width="{}%" height="{}" rx="2"/>',
        [
            (
                _shade(chart, n),
                _n(y + 19 + n * (_BAR - height)),
                _n(100 * one.values[i] / chart.top),
                _n(height),
            )
            for n, one in enumerate(chart.series)
        ],
    )
    return name + _linked(chart, i, track + drawn)


def _linked(chart: Chart, i: int, drawn: SafeString) -> SafeString:
    """A figure that opens the rows it counted, where there is an address for it."""
    url = chart.url(i)
    if not url:
        return drawn
    said = f"{chart.labels[i]}: {chart.numbers(i)}"
    return format_html('<a href="{}" aria-label="{}">{}</a>', url, said, drawn)
