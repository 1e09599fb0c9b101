"""Who may open what: every address × every actor × the expected status. An address without a line fails the build."""

from __future__ import annotations

from collections.abc import Iterator
from http.cookies import SimpleCookie
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from accounts.models import User
from tests.architecture.test_pages import url_patterns
from tests.permissions.lines import ACTORS, Line
from tests.permissions.matrix import LINES
from tests.permissions.world import World, build

OURS = {"", "accounts", "councils", "documents", "followups", "sittings", "voters", "supervision", "reports"}


class Undo(Exception):
    """Leaves a transaction without keeping it."""


pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    """Built once for the module, in a transaction that is never kept."""
    with django_db_blocker.unblock(), transaction.atomic():
        world = build()
        world.sessions = {actor: signed_in(user) for actor, user in world.users.items()}
        yield world
        transaction.set_rollback(True)


def signed_in(user: User | None) -> dict[str, str]:
    """The cookies of a browser in which this user has signed in."""
    client = Client()
    if user is not None:
        client.force_login(user)
    return {name: morsel.value for name, morsel in client.cookies.items()}


def visit(line: Line, method: str, actor: str, world: World) -> int:
    """The status one actor gets; whatever the visit changed is undone."""
    client = Client(raise_request_exception=False)
    client.cookies = SimpleCookie(world.sessions[actor])
    url = reverse(line.name, kwargs={key: world.ids[name] for key, name in line.ids.items()})
    send: Any = client.get if method == "get" else client.post
    with transaction.atomic():
        response = send(url, line.query if method == "get" else line.data)
        if response.streaming:
            b"".join(response.streaming_content)  # a file is closed when it has been sent
        status: int = response.status_code
        transaction.set_rollback(True)
    return status


@pytest.mark.parametrize(
    ("line", "method"), [(line, method) for line in LINES for method in line.methods], ids=str
)
def test_every_actor_gets_what_the_matrix_says(line: Line, method: str, world: World) -> None:
    expected = line.expected(method)
    found = {actor: visit(line, method, actor, world) for actor in ACTORS}
    assert found == {actor: expected[actor] for actor in ACTORS}


def test_every_address_has_its_line() -> None:
    addresses = {
        f"{namespace}:{pattern.name}" if namespace else str(pattern.name)
        for namespace, pattern in url_patterns()
        if namespace in OURS
    }
    ours = {name for name in addresses if not name.startswith(("account_", "mfa_"))}
    assert ours - {line.name for line in LINES} == set()
    assert {line.name for line in LINES} - ours == set()


OWN_ACCOUNT = {
    "set_language",
    "accounts:draft_save",
    "followups:feed_edit",
    "followups:preference_edit",
    "followups:notice_read_all",
}
"""What is about nobody's record but the reader's own way of reading."""


def test_an_auditor_reads_and_sets_nothing_going() -> None:
    refused = {403, 404, 405}
    sent = {line.name for line in LINES if line.post is not None and line.post["auditor"] not in refused}
    assert sent == OWN_ACCOUNT
