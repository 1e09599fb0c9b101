"""The register of sittings: what it accepts, what it refuses in words, and who may see it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils.translation import gettext as _
from pytest_django import DjangoAssertNumQueries

from councils.models import Council, CouncilTerm
from sessions.models import Sitting
from sessions.services import save_sitting
from tests.factories import CouncilTermFactory, SittingFactory

ClientAs = Callable[..., Client]
LIST = "sittings:sitting_list"


def typed(term: CouncilTerm, **changes: Any) -> dict[str, Any]:
    """What a form sends."""
    return {
        "council_term": term.pk,
        "number": 5,
        "kind": "regular_midyear",
        "opens_on": "14/07/2026",
        "closes_on": "15/07/2026",
        "place": "Hội trường",
        "is_public": "on",
        "layout": "none",
        **changes,
    }


def sitting(term: CouncilTerm, **changes: Any) -> Sitting:
    """A sitting that has not been saved."""
    built: Sitting = SittingFactory.build(council=term.council, council_term=term, **changes)
    return built


def test_staff_enter_a_sitting_and_see_it(client_as: ClientAs, term: CouncilTerm) -> None:
    answer = client_as("secretariat").post(reverse("sittings:sitting_create"), typed(term), follow=True)
    made = Sitting.objects.get()
    assert (made.council, made.opens_on) == (term.council, date(2026, 7, 14))
    assert answer.redirect_chain[-1][0] == made.get_absolute_url()
    assert "Hội trường" in answer.content.decode()


def test_a_number_is_given_once_in_a_term(term: CouncilTerm) -> None:
    SittingFactory(council_term=term, number=5)
    later = {"opens_on": date(2026, 9, 1), "closes_on": date(2026, 9, 1)}
    with pytest.raises(ValidationError) as refusal:
        save_sitting(sitting=sitting(term, number=5, **later))
    assert list(refusal.value.message_dict) == ["number"]
    assert "14/07/2026" in refusal.value.message_dict["number"][0]


def test_a_number_returns_in_another_instance_of_the_term(term: CouncilTerm) -> None:
    SittingFactory(council_term=term, number=5)
    after_merger = CouncilTermFactory(council=term.council, term=term.term, instance=2)
    later = {"opens_on": date(2026, 9, 1), "closes_on": date(2026, 9, 1)}
    assert save_sitting(sitting=sitting(after_merger, number=5, **later)).pk


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"closes_on": date(2026, 7, 13)}, "closes_on"),
        ({"opens_on": date(2019, 12, 17), "closes_on": date(2019, 12, 18)}, "opens_on"),
        ({"kind": "extraordinary"}, "kind"),
        ({"number": 0}, "number"),
    ],
)
def test_a_refusal_stands_beside_its_field(term: CouncilTerm, changes: dict[str, Any], field: str) -> None:
    with pytest.raises(ValidationError) as refusal:
        save_sitting(sitting=sitting(term, **changes))
    assert list(refusal.value.message_dict) == [field]
    assert not Sitting.objects.exists()


def test_a_sitting_ends_with_its_term(term: CouncilTerm) -> None:
    CouncilTerm.objects.filter(pk=term.pk).update(ends_on=date(2026, 7, 14))
    with pytest.raises(ValidationError) as refusal:
        save_sitting(sitting=sitting(term))
    assert "14/07/2026" in refusal.value.message_dict["closes_on"][0]


def test_an_extraordinary_sitting_is_known_until_mid_2020(term: CouncilTerm) -> None:
    days = {"opens_on": date(2020, 6, 30), "closes_on": date(2020, 6, 30)}
    assert save_sitting(sitting=sitting(term, kind="extraordinary", **days)).pk


def test_a_form_with_a_mistake_keeps_what_was_typed(client_as: ClientAs, term: CouncilTerm) -> None:
    answer = client_as("secretariat").post(
        reverse("sittings:sitting_create"), typed(term, closes_on="13/07/2026")
    )
    assert answer.status_code == 422
    page = answer.content.decode()
    assert _("The sitting closes before it opens.") in page
    assert 'value="13/07/2026"' in page


def test_another_councils_term_cannot_be_chosen(client_as: ClientAs, other_council: Council) -> None:
    strange = other_council.terms.get()
    assert (
        client_as("secretariat").post(reverse("sittings:sitting_create"), typed(strange)).status_code == 422
    )


def test_a_change_opened_on_an_older_version_is_refused(client_as: ClientAs, term: CouncilTerm) -> None:
    made = SittingFactory(council_term=term, number=5)
    address = reverse("sittings:sitting_edit", args=[made.pk])
    client = client_as("secretariat")
    assert client.post(address, typed(term, place="Tầng 1", version=1)).status_code == 302
    assert client.post(address, typed(term, place="Tầng 2", version=1)).status_code == 422
    made.refresh_from_db()
    assert (made.place, made.version) == ("Tầng 1", 2)


def test_readers_read_and_only_staff_write(client_as: ClientAs, term: CouncilTerm) -> None:
    made = SittingFactory(council_term=term)
    edit = reverse("sittings:sitting_edit", args=[made.pk])
    for role in ("leader", "delegate", "committee", "auditor"):
        client = client_as(role)
        assert client.get(made.get_absolute_url()).status_code == 200
        assert client.get(edit).status_code == 403
        assert edit not in client.get(made.get_absolute_url()).content.decode()
    assert client_as("agency").get(reverse(LIST)).status_code == 403


def test_another_councils_sitting_does_not_exist_for_me(client_as: ClientAs, other_council: Council) -> None:
    strange = SittingFactory(council_term=other_council.terms.get())
    client = client_as("secretariat")
    assert client.get(strange.get_absolute_url()).status_code == 404
    assert client.get(reverse("sittings:sitting_edit", args=[strange.pk])).status_code == 404
    assert client.get(reverse(LIST)).context["page"].rows == []


def test_the_list_is_filtered_by_days_and_kind(client_as: ClientAs, term: CouncilTerm) -> None:
    SittingFactory(council_term=term, opens_on=date(2026, 3, 1), closes_on=date(2026, 3, 1), kind="thematic")
    SittingFactory(council_term=term)
    client = client_as("leader")
    narrowed: list[dict[str, Any]] = [
        {"opened_from": "01/04/2026"},
        {"kind": "thematic"},
        {"council_term": term.pk},
    ]
    found = [client.get(reverse(LIST), query).context["count"] for query in narrowed]
    assert found == [1, 1, 2]


def test_the_list_asks_the_same_few_questions_for_1_and_3_sittings(
    client_as: ClientAs, term: CouncilTerm, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client = client_as("secretariat")
    SittingFactory(council_term=term)
    client.get(reverse(LIST))
    with django_assert_num_queries(6):
        client.get(reverse(LIST))
    for month in (8, 9):
        SittingFactory(council_term=term, opens_on=date(2026, month, 14), closes_on=date(2026, month, 15))
    with django_assert_num_queries(6):
        client.get(reverse(LIST))


def test_a_sittings_page_asks_few_questions(
    client_as: ClientAs, term: CouncilTerm, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client, made = client_as("secretariat"), SittingFactory(council_term=term)
    client.get(made.get_absolute_url())
    with django_assert_num_queries(11):
        client.get(made.get_absolute_url())


# --- Councils below ---


@pytest.fixture
def province(council: Council, term: CouncilTerm) -> Council:
    """The council above, with a sitting of its own, one of the commune's and one of the commune beside it."""
    above: CouncilTerm = CouncilTermFactory(council__level="province", council__unit_type="tinh")
    council.parent = above.council
    council.save()
    beside = CouncilTermFactory(council__parent=above.council, council__name="xã Bên Cạnh")
    for where, number in ((above, 31), (term, 5), (beside, 7)):
        SittingFactory(council_term=where, number=number)
    return above.council


def exported(client: Client, query: str) -> str:
    """The list as a CSV file."""
    answer: Any = client.get(f"{reverse(LIST)}?{query}&export=csv")
    return b"".join(answer.streaming_content).decode()


def numbers(client: Client, query: str = "") -> set[int]:
    return {sitting.number for sitting in client.get(f"{reverse(LIST)}?{query}").context["page"].rows}


@pytest.mark.parametrize("role", ["secretariat", "leader", "auditor"])
def test_who_oversees_the_councils_below_reads_their_sittings_too(
    role: str, council: Council, province: Council, client_as: ClientAs
) -> None:
    client = client_as(role, council=province)
    assert numbers(client) == {31}
    assert numbers(client, "scope=below") == {31, 5, 7}
    assert numbers(client, f"scope={council.pk}") == {5}
    shown = client.get(f"{reverse(LIST)}?scope=below")
    assert "HĐND xã Bên Cạnh" in shown.content.decode()
    assert "HĐND xã Bên Cạnh" in exported(client, "scope=below")


@pytest.mark.parametrize("role", ["committee", "delegate"])
def test_who_does_not_oversee_reads_the_own_council_s_sittings(
    role: str, province: Council, client_as: ClientAs
) -> None:
    client = client_as(role, council=province)
    assert numbers(client, "scope=below") == {31}
    assert "scope" not in client.get(reverse(LIST)).context["filter"].form.fields


def test_a_commune_is_offered_no_councils_below(council: Council, client_as: ClientAs) -> None:
    assert "scope" not in client_as("secretariat").get(reverse(LIST)).context["filter"].form.fields
