"""Sittings of one council: days that belong to one of them only, a theme where one is due, moves with their day."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from threading import Barrier, Event, Thread
from typing import Any

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from core.errors import Refused
from councils.models import CouncilTerm
from documents.models import File
from sessions import services
from sessions.models import Minutes, PlenaryMeeting, Sitting, SittingMove
from tests.factories import (
    AttendanceFactory,
    CouncilTermFactory,
    PlenaryMeetingFactory,
    ResolutionFactory,
    SittingFactory,
    SittingStepFactory,
    seated,
)

ClientAs = Callable[..., Client]
OPENS, CLOSES, TODAY = date(2026, 7, 14), date(2026, 7, 15), date(2026, 8, 3)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def after_the_sitting() -> Iterator[None]:
    """A day on which everything of July can have happened."""
    with time_machine.travel("2026-08-03 09:00+07:00", tick=False):
        yield


def planned(term: CouncilTerm, **changes: Any) -> Sitting:
    """A sitting that has not been saved."""
    made: Sitting = SittingFactory.build(council=term.council, council_term=term, **changes)
    return made


def moved(sitting: Sitting, name: str, on: date = TODAY, **given: Any) -> Sitting:
    """One step, taken by nobody in particular."""
    return services.move_sitting(sitting=sitting, name=name, user=None, on=on, **given)


def refused(action: Callable[[], Any]) -> dict[str, list[str]]:
    """The sentences of a refusal by field; "__all__" for the whole."""
    with pytest.raises(ValidationError) as refusal:
        action()
    error = refusal.value
    return error.message_dict if hasattr(error, "error_dict") else {"__all__": error.messages}


# --- Days ---


def test_days_of_another_sitting_are_refused_with_its_name_and_days(term: CouncilTerm) -> None:
    other = SittingFactory(council_term=term, number=4)
    wanted = planned(term, number=5, opens_on=CLOSES, closes_on=CLOSES + timedelta(days=2))
    sentences = refused(lambda: services.save_sitting(sitting=wanted))
    assert list(sentences) == ["opens_on"]
    for word in (str(other), "14/07/2026", "15/07/2026"):
        assert word in sentences["opens_on"][0]


def test_a_sitting_may_begin_the_day_after_another_has_ended(term: CouncilTerm) -> None:
    SittingFactory(council_term=term)
    next_day = CLOSES + timedelta(days=1)
    assert services.save_sitting(sitting=planned(term, number=90, opens_on=next_day, closes_on=next_day)).pk


def test_another_council_sits_on_the_same_days(term: CouncilTerm, other_council: Any) -> None:
    SittingFactory(council_term=other_council.terms.get())
    assert services.save_sitting(sitting=planned(term)).pk


@pytest.mark.parametrize("state", ["postponed", "cancelled"])
def test_a_sitting_that_was_called_off_blocks_no_days(term: CouncilTerm, state: str) -> None:
    SittingFactory(council_term=term, number=4, state=state)
    assert services.save_sitting(sitting=planned(term, number=5)).pk


def test_a_sitting_is_not_in_its_own_way(term: CouncilTerm) -> None:
    made = services.save_sitting(sitting=planned(term))
    made.closes_on = CLOSES + timedelta(days=1)
    assert services.save_sitting(sitting=made, version=1).closes_on == CLOSES + timedelta(days=1)


def test_a_constituting_sitting_is_the_first_of_its_term(term: CouncilTerm) -> None:
    late = planned(term, number=5, kind="constituting")
    assert list(refused(lambda: services.save_sitting(sitting=late))) == ["number"]
    late.number = 1
    assert services.save_sitting(sitting=late).pk
    assert services.save_sitting(sitting=late, version=late.version).number == 1


def test_a_term_has_one_constituting_sitting(term: CouncilTerm) -> None:
    first = SittingFactory(council_term=term, number=1, kind="constituting")
    days = {"opens_on": date(2026, 9, 1), "closes_on": date(2026, 9, 1)}
    again = planned(term, number=2, kind="constituting", **days)
    sentences = refused(lambda: services.save_sitting(sitting=again))
    assert list(sentences) == ["kind"]
    assert "14/07/2026" in sentences["kind"][0]
    Sitting.objects.filter(pk=first.pk).update(state="cancelled", number=3)
    again.number = 1
    assert services.save_sitting(sitting=again).pk


@pytest.mark.parametrize(("number", "warned"), [(3, False), (5, True)])
def test_a_number_that_leaves_one_out_is_taken_with_a_warning(
    client_as: ClientAs, term: CouncilTerm, number: int, warned: bool
) -> None:
    SittingFactory(council_term=term, number=2)
    typed = {
        "council_term": term.pk,
        "number": number,
        "kind": "regular_yearend",
        "opens_on": "08/12/2026",
        "closes_on": "09/12/2026",
        "is_public": "on",
        "layout": "none",
    }
    page = client_as("secretariat").post(reverse("sittings:sitting_create"), typed, follow=True)
    assert Sitting.objects.filter(number=number).exists()
    words = _(
        "Sitting no. %(number)s of this term is not entered. If the number is wrong, correct it with “Edit”."
    )
    assert (words % {"number": number - 1} in page.content.decode()) == warned


def test_numbers_start_again_in_the_second_instance_of_a_term(term: CouncilTerm) -> None:
    first = services.save_sitting(sitting=planned(term, number=5))
    merged = CouncilTermFactory(
        council=term.council, term=term.term, ordinal=term.ordinal, instance=2, starts_on=date(2026, 7, 20)
    )
    days = {"opens_on": date(2026, 7, 30), "closes_on": date(2026, 7, 31)}
    again = services.save_sitting(sitting=planned(merged, number=5, **days))
    assert (again.number, str(again)) == (first.number, str(first))
    assert again.council_term.label != first.council_term.label


def at_once(*actions: Callable[[], Any]) -> list[str]:
    """What becomes of actions that people take at the same moment, each on a connection of its own."""
    start, outcomes = Barrier(len(actions)), []

    def run(action: Callable[[], Any]) -> None:
        start.wait()
        try:
            action()
            outcomes.append("saved")
        except Refused as refusal:
            outcomes.append(", ".join(refusal.message_dict))
        finally:
            connection.close()

    threads = [Thread(target=run, args=(action,)) for action in actions]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(outcomes)


@pytest.mark.django_db(transaction=True)
def test_of_two_people_who_take_the_same_days_at_once_one_is_told_of_the_other(term: CouncilTerm) -> None:
    second = CouncilTermFactory(council=term.council, term=term.term, instance=2)
    wanted = [planned(term, number=1), planned(second, number=1, opens_on=CLOSES, closes_on=CLOSES)]
    outcomes = at_once(
        *(lambda sitting=sitting: services.save_sitting(sitting=sitting) for sitting in wanted)
    )
    assert outcomes == ["opens_on", "saved"]
    assert Sitting.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_who_loses_against_a_row_that_nobody_could_see_yet_gets_the_same_sentence(term: CouncilTerm) -> None:
    written, go_on = Event(), Event()

    def loader() -> None:
        with transaction.atomic():
            SittingFactory(council_term=term, number=4)
            written.set()
            go_on.wait(60)
        connection.close()

    def let_it_commit() -> None:
        waiting = (
            "SELECT count(*) FROM pg_stat_activity"
            " WHERE wait_event_type = 'Lock' AND datname = current_database()"  # other tests run beside this one
        )
        for _attempt in range(3_000):
            with connection.cursor() as cursor:
                cursor.execute(waiting)
                if cursor.fetchone()[0] or go_on.wait(0.01):
                    break
        go_on.set()
        connection.close()

    second = CouncilTermFactory(council=term.council, term=term.term, instance=2)
    threads = [Thread(target=loader), Thread(target=let_it_commit)]
    threads[0].start()
    assert written.wait(60)
    threads[1].start()
    sentences = refused(lambda: services.save_sitting(sitting=planned(second, number=9)))
    go_on.set()
    for thread in threads:
        thread.join()
    assert list(sentences) == ["opens_on"]
    assert "14/07/2026" in sentences["opens_on"][0]


# --- What a sitting says of itself ---


@pytest.mark.parametrize("kind", ["thematic", "urgent"])
def test_pages_ask_what_a_thematic_or_urgent_sitting_is_about_and_loaders_need_not_know(
    term: CouncilTerm, kind: str
) -> None:
    bare = planned(term, kind=kind)
    assert list(refused(lambda: services.save_sitting(sitting=bare, theme_needed=True))) == ["theme"]
    made = services.save_sitting(sitting=bare)
    made.place = "Hội trường"
    assert services.save_sitting(sitting=made, version=1, theme_needed=True).place == "Hội trường"


def test_a_sitting_is_closed_to_the_public_for_a_reason(term: CouncilTerm) -> None:
    closed = planned(term, is_public=False)
    assert list(refused(lambda: services.save_sitting(sitting=closed))) == ["closed_reason"]
    closed.closed_reason = "Theo đề nghị của Thường trực HĐND"
    assert services.save_sitting(sitting=closed).pk


def test_the_history_names_who_entered_it(term: CouncilTerm, user_as: Any) -> None:
    staff = user_as("secretariat")
    made = services.save_sitting(sitting=planned(term), user=staff)
    event = made.history.select_related("pgh_context").get()  # type: ignore[attr-defined]  # made by pghistory
    assert event.pgh_context.metadata["user"] == staff.pk


# --- Moves ---


def test_every_move_is_dated_and_names_who_took_it(term: CouncilTerm, user_as: Any) -> None:
    sitting, leader = SittingFactory(council_term=term), user_as("leader")
    services.move_sitting(
        sitting=sitting,
        name="hold_conference",
        user=leader,
        on=date(2026, 6, 20),
        note="Thông báo số 31/TB-HĐND",
    )
    move = SittingMove.objects.get()
    assert (move.from_state, move.to_state) == ("planned", "conference_held")
    assert (move.effective_on, move.actor, move.note) == (
        date(2026, 6, 20),
        leader,
        "Thông báo số 31/TB-HĐND",
    )


def test_closing_sets_the_closing_day_and_reopening_takes_it_back(term: CouncilTerm) -> None:
    sitting = SittingFactory(council_term=term, state="in_session", opened_on=OPENS)
    assert moved(sitting, "close", CLOSES).closed_on == CLOSES
    assert list(refused(lambda: moved(sitting, "reopen", CLOSES))) == ["note"]
    again = moved(sitting, "reopen", CLOSES, note="Còn một nội dung chưa biểu quyết")
    assert (again.state, again.closed_on, again.opened_on) == ("in_session", None, OPENS)


def test_a_sitting_does_not_close_before_it_opened(term: CouncilTerm) -> None:
    sitting = SittingFactory(council_term=term, state="in_session", opened_on=OPENS)
    sentences = refused(lambda: moved(sitting, "close", date(2026, 7, 13)))
    assert "14/07/2026" in sentences["on"][0]


def test_a_step_that_the_table_lacks_is_refused_with_the_state_it_stands_in(term: CouncilTerm) -> None:
    sitting = SittingFactory(council_term=term)
    (sentence,) = refused(lambda: moved(sitting, "close"))["__all__"]
    assert str(sitting.get_state_display()) in sentence


def test_moves_that_do_more_than_move_belong_to_others(term: CouncilTerm) -> None:
    for name in ("convene", "open_papers", "open"):
        with pytest.raises(KeyError):
            moved(SittingFactory.build(), name)


def signed_minutes(sitting: Sitting) -> Minutes:
    """Minutes as the signing leaves them."""
    now = timezone.now()
    file = File.objects.create(council=sitting.council, title="Biên bản kỳ họp")
    return Minutes.objects.create(
        sitting=sitting, state="signed", drafted_at=now, approved_on=CLOSES, signed_on=CLOSES, file=file
    )


def test_documents_are_signed_once_resolutions_and_minutes_are_and_else_it_says_what_is_missing(
    term: CouncilTerm,
) -> None:
    sitting = SittingFactory(council_term=term, state="closed", opened_on=OPENS, closed_on=CLOSES)
    waiting = ResolutionFactory(
        sitting=sitting, state="passed", adopted_on=CLOSES, title="Về dự toán năm 2027"
    )
    ResolutionFactory(sitting=sitting, state="rejected", title="Về phí chợ")
    (sentence,) = refused(lambda: moved(sitting, "sign_documents"))["__all__"]
    assert "Về dự toán năm 2027" in sentence
    assert _("the minutes have not been drafted") in sentence
    assert "Về phí chợ" not in sentence
    type(waiting).objects.filter(pk=waiting.pk).update(state="signed", signed_on=CLOSES)
    (sentence,) = refused(lambda: moved(sitting, "sign_documents"))["__all__"]
    assert "Về dự toán năm 2027" not in sentence
    signed_minutes(sitting)
    assert moved(sitting, "sign_documents").state == "documents_signed"


def test_nothing_unsigned_goes_into_the_archive_by_way_of_the_review(term: CouncilTerm) -> None:
    sitting = SittingFactory(council_term=term, state="closed", opened_on=OPENS, closed_on=CLOSES)
    moved(sitting, "review")
    assert refused(lambda: moved(sitting, "archive"))
    signed_minutes(sitting)
    assert moved(sitting, "archive").state == "archived"


@pytest.mark.parametrize("name", ["postpone", "cancel"])
def test_a_sitting_is_called_off_for_a_reason(term: CouncilTerm, name: str) -> None:
    sitting = SittingFactory(council_term=term)
    assert list(refused(lambda: moved(sitting, name, note=" "))) == ["note"]
    moved(sitting, name, note="Bão số 3")
    assert SittingMove.objects.get().note == "Bão số 3"


# --- New days ---


def test_a_postponed_sitting_gets_new_days_and_must_be_convened_again(term: CouncilTerm) -> None:
    sitting = SittingFactory(council_term=term, state="convened", convened_on=date(2026, 6, 20))
    half = PlenaryMeetingFactory(sitting=sitting)
    step = SittingStepFactory(sitting=sitting, due_on=date(2026, 7, 10))
    moved(sitting, "postpone", note="Bão số 3")
    days = {"opens_on": date(2026, 8, 18), "closes_on": date(2026, 8, 18)}
    again = moved(sitting, "resume", **days)
    assert (again.state, again.opens_on, again.convened_on) == ("planned", date(2026, 8, 18), None)
    half.refresh_from_db()
    step.refresh_from_db()
    assert (half.day, step.due_on) == (date(2026, 8, 18), date(2026, 8, 14))


def test_new_days_are_asked_for_and_must_be_free(term: CouncilTerm) -> None:
    sitting = SittingFactory(council_term=term, state="postponed")
    assert list(refused(lambda: moved(sitting, "resume"))) == ["opens_on", "closes_on"]
    other = SittingFactory(council_term=term, opens_on=date(2026, 8, 18), closes_on=date(2026, 8, 19))
    days = {"opens_on": date(2026, 8, 19), "closes_on": date(2026, 8, 20)}
    sentences = refused(lambda: moved(sitting, "resume", **days))
    assert str(other) in sentences["opens_on"][0]
    backwards = {"opens_on": date(2026, 8, 25), "closes_on": date(2026, 8, 24)}
    assert list(refused(lambda: moved(sitting, "resume", **backwards))) == ["closes_on"]
    sitting.refresh_from_db()
    assert (sitting.state, sitting.opens_on) == ("postponed", OPENS)


def test_planned_half_days_move_with_the_sitting_and_those_outside_are_dropped(term: CouncilTerm) -> None:
    sitting = services.save_sitting(sitting=planned(term))
    services.plan_half_days(sitting=sitting, user=None)
    sitting.opens_on = sitting.closes_on = date(2026, 7, 15)
    services.save_sitting(sitting=sitting, version=1)
    assert set(PlenaryMeeting.objects.values_list("day", flat=True)) == {date(2026, 7, 15)}
    assert PlenaryMeeting.objects.count() == 2


def test_days_stay_where_something_was_recorded_outside_the_new_ones(term: CouncilTerm) -> None:
    sitting = services.save_sitting(sitting=planned(term))
    half = PlenaryMeetingFactory(sitting=sitting)
    AttendanceFactory(meeting=half, delegate=seated(term))
    sitting.opens_on = CLOSES
    sentences = refused(lambda: services.save_sitting(sitting=sitting, version=1))
    assert str(half) in sentences["opens_on"][0]
    assert Sitting.objects.get().opens_on == OPENS


# --- The page of a move ---


def test_each_move_is_open_to_those_who_may_take_it(client_as: ClientAs, term: CouncilTerm) -> None:
    sitting = SittingFactory(council_term=term)

    def status(role: str, name: str) -> int:
        address = reverse("sittings:sitting_move", args=[sitting.pk, name])
        return client_as(role).get(address).status_code

    assert (status("secretariat", "hold_conference"), status("secretariat", "postpone")) == (200, 200)
    assert (status("leader", "hold_conference"), status("leader", "postpone")) == (403, 200)
    assert (status("delegate", "postpone"), status("secretariat", "convene"), status("leader", "fly")) == (
        403,
        404,
        404,
    )


def test_the_page_takes_day_and_reason_and_shows_them_with_the_sitting(
    client_as: ClientAs, term: CouncilTerm
) -> None:
    sitting, client = SittingFactory(council_term=term), client_as("leader")
    address = reverse("sittings:sitting_move", args=[sitting.pk, "postpone"])
    bare = client.post(address, {"on": "03/08/2026", "note": ""})
    assert bare.status_code == 422
    assert "03/08/2026" in bare.content.decode()
    shown = client.post(address, {"on": "03/08/2026", "note": "Bão số 3 đổ bộ"}, follow=True).content.decode()
    sitting.refresh_from_db()
    assert sitting.state == "postponed"
    assert "Bão số 3 đổ bộ" in shown
    assert _("The sitting has been postponed: its days bind nobody until new ones are set.") in shown


def test_new_days_are_set_on_the_page(client_as: ClientAs, term: CouncilTerm) -> None:
    sitting = SittingFactory(council_term=term, state="postponed")
    address = reverse("sittings:sitting_move", args=[sitting.pk, "resume"])
    typed = {"on": "03/08/2026", "opens_on": "18/08/2026", "closes_on": "17/08/2026", "note": ""}
    client = client_as("secretariat")
    assert client.post(address, typed).status_code == 422
    assert client.post(address, {**typed, "closes_on": "19/08/2026"}).status_code == 302
    sitting.refresh_from_db()
    assert (sitting.state, sitting.closes_on) == ("planned", date(2026, 8, 19))


def test_a_move_lies_neither_in_the_future_nor_before_the_last_one(term: CouncilTerm) -> None:
    sitting = SittingFactory(council_term=term, state="in_session", opened_on=OPENS)
    assert list(refused(lambda: moved(sitting, "close", date(2026, 8, 4)))) == ["on"]
    moved(sitting, "close", CLOSES)
    assert list(refused(lambda: moved(sitting, "review", OPENS))) == ["on"]


def test_a_sitting_that_was_over_before_it_was_entered_is_recorded_as_held(term: CouncilTerm) -> None:
    made = SittingFactory(council_term=term, opens_on=date(2026, 7, 14), closes_on=date(2026, 7, 15))
    services.move_sitting(sitting=made, name="hold", user=None, on=date(2026, 7, 15))
    assert (made.state, made.opened_on, made.closed_on) == ("closed", date(2026, 7, 14), date(2026, 7, 15))


def test_a_sitting_whose_days_are_not_over_is_not_recorded_as_held_in_one_step(term: CouncilTerm) -> None:
    today = timezone.localdate()
    made = SittingFactory(council_term=term, opens_on=today, closes_on=today + timedelta(days=1))
    with pytest.raises(ValidationError) as refusal:
        services.move_sitting(sitting=made, name="hold", user=None, on=today)
    assert list(refusal.value.message_dict) == ["on"]
    made.refresh_from_db()
    assert made.state == "planned"
