"""Promises: a reply that names a day opens something that is owed, becomes due by itself, and ends with an outcome."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from core.errors import Refused
from followups import origins, services
from followups.asof import result_on
from followups.models import Commitment, FollowUp, Notice
from followups.notices import plan
from tests import factories

pytestmark = pytest.mark.django_db

SENT = date(2026, 6, 15)
ANSWERED = date(2026, 7, 1)
JUDGED = date(2026, 7, 3)
PROMISED = date(2026, 9, 8)


def answer(
    follow_up: FollowUp, until: date | None = PROMISED, on: date = ANSWERED, **words: Any
) -> FollowUp | None:
    """The body answers (with a promise unless `until` is None); returns the promise now open about the matter."""
    said: dict[str, Any] = {
        "result_class": "scheduled" if until else "in_progress",
        "text": "Đã bố trí vốn.",
        "number": "",
    }
    services.reply_to(follow_up=follow_up, user=None, dated_on=on, roadmap_on=until, **said | words)
    return open_promise()


def accept(follow_up: FollowUp, on: date = JUDGED, **corrected: Any) -> None:
    services.assess(follow_up=follow_up, user=None, verdict="accepted", on=on, **corrected)


def give_back(follow_up: FollowUp, on: date = JUDGED) -> None:
    services.assess(follow_up=follow_up, user=None, verdict="returned", on=on, reason="Chưa rõ nguồn vốn")


def open_promise() -> FollowUp | None:
    made = Commitment.objects.filter(outcome="open").select_related("follow_up").first()
    return made.follow_up if made else None


def outcomes() -> list[tuple[str, str]]:
    """(outcome, state of the promise as a follow-up), the oldest first."""
    return list(Commitment.objects.order_by("pk").values_list("outcome", "follow_up__state"))


def result_of(task: FollowUp, day: date) -> str:
    found: str = FollowUp.objects.filter(pk=task.pk).values_list(result_on(day, ref="pk"), flat=True).get()
    return found


@pytest.fixture
def promise(task: FollowUp) -> FollowUp:
    """A promise of the agency to be done by 08/09/2026, in an answer that was accepted."""
    made = answer(task)
    assert made is not None
    accept(task)
    made.refresh_from_db()
    return made


def test_a_reply_that_names_a_day_opens_a_promise_of_the_same_body(task: FollowUp) -> None:
    promise = answer(task, number="125/UBND-KT")
    assert promise is not None
    assert promise.title == f"Thực hiện lời hứa: {task.title}"
    assert (promise.state, promise.issued_on, promise.due_on) == ("acknowledged", ANSWERED, PROMISED)
    assert promise.legal_basis == "Văn bản trả lời số 125/UBND-KT ngày 01/07/2026"
    assert promise.due_rule is None
    assert (promise.owner, promise.council) == (task.owner, task.council)
    assert (promise.accountable, promise.evidence) == (task.accountable, task.evidence)
    assert "Đã bố trí vốn." in promise.detail
    assert Commitment.objects.get().source == task


@pytest.mark.parametrize("result_class", ["resolved", "explained", "in_progress"])
def test_a_reply_that_names_no_day_promises_nothing(task: FollowUp, result_class: str) -> None:
    answer(task, None, result_class=result_class)
    assert not Commitment.objects.exists()


def test_work_in_progress_with_a_day_is_a_promise_too(task: FollowUp) -> None:
    assert answer(task, result_class="in_progress") is not None


def test_who_has_promised_is_not_told_of_the_own_promise(task: FollowUp, user_as: Any) -> None:
    user_as("agency")
    promise = answer(task)
    assert not Notice.objects.filter(follow_up=promise).exists()


def test_a_promise_becomes_due_by_itself(promise: FollowUp, user_as: Any) -> None:
    owner = user_as("agency")
    plan(PROMISED)
    assert Notice.objects.filter(follow_up=promise, recipient=owner, kind="due").exists()
    assert FollowUp.objects.overdue(PROMISED + timedelta(days=1)).get() == promise


def test_accepting_the_reply_as_it_is_keeps_its_promise(task: FollowUp, promise: FollowUp) -> None:
    assert outcomes() == [("open", "acknowledged")]
    assert result_of(task, JUDGED) == "scheduled"


def test_a_promise_in_a_reply_that_is_not_accepted_does_not_count(task: FollowUp) -> None:
    promise = answer(task)
    assert promise is not None
    give_back(task)
    assert outcomes() == [("void", "withdrawn")]
    assert promise.moves.latest("pk").note
    newer = answer(task, date(2026, 8, 1), on=date(2026, 7, 5))
    assert newer is not None
    assert newer.due_on == date(2026, 8, 1)
    assert outcomes() == [("void", "withdrawn"), ("open", "acknowledged")]


def test_taking_back_an_acceptance_ends_the_promise(task: FollowUp, promise: FollowUp) -> None:
    give_back(task, on=date(2026, 7, 6))
    assert outcomes() == [("void", "withdrawn")]


def test_a_day_corrected_at_acceptance_takes_the_place_of_the_promised_one(task: FollowUp) -> None:
    answer(task)
    accept(task, roadmap_on=date(2026, 8, 15))
    assert outcomes() == [("void", "withdrawn"), ("open", "acknowledged")]
    promise = open_promise()
    assert promise is not None
    assert (promise.due_on, promise.issued_on) == (date(2026, 8, 15), ANSWERED)


@pytest.mark.parametrize("corrected", ["resolved", "explained", "unresolved"])
def test_a_class_corrected_to_one_without_a_day_voids_the_promise(task: FollowUp, corrected: str) -> None:
    answer(task)
    reason: dict[str, Any] = {"unresolved_reason": "no_funds"} if corrected == "unresolved" else {}
    accept(task, result_class=corrected, **reason)
    assert outcomes() == [("void", "withdrawn")]


@pytest.mark.parametrize("result", ["resolved", "explained"])
def test_a_kept_promise_settles_its_matter_from_that_day(
    task: FollowUp, promise: FollowUp, result: str
) -> None:
    answer(promise, None, on=date(2026, 8, 30), result_class=result)
    assert outcomes() == [("open", "answered")]
    accept(promise, on=PROMISED)
    assert outcomes() == [("kept", "accepted")]
    assert Commitment.objects.get().ended_on == PROMISED
    assert result_of(task, PROMISED - timedelta(days=1)) == "scheduled"
    assert result_of(task, PROMISED) == result
    task.refresh_from_db()
    assert task.result_class == result


def test_a_promise_that_is_answered_with_a_reason_why_not_is_broken(
    task: FollowUp, promise: FollowUp
) -> None:
    answer(promise, None, on=PROMISED, result_class="unresolved", reason="no_funds")
    accept(promise, on=date(2026, 9, 3))
    assert outcomes() == [("broken", "accepted")]
    assert result_of(task, date(2026, 9, 3)) == "unresolved"
    assert task.results.latest("pk").reason == "no_funds"


def test_a_promise_answered_with_another_day_makes_the_next_once_that_is_accepted(
    task: FollowUp, promise: FollowUp
) -> None:
    further = date(2026, 11, 1)
    answer(promise, further, on=date(2026, 8, 30))
    assert outcomes() == [("open", "answered")]
    accept(promise, on=PROMISED)
    assert outcomes() == [("void", "accepted"), ("open", "acknowledged")]
    second = open_promise()
    assert second is not None
    assert (second.due_on, second.commitment.source) == (further, task)
    assert second.title == promise.title
    answer(second, None, on=date(2026, 10, 20), result_class="resolved")
    accept(second, on=date(2026, 10, 21))
    days = [date(2026, 10, 20), date(2026, 10, 21)]
    assert [result_of(task, day) for day in days] == ["scheduled", "resolved"]
    assert outcomes() == [("void", "accepted"), ("kept", "accepted")]


def test_taking_back_a_further_day_brings_the_first_promise_back(task: FollowUp, promise: FollowUp) -> None:
    answer(promise, date(2026, 11, 1), on=date(2026, 8, 30))
    accept(promise, on=PROMISED)
    give_back(promise, on=PROMISED)
    assert outcomes() == [("open", "returned"), ("void", "withdrawn")]
    assert task.results.latest("pk").roadmap_on == promise.due_on


def test_a_kept_promise_that_is_taken_back_leaves_its_matter_as_promised(
    task: FollowUp, promise: FollowUp
) -> None:
    answer(promise, None, on=date(2026, 8, 30), result_class="resolved")
    accept(promise, on=PROMISED)
    give_back(promise, on=PROMISED)
    assert outcomes() == [("open", "returned")]
    assert result_of(task, PROMISED) == "scheduled"


@pytest.mark.parametrize(
    ("result", "outcome"), [("resolved", "kept"), ("explained", "kept"), ("unresolved", "broken")]
)
def test_a_result_recorded_at_the_matter_says_what_became_of_the_promise(
    task: FollowUp, promise: FollowUp, result: str, outcome: str
) -> None:
    reason = "other" if outcome == "broken" else ""
    services.record_result(follow_up=task, user=None, result_class=result, on=date(2026, 8, 1), reason=reason)
    assert outcomes() == [(outcome, "withdrawn")]
    assert promise.moves.latest("pk").note


def test_a_result_for_an_earlier_day_leaves_the_promise_alone(task: FollowUp, promise: FollowUp) -> None:
    services.record_result(follow_up=task, user=None, result_class="explained", on=date(2026, 6, 20))
    services.record_result(follow_up=task, user=None, result_class="in_progress", on=date(2026, 8, 1))
    assert outcomes() == [("open", "acknowledged")]


def test_another_day_noted_at_the_matter_replaces_the_promise(task: FollowUp, promise: FollowUp) -> None:
    services.record_result(
        follow_up=task, user=None, result_class="scheduled", on=date(2026, 8, 1), roadmap_on=date(2026, 12, 1)
    )
    assert outcomes() == [("void", "withdrawn"), ("open", "acknowledged")]


def test_a_result_that_settles_an_open_promise_ends_it(task: FollowUp, promise: FollowUp) -> None:
    services.record_result(follow_up=promise, user=None, result_class="in_progress", on=date(2026, 7, 20))
    assert outcomes() == [("open", "acknowledged")]
    services.record_result(follow_up=promise, user=None, result_class="resolved", on=date(2026, 8, 1))
    assert outcomes() == [("kept", "withdrawn")]
    assert result_of(task, date(2026, 8, 1)) == "resolved"


def test_withdrawing_the_matter_withdraws_what_was_promised_about_it(task: FollowUp, user_as: Any) -> None:
    answer(task)
    services.withdraw(follow_up=task, user=user_as("secretariat"), reason="Trùng với việc khác", on=JUDGED)
    assert outcomes() == [("void", "withdrawn")]


def test_closing_the_matter_does_not_forget_what_was_promised(
    task: FollowUp, promise: FollowUp, user_as: Any
) -> None:
    services.close(follow_up=task, user=user_as("leader"), on=date(2026, 7, 10))
    assert outcomes() == [("open", "acknowledged")]
    answer(promise, None, on=date(2026, 8, 30), result_class="resolved")
    accept(promise, on=PROMISED)
    assert result_of(task, PROMISED) == "resolved"


def test_a_withdrawn_promise_is_taken_up_again_unless_a_newer_one_stands(
    task: FollowUp, promise: FollowUp, user_as: Any
) -> None:
    staff = user_as("secretariat")
    services.withdraw(follow_up=promise, user=staff, reason="Gửi nhầm", on=date(2026, 7, 10))
    assert outcomes() == [("void", "withdrawn")]
    services.reopen(follow_up=promise, user=staff, reason="Vẫn phải làm", on=date(2026, 7, 11))
    assert outcomes() == [("open", "in_progress")]
    services.record_result(
        follow_up=task,
        user=staff,
        result_class="scheduled",
        on=date(2026, 8, 1),
        roadmap_on=date(2026, 12, 1),
    )
    with pytest.raises(Refused):
        services.reopen(follow_up=promise, user=staff, reason="Vẫn phải làm", on=date(2026, 8, 2))
    assert outcomes() == [("void", "withdrawn"), ("open", "acknowledged")]


def test_a_matter_answered_again_has_one_open_promise(
    task: FollowUp, promise: FollowUp, user_as: Any
) -> None:
    leader = user_as("leader")
    services.close(follow_up=task, user=leader, on=date(2026, 7, 10))
    services.reopen(follow_up=task, user=leader, reason="Hỏi lại", on=date(2026, 7, 11))
    assert outcomes() == [("open", "acknowledged")]
    answer(task, date(2026, 10, 1), on=date(2026, 7, 12))
    assert outcomes() == [("void", "withdrawn"), ("open", "acknowledged")]


def test_old_records_promise_as_well(agency: Any) -> None:
    old = factories.follow_up(agency, on=date(2023, 3, 1), due=date(2023, 4, 1))
    answer(old, date(2023, 12, 1), on=date(2023, 3, 20), quiet=True)
    assert outcomes() == [("open", "acknowledged")]


# --- Pages ---


def test_the_page_of_a_matter_shows_its_promises_with_what_became_of_them(
    task: FollowUp, promise: FollowUp, client_as: Any
) -> None:
    client = client_as("secretariat")
    page = client.get(task.get_absolute_url())
    assert [(shown.made.follow_up, shown.is_open) for shown in page.context["promises"]] == [(promise, True)]
    assert promise.get_absolute_url() in page.content.decode()
    services.record_result(follow_up=task, user=None, result_class="resolved", on=date(2026, 8, 1))
    shown = client.get(task.get_absolute_url()).context["promises"]
    assert [str(one.made.get_outcome_display()) in one.outcome for one in shown] == [True]


def test_the_page_of_a_promise_leads_back_to_the_answer_that_made_it(
    task: FollowUp, promise: FollowUp, client_as: Any
) -> None:
    page = client_as("secretariat").get(promise.get_absolute_url())
    assert page.context["row"].origin.url == task.get_absolute_url()
    assert "01/07/2026" in page.context["row"].origin.label


def test_who_does_not_see_the_matter_learns_nothing_of_it_from_the_promise(
    promise: FollowUp, user_as: Any, other_council: Any
) -> None:
    assert origins.links([promise], user_as("secretariat"))
    assert not origins.links([promise], user_as("secretariat", council=other_council))


def test_a_delegate_judges_answers_to_promises_about_the_own_meetings(
    agency: Any, term: Any, client_as: Any
) -> None:
    client = client_as("delegate")
    meeting = factories.MeetingFactory(round__council_term=term)
    meeting.delegates.add(client.user.memberships.get().delegate)
    task = factories.follow_up(agency)
    factories.OpinionFactory(meeting=meeting, follow_up=task)
    promise = answer(task)
    assert promise is not None
    accept(task)
    answer(promise, None, on=timezone.localdate(), result_class="resolved")
    page = client.get(reverse("followups:followup_mine"))
    assert [card.row.follow_up for section in page.context["sections"] for card in section.cards] == [promise]


@pytest.mark.parametrize("rows", [1, 3])
def test_origins_of_promises_cost_one_query_however_many(
    rows: int, agency: Any, user_as: Any, django_assert_num_queries: Any
) -> None:
    reader = user_as("secretariat")
    for _row in range(rows):
        answer(factories.follow_up(agency))
    promises = list(FollowUp.objects.filter(kind="commitment"))
    origins.links([], reader)
    assert origins.links(promises[:1], reader)
    with django_assert_num_queries(1):
        assert len(origins.links(promises, reader)) == rows
