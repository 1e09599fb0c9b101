"""Báo cáo kết quả giám sát việc giải quyết ý kiến, kiến nghị cử tri (kind 3c), Biểu 1 by body, and its annex.

Always Vietnamese; pure.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Final

from documents import house
from documents.administrative import (
    AdministrativeDocument,
    Align,
    Annex,
    Block,
    Cell,
    Column,
    Heading,
    Level,
    Number,
    Paragraph,
    Table,
    Title,
)
from documents.language import counted, percent, prose_number, share, short_date
from voters.documents.common import VICE_CHAIR, Signer, contact_rules
from voters.documents.opinions import (
    DRAFT,
    OPINIONS,
    REPORT,
    STT,
    addressees_of,
    blocks_of,
    sent_to,
    shares,
    short,
)
from voters.settlement import CLASSES, SettledLine, SettlementFacts, Tally

PARTS: Final[dict[str, str]] = {
    "handling": "Việc tiếp nhận, phân công và thời hạn giải quyết",
    "quality": "Chất lượng trả lời",
    "limits": "Hạn chế, nguyên nhân và trách nhiệm",
    "requests": "Kiến nghị",
}
"""Free parts of the report: code -> heading."""
UNIT: Final = "kiến nghị"
CLASSES_SHOWN: Final = CLASSES
"""Classes of result as papers name them."""


def result_document(
    facts: SettlementFacts,
    texts: Mapping[str, str],
    *,
    on: date,
    addressee: str = "council",
    signer: Signer = VICE_CHAIR,
    number: int | None = None,
) -> AdministrativeDocument:
    """The report; without a number it is a draft. `texts` are its free parts by the codes of `PARTS`."""
    council = facts.council
    about = f"Kết quả giám sát việc giải quyết ý kiến, kiến nghị của cử tri {sent_to(facts.contact)}"
    return AdministrativeDocument(
        issuer=house.standing_committee(council),
        number=Number(f"{REPORT}-{council.standing_symbol}", number),
        title=Title("Báo cáo", about),
        place=house.place(council),
        dated=on,
        blank_day=number is None,
        mark="" if number else DRAFT,
        addressees=addressees_of(council, addressee),
        bases=house.bases(("GS",), on),
        body=tuple(_body(facts, texts, on)),
        signatures=(signer.signature,),
        recipients=house.recipients(council, facts.term),
        annexes=_annexes(facts),
    )


def _annexes(facts: SettlementFacts) -> tuple[Annex, ...]:
    if not facts.lines:
        return ()
    title = "Biểu tổng hợp kết quả giải quyết theo cơ quan"
    return (
        Annex(title, (bodies_table(facts),), landscape=True),
        Annex(
            "Bảng kết quả giải quyết từng ý kiến, kiến nghị của cử tri",
            (Table(annex_columns(), tuple(annex_rows(facts)), size=10),),
            landscape=True,
        ),
    )


def _body(facts: SettlementFacts, texts: Mapping[str, str], on: date) -> Iterator[Block]:
    council = facts.council
    yield Paragraph(
        f"Thực hiện {contact_rules(on)}, Thường trực Hội đồng nhân dân (HĐND) {council.name} báo cáo kết quả giám "
        f"sát việc giải quyết ý kiến, kiến nghị của cử tri {sent_to(facts.contact)} như sau:"
    )
    yield Heading(Level.SECTION, "VIỆC TIẾP NHẬN, PHÂN CÔNG VÀ THỜI HẠN GIẢI QUYẾT")
    yield from (Paragraph(text) for text in _handling(facts))
    yield from blocks_of(texts.get("handling", ""))
    yield Heading(Level.SECTION, "KẾT QUẢ GIÁM SÁT")
    yield Heading(Level.ITEM, "Kết quả giải quyết, trả lời")
    yield from (Paragraph(text) for text in _results(facts))
    yield Heading(Level.ITEM, PARTS["quality"])
    yield Paragraph(_quality(facts))
    yield from blocks_of(texts.get("quality", ""))
    if texts.get("limits", "").strip():
        yield Heading(Level.SECTION, "HẠN CHẾ, NGUYÊN NHÂN VÀ TRÁCH NHIỆM")
        yield from blocks_of(texts["limits"])
    if texts.get("requests", "").strip():
        yield Heading(Level.SECTION, "KIẾN NGHỊ")
        yield from blocks_of(texts["requests"])
    yield Paragraph(
        f"Trên đây là báo cáo kết quả giám sát việc giải quyết ý kiến, kiến nghị của cử tri, {short(council)} trình "
        f"Hội đồng nhân dân {council.name} xem xét, quyết định."
    )


def _handling(facts: SettlementFacts) -> Iterator[str]:
    sent = len(facts.lines)
    if not sent:
        yield f"Đến hết ngày {short_date(facts.as_of)}, không có {OPINIONS} đã chuyển đến cơ quan có thẩm quyền."
        return
    yield (
        f"Trong tổng số {counted(facts.total, OPINIONS)}, {short(facts.council)} đã chuyển {prose_number(sent)} đến "
        f"{counted(len(facts.bodies), 'cơ quan, đơn vị')} xem xét, giải quyết."
    )
    if facts.mean_days is not None:
        yield f"Thời gian trả lời bình quân là {counted(facts.mean_days, 'ngày')} kể từ ngày chuyển."
    tally = facts.all
    if not tally.overdue:
        yield f"Tính đến hết ngày {short_date(facts.as_of)}, không có kiến nghị quá hạn trả lời."
        return
    named = {body.name: body.overdue for body in facts.most_overdue}
    yield (
        f"Tính đến hết ngày {short_date(facts.as_of)}, còn {counted(tally.overdue, UNIT)} quá hạn trả lời; nhiều nhất "
        f"là: {shares(named, UNIT)}."
    )


def _results(facts: SettlementFacts) -> Iterator[str]:
    tally = facts.all
    if not tally.total:
        yield "Chưa phát sinh kết quả giải quyết."
        return
    settled = f" (đạt {share(tally.resolved, tally.total, UNIT)} đã chuyển)" if tally.resolved else ""
    yield (
        f"Tính đến ngày {short_date(facts.as_of)}, trong số {counted(tally.total, UNIT)} đã chuyển, "
        f"{_have(tally.resolved)} đã giải quyết xong{settled}, {_have(tally.running)} đang giải quyết theo lộ trình, "
        f"{_have(tally.explained)} được giải trình, cung cấp thông tin, {_have(tally.unresolved)} chưa giải quyết và "
        f"{_have(tally.unanswered)} chưa có kết quả trả lời{_looked_at(tally)}."
    )
    yield f"Theo lĩnh vực: {'; '.join(_field(field) for field in facts.fields)}."
    yield "Kết quả của từng cơ quan và từng kiến nghị được nêu tại các Phụ lục."


def _looked_at(tally: Tally) -> str:
    """Answers that count nowhere yet."""
    if not tally.unjudged:
        return ""
    answered = counted(tally.unjudged, UNIT)
    return f" (trong đó {answered} đã có văn bản trả lời, đang được xem xét hoặc đề nghị trả lời lại)"


def _have(number: int) -> str:
    return f"có {counted(number, UNIT)}" if number else f"không có {UNIT}"


def _field(tally: Tally) -> str:
    name = tally.name[:1].lower() + tally.name[1:]
    resolved = tally.resolved
    done = f"đã giải quyết xong {prose_number(resolved)}" if resolved else "chưa có kiến nghị giải quyết xong"
    return f"{name} {counted(tally.total, UNIT)}, {done}"


def _quality(facts: SettlementFacts) -> str:
    returned = facts.all.returned
    if not returned:
        return "Không có nội dung trả lời bị đề nghị trả lời lại."
    return (
        f"Còn {counted(returned, 'nội dung')} trả lời chưa đi thẳng vào vấn đề cử tri nêu, đã được đề nghị trả lời lại "
        "(lý do nêu tại Phụ lục)."
    )


BODIES: Final = (
    "STT",
    "Cơ quan giải quyết",
    "Tổng số",
    "Đã giải quyết xong",
    "Đang giải quyết",
    "Giải trình, cung cấp thông tin",
    "Chưa giải quyết",
    "Chưa trả lời",
    "Quá hạn",
    "Tỷ lệ giải quyết xong (%)",
)
"""Heads of Biểu 1, in the document and in the workbook. "Chưa trả lời" holds what has no result yet."""
_WIDTHS: Final = (10, 70, 18, 20, 20, 26, 20, 18, 16, 22)


def bodies_rows(facts: SettlementFacts) -> tuple[list[tuple[Cell, ...]], tuple[Cell, ...]]:
    """The lines of Biểu 1, and its line of totals."""
    rows: list[tuple[Cell, ...]] = [
        (number, *_tally_cells(body)) for number, body in enumerate(facts.bodies, start=1)
    ]
    return rows, ("", *_tally_cells(Tally("Tổng cộng", facts.lines)))


def _tally_cells(tally: Tally) -> tuple[Cell, ...]:
    rate = percent(tally.resolved, tally.total).removesuffix("%") if tally.total else ""
    return (tally.name, tally.total, *tally.classes, tally.overdue, rate)


def bodies_table(facts: SettlementFacts) -> Table:
    """Biểu 1: what each body has done."""
    rows, total = bodies_rows(facts)
    columns = (
        STT,
        *(
            Column(title, Align.RIGHT if title == BODIES[-1] else None, width)
            for title, width in zip(BODIES[1:], _WIDTHS[1:], strict=True)
        ),
    )
    return Table(columns, tuple(rows), caption="Biểu 1", total=total, size=11)


ANNEX: Final = (
    "STT",
    "Nội dung kiến nghị",
    "Cử tri nơi kiến nghị",
    "Cơ quan giải quyết",
    "Nội dung trả lời (tóm tắt)",
    "Số, ngày văn bản trả lời",
    "Phân loại kết quả",
    "Lộ trình, lý do",
    "Đánh giá của Tổ đại biểu",
    "Ý kiến của Ban thẩm tra",
)
"""Heads of the annex, in the document and in the workbook."""
_ANNEX_WIDTHS: Final = (9, 52, 26, 26, 50, 22, 22, 22, 24, 20)
LONGEST_ANSWER: Final = 600
"""Characters of an answer in the annex; the whole text is in its document."""


def annex_columns() -> tuple[Column, ...]:
    """The columns of the annex."""
    pairs = zip(ANNEX[1:], _ANNEX_WIDTHS[1:], strict=True)
    return (STT, *(Column(title, width=width) for title, width in pairs))


def annex_rows(facts: SettlementFacts) -> Iterator[tuple[Cell, ...]]:
    """Every opinion that was sent; the column of the verifying committee is left to it."""
    for number, settled in enumerate(facts.lines, start=1):
        yield (number, *_annex_cells(settled), "")


def _annex_cells(settled: SettledLine) -> tuple[Cell, ...]:
    reply = settled.reply
    document = f"{reply.number}, ngày {short_date(reply.dated_on)}".removeprefix(", ") if reply else ""
    return (
        settled.line.content,
        settled.line.place,
        settled.body,
        summary_of(reply.text) if reply else "",
        document,
        settled.shown_class,
        settled.outlook,
        settled.verdict,
    )


def summary_of(text: str, most: int = LONGEST_ANSWER) -> str:
    """A text on one line, cut between words."""
    words = " ".join(text.split())
    return words if len(words) <= most else f"{words[:most].rsplit(' ', 1)[0].rstrip(' ,;:')}…"
