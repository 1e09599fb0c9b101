"""Sittings: held days, what was considered, papers, attendance, debate, meetings of the council's bodies, documents."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from functools import cached_property
from typing import Any, Final, NamedTuple

from django.db.models import (
    Avg,
    Case,
    CharField,
    Count,
    DecimalField,
    DurationField,
    Exists,
    ExpressionWrapper,
    F,
    Func,
    IntegerField,
    Min,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Sum,
    TextField,
    Value,
    When,
)
from django.db.models.functions import Cast, Coalesce, NullIf

from councils.models import DelegateSeat
from councils.querysets import valid_on
from documents.models import OfficialDocument
from reports.figures.facts.base import Asked, counted_by
from sessions.models import (
    AgendaItem,
    Attendance,
    BodyMeeting,
    Paper,
    PlenaryMeeting,
    Resolution,
    Sitting,
    SpeakingTurn,
)
from sessions.states import BodyMeetingState

HALF_A_DAY: Final = Decimal("0.5")
CONSIDERED: Final = (Paper.Kind.REPORT, Paper.Kind.PROPOSAL, Paper.Kind.PROJECT)
"""Papers that are considered for themselves; a draft resolution goes with one of them."""
IS_LATE: Final = Q(received_on__gt=F("due_on"))
COMMITTEE, STANDING = "committee", "standing"
"""Owners of papers that are no agencies."""
HELD: Final = (BodyMeetingState.HELD, BodyMeetingState.CONCLUDED)


class Papers(NamedTuple):
    """Papers of one kind and one sort of owner: tabled, received, and of these late by how many days together."""

    kind: str
    owner: str
    tabled: int
    received: int
    late: int
    days_late: int


class Hall(NamedTuple):
    """Half-days, and the roll calls of plenary ones: how many, mean share present in per cent, present, seats."""

    halves: int
    calls: int
    share: Decimal | None
    present: int
    seats: int


class Turns(NamedTuple):
    """Speaking turns of delegates in debate: in the hall, in groups, and how many delegates spoke."""

    plenary: int
    group: int
    delegates: int


class BodyMeetings(NamedTuple):
    """Meetings of one kind of one body; without a committee it is the Standing Committee."""

    kind: str
    committee_kind: str | None
    committee: str | None
    meetings: int


class _Tuple(Func):
    """Several columns counted as one value."""

    template = "(%(expressions)s)"
    output_field = TextField()


def _number(rows: Any, by: str, what: str = "pk") -> Coalesce:
    """How many of these rows (or different values of them) hang on each outer row."""
    counted = rows.order_by().values(by).annotate(found=Count(what, distinct=True)).values("found")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)


class SittingFacts(Asked):
    """How the council sat, and how its bodies met."""

    def sittings(self) -> QuerySet[Sitting]:
        """Sittings that opened in the period."""
        rows: QuerySet[Sitting] = self._reachable(Sitting.objects.all())
        return rows.filter(self._within(), opened_on__range=self.days)

    @cached_property
    def sitting_kinds(self) -> Counter[str]:
        """These sittings by kind."""
        return counted_by(self.sittings(), "kind")

    def _half_days(self) -> Any:
        rows: QuerySet[PlenaryMeeting] = self._reachable(PlenaryMeeting.objects.all())
        return rows.filter(self._within("sitting__council"), is_held=True, day__range=self.days)

    def half_days(self) -> QuerySet[Any]:
        """One row for each half-day on which the council sat, in the hall or in groups; `counted` is half a day."""
        rows = self._half_days()
        first = rows.order_by().values("sitting", "day", "part").annotate(first=Min("pk"))
        half = Value(HALF_A_DAY, output_field=DecimalField())
        one_each: QuerySet[Any] = rows.filter(pk__in=first.values("first")).annotate(counted=half)
        return one_each

    def _called(self) -> Any:
        """Held half-days with `present`, `seats` filled that day, and `share` in per cent."""
        status = Attendance.objects.filter(meeting=OuterRef("pk"))
        day: Any = OuterRef("day")
        seats = DelegateSeat.objects.filter(valid_on(day), council_term=OuterRef("sitting__council_term"))
        rows = self._half_days().annotate(
            is_called=Exists(status),
            present=_number(status.filter(status=Attendance.Status.PRESENT), "meeting"),
            seats=_number(seats, "council_term", "delegate"),
        )
        present = Cast("present", DecimalField(max_digits=20, decimal_places=10))
        return rows.annotate(share=present * Value(100) / NullIf("seats", 0))

    def roll_calls(self) -> QuerySet[Any]:
        """Plenary half-days whose attendance was recorded."""
        rows: QuerySet[Any] = self._called().filter(_ROLL_CALL)
        return rows

    @cached_property
    def hall(self) -> Hall:
        """Half-days and roll calls of the period."""
        found = self._called().aggregate(
            halves=Count(_Tuple("sitting", "day", "part"), distinct=True),
            calls=Count("pk", filter=_ROLL_CALL),
            mean=Avg("share", filter=_ROLL_CALL),
            were_present=Coalesce(Sum("present", filter=_ROLL_CALL), 0),
            were_seated=Coalesce(Sum("seats", filter=_ROLL_CALL), 0),
        )
        return Hall(
            found["halves"], found["calls"], found["mean"], found["were_present"], found["were_seated"]
        )

    def items(self) -> QuerySet[AgendaItem]:
        """Agenda items dealt with in the period; neither sections nor breaks."""
        rows: QuerySet[AgendaItem] = self._reachable(AgendaItem.objects.all())
        own = rows.filter(self._within("sitting__council"), tabled_on__range=self.days)
        return own.exclude(kind__in=[AgendaItem.Kind.SECTION, AgendaItem.Kind.BREAK])

    @cached_property
    def item_kinds(self) -> Counter[str]:
        """These items by kind."""
        return counted_by(self.items(), "kind")

    # --- Papers ---

    def _papers(self) -> QuerySet[Any]:
        """Papers with the sort of their owner."""
        rows: QuerySet[Paper] = self._reachable(Paper.objects.all())
        return rows.filter(self._within("sitting__council")).annotate(
            owner_kind=Case(
                When(owner_committee__isnull=False, then=Value(COMMITTEE)),
                When(owner_agency__isnull=False, then=F("owner_agency__kind")),
                default=Value(STANDING),
                output_field=CharField(),
            )
        )

    def papers_tabled(self) -> QuerySet[Any]:
        """Reports, proposals and projects tabled in the period."""
        return self._papers().filter(kind__in=CONSIDERED, tabled_on__range=self.days)

    def papers_late(self) -> QuerySet[Any]:
        """Papers of every kind received in the period after their due day."""
        return self._papers().filter(IS_LATE, received_on__range=self.days)

    @cached_property
    def papers(self) -> list[Papers]:
        """Papers tabled or received in the period, by kind and owner."""
        tabled = Q(kind__in=CONSIDERED, tabled_on__range=self.days)
        received = Q(received_on__range=self.days)
        delay = ExpressionWrapper(F("received_on") - F("due_on"), output_field=DurationField())
        rows = self._papers().filter(tabled | received).order_by().values("kind", "owner_kind")
        sums = rows.annotate(
            tabled=Count("pk", filter=tabled),
            received=Count("pk", filter=received),
            late=Count("pk", filter=received & IS_LATE),
            delay=Sum(delay, filter=received & IS_LATE),
        ).values_list("kind", "owner_kind", "tabled", "received", "late", "delay")
        return [
            Papers(kind, owner, tabled, received, late, delay.days if delay else 0)
            for kind, owner, tabled, received, late, delay in sums
        ]

    # --- Debate ---

    def turns(self) -> QuerySet[Any]:
        """Turns of delegates in debate at half-days held in the period; `in_group` says where."""
        rows: QuerySet[SpeakingTurn] = self._reachable(SpeakingTurn.objects.all())
        own = rows.filter(
            self._within("meeting__sitting__council"), meeting__is_held=True, meeting__day__range=self.days
        )
        debated = own.filter(kind=SpeakingTurn.Kind.DEBATE, delegate__isnull=False)
        return debated.annotate(in_group=Q(group__isnull=False) | Q(meeting__kind=PlenaryMeeting.Kind.GROUPS))

    @cached_property
    def turn_counts(self) -> Turns:
        """These turns by place, and how many delegates took them."""
        found = self.turns().aggregate(
            plenary=Count("pk", filter=Q(in_group=False)),
            grouped=Count("pk", filter=Q(in_group=True)),
            delegates=Count("delegate", distinct=True),
        )
        return Turns(found["plenary"], found["grouped"], found["delegates"])

    # --- Meetings of bodies, documents ---

    def body_meetings(self) -> QuerySet[BodyMeeting]:
        """Meetings of the Standing Committee and of committees that were held in the period."""
        rows: QuerySet[BodyMeeting] = self._reachable(BodyMeeting.objects.all())
        return rows.filter(self._within(), state__in=HELD, held_on__range=self.days)

    def standing_meetings(self) -> QuerySet[BodyMeeting]:
        """Regular and extra meetings of the Standing Committee."""
        return self.body_meetings().filter(
            committee__isnull=True, kind__in=[BodyMeeting.Kind.REGULAR, BodyMeeting.Kind.AD_HOC]
        )

    def verification_meetings(self) -> QuerySet[BodyMeeting]:
        """Meetings at which committees verified."""
        return self.body_meetings().filter(kind=BodyMeeting.Kind.VERIFICATION)

    @cached_property
    def body_meeting_counts(self) -> list[BodyMeetings]:
        """These meetings by kind and committee."""
        keys = ("kind", "committee__kind", "committee__name")
        rows = self.body_meetings().order_by().values(*keys).annotate(n=Count("pk"))
        return [BodyMeetings(*row) for row in rows.values_list(*keys, "n")]

    def documents(self) -> QuerySet[OfficialDocument]:
        """Documents registered by the Standing Committee and committees; the council's own resolutions are R02."""
        rows: QuerySet[OfficialDocument] = self._reachable(OfficialDocument.objects.all())
        own = rows.filter(self._within(), issued_on__range=self.days)
        resolution = Resolution.objects.filter(issuer=Resolution.Issuer.COUNCIL, document=OuterRef("pk"))
        return own.filter(~Exists(resolution))

    @cached_property
    def document_kinds(self) -> Counter[str]:
        """These documents by the symbol of their kind."""
        return counted_by(self.documents(), "series__kind")


_ROLL_CALL: Final = Q(kind=PlenaryMeeting.Kind.PLENARY, is_called=True, seats__gt=0)
