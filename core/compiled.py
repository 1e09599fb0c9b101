"""Readings whose statement is written once: Django takes longer to write a long SELECT than the database to answer it.

    @compiled
    def latest(user: Any, council: int) -> QuerySet[Sitting]:
        return Sitting.objects.visible_to(user).filter(council=council).order_by("-opens_on", "-pk")[:6]

    rows = latest(user=request.user, council=council.pk)  # a list, read anew each time

What is kept is the text of the statement and nothing of its answer. It is written for a stand-in: a user of whom
nothing is known but the same roles, under invented ids, and ids as invented as these. Each reading then puts the ids of
who really asks into their places. Two stand-ins must give the same text and differ in these places alone, else nothing
is kept and each reading writes its own statement. So users share a statement only where it is letter by letter theirs.

The function asks nothing of the database and depends on nothing but its arguments, the access of the user, today and
the language. `ids` are records that only the database compares with anything. Tests write each statement a second
time for who really asks, and fail where it is another one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from copy import copy
from dataclasses import dataclass, field, replace
from functools import lru_cache, wraps
from typing import Any, Final, NamedTuple

from django.contrib.auth import get_user_model
from django.core.exceptions import EmptyResultSet
from django.db import connections
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import get_language

from core.access import Access, Grant, access_of

_FIRST, _SECOND = 7 << 28, 13 << 27
"""Where the invented ids of the two stand-ins begin: valid for every column, and more than any real count apart."""
_SHAPES: Final = 128
"""Kinds of askers that one process keeps for each reading (roles, number of councils, day, language)."""
_WIDEST: Final = 2**63 - 1
"""The largest id that a column can hold; an address may name any number."""

_CARRIED: Final = ("_iterable_class", "_fields", "_prefetch_related_lookups")
"""How a set of rows turns answers into what it yields."""

Reading = Callable[..., list[Any]]
"""Called by keywords alone: those of the function."""


class Statement(NamedTuple):
    """What a database is told."""

    sql: str
    params: Sequence[Any]


listeners: list[Callable[[Statement, Callable[[], QuerySet[Any]]], None]] = []
"""Told of every statement that was filled in, and how to write it anew. Tests listen; nobody else has reason to."""


def compiled(make: Callable[..., QuerySet[Any]]) -> Reading:
    """A reading by this function of any of `user`, `council` (an id), `ids`, and plain values, all by keyword.

    Without `ids`, where the function asks for them, nothing is found and nothing is asked.
    """
    written = lru_cache(maxsize=_SHAPES)(lambda shape: _write(make, shape))

    @wraps(make)
    def read(**given: Any) -> list[Any]:
        if "ids" in given:
            given["ids"] = _padded(given["ids"])
            if not given["ids"]:
                return []
        shape, real = _shape(given)
        found = written(shape) if max(real, default=0) <= _WIDEST else None
        if found is None:
            return list(make(**given))
        return found.read(real, lambda: make(**given))

    return read


def _padded(ids: Sequence[int]) -> tuple[int, ...]:
    """The last one told again up to the next power of two: few lengths, few statements."""
    known = tuple(ids)
    return known + known[-1:] * ((1 << max(0, len(known) - 1).bit_length()) - len(known))


@dataclass(frozen=True)
class _Shape:
    """Everything that the text of a statement depends on: who asks, under invented ids, and the other arguments."""

    access: Access | None = None
    user: int | None = None
    council: int | None = None
    ids: tuple[int, ...] | None = None
    plain: tuple[tuple[str, Any], ...] = ()
    names: frozenset[str] = frozenset()
    day: Any = field(default_factory=timezone.localdate)
    language: str | None = field(default_factory=get_language)

    def arguments(self) -> dict[str, Any]:
        """What the function is called with."""
        known = {"user": _stand_in(self), "council": self.council, "ids": self.ids}
        return {name: value for name, value in known.items() if name in self.names} | dict(self.plain)

    def moved(self, by: int) -> _Shape:
        """The same shape under other invented ids."""
        return replace(
            self,
            access=self.access and _renamed(self.access, lambda _kind, known: known + by),
            user=self.user and self.user + by,
            council=self.council and self.council + by,
            ids=self.ids and tuple(known + by for known in self.ids),
        )


def _shape(given: Mapping[str, Any]) -> tuple[_Shape, Sequence[int]]:
    """The shape of what is asked, and the real ids in the order in which others were invented for them."""
    invented: dict[tuple[str, int], int] = {}

    def name(kind: str, real: int) -> int:
        return invented.setdefault((kind, real), _FIRST + len(invented))

    user, council, ids = given.get("user"), given.get("council"), given.get("ids")
    shape = _Shape(
        access=_renamed(access_of(user), name) if user else None,
        user=name("user", user.pk) if user else None,
        council=None if council is None else name("council", council),
        ids=None if ids is None else tuple(name(f"id {place}", known) for place, known in enumerate(ids)),
        plain=tuple(
            sorted((key, value) for key, value in given.items() if key not in ("user", "council", "ids"))
        ),
        names=frozenset(given),
    )
    return shape, [real for _kind, real in invented]


def _renamed(held: Access, name: Callable[[str, int], int]) -> Access:
    """The same roles under other ids; the same id of one kind gets the same name wherever it stands."""

    def each(kind: str, known: int | None) -> int | None:
        return None if known is None else name(kind, known)

    grants = tuple(
        Grant(
            grant.role,
            name("council", grant.council_id),
            each("agency", grant.agency_id),
            each("delegate", grant.delegate_id),
            each("committee", grant.committee_id),
            frozenset(name("group", group) for group in sorted(grant.group_ids)),
        )
        for grant in held.grants
    )
    return Access(grants, frozenset(name("council", council) for council in sorted(held.below)))


def _stand_in(shape: _Shape) -> Any:
    """A user of whom only the id and the access are known: to ask for anything else is to ask the database."""
    if shape.access is None:
        return None
    user = get_user_model().from_db("default", ["id"], [shape.user])
    user._portal_access = shape.access  # type: ignore[attr-defined] # noqa: SLF001 - where `access_of` keeps it
    return user


@dataclass(frozen=True)
class _Written:
    """A statement with the places of its ids: `slots` pairs the place of a parameter with the number of an id."""

    rows: QuerySet[Any]
    compiler: Any
    statement: Statement
    slots: Sequence[tuple[int, int]]

    def read(self, real: Sequence[int], anew: Callable[[], QuerySet[Any]]) -> list[Any]:
        """The rows of today's answer."""
        params = [*self.statement.params]
        for place, number in self.slots:
            params[place] = type(params[place])(real[number])
        filled = self.statement._replace(params=tuple(params))
        for listener in listeners:
            listener(filled, anew)
        rows: Any = self.rows
        found = rows.__class__(model=rows.model, query=_Filled(self, filled))
        for part in _CARRIED:
            setattr(found, part, getattr(rows, part))
        return list(found)


class _Filled:
    """Stands for the query of a set of rows: its statement is there already."""

    def __init__(self, written: _Written, statement: Statement) -> None:
        self.written, self.statement = written, statement

    def __getattr__(self, name: str) -> Any:
        return getattr(self.written.rows.query, name)

    def get_compiler(self, using: str, **_how: Any) -> Any:
        """One that need not compile."""
        ready = copy(self.written.compiler)
        ready.using, ready.connection = using, connections[using]
        ready.as_sql = lambda *_args, **_kwargs: self.statement
        return ready


class _AsksError(Exception):
    """The function wants to ask the database: for invented ids it would be told nothing."""


def _refuse(*_args: Any) -> Any:
    raise _AsksError


def _write(make: Callable[..., QuerySet[Any]], shape: _Shape) -> _Written | None:
    """The statement of a shape; None where it cannot be shared."""
    try:
        with connections["default"].execute_wrapper(_refuse):
            rows, others = make(**shape.arguments()), make(**shape.moved(_SECOND - _FIRST).arguments())
            compiler, one = _compiled(rows)
            two = _compiled(others)[1]
    except (_AsksError, EmptyResultSet):
        return None
    slots = list(_slots(one.params, two.params)) if one.sql == two.sql else [None]
    if None in slots:
        return None
    compiler.connection = None
    return _Written(rows, compiler, one, [slot for slot in slots if slot and slot[1] >= 0])


def _compiled(rows: QuerySet[Any]) -> tuple[Any, Statement]:
    compiler = rows.query.get_compiler(using=rows.db)
    return compiler, Statement(*compiler.as_sql())


def _slots(one: Sequence[Any], two: Sequence[Any]) -> Iterator[tuple[int, int] | None]:
    """Where the invented ids stand (number -1: none); None for a difference that is not theirs."""
    for place, (first, second) in enumerate(zip(one, two, strict=True)):
        if type(first) is not type(second):
            yield None
        elif first == second:
            yield (place, -1)
        elif isinstance(first, int) and first - _FIRST == second - _SECOND:
            yield (place, first - _FIRST)
        else:
            yield None
