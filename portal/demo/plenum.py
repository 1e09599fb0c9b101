"""Whole sittings of the demonstration, from the plan to the review, through the services that pages call."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, time, timedelta
from itertools import cycle, islice
from typing import Final

from django.core.files.uploadedfile import SimpleUploadedFile

from documents.pdf import to_pdf
from portal.demo.decisions import publish, resolve
from portal.demo.hall import Hall, sitting_name
from portal.demo.papers import expect, receive, receive_early, verify
from portal.demo.subjects import DRAFTS, PROPOSALS, REPORTS, Expected
from portal.demo.texts import CHAIR_OF_SITTING, DEBATES
from sessions import services
from sessions.course import votes_that_count
from sessions.documents.minutes import minutes_document
from sessions.models import AgendaItem, BodyMeeting, Paper, PlenaryMeeting, Resolution, Sitting, SpeakingTurn
from sessions.services.attendance import Call

_READING, _DEBATING = 10, 20
_MORNING, _AFTERNOON = (time(7, 30), time(11, 30)), (time(13, 30), time(17, 0))
AWAY: Final = "Đi công tác theo quyết định của cơ quan"


def confer(hall: Hall, sitting: Sitting, on: date) -> None:
    """The pre-sitting conference with its People's Committee and the Front."""
    meeting = services.save_meeting(
        meeting=BodyMeeting(
            council=hall.council,
            kind=BodyMeeting.Kind.PRE_SITTING,
            sitting=sitting,
            title=f"Hội nghị liên tịch chuẩn bị {sitting_name(sitting)}",
            held_on=on,
            starts_at=time(8, 0),
            place="Phòng họp số 1",
            chair=CHAIR_OF_SITTING,
            agenda="Thống nhất thời gian, nội dung, danh mục tài liệu và phân công chuẩn bị kỳ họp",
        ),
        user=hall.clerk,
        delegates=hall.delegates[:4],
    )
    services.move_meeting(meeting=meeting, name="hold", user=hall.clerk)
    sitting.refresh_from_db()


def programme(hall: Hall, sitting: Sitting, papers: Sequence[Paper]) -> list[AgendaItem]:
    """The agenda: opening, reports, proposals with their drafts, votes, closing; spread over the half-days."""
    halves = services.plan_half_days(sitting=sitting, user=hall.clerk)
    tabled = [paper for paper in papers if paper.kind != "draft_resolution"]
    items = [
        _item(hall, halves[0], "Khai mạc kỳ họp", "section"),
        _item(hall, halves[0], "Chào cờ; thông qua chương trình kỳ họp", "ceremony"),
    ]
    for number, half in enumerate(halves):
        items.append(_item(hall, half, f"Trình bày và thảo luận, phần {number + 1}", "section"))
        items += [
            services.add_item(
                sitting=sitting,
                user=hall.clerk,
                title=paper.title,
                presenter=paper.owner_name,
                meeting=half,
                reading_minutes=_READING,
                papers=[paper],
            )
            for paper in tabled[number :: len(halves)]
        ]
        items.append(_item(hall, half, "Thảo luận tại hội trường", "discussion", debate=_DEBATING))
    items.append(_item(hall, halves[-1], "Biểu quyết thông qua các nghị quyết; bế mạc", "vote"))
    return items


def _item(hall: Hall, half: PlenaryMeeting, title: str, kind: str, *, debate: int = 0) -> AgendaItem:
    return services.add_item(
        sitting=half.sitting,
        user=hall.clerk,
        title=title,
        kind=kind,
        depth=0 if kind == AgendaItem.Kind.SECTION else 1,
        meeting=half,
        discussion_minutes=debate,
    )


def register(hall: Hall, sitting: Sitting, excused: int, on: date, *, silent: int = 0) -> None:
    """The delegates answer: most come, the last ones excuse themselves, some say nothing yet."""
    rows = list(sitting.invitations.order_by("pk"))
    coming = rows[: len(rows) - excused - silent]
    for row in coming:
        services.register(invitation=row, answer="present", user=hall.clerk, on=on)
    for row in rows[len(coming) : len(coming) + excused]:
        services.register(
            invitation=row,
            answer="excused",
            reason=AWAY,
            user=hall.clerk,
            on=on,
        )


def sit(hall: Hall, sitting: Sitting, papers: Sequence[Paper], items: Iterable[AgendaItem]) -> None:
    """Each half-day: roll, speakers, papers tabled and their items dealt with."""
    services.open_sitting(sitting=sitting, user=hall.clerk, on=sitting.opens_on)
    words = cycle(DEBATES)
    for number, half in enumerate(sitting.plenary_meetings.order_by("day", "part")):
        starts, ends = _MORNING if half.part == PlenaryMeeting.Part.MORNING else _AFTERNOON
        services.hold_plenary(
            meeting=half, user=hall.clerk, starts_at=starts, ends_at=ends, chair=CHAIR_OF_SITTING
        )
        away = hall.delegates[-1 - number % 2 :]
        rows = {delegate.pk: Call("present") for delegate in hall.delegates} | {
            delegate.pk: Call("excused", "Đi công tác") for delegate in away
        }
        services.take_attendance(meeting=half, user=hall.clerk, rows=rows)
        for delegate, text in zip(hall.delegates[number * 3 : number * 3 + 4], islice(words, 4), strict=True):
            services.add_turn(
                meeting=half,
                user=hall.clerk,
                kind=SpeakingTurn.Kind.DEBATE,
                delegate=delegate,
                minutes=5,
                summary=text,
            )
    services.table_papers(papers=papers, user=hall.clerk, on=sitting.opens_on)
    for item in items:
        if item.kind != AgendaItem.Kind.SECTION:
            services.table_item(
                item=item, on=item.meeting.day if item.meeting else sitting.opens_on, user=hall.clerk
            )


def close(hall: Hall, sitting: Sitting, signed_on: date) -> None:
    """Closed, with its minutes drafted, approved and signed."""
    services.move_sitting(sitting=sitting, name="close", user=hall.clerk, on=sitting.closes_on)
    minutes = services.draft_minutes(sitting=sitting, user=hall.clerk)
    minutes = services.approve_minutes(minutes=minutes, user=hall.clerk, on=signed_on)
    drawn = minutes_document(minutes, list(minutes.sections.all()), votes_that_count(sitting))
    copy = SimpleUploadedFile("bien-ban-ky-hop.pdf", to_pdf(drawn))
    services.sign_minutes(minutes=minutes, user=hall.clerk, on=signed_on, upload=copy)


def review(hall: Hall, sitting: Sitting, on: date) -> None:
    """The post-sitting review, with two lessons; one of them is somebody's task."""
    services.move_sitting(sitting=sitting, name="sign_documents", user=hall.clerk, on=on - timedelta(days=1))
    meeting = services.save_meeting(
        meeting=BodyMeeting(
            council=hall.council,
            kind=BodyMeeting.Kind.REVIEW,
            sitting=sitting,
            title=f"Hội nghị rút kinh nghiệm {sitting_name(sitting)}",
            held_on=on,
            starts_at=time(8, 0),
            place="Phòng họp số 1",
            chair=CHAIR_OF_SITTING,
        ),
        user=hall.clerk,
        delegates=hall.delegates[:6],
    )
    services.move_meeting(meeting=meeting, name="hold", user=hall.clerk)
    services.add_conclusion(
        meeting=meeting,
        user=hall.clerk,
        text="Một số tài liệu gửi đến các Ban chậm so với thời hạn; các cơ quan gửi tài liệu đúng hạn.",
    )
    services.add_conclusion(
        meeting=meeting,
        user=hall.clerk,
        text="Một số Tổ đại biểu chưa gửi báo cáo; Tổ trưởng gửi báo cáo trước ngày khai mạc 10 ngày.",
    )
    services.conclude(meeting=meeting, user=hall.clerk, on=on, signer="vice_chair", quiet=True)
    sitting.refresh_from_db()


def prepare(
    hall: Hall, sitting: Sitting, lines: Sequence[Expected], drafts: Sequence[str]
) -> list[AgendaItem]:
    """Steps, conference, list of papers whose owners are asked, agenda: six weeks before the opening."""
    opens = sitting.opens_on
    services.lay_out_steps(sitting=sitting, user=hall.clerk)
    confer(hall, sitting, opens - timedelta(days=42))
    papers = expect(hall, sitting, lines, drafts)
    services.ask_owners(sitting=sitting, user=hall.clerk, on=opens - timedelta(days=41), quiet=True)
    return programme(hall, sitting, papers)


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
    receive_early(hall, fresh, opens - timedelta(days=23))
    services.convene(
        sitting=sitting,
        user=hall.clerk,
        on=opens - timedelta(days=21),
        accepted_because="Các cơ quan đang hoàn thiện tài liệu theo thời hạn đã phân công",
        quiet=True,
    )
    sitting.refresh_from_db()
    fresh = list(sitting.papers.select_related("sitting__council", "committee").order_by("number"))
    receive(hall, fresh, late)
    verify(hall, fresh)
    register(hall, sitting, 1, opens - timedelta(days=8))
    services.open_papers(sitting=sitting, user=hall.clerk, on=opens - timedelta(days=2))
    services.send_papers(papers=sitting.papers.all(), user=hall.clerk, on=opens - timedelta(days=1))
    sit(hall, sitting, list(sitting.papers.all()), items)
    resolutions = resolve(
        hall,
        sitting,
        sitting.papers.filter(kind="draft_resolution").order_by("number").select_related("goes_with"),
    )
    close(hall, sitting, signed_on)
    publish(hall, resolutions, signed_on)
    sitting.refresh_from_db()
    return resolutions
