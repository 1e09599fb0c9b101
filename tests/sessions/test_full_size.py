"""A sitting of a large council, 85 delegates and 60 papers, asks the database as often as one of three and three."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from councils.models import CouncilTerm
from sessions import services
from sessions.models import Paper, PlenaryMeeting, Sitting
from sessions.services import Call
from tests.factories import (
    AgencyFactory,
    AgendaItemFactory,
    GroupFactory,
    PaperFactory,
    PlenaryMeetingFactory,
    SeatFactory,
)
from tests.sessions.convening_world import account_of, ahead, convened, today
from tests.sessions.hall import at
from tests.sessions.paper_world import committee_of

pytestmark = pytest.mark.django_db
SMALL, LARGE = (3, 3), (85, 60)
ROLES = ("secretariat", "leader", "delegate", "auditor")


class World:
    """A sitting that opened today, with delegates of two groups who registered and were called, and with papers."""

    def __init__(self, term: CouncilTerm) -> None:
        self.sitting: Sitting = ahead(term, days=0, number=5)
        self.groups = [GroupFactory(council_term=term, number=number) for number in (1, 2)]
        self.owners = [AgencyFactory(council=term.council) for _each in range(2)]
        self.committee = committee_of(self.sitting)
        self.meeting: PlenaryMeeting = PlenaryMeetingFactory(
            sitting=self.sitting, day=today(), starts_at=at(7, 30), ends_at=at(11, 30)
        )
        self.delegates: list[Any] = []
        self.papers: list[Paper] = []

    def grow(self, delegates: int, papers: int, user: Any) -> None:
        """So many delegates and papers in all; every new one as complete as the first."""
        for place in range(len(self.delegates), delegates):
            seat = SeatFactory(council_term=self.sitting.council_term, group=self.groups[place % 2])
            account_of(seat.delegate)
            self.delegates.append(seat.delegate)
        for place in range(len(self.papers), papers):
            paper = PaperFactory(
                sitting=self.sitting,
                number=place + 1,
                owner_agency=self.owners[place % 2],
                committee=self.committee,
                state="sent_to_delegates",
                received_on=today(),
            )
            item = AgendaItemFactory(sitting=self.sitting, meeting=self.meeting, title=paper.title)
            item.papers.add(paper)
            self.papers.append(paper)
        self.call(user)

    def call(self, user: Any) -> None:
        """Convened, registered and called."""
        Sitting.objects.filter(pk=self.sitting.pk).update(state="planned", opened_on=None)
        self.sitting.refresh_from_db()
        self.sitting.invitations.all().delete()
        convened(self.sitting, user, quiet=True, accepted_because="Bổ sung sau")
        for place, invitation in enumerate(self.sitting.invitations.all()):
            answer, reason = ("excused", "Đi công tác") if place % 3 == 2 else ("present", "")
            services.register(invitation=invitation, answer=answer, reason=reason, user=user)
        Sitting.objects.filter(pk=self.sitting.pk).update(state="in_session", opened_on=today())
        rows = {
            one.pk: Call("excused", "Ốm") if place % 3 == 2 else Call("present")
            for place, one in enumerate(self.delegates)
        }
        services.take_attendance(meeting=self.meeting, user=user, rows=rows)


def pages(world: World) -> dict[str, str]:
    """The pages that grow with delegates or papers."""
    of_sitting = (
        "sitting_delegates",
        "sitting_papers",
        "sitting_agenda",
        "sitting_reading",
        "sitting_plenaries",
    )
    found = {name: reverse(f"sittings:{name}", args=[world.sitting.pk]) for name in of_sitting}
    return found | {"roll": world.meeting.get_absolute_url()}


def asked(client: Client, urls: dict[str, str]) -> dict[str, int]:
    """How often each page asks the database, once what a process reads only once has been read."""
    counts = {}
    for name, url in urls.items():
        assert client.get(url).status_code == 200
        with CaptureQueriesContext(connection) as queries:
            client.get(url)
        counts[name] = len(queries)
    return counts


def test_pages_ask_as_often_for_a_full_council_as_for_three(
    term: CouncilTerm, client_as: Callable[..., Client], user_as: Callable[..., Any]
) -> None:
    world, staff = World(term), user_as("secretariat")
    world.grow(*SMALL, staff)
    holds = {"delegate": {"delegate": world.delegates[0]}}
    readers = {role: client_as(role, **holds.get(role, {})) for role in ROLES}
    small = {role: asked(client, pages(world)) for role, client in readers.items()}
    world.grow(*LARGE, staff)
    for role, client in readers.items():
        assert asked(client, pages(world)) == small[role], role
        assert max(small[role].values()) <= 20
    shown = {name: readers["auditor"].get(url).content.decode() for name, url in pages(world).items()}
    for name in ("sitting_delegates", "roll"):
        assert world.delegates[-1].full_name in shown[name]
    for name in ("sitting_agenda", "sitting_reading"):
        assert world.papers[-1].title in shown[name]
