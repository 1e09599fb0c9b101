"""What "Excel" and "CSV" above a list promise: exactly the list, in a file that no spreadsheet runs as a program."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable
from datetime import date
from io import BytesIO, StringIO
from typing import Any
from xml.etree import ElementTree as ET
from zipfile import ZipFile

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from core import exports
from councils.models import CouncilTerm
from tests.factories import MeetingFactory, OpinionFactory, RoundFactory

LIST = "voters:opinion_list"


@pytest.fixture
def staff(client_as: Callable[..., Client]) -> Client:
    return client_as("secretariat")


@pytest.fixture
def opinions(term: CouncilTerm) -> list[Any]:
    meeting = MeetingFactory(round=RoundFactory(council_term=term), locality="Xã Gia Phú")
    return [
        OpinionFactory(meeting=meeting, number=number, content=content)
        for number, content in enumerate(("Sửa cầu", "=1+1", "Lắp đèn", "Nạo vét mương"), start=1)
    ]


def fetched(client: Client, kind: str, **query: Any) -> bytes:
    answer = client.get(reverse(LIST), {**query, "export": kind})
    assert answer.status_code == 200
    return b"".join(answer.streaming_content)  # type: ignore[attr-defined]  # a file


def lines(client: Client, **query: Any) -> list[list[str]]:
    return list(csv.reader(StringIO(fetched(client, "csv", **query).decode("utf-8-sig"))))


def cells(book: bytes) -> list[str]:
    """The strings of a workbook's first sheet, in order (a workbook of constant memory has them in line)."""
    with ZipFile(BytesIO(book)) as parts:
        sheet = ET.fromstring(parts.read("xl/worksheets/sheet1.xml"))  # noqa: S314 - our own file
    assert not [element for element in sheet.iter() if element.tag.endswith("}f")], "no cell is a formula"
    return [element.text or "" for element in sheet.iter() if element.tag.endswith("}t")]


def contents(page: str) -> list[str]:
    return re.findall(r'<a class="title" href="[^"]*">([^<]*)</a>', page)


@pytest.mark.parametrize("sort", ["", "number", "-number"])
def test_a_file_holds_the_rows_of_the_page_in_its_order(
    staff: Client, opinions: list[Any], sort: str
) -> None:
    query = {"sort": sort, "columns": ["content"]}
    shown = contents(staff.get(reverse(LIST), query).content.decode())
    assert len(shown) == len(opinions)
    header, *rows = lines(staff, **query)
    assert header == ["Nội dung"]
    assert [row[0].removeprefix("'") for row in rows] == shown
    assert cells(fetched(staff, "xlsx", **query)) == ["Nội dung", *shown]


@pytest.mark.usefixtures("opinions")
def test_a_file_keeps_the_filters_and_the_columns(staff: Client) -> None:
    header, *rows = lines(staff, q="sua cau", columns=["content", "status"])
    assert len(header) == 2
    assert [row[0] for row in rows] == ["Sửa cầu"]


@pytest.mark.usefixtures("opinions")
def test_the_links_to_the_files_keep_the_question(staff: Client) -> None:
    page = staff.get(reverse(LIST), {"q": "cau", "columns": ["content"], "after": "x"}).content.decode()
    assert 'href="?q=cau&amp;columns=content&amp;export=xlsx"' in page
    assert 'href="?q=cau&amp;columns=content&amp;export=csv"' in page


@pytest.mark.usefixtures("opinions")
def test_a_text_is_never_a_formula(staff: Client) -> None:
    assert ["'=1+1"] in lines(staff, columns=["content"])


@pytest.mark.parametrize(
    ("value", "word"),
    [
        ("=SUM(A1)", "'=SUM(A1)"),
        ("+84 912", "'+84 912"),
        ("- gạch đầu dòng", "'- gạch đầu dòng"),
        ("@cell", "'@cell"),
        ("\t=1", "'\t=1"),
        (-5, "-5"),
        (1500, "1500"),
        (date(2026, 9, 30), "30/09/2026"),
        (None, ""),
        ("", ""),
    ],
)
def test_a_cell_of_a_csv_file(value: object, word: str) -> None:
    assert exports._word(value) == word


@pytest.mark.usefixtures("opinions")
def test_a_file_is_named_after_the_list_and_the_day(staff: Client) -> None:
    answer = staff.get(reverse(LIST), {"export": "csv"})
    list(answer.streaming_content)  # type: ignore[attr-defined]  # a file
    assert f'filename="y-kien-cu-tri-{timezone.localdate():%Y-%m-%d}.csv"' in answer["Content-Disposition"]


@pytest.mark.usefixtures("opinions")
def test_a_list_longer_than_a_file_says_so(staff: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exports, "LIMIT", 2)
    monkeypatch.setattr(exports, "BATCH", 1)
    rows = lines(staff, columns=["content"])
    assert len(rows) == 1 + 2 + 1
    assert rows[-1][0].startswith("Chỉ có")


@pytest.mark.parametrize("role", ["agency", "administrator"])
def test_who_may_not_see_the_list_gets_no_file(client_as: Callable[..., Client], role: str) -> None:
    assert client_as(role).get(reverse(LIST), {"export": "csv"}).status_code == 403


@pytest.mark.usefixtures("opinions")
def test_a_stranger_gets_no_row_of_ours(client_as: Callable[..., Client], other_council: Any) -> None:
    stranger = client_as("secretariat", council=other_council)
    assert lines(stranger, columns=["content"]) == [["Nội dung"]]


@pytest.mark.parametrize("page", ["followups:followup_list", "voters:meeting_list", "voters:round_list"])
@pytest.mark.usefixtures("opinions")
def test_every_list_can_be_taken_away(staff: Client, page: str) -> None:
    for kind in exports.KINDS:
        answer = staff.get(reverse(page), {"export": kind})
        assert answer["Content-Type"] == exports.KINDS[kind][1]
        assert b"".join(answer.streaming_content)  # type: ignore[attr-defined]  # a file


def test_a_file_asks_the_same_for_one_row_and_for_three(
    staff: Client, opinions: list[Any], django_assert_max_num_queries: Any
) -> None:
    lines(staff)
    for opinion in opinions[1:]:
        opinion.delete()
    with django_assert_max_num_queries(30) as one:
        lines(staff)
    OpinionFactory.create_batch(2, meeting=opinions[0].meeting)
    with django_assert_max_num_queries(30) as three:
        lines(staff)
    assert len(one) == len(three)
