"""Words in use and field lists: kept by each council, understood everywhere, offered from what people typed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from councils import services
from councils.field_lists import field_lists, usual_words
from councils.models import Council, CouncilWord, Field
from tests.factories import AgencyFactory, FieldFactory, MeetingFactory, OpinionFactory, RoundFactory

pytestmark = pytest.mark.django_db
DAY = date(2026, 6, 10)


@pytest.fixture
def power(db: None) -> Field:
    made: Field = FieldFactory(code="dien", name="Điện", order=80)
    return made


def remember(council: Council, text: str, meaning: Any, kind: str = "field") -> CouncilWord:
    return services.remember_word(council=council, kind=kind, text=text, meaning=meaning, user=None)


# --- Words ---


def test_a_word_is_known_once_whatever_its_accents_and_capitals(council: Council, power: Field) -> None:
    remember(council, "Điện chiếu sáng", power)
    with pytest.raises(ValidationError) as refusal:
        services.save_word(
            word=CouncilWord(council=council, kind="field", text="DIEN  chieu sang", field=power), user=None
        )
    assert list(refusal.value.message_dict) == ["text"]


@pytest.mark.parametrize(("kind", "wrong"), [("field", "field"), ("agency", "agency"), ("level", "level")])
def test_a_word_without_a_meaning_is_refused_beside_it(council: Council, kind: str, wrong: str) -> None:
    with pytest.raises(ValidationError) as refusal:
        services.save_word(word=CouncilWord(council=council, kind=kind, text="từ"), user=None)
    assert list(refusal.value.message_dict) == [wrong]


def test_a_word_means_only_what_its_kind_says(council: Council, power: Field) -> None:
    word = services.save_word(
        word=CouncilWord(
            council=council, kind="field", text="đèn", field=power, agency=AgencyFactory(council=council)
        ),
        user=None,
    )
    assert word.agency is None


def test_a_body_of_another_council_is_no_meaning_here(council: Council, other_council: Council) -> None:
    with pytest.raises(ValidationError):
        remember(council, "Sở GTVT", AgencyFactory(council=other_council), "agency")


def test_what_was_not_understood_waits_and_is_counted(council: Council, power: Field) -> None:
    typed = [
        ("field", "điện đóm"),
        ("field", "ĐIỆN ĐÓM"),
        ("level", "vùng"),
        ("field", "???"),
        ("field", "dài " * 60),
    ]
    services.note_words(council=council, words=typed, on=DAY)
    services.note_words(council=council, words=typed[:1], on=date(2026, 6, 12))
    met = CouncilWord.objects.of(council).unknown().order_by("search")
    assert [(word.text, word.times, word.last_met_on) for word in met] == [
        ("điện đóm", 2, date(2026, 6, 12)),
        ("vùng", 1, DAY),
    ]
    remember(council, "điện đóm", power)
    assert CouncilWord.objects.of(council).known().get().times == 2


def test_noting_words_takes_the_same_queries_for_one_and_for_many(council: Council) -> None:
    with CaptureQueriesContext(connection) as one:
        services.note_words(council=council, words=[("field", "một")], on=DAY)
    with CaptureQueriesContext(connection) as many:
        services.note_words(council=council, words=[("field", f"từ {n}") for n in range(50)], on=DAY)
    assert len(one) == len(many)


def test_the_usual_words_come_once_and_mean_fields_that_the_council_offers(
    council: Council, power: Field
) -> None:
    first = services.add_usual_words(council=council, user=None)
    assert first == CouncilWord.objects.count() > 2
    assert services.add_usual_words(council=council, user=None) == 0
    assert CouncilWord.objects.get(search="dien chieu sang").field == power


def test_usual_words_find_their_fields_in_every_shipped_list(council: Council) -> None:
    for letter in field_lists():
        services.adopt_fields(council=council, letter=letter, user=None)
        CouncilWord.objects.all().delete()
        added = services.add_usual_words(council=council, user=None)
        assert added >= len(usual_words()) // 3, letter  # broad lists have no place for all


def test_the_search_of_opinions_finds_by_the_councils_own_words(
    council: Council, power: Field, client_as: Callable[..., Client], term: Any
) -> None:
    meeting = MeetingFactory(round=RoundFactory(council_term=term))
    OpinionFactory(meeting=meeting, content="Thay cột đã mục", field=power)
    OpinionFactory(meeting=meeting, content="Sửa điện đóm cho thôn")
    OpinionFactory(meeting=meeting, content="Sửa cầu")
    remember(council, "điện đóm", power)
    page = client_as("secretariat").get(reverse("voters:opinion_list"), {"q": "dien dom"}).content.decode()
    assert "Thay cột đã mục" in page
    assert "Sửa điện đóm" in page
    assert "Sửa cầu" not in page


# --- Field lists ---


@pytest.mark.parametrize(("letter", "count"), [("a", 8), ("b", 6), ("c", 3)])
def test_a_council_offers_one_of_the_shipped_lists_and_can_go_back(
    council: Council, power: Field, letter: str, count: int
) -> None:
    assert services.adopt_fields(council=council, letter=letter, user=None) == count
    assert {field.council for field in Field.objects.for_council(council)} == {council}
    assert services.adopt_fields(council=council, letter="master", user=None) == 1
    assert list(Field.objects.for_council(council)) == [power]
    assert services.adopt_fields(council=council, letter=letter, user=None) == count


def test_the_three_fields_of_list_c_are_the_three_committee_views(council: Council) -> None:
    services.adopt_fields(council=council, letter="c", user=None)
    views = [field.committee_view for field in Field.objects.for_council(council)]
    assert views == ["economic-budget", "legal", "culture-society"]


def test_the_first_own_field_brings_the_master_list_along(council: Council, power: Field) -> None:
    services.save_field(
        field=Field(council=council, name="Chợ  đêm", committee_view="economic-budget"), user=None
    )
    assert [(field.name, field.code) for field in Field.objects.for_council(council)] == [
        ("Điện", "dien"),
        ("Chợ đêm", "cho-dem"),
    ]


def test_a_name_that_the_list_has_and_the_last_field_are_refused(council: Council) -> None:
    services.adopt_fields(council=council, letter="c", user=None)
    with pytest.raises(ValidationError) as refusal:
        services.save_field(field=Field(council=council, name="PHÁP chế", committee_view="legal"), user=None)
    assert list(refusal.value.message_dict) == ["name"]
    fields = list(Field.objects.for_council(council))
    for field in fields[:2]:
        field.is_active = False
        services.save_field(field=field, user=None)
    fields[2].is_active = False
    with pytest.raises(ValidationError) as refusal:
        services.save_field(field=fields[2], user=None)
    assert list(refusal.value.message_dict) == ["is_active"]


# --- Pages ---


def test_words_are_entered_changed_and_removed_on_their_pages(
    council: Council, power: Field, client_as: Callable[..., Client]
) -> None:
    client = client_as("secretariat")
    services.note_words(council=council, words=[("field", "điện đóm")], on=DAY)
    listed = client.get(reverse("councils:word_list"), {"known": "no"})
    assert "điện đóm" in listed.content.decode()
    word = CouncilWord.objects.get()
    typed = {"text": "điện đóm", "kind": "field", "field": power.pk, "version": word.version}
    assert client.post(reverse("councils:word_edit", args=[word.pk]), typed).status_code == 302
    assert CouncilWord.objects.known().get().field == power
    assert client.post(reverse("councils:word_create"), {"text": "", "kind": "field"}).status_code == 422
    assert client.post(reverse("councils:word_remove", args=[word.pk])).status_code == 302
    assert not CouncilWord.objects.exists()


def test_usual_words_and_a_list_are_taken_over_with_one_click(
    council: Council, power: Field, client_as: Callable[..., Client]
) -> None:
    client = client_as("secretariat")
    assert client.post(reverse("councils:word_usual")).status_code == 302
    assert CouncilWord.objects.exists()
    page = client.get(reverse("councils:field_adopt"))
    assert "Pháp chế" in page.content.decode()
    assert client.post(reverse("councils:field_adopt"), {"letter": "c"}).status_code == 302
    assert Field.objects.for_council(council).count() == 3
    assert client.post(reverse("councils:field_adopt"), {"letter": "z"}).status_code == 422


def test_the_list_of_words_asks_the_same_for_one_and_for_three(
    council: Council, power: Field, client_as: Callable[..., Client], django_assert_num_queries: Any
) -> None:
    client = client_as("secretariat")
    remember(council, "một", power)
    client.get(reverse("councils:word_list"))
    for texts in ((), ("hai", "ba")):
        for text in texts:
            remember(council, text, power)
        with django_assert_num_queries(7):
            client.get(reverse("councils:word_list"))
