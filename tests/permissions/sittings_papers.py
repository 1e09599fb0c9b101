"""Lines of the sittings floor: papers."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from sessions import services
from sessions.models import Paper
from tests import factories
from tests.permissions.lines import (
    INCOMPLETE,
    OK,
    ON,
    OWED,
    READ,
    READ_LIST,
    REFUSED,
    Line,
    form,
    owner_act,
    staff_on_record,
    who,
)

OWNED = {"agency": REFUSED}
"""The agency that owes a paper sees it and may not do this."""

LINES: list[Line] = [
    # papers
    Line("sittings:sitting_papers", get=READ, ids={"pk": "paper_sitting"}),
    Line("sittings:papers_late", get=READ, ids={"pk": "paper_sitting"}),
    form("sittings:papers_create", staff_on_record(OK), ids={"pk": "paper_sitting"}),
    form("sittings:papers_renumber", staff_on_record(OK), ids={"pk": "paper_sitting"}),
    *(
        Line(
            f"sittings:papers_{step}",
            get=staff_on_record(OK),
            post=staff_on_record(INCOMPLETE),
            data={"confirm": "yes"},
            ids={"pk": "paper_sitting"},
        )
        for step in ("ask", "assign", "send", "table")
    ),
    Line("sittings:paper_mine", get=who(REFUSED, agency=OK, other_agency=OK, committee=OK)),
    Line("sittings:paper_detail", get=OWED, ids={"pk": "paper"}),
    form("sittings:paper_edit", staff_on_record(OK, **OWNED), ids={"pk": "paper"}),
    Line(
        "sittings:paper_remove",
        get=staff_on_record(OK, **OWNED),
        post=staff_on_record(ON, **OWNED),
        ids={"pk": "paper"},
    ),
    form("sittings:paper_receive", owner_act(OK), ids={"pk": "paper"}),
    form("sittings:paper_return", staff_on_record(OK, **OWNED), ids={"pk": "paper"}),
    form("sittings:paper_assign", staff_on_record(OK, **OWNED), ids={"pk": "paper"}),
    form("sittings:paper_move", staff_on_record(OK, **OWNED), ids={"pk": "paper", "name": "paper_step"}),
    Line(
        "sittings:paper_version",
        get=OWED | {"delegate": REFUSED},
        ids={"pk": "verified_paper", "number": "version"},
    ),
    Line("sittings:paper_proposal", get=READ, ids={"pk": "proposal", "extension": "extension"}),
    # verification: one still in work, which its owner does not see, and one reported, which it does
    Line("sittings:verification_list", get=READ_LIST),
    Line("sittings:verification_detail", get=OWED, ids={"pk": "reported"}),
    *(
        form(f"sittings:verification_{step}", staff_on_record(OK), ids={"pk": "verification"})
        for step in ("begin", "report", "sign")
    ),
    Line(
        "sittings:verification_meeting",
        get=staff_on_record(OK),
        post=staff_on_record(ON),
        ids={"pk": "verification"},
    ),
    Line(
        "sittings:verification_sections",
        get=staff_on_record(OK),
        post=staff_on_record(ON),
        ids={"pk": "verification"},
    ),
    form("sittings:verification_remarks", staff_on_record(OK), ids={"pk": "verification"}),
    form("sittings:verification_respond", owner_act(OK), ids={"pk": "reported"}),
    Line(
        "sittings:verification_file",
        get=READ | dict.fromkeys(("committee", "delegate", "auditor", "above"), REFUSED),
        ids={"pk": "verification", "extension": "extension"},
    ),
    Line("sittings:verification_matrix", get=OWED, ids={"pk": "reported", "extension": "extension"}),
]


def extend(world: Any, term: Any) -> None:
    """One record of each kind."""
    sitting = factories.SittingFactory(
        council_term=term,
        opens_on=timezone.localdate() + timedelta(days=30),
        closes_on=timezone.localdate() + timedelta(days=31),
    )
    world.ids |= {"paper_sitting": sitting.pk, "paper_step": "withdraw", **_papers(world, sitting)}


def _papers(world: Any, sitting: Any) -> dict[str, Any]:
    """A paper that is expected, the Standing Committee's proposal, and two verified by a committee."""
    committee = factories.CommitteeFactory(council=sitting.council)
    owner = sitting.council.agencies.get(pk=world.ids["agency"])
    in_work, reported = (_verification(world, sitting, owner, committee) for _each in range(2))
    services.save_remarks(verification=reported, rows=[services.RemarkLine("Làm rõ nguồn vốn")], user=None)
    parts = [services.SectionText(part.heading, "Bảo đảm.") for part in reported.sections.all()]
    services.save_sections(verification=reported, rows=parts, user=None)
    services.report_verification(
        verification=reported,
        user=world.users["secretariat"],
        on=timezone.localdate(),
        opinion="after_revision",
        version=reported.paper.versions.get(),
    )
    return {
        "paper": _expected(sitting, owner_agency=owner).pk,
        "proposal": _expected(sitting, kind="proposal").pk,
        "verified_paper": reported.paper_id,
        "version": 1,
        "verification": in_work.pk,
        "reported": reported.pk,
    }


def _expected(sitting: Any, **line: Any) -> Paper:
    given = {"kind": "report", "title": "Báo cáo", "due_on": timezone.localdate(), "legal_basis": "Thông báo"}
    return services.expect_paper(sitting=sitting, user=None, **{**given, **line})


def _verification(world: Any, sitting: Any, owner: Any, committee: Any) -> Any:
    paper = _expected(sitting, owner_agency=owner)
    upload = SimpleUploadedFile("bao-cao.pdf", b"%PDF-1.4\n%%EOF\n")
    today = timezone.localdate()
    services.receive_paper(paper=paper, user=world.users["secretariat"], on=today, upload=upload)
    return services.assign_paper(
        paper=paper,
        committees=[],
        lead=committee,
        user=None,
        on=today,
        due_on=today,
        legal_basis="Thông báo",
    )[0]
