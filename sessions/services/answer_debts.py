"""The debt behind a verification report: the owner of the paper owes an answer to its remarks before the opening."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Final

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts.models import User
from councils.calendar import DueDate
from documents import house
from followups import services as followups
from followups.states import OPEN, WAITING
from sessions.models import Paper, Sitting, Verification
from sessions.services.settling import settle

KIND: Final = "verification_answer"
"""Kind of the follow-ups that reported remarks become."""
# Words of official records are always Vietnamese.
EVIDENCE: Final = "Bảng tiếp thu, giải trình từng ý kiến thẩm tra"
DECIDED: Final = "Hội đồng nhân dân đã xem xét tài liệu."
_TITLE: Final = "Tiếp thu, giải trình ý kiến thẩm tra: {title}"
_DETAIL: Final = (
    "Báo cáo thẩm tra số {symbol} của {committee} trình kỳ họp {sitting}: {count} ý kiến phải trả lời."
)
_ANSWERED: Final = "Đã tiếp thu, giải trình {count} ý kiến thẩm tra của {committee}."


def ask(*, verification: Verification, user: User | None, on: date, quiet: bool = False) -> None:
    """Ask the owner of the paper, who is told, for its answers; nothing where there is no remark or nobody to ask.

    What the Standing Committee itself submits asks nobody; nor does an owner that no longer exists on the day.
    """
    paper, count = verification.paper, verification.remarks.count()
    owner = paper.owner
    if not count or owner is None:
        return
    clears = followups.FiveClears(
        body=owner,
        title=_TITLE.format(title=paper.title)[:300],
        due=due_of(verification, on),
        accountable=f"Người đứng đầu {owner.name}"[:200],
        evidence=EVIDENCE,
    )
    try:
        with transaction.atomic():
            verification.follow_up = followups.issue(
                council=paper.sitting.council,
                kind=KIND,
                clears=clears,
                user=user,
                on=on,
                detail=_detail(verification, count),
                quiet=quiet,
            )
    except ValidationError:
        return
    verification.save(update_fields=["follow_up", "updated_at"])


def due_of(verification: Verification, not_before: date) -> DueDate:
    """The day before the opening, or the day of asking where that is later."""
    opens = verification.paper.sitting.opens_on
    basis = verification.document.symbol if verification.document else ""
    day = max(opens - timedelta(days=1), not_before)
    return DueDate(day, None, opens, estimated=False, basis=f"Báo cáo thẩm tra số {basis}".strip())


def _detail(verification: Verification, count: int) -> str:
    sitting, document = verification.paper.sitting, verification.document
    return _DETAIL.format(
        committee=verification.committee,
        symbol=document.symbol if document else "",
        sitting=house.sitting_words(sitting.number, sitting.council),
        count=count,
    )


def answered(*, verification: Verification, count: int, user: User | None, on: date, by_owner: bool) -> None:
    """All remarks are answered: that settles the debt, and the council's side is told what came by itself."""
    if verification.follow_up is not None:
        text = _ANSWERED.format(count=count, committee=verification.committee)
        settle(follow_up=verification.follow_up, user=user, text=text, on=on, by_owner=by_owner)


def release(*, papers: Iterable[Paper], user: User | None, reason: str, on: date) -> None:
    """Nobody owes answers any more about papers that were decided on, withdrawn or deferred."""
    rows = Verification.objects.filter(
        paper__in=[paper.pk for paper in papers], follow_up__state__in=OPEN | WAITING
    )
    for verification in rows.select_related("follow_up").order_by("pk"):
        if verification.follow_up is not None:
            followups.withdraw(follow_up=verification.follow_up, user=user, reason=reason, on=on, quiet=True)


def follow_opening(*, sitting: Sitting, user: User | None, reason: str) -> None:
    """The sitting opens on another day: what is owed before the opening is due before that one."""
    rows = Verification.objects.filter(paper__sitting=sitting, follow_up__state__in=OPEN)
    found = rows.select_related("follow_up", "document", "paper__sitting")
    dues = {
        row.follow_up_id: due_of(row, row.follow_up.issued_on)
        for row in found
        if row.follow_up is not None and row.follow_up_id and row.follow_up.issued_on
    }
    if dues:
        followups.redate(dues=dues, user=user, reason=reason)
