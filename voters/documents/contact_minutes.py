"""Biên bản hội nghị tiếp xúc cử tri (kind 7), drafted from the records of the meeting."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, time
from typing import Final

from councils.models import Council
from documents.administrative import (
    AdministrativeDocument,
    Block,
    Column,
    Heading,
    Issuer,
    Level,
    ListItem,
    Paragraph,
    Signature,
    Table,
    Title,
)
from documents.language import Quantity, hour, in_words, long_date, prose_number

_ROOM: Final = "……"
_REPORT_BEFORE: Final = (
    "Đại biểu thông báo thời gian, dự kiến nội dung, chương trình kỳ họp; tình hình kinh tế - xã hội của địa "
    "phương và kết quả giải quyết ý kiến, kiến nghị của cử tri đã gửi trước đó."
)
_NOTE: Final = "(ký tên, ghi rõ họ tên)"


@dataclass(frozen=True, slots=True)
class Said:
    """One opinion as the minutes list it."""

    place: str
    content: str
    field: str
    answer: str
    agency: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MinutesFacts:
    """What the minutes say of a meeting; what is not known prints as dots to be filled in by hand."""

    council: Council
    occasion: str
    before_sitting: bool
    groups: tuple[int, ...]
    day: date
    starts_at: time | None
    ends_at: time | None
    venue: str
    locality: str
    chair: str
    secretary: str
    delegates: tuple[str, ...]
    joint: tuple[str, ...]
    agencies: tuple[str, ...]
    absent: tuple[str, ...]
    invited: int | None
    present: Quantity | None
    speakers: int | None
    opinions: tuple[Said, ...]
    reported: tuple[str, ...]
    replies: tuple[str, ...]
    closing: tuple[str, ...]
    copies: int

    @property
    def on_spot(self) -> int:
        """Opinions answered at once."""
        return sum(bool(said.answer) for said in self.opinions)


def minutes_document(facts: MinutesFacts) -> AdministrativeDocument:
    """The minutes; they bear neither number nor date line (the time is in the text)."""
    name = f"của đại biểu Hội đồng nhân dân {facts.council.name} {facts.occasion}".rstrip()
    return AdministrativeDocument(
        issuer=_issuer(facts),
        title=Title("Biên bản", f"Hội nghị tiếp xúc cử tri {name}"),
        dated=facts.day,
        body=(*_opening(facts), *_people(facts), *_course(facts), *_end(facts)),
        signatures=(
            Signature(("THƯ KÝ HỘI NGHỊ",), name=facts.secretary, note=_NOTE),
            Signature(("ĐẠI DIỆN TỔ ĐẠI BIỂU",), note=_NOTE),
            Signature(("CHỦ TRÌ HỘI NGHỊ",), note=_NOTE),
        ),
    )


def _issuer(facts: MinutesFacts) -> Issuer:
    """H6 where one group held the meeting, else the council."""
    if len(facts.groups) == 1:
        return Issuer.group(facts.council.name, facts.groups[0])
    return Issuer.council(facts.council.name)


def _clock(value: time | None) -> str:
    return hour(value, minutes_of_meeting=True) if value else f"{_ROOM} giờ {_ROOM} phút"


def _opening(facts: MinutesFacts) -> Iterator[Block]:
    yield Paragraph(
        f"Hồi {_clock(facts.starts_at)}, {long_date(facts.day)}, tại {facts.venue}, {facts.locality}, diễn ra hội nghị "
        f"{f'tiếp xúc cử tri {facts.occasion}'.rstrip()}."
    )


def _people(facts: MinutesFacts) -> Iterator[Block]:
    yield Heading(Level.SECTION, "THÀNH PHẦN")
    yield Paragraph(f"{facts.chair or _ROOM}.", lead="Chủ trì:")
    yield Paragraph(f"{facts.secretary or _ROOM}.", lead="Thư ký:")
    yield Paragraph(
        f"{'; '.join(facts.delegates) or _ROOM}.", lead=f"Đại biểu HĐND {facts.council.unit_word}:"
    )
    if facts.joint:
        yield Paragraph(f"{'; '.join(facts.joint)}.", lead="Cấp cùng tổ chức:")
    yield Paragraph(f"{'; '.join(facts.absent) or 'không'}.", lead="Đại biểu vắng mặt:")
    yield Paragraph(f"{'; '.join(facts.agencies) or 'không'}.", lead="Cơ quan dự:")
    invited = f"số được mời {prose_number(facts.invited)} người; " if facts.invited else ""
    yield Paragraph(f"{invited}số có mặt {_present(facts.present)}.", lead="Cử tri:")


def _present(count: Quantity | None) -> str:
    if count is None:
        return f"{_ROOM} người"
    return f"{count.qualifier.word} {prose_number(count.value)} người".strip()


def _course(facts: MinutesFacts) -> Iterator[Block]:
    yield Heading(Level.SECTION, "DIỄN BIẾN, NỘI DUNG")
    yield Heading(Level.ITEM, "Khai mạc")
    yield Paragraph(
        f"{facts.chair or 'Chủ trì hội nghị'} tuyên bố lý do, giới thiệu đại biểu, thông qua chương trình hội nghị."
    )
    yield Heading(Level.ITEM, "Báo cáo của đại biểu")
    yield from _points(facts.reported or _usual_report(facts))
    yield Heading(Level.ITEM, "Ý kiến, kiến nghị của cử tri")
    yield Paragraph(_counted(facts))
    if facts.opinions:
        yield _table(facts)
    yield Heading(Level.ITEM, "Giải trình, trả lời tại hội nghị")
    yield from _points(facts.replies or (_spot(facts),))
    yield Heading(Level.ITEM, "Tiếp thu của đại biểu, ý kiến chuyển cơ quan có thẩm quyền")
    yield from _points(facts.closing or (_usual_closing(facts),))


def _points(lines: tuple[str, ...]) -> Iterator[Block]:
    if len(lines) == 1:
        yield Paragraph(lines[0])
    else:
        yield from (ListItem(line) for line in lines)


def _usual_report(facts: MinutesFacts) -> tuple[str, ...]:
    if facts.before_sitting:
        return (_REPORT_BEFORE,)
    return (
        "Đại biểu báo cáo kết quả kỳ họp, các nghị quyết đã được thông qua và hoạt động của Tổ đại biểu.",
    )


def _counted(facts: MinutesFacts) -> str:
    """How many spoke, how many opinions, what was answered at once."""
    count, spot = len(facts.opinions), facts.on_spot
    if not count:
        return "Không có ý kiến, kiến nghị của cử tri tại hội nghị."
    spoke = f"Có {prose_number(facts.speakers)} cử tri phát biểu với" if facts.speakers else "Cử tri nêu"
    left = count - spot
    at_once = f"{prose_number(spot)} ý kiến được trả lời ngay tại hội nghị" if spot else ""
    noted = f"{prose_number(left)} ý kiến được ghi nhận để chuyển cơ quan có thẩm quyền" if left else ""
    return f"{spoke} {prose_number(count)} ý kiến; {', '.join(filter(None, [at_once, noted]))}."


def _table(facts: MinutesFacts) -> Table:
    columns = (
        Column("STT", width=13),
        Column("Cử tri (địa chỉ: thôn, tổ dân phố)", width=26),
        Column("Nội dung ý kiến, kiến nghị", width=52),
        Column("Lĩnh vực", width=22),
        Column("Trả lời tại hội nghị", width=30),
        Column("Chuyển cơ quan giải quyết", width=26),
    )
    rows = tuple(
        (position, said.place, said.content, said.field, said.answer, "" if said.answer else said.agency)
        for position, said in enumerate(facts.opinions, start=1)
    )
    return Table(columns, rows, size=11)


def _spot(facts: MinutesFacts) -> str:
    spot = facts.on_spot
    if not spot:
        return "Không có nội dung được giải trình, trả lời tại hội nghị."
    return f"Đại diện cơ quan dự họp giải trình, trả lời {prose_number(spot)} nội dung thuộc thẩm quyền, như bảng trên."


def _usual_closing(facts: MinutesFacts) -> str:
    left = len(facts.opinions) - facts.on_spot
    sent = (
        f" {prose_number(left)} ý kiến, kiến nghị được tổng hợp, gửi Thường trực HĐND {facts.council.unit_word} để "
        "chuyển cơ quan có thẩm quyền giải quyết, trả lời."
        if left
        else ""
    )
    return f"Đại biểu tiếp thu ý kiến của cử tri.{sent}"


def _end(facts: MinutesFacts) -> Iterator[Block]:
    yield Heading(Level.SECTION, "KẾT THÚC")
    copies = f"{prose_number(facts.copies)} ({in_words(facts.copies)}) bản"
    yield Paragraph(
        f"Hội nghị kết thúc hồi {_clock(facts.ends_at)} cùng ngày. Biên bản đã được đọc lại và thông qua, lập thành "
        f"{copies}."
    )
