"""Failed notices are in front of the administrator, with their reason, and may be sent again."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from councils.models import Council
from followups.models import FollowUp, Notice
from followups.notices.delivery import UNCERTAIN
from tests.factories import AgencyFactory, follow_up, member

LIST = "/admin/followups/notice/"


def failed(task: FollowUp, recipient: User, **more: Any) -> Notice:
    """A notice that failed a moment ago."""
    values = {"kind": "overdue", "for_day": timezone.localdate(), "delivery": "failed", "attempts": 5}
    values |= {"claimed_at": timezone.now(), "error": "550 No such mailbox"}
    return Notice.objects.create(recipient=recipient, follow_up=task, **values | more)


@pytest.fixture
def administrator(user_as: Callable[..., User], other_council: Council) -> Client:
    """The administrator of two councils."""
    user = user_as("administrator")
    User.objects.filter(pk=user.pk).update(is_staff=True)
    member(user, other_council, "administrator")
    client = Client()
    client.force_login(user)
    return client


def test_the_list_says_who_what_when_how_often_and_why(
    administrator: Client, task: FollowUp, user_as: Callable[..., User]
) -> None:
    reader = user_as("agency")
    failed(task, reader)
    failed(task, reader, kind="issued", attempts=1, error=_(UNCERTAIN))
    failed(task, reader, kind="due", delivery="sent")
    shown = administrator.get(LIST).content.decode()
    for text in (str(reader), "550 No such mailbox", _(UNCERTAIN), f"{timezone.localtime():%d/%m/%Y %H:}"):
        assert text in shown
    assert shown.count('name="_selected_action"') == 2
    assert task.title not in shown


def test_the_home_counts_a_council_s_failed_notices_and_leads_to_exactly_these(
    administrator: Client, task: FollowUp, user_as: Callable[..., User], other_council: Council
) -> None:
    reader = user_as("agency")
    failed(task, reader)
    for kind in ("issued", "due"):
        failed(follow_up(AgencyFactory(council=other_council)), reader, kind=kind)
    tiles = {str(tile.label): tile for tile in administrator.get("/").context["tiles"]}
    tile = tiles[_("Failed notices")]
    assert tile.value_text == "1"
    assert administrator.get(tile.url).content.decode().count('name="_selected_action"') == 1
    assert administrator.get(LIST).content.decode().count('name="_selected_action"') == 3
    for council in (other_council.pk + 999, "x"):
        assert 'name="_selected_action"' not in administrator.get(LIST, {"council": council}).content.decode()


def test_send_again_gives_five_new_attempts(
    administrator: Client, task: FollowUp, user_as: Callable[..., User]
) -> None:
    one, other = failed(task, user_as("agency"), handed_at=timezone.now()), failed(task, user_as("agency"))
    sent = {"action": "plan_again", "_selected_action": [one.pk]}
    answer = administrator.post(LIST, sent, follow=True)
    assert answer.status_code == 200
    one.refresh_from_db()
    other.refresh_from_db()
    assert (one.delivery, one.attempts, one.handed_at, one.error) == ("planned", 0, None, "")
    assert other.delivery == "failed"


def test_who_administers_nothing_sees_no_failed_notices(client: Client, user_as: Callable[..., User]) -> None:
    user = user_as("secretariat")
    User.objects.filter(pk=user.pk).update(is_staff=True)
    client.force_login(user)
    assert client.get(LIST).status_code == 403


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_for_1_and_3(
    administrator: Client,
    task: FollowUp,
    user_as: Callable[..., User],
    django_assert_num_queries: Any,
    count: int,
) -> None:
    for _number in range(count):
        failed(task, user_as("agency"))
    administrator.get(LIST)
    with django_assert_num_queries(5):
        administrator.get(LIST)
