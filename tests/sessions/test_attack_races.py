"""Two at once: what is being approved is not taken apart meanwhile. Apart from the other attacks: it commits."""

from __future__ import annotations

from threading import Event, Thread
from typing import Any

import pytest
from django.db import connection, transaction

from core.errors import Refused
from sessions import services
from sessions.models import Vote
from tests.sessions.hall import at, close, hall


@pytest.mark.django_db(transaction=True)
def test_a_vote_is_not_voided_while_the_minutes_that_tell_it_are_being_approved(term: Any) -> None:
    room = hall(term, 10, seat_count=12)
    services.hold_plenary(meeting=room.meeting, user=None, starts_at=at(7, 30), ends_at=at(11, 30))
    room.call(8, excused=1, absent=1)
    vote = room.vote(8)
    minutes = services.draft_minutes(sitting=room.sitting, user=None)
    close(room.sitting)
    halfway = Event()

    def approve() -> None:
        with transaction.atomic():
            services.approve_minutes(minutes=minutes, user=None)
            halfway.set()
            Event().wait(0.5)
        connection.close()

    other = Thread(target=approve)
    other.start()
    assert halfway.wait(60)
    try:
        with pytest.raises(Refused):
            services.void_vote(vote=vote, user=None, reason="Ghi nhầm số phiếu của biểu quyết")
    finally:
        other.join()
    assert Vote.objects.get().voided_on is None
