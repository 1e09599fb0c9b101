"""Chương trình giám sát: the programme of a subject; of the council the proposal and the draft resolution with it.

Forms reference, kinds 17 and 23; a programme is form 1.4 of Decree 30/2020, Annex III. Always Vietnamese; pure.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any, Final

from core.text import roman
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
    ListItem,
    Number,
    Paragraph,
    Signature,
    Table,
    Title,
)
from documents.house import signed
from documents.language import counted, prose_number, short_date
from supervision.documents.subjects import (
    FORMS,
    filing_of,
    issuer_of,
    name_of,
    series_symbol,
    short_name,
    signatures_of,
)
from supervision.models import Programme, ProgrammeItem, Subject

KIND: Final = "CTr"
"""Symbol of programmes."""
DRAFT: Final = "DỰ THẢO"
_COLUMNS: Final = (
    Column("STT", Align.CENTRE, 13),
    Column("Nội dung giám sát", width=62),
    Column("Phạm vi", width=36),
    Column("Cơ quan chịu sự giám sát", width=40),
    Column("Thời gian", Align.CENTRE, 26),
)


def abstract_of(programme: Programme) -> str:
    """What the programme is about: "Giám sát năm 2027 của Ban Pháp chế Hội đồng nhân dân xã Bảo Thắng"."""
    return f"Giám sát năm {programme.year} của {name_of(programme)}"


def report_abstract(programme: Programme) -> str:
    """What its result report is about."""
    return f"Kết quả thực hiện Chương trình giám sát năm {programme.year} của {name_of(programme)}"


def items_of(programme: Programme) -> list[ProgrammeItem]:
    """The items in their order, with their bodies; two queries."""
    return list(programme.items.prefetch_related("bodies").order_by("position", "pk"))


# --- The programme ---


def programme_document(
    programme: Programme,
    items: Sequence[ProgrammeItem],
    *,
    dated: date,
    number: int | None = None,
    signature: Signature | None = None,
    signer_name: str = "",
) -> AdministrativeDocument:
    """The programme of the Standing Committee, a committee or a group; without a number a draft with room for it."""
    council = programme.council
    first = next(iter(signatures_of(programme).values()), house.STANDING_CHAIR)
    return AdministrativeDocument(
        issuer=issuer_of(programme),
        number=Number(f"{KIND}-{series_symbol(programme)}", number),
        title=Title("Chương trình", abstract_of(programme)),
        place=house.place(council),
        dated=dated,
        blank_day=number is None,
        mark="" if number else DRAFT,
        bases=house.bases(("TC", "GS", "QC"), dated),
        body=tuple(_body(programme, items)),
        signatures=(signed(signature or first, signer_name.strip()),),
        recipients=house.recipients(council, None),
        filing=filing_of(programme),
    )


def _body(programme: Programme, items: Sequence[ProgrammeItem]) -> Iterator[Block]:
    who, year = short_name(programme), programme.year
    yield Paragraph(f"{name_of(programme)} ban hành Chương trình giám sát năm {year} như sau:")
    yield Heading(Level.SECTION, "Mục đích, yêu cầu")
    yield ListItem(
        "Nâng cao hiệu lực, hiệu quả hoạt động giám sát; kịp thời phát hiện hạn chế, vướng mắc và kiến nghị cơ quan có "
        "thẩm quyền xem xét, giải quyết;"
    )
    yield ListItem(
        "Bảo đảm trọng tâm, trọng điểm, không chồng chéo về nội dung, đối tượng và thời gian giữa các chủ thể giám sát."
    )
    yield Heading(Level.SECTION, "Nội dung giám sát")
    yield Paragraph(f"Chương trình gồm {counted(len(items), 'nội dung')}:")
    yield _table(items)
    yield Heading(Level.SECTION, "Tổ chức thực hiện")
    yield from _duties(programme, who)


def _duties(programme: Programme, who: str) -> Iterator[Block]:
    unit = programme.council.unit_word
    yield Paragraph(
        f"{who} ban hành quyết định, kế hoạch, đề cương đối với từng nội dung; gửi cơ quan chịu sự giám sát theo đúng "
        "thời hạn luật định."
    )
    yield Paragraph(
        f"Thường trực HĐND {unit} điều hòa, phối hợp hoạt động giám sát hằng quý, bảo đảm không trùng lặp về nội dung, "
        "địa bàn, thời gian."
    )
    yield Paragraph(
        "Cơ quan, tổ chức, cá nhân chịu sự giám sát chuẩn bị báo cáo, cung cấp thông tin, tài liệu theo yêu cầu và "
        "chịu trách nhiệm về tính chính xác của thông tin, tài liệu đã cung cấp."
    )
    yield Paragraph(
        f"Trong quá trình thực hiện, nếu phát sinh nội dung cần điều chỉnh, bổ sung, {who} xem xét, quyết định."
    )


def _table(items: Sequence[ProgrammeItem]) -> Table:
    """The items under the headings of their forms, numbered through."""
    rows: list[tuple[Cell, ...]] = []
    forms = [form for form in FORMS if any(item.form == form for item in items)]
    number = 0
    for place, form in enumerate(forms, start=1):
        rows.append((f"{roman(place)}. {FORMS[form]}",))
        for item in items:
            if item.form == form:
                number += 1
                rows.append(_row(number, item))
    return Table(_COLUMNS, tuple(rows), size=12)


def _row(number: int, item: ProgrammeItem) -> tuple[Cell, ...]:
    bodies = "; ".join(body.short_name or body.name for body in item.bodies.all())
    return number, item.title, item.scope, bodies, time_words(item.starts_on, item.ends_on)


def time_words(first: date | None, last: date | None) -> str:
    """When: a month, months of a year, or days; nothing where neither is known."""
    if first is None or last is None:
        known = first or last
        return short_date(known) if known else ""
    if first == last:
        return short_date(first)
    if (first.year, first.month) == (last.year, last.month):
        return f"Tháng {first.month}/{first.year}"
    return f"Từ {short_date(first)} đến {short_date(last)}"


# --- The council's programme ---


def proposal_document(
    programme: Programme, items: Sequence[ProgrammeItem], *, dated: date, proposals: int
) -> AdministrativeDocument:
    """Tờ trình of the Standing Committee on the council's programme: a draft to go on from."""
    council = programme.council
    return AdministrativeDocument(
        issuer=house.standing_committee(council),
        number=Number(f"TTr-{council.standing_symbol}"),
        title=Title("Tờ trình", f"Về Chương trình giám sát năm {programme.year} của {council.full_name}"),
        place=house.place(council),
        dated=dated,
        blank_day=True,
        mark=DRAFT,
        bases=house.bases(("TC", "GS"), dated),
        addressees=(council.full_name,),
        body=tuple(_proposal_body(programme, items, proposals)),
        signatures=(house.STANDING_CHAIR,),
        recipients=("Như trên", f"Các Ban của HĐND {council.unit_word}"),
        annexes=(_annex(programme, items),) if items else (),
    )


def _proposal_body(programme: Programme, items: Sequence[ProgrammeItem], proposals: int) -> Iterator[Block]:
    council, year = programme.council, programme.year
    yield Heading(Level.SECTION, "Quá trình chuẩn bị")
    gathered = (
        f"đã tiếp nhận, tổng hợp {prose_number(proposals)} đề nghị, kiến nghị giám sát"
        if proposals
        else "đã lấy ý kiến đề nghị, kiến nghị giám sát"
    )
    yield Paragraph(
        f"Thường trực Hội đồng nhân dân (HĐND) {council.name} {gathered} của đại biểu HĐND, các Ban, "
        f"các Tổ đại biểu HĐND, Ban Thường trực UBMTTQ Việt Nam {council.unit_word} và cử tri; trên cơ sở đó dự kiến "
        f"chương trình giám sát năm {year} của HĐND {council.unit_word}."
    )
    yield Heading(Level.SECTION, "Nội dung đề nghị")
    yield Paragraph(
        f"Thường trực HĐND {council.unit_word} trình HĐND {council.unit_word} xem xét, thông qua Chương trình giám sát "
        f"năm {year} gồm {counted(len(items), 'nội dung')} (Phụ lục kèm theo):"
    )
    for place, item in enumerate(items, start=1):
        end = "." if place == len(items) else ";"
        yield ListItem(f"{FORMS[ProgrammeItem.Form(item.form)]}: {item.title.rstrip(' .;')}{end}")
    yield Heading(Level.SECTION, "Kiến nghị")
    yield Paragraph(f"Kính trình {council.full_name} xem xét, quyết định.")


def draft_resolution(
    programme: Programme, items: Sequence[ProgrammeItem], *, dated: date
) -> AdministrativeDocument:
    """The draft of the council's resolution with the programme as its annex."""
    council, year = programme.council, programme.year
    return AdministrativeDocument(
        issuer=issuer_of(programme),
        number=Number("NQ-HĐND"),
        title=Title("Nghị quyết", f"Về Chương trình giám sát năm {year} của {council.full_name}"),
        place=house.place(council),
        dated=dated,
        blank_day=True,
        mark=DRAFT,
        body=tuple(_resolution_body(programme, items, dated)),
        signatures=(house.CHAIR,),
        recipients=house.recipients(council, None),
        annexes=(_annex(programme, items),) if items else (),
    )


def _resolution_body(programme: Programme, items: Sequence[ProgrammeItem], dated: date) -> Iterator[Block]:
    council, year, unit = programme.council, programme.year, programme.council.unit_word
    yield Paragraph(council.full_name.upper(), bold=True, centred=True)
    for basis in house.bases(("TC", "GS"), dated):
        yield Paragraph(f"{basis};", italic=True)
    yield Paragraph(
        f"Xét Tờ trình số …/TTr-{council.standing_symbol} ngày … của Thường trực Hội đồng nhân dân {council.name} về "
        f"Chương trình giám sát năm {year}; ý kiến thảo luận của đại biểu Hội đồng nhân dân tại kỳ họp.",
        italic=True,
    )
    yield Paragraph("QUYẾT NGHỊ:", bold=True, centred=True)
    yield Paragraph(
        f"Thông qua Chương trình giám sát năm {year} của {council.full_name} gồm {counted(len(items), 'nội dung')} "
        "(Phụ lục kèm theo).",
        lead="Điều 1.",
    )
    yield Paragraph(
        f"Giao Thường trực Hội đồng nhân dân {unit} tổ chức thực hiện Nghị quyết, điều hòa, phối hợp hoạt động "
        f"giám sát của các Ban, các Tổ đại biểu và đại biểu Hội đồng nhân dân {unit}; báo cáo kết quả thực hiện tại kỳ "
        f"họp giữa năm {year + 1}.",
        lead="Điều 2.",
    )
    yield Paragraph(
        "Ủy ban nhân dân và các cơ quan, tổ chức, cá nhân chịu sự giám sát có trách nhiệm chuẩn bị báo cáo, cung cấp "
        "thông tin, tài liệu theo yêu cầu.",
        lead="Điều 3.",
    )
    yield Paragraph(
        f"Nghị quyết này được {council.full_name} thông qua tại kỳ họp … và có hiệu lực từ ngày thông qua."
    )


def _annex(programme: Programme, items: Sequence[ProgrammeItem]) -> Annex:
    title = f"Chương trình giám sát năm {programme.year} của {programme.council.full_name}"
    return Annex(title, (_table(items),), landscape=True)


def papers_of(programme: Any) -> tuple[str, ...]:
    """The papers that can be drawn of a programme, by key."""
    return ("proposal", "resolution") if programme.subject == Subject.COUNCIL else ("programme",)
