"""Merging and splitting: what voters said stays, what carries it on is counted, and either can be taken back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError
from django.utils.translation import gettext as _

from accounts.models import User
from core.errors import Refused
from councils.models import Agency
from tests.factories import AgencyFactory, FieldFactory, MeetingFactory
from tests.voters.conftest import DAY
from tests.voters.opinions_kit import classified, said, sent
from voters import services
from voters.models import Regrouping, VoterMeeting, VoterOpinion
from voters.services import OpinionRow

pytestmark = pytest.mark.django_db
EVE, LATER = DAY - timedelta(days=1), DAY + timedelta(days=5)


@pytest.fixture
def user(user_as: Callable[..., User]) -> User:
    return user_as("secretariat")


def working(on: date | None = None) -> set[int]:
    rows = VoterOpinion.objects.working() if on is None else VoterOpinion.objects.working_on(on)
    return set(rows.values_list("pk", flat=True))


def ids(*opinions: VoterOpinion) -> set[int]:
    return {opinion.pk for opinion in opinions}


def kept(opinion: VoterOpinion) -> tuple[str, str, date]:
    opinion.refresh_from_db()
    return opinion.content, opinion.voter_place, opinion.recorded_on


# --- Merging ---


def test_merging_into_one_of_them_leaves_every_word_as_it_was(meeting: VoterMeeting, user: User) -> None:
    one, two, three = said(meeting, "Sửa cầu", "Sửa cầu treo", "Cầu hỏng")
    before = [kept(opinion) for opinion in (one, two, three)]
    assert services.merge(opinions=[one, three], into=two, user=user, on=LATER) == two
    assert [kept(opinion) for opinion in (one, two, three)] == before
    assert (one.merged_into, three.merged_into, two.merged_into) == (two, two, None)
    assert working() == ids(two)


def test_a_combined_text_is_a_new_opinion_and_the_statements_stay(
    meeting: VoterMeeting, works: Agency, user: User
) -> None:
    one, two = said(meeting, "Sửa cầu", "Mở rộng cầu", voter_place="Thôn Cầu Bản")
    services.classify(opinions=[two], user=user, field=FieldFactory(), agency=works)
    two.refresh_from_db()
    whole = services.merge(
        opinions=[one, two], content="Sửa chữa, mở rộng cầu", like=two, user=user, on=LATER
    )
    assert (whole.content, whole.voter_place, whole.recorded_on) == (
        "Sửa chữa, mở rộng cầu",
        "Thôn Cầu Bản",
        DAY,
    )
    assert (whole.field, whole.agency, whole.number) == (two.field, works, 3)
    assert (whole.meeting, whole.source) == (meeting, "meeting")
    assert "mo rong cau" in whole.search
    assert working() == ids(whole)


def test_places_and_coordinating_agencies_of_all_go_into_the_combined_one(
    meeting: VoterMeeting, works: Agency, user: User
) -> None:
    rows = [OpinionRow("Sửa cầu", "Thôn Cầu Bản", agency=works), OpinionRow("Sửa cầu", "Thôn Khe Mụ")]
    one, two = services.add_opinions(meeting=meeting, rows=rows, user=user)
    other = AgencyFactory(council=meeting.council)
    one.coordinating.add(other)
    two.coordinating.add(works)
    whole = services.merge(opinions=[one, two], content="Sửa cầu", user=user, on=DAY)
    assert whole.voter_place == "Thôn Cầu Bản, Thôn Khe Mụ"
    assert list(whole.coordinating.all()) == [other]


def test_a_merge_counts_from_its_day_and_leaves_earlier_days_alone(meeting: VoterMeeting, user: User) -> None:
    one, two = said(meeting, "Sửa cầu", "Sửa cầu treo")
    whole = services.merge(opinions=[one, two], content="Sửa cầu", user=user, on=LATER)
    assert working(LATER - timedelta(days=1)) == ids(one, two)
    assert working(LATER) == ids(whole)


def refused_merge(opinions: list[VoterOpinion], into: VoterOpinion | None, **more: Any) -> str:
    before = Regrouping.objects.count()
    with pytest.raises(Refused) as refusal:
        services.merge(opinions=opinions, into=into, **{"user": None, "on": LATER, "content": "x", **more})
    assert Regrouping.objects.count() == before
    return " ".join(refusal.value.messages)


def test_an_opinion_is_not_merged_into_itself(meeting: VoterMeeting) -> None:
    one, two = said(meeting, "Sửa cầu", "Sửa cầu treo")
    assert _("An opinion cannot be merged into itself.") in refused_merge([one, two], one)


def test_opinions_of_two_councils_are_not_merged(meeting: VoterMeeting) -> None:
    (one,), (two,) = said(meeting, "Sửa cầu"), said(MeetingFactory(), "Sửa cầu")
    sentence = _("Opinions of several councils are not merged: forward them to the council that can act.")
    assert sentence in refused_merge([one, two], None)


def test_one_alone_is_not_merged_and_a_new_one_needs_its_words(meeting: VoterMeeting) -> None:
    one, two = said(meeting, "Sửa cầu", "Sửa cầu treo")
    assert _("Choose at least two opinions to merge.") in refused_merge([one], None)
    assert refused_merge([one, two], None, content=" ")


def test_what_cannot_be_merged_is_named_row_by_row(meeting: VoterMeeting, works: Agency, user: User) -> None:
    good, gone, carrier, whole = said(meeting, "Sửa cầu", "Sửa cầu treo", "Cầu hỏng", "Cầu và điện")
    (spot,) = said(meeting, "Hỏi phí", screening="answered_on_spot", spot_answer="Theo quy định")
    (passed,) = classified(meeting, works, "Kéo điện")
    sent(passed)
    services.merge(opinions=[gone], into=carrier, user=user, on=DAY)
    services.split(opinion=whole, parts=[OpinionRow("Cầu"), OpinionRow("Điện")], user=user, on=DAY)
    for row in (gone, whole, passed):
        row.refresh_from_db()
    sentences = refused_merge([good, gone, spot, passed, whole], None)
    assert all(f"{row}:" in sentences for row in (gone, spot, passed, whole))
    assert f"{good}:" not in sentences
    assert _("It was already sent: record the other one as raised again instead of merging.") in sentences


@pytest.mark.parametrize("on", [EVE, date(2099, 1, 1)])
def test_a_merge_has_a_possible_day(meeting: VoterMeeting, on: date) -> None:
    with pytest.raises(Refused) as refusal:
        services.merge(opinions=said(meeting, "Một", "Hai"), content="Gộp", user=None, on=on)
    assert list(refusal.value.message_dict) == ["on"]


def test_merging_what_was_merged_goes_on_from_what_carries_it(meeting: VoterMeeting, user: User) -> None:
    one, two, three = said(meeting, "Một", "Hai", "Ba")
    middle = services.merge(opinions=[one, two], content="Một và hai", user=user, on=DAY)
    last = services.merge(opinions=[middle, three], content="Cả ba", user=user, on=LATER)
    assert working(DAY) == ids(middle, three)
    assert working() == ids(last)
    with pytest.raises(Refused):
        services.merge(opinions=[one], into=three, user=user, on=LATER)


def test_what_was_merged_can_be_neither_changed_nor_sent(meeting: VoterMeeting, user: User) -> None:
    one, two = said(meeting, "Một", "Hai")
    services.merge(opinions=[one], into=two, user=user, on=DAY)
    one.refresh_from_db()
    for write in (
        lambda: services.classify(opinions=[one], user=user, field=FieldFactory()),
        lambda: services.screen(opinions=[one], user=user, screening="out_of_scope"),
        lambda: services.update_opinion(opinion=one, user=user, version=None, content="Khác"),
    ):
        with pytest.raises(Refused):
            write()
    assert len(services.send(opinions=[one], user=user, on=LATER).refused) == 1


def test_the_database_refuses_what_the_services_would(meeting: VoterMeeting, works: Agency) -> None:
    (opinion,) = classified(meeting, works, "Kéo điện")
    sent(opinion)
    with pytest.raises(IntegrityError):
        VoterOpinion.objects.filter(pk=opinion.pk).update(is_split=True)


# --- Splitting ---


def test_each_part_has_a_number_and_what_it_was_given(
    meeting: VoterMeeting, works: Agency, user: User
) -> None:
    (whole,) = said(meeting, "Sửa cầu, kéo điện", voter_place="Thôn Cầu Bản")
    rows = [
        OpinionRow("Sửa cầu", field=FieldFactory(), competence_level="commune", agency=works),
        OpinionRow("Kéo điện", "Thôn Khe Mụ"),
    ]
    bridge, power = services.split(opinion=whole, parts=rows, user=user, on=LATER)
    assert [part.number for part in (bridge, power)] == [2, 3]
    assert (bridge.field, bridge.agency, bridge.voter_place) == (rows[0].field, works, "Thôn Cầu Bản")
    assert (power.voter_place, power.recorded_on, power.meeting) == ("Thôn Khe Mụ", DAY, meeting)
    assert kept(whole)[0] == "Sửa cầu, kéo điện"
    assert working(LATER - timedelta(days=1)) == ids(whole)
    assert working() == working(LATER) == ids(bridge, power)


@pytest.mark.parametrize(
    "parts",
    [
        [OpinionRow("Một")],
        [OpinionRow("Một"), OpinionRow(" ")],
        [OpinionRow("Một"), OpinionRow("Hai", competence_level="district")],
        [OpinionRow(str(number)) for number in range(21)],
    ],
)
def test_bad_parts_are_refused_and_nothing_is_split(meeting: VoterMeeting, parts: list[OpinionRow]) -> None:
    (whole,) = said(meeting, "Sửa cầu, kéo điện")
    with pytest.raises(Refused):
        services.split(opinion=whole, parts=parts, user=None, on=LATER)
    assert working() == ids(whole)


def test_a_bad_part_is_named_by_its_place(meeting: VoterMeeting) -> None:
    (whole,) = said(meeting, "Sửa cầu, kéo điện")
    parts = [OpinionRow("Một"), OpinionRow("Hai", agency=AgencyFactory())]
    with pytest.raises(Refused) as refusal:
        services.split(opinion=whole, parts=parts, user=None, on=LATER)
    assert "2" in refusal.value.messages[0]


def test_a_sent_opinion_is_not_split(meeting: VoterMeeting, works: Agency) -> None:
    (opinion,) = classified(meeting, works, "Sửa cầu, kéo điện")
    sent(opinion)
    with pytest.raises(Refused):
        services.split(opinion=opinion, parts=[OpinionRow("Một"), OpinionRow("Hai")], user=None, on=LATER)


# --- Taking back ---


def test_a_merge_taken_back_leaves_its_days_as_they_were(meeting: VoterMeeting, user: User) -> None:
    one, two = said(meeting, "Một", "Hai")
    whole = services.merge(opinions=[one, two], content="Gộp", user=user, on=DAY)
    services.undo_regrouping(regrouping=whole.made_by, user=user, on=LATER)  # type: ignore[arg-type]  # it has one
    assert working(DAY) == ids(whole)
    assert working(LATER) == working() == ids(one, two)
    assert Regrouping.objects.get().undone_by == user


def test_taken_back_on_its_day_it_counts_on_no_day(meeting: VoterMeeting, user: User) -> None:
    (whole,) = said(meeting, "Sửa cầu, kéo điện")
    services.split(opinion=whole, parts=[OpinionRow("Một"), OpinionRow("Hai")], user=user, on=LATER)
    services.undo_regrouping(regrouping=Regrouping.objects.get(), user=user, on=LATER)
    assert working(LATER) == working() == ids(whole)


def test_after_undoing_it_can_be_done_again_but_not_before_that_day(
    meeting: VoterMeeting, user: User
) -> None:
    one, two = said(meeting, "Một", "Hai")
    services.merge(opinions=[one], into=two, user=user, on=DAY)
    services.undo_regrouping(regrouping=Regrouping.objects.get(), user=user, on=LATER)
    with pytest.raises(Refused) as refusal:
        services.merge(opinions=[two], into=one, user=user, on=LATER - timedelta(days=1))
    assert LATER.strftime("%d/%m/%Y") in refusal.value.messages[0]
    services.merge(opinions=[two], into=one, user=user, on=LATER)
    assert working() == ids(one)


def refused_undo(**more: Any) -> str:
    act = Regrouping.objects.order_by("pk").first()
    assert act is not None
    with pytest.raises(Refused) as refusal:
        services.undo_regrouping(regrouping=act, user=None, **more)
    return " ".join(refusal.value.messages)


def test_what_was_sent_since_is_not_taken_back(meeting: VoterMeeting, works: Agency, user: User) -> None:
    one, two = classified(meeting, works, "Một", "Hai")
    sent(services.merge(opinions=[one, two], content="Gộp", user=user, on=DAY))
    assert _("It was already sent: what was sent stays as it was sent.") in refused_undo()


def test_later_merges_are_taken_back_first(meeting: VoterMeeting, user: User) -> None:
    one, two, three, four = said(meeting, "Một", "Hai", "Ba", "Bốn")
    whole = services.merge(opinions=[one, two], content="Gộp", user=user, on=DAY)
    services.merge(opinions=[three], into=whole, user=user, on=LATER)
    assert str(whole) in refused_undo()
    last = Regrouping.objects.order_by("pk").last()
    assert last is not None
    services.undo_regrouping(regrouping=last, user=user, on=LATER)
    services.merge(opinions=[whole], into=four, user=user, on=LATER)
    assert str(whole) in refused_undo()


@pytest.mark.parametrize("on", [EVE, date(2099, 1, 1)])
def test_taking_back_has_a_possible_day(meeting: VoterMeeting, user: User, on: date) -> None:
    services.merge(opinions=said(meeting, "Một", "Hai"), content="Gộp", user=user, on=DAY)
    refused_undo(on=on)


def test_nothing_is_taken_back_twice(meeting: VoterMeeting, user: User) -> None:
    services.merge(opinions=said(meeting, "Một", "Hai"), content="Gộp", user=user, on=DAY)
    services.undo_regrouping(regrouping=Regrouping.objects.get(), user=user)
    refused_undo()


def test_what_a_merge_made_is_gone_with_it(meeting: VoterMeeting, user: User) -> None:
    one, two = said(meeting, "Một", "Hai")
    whole = services.merge(opinions=[one, two], content="Gộp", user=user, on=DAY)
    services.undo_regrouping(regrouping=Regrouping.objects.get(), user=user)
    with pytest.raises(Refused):
        services.merge(opinions=[one], into=whole, user=user, on=date(2026, 7, 1))
    status = VoterOpinion.objects.with_status().get(pk=whole.pk).status  # type: ignore[attr-defined]  # annotated
    assert status == "void"
