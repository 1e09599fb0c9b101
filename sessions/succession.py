"""Whose texts a council has inherited: its predecessors of every level."""

from __future__ import annotations

from datetime import date
from typing import Final

from django.db import connection

from councils.models import Council, CouncilSuccession

_LINE: Final = """
    WITH RECURSIVE line(council_id) AS (
        SELECT predecessor_id FROM councils_councilsuccession
        WHERE successor_id = %(council)s AND effective_on <= %(day)s AND kind <> %(partial)s
        UNION
        SELECT earlier.predecessor_id FROM councils_councilsuccession earlier
        JOIN line ON earlier.successor_id = line.council_id
        WHERE earlier.effective_on <= %(day)s AND earlier.kind <> %(partial)s
    )
    SELECT council_id FROM line WHERE council_id <> %(council)s
"""


def predecessors_of(council: Council, on: date) -> frozenset[int]:
    """Ids of the councils that this one had followed by a day, also through others; one query.

    A council that only gave away a part of its territory lives on with its texts and is none of them.
    """
    partial = CouncilSuccession.Kind.PARTIAL_TRANSFER.value
    with connection.cursor() as cursor:
        cursor.execute(_LINE, {"council": council.pk, "day": on, "partial": partial})
        return frozenset(row[0] for row in cursor.fetchall())
