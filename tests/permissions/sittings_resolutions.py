"""Lines of the sittings floor: resolutions."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from sessions import services
from sessions.models import Resolution
from tests import factories
from tests.permissions.lines import (
    HIDDEN,
    INCOMPLETE,
    OK,
    ON,
    READ,
    READ_LIST,
    REFUSED,
    Line,
    decide,
    deciders_here,
    form,
    staff_here,
    staff_on_record,
    who,
)

RESOLUTION = {"pk": "resolution"}
"""Issued, with a task for `agency`: that agency reads it and does nothing to it."""
DRAFT_RESOLUTION = {"pk": "draft_resolution"}
TASKED = who(OK, nobody=HIDDEN, administrator=HIDDEN, other_agency=HIDDEN, stranger=HIDDEN)


def on_resolution(status: int) -> dict[str, int]:
    """What the secretariat does with an issued resolution; the agency that it gives a task reads it only."""
    return staff_on_record(status, agency=REFUSED)


def deciders_on_record(status: int) -> dict[str, int]:
    """What secretariat and leaders do with a record that no agency sees."""
    return staff_on_record(status, leader=status)


LINES: list[Line] = [
    # resolutions
    Line("sittings:resolution_list", get=who(OK, nobody=REFUSED, administrator=REFUSED)),
    form("sittings:resolution_create", staff_here(OK)),
    form("sittings:resolution_enter", staff_here(OK)),
    Line("sittings:sitting_resolutions", get=READ, ids={"pk": "sitting"}),
    Line("sittings:resolution_detail", get=TASKED, ids=RESOLUTION),
    form("sittings:resolution_edit", staff_on_record(OK), ids=DRAFT_RESOLUTION),
    Line("sittings:resolution_file", get=TASKED, ids={**RESOLUTION, "extension": "docx_extension"}),
    Line("sittings:resolution_copy", get=TASKED, ids={**RESOLUTION, "number": "first"}),
    form("sittings:resolution_table", staff_on_record(OK), ids=DRAFT_RESOLUTION),
    form("sittings:resolution_defer", staff_on_record(OK), ids=DRAFT_RESOLUTION),
    Line(
        "sittings:resolution_adopt",
        get=staff_on_record(ON),
        post=staff_on_record(INCOMPLETE),
        ids=DRAFT_RESOLUTION,
    ),  # the council adopts by a vote: the page says so
    form("sittings:resolution_sign", deciders_on_record(OK), ids={"pk": "passed_resolution"}),
    form("sittings:resolution_issue", staff_on_record(OK), ids={"pk": "signed_resolution"}),
    Line(
        "sittings:tasks_send",
        get=staff_on_record(ON),
        post=staff_on_record(INCOMPLETE),
        ids={"pk": "signed_resolution"},
    ),  # the tasks of what is not issued go out with the issue: the page says so
    form("sittings:resolution_send_up", on_resolution(OK), ids=RESOLUTION),
    form("sittings:resolution_gazette", on_resolution(OK), ids=RESOLUTION),
    form("sittings:resolution_publish", on_resolution(OK), ids=RESOLUTION),
    form("sittings:resolution_force", on_resolution(OK), ids=RESOLUTION),
    form("sittings:resolution_attach", on_resolution(OK), ids=RESOLUTION),
    form("sittings:resolution_undo", staff_on_record(OK), ids={"pk": "tabled_resolution", "step": "undone"}),
    form("sittings:relation_create", on_resolution(OK), ids=RESOLUTION),
    Line(
        "sittings:relation_remove",
        get=staff_on_record(OK),
        post=staff_on_record(INCOMPLETE),
        ids={"pk": "signed_resolution", "relation_pk": "relation"},
    ),
    form("sittings:task_create", decide(OK), ids=RESOLUTION),
    form("sittings:task_edit", deciders_on_record(OK), ids={"pk": "signed_resolution", "task_pk": "task"}),
    form("sittings:task_remove", deciders_on_record(OK), ids={"pk": "signed_resolution", "task_pk": "task"}),
    Line("sittings:indicator_list", get=READ_LIST),
    form("sittings:targets_edit", on_resolution(OK), ids=RESOLUTION),
    form("sittings:values_report", on_resolution(OK), ids=RESOLUTION),
    Line("sittings:review_list", get=READ_LIST),
    Line("sittings:review_open", get=deciders_here(OK), post=deciders_here(ON)),
    Line("sittings:review_detail", get=READ, ids={"pk": "review"}),
    form("sittings:review_decide", deciders_on_record(OK), ids={"pk": "review"}),
    form("sittings:review_carry", deciders_on_record(OK), ids={"pk": "review"}),
    Line("sittings:review_copy", get=READ, ids={"pk": "review", "number": "first"}),
]


def extend(world: Any, term: Any) -> None:
    """One record of each kind."""
    _resolutions(world, term)


def _resolutions(world: Any, term: Any) -> None:
    """Resolutions in their states: issued with a task for the agency, signed with one that waits, adopted, drafts."""
    from documents.services import store_file  # noqa: PLC0415 - only these records need it
    from followups.models import FollowUp  # noqa: PLC0415 - see above
    from tests.permissions.world import PDF  # noqa: PLC0415 - that module reads this one

    staff, council = world.users["secretariat"], term.council
    day = date(2026, 3, 10)
    sitting = factories.SittingFactory(council_term=term, opens_on=day, closes_on=day, state="closed")
    copy = store_file(council=council, user=staff, name="nghi-quyet.pdf", content=PDF)
    given: dict[str, Any] = {
        "sitting": sitting,
        "text": "Điều 1. Giao nhiệm vụ.",
        "proposer": "Ủy ban nhân dân xã",
    }
    agency = council.agencies.get(pk=world.ids["agency"])

    def passed(**values: Any) -> Resolution:
        return services.adopt(
            resolution=factories.ResolutionFactory(**{**given, **values}), on=day, user=staff
        )

    def signed(**values: Any) -> Resolution:
        return services.sign(resolution=passed(**values), user=None, on=day, signer="Chủ tịch")

    def task(resolution: Resolution) -> Any:
        wanted = FollowUp(
            title="Báo cáo kết quả",
            agency=agency,
            due_on=date(2027, 6, 30),
            accountable="Trưởng phòng",
            evidence="Báo cáo",
        )
        return services.add_task(resolution=resolution, user=staff, follow_up=wanted)

    issued, waiting = signed(signed_file=copy), signed()
    task(issued)
    services.issue(resolution=issued, user=staff, on=day)
    services.save_targets(
        resolution=issued,
        user=staff,
        rows=[services.TargetRow("Thu ngân sách", "tỷ đồng", 2026, Decimal(90))],
    )
    inherited = signed(is_normative=True, signed_file=copy, in_force_on=day)
    services.open_review(council=council, user=staff)
    review = inherited.reviews.get()
    services.decide(review=review, user=staff, outcome="amend", reason="Đổi tên đơn vị", on=day)
    tabled = services.table(resolution=factories.ResolutionFactory(**given), user=staff, on=day)
    world.ids |= {
        "resolution": issued.pk,
        "signed_resolution": waiting.pk,
        "relation": services.relate(
            resolution=waiting, user=staff, kind="amends", effective_on=day, target=issued
        ).pk,
        "task": task(waiting).pk,
        "passed_resolution": passed().pk,
        "draft_resolution": factories.ResolutionFactory(**given).pk,
        "tabled_resolution": tabled.pk,
        "undone": "tabling",
        "review": review.pk,
        "first": 1,
        "docx_extension": "docx",
    }
