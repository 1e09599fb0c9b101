"""What the documents of one council share: issuers, symbols, legal bases, signatures, recipients. Always Vietnamese.

After Decree 30/2020/NĐ-CP and the usage of council offices. Everything is text; a document is put together from it in
`documents.administrative`.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Final

from core.text import roman
from councils.models import Committee, Council, CouncilTerm, Level
from documents.administrative import Issuer, Signature
from documents.language import SittingStyle, sitting_ordinal

OWN_HEAD: Final = "H1b"
BY_NUMBER_SINCE: Final = date(2025, 9, 1)
"""Since about then bases cite laws by number instead of by date."""
SUPERVISION_LAW_SINCE: Final = date(2026, 3, 1)
ORGANISATION_LAWS: Final = (date(2025, 3, 1), date(2025, 6, 16))
"""Law 65/2025 and Law 72/2025 took over."""
LEGISLATION_LAW_SINCE: Final = date(2025, 4, 1)

COMMITTEE_SYMBOLS: Final = {
    Committee.Kind.LEGAL: "BPC",
    Committee.Kind.ECONOMIC_BUDGET: "BKTNS",
    Committee.Kind.SOCIO_ECONOMIC: "BKTXH",
    Committee.Kind.CULTURE_SOCIETY: "BVHXH",
    Committee.Kind.ETHNIC: "BDT",
    Committee.Kind.URBAN: "BĐT",
}
"""Issuers of committees that number apart: 05/BC-BPC."""

CHAIR: Final = Signature(("CHỦ TỊCH",))
"""S-HĐ: resolutions of the council, without "TM."."""
FIRST_CHAIR: Final = Signature(("CHỦ TỌA",))
"""At the first sitting of a term."""
_FOR_STANDING: Final = "TM. THƯỜNG TRỰC HỘI ĐỒNG NHÂN DÂN"
STANDING_CHAIR: Final = Signature((_FOR_STANDING, "CHỦ TỊCH"))
"""S-TT by the chair."""
STANDING_VICE: Final = Signature((_FOR_STANDING, "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"))
"""S-TT by a vice-chair."""
BY_ORDER: Final = Signature(("TL. THƯỜNG TRỰC HỘI ĐỒNG NHÂN DÂN", "CHÁNH VĂN PHÒNG"))
"""S-TL: only where the working regulations allow it (Decree 30/2020 Art. 13.4)."""


def signed(signature: Signature, name: str) -> Signature:
    """The same signature with the signer's name."""
    return Signature(signature.lines, name, signature.note)


# --- Issuers and symbols ---


def standing_committee(council: Council) -> Issuer:
    """The Standing Committee under the head that the council chose (H1 or H1b)."""
    return Issuer.standing_committee(council.name, own_line=council.head_style == OWN_HEAD)


def committee(body: Committee) -> Issuer:
    """Head H2 of a committee."""
    return Issuer.committee(body.council.name, body.name)


def committee_symbol(body: Committee) -> str:
    """The issuer in a committee's numbers: of its own where the council numbers apart, else the council's."""
    return COMMITTEE_SYMBOLS[Committee.Kind(body.kind)] if body.council.committees_number_apart else "HĐND"


def committee_signature(body: Committee, *, deputy: bool = False) -> Signature:
    """S-BAN."""
    head = ("KT. TRƯỞNG BAN", "PHÓ TRƯỞNG BAN") if deputy else ("TRƯỞNG BAN",)
    return Signature((f"TM. {body.name.upper()}", *head))


# --- Names ---


def place(council: Council) -> str:
    """The place before the date."""
    return council.place or council.short_name


def term_words(term: CouncilTerm | None) -> str:
    """The term behind the council's name: "khóa XVII, nhiệm kỳ 2021 - 2026"; the years alone without an ordinal."""
    if term is None:
        return ""
    years = f"nhiệm kỳ {term.term.name.replace('-', ' - ')}"
    return f"khóa {roman(term.ordinal)}, {years}" if term.ordinal else years


def sitting_words(number: int, council: Council) -> str:
    """The ordinal of a sitting in the council's own style: "thứ Năm" or "thứ 34"."""
    return sitting_ordinal(number, SittingStyle(council.sitting_style))


# --- Legal bases ---


def bases(codes: Iterable[str], on: date) -> tuple[str, ...]:
    """The legal bases of a document of this day, by the codes TC, GS, VB and QC.

    Laws are cited as of the day: until mid-2025 by their date, later by their number. Unknown codes raise KeyError.
    """
    return tuple(_BASES[code](on) for code in codes)


def _organisation(on: date) -> str:
    if on < ORGANISATION_LAWS[0]:
        return (
            "Căn cứ Luật Tổ chức chính quyền địa phương ngày 19 tháng 6 năm 2015; Luật Sửa đổi, bổ sung một số điều "
            "của Luật Tổ chức Chính phủ và Luật Tổ chức chính quyền địa phương ngày 22 tháng 11 năm 2019"
            if on >= date(2020, 7, 1)
            else "Căn cứ Luật Tổ chức chính quyền địa phương ngày 19 tháng 6 năm 2015"
        )
    number = "65/2025/QH15" if on < ORGANISATION_LAWS[1] else "72/2025/QH15"
    return f"Căn cứ Luật Tổ chức chính quyền địa phương số {number}"


def _supervision(on: date) -> str:
    law = "Căn cứ Luật Hoạt động giám sát của Quốc hội và Hội đồng nhân dân"
    if on >= SUPERVISION_LAW_SINCE:
        return f"{law} số 121/2025/QH15"
    return f"{law} số 87/2015/QH13" if on >= BY_NUMBER_SINCE else f"{law} ngày 20 tháng 11 năm 2015"


def _legislation(on: date) -> str:
    law = "Căn cứ Luật Ban hành văn bản quy phạm pháp luật"
    if on >= LEGISLATION_LAW_SINCE:
        return f"{law} số 64/2025/QH15 được sửa đổi, bổ sung bởi Luật số 87/2025/QH15"
    first = f"{law} ngày 22 tháng 6 năm 2015"
    amending = (
        "; Luật Sửa đổi, bổ sung một số điều của Luật Ban hành văn bản quy phạm pháp luật "
        "ngày 18 tháng 6 năm 2020"
    )
    return first + (amending if on >= date(2021, 1, 1) else "")


def _regulations(on: date) -> str:
    name = "Quy chế hoạt động" if on < ORGANISATION_LAWS[0] else "Quy chế làm việc"
    return f"Căn cứ {name} của Hội đồng nhân dân"


_BASES: Final = {"TC": _organisation, "GS": _supervision, "VB": _legislation, "QC": _regulations}


# --- Recipients ---

_PROVINCE: Final = (
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
_LOWER: Final = (
    "Thường trực HĐND tỉnh (báo cáo)",
    "Thường trực {party} (báo cáo)",
    "UBND, Ban Thường trực UBMTTQ Việt Nam {unit}",
    "Đại biểu HĐND {unit}{term}",
    "Các Ban của HĐND {unit}",
)
_DISTRICT: Final = (*_LOWER, "Thường trực HĐND các xã, thị trấn")
_RECIPIENTS: Final = {Level.PROVINCE: _PROVINCE, Level.DISTRICT: _DISTRICT, Level.COMMUNE: _LOWER}
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


def recipients(council: Council, term: CouncilTerm | None) -> tuple[str, ...]:
    """Nơi nhận of the council's level (N-tỉnh, N-xã), without the filing line."""
    words = {
        "party": _PARTY.get(council.unit_type, "cấp ủy"),
        "unit": council.unit_word,
        "term": f" khóa {roman(term.ordinal)}" if term and term.ordinal else "",
    }
    lines = _RECIPIENTS[Level(council.level)]
    parent = council.parent
    above = f"Thường trực HĐND {parent.unit_word} (báo cáo)" if parent else lines[0]
    first = lines[0] if council.level == Level.PROVINCE else above
    return tuple(line.format(**words) for line in (first, *lines[1:]))
