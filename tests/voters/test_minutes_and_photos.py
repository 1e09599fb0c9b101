"""Minutes and photos of a voter meeting: drafted from the records, signed copies and photos checked and kept."""

from __future__ import annotations

from collections.abc import Callable
from datetime import time
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client, override_settings
from django.urls import reverse

from accounts.models import User
from core.errors import Refused
from councils.models import CouncilTerm
from documents.composition import compose
from tests import factories
from tests.voters.contact_kit import EXE, PDF, PNG, group_of, in_june, plan
from voters import services
from voters.contact_minutes import drawn_minutes
from voters.models import MeetingMinutes, VoterContactRound, VoterMeeting


@pytest.fixture
def user(user_as: Callable[..., User]) -> User:
    return user_as("secretariat")


@pytest.fixture
def staff(client_as: Callable[..., Client]) -> Client:
    return client_as("secretariat")


def address(name: str, *args: Any) -> str:
    return reverse(f"voters:{name}", args=args)


def said(meeting: VoterMeeting) -> str:
    drawn = compose(
        drawn_minutes(VoterMeeting.objects.select_related("round__sitting", "council").get(pk=meeting.pk))
    )
    lines = [drawn.abstract, *(text for text, _bold in drawn.issuer)]
    for item in drawn.flow:
        if hasattr(item, "rows"):
            lines += [" ".join(line for cell in row.cells for line in cell.lines) for row in item.rows]
        else:
            lines.append(f"{item.lead} {item.text}")
    return "\n".join(lines).replace("\N{NO-BREAK SPACE}", " ")


def test_the_minutes_are_drawn_from_the_records(meeting: VoterMeeting, term: CouncilTerm, user: User) -> None:
    meeting.groups.add(group_of(term, 3))
    meeting.delegates.add(factories.seated(term, full_name="Đại biểu Tổ 3 – 01"))
    services.update_meeting(
        meeting=meeting,
        user=user,
        version=None,
        starts_at=time(7, 30),
        ends_at=time(11),
        chair="Chủ tịch UBMTTQ xã",
        secretary="Chuyên viên Văn phòng – 01",
        headcount_qualifier="more_than",
        invited=80,
    )
    factories.OpinionFactory(meeting=meeting, content="Đề nghị sửa cầu")
    factories.OpinionFactory(meeting=meeting, screening="answered_on_spot", spot_answer="Đã bố trí vốn.")
    words = said(meeting)
    for part in (
        "TỔ ĐẠI BIỂU SỐ 3",
        "Hồi 07 giờ 30 phút, ngày 10 tháng 6 năm 2026",
        "Đại biểu Tổ 3 – 01",
        "số được mời 80 người; số có mặt hơn 60 người",
        "Có 08 cử tri phát biểu với 02 ý kiến; 01 ý kiến được trả lời ngay tại hội nghị, 01 ý kiến được ghi nhận",
        "Đề nghị sửa cầu",
        "Đã bố trí vốn.",
        "Hội nghị kết thúc hồi 11 giờ 00 phút cùng ngày",
        "lập thành 02 (hai) bản./.",
    ):
        assert part in words


def test_what_somebody_wrote_takes_the_place_of_the_usual_sentences(
    meeting: VoterMeeting, user: User
) -> None:
    services.write_minutes(
        meeting=meeting,
        user=user,
        absent="Đại biểu Tổ 1 – 02 (ốm)",
        reported="Kết quả kỳ họp\nNghị quyết đã thông qua",
        closing="Tiếp thu toàn bộ.",
        copies=3,
    )
    words = said(meeting)
    assert "Đại biểu Tổ 1 – 02 (ốm)" in words
    assert "- Nghị quyết đã thông qua" in words
    assert "03 (ba) bản" in words


def test_minutes_of_what_nobody_said_say_so(meeting: VoterMeeting) -> None:
    assert "Không có ý kiến, kiến nghị của cử tri" in said(meeting)


def test_there_are_no_minutes_before_the_meeting(contact: VoterContactRound, user: User) -> None:
    made = plan(contact, user, held_on=in_june(20))
    upload = SimpleUploadedFile("bb.pdf", PDF)
    with pytest.raises(Refused):
        services.write_minutes(meeting=made, user=user, closing="x")
    with pytest.raises(Refused):
        services.attach_signed_minutes(meeting=made, user=user, upload=upload)


def test_the_second_of_two_writers_is_told(meeting: VoterMeeting, user: User) -> None:
    services.write_minutes(meeting=meeting, user=user, closing="Một")
    services.write_minutes(meeting=meeting, user=user, version=1, closing="Hai")
    with pytest.raises(Refused):
        services.write_minutes(meeting=meeting, user=user, version=1, closing="Ba")


def test_writing_and_signing_from_the_page(staff: Client, meeting: VoterMeeting) -> None:
    url = address("meeting_minutes", meeting.pk)
    assert staff.get(url).status_code == 200
    assert staff.post(url, {"closing": "Tiếp thu", "copies": "0"}).status_code == 422
    assert staff.post(url, {"closing": "Tiếp thu", "copies": "2"}).status_code == 302
    signed = address("meeting_minutes_signed", meeting.pk)
    assert staff.post(signed, {"upload": SimpleUploadedFile("bb.pdf", PDF)}).status_code == 302
    file: Any = staff.get(address("meeting_minutes_signed_file", meeting.pk))
    assert file.getvalue() == PDF
    for extension, begins in (("docx", b"PK"), ("pdf", b"%PDF")):
        drawn = staff.get(address("meeting_minutes_paper", meeting.pk, extension))
        assert drawn.content.startswith(begins)
    assert staff.get(address("meeting_minutes_paper", meeting.pk, "exe")).status_code == 404


@pytest.mark.parametrize(
    "upload",
    [("bb.exe", EXE), ("bb.pdf", EXE), ("bb.pdf", b"")],
    ids=["a program", "a mislabelled one", "an empty file"],
)
def test_signed_minutes_of_a_wrong_kind_are_refused_in_words(
    staff: Client, meeting: VoterMeeting, upload: tuple[str, bytes]
) -> None:
    response = staff.post(
        address("meeting_minutes_signed", meeting.pk), {"upload": SimpleUploadedFile(*upload)}
    )
    assert response.status_code == 422
    assert not MeetingMinutes.objects.filter(signed__isnull=False).exists()


@override_settings(MAX_FILE_BYTES=100)
def test_a_file_that_is_too_large_is_refused_in_words(staff: Client, meeting: VoterMeeting) -> None:
    large = SimpleUploadedFile("anh.png", PNG + b"\0" * 100)
    response = staff.post(
        address("meeting_photo_create", meeting.pk), {"photos": [large], "alt": "Cử tri phát biểu"}
    )
    assert response.status_code == 422
    assert "anh.png" in response.content.decode()
    assert not meeting.photos.exists()


def test_photos_come_several_at_once_with_what_they_show(staff: Client, meeting: VoterMeeting) -> None:
    url = address("meeting_photo_create", meeting.pk)
    photos = [SimpleUploadedFile(f"anh{number}.png", PNG) for number in (1, 2)]
    assert (
        staff.post(url, {"photos": photos, "alt": "Cử tri phát biểu", "caption": "Thôn 1"}).status_code == 302
    )
    first, second = meeting.photos.all()
    page = staff.get(meeting.get_absolute_url()).content.decode()
    assert page.count('alt="Cử tri phát biểu"') == 2
    shown: Any = staff.get(first.get_absolute_url())
    assert (shown["Content-Type"], shown["X-Content-Type-Options"]) == ("image/png", "nosniff")
    assert shown.getvalue() == PNG
    edit = address("meeting_photo_edit", meeting.pk, second.pk)
    assert staff.post(edit, {"alt": ""}).status_code == 422
    assert staff.post(edit, {"alt": "Đại biểu tiếp thu", "caption": ""}).status_code == 302
    assert staff.post(address("meeting_photo_remove", meeting.pk, first.pk)).status_code == 302
    assert [photo.alt for photo in meeting.photos.all()] == ["Đại biểu tiếp thu"]


@pytest.mark.parametrize(
    ("names", "alt"),
    [(["bb.pdf"], "Ảnh"), ([], "Ảnh"), (["anh.png"], " ")],
    ids=["no image", "none", "no words"],
)
def test_what_is_no_photo_is_refused(
    staff: Client, meeting: VoterMeeting, names: list[str], alt: str
) -> None:
    content = {"bb.pdf": PDF, "anh.png": PNG}
    photos = [SimpleUploadedFile(name, content[name]) for name in names]
    response = staff.post(address("meeting_photo_create", meeting.pk), {"photos": photos, "alt": alt})
    assert response.status_code == 422
    assert not meeting.photos.exists()


def test_a_photo_of_another_meeting_is_not_shown_through_this_one(
    staff: Client, meeting: VoterMeeting, user: User
) -> None:
    other = factories.MeetingFactory()
    (photo,) = services.add_photos(
        meeting=other, user=user, uploads=[SimpleUploadedFile("a.png", PNG)], caption="", alt="Ảnh"
    )
    assert staff.get(address("meeting_photo", meeting.pk, photo.pk)).status_code == 404
    assert staff.get(address("meeting_photo", other.pk, photo.pk)).status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_a_meeting_costs_the_same_with_one_photo_and_three(
    count: int, staff: Client, meeting: VoterMeeting, user: User, django_assert_num_queries: Any
) -> None:
    uploads = [SimpleUploadedFile(f"a{number}.png", PNG) for number in range(count)]
    services.add_photos(meeting=meeting, user=user, uploads=uploads, caption="", alt="Ảnh")
    staff.get(meeting.get_absolute_url())
    with django_assert_num_queries(17):
        staff.get(meeting.get_absolute_url())


def test_a_meeting_is_put_off_and_gets_its_new_day_on_its_page(
    staff: Client, contact: VoterContactRound, user: User
) -> None:
    made = plan(contact, user)
    put_off, replan = (address("meeting_move", made.pk, name) for name in ("postpone", "replan"))
    assert staff.post(put_off, {"note": ""}).status_code == 422
    assert staff.post(put_off, {"note": "Mưa lũ"}).status_code == 302
    assert "Mưa lũ" in staff.get(made.get_absolute_url()).content.decode()
    outside = staff.post(replan, {"held_on": "05/07/2026"})
    assert outside.status_code == 422
    assert "05/07/2026" in outside.content.decode()
    made.refresh_from_db()
    assert made.state == "postponed"
    assert staff.post(replan, {"held_on": "22/06/2026"}).status_code == 302
    made.refresh_from_db()
    assert (made.state, made.held_on) == ("planned", in_june(22))
