"""Make `.venv` hold what requirements/base.txt or requirements/dev.txt lists; does nothing when it does already.

    python tools/venv.py base|dev [--this-python]

Runs under the machine's own Python, so it uses the standard library only. Every failure is one sentence.
"""

import hashlib
import importlib.util
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import NoReturn

ROOT = Path(__file__).resolve().parents[1]
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
FIRST, LAST = (3, 11), (3, 13)
UNREACHABLE = re.compile(
    r"Retrying|NewConnectionError|ConnectionError|ConnectTimeout|Temporary failure|ProxyError|SSLError"
)
NO_WHEEL = re.compile(r"No matching distribution found for ([^\s;(]+)")


def main(wanted: str, *, this_python: bool) -> None:
    """`wanted` is "base" or "dev"; dev contains base at the same versions.

    An environment of another fitting Python is kept, unless the user chose this one.
    """
    requirements = ROOT / "requirements" / f"{wanted}.txt"
    serves = _serves(this_python=this_python)
    if serves and _stamp(wanted).exists() and _stamp(wanted).read_text() == _fingerprint(requirements):
        return
    if not serves:
        _create()
    _say(
        f"Installing the packages of requirements/{requirements.name} into .venv, which takes about a minute…"
    )
    _install(requirements)
    for name in {wanted, "base"}:
        _stamp(name).write_text(_fingerprint(ROOT / "requirements" / f"{name}.txt"))


def _stamp(name: str) -> Path:
    return VENV / f"{name}.stamp"


def _fingerprint(requirements: Path) -> str:
    """Changes with the list, and with the place: scripts in a virtual environment name their own folder."""
    return f"{hashlib.sha256(requirements.read_bytes()).hexdigest()} {VENV}\n"


def _serves(*, this_python: bool) -> bool:
    """Whether .venv is whole, was made here, and is of a Python that fits."""
    moved = any(stamp.read_text().split()[-1:] != [str(VENV)] for stamp in VENV.glob("*.stamp"))
    version = _version()
    return not moved and (version == sys.version_info[:2] if this_python else FIRST <= version <= LAST)


def _version() -> tuple[int, ...]:
    """Of the Python in .venv, without starting it; (0,) when there is none that could start."""
    config = VENV / "pyvenv.cfg"
    found = (
        re.search(r"^version(?:_info)? *= *(\d+)\.(\d+)", config.read_text(), re.MULTILINE)
        if config.exists()
        else None
    )
    has_pip = PYTHON.exists() and any(VENV.glob("lib/python*/site-packages/pip/__init__.py"))
    return (int(found[1]), int(found[2])) if found and has_pip else (0,)


def _create() -> None:
    for module in ("venv", "ensurepip"):
        if importlib.util.find_spec(module) is None:
            _stop(
                f"This Python ({sys.executable}) lacks the module {module}: install it "
                f"(Debian and Ubuntu: apt install python3.{sys.version_info.minor}-venv), or name another with PYTHON=."
            )
    try:
        shutil.rmtree(VENV, ignore_errors=True)
        made = subprocess.run(
            [sys.executable, "-m", "venv", VENV], capture_output=True, text=True, check=False
        )
    except OSError as error:
        _stop(f".venv cannot be made in {ROOT}: {error.strerror}.")
    if made.returncode:
        _stop(f".venv cannot be made in {ROOT}: {_last_line(made.stderr + made.stdout)}")


def _install(requirements: Path) -> None:
    """Wheels only and hashes checked: no compiler is ever needed, and nothing unexpected gets in."""
    done = subprocess.run(
        [
            *(PYTHON, "-m", "pip", "install", "--quiet", "--no-input", "--disable-pip-version-check"),
            *("--no-deps", "--require-hashes", "--only-binary", ":all:", "--requirement", requirements),
        ],
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        _stop(_why(done.stderr + done.stdout))


def _why(output: str) -> str:
    if UNREACHABLE.search(output):
        return "The packages could not be fetched: the package index does not answer; check the network and retry."
    if missing := NO_WHEEL.search(output):
        python = f"Python {sys.version_info.major}.{sys.version_info.minor}"
        return (
            f"The package {missing[1]} has no ready-built wheel for {python} on {sys.platform}, and building it "
            "would need a compiler: use Python 3.11, 3.12 or 3.13 on 64-bit Linux or macOS (PYTHON= names it)."
        )
    return f"The packages could not be installed: {_last_line(output)}"


def _last_line(output: str) -> str:
    lines = [line.removeprefix("ERROR: ").strip() for line in output.splitlines() if line.strip()]
    return (lines or ["no reason was given"])[-1]


def _say(text: str) -> None:
    sys.stderr.write(f"{text}\n")


def _stop(sentence: str) -> NoReturn:
    _say(sentence)
    sys.exit(1)


if __name__ == "__main__":
    main(sys.argv[1], this_python="--this-python" in sys.argv)
