"""`manage.py reseal`: seals every identity anew with the first of FIELD_KEYS, so that an old key can be taken away."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from voters.services import reseal_all


class Command(BaseCommand):
    """Safe to run as often as wanted, also while people work."""

    help = "Seal all identities and scans anew with the first key of FIELD_KEYS."

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Say how many."""
        self.stdout.write(f"{reseal_all()} identities sealed with the first key.")
