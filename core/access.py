"""Who may do what, where: roles are held in a council, for a time, and nothing is reachable without one.

The rows of memberships live a floor above (`councils`), which hands its loader in at start-up; this module only knows
their shape. A user's access is read once per request and kept on the user object.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import Q, TextChoices
from django.utils.translation import gettext_lazy as _


class Role(TextChoices):
    """Roles of a membership (product.md §1)."""

    ADMINISTRATOR = "administrator", _("Administrator")
    SECRETARIAT = "secretariat", _("Secretariat")
    LEADER = "leader", _("Council leader")
    COMMITTEE = "committee", _("Committee staff")
    DELEGATE = "delegate", _("Delegate")
    AGENCY = "agency", _("Agency")
    AUDITOR = "auditor", _("Auditor")


STAFF = frozenset({Role.SECRETARIAT})
"""Those who enter and send records."""
DECIDERS = frozenset({Role.SECRETARIAT, Role.LEADER})
"""Those who decide on extensions, assessments and reports."""
ASSESSORS = frozenset({Role.SECRETARIAT, Role.LEADER, Role.DELEGATE})
"""Those who judge an answer."""
READERS = frozenset({Role.SECRETARIAT, Role.LEADER, Role.COMMITTEE, Role.DELEGATE, Role.AUDITOR})
"""The council's own side: reads the council's records."""
OVERSIGHT = frozenset({Role.SECRETARIAT, Role.LEADER, Role.AUDITOR})
"""Roles that also read the councils directly below, for figures of both levels (Law 72/2025 Art. 31)."""
CONFIDANTS = DECIDERS
"""Those whom a person tells in confidence, such as why a delegate cannot come: it may speak of an illness."""
EVERYBODY = frozenset(Role)


@dataclass(frozen=True, slots=True)
class Grant:
    """One valid membership."""

    role: Role
    council_id: int
    agency_id: int | None = None
    delegate_id: int | None = None
    committee_id: int | None = None
    group_ids: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Access:
    """Everything a user holds today."""

    grants: tuple[Grant, ...] = ()
    below: frozenset[int] = frozenset()
    """Ids of the councils directly below those in which the user holds an oversight role."""

    def councils(self, roles: Iterable[Role] = EVERYBODY) -> frozenset[int]:
        """Ids of the councils in which the user holds one of these roles."""
        wanted = frozenset(roles)
        return frozenset(grant.council_id for grant in self.grants if grant.role in wanted)

    def roles_in(self, council_id: int | None) -> frozenset[Role]:
        """The user's roles in one council."""
        return frozenset(grant.role for grant in self.grants if grant.council_id == council_id)

    @cached_property
    def agencies(self) -> frozenset[int]:
        """Ids of the agencies the user answers for."""
        return frozenset(grant.agency_id for grant in self.grants if grant.agency_id is not None)

    @cached_property
    def delegates(self) -> frozenset[int]:
        """Ids of the delegates the user is."""
        return frozenset(grant.delegate_id for grant in self.grants if grant.delegate_id is not None)

    @cached_property
    def groups(self) -> frozenset[int]:
        """Ids of the delegate groups the user sits in."""
        return frozenset().union(*(grant.group_ids for grant in self.grants))

    @cached_property
    def committees(self) -> frozenset[int]:
        """Ids of the committees the user works for."""
        return frozenset(grant.committee_id for grant in self.grants if grant.committee_id is not None)

    def readable(self, prefix: str = "council") -> Q:
        """The condition of every council-side read: own councils, and those directly below for oversight roles."""
        return Q(**{f"{prefix}__in": self.readable_councils})

    @cached_property
    def readable_councils(self) -> frozenset[int]:
        """Ids of the councils whose records the user reads: one list of ids, so that every read goes by index."""
        return self.councils(READERS) | self.below


NOBODY = Access()
_loaders: list[Callable[[Any], Access]] = []


def use_loader(loader: Callable[[Any], Access]) -> None:
    """Hand in the function that reads a user's memberships (called once, at start-up)."""
    _loaders[:] = [loader]


def access_of(user: Any) -> Access:
    """What this user holds; read once and kept on the user object, which lives as long as the request."""
    if not user.is_authenticated:
        return NOBODY
    cached: Access | None = getattr(user, "_portal_access", None)
    if cached is None:
        cached = _loaders[0](user)
        user._portal_access = cached  # noqa: SLF001 - the cache lives on the request's own user object
    return cached
