"""Paging that stays fast on tables that grow with the country: keyset pages and capped counts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.core import signing
from django.db.models import Func, IntegerField, Lookup, Model, Q, QuerySet, TextField, Value
from django.db.models.lookups import GreaterThan, LessThan
from django.http import QueryDict

PAGE_SIZE = 50
COUNT_CAP = 1000


@dataclass(frozen=True)
class Page:
    """One page of rows with the addresses of its neighbours (query strings, or None)."""

    rows: list[Any]
    next_url: str | None
    previous_url: str | None
    position_label: str = ""


def capped_count(
    queryset: QuerySet[Any], cap: int = COUNT_CAP, order: Sequence[str] = ()
) -> tuple[int, bool]:
    """(rows counted, whether there are more): never counts past the cap.

    `order` names the columns that begin an index, where rows would otherwise be sought through the whole table.
    """
    found = queryset.order_by(*order).values("pk")[: cap + 1].count()
    return min(found, cap), found > cap


def places(querysets: Sequence[QuerySet[Any]], cap: int = COUNT_CAP) -> QuerySet[Any, tuple[int]]:
    """For each row of several sets of rows the place of its set; of each set not many more than the cap."""
    parts = [
        rows.order_by().values_list(Value(place, output_field=IntegerField()))[: cap + 1]
        for place, rows in enumerate(querysets)
    ]
    return parts[0].union(*parts[1:], all=True) if parts[1:] else parts[0]


def counts_of(found: Iterable[tuple[int]], number: int, cap: int = COUNT_CAP) -> list[tuple[int, bool]]:
    """What `places` found, counted."""
    counted = Counter(place for (place,) in found)
    return [(min(counted[place], cap), counted[place] > cap) for place in range(number)]


def _pack(values: Sequence[Any], order: Sequence[str]) -> str:
    plain = [value.isoformat() if isinstance(value, (date, datetime)) else value for value in values]
    return signing.dumps(plain, salt=_salt(order))


def _unpack(token: str, order: Sequence[str]) -> list[Any] | None:
    """The values of a cursor, or None when it is not one of ours or belongs to another order."""
    try:
        values: list[Any] = signing.loads(token, salt=_salt(order))
    except signing.BadSignature:
        return None
    return values


def _salt(order: Sequence[str]) -> str:
    return f"core.paging:{','.join(order)}"


class _Row(Func):
    """Several columns compared as one, column by column: a comparison that an index over them can begin at."""

    template = "(%(expressions)s)"
    output_field = TextField()


def _beyond(order: Sequence[str], values: Sequence[Any], *, backwards: bool) -> Q | Lookup[Any]:
    """Rows behind (or before) the row with these order values."""
    down = {field.startswith("-") != backwards for field in order}
    if len(down) == 1:
        beyond = LessThan if down.pop() else GreaterThan
        return beyond(_Row(*(field.lstrip("-") for field in order)), _Row(*map(Value, values)))
    condition, equal = Q(), Q()
    for field, value in zip(order, values, strict=True):
        name, descending = field.lstrip("-"), field.startswith("-")
        compare = "lt" if descending != backwards else "gt"
        condition |= equal & Q(**{f"{name}__{compare}": value})
        equal &= Q(**{name: value})
    return condition


def _reverse(order: Sequence[str]) -> list[str]:
    return [field[1:] if field.startswith("-") else f"-{field}" for field in order]


def _address(query: QueryDict, key: str, row: Model, order: Sequence[str]) -> str:
    changed = query.copy()
    changed.pop("after", None)
    changed.pop("before", None)
    changed[key] = _pack(_values(row, order), order)
    return f"?{changed.urlencode()}"


def _values(row: Model, order: Sequence[str]) -> list[Any]:
    found = []
    for field in order:
        value: Any = row
        for part in field.lstrip("-").split("__"):
            value = getattr(value, part)
        found.append(value)
    return found


def _in_order(ids: Sequence[int], read: Callable[[Sequence[int]], Iterable[Any]]) -> list[Any]:
    """The rows with these ids, without those that were deleted meanwhile."""
    found = {row.pk: row for row in read(ids)} if ids else {}
    return [found[pk] for pk in ids if pk in found]


def keyset_page(
    queryset: QuerySet[Any],
    order: Sequence[str],
    query: QueryDict,
    size: int = PAGE_SIZE,
    read: Callable[[Sequence[int]], Iterable[Any]] | None = None,
) -> Page:
    """The page that the address asks for.

    `order` names non-null fields or annotations, ending in a unique one ("pk"); `query` is the GET of the request,
    with `after` or `before` as opaque cursors. A cursor that does not fit is ignored: the first page is shown.
    With `read` the query set only finds the ids of the page, and `read` gives their rows with all that they show.
    """
    before = _unpack(query.get("before", ""), order) if "before" in query else None
    after = _unpack(query.get("after", ""), order) if "after" in query else None
    backwards = before is not None
    cursor = before if backwards else after
    rows = queryset.order_by(*(_reverse(order) if backwards else order))
    if cursor is not None:
        rows = rows.filter(_beyond(order, cursor, backwards=backwards))
    sought: list[Any] = list((rows.values_list("pk", flat=True) if read else rows)[: size + 1])
    more, found = len(sought) > size, sought[:size]
    if backwards:
        found.reverse()
    if read:
        found = _in_order(found, read)
    has_next, has_previous = (True, more) if backwards else (more, cursor is not None)
    return Page(
        rows=found,
        next_url=_address(query, "after", found[-1], order) if found and has_next else None,
        previous_url=_address(query, "before", found[0], order) if found and has_previous else None,
    )
