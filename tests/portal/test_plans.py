"""The hottest pages read large tables by an index.

On small tables the planner rightly prefers a scan of the whole; with that switched off, a scan that is still left is
one that no index can serve: in a country it would read a table from end to end.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import User
from councils.models import Council, Field
from portal.scale.loading import Order, load
from tests.factories import CouncilFactory, CouncilTermFactory

LARGE = frozenset(
    {
        "followups_followup",
        "followups_followupmove",
        "followups_reply",
        "followups_resultentry",
        "sittings_attendance",
        "sittings_paper",
        "sittings_papermove",
        "sittings_resolution",
        "sittings_resolutionmove",
        "sittings_sitting",
        "sittings_vote",
        "voters_letter",
        "voters_voteropinion",
        "documents_officialdocument",
    }
)
PAGES: tuple[tuple[str, str, dict[str, str]], ...] = (
    ("secretariat", "home", {}),
    ("leader", "home", {}),
    ("delegate", "home", {}),
    ("agency", "home", {}),
    ("secretariat", "followups:followup_list", {}),
    ("agency", "followups:followup_list", {}),
    ("secretariat", "voters:opinion_list", {}),
    ("secretariat", "voters:opinion_list", {"q": "duong lien thon"}),
    ("secretariat", "voters:letter_list", {}),
    ("secretariat", "sittings:sitting_list", {}),
    ("secretariat", "sittings:resolution_list", {}),
    ("secretariat", "search", {"q": "truong mam non"}),
)


@pytest.fixture
def commune(db: None, tmp_path: Path, settings: Any) -> Council:
    """A commune of a small country, with the planner told to look for indexes."""
    settings.DATA_DIR = tmp_path
    province = CouncilFactory(level="province", unit_type="tinh")
    commune: Council = CouncilFactory(parent=province)
    for council in (province, commune):
        CouncilTermFactory(council=council)
    Field.objects.create(code="giao-thong", name="Giao thông", committee_view=Field.View.values[0])
    load(Order(councils=2, years=1, seed=1, today=date(2026, 11, 29)), lambda *_numbers: None)
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
    return commune


def whole_scans(sql: str) -> Iterator[str]:
    """Large tables that a statement reads from end to end for want of an index."""
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (FORMAT JSON) {sql}")
        (found,) = cursor.fetchone()
    plans = json.loads(found) if isinstance(found, str) else found
    yield from _whole(plans[0]["Plan"])


def _whole(node: dict[str, Any]) -> Iterator[str]:
    if node["Node Type"] == "Seq Scan" and node["Relation Name"] in LARGE:
        yield node["Relation Name"]
    for inner in node.get("Plans", ()):
        yield from _whole(inner)


def test_no_hot_page_reads_a_large_table_from_end_to_end(commune: Council) -> None:
    wrong = set()
    for role, name, asked in PAGES:
        client = Client()
        client.force_login(User.objects.get(username=f"{role}.{commune.slug}"))
        with CaptureQueriesContext(connection) as captured:
            assert client.get(reverse(name), asked).status_code == 200
        for query in captured.captured_queries:
            if query["sql"].startswith("SELECT"):
                wrong |= {f"{name} ({role}): {scan}" for scan in whole_scans(query["sql"])}
    assert wrong == set()
