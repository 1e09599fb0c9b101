"""Figures of resolutions and verification (R01 to R08, V01 to V04): deciding days, states as of a day, rows."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from followups.models import Extension, FollowUpMove
from followups.states import State
from reports.figures import FigureQuery, figure
from sessions.models import ResolutionRelation
from tests.factories import (
    BodyMeetingFactory,
    CommitteeFactory,
    CouncilFactory,
    CouncilTermFactory,
    FieldFactory,
)
from tests.reports.agreement import assert_rows_agree, parts
from tests.reports.records import DAY, moved, of_standing, resolved, sitting, tabled, task, verified

pytestmark = pytest.mark.django_db

JUNE, JULY, AUGUST = date(2026, 6, 15), date(2026, 7, 20), date(2026, 8, 10)


def value(code: str, question: FigureQuery) -> Any:
    return figure(code, question).value


@pytest.fixture
def held(term: Any) -> Any:
    """The mid-year sitting."""
    return sitting(term, JULY)


# --- R01 to R03, R05, R08: days that decide ---


def test_adoption_signature_and_publication_each_count_on_their_own_day(ask: Any, held: Any) -> None:
    resolved(held, date(2025, 12, 30), date(2026, 1, 5), published_on=date(2026, 1, 15))
    resolved(held, JULY, JULY + DAY, is_normative=True)
    resolved(held, JULY)
    resolved(held, None)
    resolved(held, date(2026, 9, 30))
    question = ask()
    assert [value(code, question) for code in ("R01", "R02", "R05")] == [2, 2, 1]
    assert parts(figure("R01", question)) == {"normative": 1, "individual": 1}
    assert "1" in figure("R02", question).note
    assert figure("R02", ask(start=date(2025, 12, 1))).note == ""
    assert_rows_agree(question, "R")


def test_adopted_resolutions_are_told_by_field_once_one_is_classified(ask: Any, held: Any) -> None:
    resolved(held, JULY)
    assert "none" not in parts(figure("R01", ask()))
    land = FieldFactory(code="dat-dai", name="Đất đai", name_en="Land")
    resolved(held, JULY, field=land)
    resolved(held, JULY, field=land)
    found = parts(figure("R01", ask()))
    assert (found[str(land.pk)], found["none"]) == (2, 1)
    assert_rows_agree(ask(), "R")


def test_resolutions_of_the_standing_committee_are_counted_apart(ask: Any, held: Any, term: Any) -> None:
    resolved(held, JULY, JULY)
    of_standing(term, AUGUST)
    assert [value(code, ask()) for code in ("R01", "R02", "R03", "R04", "R08")] == [1, 1, 1, 0, 1]
    assert_rows_agree(ask(), "R")


def test_the_running_total_begins_with_the_term_that_holds_the_last_day(
    ask: Any, council: Any, term: Any, held: Any
) -> None:
    resolved(held, date(2024, 7, 1))
    resolved(held, JULY)
    assert value("R03", ask()) == 2
    assert value("R03", ask(as_of=JULY - DAY)) == 1
    term.ends_on = JULY
    term.save()
    after = CouncilTermFactory(council=council, term=term.term, instance=2, starts_on=JULY + DAY)
    resolved(sitting(after, AUGUST), AUGUST)
    assert value("R03", ask()) == 1
    assert value("R03", ask(end=JULY)) == 2
    assert_rows_agree(ask(), "R")


# --- R04: sending up ---


def test_what_was_sent_up_in_time_late_and_not_yet_as_of_the_day(ask: Any, held: Any) -> None:
    resolved(held, JULY, JULY, sent_up_on=JULY + 3 * DAY)
    resolved(held, JULY, JULY, sent_up_on=JULY + 4 * DAY)
    resolved(held, JULY, JULY, sent_up_on=JULY + 4 * DAY, send_up_due_on=JULY + 5 * DAY)
    resolved(held, JULY, JULY)
    found = figure("R04", ask())
    assert found.value == 2
    assert parts(found) == {"in_time": 2, "late": 1, "not_yet": 1}
    assert [part.note for part in found.breakdown] == ["50%", "25%", "25%"]
    assert parts(figure("R04", ask(as_of=JULY + 3 * DAY))) == {"in_time": 1, "late": 0, "not_yet": 3}
    assert_rows_agree(ask(), "R")
    assert_rows_agree(ask(as_of=JULY + 3 * DAY), "R")


def test_sending_after_the_period_is_seen_by_a_later_day(ask: Any, held: Any) -> None:
    resolved(held, JULY, JULY, sent_up_on=JULY + 2 * DAY)
    assert value("R04", ask(end=JULY, as_of=JULY + DAY)) == 0
    assert value("R04", ask(end=JULY, as_of=JULY + 2 * DAY)) == 1


# --- R06: tasks ---


def test_tasks_stand_as_of_the_day(ask: Any, held: Any, agency: Any) -> None:
    adopted = resolved(held, JULY, JULY)
    task(adopted, agency, sent=JULY, due=AUGUST, result="resolved", on=AUGUST + DAY)
    task(adopted, agency, sent=JULY, due=AUGUST)
    task(adopted, agency, sent=JULY, due=date(2026, 12, 1))
    task(adopted, agency, sent=JULY, due=AUGUST, result="unresolved", on=AUGUST)
    task(adopted, agency, sent=JULY, due=AUGUST, result="scheduled", on=AUGUST)
    question = ask()
    found = figure("R06", question)
    assert found.value == 5
    assert parts(found) == {"completed": 1, "in_progress": 2, "overdue": 1, "not_done": 1}
    assert parts(figure("R06", ask(as_of=AUGUST))) == {
        "completed": 0,
        "in_progress": 4,
        "overdue": 0,
        "not_done": 1,
    }
    assert parts(figure("R06", ask(as_of=AUGUST + DAY)))["overdue"] == 1
    assert_rows_agree(question, "R")


def test_tasks_count_once_given_out_and_until_withdrawn(ask: Any, held: Any, agency: Any) -> None:
    adopted = resolved(held, JULY, JULY)
    given = task(adopted, agency, sent=AUGUST, due=date(2026, 9, 1))
    assert (value("R06", ask(as_of=AUGUST - DAY)), value("R06", ask(as_of=AUGUST))) == (0, 1)
    FollowUpMove.objects.create(
        follow_up=given.follow_up, from_state="issued", to_state=State.WITHDRAWN, effective_on=AUGUST + DAY
    )
    assert (value("R06", ask(as_of=AUGUST)), value("R06", ask())) == (1, 0)


def test_more_time_granted_by_the_day_keeps_a_task_from_being_overdue(
    ask: Any, held: Any, agency: Any
) -> None:
    given = task(resolved(held, JULY, JULY), agency, sent=JULY, due=AUGUST)
    Extension.objects.create(
        follow_up=given.follow_up,
        until=date(2026, 12, 1),
        reason="Chờ kinh phí",
        asked_on=AUGUST,
        decision="granted",
        decided_on=AUGUST + 5 * DAY,
    )
    assert parts(figure("R06", ask(as_of=AUGUST + 4 * DAY)))["overdue"] == 1
    assert parts(figure("R06", ask()))["overdue"] == 0


# --- R07: what becomes of earlier texts ---


def test_changes_of_earlier_texts_count_from_the_day_they_take_effect(ask: Any, held: Any) -> None:
    earlier, later, draft = resolved(held, date(2024, 1, 5)), resolved(held, JULY), resolved(held, None)
    changes = [
        ("amends", earlier, AUGUST),
        ("repeals", None, AUGUST),
        ("repeals_partly", None, date(2026, 9, 30)),
        ("replaces", None, date(2025, 12, 31)),
    ]
    for kind, target, day in changes:
        text = "" if target else "Nghị quyết số 12/2019/NQ-HĐND"
        ResolutionRelation.objects.create(
            source=later, target=target, target_text=text, kind=kind, effective_on=day
        )
    ResolutionRelation.objects.create(source=draft, target=earlier, kind="replaces", effective_on=AUGUST)
    found = figure("R07", ask())
    assert found.value == 2
    assert parts(found) == {"amends": 1, "repeals": 1}
    assert_rows_agree(ask(), "R")


# --- V01 to V04 ---


def test_papers_are_verified_once_the_leading_committee_reports(ask: Any, held: Any, council: Any) -> None:
    budget = CommitteeFactory(council=council)
    legal = CommitteeFactory(council=council, kind="legal", name="Ban Pháp chế")
    due = date(2026, 7, 10)
    first = tabled(held, JULY)
    verified(first, budget, reported=due, due=due)
    verified(first, legal, reported=due, due=due, is_lead=False)
    verified(tabled(held, JULY), legal, reported=due + DAY, due=due)
    verified(tabled(held, JULY), legal, reported=None, due=due)
    verified(tabled(held, JULY), legal, reported=date(2026, 9, 30), due=due)
    found = figure("V01", ask())
    assert found.value == 2
    assert parts(found) == {"legal": 1, "economic_budget": 1}
    in_time = figure("V04", ask())
    assert in_time.value == Decimal(50)
    assert parts(in_time) == {"in_time": 1, "late": 1}
    assert_rows_agree(ask(), "V")


def test_without_reports_there_is_no_rate(ask: Any, held: Any) -> None:
    found = figure("V04", ask())
    assert (found.value, found.breakdown) == (None, [])


def test_drafts_stopped_once_verification_had_begun_count_by_their_last_fate(
    ask: Any, held: Any, council: Any
) -> None:
    committee, due = CommitteeFactory(council=council), date(2026, 7, 10)
    back, gone, early, report = (
        tabled(held, None, kind) for kind in ("proposal", "project", "draft_resolution", "report")
    )
    for paper in (back, gone, early, report):
        verified(paper, committee, reported=None, due=due)
    moved(back, "under_verification", "returned_incomplete", JUNE)
    moved(back, "sent_to_delegates", "deferred", JULY)
    moved(gone, "verified", "withdrawn", JULY)
    moved(early, "received", "returned_incomplete", JULY)
    moved(report, "verified", "withdrawn", JULY)
    moved(tabled(held, None, "proposal"), "sent_to_delegates", "withdrawn", JULY)
    found = figure("V02", ask())
    assert found.value == 2
    assert parts(found) == {"withdrawn": 1, "deferred": 1}
    assert parts(figure("V02", ask(as_of=JULY - DAY))) == {"returned_incomplete": 1}
    assert_rows_agree(ask(), "V")


def test_verification_meetings_count_by_committee_once_held(ask: Any, council: Any) -> None:
    legal = CommitteeFactory(council=council, kind="legal", name="Ban Pháp chế")
    held = {"council": council, "committee": legal, "kind": "verification", "held_on": JUNE}
    BodyMeetingFactory(**held, state="held")
    BodyMeetingFactory(**held, state="planned")
    BodyMeetingFactory(**{**held, "kind": "regular"}, state="held")
    found = figure("V03", ask())
    assert found.value == 1
    assert parts(found) == {"legal": 1}
    assert_rows_agree(ask(), "V")


# --- Both levels ---


def test_the_councils_below_are_counted_only_when_asked_for(
    ask: Any, council: Any, term: Any, agency: Any
) -> None:
    province = CouncilFactory(level="province", name="tỉnh Thử", short_name="Thử", unit_type="tinh")
    council.parent = province
    council.save()
    due = date(2026, 7, 10)
    for of in (term, CouncilTermFactory(council=province)):
        held = sitting(of, JULY)
        adopted = resolved(held, JULY, JULY, sent_up_on=JULY, published_on=AUGUST)
        ResolutionRelation.objects.create(
            source=adopted, target_text="Văn bản cũ", kind="amends", effective_on=JULY
        )
        task(adopted, agency, sent=JULY, due=AUGUST)
        of_standing(of, AUGUST)
        committee = CommitteeFactory(council=of.council)
        draft = tabled(held, None, "proposal")
        verified(draft, committee, reported=due, due=due)
        moved(draft, "verified", "withdrawn", JULY)
        BodyMeetingFactory(
            council=of.council, committee=committee, kind="verification", state="held", held_on=due
        )
    codes = [*(f"R{n:02d}" for n in range(1, 9)), "V01", "V02", "V03"]
    own, both = ask(council=province), ask(council=province, scope="own+lower")
    assert [value(code, own) for code in codes] == [1] * len(codes)
    assert [value(code, both) for code in codes] == [2] * len(codes)
    assert_rows_agree(both, "RV")
