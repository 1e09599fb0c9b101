"""Lines of the sittings floor, by noun; each part also puts its records into the world."""

from __future__ import annotations

from typing import Any

from tests import factories
from tests.permissions.lines import OK, ON, READ, READ_LIST, Line, form, staff_here, staff_on_record

SITTING = {"pk": "sitting"}


def decided(status: int) -> dict[str, int]:
    """What secretariat and leaders decide on a sitting; others of the council may not, outsiders see nothing."""
    return staff_on_record(status, leader=status)


LINES: list[Line] = [
    Line("sittings:sitting_list", get=READ_LIST),
    form("sittings:sitting_create", staff_here(OK)),
    Line("sittings:sitting_detail", get=READ, ids=SITTING),
    form("sittings:sitting_edit", staff_on_record(OK), ids=SITTING),
    form("sittings:sitting_lay_out", staff_on_record(OK), ids=SITTING),
    form("sittings:sitting_move", decided(OK), ids={**SITTING, "name": "sitting_move"}),
    form("sittings:step_create", staff_on_record(OK), ids=SITTING),
    form("sittings:step_edit", staff_on_record(OK), ids={"pk": "own_step"}),
    form("sittings:step_finish", staff_on_record(OK), ids={"pk": "step"}),
    form("sittings:step_leave_out", staff_on_record(OK), ids={"pk": "step"}),
    Line(
        "sittings:step_undo",
        get=staff_on_record(OK),
        post=staff_on_record(ON),
        ids={"pk": "done_step"},
    ),
    Line("sittings:plenary_plan", get=staff_on_record(OK), post=staff_on_record(ON), ids=SITTING),
    form("sittings:plenary_create", staff_on_record(OK), ids=SITTING),
    form("sittings:plenary_edit", staff_on_record(OK), ids={"pk": "half_day"}),
    Line(
        "sittings:plenary_remove",
        get=staff_on_record(OK),
        post=staff_on_record(ON),
        ids={"pk": "half_day"},
    ),
]


def extend(world: Any, term: Any) -> None:
    """One record of each kind."""
    sitting = factories.SittingFactory(council_term=term)
    step = factories.SittingStepFactory(sitting=sitting)
    world.ids |= {
        "sitting": sitting.pk,
        "sitting_move": "postpone",
        "step": step.pk,
        "own_step": factories.SittingStepFactory(sitting=sitting).pk,
        "done_step": factories.SittingStepFactory(sitting=sitting, done_on=sitting.opens_on).pk,
        "half_day": factories.PlenaryMeetingFactory(sitting=sitting).pk,
    }
