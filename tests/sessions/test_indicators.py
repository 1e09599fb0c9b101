"""Indicator targets: entered in rows, reported over time, reached or missed, drawn and exported."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils.translation import gettext as _
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from core.errors import Refused
from councils.models import CouncilTerm
from sessions import services
from sessions.forms.implementation import LocalDecimalField
from sessions.indicators import runs_of, share_chart
from sessions.models import IndicatorTarget, IndicatorValue, Resolution
from sessions.services import TargetRow
from sessions.states import TargetStanding
from tests.factories import ResolutionFactory, SittingFactory, UserFactory

ClientAs = Callable[..., Client]

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def in_august() -> Any:
    """In the middle of the year of the targets."""
    with time_machine.travel("2026-08-03 09:00+07:00", tick=False):
        yield


@pytest.fixture
def clerk() -> User:
    made: User = UserFactory()
    return made


@pytest.fixture
def text(term: CouncilTerm) -> Resolution:
    day = date(2026, 7, 15)
    made: Resolution = ResolutionFactory(
        sitting=SittingFactory(council_term=term), state="issued", adopted_on=day, signed_on=day
    )
    return made


def row(year: int = 2026, value: str = "100", **values: Any) -> TargetRow:
    return TargetRow(
        **{"name": "Thu ngân sách", "unit": "tỷ đồng", **values}, year=year, value=Decimal(value)
    )


def save(text: Resolution, *rows: TargetRow, **values: Any) -> list[IndicatorTarget]:
    return services.save_targets(resolution=text, user=None, rows=rows, **values)


def report(text: Resolution, target: IndicatorTarget, value: str, on: date = date(2026, 6, 30)) -> int:
    return services.report_values(
        resolution=text, user=None, as_of=on, source="Báo cáo số 5", values={target.pk: Decimal(value)}
    )


def standing(target: IndicatorTarget, on: date) -> str:
    found: Any = IndicatorTarget.objects.with_standing(on).get(pk=target.pk)
    return str(found.standing)


def test_a_target_is_set_once_for_a_year_and_an_area(text: Resolution) -> None:
    save(text, row(), row(2027), row(area="Thôn Bến Phà"))
    for again in (row(name="thu ngân sách"), row(area="Thôn bến phà")):
        with pytest.raises(Refused):
            save(text, again)
    with pytest.raises(Refused):
        save(text, row(2028), row(2028))
    assert text.targets.count() == 3


def test_targets_are_changed_and_removed_until_something_was_reported(text: Resolution) -> None:
    first, second = save(text, row(), row(2027))
    save(text, row(value="120", pk=first.pk), removed=[second.pk])
    assert [target.value for target in text.targets.all()] == [Decimal(120)]
    report(text, first, "60")
    with pytest.raises(Refused):
        save(text, removed=[first.pk])


def test_a_value_of_the_same_day_is_corrected(text: Resolution) -> None:
    (target,) = save(text, row())
    report(text, target, "60")
    report(text, target, "65")
    assert [value.value for value in target.values.all()] == [Decimal(65)]


def test_values_need_a_source_a_day_that_has_come_and_a_target_of_the_resolution(
    text: Resolution, clerk: User
) -> None:
    (target,) = save(text, row())
    other = ResolutionFactory(sitting=text.sitting)
    given: dict[str, Any] = {
        "resolution": text,
        "user": clerk,
        "as_of": date(2026, 6, 30),
        "source": "Báo cáo số 5",
        "values": {target.pk: Decimal(1)},
    }
    refused: list[dict[str, Any]] = [
        {"source": " "},
        {"as_of": date(2026, 8, 4)},
        {"values": {}},
        {"resolution": other},
    ]
    for change in refused:
        with pytest.raises(Refused):
            services.report_values(**{**given, **change})
    assert not IndicatorValue.objects.exists()


@pytest.mark.parametrize(
    ("direction", "value", "during", "after"),
    [
        ("at_least", "99", TargetStanding.ON_THE_WAY, TargetStanding.MISSED),
        ("at_least", "100", TargetStanding.REACHED, TargetStanding.REACHED),
        ("at_most", "101", TargetStanding.ON_THE_WAY, TargetStanding.MISSED),
        ("at_most", "100", TargetStanding.REACHED, TargetStanding.REACHED),
    ],
)
def test_a_target_is_reached_on_the_way_or_missed(
    text: Resolution, direction: str, value: str, during: str, after: str
) -> None:
    (target,) = save(text, row(direction=direction))
    assert standing(target, date(2026, 12, 31)) == TargetStanding.NOT_REPORTED
    report(text, target, value)
    assert standing(target, date(2026, 6, 29)) == TargetStanding.NOT_REPORTED
    assert standing(target, date(2026, 12, 31)) == during
    assert standing(target, date(2027, 1, 1)) == after


def test_the_chart_and_its_table_say_the_same(text: Resolution) -> None:
    first, second = save(text, row(2025, "80"), row(2026, "90.5"))
    report(text, first, "82.5", date(2025, 12, 31))
    (run,) = runs_of(text.targets.with_standing(date(2026, 8, 3)).order_by("name", "area", "year"))
    assert run.title == "Thu ngân sách (tỷ đồng)"
    assert run.chart is not None
    assert [line.label for line in run.chart.table] == ["2025", "2026"]
    assert [line.cells for line in run.chart.table] == [["82,5", "80"], ["0", "90,5"]]
    report(text, second, "-1")
    (run,) = runs_of(text.targets.with_standing(date(2026, 8, 3)).order_by("name", "area", "year"))
    assert run.chart is None, "columns cannot show what is negative"


def test_targets_of_one_year_are_shown_by_their_share(text: Resolution) -> None:
    many, few = save(text, row(), row(name="Hộ nghèo", unit="%", value="4.5", direction="at_most"))
    report(text, many, "91.2")
    report(text, few, "5")
    chart = share_chart(runs_of(text.targets.with_standing(date(2026, 8, 3)).order_by("name", "year")))
    assert chart is not None
    assert [(line.label, line.cells) for line in chart.table] == [
        ("Thu ngân sách (tỷ đồng), 2026", ["100", "91,2"])
    ]


@pytest.mark.parametrize(
    ("typed", "value"),
    [("1.500", "1500"), ("1.500,5", "1500.5"), ("6,5", "6.5"), ("6.5", "6.5"), ("0.125", None), ("95", "95")],
)
def test_numbers_are_read_as_people_write_them(typed: str, value: str | None) -> None:
    field = LocalDecimalField()
    if value is None:
        with pytest.raises(ValidationError):
            field.clean(typed)
    else:
        assert field.clean(typed) == Decimal(value)


def rows_of(*rows: dict[str, Any]) -> dict[str, Any]:
    """What the grid sends."""
    data: dict[str, Any] = {"targets-TOTAL_FORMS": len(rows), "targets-INITIAL_FORMS": 0}
    for place, values in enumerate(rows):
        data |= {f"targets-{place}-{name}": value for name, value in values.items()}
    return data


TYPED = {
    "name": "Thu ngân sách",
    "unit": "tỷ đồng",
    "year": "2026",
    "direction": "at_least",
    "value": "1.500,5",
}


def test_targets_are_entered_in_rows_and_empty_ones_say_nothing(
    client_as: ClientAs, text: Resolution
) -> None:
    client, address = client_as("secretariat"), reverse("sittings:targets_edit", args=[text.pk])
    answer = client.post(address, rows_of(TYPED, {"direction": "at_least"}))
    assert answer.status_code == 302
    target = text.targets.get()
    assert (target.value, target.unit, target.year) == (Decimal("1500.5"), "tỷ đồng", 2026)
    page = client.get(address).content.decode()
    assert 'value="1500,5"' in page
    gone = client.post(address, rows_of({**TYPED, "pk": target.pk, "remove": "on"}))
    assert (gone.status_code, text.targets.count()) == (302, 0)


def test_a_row_that_lacks_something_or_comes_twice_is_refused_with_everything_kept(
    client_as: ClientAs, text: Resolution
) -> None:
    client, address = client_as("secretariat"), reverse("sittings:targets_edit", args=[text.pk])
    lacking = client.post(address, rows_of({**TYPED, "unit": ""}))
    assert lacking.status_code == 422
    assert 'value="1.500,5"' in lacking.content.decode()
    assert lacking.context["problems"] == [
        (1, "id_targets-0-unit", _("Unit of measure"), _("Please fill this in."))
    ]
    twice = client.post(address, rows_of(TYPED, TYPED))
    assert twice.status_code == 422
    words = _("“%(name)s” already has a target for %(year)s in this area.")
    assert words % {"name": "Thu ngân sách", "year": 2026} in twice.content.decode()
    more = client.post(address, rows_of(TYPED) | {"again": "more"})
    assert more.status_code == 200
    assert 'name="targets-3-name"' in more.content.decode()
    assert not text.targets.exists()


def test_values_are_reported_on_one_page(client_as: ClientAs, text: Resolution) -> None:
    client, address = client_as("secretariat"), reverse("sittings:values_report", args=[text.pk])
    assert client.get(address).status_code == 302, "without targets there is nothing to report"
    first, second = save(text, row(2025), row(2026))
    answer = client.post(
        address, {"as_of": "30/06/2026", "source": "Báo cáo số 9", f"value_{second.pk}": "45,5"}
    )
    assert answer.status_code == 302
    assert (first.values.count(), second.values.get().value) == (0, Decimal("45.5"))
    shown = client.get(text.get_absolute_url()).content.decode()
    assert "45,5" in shown
    assert "<svg" in shown
    assert client.post(address, {"as_of": "30/06/2026", "source": "x"}).status_code == 422


def test_the_list_is_filtered_and_exported(client_as: ClientAs, text: Resolution) -> None:
    (target, _later) = save(text, row(), row(2027))
    report(text, target, "100")
    client, address = client_as("leader"), reverse("sittings:indicator_list")
    narrowed: list[dict[str, Any]] = [{"year": "2027"}, {"standing": "reached"}, {"q": "ngân sách"}]
    assert [client.get(address, query).context["count"] for query in narrowed] == [1, 1, 2]
    table = b"".join(client.get(address, {"export": "csv"}).streaming_content).decode()  # type: ignore[attr-defined]  # a file
    assert "Thu ngân sách" in table
    assert "100.00" in table


def test_the_list_asks_the_same_few_questions_for_1_and_3_targets(
    client_as: ClientAs, text: Resolution, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client, address = client_as("secretariat"), reverse("sittings:indicator_list")
    save(text, row())
    client.get(address)
    with django_assert_num_queries(6):
        client.get(address)
    save(text, row(2027), row(2028))
    with django_assert_num_queries(6):
        client.get(address)
