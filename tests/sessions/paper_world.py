"""A sitting with its committees, the rules of its papers, and short ways to walk a paper along."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.models import User
from councils.models import Agency, Committee, CouncilTerm
from sessions import services
from sessions.models import Paper, PaperVersion, Sitting, Verification
from tests.factories import CommitteeFactory, RuleFactory, SittingFactory, UserFactory
from tests.permissions.world import PDF

OPENS = date(2026, 7, 14)
"""A Tuesday. Papers to delegates are due 7 days before it, to committees 15 days before."""
TO_DELEGATES, TO_COMMITTEE, REPORT_DUE = date(2026, 7, 7), date(2026, 6, 29), date(2026, 7, 3)
NOW = "2026-06-22 09:00+07:00"
TODAY = date(2026, 6, 22)


def rules() -> None:
    """The rules of papers and verification, as they count at this council."""
    for code, days in (("PAP-DELEGATE", 7), ("VER-DRAFT-IN", 15), ("VER-REPORT-OUT", 11)):
        RuleFactory(
            code=code,
            name="Gửi tài liệu",
            anchor="ngày khai mạc kỳ họp",
            offset=days,
            direction="before",
            legal_basis=f"Quy chế làm việc, {code}",
        )


def sitting_of(term: CouncilTerm, **changes: Any) -> Sitting:
    """The mid-year sitting, with the rules in force."""
    rules()
    made: Sitting = SittingFactory(council_term=term, **{"number": 5, **changes})
    return made


def committee_of(sitting: Sitting, **changes: Any) -> Committee:
    """A committee of the sitting's council."""
    named = {"kind": "legal", "name": "Ban Pháp chế", **changes}
    made: Committee = CommitteeFactory(council=sitting.council, **named)
    return made


def upload(name: str = "bao-cao.pdf", content: bytes = PDF) -> SimpleUploadedFile:
    """A file from a form."""
    return SimpleUploadedFile(name, content)


def expected(sitting: Sitting, agency: Agency | None = None, **line: Any) -> Paper:
    """A report that an agency owes."""
    given = {"kind": "report", "title": "Báo cáo tình hình kinh tế - xã hội 6 tháng đầu năm", **line}
    return services.expect_paper(sitting=sitting, user=None, owner_agency=agency, **given)


def received(paper: Paper, on: date = TODAY, **more: Any) -> PaperVersion:
    """The paper as it came."""
    return services.receive_paper(paper=paper, user=more.pop("user", None), on=on, **more)


def assigned(paper: Paper, committee: Committee, on: date = TODAY) -> Verification:
    """The received paper on a committee's table."""
    return services.assign_paper(paper=paper, committees=[committee], lead=committee, user=None, on=on)[0]


def written(verification: Verification, remarks: int = 0) -> Verification:
    """Every part of the report has words."""
    rows = [
        services.SectionText(section.heading, "Bảo đảm theo quy định.")
        for section in verification.sections.all()
    ]
    services.save_sections(verification=verification, rows=rows, user=None)
    lines = [
        services.RemarkLine(f"Ý kiến thứ {place}", place=f"Điều {place}", request="Chỉnh lý cho rõ")
        for place in range(1, remarks + 1)
    ]
    if lines:
        services.save_remarks(verification=verification, rows=lines, user=None)
    return verification


def reported(
    verification: Verification, on: date = TODAY, user: User | None = None, **more: Any
) -> Verification:
    """The report made about the newest version."""
    version = verification.paper.versions.first()
    assert version is not None
    return services.report_verification(
        verification=verification,
        user=user or UserFactory(),
        on=on,
        version=version,
        **{"opinion": "ready", **more},
    )
