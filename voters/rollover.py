"""To which sitting an opinion goes: that of its round, or the next one if it came after the round's cut-off day."""

from __future__ import annotations

from typing import Any, TypeVar

from django.db.models import (
    BooleanField,
    Case,
    DateField,
    ExpressionWrapper,
    F,
    Model,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    When,
)
from django.db.models.functions import Coalesce, TruncDate

from sessions.models import Sitting
from sessions.states import OFF
from voters.models import VoterContactRound, VoterOpinion

M = TypeVar("M", bound=Model)

PRE = VoterContactRound.Kind.PRE_SITTING


def with_sitting(opinions: QuerySet[M]) -> QuerySet[Any]:
    """Annotates `for_sitting`, the id of the sitting that an opinion goes to, and `rolled_on`.

    An opinion goes to the sitting of its round where that is one before a sitting, else to the next one that opens
    after its meeting. What was entered after the cut-off day of the round has `rolled_on` and goes one sitting further.
    None while that sitting has not been entered.
    """
    in_time = TruncDate("created_at")
    late = Q(meeting__round__cut_off_on__isnull=False) & Q(entered_day__gt=F("meeting__round__cut_off_on"))
    dated = opinions.annotate(entered_day=in_time).annotate(
        rolled_on=ExpressionWrapper(late, output_field=BooleanField()),
        own_sitting=Case(When(meeting__round__kind=PRE, then=F("meeting__round__sitting"))),
        own_opens=Case(
            When(meeting__round__kind=PRE, then=F("meeting__round__sitting__opens_on")),
            output_field=DateField(),
        ),
    )
    first = _sittings(OuterRef("council")).filter(opens_on__gt=OuterRef("recorded_on")).order_by("opens_on")
    aimed = dated.annotate(
        aimed_at=Coalesce("own_sitting", Subquery(first.values("pk")[:1])),
        aimed_opens=Coalesce("own_opens", Subquery(first.values("opens_on")[:1])),
    )
    further = _sittings(OuterRef("council")).filter(opens_on__gt=OuterRef("aimed_opens")).order_by("opens_on")
    found: QuerySet[Any] = aimed.annotate(
        for_sitting=Case(When(rolled_on=True, then=Subquery(further.values("pk")[:1])), default=F("aimed_at"))
    )
    return found


def _sittings(council: Any) -> QuerySet[Sitting]:
    return Sitting.objects.filter(council=council).exclude(state__in=OFF)


def opinions_for(sitting: Sitting) -> QuerySet[Any]:
    """The opinions of the sitting's council that go to this sitting: for its synthesis report."""
    own = VoterOpinion.objects.of(sitting.council_id)
    found: QuerySet[Any] = with_sitting(own).filter(for_sitting=sitting.pk)
    return found


def rolled_on(contact: VoterContactRound) -> QuerySet[Any]:
    """The opinions of a round that came in after its cut-off day."""
    if contact.cut_off_on is None:
        return VoterOpinion.objects.none()
    late: QuerySet[Any] = with_sitting(VoterOpinion.objects.filter(meeting__round=contact))
    return late.filter(rolled_on=True)
