"""Pages of meetings: the list, one meeting, its forms and steps, its papers; who may do what."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from councils.models import Agency, Council, CouncilTerm, Post
from followups.models import FollowUp
from sessions import services
from sessions.models import BodyMeeting, Conclusion, Verification
from tests.factories import (
    BodyMeetingFactory,
    CommitteeFactory,
    PaperFactory,
    SittingFactory,
    seated,
)
from tests.permissions.world import PDF
from tests.sessions.concluding import (
    agencies,
    concluded_with,
    held,
    new_task,
    pdf_text,
    typed_conclusion,
    typed_meeting,
    word_text,
)

ClientAs = Callable[..., Client]
LIST, NEW = "/meetings/", "/meetings/new/"


def page(client: Client, address: str, **query: Any) -> str:
    answer = client.get(address, query)
    assert answer.status_code == 200
    return answer.content.decode()


def at(meeting: BodyMeeting, name: str, *args: Any) -> str:
    return reverse(f"sittings:{name}", args=[meeting.pk, *args])


# --- The list ---


def test_the_list_says_what_to_do_first(client_as: ClientAs) -> None:
    title = _("No meeting of the Standing Committee or a committee has been entered yet.")
    staff, reader = page(client_as("secretariat"), LIST), page(client_as("delegate"), LIST)
    assert title in staff
    assert title in reader
    assert (NEW in staff, NEW in reader) == (True, False)


def test_the_list_is_cut_by_body_kind_state_day_and_words_without_accents(
    client_as: ClientAs, council: Council
) -> None:
    committee = CommitteeFactory(council=council)
    held(council, title="Phiên họp tháng Sáu")
    BodyMeetingFactory(
        council=council, committee=committee, kind="verification", title="Thẩm tra", held_on=date(2026, 7, 1)
    )
    client = client_as("leader")
    narrowed: list[dict[str, Any]] = [
        {"body": "standing"},
        {"body": committee.pk},
        {"kind": "verification"},
        {"state": "held"},
        {"held_from": "01/07/2026"},
        {"held_until": "30/06/2026"},
        {"q": "thang sau"},
    ]
    found = [[row.title for row in client.get(LIST, query).context["page"].rows] for query in narrowed]
    june, verified = ["Phiên họp tháng Sáu"], ["Thẩm tra"]
    assert found == [june, verified, verified, june, verified, june, june]


def test_the_list_counts_conclusions_and_what_is_still_owed(
    client_as: ClientAs, council: Council, agency: Agency
) -> None:
    client, meeting = client_as("secretariat"), held(council)
    user = client.user  # type: ignore[attr-defined]  # set by client_as
    concluded_with(meeting, user, agency)
    services.conclude(meeting=meeting, user=user, on=date(2026, 6, 22), signer="chair")
    (row,) = client.get(LIST).context["page"].rows
    assert (row.conclusion_count, row.open_count, row.document.symbol) == (2, 1, "01/TB-HĐND")
    exported = b"".join(client.get(LIST, {"export": "csv"}).streaming_content).decode()  # type: ignore[attr-defined]
    assert "01/TB-HĐND" in exported


def test_the_list_asks_the_same_questions_for_1_and_3_meetings(
    client_as: ClientAs, council: Council, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client = client_as("secretariat")
    held(council)
    client.get(LIST)
    with django_assert_num_queries(7):
        client.get(LIST)
    held(council, committee=CommitteeFactory(council=council))
    held(council, number=14)
    with django_assert_num_queries(7):
        client.get(LIST)


# --- One meeting ---


def test_a_meetings_page_asks_the_same_questions_for_1_and_3_conclusions(
    client_as: ClientAs,
    council: Council,
    term: CouncilTerm,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    client = client_as("secretariat")
    user = client.user  # type: ignore[attr-defined]  # set by client_as
    first, second, third = agencies(council, "Phòng Kinh tế", "Công an xã", "Văn phòng")
    committee = CommitteeFactory(council=council)
    meeting = held(council, committee=committee, kind="verification")
    meeting.delegates.add(seated(term))
    services.add_conclusion(meeting=meeting, user=user, text="Một", task=new_task(first))
    client.get(meeting.get_absolute_url())
    with django_assert_num_queries(12):
        client.get(meeting.get_absolute_url())
    meeting.delegates.add(seated(term), seated(term))
    for text, body in (("Hai", second), ("Ba", third)):
        services.add_conclusion(meeting=meeting, user=user, text=text, task=new_task(body))
    with django_assert_num_queries(12):
        client.get(meeting.get_absolute_url())


def test_the_page_shows_owner_due_day_and_state_of_each_conclusion(
    client_as: ClientAs, council: Council, agency: Agency
) -> None:
    client, meeting = client_as("secretariat"), held(council)
    user = client.user  # type: ignore[attr-defined]  # set by client_as
    services.add_conclusion(meeting=meeting, user=user, text="Rà soát", task=new_task(agency, evidence=""))
    shown = page(client, meeting.get_absolute_url())
    for words in (agency.name, "31/12/2026", _("what result proves it done")):
        assert words in shown
    services.change_conclusion(
        conclusion=Conclusion.objects.get(), user=user, text="Rà soát", task=new_task(agency)
    )
    assert _("Missing, before it can be sent") not in page(client, meeting.get_absolute_url())


def test_a_guest_of_a_committee_is_pointed_out(
    client_as: ClientAs, council: Council, term: CouncilTerm
) -> None:
    committee = CommitteeFactory(council=council)
    insider, guest = seated(term), seated(term, full_name="Đại biểu Tổ 3 – 07")
    Post.objects.create(delegate=insider, kind="committee_member", committee=committee)
    meeting = held(council, committee=committee)
    meeting.delegates.add(insider, guest)
    notes = page(client_as("leader"), meeting.get_absolute_url()).split('class="note-line warn"')[1]
    assert "Đại biểu Tổ 3 – 07" in notes.split("</p>")[0]
    assert insider.full_name not in notes.split("</p>")[0]


def test_only_what_is_allowed_now_is_offered(client_as: ClientAs, council: Council) -> None:
    staff, leader = client_as("secretariat"), client_as("leader")
    user = staff.user  # type: ignore[attr-defined]  # set by client_as
    planned = BodyMeetingFactory(council=council, held_on=timezone.localdate())
    ahead = BodyMeetingFactory(council=council, held_on=timezone.localdate() + timedelta(days=1))
    done = held(council)
    services.add_conclusion(meeting=done, user=user, text="Thống nhất")
    hold, conclude = (at(planned, "body_meeting_move", "hold"), at(done, "body_meeting_conclude"))
    assert hold in page(staff, planned.get_absolute_url())
    assert at(ahead, "body_meeting_move", "hold") not in page(staff, ahead.get_absolute_url())
    assert conclude in page(staff, done.get_absolute_url())
    assert conclude in page(leader, done.get_absolute_url())
    assert at(done, "body_meeting_edit") not in page(leader, done.get_absolute_url())
    assert at(done, "conclusion_create") not in page(leader, done.get_absolute_url())


# --- Entering ---


def test_staff_enter_a_meeting_and_may_record_it_as_held_at_once(
    client_as: ClientAs, council: Council, term: CouncilTerm
) -> None:
    delegate = seated(term)
    data = typed_meeting(delegates=[delegate.pk], hold="yes")
    answer = client_as("secretariat").post(NEW, data, follow=True)
    made = BodyMeeting.objects.get()
    assert answer.redirect_chain[-1][0] == made.get_absolute_url()
    assert (made.council, made.number, made.state) == (council, 1, "held")
    assert list(made.delegates.all()) == [delegate]


def test_holding_a_conference_says_what_became_of_the_sitting(client_as: ClientAs, term: CouncilTerm) -> None:
    sitting = SittingFactory(council_term=term)
    client = client_as("secretariat")
    offered = client.get(NEW, {"sitting": sitting.pk, "kind": "pre_sitting"}).context["form"]
    assert (offered["sitting"].value(), offered["kind"].value()) == (sitting.pk, "pre_sitting")
    data = typed_meeting(kind="pre_sitting", sitting=sitting.pk)
    client.post(NEW, data)
    meeting = BodyMeeting.objects.get()
    answer = client.post(at(meeting, "body_meeting_move", "hold"), follow=True)
    assert str(_("Pre-sitting conference held")) in answer.content.decode()
    sitting.refresh_from_db()
    assert sitting.state == "conference_held"


def test_bad_input_is_said_beside_its_field_and_nothing_typed_is_lost(client_as: ClientAs) -> None:
    answer = client_as("secretariat").post(
        NEW, typed_meeting(kind="review", ends_at="07:00", title="Nội dung")
    )
    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {"ends_at", "sitting"}
    assert "Nội dung" in answer.content.decode()
    assert not BodyMeeting.objects.exists()


def test_delegates_are_offered_under_the_bodies_they_sit_in(
    client_as: ClientAs, council: Council, term: CouncilTerm
) -> None:
    committee = CommitteeFactory(council=council, name="Ban Pháp chế")
    chair, head, other = seated(term), seated(term), seated(term)
    Post.objects.create(delegate=chair, kind="chair")
    Post.objects.create(delegate=head, kind="committee_head", committee=committee)
    Post.objects.create(delegate=other, kind="committee_member", committee=committee)
    plain = seated(term)
    groups = client_as("secretariat").get(NEW).context["form"].fields["delegates"].choices
    found = {str(name): [pk for pk, _name in rows] for name, rows in groups}
    assert found == {
        _("Standing Committee"): [chair.pk, head.pk],
        "Ban Pháp chế": [other.pk],
        _("Other delegates"): [plain.pk],
    }


def test_a_verification_meeting_is_entered_with_its_papers(
    client_as: ClientAs, council: Council, term: CouncilTerm
) -> None:
    committee = CommitteeFactory(council=council)
    sitting = SittingFactory(council_term=term)
    days = {"assigned_on": date(2026, 6, 15), "due_on": date(2026, 7, 4)}
    open_, done = (
        Verification.objects.create(
            paper=PaperFactory(sitting=sitting), committee=committee, state=state, **days
        )
        for state in ("assigned", "responded")
    )
    client = client_as("secretariat")
    data = typed_meeting(kind="verification", committee=committee.pk)
    assert client.post(NEW, {**data, "verifications": [done.pk]}).status_code == 422
    assert client.post(NEW, {**data, "verifications": [open_.pk]}).status_code == 302
    meeting = BodyMeeting.objects.get()
    assert str(open_.paper) in page(client, meeting.get_absolute_url())
    assert client.get(at(meeting, "body_meeting_edit")).context["form"]["verifications"].value() == [open_.pk]


def test_a_meeting_is_edited_on_the_version_it_was_opened_on(client_as: ClientAs, council: Council) -> None:
    client, meeting = client_as("secretariat"), held(council)
    address = at(meeting, "body_meeting_edit")
    assert client.post(address, typed_meeting(place="Tầng 1", number=12, version=1)).status_code == 302
    assert client.post(address, typed_meeting(place="Tầng 2", number=12, version=1)).status_code == 422
    meeting.refresh_from_db()
    assert meeting.place == "Tầng 1"


def test_after_the_notice_only_what_it_does_not_say_is_on_the_form(
    client_as: ClientAs, council: Council
) -> None:
    meeting = held(council, state="concluded")
    form = client_as("secretariat").get(at(meeting, "body_meeting_edit")).context["form"]
    assert set(form.fields) == {"starts_at", "ends_at", "agenda", "minutes", "version"}


def test_a_half_typed_meeting_is_kept(client_as: ClientAs) -> None:
    client = client_as("secretariat")
    client.post(NEW, {**typed_meeting(title="Đang gõ dở"), "_draft": "1"})
    assert client.get(NEW).context["form"]["title"].value() == "Đang gõ dở"
    assert not BodyMeeting.objects.exists()


# --- Committee staff ---


@pytest.fixture
def works_for(council: Council, user_as: Callable[..., User]) -> Callable[[Any], Client]:
    """A browser of somebody who works for a committee."""

    def make(committee: Any) -> Client:
        client = Client()
        client.force_login(user_as("committee", committee=committee))
        return client

    return make


def test_committee_staff_enter_the_meetings_of_their_own_committee(
    council: Council, works_for: Callable[[Any], Client]
) -> None:
    own = CommitteeFactory(council=council)
    other = CommitteeFactory(council=council, kind="legal", name="Ban Pháp chế")
    client = works_for(own)
    assert NEW in page(client, LIST)
    for body in ("", other.pk):
        assert client.post(NEW, typed_meeting(committee=body)).status_code == 422
    assert client.post(NEW, typed_meeting(committee=own.pk)).status_code == 302
    meeting = BodyMeeting.objects.get()
    assert client.post(at(meeting, "body_meeting_move", "hold")).status_code == 302
    assert client.post(at(meeting, "conclusion_create"), typed_conclusion()).status_code == 302


def test_committee_staff_do_not_touch_the_meetings_of_others_nor_issue_their_own(
    council: Council, works_for: Callable[[Any], Client]
) -> None:
    own = CommitteeFactory(council=council)
    client, standing = works_for(own), held(council)
    for name in ("body_meeting_edit", "body_meeting_attach", "conclusion_create"):
        assert client.get(at(standing, name)).status_code == 403
    assert client.get(at(held(council, committee=own), "body_meeting_conclude")).status_code == 403
    assert client.get(standing.get_absolute_url()).status_code == 200


def test_who_works_for_no_committee_enters_nothing(client_as: ClientAs) -> None:
    client = client_as("committee")
    assert client.get(NEW).status_code == 403
    assert NEW not in page(client, LIST)


def test_meetings_of_another_council_do_not_exist_for_me(client_as: ClientAs, other_council: Council) -> None:
    strange = held(other_council)
    conclusion = Conclusion.objects.create(meeting=strange, position=1, text="Thống nhất")
    client = client_as("secretariat")
    assert client.get(strange.get_absolute_url()).status_code == 404
    assert client.get(at(strange, "body_meeting_draft", "minutes", "pdf")).status_code == 404
    assert client.get(reverse("sittings:conclusion_edit", args=[conclusion.pk])).status_code == 404


# --- Conclusions ---


def test_a_conclusion_is_written_with_its_task_and_another_may_follow(
    client_as: ClientAs, council: Council, agency: Agency
) -> None:
    client, meeting = client_as("secretariat"), held(council)
    address = at(meeting, "conclusion_create")
    task = {"body": f"agency-{agency.pk}", "accountable": "Trưởng phòng", "due_on": "31/12/2026"}
    answer = client.post(address, typed_conclusion(**task, next=address))
    assert answer.headers["Location"] == address
    made = Conclusion.objects.get()
    assert made.follow_up is not None
    assert (made.follow_up.agency, made.follow_up.evidence) == (agency, "")
    client.post(address, typed_conclusion(text="Thống nhất"))
    assert Conclusion.objects.get(position=2).follow_up is None


def test_a_conclusion_counts_its_due_day_and_adds_rows_without_saving(
    client_as: ClientAs, council: Council
) -> None:
    client, meeting = client_as("secretariat"), held(council)
    answer = client.post(at(meeting, "conclusion_create"), typed_conclusion(again="more"))
    assert answer.status_code == 200
    assert "Rà soát các tuyến đường bị sạt lở" in answer.content.decode()
    assert len(answer.context["form"].parts.forms) == 3
    assert not Conclusion.objects.exists()


def test_a_bad_row_of_a_co_ordinating_agency_is_said_in_its_line(
    client_as: ClientAs, council: Council, agency: Agency
) -> None:
    rows = {"parts-TOTAL_FORMS": "1", "parts-0-agency": f"agency-{agency.pk}", "parts-0-due_on": "01/01/2027"}
    task = {"body": f"agency-{agency.pk}", "due_on": "31/12/2026"}
    client, meeting = client_as("secretariat"), held(council)
    answer = client.post(at(meeting, "conclusion_create"), typed_conclusion(**task, **rows))
    assert answer.status_code == 422
    assert answer.context["form"].parts.forms[0].errors
    assert not FollowUp.objects.exists()


def test_a_conclusion_is_edited_moved_and_removed(
    client_as: ClientAs, council: Council, agency: Agency
) -> None:
    client, meeting = client_as("secretariat"), held(council)
    user = client.user  # type: ignore[attr-defined]  # set by client_as
    first, second = concluded_with(meeting, user, agency)
    edit = reverse("sittings:conclusion_edit", args=[second.pk])
    form = client.get(edit).context["form"]
    assert (form["text"].value(), form["body"].value()) == (second.text, f"agency-{agency.pk}")
    stale = typed_conclusion(text="Bản cũ", version=form["version"].value() - 1)
    assert client.post(edit, stale).status_code == 422
    fresh = typed_conclusion(text="Bản mới", version=form["version"].value())
    assert client.post(edit, fresh).status_code == 302
    client.post(reverse("sittings:conclusion_move", args=[second.pk, "up"]))
    assert [row.text for row in meeting.conclusions.all()] == ["Bản mới", first.text]
    assert client.post(reverse("sittings:conclusion_move", args=[second.pk, "aside"])).status_code == 404
    client.post(reverse("sittings:conclusion_remove", args=[second.pk]))
    assert [row.text for row in meeting.conclusions.all()] == [first.text]


def test_after_the_notice_the_form_of_a_conclusion_leads_back(client_as: ClientAs, council: Council) -> None:
    client, meeting = client_as("secretariat"), held(council, state="concluded")
    made = Conclusion.objects.create(meeting=meeting, position=1, text="Thống nhất")
    address = reverse("sittings:conclusion_edit", args=[made.pk])
    assert client.get(address).headers["Location"] == meeting.get_absolute_url()
    assert client.post(address, typed_conclusion(version=1)).status_code == 422


def test_a_task_that_was_sent_is_changed_on_its_own_page(
    client_as: ClientAs, council: Council, agency: Agency
) -> None:
    from followups.services import issue_draft  # noqa: PLC0415 - as another page would

    client, meeting = client_as("secretariat"), held(council)
    user = client.user  # type: ignore[attr-defined]  # set by client_as
    made = services.add_conclusion(
        meeting=meeting, user=user, text="Rà soát", task=new_task(agency, legal_basis="Kết luận")
    )
    assert made.follow_up is not None
    issue_draft(follow_up=made.follow_up, user=user, on=date(2026, 6, 21))
    edit = reverse("sittings:conclusion_edit", args=[made.pk])
    answer = client.get(edit)
    assert "body" not in answer.context["form"].fields
    assert made.follow_up.get_absolute_url() in answer.content.decode()
    version = answer.context["form"]["version"].value()
    assert client.post(edit, typed_conclusion(text="Rà soát lại", version=version)).status_code == 302
    made.refresh_from_db()
    assert (made.text, made.follow_up.agency) == ("Rà soát lại", agency)


# --- Issuing ---


def test_the_notice_is_shown_before_it_is_issued_and_what_is_missing_is_said(
    client_as: ClientAs, council: Council, agency: Agency
) -> None:
    client, meeting = client_as("secretariat"), held(council)
    user = client.user  # type: ignore[attr-defined]  # set by client_as
    services.add_conclusion(meeting=meeting, user=user, text="Rà soát", task=new_task(agency, evidence=""))
    address = at(meeting, "body_meeting_conclude")
    shown = page(client, address)
    assert "phiên họp thứ 12" in shown
    assert _("Not all tasks can be sent yet.") in shown
    data = {"on": "22/06/2026", "signer": "vice_chair"}
    again = client.post(address, {**data, "again": "yes"})
    assert "KT. CHỦ TỊCH" in again.content.decode()
    refused = client.post(address, data)
    assert refused.status_code == 422
    assert _("Say what result proves it done.") in refused.content.decode()
    assert 'value="22/06/2026"' in refused.content.decode()


def test_a_leader_issues_the_conclusions_and_the_notice_is_downloaded(
    client_as: ClientAs, council: Council, agency: Agency
) -> None:
    meeting = held(council)
    concluded_with(meeting, client_as("secretariat").user, agency)  # type: ignore[attr-defined]  # set by client_as
    leader = client_as("leader")
    address = at(meeting, "body_meeting_conclude")
    answer = leader.post(address, {"on": "22/06/2026", "signer": "chair"}, follow=True)
    assert "01/TB-HĐND" in answer.content.decode()
    meeting.refresh_from_db()
    assert meeting.document is not None
    download = reverse("documents:document_file", args=[meeting.document.pk, "pdf"])
    assert download in answer.content.decode()
    got = b"".join(leader.get(download).streaming_content)  # type: ignore[attr-defined]  # a file
    assert "Số: 01/TB-HĐND" in pdf_text(got)
    assert leader.post(address, {"on": "22/06/2026", "signer": "chair"}).status_code == 422


# --- Papers ---


def test_the_draft_of_the_minutes_follows_the_form_of_the_decree(
    client_as: ClientAs, council: Council, term: CouncilTerm
) -> None:
    client = client_as("secretariat")
    meeting = held(council, agenda="Báo cáo tháng 6\n2. Tiếp công dân", minutes="Chủ tịch khai mạc.")
    meeting.delegates.add(seated(term, full_name="Đại biểu Tổ 1 – 77"))
    Conclusion.objects.create(meeting=meeting, position=1, text="Thống nhất")
    got = client.get(at(meeting, "body_meeting_draft", "minutes", "docx"))
    assert 'filename="bien-ban-' in got.headers["Content-Disposition"]
    text = word_text(got.content)
    for words in (
        "BIÊN BẢN Phiên họp thứ 12 của Thường trực",
        "Thời gian bắt đầu: …… giờ …… phút, ngày 20 tháng 6 năm 2026.",
        "Đại biểu có mặt (01 đại biểu): Đại biểu Tổ 1 – 77.",
        "- Báo cáo tháng 6",
        "2. Tiếp công dân",
        "II. DIỄN BIẾN Chủ tịch khai mạc.",
        "III. KẾT LUẬN 1. Thống nhất",
    ):
        assert words in text
    assert "THƯ KÝ" in text


def test_the_invitation_leaves_room_for_number_and_day(client_as: ClientAs, council: Council) -> None:
    client = client_as("secretariat")
    meeting = BodyMeetingFactory(
        council=council, number=13, held_on=date(2026, 6, 20), starts_at="08:00", others="Công an xã"
    )
    got = client.get(at(meeting, "body_meeting_draft", "invitation", "pdf"))
    text = pdf_text(got.content)
    for words in (
        "/GM-HĐND",
        "trân trọng kính mời",
        "- Công an xã.",
        "8 giờ, thứ Bảy, ngày 20 tháng 6 năm 2026",
    ):
        assert words in text


def test_only_papers_that_exist_can_be_asked_for(client_as: ClientAs, council: Council) -> None:
    client, meeting = client_as("leader"), held(council)
    for kind, extension in (("notice", "pdf"), ("minutes", "exe"), ("secret", "pdf")):
        assert client.get(at(meeting, "body_meeting_draft", kind, extension)).status_code == 404
    assert client.get(at(meeting, "body_meeting_file")).status_code == 404
    Conclusion.objects.create(meeting=meeting, position=1, text="Thống nhất")
    assert client.get(at(meeting, "body_meeting_draft", "notice", "docx")).status_code == 200


def test_signed_minutes_are_attached_and_read(client_as: ClientAs, council: Council) -> None:
    client, meeting = client_as("secretariat"), held(council)
    address = at(meeting, "body_meeting_attach")
    assert client.post(address, {"upload": SimpleUploadedFile("x.exe", b"MZ")}).status_code == 422
    assert client.post(address, {"upload": SimpleUploadedFile("bien-ban.pdf", PDF)}).status_code == 302
    got = client_as("delegate").get(at(meeting, "body_meeting_file"))
    assert b"".join(got.streaming_content) == PDF  # type: ignore[attr-defined]  # a file
