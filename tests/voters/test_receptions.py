"""Citizen reception: scheduled by a rule, published in one notice, recorded by form 03/TCD, concluded with tasks."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from accounts.models import User
from councils.models import Agency, CouncilTerm
from tests.factories import DelegateFactory, ReceptionFactory, seated
from tests.voters.letters_kit import SENDER, make_rules
from voters import services
from voters.documents.reception import REGISTER_COLUMNS
from voters.identity import Identity, Person
from voters.models import CitizenReception
from voters.services.reception_records import draw_receipt, inform_due, refusal_due, result_due

pytestmark = pytest.mark.django_db

DAY = date(2026, 9, 10)
HOURS = services.Hours(part="1_morning", place="Trụ sở tiếp công dân")


@pytest.fixture
def staff(user_as: Callable[..., User]) -> User:
    return user_as("secretariat")


@pytest.fixture
def reception(term: CouncilTerm) -> CitizenReception:
    made: CitizenReception = ReceptionFactory(council=term.council, delegate=seated(term), day=DAY)
    return made


def test_a_quarter_is_made_by_its_rule_and_a_holiday_moves_on(term: CouncilTerm, staff: User) -> None:
    first, second = seated(term), seated(term)
    made = services.generate_schedule(
        council=term.council,
        year=2026,
        number=2,
        rule=services.DayRule(day_of_month=30),
        hours=HOURS,
        delegates=[first, second],
        user=staff,
    )
    assert [(one.day, one.delegate) for one in made] == [
        (date(2026, 5, 4), first),
        (date(2026, 6, 1), second),
        (date(2026, 6, 30), first),
    ]


def test_a_weekday_rule_takes_every_or_the_nth_week() -> None:
    assert services.DayRule(weekday=3, nth=1).days(2026, 10) == [date(2026, 10, 1)]
    assert len(services.DayRule(weekday=3).days(2026, 10)) == 5
    assert services.DayRule(day_of_month=31).days(2026, 2) == [date(2026, 2, 28)]


def test_making_a_schedule_twice_enters_nothing_twice(term: CouncilTerm, staff: User) -> None:
    given: dict[str, Any] = {
        "council": term.council,
        "year": 2026,
        "number": 4,
        "rule": services.DayRule(day_of_month=15),
        "hours": HOURS,
        "delegates": [seated(term)],
        "user": staff,
    }
    assert (len(services.generate_schedule(**given)), len(services.generate_schedule(**given))) == (3, 0)


def test_who_has_no_seat_on_the_day_does_not_receive(term: CouncilTerm, staff: User) -> None:
    with pytest.raises(ValidationError) as refusal:
        services.generate_schedule(
            council=term.council,
            year=2026,
            number=4,
            rule=services.DayRule(day_of_month=15),
            hours=HOURS,
            delegates=[DelegateFactory(council=term.council)],
            user=staff,
        )
    assert set(refusal.value.message_dict) == {"delegate"}


def test_one_notice_publishes_what_is_scheduled(
    term: CouncilTerm, reception: CitizenReception, staff: User
) -> None:
    document = services.publish_schedule(
        council=term.council, start=date(2026, 7, 1), end=date(2026, 9, 30), on=date(2026, 6, 25), user=staff
    )
    reception.refresh_from_db()
    assert (document.symbol, reception.state, reception.notice) == ("01/TB-HĐND", "published", document)
    assert document.docx is not None
    with pytest.raises(ValidationError):
        services.publish_schedule(
            council=term.council,
            start=date(2026, 7, 1),
            end=date(2026, 9, 30),
            on=date(2026, 6, 25),
            user=staff,
        )


def test_a_citizen_recorded_means_that_it_was_held(reception: CitizenReception, staff: User) -> None:
    record = services.record_visit(
        reception=reception, user=staff, kind="petition", content="Đường hỏng", identity=SENDER
    )
    move = reception.moves.get()
    assert (record.number, reception.state, move.effective_on) == (1, "held", DAY)
    with pytest.raises(ValidationError):
        services.move_reception(reception=reception, name="correct", user=staff, note="Nhầm")


def test_a_group_of_five_names_its_representatives(reception: CitizenReception, staff: User) -> None:
    given: dict[str, Any] = {
        "reception": reception,
        "user": staff,
        "kind": "complaint",
        "content": "Bồi thường",
        "persons": 5,
    }
    with pytest.raises(ValidationError) as refusal:
        services.record_visit(**given, identity=SENDER)
    assert set(refusal.value.message_dict) == {"others"}
    named = Identity((*SENDER.persons, Person("Người đại diện thứ hai")))
    assert services.record_visit(**given, identity=named).persons == 5


def test_nobody_comes_to_a_reception_of_tomorrow_or_a_cancelled_one(term: CouncilTerm, staff: User) -> None:
    tomorrow = ReceptionFactory(
        council=term.council, delegate=seated(term), day=timezone.localdate() + timedelta(days=1)
    )
    given: dict[str, Any] = {"user": staff, "kind": "petition", "content": "Đường hỏng", "identity": SENDER}
    with pytest.raises(ValidationError):
        services.record_visit(reception=tomorrow, **given)
    with pytest.raises(ValidationError) as refusal:
        services.move_reception(reception=tomorrow, name="cancel", user=staff)
    assert set(refusal.value.message_dict) == {"note"}
    services.move_reception(reception=tomorrow, name="cancel", user=staff, note="Đại biểu bận họp")
    with pytest.raises(ValidationError):
        services.record_visit(reception=tomorrow, **given)


def test_terms_of_ten_five_and_three_working_days(
    reception: CitizenReception, agency: Agency, staff: User
) -> None:
    make_rules()
    record = services.record_visit(
        reception=reception, user=staff, kind="petition", content="Đường hỏng", identity=SENDER
    )
    assert (inform_due(record).day, refusal_due(record).day) == (date(2026, 9, 24), date(2026, 9, 15))
    assert result_due(record) is None


def test_a_matter_is_guided_forwarded_or_refused_by_numbered_papers(
    reception: CitizenReception, agency: Agency, staff: User
) -> None:
    records = [
        services.record_visit(
            reception=reception,
            user=staff,
            kind="petition",
            content="Đường hỏng",
            identity=SENDER,
            papers="Đơn; 2; rõ",
        )
        for _time in range(3)
    ]
    guided = services.guide_visitor(record=records[0], body="UBND xã", on=DAY, user=staff)
    sent = services.forward_matter(
        record=records[1], agency=agency, on=DAY, due_on=date(2026, 10, 1), due_basis="Quy chế", user=staff
    )
    refused = services.refuse_visitor(
        record=records[2], reason="Đã có quyết định cuối cùng", on=DAY, user=staff
    )
    assert [one.symbol for one in (guided, sent, refused)] == ["01/TB-HĐND", "01/PC-HĐND", "02/TB-HĐND"]
    records[1].refresh_from_db()
    owed = records[1].follow_up
    assert owed is not None
    assert (owed.kind, owed.agency, owed.due_on) == ("reception", agency, date(2026, 10, 1))
    with pytest.raises(ValidationError):
        services.guide_visitor(record=records[0], body="UBND xã", on=DAY, user=staff)
    with pytest.raises(ValidationError):
        services.refuse_visitor(record=records[1], reason="Nhầm", on=DAY, user=staff)
    assert draw_receipt(records[0]).number is None


def test_each_task_of_the_conclusions_becomes_a_follow_up(
    reception: CitizenReception, agency: Agency, staff: User
) -> None:
    services.record_visit(
        reception=reception, user=staff, kind="petition", content="Đường hỏng", identity=SENDER
    )
    with pytest.raises(ValidationError):
        services.conclude(reception=reception, tasks=[], on=DAY, user=staff)
    task = services.Task("Kiểm tra, sửa chữa đường liên thôn", agency, date(2026, 10, 30))
    document = services.conclude(reception=reception, tasks=[task], on=DAY + timedelta(days=1), user=staff)
    follow_up = reception.tasks.get().follow_up
    assert follow_up is not None
    assert (reception.state, follow_up.kind, follow_up.legal_basis) == (
        "conclusion_issued",
        "reception",
        f"Thông báo số {document.symbol} ngày 11/09/2026",
    )


def test_the_register_has_the_thirteen_columns_of_its_form() -> None:
    assert len(REGISTER_COLUMNS) == 13
    assert REGISTER_COLUMNS[0] == "STT"
    assert REGISTER_COLUMNS[-1] == "Ghi chú"
