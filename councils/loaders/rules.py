"""Brings the shipped deadline rules in. A rule is known by what its first edition was; only the newest is compared."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import Final

from django.utils import timezone

from councils.loaders.sync import Tally
from councils.models import DeadlineRule

COLUMNS: Final = (
    "name",
    "name_en",
    "anchor",
    "offset",
    "unit",
    "direction",
    "effective_from",
    "effective_to",
    "legal_basis",
    "confidence",
)


def load_rules(wanted: Sequence[DeadlineRule], *, refresh: bool) -> Tally:
    """Add the rules that are missing; `refresh` also puts edited ones back, each through a new edition.

    Superseded editions are never touched, and due days that were given stay as they are.
    """
    newest = _newest()
    missing = [rule for rule in wanted if _key(rule) not in newest]
    differing = [
        (rule, newest[_key(rule)])
        for rule in wanted
        if _key(rule) in newest and _values(rule) != _values(newest[_key(rule)])
    ]
    DeadlineRule.objects.bulk_create(missing)
    tally = Tally(created=len(missing), unchanged=len(wanted) - len(missing) - len(differing))
    if not refresh:
        tally.kept = len(differing)
        return tally
    edited = [old.pk for _rule, old in differing]
    DeadlineRule.objects.filter(pk__in=edited).update(superseded_at=timezone.now())
    DeadlineRule.objects.bulk_create(_edition(rule, old) for rule, old in differing)
    tally.changed = len(differing)
    return tally


def _newest() -> dict[Hashable, DeadlineRule]:
    """The newest edition of each national rule, by the key of its first one."""
    rules = {rule.pk: rule for rule in DeadlineRule.objects.filter(council__isnull=True)}
    found: dict[Hashable, DeadlineRule] = {}
    for rule in rules.values():
        if rule.is_current:
            first = rule
            while first.replaces_id is not None:
                first = rules[first.replaces_id]
            if _key(first) not in found or _key(rule) == _key(first):
                found[_key(first)] = rule
    return found


def _key(rule: DeadlineRule) -> Hashable:
    return rule.code, rule.level, rule.effective_from


def _values(rule: DeadlineRule) -> list[object]:
    return [getattr(rule, column) for column in COLUMNS]


def _edition(wanted: DeadlineRule, old: DeadlineRule) -> DeadlineRule:
    """The shipped rule as the next edition of the one that stands in its place."""
    wanted.replaces, wanted.edition = old, old.edition + 1
    return wanted
