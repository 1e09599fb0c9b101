"""The list of those who are called: counts against the quorum, filters, files; who opened what is the secretariat's."""

from __future__ import annotations

import csv
from collections.abc import Callable
from io import StringIO
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.translation import gettext as _
from pytest_django import DjangoAssertNumQueries

from councils.models import CouncilTerm, Delegate
from sessions import registration, services
from sessions.models import PaperOpening, Sitting
from tests.factories import GroupFactory, seated
from tests.sessions.convening_world import (
    account_of,
    add_version,
    ahead,
    convened,
    delegates,
    invitation_of,
    sent_paper,
)

pytestmark = pytest.mark.django_db
ClientAs = Callable[..., Client]
READERS = ("leader", "committee", "delegate", "auditor")


@pytest.fixture(autouse=True)
def files(tmp_path: Any, settings: Any) -> None:
    """Files of the test go where nobody keeps them."""
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def staff(client_as: ClientAs) -> Client:
    return client_as("secretariat")


@pytest.fixture
def people(term: CouncilTerm) -> list[Delegate]:
    return delegates(term)


@pytest.fixture
def called(term: CouncilTerm, people: list[Delegate], staff: Client) -> Sitting:
    made = ahead(term)
    convened(made, staff.user, quiet=True)  # type: ignore[attr-defined]  # put there by the fixture
    return made


@pytest.fixture
def opened(called: Sitting, people: list[Delegate], staff: Client) -> Sitting:
    """Seven papers sent; the first delegate has opened five of them, one in a version that holds no more."""
    for number in range(1, 8):
        version = sent_paper(called, staff.user, number=number)  # type: ignore[attr-defined]  # see above
        if number <= 5:
            PaperOpening.objects.create(version=version, delegate=people[0])
        if number == 5:
            add_version(version.paper, staff.user)  # type: ignore[attr-defined]  # see above
    return called


def url(sitting: Sitting, **query: str) -> str:
    address = reverse("sittings:sitting_delegates", args=[sitting.pk])
    return f"{address}?{'&'.join(f'{name}={value}' for name, value in query.items())}" if query else address


def page(client: Client, sitting: Sitting, **query: str) -> str:
    return client.get(url(sitting, **query)).content.decode()


def sheet(client: Client, sitting: Sitting, **query: str) -> list[list[str]]:
    answer: Any = client.get(url(sitting, export="csv", **query))
    content = b"".join(answer.streaming_content)
    return list(csv.reader(StringIO(content.decode("utf-8-sig"))))


# --- Counts ---


def test_before_the_convening_the_page_says_what_calls_the_delegates(
    client_as: ClientAs, term: CouncilTerm
) -> None:
    made = ahead(term)
    assert _("Nobody has been called yet.") in page(client_as("delegate"), made)
    offered = reverse("sittings:sitting_convene", args=[made.pk])
    assert offered in page(client_as("leader"), made)
    assert offered not in page(client_as("auditor"), made)


@pytest.mark.parametrize(("elected", "needed", "short"), [(None, 2, 1), (12, 8, 7), (3, 2, 1), (10, 7, 6)])
def test_presence_is_counted_against_two_thirds_of_all_delegates(
    client_as: ClientAs,
    called: Sitting,
    people: list[Delegate],
    term: CouncilTerm,
    elected: int | None,
    needed: int,
    short: int,
) -> None:
    type(term).objects.filter(pk=term.pk).update(seat_count=elected)
    services.register(invitation=invitation_of(called, people[0]), answer="present", user=None)
    services.register(invitation=invitation_of(called, people[1]), answer="excused", reason="Ốm", user=None)
    shown = client_as("auditor").get(url(called)).context["quorum"]
    assert (shown.called, shown.present, shown.excused, shown.silent) == (3, 1, 1, 1)
    assert (shown.needed, shown.short) == (needed, short)


def test_a_figure_opens_its_rows(client_as: ClientAs, called: Sitting, people: list[Delegate]) -> None:
    services.register(invitation=invitation_of(called, people[0]), answer="present", user=None)
    client = client_as("leader")
    assert [
        row.invitation.delegate for row in client.get(url(called, answer="present")).context["table"].rows
    ] == [people[0]]
    assert client.get(url(called, answer="none")).context["count"] == 2
    assert _("Nobody is in this group.") in page(client, called, answer="excused")
    assert _("Nobody is in this group.") in page(client, called, answer="nonsense")


def test_the_group_of_each_delegate_is_shown(
    client_as: ClientAs, called: Sitting, people: list[Delegate]
) -> None:
    people[0].seats.update(group=GroupFactory(council_term=called.council_term, name="Tổ đại biểu số 9"))
    assert "Tổ đại biểu số 9" in page(client_as("committee"), called)


@pytest.mark.parametrize("count", [1, 3])
def test_the_secretariats_page_asks_the_same_few_questions(
    staff: Client, term: CouncilTerm, count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    made = ahead(term)
    for one in delegates(term, count):
        account_of(one)
    convened(made, staff.user, quiet=True)  # type: ignore[attr-defined]  # see above
    sent_paper(made, staff.user)  # type: ignore[attr-defined]  # see above
    staff.get(url(made))
    with django_assert_num_queries(13):
        staff.get(url(made))


@pytest.mark.parametrize("count", [1, 3])
def test_a_readers_page_asks_fewer(
    client_as: ClientAs,
    staff: Client,
    term: CouncilTerm,
    count: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    made = ahead(term)
    delegates(term, count)
    convened(made, staff.user, quiet=True)  # type: ignore[attr-defined]  # see above
    reader = client_as("auditor")
    reader.get(url(made))
    with django_assert_num_queries(10):
        reader.get(url(made))


# --- What only the secretariat sees ---


def test_the_secretariat_sees_who_opened_how_many_papers(opened: Sitting, staff: Client) -> None:
    assert "4/7" in page(staff, opened)
    header, first, second, _third = sheet(staff, opened)
    place = header.index(_("Papers opened"))
    assert (first[place], second[place]) == ("4", "0")
    assert first[header.index(_("Papers sent"))] == "7"


@pytest.mark.parametrize("role", READERS)
def test_nobody_else_sees_openings_on_the_page_its_parts_or_its_file(
    opened: Sitting, client_as: ClientAs, role: str
) -> None:
    client = client_as(role)
    for headers in ({}, {"HX-Request": "true"}):
        shown = client.get(url(opened), headers=headers)
        text = shown.content.decode()
        assert _("Papers opened") not in text
        assert "4/7" not in text
        assert _("Can be told") not in text
        assert {row.opened for row in shown.context["table"].rows} == {None}
    header, *rows = sheet(client, opened)
    assert not {_("Papers opened"), _("Papers sent"), _("Can be told")} & set(header)
    assert {len(row) for row in rows} == {7}


def test_the_council_above_sees_no_openings_either(opened: Sitting, client_as: ClientAs) -> None:
    from tests.factories import CouncilTermFactory  # noqa: PLC0415 - only this test has a council above

    above = CouncilTermFactory(council__level="province", council__unit_type="tinh").council
    type(above).objects.filter(pk=opened.council_id).update(parent=above)
    overseer = client_as("secretariat", council=above)
    text = page(overseer, opened)
    assert _("Delegate") in text
    assert "4/7" not in text
    assert _("Papers opened") not in sheet(overseer, opened)[0]


@pytest.mark.parametrize("role", READERS)
def test_a_question_about_openings_is_not_even_asked_for_others(
    opened: Sitting, client_as: ClientAs, role: str, django_assert_max_num_queries: Any
) -> None:
    client = client_as(role)
    with django_assert_max_num_queries(42) as asked:
        client.get(url(opened))
        file: Any = client.get(url(opened, export="xlsx"))
        b"".join(file.streaming_content)
        client.get(reverse("sittings:sitting_agenda", args=[opened.pk]))
        client.get(opened.get_absolute_url())
    assert not [query for query in asked.captured_queries if "sittings_paperopening" in query["sql"]]


def test_who_cannot_be_told_is_shown_to_the_secretariat(
    staff: Client, called: Sitting, people: list[Delegate]
) -> None:
    account_of(people[0])
    account_of(people[1], email="")
    header, *rows = sheet(staff, called)
    place = header.index(_("Can be told"))
    words = [row[place] for row in rows]
    assert words == [_("Portal and e-mail"), _("No e-mail address"), _("No account")]


# --- The file ---


def test_the_file_holds_what_the_page_shows(
    client_as: ClientAs, called: Sitting, people: list[Delegate]
) -> None:
    user = account_of(people[1])
    services.register(invitation=invitation_of(called, people[1]), answer="excused", reason="=1+1", user=user)
    header, row = sheet(client_as("leader"), called, answer="excused")
    assert row[header.index(_("Delegate"))] == people[1].full_name
    assert row[header.index(_("Reason of absence"))] == "'=1+1"
    assert row[header.index(_("Registered by"))] == user.full_name


def test_why_a_delegate_cannot_come_is_for_the_office_the_leaders_and_the_delegate(
    client_as: ClientAs, called: Sitting, people: list[Delegate]
) -> None:
    user = account_of(people[1])
    services.register(
        invitation=invitation_of(called, people[1]), answer="excused", reason="Nằm viện", user=user
    )
    own = Client()
    own.force_login(user)
    for reader in (client_as("secretariat"), client_as("leader"), own):
        assert "Nằm viện" in page(reader, called)
        assert "Nằm viện" in str(sheet(reader, called))
    for role in ("delegate", "committee", "auditor"):
        reader = client_as(role)
        assert "Nằm viện" not in page(reader, called)
        assert "Nằm viện" not in str(sheet(reader, called))
        assert str(registration.Answer.EXCUSED.label) in page(reader, called)


# --- The delegate's own way ---


def test_the_overview_begins_with_what_the_delegate_has_to_do(
    called: Sitting, people: list[Delegate], client_as: ClientAs
) -> None:
    own = Client()
    own.force_login(account_of(people[0]))
    register = reverse("sittings:registration_edit", args=[called.pk])
    reading = reverse("sittings:sitting_reading", args=[called.pk])
    shown = own.get(called.get_absolute_url()).content.decode()
    assert shown.index(register) < shown.index(reading) < shown.index('id="steps"')
    due = invitation_of(called, people[0]).follow_up.due_on  # type: ignore[union-attr]  # convening made it
    assert f"{due:%d/%m/%Y}" in shown[shown.index(register) : shown.index('id="steps"')]
    services.register(invitation=invitation_of(called, people[0]), answer="present", user=None)
    assert _("Change the registration") in own.get(called.get_absolute_url()).content.decode()
    for role in ("secretariat", "delegate"):  # the other delegate is not called
        assert register not in client_as(role).get(called.get_absolute_url()).content.decode()


def test_a_delegate_who_is_called_is_led_to_registering(
    called: Sitting, people: list[Delegate], term: Any
) -> None:
    own = reverse("sittings:registration_edit", args=[called.pk])
    for delegate, led in ((people[0], True), (seated(term), False)):
        client = Client()
        client.force_login(account_of(delegate))
        assert (own in page(client, called)) is led
