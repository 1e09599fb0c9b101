"""From the model of a document to the lines that are drawn: one composition, which DOCX and PDF share.

Here numbers, end marks, list punctuation and the spelling are settled, so the two files always say the same.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum, unique

from core.text import roman
from documents.administrative import (
    AdministrativeDocument,
    Annex,
    Block,
    Heading,
    LetterSubject,
    Level,
    ListItem,
    Number,
    Paragraph,
    Signature,
    Table,
    Title,
)
from documents.fonts import balanced_width
from documents.grids import Grid, grid
from documents.language import held_together, long_date, normalise, point_letter

_NUMBER_GAP = "\N{NO-BREAK SPACE}" * 5
_ABSTRACT_SIZE, _ABSTRACT_LIMIT_MM = 14, 140
END_MARK = "./."


@unique
class Style(StrEnum):
    """How a line of the flow looks; the renderers know the same names."""

    PART = "part"
    SECTION = "section"
    ARTICLE = "article"
    ITEM = "item"
    POINT = "point"
    BODY = "body"
    CENTRED = "centred"
    BASIS = "basis"
    CAPTION = "caption"


@dataclass(frozen=True, slots=True)
class Line:
    """One paragraph of the flow; `depth` is its place in the outline (0: not a heading)."""

    style: Style
    text: str
    depth: int = 0
    bold: bool = False
    italic: bool = False
    stays_with_next: bool = False
    lead: str = ""
    """Words in bold before the text."""


FlowItem = Line | Grid


@dataclass(frozen=True, slots=True)
class Sheet:
    """A composed annex: its label ("Phụ lục II"), title, note and flow."""

    label: str
    title: str
    note: str
    landscape: bool
    flow: tuple[FlowItem, ...]


@dataclass(frozen=True, slots=True)
class Composition:
    """Every string of a document in its final form; an empty string is not drawn."""

    issuer: tuple[tuple[str, bool], ...]
    author: str
    number: str
    subject: str
    mark: str
    place_and_date: str
    kind: str
    abstract: str
    abstract_width_mm: float
    """The width at which the lines of the abstract come out about equally long."""
    addressees: tuple[str, ...]
    flow: tuple[FlowItem, ...]
    signatures: tuple[Signature, ...]
    recipients: tuple[str, ...]
    annexes: tuple[Sheet, ...]
    name: str
    """The title in the files' properties: "Báo cáo kết quả hoạt động …"."""
    day: dt.date


def compose(document: AdministrativeDocument) -> Composition:
    """Settle every string of a document."""
    depths = {level: depth for depth, level in enumerate(document.levels(), start=1)}
    title = document.title
    abstract = held_together(_plain(title.abstract)) if isinstance(title, Title) else ""
    return Composition(
        issuer=tuple((_text(line.text), line.bold) for line in document.issuer.lines),
        author=_text(document.issuer.name),
        number=_number_line(document.number),
        subject=_subject(title) if isinstance(title, LetterSubject) else "",
        mark=_text(document.mark).upper(),
        place_and_date=_place_and_date(document),
        kind=_text(title.kind).upper() if isinstance(title, Title) else "",
        abstract=abstract,
        abstract_width_mm=balanced_width(abstract, _ABSTRACT_SIZE, _ABSTRACT_LIMIT_MM),
        addressees=_addressees(document.addressees),
        flow=_body(document, depths),
        signatures=tuple(_signature(signature) for signature in document.signatures),
        recipients=_recipients(document.recipients, document.filing),
        annexes=tuple(_annexes(document, depths)),
        name=f"{_text(document.kind)} {_plain(document.abstract)}",
        day=document.dated,
    )


def _text(text: str) -> str:
    """One line in the house spelling."""
    return " ".join(normalise(text).split())


def _plain(text: str) -> str:
    """A title or a list entry without the punctuation that the composition itself sets."""
    return _text(text).rstrip(" .;,/")


def _subject(title: LetterSubject) -> str:
    """The line under the number; "(lần 2)" stays in one piece."""
    return f"V/v {_plain(title.about)}".replace("(lần ", "(lần\N{NO-BREAK SPACE}")


def _paragraphs(text: str) -> list[str]:
    """The non-empty lines of a longer text; each becomes a paragraph of its own."""
    return [line for raw in normalise(text).split("\n") if (line := _text(raw))]


def _number_line(number: Number | None) -> str:
    """The line under the head: "Số: 05/BC-HĐND", or with a gap that the register fills."""
    if number is None:
        return ""
    return f"Số: {symbol(number)}" if number.number else f"Số:{symbol(number)}"


def symbol(number: Number) -> str:
    """The number and symbol as other documents cite them: "05/BC-HĐND", "15/2024/NQ-HĐND"."""
    first = f"{number.number:02d}" if number.number else _NUMBER_GAP
    year = f"/{number.year}" if number.year else ""
    return f"{first}{year}/{_text(number.symbol)}"


def _place_and_date(document: AdministrativeDocument) -> str:
    if not document.place.strip():
        return ""
    return f"{_text(document.place)}, {long_date(document.dated, blank_day=document.blank_day)}"


def _closed(entries: Iterable[str], *, dash: bool = False) -> tuple[str, ...]:
    """Entries that each end with ";" and the last with "."."""
    texts = [("- " if dash else "") + _plain(entry).removeprefix("- ") for entry in entries]
    return tuple(
        text + (";" if position < len(texts) else ".") for position, text in enumerate(texts, start=1)
    )


def _addressees(names: Sequence[str]) -> tuple[str, ...]:
    """One addressee stands on the line of "Kính gửi:", several each get a dash."""
    return (_plain(names[0]),) if len(names) == 1 else _closed(names, dash=True)


def _recipients(names: Sequence[str], filing: str) -> tuple[str, ...]:
    return _closed((*names, f"Lưu: {_plain(filing)}"), dash=True) if names else ()


def _signature(signature: Signature) -> Signature:
    lines = tuple(_text(line).upper() for line in signature.lines)
    return Signature(lines, _text(signature.name), _text(signature.note))


def _body(document: AdministrativeDocument, depths: dict[Level, int]) -> tuple[FlowItem, ...]:
    """Legal bases, then the body, closed by the only "./." of the document."""
    bases = (Line(Style.BASIS, text) for text in _closed(document.bases))
    flow = _Flow(depths, landscape=False).compose(document.body)
    last = flow[-1]
    if isinstance(last, Line):  # always so: the model refuses a body that ends otherwise
        flow[-1] = replace(last, text=last.text.rstrip(" .;,/") + END_MARK, stays_with_next=True)
    return (*bases, *flow)


def _annexes(document: AdministrativeDocument, depths: dict[Level, int]) -> Iterable[Sheet]:
    several = len(document.annexes) > 1
    for position, annex in enumerate(document.annexes, start=1):
        label = f"Phụ lục {roman(position)}" if several else "Phụ lục"
        flow = _Flow(depths, landscape=annex.landscape).compose(annex.blocks)
        yield Sheet(label, _plain(annex.title), _annex_note(annex, document), annex.landscape, tuple(flow))


def _annex_note(annex: Annex, document: AdministrativeDocument) -> str:
    """The note that ties an annex to its document: "(Kèm theo Báo cáo số 05/BC-HĐND ngày … của …)"."""
    if annex.note is not None:
        return _text(annex.note)
    number = f" số {symbol(document.number)}" if document.number else ""
    day = long_date(document.dated, blank_day=document.blank_day)
    return f"(Kèm theo {_text(document.kind)}{number} {day} của {_text(document.issuer.name)})"


class _Flow:
    """Numbers the headings of one body or annex while turning its blocks into lines."""

    _RESETS: dict[Level, tuple[Level, ...]] = {
        Level.PART: (Level.SECTION, Level.ITEM, Level.POINT),
        Level.SECTION: (Level.ITEM, Level.POINT),
        Level.ARTICLE: (Level.ITEM, Level.POINT),
        Level.ITEM: (Level.POINT,),
        Level.POINT: (),
    }

    def __init__(self, depths: dict[Level, int], *, landscape: bool) -> None:
        self.depths = depths
        self.landscape = landscape
        self.counters = dict.fromkeys(Level, 0)

    def compose(self, blocks: Iterable[Block]) -> list[FlowItem]:
        """The lines and grids of the blocks in order."""
        return [item for block in blocks for item in self._items(block)]

    def _items(self, block: Block) -> Iterable[FlowItem]:
        match block:
            case Heading():
                return (self._heading(block),)
            case Table():
                return self._table(block)
            case ListItem():
                return _list_item(block)
            case Paragraph():
                return _paragraph(block)

    def _heading(self, heading: Heading) -> Line:
        text = f"{self._label(heading)}{_text(heading.text)}"
        return Line(Style(heading.level.value), text, self.depths[heading.level], stays_with_next=True)

    def _label(self, heading: Heading) -> str:
        """The number in the form of its level, and the gap after it."""
        level = heading.level
        number = self._next(level) if heading.number is None else heading.number
        forms = {Level.PART: "Phần {}\n", Level.ARTICLE: "Điều {}. ", Level.POINT: "{}) "}
        return forms.get(level, "{}. ").format(number) if number else ""

    def _next(self, level: Level) -> str:
        """Count a heading and begin the levels under it anew."""
        self.counters[level] += 1
        self.counters.update(dict.fromkeys(self._RESETS[level], 0))
        count = self.counters[level]
        if level is Level.POINT:
            return point_letter(count)
        return roman(count) if level in {Level.PART, Level.SECTION} else str(count)

    def _table(self, table: Table) -> Iterable[FlowItem]:
        if table.caption:
            yield Line(Style.CAPTION, _plain(table.caption), stays_with_next=True)
        yield grid(table, landscape=self.landscape)


def _list_item(item: ListItem) -> Iterable[FlowItem]:
    first, *rest = _paragraphs(item.text)
    yield Line(Style.BODY, f"{'+' if item.sub else '-'} {first}")
    yield from (Line(Style.BODY, text) for text in rest)


def _paragraph(paragraph: Paragraph) -> Iterable[FlowItem]:
    style = Style.CENTRED if paragraph.centred else Style.BODY
    lead = f"{_text(paragraph.lead)} " if paragraph.lead else ""
    for text in _paragraphs(paragraph.text):
        yield Line(style, text, bold=paragraph.bold, italic=paragraph.italic, lead=lead)
        lead = ""
