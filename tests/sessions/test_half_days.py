"""Half-days: planned from the days of the sitting, kept within them, kept while something hangs on them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, time
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils.translation import gettext as _

from councils.models import CouncilTerm
from sessions import services
from sessions.models import PlenaryMeeting, Sitting, SpeakingTurn, Vote
from tests.factories import (
    AgendaItemFactory,
    AttendanceFactory,
    PlenaryMeetingFactory,
    SittingFactory,
    seated,
)

ClientAs = Callable[..., Client]
FIRST, LAST = date(2026, 7, 14), date(2026, 7, 15)

pytestmark = pytest.mark.django_db


@pytest.fixture
def sitting(term: CouncilTerm) -> Sitting:
    made: Sitting = SittingFactory(council_term=term)
    return made


def refused(action: Callable[[], Any]) -> dict[str, list[str]]:
    with pytest.raises(ValidationError) as refusal:
        action()
    error = refusal.value
    return error.message_dict if hasattr(error, "error_dict") else {"__all__": error.messages}


def test_each_day_gets_a_morning_and_an_afternoon_where_it_has_none(sitting: Sitting) -> None:
    kept = PlenaryMeetingFactory(sitting=sitting, day=LAST, part="1_morning", starts_at=time(9, 0))
    made = services.plan_half_days(sitting=sitting, user=None)
    assert [(half.day, half.part) for half in made] == [
        (FIRST, "1_morning"),
        (FIRST, "2_afternoon"),
        (LAST, "2_afternoon"),
    ]
    kept.refresh_from_db()
    assert kept.starts_at == time(9, 0)
    assert services.plan_half_days(sitting=sitting, user=None) == []


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"day": date(2026, 7, 16)}, "day"),
        ({"day": date(2026, 7, 13)}, "day"),
        ({"part": "1_morning"}, "part"),
        ({"starts_at": time(14, 0), "ends_at": time(13, 0)}, "ends_at"),
    ],
)
def test_a_half_day_that_cannot_be_is_refused_beside_its_field(
    sitting: Sitting, changes: dict[str, Any], field: str
) -> None:
    PlenaryMeetingFactory(sitting=sitting)
    wanted = PlenaryMeetingFactory.build(sitting=sitting, **{"day": FIRST, "part": "2_afternoon", **changes})
    assert list(refused(lambda: services.save_half_day(meeting=wanted, user=None))) == [field]


def test_groups_meet_at_the_same_time_as_a_plenary_stands_in_the_plan(sitting: Sitting) -> None:
    PlenaryMeetingFactory(sitting=sitting)
    groups = PlenaryMeetingFactory.build(sitting=sitting, day=FIRST, kind="groups")
    assert services.save_half_day(meeting=groups, user=None).pk


def vote(half: PlenaryMeeting) -> None:
    Vote.objects.create(
        sitting=half.sitting,
        meeting=half,
        number=1,
        title="Chương trình",
        all_delegates=25,
        in_office=25,
        present=24,
        votes_for=24,
        votes_against=0,
        not_voting=0,
        needed=13,
        passed=True,
    )


def attend(half: PlenaryMeeting) -> None:
    AttendanceFactory(meeting=half, delegate=seated(half.sitting.council_term))


def speak(half: PlenaryMeeting) -> None:
    SpeakingTurn.objects.create(meeting=half, position=1, speaker="Giám đốc Sở Tài chính")


@pytest.mark.parametrize("record", [vote, attend, speak])
def test_a_half_day_at_which_something_was_recorded_is_neither_moved_nor_removed(
    sitting: Sitting, record: Callable[[PlenaryMeeting], None]
) -> None:
    half = PlenaryMeetingFactory(sitting=sitting)
    record(half)
    assert refused(lambda: services.remove_half_day(meeting=half, user=None))
    half.day = LAST
    assert list(refused(lambda: services.save_half_day(meeting=half, user=None, version=1))) == ["day"]
    half.refresh_from_db()
    half.chair = "Phó Chủ tịch HĐND"
    assert services.save_half_day(meeting=half, user=None, version=1).chair == "Phó Chủ tịch HĐND"


def test_a_half_day_with_agenda_items_is_moved_but_not_removed(sitting: Sitting) -> None:
    half = PlenaryMeetingFactory(sitting=sitting)
    AgendaItemFactory(sitting=sitting, meeting=half)
    (sentence,) = refused(lambda: services.remove_half_day(meeting=half, user=None))["__all__"]
    assert _("agenda items") in sentence
    half.day = LAST
    assert services.save_half_day(meeting=half, user=None, version=1).day == LAST


def test_staff_plan_add_change_and_remove_half_days_on_the_page(
    client_as: ClientAs, sitting: Sitting
) -> None:
    client = client_as("secretariat")
    client.post(reverse("sittings:plenary_plan", args=[sitting.pk]))
    assert sitting.plenary_meetings.count() == 4
    add = reverse("sittings:plenary_create", args=[sitting.pk])
    typed = {"day": "20/07/2026", "part": "3_evening", "kind": "plenary", "starts_at": "19:30", "ends_at": ""}
    outside = client.post(add, typed)
    assert outside.status_code == 422
    assert 'value="20/07/2026"' in outside.content.decode()
    assert client.post(add, {**typed, "day": "15/07/2026"}).status_code == 302
    evening = sitting.plenary_meetings.get(part="3_evening")
    change = reverse("sittings:plenary_edit", args=[evening.pk])
    changed = {**typed, "day": "15/07/2026", "starts_at": "20:00", "version": evening.version}
    assert client.post(change, changed).status_code == 302
    assert client.post(change, changed).status_code == 422  # opened on an older version
    evening.refresh_from_db()
    assert evening.starts_at == time(20, 0)
    remove = reverse("sittings:plenary_remove", args=[evening.pk])
    assert remove in client.get(sitting.get_absolute_url()).content.decode()
    client.post(remove)
    assert not sitting.plenary_meetings.filter(part="3_evening").exists()


def test_the_page_says_why_a_half_day_cannot_be_removed(client_as: ClientAs, sitting: Sitting) -> None:
    half = PlenaryMeetingFactory(sitting=sitting)
    attend(half)
    answer = client_as("secretariat").post(reverse("sittings:plenary_remove", args=[half.pk]))
    assert answer.status_code == 422
    assert _("attendance") in answer.content.decode()
    assert PlenaryMeeting.objects.filter(pk=half.pk).exists()


def test_only_the_secretariat_of_the_council_plans(client_as: ClientAs, sitting: Sitting) -> None:
    half = PlenaryMeetingFactory(sitting=sitting)
    for name, pk in (("plenary_create", sitting.pk), ("plenary_edit", half.pk), ("plenary_remove", half.pk)):
        address = reverse(f"sittings:{name}", args=[pk])
        assert client_as("leader").get(address).status_code == 403
        assert client_as("agency").get(address).status_code == 404
