"""Reminders with manners: to whom, by which council's steps, and how often a morning may be planned."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.utils import timezone

from councils.models import Agency, Council
from followups import notices, services, tasks
from followups.models import (
    Coordination,
    Extension,
    FollowUp,
    FollowUpMove,
    HandOver,
    Notice,
    PlanRun,
    ReminderSteps,
)
from followups.notices import planning
from tests.factories import AgencyFactory, CouncilTermFactory, UserFactory, follow_up, member

DUE, LATE = date(2026, 7, 15), date(2026, 7, 16)
"""The due day of most tasks here, a Wednesday, and the day after."""


def planned() -> list[tuple[int, str, date]]:
    rows = Notice.objects.order_by("for_day", "kind", "recipient")
    return list(rows.values_list("recipient", "kind", "for_day"))


def told(kind: str) -> set[int]:
    return set(Notice.objects.filter(kind=kind).values_list("recipient_id", flat=True))


def at(day: date, hour: int = 9) -> datetime:
    return timezone.make_aware(datetime.combine(day, datetime.min.time()) + timedelta(hours=hour))


# --- Who is reminded ---


def test_reminders_reach_the_responsible_body_alone(task: FollowUp, user_as: Any) -> None:
    owner = user_as("agency")
    user_as("secretariat")
    for day, count in ((date(2026, 7, 8), 1), (date(2026, 7, 9), 0), (DUE, 1), (LATE, 1)):
        assert notices.plan(day) == count, day
    assert planned() == [
        (owner.pk, "before_due", date(2026, 7, 8)),
        (owner.pk, "due", DUE),
        (owner.pk, "overdue", LATE),
    ]


@pytest.mark.parametrize("day", [date(2026, 9, 2), date(2026, 9, 5)])
def test_nobody_is_reminded_on_a_holiday_or_a_saturday(agency: Any, user_as: Any, day: date) -> None:
    follow_up(agency, due=day)
    user_as("agency")
    assert notices.plan(day) == 0
    assert not PlanRun.objects.exists()


@pytest.mark.parametrize("state", ["answered", "accepted", "closed", "withdrawn"])
def test_nobody_is_reminded_of_what_they_no_longer_owe(task: FollowUp, user_as: Any, state: str) -> None:
    user_as("agency")
    FollowUp.objects.filter(pk=task.pk).update(state=state)
    assert notices.plan(DUE) == 0


@pytest.mark.parametrize(("last_day", "count"), [(date(2026, 7, 14), 0), (DUE, 1)])
def test_a_council_that_has_ended_reminds_nobody(
    task: FollowUp, user_as: Any, last_day: date, count: int
) -> None:
    user_as("agency")
    Council.objects.filter(pk=task.council_id).update(valid_to=last_day)
    assert notices.plan(DUE) == count


def acted(task: FollowUp, user: Any, day: date, how: str) -> None:
    """This user did something about the task on this day."""
    if how == "moved":
        row: Any = FollowUpMove.objects.create(
            follow_up=task,
            from_state="issued",
            to_state="acknowledged",
            effective_on=day,
            actor=user,
        )
    elif how == "asked for time":
        row = Extension.objects.create(
            follow_up=task, until=date(2026, 9, 1), reason="Chờ vốn", asked_on=day, asked_by=user
        )
    else:
        row = HandOver.objects.create(
            follow_up=task,
            kind="agency",
            from_council=task.council,
            from_owner="Phòng Kinh tế",
            to_council=task.council,
            to_agency=AgencyFactory(council=task.council),
            reason="Không thuộc thẩm quyền",
            asked_on=day,
            asked_by=user,
        )
    type(row)._default_manager.filter(pk=row.pk).update(entered_at=at(day))


@pytest.mark.parametrize("how", ["moved", "asked for time", "handed on"])
@pytest.mark.parametrize(
    ("acted_on", "reminded"),
    [
        (date(2026, 7, 17), False),  # the Friday before
        (date(2026, 7, 18), False),  # the weekend between
        (date(2026, 7, 20), False),  # early on the very day
        (date(2026, 7, 16), True),
    ],
)
def test_who_has_just_acted_is_not_reminded_and_their_colleagues_are(
    agency: Any, user_as: Any, how: str, acted_on: date, reminded: bool
) -> None:
    monday = date(2026, 7, 20)
    busy, idle = user_as("agency"), user_as("agency")
    acted(follow_up(agency, due=monday), busy, acted_on, how)
    notices.plan(monday)
    assert told("due") == ({busy.pk, idle.pk} if reminded else {idle.pk})


def test_acting_on_one_matter_saves_nobody_from_being_reminded_of_another(agency: Any, user_as: Any) -> None:
    user = user_as("agency")
    acted(follow_up(agency), user, DUE, "moved")
    other = follow_up(agency, title="Việc khác")
    notices.plan(DUE)
    assert Notice.objects.get().follow_up == other


@pytest.mark.parametrize(
    ("day", "kind"),
    [
        (date(2026, 7, 24), None),
        (date(2026, 7, 29), None),
        (date(2026, 7, 31), "due"),
        (date(2026, 8, 3), "overdue"),
    ],
)
def test_within_more_time_that_was_granted_the_first_word_comes_on_its_last_day(
    task: FollowUp, user_as: Any, day: date, kind: str | None
) -> None:
    user_as("agency")
    FollowUp.objects.filter(pk=task.pk).update(due_on=date(2026, 7, 31))
    notices.plan(day)
    assert list(Notice.objects.values_list("kind", flat=True)) == ([kind] if kind else [])


def test_a_request_for_more_time_or_to_be_rid_of_it_does_not_stop_the_clock(
    task: FollowUp, user_as: Any
) -> None:
    asking = user_as("agency")
    for how in ("asked for time", "handed on"):
        acted(task, asking, date(2026, 7, 1), how)
    assert notices.plan(DUE) == 1


@pytest.mark.parametrize("rung", [0, 1, 3])
def test_leaders_get_a_copy_of_what_is_late_once_a_rung_has_been_climbed(
    task: FollowUp, user_as: Any, other_council: Any, rung: int
) -> None:
    user_as("agency"), user_as("secretariat"), user_as("leader", council=other_council)
    leader = user_as("leader")
    FollowUp.objects.filter(pk=task.pk).update(rung=rung)
    for day in (date(2026, 7, 8), DUE, LATE):
        notices.plan(day)
    copies = Notice.objects.filter(kind="escalated").values_list("recipient", "for_day")
    assert list(copies) == ([(leader.pk, LATE)] if rung else [])


def test_a_leader_gets_the_copy_although_all_of_the_agency_have_just_acted(
    task: FollowUp, user_as: Any
) -> None:
    acted(task, user_as("agency"), DUE, "moved")
    FollowUp.objects.filter(pk=task.pk).update(rung=1)
    leader = user_as("leader")
    notices.plan(LATE)
    assert planned() == [(leader.pk, "escalated", LATE)]


@pytest.fixture
def helper(agency: Any) -> Agency:
    """An agency that has a part in what another one answers for."""
    made: Agency = AgencyFactory(council=agency.council)
    return made


@pytest.mark.parametrize(
    ("part_due", "owner_on", "helper_on"),
    [(None, DUE, DUE), (date(2026, 7, 6), DUE, date(2026, 7, 6))],
    ids=["by the whole's day", "by a day of its own"],
)
def test_a_co_ordinating_agency_is_reminded_of_its_part_until_it_has_contributed(
    agency: Any, helper: Agency, user_as: Any, part_due: Any, owner_on: date, helper_on: date
) -> None:
    owner, helping = user_as("agency"), user_as("agency", agency=helper)
    user_as("leader")
    task = follow_up(agency, parts=[services.Part(helper, due_on=part_due)], rung=1)
    for day in sorted({owner_on, helper_on}):
        notices.plan(day)
    assert planned() == sorted(
        [(owner.pk, "due", owner_on), (helping.pk, "due", helper_on)], key=lambda row: (row[2], row[0])
    )
    Coordination.objects.update(contribution="Đã góp ý", contributed_on=helper_on)
    Notice.objects.all().delete()
    notices.plan(LATE)
    assert set(Notice.objects.filter(follow_up=task).values_list("recipient", flat=True)) == (
        {owner.pk} | told("escalated")
    )
    assert helping.pk not in told("overdue")


# --- Councils and their steps ---


def test_each_council_reminds_by_its_own_steps(agency: Any, user_as: Any) -> None:
    own = AgencyFactory(council=CouncilTermFactory().council)
    eager = UserFactory()
    member(eager, own.council, "agency", agency=own)
    usual = user_as("agency")
    follow_up(agency), follow_up(own)
    ReminderSteps.objects.create(council=own.council, before_due=[8, 1], overdue_every=1)
    days = (date(2026, 7, 3), date(2026, 7, 8), date(2026, 7, 14), LATE, date(2026, 7, 17))
    for day in days:
        notices.plan(day)
    assert planned() == [
        (eager.pk, "before_due", date(2026, 7, 3)),
        (usual.pk, "before_due", date(2026, 7, 8)),
        (eager.pk, "before_due", date(2026, 7, 14)),
        *sorted([(usual.pk, "overdue", LATE), (eager.pk, "overdue", LATE)]),
        (eager.pk, "overdue", date(2026, 7, 17)),
    ]


def test_one_council_is_planned_alone_without_letting_anything_go(
    agency: Any, other_council: Any, user_as: Any
) -> None:
    owner = user_as("agency")
    follow_up(agency), follow_up(AgencyFactory(council=other_council))
    user_as("agency", council=other_council)
    assert notices.plan(DUE, council=agency.council) == 1
    assert planned() == [(owner.pk, "due", DUE)]
    assert not PlanRun.objects.exists()
    assert Notice.objects.get().delivery == "held"


@pytest.mark.parametrize("count", [1, 30])
def test_planning_one_council_costs_the_same_for_one_task_and_for_thirty(
    agency: Any, helper: Agency, user_as: Any, django_assert_num_queries: Any, count: int
) -> None:
    user_as("agency"), user_as("leader"), user_as("agency", agency=helper)
    for number in range(count):
        follow_up(
            agency,
            title=f"Việc số {number}",
            rung=1,
            parts=[services.Part(helper, due_on=[None, DUE][number % 2])],
        )
    own = 5 if count > 1 else 0  # parts with a day of their own are a second batch
    with django_assert_num_queries(12 + own):
        assert notices.plan(LATE, council=agency.council) == 3 * count


@pytest.mark.parametrize("count", [1, 30])
def test_planning_the_country_costs_the_same_for_one_council_and_for_thirty(
    user_as: Any, django_assert_num_queries: Any, count: int
) -> None:
    for number in range(count):
        made = AgencyFactory(council=CouncilTermFactory().council)
        member(UserFactory(), made.council, "agency", agency=made)
        follow_up(made)
        if number % 2:
            ReminderSteps.objects.create(council=made.council, before_due=[3], overdue_every=7)
    own = 8 if count > 1 else 0  # the councils that share steps of their own are read together
    with django_assert_num_queries(20 + own):
        assert notices.plan(DUE) == count


# --- Planning more than once ---


def test_planning_a_morning_five_times_makes_the_same_rows(
    task: FollowUp, user_as: Any, django_assert_num_queries: Any
) -> None:
    for _person in range(3):
        user_as("agency")
    assert notices.plan(DUE) == 3
    rows = list(Notice.objects.order_by("pk").values())
    for _time in range(4):
        with django_assert_num_queries(1):
            assert notices.plan(DUE) == 0
    assert list(Notice.objects.order_by("pk").values()) == rows
    run = PlanRun.objects.get()
    assert (run.day, run.planned, run.finished_at is None) == (DUE, 3, False)


def test_a_planning_that_died_half_way_is_finished_by_the_next(
    agency: Any, user_as: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    user_as("agency")
    for number in range(5):
        follow_up(agency, title=f"Việc số {number}")
    monkeypatch.setattr(planning, "_BATCH", 2)
    whole, batches = planning._wanted, iter([True, True, False])

    def dying(*args: Any) -> Any:
        assert next(batches), "the power is gone"
        return whole(*args)

    with monkeypatch.context() as patched:
        patched.setattr(planning, "_wanted", dying)
        with pytest.raises(AssertionError, match="power"):
            notices.plan(DUE)
    assert Notice.objects.filter(delivery="held").count() == 4
    assert PlanRun.objects.get().finished_at is None
    assert notices.plan(DUE) == 1
    assert Notice.objects.filter(delivery="planned").count() == 5
    assert (PlanRun.objects.get().planned, notices.plan(DUE)) == (5, 0)


def at_once(count: int, do: Callable[[], Any]) -> list[Any]:
    """Do it in `count` threads that begin together, each on a connection of its own; what came of each."""
    start, found = threading.Barrier(count), []

    def run() -> None:
        start.wait()
        try:
            found.append(do())
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _number in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == count
    return found


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("batch", [3, 1000])
def test_two_planners_at_once_make_the_same_rows(
    agency: Any, user_as: Any, monkeypatch: pytest.MonkeyPatch, batch: int
) -> None:
    monkeypatch.setattr(planning, "_BATCH", batch)
    users = {user_as("agency").pk for _person in range(4)}
    matters = {follow_up(agency, title=f"Việc số {number}").pk for number in range(20)}
    found = at_once(3, lambda: notices.plan(DUE))
    rows = Notice.objects.values_list("recipient_id", "follow_up_id", "kind", "for_day", "delivery")
    assert sorted(rows) == sorted((user, pk, "due", DUE, "planned") for user in users for pk in matters)
    assert max(found) <= len(users) * len(matters)
    assert PlanRun.objects.get().planned == len(users) * len(matters)


# --- Letting go in the morning ---


def test_what_waits_goes_in_one_digest_with_the_morning_s_reminders(
    task: FollowUp, user_as: Any, agency: Any, mailoutbox: Any
) -> None:
    owner = user_as("agency")
    notices.announce(
        follow_up=follow_up(agency, title="Việc mới", due=date(2026, 9, 1)), kind="issued", actor=None
    )
    assert notices.deliver() == 0
    notices.plan(DUE)
    assert notices.deliver() == 1
    assert (mailoutbox[0].to, len(mailoutbox)) == ([owner.email], 1)
    assert "Việc mới" in mailoutbox[0].body
    assert task.title in mailoutbox[0].body


def test_what_happens_after_the_morning_waits_for_the_next_one(
    task: FollowUp, user_as: Any, mailoutbox: Any
) -> None:
    user_as("agency")
    notices.plan(DUE)
    notices.announce(follow_up=task, kind="returned", actor=None)
    assert (notices.plan(DUE), notices.deliver()) == (0, 1)
    assert Notice.objects.get(kind="returned").delivery == "held"
    notices.plan(LATE)
    assert notices.deliver() == 1
    assert len(mailoutbox) == 2


def test_a_morning_without_reminders_lets_go_what_waits_and_wakes_delivery(
    agency: Any, user_as: Any, django_capture_on_commit_callbacks: Any
) -> None:
    user_as("agency")
    task = follow_up(agency, due=date(2026, 12, 1))
    notices.announce(follow_up=task, kind="issued", actor=None)
    with django_capture_on_commit_callbacks() as waiting:
        assert notices.plan(DUE) == 0
    assert len(waiting) == 1
    assert Notice.objects.get().delivery == "planned"


@pytest.mark.parametrize(
    ("moment", "plans"),
    [
        (datetime(2026, 7, 15, 7, 29), False),  # noqa: DTZ001 - made aware below
        (datetime(2026, 7, 15, 7, 30), True),  # noqa: DTZ001 - see above
        (datetime(2026, 7, 15, 16, 45), True),  # noqa: DTZ001 - see above
        (datetime(2026, 7, 18, 8, 0), False),  # noqa: DTZ001 - a Saturday; see above
    ],
)
def test_beat_may_ask_as_often_as_it_likes_the_morning_begins_at_half_past_seven(
    task: FollowUp, user_as: Any, moment: datetime, plans: bool
) -> None:
    user_as("agency")
    with time_machine.travel(timezone.make_aware(moment), tick=False):
        assert [tasks.plan_notices() for _time in range(3)] == [int(plans), 0, 0]
    assert PlanRun.objects.exists() == plans
