"""What a service says when some of many rows are refused: the sentences stay with their rows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from core.errors import Refused


class RefusedRows(Refused):
    """Some rows were refused, so none was saved. `rows`: number of the row from 0 → field → sentence."""

    def __init__(self, rows: Mapping[int, Mapping[str, str]]) -> None:
        self.rows = {number: dict(problems) for number, problems in rows.items()}
        sentences = [
            _("Row %(number)s: %(problem)s") % {"number": number + 1, "problem": " ".join(problems.values())}
            for number, problems in self.rows.items()
        ]
        super().__init__(sentences)


def sentences(refusal: ValidationError) -> dict[str, str]:
    """A refusal as one sentence per field; what names no field stands under ""."""
    if not hasattr(refusal, "error_dict"):
        return {"": " ".join(refusal.messages)}
    return {field: " ".join(said) for field, said in refusal.message_dict.items()}


class Outcome(NamedTuple):
    """What was done to many papers, and what was not, with the reason of each."""

    done: list[Any]
    refused: list[tuple[Any, str]]
