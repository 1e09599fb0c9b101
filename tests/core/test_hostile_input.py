"""Whatever stands in an address or a file, it is refused or ignored in the ordinary way; nothing breaks or hangs."""

from __future__ import annotations

import io
import json
import zipfile
from typing import Any

import pytest
from django.urls import reverse

from documents.services import detect_extension, served_name
from tests.permissions.world import PDF

pytestmark = pytest.mark.django_db
LISTS = ["voters:opinion_list", "followups:followup_list", "councils:council_list", "followups:notice_list"]
CURSORS = ["WyJ4Iiw1XQ", "bnVsbA", "x", "%00", "W3t9LDFd", "9" * 3000]


@pytest.mark.parametrize("name", LISTS)
@pytest.mark.parametrize("cursor", CURSORS)
def test_a_tampered_cursor_shows_the_first_page(client_as: Any, name: str, cursor: str) -> None:
    client = client_as("secretariat")
    assert client.get(reverse(name), {"after": cursor}).status_code == 200
    assert client.get(reverse(name), {"before": cursor}).status_code == 200


@pytest.mark.parametrize(
    ("name", "field"), [("voters:opinion_list", "meeting"), ("councils:council_list", "parent")]
)
@pytest.mark.parametrize("number", ["-1e2000000", "1e2000000", "-5", "NaN"])
def test_a_monstrous_number_in_a_filter_costs_nothing(
    client_as: Any, name: str, field: str, number: str
) -> None:
    assert client_as("secretariat").get(reverse(name), {field: number}).status_code == 200


@pytest.mark.parametrize("wanted", ["²", "9" * 5000, "\0", "-1", "1e9"])
def test_a_council_that_is_no_number_and_no_address_is_not_found(client_as: Any, wanted: str) -> None:
    client = client_as("secretariat")
    assert client.get(reverse("voters:opinion_list"), {"council": wanted}).status_code == 404
    assert client.get(reverse("reports:figures"), {"council": wanted}).status_code == 404
    assert client.post(reverse("councils:membership_switch"), {"council": wanted}).status_code == 404


@pytest.mark.parametrize("body", ['{"a": NaN}', '{"a": 1e999}', "[" * 5000, "null", '"text"', "\udcff"])
def test_a_draft_that_cannot_be_kept_is_refused_in_words(client_as: Any, body: str) -> None:
    url = reverse("accounts:draft_save", args=["key"])
    raw = body.encode("utf-8", "surrogatepass")
    answer = client_as("secretariat").post(url, raw, content_type="application/json")
    assert answer.status_code == 400
    assert json.loads(answer.content)["error"]


def test_a_draft_key_longer_than_any_form_is_refused(client_as: Any) -> None:
    url = reverse("accounts:draft_save", args=["k" * 200])
    assert client_as("secretariat").post(url, "{}", content_type="application/json").status_code == 400


def archive(*names: str) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as made:
        for name in names:
            made.writestr(name, "x")
    return content.getvalue()


@pytest.mark.parametrize(
    "content",
    [
        b"MZ" + b"\0" * 544 + b"bjbj" + b"\0" * 100,
        b"MZ" + b"\0" * 28 + b"PKLITE" + b"\0" * 100,
        b"<html>%PDF-1.4</html>",
        archive("META-INF/MANIFEST.MF", "A.class"),
        archive("[Content_Types].xml", "word/document.xml", "word/vbaProject.bin"),
        archive("a.txt").replace(b"\x14\x00\x00\x00", b"\xc8\x00\x00\x00"),
    ],
)
def test_a_program_is_no_answer_whatever_it_is_called(content: bytes) -> None:
    assert detect_extension(content, "tra-loi.pdf") in {"", ".zip"}
    assert not content.startswith(b"MZ") or not detect_extension(content, "tra-loi.doc")


def test_a_file_is_handed_out_under_the_ending_of_what_is_in_it() -> None:
    assert served_name("tra-loi.pdf.bat", detect_extension(PDF, "tra-loi.pdf.bat")) == "tra-loi.pdf.bat.pdf"
    assert served_name("C:\\van-ban\\Trả lời.PDF", ".pdf") == "Trả lời.PDF"
    assert served_name("anh.jpeg", ".jpg") == "anh.jpeg"


def test_private_pages_are_not_kept_by_anybody_else(client_as: Any) -> None:
    assert "private" in client_as("secretariat").get(reverse("home")).headers["Cache-Control"]
