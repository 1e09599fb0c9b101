"""What tests of programmes begin with: the rules of the law, programmes of subjects, items with bodies and days."""

from __future__ import annotations

from datetime import date
from typing import Any

from councils.models import Agency, Council, DelegateGroup
from supervision import services
from supervision.models import Programme, ProgrammeItem, Proposal
from tests.factories import CommitteeFactory, CouncilTermFactory, GroupFactory, RuleFactory

YEAR = 2026
DECIDED = date(2025, 12, 22)


def make_rules() -> None:
    """The terms of programmes and requests as the reference data has them."""
    for code, offset, direction in (
        ("SUP-PROPOSE", 306, "before"),
        ("SUP-DRAFT-PROG", 10, "before"),
        ("SUP-SC-PROPOSE", 5, "before"),
        ("SUP-SC-DECIDE", 15, "after"),
        ("TEXT-REVIEW-REPLY", 30, "after"),
    ):
        RuleFactory(
            code=code, offset=offset, unit="calendar", direction=direction, legal_basis=f"Điều của {code}"
        )


def programme(council: Council, subject: str = "standing_committee", **given: Any) -> Programme:
    """A programme that is still being written."""
    if subject == "committee" and "committee" not in given:
        given["committee"] = CommitteeFactory(council=council)
    if subject == "group" and "group" not in given:
        given["group"] = _group(council)
    made = Programme(council=council, subject=subject, **{"year": YEAR, **given})
    return services.save_programme(programme=made, user=None)


def _group(council: Council) -> DelegateGroup:
    term = council.terms.first() or CouncilTermFactory(council=council)
    made: DelegateGroup = GroupFactory(council_term=term)
    return made


def item(
    programme: Programme,
    *bodies: Agency,
    starts: date | None = None,
    ends: date | None = None,
    **given: Any,
) -> ProgrammeItem:
    """An item of a programme."""
    made = ProgrammeItem(
        programme=programme, starts_on=starts, ends_on=ends, **{"title": "Việc quản lý đất đai", **given}
    )
    return services.save_item(item=made, bodies=bodies, user=None)


def proposal(council: Council, **given: Any) -> Proposal:
    """A proposal of the Front for the council's programme."""
    made = Proposal(
        council=council,
        **{
            "year": YEAR,
            "subject": "council",
            "proposer": "front",
            "proposer_name": "Ban Thường trực UBMTTQ Việt Nam xã",
            "proposed_on": date(2025, 2, 10),
            "content": "Việc thu gom rác thải sinh hoạt",
            "need": "Cử tri kiến nghị nhiều lần",
            "scope": "Toàn xã, giai đoạn 2024 - 2025",
            "objects_text": "UBND xã và các thôn",
            **given,
        },
    )
    return services.save_proposal(proposal=made, user=None)


def decided(programme: Programme, user: Any, **given: Any) -> Programme:
    """Drafted and decided, by a programme that is numbered or by the number of a resolution."""
    services.step_programme(programme=programme, name="draft", user=user, on=DECIDED)
    signer = {"committee": "head", "group": "group_head"}.get(programme.subject, "chair")
    given.setdefault("terms", services.Signing(signer=signer))
    if programme.subject == "council":
        given.setdefault("act_symbol", "30/NQ-HĐND")
    return services.decide_programme(programme=programme, user=user, **{"on": DECIDED, **given})
