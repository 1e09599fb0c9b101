"""Part 4 of the results: supervision and what it recommended (S01 to S09, P01 to P06). Always Vietnamese."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from documents.administrative import Block, Heading, Level, Paragraph
from documents.language import capitalised, counted, share
from reports.activity.material import Material
from reports.activity.phrases import annex_name, as_of, changed, during, list_of, number, times
from reports.activity.wording import MISSIONS, SUBJECTS, enumerated, short
from supervision.standing import UNFINISHED, Standing

_TOLD = ("S01", "S02", "S03", "S05", "S06", "S07", "S08", "S09", "P01", "P05")
_CODES = {"thematic": "S01", "survey": "S02"}


def supervision(material: Material) -> Iterator[Block]:
    """Giám sát, khảo sát; nothing where nobody supervised."""
    if not (any(number(material, code) for code in _TOLD) or material.facts.item_counts):
        return
    yield Heading(Level.ITEM, "Giám sát, khảo sát")
    yield from _decided(material)
    yield from (Paragraph(text) for text in _carried_out(material))
    yield from _recommended(material)


# --- Missions ---


def _decided(material: Material) -> Iterator[Block]:
    """Missions and surveys decided in the period, by who supervises."""
    kinds = [kind for kind, code in _CODES.items() if number(material, code)]
    if not kinds:
        return
    parts = [
        f"{times(material, _CODES[kind], 'cuộc')} {MISSIONS[kind].lower()}"
        f"{changed(material, _CODES[kind], 'cuộc')}"
        for kind in kinds
    ]
    lines = list(_by_supervisor(material))
    several = len(lines) > 1
    who = (
        f"các cơ quan của HĐND {short(material.question.council)}" if several else lines[0].partition(":")[0]
    )
    more = f" (chi tiết tại {annex_name(material, 'missions')})" if material.missions else ""
    yield Paragraph(
        f"{capitalised(during(material))}, {who} đã quyết định tổ chức {enumerated(parts)}{more}"
        f"{', trong đó:' if several else '.'}"
    )
    if several:
        yield from list_of(lines)


def _by_supervisor(material: Material) -> Iterator[str]:
    """The council, its Standing Committee, each committee by its name, the delegate groups."""
    counts: dict[tuple[int, str], Counter[str]] = {}
    order = list(SUBJECTS)
    for row in material.facts.mission_counts:
        if row.decided:
            name = row.committee or f"{SUBJECTS[row.subject]} {short(material.question.council)}"
            counts.setdefault((order.index(row.subject), name), Counter())[row.kind] += row.decided
    for (_place, name), kinds in sorted(counts.items()):
        yield f"{name}: {_kinds(kinds)}"


def _kinds(kinds: Counter[str]) -> str:
    return enumerated(
        f"{counted(kinds[kind], 'cuộc')} {words.lower()}" for kind, words in MISSIONS.items() if kinds[kind]
    )


def _carried_out(material: Material) -> Iterator[str]:
    """Sessions, papers, the programme, ongoing supervision, re-supervision."""
    if number(material, "S05"):
        at = f" tại {times(material, 'S04', 'cơ quan, đơn vị')}" if number(material, "S04") else ""
        yield f"Các Đoàn giám sát, khảo sát đã tổ chức {times(material, 'S05', 'buổi')} làm việc{at}."
    if number(material, "S07"):
        yield f"Đã ban hành {_papers(material)}."
    if material.facts.item_counts:
        done, planned = number(material, "S06"), material.facts.item_counts.total()
        told = (
            f"đã hoàn thành {share(done, planned, 'nội dung')}"
            if done
            else f"chưa hoàn thành nội dung nào trong {counted(planned, 'nội dung')}"
        )
        yield f"Đến {as_of(material)}, {told} của chương trình giám sát."
    ongoing = list(_ongoing(material))
    if ongoing:
        yield f"Qua giám sát thường xuyên, đã {enumerated(ongoing)}."
    if number(material, "S09"):
        seen = counted(material.facts.looked_at_again, "kiến nghị")
        yield f"Đã tổ chức {times(material, 'S09', 'cuộc')} giám sát lại việc thực hiện {seen} sau giám sát."


def _papers(material: Material) -> str:
    reports = material.facts.missions_by_subject("reported").total()
    conclusions = material.facts.missions_by_subject("concluded").total()
    parts = (
        (reports, "báo cáo kết quả giám sát, khảo sát"),
        (conclusions, "kết luận, nghị quyết về kết quả giám sát"),
    )
    return enumerated(counted(n, words) for n, words in parts if n)


def _ongoing(material: Material) -> Iterator[str]:
    if number(material, "S03"):
        yield f"theo dõi việc giải quyết {times(material, 'S03', 'nội dung')}"
    if number(material, "S08"):
        faulty = material.facts.text_counts["faulty"]
        found = f", trong đó {counted(faulty, 'văn bản')} có dấu hiệu trái pháp luật" if faulty else ""
        yield f"xem xét {times(material, 'S08', 'văn bản')} quy phạm pháp luật{found}"


# --- Recommendations ---


def _recommended(material: Material) -> Iterator[Block]:
    """Issued in the period and how they stand; then what is overdue, whenever it was issued."""
    if number(material, "P01"):
        whole = material.facts.standings
        change = changed(material, "P01", "kiến nghị")
        several = len(_supervisors(material)) > 1
        yield Paragraph(
            f"Qua giám sát, khảo sát đã đưa ra {times(material, 'P01', 'kiến nghị')}{change}; "
            f"tính đến {as_of(material)}, {standing_words(whole)}{', trong đó:' if several else '.'}"
        )
        if several:
            yield from list_of(
                f"{name}: {counted(counts.total(), 'kiến nghị')}, {standing_words(counts)}"
                for name, counts in _supervisors(material).items()
            )
    if number(material, "P05"):
        yield Paragraph(f"Còn {times(material, 'P05', 'kiến nghị')} quá hạn thực hiện, báo cáo.")


def _supervisors(material: Material) -> dict[str, Counter[str]]:
    """Recommendations by who supervised: a committee by its name; how each stands."""
    found: dict[tuple[int, str], Counter[str]] = {}
    order = list(SUBJECTS)
    for row in material.facts.recommended_counts:
        name = row.committee or f"{SUBJECTS[row.subject]} {short(material.question.council)}"
        found.setdefault((order.index(row.subject), name), Counter())[row.standing] += row.rows
    return {name: counts for (_place, name), counts in sorted(found.items())}


def standing_words(counts: Counter[str]) -> str:
    """How recommendations stand: "đã thực hiện xong 05, đang thực hiện 03 kiến nghị …"."""
    parts = (
        (counts[Standing.DONE], "đã thực hiện xong"),
        (sum(counts[one] for one in UNFINISHED), "đang thực hiện"),
        (counts[Standing.NOT_DONE], "chưa thực hiện"),
        (counts[Standing.NOT_APPLICABLE], "không còn phù hợp"),
    )
    return enumerated(f"{counted(n, 'kiến nghị')} {words}" for n, words in parts if n)
