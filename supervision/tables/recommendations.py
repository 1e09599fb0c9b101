"""Columns and badges of recommendations."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar, Final

from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from core.tables import Column, Table
from core.templatetags.portal_tags import badge, due
from councils.calendar import Clock
from followups.rules import standing as due_standing
from followups.states import WAITING, State
from followups.tables.lists import result_badge
from supervision.models import Verdict
from supervision.standing import Standing

_BADGES: Final = {
    Standing.IN_PROGRESS: "run",
    Standing.PARTLY: "warn",
    Standing.DONE: "ok",
    Standing.NOT_DONE: "late",
}


def standing_badge(recommendation: Any) -> SafeString:
    """How a recommendation read `as_of` a day stands, in colour, shape and words."""
    standing = Standing(recommendation.standing)
    return badge(_BADGES.get(standing, "plain"), standing.label)


def verdict_badge(verdict: Verdict) -> SafeString:
    """What a verdict found."""
    return badge(_BADGES.get(Standing(verdict.outcome), "plain"), verdict.get_outcome_display())


def claim_badge(recommendation: Any) -> SafeString | None:
    """What the body itself says of it, read `with_claim`; nothing where it has not answered."""
    return result_badge(recommendation.claim)


def with_due(rows: Iterable[Any], clock: Clock) -> list[Any]:
    """The rows of a page with the words of their due days; nobody owes a draft, so its day is a plain one."""
    found = list(rows)
    for row in found:
        row.due = None if row.follow_up.state == State.DRAFT else due_standing(row.follow_up, clock)
    return found


def _due(recommendation: Any) -> Any:
    return due(recommendation.due) if recommendation.due else recommendation.follow_up.due_on


def short_text(recommendation: Any) -> str:
    """The recommendation as a list shows it."""
    return str(recommendation.follow_up.title)


def _mission(recommendation: Any) -> str:
    return str(recommendation.mission.title)


def _waits(recommendation: Any) -> SafeString | None:
    """That an answer waits for the reviewer."""
    if recommendation.follow_up.state not in WAITING:
        return None
    return badge("warn", gettext("Answered, to be judged"))


class RecommendationTable(Table):
    """Recommendations read `as_of` today, `with_claim`, `with_owner`."""

    bulk = True
    columns: ClassVar = [
        Column("text", _("Recommendation"), cell=short_text, note=_mission, link=True, card="title"),
        Column("owner", _("Responsible body"), cell="follow_up.owner"),
        Column(
            "due",
            _("Due"),
            cell=_due,
            sort=("due_sort", "pk"),
            export=lambda row: row.follow_up.due_on,
        ),
        Column("claim", _("The body's claim"), cell=claim_badge),
        Column("standing", _("Reviewer's verdict"), cell=standing_badge, card="side"),
        Column("waits", _("To do"), cell=_waits, default=False),
        Column("issued_on", _("Issued on"), default=False),
        Column("accountable", _("Who answers for it"), cell="follow_up.accountable", default=False),
        Column("evidence", _("Result that proves it"), cell="follow_up.evidence", default=False),
        Column("legal_ground", _("Legal ground"), default=False),
        Column("supervisor", _("Who supervises"), cell="mission.supervisor", default=False),
        Column("rung", _("Rungs climbed"), cell="follow_up.rung", align="end", default=False),
        Column("full", _("In full"), cell="text", default=False),
    ]
