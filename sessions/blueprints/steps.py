"""The legal steps of each kind of sitting, in their order (Law 72/2025 Art. 34, 36; before, Law 77/2015 Art. 78-80).

Day counts are not here: a step names the code of its deadline rule, and the rule in force for the council's level on
the day says the rest.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from sessions.models import Sitting


class Anchor(StrEnum):
    """The day from which a step's due day is counted."""

    OPENING = "opening"
    CLOSING = "closing"
    SIGNING = "signing"
    """The earliest signature among the resolutions that still wait: known, and computed, only when it is shown."""
    ELECTION = "election"
    """The election day of the term; only for the first sitting of the term's first instance."""
    STEP = "step"
    """The day on which another step was done."""


class Phase(StrEnum):
    """Where a step stands against the sitting."""

    BEFORE = "before"
    DURING = "during"
    AFTER = "after"


@dataclass(frozen=True)
class StepPlan:
    """A step of a template: its code, what is to be done, the rule of its due day and what that counts from.

    `fixed`: due on the anchor day itself. `follows`: the code of the step that `Anchor.STEP` counts from.
    """

    code: str
    title: str | Promise
    phase: Phase = Phase.BEFORE
    rule: str = ""
    anchor: Anchor = Anchor.OPENING
    fixed: bool = False
    follows: str = ""


_ANNUAL_PLAN = StepPlan("annual-plan", _("Put the sitting into the year's plan of regular sittings"))
_ITEMS = StepPlan("items", _("Review what is to be submitted to the sitting"))
_CONFERENCE = StepPlan("conference", _("Hold the pre-sitting conference with People's Committee and Front"))
_VOTERS_BEFORE = StepPlan("voters-before", _("Meet voters before the sitting"))
_DRAFTS_IN = StepPlan("drafts-in", _("Papers reach the committees that verify them"), rule="VER-DRAFT-IN")
_VERIFYING = StepPlan("verifying", _("Committees meet to verify the papers"), rule="VER-MEETING")
_VERIFIED = StepPlan(
    "verified", _("Verification reports reach the Standing Committee"), rule="VER-REPORT-OUT"
)
_PROMISES = StepPlan(
    "promises", _("Report on promises made when answering questions"), rule="Q-PROMISE-REPORT"
)
_PAPERS_IN = StepPlan("papers-in", _("All papers of the sitting are in hand"))
_PAPERS_OUT = StepPlan("papers-out", _("Send the papers to the delegates"), rule="PAP-DELEGATE")
_GROUPS = StepPlan("groups", _("Delegate groups meet before the sitting"))
_FIRST = StepPlan(
    "first",
    _("The first sitting is held in time after the election"),
    rule="SIT-FIRST",
    anchor=Anchor.ELECTION,
)
_HOLD = StepPlan("hold", _("The sitting opens"), Phase.DURING, fixed=True)
_CLOSE = StepPlan("close", _("The sitting closes"), Phase.DURING, anchor=Anchor.CLOSING, fixed=True)
_ELECTED = StepPlan(
    "elected", _("Send the results of elections for approval"), Phase.AFTER, rule="ELECT-APPROVE-SEND"
)
_APPROVED = StepPlan(
    "approved",
    _("The results of elections are approved"),
    Phase.AFTER,
    rule="ELECT-APPROVE-DECIDE",
    anchor=Anchor.STEP,
    follows="elected",
)
_SIGN = StepPlan("sign", _("Sign the resolutions that were passed"), Phase.AFTER)
_SEND_UP = StepPlan(
    "send-up", _("Send the resolutions to the bodies above"), Phase.AFTER, "RES-SEND-UP", Anchor.SIGNING
)
_GAZETTE = StepPlan(
    "gazette", _("Send normative resolutions for publication"), Phase.AFTER, "RES-GAZETTE", Anchor.SIGNING
)
_MINUTES = StepPlan("minutes", _("Sign the minutes of the sitting"), Phase.AFTER)
_VOTERS_AFTER = StepPlan("voters-after", _("Report the results of the sitting to voters"), Phase.AFTER)
_REVIEW = StepPlan("review", _("Review the sitting"), Phase.AFTER)


def _convening(suffix: str) -> tuple[StepPlan, StepPlan]:
    """Calling the sitting and publishing its agenda; regular sittings and others have rules of their own."""
    convene = StepPlan("convene", _("Convene the sitting"), rule=suffix and f"SIT-CONVENE-{suffix}")
    publish = StepPlan("publish", _("Publish the draft agenda"), rule=suffix and f"SIT-PUBLISH-{suffix}")
    return convene, publish


_AFTER = (_SIGN, _SEND_UP, _GAZETTE, _MINUTES, _VOTERS_AFTER, _REVIEW)
_REGULAR = (
    _ANNUAL_PLAN,
    _ITEMS,
    _CONFERENCE,
    _VOTERS_BEFORE,
    *_convening("REG"),
    _DRAFTS_IN,
    _VERIFYING,
    _VERIFIED,
    _PROMISES,
    _PAPERS_IN,
    _PAPERS_OUT,
    _GROUPS,
    _HOLD,
    _CLOSE,
    *_AFTER,
)
_EXTRA = (
    _ITEMS,
    _CONFERENCE,
    _DRAFTS_IN,
    _VERIFYING,
    _VERIFIED,
    *_convening("EXT"),
    _PAPERS_IN,
    _PAPERS_OUT,
    _HOLD,
    _CLOSE,
    *_AFTER,
)
_CONSTITUTING = (
    _ITEMS,
    _CONFERENCE,
    *_convening(""),
    _PAPERS_IN,
    _PAPERS_OUT,
    _FIRST,
    _HOLD,
    _CLOSE,
    _ELECTED,
    _APPROVED,
    *_AFTER,
)

_BY_KIND: Final = {
    Sitting.Kind.CONSTITUTING: _CONSTITUTING,
    Sitting.Kind.MIDYEAR: _REGULAR,
    Sitting.Kind.YEAREND: _REGULAR,
    Sitting.Kind.THEMATIC: _EXTRA,
    Sitting.Kind.URGENT: _EXTRA,
    Sitting.Kind.EXTRAORDINARY: _EXTRA,
}
CATALOGUE: Final = {plan.code: plan for plans in (_REGULAR, _EXTRA, _CONSTITUTING) for plan in plans}
"""Every step by its code: titles and phases; the rule of a code may differ by kind (`steps_of`)."""


def steps_of(kind: str) -> tuple[StepPlan, ...]:
    """The steps of this kind of sitting, in their order."""
    return _BY_KIND[Sitting.Kind(kind)]
