"""The parts that texts of a mission must have, in their order. Official text: always Vietnamese."""

from __future__ import annotations

from typing import Final

from supervision.documents import conclusion, report
from supervision.models import MissionSection

Paper = MissionSection.Paper
OF_PLAN: Final = (
    "MỤC ĐÍCH, YÊU CẦU",
    "NỘI DUNG, PHẠM VI, ĐỐI TƯỢNG",
    "PHƯƠNG PHÁP",
    "THỜI GIAN, TIẾN ĐỘ",
    "TỔ CHỨC THỰC HIỆN",
)
PARTS: Final[dict[str, tuple[str, ...]]] = {
    Paper.PLAN: OF_PLAN,
    Paper.REPORT: report.PARTS,
    Paper.CONCLUSION: conclusion.PARTS,
}
