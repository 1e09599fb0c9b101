"""What every test may count on: real PostgreSQL and Valkey, compiled catalogues, a browser where there is one."""

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, expect, sync_playwright

from portal.services import serve
from tools import messages

pytest_plugins = ("tests.fixtures",)

CHROMIUM = ("chromium", "chromium-browser", "google-chrome")
CHROMIUM_ARGUMENTS = [
    "--no-sandbox",  # Chromium refuses a sandbox to root
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-quic",
    "--disable-sync",
    "--no-first-run",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",  # pages may ask nobody but us
]
PAGE_PATIENCE, SIGHT_PATIENCE = 30_000, 15_000
"""Milliseconds until a page that is opened, and something that must be seen on it, are given up: cores are shared."""
DESKTOP = {"width": 1280, "height": 900}
PHONE = {"width": 390, "height": 844}


# --- Servers and settings: before Django reads its settings ---


def pytest_configure(config: pytest.Config) -> None:
    """Start the servers in the process that the user started; parallel workers inherit their URLs."""
    if "PYTEST_XDIST_WORKER" not in os.environ:
        stack = ExitStack()
        config.add_cleanup(stack.close)
        _start(stack)
    os.environ["DJANGO_SETTINGS_MODULE"] = "portal.settings.test"
    from django.conf import settings  # noqa: PLC0415 - reads the environment that has just been made

    assert settings.DATABASES  # pytest-django goes on only with settings that have been read


def _start(stack: ExitStack) -> None:
    messages.compile_catalogues()
    folder = Path(tempfile.mkdtemp(prefix="nghi-truong-"))
    stack.callback(shutil.rmtree, folder, ignore_errors=True)
    folder.chmod(0o711)  # PostgreSQL's own account must pass through when root runs the tests
    (folder / "static").mkdir()  # WhiteNoise warns of a missing STATIC_ROOT
    given = {"database": os.environ.get("DATABASE_URL", ""), "broker": os.environ.get("REDIS_URL", "")}
    urls = stack.enter_context(serve(folder, durable=False, **given))
    os.environ.update(DATA_DIR=str(folder), DATABASE_URL=urls.database, REDIS_URL=urls.redis)


# --- Browser ---


@pytest.fixture(scope="session")
def chromium() -> str:
    """The path of Chromium; skips the test where it is missing, unless `REQUIRE_BROWSER` says that it must be there."""
    found = next(filter(None, map(shutil.which, CHROMIUM)), None)
    if found:
        return found
    reason = "Chromium is not installed (Debian and Ubuntu: apt install chromium)"
    if os.environ.get("REQUIRE_BROWSER"):
        pytest.fail(reason)
    pytest.skip(reason)


@pytest.fixture(scope="session")
def browser(chromium: str) -> Iterator[Browser]:
    """One Chromium for all browser tests of a process."""
    from django.db import connections  # noqa: PLC0415 - Django is set up by then

    # Playwright keeps an event loop in this thread, which Django would take for asynchronous code. It gives such code
    # connections of its own: one that is open by now would stay so to the end, where nobody could close it.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    connections.close_all()
    expect.set_options(timeout=SIGHT_PATIENCE)
    with sync_playwright() as playwright:
        yield playwright.chromium.launch(executable_path=chromium, args=CHROMIUM_ARGUMENTS)


@pytest.fixture
def new_context(browser: Browser) -> Iterator[Callable[..., BrowserContext]]:
    """Make browser contexts (`new_context(java_script_enabled=False)`), each a user of its own.

    A script error or a breach of the Content-Security-Policy on any of their pages fails the test.
    """
    contexts: list[BrowserContext] = []
    problems: list[str] = []

    def make(**options: Any) -> BrowserContext:
        defaults = {"viewport": DESKTOP, "locale": "vi-VN", "timezone_id": "Asia/Ho_Chi_Minh"}
        context = browser.new_context(**(defaults | options))
        context.set_default_timeout(PAGE_PATIENCE)
        context.on("weberror", lambda error: problems.append(str(error.error)))
        context.on("console", lambda line: problems.extend(_breaches(line)))
        contexts.append(context)
        return context

    yield make
    for context in contexts:
        context.close()
    assert not problems


def _breaches(line: ConsoleMessage) -> list[str]:
    return [line.text] if "Content Security Policy" in line.text else []


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """The database of the run; what a live server or a thread left connected is ended before it is dropped."""
    yield
    from django.db import connection  # noqa: PLC0415 - Django is set up by then

    others = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database()"
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        cursor.execute(f"{others} AND pid <> pg_backend_pid()")


@pytest.fixture
def page(new_context: Callable[..., BrowserContext]) -> Page:
    """A page of a desktop screen."""
    return new_context().new_page()


@pytest.fixture
def phone(new_context: Callable[..., BrowserContext]) -> Page:
    """A page of a telephone's screen."""
    return new_context(viewport=PHONE, has_touch=True, is_mobile=True).new_page()
