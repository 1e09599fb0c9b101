"""The hottest pages read large tables by an index, and of them no more than what is their council's.

On small tables the planner rightly prefers a scan of the whole; with that switched off, a scan that is still left is
one that no index can serve: in a country it would read a table from end to end. So would an index that is gone through
without a condition, or by a condition that fits rows of every council: both show in what a statement really read.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final, NamedTuple

import pytest
from django.db import connection
from django.db.models import Q, QuerySet
from django.test import Client
from django.urls import reverse

from accounts.models import User
from councils.models import Council
from documents.models import OfficialDocument
from followups.models import FollowUp, FollowUpMove, Reply, ResultEntry
from sessions.models import (
    Attendance,
    BodyMeeting,
    Paper,
    PaperMove,
    Resolution,
    ResolutionMove,
    Sitting,
    Vote,
)
from supervision.models import Recommendation, SupervisionMission
from tests.portal.country import founded, loaded
from voters.models import JointConsent, Letter, VoterMeeting, VoterOpinion

LARGE = {
    FollowUp: "council",
    FollowUpMove: "follow_up__council",
    Reply: "follow_up__council",
    ResultEntry: "follow_up__council",
    Attendance: "meeting__sitting__council",
    BodyMeeting: "council",
    Paper: "sitting__council",
    PaperMove: "paper__sitting__council",
    Resolution: "council",
    ResolutionMove: "resolution__council",
    Sitting: "council",
    Vote: "sitting__council",
    Letter: "council",
    VoterMeeting: "council",
    VoterOpinion: "council",
    Recommendation: "council",
    SupervisionMission: "council",
    OfficialDocument: "council",
}
"""Kinds that grow with the country, and the way from a row to its council."""
PAGES: tuple[tuple[str, str, dict[str, str]], ...] = (
    ("secretariat", "home", {}),
    ("leader", "home", {}),
    ("delegate", "home", {}),
    ("agency", "home", {}),
    ("secretariat", "followups:followup_list", {}),
    ("agency", "followups:followup_list", {}),
    ("delegate", "followups:followup_list", {}),
    ("secretariat", "followups:followup_list", {"q": "duong lien thon"}),
    ("secretariat", "voters:opinion_list", {}),
    ("secretariat", "voters:opinion_list", {"q": "duong lien thon"}),
    ("secretariat", "voters:meeting_list", {}),
    ("secretariat", "voters:meeting_list", {"q": "nha van hoa"}),
    ("secretariat", "voters:letter_list", {}),
    ("secretariat", "voters:letter_list", {"q": "dat"}),
    ("secretariat", "sittings:sitting_list", {}),
    ("secretariat", "sittings:resolution_list", {}),
    ("secretariat", "sittings:resolution_list", {"q": "giai doan"}),
    ("secretariat", "sittings:body_meeting_list", {}),
    ("secretariat", "supervision:mission_list", {}),
    ("secretariat", "supervision:recommendation_list", {}),
    ("secretariat", "search", {"q": "truong mam non"}),
    ("secretariat", "search", {"q": "giai doan"}),
    ("delegate", "search", {"q": "giai doan"}),
    ("agency", "search", {"q": "giai doan"}),
    ("leader", "reports:figures", {}),
)


class Reading(NamedTuple):
    """What one reading of a table went through."""

    table: str
    by: str
    """"" where none was used."""
    rows: int
    """Rows it went through each time, fitting or not."""
    guided: bool
    """A condition told the index, or the table, where to look."""

    def __str__(self) -> str:
        return f"{self.table} by {self.by or 'nothing'}: {self.rows} rows"


_TABLES: Final = frozenset(model._meta.db_table for model in LARGE)
_WHERE: Final = ("Index Cond", "Recheck Cond", "TID Cond")


@pytest.fixture
def commune(db: None, tmp_path: Path, settings: Any) -> Council:
    """One of five communes of a small country, with the planner told to look for indexes.

    What earlier tests left dead in the indexes would count as read; emptied tables begin with none.
    """
    settings.DATA_DIR = tmp_path
    with connection.cursor() as cursor:
        cursor.execute(f"TRUNCATE {', '.join(sorted(_TABLES))} CASCADE")
    _province, *communes = founded(communes=5)
    loaded(councils=6)
    _expect_large_tables()
    return communes[2]


def _expect_large_tables() -> None:
    """Have the planner choose as in a country: each row it goes through is dear, and no table fits beside another."""
    with connection.cursor() as cursor:
        for cost in ("cpu_tuple_cost", "cpu_index_tuple_cost"):
            cursor.execute(f"SET LOCAL {cost} = 1")
        for way in ("seqscan", "hashjoin", "mergejoin", "material"):
            cursor.execute(f"SET LOCAL enable_{way} = off")


class Watch:
    """Asks of every statement that reads how it was carried out, with the very values it was asked with."""

    def __init__(self, council: Council) -> None:
        """Whose rows may be gone through."""
        self.own = {
            model._meta.db_table: model._default_manager.filter(**{path: council}).count()
            for model, path in LARGE.items()
        }
        self.readings: list[Reading] = []

    def __call__(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        """A wrapper around what the database is asked."""
        answer = execute(sql, params, many, context)
        if sql.startswith(("SELECT", "(SELECT")) and "FOR UPDATE" not in sql:
            with connection.connection.cursor() as cursor:
                cursor.execute(f"EXPLAIN (ANALYZE, TIMING OFF, FORMAT JSON) {sql}", params)
                (found,) = cursor.fetchone()
            plans = json.loads(found) if isinstance(found, str) else found
            self.readings += _read(plans[0]["Plan"], "")
        return answer

    def too_wide(self) -> list[str]:
        """Readings that nothing led to the council's rows, or that went through more rows than it has."""
        return [str(one) for one in self.readings if not one.guided or one.rows > self.own[one.table]]


def _read(node: Mapping[str, Any], above: str) -> Iterator[Reading]:
    """A bitmap of an index belongs to the table of the node above it."""
    table = node.get("Relation Name", above)
    if table in _TABLES and "Scan" in node["Node Type"] and node["Actual Loops"]:
        removed = node.get("Rows Removed by Filter", 0) + node.get("Rows Removed by Index Recheck", 0)
        guided = any(place in node for place in _WHERE)
        yield Reading(table, node.get("Index Name", ""), round(node["Actual Rows"] + removed), guided)
    for inner in node.get("Plans", ()):
        yield from _read(inner, table if "Bitmap" in inner["Node Type"] else "")


@contextmanager
def watched(council: Council) -> Iterator[Watch]:
    """What is asked meanwhile."""
    watch = Watch(council)
    with connection.execute_wrapper(watch):
        yield watch


def test_no_hot_page_reads_more_of_a_large_table_than_its_council_has(commune: Council) -> None:
    wrong: set[str] = set()
    for role, name, asked in PAGES:
        client = Client()
        client.force_login(User.objects.get(username=f"{role}.{commune.slug}"))
        with watched(commune) as watch:
            assert client.get(reverse(name), asked).status_code == 200
        assert watch.readings
        wrong |= {f"{name} {asked} ({role}): {found}" for found in watch.too_wide()}
    assert wrong == set()


def found_in(rows: QuerySet[Any], council: Council) -> list[str]:
    """What the watch says of one statement."""
    with watched(council) as watch:
        list(rows)
    return watch.too_wide()


def test_the_watch_lets_pass_what_an_index_leads_to_the_council(commune: Council) -> None:
    rows = VoterOpinion.objects.filter(council=commune)
    assert found_in(rows, commune) == []
    assert found_in(rows.filter(search__contains="duong"), commune) == []


def test_the_watch_finds_an_index_that_is_read_from_end_to_end(commune: Council) -> None:
    """Joined by an alternative that no index serves: each meeting of the country is asked."""
    joint = JointConsent.objects.filter(council=commune).values("meeting")
    alternatives = VoterMeeting.objects.filter(Q(council=commune) | Q(pk__in=joint))
    found = found_in(alternatives.values("pk"), commune)
    assert any(each.endswith(f": {VoterMeeting.objects.count()} rows") for each in found)


def test_the_watch_finds_an_order_by_which_the_country_is_gone_through_for_one_row(commune: Council) -> None:
    newest = Resolution.objects.filter(search__contains="a").order_by("-pk")[:1]
    (found,) = found_in(newest, commune)
    assert found.startswith("sittings_resolution by sittings_resolution_pkey")


def test_the_watch_finds_a_condition_that_fits_the_rows_of_every_council(commune: Council) -> None:
    everywhere = list(Council.objects.values_list("pk", flat=True))
    found = found_in(VoterOpinion.objects.filter(council__in=everywhere), commune)
    assert any(each.endswith(f": {VoterOpinion.objects.count()} rows") for each in found)


def test_the_watch_finds_words_that_are_looked_for_in_every_council(commune: Council) -> None:
    found = found_in(VoterOpinion.objects.filter(search__contains="thon"), commune)
    assert any("voters_opinion_search" in each for each in found)
