"""Whole sittings of the demonstration, from the plan to the review, through the services that pages call."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, time, timedelta
from itertools import cycle, islice
from typing import Final

from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.models import User
from councils.models import Agency, Committee, Council, CouncilTerm, Delegate, Field
from councils.services import save_agency
from documents import house
from documents.administrative import AdministrativeDocument, Paragraph, Title
from documents.pdf import to_pdf
from followups.models import FollowUp
from portal.demo.subjects import DRAFTS, PROPOSALS, REPORTS, Expected, subjects
from portal.demo.texts import CHAIR_OF_SITTING, DEBATES, REMARKS, SECTIONS
from sessions import services
from sessions.course import votes_that_count
from sessions.documents.minutes import minutes_document
from sessions.documents.votes import adoption_words
from sessions.models import AgendaItem, BodyMeeting, Paper, PlenaryMeeting, Resolution, Sitting, SpeakingTurn
from sessions.services.attendance import Call
from sessions.services.papers import ExpectedPaper
from sessions.services.responding import Answer
from sessions.services.verification import RemarkLine, SectionText

Kind = Agency.Kind
BODIES: Final = {
    "ubnd": ("UBND {unit}", Kind.PEOPLES_COMMITTEE),
    "front": ("Ban Thường trực Ủy ban MTTQ Việt Nam {unit}", Kind.FRONT),
    "court": ("Tòa án nhân dân {unit}", Kind.COURT),
    "procuracy": ("Viện kiểm sát nhân dân {unit}", Kind.PROCURACY),
    "enforcement": ("Chi cục Thi hành án dân sự {unit}", Kind.OTHER),
    "police": ("Công an {unit}", Kind.DEPARTMENT),
}
"""Owners of papers: role -> name, kind. Where a council's list has the body already, it is that one."""
_READING, _DEBATING = 10, 20
_MORNING, _AFTERNOON = (time(7, 30), time(11, 30)), (time(13, 30), time(17, 0))


@dataclass
class Hall:
    """A council that holds sittings: who enters, who sits, who owes papers."""

    council: Council
    term: CouncilTerm
    clerk: User
    delegates: Sequence[Delegate]
    committees: Sequence[Committee]
    own: Agency | None = None
    """A body that an account of the demonstration answers for: it owes a paper and a task too."""
    draws: bool = False
    """Whether its papers come as files."""
    owners: dict[str, Agency] = field(init=False)
    fields: Mapping[str, Field] = field(init=False)

    def __post_init__(self) -> None:
        """The owners of papers that the council's list lacks are entered."""
        known = {agency.name: agency for agency in self.council.agencies.all()}
        self.owners = {}
        for role, (name, kind) in BODIES.items():
            full = name.format(unit=self.council.name)
            self.owners[role] = known.get(full) or save_agency(
                agency=Agency(council=self.council, name=full, kind=kind)
            )
        if self.own is not None:
            self.owners["own"] = self.own
        self.fields = {row.code: row for row in Field.objects.filter(council__isnull=True)}

    # --- Before ---

    def confer(self, sitting: Sitting, on: date) -> None:
        """The pre-sitting conference with its People's Committee and the Front."""
        meeting = services.save_meeting(
            meeting=BodyMeeting(
                council=self.council,
                kind=BodyMeeting.Kind.PRE_SITTING,
                sitting=sitting,
                title=f"Hội nghị liên tịch chuẩn bị {sitting_name(sitting)}",
                held_on=on,
                starts_at=time(8, 0),
                place="Phòng họp số 1",
                chair=CHAIR_OF_SITTING,
                agenda="Thống nhất thời gian, nội dung, danh mục tài liệu và phân công chuẩn bị kỳ họp",
            ),
            user=self.clerk,
            delegates=self.delegates[:4],
        )
        services.move_meeting(meeting=meeting, name="hold", user=self.clerk)
        sitting.refresh_from_db()

    def expect(self, sitting: Sitting, lines: Sequence[Expected], drafts: Sequence[str]) -> list[Paper]:
        """The list of papers; each draft resolution goes with the proposal in its place."""
        year = sitting.opens_on.year
        ahead = int(sitting.kind == Sitting.Kind.YEAREND)
        first, second = self.committees[0], self.committees[1]
        words = {"x": year - 1, "y": year, "z": year + ahead, "later": year + 5, "c0": first, "c1": second}
        rows = [self._line(line, words) for line in lines]
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
        return services.expect_papers(sitting=sitting, rows=rows, user=self.clerk)

    def _line(self, line: Expected, words: Mapping[str, object]) -> ExpectedPaper:
        committee = self.committees[0 if is_economic(line.title) else -1] if line.verified else None
        own = line.owner.partition(":")[2]
        return ExpectedPaper(
            kind=line.kind,
            title=line.title.format(**words),
            owner_agency=self.owners.get(line.owner),
            owner_committee=self.committees[int(own) % len(self.committees)] if own else None,
            committee=committee,
        )

    def receive(self, papers: Iterable[Paper], late: Mapping[int, int]) -> None:
        """Each paper comes three days before it is due, or so many days late (number on the list -> days)."""
        for paper in papers:
            if paper.received_on is not None:
                continue
            on = paper.due_on + timedelta(days=late.get(paper.number, -3))
            drawn = (
                SimpleUploadedFile(f"tai-lieu-{paper.number:02d}.pdf", paper_pdf(paper, on))
                if self.draws
                else None
            )
            symbol = (
                f"{100 + paper.number}/{'TTr' if paper.kind == 'proposal' else 'BC'}-{self._symbol(paper)}"
            )
            services.receive_paper(
                paper=paper,
                user=self.clerk,
                on=on,
                upload=drawn,
                symbol="" if paper.kind == "draft_resolution" else symbol,
                dated_on=on,
            )
            paper.refresh_from_db()

    def receive_early(self, papers: Iterable[Paper], on: date) -> None:
        """What the council's own bodies write is here before the sitting is convened."""
        for paper in papers:
            if paper.owner_agency_id is None:
                self.receive([paper], {paper.number: (on - paper.due_on).days})

    def _symbol(self, paper: Paper) -> str:
        return "UBND" if paper.owner_agency_id == self.owners["ubnd"].pk else "HĐND"

    def verify(self, papers: Iterable[Paper]) -> None:
        """The committees verify what was assigned to them, in one meeting each, with remarks that are answered."""
        texts = cycle(SECTIONS)
        for paper in papers:
            paper.refresh_from_db()
            if paper.committee is None or paper.state != "received":
                continue
            on = known_day(paper)
            lead = paper.committee
            made = services.assign_paper(paper=paper, committees=[lead], lead=lead, user=self.clerk, on=on)[0]
            services.begin_verification(verification=made, user=self.clerk, on=on)
            services.save_sections(
                verification=made,
                user=self.clerk,
                rows=[SectionText(part.heading, next(texts)) for part in made.sections.all()],
            )
            if paper.kind == "draft_resolution":
                self._remark(made)
            services.report_verification(
                verification=made,
                user=self.clerk,
                on=min(on + timedelta(days=2), paper.sitting.opens_on - timedelta(days=1)),
                opinion="ready" if paper.kind != "draft_resolution" else "after_revision",
                version=paper.versions.get(),
            )
            if paper.kind == "draft_resolution":
                answers = [
                    Answer(remark.pk, "taken_in", "Cơ quan trình đã chỉnh lý theo ý kiến của Ban", "Điều 1")
                    for remark in made.remarks.all()
                ]
                services.respond(verification=made, rows=answers, user=self.clerk, on=on + timedelta(days=3))

    def _remark(self, verification: object) -> None:
        services.save_remarks(
            verification=verification,  # type: ignore[arg-type]  # a verification; named by its use only
            user=self.clerk,
            rows=[RemarkLine(remark, place, request) for remark, place, request in REMARKS],
        )

    def programme(self, sitting: Sitting, papers: Sequence[Paper]) -> list[AgendaItem]:
        """The agenda: opening, reports, proposals with their drafts, votes, closing; spread over the half-days."""
        halves = services.plan_half_days(sitting=sitting, user=self.clerk)
        tabled = [paper for paper in papers if paper.kind != "draft_resolution"]
        items = [
            self._item(halves[0], "Khai mạc kỳ họp", "section"),
            self._item(halves[0], "Chào cờ; thông qua chương trình kỳ họp", "ceremony"),
        ]
        for number, half in enumerate(halves):
            items.append(self._item(half, f"Trình bày và thảo luận, phần {number + 1}", "section"))
            items += [
                services.add_item(
                    sitting=sitting,
                    user=self.clerk,
                    title=paper.title,
                    presenter=paper.owner_name,
                    meeting=half,
                    reading_minutes=_READING,
                    papers=[paper],
                )
                for paper in tabled[number :: len(halves)]
            ]
            items.append(self._item(half, "Thảo luận tại hội trường", "discussion", debate=_DEBATING))
        items.append(self._item(halves[-1], "Biểu quyết thông qua các nghị quyết; bế mạc", "vote"))
        return items

    def _item(self, half: PlenaryMeeting, title: str, kind: str, *, debate: int = 0) -> AgendaItem:
        return services.add_item(
            sitting=half.sitting,
            user=self.clerk,
            title=title,
            kind=kind,
            depth=0 if kind == AgendaItem.Kind.SECTION else 1,
            meeting=half,
            discussion_minutes=debate,
        )

    def register(self, sitting: Sitting, excused: int, on: date, *, silent: int = 0) -> None:
        """The delegates answer: most come, the last ones excuse themselves, some say nothing yet."""
        rows = list(sitting.invitations.order_by("pk"))
        coming = rows[: len(rows) - excused - silent]
        for row in coming:
            services.register(invitation=row, answer="present", user=self.clerk, on=on)
        for row in rows[len(coming) : len(coming) + excused]:
            services.register(
                invitation=row,
                answer="excused",
                reason="Đi công tác theo quyết định của cơ quan",
                user=self.clerk,
                on=on,
            )

    # --- At the sitting ---

    def sit(self, sitting: Sitting, papers: Sequence[Paper], items: Iterable[AgendaItem]) -> None:
        """Each half-day: roll, speakers, papers tabled and their items dealt with."""
        services.open_sitting(sitting=sitting, user=self.clerk, on=sitting.opens_on)
        words = cycle(DEBATES)
        for number, half in enumerate(sitting.plenary_meetings.order_by("day", "part")):
            starts, ends = _MORNING if half.part == PlenaryMeeting.Part.MORNING else _AFTERNOON
            services.hold_plenary(
                meeting=half, user=self.clerk, starts_at=starts, ends_at=ends, chair=CHAIR_OF_SITTING
            )
            away = self.delegates[-1 - number % 2 :]
            rows = {delegate.pk: Call("present") for delegate in self.delegates} | {
                delegate.pk: Call("excused", "Đi công tác") for delegate in away
            }
            services.take_attendance(meeting=half, user=self.clerk, rows=rows)
            for delegate, text in zip(
                self.delegates[number * 3 : number * 3 + 4], islice(words, 4), strict=True
            ):
                services.add_turn(
                    meeting=half,
                    user=self.clerk,
                    kind=SpeakingTurn.Kind.DEBATE,
                    delegate=delegate,
                    minutes=5,
                    summary=text,
                )
        services.table_papers(papers=papers, user=self.clerk, on=sitting.opens_on)
        for item in items:
            if item.kind != AgendaItem.Kind.SECTION:
                services.table_item(
                    item=item, on=item.meeting.day if item.meeting else sitting.opens_on, user=self.clerk
                )

    def resolve(self, sitting: Sitting, drafts: Iterable[Paper]) -> list[Resolution]:
        """Drafted from the papers, tabled, voted on one after the other on the last half-day."""
        last = sitting.plenary_meetings.order_by("day", "part").last()
        assert last is not None  # noqa: S101 - the half-days were planned
        made = []
        for number, paper in enumerate(drafts):
            resolution = services.draft_resolution(
                council=self.council,
                user=self.clerk,
                sitting=sitting,
                paper=paper,
                council_term=self.term,
                bases="Căn cứ Luật Tổ chức chính quyền địa phương\nXét Tờ trình của UBND và Báo cáo thẩm tra",
                text=ARTICLES,
                field=self.fields["public-investment" if number % 2 else "finance"],
            )
            services.table(resolution=resolution, user=self.clerk, on=last.day)
            present = last.attendances.filter(status="present").count()
            services.record_vote(
                sitting=sitting,
                meeting=last,
                user=self.clerk,
                title=adoption_words(resolution),
                method="electronic" if number % 2 else "hands",
                majority="ordinary",
                votes_for=present - number % 3,
                votes_against=min(number % 3, 1),
                resolution=resolution,
                is_final=True,
                held_at=time(15, 30 + number),
            )
            resolution.refresh_from_db()
            made.append(resolution)
        return made

    # --- After ---

    def publish(self, resolutions: Iterable[Resolution], signed_on: date) -> None:
        """Signed and numbered, its task issued, sent up in time, published."""
        for resolution in resolutions:
            self._task(resolution, signed_on)
            services.sign(
                resolution=resolution, user=self.clerk, on=signed_on, signer="Chủ tịch Hội đồng nhân dân"
            )
            services.issue(resolution=resolution, user=self.clerk, on=signed_on + timedelta(days=1))
            services.send_up(resolution=resolution, user=self.clerk, on=signed_on + timedelta(days=2))
            services.publish(
                resolution=resolution,
                user=self.clerk,
                on=signed_on + timedelta(days=7),
                where="Cổng thông tin điện tử của địa phương",
            )

    def _task(self, resolution: Resolution, on: date) -> None:
        services.add_task(
            resolution=resolution,
            user=self.clerk,
            article="Điều 2",
            follow_up=FollowUp(
                council=self.council,
                title=f"Tổ chức triển khai thực hiện Nghị quyết {resolution.title[0].lower()}{resolution.title[1:]}"[
                    :300
                ],
                agency=self.owners.get("own", self.owners["ubnd"])
                if resolution.pk % 2
                else self.owners["ubnd"],
                accountable="Người đứng đầu cơ quan",
                evidence="Kế hoạch triển khai và báo cáo kết quả tại kỳ họp thường lệ giữa năm",
                due_on=on + timedelta(days=190),
                legal_basis="Điều 2 của Nghị quyết",
            ),
        )

    def close(self, sitting: Sitting, signed_on: date) -> None:
        """Closed, with its minutes drafted, approved and signed."""
        services.move_sitting(sitting=sitting, name="close", user=self.clerk, on=sitting.closes_on)
        minutes = services.draft_minutes(sitting=sitting, user=self.clerk)
        minutes = services.approve_minutes(minutes=minutes, user=self.clerk, on=signed_on)
        drawn = minutes_document(minutes, list(minutes.sections.all()), votes_that_count(sitting))
        copy = SimpleUploadedFile("bien-ban-ky-hop.pdf", to_pdf(drawn))
        services.sign_minutes(minutes=minutes, user=self.clerk, on=signed_on, upload=copy)

    def review(self, sitting: Sitting, on: date) -> None:
        """The post-sitting review, with two lessons; one of them is somebody's task."""
        services.move_sitting(
            sitting=sitting, name="sign_documents", user=self.clerk, on=on - timedelta(days=1)
        )
        meeting = services.save_meeting(
            meeting=BodyMeeting(
                council=self.council,
                kind=BodyMeeting.Kind.REVIEW,
                sitting=sitting,
                title=f"Hội nghị rút kinh nghiệm {sitting_name(sitting)}",
                held_on=on,
                starts_at=time(8, 0),
                place="Phòng họp số 1",
                chair=CHAIR_OF_SITTING,
            ),
            user=self.clerk,
            delegates=self.delegates[:6],
        )
        services.move_meeting(meeting=meeting, name="hold", user=self.clerk)
        services.add_conclusion(
            meeting=meeting,
            user=self.clerk,
            text="Một số tài liệu gửi đến các Ban chậm so với thời hạn; các cơ quan gửi tài liệu đúng hạn.",
        )
        services.add_conclusion(
            meeting=meeting,
            user=self.clerk,
            text="Một số Tổ đại biểu chưa gửi báo cáo; Tổ trưởng gửi báo cáo trước ngày khai mạc 10 ngày.",
        )
        services.conclude(meeting=meeting, user=self.clerk, on=on, signer="vice_chair", quiet=True)
        sitting.refresh_from_db()


AWAY: Final = "Đi công tác theo quyết định của cơ quan"
ARTICLES: Final = (
    "Điều 1. Thông qua nội dung theo Tờ trình của Ủy ban nhân dân.\n"
    "Điều 2. Giao Ủy ban nhân dân tổ chức triển khai thực hiện Nghị quyết và báo cáo kết quả tại kỳ họp thường lệ.\n"
    "Điều 3. Thường trực Hội đồng nhân dân, các Ban, các Tổ đại biểu và đại biểu Hội đồng nhân dân giám sát việc "
    "thực hiện Nghị quyết."
)


def sitting_name(sitting: Sitting) -> str:
    """As titles call it: "kỳ họp thứ 11"."""
    return f"kỳ họp thứ {sitting.number}"


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


def prepare(
    hall: Hall, sitting: Sitting, lines: Sequence[Expected], drafts: Sequence[str]
) -> list[AgendaItem]:
    """Steps, conference, list of papers whose owners are asked, agenda: six weeks before the opening."""
    opens = sitting.opens_on
    services.lay_out_steps(sitting=sitting, user=hall.clerk)
    hall.confer(sitting, opens - timedelta(days=42))
    papers = hall.expect(sitting, lines, drafts)
    services.ask_owners(sitting=sitting, user=hall.clerk, on=opens - timedelta(days=41), quiet=True)
    return hall.programme(sitting, papers)


def full_course(
    hall: Hall,
    sitting: Sitting,
    *,
    lines: Sequence[Expected] = (*REPORTS, *PROPOSALS),
    drafts: Sequence[str] = DRAFTS,
    late: Mapping[int, int],
    signed_on: date,
) -> list[Resolution]:
    """A sitting from the conference to the published resolutions; as it is, 31 reports and proposals, six drafts."""
    opens = sitting.opens_on
    items = prepare(hall, sitting, lines, drafts)
    fresh = list(sitting.papers.select_related("sitting__council", "committee").order_by("number"))
    hall.receive_early(fresh, opens - timedelta(days=23))
    services.convene(
        sitting=sitting,
        user=hall.clerk,
        on=opens - timedelta(days=21),
        accepted_because="Các cơ quan đang hoàn thiện tài liệu theo thời hạn đã phân công",
        quiet=True,
    )
    sitting.refresh_from_db()
    fresh = list(sitting.papers.select_related("sitting__council", "committee").order_by("number"))
    hall.receive(fresh, late)
    hall.verify(fresh)
    hall.register(sitting, 1, opens - timedelta(days=8))
    services.open_papers(sitting=sitting, user=hall.clerk, on=opens - timedelta(days=2))
    services.send_papers(papers=sitting.papers.all(), user=hall.clerk, on=opens - timedelta(days=1))
    hall.sit(sitting, list(sitting.papers.all()), items)
    resolutions = hall.resolve(
        sitting, sitting.papers.filter(kind="draft_resolution").order_by("number").select_related("goes_with")
    )
    hall.close(sitting, signed_on)
    hall.publish(resolutions, signed_on)
    sitting.refresh_from_db()
    return resolutions


def adopt_many(
    council: Council,
    sitting: Sitting,
    count: int,
    *,
    user: User | None,
    signed_on: date,
    start: int = 0,
    sent_late: int = 0,
) -> None:
    """Resolutions of an old sitting, entered after it was over: numbered, sent up within three days, published."""
    fields = {row.code: row for row in Field.objects.filter(council__isnull=True)}
    year = sitting.opens_on.year + (sitting.kind == Sitting.Kind.YEAREND)
    for number, subject in enumerate(islice(subjects(year, first=1 + start), count)):
        services.enter_adopted_resolution(
            council=council,
            sitting=sitting,
            council_term=sitting.council_term,
            title=subject.title,
            field=fields[subject.field],
            is_normative=subject.is_normative,
            adopted_on=sitting.closes_on,
            signed_on=signed_on,
            sent_up_on=signed_on + timedelta(days=5 if number < sent_late else 2),
            published_on=signed_on + timedelta(days=7),
            published_at="Công báo của tỉnh",
            in_force_on=sitting.closes_on + timedelta(days=11) if subject.is_normative else None,
            proposer="UBND",
            signer="Chủ tịch Hội đồng nhân dân",
            user=user,
        )
