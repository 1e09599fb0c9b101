"""`manage.py figures`: every figure of a council for a period, as of a day, with the address of its rows."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from reports.figures import Figure, all_figures
from reports.figures.command import add_question, question_of
from reports.figures.query import absolute


class Command(BaseCommand):
    """The same figures as on the pages, for the terminal and for other programs."""

    help = "Print every figure of a council (A, R, V, T, O) for a period, as of a day."

    def add_arguments(self, parser: CommandParser) -> None:
        """The question, and how to print the answer."""
        add_question(parser)
        parser.add_argument("--format", choices=["json", "table"], default="table")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Compute and print."""
        figures = all_figures(question_of(options))
        self.stdout.write(_json(figures) if options["format"] == "json" else _table(figures))


def as_data(figure: Figure) -> dict[str, Any]:
    """A figure as plain data; addresses are absolute, the qualifier in English words."""
    return {
        "code": figure.code,
        "name": figure.name,
        "value": float(figure.value) if isinstance(figure.value, Decimal) else figure.value,
        "qualifier": figure.qualifier.value.replace("_", " "),
        "unit": figure.unit,
        "note": figure.note,
        "definition": figure.definition,
        "url": absolute(figure.url),
        "breakdown": [
            {"label": part.label, "value": part.value, "url": absolute(part.url) if part.url else ""}
            for part in figure.breakdown
        ],
    }


def _json(figures: list[Figure]) -> str:
    return json.dumps([as_data(figure) for figure in figures], ensure_ascii=False, indent=2)


def _table(figures: list[Figure]) -> str:
    code, name = max(len(figure.code) for figure in figures), max(len(figure.name) for figure in figures)
    lines = []
    for figure in figures:
        value = f"{figure.qualifier_text} {figure.value_text}".strip()
        lines.append(f"{figure.code:<{code}}  {figure.name:<{name}}  {value:>12}  {figure.note}".rstrip())
        lines += [f"{'':<{code}}    {part.label:<{name - 2}}  {part.value:>12}" for part in figure.breakdown]
    return "\n".join(lines)
