"""How people walk through the portal in a real browser: each has one of their own."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.urls import reverse
from docx import Document
from playwright.sync_api import BrowserContext, Locator, Page, expect
from pypdf import PdfReader

from tests import factories
from tests.followups.sink import Sink


class Walk:
    """One browser per person on one portal."""

    def __init__(
        self, base: str, people: Mapping[str, Any], new_context: Callable[..., BrowserContext], *, js: bool
    ) -> None:
        self.base, self.people, self.new_context, self.js = base, people, new_context, js

    def sign_in(self, role: str, **screen: Any) -> Page:
        """A page of this person's own browser, after the sign-in form."""
        page = self.new_context(java_script_enabled=self.js, accept_downloads=True, **screen).new_page()
        page.goto(self.base + "/")
        page.fill("[name=login]", self.people[role].username)
        page.fill("[name=password]", factories.PASSWORD)
        page.locator("main form, form.login, form").last.locator(
            "button[type=submit], button.primary"
        ).first.click()
        expect(page.locator("h1")).to_contain_text("Bàn làm việc")
        return page

    def open(self, page: Page, name: str, *args: Any) -> None:
        """By address, where the way there is not what is tested."""
        page.goto(self.base + reverse(name, args=args))


def save(page: Page) -> None:
    """The main button of a form."""
    page.locator(".submit .btn.primary").first.click()


def day(value: Any) -> str:
    """As people here write a day."""
    return f"{value:%d/%m/%Y}"


# --- What a person does on a page ---


def tab(page: Page, name: str) -> None:
    page.locator("nav.tabs").get_by_role("link", name=name, exact=True).click()


def menu(page: Page, name: str) -> None:
    page.get_by_role("navigation", name="Chính").get_by_role("link", name=name, exact=True).click()


def follow(page: Page, name: str) -> None:
    page.locator("main").get_by_role("link", name=name).first.click()


def act(page: Page, name: str) -> None:
    """An action of the page's head, also one behind "other actions"."""
    action = page.locator(".head .actions").get_by_role("link", name=name)
    if not action.is_visible():
        page.locator(".head .actions summary").click()
    action.click()


def press(page: Page, name: str) -> None:
    page.locator("main").get_by_role("button", name=name).first.click()


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
    for _tick in range(150):
        for mail in sink.messages:
            body = mail.get_body(("plain",))
            if mail["To"] == to and body and words in body.get_content():
                found = re.search(r"http\S+/follow-ups/\d+/", body.get_content())
                assert found
                return urlsplit(found[0]).path
        page.wait_for_timeout(100)
    raise AssertionError("no e-mail came")
