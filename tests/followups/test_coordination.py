"""Co-ordinating agencies: they see what they have a part in, contribute, and do nothing that the owner does."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from core.access import access_of
from core.errors import Refused
from followups import rules, services
from followups.models import Coordination, FollowUp, Notice
from followups.states import TABLE
from tests.factories import AgencyFactory, follow_up

WORDS = {"text": "Đã cung cấp số liệu khảo sát.", "on": "01/07/2026"}


@pytest.fixture
def other(council: Any) -> Any:
    """The agency that has a part."""
    return AgencyFactory(council=council, name="Phòng Văn hóa - Xã hội")


@pytest.fixture
def shared(agency: Any, other: Any) -> FollowUp:
    """A task of `agency` with a part for `other`."""
    return follow_up(agency, parts=[services.Part(other, "Cung cấp số liệu", date(2026, 7, 10))])


def url(name: str, task: FollowUp, part: Coordination | None = None) -> str:
    return reverse(f"followups:{name}", args=[task.pk, part.pk] if part else [task.pk])


def test_a_co_ordinating_agency_sees_the_task_and_its_part_and_nobody_else_s_agency_does(
    shared: FollowUp, other: Any, client_as: Any
) -> None:
    page = client_as("agency", agency=other).get(shared.get_absolute_url())
    assert "Cung cấp số liệu" in page.content.decode()
    assert "10/07/2026" in page.content.decode()
    stranger = client_as("agency", agency=AgencyFactory(council=shared.council))
    assert stranger.get(shared.get_absolute_url()).status_code == 404


def test_a_co_ordinating_agency_does_not_answer_ask_for_time_or_hand_on(
    shared: FollowUp, other: Any, client_as: Any
) -> None:
    client = client_as("agency", agency=other)
    assert client.get(shared.get_absolute_url()).context["actions"] == []
    for name in ("reply_create", "extension_create", "followup_acknowledge", "followup_start"):
        assert client.post(url(name, shared)).status_code == 403
    access = access_of(client.user)
    assert rules.is_outsider(shared, access)
    assert not rules.owns(shared, access)
    assert not rules.may_ask_time(shared, access)
    assert not any(rules.may(shared, name, access) for name in TABLE.moves)


def test_a_co_ordinating_agency_reads_no_remark_of_the_council(
    shared: FollowUp, other: Any, client_as: Any, user_as: Any
) -> None:
    staff, on = user_as("secretariat"), date(2026, 7, 1)
    services.reply_to(follow_up=shared, user=None, text="Xong", result_class="resolved", dated_on=on)
    services.assess(follow_up=shared, user=staff, verdict="accepted", on=on)
    services.close(follow_up=shared, user=staff, on=on, note="Theo dõi khi giám sát")
    assert "Theo dõi khi giám sát" in client_as("leader").get(shared.get_absolute_url()).content.decode()
    page = client_as("agency", agency=other).get(shared.get_absolute_url()).content.decode()
    assert "Theo dõi khi giám sát" not in page
    assert staff.full_name not in page


def test_the_agency_contributes_and_the_responsible_body_reads_it(
    shared: FollowUp, other: Any, client_as: Any
) -> None:
    part = shared.coordinations.get()
    client = client_as("agency", agency=other)
    assert client.get(url("part_contribute", shared, part)).status_code == 200
    assert client.post(url("part_contribute", shared, part), WORDS).status_code == 302
    part.refresh_from_db()
    assert (part.contributed_on, part.contributed_by) == (date(2026, 7, 1), client.user)
    page = client_as("agency").get(shared.get_absolute_url()).content.decode()
    assert page.count("Đã cung cấp số liệu khảo sát.") == 1
    assert client.user.full_name not in page
    shared.refresh_from_db()
    assert shared.state == "issued", "the whole is still owed by the responsible body"


def test_a_contribution_may_be_put_right_until_the_matter_is_settled(
    shared: FollowUp, user_as: Any, client_as: Any
) -> None:
    part, staff = shared.coordinations.get(), user_as("secretariat")
    for text in ("Lần đầu", "Đã sửa"):
        services.contribute(part=part, user=staff, text=text, on=date(2026, 7, 1))
    form = client_as("secretariat").get(url("part_contribute", shared, part)).context["form"]
    assert form["text"].value() == "Đã sửa"
    services.withdraw(follow_up=shared, user=staff, reason="Trùng")
    with pytest.raises(Refused):
        services.contribute(part=part, user=staff, text="Muộn", on=date(2026, 7, 1))


@pytest.mark.parametrize(("role", "status"), [("agency", 403), ("leader", 403), ("secretariat", 200)])
def test_only_the_agency_itself_and_the_secretariat_contribute(
    shared: FollowUp, client_as: Any, role: str, status: int
) -> None:
    part = shared.coordinations.get()
    assert client_as(role).get(url("part_contribute", shared, part)).status_code == status


@pytest.mark.parametrize(
    ("changes", "field"),
    [({"text": " "}, "text"), ({"on": "01/06/2026"}, "on"), ({"on": "01/01/2099"}, "on")],
)
def test_an_impossible_contribution_is_refused_beside_its_field_with_everything_kept(
    shared: FollowUp, client_as: Any, changes: dict[str, str], field: str
) -> None:
    part = shared.coordinations.get()
    response = client_as("secretariat").post(url("part_contribute", shared, part), {**WORDS, **changes})
    assert response.status_code == 422
    assert list(response.context["form"].errors) == [field]
    assert (changes.get("text") or WORDS["text"]) in response.content.decode()


def test_a_part_is_given_to_one_more_agency_whose_users_are_told(
    agency: Any, other: Any, client_as: Any, user_as: Any
) -> None:
    task, reader = follow_up(agency), user_as("agency", agency=other)
    data = {"agency": f"agency-{other.pk}", "part": "Góp ý", "due_on": "10/07/2026"}
    assert client_as("leader").post(url("part_create", task), data).status_code == 302
    part = task.coordinations.get()
    assert (part.agency, part.part, part.due_on) == (other, "Góp ý", date(2026, 7, 10))
    assert Notice.objects.get().recipient == reader


@pytest.mark.parametrize("case", ["owner", "twice", "after the whole", "before the sending"])
def test_a_part_that_cannot_be_is_refused_beside_its_field(
    shared: FollowUp, agency: Any, other: Any, client_as: Any, case: str
) -> None:
    third = AgencyFactory(council=shared.council)
    chosen = {"owner": agency, "twice": other}.get(case, third)
    due = {"after the whole": "20/07/2026", "before the sending": "01/06/2026"}.get(case, "")
    data = {"agency": f"agency-{chosen.pk}", "part": "Góp ý", "due_on": due}
    response = client_as("secretariat").post(url("part_create", shared), data)
    assert response.status_code == 422
    assert list(response.context["form"].errors) == ["due_on" if due else "agency"]
    assert "Góp ý" in response.content.decode()


def test_a_part_without_contribution_is_taken_away_and_one_with_it_stays(
    shared: FollowUp, client_as: Any, user_as: Any, other: Any
) -> None:
    client, part = client_as("secretariat"), shared.coordinations.get()
    services.contribute(part=part, user=client.user, text="Xong", on=date(2026, 7, 1))
    assert client.post(url("part_remove", shared, part)).status_code == 422
    Coordination.objects.update(contributed_on=None, contribution="")
    assert client.post(url("part_remove", shared, part)).status_code == 302
    assert not shared.coordinations.exists()
    assert client_as("agency", agency=other).get(shared.get_absolute_url()).status_code == 404


def test_parts_change_only_while_an_answer_is_owed(shared: FollowUp, client_as: Any, user_as: Any) -> None:
    services.withdraw(follow_up=shared, user=user_as("secretariat"), reason="Trùng")
    client, part = client_as("secretariat"), shared.coordinations.get()
    assert client.get(url("part_create", shared)).status_code == 302
    assert client.post(url("part_remove", shared, part)).status_code == 422


def test_a_part_is_reached_through_its_own_follow_up_only(shared: FollowUp, client_as: Any) -> None:
    elsewhere = follow_up(AgencyFactory(council=shared.council))
    part = shared.coordinations.get()
    assert client_as("secretariat").get(url("part_contribute", elsewhere, part)).status_code == 404


def test_lines_of_the_task_s_form_are_judged_each_in_its_own_place(
    agency: Any, other: Any, client_as: Any
) -> None:
    ahead = f"{timezone.localdate() + timedelta(days=90):%d/%m/%Y}"
    data = {
        "title": "Việc mới",
        "body": f"agency-{agency.pk}",
        "due_on": f"{timezone.localdate() + timedelta(days=20):%d/%m/%Y}",
        "parts-TOTAL_FORMS": "4",
        "parts-INITIAL_FORMS": "0",
        "parts-0-agency": f"agency-{other.pk}",
        "parts-1-agency": f"agency-{other.pk}",
        "parts-2-part": "Không rõ của ai",
        "parts-3-agency": f"agency-{AgencyFactory(council=agency.council).pk}",
        "parts-3-due_on": ahead,
    }
    response = client_as("secretariat").post(reverse("followups:followup_create"), data)
    assert response.status_code == 422
    assert [list(row.errors) for row in response.context["form"].parts] == [[], [], ["agency"], []]
    assert "Không rõ của ai" in response.content.decode()
    data |= {"parts-2-part": "", "parts-2-agency": ""}
    response = client_as("secretariat").post(reverse("followups:followup_create"), data)
    assert [list(row.errors) for row in response.context["form"].parts] == [[], ["agency"], [], ["due_on"]]
    assert not FollowUp.objects.exists()


@pytest.mark.parametrize("count", [1, 3])
def test_parts_cost_the_page_no_query_of_their_own(
    agency: Any, client_as: Any, user_as: Any, count: int
) -> None:
    parts = [services.Part(AgencyFactory(council=agency.council)) for _number in range(count)]
    task, staff = follow_up(agency, parts=parts), user_as("secretariat")
    for part in task.coordinations.all():
        services.contribute(part=part, user=staff, text="Xong", on=date(2026, 7, 1))
    alone = follow_up(agency, title="Không ai phối hợp")
    client = client_as("secretariat")
    client.get(task.get_absolute_url())
    spent = []
    for shown in (alone, task):
        with CaptureQueriesContext(connection) as queries:
            assert client.get(shown.get_absolute_url()).status_code == 200
        spent.append(len(queries))
    assert spent[0] == spent[1]
