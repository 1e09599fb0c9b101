"""The answer flows back to every meeting at which a matter was raised, until its voters were told."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from accounts.models import User
from core.errors import Refused
from councils.models import Agency, Council
from tests.factories import AgencyFactory, CouncilTermFactory, FieldFactory, MeetingFactory, RoundFactory
from tests.voters.conftest import DAY
from tests.voters.opinions_kit import SENT, answered, classified, judged, said, sent
from voters import services
from voters.models import VoterMeeting, VoterOpinion
from voters.services import OpinionRow, answers_for, answers_to_tell

pytestmark = pytest.mark.django_db


@pytest.fixture
def user(user_as: Callable[..., User]) -> User:
    return user_as("secretariat")


@pytest.fixture
def later(meeting: VoterMeeting) -> VoterMeeting:
    """A meeting of the next round."""
    contact = RoundFactory(
        council_term=meeting.round.council_term, starts_on=date(2026, 10, 1), ends_on=date(2026, 10, 30)
    )
    made: VoterMeeting = MeetingFactory(round=contact, held_on=date(2026, 10, 9), locality="Xã Gia Phú")
    return made


def test_an_answer_names_its_document_its_day_and_its_result(meeting: VoterMeeting, works: Agency) -> None:
    (opinion,) = classified(meeting, works, "Đề nghị sửa cầu")
    (task,) = sent(opinion)
    on = answered(task)
    (answer,) = answers_for(meeting)
    assert (answer.opinion, answer.carrier, answer.way) == (opinion, opinion, ())
    assert (answer.text, answer.number, answer.dated_on) == ("Đã sửa xong cầu.", "12/UBND", on)
    assert (answer.body, answer.sent_on) == (works.name, SENT)
    assert (answer.result_class, answer.is_judged) == ("resolved", False)
    judged(task, on=on)
    assert answers_for(meeting)[0].is_judged


def test_before_there_is_an_answer_it_says_who_owes_it_until_when(
    meeting: VoterMeeting, works: Agency
) -> None:
    (opinion,) = classified(meeting, works, "Đề nghị sửa cầu")
    assert not answers_for(meeting)[0].is_answered
    (task,) = sent(opinion)
    (answer,) = answers_for(meeting)
    assert (answer.is_answered, answer.body, answer.due_on) == (False, works.name, task.due_on)


def test_an_answer_that_was_given_back_is_none(meeting: VoterMeeting, works: Agency) -> None:
    (task,) = sent(*classified(meeting, works, "Đề nghị sửa cầu"))
    on = answered(task)
    judged(task, "returned", on=on)
    assert not answers_for(meeting)[0].is_answered
    answered(task, on=on + timedelta(days=9), text="Đã bố trí vốn.", result="in_progress")
    assert answers_for(meeting)[0].text == "Đã bố trí vốn."


def test_what_was_answered_at_the_meeting_has_its_answer_at_once(meeting: VoterMeeting) -> None:
    said(meeting, "Vì sao thu phí?", screening="answered_on_spot", spot_answer="Theo nghị quyết số 05.")
    (answer,) = answers_for(meeting)
    assert (answer.text, answer.dated_on, answer.to_tell) == ("Theo nghị quyết số 05.", DAY, False)


def test_a_merged_matter_is_answered_at_each_meeting_where_it_was_raised(
    meeting: VoterMeeting, works: Agency, user: User
) -> None:
    elsewhere = MeetingFactory(round=meeting.round, locality="Xã Phong Niên")
    (one,), (two,) = (classified(where, works, "Sửa cầu Nậm Phảng") for where in (meeting, elsewhere))
    whole = services.merge(opinions=[one, two], content="Sửa cầu Nậm Phảng", user=user, on=DAY)
    answered(sent(whole)[0])
    for where, opinion in ((meeting, one), (elsewhere, two)):
        (answer,) = answers_for(where)
        assert (answer.opinion, answer.carrier, answer.text) == (opinion, whole, "Đã sửa xong cầu.")
        assert [step.how for step in answer.way] == ["merge"]


def test_a_split_statement_has_an_answer_for_each_part(
    meeting: VoterMeeting, works: Agency, user: User
) -> None:
    (opinion,) = classified(meeting, works, "Sửa cầu và kéo điện")
    row: dict[str, Any] = {"field": opinion.field, "competence_level": "commune", "agency": works}
    parts = services.split(
        opinion=opinion,
        parts=[OpinionRow("Sửa cầu", **row), OpinionRow("Kéo điện", **row)],
        user=user,
        on=DAY,
    )
    tasks = sent(*parts)
    answered(tasks[0])
    assert [(answer.opinion, answer.carrier, answer.is_answered) for answer in answers_for(meeting)] == [
        (opinion, parts[0], True),
        (opinion, parts[1], False),
    ]


def test_a_repeat_is_told_the_earlier_answer_until_it_is_sent_itself(
    meeting: VoterMeeting, later: VoterMeeting, works: Agency, user: User
) -> None:
    (first,), (again,) = (classified(where, works, "Sửa cầu Nậm Phảng") for where in (meeting, later))
    answered(sent(first)[0])
    services.mark_repeat(opinion=again, earlier=first, user=user)
    (answer,) = answers_for(later)
    assert (answer.carrier, answer.through_repeat, answer.is_answered) == (first, True, True)
    sent(again, on=date(2026, 10, 15))
    (answer,) = answers_for(later)
    assert (answer.carrier, answer.is_answered) == (again, False)


def test_the_answer_comes_back_from_the_council_that_took_the_matter_over(
    meeting: VoterMeeting, council: Council, user: User, rule: Any
) -> None:
    above = CouncilTermFactory(council__level="province").council
    Council.objects.filter(pk=council.pk).update(parent=above)
    meeting.refresh_from_db()
    (opinion,) = said(meeting, "Nâng cấp quốc lộ", competence_level="province")
    forwarding = services.forward(
        opinion=opinion, to=above, user=user, reason="Thuộc thẩm quyền cấp tỉnh", on=DAY
    )
    copy = services.accept_forward(forwarding=forwarding, user=None, on=SENT)
    services.classify(opinions=[copy], user=None, field=FieldFactory(), agency=AgencyFactory(council=above))
    answered(sent(copy)[0])
    (answer,) = answers_for(meeting)
    assert (answer.opinion, answer.text) == (opinion, "Đã sửa xong cầu.")
    assert [step.how for step in answer.way] == ["forward"]


def test_queries_do_not_grow_with_the_statements(
    meeting: VoterMeeting, works: Agency, user: User, django_assert_num_queries: Any
) -> None:
    for _round in range(2):
        one, two, three = classified(meeting, works, "Sửa cầu", "Sửa cầu ấy", "Kéo điện")
        whole = services.merge(opinions=[one], into=two, user=user, on=DAY)
        for task in sent(whole, three):
            answered(task)
        with django_assert_num_queries(7):
            answers_for(meeting)


# --- Telling ---


def answered_one(meeting: VoterMeeting, works: Agency) -> VoterOpinion:
    (opinion,) = classified(meeting, works, "Đề nghị sửa cầu")
    answered(sent(opinion)[0])
    return opinion


def test_voters_are_told_on_the_day_of_the_meeting(
    meeting: VoterMeeting, later: VoterMeeting, works: Agency, user: User
) -> None:
    opinion = answered_one(meeting, works)
    assert [answer.opinion for answer in answers_to_tell(meeting.council)[meeting]] == [opinion]
    services.tell(opinions=[opinion], meeting=later, user=user)
    (answer,) = answers_for(meeting)
    assert [(told.on, told.meeting) for told in answer.told] == [(later.held_on, later)]
    assert answers_to_tell(meeting.council) == {}


def test_telling_twice_is_one_telling_and_can_be_taken_back(
    meeting: VoterMeeting, later: VoterMeeting, works: Agency, user: User
) -> None:
    opinion = answered_one(meeting, works)
    (telling,) = services.tell(opinions=[opinion], meeting=later, user=user)
    assert services.tell(opinions=[opinion], meeting=later, user=user) == []
    services.untell(telling=telling, user=user)
    assert answers_for(meeting)[0].to_tell
    with pytest.raises(Refused):
        services.untell(telling=telling, user=user)


def test_a_new_answer_is_to_be_told_again(
    meeting: VoterMeeting, later: VoterMeeting, works: Agency, user: User
) -> None:
    opinion = answered_one(meeting, works)
    services.tell(opinions=[opinion], meeting=later, user=user)
    task = opinion.follow_up
    assert task is not None
    judged(task, "returned", on=date(2026, 10, 20))
    answered(task, on=date(2026, 11, 2))
    assert answers_for(meeting)[0].to_tell


def test_only_one_round_is_asked_for_if_wished(
    meeting: VoterMeeting, later: VoterMeeting, works: Agency
) -> None:
    answered_one(meeting, works)
    assert answers_to_tell(meeting.council, later.round) == {}
    assert list(answers_to_tell(meeting.council, meeting.round)) == [meeting]
    assert answers_to_tell(meeting.council, since=date(2026, 7, 1)) == {}


def test_what_cannot_have_been_told_is_refused_row_by_row(
    meeting: VoterMeeting, later: VoterMeeting, works: Agency, user: User
) -> None:
    ready = answered_one(meeting, works)
    bare, late = said(meeting, "Kéo điện"), said(later, "Nạo vét kênh")
    with pytest.raises(Refused) as refusal:
        services.tell(opinions=[ready, *bare, *late], meeting=meeting, user=user)
    text = " ".join(refusal.value.messages)
    assert str(bare[0]) in text
    assert str(late[0]) in text
    assert str(ready) not in text.replace(str(late[0]), "").replace(str(bare[0]), "")


@pytest.mark.parametrize(
    ("state", "on", "field"),
    [("planned", None, "meeting"), ("held", date(2099, 1, 1), "on"), ("held", date(2026, 10, 1), "on")],
)
def test_telling_needs_a_meeting_that_was_held_and_a_possible_day(
    meeting: VoterMeeting, later: VoterMeeting, works: Agency, user: User, state: str, on: Any, field: str
) -> None:
    opinion = answered_one(meeting, works)
    VoterMeeting.objects.filter(pk=later.pk).update(state=state)
    later.refresh_from_db()
    with pytest.raises(Refused) as refusal:
        services.tell(opinions=[opinion], meeting=later, user=user, on=on)
    assert list(refusal.value.message_dict) == [field]


def test_nothing_ticked_and_a_foreign_meeting_are_refused(
    meeting: VoterMeeting, works: Agency, user: User
) -> None:
    with pytest.raises(Refused):
        services.tell(opinions=[], meeting=meeting, user=user)
    with pytest.raises(Refused):
        services.tell(opinions=[answered_one(meeting, works)], meeting=MeetingFactory(), user=user)
