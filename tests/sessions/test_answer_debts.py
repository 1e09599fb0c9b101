"""What a verification report makes its paper's owner owe: answers to the remarks, by the day before the opening."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from councils.models import Agency, CouncilTerm
from followups.models import FollowUp, Notice
from sessions import services
from sessions.models import Paper, Sitting, Verification
from sessions.services.paper_redating import recount_due_days
from tests.factories import AgencyFactory
from tests.sessions.paper_world import (
    NOW,
    OPENS,
    TODAY,
    assigned,
    committee_of,
    expected,
    received,
    reported,
    sitting_of,
    written,
)

pytestmark = pytest.mark.django_db
ClientAs = Callable[..., Client]
EVE = date(2026, 7, 13)
"""The day before the opening."""


@pytest.fixture(autouse=True)
def in_june() -> Iterator[None]:
    """Three weeks before the sitting."""
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def sitting(term: CouncilTerm) -> Sitting:
    return sitting_of(term)


@pytest.fixture
def owner(user_as: Callable[..., User]) -> User:
    """Who answers for the agency that owes the paper."""
    return user_as("agency")


@pytest.fixture
def verification(sitting: Sitting, agency: Agency, owner: User) -> Verification:
    """On the committee's table, with two remarks."""
    paper = expected(sitting, agency, title="Báo cáo ngân sách")
    received(paper)
    return written(assigned(paper, committee_of(sitting)), remarks=2)


def debt(verification: Verification) -> FollowUp:
    verification.refresh_from_db()
    assert verification.follow_up is not None
    verification.follow_up.refresh_from_db()
    return verification.follow_up


def answers(verification: Verification) -> list[services.Answer]:
    return [
        services.Answer(remark.pk, "taken_in", "Đã chỉnh lý", "Điều 1")
        for remark in verification.remarks.all()
    ]


def test_the_owner_is_told_and_owes_answers_by_the_day_before_the_opening(
    verification: Verification, agency: Agency, owner: User
) -> None:
    reported(verification)
    follow_up = debt(verification)
    assert (follow_up.agency, follow_up.state, follow_up.issued_on) == (agency, "issued", TODAY)
    assert (follow_up.due_on, follow_up.kind) == (EVE, "verification_answer")
    assert follow_up.title == "Tiếp thu, giải trình ý kiến thẩm tra: Báo cáo ngân sách"
    assert verification.document is not None
    assert verification.document.symbol in follow_up.detail
    assert "2 ý kiến" in follow_up.detail
    assert Notice.objects.filter(follow_up=follow_up, recipient=owner, kind="issued").count() == 1


def test_old_reports_are_loaded_without_telling_anybody(verification: Verification) -> None:
    reported(verification, quiet=True)
    assert Notice.objects.filter(follow_up=debt(verification)).count() == 0


def test_a_report_without_remarks_asks_nothing(sitting: Sitting, agency: Agency) -> None:
    paper = expected(sitting, agency)
    received(paper)
    made = reported(written(assigned(paper, committee_of(sitting))))
    assert made.follow_up is None


def test_what_the_standing_committee_submits_asks_nobody(sitting: Sitting) -> None:
    paper = expected(sitting)
    received(paper)
    assert reported(written(assigned(paper, committee_of(sitting)), remarks=1)).follow_up is None


def test_a_report_on_the_day_of_the_opening_is_answered_that_day(verification: Verification) -> None:
    with time_machine.travel("2026-07-14 07:00+07:00", tick=False):
        reported(verification, OPENS)
        assert debt(verification).due_on == OPENS


def test_the_owner_finds_the_way_to_the_matrix_and_answers_there(
    verification: Verification, owner: User
) -> None:
    reported(verification)
    client, follow_up = Client(), debt(verification)
    client.force_login(owner)
    way = reverse("sittings:verification_respond", args=[verification.pk])
    for page in (follow_up.get_absolute_url(), reverse("followups:followup_mine")):
        shown = client.get(page).content.decode()
        assert f'href="{way}"' in shown
        assert _("Answer the remarks") in shown
    assert client.post(way, typed(verification)).status_code == 302
    assert debt(verification).state == "accepted"
    reply = follow_up.replies.get()
    assert (reply.answered_by, reply.dated_on) == (owner, TODAY)
    assert reply.text == "Đã tiếp thu, giải trình 2 ý kiến thẩm tra của Ban Pháp chế."


def typed(verification: Verification) -> dict[str, Any]:
    """The matrix as its form sends it."""
    sent: dict[str, Any] = {}
    for place, remark in enumerate(verification.remarks.all()):
        sent |= {
            f"line-{place}-remark_pk": remark.pk,
            f"line-{place}-response": "taken_in",
            f"line-{place}-text": "Đã chỉnh lý",
            f"line-{place}-place": "Điều 1",
        }
    return sent | {"line-TOTAL_FORMS": 2, "line-INITIAL_FORMS": 2}


def test_the_secretariat_is_told_of_answers_that_came_by_themselves(
    verification: Verification, owner: User, user_as: Callable[..., User]
) -> None:
    clerk = user_as("secretariat")
    reported(verification)
    services.respond(
        verification=verification, rows=answers(verification), user=owner, on=TODAY, by_owner=True
    )
    assert Notice.objects.filter(follow_up=debt(verification), recipient=clerk, kind="answered").exists()


def test_answers_that_are_lacking_leave_the_debt_open(verification: Verification) -> None:
    reported(verification)
    services.respond(verification=verification, rows=answers(verification)[:1], user=None, on=TODAY)
    assert debt(verification).state == "issued"
    services.respond(verification=verification, rows=answers(verification)[1:], user=None, on=TODAY)
    assert debt(verification).state == "accepted"


@pytest.mark.parametrize("name", ["withdraw", "defer"])
def test_nobody_answers_remarks_on_what_was_put_off(name: str, verification: Verification) -> None:
    reported(verification)
    services.conclude_paper(
        paper=verification.paper, name=name, user=None, on=TODAY, reason="Chưa đủ điều kiện"
    )
    assert debt(verification).state == "withdrawn"


def test_nobody_answers_remarks_on_what_the_council_has_decided(verification: Verification) -> None:
    reported(verification)
    Paper.objects.filter(pk=verification.paper_id).update(state="tabled")
    services.conclude_paper(paper=verification.paper, name="note", user=None, on=TODAY)
    assert debt(verification).state == "withdrawn"


def test_the_debt_moves_with_the_opening(verification: Verification, sitting: Sitting) -> None:
    reported(verification)
    sitting.opens_on, sitting.closes_on = date(2026, 7, 21), date(2026, 7, 22)
    sitting.save()
    recount_due_days(sitting=sitting, user=None, opened_on=OPENS)
    assert debt(verification).due_on == date(2026, 7, 20)


def test_another_agency_sees_nothing_of_it(
    verification: Verification, client_as: ClientAs, sitting: Sitting
) -> None:
    reported(verification)
    client = client_as("agency", agency=AgencyFactory(council=sitting.council))
    assert client.get(debt(verification).get_absolute_url()).status_code == 404
