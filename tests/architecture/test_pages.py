"""Pages run under a strict Content-Security-Policy and are named after one scheme."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.urls import URLPattern, URLResolver, get_resolver

from tests.architecture.test_floors import ROOT

TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
OUR_NAMESPACES = {
    "accounts",
    "councils",
    "documents",
    "followups",
    "sittings",
    "voters",
    "supervision",
    "reports",
}
NAME = re.compile(r"[a-z]+(_[a-z]+)*")


def url_patterns(
    resolver: URLResolver | None = None, namespace: str = ""
) -> Iterator[tuple[str, URLPattern]]:
    """(namespace, pattern) of every address of the portal itself."""
    for pattern in (resolver or get_resolver()).url_patterns:
        if isinstance(pattern, URLResolver):
            yield from url_patterns(pattern, pattern.namespace or namespace)
        else:
            yield namespace, pattern


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_template_has_no_inline_script_or_style(template: Path) -> None:
    text = template.read_text(encoding="utf-8")
    assert not re.search(r"<style\b", text)
    assert not re.search(r"\sstyle\s*=", text)
    assert not re.search(r"\son[a-z]+\s*=\s*[\"']", text)
    for script in re.findall(r"<script\b[^>]*>", text):
        assert "src=" in script, script
    assert "javascript:" not in text


def test_no_script_sets_styles_inline() -> None:
    for script in (ROOT / "static" / "js").rglob("*.js"):
        text = script.read_text(encoding="utf-8")
        assert "innerHTML" not in text or "// trusted" in text, (
            f"{script.name}: text from a page must stay text"
        )
        assert "eval(" not in text


def test_addresses_are_named_after_their_model_and_action() -> None:
    badly = [
        f"{namespace}:{pattern.name}"
        for namespace, pattern in url_patterns()
        if namespace in OUR_NAMESPACES and not (pattern.name and NAME.fullmatch(pattern.name))
    ]
    assert badly == []


def test_addresses_end_with_a_slash_and_use_hyphens() -> None:
    badly = [
        str(pattern.pattern)
        for namespace, pattern in url_patterns()
        if namespace in OUR_NAMESPACES
        and str(pattern.pattern)
        and (
            not str(pattern.pattern).endswith(("/", ".ics"))
            or "_" in re.sub(r"<[^>]*>", "", str(pattern.pattern))
        )
    ]
    assert badly == []
