"""The activity report tells supervision and recommendations by their figures, in official Vietnamese."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from reports.activity import activity_report
from reports.figures import FigureQuery
from tests.factories import CommitteeFactory, MissionFactory
from tests.reports.records import DAY
from tests.reports.supervising import everything, item, programme, review, session
from tests.supervision.recommending import claim, concluded, issued, judge
from tests.voters.letters_kit import make_rules

pytestmark = pytest.mark.django_db

JUNE, JULY, AUGUST = date(2026, 6, 15), date(2026, 7, 20), date(2026, 8, 10)


@pytest.fixture(autouse=True)
def _rules(db: None) -> None:
    make_rules()


def text_of(question: FigureQuery) -> str:
    return "\n".join(activity_report(question).as_data()["text"])


def table_of_missions(question: FigureQuery) -> Any:
    annexes = activity_report(question).document.annexes
    return next(annex.blocks[0] for annex in annexes if "GIÁM SÁT, KHẢO SÁT" in annex.title)


def test_missions_are_told_by_who_decided_them(ask: Any, council: Any) -> None:
    committee = CommitteeFactory(council=council, name="Ban Văn hóa - Xã hội")
    MissionFactory(council=council, decided_on=JUNE)
    for kind in ("thematic", "survey"):
        MissionFactory(council=council, decided_on=JULY, kind=kind, subject="committee", committee=committee)
    text = text_of(ask())
    assert "02 cuộc giám sát chuyên đề và 01 cuộc khảo sát (chi tiết tại Phụ lục II), trong đó:" in text
    assert "Thường trực HĐND xã: 01 cuộc giám sát chuyên đề;" in text
    assert "Ban Văn hóa - Xã hội: 01 cuộc giám sát chuyên đề và 01 cuộc khảo sát." in text
    only = text_of(ask(end=JUNE))
    assert "Thường trực HĐND xã đã quyết định tổ chức 01 cuộc giám sát chuyên đề" in only


def test_what_the_teams_did_is_told_only_where_they_did_it(ask: Any, council: Any, agency: Any) -> None:
    mission = concluded(council, on=JULY)
    session(mission, agency, JUNE)
    review(council, JULY, "faulty")
    plan = programme(council, 2026, date(2025, 12, 20))
    item(plan, done_on=JUNE)
    item(plan)
    text = text_of(ask())
    assert "đã tổ chức 01 buổi làm việc tại 01 cơ quan, đơn vị." in text
    assert "01 báo cáo kết quả giám sát, khảo sát và 01 kết luận, nghị quyết" in text
    assert "đã hoàn thành 1/2 nội dung (50%) của chương trình giám sát." in text
    assert "xem xét 01 văn bản quy phạm pháp luật, trong đó 01 văn bản có dấu hiệu trái pháp luật." in text
    quiet = text_of(ask(end=date(2026, 1, 31), as_of=date(2026, 1, 31)))
    assert "buổi làm việc tại" not in quiet
    assert "chưa hoàn thành nội dung nào trong 02 nội dung của chương trình giám sát." in quiet


def test_recommendations_are_told_as_the_form_says_it(ask: Any, council: Any, agency: Any) -> None:
    committee = CommitteeFactory(council=council, name="Ban Pháp chế")
    rows = [issued(council, agency, on=JUNE, due_on=JULY) for _ in range(2)]
    of_committee = concluded(council, on=JUNE, subject="committee", committee=committee)
    rows.append(issued(council, agency, on=JUNE, due_on=JULY, mission=of_committee))
    for row, outcome in zip(rows, ("done", "not_done"), strict=False):
        claim(row, JULY)
        judge(row, outcome, AUGUST)
    text = text_of(ask())
    assert (
        "đã đưa ra 03 kiến nghị; tính đến hết ngày 29/9/2026, 01 kiến nghị đã thực hiện xong, 01 kiến nghị đang thực "
        "hiện và 01 kiến nghị chưa thực hiện, trong đó:" in text
    )
    assert "Ban Pháp chế: 01 kiến nghị, 01 kiến nghị đang thực hiện." in text
    assert "Còn 02 kiến nghị sau giám sát quá hạn thực hiện, báo cáo" in text
    assert "Đôn đốc thực hiện 01 kiến nghị sau giám sát còn lại, trước hết là 02 kiến nghị đã quá hạn" in text


def test_the_appendix_lists_missions_with_their_papers_and_recommendations(
    ask: Any, council: Any, agency: Any
) -> None:
    mission = concluded(council, on=JULY, act_symbol="12/QĐ-HĐND", title="Việc quản lý đất đai")
    rows = [issued(council, agency, on=JULY, due_on=AUGUST, mission=mission) for _ in range(2)]
    claim(rows[0], AUGUST)
    judge(rows[0], "done", AUGUST)
    table = table_of_missions(ask())
    (line,) = table.rows
    assert line[1] == "Việc quản lý đất đai"
    assert line[4] == "12/QĐ-HĐND\nngày 21/5/2026"
    assert line[6] == "Báo cáo\nngày 20/7/2026\n01/TB-HĐND\nngày 20/7/2026"
    assert line[7:] == (2, 1, 1, 0)
    assert table.total[7:] == (2, 1, 1, 0)
    before = table_of_missions(ask(as_of=JULY - DAY)).rows[0]
    assert (before[6], before[7:]) == ("", ("", "", "", ""))


def test_the_summary_counts_what_the_figures_count(ask: Any, council: Any, agency: Any) -> None:
    everything(council, agency, JULY)
    summary: Any = activity_report(ask()).document.annexes[0].blocks[0]
    told = {row[1]: row[3] for row in summary.rows}
    assert told["Cuộc giám sát chuyên đề"] == 7
    assert told["Kiến nghị sau giám sát đã ban hành"] == 5
    assert told["Tỷ lệ kiến nghị sau giám sát đã thực hiện xong"] == "20%"
    assert told["Nội dung chương trình giám sát đã hoàn thành"] == 1
