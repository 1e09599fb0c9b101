"""The noun that counts each indicator in prose: T01 are "cuộc", T04 "lượt cử tri"."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

_NOUNS = {
    "kỳ họp": ("A01",),
    "ngày": ("A02",),
    "nội dung": ("A03", "S03", "Q07", "Q08"),
    "báo cáo, tờ trình": ("A04", "A05"),
    "lượt phát biểu": ("A07",),
    "phiên họp": ("A08",),
    "văn bản": ("A09", "M06", "S08"),
    "nghị quyết": ("R01", "R02", "R03", "R04", "R05", "R07", "R08"),
    "nhiệm vụ": ("R06", "M07"),
    "nội dung thẩm tra": ("V01",),
    "dự thảo": ("V02",),
    "cuộc họp thẩm tra": ("V03",),
    "cuộc": ("T01", "S01", "S02", "S09", "M03"),
    "điểm": ("T02",),
    "đợt": ("T03",),
    "lượt cử tri": ("T04",),
    "lượt ý kiến phát biểu": ("T05",),
    "lượt đại biểu": ("T06",),
    "ý kiến": ("T07", "T08"),
    "ý kiến, kiến nghị": tuple(f"O{number:02d}" for number in (*range(1, 10), *range(11, 15))),
    "buổi": ("C01", "S05"),
    "lượt": ("C02",),
    "người": ("C03", "F01", "F03", "Q03"),
    "vụ việc": ("C04", "L10"),
    "đoàn đông người": ("C05",),
    "đại biểu": ("C06", "Q02"),
    "thông báo kết luận": ("C08",),
    "đơn": ("L01", "L02", "L03", "L04", "L05", "L06", "L07", "L09"),
    "văn bản trả lời": ("L08", "Q06"),
    "cơ quan, đơn vị": ("S04",),
    "báo cáo, kết luận": ("S07",),
    "kiến nghị": ("P01", "P02", "P03", "P04", "P05"),
    "lượt chất vấn": ("Q01",),
    "nhóm vấn đề": ("Q04",),
    "chất vấn": ("Q05",),
    "phiên giải trình": ("Q09",),
    "kết luận": ("Q10",),
    "hội nghị": ("M01",),
    "quy chế phối hợp": ("M02",),
    "lớp bồi dưỡng": ("M04",),
    "tin, bài": ("M05",),
}
CLASSIFIERS: Mapping[str, str] = MappingProxyType(
    {code: noun for noun, codes in _NOUNS.items() for code in codes}
)


def classifier(code: str) -> str:
    """The noun of an indicator: "T01" -> "cuộc". A rate (A06, O10, P06 …) has none."""
    try:
        return CLASSIFIERS[code]
    except KeyError:
        raise ValueError(f"Indicator {code} is not counted in prose.") from None
