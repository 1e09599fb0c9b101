"""Papers of citizen reception: the notice of the schedule (kind 8), slips and notices of one matter, conclusions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time
from typing import Final

from councils.models import Council
from documents import house
from documents.administrative import (
    AdministrativeDocument,
    Annex,
    Block,
    Column,
    Heading,
    Level,
    ListItem,
    Number,
    Paragraph,
    Signature,
    Table,
    Title,
)
from documents.language import hour, long_date, period, prose_number, short_date
from voters.documents.common import (
    KIND_WORDS,
    VICE_CHAIR,
    Signer,
    about,
    office,
    reception_bases,
    settlement_basis,
    standing,
)
from voters.identity import Person

NOTICE: Final = ("TB", "HĐND")
"""Kind and issuer of notices: 05/TB-HĐND."""
SLIP: Final = ("PC", "HĐND")
WEEKDAYS: Final = ("Thứ Hai", "Thứ Ba", "Thứ Tư", "Thứ Năm", "Thứ Sáu", "Thứ Bảy", "Chủ nhật")


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """One line of the schedule."""

    day: date
    part: str
    starts_at: time | None
    ends_at: time | None
    place: str
    receiver: str
    post: str
    with_bodies: str
    note: str

    @property
    def when(self) -> str:
        """The half of the day and the hours."""
        hours = " - ".join(hour(one) for one in (self.starts_at, self.ends_at) if one)
        return ", ".join(filter(None, [self.part, hours]))


def _number(symbol: tuple[str, str], number: int | None) -> Number:
    return Number("-".join(symbol), number)


def _mark(number: int | None) -> str:
    return "" if number else "DỰ THẢO"


# --- 8: the schedule ---


def schedule_notice(
    *,
    council: Council,
    sessions: Sequence[Session],
    start: date,
    end: date,
    on: date,
    register_by: str = "",
    register_at: str = "",
    signer: Signer = VICE_CHAIR,
    number: int | None = None,
) -> AdministrativeDocument:
    """Notice of the days on which delegates receive citizens in a period, with the schedule as its annex."""
    span, cap = period(start, end), council.name
    places = sorted({session.place for session in sessions})
    where = (
        f"Tại {places[0]}."
        if len(places) == 1
        else "Tại các địa điểm nêu trong Phụ lục kèm theo Thông báo này."
    )
    register = f"Công dân đăng ký nội dung{_until(register_by)}{_at(register_at)}; khi đến mang theo giấy tờ tùy thân"
    body: tuple[Block, ...] = (
        Paragraph(
            f"{standing(council)} thông báo lịch tiếp công dân của đại biểu Hội đồng nhân dân {cap} {span} như sau:"
        ),
        Heading(Level.ITEM, "Thời gian"),
        Paragraph(
            f"Có {prose_number(len(sessions))} buổi tiếp công dân theo Phụ lục kèm theo; trường hợp trùng ngày "
            "nghỉ thì tiếp vào ngày làm việc liền kề sau đó. Ngoài lịch định kỳ, đại biểu tiếp công dân đột xuất "
            "khi có yêu cầu."
        ),
        Heading(Level.ITEM, "Địa điểm"),
        Paragraph(where),
        Heading(Level.ITEM, "Đăng ký và giấy tờ mang theo"),
        Paragraph(
            f"{register}, tài liệu liên quan đến nội dung khiếu nại, tố cáo, kiến nghị, phản ánh. Nhiều người cùng một "
            "nội dung thì cử người đại diện trình bày."
        ),
        Heading(Level.ITEM, "Tổ chức thực hiện"),
        ListItem(f"{office(council)} bố trí công chức giúp đại biểu, ghi Sổ tiếp công dân;"),
        ListItem(
            "Lịch tiếp công dân được niêm yết tại nơi tiếp công dân và đăng trên trang thông tin điện tử;"
        ),
        ListItem(f"Sau mỗi buổi tiếp, đại biểu gửi kết quả về {standing(council)}."),
        Paragraph(f"{standing(council)} thông báo để các cơ quan, đơn vị và công dân biết, liên hệ."),
    )
    return AdministrativeDocument(
        issuer=house.standing_committee(council),
        number=_number(NOTICE, number),
        title=Title("Thông báo", f"Lịch tiếp công dân của đại biểu Hội đồng nhân dân {cap} {span}"),
        place=house.place(council),
        dated=on,
        mark=_mark(number),
        bases=reception_bases(on),
        body=body,
        signatures=(signer.signature,),
        recipients=(
            "Trụ sở tiếp công dân",
            f"UBND {council.unit_word}",
            "Đại biểu có tên trong lịch",
            "Trang thông tin điện tử",
            office(council),
        ),
        annexes=(Annex(f"Lịch tiếp công dân {span}", (_schedule(sessions),), landscape=True),),
    )


def _until(day: str) -> str:
    return f" trước {day}" if day else ""


def _at(place: str) -> str:
    return f" tại {place}" if place else ""


def _schedule(sessions: Sequence[Session]) -> Table:
    columns = (
        Column("STT", width=10),
        Column("Ngày tiếp (thứ)", width=28),
        Column("Buổi, giờ", width=30),
        Column("Địa điểm", width=45),
        Column("Đại biểu tiếp công dân", width=42),
        Column("Chức vụ, Tổ đại biểu", width=38),
        Column("Cơ quan phối hợp", width=34),
        Column("Ghi chú", width=20),
    )
    rows = tuple(
        (
            position,
            f"{short_date(one.day)}\n({WEEKDAYS[one.day.weekday()]})",
            one.when,
            one.place,
            one.receiver,
            one.post,
            one.with_bodies,
            one.note,
        )
        for position, one in enumerate(sessions, start=1)
    )
    return Table(columns, rows, size=11)


# --- One matter ---


@dataclass(frozen=True, slots=True, kw_only=True)
class Matter:
    """What papers say of a matter; `person` is None where the identity is protected or erased."""

    council: Council
    label: str
    kind: str
    day: date
    receiver: str
    content: str
    person: Person | None
    place: str = ""

    @property
    def kind_words(self) -> str:
        """What it is."""
        return KIND_WORDS[self.kind]

    @property
    def addressee(self) -> str:
        """Kính gửi."""
        if self.person is None or not self.person.name:
            return "Công dân (được bảo vệ danh tính)"
        return ", ".join(filter(None, [f"Ông (bà) {self.person.name}", self.person.address]))

    @property
    def told(self) -> str:
        """The opening sentence."""
        who = (
            f"ông (bà) {self.person.line}"
            if self.person and self.person.name
            else "công dân (danh tính được giữ bí mật)"
        )
        return (
            f"Ngày {short_date(self.day)}, {self.receiver} đã tiếp {who}, trình bày nội dung {self.kind_words} "
            f"về việc {about(self.content)}."
        )


def guidance(
    *, matter: Matter, body: str, text: str, on: date, signer: Signer, number: int | None = None
) -> AdministrativeDocument:
    """9b at a reception: which body is competent."""
    own = tuple(Paragraph(line.strip()) for line in text.splitlines() if line.strip())
    return AdministrativeDocument(
        issuer=house.standing_committee(matter.council),
        number=_number(NOTICE, number),
        title=Title("Phiếu hướng dẫn", f"Lượt tiếp công dân số {matter.label}"),
        place=house.place(matter.council),
        dated=on,
        mark=_mark(number),
        addressees=(matter.addressee,),
        bases=(*reception_bases(on), *settlement_basis(matter.kind, on)),
        body=(
            Paragraph(matter.told),
            Paragraph(f"Nội dung trên không thuộc thẩm quyền giải quyết của {standing(matter.council)}."),
            *own,
            Paragraph(
                f"Đề nghị ông (bà) liên hệ {body} để được xem xét, giải quyết theo quy định của pháp luật."
            ),
        ),
        signatures=(signer.signature,),
        recipients=("Như trên", office(matter.council)),
        filing="VT, hồ sơ",
    )


def forwarding(
    *,
    matter: Matter,
    body: str,
    text: str,
    on: date,
    due: date,
    signer: Signer,
    number: int | None = None,
) -> AdministrativeDocument:
    """9a at a reception: to the accepting body."""
    own = tuple(Paragraph(line.strip()) for line in text.splitlines() if line.strip())
    secret = matter.person is None
    return AdministrativeDocument(
        issuer=house.standing_committee(matter.council),
        number=_number(SLIP, number),
        title=Title(f"Phiếu chuyển nội dung {matter.kind_words}", f"Lượt tiếp công dân số {matter.label}"),
        place=house.place(matter.council),
        dated=on,
        mark=_mark(number),
        addressees=(body,),
        bases=(*reception_bases(on), *settlement_basis(matter.kind, on)),
        body=(
            Paragraph(matter.told),
            *own,
            Paragraph(
                f"{standing(matter.council)} chuyển nội dung trên đến {body} để xem xét, giải quyết theo quy định của "
                f"pháp luật và thông báo kết quả bằng văn bản trước ngày {short_date(due)}."
            ),
        ),
        signatures=(signer.signature,),
        recipients=("Như trên",) if secret else ("Như trên", "Công dân có tên trên (để biết)"),
        filing="VT, hồ sơ",
    )


def refusal(
    *, matter: Matter, reason: str, on: date, signer: Signer, number: int | None = None
) -> AdministrativeDocument:
    """9c, form 01/TCD of Decree 154/2026: notice of refusal to receive."""
    person = matter.person
    known = [
        person and person.name and f"Họ và tên: {person.name}",
        person and person.id_number and f"số định danh/hộ chiếu: {person.id_number}",
        person and person.address and f"địa chỉ: {person.address}",
    ]
    who = "; ".join(one for one in known if one)
    blocks: list[Block] = [
        Paragraph(
            f"Ngày {short_date(matter.day)}, ông (bà) đến {matter.place or 'nơi tiếp công dân'} trình bày nội dung "
            f"{matter.kind_words} về việc {about(matter.content)}."
        )
    ]
    if who:
        blocks.append(Paragraph(f"{who}."))
    blocks += [
        Paragraph(f"Qua xem xét: {reason.strip().rstrip(' .')}."),
        Paragraph(
            "Căn cứ khoản 3 Điều 9 Luật Tiếp công dân và khoản 1 Điều 4 Nghị định số 154/2026/NĐ-CP, "
            f"{standing(matter.council)} từ chối tiếp ông (bà) về nội dung nêu trên."
        ),
        Paragraph("Thông báo để ông (bà) được biết."),
    ]
    return AdministrativeDocument(
        issuer=house.standing_committee(matter.council),
        number=_number(NOTICE, number),
        title=Title("Thông báo", "Về việc từ chối tiếp công dân"),
        place=house.place(matter.council),
        dated=on,
        mark=_mark(number),
        addressees=(matter.addressee,),
        body=tuple(blocks),
        signatures=(signer.signature,),
        recipients=("Như trên", f"{office(matter.council)} (để biết)"),
        filing="VT, hồ sơ",
    )


def receipt(
    *, matter: Matter, papers: Sequence[tuple[str, str, str]], at: time | None
) -> AdministrativeDocument:
    """9d, form 02/TCD: receipt of information and papers; it bears no number and names nobody who is protected."""
    rows = tuple((number, *paper) for number, paper in enumerate(papers, start=1))
    moment = f"Hồi {hour(at, minutes_of_meeting=True)}, " if at else ""
    giver = matter.person.line if matter.person and matter.person.name else "công dân (được bảo vệ danh tính)"
    given = f", số định danh: {matter.person.id_number}" if matter.person and matter.person.id_number else ""
    return AdministrativeDocument(
        issuer=house.standing_committee(matter.council),
        title=Title("Giấy biên nhận", "Thông tin, tài liệu"),
        place=house.place(matter.council),
        dated=matter.day,
        body=(
            Paragraph(f"{moment}{long_date(matter.day)}, tại {matter.place or 'nơi tiếp công dân'}."),
            ListItem(f"Người nhận: {matter.receiver};"),
            ListItem(f"Người cung cấp: {giver}{given};"),
            ListItem(f"Nội dung: {about(matter.content)}."),
            Table(
                (
                    Column("STT"),
                    Column("Tên thông tin, tài liệu"),
                    Column("Số trang"),
                    Column("Tình trạng"),
                ),
                rows,
            ),
            Paragraph("Giấy biên nhận được lập thành 02 bản, giao cho người cung cấp 01 bản"),
        ),
        signatures=(
            Signature(("NGƯỜI CUNG CẤP", "THÔNG TIN, TÀI LIỆU"), note="ký, ghi rõ họ tên"),
            Signature(("NGƯỜI NHẬN",), note="ký, ghi rõ họ tên"),
        ),
    )


# --- Conclusions ---


def conclusions(
    *,
    council: Council,
    day: date,
    receiver: str,
    turns: int,
    persons: int,
    tasks: Sequence[tuple[str, str, date]],
    text: str,
    on: date,
    signer: Signer,
    number: int | None = None,
) -> AdministrativeDocument:
    """Notice of what was concluded at a reception: tasks as (what, body, until)."""
    own = tuple(Paragraph(line.strip()) for line in text.splitlines() if line.strip())
    items = tuple(
        ListItem(f"{body}: {what.strip().rstrip(' .;')}; báo cáo kết quả trước ngày {short_date(until)}.")
        for what, body, until in tasks
    )
    return AdministrativeDocument(
        issuer=house.standing_committee(council),
        number=_number(NOTICE, number),
        title=Title("Thông báo", f"Kết luận buổi tiếp công dân ngày {short_date(day)}"),
        place=house.place(council),
        dated=on,
        mark=_mark(number),
        body=(
            Paragraph(
                f"Ngày {short_date(day)}, {receiver} đã tiếp công dân: {prose_number(turns)} lượt, "
                f"{prose_number(persons)} người."
            ),
            *own,
            Paragraph("Sau khi nghe công dân trình bày và ý kiến của các cơ quan, kết luận như sau:"),
            *items,
            Paragraph(f"{standing(council)} thông báo để các cơ quan, đơn vị biết, thực hiện."),
        ),
        signatures=(signer.signature,),
        recipients=(
            *sorted({body for _what, body, _until in tasks}),
            f"UBND {council.unit_word}",
            office(council),
        ),
    )


# --- 10a: the register ---

REGISTER_COLUMNS: Final = (
    "STT",
    "Ngày tiếp",
    "Họ tên, địa chỉ",
    "CCCD/CMND/Hộ chiếu",
    "Nội dung đơn",
    "Loại đơn (KN/TC/KN/PA)",
    "Số người cùng nội dung",
    "Cơ quan đã giải quyết",
    "Thuộc thẩm quyền",
    "Hướng dẫn công dân đến cơ quan có thẩm quyền",
    "Cơ quan, đơn vị thụ lý",
    "Theo dõi kết quả giải quyết",
    "Ghi chú",
)
"""The thirteen columns of form 03/TCD (Decree 154/2026/NĐ-CP), in their order."""
_WIDTHS: Final = (9, 18, 30, 27, 32, 14, 12, 18, 13, 24, 22, 17, 11)


def register_book(
    *, council: Council, rows: Sequence[tuple[str | int, ...]], start: date, end: date, on: date
) -> AdministrativeDocument:
    """Sổ tiếp công dân, form 03/TCD, with its columns numbered under their titles."""
    numbers = tuple(f"({number})" for number in range(1, len(REGISTER_COLUMNS) + 1))
    columns = tuple(
        Column(title, width=width) for title, width in zip(REGISTER_COLUMNS, _WIDTHS, strict=True)
    )
    return AdministrativeDocument(
        issuer=house.standing_committee(council),
        title=Title("Sổ tiếp công dân", f"{period(start, end).capitalize()} (Mẫu số 03/TCD)"),
        place=house.place(council),
        dated=on,
        body=(Paragraph(f"Sổ ghi {prose_number(len(rows))} lượt tiếp công dân, theo Phụ lục kèm theo"),),
        signatures=(Signature(("NGƯỜI GHI SỔ",), note="ký, ghi rõ họ tên"),),
        annexes=(
            Annex(
                "Sổ tiếp công dân (Mẫu số 03/TCD)",
                (Table(columns, (numbers, *rows), size=10),),
                landscape=True,
                note="",
            ),
        ),
    )
