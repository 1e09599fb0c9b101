"""The commands of the folder: the Makefile, the environment that it makes, the locked packages, and what CI runs."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tools import venv

ROOT = Path(__file__).resolve().parents[2]
TARGETS = ["run", "test", "lint", "types", "fmt", "messages", "shell", "lock"]
LOCKED = re.compile(r"^([\w.-]+)==([^\s;]+)", re.MULTILINE)


def make(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(["make", *arguments], cwd=ROOT, capture_output=True, text=True, check=False)


def test_make_alone_lists_every_command_with_one_line() -> None:
    listed = re.findall(r"^ +make (\w+) +\S+", make().stdout, re.MULTILINE)
    assert set(TARGETS) <= set(listed)


def test_a_python_that_does_not_fit_gives_one_sentence(tmp_path: Path) -> None:
    old = tmp_path / "python3.9"
    old.write_text("#!/bin/sh\nexit 1\n")
    old.chmod(0o755)
    first_line = make("run", f"PYTHON={old}").stderr.splitlines()[0]
    assert first_line.startswith(f"{old} does not run or is not Python 3.11, 3.12 or 3.13")


def test_ci_runs_style_types_and_tests_and_names_no_registry() -> None:
    script = ROOT / ".ci" / "run"
    assert os.access(script, os.X_OK)
    text = script.read_text()
    assert re.findall(r"^make (\w+)$", text, re.MULTILINE) == ["lint", "types", "test"]
    assert "://" not in text


@pytest.mark.parametrize("name", ["base", "dev"])
def test_every_package_is_locked_with_hashes_and_no_host(name: str) -> None:
    text = (ROOT / "requirements" / f"{name}.txt").read_text()
    assert "://" not in text
    for entry in re.split(r"\n(?=\S)", text):
        assert entry.startswith("#") or "--hash=sha256:" in entry


def test_tests_run_on_the_very_versions_that_the_portal_runs_on() -> None:
    base, dev = (
        set(LOCKED.findall((ROOT / "requirements" / f"{name}.txt").read_text())) for name in ("base", "dev")
    )
    assert base <= dev


@pytest.mark.parametrize(
    ("output", "sentence"),
    [
        (
            "WARNING: NewConnectionError\nERROR: No matching distribution found for amqp==5.4.2",
            "the package index does not answer",
        ),
        (
            "ERROR: No matching distribution found for typst==0.13 (from -r x)",
            "typst==0.13 has no ready-built wheel",
        ),
        ("ERROR: No space left on device", "could not be installed: No space left on device"),
        ("", "could not be installed: no reason was given"),
    ],
)
def test_a_failed_installation_says_why_in_one_sentence(output: str, sentence: str) -> None:
    assert sentence in venv._why(output)


def environment_at(folder: Path, version: str) -> None:
    """What `python -m venv` leaves, as far as is looked at."""
    for file in ("bin/python", "lib/python3/site-packages/pip/__init__.py"):
        (folder / file).parent.mkdir(parents=True)
        (folder / file).touch()
    (folder / "pyvenv.cfg").write_text(f"version = {version}\n")


@pytest.mark.parametrize(
    ("version", "kept"), [("3.10.9", False), ("3.11.2", True), ("3.13.0", True), ("3.14.1", False)]
)
def test_an_environment_is_kept_when_its_python_fits(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, version: str, *, kept: bool
) -> None:
    monkeypatch.setattr(venv, "VENV", tmp_path)
    monkeypatch.setattr(venv, "PYTHON", tmp_path / "bin" / "python")
    environment_at(tmp_path, version)
    assert venv._serves(this_python=False) is kept


def test_an_environment_of_another_python_or_another_place_is_made_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(venv, "VENV", tmp_path)
    monkeypatch.setattr(venv, "PYTHON", tmp_path / "bin" / "python")
    assert not venv._serves(this_python=False)
    environment_at(tmp_path, f"3.{sys.version_info.minor}.0")
    assert venv._serves(this_python=True)
    (tmp_path / "base.stamp").write_text("0123 /somewhere/else/.venv\n")
    assert not venv._serves(this_python=True)
