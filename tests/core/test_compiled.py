"""A statement that is written once serves everyone for whom it is letter by letter the same, and nobody else."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.db.models import QuerySet
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import User
from core.access import Role, access_of
from core.compiled import Statement, compiled
from councils.models import Council, Membership
from sessions.models import Sitting
from tests.compiled import assert_as_written_anew
from tests.factories import CouncilFactory, CouncilTermFactory, SittingFactory, UserFactory, member

Count = list[Any]


def held_by(council: Council, *roles: Role) -> User:
    """A user with these roles in a council."""
    user: User = UserFactory()
    for role in roles or (Role.SECRETARIAT,):
        member(user, council, role)
    return user


def sitting_of(council: Council) -> Sitting:
    """One more sitting, some days after the others."""
    term = council.terms.first() or CouncilTermFactory(council=council)
    on = date(2026, 1, 1) + timedelta(days=7 * Sitting.objects.filter(council=council).count())
    made: Sitting = SittingFactory(council_term=term, opens_on=on, closes_on=on)
    return made


@pytest.fixture
def written() -> Count:
    """For whom a statement was written."""
    return []


@pytest.fixture
def own(written: Count) -> Callable[..., list[Any]]:
    """The sittings that a user may see in a council."""

    @compiled
    def read(user: Any, council: int) -> QuerySet[Sitting]:
        written.append(user.pk)
        return Sitting.objects.visible_to(user).of(council).select_related("council").order_by("pk")

    return read


@pytest.fixture
def deaf(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the watch of the suite, which writes each statement once more."""
    monkeypatch.setattr("core.compiled.listeners", [])


@pytest.mark.usefixtures("deaf")
def test_two_councils_share_the_text_and_nothing_else(own: Any, written: Count, db: None) -> None:
    here, there = CouncilFactory.create_batch(2)
    mine, theirs = sitting_of(here), sitting_of(there)
    for council, sitting in ((here, mine), (there, theirs), (here, mine)):
        assert own(user=held_by(council), council=council.pk) == [sitting]
    assert own(user=held_by(here), council=there.pk) == []
    assert len(written) == 4, "two stand-ins for who asks at home, two for who asks elsewhere"


@pytest.mark.usefixtures("deaf")
def test_who_holds_other_roles_has_another_statement(own: Any, db: None) -> None:
    province: Council = CouncilFactory(level="province", unit_type="tinh")
    commune: Council = CouncilFactory(parent=province)
    sitting = sitting_of(commune)
    for council, role, found in (
        (province, Role.LEADER, [sitting]),
        (province, Role.ADMINISTRATOR, []),
        (commune, Role.AUDITOR, [sitting]),
        (commune, Role.ADMINISTRATOR, []),
    ):
        assert own(user=held_by(council, role), council=commune.pk) == found
    assert own(user=UserFactory(), council=commune.pk) == []


def test_what_is_read_is_read_anew(own: Any, council: Council) -> None:
    user = held_by(council)
    assert own(user=user, council=council.pk) == []
    sitting = sitting_of(council)
    with CaptureQueriesContext(connection) as queries:
        (found,) = own(user=user, council=council.pk)
        assert found.council == council
    assert found == sitting
    assert len(queries) == 1


def test_a_membership_that_has_ended_opens_nothing_more(own: Any, council: Council) -> None:
    user = held_by(council)
    sitting = sitting_of(council)
    assert own(user=user, council=council.pk) == [sitting]
    Membership.objects.filter(user=user).delete()
    assert own(user=User.objects.get(pk=user.pk), council=council.pk) == []


@pytest.mark.parametrize("count", [1, 2, 3, 5, 8])
def test_records_are_read_by_their_ids_however_many(count: int, council: Council) -> None:
    @compiled
    def read(user: Any, ids: Sequence[int]) -> QuerySet[Any, tuple[int]]:
        return Sitting.objects.visible_to(user).filter(pk__in=ids).order_by("pk").values_list("pk")

    made = sorted(sitting_of(council).pk for _number in range(count))
    assert read(user=held_by(council), ids=made) == [(pk,) for pk in made]
    assert read(user=held_by(council), ids=[*made, 2**63, 10**30]) == [(pk,) for pk in made]


def test_no_ids_are_no_question(db: None, django_assert_num_queries: Any) -> None:
    @compiled
    def read(ids: Sequence[int]) -> QuerySet[Sitting]:
        raise AssertionError(ids)

    with django_assert_num_queries(0):
        assert read(ids=[]) == []


def test_ids_of_different_kinds_are_told_apart_where_they_are_alike(council: Council) -> None:
    """The user, the council and a record may bear one number: each is put where it belongs."""

    @compiled
    def read(user: Any, council: int, ids: Sequence[int]) -> QuerySet[Any, tuple[Any, ...]]:
        held = Membership.objects.filter(user=user, council=council, pk__in=ids)
        return held.values_list("user_id", "council_id", "pk")

    for pk in (council.pk, council.pk + 1):
        user: User = UserFactory(pk=pk)
        held = member(user, council, Role.LEADER)
        assert read(user=user, council=council.pk, ids=[held.pk]) == [(pk, council.pk, held.pk)]
        assert read(user=user, council=council.pk, ids=[held.pk + 1]) == []


def test_plain_values_and_the_day_belong_to_the_statement(council: Council) -> None:
    @compiled
    def read(council: int, *, last: date) -> QuerySet[Any, tuple[int]]:
        held = Sitting.objects.filter(council=council, opens_on__range=(timezone.localdate(), last))
        return held.values_list("pk")

    days = {"opens_on": date(2027, 3, 3), "closes_on": date(2027, 3, 4)}
    sitting = SittingFactory(council_term=council.terms.get(), **days)
    for today, last, found in (
        (date(2027, 3, 1), date(2027, 3, 2), []),
        (date(2027, 3, 1), date(2027, 3, 9), [(sitting.pk,)]),
        (date(2027, 3, 5), date(2027, 3, 9), []),
    ):
        with time_machine.travel(today, tick=False):
            assert read(council=council.pk, last=last) == found


def _by_name(user: Any, council: int) -> QuerySet[Council]:
    return Council.objects.filter(pk=council, memberships__user__username=user.username)


def _by_asking(user: Any, council: int) -> QuerySet[Council]:
    known = Membership.objects.filter(user=user).values_list("council", flat=True)
    return Council.objects.filter(pk=council, pk__in=list(known))


def _by_counting(user: Any, council: int) -> QuerySet[Council]:
    return Council.objects.filter(pk=council, memberships__user_id=user.pk + 0 * council).filter(
        pk__gte=council // 2, pk__lte=council + 1
    )


@pytest.mark.parametrize("make", [_by_name, _by_asking, _by_counting])
@pytest.mark.usefixtures("deaf")
def test_what_depends_on_more_than_it_may_is_written_for_each(make: Any, db: None) -> None:
    """A name, an answer of the database, a sum with an id: no place could be filled with it."""
    written: Count = []

    @compiled
    def read(user: Any, council: int) -> QuerySet[Any]:
        written.append(user.pk)
        found: QuerySet[Any] = make(user, council)
        return found

    for council in CouncilFactory.create_batch(2):
        user = held_by(council)
        assert read(user=user, council=council.pk) == [council]
        assert written[-1] == user.pk


def test_nothing_is_kept_of_who_asked(own: Any, council: Council, written: Count) -> None:
    user = held_by(council)
    own(user=user, council=council.pk)
    invented = [pk for pk in written if pk != user.pk]
    assert len(set(invented)) == 2
    assert not User.objects.filter(pk__in=invented).exists()


def test_the_watch_of_the_suite_finds_what_is_not_as_written_anew(council: Council) -> None:
    rows = Sitting.objects.filter(council__in=[5, 3], state="planned")
    sql, params = rows.query.get_compiler(using="default").as_sql()
    swapped = (params[1], params[0], *params[2:])
    assert_as_written_anew(Statement(sql, swapped), lambda: rows)
    elsewhere, later, otherwise = (4, *params[1:]), f"{sql} ", (*params[:2], "held")
    for wrong in (Statement(sql, elsewhere), Statement(later, params), Statement(sql, otherwise)):
        with pytest.raises(AssertionError):
            assert_as_written_anew(wrong, lambda: rows)


def test_who_reads_many_councils_reads_those_below_and_no_more(own: Any, db: None) -> None:
    province: Council = CouncilFactory(level="province", unit_type="tinh")
    below = CouncilFactory.create_batch(20, parent=province)
    leader = held_by(province, Role.LEADER)
    seen = [own(user=leader, council=each.pk) for each in (below[0], below[19], CouncilFactory())]
    assert access_of(leader).below == {each.pk for each in below}
    assert seen == [[], [], []]
    sitting = sitting_of(below[7])
    assert own(user=leader, council=below[7].pk) == [sitting]
