"""What a list shows, as a file: CSV or a workbook, in the list's own order and with the columns chosen on the page.

The file is written to disk before it is sent: half a table that looks whole would be worse than an error, and the
labels must be read while the reader's language is on.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO, TextIOWrapper
from itertools import chain, islice
from tempfile import TemporaryFile
from typing import IO, Any, Final, NamedTuple

from django.db.models import QuerySet
from django.http import FileResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from xlsxwriter import Workbook

from core import display
from core.tables import Table
from core.text import slugify_vi

LIMIT: Final = 10_000
"""Rows of one file; a longer list says so in a last line."""
BATCH: Final = 500
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")
_LONGEST_NAME: Final = 31
_UNNAMED: Final = re.compile(r"[\[\]:*?/\\]")
"""Signs that the name of a sheet may not have."""
_LONGEST: Final = 32_767
"""Characters that a cell of a workbook holds."""

Line = list[object]


class Sheet(NamedTuple):
    """A table on its way into a file."""

    title: str
    header: Line
    lines: Iterable[Line]


def sheet_of(title: str, rows: QuerySet[Any], table: Callable[[list[Any]], Table]) -> Sheet:
    """The rows in their order, put through the page's own `table` a batch at a time."""
    return Sheet(title, [*table([]).export_header()], _lines(rows, table))


def _lines(rows: QuerySet[Any], table: Callable[[list[Any]], Table]) -> Iterator[Line]:
    found = rows[: LIMIT + 1].iterator(chunk_size=BATCH)
    for number, batch in enumerate(iter(lambda: list(islice(found, BATCH)), [])):
        room = LIMIT - number * BATCH
        yield from table(batch[:room]).rows_for_export()
        if len(batch) > room:
            yield [_("Only the first rows are here: narrow the filters to get the others.")]


def download(kind: str, sheet: Sheet) -> FileResponse:
    """The file, named after the list and the day."""
    write, content_type = KINDS[kind]
    file = TemporaryFile()  # noqa: SIM115 - the response closes it
    write(file, sheet)
    file.seek(0)
    name = f"{slugify_vi(sheet.title)}-{timezone.localdate():%Y-%m-%d}.{kind}"
    return FileResponse(file, as_attachment=True, filename=name, content_type=content_type)


def _write_csv(file: IO[bytes], sheet: Sheet) -> None:
    text = TextIOWrapper(file, encoding="utf-8-sig", newline="")
    csv.writer(text).writerows(
        [_word(value) for value in line] for line in chain([sheet.header], sheet.lines)
    )
    text.detach()


def _word(value: object) -> str:
    """A cell of a CSV file: numbers as machines write them, and no text that a spreadsheet would take for a formula."""
    if value is None:
        return ""
    if isinstance(value, int | float | Decimal) and not isinstance(value, bool):
        return str(value)
    text = display.plain(value) if value != "" else ""
    return f"'{text}" if text.startswith(_FORMULA) else text


def _write_xlsx(file: IO[bytes], *sheets: Sheet) -> None:
    with Workbook(file, {"constant_memory": True}) as book:
        for sheet in sheets:
            _write_sheet(book, sheet)


def _write_sheet(book: Workbook, sheet: Sheet) -> None:
    page = book.add_worksheet(_UNNAMED.sub(" ", sheet.title)[:_LONGEST_NAME])
    page.freeze_panes(1, 0)
    page.set_column(0, len(sheet.header), 24, book.add_format({"text_wrap": True, "valign": "top"}))
    page.write_row(0, 0, sheet.header, book.add_format({"bold": True, "bottom": 1}))
    days: dict[type, Any] = {
        datetime: book.add_format({"num_format": "dd/mm/yyyy hh:mm", "valign": "top"}),
        date: book.add_format({"num_format": "dd/mm/yyyy", "valign": "top"}),
    }
    for row, line in enumerate(sheet.lines, start=1):
        for column, value in enumerate(line):
            _write_cell(page, row, column, value, days)


def workbook(*sheets: Sheet) -> bytes:
    """A workbook with these sheets, each under its own title."""
    file = BytesIO()
    _write_xlsx(file, *sheets)
    return file.getvalue()


def _write_cell(page: Any, row: int, column: int, value: Any, days: dict[type, Any]) -> None:
    """Numbers and days stay what they are; everything else is text, never a formula."""
    if isinstance(value, datetime):
        local = timezone.localtime(value) if timezone.is_aware(value) else value
        page.write_datetime(row, column, local.replace(tzinfo=None), days[datetime])
    elif isinstance(value, date):
        page.write_datetime(row, column, value, days[date])
    elif isinstance(value, int | float | Decimal) and not isinstance(value, bool):
        page.write_number(row, column, value)
    elif value is not None and value != "":
        page.write_string(row, column, display.plain(value)[:_LONGEST])


KINDS: Final[dict[str, tuple[Callable[[IO[bytes], Sheet], None], str]]] = {
    "xlsx": (_write_xlsx, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "csv": (_write_csv, "text/csv; charset=utf-8"),
}
"""How each kind of file is written, and what it is called on the wire."""
