"""Công văn đôn đốc: the reminder letter as an administrative document (Decree 30/2020, form 1.5). Always Vietnamese.

One letter goes to one agency about what it owes this council and has not answered in time. Pure: built from data, drawn
by `documents.docx` and `documents.pdf`. Days overdue are calendar days up to the day of the letter.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final, NamedTuple

from councils.models import Agency, Council, Level
from documents import house
from documents.administrative import (
    AdministrativeDocument,
    Align,
    Block,
    Column,
    LetterSubject,
    Number,
    Paragraph,
    Signature,
    Table,
)
from documents.language import capitalised, date_range, ordinal, prose_number, short_date
from followups.models import FollowUp, RungKind
from followups.origins import NEUTRAL_SUBJECT
from followups.states import State

KIND: Final = "HĐND"
ISSUER: Final = "VP"
"""Of the number series of the council's official letters, prepared by the office: "05/HĐND-VP"."""
LONG_OVERDUE: Final = 90
"""Calendar days past which a letter counts its matters apart."""

_FOR_THE_COMMITTEE: Final = "TM. THƯỜNG TRỰC HỘI ĐỒNG NHÂN DÂN"
SIGNERS: Final[dict[str, tuple[str, ...]]] = {
    "vice_chair": (_FOR_THE_COMMITTEE, "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"),
    "chair": (_FOR_THE_COMMITTEE, "CHỦ TỊCH"),
    "office": ("TL. THƯỜNG TRỰC HỘI ĐỒNG NHÂN DÂN", "CHÁNH VĂN PHÒNG"),
}
"""Who signs; the office only where the working regulations allow it (Decree 30/2020 Art. 13.4)."""
LONGEST_REPEATED: Final = 60
"""Characters of a name that running text repeats; a longer one becomes "quý cơ quan"."""
NEXT_STEPS: Final[dict[str, str]] = {
    RungKind.REMINDER_LETTER: "tiếp tục đôn đốc bằng văn bản",
    RungKind.JOINT_MEETING: "đưa nội dung này vào chương trình hội nghị liên tịch để kiểm điểm, đôn đốc",
    RungKind.COMPETENT_AUTHORITY: "kiến nghị cơ quan, người có thẩm quyền xem xét, xử lý",
    RungKind.EXPLANATION: "đưa nội dung này vào phiên giải trình của Thường trực HĐND",
    RungKind.QUESTIONING: "đưa nội dung này vào nhóm vấn đề đề nghị chất vấn tại kỳ họp gần nhất",
    RungKind.RE_SUPERVISION: "đưa nội dung này vào chương trình giám sát lại",
}
"""What the Standing Committee will do next ("Thường trực HĐND xã sẽ …"), by the rung after the letter."""
LAST_STEP: Final = "báo cáo Hội đồng nhân dân xem xét tại kỳ họp gần nhất"


class Earlier(NamedTuple):
    """The letters that urged a matter before: how many, and number and day of the last."""

    times: int = 0
    symbol: str = ""
    dated_on: date | None = None


NO_LETTER: Final = Earlier()


@dataclass(frozen=True, slots=True)
class Matter:
    """A row of the letter's table."""

    follow_up: FollowUp
    earlier: Earlier = NO_LETTER
    sent_by: str = ""
    """Number of the letter by which it was sent, where there is one."""

    @property
    def sent_words(self) -> str:
        """The letter by which it was sent, with its day; the day alone where no letter is known."""
        on = self.follow_up.issued_on
        if on is None:
            return self.sent_by
        return f"Số {self.sent_by}, ngày {short_date(on)}" if self.sent_by else f"Ngày {short_date(on)}"

    @property
    def due_on(self) -> date:
        """By which the answer was due; only what is overdue comes into a letter."""
        return self.follow_up.due_on or date.max

    def note(self) -> str:
        """What the reader must know: an answer that was not accepted, more time given, the letter before."""
        follow_up, earlier = self.follow_up, self.earlier
        notes = []
        if follow_up.state == State.RETURNED:
            notes.append("Đã trả lời nhưng chưa được chấp nhận")
        if follow_up.original_due_on and follow_up.original_due_on != follow_up.due_on:
            notes.append(f"Đã được gia hạn (hạn ban đầu {short_date(follow_up.original_due_on)})")
        if earlier.dated_on:
            notes.append(f"Đã đôn đốc tại văn bản số {earlier.symbol} ngày {short_date(earlier.dated_on)}")
        return "; ".join(notes)


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What the writer decides: the day, by when an answer is expected, who signs, what comes next."""

    dated_on: date
    answer_by: date
    signer: str
    next_step: str
    signer_name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """One letter to one agency, with or without its number."""

    council: Council
    agency: Agency
    matters: Sequence[Matter]
    terms: Terms
    subject: str = NEUTRAL_SUBJECT
    number: int | None = None

    def numbered(self, number: int) -> Letter:
        """The same letter with its number."""
        return replace(self, number=number)

    @property
    def time(self) -> int:
        """For the nth time: one more than the most letters that any of its matters has had."""
        return 1 + max(matter.earlier.times for matter in self.matters)

    @property
    def about(self) -> str:
        """The subject after "V/v"."""
        return f"đôn đốc {self.subject} (lần {self.time})"

    @property
    def body_name(self) -> str:
        """The agency in running text after it was named in full."""
        name = self.agency.short_name or self.agency.name
        return name if len(name) <= LONGEST_REPEATED else "quý cơ quan"

    @property
    def standing(self) -> str:
        """The Standing Committee where it was named in full before."""
        return f"Thường trực HĐND {self.council.unit_word}"


def document_of(letter: Letter) -> AdministrativeDocument:
    """The letter in the State's format; without a number there is room for it."""
    council = letter.council
    return AdministrativeDocument(
        issuer=house.standing_committee(council),
        number=Number(f"{KIND}-{ISSUER}", letter.number),
        title=LetterSubject(letter.about),
        place=house.place(council),
        dated=letter.terms.dated_on,
        addressees=(letter.agency.name,),
        body=tuple(_body(letter)),
        signatures=(Signature(SIGNERS[letter.terms.signer], name=letter.terms.signer_name),),
        recipients=_recipients(council),
    )


def _body(letter: Letter) -> Iterator[Block]:
    yield Paragraph(_asked(letter))
    yield Paragraph(_state(letter))
    yield _table(letter)
    yield Paragraph(f"{letter.standing} đề nghị {letter.body_name}:")
    yield from (Paragraph(text) for text in _requests(letter))
    yield Paragraph(_next(letter))
    yield Paragraph(f"{letter.standing} đề nghị {letter.body_name} quan tâm, thực hiện.")


def _asked(letter: Letter) -> str:
    """What was asked, sent when, due when."""
    days = [matter.follow_up.issued_on or matter.due_on for matter in letter.matters]
    sent = capitalised(date_range(min(days), max(days)))
    who = f"Thường trực Hội đồng nhân dân (HĐND) {letter.council.name}"
    what = f"{prose_number(len(days))} nội dung đề nghị {letter.subject}"
    due = (
        f"thời hạn trả lời đến hết ngày {short_date(letter.matters[0].due_on)}"
        if len(days) == 1
        else "ngày chuyển và thời hạn trả lời của từng nội dung được nêu tại bảng dưới đây"
    )
    return f"{sent}, {who} đã chuyển đến {letter.agency.name} {what}; {due}."


def _state(letter: Letter) -> str:
    """How it stands on the day of the letter, with what is very late counted apart."""
    count, late = len(letter.matters), sum(days > LONG_OVERDUE for days in _days_late(letter))
    apart = f", trong đó có {prose_number(late)} nội dung quá hạn trên {LONG_OVERDUE} ngày" if late else ""
    on = short_date(letter.terms.dated_on)
    return (
        f"Đến hết ngày {on}, {letter.body_name} còn {prose_number(count)} nội dung quá hạn trả lời{apart}, "
        "cụ thể như sau:"
    )


def _days_late(letter: Letter) -> list[int]:
    return [(letter.terms.dated_on - matter.due_on).days for matter in letter.matters]


_COLUMNS: Final = (
    Column("STT", Align.CENTRE, 11),
    Column("Nội dung", width=41),
    Column("Văn bản chuyển (số, ngày)", Align.CENTRE, 20),
    Column("Cơ quan giải quyết", width=22),
    Column("Hạn trả lời", Align.CENTRE, 19),
    Column("Số ngày quá hạn", Align.CENTRE, 13),
    Column("Lần đôn đốc", Align.CENTRE, 12),
    Column("Ghi chú", width=22),
)


def _table(letter: Letter) -> Table:
    rows = tuple(
        (
            number,
            matter.follow_up.title,
            matter.sent_words,
            (letter.agency.short_name or letter.agency.name) if number == 1 else "Như trên",
            short_date(matter.due_on),
            days,
            matter.earlier.times + 1,
            matter.note(),
        )
        for number, (matter, days) in enumerate(zip(letter.matters, _days_late(letter), strict=True), start=1)
    )
    return Table(_COLUMNS, rows, size=10)


def _requests(letter: Letter) -> tuple[str, ...]:
    by = short_date(letter.terms.answer_by)
    settle = "Khẩn trương giải quyết và trả lời bằng văn bản các nội dung nêu trên, gửi về"
    stuck = (
        "Đối với nội dung vượt thẩm quyền hoặc còn vướng mắc: báo cáo bằng văn bản, nêu rõ lý do, lộ trình và"
    )
    return (
        f"a) {settle} {letter.standing} (qua Văn phòng) chậm nhất ngày {by};",
        "b) Nêu rõ nguyên nhân chậm trả lời và trách nhiệm của tổ chức, cá nhân có liên quan;",
        f"c) {stuck} thời hạn giải quyết.",
    )


def _next(letter: Letter) -> str:
    by, step = short_date(letter.terms.answer_by), letter.terms.next_step.strip().rstrip(" .;")
    return (
        f"Đây là lần đôn đốc {ordinal(letter.time)}; nếu sau ngày {by} chưa có văn bản trả lời, "
        f"{letter.standing} sẽ {step}."
    )


def _recipients(council: Council) -> tuple[str, ...]:
    """Nơi nhận of an official letter (forms reference, N-cv)."""
    unit = council.unit_word
    office = f"VP Đoàn ĐBQH và HĐND {unit}" if council.level == Level.PROVINCE else f"VP HĐND và UBND {unit}"
    return (
        "Như trên",
        f"Chủ tịch, các Phó Chủ tịch HĐND {unit}",
        f"Các Ban của HĐND {unit}",
        office,
    )
