"""Part 3 of the results: what the committees verified (V01 to V04). Official text: always Vietnamese."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from documents.administrative import Block, Heading, Level, Paragraph
from documents.language import counted, prose_number, share
from reports.activity.material import Material
from reports.activity.phrases import changed, list_of, number, times
from reports.activity.wording import enumerated, short

STOPPED = {
    "returned_incomplete": "trả lại {n} dự thảo để hoàn thiện",
    "withdrawn": "rút {n} dự thảo",
    "deferred": "hoãn trình {n} dự thảo sang kỳ họp sau",
}


def verification(material: Material) -> Iterator[Block]:
    """Thẩm tra, by committee."""
    if not any(number(material, code) for code in ("V01", "V02", "V03")):
        return
    yield Heading(Level.ITEM, "Thẩm tra")
    yield from _verified(material)
    yield from (Paragraph(text) for text in _results(material))


def _committees(material: Material) -> str:
    lower = " và các Ban của HĐND cấp dưới trực tiếp" if material.question.lower else ""
    return f"Các Ban của HĐND {short(material.question.council)}{lower}"


def _verified(material: Material) -> Iterator[Block]:
    meetings = f"tổ chức {times(material, 'V03', 'cuộc họp thẩm tra')}" if number(material, "V03") else ""
    papers = f"thẩm tra {times(material, 'V01', 'nội dung')} trình kỳ họp" if number(material, "V01") else ""
    did = ", ".join(filter(None, [meetings, papers]))
    if not did:
        return
    change = changed(material, "V01", "nội dung") if papers else ""
    shares = _by_committee(material)
    listed = len(shares) > 1
    yield Paragraph(f"{_committees(material)} đã {did}{change}{', trong đó:' if listed else '.'}")
    if listed:
        yield from list_of(f"{name}: {counted(n, 'nội dung')}" for name, n in shares.items())


def _by_committee(material: Material) -> dict[str, int]:
    """Papers by the name of the committee, the most first."""
    counts: Counter[str] = Counter()
    for row in material.facts.verified_counts:
        counts[row.committee] += row.papers
    return dict(sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])))


def _results(material: Material) -> Iterator[str]:
    """Reports in time, and drafts that were stopped."""
    total = number(material, "V01")
    if total:
        in_time = sum(row.in_time for row in material.facts.verified_counts)
        words = share(in_time, total, "báo cáo thẩm tra") if in_time else "Không có báo cáo thẩm tra"
        yield f"{'Có ' if in_time else ''}{words} được hoàn thành đúng thời hạn."
    if number(material, "V02"):
        counts = material.facts.stopped_counts
        what = enumerated(
            words.format(n=prose_number(counts[key])) for key, words in STOPPED.items() if counts[key]
        )
        yield f"Qua thẩm tra, đã {what}."
