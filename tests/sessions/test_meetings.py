"""Meetings of the Standing Committee and committees: what they take, what they refuse, what holding one does."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, time, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from accounts.models import User
from core.errors import Refused, Stale
from councils.models import Committee, Council, CouncilTerm, Post
from sessions.models import BodyMeeting, Sitting, Verification
from sessions.services import attach_minutes, move_meeting, next_number, save_meeting
from sessions.services.meetings import guests_among
from tests.factories import (
    BodyMeetingFactory,
    CommitteeFactory,
    CouncilTermFactory,
    PaperFactory,
    SeatFactory,
    SittingFactory,
    seated,
)
from tests.permissions.world import PDF
from tests.sessions.concluding import HELD, content, held


@pytest.fixture
def user(user_as: Callable[..., User]) -> User:
    return user_as("secretariat")


@pytest.fixture
def committee(council: Council) -> Committee:
    made: Committee = CommitteeFactory(council=council)
    return made


@pytest.fixture
def sitting(term: CouncilTerm) -> Sitting:
    """A sitting of 14 and 15 July that has been closed."""
    days = {"opened_on": date(2026, 7, 14), "closed_on": date(2026, 7, 15)}
    made: Sitting = SittingFactory(council_term=term, number=5, state="closed", **days)
    return made


def entered(council: Council, user: User, **changes: Any) -> BodyMeeting:
    many = {name: changes.pop(name) for name in ("delegates", "verifications", "version") if name in changes}
    given = {"title": "Cho ý kiến về công tác tháng 6", "held_on": HELD}
    return save_meeting(meeting=BodyMeeting(council=council, **{**given, **changes}), user=user, **many)


def said(refusal: pytest.ExceptionInfo[Refused]) -> dict[str, list[str]]:
    return refusal.value.message_dict


def assigned(committee: Committee, sitting: Sitting) -> Verification:
    return Verification.objects.create(
        paper=PaperFactory(sitting=sitting),
        committee=committee,
        assigned_on=date(2026, 6, 15),
        due_on=date(2026, 7, 4),
    )


# --- Numbers ---


def test_each_body_and_kind_counts_its_own_meetings(
    council: Council, committee: Committee, user: User
) -> None:
    entered(council, user, number=11)
    assert entered(council, user).number == 12
    assert entered(council, user, kind="ad_hoc").number == 1
    assert entered(council, user, committee=committee).number == 1


def test_numbers_begin_again_with_a_new_term(council: Council, user: User) -> None:
    CouncilTermFactory(council=council, instance=2, starts_on=date(2026, 7, 1))
    assert entered(council, user, number=40).number == 40
    assert entered(council, user, held_on=date(2026, 7, 20)).number == 1


def test_a_conference_is_called_after_its_sitting_and_takes_no_number(
    council: Council, sitting: Sitting, user: User
) -> None:
    assert entered(council, user, kind="pre_sitting", sitting=sitting).number is None


def test_a_number_is_given_once_and_the_refusal_names_the_other(council: Council, user: User) -> None:
    entered(council, user, number=12, title="Phiên họp tháng 5")
    with pytest.raises(Refused) as refusal:
        entered(council, user, number=12)
    assert "Phiên họp tháng 5" in said(refusal)["number"][0]


def test_a_cancelled_meeting_gives_its_number_back(council: Council, user: User) -> None:
    first = entered(council, user)
    move_meeting(meeting=first, name="cancel", user=user)
    assert next_number(council=council, committee=None, kind="regular", on=HELD) == first.number


# --- Refusals beside their fields ---


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"title": "  "}, "title"),
        ({"number": 0}, "number"),
        ({"starts_at": time(9), "ends_at": time(8)}, "ends_at"),
        ({"kind": "verification"}, "committee"),
        ({"kind": "review"}, "sitting"),
        ({"kind": "pre_sitting"}, "sitting"),
    ],
)
def test_a_refusal_stands_beside_its_field(
    council: Council, user: User, changes: dict[str, Any], field: str
) -> None:
    with pytest.raises(Refused) as refusal:
        entered(council, user, **changes)
    assert list(said(refusal)) == [field]
    assert not BodyMeeting.objects.exists()


def test_a_committee_meets_while_it_exists(council: Council, user: User) -> None:
    ended = CommitteeFactory(council=council, valid_to=date(2026, 6, 19))
    with pytest.raises(Refused) as refusal:
        entered(council, user, committee=ended)
    assert "20/06/2026" in said(refusal)["committee"][0]


def test_neither_committee_nor_sitting_of_another_council_is_taken(council: Council, user: User) -> None:
    for changes in ({"committee": CommitteeFactory()}, {"sitting": SittingFactory()}):
        with pytest.raises(Refused) as refusal:
            entered(council, user, **changes)
        assert list(said(refusal)) == list(changes)


def test_a_committee_holds_no_review(
    council: Council, committee: Committee, sitting: Sitting, user: User
) -> None:
    with pytest.raises(Refused) as refusal:
        entered(council, user, kind="review", sitting=sitting, committee=committee)
    assert "committee" in said(refusal)


def test_a_conference_comes_before_its_sitting_and_a_review_after_it(
    council: Council, sitting: Sitting, user: User
) -> None:
    with pytest.raises(Refused) as late:
        entered(council, user, kind="pre_sitting", sitting=sitting, held_on=date(2026, 7, 14))
    with pytest.raises(Refused) as early:
        entered(council, user, kind="review", sitting=sitting, held_on=date(2026, 7, 14))
    assert "14/07/2026" in said(late)["held_on"][0]
    assert "15/07/2026" in said(early)["held_on"][0]


def test_what_was_cancelled_is_not_reviewed(council: Council, sitting: Sitting, user: User) -> None:
    Sitting.objects.filter(pk=sitting.pk).update(state="cancelled")
    sitting.refresh_from_db()
    with pytest.raises(Refused) as refusal:
        entered(council, user, kind="review", sitting=sitting, held_on=date(2026, 8, 1))
    assert "sitting" in said(refusal)


def test_who_was_present_held_a_seat_on_that_day(council: Council, term: CouncilTerm, user: User) -> None:
    here, gone = seated(term), seated(term, full_name="Đại biểu Tổ 2 – 09")
    gone.seats.update(valid_to=date(2026, 6, 19))
    with pytest.raises(Refused) as refusal:
        entered(council, user, delegates=[here, gone])
    assert "Đại biểu Tổ 2 – 09" in said(refusal)["delegates"][0]
    assert list(entered(council, user, delegates=[here]).delegates.all()) == [here]


def test_a_seat_in_another_council_does_not_count(council: Council, user: User) -> None:
    with pytest.raises(Refused) as refusal:
        entered(council, user, delegates=[SeatFactory().delegate])
    assert "delegates" in said(refusal)


def test_who_is_no_member_of_the_committee_is_named_but_not_refused(
    council: Council, committee: Committee, term: CouncilTerm, user: User
) -> None:
    member, guest = seated(term), seated(term)
    meeting = entered(council, user, committee=committee, delegates=[member, guest])
    assert guests_among(meeting) == []  # no post is known: nothing can be said
    Post.objects.create(delegate=member, kind="committee_member", committee=committee)
    assert guests_among(meeting) == [guest]


def test_the_second_of_two_editors_is_told(council: Council, user: User) -> None:
    meeting = entered(council, user)
    save_meeting(meeting=BodyMeeting.objects.get(pk=meeting.pk), user=user, version=1)
    with pytest.raises(Stale):
        save_meeting(meeting=meeting, user=user, version=1)


# --- Steps ---


def test_a_meeting_is_held_on_a_day_that_has_come(council: Council, user: User) -> None:
    meeting = entered(council, user, held_on=timezone.localdate() + timedelta(days=1))
    with pytest.raises(Refused) as refusal:
        move_meeting(meeting=meeting, name="hold", user=user)
    assert "held_on" in said(refusal)
    meeting.held_on = timezone.localdate()
    save_meeting(meeting=meeting, user=user)
    assert move_meeting(meeting=meeting, name="hold", user=user).state == "held"


def test_what_was_held_is_not_moved_into_the_future(council: Council, user: User) -> None:
    meeting = held(council)
    meeting.held_on = timezone.localdate() + timedelta(days=1)
    with pytest.raises(Refused) as refusal:
        save_meeting(meeting=meeting, user=user)
    assert "held_on" in said(refusal)


def test_a_step_that_the_table_lacks_is_refused(council: Council, user: User) -> None:
    with pytest.raises(Refused):
        move_meeting(meeting=held(council), name="cancel", user=user)


def test_nothing_of_a_cancelled_meeting_changes(council: Council, user: User) -> None:
    meeting = BodyMeetingFactory(council=council, state="cancelled")
    with pytest.raises(Refused):
        save_meeting(meeting=meeting, user=user)


def test_what_the_notice_says_stands_but_the_course_may_be_completed(council: Council, user: User) -> None:
    meeting = held(council, state="concluded")
    meeting.minutes = "Chủ tịch HĐND xã khai mạc."
    save_meeting(meeting=meeting, user=user)
    meeting.title = "Tên khác"
    with pytest.raises(Refused):
        save_meeting(meeting=meeting, user=user)


def test_holding_the_conference_moves_its_sitting(council: Council, term: CouncilTerm, user: User) -> None:
    sitting = SittingFactory(council_term=term)
    meeting = entered(council, user, kind="pre_sitting", sitting=sitting)
    move_meeting(meeting=meeting, name="hold", user=user)
    sitting.refresh_from_db()
    step = sitting.moves.get()
    assert (sitting.state, step.effective_on, step.actor) == ("conference_held", HELD, user)


def test_a_second_conference_leaves_the_sitting_where_it_stands(
    council: Council, term: CouncilTerm, user: User
) -> None:
    sitting = SittingFactory(council_term=term, state="convened")
    meeting = entered(council, user, kind="pre_sitting", sitting=sitting)
    move_meeting(meeting=meeting, name="hold", user=user)
    sitting.refresh_from_db()
    assert (sitting.state, sitting.moves.count()) == ("convened", 0)


def test_a_step_of_the_sitting_is_never_dated_before_its_last(
    council: Council, sitting: Sitting, user: User
) -> None:
    sitting.moves.create(from_state="in_session", to_state="closed", effective_on=date(2026, 8, 5))
    meeting = entered(council, user, kind="review", sitting=sitting, held_on=date(2026, 7, 30))
    move_meeting(meeting=meeting, name="hold", user=user)
    sitting.refresh_from_db()
    assert sitting.state == "reviewed"
    assert sitting.moves.get(to_state="reviewed").effective_on == date(2026, 8, 5)


def test_a_review_waits_until_its_sitting_has_been_closed(
    council: Council, term: CouncilTerm, user: User
) -> None:
    meeting = entered(
        council, user, kind="review", sitting=SittingFactory(council_term=term), held_on=date(2026, 7, 30)
    )
    with pytest.raises(Refused) as refusal:
        move_meeting(meeting=meeting, name="hold", user=user)
    assert "sitting" in said(refusal)


def test_a_held_review_keeps_its_sitting(
    council: Council, sitting: Sitting, term: CouncilTerm, user: User
) -> None:
    meeting = entered(council, user, kind="review", sitting=sitting, held_on=date(2026, 7, 30))
    move_meeting(meeting=meeting, name="hold", user=user)
    days = {"opens_on": date(2026, 7, 20), "closes_on": date(2026, 7, 20)}
    meeting.sitting = SittingFactory(council_term=term, number=6, **days)
    with pytest.raises(Refused) as refusal:
        save_meeting(meeting=meeting, user=user)
    assert "sitting" in said(refusal)


# --- Verifications ---


def test_a_verification_meeting_names_what_it_examines(
    council: Council, committee: Committee, sitting: Sitting, user: User
) -> None:
    wanted, other = assigned(committee, sitting), assigned(committee, sitting)
    meeting = entered(council, user, kind="verification", committee=committee, verifications=[wanted, other])
    save_meeting(meeting=meeting, user=user, verifications=[wanted])
    assert list(meeting.verifications.all()) == [wanted]
    move_meeting(meeting=meeting, name="cancel", user=user)
    wanted.refresh_from_db()
    assert wanted.meeting is None


def test_a_meeting_examines_only_what_its_own_committee_verifies(
    council: Council, committee: Committee, sitting: Sitting, user: User
) -> None:
    strange = assigned(CommitteeFactory(council=council, kind="legal", name="Ban Pháp chế"), sitting)
    for kind in ("verification", "regular"):
        with pytest.raises(Refused) as refusal:
            entered(council, user, kind=kind, committee=committee, verifications=[strange])
        assert "verifications" in said(refusal)


def test_another_kind_of_meeting_examines_nothing_any_more(
    council: Council, committee: Committee, sitting: Sitting, user: User
) -> None:
    one = assigned(committee, sitting)
    meeting = entered(council, user, kind="verification", committee=committee, verifications=[one])
    meeting.kind, meeting.number = "regular", None
    save_meeting(meeting=meeting, user=user)
    one.refresh_from_db()
    assert one.meeting is None


# --- Signed minutes ---


def test_signed_minutes_are_kept_with_their_versions(council: Council, user: User) -> None:
    meeting = held(council)
    for text in (b"1", b"2"):
        upload = SimpleUploadedFile("bien-ban.pdf", PDF + text)
        attach_minutes(meeting=meeting, user=user, upload=upload)
    assert meeting.file is not None
    assert meeting.file.versions.count() == 2
    assert content(meeting.file).endswith(b"2")


def test_minutes_of_what_was_not_held_are_not_signed(council: Council, user: User) -> None:
    planned, upload = BodyMeetingFactory(council=council), SimpleUploadedFile("bien-ban.pdf", PDF)
    with pytest.raises(Refused) as refusal:
        attach_minutes(meeting=planned, user=user, upload=upload)
    assert "upload" in said(refusal)


def test_the_history_names_who_entered_it(council: Council, user: User) -> None:
    meeting = entered(council, user)
    (event,) = meeting.history.select_related("pgh_context")  # type: ignore[attr-defined]  # made by pghistory
    assert event.pgh_context.metadata["user"] == user.pk
