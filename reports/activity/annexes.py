"""The appendices: all figures with their comparison, the opinions cut three ways, the list of missions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Any, Final

from documents.administrative import Align, Annex, Cell, Column, Table
from documents.language import classifier, percent, short_date
from reports.activity.material import Material
from reports.activity.notes import note
from reports.activity.wording import (
    INDICATORS,
    LEVELS,
    MISSIONS,
    OCCASIONAL,
    RESULTS,
    STOCKS,
    SUBJECTS,
    cell,
    change,
)
from sessions.models import Resolution
from supervision.models import SupervisionMission
from supervision.standing import UNFINISHED, Standing

_SIZE: Final = 11
_CLASSES: Final = tuple(dict.fromkeys(RESULTS.values()))
_UNITS: Final = {
    "A05": "tài liệu",
    "A06": "%",
    "A10": "đại biểu",
    "R07": "văn bản",
    "V01": "nội dung",
    "V03": "cuộc",
    "V04": "%",
    "T02-thematic": "điểm",
    "T06-delegates": "đại biểu",
    "O-none": "ý kiến, kiến nghị",
    "O10": "%",
    "O15": "ngày",
    "L-pending": "đơn",
    "S06": "nội dung",
    "P-void": "kiến nghị",
    "P06": "%",
}


def annexes(material: Material) -> tuple[Annex, ...]:
    """Phụ lục I always; the others where there is something to list."""
    return tuple(_annexes(material))


def _annexes(material: Material) -> Iterator[Annex]:
    made: dict[str, tuple[str, Callable[[], tuple[Table, ...]]]] = {
        "summary": ("BIỂU TỔNG HỢP KẾT QUẢ HOẠT ĐỘNG", lambda: (summary(material),)),
        "resolutions": ("DANH MỤC NGHỊ QUYẾT", lambda: resolutions(material)),
        "missions": ("DANH MỤC CUỘC GIÁM SÁT, KHẢO SÁT", lambda: (missions(material),)),
        "opinions": (
            "TỔNG HỢP Ý KIẾN, KIẾN NGHỊ CỦA CỬ TRI",
            lambda: (by_field(material), by_level(material), by_agency(material)),
        ),
    }
    for name in material.annexes:
        title, tables = made[name]
        yield Annex(title, tables(), landscape=True)


def summary(material: Material) -> Table:
    """Biểu tổng hợp: every indicator with the year before and the running total of the term."""
    columns = (
        Column("STT", Align.CENTRE, 8),
        Column("Nội dung", width=46),
        Column("Đơn vị tính", Align.CENTRE, 18),
        Column("Kỳ báo cáo", Align.RIGHT, 14),
        Column("Cùng kỳ năm trước", Align.RIGHT, 14),
        Column("Tăng (+), giảm (-)", Align.RIGHT, 14),
        Column("Lũy kế từ đầu nhiệm kỳ", Align.RIGHT, 15),
        Column("Ghi chú", width=22),
    )
    rows = [
        *_figures(material, "ARV"),
        *_figures(material, "SP"),
        *_figures(material, "TO"),
        *_figures(material, "CL"),
    ]
    return Table(columns, tuple((number, *row) for number, row in enumerate(rows, start=1)), size=_SIZE)


def _figures(material: Material, letters: str) -> Iterator[tuple[Cell, ...]]:
    for code, name in INDICATORS.items():
        if code[0] in letters and _is_told(code, material):
            now, before = material.now[code], material.before.get(code)
            running = "" if code in STOCKS else cell(material.running[code])
            unit, then = _UNITS.get(code) or classifier(code), cell(before) if before else ""
            yield name, unit, cell(now), then, change(now, before), running, note(code, material)


def _is_told(code: str, material: Material) -> bool:
    """Voter contact is always told; the rest where something happened, now, the year before or in the term."""
    bases = (material.now, material.before, material.running)
    return (code[0] in "TO" and code not in OCCASIONAL) or any(
        one[code].value for one in bases if code in one
    )


def by_field(material: Material) -> Table:
    """Theo lĩnh vực."""
    return _results("1. Theo lĩnh vực", "Lĩnh vực", material.results_by("field"), material.subjects)


def by_level(material: Material) -> Table:
    """Theo thẩm quyền."""
    return _results("2. Theo thẩm quyền giải quyết", "Thẩm quyền", material.results_by("level"), LEVELS)


def by_agency(material: Material) -> Table:
    """Theo cơ quan."""
    return _results(
        "3. Theo cơ quan giải quyết", "Cơ quan", material.facts.results_by_agency, material.agencies
    )


def _results(caption: str, title: str, found: Mapping[Any, Counter[str]], names: Mapping[Any, str]) -> Table:
    """One line per name that occurs, what nobody classified last; columns add up to the total."""
    keys = [key for key in names if key in found]
    rest = [key for key in found if key not in names]
    lines = [(names[key], _folded(found[key])) for key in keys]
    lines += [("Chưa phân loại", _folded(found[key])) for key in rest]
    total: Counter[str] = sum((counts for _name, counts in lines), Counter())
    columns = (
        Column("STT", Align.CENTRE, 8),
        Column(title, width=44),
        Column("Tổng số", width=12),
        *(Column(name, width=15) for name in _CLASSES),
        Column("Tỷ lệ giải quyết xong", Align.RIGHT, 14),
    )
    rows = tuple((number, name, *_line(counts)) for number, (name, counts) in enumerate(lines, start=1))
    return Table(columns, rows, caption=caption, total=(None, "Tổng cộng", *_line(total)), size=_SIZE)


def _folded(counts: Counter[str]) -> Counter[str]:
    folded: Counter[str] = Counter()
    for result, n in counts.items():
        folded[RESULTS[result]] += n
    return folded


def _line(counts: Counter[str]) -> tuple[Cell, ...]:
    whole = counts.total()
    rate = percent(counts[_CLASSES[0]], whole) if whole else ""
    return (whole, *(counts[name] for name in _CLASSES), rate)


def resolutions(material: Material) -> tuple[Table, ...]:
    """Danh mục nghị quyết: those of the council, then those of its Standing Committee."""
    council, standing = material.resolutions, material.standing_resolutions
    if not (council and standing):
        return (_resolutions(council or standing, material, ""),)
    return (
        _resolutions(council, material, "1. Nghị quyết của Hội đồng nhân dân"),
        _resolutions(standing, material, "2. Nghị quyết của Thường trực Hội đồng nhân dân"),
    )


def _resolutions(rows: list[Resolution], material: Material, caption: str) -> Table:
    """With whose resolution it is where the councils below are told too."""
    lower = material.question.lower
    columns = (
        Column("STT", Align.CENTRE, 11),
        *([Column("Hội đồng nhân dân", width=28)] if lower else []),
        Column("Số, ký hiệu", width=34),
        Column("Ngày ban hành", Align.CENTRE, 20),
        Column("Trích yếu nội dung", width=70),
        Column("Loại", Align.CENTRE, 16),
        Column("Cơ quan trình", width=30),
        Column("Ban thẩm tra", width=30),
    )
    lines = (
        (number, *([row.council.name] if lower else []), *_resolution(row, material.question.as_of))
        for number, row in enumerate(rows, start=1)
    )
    return Table(columns, tuple(lines), caption=caption, size=_SIZE)


def _resolution(row: Resolution, day: date) -> tuple[Cell, ...]:
    """One resolution as it stood on the day: without a number while it was not signed."""
    signed_on = row.signed_on if row.signed_on and row.signed_on <= day else None
    proposer = row.proposer or (row.paper.owner_name if row.paper else "")
    return (
        row.document.symbol if row.document and signed_on else "",
        short_date(signed_on) if signed_on else "",
        row.title,
        "QPPL" if row.is_normative else "Cá biệt",
        proposer,
        row.committee.name if row.committee else "",
    )


def missions(material: Material) -> Table:
    """Danh mục cuộc giám sát, khảo sát, with their papers and how what they recommended stands."""
    columns = (
        Column("STT", Align.CENTRE, 8),
        Column("Nội dung", width=48),
        Column("Chủ thể", width=24),
        Column("Hình thức", width=17),
        Column("Quyết định (số, ngày)", width=22),
        Column("Cơ quan chịu sự giám sát", width=34),
        Column("Báo cáo, kết luận (số, ngày)", width=28),
        Column("Kiến nghị đã ban hành", Align.RIGHT, 14),
        Column("Đã thực hiện", Align.RIGHT, 13),
        Column("Đang thực hiện", Align.RIGHT, 13),
        Column("Chưa thực hiện", Align.RIGHT, 13),
    )
    rows = tuple(
        (
            number,
            mission.title,
            str(mission.committee or mission.group or SUBJECTS[mission.subject]),
            MISSIONS[mission.kind],
            _cited(mission.act_symbol, mission.decided_on),
            "; ".join(body.short_name or body.name for body in mission.bodies.all()),
            "\n".join(_papers(mission, material.question.as_of)),
            *_recommended(material.recommended.get(mission.pk, Counter())),
        )
        for number, mission in enumerate(material.missions, start=1)
    )
    total = _recommended_in_all(material) if material.recommended else None
    return Table(columns, rows, size=_SIZE, total=total)


def _cited(symbol: str, day: date | None) -> str:
    return f"{symbol}\nngày {short_date(day)}".strip() if day else symbol


def _papers(mission: SupervisionMission, day: date) -> Iterator[str]:
    """Report and conclusion, as far as they exist by the day."""
    if mission.reported_on and mission.reported_on <= day:
        yield _cited(mission.report.symbol if mission.report else "Báo cáo", mission.reported_on)
    if mission.concluded_on and mission.concluded_on <= day:
        conclusion = mission.conclusion
        document = conclusion.document or (conclusion.resolution.document if conclusion.resolution else None)
        yield _cited(document.symbol if document else "Kết luận", mission.concluded_on)


def _recommended(counts: Counter[str]) -> tuple[Cell, ...]:
    """Issued, done, in progress, not done; what no longer applies is in the first only."""
    if not counts:
        return ("", "", "", "")
    running = sum(counts[one] for one in UNFINISHED)
    return (counts.total(), counts[Standing.DONE], running, counts[Standing.NOT_DONE])


def _recommended_in_all(material: Material) -> tuple[Cell, ...]:
    whole: Counter[str] = sum(material.recommended.values(), Counter())
    return (None, "Tổng cộng", "", "", "", "", "", *_recommended(whole))
