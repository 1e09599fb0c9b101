"""Opinions become follow-ups: each with the five clears, and a due date that says why."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from core.display import day
from core.errors import Refused
from core.services import entered_by
from councils.calendar import DueDate, due_date, national_calendar
from councils.models import Agency, Council
from followups.services import FiveClears, Part, head_of, issue
from voters.lineage import How, Steps, back
from voters.models import CompetenceLevel, VoterOpinion
from voters.services.opinions import lock, standing_fault, with_standing

ORIGIN: Final = "opinion"
"""Kind of the follow-ups that opinions become."""
EVIDENCE: Final = "Văn bản trả lời nêu rõ kết quả giải quyết"
"""What proves an opinion settled, unless the sender says otherwise. Official text: always Vietnamese."""
TITLE_LIMIT: Final = 300
_SENTENCE_END: Final = re.compile(r"(?<=\w{3}[.;!?…])\s+(?=[^\W\d_])")
_SHORTEST_TITLE: Final = 20


@dataclass(frozen=True, slots=True)
class SendPlan:
    """What sending an opinion would do: when it is due and why, or the sentence that refuses it."""

    opinion: VoterOpinion
    due: DueDate | None
    refusal: str = ""


@dataclass(frozen=True, slots=True)
class SendOutcome:
    """What was sent, and what was not with its reason."""

    sent: list[VoterOpinion]
    refused: list[tuple[VoterOpinion, str]]


def plan_sending(*, opinions: Iterable[VoterOpinion], on: date) -> list[SendPlan]:
    """Per opinion, in the given order: due date with its rule, or why it cannot be sent on this day."""
    deadlines = _Deadlines(on)
    return [_plan(opinion, on, deadlines) for opinion in with_standing(opinions)]


@transaction.atomic
def send(
    *,
    opinions: Iterable[VoterOpinion],
    user: User | None,
    on: date,
    accountable: str = "",
    evidence: str = "",
    quiet: bool = False,
) -> SendOutcome:
    """Send opinions to their agencies: each that can be sent becomes a follow-up; the others say why not.

    `accountable` is by default the head of the agency. Raises Refused for a day in the future.
    """
    if on > timezone.localdate():
        raise Refused({"on": _("The day %(day)s lies in the future.") % {"day": day(on)}})
    outcome = SendOutcome([], [])
    with entered_by(user):
        for plan in plan_sending(opinions=lock(opinions), on=on):
            refusal = _send_one(plan, user, on, accountable, evidence, quiet=quiet)
            if refusal:
                outcome.refused.append((plan.opinion, refusal))
            else:
                outcome.sent.append(plan.opinion)
        _let_answers_flow_back(outcome.sent)
    return outcome


def _let_answers_flow_back(sent: Sequence[VoterOpinion]) -> None:
    """What other councils forwarded, and what was merged into it since, is answered through what is sent here now.

    Not what was split since: the answer to one part does not answer the whole.
    """
    steps = back([opinion.pk for opinion in sent])
    for opinion in sent:
        if sources := _forwarded_into(opinion.pk, steps):
            VoterOpinion.objects.filter(pk__in=sources, follow_up__isnull=True).update(
                answered_through=opinion.follow_up, updated_at=timezone.now()
            )


def _forwarded_into(start: int, steps: Steps) -> set[int]:
    found, frontier = set(), {start}
    while frontier:
        led = [step for pk in frontier for step in steps.get(pk, ()) if step.how is not How.SPLIT]
        found |= {step.source_id for step in led if step.how is How.FORWARDED}
        frontier = {step.source_id for step in led}
    return found


def short_title(content: str) -> str:
    """The first line's first sentence in one line, 300 characters at most, cut between words."""
    line = next((line for line in content.splitlines() if line.strip()), "")
    first = _SENTENCE_END.split(line.strip(), maxsplit=1)[0]
    words = " ".join((first if len(first) >= _SHORTEST_TITLE else line).split())
    if len(words) > TITLE_LIMIT:
        cut = words[: TITLE_LIMIT - 1]
        return (cut.rsplit(" ", 1)[0] if " " in cut else cut).rstrip(" ,;:–-") + "…"
    return words.rstrip(" .;,:") or words


def _send_one(
    plan: SendPlan, user: User | None, on: date, accountable: str, evidence: str, *, quiet: bool
) -> str:
    """Make the follow-up; the sentence of a refusal, or nothing when it was sent."""
    opinion, agency, due = plan.opinion, plan.opinion.agency, plan.due
    if plan.refusal or agency is None or due is None:
        return plan.refusal
    clears = FiveClears(
        body=agency,
        title=short_title(opinion.content),
        due=due,
        accountable=accountable.strip() or head_of(agency),
        evidence=evidence.strip() or EVIDENCE,
    )
    try:
        with transaction.atomic():
            opinion.follow_up = issue(
                council=opinion.council,
                kind=ORIGIN,
                clears=clears,
                user=user,
                on=on,
                detail=_detail(opinion),
                field=opinion.field,
                locality=opinion.meeting.locality if opinion.meeting else "",
                parts=[Part(other) for other in opinion.coordinating.all()],
                quiet=quiet,
            )
    except ValidationError as refusal:
        return " ".join(refusal.messages)
    VoterOpinion.objects.filter(pk=opinion.pk).update(follow_up=opinion.follow_up, updated_at=timezone.now())
    return ""


def _detail(opinion: VoterOpinion) -> str:
    place = opinion.voter_place.strip()
    return f"{opinion.content}\n(Cử tri: {place})" if place else opinion.content


def _plan(opinion: VoterOpinion, on: date, deadlines: _Deadlines) -> SendPlan:
    refusal = _not_sendable(opinion, on)
    if refusal:
        return SendPlan(opinion, None, refusal)
    try:
        return SendPlan(opinion, deadlines.of(opinion))
    except Refused as no_rule:
        return SendPlan(opinion, None, " ".join(no_rule.messages))


def _not_sendable(opinion: VoterOpinion, on: date) -> str:
    if opinion.follow_up_id:
        return _("It was already sent.")
    if opinion.merged_into_id or opinion.is_split:
        return _("It was merged or split: send the opinion that carries the matter on.")
    if elsewhere := standing_fault(opinion):
        return elsewhere
    if opinion.screening != VoterOpinion.Screening.CARRIED:
        return _("It is not carried forward: %(screening)s.") % {
            "screening": opinion.get_screening_display().lower()
        }
    if missing := missing_parts(opinion):
        return _("Classify it first; still missing: %(missing)s.") % {"missing": missing}
    if on < opinion.recorded_on:
        return _("It was recorded on %(day)s, after the day of sending.") % {"day": day(opinion.recorded_on)}
    return _ended(opinion.agency, on)


def missing_parts(opinion: VoterOpinion) -> str:
    """What its classification still lacks, in words."""
    parts = {
        _("field"): opinion.field_id,
        _("competence"): opinion.competence_level,
        _("responsible agency"): opinion.agency_id,
    }
    return ", ".join(name for name, value in parts.items() if not value)


def _ended(agency: Agency | None, on: date) -> str:
    if agency is None or ((agency.valid_from or on) <= on <= (agency.valid_to or on)):
        return ""
    return _("%(agency)s does not exist on %(day)s. Choose the body that took over.") % {
        "agency": agency.name,
        "day": day(on),
    }


class _Deadlines:
    """Due dates of one day of sending; each rule and the calendar are read once."""

    def __init__(self, on: date) -> None:
        self.on = on
        self.calendar = national_calendar()
        self.found: dict[tuple[str, int], DueDate] = {}

    def of(self, opinion: VoterOpinion) -> DueDate:
        """Raises Refused when no rule is in force."""
        central = opinion.competence_level == CompetenceLevel.CENTRAL
        key = ("OP-ANSWER-CENTRAL" if central else "OP-ANSWER", opinion.council_id)
        if key not in self.found:
            self.found[key] = self._compute(key[0], opinion.council)
        return self.found[key]

    def _compute(self, code: str, council: Council) -> DueDate:
        return due_date(code=code, council=council, anchor=self.on, calendar=self.calendar)
