"""The majority is computed on the right denominator, against a slow and plain definition."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sessions.majorities import (
    LAW_65_SINCE,
    LAW_72_SINCE,
    Seats,
    base_of,
    legal_basis,
    needed,
    passed,
    propose,
    quorum,
    refusal,
)
from sessions.models import Majority

NOW = date(2026, 7, 14)


def carries(majority: Majority, votes: int, all_delegates: int, in_office: int, present: int) -> bool:
    """As the law says it: a share of somebody, more than or at least."""
    match majority:
        case Majority.ORDINARY:
            return all_delegates > 0 and Fraction(votes, all_delegates) > Fraction(1, 2)
        case Majority.TWO_THIRDS:
            return all_delegates > 0 and Fraction(votes, all_delegates) >= Fraction(2, 3)
        case Majority.SHRUNKEN:
            return in_office > 0 and Fraction(votes, in_office) > Fraction(2, 3)
        case Majority.PROCEDURAL:
            return present > 0 and Fraction(votes, present) > Fraction(1, 2)


def counted(majority: Majority, all_delegates: int, in_office: int, present: int) -> int:
    """The slow way: ask for each number of votes whether it carries."""
    highest = max(all_delegates, in_office, present) + 2
    return next(n for n in range(highest) if carries(majority, n, all_delegates, in_office, present))


@pytest.mark.parametrize("majority", Majority)
def test_every_council_up_to_130_delegates_needs_what_the_plain_definition_says(majority: Majority) -> None:
    for size in range(1, 131):
        expected = counted(majority, size, size, size)
        assert needed(majority, all_delegates=size, in_office=size, present=size) == expected


@given(
    majority=st.sampled_from(list(Majority)),
    all_delegates=st.integers(1, 200),
    vacant=st.integers(0, 60),
    away=st.integers(0, 60),
    votes=st.integers(0, 200),
)
def test_a_vote_passes_exactly_when_the_share_is_reached(
    majority: Majority, all_delegates: int, vacant: int, away: int, votes: int
) -> None:
    in_office = max(1, all_delegates - vacant)
    present = max(1, in_office - away)
    counts = {"all_delegates": all_delegates, "in_office": in_office, "present": present}
    found = passed(majority, votes_for=votes, **counts)
    assert found == carries(majority, votes, all_delegates, in_office, present)
    assert found == (votes >= needed(majority, **counts))


@given(all_delegates=st.integers(1, 200), present=st.integers(1, 200))
def test_an_ordinary_majority_never_looks_at_who_is_present(all_delegates: int, present: int) -> None:
    first = needed(Majority.ORDINARY, all_delegates=all_delegates, in_office=all_delegates, present=present)
    assert first == needed(Majority.ORDINARY, all_delegates=all_delegates, in_office=1, present=1)


@pytest.mark.parametrize(
    ("majority", "expected"),
    [
        (Majority.ORDINARY, (50, 26)),
        (Majority.TWO_THIRDS, (50, 34)),
        (Majority.SHRUNKEN, (33, 23)),
        (Majority.PROCEDURAL, (30, 16)),
    ],
)
def test_each_majority_has_its_own_denominator(majority: Majority, expected: tuple[int, int]) -> None:
    counts = {"all_delegates": 50, "in_office": 33, "present": 30}
    assert (base_of(majority, **counts), needed(majority, **counts)) == expected


@pytest.mark.parametrize("majority", Majority)
def test_nobody_at_all_carries_nothing(majority: Majority) -> None:
    nobody = {"all_delegates": 0, "in_office": 0, "present": 0}
    assert not passed(majority, votes_for=0, **nobody)


def test_the_quorum_is_two_thirds_of_all_delegates() -> None:
    assert [quorum(size) for size in (15, 30, 50, 85)] == [10, 20, 34, 57]
    assert all(3 * quorum(size) >= 2 * size > 3 * (quorum(size) - 1) for size in range(1, 131))


# --- The article of the day ---


@pytest.mark.parametrize(
    ("on", "words"),
    [
        (date(2019, 12, 17), "Điều 91 Luật Tổ chức chính quyền địa phương số 77/2015/QH13"),
        (date(2025, 2, 28), "số 77/2015/QH13"),
        (date(2025, 3, 1), "số 65/2025/QH15"),
        (date(2025, 6, 15), "số 65/2025/QH15"),
        (date(2025, 6, 16), "khoản 2 Điều 35 Luật Tổ chức chính quyền địa phương số 72/2025/QH15"),
    ],
)
def test_the_ordinary_majority_rests_on_the_law_of_the_day(on: date, words: str) -> None:
    assert words in legal_basis(Majority.ORDINARY, on)
    assert legal_basis(Majority.TWO_THIRDS, on) == legal_basis(Majority.ORDINARY, on)


def test_questions_of_procedure_rest_on_the_working_regulations() -> None:
    assert {legal_basis(Majority.PROCEDURAL, on) for on in (date(2019, 1, 1), NOW)} == {
        "Quy chế làm việc, Nội quy kỳ họp của Hội đồng nhân dân"
    }


def test_the_majority_of_a_shrunken_council_exists_since_the_law_of_2025() -> None:
    assert legal_basis(Majority.SHRUNKEN, date(2025, 6, 15)) == ""
    assert "khoản 2 Điều 49" in legal_basis(Majority.SHRUNKEN, LAW_72_SINCE)


# --- What the portal proposes ---


def test_a_full_council_is_proposed_the_ordinary_majority() -> None:
    assert propose(Seats(30, 20), NOW).majority is Majority.ORDINARY


def test_a_council_with_fewer_than_two_thirds_of_its_seats_filled_is_proposed_more() -> None:
    found = propose(Seats(30, 19), NOW)
    assert found.majority is Majority.SHRUNKEN
    assert "19" in found.reason
    assert "30" in found.reason


def test_before_the_law_of_2025_nobody_is_proposed_it() -> None:
    assert propose(Seats(30, 10), date(2025, 6, 15)).majority is Majority.ORDINARY
    assert refusal(Majority.SHRUNKEN, Seats(30, 10), LAW_65_SINCE)


def test_a_council_with_enough_seats_filled_may_not_choose_it() -> None:
    assert refusal(Majority.SHRUNKEN, Seats(30, 20), NOW)
    assert refusal(Majority.SHRUNKEN, Seats(30, 19), NOW) == ""
    assert all(not refusal(one, Seats(30, 30), NOW) for one in Majority if one is not Majority.SHRUNKEN)
