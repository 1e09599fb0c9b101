"""What papers about receptions and letters share: bases, signers, words of kinds, recipients."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from councils.models import Council, Level
from documents.administrative import Signature
from documents.house import BY_NUMBER_SINCE
from followups.letters import SIGNERS

RECEPTION_AMENDED: Final = date(2026, 7, 1)
"""Law 136/2025 and Decrees 154, 155/2026 came into force."""
JOINT_RESOLUTION: Final = date(2025, 2, 20)
"""Day of Joint Resolution 72/2025 on voter contact."""
OWN_RESOLUTION: Final = date(2025, 12, 24)
"""Resolution 116/2025/UBTVQH15 took the place of 759/2014."""
KIND_WORDS: Final = {
    "complaint": "khiếu nại",
    "denunciation": "tố cáo",
    "petition": "kiến nghị",
    "feedback": "phản ánh",
    "mixed": "có nhiều nội dung",
}
"""After "đơn". The register prints the full word: "KN" stands for two kinds."""


@dataclass(frozen=True, slots=True)
class Signer:
    """Who signs for the Standing Committee, by the key of `followups.letters.SIGNERS`, and the name."""

    key: str = "vice_chair"
    name: str = ""

    @property
    def signature(self) -> Signature:
        """As it is printed."""
        return Signature(SIGNERS[self.key], name=self.name)


VICE_CHAIR: Final = Signer()
"""The usual signer."""


def reception_bases(on: date) -> tuple[str, ...]:
    """Law and resolution on receiving citizens (code TD), as of the day."""
    if on >= RECEPTION_AMENDED:
        law = "Căn cứ Luật Tiếp công dân số 42/2013/QH13 được sửa đổi, bổ sung bởi Luật số 136/2025/QH15"
    elif on >= BY_NUMBER_SINCE:
        law = "Căn cứ Luật Tiếp công dân số 42/2013/QH13"
    else:
        law = "Căn cứ Luật Tiếp công dân ngày 25 tháng 11 năm 2013"
    if on >= OWN_RESOLUTION:
        return law, "Căn cứ Nghị quyết số 116/2025/UBTVQH15 của Ủy ban Thường vụ Quốc hội"
    return (
        law,
        "Căn cứ Nghị quyết số 759/2014/UBTVQH13 ngày 15 tháng 5 năm 2014 của Ủy ban Thường vụ Quốc hội",
    )


def settlement_basis(kind: str, on: date) -> tuple[str, ...]:
    """Law on complaints or on denunciations (code KC) where the kind is one of theirs."""
    amended = " được sửa đổi, bổ sung bởi Luật số 136/2025/QH15" if on >= RECEPTION_AMENDED else ""
    complaint = f"Căn cứ Luật Khiếu nại số 02/2011/QH13{amended}"
    denunciation = f"Căn cứ Luật Tố cáo số 25/2018/QH14{amended}"
    both = {"complaint": (complaint,), "denunciation": (denunciation,), "mixed": (complaint, denunciation)}
    return both.get(kind, ())


def standing(council: Council) -> str:
    """The Standing Committee in running text."""
    return f"Thường trực Hội đồng nhân dân {council.name}"


def office(council: Council) -> str:
    """The office in a line of recipients."""
    unit = council.unit_word
    return f"VP Đoàn ĐBQH và HĐND {unit}" if council.level == Level.PROVINCE else f"VP HĐND và UBND {unit}"


def about(text: str) -> str:
    """A summary as the end of "về việc …": without its full stop, the first letter small unless it is a name."""
    plain = " ".join(text.split()).rstrip(" .;,")
    first = plain.split(" ", 1)[0]
    if not first or first.isupper() or (len(first) > 1 and first[1:].lower() != first[1:]):
        return plain
    return plain[0].lower() + plain[1:]


def contact_rules(on: date) -> str:
    """The rules on voter contact (code TX), as a report names them on a day."""
    if on >= JOINT_RESOLUTION:
        return (
            "Nghị quyết liên tịch số 72/2025/NQLT/UBTVQH15-CP-ĐCTUBTWMTTQVN ngày 20 tháng 02 năm 2025 quy định chi "
            "tiết việc tổ chức tiếp xúc cử tri của đại biểu Quốc hội và đại biểu Hội đồng nhân dân các cấp"
        )
    return (
        "Nghị quyết số 753/2005/NQ-UBTVQH11 ngày 02 tháng 4 năm 2005 của Ủy ban Thường vụ Quốc hội ban hành Quy chế "
        "hoạt động của Hội đồng nhân dân"
    )
