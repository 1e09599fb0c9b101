"""What a crafted form, a second click, a borrowed id or a poisoned title tries at sittings, and the answer."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from documents.docx import to_docx
from documents.models import OfficialDocument
from sessions import bundling, services
from sessions.documents.resolutions import document_of
from sessions.models import (
    Attendance,
    BodyMeeting,
    Minutes,
    Paper,
    PaperBundle,
    PlenaryMeeting,
)
from tests import factories
from tests.sessions import paper_world
from tests.sessions.convening_world import account_of, ahead, convened, delegates, invitation_of, sent_paper
from tests.sessions.hall import Hall, at, close, hall

pytestmark = pytest.mark.django_db


@pytest.fixture
def room(term: Any) -> Hall:
    """A held morning with ten delegates of twelve seats, eight of them present."""
    made = hall(term, 10, seat_count=12)
    services.hold_plenary(meeting=made.meeting, user=None, starts_at=at(7, 30), ends_at=at(11, 30))
    made.call(8, excused=1, absent=1)
    return made


def approved(room: Hall) -> Minutes:
    minutes = services.draft_minutes(sitting=room.sitting, user=None)
    close(room.sitting)
    return services.approve_minutes(minutes=minutes, user=None)


def fields_refused(act: Callable[..., Any], **given: Any) -> list[str]:
    with pytest.raises(ValidationError) as refusal:
        act(**given)
    return list(refusal.value.message_dict)


# --- Ways around the law ---


def test_no_resolution_is_adopted_by_more_than_half_of_those_who_happen_to_be_there(room: Hall) -> None:
    resolution = room.resolution()
    given: dict[str, Any] = {"votes_for": 5, "votes_against": 3, "resolution": resolution, "is_final": True}
    assert fields_refused(room.vote, **given, majority="procedural") == ["majority"]
    assert not room.vote(**given).passed
    resolution.refresh_from_db()
    assert resolution.state == "rejected"


@pytest.mark.parametrize("state", ["draft", "verified", "tabled", "rejected", "deferred"])
def test_nothing_is_signed_before_its_adoption(room: Hall, client_as: Callable[..., Any], state: str) -> None:
    resolution = room.resolution(state=state)
    url = reverse("sittings:resolution_sign", args=[resolution.pk])
    typed = {"on": f"{timezone.localdate():%d/%m/%Y}", "signer": "Chủ tịch", "number": "7"}
    assert client_as("leader").post(url, typed).status_code == 422
    assert not OfficialDocument.objects.filter(council=resolution.council).exists()


def test_the_hours_that_approved_minutes_tell_are_not_changed_from_the_plan(
    room: Hall, client_as: Callable[..., Any]
) -> None:
    approved(room)
    typed = {"day": "14/07/2026", "part": room.meeting.part, "kind": "plenary", "chair": "Người khác"}
    url = reverse("sittings:plenary_edit", args=[room.meeting.pk])
    answer = client_as("secretariat").post(url, typed | {"starts_at": "06:00", "ends_at": "23:00"})
    assert answer.status_code == 422
    assert PlenaryMeeting.objects.get(pk=room.meeting.pk).ends_at == at(11, 30)


# --- Crafted fields ---


def test_a_reason_that_no_database_could_hold_breaks_no_roll(
    room: Hall, client_as: Callable[..., Any]
) -> None:
    pk = room.delegates[0].pk
    url = reverse("sittings:plenary_attend", args=[room.meeting.pk])
    answer = client_as("secretariat").post(url, {f"status-{pk}": "excused", f"reason-{pk}": "ốm\0nặng"})
    assert answer.status_code in {302, 422}
    assert "\0" not in Attendance.objects.get(delegate=pk).reason


@pytest.mark.parametrize("pk", ["9" * 30, "9" * 5000, "²", "-1", "\0"])
def test_a_delegate_who_is_no_number_is_no_delegate(
    client_as: Callable[..., Any], term: Any, pk: str
) -> None:
    client = client_as("secretariat")
    factories.seated(term)
    answer = client.post(reverse("sittings:body_meeting_create"), {"title": "Họp", "delegates": pk})
    assert answer.status_code == 422
    assert not BodyMeeting.objects.exists()


def test_a_sitting_of_a_century_is_a_slip_of_the_finger(term: Any) -> None:
    today = timezone.localdate()
    sitting = factories.SittingFactory.build(
        council=term.council, council_term=term, opens_on=today, closes_on=date(2100, 12, 31)
    )
    assert fields_refused(services.save_sitting, sitting=sitting, user=None) == ["closes_on"]


POISON = 'Về việc\x0bphân bổ\x01 ngân sách\x1f \ufffe\uffff </w:t> #read("/etc/passwd") <script>'


def test_signs_that_no_word_file_can_hold_do_not_stop_a_document() -> None:
    resolution = factories.ResolutionFactory(title=POISON, bases=POISON, text=f"Điều 1. {POISON}\n{POISON}")
    assert to_docx(document_of(resolution)).startswith(b"PK")


@pytest.mark.parametrize(
    "title",
    ["../../etc/passwd", "..\\..\\x", "/tuyet-doi", "\u202egpj.exe", "<script>alert(1)</script>", "%2e%2e"],
)
def test_no_title_leaves_the_folder_of_a_zip_or_speaks_in_its_index(
    term: Any, user_as: Callable[..., Any], title: str, tmp_path: Any, settings: Any
) -> None:
    settings.MEDIA_ROOT = tmp_path
    staff, sitting = user_as("secretariat"), ahead(term)
    factories.AgendaItemFactory(sitting=sitting, kind="section", title=title, depth=0)
    sent_paper(sitting, staff, number=1, title=title, symbol=title)
    bundle = services.ask_bundle(sitting=sitting, user=staff)
    bundling.make(bundle.pk)
    version = PaperBundle.objects.get().file.versions.get()  # type: ignore[union-attr]  # it is ready
    with version.content.open() as content, zipfile.ZipFile(content) as archive:
        names, index = archive.namelist(), archive.read("muc-luc.html").decode()
    assert all(re.fullmatch(r"muc-luc\.html|[0-9]{2}-[a-z0-9-]+/01-[a-z0-9-]+\.pdf", name) for name in names)
    assert len(names) == 2
    assert "<script" not in index


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_no_title_is_a_formula_in_a_table(room: Hall, client_as: Callable[..., Any], kind: str) -> None:
    factories.PaperFactory(sitting=room.sitting, number=1, title='=HYPERLINK("http://x","y")')
    url = reverse("sittings:sitting_papers", args=[room.sitting.pk])
    content = b"".join(client_as("secretariat").get(url, {"export": kind}).streaming_content)
    if kind == "csv":
        assert b"'=HYPERLINK" in content
        return
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        assert b"<f>" not in book.read("xl/worksheets/sheet1.xml")


@pytest.mark.parametrize(
    "wanted",
    ["https://example.org/", "//example.org", "/\\example.org", "javascript:alert(1)", "http:///example.org"],
)
def test_no_step_leads_out_of_the_portal(room: Hall, client_as: Callable[..., Any], wanted: str) -> None:
    resolution = room.resolution()
    url = reverse("sittings:resolution_table", args=[resolution.pk])
    done = client_as("secretariat").post(url, {"on": "14/07/2026", "next": wanted})
    assert (done.status_code, done.headers["Location"]) == (302, resolution.get_absolute_url())


@pytest.mark.parametrize("total", ["100000", "9" * 30, "-1", "x", ""])
def test_a_list_of_a_hundred_thousand_lines_is_no_list(
    room: Hall, client_as: Callable[..., Any], total: str
) -> None:
    url = reverse("sittings:papers_create", args=[room.sitting.pk])
    typed = {
        "line-TOTAL_FORMS": total,
        "line-INITIAL_FORMS": "0",
        "line-0-title": "Báo cáo",
        "line-0-kind": "report",
    }
    client = client_as("secretariat")
    assert client.post(url, typed).status_code == 422
    assert client.post(url, typed | {"more": "1"}).status_code == 200
    assert not Paper.objects.exists()


# --- Somebody else's ---


def test_committee_staff_write_only_what_their_own_committee_verifies_and_meets_for(
    term: Any, agency: Any, user_as: Callable[..., Any]
) -> None:
    sitting = paper_world.sitting_of(term)
    own, other = (paper_world.committee_of(sitting, name=name) for name in ("Ban Pháp chế", "Ban Kinh tế"))
    client = Client()
    client.force_login(user_as("committee", committee=own))
    today = timezone.localdate()
    paper = paper_world.expected(sitting, agency)
    paper_world.received(paper, today)
    verification = paper_world.assigned(paper, other, today)
    meeting = factories.BodyMeetingFactory(council=term.council, committee=other)
    for step in ("begin", "meeting", "sections", "remarks", "report", "sign"):
        url = reverse(f"sittings:verification_{step}", args=[verification.pk])
        assert (client.get(url).status_code, client.post(url).status_code) == (403, 403)
    assert client.post(reverse("sittings:body_meeting_edit", args=[meeting.pk])).status_code == 403
    assert client.post(reverse("sittings:conclusion_create", args=[meeting.pk])).status_code == 403
    assert client.post(reverse("sittings:paper_return", args=[paper.pk])).status_code == 403
    typed = {"title": "Họp", "kind": "regular", "held_on": f"{today:%d/%m/%Y}", "committee": other.pk}
    assert client.post(reverse("sittings:body_meeting_create"), typed).status_code == 422
    assert client.post(reverse("sittings:body_meeting_create"), typed | {"committee": ""}).status_code == 422


def test_an_agency_reads_no_other_agencys_paper_and_nothing_unreported(
    term: Any, agency: Any, client_as: Callable[..., Any]
) -> None:
    sitting = paper_world.sitting_of(term)
    committee, today = paper_world.committee_of(sitting), timezone.localdate()
    other = factories.AgencyFactory(council=term.council)
    theirs, own = (paper_world.expected(sitting, body) for body in (other, agency))
    paper_world.received(theirs, today)
    paper_world.received(own, today)
    client = client_as("agency")
    verification = paper_world.assigned(own, committee, today)
    assert client.get(reverse("sittings:paper_detail", args=[theirs.pk])).status_code == 404
    assert client.get(reverse("sittings:paper_version", args=[theirs.pk, 1])).status_code == 404
    for name in ("detail", "respond"):
        assert client.get(reverse(f"sittings:verification_{name}", args=[verification.pk])).status_code == 404
    for kind in ("docx", "pdf", "signed"):
        assert (
            client.get(reverse("sittings:verification_file", args=[verification.pk, kind])).status_code == 404
        )
    assert client.get(reverse("documents:document_list")).status_code == 403
    resolution = factories.ResolutionFactory(sitting=sitting)
    assert client.get(resolution.get_absolute_url()).status_code == 404
    for kind in ("docx", "pdf"):
        assert client.get(reverse("sittings:resolution_file", args=[resolution.pk, kind])).status_code == 404


def test_a_delegate_registers_for_nobody_else_and_sees_no_openings(
    term: Any, user_as: Callable[..., Any]
) -> None:
    staff, sitting = user_as("secretariat"), ahead(term)
    one, two = delegates(term, 2)
    convened(sitting, staff)
    sent_paper(sitting, staff)
    client = Client()
    client.force_login(account_of(one))
    stolen = invitation_of(sitting, two)
    typed = {
        "answer": "excused",
        "reason": "ốm",
        "delegate": two.pk,
        "invitation": stolen.pk,
        "pk": stolen.pk,
    }
    assert client.post(reverse("sittings:invitation_register", args=[stolen.pk]), typed).status_code == 403
    assert client.post(reverse("sittings:registration_edit", args=[sitting.pk]), typed).status_code == 302
    assert (invitation_of(sitting, one).answer, invitation_of(sitting, two).answer) == ("excused", "")
    page = client.get(reverse("sittings:sitting_delegates", args=[sitting.pk])).context["table"]
    assert type(page).__name__ == "CalledTable"
