"""The escalation ladder: when which rung is proposed, who climbs it, and who decided not to."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection, connections
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.translation import gettext as _

from core.errors import Refused
from core.workdays import Calendar
from councils.calendar import Clock
from followups import services
from followups.ladder import USUAL, Step, next_rung
from followups.models import Climb, FollowUp, LadderRung, RungKind
from tests.factories import AgencyFactory, follow_up

TODAY = date(2026, 11, 20)  # a Friday
pytestmark = pytest.mark.django_db
Kind = RungKind


@pytest.fixture(autouse=True)
def today() -> Iterator[None]:
    """The morning of `TODAY`."""
    with time_machine.travel(f"{TODAY}T09:00+07:00", tick=False):
        yield


@pytest.fixture
def late(agency: Any) -> FollowUp:
    """Due on Monday 16/11/2026, four working days ago."""
    return follow_up(agency, due=date(2026, 11, 16))


@pytest.fixture
def leader(user_as: Callable[..., Any]) -> Any:
    return user_as("leader")


def climbed(task: FollowUp, user: Any, **changes: Any) -> Climb:
    """The next rung of the usual ladder, climbed."""
    task.refresh_from_db()
    position = changes.pop("position", task.rung + 1)
    named = {"position": position, "kind": USUAL[position - 1].kind, "on": TODAY, "reason": "Họp giao ban"}
    return services.climb(follow_up=task, user=user, **{**named, **changes})


def up(task: FollowUp, rungs: int, on: date = TODAY) -> FollowUp:
    """A follow-up that has climbed so far."""
    for position in range(task.rung + 1, rungs + 1):
        Climb.objects.create(follow_up=task, position=position, kind=USUAL[position - 1].kind, decided_on=on)
    FollowUp.objects.filter(pk=task.pk).update(rung=rungs)
    task.refresh_from_db()
    return task


def answer(task: FollowUp, verdict: str, on: date = TODAY) -> None:
    services.reply_to(
        follow_up=task, user=None, text="Đã làm.", result_class="resolved", dated_on=on, quiet=True
    )
    if verdict:
        services.assess(
            follow_up=task, user=None, verdict=verdict, on=on, reason="Chưa rõ nguồn vốn", quiet=True
        )


def proposal(task: FollowUp, on: date = TODAY, rungs: Any = USUAL, calendar: Any = None) -> Any:
    return next_rung(task, rungs, task.climbs.all(), Clock(calendar or Calendar(), on))


# --- Arithmetic ---


@pytest.mark.parametrize(
    ("due", "since", "why"),
    [
        (date(2026, 11, 16), date(2026, 11, 19), "three working days in one week"),
        (date(2026, 11, 19), date(2026, 11, 25), "over a week-end and the Day of Culture, 24 November"),
        (date(2026, 8, 31), date(2026, 9, 7), "over the National Day, 1 and 2 September"),
        (date(2026, 2, 13), date(2026, 2, 25), "over Tết, 16 to 20 February"),
    ],
)
def test_the_reminder_letter_is_proposed_three_working_days_after_the_due_day(
    agency: Any, due: date, since: date, why: str
) -> None:
    task = follow_up(agency, on=date(2026, 1, 5), due=due)
    found = proposal(task, max(since, due + timedelta(days=1)))
    assert (found.position, found.kind, found.since) == (1, Kind.REMINDER_LETTER, since), why
    assert found.ready
    assert not proposal(task, since - timedelta(days=1)).ready


def test_each_rung_waits_its_days_after_the_rung_before(late: FollowUp) -> None:
    calendar = Calendar()
    on = TODAY
    for position, rung in enumerate(USUAL[1:], start=2):
        up(late, position - 1, on)
        found = proposal(late, on)
        assert (found.position, found.kind, found.ready) == (position, rung.kind, False)
        assert calendar.working_days_between(on, found.since) == rung.wait_days
        on = found.since
    assert proposal(up(late, 4, on), on + timedelta(days=99)) is None


def test_nothing_is_proposed_before_the_due_day_has_passed_or_when_nothing_is_owed(late: FollowUp) -> None:
    assert proposal(late, date(2026, 11, 16)) is None
    answer(late, "")
    assert proposal(late, date(2026, 12, 31)) is None


def test_more_time_lets_the_ladder_wait_for_the_new_day(late: FollowUp) -> None:
    up(late, 1, date(2026, 11, 17))
    FollowUp.objects.filter(pk=late.pk).update(due_on=date(2026, 11, 27))
    late.refresh_from_db()
    assert proposal(late, TODAY) is None
    assert proposal(late, date(2026, 11, 30)).since == date(2026, 12, 11)


def test_a_decision_not_to_climb_lets_the_rung_rest_for_its_days_again(late: FollowUp, leader: Any) -> None:
    services.decline_climb(
        follow_up=late, user=leader, position=1, kind=Kind.REMINDER_LETTER, reason="Giám đốc Sở đã hứa"
    )
    found = proposal(late)
    assert (found.position, found.since, found.ready) == (1, date(2026, 11, 26), False)
    entry = late.climbs.get()
    assert (entry.decision, entry.decided_by, entry.reason) == ("not_climbed", leader, "Giám đốc Sở đã hứa")
    assert late.rung == 0


def test_an_answer_given_back_and_a_matter_reopened_go_on_from_the_rung_they_had_reached(
    late: FollowUp, user_as: Any
) -> None:
    up(late, 2)
    answer(late, "returned")
    assert proposal(late).position == 3
    answer(late, "accepted")
    assert proposal(late) is None
    services.close(follow_up=late, user=user_as("leader"))
    services.reopen(follow_up=late, user=user_as("leader"), reason="Cầu lại hỏng")
    assert proposal(late).position == 3


def test_a_council_climbs_its_own_ladder_and_goes_back_to_the_usual_one(late: FollowUp, council: Any) -> None:
    own = [Step(Kind.REMINDER_LETTER, 1), Step(Kind.REMINDER_LETTER, 5), Step(Kind.EXPLANATION, 7)]
    services.save_ladder(council=council, rungs=own)
    services.save_ladder(council=council, rungs=own[:2])
    kept = list(LadderRung.objects.of(council))
    assert [(rung.position, rung.kind, rung.wait_days) for rung in kept] == [
        (1, "reminder_letter", 1),
        (2, "reminder_letter", 5),
    ]
    assert proposal(late, rungs=kept).since == date(2026, 11, 17)
    services.save_ladder(council=council, rungs=())
    assert not LadderRung.objects.of(council).exists()


# --- Climbing, and refusals in words ---


def test_climbing_is_recorded_with_who_when_and_why(late: FollowUp, leader: Any) -> None:
    up(late, 1)
    climbed(late, leader, reason="Nhắc tại hội nghị giao ban quý IV")
    entry = late.climbs.get(position=2)
    assert (entry.kind, entry.decided_on, entry.decided_by) == (Kind.JOINT_MEETING, TODAY, leader)
    assert entry.reason == "Nhắc tại hội nghị giao ban quý IV"
    late.refresh_from_db()
    assert late.rung == 2


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"position": 1}, "This rung has already been climbed. Reload the page to see by whom."),
        ({"position": 3}, "The rungs before it come first. Reload the page to see which is the next."),
        (
            {"kind": Kind.EXPLANATION},
            "The council's ladder has changed meanwhile. Reload the page to see the next rung.",
        ),
        ({"on": date(2026, 11, 21)}, "The day 21/11/2026 lies in the future."),
        ({"on": date(2026, 11, 16)}, "The day must come after the due day 16/11/2026."),
        ({"on": date(2026, 11, 18)}, "The last decision on this ladder was taken on 19/11/2026."),
        ({"reason": " "}, "Say what was done or proposed, in words that can be read again later."),
    ],
)
def test_a_rung_is_refused_in_words(late: FollowUp, leader: Any, changes: dict[str, Any], words: str) -> None:
    up(late, 1, date(2026, 11, 19))
    with pytest.raises(Refused) as refused:
        climbed(late, leader, **changes)
    assert refused.value.messages == [_(words) if "2026" not in words else refused.value.messages[0]]
    for part in [word for word in words.split() if "2026" in word]:
        assert part.rstrip(".") in refused.value.messages[0]
    late.refresh_from_db()
    assert (late.rung, late.climbs.count()) == (1, 1)


def test_a_letter_rung_is_climbed_by_a_letter_only(late: FollowUp, leader: Any) -> None:
    with pytest.raises(
        Refused, match=_("This rung is a reminder letter: write the letter, which climbs it.")
    ):
        climbed(late, leader)


def test_what_is_not_overdue_answered_or_settled_climbs_nothing(
    agency: Any, late: FollowUp, leader: Any
) -> None:
    early = follow_up(agency, title="Chưa đến hạn", due=TODAY)
    with pytest.raises(
        Refused, match=_("It is not overdue: nothing is climbed before the due day has passed.")
    ):
        climbed(early, leader, position=2)
    answer(late, "")
    with pytest.raises(Refused, match=_("An answer waits for a judgement: assess it before anything else.")):
        climbed(late, leader, position=2)
    services.assess(follow_up=late, user=None, verdict="accepted", on=TODAY, quiet=True)
    with pytest.raises(Refused, match=_("The matter is settled: its ladder has stopped.")):
        services.decline_climb(
            follow_up=late, user=leader, position=1, kind=Kind.REMINDER_LETTER, reason="Không cần"
        )


def test_not_climbing_needs_its_reason(late: FollowUp, leader: Any) -> None:
    with pytest.raises(Refused) as refused:
        services.decline_climb(follow_up=late, user=leader, position=1, kind=Kind.REMINDER_LETTER, reason=" ")
    assert refused.value.message_dict == {"reason": [_("Say why the next rung is not climbed.")]}


@pytest.mark.django_db(transaction=True)
def test_of_two_people_who_climb_at_once_one_climbs_and_the_other_is_told(
    late: FollowUp, user_as: Any
) -> None:
    up(late, 1)

    def go(user: Any) -> str:
        try:
            climbed(FollowUp.objects.get(pk=late.pk), user, position=2)
        except Refused as refusal:
            return " ".join(refusal.messages)
        finally:
            connections[connection.alias].close()
        return "climbed"

    with ThreadPoolExecutor(2) as pool:
        found = sorted(pool.map(go, [user_as("leader"), user_as("secretariat")]))
    assert sorted(found) == sorted(
        ["climbed", _("This rung has already been climbed. Reload the page to see by whom.")]
    )
    late.refresh_from_db()
    assert (late.rung, late.climbs.filter(position=2).count()) == (2, 1)


# --- Questioning topics ---


def test_an_answer_not_accepted_becomes_a_questioning_topic_until_it_is_settled(
    late: FollowUp, leader: Any
) -> None:
    answer(late, "returned")
    services.propose_topic(follow_up=late, user=leader, reason="Trách nhiệm của Sở trong việc chậm sửa cầu")
    assert list(FollowUp.objects.for_questioning()) == [late]
    late.refresh_from_db()
    assert (late.rung, late.climbs.get().position) == (0, 0)
    answer(late, "accepted")
    assert not FollowUp.objects.for_questioning().exists()


def test_a_topic_proposed_when_questioning_is_the_next_rung_climbs_it(late: FollowUp, leader: Any) -> None:
    up(late, 2)
    answer(late, "returned")
    services.propose_topic(follow_up=late, user=leader, reason="Chậm sửa cầu")
    late.refresh_from_db()
    assert (late.rung, late.climbs.get(kind=Kind.QUESTIONING).position) == (3, 3)
    assert proposal(late).kind == Kind.RE_SUPERVISION


def test_a_matter_on_the_questioning_rung_is_a_topic(agency: Any, late: FollowUp, leader: Any) -> None:
    up(follow_up(agency, title="Mới họp giao ban", due=date(2026, 11, 16)), 2)
    up(late, 2)
    climbed(late, leader, reason="Đề nghị chất vấn Giám đốc Sở")
    assert list(FollowUp.objects.for_questioning()) == [late]


def test_a_topic_out_of_turn_needs_an_answer_given_back_and_is_proposed_once(
    late: FollowUp, leader: Any
) -> None:
    never = _("Only a matter whose answer was not accepted, and not given anew, is proposed out of turn.")
    with pytest.raises(Refused, match=never):
        services.propose_topic(follow_up=late, user=leader, reason="Chậm trả lời")
    answer(late, "returned")
    services.propose_topic(follow_up=late, user=leader, reason="Chậm trả lời")
    with pytest.raises(Refused, match=_("It has already been proposed as a questioning topic.")):
        services.propose_topic(follow_up=late, user=leader, reason="Chậm trả lời")
    answer(late, "")
    with pytest.raises(Refused, match=never):
        services.propose_topic(follow_up=late, user=leader, reason="Chậm trả lời")


# --- Pages ---


def page_of(task: FollowUp, client: Any) -> str:
    content: str = client.get(task.get_absolute_url()).content.decode()
    return content.split("<main", 1)[1]


def address(name: str, task: FollowUp) -> str:
    return reverse(f"followups:{name}", args=[task.pk])


def test_the_page_shows_the_ladder_and_proposes_the_next_rung_to_those_who_decide(
    late: FollowUp, client_as: Any
) -> None:
    decline = address("climb_decline", late)
    for role, decides in (("secretariat", True), ("leader", True), ("delegate", False), ("auditor", False)):
        page = page_of(late, client_as(role))
        assert _("Re-supervision") in page
        assert _("proposed since then") in page
        assert "19/11/2026" in page
        assert (decline in page) is decides


def test_the_agency_reads_nothing_of_what_the_council_decides_for_itself(
    late: FollowUp, client_as: Any, leader: Any, user_as: Any
) -> None:
    services.decline_climb(
        follow_up=late, user=leader, position=1, kind=Kind.REMINDER_LETTER, reason="Chờ họp nội bộ"
    )
    up(late, 2)
    inside, outside = page_of(late, client_as("delegate")), page_of(late, client_as("agency"))
    for words in ("Chờ họp nội bộ", _("Escalation ladder"), _("Reminder in a joint meeting")):
        assert words in inside
        assert words not in outside


def test_from_the_third_fruitless_transfer_on_an_inspection_may_be_proposed(
    late: FollowUp, client_as: Any
) -> None:
    hint = "An inspection of official duty may be proposed"
    for count, hinted in ((2, False), (3, True)):
        FollowUp.objects.filter(pk=late.pk).update(fruitless=count)
        client = client_as("leader")
        client.cookies["django_language"] = "en"
        panel = client.get(late.get_absolute_url()).context["ladder"]
        assert panel.inspection is hinted, hint


def test_a_rung_is_climbed_on_its_page_and_the_remark_survives_a_wrong_day(
    late: FollowUp, client_as: Any
) -> None:
    up(late, 1)
    client = client_as("leader")
    form = client.get(address("climb_create", late)).context["form"]
    assert form.fields["on"].label == _("Day of the meeting")
    typed = {"position": "2", "kind": "joint_meeting", "on": "21/11/2026", "reason": "Giao ban tháng 11"}
    refused = client.post(address("climb_create", late), typed)
    assert refused.status_code == 422
    assert list(refused.context["form"].errors) == ["on"]
    assert "Giao ban tháng 11" in refused.content.decode()
    done = client.post(address("climb_create", late), {**typed, "on": "20/11/2026"})
    assert done.status_code == 302
    assert late.climbs.get(position=2).decided_by == client.user


def test_where_the_next_rung_is_a_letter_the_page_leads_to_the_letter(late: FollowUp, client_as: Any) -> None:
    response = client_as("secretariat").get(address("climb_create", late))
    assert response.url == f"/follow-ups/letters/new/?council={late.council_id}&follow_up={late.pk}"


def test_only_those_who_decide_climb(late: FollowUp, client_as: Any) -> None:
    up(late, 1)
    for role in ("delegate", "committee", "auditor", "agency"):
        client = client_as(role)
        for name in ("climb_create", "climb_decline"):
            assert client.get(address(name, late)).status_code == 403


def test_who_judges_an_answer_may_propose_the_topic(late: FollowUp, client_as: Any) -> None:
    answer(late, "returned")
    for role in ("committee", "auditor", "agency"):
        client = client_as(role)
        assert client.get(address("climb_topic", late)).status_code == 403
        assert address("climb_topic", late) not in page_of(late, client)
    delegate = client_as("delegate")
    assert address("climb_topic", late) in page_of(late, delegate)
    assert f'"{address("climb_create", late)}"' not in page_of(late, delegate)
    delegate.post(address("climb_topic", late), {"on": "20/11/2026", "reason": "Chậm sửa cầu"})
    assert late.climbs.get().kind == Kind.QUESTIONING


def test_a_topic_is_offered_after_an_answer_was_given_back(late: FollowUp, client_as: Any) -> None:
    client = client_as("leader")
    assert address("climb_topic", late) not in page_of(late, client)
    answer(late, "returned")
    assert address("climb_topic", late) in page_of(late, client)
    client.post(address("climb_topic", late), {"on": "20/11/2026", "reason": "Chậm sửa cầu"})
    assert late.climbs.get().kind == Kind.QUESTIONING
    assert address("climb_topic", late) not in page_of(late, client)


def lines(*rungs: tuple[Any, str, Any], **more: Any) -> dict[str, Any]:
    data: dict[str, Any] = {"rung-TOTAL_FORMS": len(rungs), "rung-INITIAL_FORMS": 0, **more}
    for place, (order, kind, days) in enumerate(rungs):
        data |= {
            f"rung-{place}-order": order,
            f"rung-{place}-kind": kind,
            f"rung-{place}-wait_days": days,
        }
    return data


def test_the_ladder_is_put_in_another_order_by_numbers_and_lines_are_removed(
    council: Any, client_as: Any
) -> None:
    client, page = client_as("leader"), reverse("followups:ladder_edit")
    assert client.get(page).status_code == 200
    data = lines(
        (10, "reminder_letter", 3), (20, "joint_meeting", 10), (15, "reminder_letter", 5), ("", "", "")
    )
    response = client.post(page, {**data, "rung-1-remove": "on"})
    assert response.status_code == 302, response.context["formset"].errors
    kept = LadderRung.objects.of(council).values_list("position", "kind", "wait_days")
    assert list(kept) == [(1, "reminder_letter", 3), (2, "reminder_letter", 5)]
    assert client.post(page, {"reset": "1"}).status_code == 302
    assert not LadderRung.objects.of(council).exists()


@pytest.mark.parametrize(
    "data",
    [
        lines(("", "", "")),
        lines((10, "reminder_letter", -1)),
        lines((10, "", 4)),
        lines(("", "explanation", 4)),
        lines(*[(place, "explanation", 1) for place in range(1, 15)]),
    ],
    ids=["empty", "negative", "no kind", "no order", "too many"],
)
def test_a_ladder_that_makes_no_sense_is_not_kept(council: Any, client_as: Any, data: dict[str, Any]) -> None:
    client = client_as("administrator")
    assert client.post(reverse("followups:ladder_edit"), data).status_code == 422
    assert not LadderRung.objects.of(council).exists()


def test_the_ladder_is_kept_by_those_who_decide_and_the_administrator(client_as: Any) -> None:
    page = reverse("followups:ladder_edit")
    statuses = {
        role: client_as(role).get(page).status_code for role in ("administrator", "delegate", "agency")
    }
    assert statuses == {"administrator": 200, "delegate": 403, "agency": 403}


@pytest.mark.parametrize(("count", "queries"), [(0, 0), (1, 1), (3, 1)])
def test_the_ladder_adds_one_query_to_the_page_once_something_was_decided(
    late: FollowUp, client_as: Any, count: int, queries: int
) -> None:
    up(late, count)
    services.save_ladder(council=late.council, rungs=USUAL)
    client = client_as("leader")
    with CaptureQueriesContext(connection) as found:
        page = client.get(late.get_absolute_url())
    tables = ('FROM "followups_climb"', 'FROM "followups_ladderrung"')
    sql = [
        query["sql"] for query in found.captured_queries if 'FROM "followups_followup"' not in query["sql"]
    ]
    assert sum(any(table in one for table in tables) for one in sql) == queries
    assert page.context["ladder"].is_own
    assert len(page.context["ladder"].steps) == len(USUAL)


def test_people_of_another_council_find_nothing(late: FollowUp, client_as: Any, other_council: Any) -> None:
    stranger = client_as("leader", council=other_council)
    for name in ("climb_create", "climb_decline", "climb_topic"):
        assert stranger.get(address(name, late)).status_code == 404
    neighbour = client_as("agency", agency=AgencyFactory(council=late.council))
    assert neighbour.get(address("climb_create", late)).status_code == 404
