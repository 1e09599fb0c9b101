"""`manage.py load_councils`: registers every council of the country and the reference tables."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from councils.loaders.registry import load_registry
from councils.loaders.sync import Tally


class Command(BaseCommand):
    """Safe to run as often as wanted: what is there stays as people left it."""

    help = (
        "Register the 34 provinces, 3,321 communes and older councils with their terms and successors, "
        "the fields, deadline rules and swapped working days. Rows edited here are kept."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """The one choice: what happens to rows that people edited."""
        parser.add_argument(
            "--refresh", action="store_true", help="put edited rows back to the shipped values"
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        """Load and print one line per kind of row, then the sum; nothing with `--verbosity 0`."""
        report = load_registry(refresh=options["refresh"])
        if not options["verbosity"]:
            return
        for kind, done in report.items():
            self.stdout.write(f"{kind}: {done}")
        self.stdout.write(self.style.SUCCESS(f"all: {sum(report.values(), Tally())}"))
