"""Due days of a sitting's steps and papers: the rules of its council, read once for all of them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from core.workdays import Calendar
from councils.calendar import DueDate, national_calendar
from councils.models import Council, DeadlineRule
from councils.rulebook import RuleBook


class Deadlines:
    """The deadline rules of one council by code; two queries, whatever is asked of it afterwards."""

    def __init__(self, council: Council, codes: Iterable[str], calendar: Calendar | None = None) -> None:
        """Read the rules of these codes, and the calendar unless the caller has it."""
        self.council = council
        self.calendar = calendar or national_calendar()
        found: dict[str, list[DeadlineRule]] = {}
        rules = DeadlineRule.objects.for_council(council).filter(code__in=set(codes))
        for rule in rules:
            found.setdefault(rule.code, []).append(rule)
        self._books = {code: RuleBook(rows) for code, rows in found.items()}

    def due(self, code: str, anchor: date) -> DueDate | None:
        """When something counted from `anchor` is due; None where no rule is in force at this level on that day.

        The same day as `councils.calendar.due_date` gives.
        """
        book = self._books.get(code)
        rule = book and book.choose(council_id=self.council.pk, level=self.council.level, day=anchor)
        if not rule:
            return None
        found = self.calendar.due_date(anchor, rule.offset, rule.unit, rule.direction)
        return DueDate(found.day, rule, anchor, found.estimated)

    def first_due(self, codes: Iterable[str], anchor: date) -> DueDate | None:
        """By the first of these codes that has a rule in force."""
        return next((due for code in codes if (due := self.due(code, anchor))), None)
