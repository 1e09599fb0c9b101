"""The appendices: all figures with their comparison, the opinions cut three ways, the list of missions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any, Final

from documents.administrative import Align, Annex, Cell, Column, Table
from documents.language import classifier, percent, short_date
from reports.activity.material import Material
from reports.activity.wording import (
    INDICATORS,
    LEVELS,
    MISSIONS,
    RECORDS,
    RESULTS,
    STOCKS,
    SUBJECTS,
    cell,
    change,
    signed,
)

_SIZE: Final = 11
_CLASSES: Final = tuple(dict.fromkeys(RESULTS.values()))
_UNITS: Final = {
    "T02-thematic": "điểm",
    "T06-delegates": "đại biểu",
    "O-none": "ý kiến, kiến nghị",
    "O10": "%",
}


def annexes(material: Material) -> tuple[Annex, ...]:
    """Phụ lục I always; the others where there is something to list."""
    return tuple(_annexes(material))


def _annexes(material: Material) -> Iterator[Annex]:
    yield Annex("BIỂU TỔNG HỢP KẾT QUẢ HOẠT ĐỘNG", (summary(material),), landscape=True)
    if material.facts.classes:
        tables = (by_field(material), by_level(material), by_agency(material))
        yield Annex("TỔNG HỢP Ý KIẾN, KIẾN NGHỊ CỦA CỬ TRI", tables, landscape=True)
    if material.missions:
        yield Annex("DANH MỤC CUỘC GIÁM SÁT, KHẢO SÁT", (missions(material),), landscape=True)


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
    rows = [*_records(material), *_figures(material)]
    return Table(columns, tuple((number, *row) for number, row in enumerate(rows, start=1)), size=_SIZE)


def _records(material: Material) -> Iterator[tuple[Cell, ...]]:
    """Sittings, missions and surveys, where there were any."""
    notes = {
        "sitting": "theo ngày khai mạc",
        "thematic": "theo ngày quyết định",
        "survey": "theo ngày quyết định",
    }
    now, before, running = material.records
    for kind, (name, unit) in RECORDS.items():
        if now[kind]:
            then, difference = (
                ("", "") if before is None else (before[kind], signed(now[kind] - before[kind]))
            )
            yield name, unit, now[kind], then, difference, running[kind], notes[kind]


def _figures(material: Material) -> Iterator[tuple[Cell, ...]]:
    for code, name in INDICATORS.items():
        now, before = material.now[code], material.before[code] if material.before else None
        running = "" if code in STOCKS else cell(material.running[code])
        unit, then = _UNITS.get(code) or classifier(code), cell(before) if before else ""
        yield name, unit, cell(now), then, change(now, before), running, _note(code, material)


def _note(code: str, material: Material) -> str:
    """What the reader must know of a row; the day is said once in the body."""
    if code == "O06" and (planned := material.facts.count(result="scheduled")):
        return f"trong đó {planned} đã có lộ trình"
    if code == "T06-delegates" and (seats := material.facts.delegations.seats):
        return f"trên {seats} đại biểu"
    return {"O10": "trên tổng số ghi nhận trong kỳ", "O12": "gồm cả tồn từ kỳ trước"}.get(code, "")


def by_field(material: Material) -> Table:
    """Theo lĩnh vực."""
    return _results("1. Theo lĩnh vực", "Lĩnh vực", material.results_by("field"), material.subjects)


def by_level(material: Material) -> Table:
    """Theo thẩm quyền."""
    return _results("2. Theo thẩm quyền giải quyết", "Thẩm quyền", material.results_by("level"), LEVELS)


def by_agency(material: Material) -> Table:
    """Theo cơ quan."""
    return _results("3. Theo cơ quan giải quyết", "Cơ quan", material.results_by("agency"), material.agencies)


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


def missions(material: Material) -> Table:
    """Danh mục cuộc giám sát, khảo sát."""
    columns = (
        Column("STT", Align.CENTRE, 8),
        Column("Nội dung", width=60),
        Column("Chủ thể", width=28),
        Column("Hình thức", width=20),
        Column("Quyết định (số, ngày)", width=26),
        Column("Cơ quan chịu sự giám sát", width=44),
    )
    rows = tuple(
        (
            number,
            mission.title,
            mission.committee.name if mission.committee else SUBJECTS[mission.subject],
            MISSIONS[mission.kind],
            f"{mission.act_symbol}\nngày {short_date(mission.decided_on)}".strip(),
            "; ".join(body.name for body in mission.bodies.all()),
        )
        for number, mission in enumerate(material.missions, start=1)
    )
    return Table(columns, rows, size=_SIZE)
