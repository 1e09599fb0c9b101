"""Figures of sittings and delegates (A01 to A10): what counts, from which day, and which rows they open."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from reports.figures import Figure, FigureQuery, figure
from sessions.models import AgendaItem, BodyMeeting
from tests.factories import (
    AgencyFactory,
    AgendaItemFactory,
    BodyMeetingFactory,
    CommitteeFactory,
    CouncilFactory,
    CouncilTermFactory,
    DelegateFactory,
    GroupFactory,
    SeatFactory,
    seated,
)
from tests.reports.agreement import assert_rows_agree, parts
from tests.reports.records import (
    DAY,
    call,
    half_day,
    of_standing,
    registered,
    resolved,
    sitting,
    speak,
    tabled,
)

pytestmark = pytest.mark.django_db

JUNE, JULY, AUGUST = date(2026, 6, 15), date(2026, 7, 20), date(2026, 8, 10)


def value(code: str, question: FigureQuery) -> Any:
    return figure(code, question).value


# --- A01, A02: sittings and their days ---


def test_sittings_count_from_the_day_they_opened_by_kind(ask: Any, term: Any) -> None:
    sitting(term, JULY)
    sitting(term, AUGUST, kind="thematic")
    sitting(term, date(2025, 12, 9))
    sitting(term, date(2026, 9, 30))
    sitting(term, JUNE, opened_on=None, closed_on=None, state="planned")
    found = figure("A01", ask())
    assert found.value == 2
    assert parts(found) == {"regular_midyear": 1, "thematic": 1}
    assert value("A01", ask(as_of=date(2026, 10, 1))) == 3  # the one that opened on the 30th is seen too
    assert_rows_agree(ask(), "A")


def test_a_sitting_that_opened_later_than_called_for_counts_when_it_opened(ask: Any, term: Any) -> None:
    sitting(term, date(2025, 12, 30), days=5, opened_on=date(2026, 1, 2))
    assert value("A01", ask()) == 1


def test_sitting_days_are_half_days_halved(ask: Any, term: Any) -> None:
    held = sitting(term, JULY, days=2)
    half_day(held, part="1_morning")
    half_day(held, part="2_afternoon")
    half_day(held, JULY + DAY, part="1_morning")
    half_day(held, JULY + DAY, part="2_afternoon", is_held=False)
    found = figure("A02", ask())
    assert found.value == Decimal("1.5")
    assert found.value_text == "1,5"
    assert value("A02", ask(end=JULY)) == 1
    assert_rows_agree(ask(), "A")


def test_a_half_day_in_the_hall_and_in_groups_counts_once(ask: Any, term: Any) -> None:
    held = sitting(term, JULY)
    half_day(held, kind="plenary")
    half_day(held, kind="groups")
    half_day(held, part="2_afternoon")
    assert value("A02", ask()) == 1
    assert_rows_agree(ask(), "A")


def test_a_sitting_without_recorded_half_days_counts_no_days(ask: Any, term: Any) -> None:
    sitting(term, JULY, days=2)
    assert (value("A01", ask()), value("A02", ask())) == (1, 0)


# --- A03 to A05: items and papers ---


def test_items_count_once_dealt_with_sections_and_breaks_never(ask: Any, term: Any) -> None:
    held = sitting(term, JULY)
    for kind in AgendaItem.Kind:
        AgendaItemFactory(sitting=held, kind=kind, tabled_on=JULY)
    AgendaItemFactory(sitting=held, tabled_on=None)
    AgendaItemFactory(sitting=held, tabled_on=date(2025, 12, 1))
    found = figure("A03", ask())
    assert found.value == len(AgendaItem.Kind) - 2
    assert sum(parts(found).values()) == found.value
    assert_rows_agree(ask(), "A")


def test_papers_tabled_are_told_by_type_and_by_owner(ask: Any, term: Any, council: Any) -> None:
    held = sitting(term, JULY)
    court = AgencyFactory(council=council, kind="court")
    tabled(held, JULY, "report", owner_agency=court)
    tabled(held, JULY, "report")
    tabled(held, JULY, "project", owner_agency=None, owner_committee=CommitteeFactory(council=council))
    tabled(held, JULY, "proposal", owner_agency=None)
    tabled(held, JULY, "draft_resolution")
    tabled(held, None, "report")
    tabled(held, date(2026, 9, 30), "report")
    found = figure("A04", ask())
    assert found.value == 4
    assert parts(found) == {
        "report": 2,
        "proposal": 1,
        "project": 1,
        "court": 1,
        "department": 1,
        "committee": 1,
        "standing": 1,
    }
    assert_rows_agree(ask(), "A")


def test_a_paper_tabled_and_then_put_off_was_tabled_all_the_same(ask: Any, term: Any) -> None:
    tabled(sitting(term, JULY), JULY, state="deferred")
    assert value("A04", ask()) == 1


def test_late_papers_are_told_with_their_mean_delay(ask: Any, term: Any) -> None:
    held = sitting(term, JULY)
    due = date(2026, 6, 29)
    for late in (1, 4, 0, -3):
        tabled(held, None, due_on=due, received_on=due + late * DAY)
    tabled(held, None, due_on=due, received_on=None)
    tabled(held, None, due_on=due, received_on=date(2026, 9, 30))
    found = figure("A05", ask())
    assert found.value == 2
    assert parts(found) == {"department": 2}
    assert "2/4 (50%)" in found.note
    assert "2,5" in found.note
    assert_rows_agree(ask(), "A")


# --- A06, A07: attendance and debate ---


def test_attendance_is_the_mean_over_half_days_of_present_in_seats_filled_that_day(
    ask: Any, term: Any
) -> None:
    first, second, third = (seated(term) for _ in range(3))
    gone = SeatFactory(council_term=term, valid_to=JULY).delegate
    held = sitting(term, JULY, days=2)
    call(half_day(held), [first, second, third], [gone])  # 3 of 4 seats
    call(half_day(held, JULY + DAY), [first], [second, third])  # 1 of 3: one seat was vacated
    half_day(held, JULY + DAY, part="2_afternoon")  # nobody called the roll
    call(half_day(held, JULY + DAY, kind="groups"), [first], [])
    found = figure("A06", ask())
    assert found.value == Decimal("54.2")  # (75 + 33.3) / 2
    assert "2" in found.note
    assert "4/7 (57,1%)" in found.note
    assert_rows_agree(ask(), "A")


def test_without_a_roll_call_there_is_no_rate(ask: Any, term: Any) -> None:
    half_day(sitting(term, JULY))
    found = figure("A06", ask())
    assert (found.value, found.breakdown, found.note) == (None, [], "")


def test_the_rows_of_attendance_carry_their_counts(ask: Any, term: Any, client_as: Any) -> None:
    delegates = [seated(term) for _ in range(3)]
    call(half_day(sitting(term, JULY)), delegates[:2], delegates[2:])
    client = client_as("leader")
    page = client.get(figure("A06", ask()).url).content.decode()
    assert "2/3 (66,7%)" in page


def test_turns_of_delegates_in_debate_in_the_hall_and_in_groups(ask: Any, term: Any) -> None:
    one, two = seated(term), seated(term)
    held = sitting(term, JULY)
    hall, groups = half_day(held), half_day(held, kind="groups")
    speak(hall, one)
    speak(hall, two)
    speak(hall, one, group=GroupFactory(council_term=term))
    speak(groups, two)
    speak(hall, one, kind="question")
    speak(hall, None, speaker="Giám đốc Sở – 01")
    speak(half_day(held, part="2_afternoon", is_held=False), one)
    found = figure("A07", ask())
    assert found.value == 4
    assert parts(found) == {"plenary": 2, "group": 2}
    assert "2" in found.note
    assert_rows_agree(ask(), "A")


# --- A08, A09: bodies ---


def test_meetings_of_the_standing_committee_count_once_held(ask: Any, council: Any, term: Any) -> None:
    held = {"council": council, "state": "held", "held_on": JULY}
    BodyMeetingFactory(**held)
    BodyMeetingFactory(**{**held, "kind": "ad_hoc", "state": "concluded"})
    BodyMeetingFactory(**{**held, "state": "planned"})
    BodyMeetingFactory(**{**held, "state": "cancelled"})
    BodyMeetingFactory(**held, committee=CommitteeFactory(council=council))
    BodyMeetingFactory(**held, kind="pre_sitting", sitting=sitting(term, AUGUST))
    BodyMeetingFactory(**{**held, "held_on": date(2026, 9, 30)})
    found = figure("A08", ask())
    assert found.value == 2
    assert parts(found) == {BodyMeeting.Kind.REGULAR: 1, BodyMeeting.Kind.AD_HOC: 1}
    assert_rows_agree(ask(), "A")


def test_documents_are_told_by_type_without_the_councils_resolutions(
    ask: Any, council: Any, term: Any
) -> None:
    for kind in ("BC", "BC", "TB", "QĐ", "CV", "XYZ"):
        registered(council, kind, JULY)
    registered(council, "BC", date(2025, 12, 31))
    held = sitting(term, JULY)
    resolved(held, JULY, JULY, document=registered(council, "NQ", JULY))
    standing = of_standing(term, JULY)
    standing.document = registered(council, "NQ", JULY)
    standing.save()
    found = figure("A09", ask())
    assert found.value == 7
    assert parts(found) == {"BC": 2, "CV": 1, "NQ": 1, "QĐ": 1, "TB": 1, "XYZ": 1}
    assert_rows_agree(ask(), "A")


# --- A10: seats ---


def assert_moves(found: Figure, **expected: int) -> None:
    told = parts(found)
    assert {name: told[name] for name in expected} == expected


def test_seats_filled_on_the_day_with_who_came_and_went(ask: Any, term: Any) -> None:
    SeatFactory(council_term=term, delegate__is_woman=True, is_full_time=True)
    SeatFactory(council_term=term, delegate__is_ethnic_minority=True, delegate__is_party_member=False)
    SeatFactory(council_term=term, valid_to=JULY - DAY, delegate__is_woman=True)
    SeatFactory(council_term=term, valid_from=AUGUST, origin="by_election")
    question = ask()
    found = figure("A10", question)
    assert found.value == 3
    assert_moves(found, vacated=1, by_election=1, women=1, ethnic=1, non_party=1, full_time=1)
    assert [part.note for part in found.breakdown] == ["", "", *["33,3%"] * 4]
    assert value("A10", ask(as_of=JULY)) == 2
    assert value("A10", ask(as_of=JULY - DAY)) == 3
    assert_rows_agree(question, "A")
    assert_rows_agree(ask(as_of=JULY), "A")


def test_a_seat_is_vacated_on_the_day_after_its_last_one(ask: Any, term: Any) -> None:
    SeatFactory(council_term=term, valid_to=JULY)
    assert_moves(figure("A10", ask(as_of=JULY)), vacated=0)
    assert_moves(figure("A10", ask(as_of=JULY + DAY)), vacated=1)
    assert_moves(figure("A10", ask(start=JULY + DAY)), vacated=1)
    assert_moves(figure("A10", ask(start=JULY + 2 * DAY)), vacated=0)


def test_seats_end_with_their_term_and_are_not_vacated_by_it(ask: Any, council: Any, term: Any) -> None:
    term.ends_on = JULY
    term.save()
    seated(term)
    SeatFactory(council_term=term, valid_to=JULY)
    following = CouncilTermFactory(council=council, term=term.term, instance=2, starts_on=JULY + DAY)
    seated(following)
    found = figure("A10", ask())
    assert found.value == 1
    assert_moves(found, vacated=0)


def test_delegates_without_a_seat_fill_none(ask: Any, council: Any, term: Any) -> None:
    DelegateFactory(council=council)
    assert value("A10", ask()) == 0


# --- Both levels ---


def test_the_councils_below_are_counted_only_when_asked_for(ask: Any, council: Any, term: Any) -> None:
    province = CouncilFactory(level="province", name="tỉnh Thử", short_name="Thử", unit_type="tinh")
    council.parent = province
    council.save()
    delegate = seated(term)
    for of in (term, CouncilTermFactory(council=province)):
        held = sitting(of, JULY)
        half = half_day(held)
        AgendaItemFactory(sitting=held, tabled_on=JULY)
        tabled(held, JULY, due_on=JUNE, received_on=JULY)
        BodyMeetingFactory(council=of.council, state="held", held_on=JULY)
        registered(of.council, "BC", JULY)
        if of is term:
            call(half, [delegate], [])
            speak(half, delegate)
    own, both = ask(council=province), ask(council=province, scope="own+lower")
    assert [value(code, own) for code in ("A01", "A02", "A03", "A04", "A05", "A08", "A09")] == [
        *(1, Decimal("0.5"), 1, 1, 1, 1, 1)
    ]
    assert [value(code, both) for code in ("A01", "A02", "A03", "A04", "A05", "A08", "A09")] == [
        *(2, 1, 2, 2, 2, 2, 2)
    ]
    assert [value(code, own) for code in ("A06", "A07", "A10")] == [None, 0, 0]
    assert [value(code, both) for code in ("A06", "A07", "A10")] == [100, 1, 1]
    assert_rows_agree(both, "A")
