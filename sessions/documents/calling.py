"""What the documents that call a sitting have in common: how it is named, of which kind, when. Always Vietnamese."""

from __future__ import annotations

from datetime import date
from typing import Final

from documents import house
from documents.administrative import Signature
from documents.language import prose_number, short_date
from sessions.models import PlenaryMeeting, Sitting

Kind = Sitting.Kind
Part = PlenaryMeeting.Part

_KINDS: Final = {
    Kind.CONSTITUTING: "kỳ họp đầu nhiệm kỳ",
    Kind.MIDYEAR: "kỳ họp thường lệ giữa năm {year}",
    Kind.YEAREND: "kỳ họp thường lệ cuối năm {year}",
    Kind.THEMATIC: "kỳ họp chuyên đề",
    Kind.URGENT: "kỳ họp giải quyết công việc phát sinh đột xuất",
    Kind.EXTRAORDINARY: "kỳ họp bất thường",
}
PARTS: Final = {Part.MORNING: "Buổi sáng", Part.AFTERNOON: "Buổi chiều", Part.EVENING: "Buổi tối"}
_WEEKDAYS: Final = ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật")

SIGNERS: Final[dict[str, Signature]] = {
    "chair": house.STANDING_CHAIR,
    "vice_chair": house.STANDING_VICE,
    "office": house.BY_ORDER,
}
"""Who signs for the Standing Committee; the office only where the working regulations allow it."""


def kind_words(sitting: Sitting) -> str:
    """What kind of sitting it is: "kỳ họp thường lệ giữa năm 2026"."""
    return _KINDS[Kind(sitting.kind)].format(year=sitting.opens_on.year)


def short_name(sitting: Sitting) -> str:
    """For example "Kỳ họp thứ Năm"."""
    return f"Kỳ họp {house.sitting_words(sitting.number, sitting.council)}"


def full_name(sitting: Sitting) -> str:
    """For example "Kỳ họp thứ Năm Hội đồng nhân dân xã Bảo Thắng khóa I, nhiệm kỳ 2026 - 2031"."""
    term = house.term_words(sitting.council_term)
    return f"{short_name(sitting)} {sitting.council.full_name} {term}".strip()


def weekday(day: date) -> str:
    """For example "thứ Ba, ngày 14/7/2026"."""
    return f"{_WEEKDAYS[day.weekday()]}, ngày {short_date(day)}"


def half_day(meeting: PlenaryMeeting) -> str:
    """For example "Buổi sáng thứ Ba, ngày 14/7/2026"; a discussion in groups says so."""
    groups = " (thảo luận tại tổ)" if meeting.kind == PlenaryMeeting.Kind.GROUPS else ""
    return f"{PARTS[Part(meeting.part)]} {weekday(meeting.day)}{groups}"


def days_words(sitting: Sitting) -> str:
    """For example "02 ngày, từ ngày 14/7/2026 đến ngày 15/7/2026"."""
    first, last = sitting.opens_on, sitting.closes_on
    if first == last:
        return f"01 ngày, {weekday(first)}"
    days = (last - first).days + 1
    return f"{prose_number(days)} ngày, từ ngày {short_date(first)} đến ngày {short_date(last)}"
