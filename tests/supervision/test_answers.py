"""A body fills its questionnaire in, sends it, takes it back; the merged annex shows gaps as gaps."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from io import BytesIO
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from councils.models import Agency, CouncilTerm
from followups.models import FollowUp
from supervision import services
from supervision.annex import Cell, Total, _total, annex_of
from supervision.models import Answer, OutlineItem
from supervision.services import Given
from tests.supervision.mission_world import World, ago, owed, refuses

ClientAs = Callable[..., Client]


@pytest.fixture
def world(term: CouncilTerm, agency: Agency) -> World:
    """A mission whose bodies were told and owe their reports."""
    return World(term, agency=agency).notified()


def to(name: str, *args: Any) -> str:
    """An address of supervision."""
    return reverse(f"supervision:{name}", args=args)


def first_part(world: World, **changes: str) -> dict[str, str]:
    """The first part of the questionnaire as a form sends it."""
    poor, money, words = (world.item(text).pk for text in ("Số hộ", "Kinh phí", "Tồn tại"))
    return {
        f"value_{poor}_0": "1.200",
        f"value_{poor}_1": "950,5",
        f"gap_{money}_0": "Chưa quyết toán",
        f"value_{words}_0": "Giải ngân chậm",
        **changes,
    }


def test_a_body_saves_piece_by_piece_and_sends_once_complete(world: World, client_as: ClientAs) -> None:
    client, body = client_as("agency"), world.one
    page = to("body_answers", body.pk, 1)
    poor = world.item("Số hộ").pk
    assert client.post(page, {f"value_{poor}_0": "1.200"}).status_code == 302
    assert Answer.objects.get().number == 1200
    refused = client.post(to("body_submit", body.pk))
    assert refused.status_code == 422
    assert client.post(page, first_part(world)).status_code == 302
    assert client.post(to("body_submit", body.pk), {"symbol": "45/BC-PKT"}).status_code == 302
    body.refresh_from_db()
    assert body.submitted_on == timezone.localdate()
    assert owed(body).state == "accepted"
    assert client.post(page, first_part(world)).status_code == 422


def test_each_answer_is_refused_beside_its_own_field(world: World, client_as: ClientAs) -> None:
    poor, money = world.item("Số hộ").pk, world.item("Kinh phí").pk
    typed = first_part(world, **{f"value_{poor}_0": "nhiều", f"value_{money}_0": "5"})
    answer = client_as("agency").post(to("body_answers", world.one.pk, 1), typed)
    assert answer.status_code == 422
    assert f"value_{poor}_0" in answer.context["form"].errors
    typed[f"value_{poor}_0"] = "-4"
    errors = client_as("agency").post(to("body_answers", world.one.pk, 1), typed).context["form"].errors
    assert errors[f"value_{poor}_0"] == [_("A figure cannot be negative.")]
    both = _("Either there is a figure, or there is none: empty one of the two.")
    assert errors[f"value_{money}_0"] == [both]
    assert not Answer.objects.exists()


def test_a_report_is_taken_back_until_it_is_due(world: World) -> None:
    world.answered()
    with refuses(_("Say why.")):
        services.take_back_report(body=world.one, user=None, reason=" ")
    services.take_back_report(body=world.one, user=None, reason="Sửa số liệu")
    assert world.one.submitted_on is None
    assert owed(world.one).state == "returned"
    services.submit_report(body=world.one, user=None, on=timezone.localdate())
    FollowUp.objects.update(due_on=ago(1), original_due_on=ago(1))
    with pytest.raises(ValidationError):
        services.take_back_report(body=world.one, user=None, reason="Sửa số liệu")
    services.give_back_report(body=world.one, user=None, reason="Thiếu biểu số liệu")
    assert world.one.submitted_on is None


def test_a_late_report_is_late(world: World) -> None:
    FollowUp.objects.update(due_on=ago(2), original_due_on=ago(2))
    world.answered()
    assert services.counts_of(world.mission).late == 1
    assert services.counts_of(world.mission).reports == 1


def test_a_body_reaches_its_own_questionnaire_and_no_other(world: World, client_as: ClientAs) -> None:
    client = client_as("agency")
    assert client.get(to("body_detail", world.one.pk)).status_code == 200
    assert client.get(to("body_detail", world.other.pk)).status_code == 404
    assert client.get(to("body_answers", world.other.pk, 1)).status_code == 404
    for name in ("mission_detail", "mission_bodies", "mission_findings", "mission_sessions"):
        assert client.get(to(name, world.mission.pk)).status_code == 404
    listed = client.get(to("body_mine"))
    assert [row.pk for row in listed.context["page"].rows] == [world.one.pk]


def test_a_body_knows_nothing_before_it_was_told(
    term: CouncilTerm, agency: Agency, client_as: ClientAs
) -> None:
    world = World(term, agency=agency).with_team().decided()
    client = client_as("agency")
    assert client.get(to("body_detail", world.one.pk)).status_code == 404
    assert not client.get(to("body_mine")).context["page"].rows


def test_a_body_sees_the_days_that_it_was_told_of(world: World, client_as: ClientAs) -> None:
    day = timezone.localdate() + timedelta(days=14)
    session = world.session(held_on=day, place="Hội trường UBND xã")
    client = client_as("agency")
    assert "Hội trường UBND xã" not in client.get(to("body_detail", world.one.pk)).content.decode()
    services.announce_session(session=session, user=None, on=ago(0))
    assert "Hội trường UBND xã" in client.get(to("body_detail", world.one.pk)).content.decode()


def test_the_council_reads_answers_once_the_report_was_sent(world: World, client_as: ClientAs) -> None:
    services.save_answers(body=world.one, given=world.answers(), user=None)
    leader = client_as("leader")
    assert "Tiến độ giải ngân" not in leader.get(to("body_detail", world.one.pk)).content.decode()
    services.submit_report(body=world.one, user=None, on=ago(0))
    assert "Tiến độ giải ngân" in leader.get(to("body_detail", world.one.pk)).content.decode()


# --- The merged annex ---


def test_gaps_are_gaps_and_totals_say_over_how_many_bodies_they_go(world: World) -> None:
    world.answered()
    table = annex_of(world.mission)
    figures = {(row.item.text, row.period): row for row in table.rows if not row.is_heading}
    poor = figures["Số hộ nghèo", "2025"]
    assert [cell.value for cell in poor.cells] == [Decimal(95), None]
    assert poor.total == Total(Decimal(95), 1, 2)
    assert poor.total.is_partial
    assert not poor.cells[1].sent
    money = figures["Kinh phí đã giải ngân", ""]
    assert money.cells[0].gap == "Chưa quyết toán"
    assert money.total == Total(None, 0, 2)


def test_the_annex_as_a_workbook_leaves_gaps_empty(world: World, client_as: ClientAs) -> None:
    world.answered()
    answer = client_as("secretariat").get(to("mission_annex", world.mission.pk, "xlsx"))
    sheet = load_workbook(BytesIO(b"".join(answer))).active
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    poor = next(row for row in rows if "Số hộ nghèo" in row and "2024" in row)
    assert poor[4:] == [120, None, 120]
    assert not any(0 in row[4:] for row in rows if row[0])


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None, max_examples=50)
@given(st.lists(st.none() | st.integers(0, 10**9).map(Decimal), max_size=8))
def test_a_total_is_the_sum_of_what_was_given_and_nothing_of_nothing(values: list[Decimal | None]) -> None:
    item = OutlineItem(kind="number", text="Số hộ", unit="hộ")
    total = _total(item, [Cell(value) for value in values])
    given_ones = [value for value in values if value is not None]
    assert total == Total(sum(given_ones, Decimal(0)) if given_ones else None, len(given_ones), len(values))


def test_percentages_are_not_added_up() -> None:
    item = OutlineItem(kind="percent", text="Tỷ lệ", unit="%")
    assert _total(item, [Cell(Decimal(50)), Cell(Decimal(60))]) is None


def test_only_answers_of_the_questions_own_type_are_kept(world: World) -> None:
    poor = world.item("Số hộ")
    with pytest.raises(ValidationError):
        services.save_answers(body=world.one, given={(poor.pk, "2024"): Given("nhiều")}, user=None)
    with pytest.raises(ValidationError):
        services.save_answers(body=world.one, given={(poor.pk, "2019"): Given(Decimal(1))}, user=None)
