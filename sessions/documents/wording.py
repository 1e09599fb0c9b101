"""The words that documents of one sitting share: its head, its name, its half-days, its signatures."""

from __future__ import annotations

from typing import Final

from core.text import roman
from councils.models import Council
from documents import house
from documents.administrative import HeadLine, Issuer, Signature
from documents.language import short_date
from sessions.models import PlenaryMeeting, Sitting

_PARTS: Final = {
    PlenaryMeeting.Part.MORNING: "sáng",
    PlenaryMeeting.Part.AFTERNOON: "chiều",
    PlenaryMeeting.Part.EVENING: "tối",
}
_TO_SIGN: Final = "(ký tên, ghi rõ họ tên)"


def ordinal_of(sitting: Sitting) -> str:
    """The ordinal in the council's own style: "thứ Năm"."""
    return house.sitting_words(sitting.number, sitting.council)


def sitting_name(sitting: Sitting) -> str:
    """In a sentence or a title: "Kỳ họp thứ Năm Hội đồng nhân dân xã X khóa I, nhiệm kỳ 2026 - 2031"."""
    term = house.term_words(sitting.council_term)
    return f"Kỳ họp {ordinal_of(sitting)} {sitting.council.full_name} {term}".strip()


def sitting_head(sitting: Sitting) -> Issuer:
    """The head of papers of the sitting itself (forms.md kind 16): council, unit, term and sitting."""
    council, ordinal = sitting.council, sitting.council_term.ordinal
    term = f"KHÓA {roman(ordinal)}, " if ordinal else ""
    lines = ("HỘI ĐỒNG NHÂN DÂN", council.name.upper(), f"{term}KỲ HỌP {ordinal_of(sitting).upper()}")
    return Issuer(sitting_name(sitting), tuple(HeadLine(line, bold=True) for line in lines))


def short_council(council: Council) -> str:
    """The council where it was named in full before: "HĐND xã"."""
    return f"HĐND {council.unit_word}"


def half_day_words(meeting: PlenaryMeeting) -> str:
    """A half-day in a sentence: "phiên họp sáng ngày 14/7/2026", "phiên thảo luận tổ chiều ngày 14/7/2026"."""
    part = _PARTS[PlenaryMeeting.Part(meeting.part)]
    name = "phiên thảo luận tổ" if meeting.kind == PlenaryMeeting.Kind.GROUPS else "phiên họp"
    return f"{name} {part} ngày {short_date(meeting.day)}"


def signatures(sitting: Sitting) -> tuple[Signature, Signature]:
    """Secretary left, chair right; the names where only one of each is known."""
    return (
        Signature(("THƯ KÝ KỲ HỌP",), _only(sitting.secretaries), _TO_SIGN),
        Signature(("CHỦ TỌA KỲ HỌP",), _only(sitting.chair), _TO_SIGN),
    )


def _only(names: str) -> str:
    """A name that stands alone; of several nobody knows who signs."""
    return "" if any(mark in names for mark in (",", ";")) or " và " in names else names


def small(text: str) -> str:
    """A title inside a sentence: "Về việc …" becomes "về việc …"; capitals of names and symbols stay."""
    return text[:1].lower() + text[1:] if text[1:2].islower() else text
