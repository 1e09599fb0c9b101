"""Nghị quyết: the text of a resolution as an official document, draft or signed (forms reference, kind 17).

Individual resolutions follow Decree 30/2020, form 1.1; normative ones the forms of normative texts: until April 2025
with the line of the sitting and "QUYẾT NGHỊ:", since then with a sentence instead of both.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Final

from django.utils import timezone

from councils.models import Council, CouncilTerm, Level
from documents import house
from documents.administrative import (
    AdministrativeDocument,
    Block,
    Heading,
    Issuer,
    Number,
    Paragraph,
    Signature,
    Title,
)
from documents.administrative import Level as HeadingLevel
from documents.language import long_date, month_number
from sessions.models import Resolution, Sitting
from sessions.states import SIGNED

KIND: Final = "Nghị quyết"
DRAFT: Final = "DỰ THẢO"
VERB: Final = "QUYẾT NGHỊ:"
_ARTICLE: Final = re.compile(r"^Điều\s+(\d+[a-zđ]?)\s*[.:]?\s*(.*)$", re.IGNORECASE)
_CHAPTER: Final = re.compile(r"^(Chương|Phần|Mục)\s+[IVXLC\d]+\b", re.IGNORECASE)
_CLOSING: Final = re.compile(r"^Nghị quyết này (?:đã )?được .*thông qua", re.IGNORECASE)
_LONGEST_HEADING: Final = 90
"""Characters of an article's name; what is longer, or ends as a sentence, is its text."""
_WHOLE: Final = {"UBND": "Ủy ban nhân dân", "HĐND": "Hội đồng nhân dân"}
_SHORT: Final = re.compile(rf"\b(?:{'|'.join(_WHOLE)})\b")
_GAP: Final = "\N{NO-BREAK SPACE}" * 3


def document_of(resolution: Resolution) -> AdministrativeDocument:
    """The document of a resolution; until it is signed marked as a draft, with room for number and day."""
    council, signed = resolution.council, resolution.state in SIGNED
    return AdministrativeDocument(
        issuer=_head(resolution),
        title=Title(KIND, resolution.title),
        number=_number(resolution),
        place=house.place(council),
        dated=_day(resolution),
        blank_day=not signed,
        body=tuple(_body(resolution)),
        signatures=(_signature(resolution),),
        recipients=_recipients(resolution),
        mark="" if signed else DRAFT,
    )


def _by_council(resolution: Resolution) -> bool:
    return resolution.issuer == Resolution.Issuer.COUNCIL


def _head(resolution: Resolution) -> Issuer:
    if _by_council(resolution):
        return Issuer.council(resolution.council.name)
    return house.standing_committee(resolution.council)


def _number(resolution: Resolution) -> Number:
    """The number once it is given; a normative text carries its year from the beginning."""
    symbol = f"NQ-{'HĐND' if _by_council(resolution) else resolution.council.standing_symbol}"
    year = _day(resolution).year if resolution.is_normative else None
    return Number(symbol, resolution.document.number if resolution.document else None, year)


def _day(resolution: Resolution) -> date:
    """The day of the signature; of a draft, that of its adoption or of its sitting."""
    sitting = resolution.sitting
    return (
        resolution.signed_on
        or resolution.adopted_on
        or (sitting.closes_on if sitting else None)
        or timezone.localdate()
    )


def new_form(resolution: Resolution) -> bool:
    """Whether it takes the layout of normative texts that came with Law 64/2025 (Decree 78/2025)."""
    return resolution.is_normative and _day(resolution) >= house.LEGISLATION_LAW_SINCE


# --- Body ---


def _body(resolution: Resolution) -> Iterator[Block]:
    if new_form(resolution):
        yield from _bases(resolution)
        yield Paragraph(_sentence(resolution))
    else:
        yield from (Paragraph(line, bold=True, centred=True) for line in issuer_lines(resolution))
        yield from _bases(resolution)
        yield Paragraph(VERB, bold=True, centred=True)
    lines = [line for raw in resolution.text.splitlines() if (line := " ".join(raw.split()))]
    yield from (_block(line) for line in lines)
    if not lines or not _CLOSING.match(lines[-1]):
        yield Paragraph(closing(resolution))


def issuer_lines(resolution: Resolution) -> tuple[str, ...]:
    """Who resolves, and at which sitting of which term."""
    council = resolution.council
    if not _by_council(resolution):
        return (f"THƯỜNG TRỰC HỘI ĐỒNG NHÂN DÂN {council.name.upper()}",)
    where = [_term(resolution.council_term), _at(resolution.sitting, council)]
    line = ", ".join(filter(None, where)).upper()
    return tuple(filter(None, (council.full_name.upper(), line)))


def _term(term: CouncilTerm) -> str:
    """The ordinal of the term alone: "khóa XVII"; nothing where it has none."""
    return house.term_words(term).split(",")[0] if term.ordinal else ""


def _at(sitting: Sitting | None, council: Council) -> str:
    return f"kỳ họp {house.sitting_words(sitting.number, council)}" if sitting else ""


def _bases(resolution: Resolution) -> Iterator[Block]:
    """In italics, each with ";", the last with "."; those of the law where none were written."""
    lines = bases_of(resolution)
    for place, line in enumerate(lines, start=1):
        yield Paragraph(f"{line}{';' if place < len(lines) else '.'}", italic=True)


def bases_of(resolution: Resolution) -> list[str]:
    """The legal bases, one an entry, without their final punctuation."""
    typed = [line.strip(" ;.\t") for line in resolution.bases.splitlines() if line.strip(" ;.\t")]
    return typed or default_bases(resolution)


def default_bases(resolution: Resolution) -> list[str]:
    """What most resolutions rest on: the laws of the day, then what the council had before it."""
    codes = ("TC", "VB") if resolution.is_normative else ("TC",)
    return [*house.bases(codes, _day(resolution)), considered(resolution)]


def considered(resolution: Resolution) -> str:
    """The last basis: proposal, verification report, and the delegates' opinions at the sitting."""
    if not _by_council(resolution):
        return f"Xét đề nghị của {in_full(resolution.proposer) or '…'}"
    report = f"; {_report(resolution)} của {resolution.committee.name}" if resolution.committee else ""
    return f"Xét {_proposal(resolution)}{report}; ý kiến thảo luận của đại biểu Hội đồng nhân dân tại kỳ họp"


def _proposal(resolution: Resolution) -> str:
    """The proposal with its number and day, as far as the list of papers knows them."""
    paper = resolution.paper.goes_with if resolution.paper else None
    number = f" số {paper.symbol}" if paper and paper.symbol else ""
    day = f" {long_date(paper.dated_on)}" if paper and paper.dated_on else ""
    return f"Tờ trình{number}{day} của {in_full(resolution.proposer) or '…'}"


def _report(resolution: Resolution) -> str:
    """The verification report with its number and day, once it was issued."""
    paper = resolution.paper
    rows = (
        paper.verifications.filter(committee=resolution.committee_id, document__isnull=False)
        if paper
        else None
    )
    found = rows.select_related("document").order_by("-pk").first() if rows is not None else None
    document = found.document if found else None
    if document is None:
        return "Báo cáo thẩm tra"
    return f"Báo cáo thẩm tra số {document.symbol} {long_date(document.issued_on)}"


def in_full(name: str) -> str:
    """A body's name as texts of the law write it, without the abbreviations of lists (forms reference 3.6)."""
    return _SHORT.sub(lambda found: _WHOLE[found.group()], name.strip())


def _sentence(resolution: Resolution) -> str:
    """What stands in place of "QUYẾT NGHỊ:" in the form of 2025."""
    issuer = resolution.council.full_name
    return f"{issuer} ban hành Nghị quyết {_lowered(resolution.title)}."


def _lowered(title: str) -> str:
    """An abstract inside a sentence: "Quy định …" is "quy định …"."""
    text = title.strip().rstrip(".")
    return f"{text[:1].lower()}{text[1:]}"


def _block(line: str) -> Block:
    """One line of the text: an article with its name or its words, a chapter, or a paragraph."""
    if article := _ARTICLE.match(line):
        return _article(article.group(1), article.group(2))
    if _CHAPTER.match(line) and len(line) <= _LONGEST_HEADING:
        return Paragraph(line, bold=True, centred=True)
    return Paragraph(line)


def _article(number: str, words: str) -> Block:
    """A short name is a heading; a sentence runs on after "Điều 1." in bold."""
    if not words:
        return Paragraph(f"Điều {number}.", bold=True)
    if len(words) > _LONGEST_HEADING or words.endswith((".", ";", ":", "…")):
        return Paragraph(words, lead=f"Điều {number}.")
    return Heading(HeadingLevel.ARTICLE, words, number)


def closing(resolution: Resolution) -> str:
    """The sentence that says who adopted it, at which sitting, on which day, and since when it applies."""
    council = resolution.council
    if _by_council(resolution):
        where = [_term(resolution.council_term), _at(resolution.sitting, council)]
        who = " ".join([council.full_name, ", ".join(filter(None, where))]).strip()
    else:
        who = f"Thường trực {council.full_name}"
    return f"Nghị quyết này đã được {who} thông qua {_adopted(resolution)}{_force(resolution)}."


def _adopted(resolution: Resolution) -> str:
    """The day of adoption, with room for it in a draft."""
    day = resolution.adopted_on
    if day is not None:
        return long_date(day)
    on = _day(resolution)
    return f"ngày {_GAP} tháng {month_number(on.month)} năm {on.year}"


def _force(resolution: Resolution) -> str:
    """Since when it is in force, where the articles do not say so."""
    if resolution.in_force_on is None or "hiệu lực" in resolution.text.lower():
        return ""
    return f" và có hiệu lực từ {long_date(resolution.in_force_on)}"


# --- Signature and recipients ---


def _signature(resolution: Resolution) -> Signature:
    """S-HĐ without "TM.", by the chair of the sitting at the first one; S-TT for the Standing Committee."""
    if not _by_council(resolution):
        return house.signed(house.STANDING_CHAIR, resolution.signer)
    sitting = resolution.sitting
    first = sitting is not None and sitting.kind == Sitting.Kind.CONSTITUTING
    return house.signed(house.FIRST_CHAIR if first else house.CHAIR, resolution.signer)


def _recipients(resolution: Resolution) -> tuple[str, ...]:
    """Nơi nhận of the level; who checks normative texts, and the gazette."""
    council = resolution.council
    usual = house.recipients(council, resolution.council_term)
    if not resolution.is_normative:
        return usual
    if council.level == Level.PROVINCE:
        return (*usual, "Bộ Tư pháp (để kiểm tra)", f"Công báo, Cổng thông tin điện tử {council.unit_word}")
    return (*usual, "Sở Tư pháp (để kiểm tra)", f"Cổng thông tin điện tử {council.unit_word}")


# --- What a new draft begins with ---


def skeleton(council: Council) -> str:
    """The articles that most individual resolutions end with, for a draft that begins from nothing."""
    return (
        "Điều 1. …\n"
        f"Điều 2. Giao Ủy ban nhân dân {council.unit_word} tổ chức triển khai thực hiện Nghị quyết và báo cáo kết quả "
        "với Hội đồng nhân dân tại kỳ họp thường lệ.\n"
        "Điều 3. Thường trực Hội đồng nhân dân, các Ban của Hội đồng nhân dân, các Tổ đại biểu và đại biểu Hội đồng "
        "nhân dân giám sát việc thực hiện Nghị quyết."
    )
