"""Lists as declared columns: one declaration serves the page, the phone's cards, sorting and the export.

A table reads its rows once and hands ready cells to `components/table.html`, so that a page of 50 rows costs one plain
template loop. It knows no request: sorting and chosen columns come in as values, links go out as query parameters.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import KW_ONLY, dataclass
from functools import cached_property
from html import unescape
from typing import TYPE_CHECKING, Any, ClassVar, Final, Literal, NamedTuple

from django.core.exceptions import ObjectDoesNotExist
from django.template.loader import get_template
from django.utils.html import conditional_escape, format_html, strip_tags
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from core import display

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

Reader = Callable[[Any], object]
Card = Literal["title", "line", "side", "hide"]

_EMPTY: Final = (None, "")
_PICK: Final = (
    '<td class="pick"><label><input type="checkbox" name="pk" value="{}" form="bulk" '
    'aria-label="{}"></label></td>'
)
_NOTHING: Final = format_html('<span class="none">{}</span>', display.NOTHING)


@dataclass(frozen=True)
class Column:
    """One column of a list.

    `cell` is a function of the row, an attribute path ("agency.name"), or a template that receives `row`; without it
    the column's name is the path. `note` is a second, quiet line. `sort` names order_by fields (None: not sortable).
    `link` makes the cell open the row. `card` says what becomes of the column on a phone: the card's title, a
    labelled line, a badge at its head, or nothing. `export` gives the spreadsheet's value where it is not the cell's.
    """

    name: str
    label: _StrOrPromise
    _: KW_ONLY
    cell: Reader | str = ""
    note: Reader | str = ""
    sort: tuple[str, ...] | None = None
    align: Literal["start", "end"] = "start"
    link: bool = False
    card: Card = "line"
    default: bool = True
    export: Reader | None = None

    @cached_property
    def read(self) -> Reader:
        """The value of the cell, as data."""
        return _reader(self.cell or self.name)

    @cached_property
    def read_note(self) -> Reader | None:
        """The value of the second line, if the column has one."""
        return _reader(self.note) if self.note else None

    def content(self, row: Any, url: str | None) -> SafeString | None:
        """What stands in the cell; None where the row has no value."""
        value = self.read(row)
        if value in _EMPTY:
            return None
        content = conditional_escape(display.plain(value))
        if self.link and url:
            content = format_html('<a class="title" href="{}">{}</a>', url, content)
        note = self.read_note(row) if self.read_note else None
        return content if note in _EMPTY else format_html("{}<small>{}</small>", content, display.plain(note))

    def exported(self, row: Any) -> object:
        """The value for a spreadsheet: a number stays a number, a day a day, markup becomes text."""
        value = self.export(row) if self.export else self.read(row)
        return _text(value) if isinstance(value, SafeString) else value

    def opening(self, label: str, *, blank: bool) -> SafeString:
        """The opening tag of this column's cells, alike in every row."""
        classes = f"c-{self.card}{' num' if self.align == 'end' else ''}{' blank' if blank else ''}"
        return format_html('<td class="{}" data-label="{}">', classes, label)


class Header(NamedTuple):
    """A column's head: `sort` is the value of the next click, `direction` its aria-sort ("" while unsorted)."""

    label: str
    numeric: bool
    sort: str
    direction: str


class Table:
    """A declared list over some rows: subclass it with `columns`, and `bulk` where rows can be chosen."""

    columns: ClassVar[Sequence[Column]] = ()
    bulk: ClassVar[bool] = False

    def __init__(
        self,
        rows: Iterable[Any],
        *,
        sort: str | None = None,
        columns: Collection[str] = (),
        selectable: bool = False,
        caption: _StrOrPromise = "",
    ) -> None:
        """`columns`: names that the reader chose (none or nonsense: the default ones); `sort` None: no sort links."""
        self.rows = rows
        self.sort = sort
        self.shown = self._chosen(columns)
        self.selectable = selectable and self.bulk
        self.caption = caption

    @classmethod
    def _chosen(cls, names: Collection[str]) -> list[Column]:
        chosen = [column for column in cls.columns if column.name in names]
        return chosen or [column for column in cls.columns if column.default]

    @classmethod
    def begins_with(cls, *more: str) -> list[str]:
        """Names of the columns that a list begins with, and of `more`, as where rows of several councils stand."""
        return [column.name for column in cls.columns if column.default or column.name in more]

    @classmethod
    def ordering(cls, sort: str) -> tuple[str, ...]:
        """The order_by fields of a sort value such as "due" or "-due"; nothing for a value we never offered."""
        fields = next(
            (column.sort or () for column in cls.columns if column.name == sort.removeprefix("-")), ()
        )
        return tuple(_inverted(field) for field in fields) if sort.startswith("-") else tuple(fields)

    def row_url(self, row: Any) -> str | None:
        """Where a row opens."""
        return row.get_absolute_url() if hasattr(row, "get_absolute_url") else None

    def row_key(self, row: Any) -> object:
        """What a chosen row is called in the bulk form."""
        return getattr(row, "pk", None)

    @property
    def sortable(self) -> bool:
        """Whether any shown column offers an order."""
        return self.sort is not None and any(column.sort for column in self.shown)

    @property
    def wide(self) -> bool:
        """Whether the list may need to scroll sideways on a desk."""
        return len(self.shown) > 9  # noqa: PLR2004 - what fits beside the rail at 1280 px

    @property
    def choices(self) -> list[tuple[str, str, bool]]:
        """(name, label, shown) of every column, for the column chooser."""
        return [(column.name, str(column.label), column in self.shown) for column in self.columns]

    @property
    def headers(self) -> list[Header]:
        """The heads of the shown columns."""
        return [self._header(column) for column in self.shown]

    def _header(self, column: Column) -> Header:
        label, numeric = str(column.label), column.align == "end"
        if not column.sort or self.sort is None:
            return Header(label, numeric, "", "")
        direction = {column.name: "ascending", f"-{column.name}": "descending"}.get(self.sort, "")
        target = f"-{column.name}" if direction == "ascending" else column.name
        return Header(label, numeric, target, direction)

    @property
    def body(self) -> SafeString:
        """The rows as markup, made here in one go: a template's loops over every cell cost most of a page."""
        return SafeString("".join(self._lines()))

    def _lines(self) -> Iterator[str]:
        labels = [str(column.label) for column in self.shown]
        filled, blank = (
            [column.opening(label, blank=blank) for column, label in zip(self.shown, labels, strict=True)]
            for blank in (False, True)
        )
        for row in self.rows:
            url = self.row_url(row)
            contents = [column.content(row, url) for column in self.shown]
            cells = "</td>".join(
                f"{blank[i]}{_NOTHING}" if content is None else f"{filled[i]}{content}"
                for i, content in enumerate(contents)
            )
            yield f"<tr>{self._pick(row) if self.selectable else ''}{cells}</td></tr>\n"

    def _pick(self, row: Any) -> SafeString:
        return format_html(_PICK, self.row_key(row), self.row_label(row))

    def row_label(self, row: Any) -> str:
        """What the checkbox of a row is called: the text that opens the row."""
        column = next((column for column in self.columns if column.link), self.columns[0])
        return _("Select: %(row)s") % {"row": _text(display.plain(column.read(row)))}

    def export_header(self) -> list[str]:
        """The shown columns' labels."""
        return [str(column.label) for column in self.shown]

    def rows_for_export(self) -> Iterator[list[object]]:
        """Exactly what is shown, as plain values, row by row."""
        for row in self.rows:
            yield [column.exported(row) for column in self.shown]


def _reader(source: Reader | str) -> Reader:
    if not isinstance(source, str):
        return source
    if source.endswith(".html"):
        return lambda row: mark_safe(get_template(source).render({"row": row}).strip())  # noqa: S308 - our template
    return lambda row: _follow(row, source.split("."))


def _follow(value: Any, names: Sequence[str]) -> object:
    """An attribute path, where None and a missing one-to-one end it quietly and a misspelt name does not."""
    for name in names:
        try:
            value = value[name] if isinstance(value, Mapping) else getattr(value, name)
        except ObjectDoesNotExist:
            return None
        if value is None:
            return None
        value = value() if callable(value) else value
    return value


def _inverted(field: str) -> str:
    return field[1:] if field.startswith("-") else f"-{field}"


def _text(markup: str) -> str:
    return " ".join(unescape(strip_tags(markup.replace("<", " <"))).split())
