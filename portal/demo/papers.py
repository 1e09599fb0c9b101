"""Papers of the demonstration's sittings: listed, received, verified by committees."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from itertools import cycle

from django.core.files.uploadedfile import SimpleUploadedFile

from documents import house
from documents.administrative import AdministrativeDocument, Paragraph, Title
from documents.pdf import to_pdf
from portal.demo.hall import Hall, sitting_name
from portal.demo.subjects import Expected
from portal.demo.texts import REMARKS, SECTIONS
from sessions import services
from sessions.models import Paper, Sitting
from sessions.services.papers import ExpectedPaper
from sessions.services.responding import Answer
from sessions.services.verification import RemarkLine, SectionText


def expect(hall: Hall, sitting: Sitting, lines: Sequence[Expected], drafts: Sequence[str]) -> list[Paper]:
    """The list of papers; each draft resolution goes with the proposal in its place."""
    year = sitting.opens_on.year
    ahead = int(sitting.kind == Sitting.Kind.YEAREND)
    first, second = hall.committees[0], hall.committees[1]
    words = {"x": year - 1, "y": year, "z": year + ahead, "later": year + 5, "c0": first, "c1": second}
    rows = [_line(hall, line, words) for line in lines]
    proposals = [number for number, line in enumerate(lines, start=1) if line.kind == "proposal"]
    rows += [
        ExpectedPaper(
            kind="draft_resolution",
            title=f"Dự thảo Nghị quyết {title[0].lower()}{title[1:]}".format(**words),
            owner_agency=rows[number - 1].owner_agency,
            committee=rows[number - 1].committee,
            goes_with_number=number,
        )
        for title, number in zip(drafts, proposals, strict=False)
    ]
    return services.expect_papers(sitting=sitting, rows=rows, user=hall.clerk)


def _line(hall: Hall, line: Expected, words: Mapping[str, object]) -> ExpectedPaper:
    committee = hall.committees[0 if is_economic(line.title) else -1] if line.verified else None
    own = line.owner.partition(":")[2]
    return ExpectedPaper(
        kind=line.kind,
        title=line.title.format(**words),
        owner_agency=hall.owners.get(line.owner),
        owner_committee=hall.committees[int(own) % len(hall.committees)] if own else None,
        committee=committee,
    )


def receive(hall: Hall, papers: Iterable[Paper], late: Mapping[int, int]) -> None:
    """Each paper comes three days before it is due, or so many days late (number on the list -> days)."""
    for paper in papers:
        if paper.received_on is not None:
            continue
        on = paper.due_on + timedelta(days=late.get(paper.number, -3))
        drawn = (
            SimpleUploadedFile(f"tai-lieu-{paper.number:02d}.pdf", paper_pdf(paper, on))
            if hall.draws
            else None
        )
        symbol = f"{100 + paper.number}/{'TTr' if paper.kind == 'proposal' else 'BC'}-{_symbol(hall, paper)}"
        services.receive_paper(
            paper=paper,
            user=hall.clerk,
            on=on,
            upload=drawn,
            symbol="" if paper.kind == "draft_resolution" else symbol,
            dated_on=on,
        )
        paper.refresh_from_db()


def receive_early(hall: Hall, papers: Iterable[Paper], on: date) -> None:
    """What the council's own bodies write is here before the sitting is convened."""
    for paper in papers:
        if paper.owner_agency_id is None:
            receive(hall, [paper], {paper.number: (on - paper.due_on).days})


def _symbol(hall: Hall, paper: Paper) -> str:
    return "UBND" if paper.owner_agency_id == hall.owners["ubnd"].pk else "HĐND"


def verify(hall: Hall, papers: Iterable[Paper]) -> None:
    """The committees verify what was assigned to them, in one meeting each, with remarks that are answered."""
    texts = cycle(SECTIONS)
    for paper in papers:
        paper.refresh_from_db()
        if paper.committee is None or paper.state != "received":
            continue
        on = known_day(paper)
        lead = paper.committee
        made = services.assign_paper(paper=paper, committees=[lead], lead=lead, user=hall.clerk, on=on)[0]
        services.begin_verification(verification=made, user=hall.clerk, on=on)
        services.save_sections(
            verification=made,
            user=hall.clerk,
            rows=[SectionText(part.heading, next(texts)) for part in made.sections.all()],
        )
        if paper.kind == "draft_resolution":
            _remark(hall, made)
        services.report_verification(
            verification=made,
            user=hall.clerk,
            on=min(on + timedelta(days=2), paper.sitting.opens_on - timedelta(days=1)),
            opinion="ready" if paper.kind != "draft_resolution" else "after_revision",
            version=paper.versions.get(),
            quiet=True,
        )
        if paper.kind == "draft_resolution":
            answers = [
                Answer(remark.pk, "taken_in", "Cơ quan trình đã chỉnh lý theo ý kiến của Ban", "Điều 1")
                for remark in made.remarks.all()
            ]
            services.respond(verification=made, rows=answers, user=hall.clerk, on=on + timedelta(days=3))


def _remark(hall: Hall, verification: object) -> None:
    services.save_remarks(
        verification=verification,  # type: ignore[arg-type]  # a verification; named by its use only
        user=hall.clerk,
        rows=[RemarkLine(remark, place, request) for remark, place, request in REMARKS],
    )


def is_economic(title: str) -> bool:
    """Whether the economic committee verifies it."""
    words = ("kinh tế", "ngân sách", "đầu tư", "đất", "nông nghiệp", "tiết kiệm", "nông thôn", "môi trường")
    return any(word in title for word in words)


def paper_pdf(paper: Paper, dated: date) -> bytes:
    """A short paper in the State's format, for whoever opens it."""
    council = paper.sitting.council
    return to_pdf(
        AdministrativeDocument(
            issuer=house.standing_committee(council),
            title=Title(paper.get_kind_display(), paper.title),
            place=house.place(council),
            dated=dated,
            body=(
                Paragraph(f"{paper.title}, trình {sitting_name(paper.sitting)}."),
                Paragraph(
                    "Tài liệu của bản trình diễn: nội dung do quy tắc sinh ra, không phải văn bản thật"
                ),
            ),
            signatures=(house.STANDING_CHAIR,),
        )
    )


def known_day(paper: Paper) -> date:
    """The day on which a received paper came."""
    return paper.received_on or paper.due_on
