"""Dates, hours and periods as Decree 30/2020 and the offices write them."""

from __future__ import annotations

import calendar
import datetime as dt

from core.text import roman

_LEADING_ZERO_DAYS = 10
_LEADING_ZERO_MONTHS = 2
_BLANK = "\N{NO-BREAK SPACE}" * 3


def _day(value: dt.date) -> str:
    return f"{value.day:02d}" if value.day < _LEADING_ZERO_DAYS else str(value.day)


def month_number(month: int) -> str:
    """The month with its zero for January and February only (Decree 30/2020, Annex I): "02", "3"."""
    return f"{month:02d}" if month <= _LEADING_ZERO_MONTHS else str(month)


def long_date(value: dt.date, *, blank_day: bool = False) -> str:
    """The date of headings, legal bases and titles: "ngày 05 tháng 02 năm 2026".

    `blank_day` leaves room for the day, which is written in when the paper is signed.
    """
    day = _BLANK if blank_day else _day(value)
    return f"ngày {day} tháng {month_number(value.month)} năm {value.year}"


def short_date(value: dt.date) -> str:
    """The date of running text and tables in a document: "05/3/2026" (screens keep dd/mm/yyyy)."""
    return f"{_day(value)}/{month_number(value.month)}/{value.year}"


def hour(value: dt.time, *, minutes_of_meeting: bool = False) -> str:
    """A time of day: "7 giờ 45 phút" in an agenda, "08 giờ 00 phút" in the minutes of a meeting."""
    if minutes_of_meeting:
        return f"{value.hour:02d} giờ {value.minute:02d} phút"
    return f"{value.hour} giờ" + (f" {value.minute:02d} phút" if value.minute else "")


def date_range(start: dt.date, end: dt.date) -> str:
    """Two dates in words: "từ ngày 05/3/2026 đến ngày 20/3/2026"; one day is "ngày 05/3/2026"."""
    if start == end:
        return f"ngày {short_date(start)}"
    return f"từ ngày {short_date(start)} đến ngày {short_date(end)}"


def period(start: dt.date, end: dt.date) -> str:
    """The name of a reporting period: "9 tháng đầu năm 2023", "quý III năm 2026", "tháng 3 năm 2026".

    A span that has no name of its own is given by its two dates.
    """
    if end < start:
        raise ValueError("A period cannot end before it begins.")
    whole_months = start.day == 1 and end.day == calendar.monthrange(end.year, end.month)[1]
    name = _month_span(start.month, end.month) if whole_months and start.year == end.year else None
    return f"{name} {start.year}" if name else date_range(start, end)


def _month_span(first: int, last: int) -> str | None:
    """The name of whole months of one year, without the year itself."""
    named = {
        (1, 12): "năm",
        (1, 6): "6 tháng đầu năm",
        (1, 9): "9 tháng đầu năm",
        (7, 12): "6 tháng cuối năm",
    }
    if (first, last) in named:
        return named[first, last]
    if first == last:
        return f"tháng {first} năm"
    if last - first == 2 and last % 3 == 0:  # noqa: PLR2004 - the three months of a quarter
        return f"quý {roman(last // 3)} năm"
    return None
