"""Compares figures of the loaded country with what its plan says they are."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from django.conf import settings

from councils.models import Council
from portal.scale.loading import NOTED
from reports.figures import all_figures
from reports.figures.query import FigureQuery, Scope


class Difference(NamedTuple):
    """A figure that is not what the plan says."""

    council: str
    year: int
    code: str
    planned: int
    found: Any


def noted() -> dict[str, Any]:
    """What was loaded; raises FileNotFoundError where nothing was."""
    facts: dict[str, Any] = json.loads((Path(settings.DATA_DIR) / NOTED).read_text(encoding="utf-8"))
    return facts


def differences(slug: str, year: int, *, lower: bool = False) -> Iterator[Difference]:
    """Figures of a council in a year, as of its end, that differ from the plan; with the councils below if asked."""
    facts = noted()
    council = Council.objects.get(slug=slug)
    slugs = {slug}
    if lower:
        slugs |= set(Council.objects.filter(parent=council).values_list("slug", flat=True))
    planned: Counter[str] = Counter()
    for one in slugs & set(facts["councils"]):
        planned.update(facts["figures"][f"{one}:{year}"])
    end = min(date(year, 12, 31), date.fromisoformat(facts["until"]))
    scope = Scope.OWN_AND_LOWER if lower else Scope.OWN
    question = FigureQuery(council, scope, date(year, 1, 1), end, end)
    found = {figure.code: figure.value for figure in all_figures(question)}
    for code, value in sorted(planned.items()):
        if code in found and found[code] != value:
            yield Difference(slug, year, code, value, found[code])
