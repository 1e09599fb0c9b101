"""Pages are transferred compressed; downloads as they are."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from typing import Any

from django.test import Client
from django.urls import reverse

ClientAs = Callable[..., Client]


def test_a_page_travels_at_a_third_of_its_size(client_as: ClientAs) -> None:
    answer = client_as("secretariat").get(reverse("home"), headers={"accept-encoding": "gzip"})
    assert answer.headers["Content-Encoding"] == "gzip"
    assert "Accept-Encoding" in answer.headers["Vary"]
    assert len(answer.content) < len(gzip.decompress(answer.content)) / 3


def test_a_spreadsheet_is_not_compressed_again(client_as: ClientAs) -> None:
    address = reverse("voters:opinion_list")
    answer: Any = client_as("secretariat").get(
        address, {"export": "xlsx"}, headers={"accept-encoding": "gzip"}
    )
    assert b"".join(answer.streaming_content).startswith(b"PK")
    assert "Content-Encoding" not in answer.headers


def test_who_does_not_ask_for_it_gets_plain_text(client_as: ClientAs) -> None:
    assert "Content-Encoding" not in client_as("secretariat").get(reverse("home")).headers
