"""Follow-ups with their moves, answers, judgements and results, as the services would have left them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

from followups.models import Assessment, FollowUp, FollowUpMove, Reply, ResultEntry
from followups.states import ResultClass, State
from portal.scale.making import Year
from portal.scale.plan import Span
from portal.scale.words import ANSWERS, Words

ROADMAP: Final = timedelta(days=120)
EVIDENCE: Final = "Văn bản trả lời nêu rõ kết quả giải quyết"
ACCOUNTABLE: Final = "Người đứng đầu cơ quan"
_TEXT: Final = {
    "resolved": ANSWERS[0], "in_progress": ANSWERS[4], "scheduled": ANSWERS[1],
    "explained": ANSWERS[2], "unresolved": ANSWERS[3],
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Owed:
    """What somebody owes: which body, what, since when, until when, and what came of it ("unanswered" or a result)."""

    kind: str
    agency_id: int
    title: Words
    issued_on: date
    due_on: date
    outcome: str
    field_id: int | None = None
    locality: str = ""


def owe(year: Year, owed: Owed) -> int:
    """The follow-up with everything that hangs on it; returns its key. Answers lie within the year."""
    answered = _answered(owed, year.span)
    judged = answered and min(answered + timedelta(days=5), year.span.last)
    year.entered(owed.issued_on)
    made = year.add(FollowUp, **_columns(year, owed, answered, judged))
    _move(year, made, State.DRAFT, State.ISSUED, owed.issued_on)
    if answered and judged:
        _answer(year, made, owed, answered, judged)
    return made


def _answered(owed: Owed, span: Span) -> date | None:
    if owed.outcome == "unanswered":
        return None
    return min(owed.issued_on + timedelta(days=12 + len(owed.title.text) % 25), span.last)


def _columns(year: Year, owed: Owed, answered: date | None, judged: date | None) -> dict[str, Any]:
    running = owed.outcome in {"in_progress", "scheduled"}
    return {
        "council_id": year.house.council.pk,
        "kind": owed.kind,
        "title": owed.title.text[:300],
        "agency_id": owed.agency_id,
        "accountable": ACCOUNTABLE,
        "evidence": EVIDENCE,
        "field_id": owed.field_id,
        "locality": owed.locality,
        "due_on": owed.due_on,
        "original_due_on": owed.due_on,
        "due_anchor_on": owed.issued_on,
        "state": (State.ACCEPTED if answered else State.ISSUED).value,
        "result_class": owed.outcome if answered else "",
        "issued_on": owed.issued_on,
        "answered_on": answered,
        "settled_on": None if running else judged,
        "search": owed.title.folded,
    }


def _answer(year: Year, made: int, owed: Owed, answered: date, judged: date) -> None:
    roadmap = answered + ROADMAP if owed.outcome == ResultClass.SCHEDULED else None
    reason = "no_funds" if owed.outcome == ResultClass.UNRESOLVED else ""
    year.entered(answered)
    reply = year.add(
        Reply,
        follow_up_id=made,
        number=f"{made % 900 + 1}/UBND-VP",
        dated_on=answered,
        text=_TEXT[owed.outcome].text,
        result_class=owed.outcome,
        roadmap_on=roadmap,
        reason=reason,
        answered_by_id=year.house.clerk,
    )
    _move(year, made, State.ISSUED, State.ANSWERED, answered)
    year.entered(judged)
    year.add(
        Assessment, reply_id=reply, verdict="accepted", effective_on=judged, assessor_id=year.house.clerk
    )
    year.add(
        ResultEntry,
        follow_up_id=made,
        result_class=owed.outcome,
        effective_on=judged,
        roadmap_on=roadmap,
        reason=reason,
        reply_id=reply,
        actor_id=year.house.clerk,
    )
    _move(year, made, State.ANSWERED, State.ACCEPTED, judged)


def _move(year: Year, made: int, source: State, target: State, on: date) -> None:
    year.add(
        FollowUpMove,
        follow_up_id=made,
        from_state=source.value,
        to_state=target.value,
        effective_on=on,
        actor_id=year.house.clerk,
    )
