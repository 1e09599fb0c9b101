"""Papers as delegates read them: in the order of the agenda, with their own marks and nobody else's."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.translation import gettext as _
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from councils.models import CouncilTerm
from sessions import services
from sessions.models import PaperOpening, Sitting
from sessions.reading import reading_list
from tests.factories import PaperFactory
from tests.sessions.convening_world import account_of, add_version, ahead, delegates, sent_paper

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def files(tmp_path: Any, settings: Any) -> None:
    """Files of the test go where nobody keeps them."""
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def staff(user_as: Callable[..., User]) -> User:
    return user_as("secretariat")


@pytest.fixture
def sitting(term: CouncilTerm) -> Sitting:
    return ahead(term)


def page(user: User, sitting: Sitting) -> Any:
    client = Client()
    client.force_login(user)
    return client.get(reverse("sittings:sitting_reading", args=[sitting.pk]))


def test_papers_stand_in_the_order_of_the_agenda_each_once_and_others_last(
    sitting: Sitting, staff: User
) -> None:
    one, two, three, four = (sent_paper(sitting, staff, number=number).paper for number in range(1, 5))
    add: dict[str, Any] = {"sitting": sitting, "user": None}
    services.add_item(**add, title="Mở đầu", papers=[four])
    services.add_item(**add, title="Các báo cáo", kind="section")
    services.add_item(**add, title="A", papers=[three])
    services.add_item(**add, title="B", papers=[one, three])
    groups = reading_list(sitting)
    assert [[line.paper for line in group.lines] for group in groups] == [[four], [three, one], [two]]
    assert [(group.title, group.is_other) for group in groups] == [
        ("", False),
        ("Các báo cáo", False),
        ("", True),
    ]


@pytest.mark.parametrize(
    ("state", "seen"),
    [
        ("sent_to_delegates", True),
        ("tabled", True),
        ("adopted", True),
        ("noted", True),
        ("received", False),
        ("under_verification", False),
        ("withdrawn", False),
    ],
)
def test_only_what_was_sent_is_read(sitting: Sitting, staff: User, state: str, seen: bool) -> None:
    sent_paper(sitting, staff, state=state)
    assert bool(reading_list(sitting)) is seen


def test_the_latest_version_is_read(sitting: Sitting, staff: User) -> None:
    first = sent_paper(sitting, staff)
    latest = add_version(first.paper, staff)
    [group] = reading_list(sitting)
    assert [line.version for line in group.lines] == [latest]


def test_a_delegate_sees_their_own_marks_and_nobody_elses(
    sitting: Sitting, staff: User, term: CouncilTerm, user_as: Callable[..., User]
) -> None:
    mine, other = delegates(term, 2)
    version, another = sent_paper(sitting, staff, number=1), sent_paper(sitting, staff, number=2)
    PaperOpening.objects.create(version=version, delegate=mine)
    for unseen in (version, another):
        PaperOpening.objects.create(version=unseen, delegate=other)
    answer = page(account_of(mine), sitting)
    assert answer.context["opened"] == {version.pk}
    assert _("%(opened)s of %(count)s opened") % {"opened": 1, "count": 2} in answer.content.decode()
    for role in ("secretariat", "leader", "committee", "auditor"):
        text = page(user_as(role), sitting).content.decode()
        assert version.paper.title in text
        assert _("Opened") not in text
        assert _("Not opened yet") not in text


def test_a_paper_without_a_file_is_marked_as_paper_and_not_counted(
    sitting: Sitting, staff: User, term: CouncilTerm
) -> None:
    sent_paper(sitting, staff, number=1)
    PaperFactory(sitting=sitting, number=2, state="sent_to_delegates")
    text = page(account_of(delegates(term, 1)[0]), sitting).content.decode()
    assert _("%(opened)s of %(count)s opened") % {"opened": 0, "count": 1} in text
    assert text.count(_("On paper")) == 1
    assert text.count(_("Not opened yet")) == 1


def test_a_new_version_is_unread_again(sitting: Sitting, staff: User, term: CouncilTerm) -> None:
    [mine] = delegates(term, 1)
    version = sent_paper(sitting, staff)
    PaperOpening.objects.create(version=version, delegate=mine)
    add_version(version.paper, staff)
    assert page(account_of(mine), sitting).context["opened"] == set()


def test_with_nothing_sent_the_page_says_so_and_offers_no_zip(sitting: Sitting, term: CouncilTerm) -> None:
    PaperFactory(sitting=sitting)
    text = page(account_of(delegates(term, 1)[0]), sitting).content.decode()
    assert _("No paper has been sent to the delegates yet.") in text
    assert reverse("sittings:bundle_create", args=[sitting.pk]) not in text


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_is_light(
    sitting: Sitting,
    staff: User,
    term: CouncilTerm,
    count: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for number in range(count):
        version = sent_paper(sitting, staff, number=number + 1)
        services.add_item(sitting=sitting, user=None, title=f"Nội dung {number}", papers=[version.paper])
    client = Client()
    client.force_login(account_of(delegates(term, 1)[0]))
    address = reverse("sittings:sitting_reading", args=[sitting.pk])
    client.get(address)
    with django_assert_num_queries(12):
        answer = client.get(address)
    assert len(answer.content) < 60_000
