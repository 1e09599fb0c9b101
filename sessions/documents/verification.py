"""Báo cáo thẩm tra, and the table in which the owner of the paper answers its remarks. Always Vietnamese.

Pure: built from data, drawn by `documents.docx` and `documents.pdf`. Six parts for a draft resolution, four for a
report (`sessions.report_parts`); head H2 and signature of the committee.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Final

from core.text import roman
from councils.models import Agency, Committee, Council
from documents import house
from documents.administrative import (
    AdministrativeDocument,
    Align,
    Annex,
    Block,
    Column,
    Heading,
    HeadLine,
    Issuer,
    Level,
    ListItem,
    Number,
    Paragraph,
    Signature,
    Table,
    Title,
)
from documents.language import prose_number, short_date
from sessions.models import Paper, Sitting, Verification, VerificationRemark, VerificationSection
from sessions.report_parts import DRAFTS, subject_of

DRAFT: Final = "DỰ THẢO"
"""The mark of a document that bears no number yet."""
_OPEN: Final = "…"
Opinion = Verification.Opinion
Response = VerificationRemark.Response
RESPONSES: Final = {
    Response.TAKEN_IN: "Tiếp thu",
    Response.PARTLY: "Tiếp thu một phần",
    Response.EXPLAINED: "Giải trình, không tiếp thu",
}


# --- Words that both documents share ---


def sitting_of(sitting: Sitting) -> str:
    """The sitting inside a sentence: "kỳ họp thứ Năm Hội đồng nhân dân xã Bảo Thắng khóa XX"."""
    council, ordinal = sitting.council, sitting.council_term.ordinal
    term = f" khóa {roman(ordinal)}" if ordinal else ""
    return f"kỳ họp {house.sitting_words(sitting.number, council)} {council.full_name}{term}"


def blocks_of(text: str) -> Iterator[Block]:
    """What somebody typed, line by line: a line that begins with "-" or "+" is an item of a list."""
    for line in filter(None, (line.strip() for line in text.splitlines())):
        mark, rest = line[:1], line[1:].strip()
        if mark in {"-", "+"} and rest:
            yield ListItem(rest, sub=mark == "+")
        else:
            yield Paragraph(line)


# --- The report ---


def report_of(
    verification: Verification,
    sections: Sequence[VerificationSection],
    remarks: Sequence[VerificationRemark],
    *,
    number: int | None = None,
    signature: Signature | None = None,
    dated: date | None = None,
) -> AdministrativeDocument:
    """The committee's report; without a number it is a draft with room for number and day, dated `dated`."""
    paper, committee = verification.paper, verification.committee
    council = paper.sitting.council
    on = verification.reported_on or dated or verification.assigned_on
    ordinal = house.sitting_words(paper.sitting.number, council)
    return AdministrativeDocument(
        issuer=house.committee(committee),
        number=Number(f"BC-{house.committee_symbol(committee)}", number),
        title=Title("Báo cáo", f"Thẩm tra {subject_of(paper)} trình kỳ họp {ordinal}"),
        place=house.place(council),
        dated=on,
        blank_day=number is None,
        mark="" if number else DRAFT,
        bases=house.bases(("VB", "QC") if paper.kind in DRAFTS else ("GS", "QC"), on),
        addressees=(council.full_name,),
        body=tuple(_report_body(verification, sections, remarks)),
        signatures=(signature or house.committee_signature(committee),),
        recipients=_recipients(paper, council),
        filing=f"VT, {house.COMMITTEE_SYMBOLS[Committee.Kind(committee.kind)]}",
    )


def _report_body(
    verification: Verification,
    sections: Sequence[VerificationSection],
    remarks: Sequence[VerificationRemark],
) -> Iterator[Block]:
    yield Paragraph(_opening(verification))
    if words := _file_words(verification):
        yield Paragraph(words)
    yield Paragraph("Kết quả thẩm tra như sau:")
    for section in sections:
        yield Heading(Level.SECTION, section.heading)
        yield from tuple(blocks_of(section.text)) or (Paragraph(_OPEN),)
    if words := _proposal(verification, len(remarks)):
        yield Paragraph(words)
    if remarks:
        yield _remarks_table(remarks)
    paper, council = verification.paper, verification.paper.sitting.council
    yield Paragraph(
        f"Trên đây là báo cáo thẩm tra {subject_of(paper)}, {verification.committee.name} trân trọng báo cáo "
        f"{council.full_name} xem xét, quyết định."
    )


def _opening(verification: Verification) -> str:
    paper, meeting, name = verification.paper, verification.meeting, verification.committee.name
    council = paper.sitting.council
    asked = f"Thực hiện phân công của Thường trực Hội đồng nhân dân (HĐND) {council.name}, "
    what = f"{subject_of(paper)} trình {sitting_of(paper.sitting)}."
    if meeting is None:
        return f"{asked}{name} đã thẩm tra {what}"
    others = f" với sự tham dự của {meeting.others.strip(' .')}" if meeting.others.strip() else ""
    held = f"ngày {short_date(meeting.held_on)}, {name} đã tổ chức phiên họp{others}, thẩm tra"
    return f"{asked}{held} {what}"


def _file_words(verification: Verification) -> str:
    """When the papers came, and how late."""
    paper, version = verification.paper, verification.version_seen
    if paper.received_on is None:
        return ""
    late = paper.lateness_days
    kept = f"chậm {prose_number(late)} ngày so với thời hạn" if late else "bảo đảm thời hạn theo quy định"
    words = f"Hồ sơ gửi đến Ban ngày {short_date(paper.received_on)}, {kept}"
    if version is None or version.number == 1:
        return f"{words}."
    return f"{words}; thẩm tra trên bản thứ {version.number}, nhận ngày {short_date(version.received_on)}."


def _proposal(verification: Verification, remarks: int) -> str:
    """What the committee proposes; nothing while it has not said."""
    name, subject = verification.committee.name, subject_of(verification.paper)
    council = f"HĐND {verification.paper.sitting.council.unit_word}"
    return {
        "": "",
        Opinion.READY: f"{name} nhận thấy {subject} đủ điều kiện trình {council} xem xét, quyết định.",
        Opinion.AFTER_REVISION: f"{name} đề nghị chỉnh lý {prose_number(remarks)} nội dung sau đây trước khi trình "
        f"{council} xem xét, quyết định:",
        Opinion.NOT_READY: f"{name} nhận thấy {subject} chưa đủ điều kiện trình {council} tại kỳ họp này.",
    }[verification.opinion]


_STT: Final = Column("STT", Align.CENTRE, 10)


def _remarks_table(remarks: Sequence[VerificationRemark]) -> Table:
    columns = (
        _STT,
        Column("Nội dung dự thảo", width=35),
        Column("Ý kiến thẩm tra", width=65),
        Column("Đề nghị chỉnh lý", width=55),
    )
    rows = ((row.position, row.place, row.remark, row.request) for row in remarks)
    return Table(columns, tuple(rows), size=12)


def _recipients(paper: Paper, council: Council) -> tuple[str, ...]:
    unit = council.unit_word
    owner = () if paper.owner is None else (str(paper.owner),)
    return ("Như trên", f"Thường trực HĐND {unit}", *owner, f"Các Ban của HĐND {unit}")


# --- The owner's answers ---


def matrix_of(
    verification: Verification, remarks: Sequence[VerificationRemark], *, dated: date, revision: int | None
) -> AdministrativeDocument:
    """Bảng tiếp thu, giải trình: a draft report of the owner, with the table as a landscape annex.

    `revision`: number of the version in which the remarks were taken in, if one has come.
    """
    paper = verification.paper
    council = paper.sitting.council
    return AdministrativeDocument(
        issuer=_owner_head(paper),
        number=_owner_number(paper),
        title=Title("Báo cáo", f"Tiếp thu, giải trình ý kiến thẩm tra {subject_of(paper)}"),
        place=house.place(council),
        dated=verification.responded_on or dated,
        blank_day=True,
        mark=DRAFT,
        addressees=(f"Thường trực {council.full_name}", verification.committee.name),
        body=tuple(Paragraph(text) for text in _matrix_words(verification, remarks, revision)),
        signatures=(_owner_signature(paper),),
        recipients=("Như trên", f"Các Ban của HĐND {council.unit_word}"),
        annexes=(Annex("Bảng tiếp thu, giải trình ý kiến thẩm tra", (_matrix(remarks),), landscape=True),),
    )


def _matrix_words(
    verification: Verification, remarks: Sequence[VerificationRemark], revision: int | None
) -> Iterator[str]:
    report = verification.document
    name = verification.committee.name
    source = (
        f"Báo cáo thẩm tra số {report.symbol} ngày {short_date(report.issued_on)}"
        if report
        else "báo cáo thẩm tra"
    )
    yield (
        f"Trên cơ sở {source} của {name} về {subject_of(verification.paper)}, cơ quan trình đã nghiên cứu "
        f"{prose_number(len(remarks))} ý kiến thẩm tra: {_answers([row.response for row in remarks])}."
    )
    if revision is not None:
        yield f"Nội dung tiếp thu được thể hiện tại dự thảo đã chỉnh lý (bản thứ {revision}) gửi kèm."
    yield "Trên đây là báo cáo tiếp thu, giải trình ý kiến thẩm tra (chi tiết tại bảng kèm theo)."


_ANSWERED: Final = {
    Response.TAKEN_IN.value: "tiếp thu",
    Response.PARTLY.value: "tiếp thu một phần",
    Response.EXPLAINED.value: "giải trình",
    "": "đang tiếp tục nghiên cứu",
}


def _answers(responses: Sequence[str]) -> str:
    """How many of all were answered in which way; ways in which none was are not named."""
    total = prose_number(len(responses))
    counted = ((words, responses.count(response)) for response, words in _ANSWERED.items())
    return ", ".join(f"{words} {prose_number(count)}/{total} ý kiến" for words, count in counted if count)


MATRIX: Final = (
    "STT",
    "Nội dung dự thảo",
    "Ý kiến thẩm tra",
    "Đề nghị chỉnh lý",
    "Kết quả",
    "Tiếp thu, giải trình của cơ quan trình",
    "Vị trí trong dự thảo đã chỉnh lý",
)
"""Heads of the table, in the document and in the workbook."""


def matrix_row(remark: VerificationRemark) -> tuple[int | str, ...]:
    """A remark with its answer, under `MATRIX`."""
    return (
        remark.position,
        remark.place,
        remark.remark,
        remark.request,
        RESPONSES[Response(remark.response)] if remark.response else "",
        remark.response_text,
        remark.response_place,
    )


def _matrix(remarks: Sequence[VerificationRemark]) -> Table:
    widths = (12, 28, 55, 45, 24, 60, 28)
    others = zip(MATRIX[1:], widths[1:], strict=True)
    columns = (
        Column(MATRIX[0], Align.CENTRE, widths[0]),
        *(Column(name, width=width) for name, width in others),
    )
    return Table(columns, tuple(matrix_row(row) for row in remarks), size=11)


def _owner_head(paper: Paper) -> Issuer:
    """The head of who answers: an agency has its own."""
    owner, council = paper.owner, paper.sitting.council
    if isinstance(owner, Committee):
        return house.committee(owner)
    if owner is None:
        return house.standing_committee(council)
    return Issuer(owner.name, (HeadLine(owner.name.upper(), bold=True),))


def _owner_number(paper: Paper) -> Number:
    """With room for the number; the symbol of an agency other than the People's Committee is its own to write."""
    owner, council = paper.owner, paper.sitting.council
    if isinstance(owner, Committee):
        return Number(f"BC-{house.committee_symbol(owner)}")
    if owner is None:
        return Number(f"BC-{council.standing_symbol}")
    return Number("BC-UBND" if owner.kind == Agency.Kind.PEOPLES_COMMITTEE else f"BC-{_OPEN}")


def _owner_signature(paper: Paper) -> Signature:
    owner = paper.owner
    if isinstance(owner, Committee):
        return house.committee_signature(owner)
    if owner is None:
        return house.STANDING_CHAIR
    collective = owner.kind == Agency.Kind.PEOPLES_COMMITTEE
    return Signature(("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH") if collective else ("THỦ TRƯỞNG CƠ QUAN",))
