"""One page leads to the next: who is asked for something finds the page where it is done; records name each other."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.html import escape
from django.utils.translation import gettext as _

from core.display import day
from councils.models import Agency, CouncilTerm
from followups.models import FollowUp
from sessions import services
from sessions.models import Paper, Sitting
from sessions.views.common import TABS
from tests.factories import PaperFactory, PlenaryMeetingFactory, ResolutionFactory
from tests.sessions.convening_world import account_of, ahead, convened, delegates, today
from tests.sessions.hall import hall

pytestmark = pytest.mark.django_db
ClientAs = Callable[..., Client]


@pytest.fixture
def sitting(term: CouncilTerm) -> Sitting:
    return ahead(term)


def url(name: str, *args: Any) -> str:
    return reverse(f"sittings:{name}", args=args)


def href(address: str) -> str:
    return f'href="{address}"'


def seen(client: Client, address: str) -> str:
    return client.get(address).content.decode()


def browser(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


# --- Answering where the answer belongs ---


@pytest.fixture
def asked(sitting: Sitting, agency: Agency) -> Paper:
    """A paper that the agency was asked for."""
    paper: Paper = PaperFactory(sitting=sitting, owner_agency=agency, due_on=sitting.opens_on)
    services.ask_owners(sitting=sitting, user=None, on=today())
    paper.refresh_from_db()
    return paper


@pytest.mark.parametrize("place", ["desk", "mine", "follow-up"])
def test_the_owner_of_a_paper_is_led_to_hand_it_in(client_as: ClientAs, asked: Paper, place: str) -> None:
    assert asked.follow_up
    places = {
        "desk": "/",
        "mine": reverse("followups:followup_mine"),
        "follow-up": asked.follow_up.get_absolute_url(),
    }
    page = seen(client_as("agency"), places[place])
    assert href(url("paper_receive", asked.pk)) in page
    assert href(reverse("followups:reply_create", args=[asked.follow_up.pk])) not in page


def test_the_secretariat_is_not_asked_to_hand_a_paper_in(client_as: ClientAs, asked: Paper) -> None:
    assert asked.follow_up
    page = seen(client_as("secretariat"), asked.follow_up.get_absolute_url())
    assert href(asked.get_absolute_url()) in page
    assert href(url("paper_receive", asked.pk)) not in page


def test_a_delegate_who_is_called_is_led_to_the_registration(
    client_as: ClientAs, term: CouncilTerm, sitting: Sitting
) -> None:
    one, *_others = delegates(term)
    convened(sitting, client_as("leader").user)  # type: ignore[attr-defined]  # put there by the fixture
    client, to_register = browser(account_of(one)), href(url("registration_edit", sitting.pk))
    follow_up = FollowUp.objects.get(delegate=one)
    for address in ("/", follow_up.get_absolute_url(), sitting.get_absolute_url()):
        assert to_register in seen(client, address)
    assert href(reverse("followups:reply_create", args=[follow_up.pk])) not in seen(
        client, follow_up.get_absolute_url()
    )


def test_the_page_of_a_sitting_offers_registration_until_the_opening_and_the_papers_after_it(
    client_as: ClientAs, term: CouncilTerm
) -> None:
    one, *_others = delegates(term)
    sitting, staff = ahead(term, days=0), client_as("secretariat").user  # type: ignore[attr-defined]  # see above
    client, reading = browser(account_of(one)), href(url("sitting_reading", sitting.pk))
    assert reading not in seen(client, sitting.get_absolute_url())
    convened(sitting, staff)
    before = seen(client, sitting.get_absolute_url())
    services.open_sitting(sitting=sitting, user=staff, on=today())
    after = seen(client, sitting.get_absolute_url())
    assert reading in before
    assert reading in after
    assert href(url("registration_edit", sitting.pk)) in before
    assert href(url("registration_edit", sitting.pk)) not in after


def test_a_delegate_who_is_not_called_is_offered_nothing(
    client_as: ClientAs, term: CouncilTerm, sitting: Sitting
) -> None:
    delegates(term)
    convened(sitting, client_as("leader").user)  # type: ignore[attr-defined]  # see above
    page = seen(client_as("delegate"), sitting.get_absolute_url())
    assert href(url("registration_edit", sitting.pk)) not in page


# --- Refusals that say what to do; lists that hold what waits ---


def test_a_paper_past_its_day_is_asked_for_after_it_was_given_another(
    sitting: Sitting, agency: Agency
) -> None:
    late = PaperFactory(sitting=sitting, owner_agency=agency, due_on=date(2026, 1, 5))
    refused = services.ask_owners(sitting=sitting, user=None, on=today()).refused
    words = _("It was due on %(due)s already: give the paper a later due day first.")
    assert refused == [(late, words % {"due": day(late.due_on)})]
    Paper.objects.filter(pk=late.pk).update(due_on=sitting.opens_on)
    assert services.ask_owners(sitting=sitting, user=None, on=today()).done == [late]


def test_reports_of_committees_do_not_wait_to_be_assigned(client_as: ClientAs, sitting: Sitting) -> None:
    for kind in ("proposal", "verification_report", "revision_note"):
        PaperFactory(sitting=sitting, kind=kind, title=f"Văn bản {kind}", state="received")
    page = seen(client_as("secretariat"), url("sitting_papers", sitting.pk) + "?group=to_assign")
    assert "Văn bản proposal" in page
    assert "Văn bản verification_report" not in page
    assert "Văn bản revision_note" not in page


# --- Records name each other ---


def test_every_tab_of_a_sitting_has_a_title_of_its_own(client_as: ClientAs, sitting: Sitting) -> None:
    client = client_as("secretariat")
    titles = [
        seen(client, url(name, sitting.pk)).partition("<title>")[2].partition("</title>")[0]
        for name, _label in TABS
    ]
    assert titles[0].startswith(str(sitting))
    assert all(
        f"{label} · {sitting}" in title for (_name, label), title in zip(TABS[1:], titles[1:], strict=True)
    )


def test_after_the_opening_the_roll_comes_next(client_as: ClientAs, term: CouncilTerm) -> None:
    delegates(term)
    sitting, staff = ahead(term, days=0), client_as("secretariat")
    PlenaryMeetingFactory(sitting=sitting)
    convened(sitting, staff.user)  # type: ignore[attr-defined]  # see above
    answer = staff.post(url("sitting_open", sitting.pk), {"on": day(today())})
    assert answer["Location"] == url("sitting_plenaries", sitting.pk)


def test_a_vote_leads_to_its_resolution_which_leads_to_its_sitting_and_its_paper(
    client_as: ClientAs, term: CouncilTerm
) -> None:
    room = hall(term, 3)
    room.call(3)
    paper = PaperFactory(sitting=room.sitting, kind="draft_resolution", title="Dự thảo về “đường”")
    resolution = ResolutionFactory(sitting=room.sitting, paper=paper)
    vote = room.vote(3, resolution=resolution)
    reader = client_as("delegate")
    assert href(resolution.get_absolute_url()) in seen(reader, vote.get_absolute_url())
    page = seen(reader, resolution.get_absolute_url())
    assert href(room.sitting.get_absolute_url()) in page
    assert f"{href(paper.get_absolute_url())}>{escape(paper.title)}" in page
