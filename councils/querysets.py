"""Reads of the councils floor."""

from __future__ import annotations

from datetime import date
from typing import Any, Self, TypeVar

from django.db import models
from django.db.models import Exists, OuterRef, Q, Value

from core.access import Role, access_of
from core.querysets import ScopedQuerySet
from councils.rulebook import RuleBook

M = TypeVar("M", bound=models.Model)


def valid_on(day: date) -> Q:
    """Rows of a `Period` valid on a day."""
    return (Q(valid_from__isnull=True) | Q(valid_from__lte=day)) & (
        Q(valid_to__isnull=True) | Q(valid_to__gte=day)
    )


class CouncilQuerySet(models.QuerySet[M]):
    """Councils. That a council exists, and where, is public: every signed-in user may look it up."""

    def visible_to(self, user: Any) -> Self:
        """All councils for who is signed in; none otherwise."""
        return self.all() if user.is_authenticated else self.none()

    def valid(self, day: date) -> Self:
        """Councils that exist on this day."""
        return self.filter(valid_on(day))

    def within(self, council: Any, *, lower: bool) -> Self:
        """The council itself, and those directly below it if asked."""
        return self.filter(Q(pk=council.pk) | Q(parent=council)) if lower else self.filter(pk=council.pk)


class OwnedQuerySet(ScopedQuerySet[M]):
    """Reference rows a council keeps: delegates, groups, committees, agencies."""

    def visible_to(self, user: Any) -> Self:
        """Rows of every council in which the user holds any role, and those the role oversees."""
        access = access_of(user)
        reach = Q(**{f"{self._path()}_id__in": access.councils()}) | access.readable(self._path())
        return self.filter(reach)

    def of(self, council: Any) -> Self:
        """Rows of one council."""
        return self.filter(**{self._path(): council})

    def _path(self) -> str:
        names = {field.name for field in self.model._meta.get_fields()}
        return "council" if "council" in names else "council_term__council"

    def valid(self, day: date) -> Self:
        """Rows valid on this day."""
        return self.filter(valid_on(day))


class WordQuerySet(OwnedQuerySet[M]):
    """Words in use."""

    def known(self) -> Self:
        """Words that mean something."""
        return self.filter(Q(field__isnull=False) | Q(agency__isnull=False) | ~Q(level=""))

    def unknown(self) -> Self:
        """Words that were met and wait for a meaning."""
        return self.filter(field__isnull=True, agency__isnull=True, level="")


class FieldQuerySet(models.QuerySet[M]):
    """Subject fields."""

    def visible_to(self, user: Any) -> Self:
        """The master list, and the own lists of the councils in which the user holds a role or which it oversees."""
        if not user.is_authenticated:
            return self.none()
        access = access_of(user)
        councils = access.councils() | access.readable_councils
        return self.filter(Q(council__isnull=True) | Q(council__in=councils))

    def for_council(self, council: Any) -> Self:
        """The fields this council offers: its own list where it keeps one, the master list otherwise."""
        own = Q(council=council, is_active=True)
        kept = self.model._default_manager.filter(own).order_by()
        return self.filter(own | Q(~Exists(kept), council__isnull=True, is_active=True))


class DeadlineRuleQuerySet(models.QuerySet[M]):
    """Deadline rules."""

    def visible_to(self, user: Any) -> Self:
        """The national rules, and the own values of the councils the user serves or oversees, in every edition."""
        if not user.is_authenticated:
            return self.none()
        access = access_of(user)
        councils = access.councils() | access.readable_councils
        return self.filter(Q(council__isnull=True) | Q(council__in=councils))

    def current(self) -> Self:
        """The latest editions."""
        return self.filter(superseded_at__isnull=True)

    def in_force(self, day: date) -> Self:
        """Rules in force on this day, in their latest edition."""
        return self.current().filter(
            Q(effective_from__isnull=True) | Q(effective_from__lte=day),
            Q(effective_to__isnull=True) | Q(effective_to__gte=day),
        )

    def for_council(self, council: Any) -> Self:
        """Rules that a council lives by: its own, and the national ones of its level, in their latest edition."""
        return self.current().filter(
            Q(council=council) | Q(council__isnull=True), Q(level=council.level) | Q(level="")
        )

    def of_kind(self, rule: Any) -> Self:
        """Every edition of the rules of the same code, level and council."""
        return self.filter(code=rule.code, level=rule.level, council=rule.council_id)

    def with_own_value(self, council: Any, day: date) -> Self:
        """Annotates `overridden`, whether the council's own value goes before this national rule on the day.

        And `asked_for`, the council's id.
        """
        own = self.model._default_manager.filter(
            Q(effective_from__isnull=True) | Q(effective_from__lte=day),
            Q(effective_to__isnull=True) | Q(effective_to__gte=day),
            code=OuterRef("code"),
            council=council,
            superseded_at__isnull=True,
        )
        return self.annotate(
            overridden=Q(council__isnull=True) & Exists(own),
            asked_for=Value(council.pk, output_field=models.BigIntegerField()),
        )

    def choose(self, code: str, *, council: Any, day: date) -> Any:
        """The rule for a council on a day, or None: the council's own first, then its level's, then the general one."""
        rules: Any = self.for_council(council).filter(code=code)
        return RuleBook(rules).choose(council_id=council.pk, level=council.level, day=day)


class MembershipQuerySet(models.QuerySet[M]):
    """Memberships."""

    def valid(self, day: date) -> Self:
        """Memberships that hold on this day."""
        return self.filter(valid_on(day))

    def visible_to(self, user: Any) -> Self:
        """A user sees their own; an administrator sees those of their councils."""
        return self.filter(
            Q(user=user) | Q(council_id__in=access_of(user).councils({Role.ADMINISTRATOR})),
        )
