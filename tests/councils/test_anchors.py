"""The days that rules count from: in the reader's language where the portal knows them."""

from __future__ import annotations

import csv
from pathlib import Path

from django.utils.translation import override

from councils import anchors
from councils.anchors import anchor_words

RULES = Path(anchors.__file__).parent / "reference" / "deadline_rules.csv"


def test_every_national_rule_counts_from_a_day_that_english_pages_can_say() -> None:
    with RULES.open(encoding="utf-8") as file:
        known = {row["anchor"] for row in csv.DictReader(file)}
    assert known == set(anchors.ENGLISH)


def test_an_anchor_is_said_in_the_language_of_the_page() -> None:
    with override("en"):
        assert anchor_words("ngày khai mạc kỳ họp") == "the day the sitting opens"
        assert anchor_words("ngày do HĐND tự đặt") == "ngày do HĐND tự đặt"
    with override("vi"):
        assert anchor_words("ngày khai mạc kỳ họp") == "ngày khai mạc kỳ họp"
