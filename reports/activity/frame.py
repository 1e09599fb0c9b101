"""What surrounds the body: issuer, number, title, signature, recipients (Decree 30/2020; forms, shared blocks)."""

from __future__ import annotations

from typing import Any

from documents import house
from documents.administrative import Number, Title
from documents.language import period
from reports.activity.material import Material
from reports.activity.wording import next_period


def frame(material: Material) -> dict[str, Any]:
    """The parts of the document around its body, by the names of the model; a draft has no number and no day."""
    council, question = material.question.council, material.question
    now, later = period(question.start, question.end), next_period(question.start, question.end)
    about = f"Kết quả hoạt động {now} và nhiệm vụ trọng tâm {later}"
    return {
        "issuer": house.standing_committee(council),
        "number": Number(f"BC-{council.standing_symbol}"),
        "title": Title("Báo cáo", f"{about} của Thường trực Hội đồng nhân dân {council.name}"),
        "dated": question.as_of,
        "place": house.place(council),
        "blank_day": True,
        "signatures": (house.STANDING_CHAIR,),
        "recipients": house.recipients(council, material.term),
    }
