"""Management commands on a laptop: `python -m portal.lend COMMAND`, whether or not `make run` is running."""

import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path

from django.core.management import execute_from_command_line

from portal.processes import HeldError, StartError, hold, sentence
from portal.services import running, serve

ROOT = Path(__file__).resolve().parents[1]


def chosen_data_dir(environment: Mapping[str, str]) -> Path:
    """`DATA_DIR`, `.data` in the project's folder when it is not given."""
    return Path(environment.get("DATA_DIR") or ROOT / ".data").expanduser().absolute()


@contextmanager
def servers() -> Iterator[None]:
    """Put `DATABASE_URL` and `REDIS_URL` into the environment where they are missing.

    They are those of the running portal; when none is running, servers run for the length of the block.
    """
    database, broker = os.environ.get("DATABASE_URL", ""), os.environ.get("REDIS_URL", "")
    data_dir = chosen_data_dir(os.environ)
    with ExitStack() as stack:
        if not (database and broker):
            try:
                stack.enter_context(hold(data_dir))
                urls = stack.enter_context(serve(data_dir, database=database, broker=broker))
            except HeldError:
                urls = running(data_dir)
            os.environ.update(DATABASE_URL=database or urls.database, REDIS_URL=broker or urls.redis)
        yield


def main(arguments: list[str]) -> int:
    """Run one management command under the development settings unless told otherwise."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.development")
    try:
        with servers():
            execute_from_command_line(["manage.py", *arguments])
    except (StartError, PermissionError) as problem:
        sys.stderr.write(f"{sentence(problem)}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
