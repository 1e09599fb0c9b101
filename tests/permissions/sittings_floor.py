"""Lines of the sittings floor: floor."""

from __future__ import annotations

from datetime import date, time
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from sessions import services
from tests import factories
from tests.permissions.lines import (
    INCOMPLETE,
    OK,
    ON,
    READ,
    Line,
    form,
    staff_on_record,
)

LINES: list[Line] = [
    # at the sitting
    Line("sittings:sitting_plenaries", get=READ, ids={"pk": "held_sitting"}),
    Line("sittings:plenary_detail", get=READ, ids={"pk": "voted_half_day"}),
    form("sittings:plenary_hold", staff_on_record(OK), ids={"pk": "free_half_day"}),
    Line(
        "sittings:plenary_unhold",
        get=staff_on_record(OK),
        post=staff_on_record(ON),
        ids={"pk": "free_half_day"},
    ),
    Line(
        "sittings:plenary_attend",
        get=staff_on_record(ON),
        post=staff_on_record(ON),
        ids={"pk": "voted_half_day"},
    ),
    Line(
        "sittings:plenary_unattend",
        get=staff_on_record(OK),
        post=staff_on_record(ON),
        ids={"pk": "free_half_day"},
    ),
    Line("sittings:plenary_sheet", get=READ, ids={"pk": "voted_half_day", "extension": "extension"}),
    Line(
        "sittings:presence_create",
        get=staff_on_record(ON),
        post=staff_on_record(INCOMPLETE),
        ids={"pk": "voted_half_day"},
    ),
    Line("sittings:presence_take_back", post=staff_on_record(ON), ids={"pk": "presence"}),
    Line(
        "sittings:turn_create",
        get=staff_on_record(ON),
        post=staff_on_record(INCOMPLETE),
        ids={"pk": "voted_half_day"},
    ),
    form("sittings:turn_edit", staff_on_record(OK), ids={"pk": "turn"}),
    Line("sittings:turn_move", post=staff_on_record(ON), ids={"pk": "turn", "direction": "direction"}),
    Line("sittings:turn_remove", post=staff_on_record(ON), ids={"pk": "turn"}),
    # votes
    Line("sittings:sitting_votes", get=READ, ids={"pk": "held_sitting"}),
    form("sittings:vote_create", staff_on_record(OK), ids={"pk": "held_sitting"}),
    Line("sittings:vote_detail", get=READ, ids={"pk": "vote"}),
    form("sittings:vote_void", staff_on_record(OK), ids={"pk": "vote"}),
    Line("sittings:vote_sheet", get=READ, ids={"pk": "vote", "extension": "extension"}),
    Line("sittings:vote_excerpt", get=READ, ids={"pk": "vote", "extension": "extension"}),
    Line("sittings:sitting_vote_sheet", get=READ, ids={"pk": "held_sitting", "extension": "extension"}),
    # minutes
    Line("sittings:minutes_detail", get=READ, ids={"pk": "held_sitting"}),
    Line(
        "sittings:minutes_draft",
        get=staff_on_record(OK),
        post=staff_on_record(ON),
        ids={"pk": "held_sitting"},
    ),
    form("sittings:minutes_edit", staff_on_record(OK), ids={"pk": "held_sitting"}),
    form("sittings:minutes_approve", staff_on_record(OK, leader=OK), ids={"pk": "held_sitting"}),
    form("sittings:minutes_reopen", staff_on_record(OK, leader=OK), ids={"pk": "signed_sitting"}),
    form("sittings:minutes_sign", staff_on_record(OK), ids={"pk": "held_sitting"}),
    Line("sittings:minutes_copy", get=READ, ids={"pk": "signed_sitting"}),
    Line("sittings:minutes_file", get=READ, ids={"pk": "held_sitting", "extension": "extension"}),
]


def extend(world: Any, term: Any) -> None:
    """One record of each kind."""
    _at_the_sitting(world, term)


def _at_the_sitting(world: Any, term: Any) -> None:
    """A sitting in session with a half-day on which a vote rests and a free one; another with signed minutes."""
    held, half_day = _held(term, 21, date(2021, 3, 3))
    delegate = term.seats.order_by("pk").first().delegate
    services.everybody_present(meeting=half_day, user=None)
    vote = services.record_vote(
        sitting=held,
        meeting=half_day,
        user=None,
        title="Thông qua chương trình",
        method="hands",
        majority="ordinary",
        votes_for=1,
        votes_against=0,
    )
    turn = services.add_turn(meeting=half_day, user=None, delegate=delegate)
    presence = services.leave(meeting=half_day, delegate=delegate, at=time(9), user=None)
    services.draft_minutes(sitting=held, user=None)
    free = factories.PlenaryMeetingFactory(sitting=held, part="2_afternoon", ends_at=time(17), is_held=True)
    world.ids |= {
        "held_sitting": held.pk,
        "voted_half_day": half_day.pk,
        "free_half_day": free.pk,
        "presence": presence.pk,
        "turn": turn.pk,
        "direction": "up",
        "vote": vote.pk,
        "signed_sitting": _signed(term, world.users["secretariat"]).pk,
    }


def _held(term: Any, number: int, day: date) -> tuple[Any, Any]:
    """A sitting that was opened, and its first morning."""
    sitting = factories.SittingFactory(
        council_term=term,
        number=number,
        opens_on=day,
        closes_on=day,
        state="in_session",
        opened_on=day,
        chair="Chủ tọa 01",
        secretaries="Thư ký 01",
    )
    meeting = factories.PlenaryMeetingFactory(sitting=sitting, ends_at=time(11, 30), is_held=True)
    return sitting, meeting


def _signed(term: Any, user: Any) -> Any:
    """A sitting whose minutes are signed."""
    sitting, meeting = _held(term, 22, date(2021, 5, 5))
    services.everybody_present(meeting=meeting, user=None)
    minutes = services.draft_minutes(sitting=sitting, user=user)
    type(sitting).objects.filter(pk=sitting.pk).update(state="closed", closed_on=meeting.day)
    services.approve_minutes(minutes=minutes, user=user)
    copy = SimpleUploadedFile("bien-ban.pdf", b"%PDF-1.4\n%%EOF\n")
    services.sign_minutes(minutes=minutes, user=user, on=timezone.localdate(), upload=copy)
    return sitting
