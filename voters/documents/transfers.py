"""Công văn chuyển ý kiến, kiến nghị của cử tri (kind 4): one letter to one body, its opinions in an annex.

Always Vietnamese; pure.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from councils.models import Agency, Council
from documents import house
from documents.administrative import AdministrativeDocument, Block, LetterSubject, Number, Paragraph
from documents.language import counted, short_date
from documents.models import OfficialDocument
from followups.letters import ISSUER, KIND
from voters.documents.common import VICE_CHAIR, Signer, contact_rules, office
from voters.documents.opinions import OPINIONS, annex_of, occasion, shares, short
from voters.models import VoterContactRound
from voters.opinion_lines import OpinionLine

_LONGEST_REPEATED = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Transfer:
    """One letter, with or without its number."""

    council: Council
    agency: Agency
    lines: Sequence[OpinionLine]
    dated_on: date
    answer_by: date
    contact: VoterContactRound | None = None
    synthesis: OfficialDocument | None = None
    signer: Signer = VICE_CHAIR
    next_sitting: int | None = None

    @property
    def central(self) -> bool:
        """Whether it asks the National Assembly delegation to take matters up with the centre."""
        return self.agency.kind == Agency.Kind.NATIONAL_DELEGATION

    @property
    def about(self) -> str:
        """The subject after "V/v"."""
        when = f" {occasion(self.contact)}" if self.contact else ""
        return f"chuyển ý kiến, kiến nghị của cử tri{when}"

    @property
    def body_name(self) -> str:
        """The body where it was named in full before."""
        name = self.agency.short_name or self.agency.name
        return name if len(name) <= _LONGEST_REPEATED else "quý cơ quan"


def transfer_document(transfer: Transfer, *, number: int | None = None) -> AdministrativeDocument:
    """The letter in the State's format; without a number there is room for it."""
    council = transfer.council
    unit = council.unit_word
    return AdministrativeDocument(
        issuer=house.standing_committee(council),
        number=Number(f"{KIND}-{ISSUER}", number),
        title=LetterSubject(transfer.about),
        place=house.place(council),
        dated=transfer.dated_on,
        addressees=(transfer.agency.name,),
        body=tuple(_body(transfer)),
        signatures=(transfer.signer.signature,),
        recipients=(
            "Như trên",
            f"Chủ tịch, các Phó Chủ tịch HĐND {unit}",
            f"Các Ban của HĐND {unit}",
            office(council),
        ),
        annexes=(annex_of(transfer.lines, grouped=False),),
    )


def _body(transfer: Transfer) -> Iterator[Block]:
    council, count = transfer.council, len(transfer.lines)
    yield Paragraph(_basis(transfer))
    standing = f"Thường trực Hội đồng nhân dân (HĐND) {council.name}"
    fields = Counter(line.field for line in sorted(transfer.lines, key=lambda line: line.field))
    parts = shares({name[:1].lower() + name[1:]: number for name, number in fields.items()})
    apart = f", gồm: {parts}" if len(fields) > 1 else ""
    whose = (
        "thuộc thẩm quyền giải quyết của các cơ quan Trung ương"
        if transfer.central
        else f"thuộc thẩm quyền giải quyết của {transfer.agency.name}"
    )
    yield Paragraph(
        f"{standing} chuyển {counted(count, OPINIONS)} của cử tri {whose}{apart} (có Phụ lục kèm theo)."
    )
    yield from (Paragraph(text) for text in _requests(transfer))
    yield Paragraph(f"{short(council)} đề nghị {transfer.body_name} quan tâm, thực hiện.")


def _basis(transfer: Transfer) -> str:
    report = transfer.synthesis
    source = (
        f"trên cơ sở Báo cáo tổng hợp ý kiến, kiến nghị của cử tri số {report.symbol} "
        f"ngày {short_date(report.issued_on)}"
        if report
        else "trên cơ sở tổng hợp ý kiến, kiến nghị của cử tri qua các cuộc tiếp xúc"
    )
    return f"Thực hiện {contact_rules(transfer.dated_on)}; {source}."


def _requests(transfer: Transfer) -> Iterator[str]:
    council, by = transfer.council, short_date(transfer.answer_by)
    to = f"{short(council)} (qua Văn phòng) trước ngày {by}"
    if transfer.central:
        yield (
            f"{short(council)} đề nghị {transfer.body_name} xem xét, kiến nghị các cơ quan Trung ương giải quyết và "
            f"thông báo kết quả đến {to} để thông báo đến cử tri."
        )
        return
    sitting = (
        f" và báo cáo tại kỳ họp {house.sitting_words(transfer.next_sitting, council)}"
        if transfer.next_sitting
        else ""
    )
    yield (
        f"{short(council)} đề nghị {transfer.body_name} xem xét, giải quyết theo thẩm quyền và trả lời cử tri bằng văn "
        "bản, nêu rõ kết quả đã giải quyết xong, đang giải quyết (kèm lộ trình, thời hạn), giải trình, cung cấp thông "
        "tin hoặc chưa giải quyết (kèm lý do)."
    )
    yield f"Kết quả giải quyết đề nghị gửi về {to} để thông báo đến cử tri{sitting}."
