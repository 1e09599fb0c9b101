"""What the tests of figures and reports build on: a council with fields, agencies and a question."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from councils.models import Agency, Council, CouncilTerm
    from reports.figures import FigureQuery
    from voters.models import VoterMeeting, VoterOpinion

FIRST, LAST, AS_OF = date(2026, 1, 1), date(2026, 9, 30), date(2026, 9, 29)


@pytest.fixture
def ask(council: Council) -> Callable[..., FigureQuery]:
    """`ask()` is the question of nine months; `ask(as_of=…, council=…, scope="own+lower")` another one."""
    from reports.figures import FigureQuery, Scope  # noqa: PLC0415 - models exist only after set-up

    def make(**changes: Any) -> FigureQuery:
        asked = {"council": council, "start": FIRST, "end": LAST, "as_of": AS_OF, **changes}
        return FigureQuery(**{**asked, "scope": Scope(asked.get("scope", "own"))})

    return make


@pytest.fixture
def meet(term: CouncilTerm) -> Callable[..., VoterMeeting]:
    """`meet(headcount=…)` is a meeting held in the council's only pre-sitting round."""
    from tests.factories import MeetingFactory, RoundFactory  # noqa: PLC0415 - models exist only after set-up

    rounds: dict[str, Any] = {}

    def make(*, kind: str = "pre_sitting", **facts: Any) -> VoterMeeting:
        if "round" not in facts:
            rounds[kind] = rounds.get(kind) or RoundFactory(council_term=term, kind=kind)
            facts["round"] = rounds[kind]
        made: VoterMeeting = MeetingFactory(**facts)
        return made

    return make


@pytest.fixture
def heard(meet: Callable[..., VoterMeeting], agency: Agency) -> Callable[..., VoterOpinion]:
    """`heard(sent=day, result="resolved", on=day)` is an opinion, sent and with a result if days are given."""
    from followups.models import FollowUpMove, Reply, ResultEntry  # noqa: PLC0415 - models exist only after set-up
    from tests.factories import FieldFactory, OpinionFactory, follow_up  # noqa: PLC0415 - as above

    meetings: dict[str, VoterMeeting] = {}

    def make(
        *,
        sent: date | None = None,
        due: date | None = None,
        result: str = "",
        on: date | None = None,
        replied: date | None = None,
        classified: bool = True,
        **facts: Any,
    ) -> VoterOpinion:
        if "meeting" not in facts and "council" not in facts:
            facts["meeting"] = meetings.setdefault("one", meetings.get("one") or meet())
        if classified:
            facts = {"field": FieldFactory(), "competence_level": "commune", "agency": agency, **facts}
        opinion: VoterOpinion = OpinionFactory(**facts)
        if sent:
            opinion.follow_up = follow_up(agency, on=sent, due=due)
            opinion.save()
        if replied and opinion.follow_up:
            Reply.objects.create(
                follow_up=opinion.follow_up, dated_on=replied, text="Đã sửa xong.", result_class="resolved"
            )
        if result and on and opinion.follow_up:
            ResultEntry.objects.create(
                follow_up=opinion.follow_up,
                result_class=result,
                effective_on=on,
                roadmap_on=date(2027, 6, 30) if result == "scheduled" else None,
                reason="no_funds" if result == "unresolved" else "",
            )
            FollowUpMove.objects.create(
                follow_up=opinion.follow_up, from_state="issued", to_state="accepted", effective_on=on
            )
        return opinion

    return make
