"""Deadline rules come in editions: whoever changes one writes a new row, and the old one stays readable.

A record keeps the edition that gave it its day. At every moment one current row at most answers for a code, level and
council from a day on: the old edition is superseded before the new one is written.
"""

from __future__ import annotations

from datetime import date
from typing import Any, Final

import pghistory
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from core.display import period_words
from core.errors import Refused
from councils.models import Council, DeadlineRule

CHANGEABLE: Final = frozenset(
    {
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
    }
)
"""What an edition may say otherwise. Code, level and council are what a rule is: another one is another rule."""


def own_value(rule: DeadlineRule, council: Council, **values: Any) -> DeadlineRule:
    """An unsaved value of the council's own in place of a national rule."""
    names = ("code", "name", "name_en", "anchor")
    taken = {name: getattr(rule, name) for name in names}
    return DeadlineRule(**{**taken, "council": council, "level": council.level, **values})


@transaction.atomic
def enter_rule(*, rule: DeadlineRule, user: User | None) -> DeadlineRule:
    """Enter a rule: a national one, or a council's own value. Raises Refused beside the fields, see `check_rule`."""
    with _as(user):
        list(DeadlineRule.objects.current().filter(code=rule.code).select_for_update())
        check_rule(rule)
        rule.save(force_insert=True)
    return rule


@transaction.atomic
def revise_rule(*, rule: DeadlineRule, user: User | None, **changes: Any) -> DeadlineRule:
    """Write the next edition of a rule and supersede this one.

    Raises Refused when nothing changes, when somebody else was faster, and as `check_rule` does.
    """
    with _as(user):
        changed = _next_edition(_locked(rule), changes)
        check_rule(changed)
        _supersede(rule)
        changed.save(force_insert=True)
    return changed


@transaction.atomic
def withdraw_rule(*, rule: DeadlineRule, user: User | None) -> None:
    """Give a council's own value up: from now on the national rule applies. Raises Refused for a national rule."""
    if rule.council_id is None:
        raise Refused(
            _(
                "A national rule is not given up: enter the last day on which it is in force, and its successor."
            )
        )
    with _as(user):
        _locked(rule)
        _supersede(rule)


def check_rule(rule: DeadlineRule) -> None:
    """Refuse beside the fields: no legal basis, a last day before the first, days on which another one answers.

    Looks at an unsaved rule or edition; the edition that it replaces does not stand in its way.
    """
    if not rule.legal_basis.strip():
        raise Refused({"legal_basis": _("Say on which article or regulation the rule rests.")})
    if rule.effective_from and rule.effective_to and rule.effective_to < rule.effective_from:
        raise Refused({"effective_to": _("The last day lies before the first day.")})
    for other in DeadlineRule.objects.current().of_kind(rule).exclude(pk=rule.replaces_id or 0):
        if _overlap(rule, other):
            words = {
                "period": period_words(other.effective_from, other.effective_to) or _("always"),
                "basis": other.legal_basis,
            }
            raise Refused(
                {
                    "effective_from": _(
                        "On some of these days another value already applies (%(period)s; %(basis)s). Give that one "
                        "its last day first, or choose other days."
                    )
                    % words
                }
            )


def _overlap(one: DeadlineRule, other: DeadlineRule) -> bool:
    first = max(one.effective_from or date.min, other.effective_from or date.min)
    return first <= min(one.effective_to or date.max, other.effective_to or date.max)


def _locked(rule: DeadlineRule) -> DeadlineRule:
    """The rule as it stands, still current; every other current one of its code waits as well."""
    rows: QuerySet[DeadlineRule] = DeadlineRule.objects.current().filter(code=rule.code).select_for_update()
    found = next((row for row in rows if row.pk == rule.pk), None)
    if found is None:
        raise Refused(
            _("Somebody else has changed this rule meanwhile. Open its newest edition and change that one.")
        )
    return found


def _next_edition(rule: DeadlineRule, changes: dict[str, Any]) -> DeadlineRule:
    """The unsaved next edition."""
    if unknown := changes.keys() - CHANGEABLE:
        message = f"no part of an edition: {', '.join(sorted(unknown))}"
        raise ValueError(message)
    if all(getattr(rule, name) == value for name, value in changes.items()):
        raise Refused(_("Nothing was changed: the rule already says this."))
    kept = {name: getattr(rule, name) for name in CHANGEABLE | {"code", "level", "council"}}
    return DeadlineRule(**{**kept, **changes}, replaces=rule, edition=rule.edition + 1)


def _supersede(rule: DeadlineRule) -> None:
    DeadlineRule.objects.filter(pk=rule.pk).update(superseded_at=timezone.now())


def _as(user: User | None) -> Any:
    """History names who did it, also where no request does."""
    return pghistory.context(user=user.pk) if user else pghistory.context()
