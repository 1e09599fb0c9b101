"""A million follow-ups: the pages of one council read by index, what they show and no more.

The rows stand in a database of their own, made from the suite's by its template and dropped afterwards.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import Any

import psycopg
import pytest
from django.db import connection
from django.http import QueryDict
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from core.access import Role
from core.paging import keyset_page
from councils.calendar import national_calendar
from followups import notices
from followups.models import FollowUp

ROWS, LARGE = 1_000_000, 20_000
PROVINCES, COMMUNES, AGENCIES = 10, 29, 10
TABLES = (
    "followups_followup",
    "followups_followupmove",
    "followups_reply",
    "followups_notice",
    "followups_coordination",
    "followups_extension",
)

FOLLOW_UPS = """
INSERT INTO followups_followup (
    id, created_at, updated_at, version, kind, title, detail, accountable, evidence, locality, legal_basis,
    due_on, original_due_on, state, result_class, issued_on, answered_on, settled_on, search,
    council_id, agency_id, delegate_id, group_id, raised_by_id, fruitless, rung)
SELECT n, now(), now(), 1, CASE WHEN n %% 7 = 0 THEN 'commitment' ELSE 'opinion' END,
    'Việc số ' || n, '', 'Người đứng đầu', 'Văn bản trả lời', '', '',
    due, due - (CASE WHEN n %% 11 = 0 THEN 10 ELSE 0 END), state,
    CASE WHEN stage < 80 THEN 'resolved' ELSE '' END, due - 30, answered,
    CASE WHEN stage < 80 THEN answered END,
    'viec so ' || n || (ARRAY[' sua cau', ' lap den', ' mo duong', ' kenh muong'])[1 + n %% 4],
    council, CASE WHEN owner = 'agency' THEN agency END,
    CASE WHEN owner = 'delegate' THEN %(delegate)s END, CASE WHEN owner = 'group' THEN %(group)s END,
    CASE WHEN n %% 97 = 0 THEN %(council)s END,
    CASE WHEN n %% 13 = 0 THEN 3 ELSE 0 END, CASE WHEN n %% 17 = 0 THEN 1 ELSE 0 END
FROM (
    SELECT n, owner, council, agency, stage, due, chance,
        CASE WHEN stage < 60 THEN 'closed' WHEN stage < 80 THEN 'accepted' WHEN stage < 84 THEN 'answered'
             WHEN stage < 88 THEN 'withdrawn' WHEN stage < 92 THEN 'issued' WHEN stage < 99 THEN 'in_progress'
             ELSE 'returned' END AS state,
        CASE WHEN stage < 84 THEN due - 12 + chance %% 20 END AS answered
    FROM (
        SELECT n, chance, large, stage,
            -- what is settled is up to five years old, what is open is due around today
            %(today)s::date - CASE WHEN stage < 80 THEN 5 + chance %% 1800
                                   ELSE chance %% 150 - 30 END AS due,
            CASE WHEN large AND turn %% 100 = 1 THEN 'delegate' WHEN large AND turn %% 100 = 2 THEN 'group'
                 ELSE 'agency' END AS owner,
            CASE WHEN large THEN %(council)s ELSE (%(councils)s::bigint[])[1 + n * 7919 %% %(others)s] END AS council,
            CASE WHEN large AND turn %% 66 = 0 THEN %(agency)s
                 WHEN large THEN (%(own_agencies)s::bigint[])[1 + turn %% %(own)s]
                 ELSE (%(agencies)s::bigint[])[1 + (n * 7919 %% %(others)s) * %(each)s + n %% %(each)s] END AS agency
        FROM (SELECT n, n %% 50 = 0 AS large, n / 50 AS turn,
                  abs(hashint8(n) / 2) AS chance, abs(hashint8(-n) / 2) %% 100 AS stage
              FROM generate_series(1, %(rows)s::bigint) AS n) AS numbered
    ) AS placed
) AS stated
"""
REST = (
    """INSERT INTO followups_followupmove (follow_up_id, from_state, to_state, effective_on, entered_at, note)
    SELECT id, 'draft', 'issued', issued_on, now(), '' FROM followups_followup WHERE id %% 10 < 3""",
    """INSERT INTO followups_reply
        (follow_up_id, number, dated_on, text, result_class, reason, kept_because, entered_at)
    SELECT id, '', answered_on, 'Đã giải quyết', 'resolved', '', '', now() FROM followups_followup
    WHERE answered_on IS NOT NULL AND id %% 5 = 0""",
    """INSERT INTO followups_notice (recipient_id, follow_up_id, kind, for_day, planned_at, delivery, attempts, error)
    SELECT CASE WHEN id %% 1000 = 0 THEN %(reader)s ELSE 1000000 + id %% 3000 END, id, 'issued', issued_on, issued_on,
        CASE WHEN id %% 50 = 1 THEN 'planned' ELSE 'sent' END, 0, ''
    FROM followups_followup WHERE id %% 4 = 0 AND issued_on IS NOT NULL""",
    """INSERT INTO followups_coordination (follow_up_id, agency_id, part, contribution)
    SELECT id, (%(agencies)s::bigint[])[1 + id %% 2900], '', '' FROM followups_followup WHERE id %% 10 = 1""",
    """INSERT INTO followups_extension (follow_up_id, until, reason, asked_on, decision, decided_on, decision_note,
        entered_at)
    SELECT id, due_on, 'Chờ vốn', issued_on, CASE WHEN id %% 200 = 0 THEN 'asked' ELSE 'granted' END, due_on, '', now()
    FROM followups_followup WHERE id %% 10 = 0 AND due_on IS NOT NULL""",
)


@dataclass(frozen=True)
class Country:
    """Who is in it: a large council with people, in a province."""

    council: Any
    users: dict[str, Any]
    today: date
    seat: Any
    """The seat of the delegate who is responsible for some, in the group that is responsible for others."""


@contextmanager
def own_database() -> Iterator[None]:
    """The suite's schema in another database, for as long as it is needed."""
    suite = connection.settings_dict["NAME"]
    name = f"{suite}_million"
    connection.close()
    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as server:
        server.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        server.execute(f'CREATE DATABASE "{name}" TEMPLATE "{suite}"')
    connection.settings_dict["NAME"] = name
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict["NAME"] = suite
        with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as server:
            server.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def settle() -> Country:
    """Councils, bodies and people, by the factories."""
    from councils.models import Agency, Council  # noqa: PLC0415 - see tests/fixtures.py
    from tests import factories  # noqa: PLC0415 - see above

    factories.FieldFactory()
    term = factories.CouncilTermFactory()
    council = term.council
    provinces = [factories.CouncilFactory(level="province", unit_type="tinh") for _ in range(PROVINCES)]
    council.parent = provinces[0]
    council.save()
    Council.objects.bulk_create(
        factories.CouncilFactory.build(parent=province) for province in provinces for _ in range(COMMUNES)
    )
    others = Council.objects.exclude(pk=council.pk).order_by("pk")
    Agency.objects.bulk_create(
        factories.AgencyFactory.build(council=each) for each in [*others, council] for _ in range(AGENCIES)
    )
    small = factories.AgencyFactory(council=council)
    seat = factories.SeatFactory(council_term=term, group=factories.GroupFactory(council_term=term))
    holds = {Role.AGENCY: {"agency": small}, Role.DELEGATE: {"delegate": seat.delegate}}
    users = {}
    for role in Role:
        users[role.value] = user = factories.UserFactory()
        factories.member(user, council, role, **holds.get(role, {}))
    users["above"] = factories.UserFactory()
    factories.member(users["above"], provinces[0], Role.SECRETARIAT)
    for agency in council.agencies.all():
        factories.member(factories.UserFactory(), council, Role.AGENCY, agency=agency)
    return Country(council, users, timezone.localdate(), seat)


def fill(country: Country) -> None:
    """The rows themselves: without triggers and foreign keys, indexes made afterwards."""
    from councils.models import Agency, Council  # noqa: PLC0415 - see tests/fixtures.py

    council = country.council
    own = list(council.agencies.order_by("pk").values_list("pk", flat=True))
    others = list(Council.objects.exclude(pk=council.pk).order_by("pk").values_list("pk", flat=True))
    agencies = Agency.objects.exclude(council=council).order_by("council_id", "pk")
    values: dict[str, Any] = {
        "rows": ROWS,
        "today": country.today,
        "council": council.pk,
        "councils": others,
        "others": len(others),
        "agencies": list(agencies.values_list("pk", flat=True)),
        "each": AGENCIES,
        "agency": own[-1],
        "own_agencies": own[:-1],
        "own": len(own) - 1,
        "delegate": country.seat.delegate_id,
        "group": country.seat.group_id,
        "reader": country.users["agency"].pk,
    }
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        cursor.execute("SET maintenance_work_mem = '256MB'")
        with without_indexes(cursor):
            for statement in (FOLLOW_UPS, *REST):
                cursor.execute(statement, values)
        for table in TABLES:
            cursor.execute(f"ANALYZE {table}")
            cursor.execute(f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), %s)", [2 * ROWS])
        cursor.execute("RESET session_replication_role")


@contextmanager
def without_indexes(cursor: Any) -> Iterator[None]:
    """A million rows go in ten times faster where no index grows with each of them."""
    cursor.execute(
        """SELECT indexrelid::regclass::text, pg_get_indexdef(indexrelid) FROM pg_index
        WHERE indrelid = ANY (%s::regclass[]) AND NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = indexrelid)""",
        [list(TABLES)],
    )
    indexes = cursor.fetchall()
    for name, _definition in indexes:
        cursor.execute(f"DROP INDEX {name}")
    yield
    for _name, definition in indexes:
        cursor.execute(definition)


@pytest.fixture(scope="module")
def country(django_db_setup: None, django_db_blocker: Any) -> Iterator[Country]:
    """A million follow-ups; the tests of this file roll back what they change."""
    with django_db_blocker.unblock(), own_database():
        started = time.perf_counter()
        made = settle()
        fill(made)
        print(f"\n{ROWS:,} follow-ups in {time.perf_counter() - started:.0f} s")  # noqa: T201 - what -s is for
        yield made


# --- What a page reads ---


@dataclass(frozen=True)
class Reading:
    """What one SELECT read of one of the big tables."""

    table: str
    node: str
    rows: int
    sql: str

    def __str__(self) -> str:
        return f"{self.node} of {self.table}: {self.rows:,} rows in {self.sql[:3000]}"


def readings(queries: list[dict[str, str]]) -> Iterator[Reading]:
    """Every scan of a big table in the plans of these queries, as PostgreSQL carried it out."""
    for query in queries:
        sql = query["sql"]
        if sql.startswith(("SELECT", "(SELECT", "WITH")) and any(table in sql for table in TABLES):
            with connection.cursor() as cursor:
                cursor.execute("EXPLAIN (ANALYZE, FORMAT JSON) " + sql)
                yield from nodes(cursor.fetchone()[0][0]["Plan"], sql)


def nodes(plan: dict[str, Any], sql: str) -> Iterator[Reading]:
    """The scans in a plan."""
    if plan.get("Relation Name") in TABLES:
        removed = plan.get("Rows Removed by Filter", 0) + plan.get("Rows Removed by Index Recheck", 0)
        read = (plan["Actual Rows"] + removed) * plan["Actual Loops"]
        yield Reading(plan["Relation Name"], plan["Node Type"], int(read), sql)
    for part in plan.get("Plans", ()):
        yield from nodes(part, sql)


@pytest.fixture
def read(country: Country, db: None) -> Callable[..., Any]:
    """`read("leader", address, most=…)` opens a page: at most 20 queries, no big table scanned, no more rows read."""

    def page(role: str, address: str, most: int = LARGE, queries: int = 20) -> Any:
        client = Client()
        client.force_login(country.users[role])
        client.get(reverse("home"))
        with CaptureQueriesContext(connection) as captured:
            started = time.perf_counter()
            response = client.get(address)
            spent = 1000 * (time.perf_counter() - started)
        assert response.status_code == 200, address
        assert len(captured) <= queries, [query["sql"] for query in captured.captured_queries]
        check(list(captured.captured_queries), most)
        print(f"{role:12} {address:70} {len(captured):3} queries {spent:7.0f} ms")  # noqa: T201 - what -s is for
        return response

    return page


def check(queries: list[dict[str, str]], most: int) -> None:
    """No sequential scan, and no scan that reads more rows than it may."""
    for reading in readings(queries):
        assert reading.node != "Seq Scan", str(reading)
        assert reading.rows <= most, str(reading)


LIST = "/follow-ups/"
PAGE = 1_200
"""Rows that one scan of a list page may read: the page, the capped count, and the navigation's own count."""


@pytest.mark.parametrize(
    ("query", "most"),
    [
        ("", PAGE),
        ("?q=viec+so+500", LARGE),
        ("?q=sua+cau", LARGE),
        ("?state=open", PAGE),
        ("?state=waiting", LARGE),
        ("?state=settled", LARGE),
        ("?state=more_time", LARGE),
        ("?late=on", LARGE),
        ("?late=week", LARGE),
        ("?late=30", LARGE),
        ("?late=90", LARGE),
        ("?late=more", LARGE),
        ("?due=week", LARGE),
        ("?kind=commitment", LARGE),
        ("?result=resolved", LARGE),
        ("?rung=climbed", LARGE),
        ("?rung=topic", LARGE),
        ("?fruitless=on", LARGE),
        ("?extended=on", LARGE),
        ("?punctual=missed&sent_from=2026-01-01", LARGE),
        ("?scope=moved", LARGE),
        ("?sort=due", LARGE),
        ("?sort=-due", LARGE),
    ],
)
def test_the_list_of_a_large_council_is_read_by_index(read: Any, query: str, most: int) -> None:
    response = read("secretariat", f"{LIST}{query}", most)
    assert response.context["table"].rows or query == "?rung=topic"  # nobody has climbed so far


def test_the_agencies_of_a_large_council_filter_its_list(country: Country, read: Any) -> None:
    agency = country.council.agencies.order_by("pk").first()
    assert read("secretariat", f"{LIST}?owner=agency-{agency.pk}").context["table"].rows


def test_a_deep_page_reads_no_more_than_the_first(country: Country, read: Any) -> None:
    address = LIST
    for _turn in range(4):
        address = LIST + read("secretariat", address, PAGE).context["page"].next_url
    rows = FollowUp.objects.of(country.council).with_order().only("pk")
    last = keyset_page(rows, ("stage", "due_sort", "pk"), QueryDict(), LARGE - 100).next_url
    assert len(read("secretariat", f"{LIST}{last}", 10 * PAGE).context["table"].rows) == 50


@pytest.mark.parametrize("query", ["?scope=below", "?scope=below&late=on", "?scope=below&late=more&q=sua"])
def test_a_province_reads_the_lists_of_its_communes(read: Any, query: str) -> None:
    assert read("above", f"{LIST}{query}", 150_000).context["table"].rows


@pytest.mark.parametrize("role", ["agency", "delegate"])
@pytest.mark.parametrize("address", ["/", "/follow-ups/mine/", LIST])
def test_somebody_s_own_pages_are_read_by_index(read: Any, role: str, address: str) -> None:
    read(role, address)


@pytest.mark.parametrize("role", ["secretariat", "leader"])
def test_the_desks_are_read_by_index(read: Any, role: str) -> None:
    read(role, "/", queries=30)


def test_one_follow_up_and_the_inbox_are_read_by_index(country: Country, read: Any) -> None:
    agency = country.users["agency"].memberships.get().agency
    task = FollowUp.objects.of(country.council).open().filter(agency=agency)[0]
    read("agency", task.get_absolute_url(), 400)
    read("secretariat", task.get_absolute_url(), 400)
    read("agency", "/follow-ups/notices/", LARGE)


@pytest.mark.parametrize("words", ["viec+so+500", "sua+cau", "khong+co+gi+nhu+vay"])
def test_searching_everywhere_is_read_by_index(read: Any, words: str) -> None:
    read("secretariat", f"/search/?q={words}", 2 * LARGE)


def test_the_table_of_punctuality_is_read_by_index(country: Country, read: Any) -> None:
    year = country.today.replace(month=1, day=1)
    page = read("secretariat", f"/follow-ups/punctuality/?sent_from={year}&sent_until={country.today}")
    assert page.context["count"] >= 12
    read("above", "/follow-ups/punctuality/?scope=below", 150_000)


def test_the_morning_plan_of_one_council_is_read_by_index(country: Country, db: None) -> None:
    day = national_calendar().on_or_after(country.today)
    with CaptureQueriesContext(connection) as captured:
        started = time.perf_counter()
        planned = notices.plan(day, council=country.council)
        spent = 1000 * (time.perf_counter() - started)
    print(f"the morning plan: {planned} notices, {len(captured)} queries, {spent:.0f} ms")  # noqa: T201 - what -s is for
    assert planned
    assert len(captured) <= 20
    check(captured.captured_queries, LARGE)
