"""Pages of rounds, meetings and opinions: what they show, whom they let in, what a refusal leaves on the page."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.translation import gettext as _

from councils.models import Agency, Council, CouncilTerm, Field
from followups.models import FollowUp
from tests.factories import AgencyFactory, MeetingFactory, OpinionFactory, RoundFactory, seated
from tests.voters.conftest import DAY
from voters import services
from voters.models import VoterContactRound, VoterMeeting, VoterOpinion

As = Callable[..., Client]


@pytest.fixture
def staff(client_as: As) -> Client:
    return client_as("secretariat")


@pytest.fixture
def ready(meeting: VoterMeeting, field: Field, works: Agency, rule: Any) -> VoterOpinion:
    """A classified opinion."""
    made: VoterOpinion = OpinionFactory(
        meeting=meeting, field=field, competence_level="commune", agency=works
    )
    return made


def contact_of(opinion: VoterOpinion) -> VoterContactRound:
    assert opinion.meeting
    return opinion.meeting.round


def text(response: Any) -> str:
    content: str = response.content.decode()
    return content


# --- Whom they let in ---

LISTS = ["round_list", "meeting_list", "opinion_list"]
RECORDS = ["round_detail", "meeting_detail", "opinion_detail"]


def records(opinion: VoterOpinion) -> dict[str, int]:
    meeting = opinion.meeting
    assert meeting
    return {"round_detail": meeting.round_id, "meeting_detail": meeting.pk, "opinion_detail": opinion.pk}


@pytest.mark.parametrize("role", ["secretariat", "leader", "committee", "delegate", "auditor"])
def test_the_councils_own_side_reads(client_as: As, ready: VoterOpinion, role: str) -> None:
    client = client_as(role)
    pages = [reverse(f"voters:{name}") for name in LISTS]
    pages += [reverse(f"voters:{name}", args=[pk]) for name, pk in records(ready).items()]
    assert [client.get(page).status_code for page in pages] == [200] * 6


def statuses(client: Client, names: dict[str, int]) -> set[int]:
    return {client.get(reverse(f"voters:{name}", args=[pk])).status_code for name, pk in names.items()}


def writes(opinion: VoterOpinion) -> dict[str, int]:
    found = records(opinion)
    contact, meeting = found["round_detail"], found["meeting_detail"]
    names = {
        "round_edit": contact,
        "meeting_create": contact,
        "meeting_edit": meeting,
        "meeting_opinions": meeting,
    }
    return {**names, "opinion_edit": opinion.pk}


def test_an_agency_has_no_lists_here_and_finds_no_records(client_as: As, ready: VoterOpinion) -> None:
    client = client_as("agency")
    assert {client.get(reverse(f"voters:{name}")).status_code for name in LISTS} == {403}
    assert statuses(client, records(ready)) == {404}


def test_another_council_finds_nothing(client_as: As, other_council: Council, ready: VoterOpinion) -> None:
    client = client_as("secretariat", council=other_council)
    assert statuses(client, {**records(ready), **writes(ready)}) == {404}
    assert client.get(reverse("voters:meeting_move", args=[ready.meeting_id, "file"])).status_code == 404
    for name in ("opinion_classify", "opinion_send"):
        assert client.post(reverse(f"voters:{name}"), {"pk": ready.pk}).status_code == 404


@pytest.mark.parametrize("role", ["leader", "delegate", "auditor", "committee"])
def test_only_staff_write(client_as: As, ready: VoterOpinion, role: str) -> None:
    client = client_as(role)
    assert statuses(client, writes(ready)) == {403}
    assert client.get(reverse("voters:round_create")).status_code == 403
    assert client.post(reverse("voters:opinion_send"), {"pk": ready.pk}).status_code == 403


def test_the_council_above_reads_and_does_not_write(
    client_as: As, council: Council, ready: VoterOpinion
) -> None:
    from tests.factories import CouncilTermFactory  # noqa: PLC0415 - only here

    council.parent = CouncilTermFactory().council
    council.save()
    client = client_as("secretariat", council=council.parent)
    assert client.get(reverse("voters:opinion_detail", args=[ready.pk])).status_code == 200
    assert client.get(reverse("voters:opinion_edit", args=[ready.pk])).status_code == 403
    assert client.get(reverse("voters:meeting_opinions", args=[ready.meeting_id])).status_code == 403


def test_a_council_sees_the_meeting_it_held_jointly(
    client_as: As, other_council: Council, meeting: VoterMeeting
) -> None:
    meeting.joint_councils.add(other_council, through_defaults={"proposed_on": meeting.held_on})
    client = client_as("secretariat", council=other_council)
    assert client.get(meeting.get_absolute_url()).status_code == 200
    assert client.get(reverse("voters:meeting_edit", args=[meeting.pk])).status_code == 403
    listed = reverse("voters:meeting_list")
    assert meeting.locality not in text(client.get(listed))
    services.answer_consent(consent=meeting.consents.get(), name="accept", user=None, on=meeting.held_on)
    assert meeting.locality in text(client.get(listed))


# --- Constant queries ---


@pytest.mark.parametrize(
    ("page", "queries"),
    [
        ("round_list", 6),
        ("meeting_list", 7),
        ("opinion_list", 10),
    ],
)
def test_a_list_asks_the_same_for_one_row_and_for_three(
    staff: Client, ready: VoterOpinion, page: str, queries: int, django_assert_num_queries: Any
) -> None:
    url = reverse(f"voters:{page}")
    staff.get(url)
    with django_assert_num_queries(queries):
        staff.get(url)
    for _n in range(2):
        contact = RoundFactory(council_term=contact_of(ready).council_term)
        OpinionFactory(meeting=MeetingFactory(round=contact), field=ready.field, agency=ready.agency)
    with django_assert_num_queries(queries):
        assert staff.get(url).status_code == 200


@pytest.mark.parametrize(
    ("page", "queries"),
    [
        ("round_detail", 13),
        ("meeting_detail", 17),
        ("opinion_detail", 13),
    ],
)
def test_a_record_asks_the_same_with_one_opinion_and_with_three(
    staff: Client, ready: VoterOpinion, page: str, queries: int, django_assert_num_queries: Any
) -> None:
    services.send(opinions=[ready], user=None, on=date(2026, 6, 15), quiet=True)
    url = reverse(f"voters:{page}", args=[records(ready)[page]])
    staff.get(url)
    with django_assert_num_queries(queries):
        staff.get(url)
    for _n in range(2):
        OpinionFactory(meeting=ready.meeting, field=ready.field, agency=AgencyFactory(council=ready.council))
    with django_assert_num_queries(queries):
        assert staff.get(url).status_code == 200


# --- Rounds and meetings ---


def test_staff_enter_a_round_and_then_its_meeting(staff: Client, term: CouncilTerm) -> None:
    given = {
        "name": "Trước kỳ họp 2",
        "kind": "pre_sitting",
        "starts_on": "01/06/2026",
        "ends_on": "30/06/2026",
    }
    response = staff.post(reverse("voters:round_create"), given)
    contact = VoterContactRound.objects.get()
    assert response.url == contact.get_absolute_url()  # type: ignore[attr-defined]  # a redirect
    delegate = seated(term)
    given = {
        "held_on": "10/06/2026",
        "starts_at": "8h",
        "locality": "Xã Gia Phú",
        "venue": "Nhà văn hóa thôn 1",
        "form": "thematic",
        "delegates": str(delegate.pk),
        "headcount": "60",
        "headcount_qualifier": "more_than",
    }
    assert staff.post(reverse("voters:meeting_create", args=[contact.pk]), given).status_code == 302
    meeting = VoterMeeting.objects.get()
    assert list(meeting.delegates.all()) == [delegate]
    page = text(staff.get(meeting.get_absolute_url()))
    assert "08:00" in page
    assert delegate.full_name in page


def test_a_refusal_stands_beside_its_field_and_keeps_what_was_typed(
    staff: Client, contact: VoterContactRound
) -> None:
    given = {
        "held_on": "01/07/2026",
        "locality": "Xã Gia Phú",
        "venue": "Nhà văn hóa",
        "form": "constituency",
    }
    response = staff.post(reverse("voters:meeting_create", args=[contact.pk]), given)
    assert response.status_code == 422
    assert "id_held_on_error" in text(response)
    assert 'value="01/07/2026"' in text(response)
    assert 'value="Nhà văn hóa"' in text(response)
    assert not VoterMeeting.objects.exists()


def test_the_last_values_are_offered_again(staff: Client, meeting: VoterMeeting, works: Agency) -> None:
    meeting.agencies.add(works)
    VoterMeeting.objects.filter(pk=meeting.pk).update(chair="Chủ tịch Mặt trận xã")
    page = text(staff.get(reverse("voters:meeting_create", args=[meeting.round_id])))
    assert 'value="Chủ tịch Mặt trận xã"' in page
    assert f'value="{works.pk}" checked' in page.replace("\n", " ") or "checked" in page
    assert f'<option value="{meeting.venue}">' in page


def test_the_second_editor_is_told_and_keeps_the_text(staff: Client, meeting: VoterMeeting) -> None:
    url = reverse("voters:meeting_edit", args=[meeting.pk])
    given = {
        "version": "1",
        "held_on": "10/06/2026",
        "locality": "Xã khác",
        "venue": "Nhà văn hóa",
        "form": "constituency",
        "headcount": "60",
    }
    assert staff.post(url, given).status_code == 302
    again = staff.post(url, {**given, "locality": "Xã thứ ba"})
    assert again.status_code == 422
    assert "Xã thứ ba" in text(again)


def test_holding_asks_for_the_headcount(staff: Client, contact: VoterContactRound) -> None:
    meeting = MeetingFactory(round=contact, state="planned", headcount=None, speakers=None)
    url = reverse("voters:meeting_move", args=[meeting.pk, "hold"])
    assert "headcount" in text(staff.get(url))
    assert staff.post(url, {"headcount": ""}).status_code == 422
    refused = staff.post(url, {"headcount": "5", "speakers": "6"})
    assert (refused.status_code, "id_speakers_error" in text(refused)) == (422, True)
    assert staff.post(url, {"headcount": "60", "speakers": "6"}).status_code == 302
    meeting.refresh_from_db()
    assert (meeting.state, meeting.headcount) == ("held", 60)


def test_an_unknown_step_is_not_found(staff: Client, meeting: VoterMeeting) -> None:
    assert staff.get(reverse("voters:meeting_move", args=[meeting.pk, "burn"])).status_code == 404


def test_a_meeting_tells_who_changed_what(staff: Client, meeting: VoterMeeting) -> None:
    given = {"held_on": "10/06/2026", "locality": "Xã khác", "venue": meeting.venue, "form": "constituency"}
    staff.post(
        reverse("voters:meeting_edit", args=[meeting.pk]), {**given, "version": "1", "headcount": "60"}
    )
    staff.post(reverse("voters:meeting_move", args=[meeting.pk, "file"]))
    page = text(staff.get(meeting.get_absolute_url()))
    assert staff.user.full_name in page.split('class="timeline"')[1]  # type: ignore[attr-defined]  # set by the fixture


# --- The working list ---


def shown(client: Client, **filters: Any) -> int:
    count: int = client.get(reverse("voters:opinion_list"), filters).context["count"]
    return count


def test_the_working_list_is_cut_by_its_filters(
    staff: Client, ready: VoterOpinion, meeting: VoterMeeting
) -> None:
    OpinionFactory(meeting=meeting, content="Đề nghị lắp thêm biển báo", voter_place="Thôn Hoà Bình")
    OpinionFactory(meeting=meeting, screening="answered_on_spot", spot_answer="Đã rõ")
    assert shown(staff) == 3
    assert shown(staff, q="hòa binh bien") == 1
    assert shown(staff, status="unclassified") == 1
    assert shown(staff, status="ready") == 1
    assert shown(staff, status="on_spot") == 1
    assert shown(staff, field=ready.field_id) == shown(staff, agency=ready.agency_id) == 1
    assert shown(staff, competence_level="commune") == 1
    assert shown(staff, round=meeting.round_id) == shown(staff, meeting=meeting.pk) == 3
    assert shown(staff, recorded_from="11/06/2026") == 0
    assert shown(staff, recorded_until="10/06/2026") == 3
    services.send(opinions=[ready], user=None, on=date(2026, 6, 15), quiet=True)
    assert shown(staff, status="open") == shown(staff, status="late") == shown(staff, result="none") == 1
    assert (
        shown(staff, status="answered")
        == shown(staff, status="settled")
        == shown(staff, status="replaced")
        == 0
    )


def test_htmx_gets_the_rows_alone(staff: Client, ready: VoterOpinion) -> None:
    page = text(staff.get(reverse("voters:opinion_list"), headers={"HX-Request": "true"}))
    assert "<html" not in page
    assert ready.content in page


def test_the_list_can_be_sorted_by_due_day(staff: Client, ready: VoterOpinion, meeting: VoterMeeting) -> None:
    services.send(opinions=[ready], user=None, on=date(2026, 6, 15), quiet=True)
    OpinionFactory(meeting=meeting)
    rows = staff.get(reverse("voters:opinion_list"), {"sort": "due"}).context["page"].rows
    assert rows[0] == ready


def test_ticked_opinions_are_classified_from_the_bar(
    staff: Client, meeting: VoterMeeting, field: Field, works: Agency
) -> None:
    rows = [OpinionFactory(meeting=meeting) for _n in range(2)]
    given = {"pk": [row.pk for row in rows], "bulk-field": field.pk, "bulk-agency": works.pk}
    response = staff.post(reverse("voters:opinion_classify"), given)
    assert response.status_code == 302
    assert VoterOpinion.objects.filter(field=field, agency=works).count() == 2


def test_classifying_without_a_choice_shows_the_page(staff: Client, meeting: VoterMeeting) -> None:
    opinion = OpinionFactory(meeting=meeting)
    url = reverse("voters:opinion_classify")
    assert staff.post(url, {"pk": opinion.pk}).status_code == 200
    assert staff.post(url, {"pk": opinion.pk, "apply": "yes"}).status_code == 422
    assert staff.get(url, {"pk": opinion.pk}).status_code == 200


@pytest.mark.parametrize("name", ["opinion_classify", "opinion_send"])
def test_nothing_ticked_leads_back_to_the_list(staff: Client, name: str) -> None:
    url = reverse(f"voters:{name}")
    assert [staff.post(url).status_code, staff.get(url).status_code] == [302, 302]
    assert staff.post(url, {"pk": ["x", "9" * 30]}).status_code == 302


def test_before_sending_the_page_says_what_goes_to_whom_when_and_on_what_article(
    staff: Client, ready: VoterOpinion, meeting: VoterMeeting
) -> None:
    bare = OpinionFactory(meeting=meeting)
    page = text(staff.post(reverse("voters:opinion_send"), {"pk": [ready.pk, bare.pk], "on": "15/06/2026"}))
    assert "15/07/2026" in page
    assert "Quy chế làm việc của Hội đồng nhân dân" in page
    assert "Phòng Kinh tế và Hạ tầng" in page
    assert [plan.opinion for plan in page_context(staff, ready, bare)["refused"]] == [bare]
    assert not FollowUp.objects.exists()


def page_context(client: Client, *rows: VoterOpinion) -> Any:
    return client.post(reverse("voters:opinion_send"), {"pk": [row.pk for row in rows]}).context


def test_confirmed_opinions_are_sent_and_the_others_say_why(
    staff: Client, ready: VoterOpinion, meeting: VoterMeeting
) -> None:
    bare = OpinionFactory(meeting=meeting)
    given = {"pk": [ready.pk, bare.pk], "on": "15/06/2026", "evidence": "Văn bản", "confirm": "yes"}
    response = staff.post(reverse("voters:opinion_send"), given, follow=True)
    assert len(list(response.context["messages"])) == 1
    assert [plan.opinion for plan in response.context["refused"]] == [bare]
    assert all(plan.refusal in text(response) for plan in response.context["refused"])
    sent = FollowUp.objects.get()
    page = text(staff.get(ready.get_absolute_url()))
    assert sent.get_absolute_url() in page
    assert "Quy chế làm việc của Hội đồng nhân dân" in page
    assert "15/07/2026" in page


def test_a_day_in_the_future_is_refused_beside_the_field(staff: Client, ready: VoterOpinion) -> None:
    given = {"pk": ready.pk, "on": "01/01/2099", "evidence": "Văn bản", "confirm": "yes"}
    response = staff.post(reverse("voters:opinion_send"), given)
    assert (response.status_code, "id_on_error" in text(response)) == (422, True)
    assert not FollowUp.objects.exists()


def test_an_opinion_is_corrected_on_its_page(staff: Client, ready: VoterOpinion) -> None:
    url = reverse("voters:opinion_edit", args=[ready.pk])
    given = {"version": "1", "content": "", "kind": "opinion", "screening": "carried"}
    refused = staff.post(url, given)
    assert (refused.status_code, "id_content_error" in text(refused)) == (422, True)
    assert staff.post(url, {**given, "content": "Đề nghị làm cầu mới"}).status_code == 302
    ready.refresh_from_db()
    assert (ready.content, ready.field) == ("Đề nghị làm cầu mới", None)


def test_a_sent_opinion_offers_no_change(staff: Client, ready: VoterOpinion) -> None:
    before = text(staff.get(ready.get_absolute_url()))
    services.send(opinions=[ready], user=None, on=DAY + timedelta(days=1), quiet=True)
    edit = reverse("voters:opinion_edit", args=[ready.pk])
    assert edit in before
    assert edit not in text(staff.get(ready.get_absolute_url()))


# --- Back to the list as it was left ---

FILTERED = "/voters/opinions/?status=unclassified&sort=due"


def test_after_a_bulk_step_the_list_is_as_it_was_left(
    staff: Client, meeting: VoterMeeting, field: Field, works: Agency, rule: Any
) -> None:
    rows = [OpinionFactory(meeting=meeting, competence_level="commune") for _n in range(2)]
    listed = staff.get(FILTERED)
    assert f'name="next" value="{FILTERED.replace("&", "&amp;")}"' in text(listed)
    ticked: dict[str, Any] = {"pk": [row.pk for row in rows], "next": FILTERED}
    given = {**ticked, "bulk-field": field.pk, "bulk-agency": works.pk}
    assert staff.post(reverse("voters:opinion_classify"), given).url == FILTERED  # type: ignore[attr-defined]  # a redirect
    asked = staff.post(reverse("voters:opinion_send"), ticked)
    assert f'name="next" value="{FILTERED.replace("&", "&amp;")}"' in text(asked)
    assert asked.context["cancel_url"] == FILTERED
    sent = staff.post(
        reverse("voters:opinion_send"),
        {**ticked, "on": "15/06/2026", "evidence": "Văn bản", "confirm": "yes"},
    )
    assert sent.url == FILTERED  # type: ignore[attr-defined]  # a redirect


@pytest.mark.parametrize("away", ["https://example.org/", "//example.org/", "/\\example.org", "javascript:x"])
def test_a_bulk_step_never_leads_outside(staff: Client, away: str) -> None:
    response = staff.post(reverse("voters:opinion_send"), {"next": away})
    assert response.url == reverse("voters:opinion_list")  # type: ignore[attr-defined]  # a redirect


def test_a_list_narrowed_to_a_meeting_says_so_and_lets_go(staff: Client, ready: VoterOpinion) -> None:
    url = reverse("voters:opinion_list")
    narrowed = text(staff.get(url, {"meeting": str(ready.meeting_id), "status": "ready"}))
    assert f'<a href="{ready.meeting.get_absolute_url()}">' in narrowed  # type: ignore[union-attr]  # it has one
    assert f'href="{url}?status=ready"' in narrowed
    for nonsense in ("", "x", "9" * 30, "0"):
        assert staff.get(url, {"meeting": nonsense}).context["meeting"] is None


def test_the_list_says_what_an_opinion_still_lacks(
    staff: Client, meeting: VoterMeeting, field: Field
) -> None:
    OpinionFactory(meeting=meeting, field=field)
    page = text(staff.get(reverse("voters:opinion_list")))
    assert "thẩm quyền, cơ quan giải quyết</small>" in page


# --- Days of effect ---


def test_an_opinion_shows_the_day_of_effect_and_when_it_was_entered(
    staff: Client, ready: VoterOpinion
) -> None:
    services.send(opinions=[ready], user=None, on=date(2026, 6, 15), quiet=True)
    ready.refresh_from_db()
    assert ready.follow_up
    page = staff.get(ready.get_absolute_url())
    (moved,) = [entry for entry in page.context["timeline"] if entry.when == date(2026, 6, 15)]
    assert moved.entered
    assert "15/06/2026</time>" in text(page)
    FollowUp.objects.filter(pk=ready.follow_up.pk).update(result_class="resolved")
    ready.follow_up.results.create(result_class="resolved", effective_on=date(2026, 6, 20))
    assert "20/06/2026" in text(staff.get(ready.get_absolute_url()))


# --- A meeting that has been held is entered in one step ---


def test_a_past_meeting_with_its_headcount_is_held_at_once_and_leads_to_the_grid(
    staff: Client, contact: VoterContactRound
) -> None:
    url = reverse("voters:meeting_create", args=[contact.pk])
    given = {"held_on": "10/06/2026", "locality": "Xã", "venue": "Nhà", "form": "constituency"}
    staff.post(url, given)
    planned = VoterMeeting.objects.get()
    assert planned.state == "planned"
    step = reverse("voters:meeting_move", args=[planned.pk, "hold"])
    assert (
        f'class="btn primary" href="{step}"'
        in text(staff.get(planned.get_absolute_url())).split('class="empty"')[1]
    )
    response = staff.post(url, {**given, "headcount": "60", "enter": "yes"})
    held = VoterMeeting.objects.latest("pk")
    assert held.state == "held"
    assert response.url == reverse("voters:meeting_opinions", args=[held.pk])  # type: ignore[attr-defined]  # a redirect


# --- Forms ---


def test_a_round_that_ends_early_is_refused_beside_its_last_day(staff: Client, term: CouncilTerm) -> None:
    given = {"name": "Đợt", "kind": "other", "starts_on": "30/06/2026", "ends_on": "01/06/2026"}
    response = staff.post(reverse("voters:round_create"), given)
    assert (response.status_code, "id_ends_on_error" in text(response)) == (422, True)
    assert not response.context["form"].non_field_errors()


def test_half_typed_forms_are_kept_and_brought_back(
    staff: Client, contact: VoterContactRound, ready: VoterOpinion, meeting: VoterMeeting, works: Agency
) -> None:
    meeting.agencies.add(works)
    pages = {
        reverse("voters:round_create"): "name",
        reverse("voters:meeting_create", args=[contact.pk]): "note",
        reverse("voters:opinion_edit", args=[ready.pk]): "content",
    }
    for url, name in pages.items():
        assert staff.post(url, {name: "Mới gõ", "_draft": "1"}).status_code == 302
        response = staff.get(url)
        assert "Mới gõ" in text(response)
        assert "data-draft=" in text(response)
    assert staff.get(list(pages)[1]).context["form"]["agencies"].value() is None
    given = {"version": "1", "content": "Đề nghị làm cầu mới", "kind": "opinion", "screening": "carried"}
    assert staff.post(list(pages)[2], given).status_code == 302
    assert "Mới gõ" not in text(staff.get(list(pages)[2]))


def test_a_restored_draft_says_so_and_can_be_discarded(staff: Client) -> None:
    url = reverse("voters:round_create")
    assert "_discard" not in text(staff.get(url))
    staff.post(url, {"name": "Mới gõ", "_draft": "1"})
    page = text(staff.get(url))
    assert _("Discard the draft") in page
    assert page.index("_discard") < page.index("Mới gõ")
    assert staff.post(url, {"_discard": "1"}).status_code == 302
    page = text(staff.get(url))
    assert "Mới gõ" not in page
    assert "_discard" not in page


def test_a_draft_does_not_cover_what_a_colleague_saved(staff: Client, ready: VoterOpinion) -> None:
    url = reverse("voters:opinion_edit", args=[ready.pk])
    staff.post(url, {"content": "Mới gõ", "_draft": "1"})
    services.update_opinion(opinion=ready, user=None, version=ready.version, content="Của người khác")
    assert "Của người khác" in text(staff.get(url))
