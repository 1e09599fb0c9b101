"""The register of official documents: by itself and by hand, in order, found again, voided and never deleted."""

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
from core.errors import Refused
from councils.models import Council
from documents import register
from documents.models import OfficialDocument
from documents.services import allot_numbers, keep_drawn, register_document
from tests.documents.administrative_samples import report
from tests.factories import CommitteeFactory

ClientAs = Callable[..., Client]
LIST, NEW = "/documents/", "/documents/new/"
DAY = date(2026, 3, 5)
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


@pytest.fixture
def user(user_as: Callable[..., User]) -> User:
    return user_as("secretariat")


def entered(council: Council, user: User, **changes: Any) -> OfficialDocument:
    given = {"kind": "TB", "issuer": "HĐND", "issued_on": DAY, "abstract": "Kết luận phiên họp thứ 9"}
    return register.enter_document(council=council, user=user, **{**given, **changes})


def issued(council: Council, abstract: str = "Kế hoạch giám sát", **changes: Any) -> OfficialDocument:
    given = {"issuer": "HĐND", "kind": "KH", "issued_on": DAY}
    return register_document(council=council, abstract=abstract, **{**given, **changes})


def upload(name: str = "ban-ky.pdf", content: bytes = PDF) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def typed(**changes: Any) -> dict[str, Any]:
    """What the form sends."""
    return {
        "kind": "BC",
        "issuer": "BPC",
        "issued_on": "05/03/2026",
        "abstract": "Báo cáo thẩm tra",
        **changes,
    }


def at(document: OfficialDocument, name: str, *args: Any) -> str:
    return reverse(f"documents:{name}", args=[document.pk, *args])


# --- Entering ---


def test_an_old_document_keeps_the_number_that_it_bears(council: Council, user: User) -> None:
    assert entered(council, user, number=31).symbol == "31/TB-HĐND"
    assert issued(council, kind="TB").symbol == "32/TB-HĐND"


def test_a_normative_resolution_carries_the_year(council: Council, user: User) -> None:
    document = entered(council, user, kind="NQ", normative=True, number=15)
    assert document.symbol == "15/2026/NQ-HĐND"
    assert issued(council, kind="NQ").symbol == "01/NQ-HĐND"


def test_without_a_number_the_next_of_its_series_is_given(council: Council, user: User) -> None:
    assert [entered(council, user).number for _time in range(2)] == [1, 2]


def test_the_next_number_is_not_dated_before_the_last(council: Council, user: User) -> None:
    entered(council, user, issued_on=date(2026, 4, 1))
    with pytest.raises(Refused) as refusal:
        entered(council, user)
    assert "01/TB-HĐND" in refusal.value.message_dict["issued_on"][0]
    assert OfficialDocument.objects.count() == 1
    assert entered(council, user, number=7).number == 7  # an old one may be


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"issued_on": timezone.localdate() + timedelta(days=1)}, "issued_on"),
        ({"abstract": "  "}, "abstract"),
        ({"number": 0}, "number"),
        ({"issuer": "05/TB"}, "issuer"),
        ({"issuer": ""}, "issuer"),
        ({"upload": upload("anh.png", b"\x89PNG\r\n\x1a\n0")}, "upload"),
    ],
)
def test_a_refusal_stands_beside_its_field(
    council: Council, user: User, changes: dict[str, Any], field: str
) -> None:
    with pytest.raises(Refused) as refusal:
        entered(council, user, **changes)
    assert list(refusal.value.message_dict) == [field]
    assert not OfficialDocument.objects.exists()


@pytest.mark.parametrize("issuer", ["HĐND", "TTHĐND", "BPC", "VP", "HĐND-UBND", "TT.HĐND"])
def test_the_symbols_that_offices_use_are_taken(council: Council, user: User, issuer: str) -> None:
    assert entered(council, user, issuer=issuer).symbol == f"01/TB-{issuer}"


def test_a_number_is_given_once(council: Council, user: User) -> None:
    entered(council, user, number=3, abstract="Thông báo lịch tiếp công dân")
    with pytest.raises(Refused) as refusal:
        entered(council, user, number=3)
    assert "Thông báo lịch tiếp công dân" in refusal.value.message_dict["number"][0]


def test_what_the_portal_draws_brings_signer_recipients_and_both_files(council: Council, user: User) -> None:
    document = issued(council, kind="BC")
    keep_drawn(document=document, drawn=report(), stem="bao-cao", user=user)
    document.refresh_from_db()
    assert document.signer == "Người ký 01"
    assert "Đoàn đại biểu Quốc hội tỉnh" in document.recipients
    assert document.docx is not None
    assert document.file is not None
    assert "nguoi ky 01" in document.search


# --- Files, corrections, voiding ---


def test_a_signed_copy_is_the_next_version_of_what_was_drawn(council: Council, user: User) -> None:
    document = entered(council, user, upload=upload())
    register.attach_file(document=document, user=user, upload=upload("ban-2.pdf", PDF + b"2"))
    assert document.file is not None
    assert [version.number for version in document.file.versions.all()] == [2, 1]
    assert document.docx is None


def test_a_voided_document_stays_with_its_number_day_and_reason(council: Council, user: User) -> None:
    document = entered(council, user)
    register.void_document(document=document, user=user, on=date(2026, 4, 1), reason="Ban hành nhầm")
    assert (document.voided_on, document.void_reason) == (date(2026, 4, 1), "Ban hành nhầm")
    with pytest.raises(Refused):
        register.void_document(document=document, user=user, on=date(2026, 4, 2), reason="Lần nữa")
    assert issued(council, kind="TB").number == 2


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"on": date(2026, 3, 4)}, "on"),
        ({"on": timezone.localdate() + timedelta(days=1)}, "on"),
        ({"reason": " "}, "reason"),
    ],
)
def test_voiding_needs_a_reason_and_a_day_that_can_be(
    council: Council, user: User, changes: dict[str, Any], field: str
) -> None:
    given = {"on": date(2026, 4, 1), "reason": "Nhầm"}
    with pytest.raises(Refused) as refusal:
        register.void_document(document=entered(council, user), user=user, **{**given, **changes})
    assert list(refusal.value.message_dict) == [field]


# --- Gaps ---


def test_what_the_portal_numbers_has_no_gap(council: Council) -> None:
    for _time in range(3):
        issued(council)
    allot_numbers(council=council, issuer="HĐND", kind="YKCT", year=2026, count=40)  # opinions: no documents
    assert register.gaps_of(council) == []


def test_numbers_without_an_entry_are_named(
    council: Council, user: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in (2, 6, 7, 10):
        entered(council, user, number=number)
    entered(council, user, issued_on=date(2025, 3, 5), number=3)
    with django_assert_num_queries(2):
        (gap,) = register.gaps_of(council, 2026)
    assert (gap.words, gap.label) == ("01; 03–05; 08–09", "…/TB-HĐND, 2026")
    assert [one.series.year for one in register.gaps_of(council)] == [2026, 2025]


# --- Pages ---


def test_the_register_says_what_to_do_first(client_as: ClientAs) -> None:
    title = _("No official document has been registered yet.")
    pages = [client_as(role).get(LIST).content.decode() for role in ("secretariat", "delegate")]
    assert [title in shown for shown in pages] == [True, True]
    assert [NEW in shown for shown in pages] == [True, False]


def test_the_register_is_cut_by_year_kind_issuer_standing_and_words_without_accents(
    client_as: ClientAs, council: Council, user: User
) -> None:
    notice = entered(council, user, abstract="Kết luận về Hòa Bình")
    letter = entered(council, user, kind="HĐND", issuer="VP", abstract="V/v đôn đốc")
    old = entered(council, user, issued_on=date(2025, 3, 5), abstract="Báo cáo năm", kind="BC")
    register.void_document(document=old, user=user, on=date(2025, 4, 1), reason="Nhầm")
    client = client_as("leader")
    narrowed: list[dict[str, Any]] = [
        {"year": "2025"},
        {"kind": "HĐND"},
        {"issuer": "HĐND"},
        {"voided": "yes"},
        {"voided": "no"},
        {"q": "hoa binh"},
        {"q": "01 hdnd vp"},
    ]
    found = [{row.pk for row in client.get(LIST, query).context["page"].rows} for query in narrowed]
    both = {notice.pk, letter.pk}
    assert found == [{old.pk}, {letter.pk}, {notice.pk, old.pk}, {old.pk}, both, {notice.pk}, {letter.pk}]


def test_the_register_is_exported_as_shown(client_as: ClientAs, council: Council, user: User) -> None:
    entered(council, user)
    answer = client_as("leader").get(LIST, {"export": "csv"})
    exported = b"".join(answer.streaming_content).decode()  # type: ignore[attr-defined]  # a file
    assert "01/TB-HĐND" in exported
    assert "Kết luận phiên họp thứ 9" in exported
    assert "<" not in exported


def test_the_register_asks_the_same_questions_for_1_and_3_documents(
    client_as: ClientAs, council: Council, user: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client = client_as("secretariat")
    entered(council, user, upload=upload())
    client.get(LIST)
    with django_assert_num_queries(8):
        client.get(LIST)
    for kind in ("BC", "KH"):
        entered(council, user, kind=kind, upload=upload())
    with django_assert_num_queries(8):
        client.get(LIST)


def test_an_entrys_page_asks_few_questions(
    client_as: ClientAs, council: Council, user: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client, document = client_as("secretariat"), entered(council, user, upload=upload())
    client.get(document.get_absolute_url())
    with django_assert_num_queries(7):
        client.get(document.get_absolute_url())


def test_staff_enter_a_document_with_its_file_and_anybody_inside_reads_it(
    client_as: ClientAs, council: Council
) -> None:
    CommitteeFactory(council=council, kind="legal", name="Ban Pháp chế")
    client = client_as("secretariat")
    assert "BPC" in client.get(NEW).context["form"].issuers
    answer = client.post(NEW, typed(number="12", upload=upload()), follow=True)
    document = OfficialDocument.objects.get()
    assert (document.symbol, document.council) == ("12/BC-BPC", council)
    assert answer.redirect_chain[-1][0] == document.get_absolute_url()
    got = client_as("delegate").get(at(document, "document_file", "pdf"))
    assert b"".join(got.streaming_content) == PDF  # type: ignore[attr-defined]  # a file
    assert client.get(at(document, "document_file", "docx")).status_code == 404
    assert client.get(at(document, "document_file", "exe")).status_code == 404


def test_bad_input_keeps_what_was_typed_and_asks_for_the_file_again(client_as: ClientAs) -> None:
    answer = client_as("secretariat").post(NEW, typed(issued_on="05/03/2199", upload=upload()))
    assert answer.status_code == 422
    assert {"issued_on", "upload"} <= set(answer.context["form"].errors)
    assert "Báo cáo thẩm tra" in answer.content.decode()


def test_the_page_of_a_form_lists_the_gaps_of_the_chosen_year(
    client_as: ClientAs, council: Council, user: User
) -> None:
    entered(council, user, number=3)
    client = client_as("leader")
    assert "01–02" in client.get(LIST, {"year": "2026"}).content.decode()
    assert client.get(LIST, {"year": "2025"}).context["gaps"] == []


def test_staff_correct_and_void_an_entry(client_as: ClientAs, council: Council, user: User) -> None:
    client, document = client_as("secretariat"), entered(council, user)
    edit = {"abstract": "Trích yếu đúng", "signer": "Người ký 02", "version": 1}
    assert client.post(at(document, "document_edit"), edit).status_code == 302
    assert client.post(at(document, "document_edit"), edit).status_code == 422
    client.post(at(document, "document_attach"), {"upload": upload()})
    client.post(at(document, "document_void"), {"on": "01/04/2026", "reason": "Ban hành nhầm"})
    shown = client.get(document.get_absolute_url()).content.decode()
    for words in ("Trích yếu đúng", "Người ký 02", "Ban hành nhầm", _("Voided")):
        assert words in shown
    for name in ("document_edit", "document_attach", "document_void"):
        assert at(document, name) not in shown
    assert OfficialDocument.objects.get().number == 1


def test_another_councils_document_does_not_exist_for_me(
    client_as: ClientAs, other_council: Council, user: User
) -> None:
    strange = entered(other_council, user, upload=upload())
    client = client_as("secretariat")
    assert client.get(strange.get_absolute_url()).status_code == 404
    assert client.get(at(strange, "document_file", "pdf")).status_code == 404
    assert client_as("agency").get(LIST).status_code == 403
