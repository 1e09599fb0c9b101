"""Letters: registered under a number, checked, classified, dealt with by numbered documents, never in circles."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from accounts.models import User
from councils.models import Agency, Council
from followups import services as followups
from tests.factories import AgencyFactory, FieldFactory
from tests.voters.letters_kit import ALL_MET, DAY, make_rules, ready, register
from voters import services
from voters.models import LetterTransfer
from voters.services.acting import due_of, own_due

pytestmark = pytest.mark.django_db


@pytest.fixture
def rules(db: None) -> None:
    """The terms of the law."""
    make_rules()


@pytest.fixture
def staff(user_as: Callable[..., User]) -> User:
    return user_as("secretariat")


def said(refusal: pytest.ExceptionInfo[ValidationError]) -> set[str]:
    """The fields beside which something was refused."""
    return set(refusal.value.message_dict)


def test_letters_are_numbered_through_their_year(
    council: Council, other_council: Council, staff: User
) -> None:
    numbers = [
        register(council, staff, received_on=day).number
        for day in (date(2025, 12, 31), DAY, DAY, date(2026, 1, 5))
    ]
    assert numbers == [1, 1, 2, 3]
    assert register(other_council, None).number == 1


def test_a_letter_of_tomorrow_or_dated_after_its_receipt_is_refused(council: Council, staff: User) -> None:
    with pytest.raises(ValidationError) as refusal:
        register(council, staff, received_on=timezone.localdate() + timedelta(days=1), summary=" ")
    assert said(refusal) == {"received_on", "summary"}
    with pytest.raises(ValidationError) as refusal:
        register(council, staff, dated_on=DAY + timedelta(days=1))
    assert said(refusal) == {"dated_on"}


def test_a_letter_is_eligible_only_when_every_condition_is_met(council: Council, staff: User) -> None:
    letter = register(council, staff)
    with pytest.raises(ValidationError) as refusal:
        services.screen_letter(
            letter=letter, user=staff, on=DAY, conditions={**ALL_MET, "signed": (False, "")}
        )
    assert said(refusal) == {"signed_reason"}
    found = services.screen_letter(
        letter=letter, user=staff, on=DAY, conditions={**ALL_MET, "signed": (False, "Chữ ký sao chụp")}
    )
    letter.refresh_from_db()
    assert (found.eligible, letter.eligible, letter.state) == (False, False, "screened")


def test_forwarding_numbers_a_slip_and_makes_a_follow_up(
    council: Council, agency: Agency, staff: User, rules: None
) -> None:
    letter = ready(council, staff)
    action = services.act(
        letter=letter, kind="forward", user=staff, terms=services.Terms(on=DAY, agency=agency)
    )
    assert letter.state == "forwarded"
    assert action.document is not None
    assert action.document.symbol == "01/PC-HĐND"
    assert action.document.docx is not None
    owed = action.follow_up
    assert owed is not None
    assert (owed.kind, owed.agency, owed.due_on) == ("letter", agency, DAY + timedelta(days=30))
    assert "Công dân Thử Nghiệm" not in f"{owed.title} {owed.detail} {owed.search}"


@pytest.mark.parametrize(
    ("day", "accepted", "settled"),
    [(date(2026, 6, 1), date(2026, 6, 11), date(2026, 7, 13)), (DAY, date(2026, 9, 16), date(2026, 10, 16))],
    ids=["before 01/07/2026: 10 days", "since: 7 working days"],
)
def test_a_complaint_is_due_after_acceptance_and_settlement_of_its_own_regime(
    council: Council, staff: User, rules: None, day: date, accepted: date, settled: date
) -> None:
    letter = ready(council, staff, kind="complaint", received_on=day)
    due = due_of(letter, "forward", day)
    assert (due.anchor, due.day) == (accepted, settled)


def test_the_office_has_five_working_days_for_a_denunciation_and_ten_for_the_rest(
    council: Council, staff: User, rules: None
) -> None:
    due = {kind: own_due(register(council, staff, kind=kind)) for kind in ("denunciation", "petition")}
    assert {kind: found.day for kind, found in due.items() if found} == {
        "denunciation": date(2026, 9, 14),
        "petition": date(2026, 9, 21),
    }


def test_a_letter_does_not_go_back_to_the_body_that_passed_it_on(
    council: Council, agency: Agency, staff: User, rules: None
) -> None:
    letter = ready(council, staff, passed=[services.Passed(agency, DAY, "15/PC-UBND")])
    assert LetterTransfer.objects.get(letter=letter).agency == agency
    terms = services.Terms(on=DAY, agency=agency)
    with pytest.raises(ValidationError) as refusal:
        services.act(letter=letter, kind="forward", user=staff, terms=terms)
    assert agency.name in str(refusal.value.message_dict["agency"])
    again = services.Terms(on=DAY, agency=agency, again_because="Cơ quan đã nhận lại thẩm quyền")
    action = services.act(letter=letter, kind="forward", user=staff, terms=again)
    assert "Cơ quan đã nhận lại thẩm quyền" in action.reason


def test_the_circle_is_seen_through_duplicates_and_hand_overs(
    council: Council, agency: Agency, staff: User, rules: None
) -> None:
    first = ready(council, staff)
    other = AgencyFactory(council=council)
    action = services.act(
        letter=first, kind="forward", user=staff, terms=services.Terms(on=DAY, agency=agency)
    )
    assert action.follow_up is not None
    asked = followups.hand_on(
        follow_up=action.follow_up, user=staff, to=other, reason="Không thuộc thẩm quyền"
    )
    followups.accept_hand_over(hand_over=asked, user=staff, accountable="Người đứng đầu")
    repeated = ready(council, staff, received_on=DAY + timedelta(days=3))
    assert services.circle(repeated, agency) == ""
    services.mark_duplicate(letter=repeated, of=first, user=staff)
    assert agency.name in services.circle(repeated, agency)
    assert services.circle(repeated, AgencyFactory(council=council)) == ""


def test_every_other_action_has_its_document_except_filing(
    council: Council, agency: Agency, staff: User, rules: None
) -> None:
    symbols = {}
    for kind in ("guide", "reply", "return", "file", "supervise"):
        terms = services.Terms(on=DAY, agency=agency, text="Nội dung đã được trả lời tại văn bản trước")
        action = services.act(letter=ready(council, staff), kind=kind, user=staff, terms=terms)
        symbols[kind] = action.document.symbol if action.document else ""
    assert symbols == {
        "guide": "01/HĐND-VP",
        "reply": "02/HĐND-VP",
        "return": "03/HĐND-VP",
        "file": "",
        "supervise": "04/HĐND-VP",
    }


def test_the_sender_is_told_a_result_only_after_it_came(
    council: Council, agency: Agency, staff: User, rules: None
) -> None:
    letter = ready(council, staff)
    action = services.act(
        letter=letter, kind="forward", user=staff, terms=services.Terms(on=DAY, agency=agency)
    )
    later = DAY + timedelta(days=20)
    with pytest.raises(ValidationError):
        services.step(letter=letter, name="inform", user=staff, on=later)
    assert action.follow_up is not None
    followups.reply_to(
        follow_up=action.follow_up,
        user=staff,
        text="Đã sửa",
        result_class="resolved",
        dated_on=DAY + timedelta(days=9),
    )
    services.step(letter=letter, name="inform", user=staff, on=later)
    services.step(letter=letter, name="close", user=staff, on=later)
    assert letter.state == "closed"
    assert [str(move.to_state) for move in letter.moves.all()] == [
        "screened",
        "classified",
        "forwarded",
        "sender_informed",
        "closed",
    ]


def test_an_action_taken_back_withdraws_its_follow_up(
    council: Council, agency: Agency, staff: User, rules: None
) -> None:
    letter = ready(council, staff)
    action = services.act(
        letter=letter, kind="forward", user=staff, terms=services.Terms(on=DAY, agency=agency)
    )
    with pytest.raises(ValidationError):
        services.take_back(action=action, user=staff, reason=" ")
    services.take_back(action=action, user=staff, reason="Chuyển nhầm")
    letter.refresh_from_db()
    assert action.follow_up is not None
    action.follow_up.refresh_from_db()
    assert (letter.state, action.follow_up.state) == ("classified", "withdrawn")


def test_bulk_forwarding_sends_what_it_can_and_says_why_not(
    council: Council, agency: Agency, staff: User, user_as: Callable[..., User], rules: None
) -> None:
    good, homeless = ready(council, staff, agency=agency), ready(council, staff)
    secret = ready(council, user_as("secretariat"), kind="denunciation", agency=agency)
    done = services.forward_letters(
        letters=[good, homeless, secret], user=staff, terms=services.Terms(on=DAY)
    )
    assert done.sent == [good]
    assert [letter for letter, _why in done.refused] == [homeless, secret]


def test_classifying_is_refused_for_what_was_dealt_with_and_for_the_protected_letters_of_others(
    council: Council, agency: Agency, staff: User, user_as: Callable[..., User], rules: None
) -> None:
    letter = ready(council, staff, agency=agency)
    services.forward_letters(letters=[letter], user=staff, terms=services.Terms(on=DAY))
    with pytest.raises(ValidationError):
        services.classify_letters(letters=[letter], user=staff, kind="feedback")
    secret = register(council, user_as("secretariat"), kind="denunciation")
    with pytest.raises(PermissionDenied):
        services.classify_letters(letters=[secret], user=staff, field=FieldFactory())
