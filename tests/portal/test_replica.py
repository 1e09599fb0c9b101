"""Figures are read from a replica while it is well; a real standby of a real primary shows when it is and when not.

The suite's own database stands in one transaction that no second server sees: these tests have a primary of their own,
with a copy of the suite's schema (which the first test, marked for the database, lets the suite make).
"""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import psycopg
import pytest
from django.apps import apps
from django.db import (
    DEFAULT_DB_ALIAS,
    DatabaseError,
    connection,
    connections,
    router,
    transaction,
)
from django.db.utils import ConnectionHandler, OperationalError, ProgrammingError
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from environs import Env

from core import replica
from core.reading import WROTE, aside
from core.replica import State
from portal.databases import databases
from portal.health import examine
from portal.processes import hold, wait_until
from portal.services import Account, postgres
from portal.standby import Standby, standby
from reports.figures.facts import base

PATIENCE = 10
JUNE = date(2026, 6, 15)
PERIOD = {"from": "2026-01-01", "to": "2026-09-30", "as_of": "2026-09-29"}


@dataclass(frozen=True)
class Pair:
    """A primary that Django writes to, and its standby."""

    standby: Standby
    leader: Any

    def count(self, table: str) -> int:
        """Rows on the standby."""
        with psycopg.connect(self.standby.url) as standby:
            row = standby.execute(f"SELECT count(*) FROM {table}").fetchone()  # noqa: S608 - names of ours
        return int(row[0]) if row else 0

    def does(self, sql: str) -> None:
        """Say something to the standby's server."""
        with psycopg.connect(self.standby.url, autocommit=True) as standby:
            standby.execute(sql)


@pytest.fixture(scope="module")
def pair(django_db_setup: None, django_db_blocker: Any) -> Iterator[Pair]:
    """Both servers for this file; Django's primary connection leads to ours meanwhile."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(TemporaryDirectory(ignore_cleanup_errors=True)))
        folder.chmod(0o711)  # PostgreSQL's own account must pass through when root runs the tests
        stack.enter_context(django_db_blocker.unblock())
        stack.enter_context(hold(folder))
        primary = stack.enter_context(postgres(folder, durable=False, followed=True))
        _copy_schema(folder, primary)
        stack.enter_context(_led_to(primary))
        leader = _settle()
        second = stack.enter_context(standby(folder, primary))
        stack.enter_context(_known_as_replica(second.url))
        yield Pair(second, leader)


def _copy_schema(folder: Path, primary: str) -> None:
    programs = Account.for_postgres(folder).programs()
    there = connection.settings_dict
    source = psycopg.conninfo.make_conninfo(
        dbname=there["NAME"],
        **{key: there[key.upper()] for key in ("user", "password", "host", "port") if there[key.upper()]},
    )
    dump: list[str | Path] = [programs / "pg_dump", "--no-owner", "-d", source]
    dumped = subprocess.run(dump, check=True, stdout=subprocess.PIPE)
    load: list[str | Path] = [
        programs / "psql",
        "-q",
        "-o",
        "/dev/null",
        "-v",
        "ON_ERROR_STOP=1",
        "-1",
        "-d",
        primary,
    ]
    subprocess.run(load, check=True, input=dumped.stdout)


@contextmanager
def _led_to(url: str, alias: str = DEFAULT_DB_ALIAS) -> Iterator[None]:
    """What Django knows under this alias is meanwhile the server at this URL."""
    led = connections[alias]
    before = dict(led.settings_dict)
    parts = psycopg.conninfo.conninfo_to_dict(url)
    ours = {
        "NAME": parts["dbname"],
        **{key.upper(): parts[key] for key in ("user", "password", "host", "port")},
    }
    _part(led)
    led.settings_dict.update(ours)
    try:
        yield
    finally:
        _part(led)
        led.settings_dict.update(before)


def _part(led: Any) -> None:
    """Close the connection and its pool: a pool goes on connecting to where it first led."""
    led.close()
    led.close_pool()


@contextmanager
def _known_as_replica(url: str) -> Iterator[None]:
    """The second database as the settings would have it."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DATABASE_REPLICA_URL", url)
        found = ConnectionHandler(databases(Env())).settings[replica.ALIAS]
    connections.settings[replica.ALIAS] = found
    try:
        yield
    finally:
        _part(connections[replica.ALIAS])
        del connections[replica.ALIAS]
        del connections.settings[replica.ALIAS]


def _settle() -> Any:
    """A council with one meeting, and its leader."""
    from tests import factories  # noqa: PLC0415 - see tests/fixtures.py

    term = factories.CouncilTermFactory()
    leader = factories.UserFactory()
    factories.member(leader, term.council, "leader")
    factories.MeetingFactory(round=factories.RoundFactory(council_term=term), held_on=JUNE)
    return leader


@pytest.fixture
def with_replica(pair: Pair, settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Pair]:
    """Settings of an installation with a replica; a process that knows nothing of it yet, and a level replica."""
    settings.DATABASE_ROUTERS = ["core.reading.ReplicaRouter"]
    settings.MIDDLEWARE = [*settings.MIDDLEWARE, "core.reading.FreshForWriters"]
    monkeypatch.setattr(replica, "WATCH", replica.Watch())
    monkeypatch.setattr(base, "may_remember", lambda: False)  # what is remembered asks no server at all
    pair.does("SELECT pg_wal_replay_resume()")
    assert wait_until(replica.caught_up, PATIENCE)
    yield pair
    pair.does("SELECT pg_wal_replay_resume()")


@pytest.fixture
def client(with_replica: Pair) -> Client:
    """The leader's browser, which has written nothing; the replica knows that it is signed in."""
    browser = Client()
    browser.force_login(with_replica.leader)
    assert wait_until(replica.caught_up, PATIENCE)
    return browser


def found(state: State) -> bool:
    """Whether the replica is soon found to be like this, asked anew each time; the next pages go by that answer."""

    def asked() -> bool:
        replica.WATCH.doubt()
        return replica.WATCH.state() is state

    return wait_until(asked, PATIENCE)


@dataclass(frozen=True)
class Answer:
    """A page, and what each server was asked for it."""

    page: Any
    primary: list[str]
    replica: list[str]
    frame: frozenset[str]
    """What is asked for any page, from wherever: who asks, and what waits in the navigation."""

    def reads(self, table: str) -> tuple[bool, bool]:
        """Whether the primary and the replica were asked for rows of a table, for this page more than for any."""
        here, there = (
            any(table in sql and shape(sql) not in self.frame for sql in asked)
            for asked in (self.primary, self.replica)
        )
        return here, there

    def told(self, code: str) -> str:
        """The value of a figure on the page."""
        return value_of(self.page, code)


def shape(sql: str) -> str:
    """A statement without its values."""
    return re.sub(r"'[^']*'|\b\d+\b", "?", sql)


def value_of(page: Any, code: str) -> str:
    """What a page shows for a figure."""
    return str(next(tile.value_text for tile in page.context["tiles"] if f"/{code}/" in tile.url))


def look(client: Client, address: str = "reports:figures", *args: str, **query: str) -> Answer:
    """Ask for a page of figures, and for one that shows nothing to compare it with."""
    page, here, there = _ask(client, reverse(address, args=args), PERIOD | query)
    _page, *anywhere = _ask(client, reverse("search"), {})
    return Answer(page, here, there, frozenset(shape(sql) for asked in anywhere for sql in asked))


def _ask(client: Client, address: str, query: dict[str, str]) -> tuple[Any, list[str], list[str]]:
    with (
        CaptureQueriesContext(connection) as here,
        CaptureQueriesContext(connections[replica.ALIAS]) as there,
    ):
        page = client.get(address, query)
    assert page.status_code == 200
    primary, second = (
        [str(asked["sql"]) for asked in captured.captured_queries] for captured in (here, there)
    )
    return page, primary, second


MEETINGS = "voters_votermeeting"
ONLY_PRIMARY, ONLY_REPLICA = (True, False), (False, True)


def hear() -> None:
    """Another meeting of the council is held."""
    from tests import factories  # noqa: PLC0415 - see tests/fixtures.py
    from voters.models import VoterContactRound  # noqa: PLC0415 - as above

    factories.MeetingFactory(round=VoterContactRound.objects.get(), held_on=JUNE)


@pytest.mark.django_db
def test_without_a_replica_nothing_more_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(replica, "WATCH", None)
    with CaptureQueriesContext(connection) as asked:
        assert aside(partial(int, 7), complete=True) == 7
    assert not asked.captured_queries


# --- What a standby is ---


def test_what_is_committed_on_the_primary_is_soon_on_the_standby(with_replica: Pair) -> None:
    before = with_replica.count(MEETINGS)
    hear()
    assert wait_until(lambda: with_replica.count(MEETINGS) == before + 1, PATIENCE)


def test_nothing_is_written_through_the_replica(with_replica: Pair) -> None:
    from councils.models import Council  # noqa: PLC0415 - see tests/fixtures.py

    with pytest.raises(DatabaseError, match="read-only transaction"):
        Council.objects.using(replica.ALIAS).update(slug="khac")
    connections[replica.ALIAS].close()


def test_a_row_read_aside_is_changed_on_the_primary(with_replica: Pair) -> None:
    from councils.models import Council  # noqa: PLC0415 - see tests/fixtures.py

    council = aside(Council.objects.get)
    assert council._state.db == replica.ALIAS
    council.save()
    assert council._state.db == DEFAULT_DB_ALIAS
    assert council.terms.get().council == council
    with transaction.atomic():
        assert aside(Council.objects.select_for_update().get)._state.db == DEFAULT_DB_ALIAS


# --- Who is answered from where ---


@pytest.mark.parametrize(
    ("address", "args"), [("reports:figures", ()), ("reports:figure_rows", ("T01",)), ("home", ())]
)
def test_pages_of_figures_are_read_from_the_replica(
    client: Client, address: str, args: tuple[str, ...]
) -> None:
    asked = look(client, address, *args, chapter="contact")
    assert asked.reads(MEETINGS) == ONLY_REPLICA
    people = ("accounts_user", "councils_membership", "django_session", "followups_notice")
    assert not [sql for sql in asked.replica if any(f'FROM "{table}"' in sql for table in people)]


@pytest.mark.parametrize(
    "label", ["accounts.User", "councils.Membership", "sessions.Session", "followups.Notice"]
)
def test_people_and_what_they_are_told_are_asked_of_the_primary(with_replica: Pair, label: str) -> None:
    assert aside(partial(router.db_for_read, apps.get_model("voters.VoterMeeting"))) == replica.ALIAS
    assert aside(partial(router.db_for_read, apps.get_model(label))) == DEFAULT_DB_ALIAS


def test_both_servers_tell_the_same_figures(client: Client, settings: Any) -> None:
    aside_told = look(client)
    settings.DATABASE_REPLICA_LAG = -1  # nothing is fresh enough
    replica.WATCH.doubt()
    told = look(client)
    assert (aside_told.reads(MEETINGS), told.reads(MEETINGS)) == (ONLY_REPLICA, ONLY_PRIMARY)
    assert aside_told.told("T01") == told.told("T01")


def test_lists_and_records_stay_on_the_primary(client: Client) -> None:
    assert look(client, "voters:meeting_list").replica == []


def test_who_has_written_reads_what_was_written(client: Client, with_replica: Pair) -> None:
    client.post(reverse("set_language"), {"language": "vi"})
    assert client.cookies[WROTE]["max-age"] == 40
    assert client.cookies[WROTE]["httponly"]
    assert look(client).reads(MEETINGS) == ONLY_PRIMARY
    del client.cookies[WROTE]
    assert look(client).reads(MEETINGS) == ONLY_REPLICA


def test_within_a_transaction_everything_is_read_where_it_is_written(with_replica: Pair) -> None:
    from voters.models import VoterMeeting  # noqa: PLC0415 - see tests/fixtures.py

    with transaction.atomic():
        hear()
        seen = aside(VoterMeeting.objects.count)
        assert seen == VoterMeeting.objects.count()
        assert seen > with_replica.count(MEETINGS)
        transaction.set_rollback(True)


def test_a_report_waits_until_the_replica_has_all_that_was_entered_before(with_replica: Pair) -> None:
    from voters.models import VoterMeeting  # noqa: PLC0415 - see tests/fixtures.py

    def told() -> tuple[str, int]:
        return router.db_for_read(VoterMeeting), VoterMeeting.objects.count()

    hear()
    assert aside(told, complete=True) == (replica.ALIAS, VoterMeeting.objects.count())
    with_replica.does("SELECT pg_wal_replay_pause()")
    hear()
    assert aside(told)[0] == replica.ALIAS
    assert aside(told, complete=True) == (DEFAULT_DB_ALIAS, VoterMeeting.objects.count())


def test_a_report_is_made_from_the_replica_and_written_to_the_primary(
    with_replica: Pair, settings: Any, tmp_path: Path
) -> None:
    from reports import making  # noqa: PLC0415 - see tests/fixtures.py
    from reports.models import ReportRun  # noqa: PLC0415 - as above

    settings.MEDIA_ROOT = tmp_path
    council = with_replica.leader.memberships.get().council
    run = ReportRun.objects.create(
        council=council, asked_by=with_replica.leader, period_start=JUNE, period_end=JUNE, as_of=JUNE
    )
    with CaptureQueriesContext(connections[replica.ALIAS]) as there:
        making.make(run.pk)
    run.refresh_from_db()
    assert (run.state, run.error) == (ReportRun.State.DONE, "")
    assert any(MEETINGS in query["sql"] for query in there.captured_queries)


# --- When the replica is not well ---


def test_one_that_is_too_far_behind_is_not_read_and_read_again_when_it_has_caught_up(
    client: Client, with_replica: Pair, settings: Any, caplog: pytest.LogCaptureFixture
) -> None:
    settings.DATABASE_REPLICA_LAG = 0.5
    assert found(State.OK)
    assert look(client).reads(MEETINGS) == ONLY_REPLICA
    with_replica.does("SELECT pg_wal_replay_pause()")
    hear()
    assert found(State.BEHIND)
    assert look(client).reads(MEETINGS) == ONLY_PRIMARY
    assert "replica_not_read" in caplog.text
    assert examine().parts["replica"] == "behind"
    with_replica.does("SELECT pg_wal_replay_resume()")
    assert found(State.OK)
    assert look(client).reads(MEETINGS) == ONLY_REPLICA
    assert examine().parts["replica"] == "ok"


def test_one_that_follows_nobody_is_not_read(client: Client, with_replica: Pair) -> None:
    with _led_to(with_replica.standby.primary, replica.ALIAS):
        assert replica.WATCH.state() is State.FAILING
        assert look(client).replica == []


@pytest.mark.parametrize(
    "reason",
    [
        OperationalError("canceling statement due to conflict with recovery"),
        ProgrammingError("column does not exist: the migration has not arrived yet"),
    ],
)
def test_a_question_that_the_replica_breaks_off_is_asked_of_the_primary(
    client: Client, caplog: pytest.LogCaptureFixture, reason: Exception
) -> None:
    def conflict(*_query: object) -> None:
        raise reason

    connections[replica.ALIAS].ensure_connection()
    with connections[replica.ALIAS].execute_wrapper(conflict):
        assert look(client).reads(MEETINGS)[0]
    assert "replica_failed_under_way" in caplog.text


def test_health_names_the_replica_only_where_there_is_one(
    with_replica: Pair, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert examine().parts["replica"] == "ok"
    monkeypatch.setattr(replica, "configured", lambda: False)
    assert "replica" not in examine().parts


def test_a_standby_that_is_stopped_is_missed_by_nobody(
    client: Client, with_replica: Pair, caplog: pytest.LogCaptureFixture
) -> None:
    before = look(client)
    with stopped(with_replica.standby):
        pages = [client.get(reverse("reports:figures"), PERIOD) for _time in range(3)]
        # Only the first can have met it: from then on it is known to be away.
        assert caplog.text.count("replica_failed_under_way") <= 1
        assert replica.WATCH.state() is State.FAILING
        assert examine().parts["replica"] == "failing"
    assert [value_of(page, "T01") for page in pages] == 3 * [before.told("T01")]
    assert found(State.OK)
    after = look(client)
    assert before.reads(MEETINGS) == after.reads(MEETINGS) == ONLY_REPLICA


@contextmanager
def stopped(second: Standby) -> Iterator[None]:
    second.stop()
    try:
        yield
    finally:
        second.start()
