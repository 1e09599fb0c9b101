"""Whose follow-ups a page shows: the council's own, with those of the councils below, or what it once sent."""

from __future__ import annotations

from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from councils import scopes
from councils.scopes import BELOW, Choice
from followups.models import FollowUp
from followups.querysets import FollowUpQuerySet

__all__ = ["BELOW", "MOVED", "Scope"]

MOVED: Final = "moved"


class Scope(scopes.Scope):
    """The councils that ask; also what this council sent, and another has taken over since."""

    @property
    def choices(self) -> list[Choice]:
        """What can be chosen beside the council itself."""
        moved: Choice = (MOVED, _("Sent by this council, since moved to another"))
        below = super().choices
        return [*below[:1], moved, *below[1:]]

    @property
    def several(self) -> bool:
        """Whether rows of more than this council may be shown."""
        return self.wanted == MOVED or super().several

    def follow_ups(self, user: Any) -> FollowUpQuerySet[FollowUp]:
        """The rows of the scope that the user may see."""
        rows: FollowUpQuerySet[FollowUp] = FollowUp.objects.all()
        if self.wanted == MOVED:
            return rows.visible_to(user).filter(raised_by=self.council).exclude(council=self.council)
        return rows.visible_in(user, self.councils)
