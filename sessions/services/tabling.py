"""What becomes of a paper: sent to the delegates, tabled, adopted or noted; or put off, with the reason."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from core.errors import Refused
from sessions.models import Paper
from sessions.services import answer_debts, dealing, paper_debts
from sessions.services.moving import move
from sessions.services.moving_many import move_many
from sessions.services.rows import Outcome
from sessions.services.sitting_days import within_sitting
from sessions.states import PAPER_TABLE

OUTCOMES: Final = frozenset({"adopt", "note", "defer", "withdraw"})
"""Steps that end a paper's way at this sitting."""
NEED_A_REASON: Final = frozenset({"defer", "withdraw"})


def lock_papers(papers: Iterable[Paper]) -> list[Paper]:
    """These papers as they are now, locked, in the order of the list."""
    rows = Paper.objects.select_for_update(of=("self",)).filter(pk__in=[paper.pk for paper in papers])
    return list(rows.select_related("sitting__council", "committee", "follow_up").order_by("number", "pk"))


@transaction.atomic
def send_papers(*, papers: Iterable[Paper], user: User | None, on: date) -> Outcome:
    """Send papers to the delegates: from this day each can read them. What cannot be sent says why.

    A constant number of queries, however many there are. Raises Refused for a day in the future.
    """
    return move_many(records=lock_papers(papers), table=PAPER_TABLE, name="send", user=user, on=on)


@transaction.atomic
def table_papers(
    *, papers: Iterable[Paper], user: User | None, on: date, with_items: bool = False
) -> Outcome:
    """Record papers as tabled on a day of the sitting: the fact that counts what the council considered (A04).

    `with_items`: their items of the agenda were dealt with on the same day.
    """
    locked = lock_papers(papers)
    if locked:
        within_sitting(locked[0].sitting, on)
    outcome = move_many(records=locked, table=PAPER_TABLE, name="table", user=user, on=on, tabled_on=on)
    if with_items:
        dealing.with_papers(papers=outcome.done, on=on, user=user)
    return outcome


@transaction.atomic
def conclude_paper(*, paper: Paper, name: str, user: User | None, on: date, reason: str = "") -> Paper:
    """Record what came of a paper: "adopt", "note", "defer" or "withdraw"; the last two say why.

    Nobody owes any more what was put off: the owner's follow-up is withdrawn with the same reason. Nor does anybody
    answer remarks about what has been decided on.
    """
    if name not in OUTCOMES:
        message = f"not an outcome of a paper: {name}"
        raise ValueError(message)
    if name in NEED_A_REASON and not reason.strip():
        raise Refused({"reason": _("Say why.")})
    Paper.objects.select_for_update(of=("self",)).get(pk=paper.pk)
    paper.refresh_from_db()
    move(record=paper, table=PAPER_TABLE, name=name, user=user, on=on, note=reason.strip())
    if name in NEED_A_REASON:
        paper_debts.take_back(paper=paper, user=user, reason=reason.strip(), on=on)
    why = reason.strip() or answer_debts.DECIDED
    answer_debts.release(papers=[paper], user=user, reason=why, on=on)
    return paper
