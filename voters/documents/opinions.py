"""Báo cáo tổng hợp ý kiến, kiến nghị cử tri (kind 2), with Biểu 1 and its annex. Always Vietnamese; pure.

What this paper, the supervision report, the transfer letter and the answer sheet share about opinions is here too.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Final

from councils.models import Council, DelegateGroup
from councils.models import Level as CouncilLevel
from documents import house
from documents.administrative import (
    AdministrativeDocument,
    Align,
    Annex,
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
from documents.administrative import Level as HeadingLevel
from documents.language import capitalised, counted, date_range, prose_number, short_date
from voters.documents.common import VICE_CHAIR, Signer, contact_rules, standing
from voters.models import VoterContactRound, VoterMeeting
from voters.opinion_lines import LEVELS, OpinionLine
from voters.synthesis import PlaceRow, SynthesisFacts

REPORT: Final = "BC"
DRAFT: Final = "DỰ THẢO"
ANNEX: Final = "Bảng tổng hợp ý kiến, kiến nghị của cử tri"
OPINIONS: Final = "ý kiến, kiến nghị"
PARTS: Final[dict[str, str]] = {
    "assessment": "Đánh giá chung",
    "committee": "Kiến nghị đối với Ủy ban nhân dân và các cơ quan có thẩm quyền",
    "delegation": "Kiến nghị đối với Đoàn đại biểu Quốc hội",
}
"""Free parts of the report: code -> heading."""
_FORMS: Final = {
    VoterMeeting.Form.CONSTITUENCY: "tại đơn vị bầu cử",
    VoterMeeting.Form.THEMATIC: "theo chuyên đề",
    VoterMeeting.Form.TARGET_GROUP: "theo đối tượng",
    VoterMeeting.Form.OUT_OF_CONSTITUENCY: "ngoài đơn vị bầu cử",
    VoterMeeting.Form.RESIDENCE_OR_WORKPLACE: "tại nơi cư trú, nơi làm việc",
}


# --- What the papers about opinions share ---


def occasion(contact: VoterContactRound) -> str:
    """What the round was about: "trước kỳ họp thứ Năm"; its own name where it belongs to no sitting."""
    kind = contact.kind
    if contact.sitting is None or kind not in {"pre_sitting", "post_sitting"}:
        return f"({contact.name})"
    side = "trước" if kind == VoterContactRound.Kind.PRE_SITTING else "sau"
    return f"{side} kỳ họp {house.sitting_words(contact.sitting.number, contact.council)}"


def sent_to(contact: VoterContactRound) -> str:
    """To which sitting the opinions go: "gửi đến kỳ họp thứ Năm Hội đồng nhân dân xã X khóa XX, nhiệm kỳ …"."""
    council, term = contact.council, house.term_words(contact.council_term)
    whose = f"Hội đồng nhân dân {council.name}{f' {term}' if term else ''}"
    if contact.sitting and contact.kind == VoterContactRound.Kind.PRE_SITTING:
        return f"gửi đến kỳ họp {house.sitting_words(contact.sitting.number, council)} {whose}"
    return f"{occasion(contact)} {whose}"


def short(council: Council) -> str:
    """The Standing Committee where it was named in full before."""
    return f"Thường trực HĐND {council.unit_word}"


def blocks_of(text: str) -> Iterator[Block]:
    """What somebody typed, line by line: a line that begins with "-" or "+" is an item of a list."""
    for line in filter(None, (line.strip() for line in text.splitlines())):
        mark, rest = line[:1], line[1:].strip()
        yield ListItem(rest, sub=mark == "+") if mark in {"-", "+"} and rest else Paragraph(line)


def shares(counts: Mapping[str, int], unit: str = OPINIONS) -> str:
    """Parts of a total in running text: "giao thông 05 ý kiến, kiến nghị; điện 12 ý kiến, kiến nghị"."""
    return "; ".join(f"{name} {counted(number, unit)}" for name, number in counts.items())


def level_words(level: str) -> str:
    """A level after "thuộc thẩm quyền": "Trung ương", "cấp tỉnh"."""
    return LEVELS[level]


def unit_levels(*, district: bool) -> list[str]:
    """The levels that have a column of their own."""
    return ["central", "province", *(["district"] if district else []), "commune"]


STT: Final = Column("STT", Align.CENTRE, 9)


def annex_columns() -> tuple[Column, ...]:
    """The columns of the annex of kind 2; letters print the same, cut to one body."""
    return (
        STT,
        Column("Nội dung ý kiến, kiến nghị", width=62),
        Column("Cử tri nơi kiến nghị", width=28),
        Column("Cuộc tiếp xúc (ngày)", width=27),
        Column("Lĩnh vực", width=20),
        Column("Thẩm quyền giải quyết", Align.CENTRE, 18),
        Column("Cơ quan chủ trì giải quyết, trả lời", width=26),
        Column("Cơ quan phối hợp", width=20),
        Column("Kiến nghị nhiều lần", width=20),
        Column("Thời hạn trả lời", Align.CENTRE, 18),
        Column("Ghi chú", width=14),
    )


def annex_row(number: int, line: OpinionLine, note: str = "") -> tuple[Cell, ...]:
    """One opinion under `annex_columns`."""
    return (
        number,
        line.content,
        line.place,
        line.meeting,
        line.field,
        line.level,
        line.agency,
        "; ".join(line.coordinating),
        line.repeated,
        short_date(line.due_on) if line.due_on else "",
        note,
    )


def annex_rows(lines: Sequence[OpinionLine], *, grouped: bool) -> Iterator[tuple[Cell, ...]]:
    """The rows of the annex, counted through; with headings for each level and field if asked."""
    level = field = None
    for number, line in enumerate(lines, start=1):
        if grouped and line.opinion.competence_level != level:
            level, field = line.opinion.competence_level, None
            yield (f"Thẩm quyền {line.level}".replace("Thẩm quyền chưa", "Chưa"),)
        if grouped and line.field != field:
            field = line.field
            yield (f"Lĩnh vực: {field}",)
        yield annex_row(number, line)


def annex_of(lines: Sequence[OpinionLine], *, grouped: bool = True) -> Annex:
    """Phụ lục: landscape, because it has eleven columns."""
    table = Table(annex_columns(), tuple(annex_rows(lines, grouped=grouped)), size=10)
    return Annex(ANNEX, (table,), landscape=True)


def addressees_of(council: Council, addressee: str) -> tuple[str, ...]:
    """Kính gửi."""
    return {
        "council": (council.full_name,),
        "peoples_committee": (f"Ủy ban nhân dân {council.name}",),
        "standing": (standing(council),),
    }[addressee]


def group_issuer(group: DelegateGroup, council: Council) -> Issuer:
    """Head H6 of a group of delegates."""
    return Issuer.group(council.name, group.number)


# --- The report ---


def synthesis_document(
    facts: SynthesisFacts,
    texts: Mapping[str, str],
    *,
    on: date,
    addressee: str = "council",
    signer: Signer = VICE_CHAIR,
    number: int | None = None,
) -> AdministrativeDocument:
    """The report; without a number it is a draft. `texts` are its free parts by the codes of `PARTS`."""
    council, group = facts.council, facts.group
    signature = (
        Signature((f"TM. {group.name.upper()}", "TỔ TRƯỞNG"), signer.name) if group else signer.signature
    )
    return AdministrativeDocument(
        issuer=group_issuer(group, council) if group else house.standing_committee(council),
        number=Number(f"{REPORT}-{symbol_issuer(council, group)}", number),
        title=Title("Báo cáo", f"Tổng hợp ý kiến, kiến nghị của cử tri {sent_to(facts.contact)}"),
        place=house.place(council),
        dated=on,
        blank_day=number is None,
        mark="" if number else DRAFT,
        addressees=addressees_of(council, "standing" if group else addressee),
        body=tuple(_body(facts, texts, on)),
        signatures=(signature,),
        recipients=_recipients(facts),
        annexes=(
            Annex("Biểu tổng hợp kết quả tiếp xúc cử tri", (places_table(facts),), landscape=True),
            *((annex_of(facts.lines),) if facts.lines else ()),
        ),
    )


def symbol_issuer(council: Council, group: DelegateGroup | None) -> str:
    """The issuer in the number: groups number apart, "TĐB1"."""
    return f"TĐB{group.number}" if group else council.standing_symbol


def _recipients(facts: SynthesisFacts) -> tuple[str, ...]:
    council = facts.council
    if facts.group:
        return ("Như trên", f"Đại biểu HĐND {council.unit_word} thuộc Tổ")
    asked = ("Các cơ quan được giao trả lời",) if facts.lines else ()
    return (*house.recipients(council, facts.term), *asked)


def _body(facts: SynthesisFacts, texts: Mapping[str, str], on: date) -> Iterator[Block]:
    yield Paragraph(_opening(facts, on))
    yield Heading(HeadingLevel.SECTION, "KẾT QUẢ TIẾP XÚC CỬ TRI")
    yield from _contact(facts)
    yield Heading(HeadingLevel.SECTION, "TỔNG HỢP Ý KIẾN, KIẾN NGHỊ CỦA CỬ TRI")
    if texts.get("assessment", "").strip():
        yield Heading(HeadingLevel.ITEM, PARTS["assessment"])
        yield from blocks_of(texts["assessment"])
    yield Heading(HeadingLevel.ITEM, "Số lượng ý kiến, kiến nghị")
    yield from (Paragraph(text) for text in _numbers(facts))
    if facts.lines:
        yield Heading(HeadingLevel.ITEM, "Nội dung cụ thể")
        yield from _contents(facts)
    yield Heading(HeadingLevel.SECTION, "ĐÁNH GIÁ VÀ KIẾN NGHỊ")
    yield from _requests(facts, texts)
    yield Paragraph(_closing(facts))


def _opening(facts: SynthesisFacts, on: date) -> str:
    council = facts.council
    whole = "Hội đồng nhân dân (HĐND)"
    who = (
        f"{facts.group.name} {whole} {council.name}" if facts.group else f"Thường trực {whole} {council.name}"
    )
    return (
        f"Thực hiện {contact_rules(on)}, {who} tổng hợp ý kiến, kiến nghị của cử tri {occasion(facts.contact)} "
        "như sau:"
    )


def _contact(facts: SynthesisFacts) -> Iterator[Block]:
    unit = facts.council.unit_word
    if not facts.meetings:
        yield Paragraph("Trong đợt chưa phát sinh cuộc tiếp xúc cử tri.")
        return
    first, last = facts.meetings[0].held_on, max(row.held_on for row in facts.meetings)
    days = date_range(first, last)
    spoke = f" và {counted(facts.speakers, 'lượt ý kiến phát biểu')}" if facts.speakers else ""
    where = f" thuộc {counted(facts.localities, _localities(facts.council))}" if facts.localities > 1 else ""
    yield Paragraph(
        f"{capitalised(days)}, đại biểu HĐND {unit} đã tiếp xúc cử tri {occasion(facts.contact)} "
        f"{counted(len(facts.meetings), 'cuộc')} tại {counted(facts.points, 'điểm')}{where}, với "
        f"{counted(facts.heads, 'lượt cử tri')} tham dự{spoke}."
    )
    if len(facts.forms) > 1 or VoterMeeting.Form.CONSTITUENCY not in facts.forms:
        held = [(facts.forms[form], words) for form, words in _FORMS.items() if facts.forms[form]]
        parts = ", ".join(f"{counted(number, 'cuộc')} {words}" for number, words in held)
        yield Paragraph(f"Theo hình thức tiếp xúc: {parts}.")
    turns, persons = facts.delegates
    if persons:
        of_all = f"/{facts.seats}" if facts.seats >= persons else ""
        yield Paragraph(
            f"Tham gia tiếp xúc có {prose_number(persons)}{of_all} đại biểu HĐND {unit} với "
            f"{counted(turns, 'lượt đại biểu')}."
        )
    if facts.joint:
        yield Paragraph(
            f"Trong đó có {counted(facts.joint, 'cuộc')} tổ chức kết hợp với đại biểu các cấp khác."
        )
    yield Paragraph("Kết quả theo từng đơn vị bầu cử (địa bàn) được nêu tại Phụ lục I.")


def _localities(council: Council) -> str:
    return "xã, phường" if council.level != CouncilLevel.COMMUNE else "địa bàn"


def _numbers(facts: SynthesisFacts) -> Iterator[str]:
    yield (
        f"Tại các hội nghị có {counted(facts.raised, OPINIONS)} được nêu, trong đó "
        f"{counted(len(facts.spoken), 'ý kiến')} đã được trả lời tại hội nghị."
        if facts.raised
        else "Tại các hội nghị không có ý kiến, kiến nghị được nêu."
    )
    yield (
        "Sau khi rà soát, gộp những ý kiến trùng nội dung và lược bỏ ý kiến đã được trả lời tại hội nghị, còn "
        f"{counted(facts.total, OPINIONS)} được chuyển đến cơ quan có thẩm quyền."
        if facts.total
        else "Sau khi rà soát, không có ý kiến, kiến nghị phải chuyển đến cơ quan có thẩm quyền."
    )
    if facts.total:
        levels = {_of_level(level): number for level, number in facts.levels.items()}
        fields = {_lower(name): number for name, number in facts.fields.items()}
        yield f"Theo thẩm quyền giải quyết: {shares(levels)}."
        yield f"Theo lĩnh vực: {shares(fields)}."
    if facts.rolled:
        cut_off = short_date(facts.contact.cut_off_on or facts.as_of)
        yield (
            f"Có {counted(len(facts.rolled), OPINIONS)} gửi đến sau ngày {cut_off} "
            f"(số {_numbers_of(facts)}) được tổng hợp vào kỳ họp tiếp theo, không nằm trong báo cáo này."
        )


def _of_level(level: str) -> str:
    return f"thuộc thẩm quyền {level_words(level)}" if level else "chưa phân loại thẩm quyền"


def _lower(name: str) -> str:
    return name[:1].lower() + name[1:] if name[1:2].islower() else name


def _numbers_of(facts: SynthesisFacts) -> str:
    return ", ".join(str(opinion) for opinion in facts.rolled)


def _contents(facts: SynthesisFacts) -> Iterator[Block]:
    for level, fields in facts.grouped():
        head = capitalised(_of_level(level))
        total = sum(len(lines) for _name, lines in fields)
        yield Heading(HeadingLevel.POINT, f"{head} ({counted(total, OPINIONS)})")
        for name, lines in fields:
            yield Paragraph(f"Lĩnh vực {_lower(name)} ({counted(len(lines), OPINIONS)}):", italic=True)
            yield from (ListItem(_item(line)) for line in lines)


def _item(line: OpinionLine) -> str:
    """Content – (cử tri …); what was raised before carries the mark of the annex."""
    whose = f" (cử tri {line.place})" if line.place else ""
    again = " (kiến nghị nhiều lần)" if line.repeats else ""
    return f"{line.content}{whose}{again}."


def _requests(facts: SynthesisFacts, texts: Mapping[str, str]) -> Iterator[Block]:
    council = facts.council
    repeated = len(facts.repeated)
    yield Paragraph(
        f"Có {counted(repeated, 'kiến nghị')} cử tri đã nêu từ các kỳ họp trước nhưng chưa được giải quyết dứt điểm "
        "(đánh dấu tại Phụ lục)."
        if repeated
        else "Trong đợt không có kiến nghị cử tri đã nêu từ các kỳ họp trước."
    )
    late = [line for line in facts.lines if line.due_on and line.due_on < facts.as_of and not _answered(line)]
    if late:
        yield Paragraph(
            f"Tính đến hết ngày {short_date(facts.as_of)}, còn {counted(len(late), OPINIONS)} quá hạn trả lời."
        )
    for code in ("committee", "delegation"):
        if texts.get(code, "").strip():
            yield Heading(HeadingLevel.ITEM, PARTS[code])
            yield from blocks_of(texts[code])
    if facts.lines and not facts.group:
        yield Paragraph(
            f"{short(council)} đề nghị Ủy ban nhân dân {council.name} chỉ đạo các cơ quan, đơn vị xem xét, giải quyết "
            "và trả lời cử tri bằng văn bản theo thời hạn nêu tại Phụ lục."
        )
        if "central" in facts.levels:
            yield Paragraph(
                f"Đối với {counted(facts.levels['central'], OPINIONS)} thuộc thẩm quyền Trung ương, {short(council)} "
                f"chuyển đến {delegation(council)} để kiến nghị cơ quan có thẩm quyền."
            )


def _answered(line: OpinionLine) -> bool:
    owed = line.opinion.follow_up
    return bool(owed and owed.answered_on)


def delegation(council: Council) -> str:
    """The National Assembly delegation of the province."""
    if council.level == CouncilLevel.PROVINCE:
        return f"Đoàn đại biểu Quốc hội {council.name}"
    above = council.parent
    while above is not None and above.level != CouncilLevel.PROVINCE:
        above = above.parent
    return f"Đoàn đại biểu Quốc hội {above.name}" if above else "Đoàn đại biểu Quốc hội tỉnh"


def _closing(facts: SynthesisFacts) -> str:
    who = facts.group.name if facts.group else short(facts.council)
    return f"Trên đây là tổng hợp ý kiến, kiến nghị của cử tri {sent_to(facts.contact)}, {who} trân trọng báo cáo."


# --- Biểu 1 ---


def places_columns(*, district: bool, unclassified: bool) -> tuple[Column, ...]:
    """The columns of Biểu 1."""
    titles = {"central": "Trung ương", "province": "Cấp tỉnh", "district": "Cấp huyện", "commune": "Cấp xã"}
    levels = [titles[level] for level in unit_levels(district=district)]
    return (
        STT,
        Column("Đơn vị bầu cử (địa bàn)", width=60),
        Column("Số cuộc tiếp xúc", width=18),
        Column("Lượt cử tri tham dự", Align.RIGHT, 22),
        Column("Lượt ý kiến phát biểu", width=18),
        Column("Tổng số ý kiến, kiến nghị", width=20),
        Column("Đã trả lời tại hội nghị", width=18),
        *(Column(title, width=16, group="Thuộc thẩm quyền") for title in levels),
        *((Column("Chưa phân loại", width=16),) if unclassified else ()),
    )


def places_rows(facts: SynthesisFacts) -> tuple[list[tuple[Cell, ...]], tuple[Cell, ...]]:
    """The lines of Biểu 1, and its line of totals."""
    levels = unit_levels(district=facts.with_district) + ([""] if "" in facts.levels else [])
    rows: list[tuple[Cell, ...]] = [
        (number, *_place_cells(row, levels)) for number, row in enumerate(facts.places, start=1)
    ]
    everything = PlaceRow("Tổng cộng", len(facts.meetings), facts.heads, facts.speakers, len(facts.spoken))
    everything.levels.update(facts.levels)
    return rows, ("", *_place_cells(everything, levels))


def _place_cells(row: PlaceRow, levels: Iterable[str]) -> tuple[Cell, ...]:
    heads = f"{row.heads.qualifier.word} {row.heads.value:,}".strip().replace(",", ".")
    counts = (row.levels[level] for level in levels)
    return (row.name, row.meetings, heads, row.speakers, row.opinions, row.on_spot, *counts)


def places_table(facts: SynthesisFacts) -> Table:
    """Biểu 1: what was heard where."""
    rows, total = places_rows(facts)
    columns = places_columns(district=facts.with_district, unclassified="" in facts.levels)
    return Table(columns, tuple(rows), caption="Biểu 1", total=total, size=11)
