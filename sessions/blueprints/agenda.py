"""The skeleton of the agenda of each kind of sitting, in the usual order (forms.md, form 15c of the reference).

Items are items of a Vietnamese programme, as they stand in it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from sessions.blueprints.papers import COMMITTEES, PaperPlan
from sessions.models import AgendaItem, Paper, Sitting

CHAIR: Final = "Chủ tọa kỳ họp"
_SECTION, _CEREMONY, _PRESENTATION, _DISCUSSION, _QUESTIONING, _PERSONNEL, _VOTE = (
    AgendaItem.Kind.SECTION.value,
    AgendaItem.Kind.CEREMONY.value,
    AgendaItem.Kind.PRESENTATION.value,
    AgendaItem.Kind.DISCUSSION.value,
    AgendaItem.Kind.QUESTIONING.value,
    AgendaItem.Kind.PERSONNEL.value,
    AgendaItem.Kind.VOTE.value,
)


@dataclass(frozen=True)
class AgendaPlan:
    """An item of a template; `papers` are the keys of the papers it deals with."""

    kind: str
    title: str
    depth: int = 1
    reading: int = 0
    discussion: int = 0
    presenter: str = ""
    papers: tuple[str, ...] = ()


def _section(title: str) -> AgendaPlan:
    return AgendaPlan(_SECTION, title, depth=0)


_OPENING: Final = (
    _section("Khai mạc"),
    AgendaPlan(_CEREMONY, "Chào cờ, tuyên bố lý do, giới thiệu đại biểu", reading=10),
    AgendaPlan(_CEREMONY, "Diễn văn khai mạc kỳ họp", reading=15, presenter=CHAIR),
    AgendaPlan(_VOTE, "Thông qua chương trình kỳ họp", reading=5, presenter=CHAIR),
)
_CLOSING: Final = (
    _section("Bế mạc"),
    AgendaPlan(_CEREMONY, "Diễn văn bế mạc kỳ họp", reading=15, presenter=CHAIR),
    AgendaPlan(_CEREMONY, "Chào cờ", reading=5),
)
_DEBATE: Final = (
    _section("Thảo luận"),
    AgendaPlan(_DISCUSSION, "Thảo luận tại Tổ", discussion=120),
    AgendaPlan(_DISCUSSION, "Thảo luận tại hội trường", discussion=120, presenter=CHAIR),
)
_QUESTIONS: Final = (
    _section("Chất vấn và trả lời chất vấn"),
    AgendaPlan(_QUESTIONING, "Chất vấn và trả lời chất vấn", discussion=150, presenter=CHAIR),
)


def _presentations(papers: Iterable[PaperPlan]) -> Iterator[AgendaPlan]:
    """One item a report; a proposal with its draft resolution; the reports of the committees together."""
    plans = list(papers)
    for plan in plans:
        if plan.kind == Paper.Kind.DRAFT_RESOLUTION:
            continue
        if plan.owner == COMMITTEES:
            yield AgendaPlan(
                _PRESENTATION, "Báo cáo kết quả hoạt động của các Ban", reading=15, papers=(plan.key,)
            )
            continue
        companions = tuple(other.key for other in plans if other.goes_with == plan.key)
        presenter = plan.owner.words and f"Đại diện {plan.owner.words}"
        minutes = 15 if plan.kind == Paper.Kind.REPORT else 10
        yield AgendaPlan(
            _PRESENTATION,
            plan.title,
            reading=minutes,
            presenter=presenter or "Thường trực HĐND",
            papers=(plan.key, *companions),
        )


def _deciding(papers: Iterable[PaperPlan]) -> tuple[AgendaPlan, ...]:
    drafts = tuple(plan.key for plan in papers if plan.kind == Paper.Kind.DRAFT_RESOLUTION)
    return (
        _section("Thông qua nghị quyết"),
        AgendaPlan(_VOTE, "Biểu quyết thông qua các nghị quyết", reading=30, presenter=CHAIR, papers=drafts),
    )


def agenda_of(sitting: Sitting, papers: tuple[PaperPlan, ...]) -> tuple[AgendaPlan, ...]:
    """The usual agenda of this kind of sitting over these papers."""
    reports = (_section("Trình bày báo cáo, tờ trình"), *_presentations(papers))
    match sitting.kind:
        case Sitting.Kind.MIDYEAR | Sitting.Kind.YEAREND:
            return (*_OPENING, *reports, *_DEBATE, *_QUESTIONS, *_deciding(papers), *_CLOSING)
        case Sitting.Kind.CONSTITUTING:
            elections = (
                _section("Công tác nhân sự"),
                AgendaPlan(_PERSONNEL, "Bầu các chức danh thuộc thẩm quyền", discussion=120, presenter=CHAIR),
            )
            return (*_OPENING, *reports, *elections, *_deciding(papers), *_CLOSING)
        case _:
            debate = (
                _section("Thảo luận"),
                AgendaPlan(_DISCUSSION, "Thảo luận tại hội trường", discussion=60, presenter=CHAIR),
            )
            return (*_OPENING, *reports, *debate, *_deciding(papers), *_CLOSING)
