"""The commands: figures for other programs, reports without a worker; one clear sentence for what is wrong."""

from __future__ import annotations

import json
from datetime import date
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from reports.figures import INDICATORS

pytestmark = pytest.mark.django_db

DAYS = ["--from", "2026-01-01", "--to", "2026-09-30", "--as-of", "2026-09-29"]


def output(*arguments: str) -> str:
    out = StringIO()
    call_command(*arguments, stdout=out)
    return out.getvalue()


def test_figures_are_printed_as_json_with_absolute_addresses(council: Any, meet: Any, settings: Any) -> None:
    settings.PORTAL_URL = "https://hdnd.example"
    meet(headcount=1500, headcount_qualifier="more_than")
    found = json.loads(output("figures", "--council", council.slug, *DAYS, "--format", "json"))
    assert [one["code"] for one in found] == list(INDICATORS)
    heads = next(one for one in found if one["code"] == "T04")
    assert (heads["value"], heads["qualifier"]) == (1500, "more than")
    assert heads["url"].startswith("https://hdnd.example/reports/figures/T04/rows/?council=")
    meetings = next(one for one in found if one["code"] == "T01")
    assert [part["value"] for part in meetings["breakdown"]] == [1]


def test_figures_are_printed_as_a_table(council: Any, meet: Any) -> None:
    meet()
    assert "T01" in output("figures", "--council", council.slug, *DAYS)


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        (["--council", "khong-co", *DAYS], "khong-co"),
        (["--council", "{slug}", "--from", "1/1/2026", *DAYS[2:]], "1/1/2026"),
        (["--council", "{slug}", *DAYS[:3], "2025-01-01", *DAYS[4:]], r"\w"),
        (["--council", "{slug}", *DAYS[:5], "2999-01-01"], r"\w"),
    ],
)
def test_a_wrong_question_gets_one_sentence(council: Any, arguments: list[str], named: str) -> None:
    with pytest.raises(CommandError, match=named) as refusal:
        output("figures", *(one.format(slug=council.slug) for one in arguments))
    assert "\n" not in str(refusal.value)
    assert refusal.value.returncode == 1


@pytest.mark.parametrize(("kind", "begins"), [("docx", b"PK"), ("pdf", b"%PDF"), ("json", b"{")])
def test_a_report_is_written_to_a_file(
    council: Any, meet: Any, tmp_path: Path, kind: str, begins: bytes
) -> None:
    meet(held_on=date(2026, 6, 10))
    target = tmp_path / f"report.{kind}"
    output(
        "render_report",
        "activity",
        "--council",
        council.slug,
        *DAYS,
        "--format",
        kind,
        "--output",
        str(target),
    )
    assert target.read_bytes().startswith(begins)


def test_a_file_that_cannot_be_written_is_named(council: Any, tmp_path: Path) -> None:
    target = tmp_path / "nowhere" / "report.json"
    with pytest.raises(CommandError, match="nowhere"):
        output(
            "render_report",
            "activity",
            "--council",
            council.slug,
            *DAYS,
            "--format",
            "json",
            "--output",
            str(target),
        )
