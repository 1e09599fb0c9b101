"""The national deadline rules and swapped days, as they are loaded, for tests about due days."""

from __future__ import annotations

from councils.loaders import reference
from councils.models import CalendarException, DeadlineRule


def load_law() -> None:
    """Every rule and exception of the reference tables."""
    DeadlineRule.objects.bulk_create(reference.deadline_rules())
    CalendarException.objects.bulk_create(reference.calendar_exceptions())
