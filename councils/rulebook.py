"""Which rule of several applies: the council's own first, then that of its level, then the general one."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from councils.models import DeadlineRule


class RuleBook:
    """The rules of one code as they stand at one moment."""

    def __init__(self, rules: Iterable[DeadlineRule]) -> None:
        """Of one council and level, the latest first."""
        self._found: dict[tuple[int | None, str], list[DeadlineRule]] = {}
        for rule in sorted(rules, key=lambda rule: rule.effective_from or date.min, reverse=True):
            self._found.setdefault((rule.council_id, rule.level), []).append(rule)

    def choose(self, *, council_id: int, level: str, day: date) -> DeadlineRule | None:
        """The rule for a council of this level on a day."""
        for key in ((council_id, level), (council_id, ""), (None, level), (None, "")):
            for rule in self._found.get(key, ()):
                if rule.covers(day):
                    return rule
        return None
