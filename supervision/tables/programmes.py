"""Columns of the lists of programmes and proposals, and their badges."""

from __future__ import annotations

from typing import Any, ClassVar, Final

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from core.tables import Column, Table
from core.templatetags.portal_tags import badge
from supervision.models import Programme, Proposal
from supervision.services import proposer_of
from supervision.states import ProgrammeState

_STATES: Final = {
    ProgrammeState.COLLECTING: "plain",
    ProgrammeState.DRAFTED: "warn",
    ProgrammeState.DECIDED: "run",
    ProgrammeState.REPORTED: "ok",
}
_OUTCOMES: Final = {
    Proposal.Outcome.OPEN: "warn",
    Proposal.Outcome.SELECTED: "ok",
    Proposal.Outcome.NOT_SELECTED: "plain",
}


def programme_badge(programme: Programme) -> SafeString:
    """Where a programme stands."""
    return badge(_STATES[ProgrammeState(programme.state)], programme.get_state_display())


def outcome_badge(proposal: Proposal) -> SafeString:
    """What became of a proposal."""
    return badge(_OUTCOMES[Proposal.Outcome(proposal.outcome)], proposal.get_outcome_display())


def late_badge(proposal: Proposal) -> SafeString | None:
    """That a proposal came after its legal day."""
    return badge("late", gettext("After the legal day")) if proposal.is_late else None


def _proposed(proposal: Any) -> object:
    late = late_badge(proposal)
    return format_html("{} {}", f"{proposal.proposed_on:%d/%m/%Y}", late) if late else proposal.proposed_on


class ProgrammeTable(Table):
    """Programmes, the latest year first."""

    columns: ClassVar = [
        Column("supervisor", _("Whose programme"), link=True, card="title"),
        Column("year", _("Year"), cell=lambda row: str(row.year), sort=("year",)),
        Column("items", _("Items"), cell="item_count", align="end"),
        Column("decided_on", _("Decided on")),
        Column("act", _("Number"), cell=lambda row: row.resolution or row.act_symbol),
        Column("state", _("State"), cell=programme_badge, card="side"),
    ]


class ProposalTable(Table):
    """Proposals, the latest first."""

    columns: ClassVar = [
        Column("content", _("Content"), link=True, card="title"),
        Column("proposer", _("Who proposes"), cell=proposer_of),
        Column("year", _("For the year"), cell=lambda row: str(row.year), sort=("year",)),
        Column("subject", _("Who should supervise"), cell="get_subject_display", sort=("subject",)),
        Column(
            "proposed_on",
            _("Proposed on"),
            cell=_proposed,
            sort=("proposed_on",),
            export=lambda row: row.proposed_on,
        ),
        Column("outcome", _("Outcome"), cell=outcome_badge, card="side"),
        Column("need", _("Why it is needed"), default=False),
        Column("scope", _("Scope"), default=False),
        Column("objects", _("Object"), cell="objects_text", default=False),
        Column("why", _("Reason"), cell="outcome_note", default=False),
    ]
