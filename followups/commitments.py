"""Promises as pages show them: where one was made, and what became of those made about a matter."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.display import day as shown
from core.templatetags.portal_tags import badge
from core.workdays import Due
from councils.calendar import Clock
from followups import origins
from followups.models import Commitment, FollowUp
from followups.origins import Origin, OriginLink
from followups.querysets import reach
from followups.rules import standing
from followups.services.promising import KIND

_BADGES: Final = {
    Commitment.Outcome.OPEN: "run",
    Commitment.Outcome.KEPT: "ok",
    Commitment.Outcome.BROKEN: "late",
}


@dataclass(frozen=True)
class Promise:
    """A promise about a matter, as the matter's page shows it."""

    made: Commitment
    due: Due | None

    @property
    def outcome(self) -> SafeString:
        """What became of it, as a badge."""
        kind = _BADGES.get(Commitment.Outcome(self.made.outcome), "plain")
        late = self.is_open and self.due is not None and self.due.grade == "late"
        return badge("late" if late else kind, self.made.get_outcome_display())

    @property
    def is_open(self) -> bool:
        """Whether it is still to be kept."""
        return self.made.outcome == Commitment.Outcome.OPEN


def promises_of(follow_up: FollowUp, user: Any, clock: Clock) -> list[Promise]:
    """What was promised about a matter, the latest first, as far as the user may see it. One query.

    A promise has none of its own: a further day named in its answer is promised about the same matter.
    """
    rows = Commitment.objects.visible_to(user).filter(source=follow_up).select_related("follow_up", "reply")
    return [Promise(made, standing(made.follow_up, clock)) for made in rows.order_by("-pk")]


def resolve(follow_up_ids: Iterable[int], user: Any) -> dict[int, OriginLink]:
    """Links to the matters behind promises, as far as the user may read them; one query."""
    rows = Commitment.objects.filter(reach(user, "source__"), follow_up__in=follow_up_ids)
    return {
        follow_up_id: OriginLink(
            _("Promised in the answer of %(day)s") % {"day": shown(day)},
            reverse("followups:followup_detail", args=[source_id]),
        )
        for follow_up_id, source_id, day in rows.values_list("follow_up_id", "source_id", "reply__dated_on")
    }


def concerning(user: Any) -> QuerySet[Any]:
    """Ids of promises about matters that came of what the user took part in as a delegate."""
    about = Q(pk__in=())
    for ids in origins.concerning_by_kind(user, besides=KIND).values():
        about |= Q(source__in=ids)
    return Commitment.objects.filter(about).values("follow_up")


COMMITMENT = Origin(KIND, gettext_lazy("Promise"), resolve, concerning, subject="thực hiện lời hứa")
