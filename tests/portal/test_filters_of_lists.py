"""Lists whose rows are found first and read afterwards: each filter finds the same either way."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import get_resolver, resolve, reverse

from accounts.models import User
from core.views import ListPage
from tests.portal.country import founded, loaded

PAGES = ("followups:followup_list", "sittings:resolution_list", "voters:letter_list", "voters:opinion_list")


def page_of(name: str) -> type[ListPage]:
    """The class behind a page."""
    view: Any = resolve(reverse(name)).func
    page: type[ListPage] = view.view_class
    return page


def pages(kind: type[ListPage] = ListPage) -> Iterator[type[ListPage]]:
    """Every list, once the addresses have been read."""
    assert get_resolver().url_patterns
    for each in kind.__subclasses__():
        yield each
        yield from pages(each)


def test_every_such_list_is_asked_here() -> None:
    assert {page_of(name) for name in PAGES} == {page for page in pages() if page.shown is not None}


@pytest.fixture
def clerk(db: None, tmp_path: Path, settings: Any) -> Client:
    """The secretariat of a commune with a year of everything."""
    settings.DATA_DIR = tmp_path
    _province, commune = founded()
    loaded()
    client = Client()
    client.force_login(User.objects.get(username=f"secretariat.{commune.slug}"))
    return client


def values_of(field: Any) -> list[str]:
    """What a filter may be asked for: each choice, a day, or a word."""
    if not hasattr(field, "choices"):
        return ["2026-06-30"] if "Date" in type(field).__name__ else ["2026"]
    offered = [
        pair
        for value, label in field.choices
        for pair in (label if isinstance(label, list) else [(value, label)])
    ]
    return [str(value) for value, _label in offered if value not in ("", None)]


@pytest.mark.parametrize("name", PAGES)
def test_each_filter_finds_the_same_rows_either_way(
    name: str, clerk: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = page_of(name)
    context, seen = page.context, 0

    def compared(self: Any) -> Any:
        nonlocal seen
        found = context(self)
        sought, rows = (
            self.filtered(part)[1].order_by(*self.page_order()).values_list("pk", flat=True)
            for part in (self.sought(), self.rows())
        )
        assert list(sought) == list(rows)
        assert [row.pk for row in found["page"].rows] == list(rows)[: self.page_size]
        seen += len(rows)
        return found

    monkeypatch.setattr(page, "context", compared)
    fields = clerk.get(reverse(name), {"filters": "all"}).context["filter"].form.fields
    asked = [{key: value} for key, field in fields.items() for value in values_of(field)]
    assert len(asked) > len(fields) > 4
    for each in asked:
        answer = clerk.get(reverse(name), each)
        assert answer.status_code == 200
        assert not answer.context["filter"].form.errors, each
    assert seen > len(asked)
