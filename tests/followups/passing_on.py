"""Handing on in few words, for tests."""

from __future__ import annotations

from datetime import date
from typing import Any

from followups import services
from followups.models import FollowUp, HandOver

WHY = "Đường liên xã thuộc thẩm quyền của cơ quan khác."
JULY = date(2026, 7, 1)


def handed(task: Any, to: Any, user: Any = None, **extra: Any) -> HandOver:
    """Ask another body to take it over on 01/07/2026."""
    return services.hand_on(follow_up=task, user=user, to=to, reason=WHY, **{"on": JULY, **extra})


def accepted(hand_over: HandOver, user: Any = None, **extra: Any) -> HandOver:
    """Take it over on 01/07/2026."""
    given = {"accountable": "Trưởng phòng", "on": JULY, **extra}
    return services.accept_hand_over(hand_over=hand_over, user=user, **given)


def fresh(task: Any) -> Any:
    """The follow-up as it stands in the database."""
    return FollowUp.objects.get(pk=task.pk)
