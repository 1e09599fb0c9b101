"""Handing on through the pages: who sees what before and after, who may decide, and what the pages say."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from core.views import Action
from followups import services
from followups.models import FollowUp, HandOver
from tests.factories import (
    AgencyFactory,
    CouncilFactory,
    FieldFactory,
    follow_up,
    member,
)
from tests.followups.passing_on import JULY, WHY, accepted, fresh, handed

LIST = "/follow-ups/hand-overs/"


def url(name: str, pk: int) -> str:
    return reverse(f"followups:{name}", args=[pk])


# --- Who may, and who sees what ---


def sees(user: Any, task: Any) -> bool:
    return FollowUp.objects.visible_to(user).filter(pk=task.pk).exists()


def test_reach_before_and_after_for_every_side(
    task: Any, province: Any, user_as: Any, other_council: Any
) -> None:
    theirs = AgencyFactory(council=province)
    people = {
        "ours": user_as("secretariat"),
        "our delegate": user_as("delegate"),
        "owner": user_as("agency"),
        "their agency": user_as("agency", council=province, agency=theirs),
        "their committee": user_as("committee", council=province),
        "stranger": user_as("secretariat", council=other_council),
    }
    hand_over = handed(task, province, people["owner"])
    assert {name for name, user in people.items() if sees(user, task)} == {"ours", "our delegate", "owner"}
    assert {name for name, user in people.items() if HandOver.objects.visible_to(user).exists()} == {
        "ours",
        "our delegate",
        "owner",
        "their committee",
    }
    accepted(hand_over, agency=theirs)
    for user in people.values():
        del user._portal_access
    assert {name for name, user in people.items() if sees(user, task)} == {
        "ours",
        "our delegate",
        "their agency",
        "their committee",
    }
    assert {name for name, user in people.items() if HandOver.objects.visible_to(user).exists()} == {
        "ours",
        "our delegate",
        "owner",
        "their agency",
        "their committee",
    }


def offered(client: Any, task: Any) -> set[str]:
    actions: list[Action] = client.get(task.get_absolute_url()).context["actions"]
    return {action.url.split("?")[0].rstrip("/").rsplit("/", 1)[-1] for action in actions}


def test_the_council_that_raised_it_reads_on_and_acts_no_more(
    task: Any, province: Any, client_as: Any
) -> None:
    staff, leader = client_as("secretariat"), client_as("leader")
    accepted(handed(task, province), agency=AgencyFactory(council=province))
    for client in (staff, leader):
        page = client.get(task.get_absolute_url())
        assert page.status_code == 200
        assert page.context["actions"] == []
        for name in ("reply_create", "followup_withdraw", "hand_over_create", "extension_create"):
            assert client.get(url(name, task.pk)).status_code == 403
    theirs = client_as("secretariat", council=province)
    assert str(task.council) in theirs.get(task.get_absolute_url()).content.decode()
    assert {"reply", "withdraw", "hand-over"} <= offered(theirs, task)


def test_the_agency_that_passed_it_on_reads_that_it_did_and_nothing_more(
    task: Any, second: Any, client_as: Any
) -> None:
    owner = client_as("agency")
    accepted(handed(task, second, owner.user))
    rows = owner.get(LIST).context["table"]
    assert [row.pk for row in rows.rows] == [HandOver.objects.get().pk]
    assert rows.row_url(rows.rows[0]) is None
    there = owner.get(task.get_absolute_url(), follow=True)
    assert there.redirect_chain[-1][0] == LIST
    assert second.name in str(next(iter(there.context["messages"])))


@pytest.mark.parametrize(
    ("role", "status"),
    [("agency", 403), ("leader", 403), ("delegate", 403), ("auditor", 403), ("secretariat", 200)],
)
def test_for_an_agency_its_users_accept_or_the_secretariat_on_its_letter(
    task: Any, second: Any, client_as: Any, role: str, status: int
) -> None:
    hand_over = handed(task, second)
    assert client_as(role).get(url("hand_over_decide", hand_over.pk)).status_code == status
    assert client_as("agency", agency=second).get(url("hand_over_decide", hand_over.pk)).status_code == 200


def test_nobody_accepts_what_they_themselves_passed_on_except_the_secretariat_with_letters(
    task: Any, second: Any, client_as: Any
) -> None:
    both = client_as("agency")
    member(both.user, task.council, "agency", agency=second)
    hand_over = handed(task, second, both.user)
    assert both.get(url("hand_over_decide", hand_over.pk)).status_code == 403
    services.take_back_hand_over(hand_over=hand_over, user=both.user)
    staff = client_as("secretariat")
    again = handed(task, second, staff.user)
    data = {"decision": "accept", "accountable": "Trưởng phòng", "on": "02/07/2026"}
    assert staff.post(url("hand_over_decide", again.pk), data).status_code == 302
    again.refresh_from_db()
    assert (again.decided_on, again.decided_by) == (date(2026, 7, 2), staff.user)


@pytest.mark.parametrize(
    ("role", "status"), [("secretariat", 200), ("leader", 200), ("committee", 403), ("delegate", 403)]
)
def test_for_a_council_those_who_decide_there_accept(
    task: Any, province: Any, client_as: Any, role: str, status: int
) -> None:
    hand_over = handed(task, province)
    client = client_as(role, council=province)
    assert client.get(url("hand_over_decide", hand_over.pk)).status_code == status


# --- Pages ---


def test_the_body_hands_it_on_from_its_page_and_the_new_one_takes_it_over(
    task: Any, second: Any, client_as: Any
) -> None:
    owner, taker = client_as("agency"), client_as("agency", agency=second)
    today = f"{timezone.localdate():%d/%m/%Y}"
    assert "hand-over" in offered(owner, task)
    ask = url("hand_over_create", task.pk)
    assert "15/07/2026" in owner.get(ask).context["consequence"]
    data = {"kind": "agency", "agency": second.pk, "reason": WHY, "on": today, "again": ""}
    assert owner.post(ask, data).status_code == 302
    page = owner.get(task.get_absolute_url())
    assert page.context["pending"].may_take_back
    assert "hand-over" not in offered(owner, task)
    hand_over = HandOver.objects.get()
    there = taker.get(task.get_absolute_url(), follow=True)
    assert there.redirect_chain == [(url("hand_over_decide", hand_over.pk), 302)]
    words = there.content.decode()
    for shown in (task.title, WHY, "15/07/2026", task.agency.name):
        assert shown in words
    assert taker.get(LIST).context["count"] == 1
    data = {"decision": "accept", "accountable": "Trưởng phòng", "on": today, "note": ""}
    done = taker.post(url("hand_over_decide", hand_over.pk), data)
    assert done["Location"] == task.get_absolute_url()
    assert fresh(task).agency == second
    titles = [str(event.title) for event in taker.get(task.get_absolute_url()).context["events"]]
    assert len(titles) == 3
    assert any(second.name in title for title in titles)


def test_the_history_names_who_owed_it_when_something_happened(
    task: Any, second: Any, client_as: Any, user_as: Any
) -> None:
    services.acknowledge(follow_up=task, user=user_as("agency"), on=JULY)
    accepted(handed(task, second))
    events = client_as("agency", agency=second).get(task.get_absolute_url()).context["events"]
    assert [event.who for event in reversed(events)] == [
        str(task.council),
        task.agency.name,
        task.agency.name,
        second.name,
    ]


def test_a_council_is_found_by_its_name_and_chosen_where_several_have_it(task: Any, client_as: Any) -> None:
    first, other = (
        CouncilFactory(short_name="Bình Minh", parent=CouncilFactory(level="province")) for _count in range(2)
    )
    alone = CouncilFactory(short_name="Hòa Lạc")
    client, ask = client_as("secretariat"), url("hand_over_create", task.pk)
    data = {"kind": "council", "reason": WHY, "on": "01/07/2026"}
    for name, field in (("", "council"), ("Không Có", "name"), ("xã Bình Minh", "council")):
        response = client.post(ask, {**data, "name": name})
        assert response.status_code == 422
        assert list(response.context["form"].errors) == [field]
    assert {first, other} <= set(response.context["form"].fields["council"].queryset)
    chosen = client.post(ask, {**data, "name": "xã Bình Minh", "council": other.pk})
    assert chosen.status_code == 302
    hand_over = HandOver.objects.get()
    assert hand_over.to_council == other
    services.take_back_hand_over(hand_over=hand_over, user=client.user)
    assert client.post(ask, {**data, "name": "XA HOA LAC"}).status_code == 302
    assert HandOver.objects.pending().get().to_council == alone


@pytest.mark.parametrize(
    ("typed", "fields"),
    [
        ({}, {"kind", "reason", "on"}),
        ({"kind": "agency", "reason": WHY, "on": "01/07/2026"}, {"agency"}),
        ({"kind": "council", "reason": WHY, "on": "14/06/2026", "name": "Xa Xôi"}, {"name", "on"}),
    ],
)
def test_everything_that_is_missing_is_named_in_one_round_and_nothing_typed_is_lost(
    task: Any, client_as: Any, typed: dict[str, str], fields: set[str]
) -> None:
    response = client_as("agency").post(url("hand_over_create", task.pk), typed)
    assert response.status_code == 422
    assert set(response.context["form"].errors) == fields
    assert all(value in response.content.decode() for value in typed.values())


def test_a_circle_shows_the_box_only_when_it_is_met(task: Any, second: Any, client_as: Any) -> None:
    accepted(handed(task, second))
    client, ask = client_as("secretariat"), url("hand_over_create", task.pk)
    data = {"kind": "agency", "agency": task.agency_id, "reason": WHY, "on": "02/07/2026", "again": ""}
    assert client.get(ask).context["form"]["again"].is_hidden
    warned = client.post(ask, data)
    assert list(warned.context["form"].errors) == ["again"]
    assert not warned.context["form"]["again"].is_hidden
    assert client.post(ask, {**data, "again": "on"}).status_code == 302


def test_a_decision_needs_its_reason_or_who_answers_beside_the_field(
    task: Any, other_council: Any, client_as: Any
) -> None:
    hand_over = handed(task, other_council)
    client, decide = client_as("leader", council=other_council), url("hand_over_decide", hand_over.pk)
    for decision, fields in (("refuse", {"note"}), ("accept", {"agency", "accountable"})):
        response = client.post(decide, {"decision": decision, "on": "02/07/2026"})
        assert set(response.context["form"].errors) == fields
    response = client.post(decide, {"decision": "refuse", "on": "02/07/2026", "note": "Đã phân cấp cho xã"})
    assert response["Location"] == LIST
    assert client.post(decide, {"decision": "accept", "on": "02/07/2026"}).status_code == 422
    assert client.get(decide).status_code == 302


def test_who_asked_takes_it_back_and_the_receiving_side_cannot(
    task: Any, second: Any, client_as: Any
) -> None:
    hand_over = handed(task, second)
    back = url("hand_over_take_back", hand_over.pk)
    assert client_as("agency", agency=second).post(back).status_code == 403
    assert client_as("leader").post(back).status_code == 403
    assert client_as("agency").post(back)["Location"] == task.get_absolute_url()
    hand_over.refresh_from_db()
    assert hand_over.decision == "back"


def test_the_list_tells_what_waits_for_us_what_we_wait_for_and_what_is_decided(
    task: Any, province: Any, second: Any, client_as: Any
) -> None:
    up = handed(task, province)
    beside = handed(follow_up(task.agency, title="Việc hai"), second)
    done = accepted(handed(follow_up(task.agency, title="Việc ba"), second))
    answered = follow_up(task.agency, title="Đã trả lời")
    handed(answered, second)
    services.reply_to(follow_up=answered, user=None, text="Xong", result_class="resolved", dated_on=JULY)

    def rows(client: Any, part: str) -> set[int]:
        return {row.pk for row in client.get(f"{LIST}?part={part}").context["table"].rows}

    staff, taker = client_as("secretariat"), client_as("agency", agency=second)
    above, owner = client_as("leader", council=province), client_as("agency")
    assert rows(staff, "to_accept") == {beside.pk}
    assert rows(staff, "asked") == {up.pk, beside.pk}
    assert rows(staff, "decided") == {done.pk}
    assert rows(taker, "to_accept") == {beside.pk}
    assert rows(taker, "asked") == set()
    assert rows(owner, "asked") == {up.pk, beside.pk}
    assert rows(above, "to_accept") == {up.pk}


@pytest.mark.parametrize("count", [0, 1, 3])
def test_the_list_costs_the_same_for_no_row_for_one_and_for_three(
    agency: Any, second: Any, client_as: Any, django_assert_num_queries: Any, count: int
) -> None:
    client = client_as("secretariat")
    for number in range(count):
        handed(follow_up(agency, title=f"Việc {number}"), second)
    client.get(LIST)
    with django_assert_num_queries(7 if count else 6):
        assert len(client.get(LIST).context["table"].rows) == count


@pytest.mark.parametrize("count", [1, 3])
def test_the_decision_s_page_costs_the_same_however_often_it_travelled(
    agency: Any, second: Any, client_as: Any, django_assert_num_queries: Any, count: int
) -> None:
    task = follow_up(agency, field=FieldFactory())
    for _number in range(count):
        hand_over = handed(task, second, again=True)
        services.refuse_hand_over(hand_over=hand_over, user=None, reason="Không", on=JULY)
    client = client_as("agency", agency=second)
    address = url("hand_over_decide", handed(task, second, again=True).pk)
    client.get(address)
    with django_assert_num_queries(10):
        assert len(client.get(address).context["earlier"]) == count


@pytest.mark.parametrize("count", [1, 3])
def test_the_follow_up_s_page_costs_the_same_however_often_it_travelled(
    agency: Any, second: Any, client_as: Any, django_assert_max_num_queries: Any, count: int
) -> None:
    task = follow_up(agency)
    for _number in range(count):
        hand_over = handed(task, second, again=True)
        services.refuse_hand_over(hand_over=hand_over, user=None, reason="Không", on=JULY)
    client = client_as("secretariat")
    client.get(task.get_absolute_url())
    with django_assert_max_num_queries(20) as found:
        client.get(task.get_absolute_url())
    assert (
        sum(query["sql"].startswith('SELECT "followups_handover"') for query in found.captured_queries) == 1
    )


def test_somebody_without_any_part_in_it_finds_neither_page(
    task: Any, second: Any, client_as: Any, other_council: Any
) -> None:
    hand_over = handed(task, second)
    client = client_as("secretariat", council=other_council)
    assert client.get(url("hand_over_decide", hand_over.pk)).status_code == 404
    assert client.get(task.get_absolute_url()).status_code == 404
