"""How people walk through the portal in a real browser: each has one of their own."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import urlsplit

from django.urls import reverse
from docx import Document
from playwright.sync_api import BrowserContext, Locator, Page, expect
from pypdf import PdfReader

from tests import factories
from tests.followups.sink import Sink, body

T = TypeVar("T")
PATIENCE = 90
"""Seconds until what a worker has to bring is given up: it starts first, and cores are shared."""


class Walk:
    """One browser per person on one portal."""

    def __init__(
        self, base: str, people: Mapping[str, Any], new_context: Callable[..., BrowserContext], *, js: bool
    ) -> None:
        self.base, self.people, self.new_context, self.js = base, people, new_context, js

    def sign_in(self, role: str, **screen: Any) -> Page:
        """A page of this person's own browser, after the sign-in form."""
        context = self.new_context(java_script_enabled=self.js, accept_downloads=True, **screen)
        return signed_in(self.base, self.people[role], context)

    def open(self, page: Page, name: str, *args: Any) -> None:
        """By address, where the way there is not what is tested."""
        page.goto(self.base + reverse(name, args=args))


def signed_in(base: str, user: Any, context: BrowserContext) -> Page:
    """A page of this person's browser, after the sign-in form."""
    page = context.new_page()
    page.goto(base + "/")
    page.fill("[name=login]", user.username)
    page.fill("[name=password]", factories.PASSWORD)
    with leaving(page):
        page.press("[name=password]", "Enter")
    expect(page.locator("h1")).to_contain_text("Bàn làm việc")
    return page


# --- Waiting for what an action brings ---


@contextmanager
def leaving(page: Page) -> Iterator[None]:
    """What is done in this block leads to another page: whole, scripts too, when the block ends."""
    with page.expect_navigation():
        yield


@contextmanager
def redrawing(page: Page) -> Iterator[None]:
    """What is done in this block has the server draw a part of the page anew: in its place when the block ends."""
    root = page.locator("html")
    root.evaluate(
        """root => {
            root.removeAttribute("data-redrawn");
            addEventListener("htmx:afterSettle", () => root.setAttribute("data-redrawn", ""), {once: true});
        }"""
    )
    yield
    expect(root).to_have_attribute("data-redrawn", "")


def go(page: Page, way: Locator) -> None:
    """Click on what leads to another page, and arrive there."""
    with leaving(page):
        way.click()


def until(page: Page, found: Callable[[], T], what: str) -> T:
    """What comes without the page's doing, once it is there; the browser goes on meanwhile."""
    end = time.monotonic() + PATIENCE
    while not (it := found()):
        assert time.monotonic() < end, f"{what} never came"
        page.wait_for_timeout(100)
    return it


def save(page: Page) -> None:
    """The main button of a form, and the page that answers it."""
    go(page, page.locator(".submit .btn.primary").first)


def day(value: Any) -> str:
    """As people here write a day."""
    return f"{value:%d/%m/%Y}"


# --- What a person does on a page ---


def tab(page: Page, name: str) -> None:
    go(page, page.locator("nav.tabs").get_by_role("link", name=name, exact=True))


def menu(page: Page, name: str) -> None:
    go(page, page.get_by_role("navigation", name="Chính").get_by_role("link", name=name, exact=True))


def link(page: Page, name: str) -> Locator:
    return page.locator("main").get_by_role("link", name=name).first


def follow(page: Page, name: str) -> None:
    go(page, link(page, name))


def act(page: Page, name: str) -> None:
    """An action of the page's head, also one behind "other actions"."""
    actions = page.locator(".head .actions")
    action, others = actions.get_by_role("link", name=name), actions.locator("summary")
    expect(action.or_(others).first).to_be_visible()
    if not action.is_visible():
        others.click()
    go(page, action)


def press(page: Page, name: str) -> None:
    go(page, page.locator("main").get_by_role("button", name=name).first)


def says(page: Page, *words: str) -> None:
    for one in words:
        expect(page.locator("main")).to_contain_text(one)


def told(page: Page, words: str) -> None:
    expect(page.locator(".toast").first).to_contain_text(words)


def fill(page: Page, **typed: str) -> None:
    """Boxes and menus by their names."""
    for name, value in typed.items():
        field = page.locator(f"[name='{name}']")
        if field.evaluate("field => field.tagName") == "SELECT":
            field.select_option(label=value)
        else:
            field.fill(value)


def text_of(page: Page, link: Locator, folder: Path) -> str:
    """The words of a file that a link gives."""
    with page.expect_download() as download:
        link.click()
    path = folder / download.value.suggested_filename
    download.value.save_as(path)
    if path.suffix == ".docx":
        document = Document(str(path))
        cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
        return " ".join(" ".join([*cells, *(part.text for part in document.paragraphs)]).split())
    return " ".join(" ".join(sheet.extract_text() for sheet in PdfReader(path).pages).split())


def address_in_mail(sink: Sink, to: str, words: str, page: Page) -> str:
    """Where the follow-up of an e-mail to somebody that says these words leads."""

    def found() -> str:
        bodies = [body(mail, "plain") for mail in sink.messages if mail["To"] == to]
        return next((text for text in bodies if words in text), "")

    address = re.search(r"http\S+/follow-ups/\d+/", until(page, found, "the e-mail"))
    assert address
    return urlsplit(address[0]).path
