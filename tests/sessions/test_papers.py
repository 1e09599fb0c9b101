"""The list of papers of a sitting: due days by rule, numbers given once, refusals in words beside their rows."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
import time_machine
from django.core.exceptions import ValidationError
from pytest_django import DjangoAssertNumQueries

from councils import services as councils
from councils.models import Agency, Council, CouncilTerm, DeadlineRule
from sessions import services
from sessions.models import Paper, Sitting
from sessions.services import ExpectedPaper, RefusedRows
from tests.factories import AgencyFactory, AgendaItemFactory, CommitteeFactory
from tests.sessions.paper_world import (
    NOW,
    OPENS,
    REPORT_DUE,
    TO_COMMITTEE,
    TO_DELEGATES,
    TODAY,
    assigned,
    committee_of,
    expected,
    received,
    sitting_of,
)


@pytest.fixture(autouse=True)
def in_june() -> Iterator[None]:
    """Three weeks before the sitting."""
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def sitting(term: CouncilTerm) -> Sitting:
    return sitting_of(term)


def refused(refusal: Any) -> dict[str, list[str]]:
    """The sentences by field."""
    found: dict[str, list[str]] = refusal.value.message_dict
    return found


# --- Entering ---


def test_a_paper_is_due_by_the_rule_of_where_it_goes(sitting: Sitting, agency: Agency) -> None:
    plain = expected(sitting, agency)
    verified = expected(sitting, agency, committee=committee_of(sitting))
    assert (plain.due_on, verified.due_on) == (TO_DELEGATES, TO_COMMITTEE)
    assert plain.due_rule is not None
    assert plain.due_rule.code == "PAP-DELEGATE"
    assert (plain.due_anchor_on, plain.legal_basis) == (OPENS, "Quy chế làm việc, PAP-DELEGATE")
    assert (plain.number, verified.number) == (1, 2)


def test_where_no_rule_says_when_drafts_come_the_verification_meeting_does(
    sitting: Sitting, agency: Agency
) -> None:
    DeadlineRule.objects.filter(code="VER-DRAFT-IN").update(code="VER-MEETING")
    assert expected(sitting, agency, committee=committee_of(sitting)).due_rule.code == "VER-MEETING"  # type: ignore[union-attr]


def test_without_a_rule_the_day_is_set_by_hand_with_its_basis(sitting: Sitting, agency: Agency) -> None:
    DeadlineRule.objects.all().delete()
    with pytest.raises(ValidationError) as refusal:
        expected(sitting, agency)
    assert "PAP-DELEGATE" in refused(refusal)["due_on"][0]
    with pytest.raises(ValidationError) as refusal:
        expected(sitting, agency, due_on=date(2026, 7, 1))
    assert list(refused(refusal)) == ["legal_basis"]
    paper = expected(sitting, agency, due_on=date(2026, 7, 1), legal_basis="Thông báo số 12/TB-HĐND")
    assert (paper.due_on, paper.due_rule, paper.legal_basis) == (
        date(2026, 7, 1),
        None,
        "Thông báo số 12/TB-HĐND",
    )


@pytest.mark.parametrize(
    ("line", "field"),
    [
        ({"title": "  "}, "title"),
        ({"kind": "poem"}, "kind"),
        ({"number": 1}, "number"),
        ({"due_on": date(2026, 7, 16), "legal_basis": "Thông báo"}, "due_on"),
    ],
)
def test_a_line_that_cannot_stand_is_refused_beside_its_field(
    sitting: Sitting, agency: Agency, line: dict[str, Any], field: str
) -> None:
    expected(sitting, agency)
    with pytest.raises(ValidationError) as refusal:
        expected(sitting, agency, **line)
    assert list(refused(refusal)) == [field]
    assert sitting.papers.count() == 1


def test_bodies_must_be_of_this_council_and_exist_when_the_sitting_opens(
    sitting: Sitting, other_council: Council
) -> None:
    gone = AgencyFactory(council=sitting.council, valid_to=date(2026, 6, 30))
    ended = CommitteeFactory(council=sitting.council, valid_to=date(2026, 6, 30))
    strange = AgencyFactory(council=other_council)
    for line, field in (
        ({"agency": gone}, "owner"),
        ({"agency": strange}, "owner"),
        ({"committee": ended}, "committee"),
        ({"agency": AgencyFactory(council=sitting.council), "owner_committee": ended}, "owner"),
    ):
        with pytest.raises(ValidationError) as refusal:
            expected(sitting, **line)
        assert list(refused(refusal)) == [field]


def test_many_lines_are_entered_together_and_may_name_each_other(
    sitting: Sitting, agency: Agency, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    rows = [
        ExpectedPaper(kind="proposal", title="Tờ trình về chủ trương đầu tư", owner_agency=agency),
        ExpectedPaper(
            kind="draft_resolution",
            title="Nghị quyết về chủ trương đầu tư",
            owner_agency=agency,
            goes_with_number=1,
        ),
    ]
    with django_assert_num_queries(8):
        proposal, draft = services.expect_papers(sitting=sitting, rows=rows, user=None)
    assert draft.goes_with == proposal
    assert list(proposal.companions.all()) == [draft]
    more = [ExpectedPaper(kind="report", title=f"Báo cáo số {n}", owner_agency=agency) for n in range(20)]
    with django_assert_num_queries(7):
        services.expect_papers(sitting=sitting, rows=more, user=None)
    assert Paper.objects.get(sitting=sitting, number=22).search == "bao cao so 19"


def test_one_wrong_line_keeps_all_back_and_says_which(sitting: Sitting, agency: Agency) -> None:
    rows = [
        ExpectedPaper(kind="report", title="Báo cáo", owner_agency=agency),
        ExpectedPaper(kind="report", title="", owner_agency=agency),
        ExpectedPaper(kind="report", title="Báo cáo khác", number=1),
    ]
    with pytest.raises(RefusedRows) as refusal:
        services.expect_papers(sitting=sitting, rows=rows, user=None)
    assert {at: list(problems) for at, problems in refusal.value.rows.items()} == {
        1: ["title"],
        2: ["number"],
    }
    assert not sitting.papers.exists()


def test_a_line_cannot_go_with_a_number_that_the_list_lacks(sitting: Sitting, agency: Agency) -> None:
    lone = ExpectedPaper(kind="draft_resolution", title="Nghị quyết", owner_agency=agency, goes_with_number=9)
    with pytest.raises(RefusedRows) as refusal:
        services.expect_papers(sitting=sitting, rows=[lone], user=None)
    assert list(refusal.value.rows[0]) == ["goes_with"]


def test_nothing_is_expected_for_a_sitting_that_was_cancelled(sitting: Sitting, agency: Agency) -> None:
    Sitting.objects.update(state="cancelled")
    with pytest.raises(ValidationError):
        expected(sitting, agency)


# --- Changing ---


def changed(paper: Paper, **changes: Any) -> Paper:
    """The paper after an edit."""
    return services.change_paper(paper=Paper.objects.get(pk=paper.pk), user=None, **changes)


def test_the_due_day_follows_the_committee_unless_set_by_hand(sitting: Sitting, agency: Agency) -> None:
    paper = expected(sitting, agency)
    committee = committee_of(sitting)
    assert changed(paper, committee=committee).due_on == TO_COMMITTEE
    by_hand = changed(paper, committee=committee, due_on=date(2026, 7, 1), legal_basis="Thông báo số 12")
    assert (by_hand.due_on, by_hand.due_rule_id) == (date(2026, 7, 1), None)
    assert changed(paper, committee=None).due_on == TO_DELEGATES


def test_the_debt_of_the_owner_becomes_due_with_the_paper(sitting: Sitting, agency: Agency) -> None:
    paper = expected(sitting, agency)
    services.ask_owners(sitting=sitting, user=None, on=TODAY)
    changed(paper, due_on=date(2026, 7, 1), legal_basis="Thông báo số 12")
    paper.refresh_from_db()
    assert paper.follow_up is not None
    assert (paper.follow_up.due_on, paper.follow_up.original_due_on) == (date(2026, 7, 1), date(2026, 7, 1))
    moved = paper.follow_up.moves.last()
    assert moved is not None
    assert (moved.due_was, moved.due_became) == (TO_DELEGATES, date(2026, 7, 1))


def test_an_edit_does_not_undo_a_step_taken_meanwhile(sitting: Sitting, agency: Agency) -> None:
    paper = expected(sitting, agency)
    opened = Paper.objects.get(pk=paper.pk)
    received(paper)
    opened.title = "Báo cáo đã sửa tên"
    services.change_paper(paper=opened, user=None)
    paper.refresh_from_db()
    assert (paper.title, paper.state, paper.received_on) == ("Báo cáo đã sửa tên", "received", TODAY)


def test_who_was_asked_stays_the_owner(sitting: Sitting, agency: Agency) -> None:
    paper = expected(sitting, agency)
    other = AgencyFactory(council=sitting.council)
    assert changed(paper, owner_agency=other).owner == other
    services.ask_owners(sitting=sitting, user=None, on=TODAY)
    with pytest.raises(ValidationError) as refusal:
        changed(paper, owner_agency=agency)
    assert list(refused(refusal)) == ["owner"]


def test_a_committee_that_verifies_is_not_replaced_by_an_edit(sitting: Sitting, agency: Agency) -> None:
    committee = committee_of(sitting)
    paper = expected(sitting, agency, committee=committee)
    received(paper)
    assigned(paper, committee)
    with pytest.raises(ValidationError) as refusal:
        changed(paper, committee=None)
    assert list(refused(refusal)) == ["committee"]


def test_two_papers_cannot_go_with_each_other(sitting: Sitting, agency: Agency) -> None:
    first, second = expected(sitting, agency), expected(sitting, agency)
    changed(first, goes_with=second)
    second.refresh_from_db()
    with pytest.raises(ValidationError) as refusal:
        changed(second, goes_with=Paper.objects.get(pk=first.pk))
    assert list(refused(refusal)) == ["goes_with"]
    with pytest.raises(ValidationError):
        changed(first, goes_with=Paper.objects.get(pk=first.pk))


def test_a_paper_is_taken_off_the_list_only_while_nothing_hangs_on_it(
    sitting: Sitting, agency: Agency
) -> None:
    paper = expected(sitting, agency)
    services.remove_paper(paper=paper, user=None)
    assert not sitting.papers.exists()
    came, asked, planned, carrying = (expected(sitting, agency) for _each in range(4))
    received(came)
    services.ask_owners(sitting=sitting, user=None, on=TODAY, papers=[asked])
    AgendaItemFactory(sitting=sitting).papers.add(planned)
    changed(expected(sitting, agency), goes_with=carrying)
    for held in (came, asked, planned, carrying):
        with pytest.raises(ValidationError):
            services.remove_paper(paper=held, user=None)
    assert sitting.papers.count() == 5


def test_the_list_is_numbered_anew_in_any_order(sitting: Sitting, agency: Agency) -> None:
    papers = [expected(sitting, agency, title=f"Báo cáo số {n}") for n in range(3)]
    services.remove_paper(paper=papers.pop(1), user=None)
    services.renumber(sitting=sitting, order=[papers[1].pk, papers[0].pk], user=None)
    assert list(sitting.papers.order_by("number").values_list("title", "number")) == [
        ("Báo cáo số 2", 1),
        ("Báo cáo số 0", 2),
    ]
    with pytest.raises(ValidationError):
        services.renumber(sitting=sitting, order=[papers[0].pk], user=None)


# --- When the ground moves ---


def test_due_days_follow_the_opening_of_the_sitting(sitting: Sitting, agency: Agency) -> None:
    owed, here, by_hand = expected(sitting, agency), expected(sitting, agency), expected(sitting, agency)
    changed(by_hand, due_on=date(2026, 7, 1), legal_basis="Thông báo số 12")
    services.ask_owners(sitting=sitting, user=None, on=TODAY, papers=[owed])
    received(here)
    committee = committee_of(sitting)
    verification = assigned(here, committee)
    assert verification.due_on == REPORT_DUE
    opened_on = sitting.opens_on
    Sitting.objects.update(opens_on=date(2026, 7, 21), closes_on=date(2026, 7, 22))
    sitting.refresh_from_db()
    assert services.recount_due_days(sitting=sitting, user=None, opened_on=opened_on) == 3
    for row in (owed, here, by_hand, verification):
        row.refresh_from_db()
    assert (owed.due_on, here.due_on, by_hand.due_on) == (date(2026, 7, 14), TO_DELEGATES, date(2026, 7, 8))
    assert (verification.due_on, verification.due_anchor_on) == (date(2026, 7, 10), date(2026, 7, 21))
    assert owed.follow_up is not None
    assert (owed.follow_up.due_on, owed.follow_up.due_anchor_on) == (date(2026, 7, 14), date(2026, 7, 21))


def test_a_changed_rule_moves_what_is_still_owed(sitting: Sitting, agency: Agency) -> None:
    owed, here, asked = (
        expected(sitting, agency, title=title) for title in ("Báo cáo A", "Báo cáo B", "Báo cáo C")
    )
    received(here)
    verification = assigned(here, committee_of(sitting))
    services.ask_owners(sitting=sitting, user=None, on=TODAY, papers=[asked])

    def both(code: str, offset: int) -> tuple[Any, int]:
        rule = DeadlineRule.objects.current().get(code=code)

        def write() -> Any:
            return councils.rule_change(
                rule, lambda: councils.revise_rule(rule=rule, user=None, offset=offset)
            )

        return councils.try_out(write), councils.carry_out(write, user=None, dates=True)

    preview, moved = both("PAP-DELEGATE", 10)
    assert sorted(line.title for line in preview.lines) == ["Báo cáo A", "Gửi tài liệu: Báo cáo C"]
    assert (preview.moving, moved) == (2, 2)
    preview, moved = both("VER-REPORT-OUT", 13)
    assert ([line.title for line in preview.lines], moved) == (["Báo cáo B"], 1)
    for row in (owed, here, asked, verification):
        row.refresh_from_db()
    assert (owed.due_on, here.due_on, asked.due_on) == (date(2026, 7, 3), TO_DELEGATES, date(2026, 7, 3))
    assert (verification.due_on, verification.due_rule.offset) == (date(2026, 7, 1), 13)  # type: ignore[union-attr]
