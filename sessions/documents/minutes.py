"""Biên bản kỳ họp and trích biên bản as administrative documents (forms.md kind 16; Decree 30/2020, Annex I)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Final

from documents import house
from documents.administrative import (
    AdministrativeDocument,
    Block,
    Heading,
    Level,
    ListItem,
    Number,
    Paragraph,
    Title,
)
from documents.language import capitalised, hour, in_words, prose_number
from documents.pdf import page_count, to_pdf
from sessions.documents.drafting import VOTES
from sessions.documents.votes import (
    ballot_sentence,
    method_words,
    needed_words,
    result_table,
    vote_sentence,
    vote_table,
)
from sessions.documents.wording import half_day_words, signatures, sitting_head, sitting_name
from sessions.models import Minutes, MinutesSection, Sitting, Vote
from sessions.states import MinutesState

SYMBOL: Final = "BB-HĐND"
_DRAFT: Final = "DỰ THẢO"
_ROOM: Final = "……"


def minutes_document(
    minutes: Minutes, sections: Sequence[MinutesSection], votes: Sequence[Vote]
) -> AdministrativeDocument:
    """The minutes as they stand. Their last sentence says how many pages they have, so they are drawn twice."""
    first = _document(minutes, sections, votes, _ROOM)
    return _document(minutes, sections, votes, _pages(page_count(to_pdf(first))))


def _pages(count: int) -> str:
    return f"{prose_number(count)} ({in_words(count)})"


def _document(
    minutes: Minutes, sections: Sequence[MinutesSection], votes: Sequence[Vote], pages: str
) -> AdministrativeDocument:
    sitting = minutes.sitting
    return AdministrativeDocument(
        issuer=sitting_head(sitting),
        number=Number(SYMBOL, minutes.document.number if minutes.document else None),
        title=Title("Biên bản", sitting_name(sitting)),
        dated=_dated(minutes),
        body=(*_body(sections, votes), Paragraph(f"Biên bản gồm {pages} trang.")),
        signatures=signatures(sitting),
        mark=_DRAFT if minutes.state == MinutesState.DRAFT else "",
    )


def _dated(minutes: Minutes) -> date:
    sitting = minutes.sitting
    return sitting.closed_on or sitting.closes_on


def _body(sections: Iterable[MinutesSection], votes: Sequence[Vote]) -> Iterator[Block]:
    for section in sections:
        yield Heading(Level.SECTION, section.heading.upper())
        yield from _text(section.text)
        if section.code == VOTES and votes:
            yield vote_table(votes)


def _text(text: str) -> Iterator[Block]:
    """A line that begins with a dash is an item of a list."""
    for line in filter(None, (line.strip() for line in text.splitlines())):
        if line.startswith(("- ", "+ ")):
            yield ListItem(line[2:], sub=line.startswith("+"))
        else:
            yield Paragraph(line)


# --- Excerpt ---


def excerpt(vote: Vote, state: str | None) -> AdministrativeDocument:
    """Trích biên bản for one decision, as one hands it on with the resolution; a draft until minutes are approved.

    An extract is certified by the office (Decree 30/2020 Art. 25-26), not signed once more by chair and secretaries:
    its text names them.
    """
    sitting = vote.sitting
    return AdministrativeDocument(
        issuer=sitting_head(sitting),
        title=Title("Trích biên bản", f"{sitting_name(sitting)} về nội dung: {vote.title}"),
        dated=vote.meeting.day,
        body=tuple(_excerpt(vote, sitting)),
        signatures=(house.BY_ORDER,),
        mark="" if state in {MinutesState.APPROVED, MinutesState.SIGNED} else _DRAFT,
    )


def _excerpt(vote: Vote, sitting: Sitting) -> Iterator[Block]:
    at = f"Hồi {hour(vote.held_at, minutes_of_meeting=True)}, " if vote.held_at else ""
    where = f", tại {sitting.place}" if sitting.place else ""
    text = capitalised(f"{at}{half_day_words(vote.meeting)}{where}.")
    yield Paragraph(text, lead="1. Thời gian, địa điểm:")
    yield Paragraph(
        f"Tổng số đại biểu được bầu: {vote.all_delegates}; số đại biểu đương nhiệm: {vote.in_office}; "
        f"số đại biểu có mặt: {vote.present}.",
        lead="2. Thành phần:",
    )
    led = (("Chủ tọa", sitting.chair), ("Thư ký", sitting.secretaries))
    if any(who for _post, who in led):
        yield Paragraph(f"{'; '.join(f'{post}: {who}' for post, who in led if who)}.")
    yield Paragraph(f"{method_words(vote)}. {needed_words(vote)}.", lead="3. Nội dung và kết quả biểu quyết:")
    yield from (Paragraph(text) for text in filter(None, (ballot_sentence(vote), vote_sentence(vote))))
    yield result_table(vote)
    yield Paragraph("Trích sao từ Biên bản kỳ họp.")
