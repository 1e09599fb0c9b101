"""Matters of another level: offered to the council above or below, which accepts or returns them; and repeats."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from accounts.models import User
from core.errors import Refused
from councils.models import Agency, Council
from tests.factories import AgencyFactory, CouncilTermFactory, FieldFactory, MeetingFactory
from tests.voters.conftest import DAY
from tests.voters.opinions_kit import answered, classified, judged, said, sent
from voters import services
from voters.models import OpinionForward, OpinionLikeness, VoterMeeting, VoterOpinion
from voters.services.forwarding import receivers

pytestmark = pytest.mark.django_db
NEXT = DAY + timedelta(days=3)


@pytest.fixture
def user(user_as: Callable[..., User]) -> User:
    return user_as("secretariat")


@pytest.fixture
def above(council: Council) -> Council:
    """The province's council."""
    made: Council = CouncilTermFactory(council__level="province").council
    Council.objects.filter(pk=council.pk).update(parent=made)
    council.refresh_from_db()
    return made


@pytest.fixture
def road(meeting: VoterMeeting, above: Council) -> VoterOpinion:
    """A matter of the province."""
    meeting.refresh_from_db()
    (made,) = said(meeting, "Nâng cấp quốc lộ", competence_level="province", voter_place="Thôn Khe Mụ")
    return made


def meeting_of(council: Council) -> VoterMeeting:
    """A meeting of the other council on the same day."""
    made: VoterMeeting = MeetingFactory(round__council_term=council.terms.get())
    return made


def offered(opinion: VoterOpinion, to: Council, user: User, on: date = DAY) -> OpinionForward:
    return services.forward(opinion=opinion, to=to, user=user, reason="Thuộc thẩm quyền cấp tỉnh", on=on)


def status(opinion: VoterOpinion) -> str:
    found: str = VoterOpinion.objects.with_status().get(pk=opinion.pk).status  # type: ignore[attr-defined]  # annotated
    return found


def test_the_receiving_council_gets_the_words_and_the_place_and_a_number_of_its_own(
    road: VoterOpinion, above: Council, user: User
) -> None:
    forwarding = offered(road, above, user)
    assert status(road) == "forwarding"
    taken = services.accept_forward(forwarding=forwarding, user=user, on=NEXT)
    assert (taken.council, taken.number, taken.recorded_on) == (above, 1, NEXT)
    assert (taken.content, taken.forwarded_from, taken.source) == (road.content, road, "forwarded")
    assert (taken.meeting, taken.agency) == (None, None)
    assert taken.voter_place == f"Thôn Khe Mụ, Xã Gia Phú, {road.council.name}"
    assert (status(road), status(taken)) == ("forwarded", "recorded")


def test_a_matter_also_goes_down(above: Council, council: Council, user: User) -> None:
    upper = meeting_of(above)
    (lane,) = said(upper, "Sửa đường thôn", competence_level="commune")
    assert list(receivers(lane)) == [council]
    taken = services.accept_forward(forwarding=offered(lane, council, user, lane.recorded_on), user=user)
    assert taken.council == council


def test_what_is_forwarded_can_be_neither_sent_nor_merged_here(
    road: VoterOpinion, above: Council, meeting: VoterMeeting, user: User
) -> None:
    offered(road, above, user)
    (other,) = said(meeting, "Nâng cấp đường")
    with pytest.raises(Refused):
        services.merge(opinions=[road], into=other, user=user, on=NEXT)
    ((_row, why),) = services.send(opinions=[road], user=user, on=NEXT).refused
    assert above.name in why
    assert not VoterOpinion.objects.unsent().filter(pk=road.pk).exists()


def test_returned_with_a_reason_it_is_the_senders_again(
    road: VoterOpinion, above: Council, user: User
) -> None:
    forwarding = offered(road, above, user)
    with pytest.raises(Refused):
        services.return_forward(forwarding=forwarding, user=user, reason=" ")
    services.return_forward(forwarding=forwarding, user=user, reason="Thuộc thẩm quyền xã", on=NEXT)
    assert status(road) == "recorded"
    assert not VoterOpinion.objects.filter(council=above).exists()
    assert offered(road, above, user, NEXT).decision == "asked"


def test_taken_back_before_anybody_decided(road: VoterOpinion, above: Council, user: User) -> None:
    forwarding = offered(road, above, user)
    services.take_back_forward(forwarding=forwarding, user=user)
    assert status(road) == "recorded"
    for decide in (services.accept_forward, services.take_back_forward):
        with pytest.raises(Refused):
            decide(forwarding=forwarding, user=user)


@pytest.mark.parametrize("level", ["", "commune", "central"])
def test_only_another_councils_level_is_forwarded(
    road: VoterOpinion, above: Council, user: User, level: str
) -> None:
    VoterOpinion.objects.filter(pk=road.pk).update(competence_level=level)
    with pytest.raises(Refused):
        offered(road, above, user)


def test_only_the_council_directly_above_or_below_takes_it(
    road: VoterOpinion, user: User, other_council: Council
) -> None:
    with pytest.raises(Refused) as refusal:
        offered(road, other_council, user)
    assert "to" in refusal.value.message_dict


@pytest.mark.parametrize("on", [DAY - timedelta(days=1), date(2099, 1, 1)])
def test_forwarding_has_a_possible_day(road: VoterOpinion, above: Council, user: User, on: date) -> None:
    with pytest.raises(Refused) as refusal:
        offered(road, above, user, on)
    assert list(refusal.value.message_dict) == ["on"]


def test_a_sent_or_settled_one_is_not_forwarded_and_nothing_is_forwarded_twice(
    road: VoterOpinion, above: Council, meeting: VoterMeeting, works: Agency, user: User
) -> None:
    (passed,) = classified(meeting, works, "Kéo điện", level="province")
    sent(passed)
    (aside,) = said(meeting, "Hỏi", screening="out_of_scope", competence_level="province")
    offered(road, above, user)
    for opinion in (passed, aside, road):
        with pytest.raises(Refused):
            offered(opinion, above, user)


def test_the_answer_there_is_the_result_here_through_a_merge_there(
    road: VoterOpinion, above: Council, user: User
) -> None:
    taken = services.accept_forward(forwarding=offered(road, above, user), user=user, on=NEXT)
    agency = AgencyFactory(council=above)
    own = classified(meeting_of(above), agency, "Nâng cấp quốc lộ", level="province")
    whole = services.merge(
        opinions=[taken, *own], content="Nâng cấp quốc lộ", like=own[0], user=user, on=date(2026, 6, 14)
    )
    (task,) = sent(whole)
    road.refresh_from_db()
    assert road.answered_through == task
    on = answered(task)
    judged(task, on=on)
    assert not VoterOpinion.objects.of(road.council).backlog().filter(pk=road.pk).exists()


def test_the_answer_to_one_part_is_not_the_answer_to_the_whole(
    road: VoterOpinion, above: Council, user: User, rule: Any
) -> None:
    taken = services.accept_forward(forwarding=offered(road, above, user), user=user, on=DAY)
    row: dict[str, Any] = {
        "field": FieldFactory(),
        "competence_level": "province",
        "agency": AgencyFactory(council=above),
    }
    parts = [services.OpinionRow(text, **row) for text in ("Mặt đường", "Cống")]
    (part, _other) = services.split(opinion=taken, parts=parts, user=user, on=DAY)
    sent(part)
    road.refresh_from_db()
    assert road.answered_through is None


# --- Repeats ---


def later_one(meeting: VoterMeeting, text: str = "Sửa cầu") -> VoterOpinion:
    where = MeetingFactory(round__council_term=meeting.round.council_term, held_on=date(2026, 6, 20))
    (made,) = said(where, text)
    return made


def test_a_repeat_points_to_the_earlier_one_and_both_go_on(
    meeting: VoterMeeting, works: Agency, user: User
) -> None:
    (first,) = classified(meeting, works, "Sửa cầu")
    sent(first)
    again = later_one(meeting)
    services.mark_repeat(opinion=again, earlier=first, user=user, on=date(2026, 6, 21))
    row = VoterOpinion.objects.with_status().get(pk=again.pk)
    assert row.is_repeat  # type: ignore[attr-defined]  # annotated
    assert VoterOpinion.objects.working().count() == 2


def test_only_the_later_one_repeats_and_only_one(meeting: VoterMeeting, user: User) -> None:
    first, second = said(meeting, "Sửa cầu", "Cầu hỏng")
    again = later_one(meeting)
    with pytest.raises(Refused):
        services.mark_repeat(opinion=first, earlier=again, user=user)
    with pytest.raises(Refused):
        services.mark_repeat(opinion=first, earlier=first, user=user)
    services.mark_repeat(opinion=again, earlier=first, user=user)
    with pytest.raises(Refused):
        services.mark_repeat(opinion=again, earlier=second, user=user)


@pytest.mark.parametrize("on", [date(2026, 6, 19), date(2099, 1, 1)])
def test_a_repeat_has_a_possible_day(meeting: VoterMeeting, user: User, on: date) -> None:
    (first,) = said(meeting, "Sửa cầu")
    with pytest.raises(Refused):
        services.mark_repeat(opinion=later_one(meeting), earlier=first, user=user, on=on)


def test_other_councils_and_merged_ones_are_refused(meeting: VoterMeeting, user: User) -> None:
    first, second = said(meeting, "Sửa cầu", "Cầu hỏng")
    again = later_one(meeting)
    (foreign,) = said(MeetingFactory(held_on=date(2026, 6, 1)), "Sửa cầu")
    services.merge(opinions=[first], into=second, user=user, on=DAY)
    for earlier in (foreign, first):
        with pytest.raises(Refused):
            services.mark_repeat(opinion=again, earlier=earlier, user=user)


def test_a_verdict_is_remembered_and_can_be_taken_back(meeting: VoterMeeting, user: User) -> None:
    (first,) = said(meeting, "Sửa cầu")
    again = later_one(meeting)
    verdict = services.mark_different(opinion=again, earlier=first, user=user)
    assert (verdict.actor, verdict.verdict) == (user, "different")
    with pytest.raises(Refused):
        services.mark_repeat(opinion=again, earlier=first, user=user)
    services.undo_likeness(likeness=verdict, user=user)
    services.mark_repeat(opinion=again, earlier=first, user=user)
    with pytest.raises(Refused):
        services.undo_likeness(likeness=verdict, user=user)
    assert OpinionLikeness.objects.count() == 2
