#!/usr/bin/env python
"""Command line of the portal. On a laptop it works whether or not `make run` is running (see portal/lend.py)."""

import os
import sys


def main() -> int:
    """Run a Django management command under the development settings unless told otherwise."""
    settings = os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.development")
    if settings == "portal.settings.development":
        from portal import lend  # noqa: PLC0415 - only a laptop has servers to lend

        return lend.main(sys.argv[1:])
    from django.core.management import execute_from_command_line  # noqa: PLC0415 - after the settings are chosen

    execute_from_command_line(sys.argv)
    return 0


if __name__ == "__main__":
    sys.exit(main())
