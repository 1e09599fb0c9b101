"""Reminding by hand: who may, of what, how often, and what the page says before and after."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.contrib.messages import get_messages
from django.utils.translation import gettext as _

from followups import notices, services
from followups.models import FollowUp, Notice
from followups.states import State
from tests.factories import AgencyFactory, follow_up
from tests.followups.test_planning import at_once

REMIND, LIST = "/follow-ups/remind/", "/follow-ups/"


def reminded() -> list[tuple[int, int]]:
    rows = Notice.objects.filter(kind="reminded").order_by("follow_up", "recipient")
    return list(rows.values_list("follow_up", "recipient"))


def said(response: Any) -> list[str]:
    return [str(message) for message in get_messages(response.wsgi_request)]


# --- The service ---


def test_a_reminder_reaches_the_responsible_body_but_not_who_sends_it(agency: Any, user_as: Any) -> None:
    one, two, staff = user_as("agency"), user_as("agency"), user_as("secretariat")
    helper = AgencyFactory(council=agency.council)
    user_as("agency", agency=helper)
    task = follow_up(agency, parts=[services.Part(helper)])
    sent, left = services.remind(follow_ups=[task], user=staff)
    assert ([plan.follow_up for plan in sent], left) == ([task], [])
    assert reminded() == [(task.pk, one.pk), (task.pk, two.pk)]
    Notice.objects.all().delete()
    services.remind(follow_ups=[task], user=one)
    assert reminded() == [(task.pk, two.pk)]


def test_a_second_reminder_on_one_day_is_left_out(task: FollowUp, user_as: Any) -> None:
    owner, staff = user_as("agency"), user_as("secretariat")
    services.remind(follow_ups=[task], user=staff)
    notices.mark_read(user=owner)
    sent, left = services.remind(follow_ups=[task], user=staff)
    assert (sent, [plan.refusal for plan in left]) == ([], [_("Already reminded today.")])
    assert notices.unread_count(owner) == 0
    Notice.objects.update(for_day=date(2026, 7, 1))
    assert len(services.remind(follow_ups=[task], user=staff)[0]) == 1


def test_each_that_cannot_be_reminded_of_says_why_and_the_others_are(agency: Any, user_as: Any) -> None:
    user_as("agency")
    silent = AgencyFactory(council=agency.council)
    open_, closed, nobody = follow_up(agency), follow_up(agency), follow_up(silent)
    FollowUp.objects.filter(pk=closed.pk).update(state="closed")
    sent, left = services.remind(follow_ups=[open_, closed, nobody], user=user_as("leader"))
    assert [plan.follow_up for plan in sent] == [open_]
    why = {plan.follow_up: plan.refusal for plan in left}
    assert set(why) == {closed, nobody}
    assert str(State.CLOSED.label) in why[closed]
    assert why[nobody] == _("Nobody else has an account for the responsible body: write a letter.")


def test_a_council_that_has_ended_reminds_nobody_by_hand_either(task: FollowUp, user_as: Any) -> None:
    user_as("agency")
    task.council.valid_to = date(2026, 7, 1)
    task.council.save()
    sent, left = services.remind(follow_ups=[task], user=user_as("secretariat"))
    assert (sent, len(left), reminded()) == ([], 1, [])


def test_a_reminder_by_hand_goes_as_its_reader_chose(task: FollowUp, user_as: Any) -> None:
    patient, hasty = user_as("agency"), user_as("agency")
    services.save_preference(user=hasty, pace="at_once", only_binding=True)
    services.remind(follow_ups=[task], user=user_as("leader"))
    found = dict(Notice.objects.values_list("recipient", "delivery"))
    assert found == {patient.pk: "held", hasty.pk: "planned"}


@pytest.mark.django_db(transaction=True)
def test_of_two_who_press_at_once_one_reminds(task: FollowUp, user_as: Any) -> None:
    owner, leader, staff = user_as("agency"), user_as("leader"), user_as("secretariat")
    people = iter([leader, staff])
    outcomes = at_once(2, lambda: services.remind(follow_ups=[task], user=next(people)))
    assert sorted(len(sent) for sent, _left in outcomes) == [0, 1]
    assert reminded() == [(task.pk, owner.pk)]


@pytest.mark.parametrize("count", [1, 30])
def test_reminding_costs_the_same_for_one_and_for_thirty(
    agency: Any, user_as: Any, django_assert_num_queries: Any, count: int
) -> None:
    user_as("agency")
    staff = user_as("secretariat")
    tasks = [follow_up(agency, title=f"Việc {number}") for number in range(count)]
    with django_assert_num_queries(7):
        assert len(services.remind(follow_ups=tasks, user=staff)[0]) == count


# --- The page ---


def test_ticked_rows_are_shown_first_and_reminded_of_when_confirmed(agency: Any, client_as: Any) -> None:
    client, owner = client_as("leader"), client_as("agency").user
    tasks = [follow_up(agency, title=f"Việc số {number}") for number in range(2)]
    ids = [str(task.pk) for task in tasks]
    back = f"{LIST}?late=on"
    page = client.post(REMIND, {"pk": ids, "next": back})
    assert page.status_code == 200
    assert [row.follow_up for _plan, row in page.context["ready"]] == tasks
    assert f'value="{back}"' in page.content.decode()
    assert reminded() == []
    done = client.post(REMIND, {"pk": ids, "next": back, "confirm": "yes"})
    assert (done.status_code, done.url) == (302, back)
    assert reminded() == [(task.pk, owner.pk) for task in tasks]
    again = client.post(REMIND, {"pk": ids})
    assert again.context["ready"] == []
    assert [plan.refusal for plan, _row in again.context["left"]] == [_("Already reminded today.")] * 2


def test_a_follow_up_s_own_page_offers_it_while_an_answer_is_owed(task: FollowUp, client_as: Any) -> None:
    client = client_as("secretariat")
    address = f"{REMIND}?pk={task.pk}"
    assert address in client.get(task.get_absolute_url()).content.decode()
    assert address not in client_as("delegate").get(task.get_absolute_url()).content.decode()
    assert client.get(address).status_code == 200
    done = client.post(REMIND, {"pk": task.pk, "confirm": "yes"})
    assert done.url == task.get_absolute_url()
    assert len(said(done)) == 1
    FollowUp.objects.filter(pk=task.pk).update(state="answered")
    assert address not in client.get(task.get_absolute_url()).content.decode()


@pytest.mark.parametrize("ids", [[], ["x"], ["9" * 30], [str(number) for number in range(501)]])
def test_nothing_ticked_or_too_much_leads_back_to_the_list(client_as: Any, ids: list[str]) -> None:
    response = client_as("secretariat").post(REMIND, {"pk": ids})
    assert (response.status_code, response.url) == (302, LIST)
    assert len(said(response)) == 1


def test_the_way_back_never_leads_out_of_the_portal(task: FollowUp, client_as: Any) -> None:
    client = client_as("secretariat")
    for outside in ("https://example.invalid/", "//example.invalid/"):
        done = client.post(REMIND, {"pk": task.pk, "confirm": "yes", "next": outside})
        assert done.url == task.get_absolute_url()


def test_what_is_out_of_reach_is_not_found_and_what_is_not_one_s_own_to_decide_is_refused(
    task: FollowUp, client_as: Any, other_council: Any, council: Any
) -> None:
    assert client_as("secretariat", council=other_council).get(REMIND, {"pk": task.pk}).status_code == 404
    council.parent = other_council
    council.save()
    above = client_as("secretariat", council=other_council)
    assert above.get(task.get_absolute_url()).status_code == 200
    assert above.get(REMIND, {"pk": task.pk}).status_code == 403
    for role in ("agency", "delegate", "committee", "auditor", "administrator"):
        client = client_as(role)
        assert client.get(REMIND, {"pk": task.pk}).status_code == 403
        assert client.post(REMIND, {"pk": task.pk, "confirm": "yes"}).status_code == 403
    assert reminded() == []


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_costs_the_same_for_one_row_and_for_three(
    agency: Any, client_as: Any, user_as: Any, django_assert_num_queries: Any, count: int
) -> None:
    user_as("agency")
    client = client_as("secretariat")
    ids = [follow_up(agency, title=f"Việc {number}").pk for number in range(count)]
    client.get(REMIND, {"pk": ids})
    with django_assert_num_queries(8):
        assert len(client.get(REMIND, {"pk": ids}).context["ready"]) == count
