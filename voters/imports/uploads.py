"""The first table of an uploaded Word or Excel file as the text that a copied table puts on the clipboard.

Files are read as data only: no macro, no formula, no link is followed, and what is larger than a table of opinions can
be is refused before it is unpacked.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from io import BytesIO
from typing import Any, Final
from zipfile import BadZipFile, ZipFile

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from docx import Document
from openpyxl import load_workbook

from core.errors import Refused
from documents.services import check_upload, detect_extension
from voters.imports.table import Row

MOST_ROWS: Final = 2_000
"""Rows read of a file; one more than an entry takes is enough to say that it is too long."""
MOST_COLUMNS: Final = 40
_MOST_BYTES: Final = 60 * 1024 * 1024
"""Bytes of all parts of a file together, once unpacked: a table of opinions has a tenth of it."""


def table_of_file(upload: UploadedFile[Any]) -> str:
    """The rows of the longest table (Word) or of the first sheet that has any (Excel), cells parted by tabs.

    Raises Refused for files of another kind, damaged ones, and those without a table.
    """
    check_upload(upload)
    content = upload.read()
    kind = detect_extension(content, upload.name or "")
    read = {".docx": _word_rows, ".xlsx": _excel_rows}.get(kind)
    if read is None:
        raise Refused(_("“%(name)s” is no Word (.docx) or Excel (.xlsx) file.") % {"name": upload.name})
    _check_size(content, upload.name or "")
    try:
        rows = [row for row in read(content) if any(cell.strip() for cell in row)]
    except Exception as damage:  # the readers of both formats raise whatever a broken part provokes
        words = _("“%(name)s” cannot be read. Open it in Word or Excel, save it anew, and try again.")
        raise Refused(words % {"name": upload.name}) from damage
    if not rows:
        raise Refused(_("“%(name)s” holds no table.") % {"name": upload.name})
    return as_text(rows)


def as_text(rows: Iterable[Iterable[str]]) -> str:
    """Rows as a spreadsheet copies them: tabs between cells, quotes around what holds tabs, quotes or line breaks."""
    return "\n".join("\t".join(_quoted(cell) for cell in row) for row in rows)


def _quoted(cell: str) -> str:
    plain = cell.replace("\r\n", "\n").replace("\r", "\n").strip("\n")
    if any(sign in plain for sign in '\n\t"'):
        return '"' + plain.replace('"', '""') + '"'
    return plain


def _check_size(content: bytes, name: str) -> None:
    """A small archive can unpack to gigabytes."""
    try:
        size = sum(part.file_size for part in ZipFile(BytesIO(content)).infolist())
    except BadZipFile:
        size = 0
    if size > _MOST_BYTES:
        raise Refused(_("“%(name)s” is too large to be a table of opinions.") % {"name": name})


def _word_rows(content: bytes) -> Iterator[Row]:
    tables = Document(BytesIO(content)).tables
    longest = max(tables, key=lambda table: len(table.rows), default=None)
    if longest is None:
        return
    for at, row in enumerate(longest._tbl.tr_lst):  # noqa: SLF001 - the public way walks every row once for each cell
        if at >= MOST_ROWS:
            return
        yield list(_word_cells(row))[:MOST_COLUMNS]


def _word_cells(row: Any) -> Iterator[str]:
    """A merged cell stands once and leaves the places it covers empty; a cell that continues one above is empty."""
    for cell in row.tc_lst:
        continues = cell.vMerge == "continue"
        yield "" if continues else "\n".join(_paragraph_text(one) for one in cell.p_lst)
        yield from [""] * (cell.grid_span - 1)


def _paragraph_text(paragraph: Any) -> str:
    return str(paragraph.text)


def _excel_rows(content: bytes) -> Iterator[Row]:
    book = load_workbook(BytesIO(content), read_only=True, data_only=True)
    for sheet in book.worksheets:
        rows = list(_sheet_rows(sheet))
        if rows:
            yield from rows
            return


def _sheet_rows(sheet: Any) -> Iterator[Row]:
    """The filled rows of a sheet; what it claims to be long is not believed."""
    sheet.reset_dimensions()
    filled = 0
    for values in sheet.iter_rows(max_col=MOST_COLUMNS, values_only=True):
        row = [_excel_cell(value) for value in values]
        if any(row):
            yield row
            filled += 1
        if filled >= MOST_ROWS:
            return


def _excel_cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)
