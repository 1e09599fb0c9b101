"""Báo cáo kết quả thực hiện chương trình giám sát: the result report with its appendix table (domain §4.1).

Always Vietnamese; pure.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Final

from documents import house
from documents.administrative import (
    AdministrativeDocument,
    Align,
    Annex,
    Block,
    Cell,
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
from documents.house import signed
from documents.language import counted, share, short_date
from sessions.documents.verification import blocks_of
from supervision.documents.programmes import DRAFT, report_abstract
from supervision.documents.subjects import (
    FORMS,
    filing_of,
    issuer_of,
    name_of,
    series_symbol,
    short_name,
    signatures_of,
    subject_words,
)
from supervision.models import Programme, ProgrammeItem, Subject
from supervision.results import Line, Result
from supervision.standings import Standing

COLUMNS: Final = (
    Column("STT", Align.CENTRE, 13),
    Column("Nội dung", width=52),
    Column("Chủ thể", width=22),
    Column("Hình thức", width=22),
    Column("Số, ngày quyết định", width=25),
    Column("Cơ quan chịu sự giám sát", width=34),
    Column("Ngày làm việc", width=15),
    Column("Số, ngày báo cáo", width=25),
    Column("Đã ban hành", width=14, group="Kiến nghị"),
    Column("Đã thực hiện", width=14, group="Kiến nghị"),
    Column("Đang thực hiện", width=14, group="Kiến nghị"),
    Column("Chưa thực hiện", width=14, group="Kiến nghị"),
)
STANDINGS: Final = {
    Standing.PLANNED: "chưa thực hiện",
    Standing.RUNNING: "đang thực hiện",
    Standing.DONE: "đã hoàn thành",
    Standing.NOT_DONE: "chưa thực hiện",
    Standing.POSTPONED: "tạm hoãn",
    Standing.DROPPED: "không thực hiện",
}
_OPEN: Final = "…"


def result_report(
    programme: Programme,
    result: Result,
    *,
    dated: date,
    number: int | None = None,
    signature: Signature | None = None,
    signer_name: str = "",
) -> AdministrativeDocument:
    """The result report; without a number a draft."""
    council = programme.council
    first = next(iter(signatures_of(programme, reporting=True).values()))
    return AdministrativeDocument(
        issuer=issuer_of(programme, reporting=True),
        number=Number(f"BC-{series_symbol(programme)}", number),
        title=Title("Báo cáo", report_abstract(programme)),
        place=house.place(council),
        dated=dated,
        blank_day=number is None,
        mark="" if number else DRAFT,
        addressees=(council.full_name,) if programme.subject == Subject.COUNCIL else (),
        body=tuple(_body(programme, result)),
        signatures=(signed(signature or first, signer_name.strip()),),
        recipients=house.recipients(council, None),
        filing=filing_of(programme),
        annexes=(_annex(programme, result),) if result.lines else (),
    )


def _body(programme: Programme, result: Result) -> Iterator[Block]:
    yield Paragraph(
        f"{_by_which(programme)}, kết quả thực hiện đến hết ngày {short_date(result.on)} như sau:"
    )
    yield Heading(Level.SECTION, "Kết quả thực hiện chương trình")
    yield Paragraph(_counts(result))
    yield from _by_form(result)
    yield from _not_carried_out(result)
    yield Heading(Level.SECTION, "Kết quả thực hiện kiến nghị giám sát")
    yield Paragraph(_recommendations(result))
    yield Heading(Level.SECTION, "Đánh giá")
    yield from tuple(blocks_of(programme.assessment)) or (Paragraph(_OPEN),)
    who = short_name(programme)
    if programme.subject == Subject.COUNCIL:
        who = f"Thường trực {who}"
    yield Paragraph(
        f"Trên đây là báo cáo kết quả thực hiện Chương trình giám sát năm {programme.year} của "
        f"{short_name(programme)}, {who} trân trọng báo cáo."
    )


def _by_which(programme: Programme) -> str:
    """The act by which the programme was decided."""
    what = f"Chương trình giám sát năm {programme.year} của {name_of(programme)}"
    day = f" ngày {short_date(programme.decided_on)}" if programme.decided_on else ""
    document = programme.resolution.document if programme.resolution else None
    symbol = document.symbol if document else programme.act_symbol
    if programme.subject == Subject.COUNCIL:
        act = f"Nghị quyết số {symbol}{day}" if symbol else f"Nghị quyết{day}"
        return f"Thực hiện {act} của {programme.council.full_name} về {what}"
    number = f" (Chương trình số {symbol}{day})" if symbol else ""
    return f"Thực hiện {what}{number}"


def _counts(result: Result) -> str:
    """Done against planned with the share, and what the rest is."""
    planned, done = len(result.lines), result.count(Standing.DONE)
    if not planned:
        return "Chương trình không có nội dung giám sát."
    parts = [f"đã hoàn thành {share(done, planned, 'nội dung')}"]
    for state, words in (
        ((Standing.RUNNING,), "đang thực hiện"),
        ((Standing.PLANNED, Standing.NOT_DONE), "chưa thực hiện"),
        ((Standing.POSTPONED,), "tạm hoãn"),
        ((Standing.DROPPED,), "không thực hiện"),
    ):
        if count := result.count(*state):
            parts.append(f"{words} {counted(count, 'nội dung')}")
    return f"Chương trình có {counted(planned, 'nội dung')}; {'; '.join(parts)} (chi tiết tại Phụ lục)."


def _by_form(result: Result) -> Iterator[Block]:
    """Each form with what was done of it; the last one ends the list."""
    found = []
    for form, words in FORMS.items():
        lines = [line for line in result.lines if line.item.form == form]
        done = sum(line.standing.state == Standing.DONE for line in lines)
        if lines:
            finished = f"đã hoàn thành {counted(done, 'nội dung')}" if done else "chưa hoàn thành"
            found.append(f"{words}: {counted(len(lines), 'nội dung')}, {finished}")
    for place, text in enumerate(found, start=1):
        yield ListItem(f"{text}{'.' if place == len(found) else ';'}")


def _not_carried_out(result: Result) -> Iterator[Block]:
    """What was postponed, dropped or not done, each with its reason."""
    rest = [
        line
        for state in (Standing.POSTPONED, Standing.DROPPED, Standing.NOT_DONE)
        for line in result.of(state)
    ]
    if rest:
        yield Paragraph("Các nội dung tạm hoãn, không thực hiện hoặc chưa thực hiện:")
    for line in rest:
        why = f"; lý do: {line.standing.why.strip(' .;')}" if line.standing.why.strip() else ""
        yield ListItem(f"{line.item.title.rstrip(' .;')} ({STANDINGS[line.standing.state]}{why}).")


def _recommendations(result: Result) -> str:
    all_of = result.followed
    if not all_of.issued:
        return "Chưa phát sinh kiến nghị giám sát trong các nội dung của chương trình."
    return (
        f"Qua giám sát đã ban hành {counted(all_of.issued, 'kiến nghị')}; đến nay đã thực hiện "
        f"{share(all_of.done, all_of.issued, 'kiến nghị')}, đang thực hiện {counted(all_of.running, 'kiến nghị')}, "
        f"chưa thực hiện {counted(all_of.not_done, 'kiến nghị')}."
    )


# --- The appendix table ---


def _annex(programme: Programme, result: Result) -> Annex:
    rows = tuple(cells_of(programme, place, line) for place, line in enumerate(result.lines, start=1))
    total = result.followed
    last: tuple[Cell, ...] = (
        "",
        "Tổng cộng",
        *("",) * 4,
        sum(line.working_days for line in result.lines),
        "",
        total.issued,
        total.done,
        total.running,
        total.not_done,
    )
    return Annex(
        f"Kết quả thực hiện Chương trình giám sát năm {programme.year} (tính đến hết ngày {short_date(result.on)})",
        (Table(COLUMNS, rows, total=last, size=10),),
        landscape=True,
    )


def cells_of(programme: Programme, place: int, line: Line) -> tuple[Cell, ...]:
    """A line of the appendix table; what was not carried out says so under its title."""
    mission, followed = line.mission, line.followed
    state = line.standing.state
    note = "" if state == Standing.DONE else f"\n({STANDINGS[state]})"
    return (
        place,
        f"{line.item.title}{note}",
        subject_words(programme),
        FORMS[ProgrammeItem.Form(line.item.form)],
        _act(mission.act_symbol if mission else "", mission.decided_on if mission else None),
        "; ".join(line.bodies),
        line.working_days,
        _report(line),
        followed.issued,
        followed.done,
        followed.running,
        followed.not_done,
    )


def _act(symbol: str, on: date | None) -> str:
    return ", ".join(filter(None, [symbol, short_date(on) if on else ""]))


def _report(line: Line) -> str:
    mission = line.mission
    if mission is None:
        return short_date(line.item.done_on) if line.item.done_on else ""
    symbol = mission.report.symbol if mission.report else ""
    return _act(symbol, mission.reported_on)
