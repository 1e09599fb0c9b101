"""What became of the opinions of a round, as of a day: by body and class of result, with each answer."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.db.models import Prefetch

from councils.models import Council, CouncilTerm
from followups import asof
from followups.models import Assessment, Reply
from followups.states import OPEN, ResultClass
from voters.models import VoterContactRound, VoterOpinion
from voters.opinion_lines import OpinionLine, lines_of, opinions_for_papers
from voters.rollover import rolled_on

CLASSES: Final[dict[str, str]] = {
    ResultClass.RESOLVED: "Đã giải quyết xong",
    ResultClass.IN_PROGRESS: "Đang giải quyết",
    ResultClass.SCHEDULED: "Đang giải quyết (có lộ trình)",
    ResultClass.EXPLAINED: "Giải trình, cung cấp thông tin",
    ResultClass.UNRESOLVED: "Chưa giải quyết",
    asof.NO_RESULT: "Chưa trả lời",
}
"""Classes of result in official texts. Reports fold what is scheduled into "Đang giải quyết"."""
WITHOUT_VERDICT: Final = "Đã trả lời, chưa đánh giá"
ANSWER_AGAIN: Final = "Đã trả lời, đề nghị trả lời lại"
REASONS: Final[dict[str, str]] = {
    "no_funds": "chưa bố trí được kinh phí",
    "no_competence": "không thuộc thẩm quyền",
    "no_legal_base": "chưa có cơ sở pháp lý",
    "other": "nguyên nhân khác",
}


@dataclass(frozen=True, slots=True)
class SettledLine:
    """One opinion that was sent, and where it stood on the day."""

    line: OpinionLine
    result: str
    reason: str
    replied: bool
    overdue: bool
    days_late: int
    reply: Reply | None
    returned: int
    """How often its answer was not accepted."""
    sent_back: bool
    """Whether the latest answer was not accepted."""
    verdict: str

    @property
    def body(self) -> str:
        """Who answers."""
        agency = self.line.opinion.follow_up.agency if self.line.opinion.follow_up else None
        return agency.name if agency else self.line.agency

    @property
    def shown_class(self) -> str:
        """The class in words; an answer that nobody has judged says so."""
        if self.result == asof.NO_RESULT and self.replied:
            return ANSWER_AGAIN if self.sent_back else WITHOUT_VERDICT
        return CLASSES[self.result]

    @property
    def outlook(self) -> str:
        """Roadmap or reason."""
        if self.reply and self.reply.roadmap_on and self.result in RUNNING:
            return f"Hoàn thành trước ngày {self.reply.roadmap_on:%d/%m/%Y}"
        return REASONS.get(self.reason, "").capitalize() if self.result == ResultClass.UNRESOLVED else ""


RUNNING: Final = frozenset({ResultClass.IN_PROGRESS, ResultClass.SCHEDULED})


@dataclass(frozen=True, slots=True)
class Tally:
    """Counts over some lines; the five classes add up to all."""

    name: str
    lines: Sequence[SettledLine]

    @property
    def total(self) -> int:
        """All that were sent."""
        return len(self.lines)

    def _of(self, *classes: str) -> int:
        return sum(line.result in classes for line in self.lines)

    @property
    def resolved(self) -> int:
        """O05."""
        return self._of(ResultClass.RESOLVED)

    @property
    def running(self) -> int:
        """O06, what is scheduled included."""
        return self._of(*RUNNING)

    @property
    def explained(self) -> int:
        """O07."""
        return self._of(ResultClass.EXPLAINED)

    @property
    def unresolved(self) -> int:
        """O08."""
        return self._of(ResultClass.UNRESOLVED)

    @property
    def unanswered(self) -> int:
        """Without a result: not answered, or answered and not judged."""
        return self._of(asof.NO_RESULT)

    @property
    def unjudged(self) -> int:
        """Of those without a result: an answer came, and is being looked at or was sent back."""
        return sum(line.result == asof.NO_RESULT and line.replied for line in self.lines)

    @property
    def overdue(self) -> int:
        """O11."""
        return sum(line.overdue for line in self.lines)

    @property
    def returned(self) -> int:
        """O14."""
        return sum(bool(line.returned) for line in self.lines)

    @property
    def classes(self) -> tuple[int, ...]:
        """In the order of Biểu 1."""
        return self.resolved, self.running, self.explained, self.unresolved, self.unanswered


@dataclass(frozen=True)
class SettlementFacts:
    """The whole report as data."""

    contact: VoterContactRound
    as_of: date
    lines: Sequence[SettledLine]
    total: int
    """O01: opinions of the round; those beyond `lines` were not sent to a body by the day."""

    @property
    def council(self) -> Council:
        """Whose report."""
        return self.contact.council

    @property
    def term(self) -> CouncilTerm:
        """Of which term."""
        return self.contact.council_term

    @property
    def all(self) -> Tally:
        """Everything that was sent."""
        return Tally("", self.lines)

    @property
    def bodies(self) -> list[Tally]:
        """By body, in alphabetical order as the council lists them."""
        found: dict[str, list[SettledLine]] = {}
        for line in self.lines:
            found.setdefault(line.body, []).append(line)
        return [Tally(name, rows) for name, rows in sorted(found.items())]

    @property
    def fields(self) -> list[Tally]:
        """By field, in the order of the lines."""
        found: dict[str, list[SettledLine]] = {}
        for line in sorted(
            self.lines, key=lambda one: one.line.opinion.field.order if one.line.opinion.field else 0
        ):
            found.setdefault(line.line.field, []).append(line)
        return [Tally(name, rows) for name, rows in found.items()]

    @property
    def most_overdue(self) -> list[Tally]:
        """The three bodies that owe most answers past their day."""
        late = [body for body in self.bodies if body.overdue]
        return sorted(late, key=lambda body: -body.overdue)[:3]

    @property
    def mean_days(self) -> int | None:
        """O15: days from sending to the answer, rounded."""
        days = [
            (line.reply.dated_on - line.line.opinion.follow_up.issued_on).days
            for line in self.lines
            if line.reply and line.line.opinion.follow_up and line.line.opinion.follow_up.issued_on
        ]
        return round(sum(days) / len(days)) if days else None


def settlement_facts(contact: VoterContactRound, *, as_of: date) -> SettlementFacts:
    """Read what became of a round's opinions; nine queries, however many there are."""
    late = set(rolled_on(contact).values_list("pk", flat=True))
    working = VoterOpinion.objects.filter(meeting__round=contact, recorded_on__lte=as_of).working_on(as_of)
    own = working.exclude(pk__in=late)
    sent = own.filter(follow_up__issued_on__lte=as_of).annotate(
        result_then=asof.result_on(as_of),
        reason_then=asof.reason_on(as_of),
        replied_then=asof.replied_by(as_of),
        state_then=asof.state_on(as_of),
        due_then=asof.due_on(as_of),
    )
    rows: list[Any] = list(opinions_for_papers(sent).select_related("follow_up__agency"))
    replies = _replies([row.follow_up_id for row in rows if row.follow_up_id], as_of)
    lines = [
        _settled(line, replies.get(line.opinion.follow_up_id or 0, []), as_of)
        for line in lines_of(rows, as_of)
    ]
    return SettlementFacts(contact, as_of, lines, own.count())


def _replies(ids: Iterable[int], as_of: date) -> dict[int, list[Any]]:
    """By follow-up, its answers dated by the day with their judgements, the latest last."""
    judged = Prefetch(
        "assessments",
        Assessment.objects.filter(effective_on__lte=as_of).order_by("entered_at", "pk"),
        "judged",
    )
    rows = Reply.objects.filter(follow_up__in=list(ids), dated_on__lte=as_of).prefetch_related(judged)
    found: dict[int, list[Any]] = {}
    for reply in rows.order_by("dated_on", "entered_at", "pk"):
        found.setdefault(reply.follow_up_id, []).append(reply)
    return found


def _settled(line: OpinionLine, replies: Sequence[Any], as_of: date) -> SettledLine:
    opinion: Any = line.opinion
    overdue = opinion.state_then in OPEN and opinion.due_then is not None and opinion.due_then < as_of
    judged = [one for reply in replies for one in reply.judged]
    last = judged[-1] if judged else None
    return SettledLine(
        line=line,
        result=opinion.result_then,
        reason=opinion.reason_then,
        replied=opinion.replied_then,
        overdue=overdue,
        days_late=(as_of - opinion.due_then).days if overdue else 0,
        reply=replies[-1] if replies else None,
        returned=sum(one.verdict == Assessment.Verdict.RETURNED for one in judged),
        sent_back=last is not None and last.verdict == Assessment.Verdict.RETURNED,
        verdict=_verdict(last),
    )


def _verdict(judged: Assessment | None) -> str:
    if judged is None:
        return ""
    if judged.verdict == Assessment.Verdict.ACCEPTED:
        return "Đồng ý với nội dung trả lời"
    return f"Chưa đồng ý: {judged.reason.strip()}".rstrip(" .")
