"""Part 1 of the results: sittings, papers, attendance and debate (A01 to A07). Official text: always Vietnamese."""

from __future__ import annotations

from collections.abc import Iterator

from documents import house
from documents.administrative import Block, Heading, Level, Paragraph
from documents.language import capitalised, counted, date_range, decimal, integer, prose_number, share
from reports.activity.material import Material
from reports.activity.notes import mean_delay
from reports.activity.phrases import changed, during, list_of, number, times
from reports.activity.wording import SITTINGS, days, enumerated, short
from sessions.models import Sitting

_MOST_LISTED = 12
"""Sittings told one by one; of more (two levels, a whole year) only how many."""
PAPERS = {"report": "báo cáo", "proposal": "tờ trình", "project": "đề án"}


def sittings(material: Material) -> Iterator[Block]:
    """Tổ chức kỳ họp."""
    told = ("A01", "A04", "A05", "A07")
    if not (any(number(material, code) for code in told) or material.facts.hall.halves):
        return
    yield Heading(Level.ITEM, "Tổ chức kỳ họp")
    if number(material, "A01"):
        yield Paragraph(_held(material))
        yield from _listed(material)
    yield from (Paragraph(text) for text in _course(material))


def councils(material: Material) -> str:
    """Whose work is told: "HĐND xã", with the councils below where they count too."""
    own = f"HĐND {short(material.question.council)}"
    return f"{own} và HĐND cấp dưới trực tiếp" if material.question.lower else own


def _held(material: Material) -> str:
    """The whole part in one sentence, after the pattern of the form."""
    counts = material.facts.sitting_kinds
    kinds = enumerated(
        f"{prose_number(counts[kind])} {words}" for kind, words in SITTINGS.items() if counts[kind]
    )
    length = f" trong {days(material.now['A02'].value or 0)}" if material.facts.hall.halves else ""
    did = [*_considered(material), *_adopted(material)]
    results = f", {enumerated(did)}" if did else ""
    change = changed(material, "A01", "kỳ họp").removeprefix(", ")
    compared = f" Số kỳ họp {change}." if change else ""
    who = councils(material) if material.question.lower else f"Thường trực {councils(material)}"
    held = f"{times(material, 'A01', 'kỳ họp')} ({kinds}){length}"
    return f"{capitalised(during(material))}, {who} đã chuẩn bị và tổ chức {held}{results}.{compared}"


def _kinds_of_papers(material: Material) -> dict[str, int]:
    counts = dict.fromkeys(PAPERS, 0)
    for row in material.facts.papers:
        if row.tabled:
            counts[row.kind] += row.tabled
    return {kind: n for kind, n in counts.items() if n}


def _considered(material: Material) -> Iterator[str]:
    if number(material, "A04"):
        noun = ", ".join(PAPERS[kind] for kind in _kinds_of_papers(material))
        yield f"xem xét {times(material, 'A04', noun)}"


def _adopted(material: Material) -> Iterator[str]:
    if number(material, "R01"):
        normative = material.facts.resolution_sum("adopted", lambda row: row.of_council and row.normative)
        among = f", trong đó có {counted(normative, 'nghị quyết quy phạm pháp luật')}" if normative else ""
        yield f"thông qua {times(material, 'R01', 'nghị quyết')}{among}"


def _listed(material: Material) -> Iterator[Block]:
    """Each sitting with its days, unless there are too many."""
    held = material.sittings
    if len(held) == 1:
        yield Paragraph(f"{_sitting(held[0], material)}.")
    elif len(held) <= _MOST_LISTED:
        yield Paragraph("Thời gian tổ chức các kỳ họp:")
        yield from list_of(_sitting(sitting, material) for sitting in held)


def _sitting(sitting: Sitting, material: Material) -> str:
    whose = "" if sitting.council_id == material.question.council.pk else f" của HĐND {sitting.council.name}"
    ordinal = house.sitting_words(sitting.number, sitting.council)
    first = sitting.opened_on or sitting.opens_on
    last = max(first, sitting.closed_on or sitting.closes_on)
    first_of_term = sitting.kind == Sitting.Kind.CONSTITUTING and sitting.number == 1
    kind = "" if first_of_term else f" ({SITTINGS[sitting.kind]})"
    return f"Kỳ họp {ordinal}{whose}{kind}: {date_range(first, last)}"


def _course(material: Material) -> Iterator[str]:
    """Papers by type, those that came late, who came and who spoke."""
    kinds = _kinds_of_papers(material)
    if len(kinds) > 1:
        parts = enumerated(counted(n, PAPERS[kind]) for kind, n in kinds.items())
        yield f"Tài liệu trình kỳ họp gồm {parts}."
    yield from _late(material)
    hall = material.facts.hall
    if hall.share is not None:
        present = f"{integer(hall.present)}/{integer(hall.seats)} lượt đại biểu có mặt"
        calls = counted(hall.calls, "phiên họp toàn thể")
        yield f"Tỷ lệ đại biểu dự họp bình quân đạt {decimal(hall.share, 1)}% (tính trên {calls}; {present})."
    if number(material, "A07"):
        yield f"Có {times(material, 'A07', 'lượt đại biểu')} phát biểu thảo luận{_places(material)}."


def _late(material: Material) -> Iterator[str]:
    received, late = sum(row.received for row in material.facts.papers), number(material, "A05")
    if late:
        delay = days(mean_delay(material))
        yield f"Có {share(late, received, 'tài liệu')} gửi chậm so với thời hạn, bình quân chậm {delay}."
    elif received:
        yield f"Cả {counted(received, 'tài liệu')} nhận trong kỳ đều được gửi đúng thời hạn."


def _places(material: Material) -> str:
    found = material.facts.turn_counts
    if not (found.plenary and found.group):
        return " tại hội trường" if found.plenary else " tại tổ"
    return f" ({counted(found.plenary, 'lượt')} tại hội trường, {counted(found.group, 'lượt')} tại tổ)"
