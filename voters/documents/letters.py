"""Papers about letters: forwarding slip, guidance slip, reply, return, request under supervision, sheet of the sender.

Shapes after Thông tư 05/2021/TT-TTCP, by analogy until Resolution 116/2025/UBTVQH15 has forms of its own.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Final

from councils.models import Council
from documents import house
from documents.administrative import (
    AdministrativeDocument,
    Block,
    LetterSubject,
    ListItem,
    Number,
    Paragraph,
    Title,
)
from documents.language import short_date
from followups.letters import ISSUER, KIND
from voters.documents.common import (
    KIND_WORDS,
    VICE_CHAIR,
    Signer,
    about,
    office,
    reception_bases,
    settlement_basis,
    standing,
)
from voters.identity import Person

PROTECTED: Final = "công dân (danh tính được giữ bí mật theo Luật Tố cáo)"
"""How running text names a denouncer."""
PROTECTED_ADDRESSEE: Final = "Người gửi đơn (được bảo vệ danh tính)"


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterFacts:
    """What papers say of a letter; `sender` is None where the identity is protected, erased or unknown."""

    council: Council
    label: str
    kind: str
    received_on: date
    dated_on: date | None
    summary: str
    sender: Person | None
    originals: str = ""

    @property
    def kind_words(self) -> str:
        """After "đơn"."""
        return KIND_WORDS[self.kind]

    @property
    def received(self) -> str:
        """The opening sentence: when it came, of whom, about what."""
        dated = f" đề ngày {short_date(self.dated_on)}" if self.dated_on else ""
        return (
            f"Ngày {short_date(self.received_on)}, {standing(self.council)} nhận được đơn {self.kind_words}{dated} "
            f"của {self._of_whom} về việc {about(self.summary)}."
        )

    @property
    def _of_whom(self) -> str:
        if self.sender is None or not self.sender.name:
            return PROTECTED if self.kind in {"denunciation", "mixed"} else "công dân"
        where = f", địa chỉ: {self.sender.address}" if self.sender.address else ""
        return f"ông (bà) {self.sender.name}{where}"

    @property
    def addressee(self) -> str:
        """Kính gửi, to the sender."""
        if self.sender is None or not self.sender.name:
            return PROTECTED_ADDRESSEE
        return ", ".join(filter(None, [f"Ông (bà) {self.sender.name}", self.sender.address]))


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """What is done with the letter: the day, the body, until when, why, who signs."""

    letter: LetterFacts
    action: str
    on: date
    agency: str = ""
    due: date | None = None
    text: str = ""
    signer: Signer = VICE_CHAIR
    number: int | None = None


Series = tuple[str, str]
SERIES: Final[dict[str, Series]] = {"forward": ("PC", "HĐND")}
"""Kind and issuer of the number; everything else is an official letter of the office's series."""
LETTER_SERIES: Final[Series] = (KIND, ISSUER)


def series_of(action: str) -> Series:
    """Kind and issuer under which a paper is numbered."""
    return SERIES.get(action, LETTER_SERIES)


def abstract_of(paper: Paper) -> str:
    """What the register of documents says: never a name."""
    words = {
        "forward": "Phiếu chuyển đơn",
        "guide": "Phiếu hướng dẫn gửi đơn",
        "reply": "V/v trả lời đơn",
        "return": "V/v trả lại đơn",
        "supervise": "V/v giám sát việc giải quyết đơn",
    }
    return f"{words[paper.action]} {paper.letter.kind_words} (đơn số {paper.letter.label})"


def document_of(paper: Paper) -> AdministrativeDocument:
    """The paper of an action; without a number it is a draft."""
    return _BUILDERS[paper.action](paper)


def _number(paper: Paper) -> Number:
    kind, issuer = series_of(paper.action)
    return Number(f"{kind}-{issuer}", paper.number)


def _mark(paper: Paper) -> str:
    return "" if paper.number else "DỰ THẢO"


def _bases(paper: Paper) -> tuple[str, ...]:
    return *reception_bases(paper.on), *settlement_basis(paper.letter.kind, paper.on)


def _own_words(paper: Paper) -> tuple[Block, ...]:
    return tuple(Paragraph(line.strip()) for line in paper.text.splitlines() if line.strip())


def _forward(paper: Paper) -> AdministrativeDocument:
    """9a: to the competent body, once per content."""
    letter = paper.letter
    who = standing(letter.council)
    until = f" trước ngày {short_date(paper.due)}" if paper.due else ""
    secret = letter.kind in {"denunciation", "mixed"}
    body: list[Block] = [
        Paragraph(letter.received),
        Paragraph(f"Qua xem xét, nội dung đơn thuộc thẩm quyền giải quyết của {paper.agency}."),
        *_own_words(paper),
        Paragraph(
            f"{who} chuyển đơn đến {paper.agency} để xem xét, giải quyết theo quy định của pháp luật và thông báo "
            f"kết quả bằng văn bản đến {who}{until}."
        ),
    ]
    if secret:
        body.append(
            Paragraph(
                "Họ tên, địa chỉ và thông tin khác về người tố cáo được gửi riêng trong phong bì niêm phong, chỉ người "
                "đứng đầu cơ quan nhận đơn được mở; đề nghị giữ bí mật danh tính theo quy định của Luật Tố cáo."
            )
        )
    copies = ("Như trên",) if secret else ("Như trên", "Người gửi đơn (để biết)")
    return AdministrativeDocument(
        issuer=house.standing_committee(letter.council),
        number=_number(paper),
        title=Title(f"Phiếu chuyển đơn {letter.kind_words}", f"Đơn số {letter.label} trong Sổ theo dõi đơn"),
        place=house.place(letter.council),
        dated=paper.on,
        mark=_mark(paper),
        addressees=(paper.agency,),
        bases=_bases(paper),
        body=tuple(body),
        signatures=(paper.signer.signature,),
        recipients=copies,
        filing="VT, hồ sơ",
    )


def _guide(paper: Paper) -> AdministrativeDocument:
    """9b: once per complaint; originals go back."""
    letter = paper.letter
    who = standing(letter.council)
    body: list[Block] = [
        Paragraph(letter.received),
        Paragraph(
            f"Sau khi xem xét nội dung đơn, {who} thấy nội dung đơn không thuộc thẩm quyền giải quyết của mình."
        ),
        *_own_words(paper),
        Paragraph(
            f"Đề nghị ông (bà) gửi đơn đến {paper.agency} để được xem xét, giải quyết theo quy định của pháp luật."
        ),
    ]
    if letter.originals:
        body.append(Paragraph(f"Gửi trả kèm theo bản gốc: {letter.originals}."))
    return AdministrativeDocument(
        issuer=house.standing_committee(letter.council),
        number=_number(paper),
        title=Title("Phiếu hướng dẫn", f"Đơn {letter.kind_words} số {letter.label}"),
        place=house.place(letter.council),
        dated=paper.on,
        mark=_mark(paper),
        addressees=(letter.addressee,),
        bases=_bases(paper),
        body=tuple(body),
        signatures=(paper.signer.signature,),
        recipients=("Như trên", office(letter.council)),
        filing="VT, hồ sơ",
    )


def _official_letter(
    paper: Paper, subject: str, to: str, body: tuple[Block, ...], copies: tuple[str, ...] = ()
) -> AdministrativeDocument:
    council = paper.letter.council
    return AdministrativeDocument(
        issuer=house.standing_committee(council),
        number=_number(paper),
        title=LetterSubject(f"{subject} {paper.letter.kind_words}"),
        place=house.place(council),
        dated=paper.on,
        mark=_mark(paper),
        addressees=(to,),
        body=body,
        signatures=(paper.signer.signature,),
        recipients=("Như trên", *copies, office(council)),
        filing="VT, hồ sơ",
    )


def _reply(paper: Paper) -> AdministrativeDocument:
    """9e: the answer itself is what the office wrote."""
    letter = paper.letter
    end = Paragraph(f"{standing(letter.council)} trả lời để ông (bà) được biết.")
    body = (Paragraph(letter.received), *_own_words(paper), end)
    return _official_letter(paper, "trả lời đơn", letter.addressee, body)


def _return(paper: Paper) -> AdministrativeDocument:
    letter = paper.letter
    with_papers = f" cùng bản gốc kèm theo ({letter.originals})" if letter.originals else ""
    body = (
        Paragraph(letter.received),
        *_own_words(paper),
        Paragraph(f"{standing(letter.council)} trả lại đơn{with_papers} để ông (bà) được biết."),
    )
    return _official_letter(paper, "trả lại đơn", letter.addressee, body)


def _supervise(paper: Paper) -> AdministrativeDocument:
    letter = paper.letter
    until = f" trước ngày {short_date(paper.due)}" if paper.due else ""
    body = (
        Paragraph(letter.received),
        *_own_words(paper),
        Paragraph(
            f"{standing(letter.council)} quyết định giám sát việc giải quyết đơn nêu trên và đề nghị {paper.agency} "
            f"báo cáo bằng văn bản{until} các nội dung sau:"
        ),
        ListItem("Quá trình thụ lý, xác minh và kết quả giải quyết đến ngày báo cáo;"),
        ListItem("Văn bản giải quyết đã ban hành (gửi kèm bản sao);"),
        ListItem("Khó khăn, vướng mắc và thời hạn giải quyết xong."),
    )
    return _official_letter(
        paper,
        "giám sát việc giải quyết đơn",
        paper.agency,
        body,
        (f"Các Ban của HĐND {letter.council.unit_word}",),
    )


_BUILDERS: Final[dict[str, Callable[[Paper], AdministrativeDocument]]] = {
    "forward": _forward,
    "guide": _guide,
    "reply": _reply,
    "return": _return,
    "supervise": _supervise,
}


BOOK_COLUMNS: Final = (
    "STT",
    "Số đến",
    "Ngày nhận",
    "Nguồn đơn",
    "Họ và tên, địa chỉ người gửi",
    "Số người ký",
    "Ngày viết đơn",
    "Tóm tắt nội dung",
    "Loại đơn",
    "Lĩnh vực",
    "Điều kiện xử lý",
    "Trùng đơn",
    "Cơ quan đã giải quyết",
    "Hướng xử lý",
    "Số, ngày văn bản xử lý",
    "Cơ quan có thẩm quyền",
    "Hạn trả lời",
    "Số, ngày văn bản trả lời",
    "Kết quả",
    "Ngày thông báo cho người gửi",
    "Ghi chú",
)
"""Sổ theo dõi đơn (forms reference 10b): no form is prescribed for councils."""


def identity_sheet(
    *, letter: LetterFacts, persons: tuple[Person, ...], names: str, on: date, signer: Signer
) -> AdministrativeDocument:
    """The sealed enclosure of a forwarded denunciation: drawn for a handler, never kept."""
    rows: list[Block] = [
        Paragraph(
            "Tài liệu chỉ người đứng đầu cơ quan nhận đơn được mở; bảo quản theo quy định của Luật Tố cáo."
        ),
        *(
            ListItem(
                "; ".join(
                    filter(
                        None,
                        [
                            f"Họ và tên: {person.name}",
                            person.address and f"địa chỉ: {person.address}",
                            person.id_number and f"số định danh: {person.id_number}",
                            person.phone and f"điện thoại: {person.phone}",
                        ],
                    )
                )
            )
            for person in persons
        ),
    ]
    if names:
        rows.append(Paragraph(f"Tên người được nêu trong nội dung đơn: {names}"))
    return AdministrativeDocument(
        issuer=house.standing_committee(letter.council),
        title=Title("Phiếu thông tin người tố cáo", f"Kèm theo đơn số {letter.label}"),
        place=house.place(letter.council),
        dated=on,
        mark="MẬT",
        body=tuple(rows),
        signatures=(signer.signature,),
    )
