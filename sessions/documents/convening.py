"""Quyết định triệu tập kỳ họp and giấy mời (forms reference, kinds 15a and 15b). Always Vietnamese, pure functions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, time
from typing import Final

from documents import house
from documents.administrative import (
    AdministrativeDocument,
    Align,
    Annex,
    Block,
    Column,
    Heading,
    Level,
    ListItem,
    Number,
    Paragraph,
    Table,
    Title,
)
from documents.language import counted, hour, long_date
from sessions.documents.agenda import tables
from sessions.documents.calling import SIGNERS, days_words, full_name, kind_words, short_name, weekday
from sessions.models import Sitting
from sessions.programme import Part

DECISION: Final = "QĐ"
INVITATION: Final = "GM"


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """What the two documents that call a sitting are made of."""

    sitting: Sitting
    on: date
    signer: str = "chair"
    signer_name: str = ""
    opens_at: time | None = None
    conference_on: date | None = None
    """The day of the pre-sitting conference on which the agenda was agreed."""
    papers: int = 0
    """Reports, proposals and projects on the list."""
    resolutions: int = 0
    normative: int = 0
    parts: Sequence[Part] = ()
    """The public programme, by half-day."""
    guests: Sequence[tuple[str, int, bool]] = ()
    """Who is invited, how many persons, whether they have confirmed."""

    @property
    def committee(self) -> str:
        """The issuer in full."""
        return f"Thường trực Hội đồng nhân dân {self.sitting.council.name}"

    @property
    def symbol(self) -> str:
        """Of the council's own usage: HĐND or TTHĐND."""
        return self.sitting.council.standing_symbol

    @property
    def opening(self) -> str:
        """For example "7 giờ 30 phút, thứ Ba, ngày 14/7/2026"."""
        at = f"{hour(self.opens_at)}, " if self.opens_at else ""
        return f"{at}{weekday(self.sitting.opens_on)}"

    @property
    def place(self) -> str:
        """Where; where nobody has entered it, the council's own hall is meant."""
        return self.sitting.place or f"Trụ sở {self.sitting.council.full_name}"


def abstract_of(call: Call) -> str:
    """What the decision is about, as the register lists it."""
    return f"Về việc triệu tập {_lower(full_name(call.sitting))}"


def decision(call: Call, number: int | None = None) -> AdministrativeDocument:
    """15a: the decision that calls the sitting, with the draft programme as its annex."""
    sitting = call.sitting
    annexes = (Annex(f"Dự kiến chương trình {_lower(short_name(sitting))}", tuple(tables(call.parts))),)
    return AdministrativeDocument(
        issuer=house.standing_committee(sitting.council),
        number=Number(f"{DECISION}-{call.symbol}", number),
        title=Title("Quyết định", abstract_of(call)),
        place=house.place(sitting.council),
        dated=call.on,
        body=(*_authority(call), *_articles(call)),
        signatures=(house.signed(SIGNERS[call.signer], call.signer_name),),
        recipients=("Như Điều 4", *house.recipients(sitting.council, sitting.council_term)),
        annexes=annexes if call.parts else (),
    )


def _authority(call: Call) -> Iterator[Block]:
    """Who decides stands before the bases (Decree 30/2020, form 1.2)."""
    yield Paragraph(call.committee.upper(), bold=True, centred=True)
    for basis in house.bases(("TC", "QC"), call.on):
        name = f" {call.sitting.council.name}" if basis.endswith("Hội đồng nhân dân") else ""
        yield Paragraph(f"{basis}{name};", italic=True)
    agreed = (
        f"Theo kết luận của hội nghị liên tịch {long_date(call.conference_on)}."
        if call.conference_on
        else "Xét đề nghị của Văn phòng giúp việc Hội đồng nhân dân."
    )
    yield Paragraph(agreed, italic=True)
    yield Paragraph("QUYẾT ĐỊNH:", bold=True, centred=True)


def _articles(call: Call) -> Iterator[Block]:
    sitting, unit = call.sitting, call.sitting.council.unit_word
    yield Heading(Level.ARTICLE, "Triệu tập kỳ họp")
    called = f"{short_name(sitting)} ({kind_words(sitting)}) {sitting.council.full_name}"
    term = house.term_words(sitting.council_term)
    yield Paragraph(f"Triệu tập {_lower(called)} {term}, cụ thể như sau:".replace(" ,", ","))
    yield ListItem(f"Thời gian: {days_words(sitting)}; khai mạc: {call.opening};")
    yield ListItem(f"Địa điểm: {call.place};")
    yield ListItem("Hình thức: họp công khai." if sitting.is_public else "Hình thức: họp kín.")
    yield Heading(Level.ARTICLE, "Dự kiến nội dung")
    yield Paragraph(_content(call))
    yield Heading(Level.ARTICLE, "Chuẩn bị kỳ họp")
    yield Paragraph(
        f"Giao Văn phòng gửi tài liệu kỳ họp đến đại biểu Hội đồng nhân dân {unit} đúng thời hạn; Ủy ban nhân dân "
        f"{unit} và các cơ quan, đơn vị liên quan hoàn thiện báo cáo, tờ trình, dự thảo nghị quyết theo phân công."
    )
    yield Heading(Level.ARTICLE, "Trách nhiệm thi hành")
    yield Paragraph(
        f"Thường trực Hội đồng nhân dân, Ủy ban nhân dân, các Ban của Hội đồng nhân dân {unit}, các cơ quan, đơn vị "
        f"có liên quan và đại biểu Hội đồng nhân dân {sitting.council.name} chịu trách nhiệm thi hành Quyết định này"
    )


def _content(call: Call) -> str:
    """How much is on the list, and where the programme stands."""
    considered = (
        f"Kỳ họp xem xét {counted(call.papers, 'báo cáo, tờ trình')}"
        if call.papers
        else "Kỳ họp xem xét các nội dung thuộc thẩm quyền"
    )
    norms = (
        f", trong đó có {counted(call.normative, 'nghị quyết quy phạm pháp luật')}" if call.normative else ""
    )
    adopted = (
        f" và dự kiến thông qua {counted(call.resolutions, 'nghị quyết')}{norms}" if call.resolutions else ""
    )
    annexed = " Chương trình dự kiến tại Phụ lục kèm theo Quyết định này." if call.parts else ""
    return f"{considered}{adopted}.{annexed}"


def invitation(call: Call, number: int | None = None) -> AdministrativeDocument:
    """15b: the invitation of delegates and guests; the list of guests is its annex."""
    sitting = call.sitting
    about = _lower(full_name(sitting))
    return AdministrativeDocument(
        issuer=house.standing_committee(sitting.council),
        number=Number(f"{INVITATION}-{call.symbol}", number),
        title=Title("Giấy mời", f"Dự {about}"),
        place=house.place(sitting.council),
        dated=call.on,
        body=tuple(_invited(call)),
        signatures=(house.signed(SIGNERS[call.signer], call.signer_name),),
        recipients=_invitation_recipients(call),
        annexes=(_guest_list(call),) if call.guests else (),
    )


def _invited(call: Call) -> Iterator[Block]:
    sitting, unit = call.sitting, call.sitting.council.unit_word
    guests = " và các vị khách mời (danh sách kèm theo)" if call.guests else ""
    term = house.term_words(sitting.council_term)
    yield Paragraph(
        f"{call.committee} trân trọng kính mời: Các vị đại biểu {sitting.council.full_name} {term}{guests}."
    )
    yield Paragraph(f"Dự {_lower(short_name(sitting))} ({kind_words(sitting)}) {sitting.council.full_name}.")
    yield Paragraph(f"Nội dung: {_content_of_invitation(call)}")
    yield Paragraph(f"Thời gian: {days_words(sitting)}; khai mạc: {call.opening}.")
    yield Paragraph(f"Địa điểm: {call.place}.")
    yield Paragraph(f"Chủ trì: {sitting.chair or f'Thường trực Hội đồng nhân dân {unit}'}.")
    yield Paragraph(
        "Tài liệu: gửi đến đại biểu trên cổng thông tin; đại biểu đăng ký có mặt hoặc vắng mặt có lý do trên cổng "
        "trước ngày khai mạc. Trang phục: trang trọng, lịch sự."
    )
    yield Paragraph("Rất mong các vị đại biểu đến dự đúng thời gian, thành phần")


def _content_of_invitation(call: Call) -> str:
    return _content(call).partition(" Chương trình dự kiến")[0].removeprefix("Kỳ họp ")


def _invitation_recipients(call: Call) -> tuple[str, ...]:
    unit = call.sitting.council.unit_word
    return ("Như trên", f"Thường trực HĐND, UBND {unit}", f"Các Ban của HĐND {unit}")


def _guest_list(call: Call) -> Annex:
    columns = (
        Column("STT", width=12),
        Column("Thành phần mời", width=90),
        Column("Số lượng", Align.CENTRE, 24),
        Column("Xác nhận", Align.CENTRE, 34),
    )
    rows = tuple(
        (place, name, count, "Đã xác nhận" if confirmed else "")
        for place, (name, count, confirmed) in enumerate(call.guests, start=1)
    )
    total = (None, "Tổng số", sum(count for _name, count, _confirmed in call.guests), None)
    return Annex(
        f"Danh sách khách mời dự {_lower(short_name(call.sitting))}", (Table(columns, rows, total=total),)
    )


def cited(symbol: str, on: date) -> str:
    """How other records cite the decision: "Quyết định số 12/QĐ-HĐND ngày 24 tháng 6 năm 2026"."""
    return f"Quyết định số {symbol} {long_date(on)}"


def _lower(text: str) -> str:
    """A name that begins a sentence, inside one: "kỳ họp thứ Năm"."""
    return text[:1].lower() + text[1:]
