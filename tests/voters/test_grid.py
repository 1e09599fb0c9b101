"""The entry grid without JavaScript: paste, look, correct, save; and nothing that was typed is lost."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Draft
from councils.models import Agency, Field
from tests.factories import OpinionFactory
from voters.models import VoterMeeting, VoterOpinion

TABLE = (
    "STT\tNội dung kiến nghị\tThôn\tLĩnh vực\tCơ quan giải quyết\n"
    "1\tĐề nghị sửa cầu dân sinh\tThôn 1\tgiao thong\tP. KTHT\n"
    '2\t"Đề nghị lắp đèn\nđường liên thôn"\tThôn 2\tĐiện lực\t\n'
)


@pytest.fixture
def staff(client_as: Callable[..., Client], works: Agency, field: Field) -> Client:
    return client_as("secretariat")


@pytest.fixture
def url(meeting: VoterMeeting) -> str:
    return reverse("voters:meeting_opinions", args=[meeting.pk])


def cells(response: Any) -> dict[str, list[str]]:
    """What a browser would send back of the grid that it was shown."""
    grid = response.context["grid"]
    sent: dict[str, list[str]] = {
        "pasted": ["1" if line.pasted else "" for line in grid.lines],
        "read": [grid.read],
    }
    for line in grid.lines:
        for cell in line.cells:
            sent.setdefault(cell.name, []).append(cell.value)
    return {**sent, "paste": [grid.paste]}


def step(client: Client, url: str, action: str, data: Any, **options: Any) -> Any:
    return client.post(url, {**data, "action": action}, **options)


def test_paste_look_correct_save(
    staff: Client, url: str, meeting: VoterMeeting, works: Agency, field: Field
) -> None:
    read = step(staff, url, "read", {"paste": TABLE})
    assert read.status_code == 200
    assert not VoterOpinion.objects.exists()
    page = cells(read)
    assert page["content"][:2] == ["Đề nghị sửa cầu dân sinh", "Đề nghị lắp đèn\nđường liên thôn"]
    assert page["agency"][0] == works.name
    assert [column.role for column in read.context["grid"].columns] == [
        "number",
        "content",
        "voter_place",
        "field",
        "agency",
    ]
    assert [(number, cell.name) for number, cell in read.context["grid"].problems] == [(2, "field")]

    refused = step(staff, url, "save", page)
    assert refused.status_code == 422
    assert 'value="Điện lực"' in refused.content.decode()
    assert not VoterOpinion.objects.exists()

    page["field"][1] = ""
    saved = step(staff, url, "save", page)
    assert saved.url == meeting.get_absolute_url()
    first, second = VoterOpinion.objects.order_by("number")
    assert (first.field, first.agency, first.voter_place) == (field, works, "Thôn 1")
    assert (second.field, second.content) == (None, "Đề nghị lắp đèn\nđường liên thôn")
    assert not Draft.objects.exists()


def test_a_reload_keeps_everything(staff: Client, url: str) -> None:
    step(staff, url, "read", {"paste": TABLE, "content": ["Đề nghị gõ tay", ""]})
    again = staff.get(url)
    assert cells(again)["content"][:3] == [
        "Đề nghị gõ tay",
        "Đề nghị sửa cầu dân sinh",
        "Đề nghị lắp đèn\nđường liên thôn",
    ]
    assert again.context["grid"].restored
    assert "Điện lực" in cells(again)["field"]


def test_what_the_browser_keeps_by_itself_is_restored(staff: Client, url: str, meeting: VoterMeeting) -> None:
    key = reverse("accounts:draft_save", args=[f"opinions-{meeting.pk}"])
    for kept in ({"content": "Một dòng", "field": ""}, {"content": ["Một dòng", 5, None], "field": {"x": 1}}):
        assert staff.post(key, kept, content_type="application/json").status_code == 200
        assert cells(staff.get(url))["content"][0] == "Một dòng"


def test_a_draft_is_its_authors_alone(
    staff: Client, url: str, client_as: Callable[..., Client], meeting: VoterMeeting
) -> None:
    step(staff, url, "draft", {"content": ["Đề nghị riêng"]})
    assert "Đề nghị riêng" in staff.get(url).content.decode()
    assert "Đề nghị riêng" not in client_as("secretariat").get(url).content.decode()


def test_a_draft_can_be_discarded(staff: Client, url: str) -> None:
    step(staff, url, "draft", {"content": ["Đề nghị riêng"]})
    step(staff, url, "discard", {})
    assert "Đề nghị riêng" not in staff.get(url).content.decode()
    assert not Draft.objects.exists()


def test_more_lines_keep_what_was_typed(staff: Client, url: str) -> None:
    page = cells(step(staff, url, "rows", {"content": ["Một", "", "Hai"], "voter_place": ["", "", "Thôn 2"]}))
    assert page["content"][:3] == ["Một", "Hai", ""]
    assert len(page["content"]) == 7
    assert page["voter_place"][1] == "Thôn 2"


def test_the_columns_can_be_corrected_before_saving(staff: Client, url: str) -> None:
    page = cells(
        step(staff, url, "read", {"paste": "Thôn 1\tĐề nghị sửa cầu dân sinh\n", "content": ["Gõ tay"]})
    )
    assert page["content"][:2] == ["Gõ tay", "Đề nghị sửa cầu dân sinh"]
    page = cells(step(staff, url, "map", {**page, "column": ["content", "voter_place"]}))
    assert page["content"][:2] == ["Gõ tay", "Thôn 1"]
    assert page["voter_place"][1] == "Đề nghị sửa cầu dân sinh"


def test_reading_the_same_table_twice_does_not_double_it(staff: Client, url: str) -> None:
    page = cells(step(staff, url, "read", {"paste": TABLE}))
    again = cells(step(staff, url, "read", page))
    assert [row for row in again["content"] if row] == [row for row in page["content"] if row]


def test_a_second_table_comes_after_the_first(staff: Client, url: str) -> None:
    page = cells(step(staff, url, "read", {"paste": TABLE}))
    page = cells(step(staff, url, "read", {**page, "paste": "Đề nghị khác\tThôn 9"}))
    assert [row for row in page["content"] if row][2:] == ["Đề nghị khác"]


def test_rows_ticked_to_be_left_out_are_left_out(staff: Client, url: str) -> None:
    step(staff, url, "save", {"content": ["Một", "Hai", "Ba"], "skip": ["2", "x"]})
    assert list(VoterOpinion.objects.order_by("number").values_list("content", flat=True)) == ["Một", "Ba"]


def test_what_is_already_there_wants_a_confirmation(staff: Client, url: str, meeting: VoterMeeting) -> None:
    OpinionFactory(meeting=meeting, content="Đề nghị sửa cầu", number=900)
    asked = step(staff, url, "save", {"content": ["Đề nghị sửa cầu"]})
    assert (asked.status_code, asked.context["grid"].confirm) == (422, True)
    assert step(staff, url, "save", {"content": ["Đề nghị sửa cầu"], "confirm": "yes"}).status_code == 302
    assert VoterOpinion.objects.count() == 2


def test_save_and_enter_more_stays_on_the_grid(staff: Client, url: str) -> None:
    assert step(staff, url, "save_more", {"content": ["Một"]}).url == url
    assert cells(staff.get(url))["content"] == [""] * 5


@pytest.mark.parametrize("action", ["save", "read"])
def test_nothing_typed_is_said_in_words(staff: Client, url: str, action: str) -> None:
    response = step(staff, url, action, {"content": ["", ""], "paste": " \n"})
    assert (response.status_code, len(response.context["grid"].refusals)) == (422, 1)


def test_a_table_longer_than_one_entry_is_refused_and_stays_in_the_box(staff: Client, url: str) -> None:
    text = "".join(f"Đề nghị số {n}\tThôn {n}\n" for n in range(1001))
    response = step(staff, url, "read", {"paste": text})
    assert response.status_code == 422
    assert response.context["grid"].paste == text


def test_htmx_gets_the_grid_alone(staff: Client, url: str) -> None:
    response = step(staff, url, "read", {"paste": TABLE}, headers={"HX-Request": "true"})
    assert "<html" not in response.content.decode()
    assert "Đề nghị sửa cầu dân sinh" in response.content.decode()


@pytest.mark.parametrize("state", ["planned", "minutes_filed"])
def test_a_meeting_that_is_not_open_for_entry_leads_back_and_says_why(
    staff: Client, url: str, meeting: VoterMeeting, state: str
) -> None:
    VoterMeeting.objects.filter(pk=meeting.pk).update(state=state)
    for response in (
        staff.get(url, follow=True),
        step(staff, url, "save", {"content": ["Một"]}, follow=True),
    ):
        assert response.redirect_chain[0][0] == meeting.get_absolute_url()
        assert len(response.context["messages"]) == 1
    assert not VoterOpinion.objects.exists()


def test_signs_that_the_database_takes_not_do_no_harm(staff: Client, url: str) -> None:
    step(staff, url, "save", {"content": ["Đề nghị\x00 sửa\ufeff cầu"]})
    assert VoterOpinion.objects.get().content == "Đề nghị sửa cầu"


def test_a_draft_with_such_signs_is_kept_without_them(staff: Client, url: str, meeting: VoterMeeting) -> None:
    key = reverse("accounts:draft_save", args=[f"opinions-{meeting.pk}"])
    kept = {"content": ["Sửa\x00 cầu\ud800"], "paste": "\x00"}
    assert staff.post(key, kept, content_type="application/json").status_code == 200
    assert cells(staff.get(url))["content"][0] == "Sửa cầu"
    assert step(staff, url, "read", {"paste": "Sửa\x00 đường\tThôn 1"}).status_code == 200


def test_the_grid_asks_the_same_for_one_row_and_for_many(
    staff: Client, url: str, django_assert_num_queries: Any
) -> None:
    step(staff, url, "rows", {"content": ["Một"]})
    for rows in (1, 30):
        data = {"content": [f"Đề nghị số {n}" for n in range(rows)], "agency": ["P. KTHT"] * rows}
        with django_assert_num_queries(15):
            step(staff, url, "rows", data)


def test_four_hundred_rows_are_read_shown_and_saved_in_time(staff: Client, url: str) -> None:
    text = "STT\tNội dung\tThôn\tLĩnh vực\tCơ quan\n" + "".join(
        f"{n}\tĐề nghị sửa chữa cầu dân sinh số {n}, mặt cầu đã hỏng {'nặng ' * 40}\tThôn {n}\tGiao thông\tP. KTHT\n"
        for n in range(400)
    )
    begun = time.perf_counter()
    page = cells(step(staff, url, "read", {"paste": text}))
    shown = time.perf_counter() - begun
    assert shown < 3
    begun = time.perf_counter()
    assert step(staff, url, "save", page).status_code == 302
    assert time.perf_counter() - begun < 5
    assert VoterOpinion.objects.count() == 400


def test_a_name_written_in_part_is_shown_in_full_before_it_is_saved(
    staff: Client, url: str, works: Agency
) -> None:
    typed = {"content": "Đề nghị sửa cầu", "agency": "Phòng Kinh tế và Hạ"}
    first = step(staff, url, "save", typed)
    assert first.status_code == 422
    assert 'class="warning" id="agency-1-note"' in first.content.decode()
    assert not VoterOpinion.objects.exists()
    assert step(staff, url, "save", cells(first)).status_code == 302
    assert VoterOpinion.objects.get().agency == works


def test_a_warning_is_built_like_an_error(staff: Client, url: str, meeting: VoterMeeting) -> None:
    OpinionFactory(meeting=meeting, content="Sửa cầu")
    page = step(staff, url, "save", {"content": "Sửa cầu"}).content.decode()
    assert '<p class="warning"><svg' in page
    assert "</svg><span>" in page.split('<p class="warning">')[1]
