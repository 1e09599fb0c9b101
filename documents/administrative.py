"""The typed model of an administrative document after Decree 30/2020/NĐ-CP, Annex I.

A document is data only: who issues it, its number, title, legal bases, body, signatures, recipients and
annexes. `documents.docx.to_docx` and `documents.pdf.to_pdf` draw the same model. What the rules fix is not
asked for: numbering of headings, "./." after the last sentence, the ";" and "." of legal bases, addressees and
recipients, the note "(Kèm theo …)" of an annex, page numbers, one spelling of "hòa, khóa, Ủy".
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum, StrEnum, unique

from documents.language import clean

Cell = str | int | Decimal | None
"""A table cell: text, a number (printed "1.500" or "20,3", right-aligned) or nothing."""

_SIGNATURE_COLUMNS = range(1, 4)
_TABLE_SIZES = range(10, 15)


def _require(condition: object, message: str) -> None:
    """Refuse an incomplete document with a sentence that says what is missing."""
    if not condition:
        raise ValueError(message)


def _require_text(text: str, message: str) -> None:
    """Refuse a text that prints nothing: empty, blanks, or control characters only."""
    _require(clean(text).strip(), message)


@dataclass(frozen=True, slots=True)
class HeadLine:
    """One line of the left head, in capitals; the issuing organisation is bold, its parent is not."""

    text: str
    bold: bool


@dataclass(frozen=True, slots=True)
class Issuer:
    """The organisation that issues the document: its name in a sentence and the lines of its head."""

    name: str
    lines: tuple[HeadLine, ...]

    def __post_init__(self) -> None:
        """An issuer has a name and a bold line, under which the rule is drawn."""
        _require_text(self.name, "The issuer needs a name.")
        _require(
            any(line.bold for line in self.lines), "The head needs the bold line of the issuing organisation."
        )

    @classmethod
    def under_council(cls, place: str, organisation: str) -> Issuer:
        """An organisation below its council; a line break in its name stays one in the head."""
        parent = (HeadLine(line.text, bold=False) for line in _council_head(place))
        own = (HeadLine(line.upper(), bold=True) for line in organisation.split("\n"))
        return cls(f"{' '.join(organisation.split())} Hội đồng nhân dân {place}", (*parent, *own))

    @classmethod
    def council(cls, place: str) -> Issuer:
        """Head H1 of the council itself; `place` as in "tỉnh Lào Cai"."""
        return cls(f"Hội đồng nhân dân {place}", _council_head(place))

    @classmethod
    def standing_committee(cls, place: str, *, own_line: bool = False) -> Issuer:
        """The Standing Committee under the council's head (H1) or, with `own_line`, under its own (H1b)."""
        name = f"Thường trực Hội đồng nhân dân {place}"
        if not own_line:
            return cls(name, _council_head(place))
        return cls(name, cls.under_council(place, "Thường trực\nHội đồng nhân dân").lines)

    @classmethod
    def committee(cls, place: str, committee: str) -> Issuer:
        """Head H2 of a committee; `committee` as in "Ban Pháp chế"."""
        return cls.under_council(place, committee)

    @classmethod
    def group(cls, place: str, number: int) -> Issuer:
        """Head H6 of a group of delegates (tổ đại biểu)."""
        return cls.under_council(place, f"Tổ đại biểu số {number}")


def _council_head(place: str) -> tuple[HeadLine, ...]:
    return HeadLine("HỘI ĐỒNG NHÂN DÂN", bold=True), HeadLine(place.upper(), bold=True)


@dataclass(frozen=True, slots=True)
class Number:
    """Number and symbol: "05/BC-HĐND", with room for the number until the register gives one."""

    symbol: str
    number: int | None = None
    year: int | None = None
    """Only legal documents (văn bản quy phạm pháp luật) carry the year: "15/2024/NQ-HĐND"."""

    def __post_init__(self) -> None:
        """Refuse a missing symbol and a number below one."""
        _require_text(self.symbol, "The number needs its symbol, such as BC-HĐND.")
        _require(self.number is None or self.number > 0, "A document number begins at 1.")


@dataclass(frozen=True, slots=True)
class Title:
    """The name of the type ("Báo cáo", printed in capitals) and the abstract (trích yếu) below it."""

    kind: str
    abstract: str

    def __post_init__(self) -> None:
        """Both parts are required by Decree 30/2020, Article 8."""
        _require_text(self.kind, "The title needs the name of its type, such as Báo cáo.")
        _require_text(self.abstract, "The title needs an abstract (trích yếu).")


@dataclass(frozen=True, slots=True)
class LetterSubject:
    """The subject of an official letter (công văn): "V/v …" under the number, and no type name."""

    about: str

    def __post_init__(self) -> None:
        """A letter without a subject cannot be registered."""
        _require_text(self.about, "An official letter needs its subject (V/v).")


@unique
class Level(Enum):
    """The levels of headings, from the highest to the lowest."""

    PART = "part"
    """Phần I, centred, its name on the next line."""
    SECTION = "section"
    """I."""
    ARTICLE = "article"
    """Điều 1., counted through the whole document."""
    ITEM = "item"
    """1."""
    POINT = "point"
    """a)"""


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; its number is counted unless `number` gives one ("" for none)."""

    level: Level
    text: str
    number: str | None = None

    def __post_init__(self) -> None:
        """An empty heading would still be listed in the outline."""
        _require_text(self.text, "A heading needs its text.")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of the body, justified with an indented first line, or centred."""

    text: str
    bold: bool = False
    italic: bool = False
    centred: bool = False
    lead: str = ""
    """Words in bold that open the paragraph and run into it: "Điều 1."."""

    def __post_init__(self) -> None:
        """Empty paragraphs are not a means of spacing."""
        _require_text(self.text, "A paragraph needs its text.")


@dataclass(frozen=True, slots=True)
class ListItem:
    """An item that opens with "-" or, one level below, with "+"."""

    text: str
    sub: bool = False

    def __post_init__(self) -> None:
        """An item without text would print a lone dash."""
        _require_text(self.text, "A list item needs its text.")


@unique
class Align(StrEnum):
    """How the cells of a column stand."""

    LEFT = "left"
    CENTRE = "center"
    RIGHT = "right"


@dataclass(frozen=True, slots=True)
class Column:
    """A table column: title, alignment (None: numbers right, STT centred, text left), width (None: measured).

    Neighbours with the same `group` stand under one common header cell.
    """

    title: str
    align: Align | None = None
    width: float | None = None
    group: str = ""

    def __post_init__(self) -> None:
        """A column is known by its title, to the eye and to a screen reader."""
        _require_text(self.title, "A table column needs its title.")
        _require(self.width is None or self.width > 0, "A column width must be greater than zero.")


@dataclass(frozen=True, slots=True)
class Table:
    """A table whose header repeats on every page; `total` is a last row in bold.

    `tight`: little room above and below the text, for long lists of short rows that belong on one page.
    A row of one single text heads the rows below it: it runs across all columns, in bold.
    """

    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    caption: str = ""
    total: tuple[Cell, ...] | None = None
    size: int = 12
    tight: bool = False

    def __post_init__(self) -> None:
        """Refuse a table without columns and rows of another length."""
        _require(self.columns, "A table needs at least one column.")
        _require(self.size in _TABLE_SIZES, "Table text is 10 to 14 points high.")
        for row in (*self.rows, *((self.total,) if self.total is not None else ())):
            across = len(row) == 1 and row is not self.total
            _require(
                across or len(row) == len(self.columns), "Each row of a table needs one cell for each column."
            )


Block = Heading | Paragraph | ListItem | Table


@dataclass(frozen=True, slots=True)
class Signature:
    """One signer: the lines in capitals ("TM. …", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"), a note in brackets, the name."""

    lines: tuple[str, ...]
    name: str = ""
    note: str = ""

    def __post_init__(self) -> None:
        """The signer's authority or post is always printed; the name may still be open."""
        _require(
            self.lines and all(clean(line).strip() for line in self.lines),
            "A signature needs the signer's post.",
        )


@dataclass(frozen=True, slots=True)
class Annex:
    """An annex (phụ lục) on its own pages, numbered I, II … when there are several, pages counted anew."""

    title: str
    blocks: tuple[Block, ...]
    landscape: bool = False
    note: str | None = None
    """The note under the title; None makes "(Kèm theo Báo cáo số … ngày … của …)", "" prints none."""

    def __post_init__(self) -> None:
        """An annex without title or content is a mistake of its author."""
        _require_text(self.title, "An annex needs its title.")
        _require(self.blocks, "An annex needs content.")


@dataclass(frozen=True, slots=True, kw_only=True)
class AdministrativeDocument:
    """A whole document in the order of Decree 30/2020, Annex I."""

    issuer: Issuer
    title: Title | LetterSubject
    dated: dt.date
    """The day of the document; also the creation day written into the files."""
    body: tuple[Block, ...]
    signatures: tuple[Signature, ...]
    number: Number | None = None
    """None for minutes and slips, which carry no number."""
    place: str = ""
    """The place before the date; minutes have neither place nor date line."""
    blank_day: bool = False
    """Leave the day open in the date line, for a draft that is not yet signed."""
    addressees: tuple[str, ...] = ()
    bases: tuple[str, ...] = ()
    recipients: tuple[str, ...] = ()
    filing: str = "VT"
    """Who keeps the original: "VT" or "VT, TH" in the last line of the recipients."""
    annexes: tuple[Annex, ...] = ()
    mark: str = ""
    """A mark under the number: "DỰ THẢO", "HỎA TỐC"."""

    def __post_init__(self) -> None:
        """Refuse a document in which a required part is missing, with a sentence that names the part."""
        _require(self.body, "The document needs a body.")
        _require(
            isinstance(self.body[-1], Paragraph | ListItem),
            "The body must end with a sentence, because './.' stands after it.",
        )
        _require(
            len(self.signatures) in _SIGNATURE_COLUMNS, "A document is signed by one, two or three parties."
        )
        _require(self.filing.strip() or not self.recipients, "The recipients need a filing line, such as VT.")
        if isinstance(self.title, LetterSubject):
            self._require_letter_parts()

    def _require_letter_parts(self) -> None:
        """An official letter cannot go out without number, place, date and addressee."""
        _require(self.number, "An official letter needs its number and symbol.")
        _require_text(self.place, "An official letter needs its place and date.")
        _require(self.addressees, "An official letter needs an addressee (Kính gửi).")

    @property
    def kind(self) -> str:
        """The name of the type as a sentence uses it: "Báo cáo", "Công văn"."""
        return self.title.kind if isinstance(self.title, Title) else "Công văn"

    @property
    def abstract(self) -> str:
        """What the document is about, as the register of documents lists it."""
        return self.title.abstract if isinstance(self.title, Title) else self.title.about

    def levels(self) -> Iterator[Level]:
        """The levels of headings that occur, from the highest to the lowest."""
        blocks = (*self.body, *(block for annex in self.annexes for block in annex.blocks))
        used = {block.level for block in blocks if isinstance(block, Heading)}
        return (level for level in Level if level in used)
