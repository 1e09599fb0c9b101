"""Papers of a meeting of the Standing Committee or a committee: its notice of conclusions, minutes and invitation.

The notice follows the notices of conclusions that offices issue (forms reference, kinds 20 and 13b), the minutes form
1.9 and the invitation form 1.7 of Decree 30/2020/NĐ-CP, Annex III. Always Vietnamese; pure functions of data.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, time
from typing import Final

from councils.models import Council, CouncilTerm, Delegate, Level
from documents import house
from documents.administrative import (
    AdministrativeDocument,
    Align,
    Block,
    Cell,
    Column,
    Heading,
    Issuer,
    ListItem,
    Number,
    Paragraph,
    Signature,
    Table,
    Title,
)
from documents.administrative import (
    Level as Depth,
)
from documents.language import capitalised, hour, long_date, prose_number, short_date
from followups.models import FollowUp
from followups.states import State
from sessions.models import BodyMeeting, Conclusion

KIND: Final = "TB"
"""Symbol of notices."""
_DAYS: Final = ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật")
_ROOM: Final = "……………………"
"""Room for what is written in by hand."""
_CLOCK_ROOM: Final = "…… giờ …… phút"

# --- What is named in all of them ---


def body_of(meeting: BodyMeeting, *, short: bool = False) -> str:
    """The body: "Thường trực Hội đồng nhân dân xã Bảo Thắng", later in short "Thường trực HĐND xã"."""
    name = meeting.committee.name if meeting.committee else "Thường trực"
    council = meeting.council
    return f"{name} HĐND {council.unit_word}" if short else f"{name} Hội đồng nhân dân {council.name}"


def occasion_of(meeting: BodyMeeting) -> str:
    """What the meeting is called in running text: "phiên họp thứ 12", "hội nghị rút kinh nghiệm kỳ họp thứ Năm"."""
    kind = BodyMeeting.Kind(meeting.kind)
    if meeting.sitting is not None and kind in _ABOUT_A_SITTING:
        return _ABOUT_A_SITTING[kind].format(house.sitting_words(meeting.sitting.number, meeting.council))
    name = _NAMES[kind] if meeting.committee is None else _COMMITTEE_NAMES[kind]
    return f"{name} thứ {meeting.number}" if meeting.number else f"{name} ngày {short_date(meeting.held_on)}"


_ABOUT_A_SITTING: Final = {
    BodyMeeting.Kind.PRE_SITTING: "hội nghị liên tịch chuẩn bị kỳ họp {}",
    BodyMeeting.Kind.REVIEW: "hội nghị rút kinh nghiệm kỳ họp {}",
}
_NAMES: Final = {
    BodyMeeting.Kind.REGULAR: "phiên họp",
    BodyMeeting.Kind.AD_HOC: "phiên họp đột xuất",
    BodyMeeting.Kind.VERIFICATION: "phiên họp thẩm tra",
    BodyMeeting.Kind.PRE_SITTING: "hội nghị liên tịch",
    BodyMeeting.Kind.REVIEW: "hội nghị rút kinh nghiệm",
}
_COMMITTEE_NAMES: Final = _NAMES | {
    BodyMeeting.Kind.REGULAR: "cuộc họp",
    BodyMeeting.Kind.AD_HOC: "cuộc họp đột xuất",
    BodyMeeting.Kind.VERIFICATION: "cuộc họp thẩm tra",
}


def issuer_of(meeting: BodyMeeting) -> Issuer:
    """The head of the body's own documents."""
    return (
        house.committee(meeting.committee) if meeting.committee else house.standing_committee(meeting.council)
    )


def issuing_symbol(meeting: BodyMeeting) -> str:
    """Under whose symbol the body numbers its documents: "HĐND", "TTHĐND", "BPC"."""
    if meeting.committee is not None:
        return house.committee_symbol(meeting.committee)
    return meeting.council.standing_symbol


def symbol_of(meeting: BodyMeeting, kind: str) -> str:
    """The symbol of a kind of document of the body: "TB-HĐND", "GM-BPC"."""
    return f"{kind}-{issuing_symbol(meeting)}"


def signatures_of(meeting: BodyMeeting) -> Mapping[str, Signature]:
    """Who may sign for the body, by key: S-TT or S-TL, for a committee S-BAN."""
    if meeting.committee is not None:
        return {
            "head": house.committee_signature(meeting.committee),
            "deputy": house.committee_signature(meeting.committee, deputy=True),
        }
    return {"chair": house.STANDING_CHAIR, "vice_chair": house.STANDING_VICE, "office": house.BY_ORDER}


def office_of(council: Council) -> str:
    """The office that serves the council, in running text."""
    unit = council.unit_word
    if council.level == Level.PROVINCE:
        return f"Văn phòng Đoàn đại biểu Quốc hội và HĐND {unit}"
    return f"Văn phòng HĐND và UBND {unit}"


def _paragraphs(text: str) -> Iterator[Paragraph]:
    yield from (Paragraph(line) for line in text.splitlines() if line.strip())


def _items(text: str) -> Iterator[Block]:
    """The lines of an agenda; those that bear no number of their own become items."""
    for line in filter(None, (raw.strip() for raw in text.splitlines())):
        yield Paragraph(line) if line[0].isdigit() else ListItem(line.lstrip("-–+• "))


# --- The notice of conclusions ---


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """Thông báo kết luận: one notice of all conclusions of a meeting, with or without its number."""

    meeting: BodyMeeting
    term: CouncilTerm | None
    conclusions: Sequence[Conclusion]
    present: int
    dated_on: date
    signer: str
    signer_name: str = ""
    number: int | None = None

    def numbered(self, number: int) -> Notice:
        """The same notice with its number."""
        return replace(self, number=number)

    @property
    def abstract(self) -> str:
        """What it is about, as the register lists it."""
        return f"Kết luận của {body_of(self.meeting)} tại {occasion_of(self.meeting)}"[:500]

    @property
    def tasks(self) -> list[FollowUp]:
        """What somebody has to carry out, in the order of the conclusions."""
        found = (conclusion.follow_up for conclusion in self.conclusions)
        return [task for task in found if task is not None and task.state != State.WITHDRAWN]


def document_of(notice: Notice) -> AdministrativeDocument:
    """The notice in the State's format; without a number there is room for it."""
    meeting = notice.meeting
    signature = house.signed(signatures_of(meeting)[notice.signer], notice.signer_name)
    return AdministrativeDocument(
        issuer=issuer_of(meeting),
        number=Number(symbol_of(meeting, KIND), notice.number),
        title=Title("Thông báo", notice.abstract),
        place=house.place(meeting.council),
        dated=notice.dated_on,
        body=tuple(_notice_body(notice)),
        signatures=(signature,),
        recipients=_recipients(notice),
    )


def _notice_body(notice: Notice) -> Iterator[Block]:
    parts = bool(notice.tasks)
    yield from (Paragraph(text) for text in _opening(notice))
    if parts:
        yield Heading(Depth.SECTION, "NỘI DUNG KẾT LUẬN")
    for place, conclusion in enumerate(notice.conclusions, start=1):
        yield Paragraph(f"{place}. {conclusion.text}")
    if parts:
        yield Heading(Depth.SECTION, "PHÂN CÔNG THỰC HIỆN")
        yield Paragraph(
            f"{body_of(notice.meeting, short=True)} phân công các cơ quan, đơn vị, cá nhân thực hiện "
            f"{prose_number(len(notice.tasks))} nhiệm vụ sau:"
        )
        yield _tasks_table(notice.tasks)
        yield Heading(Depth.SECTION, "TỔ CHỨC THỰC HIỆN")
        yield Paragraph(_reporting(notice))
    yield Paragraph(_closing(notice))


def _opening(notice: Notice) -> Iterator[str]:
    """Day, place, what it was about, who took part; then that what follows is what was concluded."""
    meeting = notice.meeting
    where = f", tại {meeting.place}" if meeting.place else ""
    full = body_of(meeting).replace("Hội đồng nhân dân", "Hội đồng nhân dân (HĐND)")
    term = house.term_words(notice.term)
    named = f"{full} {term}".strip()
    yield (
        f"Ngày {short_date(meeting.held_on)}{where}, {named} tổ chức {occasion_of(meeting)}. "
        f"Nội dung: {_without_stop(meeting.title)}."
    )
    if taking_part := _taking_part(notice):
        yield f"{capitalised(taking_part)}."
    yield f"Sau khi nghe báo cáo và thảo luận, {body_of(meeting, short=True)} kết luận như sau:"


def _taking_part(notice: Notice) -> str:
    meeting = notice.meeting
    said = []
    if meeting.chair:
        said.append(f"chủ trì: {_without_stop(meeting.chair)}")
    if notice.present:
        said.append(f"dự họp có {prose_number(notice.present)} đại biểu HĐND {meeting.council.unit_word}")
    if meeting.others:
        said.append(f"thành phần mời dự: {_without_stop(meeting.others)}")
    return "; ".join(said)


def _without_stop(text: str) -> str:
    return text.strip().rstrip(" .;")


_TASKS: Final = (
    Column("STT", Align.CENTRE, 9),
    Column("Nhiệm vụ", width=46),
    Column("Cơ quan chủ trì", width=32),
    Column("Phối hợp", width=28),
    Column("Thời hạn", Align.CENTRE, 20),
    Column("Sản phẩm", width=30),
)


def _tasks_table(tasks: Sequence[FollowUp]) -> Table:
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (number, *_task_cells(task)) for number, task in enumerate(tasks, start=1)
    )
    return Table(_TASKS, rows, size=11)


def _task_cells(task: FollowUp) -> tuple[str, ...]:
    """What, who with the person who answers for it, with whom, by when, with what result."""
    owner = str(task.owner or "")
    accountable = f"(chịu trách nhiệm: {task.accountable})" if task.accountable else ""
    return (
        task.title,
        "\n".join(filter(None, [owner, accountable])),
        "\n".join(str(part) for part in task.coordinations.all()),
        short_date(task.due_on) if task.due_on else "",
        task.evidence,
    )


def _reporting(notice: Notice) -> str:
    through = "" if notice.meeting.committee else f" (qua {office_of(notice.meeting.council)})"
    return (
        "Các cơ quan, đơn vị, cá nhân được phân công tổ chức thực hiện và báo cáo kết quả bằng văn bản về "
        f"{body_of(notice.meeting, short=True)}{through} đúng thời hạn nêu trên; trường hợp có khó khăn, vướng mắc, "
        "báo cáo bằng văn bản trước khi hết thời hạn."
    )


def _closing(notice: Notice) -> str:
    """Signed by order, the office itself gives notice."""
    meeting = notice.meeting
    said = f"kết luận của {body_of(meeting, short=True)} tại {occasion_of(meeting)}"
    known = "để các cơ quan, đơn vị, cá nhân liên quan biết, thực hiện"
    if notice.signer == "office":
        return f"{office_of(meeting.council)} thông báo {said} {known}."
    return f"Trên đây là {said}, thông báo {known}."


def _recipients(notice: Notice) -> tuple[str, ...]:
    meeting = notice.meeting
    assigned = ("Các cơ quan, đơn vị được phân công nhiệm vụ",) if notice.tasks else ()
    unit = meeting.council.unit_word
    if meeting.committee is not None:
        return (
            f"Thường trực HĐND {unit} (báo cáo)",
            "Thành phần dự họp",
            *assigned,
            f"Các Ban của HĐND {unit}",
        )
    first, *others = house.recipients(meeting.council, notice.term)
    return (first, "Thành phần dự họp", *assigned, *others)


# --- Minutes and invitation, as drafts to go on with ---


def minutes_of(
    meeting: BodyMeeting, *, delegates: Sequence[Delegate], conclusions: Iterable[Conclusion], on: date
) -> AdministrativeDocument:
    """Biên bản: the draft of the minutes (form 1.9), with room for what the record does not know."""
    return AdministrativeDocument(
        issuer=issuer_of(meeting),
        title=Title("Biên bản", f"{capitalised(occasion_of(meeting))} của {body_of(meeting)}"),
        dated=on,
        body=tuple(_minutes_body(meeting, delegates, list(conclusions))),
        signatures=(
            Signature(("THƯ KÝ",), note="(ký tên, ghi rõ họ tên)"),
            Signature(("CHỦ TỌA",), note="(ký tên, ghi rõ họ tên)"),
        ),
    )


def _minutes_body(
    meeting: BodyMeeting, delegates: Sequence[Delegate], conclusions: Sequence[Conclusion]
) -> Iterator[Block]:
    yield Paragraph(f"Thời gian bắt đầu: {_clock(meeting.starts_at)}, {long_date(meeting.held_on)}.")
    yield Paragraph(f"Địa điểm: {_without_stop(meeting.place) or _ROOM}.")
    yield Paragraph("Thành phần tham dự:")
    if delegates:
        yield ListItem(f"Đại biểu có mặt ({prose_number(len(delegates))} đại biểu): {_listed(delegates)}.")
    yield ListItem(f"Thành phần mời dự: {_without_stop(meeting.others) or _ROOM}.")
    yield Paragraph(f"Chủ trì (chủ tọa): {_without_stop(meeting.chair) or _ROOM}.")
    yield Paragraph(f"Thư ký (người ghi biên bản): {_ROOM}.")
    yield Paragraph(f"Nội dung: {_without_stop(meeting.title)}.")
    yield from _part("CHƯƠNG TRÌNH", _items(meeting.agenda))
    yield from _part("DIỄN BIẾN", _paragraphs(meeting.minutes or _ROOM))
    numbered = (Paragraph(f"{place}. {one.text}") for place, one in enumerate(conclusions, start=1))
    yield from _part("KẾT LUẬN", numbered)
    yield Paragraph(
        f"{capitalised(_plain_name(meeting))} kết thúc hồi {_clock(meeting.ends_at)} cùng ngày. Biên bản đã được đọc "
        "lại cho những người dự họp nghe, thống nhất nội dung."
    )


def _part(heading: str, blocks: Iterable[Block]) -> Iterator[Block]:
    """A headed part; nothing where it is empty."""
    found = list(blocks)
    if found:
        yield Heading(Depth.SECTION, heading)
        yield from found


def _clock(value: time | None) -> str:
    return hour(value, minutes_of_meeting=True) if value else _CLOCK_ROOM


def _listed(delegates: Sequence[Delegate]) -> str:
    return ", ".join(str(delegate) for delegate in delegates)


def _plain_name(meeting: BodyMeeting) -> str:
    """The meeting where it was named in full before: "phiên họp", "cuộc họp", "hội nghị"."""
    if BodyMeeting.Kind(meeting.kind) in _ABOUT_A_SITTING:
        return "hội nghị"
    return "cuộc họp" if meeting.committee else "phiên họp"


def invitation_of(meeting: BodyMeeting, *, on: date) -> AdministrativeDocument:
    """Giấy mời: the draft of the invitation (form 1.7); the day of the paper and the number are still open."""
    signature = next(iter(signatures_of(meeting).values()))
    return AdministrativeDocument(
        issuer=issuer_of(meeting),
        number=Number(symbol_of(meeting, "GM")),
        title=Title("Giấy mời", f"Dự {occasion_of(meeting)} của {body_of(meeting)}"),
        place=house.place(meeting.council),
        dated=on,
        blank_day=True,
        body=tuple(_invitation_body(meeting)),
        signatures=(signature,),
        recipients=("Như thành phần mời", f"Lãnh đạo {office_of(meeting.council)}"),
    )


def _invitation_body(meeting: BodyMeeting) -> Iterator[Block]:
    unit = meeting.council.unit_word
    yield Paragraph(f"{body_of(meeting)} trân trọng kính mời:")
    if meeting.committee is None:
        yield ListItem(f"Chủ tịch, các Phó Chủ tịch, các Ủy viên Thường trực HĐND {unit};")
    else:
        yield ListItem(f"Trưởng ban, các Phó Trưởng ban, các Ủy viên {meeting.committee.name} HĐND {unit};")
    yield ListItem(f"{_without_stop(meeting.others) or _ROOM}.")
    yield Paragraph(f"Dự: {occasion_of(meeting)} của {body_of(meeting, short=True)}.")
    yield Paragraph(f"Nội dung: {_without_stop(meeting.title)}.")
    yield from _items(meeting.agenda)
    starts = hour(meeting.starts_at) if meeting.starts_at else _CLOCK_ROOM
    weekday = _DAYS[meeting.held_on.weekday()]
    yield Paragraph(f"Thời gian: {starts}, {weekday}, {long_date(meeting.held_on)}.")
    yield Paragraph(f"Địa điểm: {_without_stop(meeting.place) or _ROOM}.")
    yield Paragraph(f"Chủ trì: {_without_stop(meeting.chair) or _ROOM}.")
    yield Paragraph(
        f"{body_of(meeting, short=True)} rất mong các đồng chí đến dự đúng thời gian, thành phần."
    )
