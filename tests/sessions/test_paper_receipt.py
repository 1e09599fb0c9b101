"""A paper is asked for, comes, is given back, comes again: its debt follows each step, and lateness is counted."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from councils.models import Agency, CouncilTerm
from documents.models import File
from followups import services as followups
from followups.models import FollowUp, Notice
from followups.origins import links
from sessions import services
from sessions.models import Paper, PaperOpening, PaperVersion, Sitting
from tests.factories import AgencyFactory, UserFactory, member, seated
from tests.sessions.paper_world import (
    NOW,
    TO_DELEGATES,
    TODAY,
    assigned,
    committee_of,
    expected,
    received,
    reported,
    sitting_of,
    upload,
    written,
)

ASKED, CAME, BACK, AGAIN = date(2026, 6, 10), date(2026, 6, 15), date(2026, 6, 17), date(2026, 6, 20)


@pytest.fixture(autouse=True)
def in_june() -> Iterator[None]:
    """Three weeks before the sitting."""
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def sitting(term: CouncilTerm) -> Sitting:
    return sitting_of(term)


@pytest.fixture
def paper(sitting: Sitting, agency: Agency) -> Paper:
    return expected(sitting, agency)


def asked(paper: Paper, on: date = ASKED, **more: Any) -> FollowUp:
    """The paper was asked for; the follow-up of its owner."""
    outcome = services.ask_owners(sitting=paper.sitting, user=None, on=on, papers=[paper], **more)
    assert outcome.done == [paper]
    paper.refresh_from_db()
    assert paper.follow_up is not None
    return paper.follow_up


def debt(paper: Paper) -> FollowUp:
    """The follow-up as it is now."""
    return FollowUp.objects.get(paper=paper)


def refused(refusal: Any) -> list[str]:
    """The fields beside which a refusal stands."""
    return list(refusal.value.message_dict)


# --- Asking ---


def test_asking_makes_a_follow_up_with_the_five_clears(paper: Paper, agency: Agency) -> None:
    follow_up = asked(paper)
    assert follow_up.title == "Gửi tài liệu: Báo cáo tình hình kinh tế - xã hội 6 tháng đầu năm"
    assert (follow_up.agency, follow_up.accountable) == (agency, f"Người đứng đầu {agency.name}")
    assert (follow_up.due_on, follow_up.due_rule) == (TO_DELEGATES, paper.due_rule)
    assert (follow_up.state, follow_up.kind, follow_up.issued_on) == ("issued", "paper", ASKED)
    assert follow_up.evidence
    assert "kỳ họp thứ Năm" in follow_up.detail


def test_a_committee_is_asked_for_its_own_paper_and_the_standing_committee_for_none(
    sitting: Sitting, agency: Agency
) -> None:
    committee = committee_of(sitting)
    own = expected(sitting, owner_committee=committee)
    expected(sitting, title="Báo cáo của Thường trực")
    late = expected(sitting, agency, due_on=date(2026, 6, 1), legal_basis="Thông báo số 12")
    outcome = services.ask_owners(sitting=sitting, user=None, on=TODAY)
    assert outcome.done == [own]
    assert [(row, "01/06/2026" in words) for row, words in outcome.refused] == [(late, True)]
    assert debt(own).committee == committee
    assert services.ask_owners(sitting=sitting, user=None, on=TODAY, papers=[own]).done == []


def test_nobody_is_asked_for_a_sitting_that_was_put_off_or_on_a_day_to_come(paper: Paper) -> None:
    with pytest.raises(ValidationError):
        services.ask_owners(sitting=paper.sitting, user=None, on=date(2026, 6, 23))
    paper.sitting.state = "postponed"
    with pytest.raises(ValidationError):
        services.ask_owners(sitting=paper.sitting, user=None, on=TODAY)
    assert not FollowUp.objects.exists()


def test_the_follow_up_leads_back_to_the_paper_for_those_who_may_read_it(
    paper: Paper, agency: Agency, user_as: Any
) -> None:
    follow_up = asked(paper)
    for reader in (user_as("secretariat"), user_as("agency")):
        assert links([follow_up], reader)[follow_up.pk].url == paper.get_absolute_url()
    stranger = user_as("agency", agency=AgencyFactory(council=agency.council))
    assert links([follow_up], stranger) == {}


# --- The life of the debt ---


def test_the_receipt_answers_and_settles_the_debt(paper: Paper) -> None:
    asked(paper)
    user = UserFactory()
    received(paper, CAME, user=user, upload=upload(), symbol="125/BC-UBND", dated_on=date(2026, 6, 14))
    follow_up = debt(paper)
    assert (paper.state, paper.received_on, paper.symbol) == ("received", CAME, "125/BC-UBND")
    assert (follow_up.state, follow_up.answered_on, follow_up.result_class) == ("accepted", CAME, "resolved")
    reply = follow_up.replies.get()
    assert (reply.number, list(reply.files.all())) == ("125/BC-UBND", [])
    assert Paper.objects.filter(search__contains="125 bc ubnd").get() == paper


def test_given_back_as_incomplete_it_is_owed_again_and_the_owner_reads_why(
    paper: Paper, agency: Agency, user_as: Any
) -> None:
    owner = user_as("agency")
    asked(paper, quiet=True)
    received(paper, CAME)
    services.return_paper(paper=paper, user=None, reason="Thiếu phụ lục số 2", on=BACK)
    follow_up = debt(paper)
    assert (paper.state, paper.received_on) == ("returned_incomplete", None)
    assert (follow_up.state, follow_up.fruitless, follow_up.answered_on) == ("returned", 1, None)
    assert Notice.objects.filter(recipient=owner, kind="returned", follow_up=follow_up).exists()
    move = paper.moves.get(to_state="returned_incomplete")
    assert (move.effective_on, move.note) == (BACK, "Thiếu phụ lục số 2")


def test_sent_again_it_is_settled_again_and_late_by_the_second_day(paper: Paper) -> None:
    asked(paper)
    received(paper, CAME)
    services.return_paper(paper=paper, user=None, reason="Thiếu phụ lục", on=BACK)
    version = received(paper, AGAIN)
    assert (version.number, paper.received_on, debt(paper).state) == (2, AGAIN, "accepted")
    assert debt(paper).replies.count() == 2


def test_lateness_is_counted_in_calendar_days_from_the_due_day(sitting: Sitting, agency: Agency) -> None:
    late = expected(sitting, agency, due_on=date(2026, 6, 19), legal_basis="Thông báo số 12")
    assert late.lateness_days == 0
    received(late, TODAY)
    assert late.lateness_days == 3
    services.return_paper(paper=late, user=None, reason="Thiếu phụ lục", on=TODAY)
    assert late.lateness_days == 0


def test_what_the_owner_hands_in_itself_is_told_to_the_secretariat(paper: Paper, user_as: Any) -> None:
    owner, secretary = user_as("agency"), user_as("secretariat")
    asked(paper, quiet=True)
    received(paper, TODAY, user=owner, upload=upload(), by_owner=True)
    assert debt(paper).state == "accepted"
    assert Notice.objects.filter(recipient=secretary, kind="answered").exists()
    assert debt(paper).replies.get().assessments.get().assessor is None


def test_a_debt_that_somebody_settled_by_hand_is_not_answered_twice(paper: Paper) -> None:
    follow_up = asked(paper)
    followups.reply_to(
        follow_up=follow_up, user=None, text="Sẽ gửi", result_class="resolved", dated_on=CAME, quiet=True
    )
    received(paper, AGAIN)
    assert (debt(paper).state, debt(paper).replies.count()) == ("accepted", 1)


def test_a_closed_debt_is_opened_again_by_the_return(paper: Paper, user_as: Any) -> None:
    asked(paper)
    received(paper, CAME)
    followups.close(follow_up=debt(paper), user=user_as("secretariat"), on=CAME)
    services.return_paper(paper=paper, user=None, reason="Thiếu phụ lục", on=BACK)
    assert debt(paper).state == "in_progress"


@pytest.mark.parametrize("name", ["defer", "withdraw"])
def test_nobody_owes_what_was_put_off(paper: Paper, name: str) -> None:
    asked(paper)
    with pytest.raises(ValidationError) as refusal:
        services.conclude_paper(paper=paper, name=name, user=None, on=CAME)
    assert refused(refusal) == ["reason"]
    services.conclude_paper(paper=paper, name=name, user=None, on=CAME, reason="Chưa đủ căn cứ")
    assert debt(paper).state == "withdrawn"
    move = paper.moves.get()
    assert (move.effective_on, move.note) == (CAME, "Chưa đủ căn cứ")


# --- What is refused ---


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"on": date(2026, 6, 23)}, "on"),
        ({"on": date(2026, 6, 9)}, "on"),
        ({"on": CAME, "dated_on": date(2026, 6, 16)}, "dated_on"),
        ({"on": CAME, "upload": ("bao-cao.exe", b"MZ\x90\x00")}, "upload"),
        ({"on": CAME, "upload": ("trong.pdf", b"")}, "upload"),
    ],
)
def test_a_receipt_that_cannot_be_is_refused_beside_its_field(
    paper: Paper, given: dict[str, Any], field: str
) -> None:
    asked(paper)
    if "upload" in given:
        given = {**given, "upload": upload(*given["upload"])}
    with pytest.raises(ValidationError) as refusal:
        services.receive_paper(paper=paper, user=UserFactory(), **given)
    assert refused(refusal) == [field]
    assert not paper.versions.exists()
    assert not File.objects.exists()
    paper.refresh_from_db()
    assert (paper.state, debt(paper).state) == ("expected", "issued")


def test_a_file_that_is_too_large_is_refused(paper: Paper, settings: Any) -> None:
    settings.MAX_FILE_BYTES = 10
    with pytest.raises(ValidationError) as refusal:
        services.receive_paper(paper=paper, user=UserFactory(), on=TODAY, upload=upload())
    assert refused(refusal) == ["upload"]


def test_a_return_says_what_is_missing_and_comes_after_the_receipt(paper: Paper) -> None:
    received(paper, CAME)
    with pytest.raises(ValidationError) as refusal:
        services.return_paper(paper=paper, user=None, reason="  ", on=BACK)
    assert refused(refusal) == ["reason"]
    with pytest.raises(ValidationError):
        services.return_paper(paper=paper, user=None, reason="Thiếu", on=date(2026, 6, 14))
    assert paper.moves.count() == 1


def test_nothing_comes_for_a_paper_that_was_withdrawn(paper: Paper) -> None:
    services.conclude_paper(paper=paper, name="withdraw", user=None, on=CAME, reason="Trùng")
    with pytest.raises(ValidationError):
        received(paper, AGAIN)


# --- Versions ---


def test_a_corrected_version_moves_nothing_and_a_revision_follows_the_verification(
    paper: Paper, sitting: Sitting
) -> None:
    received(paper, CAME)
    received(paper, BACK, note="Sửa số liệu thu ngân sách")
    assert (paper.state, paper.received_on, paper.versions.count()) == ("received", CAME, 2)
    reported(written(assigned(paper, committee_of(sitting), BACK)), AGAIN)
    paper.refresh_from_db()
    assert paper.state == "verified"
    received(paper, AGAIN)
    assert paper.state == "revised"
    received(paper, TODAY)
    assert (paper.state, paper.versions.count()) == ("revised", 4)


def test_versions_come_one_after_another(paper: Paper) -> None:
    received(paper, BACK)
    with pytest.raises(ValidationError) as refusal:
        received(paper, CAME)
    assert refused(refusal) == ["on"]


def test_a_committee_goes_on_with_a_paper_that_came_again(paper: Paper, sitting: Sitting) -> None:
    received(paper, CAME)
    committee = committee_of(sitting)
    verification = written(assigned(paper, committee, CAME))
    paper.refresh_from_db()
    services.return_paper(paper=paper, user=None, reason="Thiếu phụ lục", on=BACK)
    received(paper, AGAIN)
    assert paper.state == "under_verification"
    assert verification.sections.exclude(text="").count() == 4


# --- Who opened what ---


def opening(version: PaperVersion, user: Any) -> None:
    services.open_version(version=version, user=user)


def test_only_delegates_with_a_seat_leave_a_trace(paper: Paper, user_as: Any, term: CouncilTerm) -> None:
    version = received(paper, CAME)
    for role in ("secretariat", "leader", "agency"):
        opening(version, user_as(role))
    gone = seated(term)
    gone.seats.update(valid_to=date(2026, 6, 1))
    opening(version, user_as("delegate", delegate=gone))
    assert not PaperOpening.objects.exists()


def test_a_second_opening_moves_the_last_moment_only(paper: Paper, user_as: Any) -> None:
    version, delegate = received(paper, CAME), user_as("delegate")
    opening(version, delegate)
    first = timezone.now()
    with time_machine.travel("2026-06-24 10:00+07:00", tick=False):
        opening(version, delegate)
        found = PaperOpening.objects.get()
        assert (found.first_at, found.last_at) == (first, timezone.now())


def test_a_delegate_of_two_councils_is_noted_in_the_right_one(
    paper: Paper, user_as: Any, other_council: Any
) -> None:
    version, user = received(paper, CAME), user_as("delegate")
    member(user, other_council, "delegate", delegate=seated(other_council.terms.get()))
    opening(version, user)
    assert PaperOpening.objects.get().delegate.council == paper.sitting.council


# --- Sent, tabled, concluded ---


def test_many_papers_are_sent_and_tabled_in_the_same_few_queries(
    sitting: Sitting, agency: Agency, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    papers = [expected(sitting, agency, title=f"Báo cáo số {n}") for n in range(5)]
    for paper in papers[1:]:
        received(paper, CAME)
    with django_assert_num_queries(6):
        outcome = services.send_papers(papers=papers[1:2], user=None, on=TODAY)
    assert outcome.done == papers[1:2]
    with django_assert_num_queries(6):
        outcome = services.send_papers(papers=papers, user=None, on=TODAY)
    assert outcome.done == papers[2:]
    assert [paper for paper, _words in outcome.refused] == papers[:2]
    with time_machine.travel("2026-07-15 17:00+07:00", tick=False):
        with pytest.raises(ValidationError) as refusal:
            services.table_papers(papers=papers, user=None, on=date(2026, 7, 13))
        assert refused(refusal) == ["on"]
        with django_assert_num_queries(6):
            services.table_papers(papers=papers[1:], user=None, on=date(2026, 7, 15))
    tabled = Paper.objects.filter(sitting=sitting, state="tabled", tabled_on=date(2026, 7, 15))
    assert tabled.count() == 4
    assert {move.effective_on for paper in tabled for move in paper.moves.filter(to_state="tabled")} == {
        date(2026, 7, 15)
    }


def test_a_step_cannot_be_dated_before_the_one_before(paper: Paper) -> None:
    received(paper, CAME)
    outcome = services.send_papers(papers=[paper], user=None, on=date(2026, 6, 14))
    assert [(row, "15/06/2026" in words) for row, words in outcome.refused] == [(paper, True)]
    with pytest.raises(ValidationError):
        services.send_papers(papers=[paper], user=None, on=date(2026, 6, 23))


@pytest.mark.parametrize(("name", "state"), [("adopt", "adopted"), ("note", "noted")])
def test_a_tabled_paper_is_adopted_or_noted(paper: Paper, name: str, state: str) -> None:
    received(paper, CAME)
    with time_machine.travel("2026-07-15 17:00+07:00", tick=False):
        services.table_papers(papers=[paper], user=None, on=date(2026, 7, 14))
        services.conclude_paper(paper=paper, name=name, user=None, on=date(2026, 7, 15))
    assert paper.state == state
    with pytest.raises(ValidationError):
        services.conclude_paper(paper=paper, name="withdraw", user=None, on=TODAY, reason="Muộn")
    with pytest.raises(ValueError, match="outcome"):
        services.conclude_paper(paper=paper, name="send", user=None, on=TODAY)
