"""The order of an agenda: what a move does to it, and what is refused. Plain data, no database."""

from __future__ import annotations

from datetime import date, time
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from sessions.models import AgendaItem, PlenaryMeeting
from sessions.outline import Place, moved, normalised, possible, read_order, reordered, token, without
from sessions.programme import Minutes, in_words, programme


def outline(text: str) -> list[Place]:
    """Places written as "A 1 .2 .3 B 4": letters are sections, a dot stands for one step in."""
    places = []
    for word in text.split():
        name = word.lstrip(".")
        section = name.isalpha()
        places.append(
            Place(ord(name) if section else int(name), 0 if section else 1 + word.count("."), section)
        )
    return places


def drawn(places: list[Place]) -> str:
    """The same, written back."""
    return " ".join(
        chr(place.pk) if place.is_section else "." * (place.depth - 1) + str(place.pk) for place in places
    )


@pytest.mark.parametrize(
    ("before", "pk", "to", "after"),
    [
        ("1 2 3", 2, "up", "2 1 3"),
        ("1 2 3", 2, "down", "1 3 2"),
        ("1 .2 3", 1, "down", "3 1 .2"),
        ("1 2 .3", 2, "up", "2 .3 1"),
        ("1 .2 3 .4", 3, "up", "3 .4 1 .2"),
        ("A 1 B 2", 2, "up", "A 1 2 B"),
        ("A 1 B 2", 1, "down", "A B 1 2"),
        ("A 1 B 2", ord("B"), "up", "B 2 A 1"),
        ("A 1 B 2 3", ord("A"), "down", "B 2 3 A 1"),
        ("1 A 2", ord("A"), "up", "A 2 1"),
        ("1 .2", 2, "up", "2 1"),
        ("1 .2 A 3", 2, "down", "1 A 2 3"),
        ("1 .2 3 .4", 2, "down", "1 3 .2 .4"),
        ("1 2", 2, "in", "1 .2"),
        ("1 .2 .3", 2, "out", "1 2 .3"),
    ],
)
def test_a_line_moves_with_everything_under_it(before: str, pk: int, to: str, after: str) -> None:
    assert drawn(moved(outline(before), pk, to)) == after


@pytest.mark.parametrize(
    ("before", "pk", "to"),
    [
        ("1 2", 1, "up"),
        ("1 .2", 1, "down"),
        ("A 1", ord("A"), "in"),
        ("A 1", 1, "in"),
        ("A 1", 1, "out"),
        ("1 .2 .3", 3, "in"),
        ("1 2 .3", 2, "in"),
        ("1 2", 2, "sideways"),
    ],
)
def test_a_move_that_is_not_possible_is_refused_in_words_and_not_offered(
    before: str, pk: int, to: str
) -> None:
    places = outline(before)
    with pytest.raises(ValidationError) as refusal:
        moved(places, pk, to)
    assert refusal.value.messages[0]
    assert to not in possible(places)[pk]


def test_every_offered_move_can_be_made_and_leaves_an_order_that_holds() -> None:
    places = outline("1 A 2 .3 .4 5 B 6 .7")
    for pk, moves in possible(places).items():
        for to in moves:
            after = moved(places, pk, to)
            assert after == normalised(after)
            assert {place.pk for place in after} == {place.pk for place in places}


def test_what_stood_under_a_removed_line_comes_out_by_one() -> None:
    assert drawn(without(outline("A 1 .2 .3 4"), 1)) == "A 2 3 4"
    assert drawn(without(outline("A 1 .2 B 3"), ord("B"))) == "A 1 .2 3"


@pytest.mark.parametrize(
    "text", ["", "5", "5:1,", "5:1;6:1", "5:x", "-5:1", "9999999999999999999:1", "5:1,6:1\n", "٣:1"]
)
def test_an_order_that_cannot_be_read_is_refused(text: str) -> None:
    with pytest.raises(ValidationError):
        read_order(text)


@pytest.mark.parametrize(
    "order",
    [
        [(1, 1), (2, 1)],
        [(1, 1), (2, 1), (2, 1)],
        [(1, 1), (2, 1), (99, 1)],
        [(1, 1), (2, 1), (65, 1)],
        [(1, 2), (2, 1), (65, 0)],
        [(65, 0), (1, 2), (2, 1)],
        [(65, 0), (1, 0), (2, 1)],
        [(65, 0), (1, 1), (2, 5)],
    ],
)
def test_an_order_with_other_items_or_wrong_depths_is_refused(order: list[tuple[int, int]]) -> None:
    with pytest.raises(ValidationError):
        reordered(outline("A 1 2"), order)


def test_a_good_order_is_taken_as_it_is() -> None:
    assert drawn(reordered(outline("A 1 2"), [(2, 1), (65, 0), (1, 1)])) == "2 A 1"


def test_the_token_speaks_of_order_and_depth() -> None:
    places = outline("1 2")
    assert token(places) == token(outline("1 2"))
    assert len({token(places), token(outline("2 1")), token(outline("1 .2"))}) == 3


# --- As it is read ---


def half_day(pk: int, part: str = "1_morning", starts: time | None = time(7, 30), ends: Any = None) -> Any:
    return PlenaryMeeting(pk=pk, day=date(2026, 7, 14), part=part, starts_at=starts, ends_at=ends)


def item(pk: int, depth: int = 1, **facts: Any) -> AgendaItem:
    """An unsaved item; its papers are none."""
    kind = "section" if depth == 0 else "presentation"
    made = AgendaItem(pk=pk, position=pk, depth=depth, title=f"Nội dung {pk}", **{"kind": kind, **facts})
    made._prefetched_objects_cache = {"papers": []}  # type: ignore[attr-defined]  # Django's own place for it
    return made


def test_lines_are_numbered_anew_in_each_section() -> None:
    items = [item(1), item(2, 0), item(3), item(4, 2), item(5, 2), item(6), item(7, 0), item(8)]
    assert [row.label for row in programme(items).rows] == ["1", "I", "1", "1.1", "1.2", "2", "II", "1"]


def test_a_break_has_no_number() -> None:
    items = [item(1), item(2, kind="break"), item(3)]
    assert [row.label for row in programme(items).rows] == ["1", "", "2"]


def test_hours_are_counted_on_from_the_half_day_or_from_an_hour_set_by_hand() -> None:
    morning = half_day(1)
    items = [
        item(1, meeting=morning, reading_minutes=15, discussion_minutes=5),
        item(2, meeting=morning, reading_minutes=40),
        item(3, meeting=morning, starts_at=time(9, 0)),
        item(4, meeting=morning, reading_minutes=10),
    ]
    rows = programme(items).rows
    assert [row.begins_at for row in rows] == [time(7, 30), time(7, 50), time(9, 0), None]
    assert [row.estimated for row in rows[:3]] == [True, True, False]


def test_the_first_item_of_a_section_says_its_hour_even_if_nothing_passed_before_it() -> None:
    morning = half_day(1)
    items = [
        item(1, 0),
        item(2, meeting=morning),
        item(3, meeting=morning),
        item(4, 0),
        item(5, meeting=morning, reading_minutes=10),
        item(6, meeting=morning),
    ]
    hours = [row.begins_at for row in programme(items).rows]
    assert hours == [None, time(7, 30), None, None, time(7, 30), time(7, 40)]


def test_time_is_added_up_by_section_half_day_and_altogether() -> None:
    morning, afternoon = half_day(1, ends=time(8, 0)), half_day(2, "2_afternoon", None)
    items = [
        item(1, 0),
        item(2, meeting=morning, reading_minutes=30),
        item(3, 2, meeting=morning, reading_minutes=6),
        item(4, meeting=afternoon, discussion_minutes=14),
    ]
    read = programme(items)
    assert (read.minutes.reading, read.minutes.discussion, read.minutes.share) == (36, 14, 72)
    assert read.minutes.mostly_read
    assert [row.minutes.total for row in read.rows] == [50, 36, 6, 14]
    assert [(half.minutes.total, half.room, half.over) for half in read.halves] == [
        (36, 30, 6),
        (14, None, 0),
    ]


def test_a_section_stands_in_the_half_day_of_what_follows_it() -> None:
    morning, afternoon = half_day(1), half_day(2, "2_afternoon")
    items = [
        item(1, 0),
        item(2, meeting=morning),
        item(3, 0),
        item(4, meeting=afternoon),
        item(5, 0),
        item(6),
    ]
    parts = programme(items).parts
    assert [(part.meeting, [row.item.pk for row in part.rows]) for part in parts] == [
        (morning, [1, 2]),
        (afternoon, [3, 4]),
        (None, [5, 6]),
    ]
    assert programme(items).unplaced == 1


def test_what_hangs_under_a_hidden_line_is_hidden_with_it() -> None:
    items = [item(1, 0), item(2, is_public=False), item(3, 2), item(4), item(5, 0, is_public=False), item(6)]
    assert [row.item.pk for row in programme(items, public=True).rows] == [1, 4]


@pytest.mark.parametrize(
    ("reading", "discussion", "share"), [(0, 0, None), (1, 0, 100), (1, 7, 13), (0, 5, 0), (1, 199, 1)]
)
def test_the_share_of_reading_is_rounded_half_up(reading: int, discussion: int, share: int | None) -> None:
    assert Minutes(reading, discussion).share == share


def test_a_length_of_time_reads_as_people_say_it() -> None:
    assert in_words(45) != in_words(60) != in_words(200)
    assert "45" in in_words(45)
    assert "1" in in_words(60)
    assert {"3", "20"} <= set(in_words(200).split())
