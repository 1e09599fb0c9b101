"""Field lists that councils use, offered as a start, and the usual words of their people."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

_FOLDER: Final = Path(__file__).resolve().parent / "reference"

LIST_NAMES: Final[dict[str, str | Promise]] = {
    "a": _("Eight broad fields, policy first"),
    "b": _("Six broad fields, works first"),
    "c": _("Three fields after the committees"),
}
"""What the lists are called; their rows stand in `reference/field_lists.csv`."""


@dataclass(frozen=True, slots=True)
class OfferedField:
    """A field as a list offers it."""

    code: str
    name: str
    name_en: str
    committee_view: str
    order: int


@cache
def field_lists() -> dict[str, tuple[OfferedField, ...]]:
    """The lists by their letter."""
    return {
        letter: tuple(
            OfferedField(
                row["code"], row["name_vi"], row["name_en"], row["committee_view"], int(row["order"])
            )
            for row in rows
        )
        for letter, rows in groupby(_rows("field_lists.csv"), key=itemgetter("list"))
    }


@cache
def usual_words() -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Words of people, each with the names of fields that it may mean; the first that a council offers is meant."""
    return tuple((row["word"], tuple(row["meaning"].split("|"))) for row in _rows("usual_words.csv"))


def _rows(name: str) -> list[dict[str, str]]:
    with (_FOLDER / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
