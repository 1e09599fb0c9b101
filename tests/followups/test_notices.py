"""Who is told what as things happen; what a digest says; the inbox. Reminders are in `test_planning`."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.mail import get_connection
from django.utils import timezone
from django.utils.translation import override

from councils.calendar import Clock
from followups import notices, services
from followups.models import FollowUp, Notice
from followups.notices.digest import compose, sections_of
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
    assert (notice.read_at, notice.delivery, notice.attempts, notice.sent_at) == (None, "held", 0, None)


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
    patient, impatient = user_as("agency"), user_as("agency")
    services.save_preference(user=impatient, pace="at_once", only_binding=False)
    with django_capture_on_commit_callbacks() as waiting:
        for kind in ("issued", "returned", "accepted"):
            notices.announce(follow_up=task, kind=kind, actor=None)
    assert len(waiting) == 1
    with django_capture_on_commit_callbacks() as waiting:
        notices.announce_many(kind="reopened", pairs=[(task.pk, patient.pk)], actor=None)
    assert waiting == []


def test_co_ordinating_agencies_are_told_of_a_new_task_and_of_its_end_but_not_of_what_the_owner_answers(
    agency: Any, user_as: Any
) -> None:
    helper = AgencyFactory(council=agency.council)
    owner, helping = user_as("agency"), user_as("agency", agency=helper)
    task = follow_up(agency, parts=[services.Part(helper)])
    for kind in ("issued", "returned", "withdrawn"):
        notices.announce(follow_up=task, kind=kind, actor=None)
    assert told("issued") == told("withdrawn") == {owner.pk, helping.pk}
    assert told("returned") == {owner.pk}


@pytest.mark.parametrize("count", [1, 30])
def test_telling_many_costs_two_queries(
    agency: Any, user_as: Any, django_assert_num_queries: Any, count: int
) -> None:
    reader = user_as("agency")
    pairs = [(follow_up(agency, title=f"Việc {number}").pk, reader.pk) for number in range(count)]
    with django_assert_num_queries(2):
        notices.announce_many(kind="issued", pairs=pairs, actor=None)
    assert Notice.objects.count() == count


# --- The digest ---

NOW = date(2026, 7, 16)
"""The day after 15/07/2026, on which most tasks of these tests are due."""


def sections(user: Any, *kinds: tuple[FollowUp, str]) -> dict[str, list[tuple[str, str]]]:
    """Heading → (title, labels) of a digest about these notices."""
    for task, kind in kinds:
        Notice.objects.create(recipient=user, follow_up=task, kind=kind, for_day=NOW)
    rows = Notice.objects.filter(recipient=user).select_related("recipient", "follow_up__council")
    with override("en"):
        found = sections_of(list(rows.order_by("pk")), Clock(today=NOW))
        return {
            str(section.heading): [(item.title, item.about) for item in section.items] for section in found
        }


def test_a_digest_is_sorted_by_what_there_is_to_do(agency: Any, user_as: Any) -> None:
    late, today, soon, new, asked = (
        follow_up(agency, title=title, due=due)
        for title, due in (
            ("Muộn", date(2026, 7, 15)),
            ("Hôm nay", NOW),
            ("Sắp đến", date(2026, 7, 20)),
            ("Mới", date(2026, 8, 20)),
            ("Đôn đốc sớm", date(2026, 8, 20)),
        )
    )
    assert sections(
        user_as("agency"),
        (new, "issued"),
        (asked, "reminded"),
        (soon, "before_due"),
        (late, "overdue"),
        (today, "due"),
        (new, "extension_decided"),
    ) == {
        "To answer: late": [("Muộn", "Overdue")],
        "To answer: due today": [("Hôm nay", "Due today")],
        "To answer: due soon": [("Sắp đến", "Due soon")],
        "To answer: new, or asked again": [("Mới", "New task"), ("Đôn đốc sớm", "Reminder from the council")],
        "To know": [("Mới", "Decision on more time")],
    }


def test_a_matter_stands_once_under_a_heading_however_often_it_was_spoken_of(
    task: FollowUp, user_as: Any
) -> None:
    found = sections(user_as("agency"), (task, "overdue"), (task, "reminded"), (task, "returned"))
    assert found == {
        "To answer: late": [(task.title, "Overdue, Reminder from the council, Answer not accepted")]
    }


def test_what_has_been_answered_since_is_only_to_know(task: FollowUp, user_as: Any) -> None:
    owner, staff = user_as("agency"), user_as("secretariat")
    services.reply_to(follow_up=task, user=owner, quiet=True, **ANSWER)
    task.refresh_from_db()
    assert list(sections(owner, (task, "issued"))) == ["To know"]
    assert list(sections(staff, (task, "answered"))) == ["To judge or decide"]
    services.assess(follow_up=task, user=staff, verdict="accepted", on=date(2026, 7, 2), quiet=True)
    assert list(sections(staff)) == ["To know"]


def test_the_council_s_side_judges_decides_takes_over_and_is_told(task: FollowUp, user_as: Any) -> None:
    leader, staff = user_as("leader"), user_as("secretariat")
    services.request_extension(
        follow_up=task, user=staff, until=date(2027, 1, 15), reason="Chờ kết quả đo đạc", quiet=True
    )
    other = AgencyFactory(council=task.council)
    asked = services.hand_on(
        follow_up=task, user=staff, to=other, reason="Không thuộc thẩm quyền", quiet=True
    )
    found = sections(leader, (task, "extension_asked"), (task, "handed_on"), (task, "escalated"))
    assert list(found) == ["To judge or decide", "To take over", "To know"]
    assert found["To know"] == [(task.title, "Copy: still not answered")]
    services.refuse_hand_over(hand_over=asked, user=staff, reason="Không đúng chức năng", quiet=True)
    assert list(sections(leader)) == ["To judge or decide", "To know"]


def test_a_group_is_not_asked_to_judge_its_own_answer(term: Any, task: FollowUp, user_as: Any) -> None:
    group = GroupFactory(council_term=term)
    seat = SeatFactory(council_term=term, group=group)
    FollowUp.objects.filter(pk=task.pk).update(agency=None, group=group, state="answered")
    found = sections(user_as("delegate", delegate=seat.delegate), (task, "answered"))
    assert list(found) == ["To know"]


def test_a_co_ordinating_agency_reads_the_due_day_of_its_own_part(agency: Any, user_as: Any) -> None:
    helper = AgencyFactory(council=agency.council)
    task = follow_up(agency, due=date(2026, 8, 20), parts=[services.Part(helper, due_on=date(2026, 7, 15))])
    helping = user_as("agency", agency=helper)
    assert list(sections(helping, (task, "overdue"))) == ["To answer: late"]
    assert list(sections(user_as("agency"), (task, "issued"))) == ["To answer: new, or asked again"]
    task.coordinations.update(contribution="Đã góp ý", contributed_on=date(2026, 7, 10))
    assert list(sections(helping)) == ["To know"]


@pytest.mark.parametrize(
    ("language", "heading"), [("vi", "CẦN TRẢ LỜI: QUÁ HẠN (1)"), ("en", "TO ANSWER: LATE (1)")]
)
def test_both_texts_of_a_digest_say_what_to_do_in_the_reader_s_language(
    task: FollowUp, user_as: Any, language: str, heading: str
) -> None:
    notice = Notice(pk=1, recipient=user_as("agency"), follow_up=task, kind="overdue", for_day=NOW)
    with override(language):
        message = compose([notice], get_connection(), Clock(today=NOW))
    html = str(message.alternatives[0][0])
    for text in (str(message.body), html):
        assert heading.casefold() in text.casefold()
        assert "15/07/2026" in text
        assert f"http://127.0.0.1:8000/follow-ups/{task.pk}/" in text
        assert "http://127.0.0.1:8000/follow-ups/settings/notices/" in text
    assert task.title in message.subject


# --- Inbox ---


def test_the_inbox_counts_and_clears_only_one_s_own(task: FollowUp, user_as: Any) -> None:
    one, two = user_as("agency"), user_as("agency")
    notices.announce(follow_up=task, kind="issued", actor=None)
    assert (notices.unread_count(one), notices.unread_count(two)) == (1, 1)
    assert notices.mark_read(user=one) == 1
    assert notices.mark_read(user=one) == 0
    assert (notices.unread_count(one), notices.unread_count(two)) == (0, 1)
