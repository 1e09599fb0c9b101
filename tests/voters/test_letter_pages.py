"""Pages of letters and receptions: what they show, what a refusal leaves on the page, how many queries they take."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from openpyxl import load_workbook

from councils.models import Agency, Council, CouncilTerm
from tests.factories import FieldFactory, ReceptionFactory, seated
from tests.permissions.letters import PDF
from tests.voters.letters_kit import DAY, SENDER, make_rules, ready, register
from voters import services
from voters.documents.reception import REGISTER_COLUMNS
from voters.models import CitizenReception, Letter, ReceptionRecord
from voters.services.letters import Condition

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff(client_as: Callable[..., Client]) -> Client:
    """The secretariat at its desk."""
    return client_as("secretariat")


@pytest.fixture
def rules(db: None) -> None:
    """The terms of the law."""
    make_rules()


@pytest.fixture
def reception(term: CouncilTerm) -> CitizenReception:
    """A morning in September."""
    made: CitizenReception = ReceptionFactory(council=term.council, delegate=seated(term), day=DAY)
    return made


def user_of(client: Client) -> Any:
    """Who sits at this browser."""
    return client.user  # type: ignore[attr-defined]  # see the fixture


TYPED = {
    "received_on": "07/09/2026",
    "signatories": "1",
    "source": "post",
    "kind": "petition",
    "summary": "Đề nghị sửa đường liên thôn",
    "name": "Công dân Thử Nghiệm",
    "address": "Thôn 2",
}


def test_a_letter_is_typed_saved_and_followed_by_the_next(staff: Client, council: Council) -> None:
    url = reverse("voters:letter_create")
    scan = SimpleUploadedFile("don.pdf", PDF)
    assert staff.post(url, {**TYPED, "next": url, "scans": scan}).url == url  # type: ignore[attr-defined]  # a redirect
    letter = Letter.objects.get()
    assert (letter.number, letter.council, letter.scans.count()) == (1, council, 1)
    page = staff.get(letter.get_absolute_url()).content.decode()
    assert "Công dân Thử Nghiệm, Thôn 2" in page


def test_a_refusal_stands_beside_its_field_and_nothing_typed_is_lost(staff: Client, council: Council) -> None:
    answer = staff.post(
        reverse("voters:letter_create"), {**TYPED, "received_on": "01/01/2090", "dated_on": "32/13/2026"}
    )
    assert answer.status_code == 422
    form = answer.context["form"]
    assert "dated_on" in form.errors
    assert "Công dân Thử Nghiệm" in answer.content.decode()
    answer = staff.post(reverse("voters:letter_create"), {**TYPED, "received_on": "01/01/2090"})
    assert "received_on" in answer.context["form"].errors
    big = SimpleUploadedFile("don.exe", b"MZ" * 100)
    answer = staff.post(reverse("voters:letter_create"), {**TYPED, "scans": big})
    assert answer.status_code == 422
    assert not Letter.objects.exists()


def test_the_whole_way_of_a_letter_on_its_pages(
    staff: Client, council: Council, agency: Agency, rules: None
) -> None:
    letter = register(council, user_of(staff))
    conditions = {str(condition): "yes" for condition in Condition}
    staff.post(reverse("voters:letter_screen", args=[letter.pk]), {"on": "07/09/2026", **conditions})
    staff.post(
        reverse("voters:letter_classify"),
        {"pk": letter.pk, "bulk-field": FieldFactory().pk, "bulk-agency": agency.pk},
    )
    url = reverse("voters:letter_act", args=[letter.pk, "forward"])
    given = {"on": "29/11/2026", "agency": agency.pk, "rule": "OP-ANSWER", "signer": "chair"}
    given["on"] = f"{timezone.localdate():%d/%m/%Y}"
    draft = staff.post(url, {**given, "draft": "docx"})
    assert "attachment" in draft["Content-Disposition"]
    assert not letter.actions.exists()
    assert staff.post(url, given).status_code == 302
    letter.refresh_from_db()
    action = letter.actions.get()
    assert action.document is not None
    assert (letter.state, action.document.symbol) == ("forwarded", "01/PC-HĐND")
    paper = staff.get(reverse("voters:letter_paper", args=[letter.pk, action.pk, "pdf"]))
    assert b"".join(paper.streaming_content).startswith(b"%PDF")  # type: ignore[attr-defined]  # a file
    staff.post(reverse("voters:letter_take_back", args=[letter.pk]), {"reason": "Chuyển nhầm"})
    letter.refresh_from_db()
    assert letter.state == "classified"


def test_a_circle_is_warned_of_before_and_refused_after(
    staff: Client, council: Council, agency: Agency, rules: None
) -> None:
    letter = ready(council, user_of(staff), agency=agency, passed=[services.Passed(agency, DAY)])
    url = reverse("voters:letter_act", args=[letter.pk, "forward"])
    assert staff.get(url).context["circle"]
    answer = staff.post(
        url, {"on": "07/09/2026", "agency": agency.pk, "rule": "OP-ANSWER", "signer": "chair"}
    )
    assert answer.status_code == 422
    assert "agency" in answer.context["form"].errors


def test_bulk_forwarding_shows_what_stayed_and_why(
    staff: Client, council: Council, agency: Agency, rules: None
) -> None:
    good, homeless = (ready(council, user_of(staff), agency=body) for body in (agency, None))
    answer = staff.post(
        reverse("voters:letter_forward"),
        {"pk": [good.pk, homeless.pk], "apply": "yes", "on": "07/09/2026", "signer": "chair"},
    )
    assert [letter for letter, _why in answer.context["refused"]] == [homeless]
    good.refresh_from_db()
    assert good.state == "forwarded"


def test_a_duplicate_is_suggested_with_its_reason_and_decided_by_people(
    staff: Client, council: Council
) -> None:
    first, second = register(council, user_of(staff)), register(council, user_of(staff))
    page = staff.get(second.get_absolute_url())
    assert [hit.letter for hit in page.context["likeness"]] == [first]
    assert _("same sender") in page.content.decode()
    second.refresh_from_db()
    assert second.duplicate_of is None
    staff.post(reverse("voters:letter_duplicate", args=[second.pk]), {"of": first.pk})
    second.refresh_from_db()
    assert second.duplicate_of == first


def test_the_list_is_narrowed_by_status_and_kind(
    staff: Client, council: Council, agency: Agency, rules: None
) -> None:
    ready(council, user_of(staff))
    register(council, user_of(staff), kind="complaint")
    late = ready(council, user_of(staff))
    services.act(
        letter=late, kind="forward", user=user_of(staff), terms=services.Terms(on=DAY, agency=agency)
    )
    counts = {
        query: staff.get(f"{reverse('voters:letter_list')}?{query}").context["count"]
        for query in (
            "",
            "status=pending",
            "status=late",
            "status=unscreened",
            "kind=complaint",
            "eligible=true",
        )
    }
    assert counts == {
        "": 3,
        "status=pending": 2,
        "status=late": 1,
        "status=unscreened": 1,
        "kind=complaint": 1,
        "eligible=true": 2,
    }


def test_a_citizen_is_entered_and_stands_in_the_book_with_its_thirteen_columns(
    staff: Client, reception: CitizenReception
) -> None:
    url = reverse("voters:record_create", args=[reception.pk])
    typed = {"name": "Công dân Thử Nghiệm", "kind": "petition", "content": "Đường hỏng", "persons": "5"}
    assert "others" in staff.post(url, typed).context["form"].errors
    staff.post(url, {**typed, "others": "Người đại diện thứ hai; Thôn 3"})
    record = ReceptionRecord.objects.get()
    book = staff.get(
        reverse("voters:record_register", args=["xlsx"]), {"start": "2026-01-01", "end": "2026-12-31"}
    )
    sheet = load_workbook(BytesIO(b"".join(book.streaming_content))).active  # type: ignore[attr-defined]  # a file
    assert sheet is not None
    lines = list(sheet.values)
    assert lines[0] == REGISTER_COLUMNS
    assert (lines[1][2], lines[1][6]) == (
        "Công dân Thử Nghiệm; Người đại diện thứ hai, Thôn 3",
        5,
    )
    assert staff.get(record.get_absolute_url()).status_code == 200


def test_a_quarter_is_scheduled_and_published_on_its_pages(staff: Client, term: CouncilTerm) -> None:
    delegate = seated(term)
    given = {
        "year": "2026",
        "quarter": "4",
        "rule": "day",
        "part": "1_morning",
        "place": "Trụ sở tiếp công dân",
        "delegates": [delegate.pk],
    }
    url = reverse("voters:reception_generate")
    assert "day_of_month" in staff.post(url, given).context["form"].errors
    staff.post(url, {**given, "day_of_month": "15"})
    assert CitizenReception.objects.of(term.council).count() == 3
    days = {"start": "01/10/2026", "end": "31/12/2026", "on": "25/09/2026", "signer": "chair"}
    draft = staff.post(reverse("voters:reception_publish"), {**days, "draft": "pdf"})
    assert draft.content.startswith(b"%PDF")
    assert staff.post(reverse("voters:reception_publish"), days).status_code == 302
    assert set(CitizenReception.objects.values_list("state", flat=True)) == {"published"}


def test_an_erasure_is_asked_for_with_a_reason(staff: Client, council: Council) -> None:
    old = ready(council, user_of(staff), received_on=date(2019, 3, 4))
    services.act(
        letter=old, kind="file", user=user_of(staff), terms=services.Terms(on=date(2019, 3, 5), text="Lưu")
    )
    services.step(letter=old, name="close", user=user_of(staff), on=date(2019, 3, 6))
    url = reverse("voters:identity_erase")
    assert len(staff.get(url).context["table"].rows) == 1
    assert staff.post(url, {"reason": ""}).status_code == 422
    staff.post(url, {"reason": "Hết thời hạn lưu"})
    old.refresh_from_db()
    assert old.erased_on is not None
    staff.post(url, {"kept": "letters", "years": "7"})
    years = [years for _label, years in staff.get(url).context["terms"]]
    assert years == [7, 5]


@pytest.mark.parametrize(
    ("page", "queries"),
    [
        ("letter_list", 11),
        ("letter_register", 6),
        ("reception_list", 6),
        ("record_list", 7),
    ],
)
def test_lists_take_the_same_queries_at_one_and_three_rows(
    staff: Client,
    council: Council,
    agency: Agency,
    reception: CitizenReception,
    rules: None,
    page: str,
    queries: int,
    django_assert_num_queries: Any,
) -> None:
    url = reverse(f"voters:{page}")
    for rows in (1, 2):
        for _row in range(rows):
            letter = ready(council, user_of(staff), agency=agency)
            services.act(letter=letter, kind="forward", user=user_of(staff), terms=services.Terms(on=DAY))
            services.record_visit(
                reception=reception, user=user_of(staff), kind="petition", content="Đường", identity=SENDER
            )
        staff.get(url)
        with django_assert_num_queries(queries):
            staff.get(url)


@pytest.mark.parametrize(("page", "queries"), [("letter", 16), ("reception", 8), ("record", 14)])
def test_a_record_takes_the_same_queries_with_one_and_three_rows_on_it(
    staff: Client,
    council: Council,
    agency: Agency,
    reception: CitizenReception,
    rules: None,
    page: str,
    queries: int,
    django_assert_num_queries: Any,
) -> None:
    letter = ready(council, user_of(staff), agency=agency, kind="denunciation")
    record = services.record_visit(
        reception=reception, user=user_of(staff), kind="denunciation", content="Sai phạm", identity=SENDER
    )
    shown: dict[str, Any] = {"letter": letter, "reception": reception, "record": record}
    url = shown[page].get_absolute_url()
    for rows in (1, 2):
        for _row in range(rows):
            terms = services.Terms(on=DAY, agency=agency, again_because="Bổ sung")
            services.act(letter=letter, kind="forward", user=user_of(staff), terms=terms)
            services.view_identity(record=letter, user=user_of(staff), reason="Xem")
            services.view_identity(record=record, user=user_of(staff), reason="Xem")
            services.record_visit(
                reception=reception, user=user_of(staff), kind="petition", content="Đường", identity=SENDER
            )
        staff.get(url)
        with django_assert_num_queries(queries):
            staff.get(url)
