"""Part 2 of the results: resolutions and how they are carried out (R01 to R08). Official text: always Vietnamese."""

from __future__ import annotations

from collections.abc import Iterator

from documents.administrative import Block, Heading, Level, Paragraph
from documents.language import capitalised, counted, prose_number, share
from reports.activity.material import Material
from reports.activity.phrases import annex_name, as_of, changed, during, list_of, number, times
from reports.activity.sittings import councils
from reports.activity.wording import enumerated, short

CHANGES = {
    "amends": "{n} văn bản được sửa đổi, bổ sung",
    "replaces": "{n} văn bản được thay thế",
    "repeals": "{n} văn bản bị bãi bỏ",
    "repeals_partly": "{n} văn bản bị bãi bỏ một phần",
}
TASKS = {
    "completed": "Đã hoàn thành",
    "in_progress": "Đang thực hiện",
    "overdue": "Quá hạn chưa hoàn thành",
    "not_done": "Không thực hiện được",
}


def resolutions(material: Material) -> Iterator[Block]:
    """Ban hành và triển khai nghị quyết."""
    told = ("R01", "R02", "R05", "R06", "R07", "R08")
    if not any(number(material, code) for code in told):
        return
    yield Heading(Level.ITEM, "Ban hành và triển khai nghị quyết")
    yield from (Paragraph(text) for text in _issued(material))
    yield from _tasks(material)


def _issued(material: Material) -> Iterator[str]:
    """What was adopted, by whom, and what became of the texts."""
    if number(material, "R01"):
        yield _adopted(material)
    if number(material, "R08"):
        standing = f"Thường trực HĐND {short(material.question.council)}"
        who = f"{standing} và Thường trực HĐND cấp dưới trực tiếp" if material.question.lower else standing
        yield f"Trong thời gian giữa hai kỳ họp, {who} đã ban hành {times(material, 'R08', 'nghị quyết')}."
    if number(material, "R02"):
        yield _sent_up(material)
    if number(material, "R05"):
        yield f"Đã công bố {times(material, 'R05', 'nghị quyết')} theo quy định."
    if number(material, "R07"):
        counts = material.facts.change_counts
        what = enumerated(
            words.format(n=prose_number(counts[kind])) for kind, words in CHANGES.items() if counts[kind]
        )
        yield f"Theo các nghị quyết có hiệu lực trong kỳ, có {what}."


def _adopted(material: Material) -> str:
    normative = material.facts.resolution_sum("adopted", lambda row: row.of_council and row.normative)
    counts = (("quy phạm pháp luật", normative), ("cá biệt", number(material, "R01") - normative))
    sorts = enumerated(f"{prose_number(n)} nghị quyết {words}" for words, n in counts if n)
    change = changed(material, "R01", "nghị quyết")
    since = (
        f"; lũy kế từ đầu nhiệm kỳ là {times(material, 'R03', 'nghị quyết')}" if _adds_up(material) else ""
    )
    return (
        f"{capitalised(during(material))}, {councils(material)} đã thông qua {times(material, 'R01', 'nghị quyết')} "
        f"({sorts}){change}{since} (chi tiết tại {annex_name(material, 'resolutions')})."
    )


def _adds_up(material: Material) -> bool:
    """Whether the term has more to tell than the period."""
    return number(material, "R03") > number(material, "R01")


def _sent_up(material: Material) -> str:
    signed = material.facts.resolution_sum("signed")
    in_time, late = number(material, "R04"), material.facts.resolution_sum("late")
    waiting = signed - in_time - late
    first = f"{share(in_time, signed, 'nghị quyết')} được gửi lên cấp trên đúng thời hạn" if in_time else ""
    rest = ((late, "gửi chậm"), (waiting, "chưa gửi"))
    parts = [first, *(f"{counted(n, 'nghị quyết')} {words}" for n, words in rest if n)]
    return f"Trong số {counted(signed, 'nghị quyết')} đã ký ban hành, có {enumerated(filter(None, parts))}."


def _tasks(material: Material) -> Iterator[Block]:
    """How the tasks of all resolutions stand on the day."""
    counts, total = material.facts.task_counts, number(material, "R06")
    if not total:
        return
    yield Paragraph(
        f"Đến {as_of(material)}, trong số {counted(total, 'nhiệm vụ')} triển khai nghị quyết đã giao:"
    )
    yield from list_of(
        f"{words}: {share(counts[key], total, 'nhiệm vụ')}" for key, words in TASKS.items() if counts[key]
    )
