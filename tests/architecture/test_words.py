"""Every sentence a user can read exists in both languages; nothing in the tree speaks of machines or hosts."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.architecture.test_floors import ROOT

TEXTS = {".py", ".html", ".md", ".toml", ".txt", ".in", ".css", ".js", ".csv", ".po", ""}


def tracked_files() -> list[Path]:
    listed = subprocess.run(
        ["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False
    ).stdout.split()
    return [ROOT / name for name in listed if Path(name).suffix in TEXTS and (ROOT / name).is_file()]


def test_catalogues_are_complete_in_vietnamese_and_english() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tools.messages", "check"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_no_string_is_marked_inside_an_f_string_where_the_collector_cannot_see_it() -> None:
    marked = re.compile(r"\{n?p?gettext\(|\{_\(")
    hidden = [
        str(path.relative_to(ROOT))
        for path in tracked_files()
        if path.suffix == ".py"
        and "tests" not in path.parts
        and marked.search(path.read_text(encoding="utf-8"))
    ]
    assert hidden == []


def test_no_file_names_a_registry_or_a_machine_s_path() -> None:
    names = (("pypi", "org"), ("pythonhosted", "org"), ("registry", "npmjs"), ("deb", "debian", "org"))
    hosts = [".".join(parts) for parts in names]
    paths = re.compile(r"(^|[^a-zA-Z./])/(work|farm|root)/")
    found = []
    for path in tracked_files():
        text = path.read_text(encoding="utf-8", errors="replace")
        if any(host in text for host in hosts) or paths.search(text):
            found.append(str(path.relative_to(ROOT)))
    if not tracked_files():
        pytest.fail("git lists no files: run the tests in a checkout")
    assert found == []
