"""How people wish to be told: a digest in the morning or at once, and whether e-mail may be about what asks nothing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from django.db.models import Case, Exists, OuterRef, Value, When
from django.utils import timezone

from councils.models import Membership
from followups.models import BINDING, Notice, NoticePreference

Delivery = Notice.Delivery
Pace = NoticePreference.Pace


class Wish(NamedTuple):
    """What somebody chose; the default of everybody who chose nothing."""

    pace: str = Pace.DIGEST
    only_binding: bool = False

    def delivery(self, kind: str, *, reminder: bool = False) -> Delivery:
        """How a new notice travels. A reminder waits for the morning whatever its reader chose."""
        if self.only_binding and kind not in BINDING:
            return Delivery.PORTAL_ONLY
        return Delivery.PLANNED if self.pace == Pace.AT_ONCE and not reminder else Delivery.HELD


def wishes_of(users: Iterable[int]) -> Mapping[int, Wish]:
    """What each of these users chose. One query."""
    wanted = set(users)
    rows = NoticePreference.objects.filter(user_id__in=wanted)
    return dict.fromkeys(wanted, Wish()) | {row.user_id: Wish(row.pace, row.only_binding) for row in rows}


def wish_of(user_id: int) -> Wish:
    """What one user chose."""
    return wishes_of([user_id])[user_id]


def release() -> int:
    """Let go everything that waits for the morning; returns how many notices.

    Who has left every office since reads their inbox no more, and gets no e-mail about it either.
    """
    serving = Membership.objects.valid(timezone.localdate()).filter(user=OuterRef("recipient"))
    goes = Case(When(Exists(serving), then=Value(Delivery.PLANNED)), default=Value(Delivery.PORTAL_ONLY))
    return Notice.objects.filter(delivery=Delivery.HELD).update(delivery=goes)
