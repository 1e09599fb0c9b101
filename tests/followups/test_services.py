"""What can be done to a follow-up, and what is refused in words."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.utils import timezone

from core.errors import Refused
from councils.calendar import DueDate
from followups import services
from followups.asof import result_on
from followups.models import Extension, FollowUp, FollowUpMove
from followups.states import State
from tests.factories import RuleFactory, follow_up

PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
ANSWER: dict[str, Any] = {
    "text": "Đã sửa xong cầu.",
    "result_class": "resolved",
    "dated_on": date(2026, 7, 1),
}


def answered(task: FollowUp, **changes: Any) -> FollowUp:
    services.reply_to(follow_up=task, user=None, **{**ANSWER, **changes})
    return task


# --- Five clears ---


@pytest.mark.parametrize("missing", ["title", "accountable", "evidence"])
def test_a_task_without_one_of_the_five_clears_is_refused_beside_that_clear(
    agency: Any, missing: str
) -> None:
    due = DueDate(date(2026, 7, 15), RuleFactory(), date(2026, 6, 15), estimated=False)
    words = {"title": "Sửa cầu", "accountable": "Trưởng phòng", "evidence": "Văn bản trả lời"} | {
        missing: " "
    }
    with pytest.raises(Refused) as refusal:
        services.issue(
            council=agency.council,
            kind="opinion",
            clears=services.FiveClears(body=agency, due=due, **words),
            user=None,
            on=date(2026, 6, 15),
        )
    assert list(refusal.value.message_dict) == [missing]
    assert not FollowUp.objects.exists()


@pytest.mark.parametrize(
    "missing", [{"agency": None}, {"title": ""}, {"due_on": None}, {"accountable": ""}, {"evidence": ""}]
)
def test_the_database_itself_refuses_a_sent_task_without_a_clear(
    task: FollowUp, missing: dict[str, Any]
) -> None:
    with pytest.raises(IntegrityError, match="followups_five_clears"), transaction.atomic():
        FollowUp.objects.filter(pk=task.pk).update(**missing)


def test_the_database_refuses_a_due_date_that_moves_back(task: FollowUp) -> None:
    with pytest.raises(IntegrityError, match="followups_due_only_moves_on"), transaction.atomic():
        FollowUp.objects.filter(pk=task.pk).update(due_on=date(2026, 7, 1))


# --- Moves ---


def test_a_task_goes_from_sent_to_closed_and_every_step_is_dated(task: FollowUp, user_as: Any) -> None:
    owner, staff = user_as("agency"), user_as("secretariat")
    services.acknowledge(follow_up=task, user=owner, on=date(2026, 6, 16))
    services.start(follow_up=task, user=owner, on=date(2026, 6, 17))
    services.reply_to(follow_up=task, user=owner, **ANSWER)
    services.assess(follow_up=task, user=staff, verdict="accepted", on=date(2026, 7, 3))
    services.close(follow_up=task, user=staff, on=date(2026, 7, 6))
    moves = FollowUpMove.objects.filter(follow_up=task).values_list("to_state", "effective_on", "actor")
    assert list(moves) == [
        ("issued", date(2026, 6, 15), None),
        ("acknowledged", date(2026, 6, 16), owner.pk),
        ("in_progress", date(2026, 6, 17), owner.pk),
        ("answered", date(2026, 7, 1), owner.pk),
        ("accepted", date(2026, 7, 3), staff.pk),
        ("closed", date(2026, 7, 6), staff.pk),
    ]
    task.refresh_from_db()
    assert (task.state, task.result_class) == ("closed", "resolved")
    assert (task.answered_on, task.settled_on) == (date(2026, 7, 1), date(2026, 7, 3))


def test_a_step_that_the_state_does_not_allow_is_refused_with_the_state_s_name(
    task: FollowUp, user_as: Any
) -> None:
    answered(task)
    with pytest.raises(Refused) as refusal:
        services.acknowledge(follow_up=task, user=user_as("agency"))
    assert str(State.ANSWERED.label) in refusal.value.messages[0]


@pytest.mark.parametrize("day", [date(2026, 6, 14), date(2100, 1, 1)])
def test_a_step_lies_between_the_sending_and_today(task: FollowUp, user_as: Any, day: date) -> None:
    with pytest.raises(Refused, match=f"{day:%d/%m/%Y}"):
        services.acknowledge(follow_up=task, user=user_as("agency"), on=day)
    task.refresh_from_db()
    assert task.state == State.ISSUED


@pytest.mark.parametrize("service", [services.withdraw, services.reopen])
def test_taking_back_and_reopening_say_why(task: FollowUp, user_as: Any, service: Any) -> None:
    with pytest.raises(Refused) as refusal:
        service(follow_up=task, user=user_as("secretariat"), reason="  ")
    assert list(refusal.value.message_dict) == ["reason"]


def test_a_reopened_task_is_owed_again(task: FollowUp, user_as: Any) -> None:
    staff = user_as("secretariat")
    services.withdraw(follow_up=task, user=staff, reason="Gửi nhầm cơ quan")
    services.reopen(follow_up=task, user=staff, reason="Đúng cơ quan")
    task.refresh_from_db()
    assert (task.state, task.settled_on, task.answered_on) == ("in_progress", None, None)
    assert FollowUp.objects.open().filter(pk=task.pk).exists()


# --- Answers ---


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"result_class": "scheduled"}, "roadmap_on"),
        ({"result_class": "scheduled", "roadmap_on": date(2026, 7, 1)}, "roadmap_on"),
        ({"result_class": "in_progress", "roadmap_on": date(2026, 6, 30)}, "roadmap_on"),
        ({"result_class": "unresolved"}, "reason"),
    ],
)
def test_a_result_says_when_or_why(task: FollowUp, changes: dict[str, Any], field: str) -> None:
    with pytest.raises(ValidationError) as refusal:
        answered(task, **changes)
    assert list(refusal.value.message_dict) == [field]
    task.refresh_from_db()
    assert task.state == State.ISSUED


def test_an_answer_is_not_a_settlement(task: FollowUp) -> None:
    answered(task)
    assert (task.state, task.result_class, task.settled_on) == ("answered", "", None)


def test_a_file_of_a_wrong_kind_leaves_no_answer(task: FollowUp, user_as: Any) -> None:
    bad = SimpleUploadedFile("ket-qua.exe", b"MZ\x90\x00")
    with pytest.raises(Refused, match=r"ket-qua\.exe"), transaction.atomic():
        services.reply_to(follow_up=task, user=user_as("agency"), uploads=[bad], **ANSWER)
    assert not task.replies.exists()


def test_a_returned_answer_says_why_and_is_owed_again(task: FollowUp, user_as: Any) -> None:
    answered(task)
    staff = user_as("secretariat")
    with pytest.raises(Refused) as refusal:
        services.assess(follow_up=task, user=staff, verdict="returned", on=date(2026, 7, 2))
    assert list(refusal.value.message_dict) == ["reason"]
    services.assess(
        follow_up=task, user=staff, verdict="returned", on=date(2026, 7, 2), reason="Chưa nêu kinh phí"
    )
    task.refresh_from_db()
    assert (task.state, task.answered_on) == ("returned", None)
    assert not task.results.exists()


def test_who_judges_may_correct_the_class_of_result(task: FollowUp, user_as: Any) -> None:
    answered(task)
    services.assess(
        follow_up=task,
        user=user_as("delegate"),
        verdict="accepted",
        on=date(2026, 7, 2),
        result_class="in_progress",
        roadmap_on=date(2026, 12, 1),
    )
    entry = task.results.get()
    assert (entry.result_class, entry.roadmap_on, entry.effective_on) == (
        "in_progress",
        date(2026, 12, 1),
        date(2026, 7, 2),
    )


def test_figures_of_an_earlier_day_keep_the_result_of_that_day(task: FollowUp, user_as: Any) -> None:
    answered(task, result_class="scheduled", roadmap_on=date(2026, 9, 1))
    staff = user_as("secretariat")
    services.assess(follow_up=task, user=staff, verdict="accepted", on=date(2026, 7, 2))
    services.record_result(follow_up=task, user=staff, result_class="resolved", on=date(2026, 9, 1))
    days = [date(2026, 7, 1), date(2026, 8, 31), date(2026, 9, 1)]
    found = [
        FollowUp.objects.filter(pk=task.pk).values_list(result_on(day, ref="pk"), flat=True).get()
        for day in days
    ]
    assert found == ["not_answered", "scheduled", "resolved"]


def test_no_result_is_recorded_for_what_was_withdrawn(task: FollowUp, user_as: Any) -> None:
    staff = user_as("secretariat")
    services.withdraw(follow_up=task, user=staff, reason="Trùng với việc khác")
    with pytest.raises(Refused):
        services.record_result(follow_up=task, user=staff, result_class="resolved", on=timezone.localdate())


# --- More time ---


@pytest.fixture
def later(task: FollowUp) -> date:
    """A day on which more time may end, whatever today is."""
    assert task.due_on is not None
    return max(task.due_on, timezone.localdate()) + timedelta(days=30)


def test_more_time_moves_the_due_date_only_when_it_is_granted(
    task: FollowUp, user_as: Any, later: date
) -> None:
    extension = services.request_extension(
        follow_up=task, user=user_as("agency"), until=later, reason="Chờ vốn"
    )
    task.refresh_from_db()
    assert task.due_on == date(2026, 7, 15)
    services.decide_extension(extension=extension, user=user_as("leader"), granted=True)
    task.refresh_from_db()
    assert (task.due_on, task.original_due_on) == (later, date(2026, 7, 15))


def test_a_refusal_of_more_time_says_why_and_moves_nothing(task: FollowUp, user_as: Any, later: date) -> None:
    extension = services.request_extension(
        follow_up=task, user=user_as("agency"), until=later, reason="Chờ vốn"
    )
    with pytest.raises(Refused) as refusal:
        services.decide_extension(extension=extension, user=user_as("leader"), granted=False)
    assert list(refusal.value.message_dict) == ["note"]
    services.decide_extension(
        extension=extension, user=user_as("leader"), granted=False, note="Đã gia hạn một lần"
    )
    task.refresh_from_db()
    assert task.due_on == date(2026, 7, 15)


def test_a_request_is_decided_once(task: FollowUp, user_as: Any, later: date) -> None:
    extension = services.request_extension(
        follow_up=task, user=user_as("agency"), until=later, reason="Chờ vốn"
    )
    services.decide_extension(extension=extension, user=user_as("leader"), granted=True)
    with pytest.raises(Refused):
        services.decide_extension(extension=extension, user=user_as("leader"), granted=False, note="Thôi")
    extension.refresh_from_db()
    assert extension.decision == Extension.Decision.GRANTED


def test_only_one_request_waits_at_a_time(task: FollowUp, user_as: Any, later: date) -> None:
    owner = user_as("agency")
    services.request_extension(follow_up=task, user=owner, until=later, reason="Chờ vốn")
    with pytest.raises(Refused):
        services.request_extension(follow_up=task, user=owner, until=later, reason="Chờ vốn")


@pytest.mark.parametrize("until", [date(2026, 7, 15), date(2026, 7, 16)])
def test_more_time_ends_after_today_and_after_the_due_date(task: FollowUp, user_as: Any, until: date) -> None:
    FollowUp.objects.filter(pk=task.pk).update(due_on=date(2026, 7, 15))
    with pytest.raises(Refused) as refusal:
        services.request_extension(follow_up=task, user=user_as("agency"), until=until, reason="Chờ vốn")
    assert list(refusal.value.message_dict) == ["until"]


def test_no_time_is_asked_for_once_the_answer_is_given(agency: Any, user_as: Any, later: date) -> None:
    done = answered(follow_up(agency))
    with pytest.raises(Refused):
        services.request_extension(follow_up=done, user=user_as("agency"), until=later, reason="Chờ vốn")
