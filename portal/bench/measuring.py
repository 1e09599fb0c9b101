"""Asks pages as a browser would: signed in, kept alive, compressed; one client after the other or eight at once."""

from __future__ import annotations

import gzip
import http.client
import re
import statistics
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from html import unescape
from http.cookies import SimpleCookie
from itertools import repeat
from typing import Final, NamedTuple
from urllib.parse import urlencode

from portal.bench.counting import HEADER
from portal.processes import LOOPBACK

_TOKEN: Final = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
_NEXT: Final = re.compile(r'<a[^>]*rel="next"[^>]*href="([^"]+)"|<a[^>]*href="([^"]+)"[^>]*rel="next"')
OK: Final = 200
FOUND: Final = 302


class Answer(NamedTuple):
    """One answer: how long it took in seconds, its status, its size as transferred, its queries, its text."""

    seconds: float
    status: int
    size: int
    queries: int
    text: str


class Client:
    """One browser of one user."""

    def __init__(self, port: int) -> None:
        """Not signed in yet."""
        self.connection = http.client.HTTPConnection(LOOPBACK, port, timeout=120)
        self.cookies: dict[str, str] = {}

    def ask(self, url: str, form: dict[str, str] | None = None) -> Answer:
        """One request; a redirect is an answer like any other."""
        headers = {
            "Accept-Encoding": "gzip",
            "Accept": "text/html",
            "Accept-Language": "vi",
            "Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items()),
        }
        body = None
        if form is not None:
            body = urlencode(form)
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        began = time.perf_counter()
        self.connection.request("POST" if form is not None else "GET", url, body, headers)
        response = self.connection.getresponse()
        content = response.read()
        seconds = time.perf_counter() - began
        for line in response.headers.get_all("Set-Cookie") or ():
            for name, morsel in SimpleCookie(line).items():
                self.cookies[name] = morsel.value
        size = len(content)
        if response.headers.get("Content-Encoding") == "gzip":
            content = gzip.decompress(content)
        queries = int(response.headers.get(HEADER) or 0)
        return Answer(seconds, response.status, size, queries, content.decode(errors="replace"))

    def sign_in(self, url: str, user: str, password: str) -> None:
        """Raises RuntimeError where the sign-in is refused."""
        page = self.ask(url)
        token = _TOKEN.search(page.text)
        form = {"login": user, "password": password, "csrfmiddlewaretoken": token[1] if token else ""}
        if self.ask(url, form).status != FOUND:
            message = f"{user} could not sign in"
            raise RuntimeError(message)

    def follow(self, url: str, steps: int) -> str:
        """The address that so many steps of paging lead to, or the last one there is."""
        for _step in range(steps):
            found = _NEXT.search(self.ask(url).text)
            if found is None:
                break
            link = unescape(found[1] or found[2])
            url = url.partition("?")[0] + link if link.startswith("?") else link
        return url


WARMING: Final = 24
"""Answers that are not measured: two web servers have then prepared and planned what the page asks for good."""


@dataclass(frozen=True, slots=True)
class Result:
    """What one page cost; times in milliseconds."""

    name: str
    url: str
    clients: int
    asked: int
    errors: int
    queries: int
    size: int
    median: float
    p95: float
    p99: float


def measure(clients: Sequence[Client], name: str, url: str, times: int) -> Result:
    """Ask a page so often with each client, all at once, as in a portal in use: it has been asked before."""
    for _time in range(WARMING):
        clients[0].ask(url)
    if len(clients) == 1:
        answers = [clients[0].ask(url) for _time in range(times)]
    else:
        with ThreadPoolExecutor(len(clients)) as pool:
            found = pool.map(_several, clients, repeat(url), repeat(times))
            answers = [answer for several in found for answer in several]
    seconds = sorted(answer.seconds * 1000 for answer in answers)
    return Result(
        name=name,
        url=url,
        clients=len(clients),
        asked=len(answers),
        errors=sum(answer.status != OK for answer in answers),
        queries=max(answer.queries for answer in answers),
        size=max(answer.size for answer in answers),
        median=statistics.median(seconds),
        p95=_quantile(seconds, 0.95),
        p99=_quantile(seconds, 0.99),
    )


def _several(client: Client, url: str, times: int) -> list[Answer]:
    return [client.ask(url) for _time in range(times)]


def _quantile(ordered: Sequence[float], share: float) -> float:
    return ordered[min(len(ordered) - 1, round(share * (len(ordered) - 1)))]
