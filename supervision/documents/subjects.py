"""What documents of a subject of supervision share: its name, head, symbols, signatures. Always Vietnamese.

A subject is any record with `subject`, `committee`, `group` and `council`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from documents import house
from documents.administrative import Issuer, Signature
from supervision.models import ProgrammeItem, Subject

FORMS: Final = {
    ProgrammeItem.Form.THEMATIC: "Giám sát chuyên đề",
    ProgrammeItem.Form.SURVEY: "Khảo sát",
    ProgrammeItem.Form.REPORTS: "Xem xét báo cáo",
    ProgrammeItem.Form.QUESTIONING: "Chất vấn",
    ProgrammeItem.Form.EXPLANATION: "Giải trình",
    ProgrammeItem.Form.TEXTS: "Giám sát văn bản quy phạm pháp luật",
    ProgrammeItem.Form.RE_SUPERVISION: "Giám sát lại",
    ProgrammeItem.Form.ONGOING: "Giám sát thường xuyên",
}


def name_of(record: Any) -> str:
    """The subject in full: "Ban Pháp chế Hội đồng nhân dân xã Bảo Thắng"."""
    council = record.council.full_name
    return {
        Subject.COUNCIL: council,
        Subject.STANDING_COMMITTEE: f"Thường trực {council}",
    }.get(record.subject) or f"{record.committee or record.group} {council}"


def short_name(record: Any) -> str:
    """The subject where it was named in full before: "Thường trực HĐND xã"."""
    council = f"HĐND {record.council.unit_word}"
    return {Subject.COUNCIL: council, Subject.STANDING_COMMITTEE: f"Thường trực {council}"}.get(
        record.subject
    ) or f"{record.committee or record.group} {council}"


def subject_words(record: Any) -> str:
    """The subject in a table: "HĐND", "Thường trực HĐND", "Ban Pháp chế", "Tổ đại biểu số 1"."""
    return {Subject.COUNCIL: "HĐND", Subject.STANDING_COMMITTEE: "Thường trực HĐND"}.get(
        record.subject
    ) or str(record.committee or record.group)


def issuer_of(record: Any, *, reporting: bool = False) -> Issuer:
    """The head of the subject's papers; of the council the Standing Committee reports."""
    council = record.council
    if record.committee:
        return house.committee(record.committee)
    if record.group:
        return Issuer.group(council.name, record.group.number)
    if record.subject == Subject.COUNCIL and not reporting:
        return Issuer.council(council.name)
    return house.standing_committee(council)


def series_symbol(record: Any) -> str:
    """The issuer in the subject's numbers."""
    if record.committee:
        return house.committee_symbol(record.committee)
    if record.subject == Subject.GROUP:
        return "HĐND"
    symbol: str = record.council.standing_symbol
    return symbol


def signatures_of(record: Any, *, reporting: bool = False) -> Mapping[str, Signature]:
    """Who may sign for the subject, by key; nobody signs a programme of the council, which is a resolution's."""
    if record.committee:
        return {
            "head": house.committee_signature(record.committee),
            "deputy": house.committee_signature(record.committee, deputy=True),
        }
    if record.group:
        return {"group_head": Signature((f"TM. {record.group.name.upper()}", "TỔ TRƯỞNG"))}
    if record.subject == Subject.COUNCIL and not reporting:
        return {}
    return {"chair": house.STANDING_CHAIR, "vice_chair": house.STANDING_VICE}


def filing_of(record: Any) -> str:
    """Who keeps the original."""
    if record.committee:
        return f"VT, {house.COMMITTEE_SYMBOLS[record.committee.kind]}"
    return "VT"
