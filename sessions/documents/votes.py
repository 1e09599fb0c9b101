"""Votes in documents: the table of forms.md kind 16, the sentence of one vote, and the vote sheet."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from documents.administrative import (
    AdministrativeDocument,
    Align,
    Annex,
    Block,
    Cell,
    Column,
    Paragraph,
    Table,
    Title,
)
from documents.language import capitalised, hour, percent, prose_number
from sessions.documents.wording import (
    half_day_words,
    short_council,
    signatures,
    sitting_head,
    sitting_name,
    small,
)
from sessions.models import Ballot, Majority, Resolution, Sitting, Vote
from sessions.roll import RollLine

PASSED: Final = "Thông qua"
NOT_PASSED: Final = "Không thông qua"
_BASE_WORDS: Final = {
    Majority.ORDINARY: "tổng số đại biểu {council}",
    Majority.TWO_THIRDS: "tổng số đại biểu {council}",
    Majority.SHRUNKEN: "số đại biểu {council} đương nhiệm",
    Majority.PROCEDURAL: "số đại biểu có mặt",
}
_NEEDED_WORDS: Final = {
    Majority.ORDINARY: "quá nửa tổng số đại biểu",
    Majority.TWO_THIRDS: "ít nhất hai phần ba tổng số đại biểu",
    Majority.SHRUNKEN: "quá hai phần ba số đại biểu đương nhiệm",
    Majority.PROCEDURAL: "quá nửa số đại biểu có mặt",
}
_METHODS: Final = {
    Vote.Method.HANDS: "Biểu quyết bằng hình thức giơ tay",
    Vote.Method.ELECTRONIC: "Biểu quyết bằng hệ thống điện tử",
    Vote.Method.ROLL_CALL: "Biểu quyết công khai theo danh sách đại biểu",
    Vote.Method.SECRET: "Bỏ phiếu kín",
}
CHOICES: Final = {
    Ballot.Choice.FOR: "Tán thành",
    Ballot.Choice.AGAINST: "Không tán thành",
    Ballot.Choice.NOT_VOTING: "Không biểu quyết",
}
_COLUMNS: Final = (
    Column("STT", Align.CENTRE, 11),
    Column("Nội dung biểu quyết", width=40),
    Column("Tổng số đại biểu", Align.CENTRE, 15),
    Column("Có mặt", Align.CENTRE, 12),
    Column("Tán thành", Align.CENTRE, 15),
    Column("Tỷ lệ trên tổng số đại biểu (%)", Align.CENTRE, 18),
    Column("Không tán thành", Align.CENTRE, 16),
    Column("Không biểu quyết", Align.CENTRE, 16),
    Column("Kết quả", Align.CENTRE, 17),
)


def vote_table(votes: Sequence[Vote]) -> Table:
    """The table of kind 16: shares are of all delegates, whatever majority the vote needed."""
    rows = tuple((place, vote.title, *_result(vote)) for place, vote in enumerate(votes, start=1))
    return Table(_COLUMNS, rows, size=11)


def result_table(vote: Vote) -> Table:
    """The same of one vote, where the text around it says what was voted on."""
    return Table(_COLUMNS[2:], (_result(vote),), size=11)


def _result(vote: Vote) -> tuple[Cell, ...]:
    return (
        vote.all_delegates,
        vote.present,
        vote.votes_for,
        percent(vote.votes_for, vote.all_delegates or 1).removesuffix("%"),
        vote.votes_against,
        vote.not_voting,
        PASSED if vote.passed else NOT_PASSED,
    )


def base_count(vote: Vote) -> int:
    """The denominator of the vote's majority."""
    return {Majority.SHRUNKEN: vote.in_office, Majority.PROCEDURAL: vote.present}.get(
        Majority(vote.majority), vote.all_delegates
    )


def share_words(vote: Vote) -> str:
    """The share of those for in the base of the vote's majority: "đạt 82% tổng số đại biểu HĐND xã"."""
    words = _BASE_WORDS[Majority(vote.majority)].format(council=short_council(vote.sitting.council))
    return f"đạt {percent(vote.votes_for, base_count(vote) or 1)} {words}"


def subject_words(vote: Vote) -> str:
    """What is voted on, inside a sentence: the resolution by its abstract, anything else in quotes."""
    if vote.is_final and vote.resolution is not None:
        return resolution_words(vote.resolution)
    return f"nội dung “{vote.title}”"


def resolution_words(resolution: Resolution) -> str:
    """A resolution inside a sentence: "Nghị quyết về việc phê duyệt …"."""
    title = small(resolution.title)
    return title if title.lower().startswith("nghị quyết") else f"Nghị quyết {title}"


def adoption_words(resolution: Resolution) -> str:
    """What is voted on when it is the whole resolution: "Thông qua Nghị quyết về việc phê duyệt …"."""
    words = f"Thông qua {resolution_words(resolution)}"
    longest = Vote._meta.get_field("title").max_length or 0
    return words if len(words) <= longest else resolution.title


def vote_sentence(vote: Vote) -> str:
    """The sentence of one vote (kind 16): "Với 41/48 đại biểu có mặt biểu quyết tán thành (đạt 82% …), … "."""
    counts = f"Với {vote.votes_for}/{vote.present} đại biểu có mặt biểu quyết tán thành ({share_words(vote)})"
    subject = subject_words(vote)
    if vote.passed:
        return f"{counts}, {subject} được thông qua."
    return (
        f"{counts}, chưa đủ {prose_number(vote.needed)} đại biểu tán thành theo quy định, "
        f"{subject} không được thông qua."
    )


def ballot_sentence(vote: Vote) -> str:
    """The ballots of a secret ballot; nothing for an open vote."""
    if vote.ballots_returned is None or vote.ballots_issued is None or vote.ballots_invalid is None:
        return ""
    valid = vote.ballots_returned - vote.ballots_invalid
    parts = (
        ("Số phiếu phát ra", vote.ballots_issued),
        ("thu về", vote.ballots_returned),
        ("trong đó", valid),
    )
    said = ", ".join(f"{words} {_ballots(count)}" for words, count in parts)
    return f"{said} hợp lệ, {_ballots(vote.ballots_invalid)} không hợp lệ."


def _ballots(count: int) -> str:
    return f"{prose_number(count)} phiếu" if count else "không có phiếu"


def method_words(vote: Vote) -> str:
    """How it was taken."""
    return _METHODS[Vote.Method(vote.method)]


def needed_words(vote: Vote) -> str:
    """Which majority it needed, by which article."""
    share = _NEEDED_WORDS[Majority(vote.majority)]
    return f"Cần {prose_number(vote.needed)} đại biểu tán thành ({share}; {vote.legal_basis})"


# --- The vote sheet ---


def vote_sheet(
    sitting: Sitting, votes: Sequence[Vote], answers: Sequence[tuple[RollLine, str]] = ()
) -> AdministrativeDocument:
    """One vote, or all of a sitting, on a sheet that secretary and chair sign; a roll call with its answers."""
    last = max((vote.meeting for vote in votes), key=lambda meeting: (meeting.day, meeting.part))
    return AdministrativeDocument(
        issuer=sitting_head(sitting),
        title=Title("Kết quả biểu quyết", _abstract(sitting, votes)),
        dated=last.day,
        body=tuple(_sheet(votes)),
        signatures=signatures(sitting),
        annexes=(_answers(answers),) if answers else (),
    )


def _abstract(sitting: Sitting, votes: Sequence[Vote]) -> str:
    if len(votes) == 1:
        return f"{capitalised(votes[0].title)} tại {small(sitting_name(sitting))}"
    return f"Tại {small(sitting_name(sitting))}"


def _sheet(votes: Sequence[Vote]) -> Iterator[Block]:
    first = votes[0]
    yield Paragraph(
        f"Tổng số đại biểu được bầu: {first.all_delegates}; số đại biểu đương nhiệm: {first.in_office}."
    )
    yield vote_table(votes)
    for place, vote in enumerate(votes, start=1):
        yield Paragraph(_course(vote, f"{place}. " if len(votes) > 1 else ""))
    yield Paragraph("Kết quả trên được công bố tại kỳ họp.")


def _course(vote: Vote, number: str) -> str:
    """When and how, what it needed, what came of it."""
    moment = f"hồi {hour(vote.held_at, minutes_of_meeting=True)}, " if vote.held_at else ""
    where = half_day_words(vote.meeting)
    parts = [f"{number}{method_words(vote)} {moment}tại {where}.", f"{needed_words(vote)}."]
    return " ".join(filter(None, [*parts, ballot_sentence(vote), vote_sentence(vote)]))


def _answers(answers: Sequence[tuple[RollLine, str]]) -> Annex:
    columns = (
        Column("STT", Align.CENTRE, 12),
        Column("Họ và tên", width=70),
        Column("Tổ đại biểu", Align.CENTRE, 30),
        Column("Ý kiến", Align.CENTRE, 48),
    )
    rows = tuple(
        (
            place,
            line.delegate.full_name,
            str(line.group.number) if line.group else "",
            CHOICES[Ballot.Choice(choice)],
        )
        for place, (line, choice) in enumerate(answers, start=1)
    )
    return Annex("Danh sách đại biểu biểu quyết", (Table(columns, rows),), note="")
