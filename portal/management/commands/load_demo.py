"""`manage.py load_demo`: builds the demonstration by rule, through the same services as the pages."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts.models import User
from councils.models import Council
from portal.demo import is_loaded, load


class Command(BaseCommand):
    """Safe to run again; refuses where demonstration data has no business."""

    help = (
        "Load the demonstration: councils whose figures equal published ones, and an account for each role."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Whether to leave a portal alone that somebody already works in."""
        parser.add_argument("--if-empty", action="store_true", help="do nothing where any account exists")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Check, register councils if needed, load in one transaction."""
        if not settings.DEMONSTRATION_ALLOWED:
            raise CommandError("Demonstration data is not allowed under these settings.")
        if is_loaded():
            self._say("The demonstration is already loaded.", options)
            return
        if options["if_empty"] and User.objects.exists():
            self._say("Accounts exist: nothing was loaded.", options)
            return
        if not Council.objects.filter(slug="bao-thang").exists():
            call_command("load_councils", verbosity=0)
        self._say("Loading the demonstration (less than a minute)…", options)
        load()
        self._say("The demonstration is loaded; `manage.py demo_accounts` lists its accounts.", options)

    def _say(self, sentence: str, options: dict[str, Any]) -> None:
        if options["verbosity"]:
            self.stdout.write(sentence)
