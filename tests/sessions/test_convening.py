"""Convening: the completeness gate, the documents, one invitation and one follow-up for each delegate, the opening."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from accounts.models import User
from councils.models import CouncilTerm, DelegateSeat
from followups.models import FollowUp, Notice
from followups.origins import links
from sessions import services
from sessions.models import Convening, Invitation, PlenaryMeeting, Sitting
from tests.factories import AgendaItemFactory, PaperFactory, RuleFactory, SittingFactory, seated
from tests.sessions.convening_world import account_of, ahead, convened, delegates, invitation_of, today

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff(user_as: Callable[..., User]) -> User:
    return user_as("secretariat")


@pytest.fixture
def sitting(term: CouncilTerm) -> Sitting:
    delegates(term)
    return ahead(term)


def refused(act: Callable[[], Any], *fields: str) -> list[str]:
    with pytest.raises(ValidationError) as refusal:
        act()
    if fields:
        assert list(refusal.value.message_dict) == list(fields)
    return refusal.value.messages


def call(sitting: Sitting, user: User, **facts: Any) -> Convening:
    return services.convene(sitting=sitting, user=user, **{"on": today(), "drawn": False, **facts})


# --- The gate ---


def test_missing_papers_are_listed_with_owner_and_days_late(sitting: Sitting) -> None:
    PaperFactory(sitting=sitting, number=2, due_on=today() + timedelta(days=1), owner_agency=None)
    late = PaperFactory(
        sitting=sitting, number=1, due_on=today() - timedelta(days=3), state="returned_incomplete"
    )
    PaperFactory(sitting=sitting, number=3, state="received")
    first, second = services.missing_papers(sitting)
    assert (first.title, first.owner, first.days_late) == (late.title, str(late.owner_agency), 3)
    assert (second.number, second.days_late) == (2, 0)
    assert second.owner


def test_with_papers_missing_somebody_must_say_why(sitting: Sitting, staff: User) -> None:
    paper = PaperFactory(sitting=sitting, due_on=today())
    refused(lambda: call(sitting, staff, accepted_because="  "), "accepted_because")
    assert not Invitation.objects.exists()
    made = call(sitting, staff, accepted_because="Bổ sung trước khai mạc")
    assert made.convened_by == staff
    assert made.accepted_because == "Bổ sung trước khai mạc"
    [row] = made.missing
    assert (row["title"], row["due_on"], row["days_late"]) == (paper.title, today().isoformat(), 0)


def test_what_was_missing_stays_as_it_stood(sitting: Sitting, staff: User) -> None:
    paper = PaperFactory(sitting=sitting, due_on=today())
    made = call(sitting, staff, accepted_because="Bổ sung sau")
    type(paper).objects.filter(pk=paper.pk).update(state="received", title="Tên khác")
    made.refresh_from_db()
    assert made.missing[0]["title"] == paper.title


def test_with_every_paper_there_no_reason_is_kept(sitting: Sitting, staff: User) -> None:
    assert call(sitting, staff, accepted_because="Không cần").accepted_because == ""


@pytest.mark.parametrize(
    ("kind", "code"),
    [
        ("regular_midyear", "SIT-CONVENE-REG"),
        ("regular_yearend", "SIT-CONVENE-REG"),
        ("thematic", "SIT-CONVENE-EXT"),
        ("urgent", "SIT-CONVENE-EXT"),
    ],
)
def test_the_legal_day_follows_the_rule_of_the_kind(term: CouncilTerm, kind: str, code: str) -> None:
    rule = RuleFactory(code=code, offset=20, direction="before", legal_basis="Điều 80")
    due = services.legal_day(ahead(term, days=40, kind=kind))
    assert due is not None
    assert (due.rule, due.legal_basis) == (rule, "Điều 80")
    assert due.day <= today() + timedelta(days=20)


def test_where_no_rule_speaks_there_is_no_legal_day(term: CouncilTerm) -> None:
    assert services.legal_day(ahead(term)) is None
    RuleFactory(code="SIT-CONVENE-REG", direction="before")
    assert services.legal_day(ahead(term, kind="constituting", number=1, days=30)) is None


# --- Days, signer, numbers ---


@pytest.mark.parametrize("days", [1, 13])
def test_a_day_in_the_future_or_after_the_opening_is_refused(
    sitting: Sitting, staff: User, days: int
) -> None:
    refused(lambda: call(sitting, staff, on=today() + timedelta(days=days)), "on")


def test_convening_after_the_opening_day_is_refused(term: CouncilTerm, staff: User) -> None:
    delegates(term)
    past = SittingFactory(council_term=term, opens_on=date(2026, 7, 14), closes_on=date(2026, 7, 14))
    [said] = refused(lambda: call(past, staff, on=date(2026, 7, 15)), "on")
    assert "14/07/2026" in said


@pytest.mark.parametrize("facts", [{"signer": "nobody"}, {"answer_by": date(2020, 1, 1)}])
def test_what_makes_no_sense_is_refused_beside_its_field(
    sitting: Sitting, staff: User, facts: dict[str, Any]
) -> None:
    refused(lambda: call(sitting, staff, **facts), *facts)


def test_registering_ends_at_the_opening_at_the_latest(sitting: Sitting, staff: User) -> None:
    late = sitting.opens_on + timedelta(days=1)
    refused(lambda: call(sitting, staff, answer_by=late), "answer_by")


def test_decision_and_invitation_are_numbered_in_their_series(sitting: Sitting, staff: User) -> None:
    made = call(sitting, staff)
    assert made.document
    assert made.invitation
    assert (made.document.symbol, made.invitation.symbol) == ("01/QĐ-HĐND", "01/GM-HĐND")
    assert "triệu tập kỳ họp thứ Năm" in made.document.abstract
    assert made.document.file is None


def test_a_number_the_document_already_bears_is_entered_and_never_twice(
    sitting: Sitting, term: CouncilTerm, staff: User
) -> None:
    made = call(sitting, staff, decision_number=12)
    assert made.document
    assert made.document.symbol == "12/QĐ-HĐND"
    second = ahead(term, days=40, number=6)
    refused(lambda: call(second, staff, decision_number=12), "decision_number")
    refused(lambda: call(second, staff, invitation_number=1), "invitation_number")
    assert not Convening.objects.filter(sitting=second).exists()


def test_nobody_can_be_called_where_nobody_holds_a_seat(term: CouncilTerm, staff: User) -> None:
    made = ahead(term)
    [said] = refused(lambda: call(made, staff))
    assert f"{made.opens_on:%d/%m/%Y}" in said


# --- Calling ---


def test_every_delegate_gets_one_invitation_and_one_follow_up(sitting: Sitting, staff: User) -> None:
    convened(sitting, staff)
    assert (sitting.state, sitting.convened_on) == ("convened", today())
    rows = Invitation.objects.filter(sitting=sitting)
    assert rows.count() == 3
    for row in rows.select_related("follow_up", "delegate"):
        task = row.follow_up
        assert task
        assert (task.delegate, task.kind, task.state) == (row.delegate, "invitation", "issued")
        assert task.title.startswith("Đăng ký dự kỳ họp thứ Năm")
        assert task.legal_basis.startswith("Quyết định số 01/QĐ-HĐND")
        assert task.evidence
        assert task.due_on
        assert today() <= task.due_on < sitting.opens_on


def test_the_day_to_register_by_may_be_set(sitting: Sitting, staff: User) -> None:
    by = today() + timedelta(days=2)
    convened(sitting, staff, answer_by=by)
    assert set(FollowUp.objects.values_list("due_on", flat=True)) == {by}


def test_an_urgent_sitting_still_gives_until_the_day_of_sending(term: CouncilTerm, staff: User) -> None:
    delegates(term, 1)
    convened(ahead(term, days=1, kind="urgent"), staff)
    assert FollowUp.objects.get().due_on == today()


def test_delegates_are_told_unless_it_is_quiet(term: CouncilTerm, staff: User) -> None:
    [one] = delegates(term, 1)
    user = account_of(one)
    convened(ahead(term), staff)
    assert Notice.objects.get().recipient == user
    convened(ahead(term, days=40, number=6), staff, quiet=True)
    assert Notice.objects.count() == 1


def test_only_seats_of_the_opening_day_are_called(term: CouncilTerm, staff: User) -> None:
    stays, leaves, comes = delegates(term)
    made = ahead(term)
    DelegateSeat.objects.filter(delegate=leaves).update(valid_to=made.opens_on - timedelta(days=1))
    DelegateSeat.objects.filter(delegate=comes).update(valid_from=made.opens_on)
    convened(made, staff)
    assert set(made.invitations.values_list("delegate", flat=True)) == {stays.pk, comes.pk}
    assert invitation_of(made, comes).follow_up is None, "nobody owes anything before the seat begins"


def test_a_sitting_is_not_convened_twice(sitting: Sitting, staff: User) -> None:
    convened(sitting, staff)
    refused(lambda: call(sitting, staff))
    assert Invitation.objects.count() == 3


@pytest.mark.parametrize("move", ["postpone", "cancel"])
def test_calling_a_sitting_off_takes_back_what_delegates_still_had_to_register(
    sitting: Sitting, staff: User, move: str
) -> None:
    convened(sitting, staff)
    services.register(invitation=sitting.invitations.order_by("pk")[0], answer="present", user=staff)
    services.move_sitting(sitting=sitting, name=move, user=staff, on=today(), note="Bão số 3")
    tasks = FollowUp.objects.filter(invitation__sitting=sitting).order_by("invitation__pk")
    assert [task.state for task in tasks] == ["accepted", "withdrawn", "withdrawn"]
    assert "Kỳ họp đã h" in tasks[1].moves.latest("pk").note


def test_a_postponed_sitting_is_called_anew(sitting: Sitting, staff: User) -> None:
    convened(sitting, staff)
    one = sitting.invitations.order_by("pk")[0]
    services.register(invitation=one, answer="present", user=staff)
    later = today() + timedelta(days=30)
    services.move_sitting(sitting=sitting, name="postpone", user=staff, on=today(), note="Bão số 3")
    services.move_sitting(
        sitting=sitting, name="resume", user=staff, on=today(), opens_on=later, closes_on=later
    )
    convened(sitting, staff)
    assert invitation_of(sitting, one.delegate).sent_on == today()
    assert Convening.objects.count() == 1
    assert Invitation.objects.count() == 3
    one.refresh_from_db()
    assert one.answer == ""
    states = sorted(FollowUp.objects.values_list("state", flat=True))
    assert states == ["accepted", "issued", "issued", "issued", "withdrawn", "withdrawn"]
    numbers = {document.symbol for document in sitting.council.official_documents.all()}
    assert {"01/QĐ-HĐND", "02/QĐ-HĐND"} <= numbers


def test_an_old_sitting_is_loaded_with_its_own_days(term: CouncilTerm, staff: User) -> None:
    delegates(term, 2)
    old = SittingFactory(council_term=term, opens_on=date(2020, 7, 14), closes_on=date(2020, 7, 15))
    made = convened(old, staff, on=date(2020, 6, 22), decision_number=30, quiet=True)
    assert made.document
    assert made.document.issued_on == date(2020, 6, 22)
    one, two = old.invitations.order_by("pk")
    services.register(invitation=one, answer="present", user=None, on=date(2020, 7, 1))
    services.open_papers(sitting=old, user=None, on=date(2020, 7, 7))
    services.open_sitting(sitting=old, user=None, on=date(2020, 7, 14))
    one.refresh_from_db()
    two.refresh_from_db()
    assert one.follow_up
    assert two.follow_up
    assert one.follow_up.settled_on == date(2020, 7, 1)
    assert (two.follow_up.state, two.follow_up.settled_on) == ("withdrawn", date(2020, 7, 14))
    assert not Notice.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_two_people_who_convene_at_once_make_one_invitation_each(
    term: CouncilTerm, user_as: Callable[..., User]
) -> None:
    delegates(term, 4)
    sitting = ahead(term)
    users, barrier = [user_as("secretariat"), user_as("leader")], threading.Barrier(2)
    outcomes: list[str] = []

    def press(user: User) -> None:
        try:
            barrier.wait(60)
            services.convene(sitting=sitting, user=user, on=today(), drawn=False)
            outcomes.append("convened")
        except ValidationError as refusal:
            outcomes.append(refusal.messages[0])
        finally:
            connection.close()

    threads = [threading.Thread(target=press, args=[user]) for user in users]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert min(outcomes, key=len) == "convened"
    assert len(set(outcomes)) == 2
    assert Invitation.objects.count() == FollowUp.objects.count() == 4
    assert Convening.objects.count() == 1


# --- One more delegate ---


def test_a_delegate_of_a_by_election_is_called_later(
    sitting: Sitting, term: CouncilTerm, staff: User
) -> None:
    convened(sitting, staff)
    new = seated(term)
    made = services.invite(sitting=sitting, delegate=new, user=staff)
    assert made.follow_up
    assert made.follow_up.legal_basis.startswith("Quyết định số 01/QĐ-HĐND")


def test_who_has_no_seat_on_the_opening_day_cannot_be_called(
    sitting: Sitting, term: CouncilTerm, staff: User
) -> None:
    convened(sitting, staff)
    gone = seated(term)
    DelegateSeat.objects.filter(delegate=gone).update(valid_to=today())
    [said] = refused(lambda: services.invite(sitting=sitting, delegate=gone, user=staff), "delegate")
    assert f"{sitting.opens_on:%d/%m/%Y}" in said


def test_nobody_is_called_twice_or_before_the_convening(
    sitting: Sitting, term: CouncilTerm, staff: User
) -> None:
    new = seated(term)
    refused(lambda: services.invite(sitting=sitting, delegate=new, user=staff))
    convened(sitting, staff)
    refused(lambda: services.invite(sitting=sitting, delegate=new, user=staff), "delegate")


# --- Papers open, the sitting opens ---


def test_opening_the_papers_tells_nobody_anything(sitting: Sitting, staff: User) -> None:
    account_of(sitting.council_term.seats.first().delegate)  # type: ignore[union-attr]  # there are three
    convened(sitting, staff)
    told = Notice.objects.count()
    services.open_papers(sitting=sitting, user=staff, on=today())
    assert (sitting.state, Notice.objects.count()) == ("papers_open", told)


@pytest.fixture
def now(term: CouncilTerm, staff: User) -> Sitting:
    """A sitting that opens today, convened a week ago."""
    delegates(term)
    made = ahead(term, days=0)
    convened(made, staff, on=today() - timedelta(days=7), quiet=True)
    return made


def test_opening_ends_what_nobody_registered_quietly(now: Sitting, staff: User) -> None:
    first, *others = now.invitations.order_by("pk")
    account_of(others[0].delegate)
    services.register(invitation=first, answer="present", user=staff)
    services.open_sitting(sitting=now, user=staff, on=today())
    assert (now.state, now.opened_on) == ("in_session", today())
    tasks = FollowUp.objects.filter(invitation__sitting=now).order_by("invitation__pk")
    assert [task.state for task in tasks] == ["accepted", "withdrawn", "withdrawn"]
    assert not Notice.objects.exists()
    assert tasks[1].moves.latest("pk").note


def test_a_sitting_opens_on_a_day_it_is_called_for(now: Sitting, staff: User) -> None:
    for day in (today() - timedelta(days=1), today() + timedelta(days=2)):
        refused(lambda on=day: services.open_sitting(sitting=now, user=staff, on=on), "on")  # type: ignore[misc]
    planned = Sitting.objects.get(pk=now.pk)
    Sitting.objects.filter(pk=now.pk).update(state="planned")
    refused(lambda: services.open_sitting(sitting=planned, user=staff, on=today()))


# --- The way back from a follow-up ---


def test_a_follow_up_leads_its_delegate_to_registering_and_others_to_the_list(
    sitting: Sitting, staff: User
) -> None:
    convened(sitting, staff)
    one = sitting.invitations.select_related("delegate", "follow_up").order_by("pk")[0]
    own = links([one.follow_up], account_of(one.delegate))
    other = links([one.follow_up], staff)
    assert one.follow_up
    assert own[one.follow_up.pk].url.endswith(f"/sittings/{sitting.pk}/registration/")
    assert other[one.follow_up.pk].url.endswith(f"/sittings/{sitting.pk}/delegates/")


def test_what_the_documents_say_is_read_from_the_records(sitting: Sitting) -> None:
    morning = PlenaryMeeting.objects.create(
        sitting=sitting, day=sitting.opens_on, part="1_morning", starts_at="07:30"
    )
    AgendaItemFactory(sitting=sitting, meeting=morning)
    AgendaItemFactory(sitting=sitting, is_public=False)
    PaperFactory(sitting=sitting, kind="report")
    PaperFactory(sitting=sitting, kind="draft_resolution")
    PaperFactory(sitting=sitting, kind="proposal", state="withdrawn")
    found = services.call_of(sitting=sitting, on=today())
    assert (found.papers, found.resolutions, found.guests) == (1, 0, [])
    assert found.opens_at
    assert [len(part.rows) for part in found.parts] == [1]
