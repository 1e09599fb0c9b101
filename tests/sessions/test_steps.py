"""The legal steps of a sitting: the days the law of the time gives, what proves them done, what people do to them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from pytest_django import DjangoAssertNumQueries

from councils.calendar import Clock, due_date
from councils.models import CouncilTerm, DeadlineRule
from documents.models import File
from sessions import services
from sessions.models import (
    BodyMeeting,
    Minutes,
    Paper,
    PaperMove,
    Resolution,
    Sitting,
    SittingMove,
    SittingStep,
    Verification,
)
from sessions.progress import with_progress
from sessions.roadmap import Milestone, Roadmap, roadmap_of
from tests.factories import (
    BodyMeetingFactory,
    CommitteeFactory,
    CouncilFactory,
    CouncilTermFactory,
    PaperFactory,
    ResolutionFactory,
    SittingFactory,
    SittingStepFactory,
    TermFactory,
)
from tests.sessions.law import load_law

OPENS, CLOSES = date(2026, 7, 14), date(2026, 7, 15)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def in_june() -> Iterator[None]:
    """Three weeks before the sitting."""
    with time_machine.travel("2026-06-22 09:00+07:00", tick=False):
        load_law()
        yield


@pytest.fixture
def sitting(term: CouncilTerm) -> Sitting:
    """A commune's mid-year sitting of July 2026, laid out."""
    made: Sitting = SittingFactory(council_term=term)
    services.lay_out_steps(sitting=made, user=None)
    return made


def due_days(sitting: Sitting) -> dict[str, date | None]:
    return dict(sitting.steps.values_list("code", "due_on"))


def roadmap(sitting: Sitting) -> Roadmap:
    row = with_progress(Sitting.objects.filter(pk=sitting.pk)).select_related("council").get()
    return roadmap_of(row, row.steps.select_related("due_rule", "done_by"), Clock())


def shown(sitting: Sitting, code: str) -> Milestone:
    return next(found for found in roadmap(sitting).milestones if found.step.code == code)


def step(sitting: Sitting, code: str) -> SittingStep:
    return sitting.steps.get(code=code)


def refused(action: Callable[[], Any]) -> dict[str, list[str]]:
    with pytest.raises(ValidationError) as refusal:
        action()
    error = refusal.value
    return error.message_dict if hasattr(error, "error_dict") else {"__all__": error.messages}


def sitting_of(level: str, opens_on: date, kind: str, election: date, **term: Any) -> Sitting:
    """A laid-out sitting of a council of this level."""
    council = CouncilFactory(level=level)
    years = TermFactory(name=f"{election.year}-{election.year + 5}", election_day=election)
    found = CouncilTermFactory(council=council, term=years, starts_on=election, **term)
    made: Sitting = SittingFactory(council_term=found, kind=kind, opens_on=opens_on, closes_on=opens_on)
    services.lay_out_steps(sitting=made, user=None)
    return made


# --- The law of the time ---


def test_a_district_of_2019_lives_by_the_laws_of_2015() -> None:
    found = sitting_of("district", date(2019, 12, 17), "regular_yearend", date(2016, 5, 22))
    days = due_days(found)
    assert days["convene"] == date(2019, 11, 27)  # 20 days
    assert days["publish"] == date(2019, 12, 2)  # 15 days
    assert days["drafts-in"] == date(2019, 12, 6)  # 10 days would be a Saturday
    assert days["verifying"] == days["promises"] == date(2019, 12, 6)
    assert days["verified"] == days["papers-out"] == date(2019, 12, 10)  # 7 days
    convene = step(found, "convene")
    assert convene.legal_basis == "Luật số 77/2015/QH13, Điều 80 khoản 2"
    assert not shown(found, "verifying").unconfirmed


def test_a_commune_of_2026_lives_by_the_regulations_of_2025(sitting: Sitting) -> None:
    days = due_days(sitting)
    assert days["convene"] == date(2026, 6, 24)
    assert days["papers-out"] == date(2026, 7, 10)  # 3 days would be a Saturday
    assert step(sitting, "convene").legal_basis.startswith("Nghị quyết số 103/2025/UBTVQH15")
    assert "cần kiểm tra" in step(sitting, "convene").legal_basis
    assert not shown(sitting, "convene").unconfirmed  # its legal basis says so itself


def test_every_day_is_the_day_of_the_calendar_of_rules(sitting: Sitting) -> None:
    counted = sitting.steps.filter(due_rule__isnull=False).select_related("due_rule")
    assert len(counted) == 5
    for found in counted:
        assert found.due_rule is not None
        expected = due_date(code=found.due_rule.code, council=sitting.council, anchor=OPENS)
        assert (found.due_on, found.due_rule, found.due_anchor_on) == (expected.day, expected.rule, OPENS)


def test_a_thematic_sitting_is_convened_a_week_before(term: CouncilTerm) -> None:
    found = SittingFactory(council_term=term, kind="thematic")
    services.lay_out_steps(sitting=found, user=None)
    days = due_days(found)
    assert (days["convene"], days["publish"]) == (date(2026, 7, 7), date(2026, 7, 9))
    assert "voters-before" not in days


def test_where_no_rule_is_in_force_at_the_level_the_step_stands_without_a_day_and_says_so(
    sitting: Sitting,
) -> None:
    found = shown(sitting, "drafts-in")
    assert found.due is None
    assert "VER-DRAFT-IN" not in found.no_due  # a code means nothing to a reader
    assert "14/07/2026" in found.no_due
    assert not shown(sitting, "items").no_due


def test_the_first_sitting_counts_from_the_election_but_not_after_a_merger() -> None:
    election = date(2021, 5, 23)
    first = sitting_of("commune", date(2021, 7, 1), "constituting", election)
    assert due_days(first)["first"] == date(2021, 7, 7)  # 45 days
    merged = sitting_of("commune", date(2025, 7, 1), "constituting", election, instance=2)
    assert "first" not in due_days(merged)


def test_the_approval_of_elections_counts_from_the_day_their_results_were_sent() -> None:
    found = sitting_of("commune", date(2026, 4, 7), "constituting", date(2026, 3, 15))
    assert due_days(found)["elected"] == date(2026, 4, 14)  # 5 working days
    assert due_days(found)["approved"] is None
    assert str(_("Send the results of elections for approval")) in shown(found, "approved").no_due
    services.finish_step(step=step(found, "elected"), user=None, on=date(2026, 4, 10))
    assert due_days(found)["approved"] == date(2026, 4, 24)  # 10 working days
    services.undo_step(step=step(found, "elected"), user=None)
    assert due_days(found)["approved"] is None


# --- Laying out again, and new days ---


def test_laying_out_again_adds_nothing_and_keeps_what_people_did(sitting: Sitting) -> None:
    services.finish_step(step=step(sitting, "items"), user=None, on=date(2026, 6, 1))
    services.leave_out_step(step=step(sitting, "groups"), user=None, reason="Chỉ có một Tổ đại biểu")
    own = services.add_step(
        sitting=sitting, user=None, title="Thử hệ thống biểu quyết", due_on=date(2026, 7, 9)
    )
    before = list(sitting.steps.values_list("pk", "due_on", "done_on", "not_needed"))
    services.lay_out_steps(sitting=sitting, user=None)
    assert list(sitting.steps.values_list("pk", "due_on", "done_on", "not_needed")) == before
    assert own.position >= step(sitting, "verifying").position


def test_open_steps_move_with_the_opening_and_done_ones_stay(sitting: Sitting) -> None:
    Sitting.objects.filter(pk=sitting.pk).update(convened_on=date(2026, 6, 20))
    services.finish_step(step=step(sitting, "publish"), user=None, on=date(2026, 6, 21))
    services.change_step(
        step=step(sitting, "promises"), user=None, due_on=date(2026, 7, 6), legal_basis="Quy chế, Điều 9"
    )
    sitting.refresh_from_db()
    sitting.opens_on, sitting.closes_on = date(2026, 7, 21), date(2026, 7, 22)
    services.save_sitting(sitting=sitting, version=sitting.version)
    days = due_days(sitting)
    assert days["papers-out"] == date(2026, 7, 17)
    assert days["hold"] == date(2026, 7, 21)
    assert days["promises"] == date(2026, 7, 13)  # set by hand: as far before the opening as it was
    assert days["publish"] == date(2026, 6, 29)  # ticked off
    assert days["convene"] == date(2026, 6, 24)  # convened, as the record says


def test_papers_that_are_still_owed_move_along_and_those_in_hand_do_not(term: CouncilTerm) -> None:
    sitting = services.save_sitting(sitting=SittingFactory.build(council=term.council, council_term=term))
    services.lay_out(sitting=sitting, user=None)
    owed, by_hand, here = sitting.papers.order_by("number")[:3]
    Paper.objects.filter(pk=by_hand.pk).update(due_on=date(2026, 7, 2), due_rule=None, due_anchor_on=None)
    Paper.objects.filter(pk=here.pk).update(state="received", received_on=date(2026, 6, 20))
    assert owed.due_on == date(2026, 7, 10)
    sitting.opens_on, sitting.closes_on = date(2026, 7, 21), date(2026, 7, 22)
    services.save_sitting(sitting=sitting, version=1)
    days = dict(sitting.papers.values_list("pk", "due_on"))
    assert (days[owed.pk], days[by_hand.pk], days[here.pk]) == (
        date(2026, 7, 17),
        date(2026, 7, 9),
        here.due_on,
    )


def test_another_kind_brings_its_own_steps_and_takes_the_open_ones_of_the_old_kind_away(
    sitting: Sitting,
) -> None:
    services.finish_step(step=step(sitting, "voters-before"), user=None, on=date(2026, 6, 10))
    sitting.kind, sitting.theme = "urgent", "Khắc phục hậu quả bão"
    services.save_sitting(sitting=sitting, version=sitting.version)
    days = due_days(sitting)
    assert days["convene"] == date(2026, 7, 7)
    assert "groups" not in days
    assert "voters-before" in days


# --- What people do ---


def test_a_step_is_ticked_off_on_a_day_that_has_come_and_taken_back(sitting: Sitting, user_as: Any) -> None:
    staff, found = user_as("secretariat"), step(sitting, "publish")
    assert list(refused(lambda: services.finish_step(step=found, user=staff, on=date(2026, 6, 23)))) == ["on"]
    done = services.finish_step(step=found, user=staff, on=date(2026, 6, 21), note="Số 12/TB-HĐND")
    assert (done.done_on, done.done_by, done.note) == (date(2026, 6, 21), staff, "Số 12/TB-HĐND")
    assert (
        "21/06/2026" in refused(lambda: services.finish_step(step=found, user=staff, on=OPENS))["__all__"][0]
    )
    assert shown(sitting, "publish").standing == "done"
    open_again = services.undo_step(step=found, user=staff)
    assert (open_again.done_on, open_again.done_by) == (None, None)
    assert refused(lambda: services.undo_step(step=found, user=staff))


def test_a_step_is_left_out_for_a_reason(sitting: Sitting) -> None:
    found = step(sitting, "groups")
    assert list(refused(lambda: services.leave_out_step(step=found, user=None, reason="  "))) == ["reason"]
    services.leave_out_step(step=found, user=None, reason="Chỉ có một Tổ đại biểu")
    assert shown(sitting, "groups").standing == "left_out"
    assert refused(lambda: services.finish_step(step=found, user=None, on=date(2026, 6, 21)))
    assert services.undo_step(step=found, user=None).note == ""


def test_a_day_set_by_hand_rests_on_something_and_an_empty_one_is_the_rule_s_again(sitting: Sitting) -> None:
    found = step(sitting, "publish")
    law = found.legal_basis

    def change(due_on: date | None, basis: str) -> SittingStep:
        return services.change_step(step=found, user=None, due_on=due_on, legal_basis=basis)

    assert list(refused(lambda: change(date(2026, 7, 1), law))) == ["legal_basis"]
    other = change(date(2026, 7, 1), "Quy chế làm việc của HĐND xã, Điều 7")
    assert (other.due_on, other.due_rule) == (date(2026, 7, 1), None)
    again = change(None, "")
    assert (again.due_on, again.legal_basis) == (date(2026, 6, 29), law)


def test_only_a_note_changes_where_the_day_is_left_as_it_is(sitting: Sitting) -> None:
    found = step(sitting, "publish")
    rule = found.due_rule
    changed = services.change_step(step=found, user=None, due_on=found.due_on, note="Đăng trên trang điện tử")
    assert (changed.due_rule, changed.note) == (rule, "Đăng trên trang điện tử")


def test_a_step_of_its_own_can_be_renamed_and_one_of_the_template_cannot(sitting: Sitting) -> None:
    own = services.add_step(sitting=sitting, user=None, title="Thử micro")
    assert (
        services.change_step(step=own, user=None, due_on=None, title="Thử âm thanh").title == "Thử âm thanh"
    )
    known = step(sitting, "publish")
    kept = services.change_step(step=known, user=None, due_on=known.due_on, title="Khác")
    assert kept.title == known.title
    assert list(refused(lambda: services.add_step(sitting=sitting, user=None, title=" "))) == ["title"]


@pytest.mark.parametrize("state", ["cancelled", "archived"])
def test_the_steps_of_a_cancelled_or_archived_sitting_no_longer_change(sitting: Sitting, state: str) -> None:
    Sitting.objects.filter(pk=sitting.pk).update(state=state)
    sitting.refresh_from_db()
    found = step(sitting, "publish")
    assert refused(lambda: services.finish_step(step=found, user=None, on=date(2026, 6, 20)))
    assert refused(lambda: services.leave_out_step(step=found, user=None, reason="Không cần nữa"))
    assert refused(lambda: services.add_step(sitting=sitting, user=None, title="Khác"))


@pytest.mark.parametrize("state", ["reviewed", "archived"])
def test_open_steps_of_a_finished_sitting_are_not_recorded_rather_than_late(
    sitting: Sitting, state: str
) -> None:
    with time_machine.travel("2026-09-01 09:00+07:00", tick=False):
        Sitting.objects.filter(pk=sitting.pk).update(state="closed", opened_on=OPENS, closed_on=OPENS)
        assert (shown(sitting, "publish").standing, roadmap(sitting).late > 0) == ("late", True)
        Sitting.objects.filter(pk=sitting.pk).update(state=state)
        found = shown(sitting, "publish")
        assert (found.standing, found.due, found.is_open) == ("unrecorded", None, True)
        assert (roadmap(sitting).late, roadmap(sitting).next) == (0, None)


def test_nobody_waits_for_the_steps_of_a_sitting_of_years_ago(sitting: Sitting) -> None:
    Sitting.objects.filter(pk=sitting.pk).update(state="closed", opened_on=OPENS, closed_on=OPENS)
    with time_machine.travel("2028-01-10 09:00+07:00", tick=False):
        assert roadmap(sitting).next is None
        assert shown(sitting, "publish").word == _("not recorded")


def test_what_the_legal_basis_itself_marks_as_unsure_is_not_marked_twice(sitting: Sitting) -> None:
    found = step(sitting, "convene")
    assert not shown(sitting, "convene").unconfirmed
    SittingStep.objects.filter(pk=found.pk).update(legal_basis="Nghị quyết số 103/2025/UBTVQH15, Điều 3")
    assert shown(sitting, "convene").unconfirmed


# --- What the records prove ---


def counts(sitting: Sitting, code: str) -> tuple[int, int]:
    proof = shown(sitting, code).proof
    assert proof is not None
    return proof.done, proof.total


def test_the_calling_of_the_sitting_proves_itself(sitting: Sitting) -> None:
    assert shown(sitting, "convene").is_open
    Sitting.objects.filter(pk=sitting.pk).update(convened_on=date(2026, 6, 22))
    found = shown(sitting, "convene")
    assert (found.standing, found.done_on, found.by_records) == ("done", date(2026, 6, 22), True)
    assert found.due is not None
    assert found.due.words == _("done in time")


def test_papers_in_hand_are_counted_n_of_m_and_withdrawn_ones_are_not_waited_for(sitting: Sitting) -> None:
    committee = CommitteeFactory(council=sitting.council)
    first, second, gone = PaperFactory.create_batch(3, sitting=sitting, committee=committee)
    Paper.objects.filter(pk=gone.pk).update(state="withdrawn")
    assert counts(sitting, "papers-in") == counts(sitting, "drafts-in") == (0, 2)
    Paper.objects.filter(pk=first.pk).update(state="received", received_on=date(2026, 6, 18))
    assert counts(sitting, "papers-in") == (1, 2)
    Paper.objects.filter(pk=second.pk).update(state="sent_to_delegates", received_on=date(2026, 6, 20))
    PaperMove.objects.create(
        paper=second, from_state="received", to_state="sent_to_delegates", effective_on=date(2026, 6, 21)
    )
    found = shown(sitting, "papers-in")
    assert (found.standing, found.done_on) == ("done", date(2026, 6, 20))
    assert counts(sitting, "papers-out") == (1, 2)


def test_verification_reports_are_counted_n_of_m(sitting: Sitting) -> None:
    committee = CommitteeFactory(council=sitting.council)
    first, _second = PaperFactory.create_batch(2, sitting=sitting, committee=committee)
    meeting = BodyMeetingFactory(
        council=sitting.council, committee=committee, kind="verification", state="held"
    )
    made = Verification.objects.create(
        paper=first,
        committee=committee,
        assigned_on=date(2026, 6, 1),
        due_on=date(2026, 7, 4),
        meeting=meeting,
    )
    assert (counts(sitting, "verifying"), counts(sitting, "verified")) == ((1, 2), (0, 2))
    version = first.versions.create(number=1, received_on=date(2026, 6, 1))
    Verification.objects.filter(pk=made.pk).update(
        opinion="ready", version_seen=version, reported_on=date(2026, 6, 20), state="reported"
    )
    assert counts(sitting, "verified") == (1, 2)


def test_resolutions_sent_up_are_counted_and_due_three_days_after_the_earliest_signature_that_waits(
    sitting: Sitting,
) -> None:
    assert shown(sitting, "send-up").no_due == _("Counted from the signature of the resolutions.")
    first, second = ResolutionFactory.create_batch(
        2, sitting=sitting, state="passed", adopted_on=date(2026, 6, 15), is_normative=True
    )

    def change(resolution: Resolution, **values: Any) -> None:
        Resolution.objects.filter(pk=resolution.pk).update(**values)

    change(first, state="signed", signed_on=date(2026, 6, 16))
    change(second, state="signed", signed_on=date(2026, 6, 19))
    assert counts(sitting, "sign") == (2, 2)
    found = shown(sitting, "send-up")
    assert found.due is not None
    assert (found.due.day, found.standing) == (date(2026, 6, 19), "late")
    change(first, sent_up_on=date(2026, 6, 17), gazette_on=date(2026, 6, 18))
    found = shown(sitting, "send-up")
    assert found.due is not None
    assert (found.due.day, counts(sitting, "send-up")) == (date(2026, 6, 22), (1, 2))
    assert counts(sitting, "gazette") == (1, 2)


def test_conference_and_review_are_proven_by_the_move_or_by_the_meeting(sitting: Sitting) -> None:
    BodyMeetingFactory(
        council=sitting.council, sitting=sitting, kind="pre_sitting", held_on=date(2026, 6, 10), state="held"
    )
    assert shown(sitting, "conference").done_on == date(2026, 6, 10)
    SittingMove.objects.create(
        sitting=sitting, from_state="closed", to_state="reviewed", effective_on=date(2026, 6, 20)
    )
    assert shown(sitting, "review").done_on == date(2026, 6, 20)
    assert BodyMeeting.objects.count() == 1


def test_minutes_prove_themselves_once_signed(sitting: Sitting) -> None:
    made = Minutes.objects.create(sitting=sitting, drafted_at=timezone.now())
    assert shown(sitting, "minutes").is_open
    copy = File.objects.create(council=sitting.council, title="Biên bản kỳ họp")
    day = date(2026, 6, 20)
    Minutes.objects.filter(pk=made.pk).update(state="signed", approved_on=day, signed_on=day, file=copy)
    assert shown(sitting, "minutes").done_on == day


def test_nothing_is_proven_of_a_sitting_without_papers(sitting: Sitting) -> None:
    assert all(
        shown(sitting, code).is_open for code in ("papers-in", "papers-out", "verified", "sign", "send-up")
    )


# --- How the timeline reads ---


def test_the_next_step_is_the_open_one_that_is_due_first(sitting: Sitting) -> None:
    found = roadmap(sitting).next
    assert found is not None
    assert (found.step.code, found.standing) == ("convene", "soon")
    assert found.due is not None
    assert "2" in found.due.words


def test_what_was_missed_is_late_unless_the_sitting_was_called_off(sitting: Sitting) -> None:
    with time_machine.travel("2026-06-26 09:00+07:00", tick=False):
        assert shown(sitting, "convene").standing == "late"
        assert roadmap(sitting).late == 1
        Sitting.objects.filter(pk=sitting.pk).update(state="postponed")
        assert roadmap(sitting).late == 0


def test_steps_stand_before_at_and_after_the_sitting_also_those_added_by_hand(sitting: Sitting) -> None:
    for title, due_on in (
        ("Trước", date(2026, 7, 1)),
        ("Trong", CLOSES),
        ("Sau", date(2026, 7, 20)),
        ("Không hạn", None),
    ):
        services.add_step(sitting=sitting, user=None, title=title, due_on=due_on)
    headings = [
        {found.title for found in rows if not found.step.code}
        for _heading, rows in roadmap(sitting).by_phase()
    ]
    assert headings == [{"Trước", "Không hạn"}, {"Trong"}, {"Sau"}]


def test_the_timeline_costs_the_same_for_few_steps_and_many(
    sitting: Sitting, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(3):
        roadmap(sitting)
    SittingStepFactory.create_batch(3, sitting=sitting, due_on=CLOSES)
    PaperFactory.create_batch(3, sitting=sitting)
    with django_assert_num_queries(3):
        roadmap(sitting)


def test_a_council_s_own_rule_goes_before_the_national_one(sitting: Sitting) -> None:
    base = DeadlineRule.objects.get(code="SIT-CONVENE-REG", effective_to=None)
    base.pk, base.council, base.offset, base.confidence = None, sitting.council, 12, "V"
    base.effective_from = date(2026, 1, 1)
    base.save()
    services.lay_out_steps(sitting=sitting, user=None)
    assert due_days(sitting)["convene"] == date(2026, 7, 2)
    assert not shown(sitting, "convene").unconfirmed
