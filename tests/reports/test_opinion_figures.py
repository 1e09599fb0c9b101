"""Figures of opinions over merges, splits, repeats, forwarding and answers that were not accepted, as of a day."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from reports.figures import Facts, FigureQuery, figure
from tests.factories import AgencyFactory, CouncilTermFactory, FieldFactory, RoundFactory, RuleFactory
from tests.reports.agreement import assert_rows_agree
from tests.reports.agreement import parts as keyed
from tests.voters.opinions_kit import SENT, answered, classified, judged, said, sent
from voters import services
from voters.services import OpinionRow

pytestmark = pytest.mark.django_db

JUNE, JULY, AUGUST = date(2026, 6, 15), date(2026, 7, 20), date(2026, 8, 10)


def value(code: str, question: FigureQuery) -> Any:
    return figure(code, question).value


def parts(code: str, question: FigureQuery) -> dict[str, int]:
    return keyed(figure(code, question))


def test_statements_are_counted_as_made_and_work_after_splitting_and_merging(ask: Any, meet: Any) -> None:
    where = meet()
    compound, same, _other = said(where, "Sửa cầu, kéo điện", "Sửa cầu", "Cầu hỏng")
    said(where, "Hỏi phí", screening="answered_on_spot", spot_answer="Đã trả lời.")
    said(where, "Việc khác", screening="out_of_scope")
    merged_on = where.held_on + timedelta(days=4)
    (bridge, _power) = services.split(
        opinion=compound,
        parts=[OpinionRow("Sửa cầu"), OpinionRow("Kéo điện")],
        user=None,
        on=where.held_on + timedelta(days=2),
    )
    services.merge(opinions=[bridge, same], content="Sửa cầu", user=None, on=merged_on)
    days = [where.held_on + timedelta(days=days) for days in (0, 2, 4)]
    assert [value("O01", ask(as_of=day)) for day in days] == [3, 4, 3]
    assert [value("T07", ask(as_of=day)) for day in days] == [5, 5, 5]
    assert value("T08", ask()) == 1
    for day in days:
        assert_rows_agree(ask(as_of=day))


def test_merges_and_splits_since_stand_in_the_account_of_the_backlog(ask: Any, meet: Any) -> None:
    one, two, compound = said(meet(held_on=date(2025, 11, 3)), "Sửa cầu", "Cầu hỏng", "Cầu và điện")
    services.merge(opinions=[one], into=two, user=None, on=JUNE)
    rows = [OpinionRow("Cầu"), OpinionRow("Điện")]
    services.split(opinion=compound, parts=rows, user=None, on=JULY)
    account = parts("O12", ask())
    assert account == {"opening": 3, "received": 0, "settled": 0, "replaced": 2, "made": 2}
    assert value("O12", ask()) == 3
    assert_rows_agree(ask())


def test_what_is_forwarded_counts_once_and_its_result_comes_back(
    ask: Any, meet: Any, council: Any, term: Any
) -> None:
    above = CouncilTermFactory(council__level="province").council
    council.parent = above
    council.save()
    (road,) = said(meet(), "Nâng cấp quốc lộ", competence_level="province", field=FieldFactory())
    forwarding = services.forward(
        opinion=road, to=above, user=None, reason="Thuộc thẩm quyền tỉnh", on=road.recorded_on
    )
    taken = services.accept_forward(forwarding=forwarding, user=None, on=road.recorded_on)
    agency = AgencyFactory(council=above)
    RuleFactory()
    services.classify(opinions=[taken], user=None, field=FieldFactory(), agency=agency)
    (task,) = sent(taken)
    judged(task, on=answered(task))
    questions = [ask(), ask(council=above), ask(council=above, scope="own+lower")]
    for code in ("O01", "O05", "O12"):
        assert [value(code, question) for question in questions] == [int(code != "O12")] * 3, code
    assert [value("O02", question) for question in questions] == [0, 1, 1]
    assert [value("O10-own", question) for question in questions] == [None, 100, 100]
    for question in questions:
        assert_rows_agree(question)


def test_what_is_raised_in_two_rounds_is_repeated(ask: Any, meet: Any, term: Any) -> None:
    first, twin = said(meet(), "Sửa cầu", "Cầu hỏng")
    elsewhere = RoundFactory(council_term=term)
    again, more = said(meet(round=elsewhere, held_on=JULY), "Sửa cầu", "Sửa cầu ấy")
    services.mark_repeat(opinion=twin, earlier=first, user=None, on=JUNE)
    assert value("O13", ask()) == 0  # the same round
    marked = services.mark_repeat(opinion=again, earlier=first, user=None, on=AUGUST)
    services.merge(opinions=[more], into=twin, user=None, on=AUGUST + timedelta(days=1))
    assert [value("O13", ask(as_of=AUGUST + timedelta(days=n))) for n in (-1, 0, 1)] == [0, 1, 2]
    services.undo_likeness(likeness=marked, user=None, on=AUGUST + timedelta(days=2))
    assert [value("O13", ask(as_of=AUGUST + timedelta(days=n))) for n in (1, 2)] == [2, 1]
    assert_rows_agree(ask())


def test_answers_that_were_not_accepted_are_told_by_how_often(ask: Any, meet: Any, agency: Any) -> None:
    tasks = sent(*classified(meet(), agency, "Sửa cầu", "Kéo điện", "Nạo vét"))
    for count, task in enumerate(tasks):
        for time in range(count):
            on = answered(task, on=JULY + timedelta(days=10 * time))
            judged(task, "returned", on=on)
    assert parts("O14", ask()) == {"once": 1, "twice": 1}
    assert "3" in figure("O14", ask()).note
    assert value("O14", ask(as_of=JULY - timedelta(days=1))) == 0
    assert_rows_agree(ask())


def test_the_days_until_the_first_answer_are_averaged_over_those_that_came(
    ask: Any, meet: Any, agency: Any
) -> None:
    assert value("O15", ask()) is None
    first, second, _silent = sent(*classified(meet(), agency, "Sửa cầu", "Kéo điện", "Nạo vét"))
    judged(first, "returned", on=answered(first, on=SENT + timedelta(days=10)))
    answered(first, on=SENT + timedelta(days=40))
    answered(second, on=SENT + timedelta(days=15))
    found = figure("O15", ask())
    assert found.value == Decimal("12.5")
    assert "2" in found.note
    assert [row.counted for row in Facts(ask()).first_answers().order_by("counted")] == [10, 15]
