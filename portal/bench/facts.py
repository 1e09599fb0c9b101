"""`python -m portal.bench.facts`: what the benchmark must know of the loaded country, as JSON."""

from __future__ import annotations

import json
import sys

import django
from django.apps import apps
from django.db import connection
from django.urls import reverse


def main() -> None:
    """Rows of the large tables, the pages to ask, and how long the works take."""
    django.setup()
    from portal.bench.pages import pages  # noqa: PLC0415 - models can be read only now
    from portal.bench.works import works  # noqa: PLC0415
    from portal.scale.people import PASSWORD  # noqa: PLC0415

    facts = {
        "sign_in": reverse("account_login"),
        "password": PASSWORD,
        "rows": _rows(),
        "pages": [page._asdict() for page in pages()],
        "works": [work._asdict() for work in works()],
    }
    sys.stdout.write(json.dumps(facts))


def _rows() -> dict[str, int]:
    """About how many rows the tables of work have, by the planner's statistics."""
    names = {model._meta.db_table: model._meta.label for model in apps.get_models()}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname, reltuples::bigint FROM pg_class WHERE relkind = 'r' AND reltuples > 1000"
        )
        counted = {names[table]: rows for table, rows in cursor.fetchall() if table in names}
    return dict(sorted(counted.items(), key=lambda pair: -pair[1]))


if __name__ == "__main__":
    main()
