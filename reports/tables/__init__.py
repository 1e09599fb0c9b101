"""Lists of the reports floor: the rows behind a figure in the lists people know, and the runs of reports."""

from __future__ import annotations

from typing import Any, Final

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from core.tables import Column, Table
from reports.figures import Indicator, Listing
from reports.tables import citizens, contact, resolutions, sittings, supervision
from reports.tables.rows import EXTRA, Rows
from reports.tables.runs import RunTable

__all__ = ["LISTINGS", "RunTable", "rows_table"]

LISTINGS: Final[dict[Listing, Rows]] = {
    **sittings.LISTINGS,
    **resolutions.LISTINGS,
    **contact.LISTINGS,
    **citizens.LISTINGS,
    **supervision.LISTINGS,
}
"""How each sort of rows is listed."""


def rows_table(indicator: Indicator, rows: QuerySet[Any], *, lower: bool) -> type[Table]:
    """The list of a figure's rows: the usual columns, whose council it is where there are several, what it counted."""
    listing = LISTINGS[indicator.listing]
    extra = [column for name, column in EXTRA.items() if name in rows.query.annotations]
    council = [Column("council", _("Council"), cell=listing.council)] if lower else []

    class FigureRowsTable(Table):
        """The rows of this figure."""

        columns = [*listing.columns, *council, *extra]

        def row_url(self, row: Any) -> str | None:
            return listing.opens(row)

    return FigureRowsTable
