"""Who is told what and when: announcements as things happen, reminders on working mornings."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone

from core.workdays import Calendar
from councils.models import Council
from followups import notices, services
from followups.models import FollowUp, Notice
from followups.notices.planning import reminder_on
from tests.factories import (
    AgencyFactory,
    CommitteeFactory,
    GroupFactory,
    SeatFactory,
    UserFactory,
    follow_up,
    member,
)

ANSWER: dict[str, Any] = {
    "text": "Đã sửa xong cầu.",
    "result_class": "resolved",
    "dated_on": date(2026, 7, 1),
}
MONDAY = date(2026, 7, 6)  # the due day 15/07/2026 is the Wednesday of the week after


def told(kind: str = "") -> set[int]:
    rows = Notice.objects.filter(kind=kind) if kind else Notice.objects.all()
    return set(rows.values_list("recipient_id", flat=True))


# --- Announcements ---


def test_a_new_task_is_announced_to_the_users_of_its_agency_alone(
    task: FollowUp, user_as: Any, agency: Any
) -> None:
    owners = {user_as("agency").pk, user_as("agency").pk}
    user_as("agency", agency=AgencyFactory(council=agency.council))
    user_as("secretariat")
    notices.announce(follow_up=task, kind="issued", actor=None)
    assert told("issued") == owners


def test_nobody_is_told_about_their_own_act(task: FollowUp, user_as: Any) -> None:
    busy, other = user_as("secretariat"), user_as("secretariat")
    services.reply_to(follow_up=task, user=busy, **ANSWER)
    assert told("answered") == {other.pk}


def test_an_ended_membership_and_a_locked_account_are_told_nothing(
    task: FollowUp, user_as: Any, agency: Any
) -> None:
    gone = UserFactory()
    member(gone, agency.council, "agency", agency=agency, valid_to=date(2026, 6, 1))
    locked = user_as("agency")
    locked.is_active = False
    locked.save()
    notices.announce(follow_up=task, kind="issued", actor=None)
    assert told() == set()


def test_an_answer_and_a_request_for_time_reach_the_secretariat_and_the_rest_the_agency(
    task: FollowUp, user_as: Any
) -> None:
    owner, staff, leader = user_as("agency"), user_as("secretariat"), user_as("leader")
    later = max(date(2026, 7, 15), timezone.localdate()) + timedelta(days=30)
    extension = services.request_extension(follow_up=task, user=owner, until=later, reason="Chờ vốn")
    services.decide_extension(extension=extension, user=leader, granted=True)
    services.reply_to(follow_up=task, user=owner, **ANSWER)
    services.assess(follow_up=task, user=staff, verdict="returned", on=date(2026, 7, 2), reason="Chưa rõ")
    services.reply_to(follow_up=task, user=owner, **ANSWER | {"dated_on": date(2026, 7, 3)})
    services.assess(follow_up=task, user=staff, verdict="accepted", on=date(2026, 7, 6))
    services.close(follow_up=task, user=staff)
    services.reopen(follow_up=task, user=staff, reason="Cử tri kiến nghị lại")
    services.withdraw(follow_up=task, user=staff, reason="Trùng")
    assert told("extension_asked") == told("answered") == {staff.pk}
    for kind in ("extension_decided", "returned", "accepted", "reopened", "withdrawn"):
        assert told(kind) == {owner.pk}, kind


def test_a_second_answer_on_one_day_is_announced_again(task: FollowUp, user_as: Any) -> None:
    staff = user_as("secretariat")
    for _time in range(2):
        services.reply_to(follow_up=task, user=None, **ANSWER)
        Notice.objects.filter(kind="answered").update(
            read_at=timezone.now(), delivery=Notice.Delivery.SENT, attempts=1, sent_at=timezone.now()
        )
        services.assess(follow_up=task, user=staff, verdict="returned", on=date(2026, 7, 2), reason="Chưa rõ")
    services.reply_to(follow_up=task, user=None, **ANSWER)
    notice = Notice.objects.get(kind="answered", recipient=staff)
    assert (notice.read_at, notice.delivery, notice.attempts, notice.sent_at) == (None, "planned", 0, None)


def test_delegates_groups_and_committees_are_told_of_their_own_tasks(
    term: Any, task: FollowUp, user_as: Any
) -> None:
    group, committee = GroupFactory(council_term=term), CommitteeFactory(council=term.council)
    sitting = SeatFactory(council_term=term, group=group)
    left = SeatFactory(council_term=term, group=group, valid_to=date(2026, 6, 1))
    in_group, gone = (
        user_as("delegate", delegate=sitting.delegate),
        user_as("delegate", delegate=left.delegate),
    )
    staff = user_as("committee", committee=committee)
    for body, user in (
        ({"group": group}, in_group),
        ({"delegate": gone.memberships.get().delegate}, gone),
        ({"committee": committee}, staff),
    ):
        Notice.objects.all().delete()
        names = {"agency": None, "group": None, "delegate": None, "committee": None} | body
        FollowUp.objects.filter(pk=task.pk).update(**names)
        task.refresh_from_db()
        notices.announce(follow_up=task, kind="issued", actor=None)
        assert told() == {user.pk}


def test_the_deliverer_is_woken_once_when_the_change_is_committed(
    task: FollowUp, user_as: Any, django_capture_on_commit_callbacks: Any
) -> None:
    user_as("agency")
    with django_capture_on_commit_callbacks() as waiting:
        for kind in ("issued", "returned", "accepted"):
            notices.announce(follow_up=task, kind=kind, actor=None)
    assert len(waiting) == 1


# --- Reminders ---


@pytest.mark.parametrize(
    ("day", "due", "kind"),
    [
        (date(2026, 7, 8), date(2026, 7, 15), "before_due"),  # five working days ahead
        (date(2026, 7, 13), date(2026, 7, 15), "before_due"),  # two
        (date(2026, 7, 9), date(2026, 7, 15), None),
        (date(2026, 7, 15), date(2026, 7, 15), "due"),
        (date(2026, 7, 17), date(2026, 7, 18), "due"),  # a Saturday: the Friday before
        (date(2026, 7, 16), date(2026, 7, 15), "overdue"),
        (date(2026, 7, 17), date(2026, 7, 15), None),
        (date(2026, 7, 20), date(2026, 7, 18), "overdue"),  # the Monday after a Saturday
        (date(2026, 7, 23), date(2026, 7, 15), "overdue"),  # five working days after the first
        (date(2026, 9, 3), date(2026, 9, 1), "overdue"),  # National Day lies between
    ],
)
def test_a_reminder_has_its_days(day: date, due: date, kind: str | None) -> None:
    assert reminder_on(day, due, Calendar()) == kind


def test_reminders_reach_the_responsible_body_and_planning_twice_reminds_once(
    task: FollowUp, user_as: Any
) -> None:
    owner = user_as("agency")
    user_as("secretariat")
    assert notices.plan(date(2026, 7, 8)) == 1
    assert notices.plan(date(2026, 7, 8)) == 0
    assert notices.plan(date(2026, 7, 15)) == 1
    assert notices.plan(date(2026, 7, 16)) == 1
    assert list(Notice.objects.order_by("for_day").values_list("recipient", "kind", "for_day")) == [
        (owner.pk, "before_due", date(2026, 7, 8)),
        (owner.pk, "due", date(2026, 7, 15)),
        (owner.pk, "overdue", date(2026, 7, 16)),
    ]


@pytest.mark.parametrize("day", [date(2026, 9, 2), date(2026, 9, 5)])
def test_nobody_is_reminded_on_a_holiday_or_a_saturday(agency: Any, user_as: Any, day: date) -> None:
    follow_up(agency, due=day)
    user_as("agency")
    assert notices.plan(day) == 0


@pytest.mark.parametrize("state", ["answered", "accepted", "closed", "withdrawn"])
def test_nobody_is_reminded_of_what_they_no_longer_owe(task: FollowUp, user_as: Any, state: str) -> None:
    user_as("agency")
    FollowUp.objects.filter(pk=task.pk).update(state=state)
    assert notices.plan(date(2026, 7, 15)) == 0


@pytest.mark.parametrize(("last_day", "count"), [(date(2026, 7, 14), 0), (date(2026, 7, 15), 1)])
def test_a_council_that_has_ended_reminds_nobody(
    task: FollowUp, user_as: Any, last_day: date, count: int
) -> None:
    user_as("agency")
    Council.objects.filter(pk=task.council_id).update(valid_to=last_day)
    assert notices.plan(date(2026, 7, 15)) == count


def test_a_request_for_more_time_does_not_stop_the_clock(task: FollowUp, user_as: Any) -> None:
    owner = user_as("agency")
    later = max(date(2026, 7, 15), timezone.localdate()) + timedelta(days=30)
    services.request_extension(follow_up=task, user=owner, until=later, reason="Chờ vốn")
    assert notices.plan(date(2026, 7, 15)) == 1


@pytest.mark.parametrize("count", [1, 30])
def test_planning_asks_the_database_a_constant_number_of_questions(
    agency: Any, user_as: Any, django_assert_num_queries: Any, count: int
) -> None:
    user_as("agency")
    for number in range(count):
        follow_up(agency, title=f"Việc số {number}")
    with django_assert_num_queries(7):
        assert notices.plan(date(2026, 7, 15)) == count


# --- Inbox ---


def test_the_inbox_counts_and_clears_only_one_s_own(task: FollowUp, user_as: Any) -> None:
    one, two = user_as("agency"), user_as("agency")
    notices.announce(follow_up=task, kind="issued", actor=None)
    assert (notices.unread_count(one), notices.unread_count(two)) == (1, 1)
    assert notices.mark_read(user=one) == 1
    assert notices.mark_read(user=one) == 0
    assert (notices.unread_count(one), notices.unread_count(two)) == (0, 1)
