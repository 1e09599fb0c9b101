"""The agenda is built through services: added, changed, moved, placed, dealt with; bad input is refused in words."""

from __future__ import annotations

from datetime import date, time
from functools import partial
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from councils.models import CouncilTerm
from sessions import outline, services
from sessions.models import AgendaItem, Sitting
from sessions.programme import places
from tests.factories import (
    PaperFactory,
    PlenaryMeetingFactory,
    SittingFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def sitting(term: CouncilTerm) -> Sitting:
    made: Sitting = SittingFactory(council_term=term)
    return made


@pytest.fixture
def other(term: CouncilTerm) -> Sitting:
    """Another sitting of the same council."""
    made: Sitting = SittingFactory(council_term=term, opens_on=date(2026, 9, 1), closes_on=date(2026, 9, 1))
    return made


def add(sitting: Sitting, title: str, **facts: Any) -> AgendaItem:
    return services.add_item(sitting=sitting, user=None, title=title, **facts)


def drawn(sitting: Sitting) -> list[tuple[str, int, int]]:
    """(title, position, depth) in order."""
    return list(AgendaItem.objects.filter(sitting=sitting).values_list("title", "position", "depth"))


def refused(act: Any, *fields: str) -> list[str]:
    """The sentences of a refusal, which must stand beside these fields."""
    with pytest.raises(ValidationError) as refusal:
        act()
    if fields:
        assert list(refusal.value.message_dict) == list(fields)
    return refusal.value.messages


def test_items_are_added_at_the_end_sections_at_the_margin(sitting: Sitting) -> None:
    add(sitting, "Khai mạc", kind="ceremony")
    add(sitting, "Phần báo cáo", kind="section", depth=2)
    add(sitting, "  Báo cáo   kinh tế ", depth=2)
    assert drawn(sitting) == [("Khai mạc", 1, 1), ("Phần báo cáo", 2, 0), ("Báo cáo kinh tế", 3, 1)]


def test_what_an_item_must_obey_is_said_beside_its_field(sitting: Sitting, other: Sitting) -> None:
    strange, foreign = PlenaryMeetingFactory(sitting=other), PaperFactory(sitting=other)
    morning = PlenaryMeetingFactory(sitting=sitting, ends_at=time(11, 30))
    refused(lambda: add(sitting, "   "), "title")
    refused(lambda: add(sitting, "A", meeting=strange), "meeting")
    refused(lambda: add(sitting, "A", papers=[foreign]), "papers")
    [said] = refused(lambda: add(sitting, "A", meeting=morning, starts_at=time(13, 0)), "starts_at")
    assert "07:30" in said
    assert "11:30" in said
    assert not AgendaItem.objects.exists()


def test_a_finished_sitting_keeps_its_agenda(sitting: Sitting) -> None:
    item = add(sitting, "A")
    Sitting.objects.filter(pk=sitting.pk).update(state="archived")
    refused(lambda: add(sitting, "B"))
    refused(lambda: services.move_item(item=item, to="up", user=None))
    refused(lambda: services.remove_item(item=item, user=None))


def test_a_change_leaves_the_place_and_a_second_editor_is_told(sitting: Sitting) -> None:
    first, second = add(sitting, "A"), add(sitting, "B")
    opened = AgendaItem.objects.get(pk=first.pk)
    services.move_item(item=second, to="up", user=None)
    services.update_item(item=opened, user=None, version=1, title="A mới", reading_minutes=20)
    assert drawn(sitting) == [("B", 1, 1), ("A mới", 2, 1)]
    refused(lambda: services.update_item(item=first, user=None, version=1, title="A khác"))


def test_an_item_that_becomes_a_section_comes_to_the_margin_and_back(sitting: Sitting) -> None:
    add(sitting, "A")
    second, _third = add(sitting, "B"), add(sitting, "C", depth=2)
    services.update_item(item=second, user=None, version=None, kind="section")
    assert drawn(sitting) == [("A", 1, 1), ("B", 2, 0), ("C", 3, 1)]
    services.update_item(item=second, user=None, version=None, kind="discussion")
    assert [depth for _title, _position, depth in drawn(sitting)] == [1, 1, 1]


def test_removing_takes_one_line_and_brings_out_what_stood_under_it(sitting: Sitting) -> None:
    first = add(sitting, "A")
    add(sitting, "B", depth=2)
    add(sitting, "C")
    services.remove_item(item=first, user=None)
    assert drawn(sitting) == [("B", 1, 1), ("C", 2, 1)]


def test_an_item_with_votes_or_turns_or_dealt_with_stays(sitting: Sitting) -> None:
    morning = PlenaryMeetingFactory(sitting=sitting)
    voted, spoken, done = add(sitting, "A"), add(sitting, "B"), add(sitting, "C")
    counts = dict.fromkeys(("all_delegates", "in_office", "present", "votes_for"), 5)
    rest = {"votes_against": 0, "not_voting": 0, "needed": 3, "passed": True}
    voted.votes.create(sitting=sitting, meeting=morning, number=1, title="A", **counts, **rest)
    spoken.turns.create(meeting=morning, position=1, speaker="Khách mời")
    AgendaItem.objects.filter(pk=done.pk).update(tabled_on=date(2026, 7, 14))
    sentences = {
        refused(partial(services.remove_item, item=item, user=None))[0] for item in (voted, spoken, done)
    }
    assert len(sentences) == 3
    assert AgendaItem.objects.count() == 3


def test_a_whole_order_is_saved_in_few_queries(
    sitting: Sitting, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    items = [add(sitting, f"Nội dung {number}") for number in range(12)]
    order = [(item.pk, 1) for item in reversed(items)]
    known = outline.token(places(items))
    with django_assert_num_queries(6):
        services.reorder(sitting=sitting, order=order, token=known, user=None)
    assert drawn(sitting)[0][0] == "Nội dung 11"
    assert [position for _title, position, _depth in drawn(sitting)] == list(range(1, 13))


def test_an_order_of_an_older_agenda_is_refused(sitting: Sitting) -> None:
    first, second = add(sitting, "A"), add(sitting, "B")
    known = outline.token(places([first, second]))
    services.move_item(item=second, to="up", user=None)
    order = [(first.pk, 1), (second.pk, 1)]
    refused(lambda: services.reorder(sitting=sitting, order=order, token=known, user=None))
    assert [title for title, *_rest in drawn(sitting)] == ["B", "A"]


def test_items_of_another_sitting_cannot_be_slipped_into_an_order(sitting: Sitting, other: Sitting) -> None:
    own, foreign = add(sitting, "A"), add(other, "B")
    order, known = [(own.pk, 1), (foreign.pk, 1)], outline.token(places([own]))
    refused(lambda: services.reorder(sitting=sitting, order=order, token=known, user=None))
    assert foreign.sitting_id == other.pk


def test_items_go_into_a_half_day_with_everything_under_them(sitting: Sitting, other: Sitting) -> None:
    morning = PlenaryMeetingFactory(sitting=sitting)
    head, child, beside = add(sitting, "A"), add(sitting, "B", depth=2), add(sitting, "C")
    assert services.place_items(sitting=sitting, items=[head.pk], meeting=morning, user=None) == 2
    placed = set(AgendaItem.objects.filter(meeting=morning).values_list("pk", flat=True))
    assert placed == {head.pk, child.pk}
    strange = PlenaryMeetingFactory(sitting=other)
    refused(
        lambda: services.place_items(sitting=sitting, items=[beside.pk], meeting=strange, user=None),
        "meeting",
    )
    refused(
        lambda: services.place_items(sitting=sitting, items=[add(other, "X").pk], meeting=morning, user=None)
    )
    refused(lambda: services.place_items(sitting=sitting, items=[], meeting=morning, user=None))


def test_what_passes_into_another_half_day_belongs_to_it(sitting: Sitting) -> None:
    morning = PlenaryMeetingFactory(sitting=sitting)
    afternoon = PlenaryMeetingFactory(sitting=sitting, part="2_afternoon", starts_at=time(13, 30))
    add(sitting, "A", meeting=morning)
    moving = add(sitting, "B", meeting=morning)
    add(sitting, "C", meeting=afternoon)

    def half_days() -> list[tuple[str, Any]]:
        return list(AgendaItem.objects.filter(sitting=sitting).values_list("title", "meeting"))

    services.move_item(item=moving, to="down", user=None)
    assert half_days() == [("A", morning.pk), ("C", afternoon.pk), ("B", afternoon.pk)]
    services.move_item(item=moving, to="up", user=None)
    assert half_days() == [("A", morning.pk), ("B", afternoon.pk), ("C", afternoon.pk)]
    services.move_item(item=moving, to="up", user=None)
    assert half_days() == [("B", morning.pk), ("A", morning.pk), ("C", afternoon.pk)]


# --- Dealt with ---


@pytest.fixture
def opened(sitting: Sitting) -> Sitting:
    """The sitting in session; its opening is past for certain."""
    day = min(sitting.opens_on, timezone.localdate())
    Sitting.objects.filter(pk=sitting.pk).update(
        state="in_session", opened_on=day, opens_on=day, closes_on=max(day, sitting.closes_on)
    )
    sitting.refresh_from_db()
    return sitting


def test_an_item_is_dealt_with_on_a_day_of_the_sitting_and_that_can_be_taken_back(opened: Sitting) -> None:
    item = add(opened, "A")
    assert opened.opened_on is not None
    assert services.table_item(item=item, on=opened.opened_on, user=None).tabled_on == opened.opened_on
    assert services.untable_item(item=item, user=None).tabled_on is None


def test_dealing_with_it_is_refused_before_the_opening_off_the_days_and_for_a_section(
    sitting: Sitting, other: Sitting
) -> None:
    refused(lambda: services.table_item(item=add(other, "A"), on=date(2026, 9, 1), user=None))
    Sitting.objects.filter(pk=sitting.pk).update(state="in_session", opened_on=date(2020, 7, 14))
    item, section = add(sitting, "A"), add(sitting, "B", kind="section")
    refused(lambda: services.table_item(item=item, on=date(2020, 7, 1), user=None), "on")
    refused(lambda: services.table_item(item=item, on=date(2999, 1, 1), user=None), "on")
    refused(lambda: services.table_item(item=section, on=date(2020, 7, 14), user=None))


# --- From the list of papers ---


def test_the_list_of_papers_becomes_items_and_companions_join_them(sitting: Sitting) -> None:
    proposal = PaperFactory(sitting=sitting, number=1, title="Tờ trình về đất đai")
    draft = PaperFactory(sitting=sitting, number=2, goes_with=proposal, kind="draft_resolution")
    PaperFactory(sitting=sitting, number=3, goes_with=draft, kind="verification_report")
    PaperFactory(sitting=sitting, number=4, state="withdrawn")
    PaperFactory(sitting=sitting, number=5, title="Báo cáo thẩm tra")
    assert services.add_papers(sitting=sitting, user=None) == 2
    first, second = AgendaItem.objects.filter(sitting=sitting)
    assert first.title == "Tờ trình về đất đai"
    assert sorted(first.papers.values_list("number", flat=True)) == [1, 2, 3]
    assert list(second.papers.values_list("number", flat=True)) == [5]
    late = PaperFactory(sitting=sitting, number=6, goes_with=draft)
    assert services.add_papers(sitting=sitting, user=None) == 0
    assert late in first.papers.all()
    assert services.add_papers(sitting=sitting, user=None) == 0


def test_papers_that_go_with_each_other_in_a_ring_do_no_harm(sitting: Sitting) -> None:
    one = PaperFactory(sitting=sitting, number=1)
    two = PaperFactory(sitting=sitting, number=2, goes_with=one)
    type(one).objects.filter(pk=one.pk).update(goes_with=two)
    services.add_papers(sitting=sitting, user=None)
    assert AgendaItem.papers.through.objects.count() == 2
