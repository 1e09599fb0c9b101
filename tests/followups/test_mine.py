"""The page "mine": what each of those who owe, take part or judge finds there, under which heading, at what cost."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from followups import services
from followups.models import FollowUp
from tests.factories import (
    AgencyFactory,
    CouncilTermFactory,
    GroupFactory,
    OpinionFactory,
    SeatFactory,
    follow_up,
)

pytestmark = pytest.mark.django_db

MINE = "/follow-ups/mine/"


def answer(task: FollowUp, **changes: Any) -> None:
    words: dict[str, Any] = {
        "text": "Đã sửa xong cầu.",
        "result_class": "resolved",
        "dated_on": date(2026, 7, 1),
    }
    services.reply_to(follow_up=task, user=None, quiet=True, **words | changes)


def sections(client: Client) -> dict[str, list[str]]:
    """Titles by heading, in the order of the page."""
    found = client.get(MINE).context["sections"]
    return {section.key: [card.row.follow_up.title for card in section.cards] for section in found}


def only_card(client: Client) -> Any:
    (section,) = client.get(MINE).context["sections"]
    (card,) = section.cards
    return card


def voiced(task: FollowUp, delegate: Any) -> FollowUp:
    """The task came of an opinion that was voiced at a meeting with this delegate."""
    term = task.council.terms.get()
    opinion = OpinionFactory(meeting__round__council_term=term, follow_up=task)
    opinion.meeting.delegates.add(delegate)
    return task


def shared(agency: Any, title: str = "Việc của cơ quan khác", **part: Any) -> FollowUp:
    """A task of another agency in which this one has a part."""
    other = AgencyFactory(council=agency.council)
    return follow_up(other, title=title, parts=[services.Part(agency, **part)])


def test_what_is_owed_is_sorted_into_late_soon_later_and_waiting(agency: Any, client_as: Any) -> None:
    today = timezone.localdate()
    for title, due in (
        ("quá hạn", today - timedelta(days=1)),
        ("hôm nay", today),
        ("trong bảy ngày", today + timedelta(days=7)),
        ("về sau", today + timedelta(days=8)),
        ("đã trả lời", today),
    ):
        task = follow_up(agency, title=title, on=today - timedelta(days=30), due=due)
    answer(task, dated_on=today)
    expected = {
        "late": ["quá hạn"],
        "soon": ["hôm nay", "trong bảy ngày"],
        "later": ["về sau"],
        "waiting": ["đã trả lời"],
    }
    found = sections(client_as("agency"))
    assert found == expected
    assert list(found) == list(expected)


def test_one_tap_answers_and_one_says_that_it_has_arrived(agency: Any, client_as: Any) -> None:
    client, task = client_as("agency"), follow_up(agency)
    say = [(action.method, action.url) for action in only_card(client).actions]
    assert say == [
        ("get", reverse("followups:reply_create", args=[task.pk])),
        ("post", reverse("followups:followup_acknowledge", args=[task.pk])),
    ]
    response = client.post(say[1][1], {"next": MINE})
    assert response.headers["Location"] == MINE
    assert [action.method for action in only_card(client).actions] == ["get"]


def test_a_late_card_says_how_late_it_is(agency: Any, client_as: Any) -> None:
    today = timezone.localdate()
    follow_up(agency, on=today - timedelta(days=60), due=today - timedelta(days=30))
    client = client_as("agency")
    card = only_card(client)
    assert card.due.grade == "late"
    assert card.due.words in client.get(MINE).content.decode()


def test_a_promise_is_marked_as_one(agency: Any, client_as: Any) -> None:
    task = follow_up(agency)
    answer(task, result_class="scheduled", roadmap_on=date(2100, 1, 4))
    services.assess(follow_up=task, user=None, verdict="accepted", on=date(2026, 7, 2), quiet=True)
    card = only_card(client_as("agency"))
    assert card.row.follow_up.title.startswith("Thực hiện lời hứa")
    assert len(card.badges) == 2


def test_an_agency_finds_its_parts_in_what_others_answer_for(agency: Any, client_as: Any) -> None:
    task = shared(agency, part="Cung cấp số liệu", due_on=date(2026, 7, 1))
    shared(AgencyFactory(council=agency.council), title="Không có phần của mình")
    client = client_as("agency")
    assert sections(client) == {"parts": [task.title]}
    card, part = only_card(client), task.coordinations.get()
    assert card.due.day == date(2026, 7, 1)
    assert "Cung cấp số liệu" in card.words
    assert card.actions[0].url == reverse("followups:part_contribute", args=[task.pk, part.pk])
    services.contribute(part=part, user=client.user, text="Đã gửi số liệu", on=date(2026, 7, 1))
    assert sections(client) == {}


def test_what_is_to_be_taken_over_stands_first_until_it_is_decided(
    agency: Any, client_as: Any, user_as: Any
) -> None:
    other = AgencyFactory(council=agency.council)
    task = follow_up(other, title="Chuyển nhầm cơ quan")
    follow_up(agency, title="Việc của mình")
    asked = services.hand_on(
        follow_up=task, user=user_as("agency", agency=other), to=agency, reason="Không thuộc thẩm quyền"
    )
    client = client_as("agency")
    assert list(sections(client)) == ["take-over", "late"]
    card = client.get(MINE).context["sections"][0].cards[0]
    assert card.opens == reverse("followups:hand_over_decide", args=[asked.pk])
    assert "Không thuộc thẩm quyền" in card.words
    assert client.get(card.opens).status_code == 200
    assert "take-over" not in sections(client_as("agency", agency=other))
    services.refuse_hand_over(hand_over=asked, user=client.user, reason="Đúng thẩm quyền của cơ quan kia")
    assert list(sections(client)) == ["late"]


def test_a_delegate_owes_what_the_group_owes_and_judges_the_answers_to_own_meetings(
    term: Any, agency: Any, client_as: Any
) -> None:
    group = GroupFactory(council_term=term)
    seat = SeatFactory(council_term=term, group=group)
    own = follow_up(agency, title="Việc của Tổ", due=date(2100, 1, 4))
    FollowUp.objects.filter(pk=own.pk).update(agency=None, group=group)
    answer(voiced(follow_up(agency, title="Đã trả lời"), seat.delegate))
    answer(follow_up(agency, title="Từ cuộc khác"))
    client = client_as("delegate", delegate=seat.delegate)
    assert sections(client) == {"later": ["Việc của Tổ"], "assess": ["Đã trả lời"]}
    answer(own)
    assert sections(client) == {"assess": ["Đã trả lời"], "waiting": ["Việc của Tổ"]}


def test_both_verdicts_are_one_tap_away(term: Any, agency: Any, client_as: Any) -> None:
    client = client_as("delegate")
    answer(voiced(follow_up(agency), client.user.memberships.get().delegate))
    urls = [action.url for action in only_card(client).actions]
    assert [url.partition("?")[2] for url in urls] == ["verdict=accepted", "verdict=returned"]
    assert [client.get(url).status_code for url in urls] == [200, 200]


def test_answers_of_other_councils_are_not_mine_to_judge(client_as: Any) -> None:
    answer(follow_up(AgencyFactory(council=CouncilTermFactory().council)))
    assert sections(client_as("delegate")) == {}


def test_an_empty_page_says_what_will_stand_there(client_as: Any) -> None:
    page = client_as("agency").get(MINE)
    assert page.context["sections"] == []
    assert 'class="empty"' in page.content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_a_delegate_s_page_costs_the_same_for_one_row_and_for_three(
    agency: Any, client_as: Any, django_assert_num_queries: Any, count: int
) -> None:
    client = client_as("delegate")
    delegate = client.user.memberships.get().delegate
    for number in range(count):
        answer(voiced(follow_up(agency, title=f"Việc số {number}"), delegate))
    client.get(MINE)
    with django_assert_num_queries(9):
        assert len(sections(client)["assess"]) == count


@pytest.mark.parametrize("count", [1, 3])
def test_an_agency_s_page_with_everything_on_it_costs_the_same_for_one_row_and_for_three(
    agency: Any, client_as: Any, django_assert_num_queries: Any, count: int
) -> None:
    client, other = client_as("agency"), AgencyFactory(council=agency.council)
    for _row in range(count):
        task = follow_up(agency)
        answer(task, result_class="scheduled", roadmap_on=date(2100, 1, 4))
        shared(agency)
        services.hand_on(follow_up=follow_up(other), user=None, to=agency, reason="Nhầm cơ quan", quiet=True)
    client.get(MINE)
    with django_assert_num_queries(9):
        found = sections(client)
    assert {key: len(titles) for key, titles in found.items()} == dict.fromkeys(
        ("take-over", "parts", "later", "waiting"), count
    )
