"""What every figure promises: it equals its rows, and so does each part of its breakdown."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qs, urlsplit

from django.test import Client

from reports.figures import INDICATORS, Facts, Figure, FigureQuery


def part_key(url: str) -> str:
    """The part that an address of rows names."""
    return parse_qs(urlsplit(url).query).get("part", [""])[0]


def parts(found: Figure) -> dict[str, int]:
    """The breakdown by the keys of its addresses."""
    return {part_key(part.url): part.value for part in found.breakdown}


def closing(account: dict[str, int]) -> int:
    """What a backlog closes with by its account (O12)."""
    added = sum(account.get(key, 0) for key in ("opening", "received", "again", "made"))
    return added - account["settled"] - account.get("replaced", 0)


def assert_rows_agree(question: FigureQuery, letters: str = "ARVTO") -> None:
    """Each counting figure equals the number of its rows; each sum equals the sum over its rows; parts likewise."""
    for code, indicator in INDICATORS.items():
        if code[0] not in letters:
            continue
        facts = Facts(question)
        found, rows = indicator.figure(facts), indicator.counted(facts)
        assert rows is not None
        counted: Any = sum(row.counted or 0 for row in rows) if indicator.sums else rows.count()
        if found.unit != "%" and not indicator.mean:
            assert counted == found.value, code
        for part in found.breakdown:
            if f"/{code}/" in part.url and part_key(part.url):
                of_part = indicator.counted(facts, part_key(part.url))
                assert of_part is not None
                assert of_part.count() == part.value, (code, part.label)


def rows_opened(client: Client, url: str) -> int:
    """How many rows a user finds behind a figure, as the page counts and as it lists them."""
    answer = client.get(url)
    assert answer.status_code == 200, url
    count: int = answer.context["count"]
    shown = len(list(answer.context["table"].rows))
    assert shown == min(count, 50), url
    return count
