"""Part 3 of the results: voter contact, what was gathered, how it stands (indicators T01 to T08, O01 to O12)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from documents.administrative import Block, Heading, Level, Paragraph
from documents.language import classifier, counted, percent, prose_number, share, share_comparison
from reports.activity.material import Material
from reports.activity.phrases import annex_name, as_of, changed, list_of, number, times
from reports.activity.wording import LEVELS, OPINION, ROUNDS, against, short

_MOST_NAMED = 5
"""Fields named in a sentence; the appendix has them all."""
_CLASSES = {
    "O05": "Đã giải quyết xong",
    "O06": "Đang giải quyết",
    "O07": "Đã giải trình, cung cấp thông tin",
    "O08": "Chưa giải quyết",
    "O-none": "Chưa có kết quả (chưa trả lời hoặc đang xem xét văn bản trả lời)",
}


def contact(material: Material) -> Iterator[Block]:
    """Tiếp xúc cử tri và giải quyết ý kiến, kiến nghị."""
    yield Heading(Level.ITEM, "Tiếp xúc cử tri và giải quyết ý kiến, kiến nghị của cử tri")
    if not number(material, "T01") and not number(material, "O01"):
        yield Paragraph(
            "Trong kỳ không có cuộc tiếp xúc cử tri và không có ý kiến, kiến nghị nào được ghi nhận."
        )
        return
    yield from summary(material)
    yield Heading(Level.POINT, "Hoạt động tiếp xúc cử tri")
    yield from (Paragraph(text) for text in meetings(material))
    yield Heading(Level.POINT, "Tổng hợp, chuyển ý kiến, kiến nghị")
    yield from (Paragraph(text) for text in opinions(material))
    yield from results(material)


def summary(material: Material) -> Iterator[Block]:
    """The whole part in one sentence, after the pattern of the form."""
    if not number(material, "T01"):
        return
    question = material.question
    who = "HĐND hai cấp" if question.lower else f"HĐND {short(question.council)}"
    gathered = f"; tổng hợp được {times(material, 'O01', OPINION)}" if number(material, "O01") else ""
    yield Paragraph(
        f"Đại biểu {who} đã tiếp xúc cử tri tại {times(material, 'T01', 'cuộc')} "
        f"với {times(material, 'T04', 'lượt cử tri')} tham dự{gathered}."
    )


def meetings(material: Material) -> Iterator[str]:
    """How often, where, with whom."""
    change = changed(material, "T01", "cuộc")
    if not number(material, "T01"):
        yield f"Trong kỳ không có cuộc tiếp xúc cử tri{change}."
        return
    points = counted(number(material, "T02") + number(material, "T02-thematic"), "điểm")
    rounds = f" trong {times(material, 'T03', 'đợt')}" if number(material, "T03") else ""
    held = times(material, "T01", "cuộc")
    yield f"Đã tổ chức {held} tiếp xúc cử tri ({_kinds(material)}) tại {points}{rounds}{change}."
    spoken = f"; có {times(material, 'T05', classifier('T05'))}" if number(material, "T05") else ""
    yield f"Số lượt cử tri tham dự là {times(material, 'T04', 'lượt')}{spoken}."
    taken = material.facts.delegations
    if taken.participations and taken.seats:
        who = share(taken.delegates, taken.seats, "đại biểu")
        yield f"Có {who} tham gia tiếp xúc cử tri với {counted(taken.participations, 'lượt đại biểu')}."


def _kinds(material: Material) -> str:
    kinds: Counter[str] = Counter()
    for row in material.facts.attendance:
        kinds[row.kind] += row.meetings
    return ", ".join(
        f"{counted(kinds[kind], 'cuộc')} {words}" for kind, words in ROUNDS.items() if kinds[kind]
    )


def opinions(material: Material) -> Iterator[str]:
    """What was gathered, by field and competence, and what was sent on."""
    if number(material, "T07"):
        spot = times(material, "T08", "ý kiến")
        at_once = f", trong đó {spot} được trả lời ngay tại hội nghị" if number(material, "T08") else ""
        yield f"Cử tri nêu {times(material, 'T07', 'ý kiến')} tại các hội nghị{at_once}."
    change = changed(material, "O01", OPINION)
    if not number(material, "O01"):
        yield f"Trong kỳ không có ý kiến, kiến nghị nào được ghi nhận{change}."
        return
    yield f"Sau khi rà soát, tổng hợp, có {times(material, 'O01', OPINION)} được ghi nhận{change}."
    if fields := _shares(material.facts.by("field"), material.subjects, _MOST_NAMED):
        yield f"Theo lĩnh vực, nhiều nhất là: {fields} (chi tiết tại {annex_name(material, 'opinions')})."
    if levels := _shares(material.facts.by("level"), LEVELS, len(LEVELS)):
        yield f"Theo thẩm quyền giải quyết: {levels}."
    sent = (
        f"Đã chuyển {times(material, 'O02', OPINION)}"
        if number(material, "O02")
        else f"Chưa chuyển {OPINION} nào"
    )
    yield f"{sent} đến cơ quan có thẩm quyền giải quyết."


def _shares(counts: Counter[Any], names: Mapping[Any, str], most: int) -> str:
    """Words such as "giao thông 41 ý kiến (27,7%); đất đai 22 ý kiến (14,9%)": the largest first."""
    total = counts.total()
    ranked = sorted(((n, key) for key, n in counts.items() if key), key=lambda pair: (-pair[0], str(pair[1])))
    return "; ".join(
        f"{_small(names[key])} {prose_number(n)} ý kiến ({percent(n, total)})" for n, key in ranked[:most]
    )


def _small(name: str) -> str:
    """Inside a sentence; Trung ương keeps its capital."""
    return name if name == LEVELS["central"] else name[:1].lower() + name[1:]


def results(material: Material) -> Iterator[Block]:
    """How the opinions of the period stand on the as-of day: every class with its share of all."""
    total = number(material, "O01")
    if not total:
        return
    yield Heading(Level.POINT, "Kết quả giải quyết")
    yield Paragraph(f"Đến {as_of(material)}, trong số {counted(total, OPINION)} ghi nhận trong kỳ:")
    yield from list_of(
        f"{words}: {share(n, total, 'ý kiến')}{_scheduled(material) if code == 'O06' else ''}"
        for code, words in _CLASSES.items()
        if (n := number(material, code))
    )
    if rate := _rate_change(material):
        yield Paragraph(rate)
    yield Paragraph(_backlog(material))


def _scheduled(material: Material) -> str:
    planned = material.facts.count(result="scheduled")
    return f", trong đó {counted(planned, 'ý kiến')} đã có lộ trình" if planned else ""


def _rate_change(material: Material) -> str:
    before = material.before
    if "O01" not in before or not before["O01"].value:
        return ""
    now, then = [(int(one["O05"].value or 0), int(one["O01"].value or 0)) for one in (material.now, before)]
    return f"Tỷ lệ giải quyết xong {share_comparison(now, then, against=against(material.question))}."


def _backlog(material: Material) -> str:
    opened, _received, _settled, *_again = (part.value for part in material.now["O12"].breakdown)
    late = f"Có {times(material, 'O11', OPINION)}" if number(material, "O11") else f"Không có {OPINION}"
    left = number(material, "O12")
    if not opened and not left:
        return f"{late} quá hạn trả lời. Không có ý kiến tồn từ kỳ trước và tồn cuối kỳ."
    at_first = (
        f"Đầu kỳ tồn {counted(opened, 'ý kiến')} từ kỳ trước" if opened else "Không có ý kiến tồn từ kỳ trước"
    )
    at_last = f"cuối kỳ còn tồn {counted(left, 'ý kiến')}" if left else "cuối kỳ không còn ý kiến tồn"
    return f"{late} quá hạn trả lời. {at_first}; {at_last}."
