"""What minutes say, drafted from the records: sections of official Vietnamese after forms.md kind 16. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, time
from typing import Final, NamedTuple

from documents.language import capitalised, date_range, hour, prose_number, short_date
from sessions.course import Course, HalfDay
from sessions.documents.attendance import away_words
from sessions.documents.votes import ballot_sentence, method_words, vote_sentence
from sessions.documents.wording import half_day_words, short_council, sitting_name
from sessions.models import AgendaItem, Attendance, SpeakingTurn, Vote
from sessions.roll import Roll

TIME: Final = "time"
COMPOSITION: Final = "composition"
CHAIR: Final = "chair"
COURSE: Final = "course"
VOTES: Final = "votes"
CLOSING: Final = "closing"

ROOM_LEFT: Final = "……"
"""Where a fact is not recorded yet, as people leave room on paper."""
Kind = SpeakingTurn.Kind


class Drafted(NamedTuple):
    """One section as the portal writes it; `code` tells it from the others."""

    code: str
    heading: str
    text: str


def draft(course: Course) -> list[Drafted]:
    """All sections in order."""
    return [
        Drafted(TIME, "Thời gian, địa điểm, khai mạc", _lines(_time(course))),
        Drafted(COMPOSITION, "Thành phần tham dự", _lines(_composition(course))),
        Drafted(CHAIR, "Chủ tọa, Thư ký kỳ họp", _lines(_chair(course))),
        *(
            Drafted(
                f"{COURSE}-{one.meeting.pk}", f"Diễn biến {half_day_words(one.meeting)}", _lines(_course(one))
            )
            for one in course.half_days
        ),
        Drafted(VOTES, "Biểu quyết", _lines(_votes(course))),
        Drafted(CLOSING, "Bế mạc", _lines(_closing(course))),
    ]


def _lines(parts: Iterator[str]) -> str:
    return "\n".join(part for part in parts if part)


def _moment(day: date, at: time | None) -> str:
    """Hour and day, as in "07 giờ 30 phút ngày 14/7/2026"; with room for an hour nobody entered."""
    return f"{_hour(at)} ngày {short_date(day)}"


def _hour(at: time | None) -> str:
    return hour(at, minutes_of_meeting=True) if at else f"{ROOM_LEFT} giờ {ROOM_LEFT} phút"


# --- Sections ---


def _time(course: Course) -> Iterator[str]:
    sitting = course.sitting
    first, last = course.opening[0], course.closing[0]
    where = f" tại {sitting.place}" if sitting.place else ""
    yield f"{sitting_name(sitting)} được tổ chức {date_range(first, last)}{where}."
    if not sitting.is_public:
        yield f"Kỳ họp được tổ chức họp kín: {sitting.closed_reason}."
    yield f"Kỳ họp khai mạc hồi {_moment(*course.opening)}."


def _composition(course: Course) -> Iterator[str]:
    council = course.sitting.council
    if course.half_days:
        roll = course.half_days[0].roll
        yield (
            f"Tổng số đại biểu Hội đồng nhân dân (HĐND) {council.unit_word} được bầu: {roll.all_delegates}; "
            f"số đại biểu đương nhiệm: {roll.in_office}."
        )
    for one in course.half_days:
        yield from _present(one)
    if course.guests:
        yield "Khách mời:"
        yield from _items(f"{guest.name}{_persons(guest.count)}" for guest in course.guests)


def _persons(count: int) -> str:
    return f" ({prose_number(count)} người)" if count > 1 else ""


def _present(one: HalfDay) -> Iterator[str]:
    name, roll = capitalised(half_day_words(one.meeting)), one.roll
    if not roll.is_taken:
        yield f"{name}: chưa có số liệu điểm danh."
        return
    yield f"{name} có {roll.present}/{roll.all_delegates} đại biểu dự{away_words(roll)}."
    yield from _away(roll, Attendance.Status.EXCUSED, "Vắng có lý do")
    yield from _away(roll, Attendance.Status.ABSENT, "Vắng không có lý do")


def _away(roll: Roll, status: str, words: str) -> Iterator[str]:
    """Who is missing, never why: everybody reads the minutes (forms.md kind 16 asks for no more)."""
    lines = [line for line in roll.lines if line.status == status]
    if lines:
        yield f"- {words}: {'; '.join(line.delegate.full_name for line in lines)}."


def _chair(course: Course) -> Iterator[str]:
    sitting = course.sitting
    yield f"Chủ tọa kỳ họp: {sitting.chair or ROOM_LEFT}."
    yield f"Thư ký kỳ họp: {sitting.secretaries or ROOM_LEFT}."


def _course(one: HalfDay) -> Iterator[str]:
    meeting = one.meeting
    chaired = f", do {meeting.chair} điều hành" if meeting.chair else ""
    begins, ends = _hour(meeting.starts_at), _hour(meeting.ends_at)
    yield f"{capitalised(half_day_words(meeting))} bắt đầu hồi {begins}, kết thúc hồi {ends}{chaired}."
    yield from _presented(one)
    yield from _spoken(one, {Kind.DEBATE}, _debate_words)
    yield from _spoken(one, {Kind.QUESTION, Kind.ANSWER}, _question_words)
    yield from _spoken(one, {Kind.OTHER}, lambda _turns: "Các phát biểu khác:")
    yield meeting.note


def _presented(one: HalfDay) -> Iterator[str]:
    """Papers presented by the agenda, and presentations that were entered as turns."""
    items = [
        f"{item.title}{f' ({item.presenter} trình bày)' if item.presenter else ''}"
        for item in one.items
        if item.kind == AgendaItem.Kind.PRESENTATION
    ]
    turns = [_turn(turn) for turn in one.turns if turn.kind == Kind.PRESENTATION]
    if items or turns:
        yield "Các nội dung được trình bày:"
        yield from _items([*items, *turns])


def _spoken(one: HalfDay, kinds: set[Kind], words: Callable[[Sequence[SpeakingTurn]], str]) -> Iterator[str]:
    turns = [turn for turn in one.turns if turn.kind in kinds]
    if turns:
        yield words(turns)
        yield from _items(_turn(turn) for turn in turns)


def _debate_words(turns: Sequence[SpeakingTurn]) -> str:
    of_delegates = sum(turn.delegate is not None for turn in turns)
    return f"Thảo luận{f', có {prose_number(of_delegates)} lượt đại biểu phát biểu' if of_delegates else ''}:"


def _question_words(turns: Sequence[SpeakingTurn]) -> str:
    asked = sum(turn.kind == Kind.QUESTION for turn in turns)
    if not asked:
        return "Giải trình, trả lời:"
    return f"Chất vấn và trả lời chất vấn, có {prose_number(asked)} lượt chất vấn:"


def _items(texts: Iterable[str]) -> Iterator[str]:
    """Items of a list: each ends with a semicolon, the last with a full stop."""
    found = list(texts)
    for place, text in enumerate(found, start=1):
        yield f"- {text}{';' if place < len(found) else '.'}"


def _turn(turn: SpeakingTurn) -> str:
    """A speaker with the summary; in a group discussion with the group."""
    who = turn.delegate.full_name if turn.delegate else turn.speaker
    title = "" if turn.delegate is None or who.lower().startswith("đại biểu") else "Đại biểu "
    group = f" ({turn.group.name})" if turn.group else ""
    said = " ".join(turn.summary.split()).rstrip(".;")
    return f"{title}{who}{group}{f': {said}' if said else ''}"


def _votes(course: Course) -> Iterator[str]:
    council = short_council(course.sitting.council)
    if not course.votes:
        yield f"{council} không tiến hành biểu quyết tại kỳ họp."
        return
    yield f"{council} đã biểu quyết {prose_number(len(course.votes))} nội dung, kết quả cụ thể như sau:"
    yield from (vote_line(vote) for vote in course.votes)


def vote_line(vote: Vote) -> str:
    """A vote in running text; secret ballots with their ballots."""
    ballots = ballot_sentence(vote)
    return f"{method_words(vote)}. {ballots} {vote_sentence(vote)}" if ballots else vote_sentence(vote)


def _closing(course: Course) -> Iterator[str]:
    yield f"Kỳ họp bế mạc hồi {_moment(*course.closing)}."
