"""Opinions: entered in one block of numbers, classified, screened, sent with the five clears."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from accounts.models import User
from core.errors import Refused
from councils.models import Agency, Council, Field
from followups.models import FollowUp, Notice
from followups.origins import links, title_of
from tests.factories import AgencyFactory, MeetingFactory, OpinionFactory, RuleFactory
from tests.voters.conftest import DAY
from voters import services
from voters.models import VoterMeeting, VoterOpinion
from voters.services import OpinionRow
from voters.services.sending import short_title

SENT = date(2026, 6, 15)


@pytest.fixture
def user(user_as: Callable[..., User]) -> User:
    return user_as("secretariat")


@pytest.fixture
def ready(meeting: VoterMeeting, field: Field, works: Agency, rule: Any) -> VoterOpinion:
    """A classified opinion."""
    made: VoterOpinion = OpinionFactory(
        meeting=meeting, field=field, competence_level="commune", agency=works
    )
    return made


def test_a_table_gets_one_block_of_numbers(meeting: VoterMeeting, user: User) -> None:
    services.add_opinions(meeting=meeting, rows=[OpinionRow("Một")], user=user)
    made = services.add_opinions(
        meeting=meeting, rows=[OpinionRow(f"Ý kiến {n}") for n in range(3)], user=user
    )
    assert [opinion.number for opinion in made] == [2, 3, 4]
    assert {(opinion.year, opinion.recorded_on) for opinion in made} == {(2026, DAY)}


def test_entered_opinions_are_found_without_accents(meeting: VoterMeeting, user: User) -> None:
    services.add_opinions(meeting=meeting, rows=[OpinionRow("Sửa đường", "Thôn Hoà Bình")], user=user)
    assert VoterOpinion.objects.filter(search__contains="duong").filter(search__contains="hoa binh").exists()


@pytest.mark.parametrize(
    "row",
    [
        OpinionRow("  "),
        OpinionRow("x" * 5001),
        OpinionRow("Sửa đường", "x" * 201),
        OpinionRow("Sửa đường", screening="answered_on_spot"),
        OpinionRow("Sửa đường", competence_level="district"),
    ],
)
def test_one_bad_row_keeps_all_out_and_is_named(meeting: VoterMeeting, user: User, row: OpinionRow) -> None:
    with pytest.raises(Refused) as refusal:
        services.add_opinions(meeting=meeting, rows=[OpinionRow("Tốt"), row], user=user)
    assert "2" in refusal.value.messages[0]
    assert not VoterOpinion.objects.exists()


def test_a_row_does_not_take_the_agency_of_another_council(meeting: VoterMeeting, user: User) -> None:
    with pytest.raises(Refused):
        services.add_opinions(meeting=meeting, rows=[OpinionRow("Sửa", agency=AgencyFactory())], user=user)


@pytest.mark.parametrize("state", ["planned", "announced", "minutes_filed", "cancelled"])
def test_opinions_are_entered_only_while_the_meeting_is_open_for_entry(
    meeting: VoterMeeting, user: User, state: str
) -> None:
    VoterMeeting.objects.filter(pk=meeting.pk).update(state=state)
    with pytest.raises(Refused):
        services.add_opinions(meeting=meeting, rows=[OpinionRow("Sửa đường")], user=user)


def test_a_correction_keeps_the_number(ready: VoterOpinion, user: User) -> None:
    number = (ready.number, ready.year)
    services.update_opinion(opinion=ready, user=user, version=1, content="Đề nghị làm cầu mới")
    ready.refresh_from_db()
    assert (ready.number, ready.year) == number
    assert "lam cau moi" in ready.search


def test_a_correction_refuses_beside_the_field(ready: VoterOpinion, works: Agency, user: User) -> None:
    with pytest.raises(Refused) as refusal:
        services.update_opinion(
            opinion=ready,
            user=user,
            version=1,
            content=" ",
            screening="answered_on_spot",
            coordinating=[works],
        )
    assert set(refusal.value.message_dict) == {"content", "spot_answer", "coordinating"}


def test_classifying_changes_only_what_was_chosen(
    meeting: VoterMeeting, field: Field, works: Agency, user: User
) -> None:
    rows = [OpinionFactory(meeting=meeting, field=field), OpinionFactory(meeting=meeting)]
    assert services.classify(opinions=rows, user=user, agency=works) == 2
    assert set(VoterOpinion.objects.values_list("field", "agency")) == {
        (field.pk, works.pk),
        (None, works.pk),
    }


def test_classifying_refuses_when_nothing_was_chosen(meeting: VoterMeeting, user: User) -> None:
    with pytest.raises(Refused):
        services.classify(opinions=[OpinionFactory(meeting=meeting)], user=user)


def test_classifying_refuses_sent_ones_by_number(ready: VoterOpinion, field: Field, user: User) -> None:
    services.send(opinions=[ready], user=user, on=SENT)
    with pytest.raises(Refused) as refusal:
        services.classify(opinions=[ready], user=user, field=field)
    assert str(ready) in refusal.value.messages[0]


def test_there_is_no_district_level_after_it_ended(meeting: VoterMeeting, user: User) -> None:
    with pytest.raises(Refused) as refusal:
        services.classify(opinions=[OpinionFactory(meeting=meeting)], user=user, competence_level="district")
    assert "30/06/2025" in refusal.value.messages[0]


def test_screening_on_the_spot_needs_its_answer(ready: VoterOpinion, user: User) -> None:
    with pytest.raises(Refused):
        services.screen(opinions=[ready], user=user, screening="answered_on_spot")
    assert (
        services.screen(opinions=[ready], user=user, screening="answered_on_spot", spot_answer="Đã rõ") == 1
    )
    ready.refresh_from_db()
    assert ready.spot_answer == "Đã rõ"


def test_a_sent_opinion_has_the_five_clears_and_says_why_it_is_due(
    ready: VoterOpinion, works: Agency, user: User
) -> None:
    outcome = services.send(opinions=[ready], user=user, on=SENT)
    assert (outcome.sent, outcome.refused) == ([ready], [])
    sent = FollowUp.objects.get(opinion=ready)
    assert (sent.kind, sent.agency, sent.field, sent.locality) == (
        "opinion",
        works,
        ready.field,
        "Xã Gia Phú",
    )
    assert sent.accountable == "Người đứng đầu Phòng Kinh tế và Hạ tầng"
    assert sent.evidence == "Văn bản trả lời nêu rõ kết quả giải quyết"
    assert sent.title in ready.content
    assert ready.content in sent.detail
    assert "Thôn Nậm Phảng" in sent.detail
    assert (sent.issued_on, sent.due_anchor_on, sent.due_on) == (SENT, SENT, date(2026, 7, 15))
    assert sent.legal_basis == "Quy chế làm việc của Hội đồng nhân dân"


def test_central_matters_have_a_rule_of_their_own(ready: VoterOpinion, user: User) -> None:
    RuleFactory(code="OP-ANSWER-CENTRAL", offset=60, legal_basis="Quyết định số 30/2020/QĐ-TTg")
    VoterOpinion.objects.filter(pk=ready.pk).update(competence_level="central")
    services.send(opinions=[ready], user=user, on=SENT)
    assert FollowUp.objects.get().legal_basis == "Quyết định số 30/2020/QĐ-TTg"


def test_what_cannot_be_sent_says_why_and_does_not_stop_the_others(
    ready: VoterOpinion, meeting: VoterMeeting, field: Field, council: Council, user: User
) -> None:
    ended = AgencyFactory(council=council, valid_to=SENT - timedelta(days=1))
    bare = OpinionFactory(meeting=meeting)
    spot = OpinionFactory(meeting=meeting, screening="answered_on_spot")
    split = OpinionFactory(meeting=meeting, is_split=True)
    gone = OpinionFactory(meeting=meeting, field=field, competence_level="commune", agency=ended)
    outcome = services.send(opinions=[bare, spot, split, gone, ready], user=user, on=SENT)
    assert outcome.sent == [ready]
    reasons = {opinion.pk: sentence for opinion, sentence in outcome.refused}
    assert set(reasons) == {bare.pk, spot.pk, split.pk, gone.pk}
    assert ended.name in reasons[gone.pk]
    assert "15/06/2026" in reasons[gone.pk]


def test_nothing_is_sent_twice(ready: VoterOpinion, user: User) -> None:
    services.send(opinions=[ready], user=user, on=SENT)
    again = services.send(opinions=[ready], user=user, on=SENT)
    assert (len(again.sent), len(again.refused)) == (0, 1)
    assert FollowUp.objects.count() == 1


def test_nothing_is_sent_before_it_was_said_or_in_the_future(ready: VoterOpinion, user: User) -> None:
    outcome = services.send(opinions=[ready], user=user, on=DAY - timedelta(days=1))
    assert len(outcome.refused) == 1
    with pytest.raises(Refused):
        services.send(opinions=[ready], user=user, on=date(2099, 1, 1))


def test_without_a_rule_in_force_the_row_says_so(
    meeting: VoterMeeting, field: Field, works: Agency, user: User
) -> None:
    row = OpinionFactory(meeting=meeting, field=field, competence_level="commune", agency=works)
    ((_opinion, sentence),) = services.send(opinions=[row], user=user, on=SENT).refused
    assert "OP-ANSWER" in sentence


def test_the_agency_is_told_unless_old_records_are_loaded(
    ready: VoterOpinion, works: Agency, user: User, user_as: Callable[..., User]
) -> None:
    user_as("agency", agency=works)
    services.send(opinions=[ready], user=user, on=SENT)
    assert Notice.objects.filter(kind="issued").count() == 1


def test_loading_quietly_tells_nobody(
    ready: VoterOpinion, works: Agency, user_as: Callable[..., User]
) -> None:
    user_as("agency", agency=works)
    services.send(opinions=[ready], user=None, on=SENT, quiet=True)
    assert not Notice.objects.exists()


def test_the_calendar_and_each_rule_are_read_once(
    meeting: VoterMeeting, field: Field, works: Agency, rule: Any, django_assert_num_queries: Any
) -> None:
    for count in (1, 3):
        rows = [
            OpinionFactory(meeting=meeting, field=field, competence_level="commune", agency=works)
            for _n in range(count)
        ]
        ids = [row.pk for row in rows]
        chosen = list(VoterOpinion.objects.filter(pk__in=ids).select_related("council", "agency"))
        with django_assert_num_queries(3):
            services.plan_sending(opinions=chosen, on=SENT)


def test_a_follow_up_leads_back_to_its_opinion_for_those_who_may_read_it(
    ready: VoterOpinion, works: Agency, user: User, user_as: Callable[..., User]
) -> None:
    services.send(opinions=[ready], user=user, on=SENT)
    follow_ups = list(FollowUp.objects.all())
    assert links(follow_ups, user)[follow_ups[0].pk].url == ready.get_absolute_url()
    assert links(follow_ups, user_as("agency", agency=works)) == {}
    assert title_of("opinion") != "opinion"


@pytest.mark.parametrize(
    ("content", "title"),
    [
        ("Đề nghị sửa cầu thôn Nậm Phảng. Mặt cầu đã hỏng.", "Đề nghị sửa cầu thôn Nậm Phảng"),
        ("Đề nghị sửa cầu\nMặt cầu đã hỏng", "Đề nghị sửa cầu"),
        ("Kính thưa. Đề nghị sửa cầu", "Kính thưa. Đề nghị sửa cầu"),
        ("Đề nghị TP. Lào Cai sửa  cầu", "Đề nghị TP. Lào Cai sửa cầu"),
        ("...", "..."),
    ],
)
def test_the_title_is_the_first_sentence(content: str, title: str) -> None:
    assert short_title(content) == title


def test_a_long_title_is_cut_between_words() -> None:
    title = short_title("Đề nghị " * 100)
    assert len(title) <= 300
    assert title.endswith("…")
    assert set(title[:-1].split()) == {"Đề", "nghị"}


def test_meetings_of_another_council_are_out_of_reach(meeting: VoterMeeting, user: User) -> None:
    MeetingFactory()
    assert list(VoterMeeting.objects.visible_to(user)) == [meeting]
