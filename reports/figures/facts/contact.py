"""Voter contact: meetings, points, rounds, and the delegates who took part."""

from __future__ import annotations

from collections import Counter
from functools import cached_property
from typing import Any, NamedTuple

from django.db.models import BigIntegerField, Case, CharField, Count, F, Min, Q, QuerySet, Sum, Value, When
from django.db.models.functions import Coalesce

from councils.models import Delegate, DelegateSeat
from documents.language import Qualifier as Exactness
from documents.language import Quantity
from reports.figures.facts.base import Asked
from reports.figures.facts.seats import seat_filled_on
from reports.figures.facts.summed import Cell, Cells, summed
from voters.models import JointConsent, Qualifier, VoterContactRound, VoterMeeting
from voters.querysets import MeetingQuerySet
from voters.states import TOOK_PLACE

Meetings = MeetingQuerySet[Any]
"""Rows with annotations, which the types of the models do not know."""

EXACTNESS = {
    Qualifier.EXACT: Exactness.EXACT,
    Qualifier.MORE_THAN: Exactness.FLOOR,
    Qualifier.NEARLY: Exactness.CEILING,
    Qualifier.ABOUT: Exactness.ESTIMATE,
}
"""Stored qualifiers and those of the language rules, which know how qualified numbers add up."""
QUALIFIERS = {exactness: qualifier for qualifier, exactness in EXACTNESS.items()}


class Attendance(NamedTuple):
    """Meetings of one kind and one qualifier: how many, and their sums."""

    kind: str
    qualifier: str
    meetings: int
    heads: int
    speakers: int


class Delegations(NamedTuple):
    """Participations of delegates in meetings, how many different delegates, and seats filled."""

    participations: int
    delegates: int
    seats: int


def _kind(way: str = "") -> Case:
    """What a meeting was for: its own topic, or that of its round."""
    thematic = Q(**{f"{way}form": VoterMeeting.Form.THEMATIC})
    return Case(
        When(thematic, then=Value(VoterContactRound.Kind.THEMATIC.value)),
        default=F(f"{way}round__kind"),
        output_field=CharField(),
    )


class ContactFacts(Asked):
    """How voters were met."""

    def meetings(self) -> Meetings:
        """Meetings held in the period: the council's, and joint ones it had accepted by the as-of day.

        `kind_shown` says what for.
        """
        reachable: Meetings = self._reachable(VoterMeeting.objects.all())
        counted = reachable.of_councils(self.query.council, lower=self.query.lower, on=self.query.as_of)
        rows = counted.took_place()
        return rows.filter(held_on__range=self.days).annotate(kind_shown=_kind())

    def points(self, *, thematic: bool) -> Meetings:
        """One meeting for each venue and day: two meetings at one place on one day are one point."""
        topic = Q(kind_shown=VoterContactRound.Kind.THEMATIC)
        rows = self.meetings().filter(topic if thematic else ~topic)
        first = rows.order_by().values("venue", "locality", "held_on").annotate(first=Min("pk"))
        return rows.filter(pk__in=first.values("first"))

    def rounds(self) -> QuerySet[VoterContactRound]:
        """Rounds of the council in which at least one of these meetings was held."""
        rows: QuerySet[VoterContactRound] = self._reachable(VoterContactRound.objects.all())
        own = rows.filter(self._within())
        return own.filter(pk__in=self.meetings().values("round"))

    def delegates(self) -> QuerySet[Delegate]:
        """The council's own delegates who met voters; `counted` is how often."""
        rows: QuerySet[Delegate] = self._reachable(Delegate.objects.all())
        own = rows.filter(self._within())
        met = Count("voter_meetings", filter=Q(voter_meetings__in=self.meetings().values("pk")))
        return own.annotate(counted=met).filter(counted__gt=0)

    def meetings_with_delegates(self) -> Meetings:
        """Meetings at which delegates of the council were; `counted` is how many."""
        own = self._within("delegates__council")
        return (
            self.meetings()
            .annotate(counted=Count("delegates", filter=own, distinct=True))
            .filter(counted__gt=0)
        )

    @summed
    def _attendance(self) -> Cells:
        """Meetings kept by kind and qualifier; joint ones kept by another council one by one, under their own keys."""
        for council, kept_by, meeting, kind, qualifier, *numbers in self._kept().union(
            self._accepted(), all=True
        ):
            for name, number in zip(Attendance._fields[2:], numbers, strict=True):
                yield Cell(council, (meeting, kind, qualifier, name), number, kept_by)

    def _kept(self) -> Any:
        rows: Meetings = self._reachable(VoterMeeting.objects.all())
        held = rows.took_place().filter(self._within(), held_on__range=self.days).order_by()
        by_kind = held.annotate(kind_shown=_kind()).values("council", "kind_shown", "headcount_qualifier")
        return by_kind.annotate(
            kept_by=Value(None, BigIntegerField()),
            of=Value(None, BigIntegerField()),
            n=Count("pk"),
            heads=Coalesce(Sum("headcount"), 0),
            spoke=Coalesce(Sum("speakers"), 0),
        ).values_list("council", "kept_by", "of", "kind_shown", "headcount_qualifier", "n", "heads", "spoke")

    def _accepted(self) -> Any:
        rows = JointConsent.objects.filter(self._within(), self._readable("council"))
        held = rows.filter(meeting__state__in=TOOK_PLACE, meeting__held_on__range=self.days).order_by()
        return (
            held.accepted(self.query.as_of)
            .annotate(
                kind_shown=_kind("meeting__"),
                n=Value(1),
                heads=Coalesce("meeting__headcount", 0),
                spoke=Coalesce("meeting__speakers", 0),
            )
            .values_list(
                *("council", "meeting__council", "meeting"),
                *("kind_shown", "meeting__headcount_qualifier", "n", "heads", "spoke"),
            )
        )

    @cached_property
    def attendance(self) -> list[Attendance]:
        """Sums of the meetings by kind and qualifier; a meeting that several of the councils accepted counts once."""
        councils = self._attendance_councils
        found: dict[tuple[str, str], Counter[str]] = {}
        for (meeting, kind, qualifier, name), number in self._attendance.items():
            sums = found.setdefault((kind, qualifier), Counter())
            sums[name] += number // councils[meeting] if meeting else number
        return [
            Attendance(*key, *(sums[name] for name in Attendance._fields[2:])) for key, sums in found.items()
        ]

    @property
    def _attendance_councils(self) -> dict[int | None, int]:
        """How many councils each of the joint meetings was counted for."""
        return {
            meeting: number
            for (meeting, *_kind, name), number in self._attendance.items()
            if name == "meetings"
        }

    @property
    def heads(self) -> Quantity:
        """All attendances with the qualifier that their sum deserves."""
        parts = (Quantity(row.heads, EXACTNESS[Qualifier(row.qualifier)]) for row in self.attendance)
        return sum(parts, Quantity(0))

    @cached_property
    def delegations(self) -> Delegations:
        """How delegates took part."""
        present = VoterMeeting.delegates.through._default_manager.filter(
            self._within("delegate__council"), votermeeting__in=self.meetings().values("pk")
        )
        sums = present.aggregate(all=Count("pk"), different=Count("delegate", distinct=True))
        seats = DelegateSeat.objects.filter(
            self._within("council_term__council"), seat_filled_on(self.query.until)
        )
        return Delegations(sums["all"], sums["different"], seats.values("delegate").distinct().count())
