"""An ended council's matters move to its successor, at once, by law, and stay counted on both sides."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from core.errors import Refused
from councils.models import Council, CouncilSuccession
from followups import services
from followups.models import FollowUp, HandOver, Notice
from followups.notices.recipients import Owner
from followups.services import succession
from reports.figures import FigureQuery, figure
from reports.figures.query import Scope
from tests.factories import (
    AgencyFactory,
    CommitteeFactory,
    CouncilFactory,
    CouncilTermFactory,
    MeetingFactory,
    OpinionFactory,
    follow_up,
)
from voters.models import VoterOpinion

ENDED, AFTER = date(2026, 6, 30), date(2026, 7, 1)
LIST = "/follow-ups/successions/"


@pytest.fixture
def old(db: None) -> Council:
    """A district that ended on 30/06/2026."""
    made: Council = CouncilTermFactory(council__level="district", council__valid_to=ENDED).council
    return made


@pytest.fixture
def works(old: Council) -> Any:
    """The old council's agency that owed most."""
    return AgencyFactory(council=old, name="Phòng Kinh tế và Hạ tầng")


@pytest.fixture
def heir(council: Council, old: Council) -> CouncilSuccession:
    """The tests' commune as one of the successors."""
    made: CouncilSuccession = CouncilSuccession.objects.create(
        predecessor=old, successor=council, kind="partial_transfer", effective_on=AFTER
    )
    return made


def page(old: Council) -> str:
    return reverse("followups:succession_move", args=[old.pk])


def move(old: Council, council: Council, choices: dict[Any, Any], **extra: Any) -> int:
    return services.move_to_successor(
        predecessor=old,
        successor=council,
        choices={Owner("agency", giver.pk): taker for giver, taker in choices.items()},
        **{"user": None, "on": AFTER, **extra},
    )


def answered(task: FollowUp) -> FollowUp:
    services.reply_to(
        follow_up=task, user=None, text="Đã xong", result_class="resolved", dated_on=date(2026, 6, 20)
    )
    return task


# --- Moving ---


def test_what_is_unsettled_moves_with_its_state_and_its_due_day(
    heir: Any, old: Council, works: Any, agency: Any, council: Council
) -> None:
    owed, judged = follow_up(works, title="Còn nợ"), follow_up(works, title="Đã trả lời")
    done, gone = follow_up(works, title="Đã xong"), follow_up(works, title="Đã rút")
    for task in (judged, done):
        answered(task)
    services.assess(follow_up=done, user=None, verdict="accepted", on=date(2026, 6, 25))
    services.withdraw(follow_up=gone, user=None, reason="Trùng", on=ENDED)
    assert move(old, council, {works: agency}) == 2
    for task, state in ((owed, "issued"), (judged, "answered")):
        found = FollowUp.objects.get(pk=task.pk)
        assert (found.council, found.agency, found.raised_by) == (council, agency, old)
        assert (found.state, found.due_on, found.fruitless) == (state, task.due_on, 0)
        assert found.accountable == f"Người đứng đầu {agency.name}"
        step = found.moves.order_by("-pk")[:1].get()
        assert (step.from_state, step.to_state, step.effective_on) == (state, state, AFTER)
        assert all(str(body) in step.note for body in (works, agency, old, council))
        hand_over = found.hand_overs.get()
        assert (hand_over.kind, hand_over.decision, hand_over.decided_on) == ("successor", "accepted", AFTER)
        assert (hand_over.from_council, hand_over.from_owner) == (old, works.name)
        assert (hand_over.to_council, hand_over.to_agency) == (council, agency)
    assert set(FollowUp.objects.of(old)) == {done, gone}


def test_the_successor_judges_an_answer_that_nobody_had_judged(
    heir: Any, old: Council, works: Any, agency: Any, council: Council, client_as: Any
) -> None:
    task = answered(follow_up(works))
    move(old, council, {works: agency})
    data = {"verdict": "accepted", "on": f"{timezone.localdate():%d/%m/%Y}", "result_class": "resolved"}
    client = client_as("leader")
    assert client.post(reverse("followups:followup_assess", args=[task.pk]), data).status_code == 302
    assert FollowUp.objects.get(pk=task.pk).state == "accepted"


def test_moving_twice_moves_nothing_twice_and_leaves_what_was_not_chosen(
    heir: Any, old: Council, works: Any, agency: Any, council: Council
) -> None:
    other = AgencyFactory(council=old)
    follow_up(works)
    stays = follow_up(other)
    assert move(old, council, {works: agency}) == 1
    assert move(old, council, {works: agency}) == 0
    assert HandOver.objects.count() == 1
    assert FollowUp.objects.of(old).get() == stays


def test_each_old_body_goes_to_the_agency_chosen_for_it_whatever_kind_of_body_it_was(
    heir: Any, old: Council, works: Any, agency: Any, council: Council
) -> None:
    committee = CommitteeFactory(council=old)
    first, second = follow_up(works, title="Một"), follow_up(works, title="Hai")
    FollowUp.objects.filter(pk=second.pk).update(agency=None, committee=committee)
    office = AgencyFactory(council=council, name="Văn phòng")
    choices = {Owner("agency", works.pk): agency, Owner("committee", committee.pk): office}
    moved = services.move_to_successor(
        predecessor=old, successor=council, choices=choices, user=None, on=AFTER
    )
    assert moved == 2
    assert FollowUp.objects.get(pk=first.pk).agency == agency
    found = FollowUp.objects.get(search__contains="van phong")
    assert (found.pk, found.agency, found.committee) == (second.pk, office, None)
    assert HandOver.objects.get(follow_up=second).from_owner == committee.name


def test_a_commune_takes_over_only_what_concerns_its_own_localities(
    heir: Any, old: Council, works: Any, agency: Any, council: Council
) -> None:
    near, far = (follow_up(works, locality=place) for place in ("Thôn Nậm Phảng", "Thôn Khe Bá"))
    places = services.localities_of(old)
    assert places == ["Thôn Khe Bá", "Thôn Nậm Phảng"]
    wanted = services.localities_like(places, "nam PHANG")
    assert [row.count for row in services.standing_of(old, wanted)] == [1]
    assert move(old, council, {works: agency}, localities=wanted) == 1
    assert FollowUp.objects.get(pk=near.pk).council == council
    assert FollowUp.objects.get(pk=far.pk).council == old


def test_a_request_to_take_it_over_ends_with_the_move(
    heir: Any, old: Council, works: Any, agency: Any, council: Council
) -> None:
    task = follow_up(works)
    other = AgencyFactory(council=old)
    asked = services.hand_on(follow_up=task, user=None, to=other, reason="Nhầm", on=date(2026, 6, 20))
    move(old, council, {works: agency})
    asked.refresh_from_db()
    assert asked.decision == "back"
    with pytest.raises(Refused):
        services.accept_hand_over(hand_over=asked, user=None, accountable="Trưởng phòng")


@pytest.mark.parametrize("case", ["stranger", "living", "before", "future", "foreign agency", "ended agency"])
def test_only_a_named_successor_takes_over_and_only_with_agencies_of_its_own(
    heir: Any, old: Council, works: Any, agency: Any, council: Council, other_council: Council, case: str
) -> None:
    follow_up(works)
    taker, receiver, day = agency, council, AFTER
    if case == "stranger":
        receiver, taker = other_council, AgencyFactory(council=other_council)
    elif case == "living":
        Council.objects.filter(pk=old.pk).update(valid_to=None)
    elif case == "before":
        day = ENDED
    elif case == "future":
        day = timezone.localdate() + timedelta(days=1)
    elif case == "foreign agency":
        taker = AgencyFactory(council=other_council)
    else:
        taker = AgencyFactory(council=council, valid_to=ENDED)
    with pytest.raises(Refused):
        move(old, receiver, {works: taker}, on=day)
    assert FollowUp.objects.of(old).count() == 1


def test_the_new_agency_s_users_are_told_once_for_each_matter(
    heir: Any, old: Council, works: Any, agency: Any, council: Council, user_as: Any
) -> None:
    reader = user_as("agency")
    for number in range(2):
        follow_up(works, title=f"Việc {number}")
    move(old, council, {works: agency}, user=user_as("secretariat"))
    assert list(Notice.objects.values_list("recipient", "kind")) == [(reader.pk, "handed_on_decided")] * 2


@pytest.mark.parametrize("count", [0, 1, 3])
def test_moving_costs_the_same_however_many_move(
    heir: Any,
    old: Council,
    works: Any,
    agency: Any,
    council: Council,
    django_assert_num_queries: Any,
    count: int,
) -> None:
    for number in range(count):
        follow_up(works, title=f"Việc {number}")
    with django_assert_num_queries(11 if count else 5):
        assert move(old, council, {works: agency}) == count


def test_thousands_move_in_batches(
    heir: Any, old: Council, works: Any, agency: Any, council: Council, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(succession, "BATCH", 2)
    for number in range(5):
        follow_up(works, title=f"Việc {number}")
    assert move(old, council, {works: agency}) == 5
    assert HandOver.objects.count() == 5
    assert {task.moves.count() for task in FollowUp.objects.of(council)} == {2}


# --- Counted on both sides ---


def test_what_moved_is_counted_on_both_sides_as_of_a_day_and_through_a_second_move(
    heir: Any, old: Council, works: Any, agency: Any, council: Council
) -> None:
    task = follow_up(works)
    follow_up(agency, title="Việc của chính xã")
    move(old, council, {works: agency})
    for day, count in ((ENDED, 0), (AFTER, 1)):
        assert FollowUp.objects.moved_from(old, day).count() == count
        assert FollowUp.objects.taken_over_by(council, day).count() == count
    assert not FollowUp.objects.taken_over_by(old, AFTER).exists()
    last = CouncilFactory()
    CouncilSuccession.objects.create(predecessor=council, successor=last, kind="merge", effective_on=AFTER)
    assert move(council, last, {agency: AgencyFactory(council=last)}) == 2
    for gave, took in ((old, council), (council, last)):
        assert task in FollowUp.objects.moved_from(gave, AFTER)
        assert task in FollowUp.objects.taken_over_by(took, AFTER)
    assert FollowUp.objects.get(pk=task.pk).raised_by == old


def test_an_ended_council_s_figures_go_on_counting_what_moved(
    heir: Any, old: Council, works: Any, agency: Any, council: Council
) -> None:
    task = answered(follow_up(works))
    opinion = OpinionFactory(meeting=MeetingFactory(round__council_term=old.terms.get()))
    VoterOpinion.objects.filter(pk=opinion.pk).update(follow_up=task)
    first, last = date(2026, 1, 1), date(2026, 7, 2)

    def counted(of: Council) -> list[Any]:
        question = FigureQuery(of, Scope.OWN, first, last, last)
        return [figure(code, question).value for code in ("O01", "O05")]

    assert (counted(old), counted(council)) == ([1, 0], [0, 0])
    move(old, council, {works: agency})
    services.assess(follow_up=task, user=None, verdict="accepted", on=last)
    assert (counted(old), counted(council)) == ([1, 1], [0, 0])


def test_both_councils_read_it_and_only_the_successor_acts(
    heir: Any, old: Council, works: Any, agency: Any, council: Council, client_as: Any
) -> None:
    task = follow_up(works)
    before, after = client_as("secretariat", council=old), client_as("secretariat")
    giver, taker = client_as("agency", council=old, agency=works), client_as("agency")
    address = task.get_absolute_url()
    assert [client.get(address).status_code for client in (before, after, giver, taker)] == [
        200,
        404,
        200,
        404,
    ]
    move(old, council, {works: agency})
    assert [client.get(address).status_code for client in (before, after, giver, taker)] == [
        200,
        200,
        404,
        200,
    ]
    assert before.get(address).context["actions"] == []
    assert after.get(address).context["actions"]
    shown = after.get(address)
    assert str(old) in shown.content.decode()
    titles = [str(event.title) for event in shown.context["events"]]
    assert len(titles) == 2
    assert agency.name in titles[0]


# --- Pages ---


def test_the_list_names_the_ended_councils_with_what_stands_there_and_what_moved(
    heir: Any, old: Council, works: Any, agency: Any, council: Council, client_as: Any
) -> None:
    for number in range(3):
        follow_up(works, title=f"Việc {number}", locality=f"Thôn {number}")
    move(old, council, {works: agency}, localities=["Thôn 0"])
    row = client_as("leader").get(LIST).context["rows"][0]
    assert (row.predecessor, row.standing, row.to_us, row.in_all) == (old, 2, 1, 1)


def test_a_council_that_lives_on_is_not_in_the_list(heir: Any, old: Council, client_as: Any) -> None:
    Council.objects.filter(pk=old.pk).update(valid_to=None)
    client = client_as("leader")
    assert client.get(LIST).context["rows"] == []
    assert client.get(page(old)).status_code == 404


def test_choices_are_counted_first_then_moved(
    heir: Any, old: Council, works: Any, agency: Any, council: Council, client_as: Any
) -> None:
    for place in ("Thôn Nậm Phảng", "Thôn Nậm Phảng", "Thôn Khe Bá"):
        follow_up(works, locality=place)
    client, menu = client_as("secretariat"), f"agency-{works.pk}"
    today = f"{timezone.localdate():%d/%m/%Y}"
    shown = client.get(page(old), {"locality": "nậm phảng"})
    assert [(row.name, row.count, row.oldest) for row, _field in shown.context["rows"]] == [
        (works.name, 2, date(2026, 7, 15))
    ]
    data = {"locality": "nậm phảng", menu: str(agency.pk), "on": today}
    asked = client.get(page(old), {**data, "check": "1"})
    assert asked.context["total"] == 2
    assert not HandOver.objects.exists()
    assert client.post(page(old), data).status_code == 302
    assert FollowUp.objects.of(council).count() == 2
    tiles = {tile.label: tile.value_text for tile in client.get(page(old)).context["tiles"]}
    assert list(tiles.values()) == ["1", "2", "2"]


@pytest.mark.parametrize("method", ["get", "post"])
def test_nothing_chosen_and_an_impossible_day_are_said_and_nothing_moves(
    heir: Any, old: Council, works: Any, agency: Any, client_as: Any, method: str
) -> None:
    follow_up(works)
    client = client_as("secretariat")
    send: Any = getattr(client, method)
    nothing = send(page(old), {"check": "1", "on": "01/07/2026"})
    assert nothing.status_code == 422
    data = {"check": "1", f"agency-{works.pk}": str(agency.pk)}
    assert send(page(old), {**data, "on": "99/07/2026"}).status_code == 422
    early = client.post(page(old), {**data, "on": "30/06/2026"})
    assert early.status_code == 422
    assert not HandOver.objects.exists()


def test_an_agency_of_another_council_is_no_choice(
    heir: Any, old: Council, works: Any, other_council: Council, client_as: Any
) -> None:
    follow_up(works)
    foreign = AgencyFactory(council=other_council)
    data = {f"agency-{works.pk}": str(foreign.pk), "on": "01/07/2026"}
    response = client_as("secretariat").post(page(old), data)
    assert list(response.context["form"].errors) == [f"agency-{works.pk}", "__all__"]


def test_strangers_find_nothing_and_others_of_the_council_may_not(
    heir: Any, old: Council, works: Any, client_as: Any, other_council: Council
) -> None:
    assert client_as("secretariat", council=other_council).get(page(old)).status_code == 404
    assert client_as("leader", council=other_council).get(LIST).context["rows"] == []
    for role in ("committee", "delegate", "agency", "auditor", "administrator"):
        assert client_as(role).get(page(old)).status_code == 403


def test_empty_pages_say_what_is_missing(heir: Any, old: Council, works: Any, client_as: Any) -> None:
    client = client_as("secretariat", council=CouncilFactory())
    assert _("This council succeeds no other") in client.get(LIST).content.decode()
    ours = client_as("secretariat")
    assert _("Nothing unsettled stands there any more") in ours.get(page(old)).content.decode()
    follow_up(works, locality="Thôn Nậm Phảng")
    shown = ours.get(page(old), {"locality": "không có"}).content.decode()
    assert _("Nothing unsettled concerns this locality") in shown


@pytest.mark.parametrize("count", [0, 1, 3])
def test_both_pages_cost_the_same_for_no_row_for_one_and_for_three(
    council: Council, agency: Any, client_as: Any, django_assert_num_queries: Any, count: int
) -> None:
    client = client_as("secretariat")
    gone = [CouncilFactory(valid_to=ENDED) for _number in range(max(count, 1))]
    for predecessor in gone:
        CouncilSuccession.objects.create(
            predecessor=predecessor, successor=council, kind="merge", effective_on=AFTER
        )
    for number in range(count):
        follow_up(AgencyFactory(council=gone[0]), title=f"Việc {number}")
    client.get(LIST)
    with django_assert_num_queries(7):
        assert len(client.get(LIST).context["rows"]) == len(gone)
    with django_assert_num_queries(11 if count else 10):
        assert len(client.get(page(gone[0])).context["rows"]) == count
