"""Part 7 of the activity report: citizens received and letters dealt with, in the words of the form."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from reports.activity import activity_report
from tests.factories import UserFactory
from tests.reports.citizens import GROUP, act, answer, dealt, reception, visit
from tests.reports.test_activity_sittings import lines, row
from tests.voters.letters_kit import make_rules, ready, register
from voters import services

pytestmark = pytest.mark.django_db

JUNE, JULY, AUGUST = date(2026, 6, 15), date(2026, 7, 20), date(2026, 8, 10)
HEADING = "Tiếp công dân, xử lý đơn"


@pytest.fixture(autouse=True)
def _rules(db: None) -> None:
    make_rules()


def test_letters_are_told_in_the_sentence_of_the_form(ask: Any, council: Any, agency: Any) -> None:
    first = act(ready(council, None, received_on=JUNE), "forward", JULY, agency)
    dealt(council, JUNE, "forward", JULY, agency, kind="complaint")
    answer(first, AUGUST)
    for _number in range(3):
        register(council, None, received_on=date(2025, 6, 15))
    text = lines(ask())
    assert HEADING in text
    assert (
        "Số đơn tiếp nhận là 02 đơn, giảm 01 đơn so với cùng kỳ năm 2025; đã chuyển 02 đơn đến cơ quan có thẩm quyền "
        "và nhận được 01 văn bản trả lời."
    ) in text
    assert "Trong số đơn tiếp nhận có 01 đơn khiếu nại và 01 đơn kiến nghị." in text
    assert (
        "Trong 05 đơn phải xử lý (gồm cả 03 đơn kỳ trước chuyển sang), đã xử lý 02 đơn (chuyển cơ quan có thẩm quyền "
        "02 đơn); còn 03 đơn đang xử lý."
    ) in text


def test_letters_that_nobody_has_answered_are_told_so(ask: Any, council: Any, agency: Any) -> None:
    act(
        ready(council, None, received_on=JUNE), "forward", JUNE, agency, due_on=JULY, due_basis="Theo yêu cầu"
    )
    dealt(council, JULY, "supervise", AUGUST, agency)
    text = lines(ask())
    assert (
        "Số đơn tiếp nhận là 02 đơn; đã chuyển 01 đơn đến cơ quan có thẩm quyền; chưa nhận được văn bản trả lời."
    ) in text
    assert "Đã giám sát việc giải quyết 01 vụ việc." in text
    assert "Đến hết ngày 29/9/2026, còn 01 đơn đã chuyển quá hạn trả lời." in text
    assert "Còn 01 đơn đã chuyển quá hạn trả lời;" in text


def test_receptions_are_told_with_who_came_and_what_was_concluded(ask: Any, term: Any, agency: Any) -> None:
    at = reception(term, JULY)
    visit(at)
    visit(at, kind="complaint", persons=7, identity=GROUP, repeated=True)
    reception(term, AUGUST, "no_citizen_came", kind="ad_hoc")
    task = services.Task("Trả lời công dân", agency, date(2026, 10, 30))
    services.conclude(reception=at, tasks=[task], on=AUGUST, user=UserFactory(), quiet=True)
    text = lines(ask())
    assert (
        "Trong 9 tháng đầu năm 2026, HĐND xã đã tổ chức 02 buổi tiếp công dân (01 buổi định kỳ và 01 buổi đột xuất), "
        "do 02 đại biểu tiếp."
    ) in text
    assert (
        "Đã tiếp 02 lượt với 08 người về 02 vụ việc (01 vụ việc khiếu nại và 01 vụ việc kiến nghị), trong đó 01 vụ "
        "việc công dân đã đến nhiều lần; có 01 đoàn đông người với 07 người."
    ) in text
    assert "Đã ban hành 01 thông báo kết luận tiếp công dân, giao 01 nhiệm vụ cho các cơ quan." in text


def test_a_reception_to_which_nobody_came_is_told_so(ask: Any, term: Any) -> None:
    reception(term, JULY, "no_citizen_came")
    assert "Trong kỳ không có công dân đến." in lines(ask())


def test_where_nobody_came_and_nobody_wrote_the_part_and_its_rows_are_left_out(ask: Any, meet: Any) -> None:
    meet()
    report = activity_report(ask())
    assert HEADING not in report.as_data()["text"]
    with pytest.raises(StopIteration):
        row(report, "Đơn tiếp nhận")


def test_the_summary_has_the_rows_with_their_bases(ask: Any, council: Any, agency: Any) -> None:
    dealt(council, JUNE, "forward", JULY, agency)
    register(council, None, received_on=date(2025, 6, 15))
    report = activity_report(ask())
    assert row(report, "Đơn tiếp nhận")[1:5] == ["đơn", 1, 1, "0"]
    assert row(report, "Đơn đã chuyển cơ quan có thẩm quyền")[1:5] == ["đơn", 1, 0, "+1"]
    assert row(report, "Đơn đang xử lý cuối kỳ")[1:3] == ["đơn", 1]


def test_the_report_names_no_sender(ask: Any, council: Any, agency: Any) -> None:
    dealt(council, JUNE, "forward", JULY, agency)
    dealt(council, JUNE, "forward", JULY, agency, kind="denunciation")
    text = "\n".join(lines(ask()))
    assert "01 đơn tố cáo" in text
    assert "Thử Nghiệm" not in text.replace("xã Thử Nghiệm", "")
