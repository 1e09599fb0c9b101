"""Small phrases that every part of the report uses. Official text: always Vietnamese."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from core.text import roman
from documents.administrative import Block, ListItem
from documents.language import counted, period, short_date
from reports.activity.material import Material
from reports.activity.wording import compared, next_period, quantity


def number(material: Material, code: str) -> int:
    """A figure of the period as a plain count."""
    return int(material.now[code].value or 0)


def times(material: Material, code: str, unit: str) -> str:
    """A figure with its noun: "05 cuộc", "hơn 1.500 lượt cử tri"."""
    return counted(quantity(material.now[code]), unit)


def changed(material: Material, code: str, unit: str) -> str:
    """The change on the year before: ", tăng 05 cuộc so với cùng kỳ năm 2022"; nothing where there is no fair base."""
    return compared(material.now[code], material.before.get(code), unit, material.question)


def annex_name(material: Material, key: str) -> str:
    """How the text refers to an appendix: "Phụ lục II"."""
    return f"Phụ lục {roman(material.annexes.index(key) + 1)}"


def name_of(material: Material) -> str:
    """The period: "9 tháng đầu năm 2023"."""
    return period(material.question.start, material.question.end)


def during(material: Material) -> str:
    """The period in a sentence: "trong 9 tháng đầu năm 2023".

    A period without a name of its own is "trong kỳ báo cáo": the opening has given its two dates.
    """
    name = name_of(material)
    return "trong kỳ báo cáo" if name.startswith("từ ") else f"trong {name}"


def later(material: Material) -> str:
    """The period whose tasks are named."""
    return next_period(material.question.start, material.question.end)


def as_of(material: Material) -> str:
    """The day of the results."""
    return f"hết ngày {short_date(material.question.as_of)}"


def list_of(lines: Iterable[str]) -> Iterator[Block]:
    """Items that end with ";" and the last with "."."""
    found = list(lines)
    yield from (ListItem(f"{line};") for line in found[:-1])
    yield from (ListItem(f"{line}.") for line in found[-1:])
