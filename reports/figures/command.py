"""The question of a figure as arguments of a command."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import CommandError, CommandParser
from django.utils.translation import gettext as _

from councils.models import Council
from reports.figures.query import FigureQuery, Scope


def add_question(parser: CommandParser) -> None:
    """Council, period, as-of day and scope."""
    parser.add_argument("--council", required=True, metavar="SLUG", help="short address, e.g. bao-thang")
    for name, meaning in (("from", "first day"), ("to", "last day"), ("as-of", "day of the results")):
        parser.add_argument(f"--{name}", required=True, metavar="YYYY-MM-DD", help=meaning)
    parser.add_argument("--scope", choices=[scope.value for scope in Scope], default=Scope.OWN.value)


def question_of(options: dict[str, Any]) -> FigureQuery:
    """The question; CommandError in one sentence for what is wrong with it."""
    council = Council.objects.filter(slug=options["council"]).first()
    if council is None:
        raise CommandError(_("No council has the short address “%(slug)s”.") % {"slug": options["council"]})
    first, last, as_of = (_day(options[name], name) for name in ("from", "to", "as_of"))
    try:
        return FigureQuery(council, Scope(options["scope"]), first, last, as_of).check()
    except ValidationError as refusal:
        raise CommandError(" ".join(refusal.messages)) from refusal


def _day(text: str, name: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        option = name.replace("_", "-")
        raise CommandError(
            f"--{option} “{text}” is not a day: write it as YYYY-MM-DD, e.g. 2023-09-30."
        ) from None
