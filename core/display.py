"""How a value reads on a page: numbers, days, moments, yes and no. Pure text; escaping is the caller's."""

from __future__ import annotations

from datetime import date, datetime, time
from decimal import Decimal
from typing import Any, Final

from django.utils import timezone
from django.utils.formats import number_format
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

NOTHING: Final = "–"
"""What stands where a value is missing."""


def number(value: float | Decimal | None, places: int | None = None) -> str:
    """1500 reads "1.500" in Vietnamese; 20.25 with one place reads "20,3"."""
    if value is None:
        return NOTHING
    if places is not None:
        value = Decimal(str(value)).quantize(Decimal(1).scaleb(-places), rounding="ROUND_HALF_UP")
    return number_format(value, decimal_pos=places, force_grouping=True)


def day(value: date | datetime | None) -> str:
    """A date as dd/mm/yyyy; of a moment, its date in Vietnam."""
    if value is None:
        return NOTHING
    if isinstance(value, datetime):
        value = _local(value)
    return value.strftime("%d/%m/%Y")


def moment(value: datetime | None) -> str:
    """A moment as dd/mm/yyyy HH:MM in Vietnam."""
    return NOTHING if value is None else _local(value).strftime("%d/%m/%Y %H:%M")


def period_words(first: date | None, last: date | None) -> str:
    """From, until, or both; nothing for a period without limits."""
    if first and last:
        return f"{day(first)} – {day(last)}"
    if first:
        return _("since %(day)s") % {"day": day(first)}
    return _("until %(day)s") % {"day": day(last)} if last else ""


def plain(value: Any) -> str:
    """Any value as a cell of a list or a fact of a page; safe markup keeps being safe."""
    match value:
        case None | "":
            return NOTHING
        case SafeString():
            return value
        case bool():
            return _("Yes") if value else _("No")
        case int() | float() | Decimal():
            return number(value)
        case datetime():
            return moment(value)
        case date():
            return day(value)
        case time():
            return value.strftime("%H:%M")
        case _:
            return str(value)


def _local(value: datetime) -> datetime:
    return timezone.localtime(value) if timezone.is_aware(value) else value
