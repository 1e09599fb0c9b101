"""The words of an activity report. Official text: always Vietnamese, after forms of the kind and the language rules."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Final

from core.text import roman
from councils.models import Council
from documents.language import (
    Quantity,
    comparison,
    counted,
    decimal,
    integer,
    percentage_points,
    period,
    same_period_of,
)
from reports.figures import Figure, FigureQuery
from reports.figures.facts import EXACTNESS

LEVELS: Final = {
    "central": "Trung ương",
    "province": "Cấp tỉnh",
    "district": "Cấp huyện",
    "commune": "Cấp xã",
}
RESULTS: Final = {
    "resolved": "Đã giải quyết xong",
    "in_progress": "Đang giải quyết",
    "scheduled": "Đang giải quyết",
    "explained": "Giải trình, cung cấp thông tin",
    "unresolved": "Chưa giải quyết",
    "not_answered": "Chưa có kết quả",
}
"""Classes of result; what is scheduled is folded into what is being resolved."""
REASONS: Final = {
    "no_funds": "chưa bố trí được kinh phí",
    "no_competence": "không thuộc thẩm quyền của cơ quan được giao",
    "no_legal_base": "chưa có căn cứ pháp lý",
    "other": "nguyên nhân khác",
}
ROUNDS: Final = {
    "pre_sitting": "trước kỳ họp",
    "post_sitting": "sau kỳ họp",
    "thematic": "theo chuyên đề",
    "other": "theo hình thức khác",
}
SITTINGS: Final = {
    "constituting": "kỳ họp thứ nhất",
    "regular_midyear": "kỳ họp thường lệ giữa năm",
    "regular_yearend": "kỳ họp thường lệ cuối năm",
    "thematic": "kỳ họp chuyên đề",
    "urgent": "kỳ họp giải quyết công việc phát sinh đột xuất",
    "extraordinary": "kỳ họp bất thường",
}
RECEPTIONS: Final = {"periodic": "định kỳ", "ad_hoc": "đột xuất"}
MATTERS: Final = {
    "complaint": "khiếu nại",
    "denunciation": "tố cáo",
    "petition": "kiến nghị",
    "feedback": "phản ánh",
    "mixed": "có nhiều nội dung",
}
"""Kinds of letters and of matters brought to a reception."""
SUBJECTS: Final = {
    "council": "HĐND",
    "standing_committee": "Thường trực HĐND",
    "committee": "Ban của HĐND",
    "group": "Tổ đại biểu HĐND",
}
MISSIONS: Final = {"thematic": "Giám sát chuyên đề", "survey": "Khảo sát"}
RECORDS: Final = {
    "thematic": ("Cuộc giám sát chuyên đề", "cuộc"),
    "survey": ("Cuộc khảo sát", "cuộc"),
}
"""What else the appendix counts: its name and unit."""
INDICATORS: Final = {
    "A01": "Kỳ họp",
    "A02": "Ngày họp",
    "A03": "Nội dung xem xét tại kỳ họp",
    "A04": "Báo cáo, tờ trình, đề án trình kỳ họp",
    "A05": "Tài liệu kỳ họp gửi chậm",
    "A06": "Tỷ lệ đại biểu dự họp bình quân",
    "A07": "Lượt đại biểu phát biểu thảo luận",
    "A08": "Phiên họp của Thường trực HĐND",
    "A09": "Văn bản của Thường trực HĐND, các Ban của HĐND",
    "A10": "Đại biểu HĐND đương nhiệm",
    "R01": "Nghị quyết HĐND thông qua",
    "R02": "Nghị quyết HĐND ký ban hành",
    "R04": "Nghị quyết gửi cấp trên đúng thời hạn",
    "R05": "Nghị quyết đã công bố",
    "R06": "Nhiệm vụ triển khai nghị quyết",
    "R07": "Văn bản được sửa đổi, thay thế, bãi bỏ",
    "R08": "Nghị quyết của Thường trực HĐND",
    "V01": "Nội dung được thẩm tra",
    "V02": "Dự thảo trả lại, rút hoặc hoãn trình sau thẩm tra",
    "V03": "Cuộc họp thẩm tra",
    "V04": "Tỷ lệ báo cáo thẩm tra đúng thời hạn",
    "T01": "Cuộc tiếp xúc cử tri",
    "T02": "Điểm tiếp xúc cử tri",
    "T02-thematic": "Điểm tiếp xúc cử tri chuyên đề",
    "T03": "Đợt tiếp xúc cử tri",
    "T04": "Lượt cử tri tham dự",
    "T05": "Lượt ý kiến phát biểu",
    "T06": "Lượt đại biểu tham gia tiếp xúc cử tri",
    "T06-delegates": "Đại biểu tham gia tiếp xúc cử tri",
    "T07": "Ý kiến cử tri nêu tại hội nghị",
    "T08": "Ý kiến được trả lời ngay tại hội nghị",
    "O01": "Ý kiến, kiến nghị được ghi nhận",
    "O02": "Ý kiến, kiến nghị đã chuyển cơ quan có thẩm quyền",
    "O05": "Ý kiến, kiến nghị đã giải quyết xong",
    "O06": "Ý kiến, kiến nghị đang giải quyết",
    "O07": "Ý kiến, kiến nghị được giải trình, cung cấp thông tin",
    "O08": "Ý kiến, kiến nghị chưa giải quyết",
    "O-none": "Ý kiến, kiến nghị chưa có kết quả",
    "O09": "Ý kiến, kiến nghị đã được trả lời",
    "O10": "Tỷ lệ giải quyết xong",
    "O11": "Ý kiến, kiến nghị quá hạn trả lời",
    "O12": "Ý kiến, kiến nghị còn tồn cuối kỳ",
    "O13": "Ý kiến, kiến nghị nhiều lần",
    "O14": "Ý kiến, kiến nghị trả lời chưa thỏa đáng, yêu cầu trả lời lại",
    "O15": "Thời gian trả lời bình quân",
    "C01": "Buổi tiếp công dân",
    "C02": "Lượt tiếp công dân",
    "C03": "Người được tiếp",
    "C04": "Vụ việc công dân trình bày",
    "C05": "Đoàn đông người",
    "C06": "Đại biểu tham gia tiếp công dân",
    "C08": "Thông báo kết luận tiếp công dân",
    "L01": "Đơn tiếp nhận",
    "L02": "Đơn kỳ trước chuyển sang",
    "L03": "Đơn đủ điều kiện xử lý",
    "L05": "Đơn đã chuyển cơ quan có thẩm quyền",
    "L06": "Đơn đã hướng dẫn, trả lời hoặc trả lại",
    "L07": "Đơn đã lưu",
    "L-pending": "Đơn đang xử lý cuối kỳ",
    "L08": "Văn bản trả lời đơn đã nhận",
    "L09": "Đơn đã chuyển quá hạn trả lời",
    "L10": "Vụ việc được giám sát giải quyết",
}
"""Indicators in the order in which the appendix lists them. R03 is the running total of R01."""
STOCKS: Final = frozenset({"A10", "R06", "O11", "O12", "L02", "L-pending", "L09"})
"""Figures of a day, not of a period: they have no running total."""
OCCASIONAL: Final = frozenset({"O13", "O14", "O15"})
"""Figures of opinions that are left out where there was nothing to count."""
OPINION: Final = "ý kiến, kiến nghị"
_MONTHS: Final = 12
_HALF: Final = 6


def quantity(figure: Figure) -> Quantity:
    """A figure as the language rules count it, with its qualifier."""
    return Quantity(int(figure.value or 0), EXACTNESS[figure.qualifier])


def against(question: FigureQuery) -> str:
    """The base of comparisons."""
    return same_period_of(question.start.year - 1)


def compared(now: Figure, before: Figure | None, unit: str, question: FigureQuery) -> str:
    """Words such as ", tăng 05 cuộc (tăng 17,2%) so với cùng kỳ năm 2022"; nothing where there is no fair base."""
    if before is None:
        return ""
    words = comparison(quantity(now), quantity(before), unit, against=against(question))
    return f", {words}" if words else ""


def cell(figure: Figure) -> str | int:
    """A figure in a table: no leading zero, the qualifier before it."""
    if figure.value is None:
        return ""
    if figure.unit == "%":
        return f"{decimal(Decimal(figure.value), 1)}%"
    if isinstance(figure.value, Decimal):
        return decimal(figure.value, 1)
    word = quantity(figure).qualifier.word
    return f"{word} {integer(figure.value)}" if word else figure.value


def change(now: Figure, before: Figure | None) -> str:
    """The column "Tăng (+), giảm (-)": exact values only, rates from their counts."""
    if before is None or now.value is None or before.value is None or now.qualifier or before.qualifier:
        return ""
    if now.exact is not None and before.exact is not None:
        points = now.exact - before.exact
        return f"{'+' if points > 0 else ''}{percentage_points(points)} điểm %"
    return signed(now.value - before.value)


def signed(difference: int | Decimal) -> str:
    """As "+5", "-3", "0": what a table says of a change."""
    words = decimal(Decimal(difference), 1)
    return f"+{words}" if difference > 0 else words


def days(number: Decimal | int) -> str:
    """Whole or broken days in prose: "03 ngày", "3,5 ngày"."""
    whole = int(number)
    return counted(whole, "ngày") if whole == number else f"{decimal(Decimal(number), 1)} ngày"


def enumerated(parts: Iterable[str]) -> str:
    """Parts of a sentence: "a", "a và b", "a, b và c"."""
    *first, last = parts
    return f"{', '.join(first)} và {last}" if first else last


def next_period(start: date, end: date) -> str:
    """The period whose tasks a report names: "3 tháng cuối năm 2023", "quý IV năm 2023", "năm 2024"."""
    name, year = period(start, end), end.year
    if end.month == _MONTHS:
        return _first_period(name, year + 1)
    if "quý" in name:
        return f"quý {roman(end.month // 3 + 1)} năm {year}"
    if name.startswith("tháng"):
        return f"tháng {end.month + 1} năm {year}"
    if "đầu năm" in name:
        return f"{_MONTHS - end.month} tháng cuối năm {year}"
    return "thời gian tới"


def _first_period(name: str, year: int) -> str:
    """The period after one that ends with the year, of the same length."""
    named = {
        "quý": "quý I năm",
        "tháng": "tháng 01 năm",
        "năm": "năm",
        f"{_HALF} tháng": f"{_HALF} tháng đầu năm",
    }
    found = next((words for start, words in named.items() if name.startswith(start)), "")
    return f"{found} {year}" if found else "thời gian tới"


def short(council: Council) -> str:
    """The council's unit where it was named in full before: "huyện", "xã", "tỉnh"."""
    return council.unit_word
