"""Lines of the sittings floor, by noun; each part also puts its records into the world."""

from __future__ import annotations

from typing import Any

from tests import factories
from tests.permissions.lines import OK, READ, READ_LIST, Line, form, staff_here, staff_on_record

LINES: list[Line] = [
    Line("sittings:sitting_list", get=READ_LIST),
    form("sittings:sitting_create", staff_here(OK)),
    Line("sittings:sitting_detail", get=READ, ids={"pk": "sitting"}),
    form("sittings:sitting_edit", staff_on_record(OK), ids={"pk": "sitting"}),
]


def extend(world: Any, term: Any) -> None:
    """One record of each kind."""
    world.ids |= {"sitting": factories.SittingFactory(council_term=term).pk}
