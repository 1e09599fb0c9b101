"""The register of supervision missions and surveys."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from councils.models import Agency, Council
from supervision.models import SupervisionMission
from supervision.services import save_mission
from tests.factories import AgencyFactory, CommitteeFactory, MissionFactory

ClientAs = Callable[..., Client]
LIST = "supervision:mission_list"


def typed(**changes: Any) -> dict[str, Any]:
    """What a form sends."""
    return {
        "kind": "thematic",
        "subject": "standing_committee",
        "title": "Việc quản lý đất đai",
        "act_symbol": "12/QĐ-TTHĐND",
        "decided_on": "04/05/2026",
        **changes,
    }


def mission(council: Council, **changes: Any) -> SupervisionMission:
    """A mission that has not been saved."""
    built: SupervisionMission = MissionFactory.build(council=council, **changes)
    return built


def test_staff_enter_a_mission_with_its_bodies(client_as: ClientAs, agency: Agency) -> None:
    answer = client_as("secretariat").post(
        reverse("supervision:mission_create"), typed(bodies=[agency.pk]), follow=True
    )
    made = SupervisionMission.objects.get()
    assert list(made.bodies.all()) == [agency]
    assert agency.name in answer.content.decode()


def test_a_committees_mission_names_its_committee(client_as: ClientAs, council: Council) -> None:
    client, committee = client_as("secretariat"), CommitteeFactory(council=council)
    address = reverse("supervision:mission_create")
    answer = client.post(address, typed(subject="committee"))
    assert answer.status_code == 422
    assert "committee" in answer.context["form"].errors
    assert client.post(address, typed(subject="committee", committee=committee.pk)).status_code == 302


def test_a_committee_is_kept_only_where_it_supervises(council: Council) -> None:
    made = mission(council, committee=CommitteeFactory(council=council))
    assert save_mission(mission=made, bodies=[]).committee is None


def test_committees_and_bodies_of_another_council_are_refused(
    council: Council, other_council: Council
) -> None:
    strange = mission(council, subject="committee", committee=CommitteeFactory(council=other_council))
    with pytest.raises(ValidationError) as refusal:
        save_mission(mission=strange, bodies=[AgencyFactory(council=other_council, name="Cơ quan lạ")])
    assert set(refusal.value.message_dict) == {"committee", "bodies"}
    assert "Cơ quan lạ" in refusal.value.message_dict["bodies"][0]


def test_a_decision_of_tomorrow_is_refused(council: Council) -> None:
    with pytest.raises(ValidationError) as refusal:
        save_mission(mission=mission(council, decided_on=timezone.localdate() + timedelta(days=1)), bodies=[])
    assert list(refusal.value.message_dict) == ["decided_on"]


def test_editing_shows_and_changes_the_bodies(client_as: ClientAs, council: Council) -> None:
    one, two = AgencyFactory.create_batch(2, council=council)
    made = save_mission(mission=mission(council), bodies=[one])
    client, address = client_as("secretariat"), reverse("supervision:mission_edit", args=[made.pk])
    assert 'value="04/05/2026"' in client.get(address).content.decode()
    client.post(address, typed(bodies=[two.pk], version=made.version))
    assert list(made.bodies.all()) == [two]


def test_a_body_that_ended_stays_with_its_mission_and_is_offered_no_more(
    client_as: ClientAs, council: Council
) -> None:
    ended, living = AgencyFactory(council=council, valid_to=date(2025, 6, 30)), AgencyFactory(council=council)
    made = save_mission(mission=mission(council), bodies=[ended])
    client = client_as("secretariat")
    new = client.get(reverse("supervision:mission_create")).context["form"]
    offered = set(new.fields["bodies"].queryset)
    assert living in offered
    assert ended not in offered
    edit = client.get(reverse("supervision:mission_edit", args=[made.pk])).context["form"]
    assert ended in set(edit.fields["bodies"].queryset)


def test_who_may_what(client_as: ClientAs, council: Council, other_council: Council) -> None:
    made, strange = MissionFactory(council=council), MissionFactory(council=other_council)
    edit = reverse("supervision:mission_edit", args=[made.pk])
    for role, reads, writes in [("secretariat", 200, 200), ("committee", 200, 403), ("agency", 404, 404)]:
        client = client_as(role)
        assert client.get(made.get_absolute_url()).status_code == reads
        assert client.get(edit).status_code == writes
        assert client.get(strange.get_absolute_url()).status_code == 404
    assert client_as("agency").get(reverse(LIST)).status_code == 403


def test_the_list_is_filtered_by_kind_subject_and_days(client_as: ClientAs, council: Council) -> None:
    MissionFactory(council=council, kind="survey")
    MissionFactory(council=council, decided_on=date(2026, 1, 5))
    client = client_as("auditor")
    narrowed = [{"kind": "survey"}, {"subject": "council"}, {"decided_until": "31/01/2026"}]
    assert [client.get(reverse(LIST), query).context["count"] for query in narrowed] == [1, 0, 1]


def test_list_and_page_ask_the_same_few_questions_however_much_there_is(
    client_as: ClientAs, council: Council, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client = client_as("secretariat")
    made = save_mission(mission=mission(council), bodies=AgencyFactory.create_batch(3, council=council))
    client.get(reverse(LIST))
    with django_assert_num_queries(6):
        client.get(reverse(LIST))
    MissionFactory.create_batch(2, council=council)
    with django_assert_num_queries(6):
        client.get(reverse(LIST))
    with django_assert_num_queries(12):
        client.get(made.get_absolute_url())
