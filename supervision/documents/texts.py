"""Công văn đề nghị xem xét lại văn bản quy phạm pháp luật: the request to the issuer of a faulty text.

Official letter of Decree 30/2020, form 1.5; the issuer answers within 30 days (rule TEXT-REVIEW-REPLY). Pure.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from documents import house
from documents.administrative import (
    AdministrativeDocument,
    Block,
    LetterSubject,
    Number,
    Paragraph,
    Signature,
)
from documents.language import short_date
from followups.letters import ISSUER, KIND
from sessions.documents.verification import blocks_of
from supervision.documents.subjects import filing_of, issuer_of, name_of, short_name
from supervision.models import Subject, TextReview
from voters.documents.common import office

FAULTS: Final = {
    TextReview.Fault.COMPETENCE: "ban hành không đúng thẩm quyền",
    TextReview.Fault.CONTENT: "có nội dung trái với văn bản của cơ quan nhà nước cấp trên",
    TextReview.Fault.PROCEDURE: "chưa bảo đảm trình tự, thủ tục, thể thức ban hành",
    TextReview.Fault.EFFECT: "quy định chưa đúng về thời điểm có hiệu lực",
    TextReview.Fault.OTHER: "có nội dung cần xem xét lại",
}
"""What is wrong, after "có dấu hiệu"."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestPaper:
    """The request: about which text, on which day, until when, who signs."""

    review: TextReview
    on: date
    due: date
    basis: str
    signature: Signature
    signer_name: str = ""


def series_of(review: TextReview) -> tuple[str, str]:
    """Kind and issuer of the number: an official letter of the office, or of a committee that numbers apart."""
    apart = review.committee is not None and review.council.committees_number_apart
    return KIND, house.committee_symbol(review.committee) if apart and review.committee else ISSUER


def abstract_of(review: TextReview) -> str:
    """After "V/v"."""
    return f"đề nghị xem xét lại văn bản số {review.symbol}"


def document_of(paper: RequestPaper, *, number: int | None = None) -> AdministrativeDocument:
    """The letter; without a number a draft."""
    review = paper.review
    council, (kind, issuer) = review.council, series_of(review)
    return AdministrativeDocument(
        issuer=issuer_of(review, reporting=True),
        number=Number(f"{kind}-{issuer}", number),
        title=LetterSubject(abstract_of(review)),
        place=house.place(council),
        dated=paper.on,
        blank_day=number is None,
        mark="" if number else "DỰ THẢO",
        addressees=(review.issuer.name if review.issuer else "…",),
        body=tuple(_body(paper)),
        signatures=(house.signed(paper.signature, paper.signer_name),),
        recipients=("Như trên", f"Các Ban của HĐND {council.unit_word}", office(council)),
        filing=filing_of(review),
    )


def _body(paper: RequestPaper) -> Iterator[Block]:
    review = paper.review
    who, short = _who(review)
    issuer = review.issuer.short_name or review.issuer.name if review.issuer else "…"
    yield Paragraph(
        f"Thực hiện nhiệm vụ giám sát văn bản quy phạm pháp luật, {who} đã xem xét văn bản số {review.symbol} ngày "
        f"{short_date(review.issued_on)} của {review.issuer.name if review.issuer else '…'} về việc "
        f"{_about(review.title)}."
    )
    fault = FAULTS[TextReview.Fault(review.fault)] if review.fault else FAULTS[TextReview.Fault.OTHER]
    where = f" (tại {review.places.strip(' .')})" if review.places.strip() else ""
    yield Paragraph(f"Qua xem xét, {short} nhận thấy văn bản có dấu hiệu {fault}{where}, cụ thể:")
    yield from blocks_of(review.explanation)
    yield Paragraph(
        f"{short} đề nghị {issuer} xem xét, sửa đổi, bổ sung, bãi bỏ hoặc đình chỉ thi hành theo thẩm quyền đối với "
        f"nội dung nêu trên và trả lời bằng văn bản kết quả về {short} trước ngày {short_date(paper.due)}."
    )
    yield Paragraph(
        f"Quá thời hạn trên mà không trả lời hoặc nội dung trả lời không đáp ứng yêu cầu, {short} báo cáo, kiến nghị "
        "cơ quan có thẩm quyền xem xét, xử lý theo quy định của pháp luật."
    )


def _who(review: TextReview) -> tuple[str, str]:
    """In full and in short; of the council the Standing Committee writes."""
    if review.subject == Subject.COUNCIL:
        return f"Thường trực {name_of(review)}", f"Thường trực {short_name(review)}"
    return name_of(review), short_name(review)


def _about(title: str) -> str:
    """A title as the end of "về việc …"."""
    plain = " ".join(title.split()).rstrip(" .;")
    for start in ("Về việc ", "về việc ", "Về ", "về "):
        plain = plain.removeprefix(start)
    return f"{plain[:1].lower()}{plain[1:]}" if plain[1:2].islower() else plain
