"""How people walk through the portal in a real browser: each has one of their own."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.urls import reverse
from playwright.sync_api import BrowserContext, Page, expect

from tests import factories


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
