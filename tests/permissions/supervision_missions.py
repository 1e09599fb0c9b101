"""Lines of the supervision floor: missions, their bodies, outline, sessions, findings and consideration."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from supervision import services
from supervision.models import Finding, SupervisedBody
from tests.permissions.lines import (
    HIDDEN,
    OK,
    ON,
    OWED,
    READ,
    REFUSED,
    Line,
    form,
    owner_act,
    staff_on_record,
    who,
)
from tests.supervision.mission_world import World, ago

PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
OFF_TEAM = dict.fromkeys(("committee", "delegate", "above"), REFUSED)
"""Who reads the mission but not its working papers: the report has not been handed in."""
PAPERS = READ | OFF_TEAM
DECIDE = staff_on_record(OK, leader=OK)
OUT_OF_REACH = dict.fromkeys(("committee", "delegate", "above"), HIDDEN)
BODY_ACT = {"agency": REFUSED}
"""The supervised body sees its page and may not do this."""
PLANNED, TOLD, ONE = {"pk": "planned_mission"}, {"pk": "told_mission"}, {"pk": "told_body"}
SESSION, QUESTION, FINDING = {"pk": "planned_session"}, {"pk": "question"}, {"pk": "finding"}


def _pressed(name: str, line: dict[str, int], ids: dict[str, str], **data: str) -> Line:
    """A page that asks, and does what it says without anything typed."""
    post = {actor: ON if status == OK else status for actor, status in line.items()}
    return Line(name, get=line, post=post, ids=ids, data=data)


LINES: list[Line] = [
    # missions
    form("supervision:mission_team", staff_on_record(OK), ids=PLANNED),
    _pressed("supervision:mission_text", staff_on_record(OK), {**PLANNED, "paper": "paper_plan"}),
    form("supervision:mission_decide", DECIDE, ids=PLANNED),
    form("supervision:mission_plan", staff_on_record(OK), ids=PLANNED),
    form("supervision:mission_notify", staff_on_record(OK), ids=PLANNED),
    form("supervision:mission_move", staff_on_record(OK), ids={**PLANNED, "name": "step_collect"}),
    form("supervision:mission_set_aside", DECIDE, ids={**PLANNED, "name": "step_drop"}),
    _pressed("supervision:mission_verification", staff_on_record(OK), PLANNED),
    form("supervision:mission_consider", DECIDE, ids=TOLD),
    form("supervision:mission_conclude", DECIDE, ids=TOLD),
    Line("supervision:mission_results", get=READ, ids=TOLD),
    form("supervision:publication_edit", staff_on_record(OK), ids={**TOLD, "what": "what_plan"}),
    _pressed("supervision:publication_remove", staff_on_record(OK), {**TOLD, "what": "what_decision"}),
    Line("supervision:mission_file", get=PAPERS, ids={**TOLD, "what": "what_plan", "extension": "extension"}),
    # outline
    Line("supervision:mission_outline", get=READ, ids=PLANNED),
    form("supervision:question_create", staff_on_record(OK), ids=PLANNED),
    form("supervision:outline_paste", staff_on_record(OK), ids=PLANNED),
    form("supervision:outline_copy", staff_on_record(OK), ids=PLANNED),
    form("supervision:question_edit", staff_on_record(OK), ids=QUESTION),
    _pressed("supervision:question_remove", staff_on_record(OK), QUESTION),
    Line(
        "supervision:question_move", post=staff_on_record(ON), ids={**QUESTION, "direction": "direction_up"}
    ),
    # findings and report
    Line("supervision:mission_findings", get=PAPERS, ids=TOLD),
    form("supervision:finding_create", staff_on_record(OK), ids=TOLD),
    form("supervision:finding_edit", staff_on_record(OK, **OUT_OF_REACH), ids=FINDING),
    _pressed("supervision:finding_remove", staff_on_record(OK, **OUT_OF_REACH), FINDING),
    Line(
        "supervision:finding_move",
        post=staff_on_record(ON, **OUT_OF_REACH),
        ids={**FINDING, "direction": "direction_up"},
    ),
    _pressed("supervision:mission_draft_report", staff_on_record(OK), TOLD),
    form("supervision:mission_report", staff_on_record(OK), ids=TOLD),
    form("supervision:mission_sign_report", staff_on_record(OK), ids=TOLD),
    # working sessions
    Line("supervision:mission_sessions", get=READ, ids=TOLD),
    form("supervision:session_create", staff_on_record(OK), ids=TOLD),
    Line("supervision:session_detail", get=READ, ids=SESSION),
    *(
        form(f"supervision:session_{step}", staff_on_record(OK), ids=SESSION)
        for step in ("edit", "announce", "hold", "cancel", "minutes", "issue_minutes", "sign_minutes")
    ),
    form("supervision:session_file_create", staff_on_record(OK), ids=SESSION),
    form("supervision:requested_paper_create", staff_on_record(OK), ids=SESSION),
    Line("supervision:session_file", get=PAPERS, ids={"pk": "session_photo"}),
    _pressed("supervision:session_file_remove", staff_on_record(OK), {"pk": "session_photo"}),
    form("supervision:requested_paper_receive", owner_act(OK), ids={"pk": "requested_paper"}),
    Line("supervision:requested_paper_file", get=OWED | OFF_TEAM, ids={"pk": "received_paper"}),
    Line(
        "supervision:session_paper",
        get=PAPERS,
        ids={**SESSION, "what": "what_notice", "extension": "extension"},
    ),
    # supervised bodies
    Line("supervision:body_mine", get=who(REFUSED, agency=OK, other_agency=OK)),
    Line("supervision:mission_bodies", get=PAPERS, ids=TOLD),
    Line("supervision:mission_annex", get=PAPERS, ids={**TOLD, "extension": "xlsx"}),
    Line("supervision:body_detail", get=OWED, ids=ONE),
    _pressed("supervision:body_answers", owner_act(OK), {**ONE, "part": "first_part"}),
    form("supervision:body_submit", owner_act(OK), ids=ONE),
    form("supervision:body_take_back", owner_act(OK), ids=ONE),
    form("supervision:body_give_back", staff_on_record(OK, **BODY_ACT), ids=ONE),
    _pressed("supervision:body_remind", staff_on_record(OK, **BODY_ACT), ONE),
    Line("supervision:body_file", get=OWED | OFF_TEAM, ids={"pk": "reported_body"}),
]


def extend(world: Any, term: Any) -> None:
    """A mission whose outline is still written, and one whose bodies were told: the agency and another body."""
    planned = World(term, title="Việc quản lý đất đai").with_team().with_outline().decided()
    agency = term.council.agencies.get(pk=world.ids["agency"])
    told = World(term, agency=agency).notified()
    services.save_publication(
        mission=told.mission, what="decision", user=None, published_on=ago(0), place="Cổng thông tin"
    )
    world.ids |= {
        "planned_mission": planned.mission.pk,
        "told_mission": told.mission.pk,
        "question": planned.item("Số hộ").pk,
        "finding": _finding(told).pk,
        "told_body": told.one.pk,
        "reported_body": _reported(world, term, agency).pk,
        **_session(world, told),
        **{name: name.split("_")[1] for name in ("step_collect", "step_drop", "paper_plan", "what_plan")},
        **{name: name.split("_")[1] for name in ("what_decision", "what_notice", "direction_up")},
        "first_part": 1,
        "xlsx": "xlsx",
    }


def _finding(told: World) -> Finding:
    """One finding."""
    row = Finding(mission=told.mission, kind="shortcoming", text="Giải ngân chậm", evidence="Biểu 1")
    return services.save_finding(finding=row, user=None)


def _session(world: Any, told: World) -> dict[str, Any]:
    """A planned session; one that was held, with a photo, a paper that is owed and one that came."""
    staff = world.users["secretariat"]
    planned = told.session(held_on=timezone.localdate() + timedelta(days=12))
    held = told.session()
    services.hold_session(session=held, user=None, members=told.mission.members.all())
    photo = services.add_session_file(
        session=held, user=staff, upload=SimpleUploadedFile("anh.pdf", PDF), caption="Cầu dân sinh"
    )
    owed, came = (
        services.ask_paper(session=held, user=None, text=f"Biểu {n}", due_on=ago(0)) for n in (1, 2)
    )
    upload = SimpleUploadedFile("bieu.pdf", PDF)
    services.receive_requested_paper(paper=came, user=staff, on=ago(0), upload=upload)
    return {
        "planned_session": planned.pk,
        "session_photo": photo.pk,
        "requested_paper": owed.pk,
        "received_paper": came.pk,
    }


def _reported(world: Any, term: Any, agency: Any) -> SupervisedBody:
    """A body that has sent its report with the signed copy."""
    other = World(term, agency=agency, title="Việc chấp hành pháp luật về đầu tư công").notified()
    services.save_answers(body=other.one, given=other.answers(), user=None)
    upload = SimpleUploadedFile("bao-cao.pdf", PDF)
    staff = world.users["secretariat"]
    services.submit_report(body=other.one, user=staff, on=ago(0), upload=upload)
    return other.one
