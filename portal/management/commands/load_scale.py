"""`manage.py load_scale`: fill an empty database with a country by rule, for measuring."""

from __future__ import annotations

import time
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from councils.models import Council
from portal.scale.loading import Order, load, refuse_other_data
from portal.scale.plan import WHOLE_COUNTRY


class Command(BaseCommand):
    """Refuses a database that holds other data."""

    help = "Fill an empty database with councils, years of records and their history, by COPY, for measuring."

    def add_arguments(self, parser: CommandParser) -> None:
        """How much."""
        size = parser.add_mutually_exclusive_group()
        size.add_argument("--councils", type=int, help="how many councils")
        size.add_argument(
            "--fraction", type=float, default=0.01, help="share of the country's councils (default: 0.01)"
        )
        parser.add_argument("--years", type=int, default=5, help="how many years (default: 5)")
        parser.add_argument("--seed", type=int, default=1, help="the dice's seed: one seed, one country")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Register councils if needed, load, say what came of it."""
        councils = options["councils"]
        if councils is None:
            councils = round(WHOLE_COUNTRY * options["fraction"])
        if not 1 <= councils <= WHOLE_COUNTRY or not 1 <= options["years"] <= 10:  # noqa: PLR2004 - plain limits
            raise CommandError(f"Between 1 and {WHOLE_COUNTRY} councils, and between 1 and 10 years.")
        refuse_other_data()
        if not Council.objects.exists():
            call_command("load_councils", verbosity=0)
        self.began = time.monotonic()
        order = Order(councils, options["years"], options["seed"], timezone.localdate())
        noted = load(order, self.tell if options["verbosity"] else lambda *_numbers: None)
        if options["verbosity"]:
            self.stdout.write(f"\nThe figures known in advance are in {noted.name} of the data folder.")

    def tell(self, done: int, every: int, rows: int) -> None:
        """A bar on one line."""
        share = done / every
        spent = time.monotonic() - self.began
        bar = "█" * round(30 * share)
        line = f"\r[{bar:<30}] {done}/{every} councils, {rows:,} rows, {spent:.0f} s"
        self.stdout.write(line, ending="")
        self.stdout.flush()
