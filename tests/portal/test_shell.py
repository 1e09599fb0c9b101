"""What surrounds every page: navigation by role, councils to switch to, unread notices; errors; health."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from councils.models import Agency, Council, CouncilTerm
from followups.models import Notice
from portal.context import shell
from portal.navigation import MOST, Group
from tests.factories import AgencyFactory, OpinionFactory, RoundFactory, follow_up, member

ClientAs = Callable[..., Client]
UserAs = Callable[..., User]
CSP_OPENINGS = ("unsafe-inline", "unsafe-eval")


def pages(client: Client, address: str = "/") -> list[str]:
    """The addresses of the navigation."""
    groups: list[Group] = client.get(address).context["navigation"]
    return [item.url for group in groups for item in group.items]


def item(client: Client, page: str, address: str = "/") -> tuple[str, bool, bool]:
    """(count, late, current) of an entry."""
    groups: list[Group] = client.get(address).context["navigation"]
    found = next(item for group in groups for item in group.items if item.url == reverse(page))
    return found.count, found.late, found.current


def test_every_entry_of_the_navigation_can_be_opened(client_as: ClientAs) -> None:
    for role in ("secretariat", "leader", "committee", "delegate", "agency", "auditor", "administrator"):
        client = client_as(role)
        assert {page: client.get(page).status_code for page in pages(client)} == dict.fromkeys(
            pages(client), 200
        )


def test_agencies_find_what_is_theirs_and_nothing_else(client_as: ClientAs) -> None:
    wanted = [
        *("home", "followups:followup_list", "followups:notice_list"),
        *("sittings:paper_mine", "sittings:resolution_list", "followups:letter_list"),
        *("supervision:body_mine", "supervision:recommendation_list"),
    ]
    assert pages(client_as("agency")) == [reverse(page) for page in wanted]


def test_the_administration_is_offered_to_whom_it_lets_in(client_as: ClientAs) -> None:
    client = client_as("administrator")
    assert reverse("admin:index") not in pages(client)
    User.objects.filter(pk=client.user.pk).update(is_staff=True)  # type: ignore[attr-defined]  # set by client_as
    assert reverse("admin:index") in pages(client)


def test_the_page_one_is_on_is_marked(client_as: ClientAs, term: CouncilTerm) -> None:
    client = client_as("secretariat")
    assert item(client, "home") == ("", False, True)
    inside = RoundFactory(council_term=term).get_absolute_url()
    assert item(client, "voters:round_list", inside)[2]
    assert not item(client, "home", inside)[2]


def test_counts_say_what_is_late_and_what_to_classify(
    client_as: ClientAs, agency: Agency, term: CouncilTerm
) -> None:
    follow_up(agency, on=date(2026, 1, 5), due=date(2026, 2, 5))
    OpinionFactory.create_batch(2, meeting__round__council_term=term)
    staff = client_as("secretariat")
    assert item(staff, "followups:followup_list")[:2] == ("1", True)
    assert item(staff, "voters:opinion_list")[:2] == ("2", False)
    assert item(client_as("leader"), "voters:opinion_list")[0] == ""


def test_an_agency_counts_only_its_own(client_as: ClientAs, agency: Agency, council: Council) -> None:
    for owner in (agency, AgencyFactory(council=council), AgencyFactory(council=council)):
        follow_up(owner, on=date(2026, 1, 5), due=date(2026, 2, 5))
    assert item(client_as("agency"), "followups:followup_list")[0] == "1"


def test_a_large_count_is_not_counted_to_its_end(client_as: ClientAs, term: CouncilTerm) -> None:
    OpinionFactory.create_batch(MOST + 1, meeting__round__council_term=term)
    assert item(client_as("secretariat"), "voters:opinion_list")[0] == f"{MOST}+"


def test_unread_notices_are_counted_for_their_reader_only(
    client_as: ClientAs, user_as: UserAs, agency: Agency
) -> None:
    task, today = follow_up(agency), timezone.localdate()
    client = client_as("agency")
    for recipient in (client.user, user_as("agency")):  # type: ignore[attr-defined]  # set by client_as
        Notice.objects.create(recipient=recipient, follow_up=task, kind="issued", for_day=today)
    answer = client.get("/")
    assert answer.context["inbox_count"] == "1"
    (box,) = [one for one in answer.context["navigation"][0].items if one.url.endswith("/notices/")]
    assert (box.count, box.words) == ("1", _("unread"))


def test_councils_to_switch_to_stand_with_the_living_first(
    client_as: ClientAs, other_council: Council
) -> None:
    client = client_as("secretariat")
    assert len(client.get("/").context["councils"]) == 1
    member(client.user, other_council, "leader")  # type: ignore[attr-defined]  # set by client_as
    Council.objects.filter(pk=other_council.pk).update(valid_to=timezone.localdate() - timedelta(days=1))
    shown = client.get("/").context["councils"]
    assert [(pk == other_council.pk, current) for pk, _name, current in shown] == [
        (False, True),
        (True, False),
    ]


def test_the_shell_reads_nothing_until_a_template_asks(
    user_as: UserAs, rf: RequestFactory, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    request = rf.get("/")
    request.user = user_as("secretariat")
    with django_assert_num_queries(0):
        assert set(shell(request)) == {"navigation", "councils", "inbox_count"}


# --- Errors ---


def test_a_missing_page_is_said_in_the_portals_look(client_as: ClientAs) -> None:
    answer = client_as("leader").get("/khong-co/")
    assert answer.status_code == 404
    assert _("This page does not exist, or it is not yours to see") in answer.content.decode()


def test_a_refused_page_says_so(client_as: ClientAs) -> None:
    answer = client_as("agency").get(reverse("councils:council_list"))
    assert answer.status_code == 403
    assert _("Your role does not allow this") in answer.content.decode()


def test_an_expired_form_says_so(user_as: UserAs) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(user_as("leader"))
    answer = client.post(reverse("set_language"), {"language": "en"})
    assert answer.status_code == 403
    assert _("The page was open for too long") in answer.content.decode()


def test_a_crash_shows_a_page_and_no_details(client_as: ClientAs, monkeypatch: pytest.MonkeyPatch) -> None:
    def crash(_desk: object) -> None:
        raise RuntimeError("Mật khẩu của máy chủ")

    monkeypatch.setattr("portal.home.lists.sittings", crash)
    client = client_as("leader")
    client.raise_request_exception = False
    answer = client.get("/")
    assert answer.status_code == 500
    assert _("Something went wrong on our side") in answer.content.decode()
    assert "Mật khẩu" not in answer.content.decode()


def test_pages_forbid_inline_script_and_style(client_as: ClientAs) -> None:
    policy = client_as("leader").get("/")["Content-Security-Policy"]
    assert not any(opening in policy for opening in CSP_OPENINGS)
