"""Whom a council can ask on a day: its agencies, delegates, delegate groups and committees."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any, Final

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from core.text import whole
from councils.models import Council, DelegateSeat
from councils.querysets import valid_on
from followups.models import FollowUp
from followups.owners import KINDS

NOBODY: Final = ("", _("Choose …"))


class Bodies:
    """The bodies of a council that can be asked on a day, and those already chosen; one query a kind.

    A body goes by a key: its kind and id, "agency-12".
    """

    def __init__(self, council: Council, on: date, chosen: Iterable[str] = ()) -> None:
        """Read them once for a whole form. What does not exist on the day is offered only where it is chosen."""
        keys = list(chosen)
        rows = {kind: list(_rows(kind, council, on, keys)) for kind in KINDS}
        self.by_key: dict[str, Any] = {f"{kind}-{row.pk}": row for kind in KINDS for row in rows[kind]}
        groups = [(title, _choices(kind, rows[kind])) for kind, (_model, title, *_columns) in KINDS.items()]
        self.choices: list[tuple[Any, Any]] = [NOBODY, *(group for group in groups if group[1])]
        self.agencies: list[tuple[Any, Any]] = [NOBODY, *_choices("agency", rows["agency"])]


def key_of(kind: str, pk: int | None) -> str:
    """The key of a body; nothing for none."""
    return f"{kind}-{pk}" if pk else ""


def owner_key(follow_up: FollowUp) -> str:
    """The key of a follow-up's responsible body; nothing for none."""
    return next((key for kind in KINDS if (key := key_of(kind, getattr(follow_up, f"{kind}_id")))), "")


def _choices(kind: str, rows: Iterable[Any]) -> list[tuple[str, str]]:
    return [(key_of(kind, row.pk), str(row)) for row in rows]


def _rows(kind: str, council: Council, on: date, keys: Iterable[str]) -> QuerySet[Any]:
    chosen = [number for key in keys if key.startswith(kind) and (number := whole(key[len(kind) + 1 :]))]
    rows: QuerySet[Any] = KINDS[kind].model.objects.of(council)
    return rows.filter(_there(kind, council, on) | Q(pk__in=chosen))


def _there(kind: str, council: Council, on: date) -> Q:
    """That a body of this kind exists on a day."""
    if kind == "delegate":
        seats = DelegateSeat.objects.filter(valid_on(on), council_term__council=council)
        return Q(pk__in=seats.values("delegate"))
    if kind == "group":
        running = Q(council_term__ends_on__isnull=True) | Q(council_term__ends_on__gte=on)
        return Q(council_term__starts_on__lte=on) & running
    return valid_on(on)
