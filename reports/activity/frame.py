"""What surrounds the body: issuer, number, title, signature, recipients (Decree 30/2020; forms, shared blocks)."""

from __future__ import annotations

from typing import Any, Final

from core.text import roman
from councils.models import Council, Level
from documents.administrative import Issuer, Number, Signature, Title
from documents.language import period
from reports.activity.material import Material
from reports.activity.wording import next_period, short

OWN_HEAD: Final = "H1b"

PROVINCE: Final = (
    "Ủy ban Thường vụ Quốc hội, Chính phủ (báo cáo)",
    "Thường trực {party} (báo cáo)",
    "Thường trực HĐND, UBND {unit}",
    "Đoàn đại biểu Quốc hội {unit}",
    "Ban Thường trực UBMTTQ Việt Nam {unit}",
    "Đại biểu HĐND {unit}{term}",
    "Các Ban của HĐND {unit}",
    "VP: {party}, Đoàn ĐBQH và HĐND, UBND {unit}",
    "Thường trực HĐND các xã, phường",
)
LOWER: Final = (
    "Thường trực HĐND tỉnh (báo cáo)",
    "Thường trực {party} (báo cáo)",
    "UBND, Ban Thường trực UBMTTQ Việt Nam {unit}",
    "Đại biểu HĐND {unit}{term}",
    "Các Ban của HĐND {unit}",
)
DISTRICT: Final = (*LOWER, "Thường trực HĐND các xã, thị trấn")
_RECIPIENTS: Final = {Level.PROVINCE: PROVINCE, Level.DISTRICT: DISTRICT, Level.COMMUNE: LOWER}
_PARTY: Final = {
    "tinh": "Tỉnh ủy",
    "thanh_pho_tw": "Thành ủy",
    "huyen": "Huyện ủy",
    "quan": "Quận ủy",
    "thi_xa": "Thị ủy",
    "thanh_pho": "Thành ủy",
    "xa": "Đảng ủy xã",
    "phuong": "Đảng ủy phường",
    "thi_tran": "Đảng ủy thị trấn",
    "dac_khu": "Đảng ủy đặc khu",
}
"""Party committees by the kind of unit."""


def frame(material: Material) -> dict[str, Any]:
    """The parts of the document around its body, by the names of the model; a draft has no number and no day."""
    council, question = material.question.council, material.question
    own = council.head_style == OWN_HEAD
    now, later = period(question.start, question.end), next_period(question.start, question.end)
    about = f"Kết quả hoạt động {now} và nhiệm vụ trọng tâm {later}"
    return {
        "issuer": Issuer.standing_committee(council.name, own_line=own),
        "number": Number("BC-TTHĐND" if own else "BC-HĐND"),
        "title": Title("Báo cáo", f"{about} của Thường trực Hội đồng nhân dân {council.name}"),
        "dated": question.as_of,
        "place": council.place or council.short_name,
        "blank_day": True,
        "signatures": (Signature(("TM. THƯỜNG TRỰC HỘI ĐỒNG NHÂN DÂN", "CHỦ TỊCH")),),
        "recipients": recipients(council, material),
    }


def recipients(council: Council, material: Material) -> tuple[str, ...]:
    """Nơi nhận of the council's level."""
    term = material.term
    words = {
        "party": _PARTY.get(council.unit_type, "cấp ủy"),
        "unit": short(council),
        "term": f" khóa {roman(term.ordinal)}" if term and term.ordinal else "",
    }
    lines = _RECIPIENTS[Level(council.level)]
    parent = council.parent
    above = f"Thường trực HĐND {parent.unit_word} (báo cáo)" if parent else lines[0]
    first = lines[0] if council.level == Level.PROVINCE else above
    return tuple(line.format(**words) for line in (first, *lines[1:]))
