"""A follow-up is sent with the five clears or not at all."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from core.errors import Refused
from core.text import fold
from councils.calendar import DueDate
from councils.models import Agency, Council, Field
from followups.models import FollowUp, FollowUpMove, Notice
from followups.notices import announce
from followups.states import State


@dataclass(frozen=True)
class FiveClears:
    """Năm rõ ("5 rõ"): who, what task, by when, who answers for it, what result proves it done."""

    agency: Agency
    title: str
    due: DueDate
    accountable: str
    evidence: str

    def check(self) -> None:
        """Refuse, per missing clear, in words."""
        missing = {
            "title": not self.title.strip() and _("Say what the task is."),
            "accountable": not self.accountable.strip() and _("Say who answers for it."),
            "evidence": not self.evidence.strip() and _("Say what result proves it done."),
        }
        if any(missing.values()):
            raise Refused({name: str(words) for name, words in missing.items() if words})


@transaction.atomic
def issue(
    *,
    council: Council,
    kind: str,
    clears: FiveClears,
    user: User | None,
    on: date,
    detail: str = "",
    field: Field | None = None,
    locality: str = "",
    quiet: bool = False,
    **extra: Any,
) -> FollowUp:
    """Send a task to a body: creates the follow-up, its first dated move, and the notice to the body's users.

    `quiet` sends no notice (loading of old records). Raises Refused when a clear is missing.
    """
    clears.check()
    follow_up = FollowUp.objects.create(
        council=council,
        kind=kind,
        title=clears.title[:300],
        detail=detail,
        agency=clears.agency,
        accountable=clears.accountable,
        evidence=clears.evidence,
        field=field,
        locality=locality,
        legal_basis=clears.due.rule.legal_basis,
        due_on=clears.due.day,
        original_due_on=clears.due.day,
        due_rule=clears.due.rule,
        due_anchor_on=clears.due.anchor,
        state=State.ISSUED,
        issued_on=on,
        search=fold(f"{clears.title} {detail} {locality} {clears.agency.name}"),
        **extra,
    )
    FollowUpMove.objects.create(
        follow_up=follow_up, from_state=State.DRAFT, to_state=State.ISSUED, effective_on=on, actor=user
    )
    if not quiet:
        announce(follow_up=follow_up, kind=Notice.Kind.ISSUED, actor=user)
    return follow_up
