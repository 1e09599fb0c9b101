"""Sittings: held days, what was considered, papers, attendance, debate, meetings of the council's bodies, documents."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, Final, NamedTuple

from django.db.models import (
    Case,
    CharField,
    Count,
    DecimalField,
    DurationField,
    Exists,
    ExpressionWrapper,
    F,
    IntegerField,
    Min,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Sum,
    Value,
    When,
)
from django.db.models.functions import Cast, Coalesce, NullIf

from councils.models import DelegateSeat
from councils.querysets import valid_on
from documents.models import OfficialDocument
from reports.figures.facts.base import Asked
from reports.figures.facts.summed import Cell, Cells, cells_by, columns, keyed, rows_of, summed
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
_SUMMED: Final = ("tabled", "received", "late", "days_late")
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

    @summed
    def sitting_kinds(self) -> Cells:
        """These sittings by kind."""
        return cells_by(self.sittings(), "council", "kind")

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
        """Held half-days with `present` and `seats` filled that day."""
        status = Attendance.objects.filter(meeting=OuterRef("pk"))
        day: Any = OuterRef("day")
        seats = DelegateSeat.objects.filter(valid_on(day), council_term=OuterRef("sitting__council_term"))
        return self._half_days().annotate(
            is_called=Exists(status),
            present=_number(status.filter(status=Attendance.Status.PRESENT), "meeting"),
            seats=_number(seats, "council_term", "delegate"),
        )

    def roll_calls(self) -> QuerySet[Any]:
        """Plenary half-days whose attendance was recorded, with the `share` present in per cent."""
        present = Cast("present", DecimalField(max_digits=20, decimal_places=10))
        rows: QuerySet[Any] = self._called().annotate(share=present * Value(100) / NullIf("seats", 0))
        return rows.filter(_ROLL_CALL)

    @summed
    def _hall(self) -> Cells:
        """Half-days, and the roll calls of plenary ones with their sums."""
        whole = ("sitting__council", "sitting", "day", "part")
        rows = self._called().order_by().values_list(*whole, "kind", "is_called", "present", "seats")
        counted = set()
        for *half, kind, is_called, present, seats in rows:
            council = half[0]
            if tuple(half) not in counted:
                counted.add(tuple(half))
                yield Cell(council, "halves", 1)
            if is_called and seats and kind == PlenaryMeeting.Kind.PLENARY:
                yield Cell(council, "calls", 1)
                yield Cell(council, "present", present)
                yield Cell(council, "seats", seats)
                yield Cell(council, "shares", Decimal(100 * present) / seats)

    @property
    def hall(self) -> Hall:
        """Half-days and roll calls of the period."""
        found = self._hall
        share = Decimal(found["shares"]) / found["calls"] if found["calls"] else None
        return Hall(found["halves"], found["calls"], share, found["present"], found["seats"])

    def items(self) -> QuerySet[AgendaItem]:
        """Agenda items dealt with in the period; neither sections nor breaks."""
        rows: QuerySet[AgendaItem] = self._reachable(AgendaItem.objects.all())
        own = rows.filter(self._within("sitting__council"), tabled_on__range=self.days)
        return own.exclude(kind__in=[AgendaItem.Kind.SECTION, AgendaItem.Kind.BREAK])

    @summed
    def item_kinds(self) -> Cells:
        """These items by kind."""
        return cells_by(self.items(), "sitting__council", "kind")

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

    @summed
    def _papers_by_owner(self) -> Cells:
        """Papers tabled or received in the period: kind, owner -> how many of each, and how many days late together."""
        tabled = Q(kind__in=CONSIDERED, tabled_on__range=self.days)
        received = Q(received_on__range=self.days)
        delay = ExpressionWrapper(F("received_on") - F("due_on"), output_field=DurationField())
        keys = ("sitting__council", "kind", "owner_kind")
        rows = self._papers().filter(tabled | received).order_by().values(*keys)
        sums = rows.annotate(
            tabled=Count("pk", filter=tabled),
            received=Count("pk", filter=received),
            late=Count("pk", filter=received & IS_LATE),
            delay=Sum(delay, filter=received & IS_LATE),
        ).values_list(*keys, "tabled", "received", "late", "delay")
        whole = ((*row, delayed.days if delayed else 0) for *row, delayed in sums)
        return columns(whole, _SUMMED)

    @property
    def papers(self) -> list[Papers]:
        """Papers tabled or received in the period, by kind and owner."""
        return rows_of(self._papers_by_owner, Papers, _SUMMED)

    # --- Debate ---

    def turns(self) -> QuerySet[Any]:
        """Turns of delegates in debate at half-days held in the period; `in_group` says where."""
        rows: QuerySet[SpeakingTurn] = self._reachable(SpeakingTurn.objects.all())
        own = rows.filter(
            self._within("meeting__sitting__council"), meeting__is_held=True, meeting__day__range=self.days
        )
        debated = own.filter(kind=SpeakingTurn.Kind.DEBATE, delegate__isnull=False)
        return debated.annotate(in_group=Q(group__isnull=False) | Q(meeting__kind=PlenaryMeeting.Kind.GROUPS))

    @summed
    def _turns(self) -> Cells:
        council = "meeting__sitting__council"
        sums = (
            self.turns()
            .order_by()
            .values_list(council)
            .annotate(
                plenary=Count("pk", filter=Q(in_group=False)),
                grouped=Count("pk", filter=Q(in_group=True)),
                delegates=Count("delegate", distinct=True),
            )
        )
        return columns(sums, Turns._fields)

    @property
    def turn_counts(self) -> Turns:
        """These turns by place, and how many delegates took them: each at the sittings of the own council."""
        return Turns(*(self._turns[name] for name in Turns._fields))

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

    @summed
    def _body_meetings(self) -> Cells:
        return cells_by(self.body_meetings(), "council", "kind", "committee__kind", "committee__name")

    @property
    def body_meeting_counts(self) -> list[BodyMeetings]:
        """These meetings by kind and committee."""
        return [BodyMeetings(*row) for row in keyed(self._body_meetings)]

    def documents(self) -> QuerySet[OfficialDocument]:
        """Documents registered by the Standing Committee and committees; the council's own resolutions are R02."""
        rows: QuerySet[OfficialDocument] = self._reachable(OfficialDocument.objects.all())
        own = rows.filter(self._within(), issued_on__range=self.days)
        resolution = Resolution.objects.filter(issuer=Resolution.Issuer.COUNCIL, document=OuterRef("pk"))
        return own.filter(~Exists(resolution))

    @summed
    def document_kinds(self) -> Cells:
        """These documents by the symbol of their kind."""
        return cells_by(self.documents(), "council", "series__kind")


_ROLL_CALL: Final = Q(kind=PlenaryMeeting.Kind.PLENARY, is_called=True, seats__gt=0)
