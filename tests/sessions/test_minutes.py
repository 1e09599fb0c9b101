"""Minutes: drafted from the records, kept where people edited them, approved, signed."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from councils.models import CouncilTerm
from sessions import services
from sessions.course import course_of
from sessions.models import Guest, Minutes, PlenaryMeeting, Resolution, Sitting
from sessions.services import Piece
from tests.factories import PlenaryMeetingFactory, SittingFactory, UserFactory
from tests.permissions.world import PDF
from tests.sessions.hall import CLOSING, Hall, at, close, hall

REASON = "Còn thiếu ý kiến của đại biểu"


@pytest.fixture
def room(term: CouncilTerm) -> Hall:
    """A held morning with attendance, ten of ten in office."""
    made = hall(term, 10, seat_count=12)
    services.hold_plenary(meeting=made.meeting, user=None, starts_at=at(7, 30), ends_at=at(11, 30))
    made.call(7, excused=2, absent=1)
    return made


def draft(room: Hall, **given: Any) -> Minutes:
    return services.draft_minutes(sitting=room.sitting, user=None, **given)


def text_of(minutes: Minutes, code: str) -> str:
    return minutes.sections.get(code__startswith=code).text


def refused(act: Any, *args: Any, **given: Any) -> str:
    with pytest.raises(ValidationError) as refusal:
        act(*args, **given)
    return " ".join(refusal.value.messages)


# --- Drafting ---


def test_sections_come_in_the_order_of_the_sitting(room: Hall) -> None:
    headings = [section.heading for section in draft(room).sections.order_by("position")]
    assert headings == [
        "Thời gian, địa điểm, khai mạc",
        "Thành phần tham dự",
        "Chủ tọa, Thư ký kỳ họp",
        "Diễn biến phiên họp sáng ngày 14/7/2026",
        "Biểu quyết",
        "Bế mạc",
    ]


def test_time_and_place_are_told_as_minutes_do(room: Hall) -> None:
    minutes = draft(room)
    assert "kỳ họp thứ Năm" in text_of(minutes, "time").replace("Kỳ", "kỳ")
    assert "khai mạc hồi 07 giờ 30 phút ngày 14/7/2026" in text_of(minutes, "time")
    assert "tại Hội trường UBND xã" in text_of(minutes, "time")
    assert text_of(minutes, "closing") == "Kỳ họp bế mạc hồi 11 giờ 30 phút ngày 14/7/2026."


def test_composition_tells_who_was_there_and_who_was_not_but_not_why(room: Hall) -> None:
    Guest.objects.create(sitting=room.sitting, name="Thường trực Đảng ủy xã", count=3)
    Guest.objects.create(sitting=room.sitting, name="Ban Thường trực UBMTTQ Việt Nam xã")
    text = text_of(draft(room), "composition")
    assert "được bầu: 12; số đại biểu đương nhiệm: 10." in text
    assert "có 7/12 đại biểu dự, vắng 03 đại biểu (có lý do 02)." in text
    assert f"Vắng có lý do: {room.delegates[8].full_name}; {room.delegates[7].full_name}." in text
    assert "công tác" not in text
    assert f"Vắng không có lý do: {room.delegates[9].full_name}." in text
    assert "- Thường trực Đảng ủy xã (03 người);" in text
    assert text.endswith("- Ban Thường trực UBMTTQ Việt Nam xã.")


def test_the_course_tells_papers_speakers_and_answers(room: Hall) -> None:
    room.item(title="Báo cáo kinh tế - xã hội", presenter="Lãnh đạo UBND", meeting=room.meeting)
    services.add_turn(
        meeting=room.meeting, user=None, delegate=room.delegates[0], summary="Đề nghị làm rõ.\nVà báo cáo;"
    )
    services.add_turn(
        meeting=room.meeting, user=None, delegate=room.delegates[1], kind="question", summary="Vì sao chậm?"
    )
    services.add_turn(meeting=room.meeting, user=None, speaker="Trưởng phòng Kinh tế", kind="answer")
    text = text_of(draft(room), "course")
    assert "- Báo cáo kinh tế - xã hội (Lãnh đạo UBND trình bày)." in text
    assert "Thảo luận, có 01 lượt đại biểu phát biểu:" in text
    assert f"- {room.delegates[0].full_name}: Đề nghị làm rõ. Và báo cáo." in text
    assert "Chất vấn và trả lời chất vấn, có 01 lượt chất vấn:" in text
    assert text.endswith("- Trưởng phòng Kinh tế.")


def test_votes_are_told_with_the_share_of_the_right_denominator(room: Hall) -> None:
    resolution = room.resolution(title="Về việc phê duyệt dự toán ngân sách")
    room.vote(7, 0, resolution=resolution, is_final=True, title=resolution.title)
    room.vote(3, 4, title="Phương án 1")
    void = room.vote(7, 0, title="Nhập nhầm")
    services.void_vote(vote=void, user=None, reason="Nhập nhầm")
    text = text_of(draft(room), "votes")
    assert "đã biểu quyết 02 nội dung" in text
    assert (
        "Với 7/7 đại biểu có mặt biểu quyết tán thành (đạt 58,3% tổng số đại biểu HĐND xã), "
        "Nghị quyết về việc phê duyệt dự toán ngân sách được thông qua."
    ) in text
    assert "chưa đủ 07 đại biểu tán thành theo quy định, nội dung “Phương án 1” không được thông qua." in text
    assert "Nhập nhầm" not in text


def test_a_half_day_that_was_not_held_is_left_out(room: Hall) -> None:
    PlenaryMeetingFactory(sitting=room.sitting, part="2_afternoon")
    assert draft(room).sections.filter(code__startswith="course").count() == 1


def test_a_sitting_that_was_not_opened_has_no_minutes(term: CouncilTerm) -> None:
    assert refused(services.draft_minutes, sitting=SittingFactory(council_term=term), user=None)


def test_the_course_of_five_half_days_is_read_in_few_queries(
    room: Hall, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    days = [("2_afternoon", room.meeting.day), ("1_morning", CLOSING), ("2_afternoon", CLOSING)]
    for part, day in days:
        PlenaryMeetingFactory(sitting=room.sitting, day=day, part=part, is_held=True)
    sitting = Sitting.objects.select_related("council_term").get(pk=room.sitting.pk)
    with django_assert_num_queries(8):
        assert len(course_of(sitting).half_days) == 4


# --- Drafting again ---


def edit(minutes: Minutes, **texts: str) -> None:
    """Change the text of sections by their code."""
    pieces = [
        Piece(section.pk, section.heading, texts.get(section.code, section.text))
        for section in minutes.sections.order_by("position")
    ]
    services.edit_minutes(minutes=minutes, user=None, pieces=pieces)


def test_what_people_edited_is_kept_and_the_rest_follows_the_records(room: Hall) -> None:
    minutes = draft(room)
    edit(minutes, chair="Chủ tọa: do người dùng sửa")
    room.vote(7, 0)
    draft(room)
    assert text_of(minutes, "chair") == "Chủ tọa: do người dùng sửa"
    assert "đã biểu quyết 01 nội dung" in text_of(minutes, "votes")


def test_all_is_drafted_anew_when_asked(room: Hall) -> None:
    minutes = draft(room)
    edit(minutes, chair="Chủ tọa: do người dùng sửa")
    draft(room, anew=True)
    assert "người dùng" not in text_of(minutes, "chair")


def test_a_section_that_people_added_keeps_its_place(room: Hall) -> None:
    minutes = draft(room)
    pieces = [Piece(one.pk, one.heading, one.text) for one in minutes.sections.order_by("position")]
    pieces.insert(2, Piece(None, "Khen thưởng", "Trao Bằng khen."))
    services.edit_minutes(minutes=minutes, user=None, pieces=pieces)
    draft(room)
    headings = [one.heading for one in minutes.sections.order_by("position")]
    assert headings.index("Khen thưởng") == 2


def test_a_half_day_taken_back_leaves_the_draft_unless_it_was_edited(room: Hall) -> None:
    second = PlenaryMeetingFactory(sitting=room.sitting, part="2_afternoon", is_held=True)
    minutes = draft(room)
    PlenaryMeeting.objects.filter(pk=second.pk).update(is_held=False)
    draft(room)
    assert not minutes.sections.filter(code=f"course-{second.pk}").exists()
    PlenaryMeeting.objects.filter(pk=second.pk).update(is_held=True)
    draft(room)
    edit(minutes, **{f"course-{second.pk}": "Sửa tay"})
    PlenaryMeeting.objects.filter(pk=second.pk).update(is_held=False)
    draft(room)
    assert text_of(minutes, f"course-{second.pk}") == "Sửa tay"


# --- Editing ---


def test_sections_are_removed_and_reordered(room: Hall) -> None:
    minutes = draft(room)
    first, second, *_rest = minutes.sections.order_by("position")
    pieces = [Piece(second.pk, second.heading, "B"), Piece(first.pk, first.heading, "A")]
    services.edit_minutes(minutes=minutes, user=None, pieces=pieces, version=minutes.version)
    assert [one.text for one in minutes.sections.order_by("position")] == ["B", "A"]


def test_an_edit_that_makes_no_sense_is_refused(room: Hall) -> None:
    minutes = draft(room)
    assert refused(services.edit_minutes, minutes=minutes, user=None, pieces=[])
    assert refused(services.edit_minutes, minutes=minutes, user=None, pieces=[Piece(None, " ", "x")])
    assert refused(services.edit_minutes, minutes=minutes, user=None, pieces=[Piece(0, "Mục", "x")])


def test_nobody_overwrites_a_colleague_unawares(room: Hall) -> None:
    minutes = draft(room)
    first = minutes.sections.order_by("position").first()
    assert first is not None
    pieces = [Piece(first.pk, first.heading, "A")]
    services.edit_minutes(minutes=minutes, user=None, pieces=pieces, version=1)
    assert refused(services.edit_minutes, minutes=minutes, user=None, pieces=pieces, version=1)


# --- Approval ---


def ready(room: Hall) -> Minutes:
    minutes = draft(room)
    close(room.sitting)
    return minutes


def approve(minutes: Minutes, **given: Any) -> Minutes:
    return services.approve_minutes(minutes=minutes, user=None, **given)


def test_approved_minutes_no_longer_change(room: Hall) -> None:
    minutes = approve(ready(room))
    assert (minutes.state, minutes.approved_on) == ("approved", timezone.localdate())
    assert refused(draft, room)
    assert refused(edit, minutes, chair="x")
    assert refused(approve, minutes)


def test_minutes_wait_for_the_closing(room: Hall) -> None:
    assert refused(approve, draft(room))


def test_a_half_day_without_attendance_is_named(room: Hall) -> None:
    PlenaryMeetingFactory(sitting=room.sitting, part="2_afternoon", is_held=True, ends_at=at(17))
    said = refused(approve, ready(room))
    assert "14/07/2026" in said


def test_a_half_day_without_its_end_is_named(room: Hall) -> None:
    PlenaryMeeting.objects.filter(pk=room.meeting.pk).update(ends_at=None)
    assert "14/07/2026" in refused(approve, ready(room))


def test_a_sitting_without_a_half_day_is_not_told(term: CouncilTerm) -> None:
    assert refused(approve, ready(hall(term)))


@pytest.mark.parametrize("unknown", ["chair", "secretaries"])
def test_minutes_are_not_approved_before_it_is_known_who_signs_them(room: Hall, unknown: str) -> None:
    names = {"chair": "Chủ tọa 01", "secretaries": "Thư ký 01"}
    Sitting.objects.filter(pk=room.sitting.pk).update(**names | {unknown: ""})
    room.sitting.refresh_from_db()
    minutes = ready(room)
    assert refused(approve, minutes)
    Sitting.objects.filter(pk=room.sitting.pk).update(**names)
    assert "Chủ tọa, Thư ký kỳ họp" in refused(approve, minutes)
    assert approve(draft(room)).state == "approved"


def test_an_adopted_resolution_without_a_vote_is_named(room: Hall) -> None:
    room.resolution(title="Về việc chia tách thôn", state="passed", adopted_on=room.meeting.day)
    assert "Về việc chia tách thôn" in refused(approve, ready(room))
    Resolution.objects.update(state="draft", adopted_on=None)
    resolution = Resolution.objects.get()
    room.vote(7, 0, resolution=resolution, is_final=True)
    assert approve(draft(room)).state == "approved"


def test_what_was_not_read_is_not_approved(room: Hall) -> None:
    minutes = ready(room)
    edit(minutes, chair="Sửa sau khi mở")
    assert refused(approve, minutes, version=1)


@pytest.mark.parametrize("on", [date(2026, 7, 1), None])
def test_the_day_of_approval_follows_the_closing(room: Hall, on: date | None) -> None:
    tomorrow = timezone.localdate() + timedelta(days=1)
    assert refused(approve, ready(room), on=on or tomorrow)


def test_an_approval_is_undone_for_a_reason_that_the_history_keeps(room: Hall) -> None:
    minutes = approve(ready(room))
    assert refused(services.reopen_minutes, minutes=minutes, user=None, reason="x")
    assert refused(services.reopen_minutes, minutes=minutes, user=None, reason="x" * 301)
    services.reopen_minutes(minutes=minutes, user=None, reason=REASON)
    assert (minutes.state, minutes.approved_on) == ("draft", None)
    history: Any = minutes
    last = history.history.order_by("-pgh_id").first()
    assert last.pgh_context.metadata["reason"] == REASON


def test_approved_minutes_bear_a_number_and_keep_it_when_they_are_approved_anew(room: Hall) -> None:
    minutes = approve(ready(room))
    assert minutes.document is not None
    first = (minutes.document.pk, minutes.document.symbol, minutes.document.issued_on)
    assert first[1:] == ("01/BB-HĐND", timezone.localdate())
    services.reopen_minutes(minutes=minutes, user=None, reason=REASON)
    again = approve(minutes).document
    assert again is not None
    assert (again.pk, again.symbol, again.issued_on) == first
    signed = sign(minutes)
    again.refresh_from_db()
    assert again.file == signed.file


# --- Signed copy ---


def pdf(name: str = "bien-ban.pdf", content: bytes = PDF) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def sign(minutes: Minutes, **given: Any) -> Minutes:
    facts: dict[str, Any] = {"user": UserFactory(), "on": timezone.localdate(), "upload": pdf()}
    return services.sign_minutes(minutes=minutes, **(facts | given))


def test_the_signed_copy_makes_the_approval_final(room: Hall) -> None:
    minutes = sign(approve(ready(room)))
    assert (minutes.state, minutes.signed_on) == ("signed", timezone.localdate())
    assert minutes.file is not None
    assert "Năm" in minutes.file.title
    assert refused(services.reopen_minutes, minutes=minutes, user=None, reason=REASON)


def test_nothing_is_signed_before_it_was_approved(room: Hall) -> None:
    assert refused(sign, ready(room))


@pytest.mark.parametrize(
    "given",
    [
        {"upload": pdf("anh.png", b"\x89PNG\r\n\x1a\n123")},
        {"upload": pdf("rong.pdf", b"")},
        {"upload": pdf("la.exe", b"MZ123")},
        {"on": date(2026, 7, 16)},
    ],
)
def test_a_copy_that_cannot_be_is_refused(room: Hall, given: dict[str, Any]) -> None:
    assert refused(sign, approve(ready(room)), **given)
