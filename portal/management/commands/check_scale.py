"""`manage.py check_scale`: whether the figures of the loaded country are what its plan says."""

from __future__ import annotations

from random import Random
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from councils.models import Council, Level
from portal.scale.checking import differences, noted


class Command(BaseCommand):
    """Compares some councils' own figures, and of provinces those with the councils below."""

    help = "Compare figures of the country that load_scale made with those known in advance."

    def add_arguments(self, parser: CommandParser) -> None:
        """How many."""
        parser.add_argument("--councils", type=int, default=5, help="how many councils to look at")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Look, and fail where something differs."""
        facts = noted()
        dice = Random(facts["seed"])  # noqa: S311 - a fixed pattern is wanted, not a secret
        slugs = dice.sample(facts["councils"], min(options["councils"], len(facts["councils"])))
        provinces = Council.objects.filter(slug__in=facts["councils"], level=Level.PROVINCE)
        asked = [(slug, False) for slug in slugs]
        asked += [(slug, True) for slug in provinces.values_list("slug", flat=True)[:2]]
        wrong = [
            difference
            for slug, lower in asked
            for year in facts["years"]
            for difference in differences(slug, year, lower=lower)
        ]
        for one in wrong:
            self.stderr.write(
                f"{one.council} {one.year} {one.code}: planned {one.planned}, found {one.found}"
            )
        if wrong:
            raise CommandError(f"{len(wrong)} figures differ from the plan.")
        self.stdout.write(f"All figures of {len(asked)} questions a year are as planned.")
