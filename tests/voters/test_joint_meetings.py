"""Joint meetings of two levels: asked, accepted or declined; they count only where somebody accepted them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st

from accounts.models import User
from core.errors import Refused
from councils.models import Council
from tests import factories
from tests.voters.contact_kit import hold, in_june, plan
from voters import services
from voters.models import JointConsent, VoterContactRound, VoterMeeting


@pytest.fixture
def user(user_as: Callable[..., User]) -> User:
    return user_as("secretariat")


@pytest.fixture
def province(council: Council) -> Council:
    above: Council = factories.CouncilTermFactory(
        council__level="province", council__unit_type="tinh"
    ).council
    council.parent = above
    council.save()
    return above


@pytest.fixture
def joint(contact: VoterContactRound, user: User, province: Council) -> VoterMeeting:
    return hold(plan(contact, user, joint_councils=[province]), user)


def counted(council: Council, on: date | None = None) -> int:
    return VoterMeeting.objects.of_councils(council, on=on).took_place().count()


def test_the_owner_counts_at_once_and_the_other_only_once_it_accepts(
    joint: VoterMeeting, council: Council, province: Council, user: User
) -> None:
    consent = joint.consents.get()
    assert (counted(council), counted(province), consent.state) == (1, 0, "proposed")
    services.answer_consent(consent=consent, name="accept", user=user, on=in_june(12))
    assert (counted(council), counted(province)) == (1, 1)


def test_a_refusal_says_why_and_can_be_changed(joint: VoterMeeting, province: Council, user: User) -> None:
    consent = joint.consents.get()
    with pytest.raises(Refused) as refusal:
        services.answer_consent(consent=consent, name="decline", user=user)
    assert list(refusal.value.message_dict) == ["note"]
    services.answer_consent(consent=consent, name="decline", user=user, on=in_june(11), note="Không tham gia")
    services.answer_consent(consent=consent, name="accept", user=user, on=in_june(15))
    assert [counted(province, on=in_june(day)) for day in (10, 14, 15)] == [0, 0, 1]


def test_an_answer_is_not_of_the_future_nor_before_the_question(joint: VoterMeeting, user: User) -> None:
    consent = joint.consents.get()
    for on in (timezone.localdate() + timedelta(days=1), in_june(9)):
        with pytest.raises(Refused) as refusal:
            services.answer_consent(consent=consent, name="accept", user=user, on=on)
        assert "on" in refusal.value.message_dict


def test_what_was_accepted_is_not_taken_away_by_the_other_side(joint: VoterMeeting, user: User) -> None:
    services.answer_consent(consent=joint.consents.get(), name="accept", user=user, on=in_june(12))
    with pytest.raises(Refused) as refusal:
        services.update_meeting(meeting=joint, user=user, version=None, joint_councils=[])
    assert list(refusal.value.message_dict) == ["joint_councils"]


def test_a_question_that_nobody_answered_can_be_taken_back(joint: VoterMeeting, user: User) -> None:
    services.update_meeting(meeting=joint, user=user, version=None, joint_councils=[])
    assert not JointConsent.objects.exists()


def test_what_was_once_accepted_stays_in_figures_of_that_time(
    joint: VoterMeeting, province: Council, user: User
) -> None:
    consent = joint.consents.get()
    services.answer_consent(consent=consent, name="accept", user=user, on=in_june(12))
    services.answer_consent(consent=consent, name="decline", user=user, on=in_june(20), note="Tính nhầm")
    services.update_meeting(meeting=joint, user=user, version=None, joint_councils=[])
    assert (counted(province, on=in_june(15)), counted(province)) == (1, 0)


@pytest.mark.django_db
@settings(max_examples=20, deadline=None)
@given(answers=st.lists(st.tuples(st.booleans(), st.integers(0, 3)), max_size=6), asked=st.integers(10, 30))
def test_any_history_of_answers_reads_the_same_as_of_any_day(
    answers: list[tuple[bool, int]], asked: int
) -> None:
    meeting = factories.MeetingFactory()
    other = factories.CouncilFactory()
    consent = JointConsent.objects.create(meeting=meeting, council=other, proposed_on=in_june(10))
    day, state, expected = 10, "proposed", {}
    for accepts, later in answers:
        name, target = ("accept", "accepted") if accepts else ("decline", "declined")
        if state == target:
            continue
        day, state = day + later, target
        services.answer_consent(consent=consent, name=name, user=None, on=in_june(day), note="Lý do")
        expected[day] = target
    then = [target for at, target in sorted(expected.items()) if at <= asked]
    assert counted(other, on=in_june(asked)) == int(bool(then) and then[-1] == "accepted")


# --- Pages ---


@pytest.fixture
def above(client_as: Callable[..., Client], province: Council) -> Client:
    return client_as("secretariat", council=province)


def test_the_other_secretariat_finds_the_request_and_accepts(joint: VoterMeeting, above: Client) -> None:
    consent = joint.consents.get()
    page = above.get(reverse("voters:consent_list")).content.decode()
    assert "Xã Gia Phú" in page
    accept = reverse("voters:consent_answer", args=[consent.pk, "accept"])
    assert accept in page
    assert above.post(accept, {"on": "12/06/2026"}).status_code == 302
    consent.refresh_from_db()
    assert consent.state == "accepted"


def test_declining_without_a_reason_is_refused_with_the_day_kept(joint: VoterMeeting, above: Client) -> None:
    url = reverse("voters:consent_answer", args=[joint.consents.get().pk, "decline"])
    response = above.post(url, {"on": "12/06/2026", "note": ""})
    assert response.status_code == 422
    assert "12/06/2026" in response.content.decode()


def test_the_council_that_proposes_does_not_answer_for_the_other(joint: VoterMeeting, user: User) -> None:
    client = Client()
    client.force_login(user)
    url = reverse("voters:consent_answer", args=[joint.consents.get().pk, "accept"])
    assert client.post(url).status_code == 404


def test_the_home_of_the_other_secretariat_says_that_a_request_waits(
    joint: VoterMeeting, above: Client
) -> None:
    assert reverse("voters:consent_list") in above.get("/").content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_for_one_request_and_for_three(
    count: int,
    contact: VoterContactRound,
    province: Council,
    above: Client,
    user: User,
    django_assert_num_queries: Any,
) -> None:
    for _ in range(count):
        plan(contact, user, joint_councils=[province])
    above.get(reverse("voters:consent_list"))
    with django_assert_num_queries(7):
        above.get(reverse("voters:consent_list"))
