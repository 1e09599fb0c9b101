"""The body of an activity report: results, assessment, tasks. Parts without records are left out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from documents import house
from documents.administrative import Block, Heading, Level, Paragraph
from documents.language import capitalised, counted, date_range, share
from reports.activity.citizens import citizens
from reports.activity.contact import contact
from reports.activity.material import Material
from reports.activity.phrases import as_of, during, later, list_of, name_of, number, times
from reports.activity.resolutions import resolutions
from reports.activity.sittings import councils, sittings
from reports.activity.supervision import supervision
from reports.activity.verification import verification
from reports.activity.wording import OPINION, REASONS, SITTINGS, short


def body(material: Material) -> tuple[Block, ...]:
    """All blocks in order."""
    return (
        *opening(material),
        Heading(Level.SECTION, "KẾT QUẢ HOẠT ĐỘNG"),
        *sittings(material),
        *resolutions(material),
        *verification(material),
        *supervision(material),
        *contact(material),
        *citizens(material),
        Heading(Level.SECTION, "ĐÁNH GIÁ CHUNG"),
        *assessment(material),
        Heading(Level.SECTION, f"NHIỆM VỤ TRỌNG TÂM {later(material).upper()}"),
        *tasks(material),
        Paragraph(
            f"Trên đây là Báo cáo kết quả hoạt động {name_of(material)} của Thường trực HĐND "
            f"{material.question.council.name}."
        ),
    )


def opening(material: Material) -> Iterator[Block]:
    """On what ground, and which records count as of which day: said once, on top."""
    question, unit = material.question, short(material.question.council)
    rules = "Quy chế hoạt động" if question.end.year < 2025 else "Quy chế làm việc"  # noqa: PLR2004 - Law 72/2025
    yield Paragraph(
        f"Thực hiện {rules} của Hội đồng nhân dân (HĐND) {question.council.name} và chương trình công tác năm "
        f"{question.end.year}, Thường trực HĐND {unit} báo cáo kết quả hoạt động {name_of(material)} và nhiệm vụ "
        f"trọng tâm {later(material)} như sau:"
    )
    yield Paragraph(
        f"Số liệu tính cho {councils(material)}, {during(material)}, đến {as_of(material)}. Kỳ họp tính theo ngày khai "
        "mạc; nghị quyết theo ngày thông qua; cuộc giám sát, khảo sát theo ngày quyết định; ý kiến, kiến nghị "
        "của cử tri theo ngày ghi nhận; kết quả giải quyết là kết quả của các ý kiến, kiến nghị đó đến "
        f"{as_of(material)}.",
        italic=True,
    )


def assessment(material: Material) -> Iterator[Block]:
    """Ưu điểm, hạn chế, nguyên nhân: only what figures show."""
    yield from _item("Kết quả nổi bật", _strengths(material))
    yield from _item("Hạn chế", _limits(material))
    yield from _item("Nguyên nhân", _causes(material))


def _item(title: str, lines: Iterable[str]) -> Iterator[Block]:
    found = list(lines)
    if found:
        yield Heading(Level.ITEM, title)
        yield from list_of(found)


def _strengths(material: Material) -> Iterator[str]:
    taken, total = material.facts.delegations, number(material, "O01")
    if taken.delegates and taken.seats:
        yield f"Tỷ lệ đại biểu tham gia tiếp xúc cử tri đạt {share(taken.delegates, taken.seats, 'đại biểu')}"
    if answered := number(material, "O09"):
        yield f"Số ý kiến, kiến nghị đã được trả lời là {share(answered, total, 'ý kiến')}"
    if number(material, "T08"):
        yield f"Có {times(material, 'T08', 'ý kiến')} được trả lời ngay tại hội nghị tiếp xúc cử tri"


def _limits(material: Material) -> Iterator[str]:
    if number(material, "A05"):
        yield f"Còn {times(material, 'A05', 'tài liệu kỳ họp')} gửi chậm so với thời hạn"
    if late := material.facts.task_counts["overdue"]:
        yield f"Còn {counted(late, 'nhiệm vụ')} triển khai nghị quyết quá hạn chưa hoàn thành"
    words = {"O11": "quá hạn trả lời", "O08": "chưa giải quyết", "O-none": "chưa có kết quả"}
    for code, what in words.items():
        if number(material, code):
            yield f"Còn {times(material, code, OPINION)} {what}"
    if late := number(material, "P05"):
        yield f"Còn {counted(late, 'kiến nghị')} sau giám sát quá hạn thực hiện, báo cáo"
    if late := number(material, "L09"):
        yield f"Còn {counted(late, 'đơn')} đã chuyển quá hạn trả lời"
    if not any(number(material, code) for code in words):
        yield f"Không có {OPINION} quá hạn trả lời hoặc chưa giải quyết tính đến {as_of(material)}"


def _causes(material: Material) -> Iterator[str]:
    for reason, words in REASONS.items():
        n = material.facts.count(result="unresolved", reason=reason)
        if n:
            yield f"{capitalised(words)}: {counted(n, 'ý kiến')}"


def tasks(material: Material) -> Iterator[Block]:
    """What the records themselves ask for next."""
    yield from list_of(_tasks(material))


def _open_tasks(material: Material) -> Iterator[str]:
    """Tasks of resolutions that are still to be done."""
    counts = material.facts.task_counts
    left = counts["in_progress"] + counts["overdue"]
    if left:
        late = (
            f", trước hết là {counted(counts['overdue'], 'nhiệm vụ')} đã quá hạn" if counts["overdue"] else ""
        )
        yield f"Đôn đốc thực hiện {counted(left, 'nhiệm vụ')} triển khai nghị quyết còn lại{late}"


def _tasks(material: Material) -> Iterator[str]:
    for sitting in material.coming_sittings:
        ordinal = house.sitting_words(sitting.number, material.question.council)
        yield (
            f"Chuẩn bị và tổ chức kỳ họp {ordinal} ({SITTINGS[sitting.kind]}), "
            f"dự kiến {date_range(sitting.opens_on, sitting.closes_on)}"
        )
    for planned in material.coming_rounds:
        name = planned.name[:1].lower() + planned.name[1:]
        yield f"Tổ chức {name}, {date_range(planned.starts_on, planned.ends_on)}"
    yield from _open_tasks(material)
    if number(material, "P03"):
        late = times(material, "P05", "kiến nghị")
        first = f", trước hết là {late} đã quá hạn" if number(material, "P05") else ""
        yield f"Đôn đốc thực hiện {times(material, 'P03', 'kiến nghị')} sau giám sát còn lại{first}"
    if number(material, "O12"):
        late = times(material, "O11", OPINION)
        first = f", trước hết là {late} đã quá hạn trả lời" if number(material, "O11") else ""
        yield f"Đôn đốc các cơ quan giải quyết {times(material, 'O12', OPINION)} còn tồn{first}"
    if scheduled := material.facts.count(result="scheduled"):
        yield f"Theo dõi việc thực hiện lộ trình đã cam kết đối với {counted(scheduled, OPINION)}"
    yield "Thông báo kết quả giải quyết đến cử tri tại các hội nghị tiếp xúc cử tri tiếp theo"
