"""Likeness is found by an index over marks: neither the country's opinions nor the council's are read through."""

from __future__ import annotations

from random import Random
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from tests.factories import MeetingFactory
from tests.voters.opinions_kit import said
from voters import services
from voters.likeness import BANDS, marks
from voters.models import VoterMeeting, VoterOpinion
from voters.services.duplicates import suggestions

pytestmark = pytest.mark.django_db
TEXT = "Đề nghị sớm sửa chữa cầu dân sinh thôn Nậm Phảng bị hư hỏng sau mưa lũ"


def fill(meeting: VoterMeeting, count: int) -> None:
    """Statements about all sorts of things, each in words of its own."""
    dice = Random(7)  # noqa: S311 - a fixed pattern is wanted, not a secret
    made = [
        VoterOpinion(
            council=meeting.council,
            meeting=meeting,
            year=2026,
            number=1000 + number,
            content=" ".join("".join(dice.choices("aeghiklmnoprstuvxy", k=6)) for _ in range(12)),
            recorded_on=meeting.held_on,
        )
        for number in range(count)
    ]
    for opinion in made:
        opinion.found_by()
    VoterOpinion.objects.bulk_create(made)


def test_the_index_serves_the_comparison(meeting: VoterMeeting) -> None:
    fill(meeting, 300)
    with CaptureQueriesContext(connection) as queries:
        suggestions(VoterOpinion.objects.of(meeting.council))
    assert '"marks" && ' in queries[0]["sql"]
    with connection.cursor() as cursor:
        for path in ("seqscan", "indexscan"):  # a table as small as this one is read through otherwise
            cursor.execute(f"SET LOCAL enable_{path} = off")
        alike = VoterOpinion.objects.filter(marks__overlap=marks(meeting.council_id, TEXT))
        plan = alike.explain()
    assert "voters_opinion_marks" in plan


def test_many_are_compared_in_as_many_queries_as_one(
    meeting: VoterMeeting, django_assert_num_queries: Any
) -> None:
    fill(meeting, 300)
    rows = VoterOpinion.objects.of(meeting.council)
    first, second = said(meeting, TEXT, TEXT)
    with django_assert_num_queries(3):
        (pair,) = suggestions(rows)
    assert (pair.earlier, pair.opinion) == (first, second)
    assert pair.similarity == pytest.approx(1)


def test_a_corrected_statement_is_found_by_its_new_words(meeting: VoterMeeting) -> None:
    one, _two = said(meeting, "Nạo vét kênh mương nội đồng", TEXT)
    rows = VoterOpinion.objects.of(meeting.council)
    assert suggestions(rows) == []
    services.update_opinion(opinion=one, user=None, version=None, content=f"{TEXT} năm 2026")
    assert len(suggestions(rows)) == 1


def test_marks_are_of_the_words_and_of_the_council(meeting: VoterMeeting) -> None:
    assert marks(1, TEXT) == marks(1, f"  {TEXT.upper()}! ")
    assert not set(marks(1, TEXT)) & set(marks(2, TEXT))
    assert not set(marks(1, TEXT)) & set(marks(1, "Nạo vét kênh mương nội đồng"))
    assert marks(1, "…") == []
    assert marks(1, "Đề nghị xem xét") != []


@given(words=st.sets(st.integers(0, 10_000), min_size=12, max_size=30), data=st.data())
def test_nearly_the_same_words_share_a_mark(words: set[int], data: Any) -> None:
    changed = data.draw(st.sets(st.sampled_from(sorted(words)), max_size=len(words) // 10))
    texts = [" ".join(f"tu{word}" for word in sorted(found)) for found in (words, words - changed)]
    one, other = (marks(7, text) for text in texts)
    assert len(one) == len(other) == BANDS
    assert set(one) & set(other)


def test_meetings_of_other_councils_are_not_compared(meeting: VoterMeeting) -> None:
    said(MeetingFactory(), TEXT)
    said(meeting, TEXT)
    assert suggestions(VoterOpinion.objects.all()) == []
