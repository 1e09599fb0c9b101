"""Resolve requirements/*.in into requirements/*.txt: exact versions with hashes, for every Python and platform.

Needs `uv`. dev.txt is resolved with base.txt as a constraint, so that both hold the same versions.
"""

import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
OPTIONS = ["--universal", "--python-version=3.11", "--generate-hashes", "--no-emit-index-url", "--no-header"]
LOCKS = {"base": [], "dev": ["--constraints=requirements/base.txt"]}


def main() -> None:
    """Resolve both; `--upgrade` among the arguments takes newer versions."""
    uv = shutil.which("uv") or str(ROOT / ".venv" / "bin" / "uv")
    if not Path(uv).exists():
        sys.exit('"make lock" needs uv: install it with ".venv/bin/python -m pip install uv".')
    for name, more in LOCKS.items():
        target = f"requirements/{name}.txt"
        command = [uv, "pip", "compile", f"requirements/{name}.in", f"--output-file={target}", "--quiet"]
        subprocess.run([*command, *OPTIONS, *more, *sys.argv[1:]], cwd=ROOT, check=True)


if __name__ == "__main__":
    main()
