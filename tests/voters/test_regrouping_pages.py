"""The pages on which opinions are merged, split, compared and forwarded, and their answers told."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from councils.models import Agency, Council
from tests.factories import CouncilTermFactory, MeetingFactory, RoundFactory, member
from tests.voters.conftest import DAY
from tests.voters.opinions_kit import answered, classified, judged, said, sent
from voters import services
from voters.models import OpinionForward, OpinionLikeness, Regrouping, VoterMeeting, VoterOpinion
from voters.services import OpinionRow

pytestmark = pytest.mark.django_db
As = Callable[..., Client]


@pytest.fixture
def staff(client_as: As) -> Client:
    return client_as("secretariat")


def page(client: Client, name: str, *args: Any, **query: Any) -> str:
    answer = client.get(reverse(f"voters:{name}", args=args), query)
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def follow(client: Client, name: str, *args: Any, data: dict[str, Any]) -> Any:
    return client.post(reverse(f"voters:{name}", args=args), data, follow=True)


# --- Merging ---


def test_the_merge_page_shows_the_statements_and_the_combined_text(
    staff: Client, meeting: VoterMeeting
) -> None:
    one, two = said(meeting, "Sửa cầu Nậm Phảng", "Mở rộng cầu Nậm Phảng")
    text = page(staff, "opinion_merge", pk=[one.pk, two.pk])
    assert "Sửa cầu Nậm Phảng\nMở rộng cầu Nậm Phảng" in text
    assert f'value="{one.pk}"' in text


def test_merging_leads_to_what_carries_the_matter_on(staff: Client, meeting: VoterMeeting) -> None:
    one, two = said(meeting, "Sửa cầu", "Mở rộng cầu")
    data = {"pk": [one.pk, two.pk], "confirm": "yes", "carrier": "new", "content": "Sửa, mở rộng cầu"}
    answer = follow(staff, "opinion_merge", data={**data, "on": f"{DAY:%d/%m/%Y}", "note": "Trùng nội dung"})
    made = VoterOpinion.objects.get(content="Sửa, mở rộng cầu")
    assert answer.redirect_chain[-1][0] == made.get_absolute_url()
    text = answer.content.decode()
    assert "Sửa cầu" in text
    assert "Mở rộng cầu" in text
    assert "Trùng nội dung" in text
    assert str(staff.user) in text  # type: ignore[attr-defined]  # see client_as


def test_one_of_them_may_carry_it_on_as_it_is(staff: Client, meeting: VoterMeeting) -> None:
    one, two = said(meeting, "Sửa cầu", "Mở rộng cầu")
    data = {"pk": [one.pk, two.pk], "confirm": "yes", "carrier": two.pk, "on": f"{DAY:%d/%m/%Y}"}
    follow(staff, "opinion_merge", data=data)
    one.refresh_from_db()
    assert one.merged_into == two
    assert two.content in page(staff, "opinion_detail", one.pk)


def test_what_cannot_be_merged_is_said_on_its_row_before_and_nothing_typed_is_lost(
    staff: Client, meeting: VoterMeeting, works: Agency
) -> None:
    (passed,) = classified(meeting, works, "Kéo điện")
    sent(passed)
    (other,) = said(meeting, "Kéo điện thôn")
    assert 'class="error"' in page(staff, "opinion_merge", pk=[passed.pk, other.pk])
    data = {"pk": [passed.pk, other.pk], "confirm": "yes", "carrier": "new", "content": "Đã gõ công phu"}
    answer = staff.post(reverse("voters:opinion_merge"), {**data, "on": f"{DAY:%d/%m/%Y}"})
    assert answer.status_code == 422
    assert "Đã gõ công phu" in answer.content.decode()
    assert not Regrouping.objects.exists()


@pytest.mark.parametrize(
    "bad", [{"on": "31/02/2026"}, {"on": "01/01/2099"}, {"carrier": "0"}, {"content": " "}]
)
def test_bad_input_is_refused_in_words(staff: Client, meeting: VoterMeeting, bad: dict[str, str]) -> None:
    one, two = said(meeting, "Sửa cầu", "Mở rộng cầu")
    data = {"carrier": "new", "content": "Gộp", "on": f"{DAY:%d/%m/%Y}", **bad}
    answer = staff.post(reverse("voters:opinion_merge"), {"pk": [one.pk, two.pk], "confirm": "yes", **data})
    assert answer.status_code == 422


def test_one_ticked_opinion_leads_back_with_a_word(staff: Client, meeting: VoterMeeting) -> None:
    (one,) = said(meeting, "Sửa cầu")
    answer = staff.get(reverse("voters:opinion_merge"), {"pk": one.pk}, follow=True)
    assert answer.redirect_chain[-1][0] == reverse("voters:opinion_list")


def test_ticked_opinions_leave_as_a_file(staff: Client, meeting: VoterMeeting) -> None:
    one, two, _three = said(meeting, "Sửa cầu", "Kéo điện", "Nạo vét")
    answer = staff.post(reverse("voters:opinion_export"), {"pk": [one.pk, two.pk], "export": "csv"})
    text = b"".join(answer.streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]  # a file
    assert "Sửa cầu" in text
    assert "Nạo vét" not in text


# --- Splitting ---


def parts_of(*rows: dict[str, Any], **more: Any) -> dict[str, Any]:
    data = {f"parts-{n}-{name}": value for n, row in enumerate(rows) for name, value in row.items()}
    count = {"parts-TOTAL_FORMS": len(rows), "parts-INITIAL_FORMS": 0}
    return {**data, **count, "on": f"{DAY:%d/%m/%Y}", **more}


def test_a_statement_is_split_on_its_page(staff: Client, meeting: VoterMeeting, works: Agency) -> None:
    (whole,) = said(meeting, "Sửa cầu, kéo điện")
    data = parts_of({"content": "Sửa cầu", "agency": works.pk}, {"content": ""}, {"content": "Kéo điện"})
    text = follow(staff, "opinion_split", whole.pk, data=data).content.decode()
    bridge, power = VoterOpinion.objects.filter(split_from=whole).order_by("number")
    assert (bridge.content, bridge.agency, power.content) == ("Sửa cầu", works, "Kéo điện")
    assert bridge.get_absolute_url() in text
    assert whole.get_absolute_url() in page(staff, "opinion_detail", power.pk)


def test_one_more_part_comes_without_javascript_and_keeps_what_was_typed(
    staff: Client, meeting: VoterMeeting
) -> None:
    (whole,) = said(meeting, "Sửa cầu, kéo điện")
    data = parts_of({"content": "Sửa cầu"}, {"content": "Kéo điện"}, again="more")
    answer = staff.post(reverse("voters:opinion_split", args=[whole.pk]), data)
    text = answer.content.decode()
    assert answer.status_code == 200
    assert "parts-2-content" in text
    assert "Kéo điện" in text
    assert not Regrouping.objects.exists()


def test_too_few_or_bad_parts_are_refused_with_all_kept(staff: Client, meeting: VoterMeeting) -> None:
    (whole,) = said(meeting, "Sửa cầu, kéo điện")
    url = reverse("voters:opinion_split", args=[whole.pk])
    for data in (
        parts_of({"content": "Chỉ một phần"}, {"content": " "}),
        parts_of({"content": "Một phần", "competence_level": "district"}, {"content": "Hai"}),
        parts_of({"content": "Một phần"}, {"content": "Hai"}, on="01/01/2099"),
    ):
        answer = staff.post(url, data)
        assert answer.status_code == 422
        assert "một phần" in answer.content.decode().lower()
    assert not Regrouping.objects.exists()


def test_a_sent_opinion_says_why_it_is_not_split(staff: Client, meeting: VoterMeeting, works: Agency) -> None:
    (opinion,) = classified(meeting, works, "Sửa cầu")
    sent(opinion)
    assert "parts-0-content" not in page(staff, "opinion_split", opinion.pk)


def test_a_split_is_taken_back_from_the_pages_of_both_sides(staff: Client, meeting: VoterMeeting) -> None:
    (whole,) = said(meeting, "Sửa cầu, kéo điện")
    rows = [OpinionRow("Sửa cầu"), OpinionRow("Kéo điện")]
    parts = services.split(opinion=whole, parts=rows, user=None, on=DAY)
    act = Regrouping.objects.get()
    url = reverse("voters:regrouping_undo", args=[act.pk])
    for opinion in (whole, *parts):
        assert page(staff, "opinion_detail", opinion.pk).count(url) == 1
    assert "Kéo điện" in page(staff, "regrouping_undo", act.pk)
    follow(staff, "regrouping_undo", act.pk, data={"on": f"{DAY:%d/%m/%Y}"})
    whole.refresh_from_db()
    assert not whole.is_split
    assert url not in page(staff, "opinion_detail", whole.pk)


def test_once_sent_nothing_offers_to_take_it_back(
    staff: Client, meeting: VoterMeeting, works: Agency
) -> None:
    one, two = classified(meeting, works, "Sửa cầu", "Cầu hỏng")
    whole = services.merge(opinions=[one, two], content="Sửa cầu", user=None, on=DAY)
    sent(whole)
    for opinion in (one, whole):
        assert "regroupings" not in page(staff, "opinion_detail", opinion.pk)
    act = Regrouping.objects.get()
    answer = staff.post(reverse("voters:regrouping_undo", args=[act.pk]), {"on": f"{DAY:%d/%m/%Y}"})
    assert answer.status_code == 422


# --- What looks alike ---

TEXT = "Đề nghị sớm sửa chữa cầu dân sinh thôn Nậm Phảng bị hư hỏng sau mưa lũ"


@pytest.fixture
def later(meeting: VoterMeeting) -> VoterMeeting:
    contact = RoundFactory(
        council_term=meeting.round.council_term, starts_on=date(2026, 10, 1), ends_on=date(2026, 10, 30)
    )
    made: VoterMeeting = MeetingFactory(round=contact, held_on=date(2026, 10, 9), locality=meeting.locality)
    return made


def pairs(client: Client, **query: Any) -> list[tuple[VoterOpinion, VoterOpinion]]:
    answer = client.get(reverse("voters:opinion_duplicates"), query)
    return [(pair.opinion, pair.earlier) for pair in answer.context["pairs"]]


def test_look_alikes_are_suggested_with_their_reasons_and_not_merged(
    staff: Client, meeting: VoterMeeting, later: VoterMeeting
) -> None:
    first, other = said(
        meeting, TEXT, "Đề nghị cấp nước sạch cho trường mầm non", voter_place="Thôn Nậm Phảng"
    )
    (again,) = said(later, f"{TEXT} năm nay", voter_place="Thôn Nậm Phảng")
    assert pairs(staff) == [(again, first)]
    text = page(staff, "opinion_duplicates")
    assert "%)" in text
    assert other.content not in text
    assert not Regrouping.objects.exists()


def test_they_are_narrowed_to_a_round_a_meeting_or_one_opinion(
    staff: Client, meeting: VoterMeeting, later: VoterMeeting
) -> None:
    first, second = said(meeting, TEXT, f"{TEXT} vừa qua")
    (again,) = said(later, TEXT)
    assert len(pairs(staff)) == 3
    assert {pair[0] for pair in pairs(staff, round=later.round.pk)} == {again}
    assert len(pairs(staff, meeting=meeting.pk)) == 3
    assert (second, first) not in pairs(staff, opinion=again.pk)
    for name in ("round", "meeting", "opinion"):
        assert staff.get(reverse("voters:opinion_duplicates"), {name: 999_999}).status_code == 404


def test_a_verdict_takes_the_pair_off_the_page_and_can_be_taken_back(
    staff: Client, meeting: VoterMeeting, later: VoterMeeting
) -> None:
    (first,), (again,) = said(meeting, TEXT), said(later, TEXT)
    data = {"opinion": again.pk, "earlier": first.pk, "verdict": "repeat"}
    follow(staff, "opinion_duplicates", data=data)
    said_once = OpinionLikeness.objects.get()
    assert said_once.actor == staff.user  # type: ignore[attr-defined]  # see client_as
    assert pairs(staff) == []
    assert first.get_absolute_url() in page(staff, "opinion_detail", again.pk)
    assert again.get_absolute_url() in page(staff, "opinion_detail", first.pk)
    follow(staff, "likeness_undo", said_once.pk, data={"on": f"{timezone.localdate():%d/%m/%Y}"})
    assert len(pairs(staff)) == 1
    follow(staff, "opinion_duplicates", data={**data, "verdict": "different"})
    assert pairs(staff) == []


def test_a_refused_verdict_is_said_in_words(staff: Client, meeting: VoterMeeting) -> None:
    first, second = said(meeting, TEXT, TEXT)
    data = {"opinion": first.pk, "earlier": second.pk, "verdict": "repeat"}
    answer = follow(staff, "opinion_duplicates", data=data)
    assert "toast error" in answer.content.decode()
    assert staff.post(reverse("voters:opinion_duplicates"), {**data, "verdict": "x"}).status_code == 404


def test_sent_ones_are_only_offered_as_repeats(
    staff: Client, meeting: VoterMeeting, later: VoterMeeting, works: Agency
) -> None:
    (first,) = classified(meeting, works, TEXT)
    said(later, TEXT)
    assert reverse("voters:opinion_merge") in page(staff, "opinion_duplicates")
    sent(first)
    assert reverse("voters:opinion_merge") not in page(staff, "opinion_duplicates")


def test_other_councils_words_are_never_compared(staff: Client, meeting: VoterMeeting) -> None:
    said(meeting, TEXT)
    said(MeetingFactory(), TEXT)
    assert pairs(staff) == []


@pytest.mark.parametrize("rows", [1, 3])
def test_comparing_costs_the_same_however_many(
    staff: Client, meeting: VoterMeeting, rows: int, django_assert_num_queries: Any
) -> None:
    for number in range(rows):
        said(meeting, f"{TEXT} lần {number}", f"{TEXT} lần {number} nữa")
    page(staff, "opinion_duplicates")
    with django_assert_num_queries(7):
        page(staff, "opinion_duplicates")


# --- Repeats that were answered in vain ---


def test_after_the_third_transfer_in_vain_an_inspection_is_proposed(
    staff: Client, meeting: VoterMeeting, later: VoterMeeting, works: Agency
) -> None:
    (first,) = classified(meeting, works, TEXT)
    (task,) = sent(first)
    judged(task, "returned", on=answered(task))
    (again,) = classified(later, works, TEXT)
    services.mark_repeat(opinion=again, earlier=first, user=None)
    (second,) = sent(again, on=date(2026, 11, 10))
    assert "thanh tra công vụ" not in page(staff, "opinion_detail", again.pk)
    judged(second, "returned", on=answered(second, on=date(2026, 11, 20)))
    assert "thanh tra công vụ" in page(staff, "opinion_detail", again.pk)


# --- Forwarding ---


@pytest.fixture
def above(council: Council) -> Council:
    made: Council = CouncilTermFactory(council__level="province").council
    Council.objects.filter(pk=council.pk).update(parent=made)
    council.refresh_from_db()
    return made


@pytest.fixture
def upper(above: Council, user_as: Callable[..., User]) -> Client:
    """A browser of the province's secretariat, which reads nothing of the commune but what is forwarded to it."""
    user = user_as("secretariat", council=above)
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def road(meeting: VoterMeeting, above: Council) -> VoterOpinion:
    (made,) = said(meeting, "Nâng cấp quốc lộ 4E", competence_level="province", voter_place="Thôn Khe Mụ")
    return made


def test_a_matter_goes_up_and_its_answer_comes_back(
    staff: Client, upper: Client, road: VoterOpinion, above: Council, rule: Any
) -> None:
    assert reverse("voters:opinion_forward", args=[road.pk]) in page(staff, "opinion_detail", road.pk)
    data = {"to": above.pk, "reason": "Thuộc thẩm quyền cấp tỉnh", "on": f"{DAY:%d/%m/%Y}"}
    follow(staff, "opinion_forward", road.pk, data=data)
    offered = OpinionForward.objects.get()
    assert "Nâng cấp quốc lộ 4E" in page(upper, "forward_list")
    assert "Thôn Khe Mụ" in page(upper, "forward_detail", offered.pk)
    follow(upper, "forward_accept", offered.pk, data={"on": f"{DAY:%d/%m/%Y}"})
    taken = VoterOpinion.objects.get(forwarded_from=road)
    assert road.council.name in page(upper, "opinion_detail", taken.pk)
    text = page(staff, "opinion_detail", road.pk)
    assert above.name in text
    assert taken.get_absolute_url() not in text


def test_a_matter_is_returned_with_its_reason_shown_to_the_sender(
    staff: Client, upper: Client, road: VoterOpinion, above: Council
) -> None:
    offered = services.forward(opinion=road, to=above, user=None, reason="Thẩm quyền tỉnh", on=DAY)
    url = reverse("voters:forward_return", args=[offered.pk])
    assert upper.post(url, {"reason": " ", "on": f"{DAY:%d/%m/%Y}"}).status_code == 422
    upper.post(url, {"reason": "Đường do xã quản lý", "on": f"{DAY:%d/%m/%Y}"})
    assert "Đường do xã quản lý" in page(staff, "opinion_detail", road.pk)


def test_the_sender_takes_it_back_and_only_the_sender(
    staff: Client, upper: Client, road: VoterOpinion, above: Council
) -> None:
    offered = services.forward(opinion=road, to=above, user=None, reason="Thẩm quyền tỉnh", on=DAY)
    url = reverse("voters:forward_take_back", args=[offered.pk])
    assert upper.post(url).status_code == 403
    assert staff.post(reverse("voters:forward_accept", args=[offered.pk])).status_code == 403
    follow(staff, "forward_take_back", offered.pk, data={})
    assert OpinionForward.objects.get().decision == "back"


def test_going_down_shows_nothing_else_of_the_council_above(
    staff: Client, above: Council, council: Council, user_as: Callable[..., User]
) -> None:
    upper = MeetingFactory(round__council_term=above.terms.get(), locality="Phường Sa Pa")
    lane, _secret = said(upper, "Sửa đường thôn", "Việc riêng của tỉnh", competence_level="commune")
    offered = services.forward(opinion=lane, to=council, user=None, reason="Thẩm quyền xã", on=upper.held_on)
    text = page(staff, "forward_list") + page(staff, "forward_detail", offered.pk)
    assert "Sửa đường thôn" in text
    assert "Việc riêng" not in text
    assert staff.get(lane.get_absolute_url()).status_code == 404
    assert lane.get_absolute_url() not in text
    assert staff.get(upper.get_absolute_url()).status_code == 404
    taken = services.accept_forward(forwarding=offered, user=None)
    mine = page(staff, "opinion_detail", taken.pk)
    assert above.name in mine
    assert lane.get_absolute_url() not in mine
    assert str(upper) not in mine


def test_statements_that_stand_behind_a_forwarded_matter_stay_with_the_council_that_heard_them(
    staff: Client, above: Council, council: Council
) -> None:
    upper = MeetingFactory(round__council_term=above.terms.get(), locality="Phường Sa Pa")
    one, two = said(upper, "Lời riêng thứ nhất", "Lời riêng thứ hai", competence_level="commune")
    whole = services.merge(opinions=[one, two], content="Sửa đường thôn", user=None, on=upper.held_on)
    VoterOpinion.objects.filter(pk=whole.pk).update(competence_level="commune")
    whole.refresh_from_db()
    offered = services.forward(opinion=whole, to=council, user=None, reason="Thẩm quyền xã", on=upper.held_on)
    taken = services.accept_forward(forwarding=offered, user=None)
    mine = page(staff, "opinion_detail", taken.pk)
    assert above.name in mine
    assert "Lời riêng" not in mine


def test_a_stranger_finds_no_forwarding(
    road: VoterOpinion, above: Council, other_council: Council, user_as: Callable[..., User]
) -> None:
    offered = services.forward(opinion=road, to=above, user=None, reason="Thẩm quyền tỉnh", on=DAY)
    client = Client()
    client.force_login(user_as("secretariat", council=other_council))
    assert client.get(reverse("voters:forward_detail", args=[offered.pk])).status_code == 404
    assert "quốc lộ" not in page(client, "forward_list")


def test_where_nothing_can_be_forwarded_the_page_says_why(staff: Client, meeting: VoterMeeting) -> None:
    (here,) = said(meeting, "Sửa cầu", competence_level="commune")
    assert "note-line warn" in page(staff, "opinion_forward", here.pk)
    answer = staff.post(reverse("voters:opinion_forward", args=[here.pk]), {"to": "", "reason": ""})
    assert answer.status_code == 422


# --- Telling the voters ---


def test_answers_are_told_from_the_meetings_page(
    staff: Client, meeting: VoterMeeting, later: VoterMeeting, works: Agency
) -> None:
    bridge, power = classified(meeting, works, "Sửa cầu", "Kéo điện")
    answered(sent(bridge, power)[0])
    text = page(staff, "meeting_answers", meeting.pk)
    assert "Đã sửa xong cầu." in text
    assert "12/UBND" in text
    url = reverse("voters:meeting_answers", args=[meeting.pk])
    assert staff.post(url, {"pk": bridge.pk}).status_code == 422
    assert staff.post(url, {"pk": power.pk, "meeting": later.pk}).status_code == 422
    told = staff.post(url, {"pk": bridge.pk, "meeting": later.pk}, follow=True).content.decode()
    assert "09/10/2026" in told
    assert later.get_absolute_url() in page(staff, "opinion_detail", bridge.pk)
    telling = bridge.tellings.get()
    follow(staff, "told_undo", telling.pk, data={})
    assert services.answers_for(meeting)[0].to_tell


def test_readers_see_the_answers_and_record_nothing(
    client_as: As, meeting: VoterMeeting, later: VoterMeeting, works: Agency
) -> None:
    (bridge,) = classified(meeting, works, "Sửa cầu")
    answered(sent(bridge)[0])
    leader = client_as("leader")
    assert "checkbox" not in page(leader, "meeting_answers", meeting.pk)
    url = reverse("voters:meeting_answers", args=[meeting.pk])
    assert leader.post(url, {"pk": bridge.pk, "meeting": later.pk}).status_code == 403


# --- Lists ---


def test_the_list_is_cut_to_what_stands_where(
    staff: Client, meeting: VoterMeeting, above: Council, works: Agency
) -> None:
    one, two, compound = said(meeting, "Sửa cầu", "Cầu hỏng", "Cầu và điện", competence_level="province")
    (passed,) = classified(meeting, works, "Nạo vét kênh")
    services.merge(opinions=[one], into=two, user=None, on=DAY)
    parts = services.split(opinion=compound, parts=[OpinionRow("Cầu"), OpinionRow("Điện")], user=None, on=DAY)
    services.forward(opinion=two, to=above, user=None, reason="Thẩm quyền tỉnh", on=DAY)
    sent(passed)
    shown = {
        name: {
            row.pk
            for row in staff.get(reverse("voters:opinion_list"), {"status": name}).context["table"].rows
        }
        for name in ("unsent", "forwarded", "replaced", "backlog", "unclassified")
    }
    assert shown["unsent"] == shown["unclassified"] == {part.pk for part in parts}
    assert shown["forwarded"] == {two.pk}
    assert shown["replaced"] == {one.pk, compound.pk}
    assert shown["backlog"] == {two.pk, passed.pk, *(part.pk for part in parts)}


@pytest.mark.parametrize("rows", [1, 3])
def test_an_opinions_page_costs_the_same_however_much_hangs_on_it(
    staff: Client, meeting: VoterMeeting, later: VoterMeeting, rows: int, django_assert_num_queries: Any
) -> None:
    (whole,) = said(meeting, "Sửa cầu")
    for number in range(rows):
        services.merge(opinions=said(meeting, f"Cầu {number}"), into=whole, user=None, on=DAY)
        (again,) = said(later, f"Sửa cầu {number}")
        services.mark_repeat(opinion=again, earlier=whole, user=None)
    page(staff, "opinion_detail", whole.pk)
    with django_assert_num_queries(17):
        page(staff, "opinion_detail", whole.pk)


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize(("name", "queries"), [("meeting_answers", 13), ("forward_list", 6)])
def test_sheets_and_lists_cost_the_same_however_long(
    staff: Client,
    meeting: VoterMeeting,
    above: Council,
    works: Agency,
    rows: int,
    name: str,
    queries: int,
    django_assert_num_queries: Any,
) -> None:
    for number in range(rows):
        (opinion,) = classified(meeting, works, f"Sửa cầu {number}")
        answered(sent(opinion)[0])
        (road,) = said(meeting, f"Quốc lộ {number}", competence_level="province")
        services.forward(opinion=road, to=above, user=None, reason="Thẩm quyền tỉnh", on=DAY)
    args = [meeting.pk] if name == "meeting_answers" else []
    page(staff, name, *args)
    with django_assert_num_queries(queries):
        page(staff, name, *args)


def test_members_of_two_councils_keep_them_apart(staff: Client, above: Council, road: VoterOpinion) -> None:
    member(staff.user, above, "secretariat")  # type: ignore[attr-defined]  # see client_as
    offered = services.forward(opinion=road, to=above, user=None, reason="Thẩm quyền tỉnh", on=DAY)
    text = page(staff, "forward_detail", offered.pk)
    assert reverse("voters:forward_accept", args=[offered.pk]) in text
