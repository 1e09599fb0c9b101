"""Responsible bodies of every kind under one kind of key: "agency-12", "delegate-3", "group-4", "committee-5"."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any, Final, NamedTuple

from django.db.models import CharField, Exists, F, OuterRef, Q, QuerySet, Value
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from core.access import Access
from core.compiled import compiled
from core.text import sort_key, whole
from councils.models import Agency, Committee, Delegate, DelegateGroup
from followups.models import FollowUp


class _Kind(NamedTuple):
    model: Any
    label: str | Promise
    name: str = "name"
    council: str = "council_id"
    key: str = ""
    """The column with the stored key of Vietnamese order, where the model has one."""


KINDS: Final = {
    "agency": _Kind(Agency, _("Agencies"), key="sort_key"),
    "delegate": _Kind(Delegate, _("Delegates"), name="full_name", key="sort_key"),
    "group": _Kind(DelegateGroup, _("Delegate groups"), council="council_term__council_id"),
    "committee": _Kind(Committee, _("Committees")),
}
"""Field of the follow-up → the body it names, in the order of lists."""
OwnerKey = tuple[str, int]
"""Kind and id."""


class NamedOwner(NamedTuple):
    """A body with its name, as lists call it."""

    kind: str
    pk: int
    name: str
    council_id: int
    order: str

    @property
    def key(self) -> str:
        """How an address calls it."""
        return f"{self.kind}-{self.pk}"


def read_key(text: str) -> OwnerKey | None:
    """Kind and id of a key in an address; None for what is no key."""
    kind, _dash, number = text.partition("-")
    pk = whole(number)
    return (kind, pk) if kind in KINDS and pk is not None else None


def _rows(kind: str) -> QuerySet[Any]:
    """(kind, id, name, council, stored key) of the bodies of a kind, ready to be joined to other kinds."""
    declared = KINDS[kind]
    order = F(declared.key) if declared.key else Value("", output_field=CharField())
    columns = (Value(kind), F("pk"), F(declared.name), F(declared.council), order)
    rows: QuerySet[Any] = declared.model.objects.order_by()
    return rows.values_list(*columns)


def _read(rows: Iterable[tuple[Any, ...]]) -> dict[OwnerKey, NamedOwner]:
    """Bodies of several kinds by key, in Vietnamese order within a kind."""
    found = [NamedOwner(*row) for row in rows]
    named = [owner if owner.order else owner._replace(order=sort_key(owner.name)) for owner in found]
    return {(owner.kind, owner.pk): owner for owner in sorted(named, key=lambda owner: owner.order)}


def _joined(parts: Iterable[QuerySet[Any]]) -> QuerySet[Any]:
    first, *others = parts
    return first.union(*others, all=True)


@compiled
def _of_councils(ids: Sequence[int]) -> QuerySet[Any]:
    parts = []
    for kind, declared in KINDS.items():
        rows = _rows(kind).filter(**{f"{declared.council.removesuffix('_id')}__in": ids})
        if kind != "agency":
            rows = rows.filter(Exists(FollowUp.objects.filter(**{kind: OuterRef("pk")})))
        parts.append(rows)
    return _joined(parts)


def of_councils(councils: Collection[int]) -> dict[OwnerKey, NamedOwner]:
    """The agencies of these councils, and whoever else of theirs was ever given a task; one query."""
    return _read(_of_councils(ids=[*councils]))


def named(keys: Iterable[OwnerKey]) -> dict[OwnerKey, NamedOwner]:
    """These bodies; one query, none for nobody."""
    ids: dict[str, list[int]] = {}
    for kind, pk in keys:
        ids.setdefault(kind, []).append(pk)
    return _read(_joined(_rows(kind).filter(pk__in=found) for kind, found in ids.items())) if ids else {}


def own(access: Access) -> dict[OwnerKey, NamedOwner]:
    """The bodies that a user answers for."""
    held = {"agency": access.agencies, "delegate": access.delegates, "group": access.groups}
    held["committee"] = access.committees
    return named((kind, pk) for kind, ids in held.items() for pk in ids)


def condition(key: OwnerKey) -> Q:
    """The follow-ups of a body."""
    kind, pk = key
    return Q(**{f"{kind}_id": pk})


def grouped(owners: Mapping[OwnerKey, NamedOwner]) -> list[tuple[str, list[tuple[str, str]]]]:
    """Choices of a menu, under a heading for each kind."""
    found = [
        (str(declared.label), [(owner.key, owner.name) for owner in owners.values() if owner.kind == kind])
        for kind, declared in KINDS.items()
    ]
    return [(label, choices) for label, choices in found if choices]
