"""Part 7 of the results: citizens received, letters dealt with (C01 to C08, L01 to L10). Always Vietnamese."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from documents.administrative import Block, Heading, Level, Paragraph
from documents.language import capitalised, counted, prose_number, share
from reports.activity.material import Material
from reports.activity.phrases import as_of, changed, during, number, times
from reports.activity.sittings import councils
from reports.activity.wording import MATTERS, RECEPTIONS, enumerated


def citizens(material: Material) -> Iterator[Block]:
    """Tiếp công dân, xử lý đơn; nothing where nobody came and nobody wrote."""
    received = number(material, "C01") or number(material, "C02")
    wrote = any(number(material, code) for code in ("L01", "L02", "L05", "L06", "L07", "L10"))
    if not (received or wrote):
        return
    yield Heading(Level.ITEM, "Tiếp công dân, xử lý đơn")
    if received:
        yield Heading(Level.POINT, "Tiếp công dân")
        yield from (Paragraph(text) for text in _reception(material))
    if wrote:
        yield Heading(Level.POINT, "Tiếp nhận, xử lý đơn")
        yield from (Paragraph(text) for text in _letters(material))


# --- Reception ---


def _reception(material: Material) -> Iterator[str]:
    held = Counter({row.kind: row.held for row in material.facts.session_counts})
    kinds = enumerated(
        f"{prose_number(held[kind])} buổi {words}" for kind, words in RECEPTIONS.items() if held[kind]
    )
    by = f", do {times(material, 'C06', 'đại biểu')} tiếp" if number(material, "C06") else ""
    change = changed(material, "C01", "buổi")
    told = f" ({kinds})" if len(held) > 1 else f" {RECEPTIONS[next(iter(held))]}" if held else ""
    yield (
        f"{capitalised(during(material))}, {councils(material)} đã tổ chức "
        f"{times(material, 'C01', 'buổi')} tiếp công dân{told}{by}{change}."
    )
    yield _visits(material)
    if number(material, "C08"):
        tasks = material.facts.conclusion_tasks[1]
        given = f", giao {counted(tasks, 'nhiệm vụ')} cho các cơ quan" if tasks else ""
        yield f"Đã ban hành {times(material, 'C08', 'thông báo kết luận')} tiếp công dân{given}."


def _visits(material: Material) -> str:
    rows = material.facts.visit_counts
    if not rows:
        return "Trong kỳ không có công dân đến."
    again = sum(row.repeated for row in rows)
    before = f", trong đó {counted(again, 'vụ việc')} công dân đã đến nhiều lần" if again else ""
    groups = (
        f"; có {times(material, 'C05', 'đoàn đông người')} với "
        f"{counted(sum(row.group_persons for row in rows), 'người')}"
        if number(material, "C05")
        else ""
    )
    kinds: Counter[str] = Counter()
    for row in rows:
        kinds[row.kind] += row.turns
    return (
        f"Đã tiếp {times(material, 'C02', 'lượt')} với {times(material, 'C03', 'người')} về "
        f"{times(material, 'C04', 'vụ việc')} ({_by_kind(kinds, 'vụ việc')}){before}{groups}."
    )


def _by_kind(counts: Counter[str], unit: str) -> str:
    return enumerated(
        f"{counted(counts[kind], unit)} {words}" for kind, words in MATTERS.items() if counts[kind]
    )


# --- Letters ---


def _letters(material: Material) -> Iterator[str]:
    yield _received(material)
    if number(material, "L01"):
        yield from _conditions(material)
    yield _account(material)
    if number(material, "L10"):
        yield f"Đã giám sát việc giải quyết {times(material, 'L10', 'vụ việc')}."
    if number(material, "L09"):
        reminded = material.facts.overdue_counts[1]
        sent = f"; đã đôn đốc {counted(reminded, 'lượt')}" if reminded else ""
        yield f"Đến {as_of(material)}, còn {times(material, 'L09', 'đơn')} đã chuyển quá hạn trả lời{sent}."


def _received(material: Material) -> str:
    """The whole part in one sentence, after the pattern of the form."""
    forwarded = number(material, "L05")
    came = f"Số đơn tiếp nhận là {times(material, 'L01', 'đơn')}{changed(material, 'L01', 'đơn')}"
    if not forwarded:
        return f"{came}."
    answers = (
        f" và nhận được {times(material, 'L08', 'văn bản trả lời')}"
        if number(material, "L08")
        else "; chưa nhận được văn bản trả lời"
    )
    return f"{came}; đã chuyển {times(material, 'L05', 'đơn')} đến cơ quan có thẩm quyền{answers}."


def _conditions(material: Material) -> Iterator[str]:
    """What came, and how much of it could be dealt with."""
    kinds: Counter[str] = Counter()
    for row in material.facts.received_counts:
        kinds[row.kind] += row.letters
    yield f"Trong số đơn tiếp nhận có {_by_kind(kinds, 'đơn')}."
    eligible, total = number(material, "L03"), number(material, "L01")
    if eligible:
        yield f"Có {share(eligible, total, 'đơn')} đủ điều kiện xử lý."


def _account(material: Material) -> str:
    """Received and carried over = dealt with and pending."""
    account = material.facts.account
    done = {
        "chuyển cơ quan có thẩm quyền": account.forwarded,
        "hướng dẫn": account.guided,
        "trả lời": account.replied,
        "trả lại": account.returned,
        "lưu": account.filed,
    }
    carried = (
        f" (gồm cả {counted(account.carried_over, 'đơn')} kỳ trước chuyển sang)"
        if account.carried_over
        else ""
    )
    handled = sum(done.values())
    left = f"; còn {counted(account.pending, 'đơn')} đang xử lý" if account.pending else ""
    total = f"Trong {counted(account.to_handle, 'đơn')} phải xử lý{carried}, "
    if not handled:
        return f"{total}cả {counted(account.pending, 'đơn')} đang được xử lý."
    parts = enumerated(f"{words} {counted(n, 'đơn')}" for words, n in done.items() if n)
    return f"{total}đã xử lý {counted(handled, 'đơn')} ({parts}){left}."
