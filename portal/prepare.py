"""What the database needs before the processes start: migrations, the country's councils, the demonstration.

Run as a process of its own by `make run`, so that the process which supervises the others stays small.
"""

import os
import sys

import django
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import Error


def prepare() -> None:
    """Bring the database to the state that this version of the code needs; quick when it is there already."""
    from accounts.models import User  # noqa: PLC0415 - models exist only after django.setup()
    from councils.models import Council  # noqa: PLC0415

    call_command("migrate", interactive=False, verbosity=0)
    if not Council.objects.exists():
        _say("Registering the councils of 34 provinces and 3,321 communes (first start only)")
        call_command("load_councils", verbosity=0)
    if settings.DEMONSTRATION_ALLOWED and not User.objects.exists():
        _say("Loading the demonstration (first start only, less than a minute)")
        call_command("load_demo", "--if-empty", verbosity=0)
    if not getattr(settings, "WHITENOISE_USE_FINDERS", False):
        call_command("collectstatic", interactive=False, verbosity=0)


def _say(step: str) -> None:
    sys.stdout.write(f"{step}…\n")
    sys.stdout.flush()


def main() -> int:
    """Exit code 1 and one sentence when the database cannot be prepared."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.development")
    try:
        django.setup()
        prepare()
    except (CommandError, Error) as error:
        sys.stderr.write(f"The database could not be prepared: {' '.join(str(error).split())}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
