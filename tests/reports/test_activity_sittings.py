"""Parts 1 to 3 of the activity report: sittings, resolutions, verification, and the list of resolutions."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from documents.administrative import Table
from reports.activity import ActivityReport, activity_report
from reports.figures import FigureQuery
from tests.factories import CommitteeFactory, CouncilFactory, CouncilTermFactory, SittingFactory, seated
from tests.reports.records import (
    DAY,
    call,
    everything,
    half_day,
    moved,
    of_standing,
    registered,
    resolved,
    sitting,
    speak,
    tabled,
    task,
    verified,
)

pytestmark = pytest.mark.django_db

JUNE, JULY, AUGUST = date(2026, 6, 15), date(2026, 7, 20), date(2026, 8, 10)


def lines(question: FigureQuery) -> list[str]:
    found: list[str] = activity_report(question).as_data()["text"]
    return found


def table(report: ActivityReport, title: str, place: int = 0) -> Table:
    """A table of an appendix."""
    annex = next(annex for annex in report.document.annexes if annex.title.startswith(title))
    found = annex.blocks[place]
    assert isinstance(found, Table)
    return found


def row(report: ActivityReport, name: str) -> list[Any]:
    """A line of the summary, without its number."""
    summary = table(report, "BIỂU TỔNG HỢP")
    return next(list(line[1:]) for line in summary.rows if line[1] == name)


# --- 1. Tổ chức kỳ họp ---


def test_sittings_are_told_in_the_sentence_of_the_form(ask: Any, term: Any) -> None:
    midyear = sitting(term, JULY, days=2, number=2)
    urgent = sitting(term, AUGUST, number=3, kind="urgent")
    for day in (JULY, JULY + DAY):
        half_day(midyear, day)
        half_day(midyear, day, part="2_afternoon")
    half_day(urgent)
    for kind in ("report", "report", "proposal"):
        tabled(midyear, JULY, kind)
    for normative in (True, False, False):
        resolved(midyear, JULY, is_normative=normative)
    text = lines(ask())
    assert (
        "Trong 9 tháng đầu năm 2026, Thường trực HĐND xã đã chuẩn bị và tổ chức 02 kỳ họp (01 kỳ họp thường lệ giữa "
        "năm và 01 kỳ họp giải quyết công việc phát sinh đột xuất) trong 2,5 ngày, xem xét 03 báo cáo, tờ trình và "
        "thông qua 03 nghị quyết, trong đó có 01 nghị quyết quy phạm pháp luật."
    ) in text
    assert "Kỳ họp thứ Hai (kỳ họp thường lệ giữa năm): từ ngày 20/7/2026 đến ngày 21/7/2026;" in text
    assert "Tài liệu trình kỳ họp gồm 02 báo cáo và 01 tờ trình." in text


def test_the_ordinal_of_a_sitting_is_written_as_its_council_writes_it(
    ask: Any, council: Any, term: Any
) -> None:
    council.sitting_style = "numerals"
    council.save()
    sitting(term, JULY, number=34)
    assert "Kỳ họp thứ 34 (kỳ họp thường lệ giữa năm): ngày 20/7/2026." in lines(ask())


def test_a_sitting_counts_on_the_day_it_really_opened(ask: Any, term: Any) -> None:
    sitting(term, date(2025, 12, 30), days=5, number=2, opened_on=date(2026, 1, 2))
    assert "Kỳ họp thứ Hai (kỳ họp thường lệ giữa năm): từ ngày 02/01/2026 đến ngày 03/01/2026." in lines(
        ask()
    )


def test_late_papers_attendance_and_debate_stand_with_their_counts(ask: Any, term: Any) -> None:
    held = sitting(term, JULY)
    due = date(2026, 6, 29)
    for late in (2, 5, 0):
        tabled(held, None, due_on=due, received_on=due + late * DAY)
    delegates = [seated(term) for _ in range(4)]
    hall = half_day(held)
    call(hall, delegates[:3], delegates[3:])
    speak(hall, delegates[0])
    speak(half_day(held, part="2_afternoon", kind="groups"), delegates[1])
    text = lines(ask())
    assert "Có 2/3 tài liệu (66,7%) gửi chậm so với thời hạn, bình quân chậm 3,5 ngày." in text
    assert (
        "Tỷ lệ đại biểu dự họp bình quân đạt 75% (tính trên 01 phiên họp toàn thể; 3/4 lượt đại biểu có mặt)."
    ) in text
    assert "Có 02 lượt đại biểu phát biểu thảo luận (01 lượt tại hội trường, 01 lượt tại tổ)." in text
    assert "Còn 02 tài liệu kỳ họp gửi chậm so với thời hạn;" in text


def test_papers_that_all_came_in_time_are_told_so(ask: Any, term: Any) -> None:
    held = sitting(term, JULY)
    for _number in range(2):
        tabled(held, None, received_on=JUNE)
    assert "Cả 02 tài liệu nhận trong kỳ đều được gửi đúng thời hạn." in lines(ask())


def test_parts_without_records_are_left_out(ask: Any, meet: Any) -> None:
    meet()
    text = lines(ask())
    for heading in ("Tổ chức kỳ họp", "Ban hành và triển khai nghị quyết", "Thẩm tra"):
        assert heading not in text
    summary = table(activity_report(ask()), "BIỂU TỔNG HỢP")
    assert summary.rows[0][1] == "Cuộc tiếp xúc cử tri"


# --- 2. Ban hành và triển khai nghị quyết ---


def test_resolutions_are_told_from_adoption_to_their_tasks(ask: Any, term: Any, agency: Any) -> None:
    held = sitting(term, JULY)
    resolved(held, date(2024, 7, 1))
    first = resolved(held, JULY, JULY, is_normative=True, sent_up_on=JULY + DAY, published_on=AUGUST)
    resolved(held, JULY, JULY, sent_up_on=JULY + 9 * DAY)
    resolved(held, JULY, JULY)
    of_standing(term, AUGUST)
    task(first, agency, sent=JULY, due=AUGUST, result="resolved", on=AUGUST)
    task(first, agency, sent=JULY, due=AUGUST)
    text = lines(ask())
    assert (
        "Trong 9 tháng đầu năm 2026, HĐND xã đã thông qua 03 nghị quyết (01 nghị quyết quy phạm pháp luật và "
        "02 nghị quyết cá biệt); lũy kế từ đầu nhiệm kỳ là 04 nghị quyết (chi tiết tại Phụ lục II)."
    ) in text
    assert "Trong thời gian giữa hai kỳ họp, Thường trực HĐND xã đã ban hành 01 nghị quyết." in text
    assert (
        "Trong số 03 nghị quyết đã ký ban hành, có 1/3 nghị quyết (33,3%) được gửi lên cấp trên đúng thời hạn, "
        "01 nghị quyết gửi chậm và 01 nghị quyết chưa gửi."
    ) in text
    assert "Đã công bố 01 nghị quyết theo quy định." in text
    assert "Đến hết ngày 29/9/2026, trong số 02 nhiệm vụ triển khai nghị quyết đã giao:" in text
    assert "Đã hoàn thành: 1/2 nhiệm vụ (50%);" in text
    assert "Quá hạn chưa hoàn thành: 1/2 nhiệm vụ (50%)." in text
    assert "Còn 01 nhiệm vụ triển khai nghị quyết quá hạn chưa hoàn thành;" in text
    assert (
        "Đôn đốc thực hiện 01 nhiệm vụ triển khai nghị quyết còn lại, trước hết là 01 nhiệm vụ đã quá hạn;"
    ) in text


def test_what_becomes_of_earlier_texts_is_told_by_kind(ask: Any, term: Any, agency: Any) -> None:
    everything(term, agency, JULY)
    assert "Theo các nghị quyết có hiệu lực trong kỳ, có 01 văn bản được sửa đổi, bổ sung." in lines(ask())


def test_resolutions_are_listed_in_the_second_appendix(ask: Any, council: Any, term: Any) -> None:
    held = sitting(term, JULY)
    document = registered(council, "NQ", JULY, normative=True)
    legal = CommitteeFactory(council=council, kind="legal", name="Ban Pháp chế")
    resolved(
        held,
        JULY,
        JULY,
        title="Quy định mức chi hỗ trợ",
        is_normative=True,
        document=document,
        committee=legal,
        proposer="UBND xã",
    )
    paper = tabled(held, JULY, "draft_resolution")
    resolved(held, JULY, title="Về dự toán ngân sách", paper=paper)
    report = activity_report(ask())
    assert report.document.annexes[1].title == "DANH MỤC NGHỊ QUYẾT"
    found = table(report, "DANH MỤC NGHỊ QUYẾT")
    assert [column.title for column in found.columns] == [
        *("STT", "Số, ký hiệu", "Ngày ban hành", "Trích yếu nội dung"),
        *("Loại", "Cơ quan trình", "Ban thẩm tra"),
    ]
    assert set(found.rows) == {
        (1, document.symbol, "20/7/2026", "Quy định mức chi hỗ trợ", "QPPL", "UBND xã", "Ban Pháp chế"),
        (2, "", "", "Về dự toán ngân sách", "Cá biệt", paper.owner_name, ""),
    }


def test_a_resolution_signed_after_the_day_has_no_number_yet(ask: Any, council: Any, term: Any) -> None:
    held = sitting(term, JULY)
    resolved(held, JULY, JULY + DAY, document=registered(council, "NQ", JULY + DAY))
    found = table(activity_report(ask(as_of=JULY)), "DANH MỤC NGHỊ QUYẾT")
    assert found.rows[0][1:3] == ("", "")


def test_resolutions_of_the_standing_committee_are_listed_apart(ask: Any, term: Any) -> None:
    resolved(sitting(term, JULY), JULY)
    of_standing(term, AUGUST)
    report = activity_report(ask())
    captions = [table(report, "DANH MỤC NGHỊ QUYẾT", place).caption for place in (0, 1)]
    assert captions == [
        "1. Nghị quyết của Hội đồng nhân dân",
        "2. Nghị quyết của Thường trực Hội đồng nhân dân",
    ]


def test_the_appendix_of_opinions_is_named_by_its_own_number(
    ask: Any, heard: Any, meet: Any, term: Any
) -> None:
    heard(meeting=meet())
    assert any("chi tiết tại Phụ lục II)" in line for line in lines(ask()))
    resolved(sitting(term, JULY), JULY)
    assert any("nhiều nhất là" in line and "chi tiết tại Phụ lục III)" in line for line in lines(ask()))


# --- 3. Thẩm tra ---


def test_verification_is_told_by_committee_with_its_punctuality(ask: Any, council: Any, term: Any) -> None:
    held = sitting(term, JULY)
    budget = CommitteeFactory(council=council)
    legal = CommitteeFactory(council=council, kind="legal", name="Ban Pháp chế")
    due = date(2026, 7, 10)
    for committee, late in ((budget, 0), (budget, 0), (legal, 1)):
        verified(tabled(held, JULY), committee, reported=due + late * DAY, due=due)
    draft = tabled(held, None, "proposal")
    verified(draft, legal, reported=due, due=due)
    moved(draft, "verified", "deferred", JULY)
    text = lines(ask())
    assert "Các Ban của HĐND xã đã thẩm tra 04 nội dung trình kỳ họp, trong đó:" in text
    assert "Ban Kinh tế - Ngân sách: 02 nội dung;" in text
    assert "Ban Pháp chế: 02 nội dung." in text
    assert "Có 3/4 báo cáo thẩm tra (75%) được hoàn thành đúng thời hạn." in text
    assert "Qua thẩm tra, đã hoãn trình 01 dự thảo sang kỳ họp sau." in text


# --- Phụ lục I ---


def test_the_summary_compares_with_the_year_before_and_runs_since_the_term(ask: Any, term: Any) -> None:
    for opened in (date(2024, 7, 9), date(2025, 7, 9), JULY, AUGUST):
        held = sitting(term, opened)
        half_day(held)
        resolved(held, opened)
    report = activity_report(ask())
    assert row(report, "Kỳ họp") == ["Kỳ họp", "kỳ họp", 2, 1, "+1", 4, "theo ngày khai mạc"]
    assert row(report, "Ngày họp") == ["Ngày họp", "ngày", 1, "0,5", "+0,5", 2, ""]
    assert row(report, "Nghị quyết HĐND thông qua")[2:6] == [2, 1, "+1", 4]
    assert "Số kỳ họp tăng 01 kỳ họp so với cùng kỳ năm 2025." in " ".join(lines(ask()))


def test_rates_are_compared_in_points_from_their_counts(ask: Any, term: Any) -> None:
    one, two, three = (seated(term) for _ in range(3))
    call(half_day(sitting(term, date(2025, 7, 9))), [one, two], [three])
    call(half_day(sitting(term, JULY)), [one, two, three], [])
    found = row(activity_report(ask()), "Tỷ lệ đại biểu dự họp bình quân")
    assert found[2:5] == ["100%", "66,7%", "+33,3 điểm %"]


def test_stocks_have_no_running_total(ask: Any, term: Any) -> None:
    seated(term, is_woman=True)
    sitting(term, JULY)
    assert row(activity_report(ask()), "Đại biểu HĐND đương nhiệm")[2:] == [1, "", "", "", "nữ 1"]


def test_a_year_before_without_sittings_is_no_base_for_them(ask: Any, meet: Any, term: Any) -> None:
    meet(held_on=date(2025, 6, 10))
    meet()
    sitting(term, JULY)
    report = activity_report(ask())
    assert row(report, "Kỳ họp")[3:5] == ["", ""]
    assert row(report, "Cuộc tiếp xúc cử tri")[3:5] == [1, "0"]


# --- What comes, and both levels ---


def test_postponed_sittings_are_no_tasks(ask: Any, term: Any) -> None:
    SittingFactory(council_term=term, number=4, opens_on=date(2026, 12, 8), closes_on=date(2026, 12, 9))
    SittingFactory(
        council_term=term,
        number=5,
        opens_on=date(2026, 11, 8),
        closes_on=date(2026, 11, 9),
        state="postponed",
    )
    text = " ".join(lines(ask()))
    assert "Chuẩn bị và tổ chức kỳ họp thứ Tư" in text
    assert "thứ Năm" not in text


def test_both_levels_name_the_council_of_each_sitting_and_resolution(
    ask: Any, council: Any, term: Any
) -> None:
    province = CouncilFactory(level="province", name="tỉnh Thử", short_name="Thử", unit_type="tinh")
    council.parent = province
    council.save()
    upper = CouncilTermFactory(council=province)
    for of in (term, upper):
        resolved(sitting(of, JULY, number=2), JULY, title=f"Về {of.council.name}")
    question = ask(council=province, scope="own+lower")
    text = lines(question)
    assert any(line.startswith("Trong 9 tháng đầu năm 2026, HĐND tỉnh và HĐND cấp dưới") for line in text)
    assert any(f"Kỳ họp thứ Hai của HĐND {council.name}" in line for line in text)
    found = table(activity_report(question), "DANH MỤC NGHỊ QUYẾT")
    assert {line[1] for line in found.rows} == {council.name, province.name}
