"""The plan of a round of voter contact with its schedule (kind 6), and the notice that tells the public of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, time
from typing import Final

from councils.models import Council, CouncilTerm
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
    Table,
    Title,
)
from documents.language import date_range, hour, prose_number, short_date
from voters.documents.common import VICE_CHAIR, Signer, contact_rules, office, standing

PLAN: Final = ("KH", "HĐND")
"""Kind and issuer of plans: 05/KH-HĐND."""
NOTICE: Final = ("TB", "HĐND")
WEEKDAYS: Final = ("Thứ Hai", "Thứ Ba", "Thứ Tư", "Thứ Năm", "Thứ Sáu", "Thứ Bảy", "Chủ nhật")
_FORMS: Final = {
    "constituency": "tại đơn vị bầu cử",
    "thematic": "theo chuyên đề",
    "target_group": "theo đối tượng",
    "out_of_constituency": "ngoài đơn vị bầu cử",
    "residence_or_workplace": "tại nơi cư trú, nơi làm việc",
}
_AFTERNOON: Final = time(12)


@dataclass(frozen=True, slots=True, kw_only=True)
class Stop:
    """One line of the schedule."""

    groups: str
    delegates: str
    day: date
    starts_at: time | None
    venue: str
    locality: str
    joint: str = ""
    agencies: str = ""
    secretary: str = ""
    form: str = "constituency"
    subject: str = ""
    online: bool = False

    @property
    def when(self) -> str:
        """Day, half of the day, weekday."""
        half = "" if self.starts_at is None else "Sáng " if self.starts_at < _AFTERNOON else "Chiều "
        return f"{half}{short_date(self.day)}\n({WEEKDAYS[self.day.weekday()]})"

    @property
    def where(self) -> str:
        """The venue, and what is particular about the meeting."""
        marks = [self.subject, "trực tuyến" if self.online else ""]
        if self.form != "constituency" and not self.subject:
            marks.insert(0, _FORMS[self.form])
        said = "; ".join(filter(None, marks))
        return f"{self.venue} ({said})" if said else self.venue


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanFacts:
    """What the plan says of a round."""

    council: Council
    term: CouncilTerm | None
    kind: str
    sitting: int | None
    topic: str
    starts_on: date
    ends_on: date
    cut_off_on: date | None
    meetings_needed: int
    report_days: int | None
    stops: tuple[Stop, ...]

    @property
    def occasion(self) -> str:
        """What the contact is about."""
        days = date_range(self.starts_on, self.ends_on)
        return occasion(self.kind, self.sitting, self.topic, self.council) or days

    @property
    def about(self) -> str:
        """The abstract of both papers."""
        whose = f"Hội đồng nhân dân {self.council.name}"
        term = house.term_words(self.term)
        return f"{self.occasion} {whose}{f' {term}' if term else ''}"


def occasion(kind: str, sitting: int | None, topic: str, council: Council) -> str:
    """What contact is about: "trước kỳ họp thứ Năm", "theo chuyên đề …"; nothing where neither is known."""
    if kind in {"pre_sitting", "post_sitting"} and sitting:
        side = "trước" if kind == "pre_sitting" else "sau"
        return f"{side} kỳ họp {house.sitting_words(sitting, council)}"
    return f"theo chuyên đề {topic}" if topic else ""


def contact_basis(on: date) -> str:
    """The rules on voter contact (code TX), as of the day."""
    return f"Căn cứ {contact_rules(on)}"


# --- The plan ---


def plan_document(
    facts: PlanFacts, *, on: date, signer: Signer = VICE_CHAIR, number: int | None = None
) -> AdministrativeDocument:
    """Kế hoạch tiếp xúc cử tri, with its schedule as a landscape annex."""
    organisation, regulations = house.bases(("TC", "QC"), on)
    return AdministrativeDocument(
        issuer=house.standing_committee(facts.council),
        number=Number("-".join(PLAN), number),
        title=Title("Kế hoạch", f"Tiếp xúc cử tri {facts.about}"),
        place=house.place(facts.council),
        dated=on,
        mark="" if number else "DỰ THẢO",
        bases=(organisation, contact_basis(on), regulations),
        body=tuple(_plan_body(facts)),
        signatures=(signer.signature,),
        recipients=(
            *house.recipients(facts.council, facts.term),
            f"Các Tổ đại biểu HĐND {facts.council.unit_word}",
            "Cơ quan báo chí",
            office(facts.council),
        ),
        annexes=(Annex("LỊCH TIẾP XÚC CỬ TRI", (schedule(facts.stops),), landscape=True),),
    )


def _plan_body(facts: PlanFacts) -> Iterator[Block]:
    council, unit = facts.council, facts.council.unit_word
    yield Paragraph(f"{standing(council)} xây dựng Kế hoạch tiếp xúc cử tri (TXCT) {facts.occasion} như sau:")
    yield Heading(Level.SECTION, "MỤC ĐÍCH, YÊU CẦU")
    yield from _aims(facts)
    yield Heading(Level.SECTION, "NỘI DUNG")
    yield from _contents(facts)
    yield Heading(Level.SECTION, "HÌNH THỨC, THỜI GIAN, ĐỊA ĐIỂM, THÀNH PHẦN")
    yield from _frame(facts)
    yield Heading(Level.SECTION, "CHƯƠNG TRÌNH HỘI NGHỊ")
    yield from (ListItem(text) for text in _agenda(unit))
    yield Heading(Level.SECTION, "TỔ CHỨC THỰC HIỆN")
    yield from _tasks(facts)
    yield Paragraph(
        f"Trên đây là Kế hoạch tiếp xúc cử tri {facts.occasion}; đề nghị các cơ quan, đơn vị phối hợp thực hiện."
    )


def _aims(facts: PlanFacts) -> Iterator[Block]:
    unit = facts.council.unit_word
    yield ListItem(
        f"Để đại biểu Hội đồng nhân dân (HĐND) {unit} báo cáo, lắng nghe, tiếp nhận đầy đủ ý kiến, kiến nghị chính "
        "đáng của cử tri;"
    )
    yield ListItem(
        "Hội nghị được tổ chức dân chủ, đúng quy định, thiết thực, tiết kiệm; bảo đảm mọi cử tri quan tâm được dự "
        "và phát biểu;"
    )
    if facts.meetings_needed and facts.kind != "thematic":
        needed = prose_number(facts.meetings_needed)
        yield ListItem(f"Mỗi đại biểu HĐND {unit} tiếp xúc cử tri ít nhất {needed} cuộc tại đơn vị bầu cử;")
    yield ListItem(
        "Ý kiến, kiến nghị của cử tri được ghi chép, tổng hợp trung thực, phân loại theo lĩnh vực và thẩm quyền."
    )


def _contents(facts: PlanFacts) -> Iterator[Block]:
    said = {
        "pre_sitting": (
            "Thông báo thời gian, dự kiến nội dung, chương trình kỳ họp;",
            "Báo cáo tình hình kinh tế - xã hội, quốc phòng, an ninh của địa phương;",
            "Báo cáo kết quả giải quyết ý kiến, kiến nghị của cử tri gửi đến kỳ họp trước;",
        ),
        "post_sitting": (
            "Báo cáo kết quả kỳ họp, các nghị quyết đã được thông qua;",
            "Báo cáo hoạt động của Tổ đại biểu và đại biểu tại kỳ họp;",
        ),
        "thematic": (f"Trao đổi với cử tri về chuyên đề: {facts.topic};",) if facts.topic else (),
    }
    yield from (ListItem(text) for text in said.get(facts.kind, ()))
    yield ListItem(
        "Lắng nghe, tiếp thu ý kiến, kiến nghị của cử tri; giải trình những nội dung thuộc thẩm quyền."
    )


def _frame(facts: PlanFacts) -> Iterator[Block]:
    unit = facts.council.unit_word
    online = any(stop.online for stop in facts.stops)
    ways = "trực tiếp kết hợp trực tuyến" if online else "trực tiếp"
    forms = list(dict.fromkeys(_FORMS[stop.form] for stop in facts.stops))
    yield Paragraph(f"{ways.capitalize()}, {', '.join(forms)}.", lead="Hình thức:")
    yield Paragraph(
        f"{date_range(facts.starts_on, facts.ends_on).capitalize()}, với {prose_number(len(facts.stops))} cuộc.",
        lead="Thời gian:",
    )
    yield Paragraph("Theo Phụ lục kèm theo Kế hoạch này.", lead="Địa điểm:")
    yield Paragraph(
        f"Đại biểu HĐND {unit}; đại diện Thường trực HĐND, Ủy ban nhân dân (UBND), Ban Thường trực Ủy ban Mặt trận "
        "Tổ quốc Việt Nam (UBMTTQ Việt Nam) và cơ quan liên quan; cử tri nơi tiếp xúc.",
        lead="Thành phần:",
    )
    if any(stop.joint for stop in facts.stops):
        yield Paragraph(
            "Cuộc tiếp xúc có đại biểu nhiều cấp cùng dự thì đại biểu cấp trên báo cáo trước, đại biểu cấp dưới báo "
            "cáo sau; ý kiến của cử tri được ghi chung một biên bản và tổng hợp theo thẩm quyền từng cấp."
        )


def _agenda(unit: str) -> tuple[str, ...]:
    return (
        "Đại diện Ban Thường trực UBMTTQ Việt Nam tuyên bố lý do, giới thiệu đại biểu, chủ trì hội nghị;",
        f"Đại biểu HĐND {unit} báo cáo theo nội dung tại Mục II;",
        "Cử tri phát biểu ý kiến, kiến nghị;",
        "Đại diện UBND và cơ quan có thẩm quyền trả lời ý kiến thuộc trách nhiệm giải quyết;",
        f"Đại biểu HĐND {unit} tiếp thu, giải trình; kết thúc hội nghị.",
    )


def _tasks(facts: PlanFacts) -> Iterator[Block]:
    council, unit = facts.council, facts.council.unit_word
    yield ListItem(
        f"Thường trực HĐND {unit}: chỉ đạo, theo dõi việc thực hiện; phối hợp với Ban Thường trực UBMTTQ Việt Nam "
        f"{unit} tổng hợp ý kiến, kiến nghị của cử tri;"
    )
    yield ListItem(
        f"Đề nghị Ban Thường trực UBMTTQ Việt Nam {unit} chủ trì việc tổ chức hội nghị, mời cử tri tham dự;"
    )
    yield ListItem(
        f"Đề nghị UBND {unit} cung cấp tài liệu, cử đại diện dự và trả lời ý kiến, kiến nghị của cử tri;"
    )
    days = f" chậm nhất {prose_number(facts.report_days)} ngày" if facts.report_days else " ngay"
    yield ListItem(
        f"Tổ trưởng Tổ đại biểu gửi báo cáo tổng hợp và biên bản về Thường trực HĐND {unit}{days} sau khi kết thúc "
        "đợt tiếp xúc;"
    )
    yield ListItem(f"{office(council)} bố trí thư ký ghi biên bản, bảo đảm các điều kiện phục vụ;")
    press = "Đề nghị cơ quan báo chí, đài truyền thanh thông báo lịch và đưa tin về tiếp xúc cử tri"
    yield ListItem(f"{press}{';' if facts.cut_off_on else '.'}")
    if facts.cut_off_on:
        yield ListItem(
            f"Ý kiến đến sau ngày {short_date(facts.cut_off_on)} được tổng hợp vào kỳ họp tiếp theo."
        )


def schedule(stops: tuple[Stop, ...]) -> Table:
    """Lịch tiếp xúc cử tri: one line a meeting."""
    columns = (
        Column("STT", width=12),
        Column("Tổ đại biểu (đơn vị bầu cử)", width=32),
        Column("Đại biểu", width=34),
        Column("Ngày, buổi (thứ)", width=27),
        Column("Giờ bắt đầu", width=18),
        Column("Địa điểm", width=36),
        Column("Địa bàn cử tri tham dự", width=30),
        Column("Cấp phối hợp", width=24),
        Column("Cơ quan dự, trả lời", width=28),
        Column("Thư ký", width=22),
    )
    rows = tuple(
        (
            position,
            stop.groups,
            stop.delegates,
            stop.when,
            hour(stop.starts_at) if stop.starts_at else "",
            stop.where,
            stop.locality,
            stop.joint,
            stop.agencies,
            stop.secretary,
        )
        for position, stop in enumerate(stops, start=1)
    )
    return Table(columns, rows, size=10)


# --- The public notice ---


def notice_document(
    facts: PlanFacts, *, on: date, signer: Signer = VICE_CHAIR, number: int | None = None
) -> AdministrativeDocument:
    """Thông báo lịch tiếp xúc cử tri: time, places, contents, for everybody who wants to come."""
    council = facts.council
    return AdministrativeDocument(
        issuer=house.standing_committee(council),
        number=Number("-".join(NOTICE), number),
        title=Title("Thông báo", f"Lịch tiếp xúc cử tri {facts.about}"),
        place=house.place(council),
        dated=on,
        mark="" if number else "DỰ THẢO",
        body=tuple(_notice_body(facts)),
        signatures=(signer.signature,),
        recipients=(
            f"Ban Thường trực UBMTTQ Việt Nam {council.unit_word}",
            f"UBND {council.unit_word}",
            f"Đại biểu HĐND {council.unit_word}",
            "Cơ quan báo chí, đài truyền thanh",
            "Trang thông tin điện tử",
            office(council),
        ),
    )


def _notice_body(facts: PlanFacts) -> Iterator[Block]:
    council = facts.council
    yield Paragraph(
        f"{standing(council)} thông báo lịch tiếp xúc cử tri {facts.occasion} của đại biểu Hội đồng nhân dân "
        f"{council.name} như sau:"
    )
    yield Heading(Level.SECTION, "THỜI GIAN")
    yield Paragraph(f"{date_range(facts.starts_on, facts.ends_on).capitalize()}.")
    yield Heading(Level.SECTION, "ĐỊA ĐIỂM")
    columns = (
        Column("STT", width=13),
        Column("Ngày (thứ)", width=28),
        Column("Giờ", width=20),
        Column("Địa điểm", width=50),
        Column("Cử tri tham dự", width=36),
        Column("Tổ đại biểu", width=26),
    )
    rows = tuple(
        (
            position,
            stop.when,
            hour(stop.starts_at) if stop.starts_at else "",
            stop.where,
            stop.locality,
            stop.groups,
        )
        for position, stop in enumerate(facts.stops, start=1)
    )
    yield Table(columns, rows, size=12)
    yield Heading(Level.SECTION, "NỘI DUNG")
    yield from _contents(facts)
    yield Paragraph(
        f"{standing(council)} thông báo để cử tri biết, tham dự và phát biểu ý kiến; ý kiến cũng có thể gửi bằng văn "
        f"bản về {office(council)}."
    )
