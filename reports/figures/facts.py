"""The records behind the figures of one question, each read at most once however many figures ask for it."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from functools import cached_property
from typing import Any, NamedTuple

from django.db.models import Case, CharField, Count, F, Min, Q, QuerySet, Sum, Value, When
from django.db.models.functions import Coalesce

from councils.models import Delegate, DelegateSeat
from councils.querysets import valid_on
from documents.language import Qualifier as Exactness
from documents.language import Quantity
from followups import asof
from followups.states import OPEN, State
from reports.figures.query import FigureQuery
from voters.models import Qualifier, VoterContactRound, VoterMeeting, VoterOpinion
from voters.querysets import MeetingQuerySet, OpinionQuerySet, within

Meetings = MeetingQuerySet[Any]
Opinions = OpinionQuerySet[Any]
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


class Class(NamedTuple):
    """One cell of the cohort's cross table; ids and codes, empty or None where nothing was said."""

    result: str
    reason: str
    replied: bool
    level: str
    field: int | None
    agency: int | None


class Facts:
    """The rows and sums of one question, as one user may see them (None: the system itself, in a command)."""

    def __init__(self, query: FigureQuery, user: Any = None) -> None:
        """Nothing is read until a figure asks."""
        self.query = query
        self.user = user

    def _reachable(self, rows: Any) -> Any:
        return rows.visible_to(self.user) if self.user is not None else rows

    # --- Voter contact ---

    def meetings(self) -> Meetings:
        """Meetings held in the period, kept by the council or held jointly with it; `kind_shown` says what for."""
        query = self.query
        reachable: Meetings = self._reachable(VoterMeeting.objects.all())
        rows = reachable.of_councils(query.council, lower=query.lower).took_place()
        return rows.filter(held_on__range=(query.start, query.until)).annotate(
            kind_shown=Case(
                When(form=VoterMeeting.Form.THEMATIC, then=Value(VoterContactRound.Kind.THEMATIC.value)),
                default=F("round__kind"),
                output_field=CharField(),
            )
        )

    def points(self, *, thematic: bool) -> Meetings:
        """One meeting for each venue and day: two meetings at one place on one day are one point."""
        topic = Q(kind_shown=VoterContactRound.Kind.THEMATIC)
        rows = self.meetings().filter(topic if thematic else ~topic)
        first = rows.order_by().values("venue", "locality", "held_on").annotate(first=Min("pk"))
        return rows.filter(pk__in=first.values("first"))

    def rounds(self) -> QuerySet[VoterContactRound]:
        """Rounds of the council in which at least one of these meetings was held."""
        rows: QuerySet[VoterContactRound] = self._reachable(VoterContactRound.objects.all())
        own = rows.filter(within(self.query.council, lower=self.query.lower))
        return own.filter(pk__in=self.meetings().values("round"))

    def delegates(self) -> QuerySet[Delegate]:
        """The council's own delegates who met voters; `counted` is how often."""
        rows: QuerySet[Delegate] = self._reachable(Delegate.objects.all())
        own = rows.filter(within(self.query.council, lower=self.query.lower))
        met = Count("voter_meetings", filter=Q(voter_meetings__in=self.meetings().values("pk")))
        return own.annotate(counted=met).filter(counted__gt=0)

    def meetings_with_delegates(self) -> Meetings:
        """Meetings at which delegates of the council were; `counted` is how many."""
        own = within(self.query.council, lower=self.query.lower, prefix="delegates__council")
        return (
            self.meetings()
            .annotate(counted=Count("delegates", filter=own, distinct=True))
            .filter(counted__gt=0)
        )

    @cached_property
    def attendance(self) -> list[Attendance]:
        """Sums of the meetings by kind and qualifier."""
        rows = self.meetings().order_by().values("kind_shown", "headcount_qualifier")
        sums = rows.annotate(
            n=Count("pk"), heads=Coalesce(Sum("headcount"), 0), spoke=Coalesce(Sum("speakers"), 0)
        )
        return [
            Attendance(*row)
            for row in sums.values_list("kind_shown", "headcount_qualifier", "n", "heads", "spoke")
        ]

    @property
    def heads(self) -> Quantity:
        """All attendances with the qualifier that their sum deserves."""
        parts = (Quantity(row.heads, EXACTNESS[Qualifier(row.qualifier)]) for row in self.attendance)
        return sum(parts, Quantity(0))

    @cached_property
    def delegations(self) -> Delegations:
        """How delegates took part."""
        query = self.query
        present = VoterMeeting.delegates.through._default_manager.filter(
            within(query.council, lower=query.lower, prefix="delegate__council"),
            votermeeting__in=self.meetings().values("pk"),
        )
        sums = present.aggregate(all=Count("pk"), different=Count("delegate", distinct=True))
        seats = DelegateSeat.objects.filter(
            within(query.council, lower=query.lower, prefix="council_term__council"), valid_on(query.until)
        )
        return Delegations(sums["all"], sums["different"], seats.values("delegate").distinct().count())

    # --- Opinions ---

    def opinions(self) -> Opinions:
        """Every opinion of the scope recorded until the last day that counts."""
        reachable: Opinions = self._reachable(VoterOpinion.objects.all())
        own = reachable.filter(within(self.query.council, lower=self.query.lower))
        return own.filter(recorded_on__lte=self.query.until)

    def raised(self) -> Opinions:
        """Statements as voters made them at meetings in the period: before splitting and merging."""
        rows = self.opinions().filter(recorded_on__gte=self.query.start, source=VoterOpinion.Source.MEETING)
        return rows.filter(split_from__isnull=True)

    def on_spot(self) -> Opinions:
        """Statements that were answered at once."""
        rows = self.opinions().filter(recorded_on__gte=self.query.start, source=VoterOpinion.Source.MEETING)
        return rows.filter(screening=VoterOpinion.Screening.ON_SPOT, is_split=False, merged_into__isnull=True)

    def cohort(self) -> Opinions:
        """Working opinions recorded in the period, with their result as of the day (`result_then`)."""
        rows = self.opinions().working().filter(recorded_on__gte=self.query.start)
        return rows.annotate(result_then=asof.result_on(self.query.as_of))

    def detailed_cohort(self) -> Opinions:
        """The cohort with `reason_then` and `replied_then` (whether a written answer had come) too."""
        day = self.query.as_of
        return self.cohort().annotate(reason_then=asof.reason_on(day), replied_then=asof.replied_by(day))

    def sent(self) -> Opinions:
        """Opinions sent to a body in the period, whenever they were recorded."""
        days = (self.query.start, self.query.until)
        return self.opinions().working().filter(follow_up__issued_on__range=days)

    def overdue(self) -> Opinions:
        """Opinions whose answer was owed and late on the as-of day, by the due date in force then."""
        day = self.query.as_of
        rows = self.opinions().working().filter(follow_up__issued_on__lte=day)
        dated = rows.annotate(state_then=asof.state_on(day), due_then=asof.due_on(day))
        return dated.filter(state_then__in=OPEN, due_then__lt=day)

    def backlog(self) -> Opinions:
        """Every opinion: `open_before` (on the eve of the period), `received` in it, `open_now` (as of the day)."""
        eve = self.query.start - timedelta(days=1)
        rows = self.opinions().working()
        dated = rows.annotate(
            result_before=asof.result_on(eve),
            state_before=asof.state_on(eve),
            result_then=asof.result_on(self.query.as_of),
            state_then=asof.state_on(self.query.as_of),
        )
        return dated.annotate(
            open_before=~Q(result_before__in=asof.SETTLED)
            & ~Q(state_before=State.WITHDRAWN)
            & Q(recorded_on__lt=self.query.start),
            received=Q(recorded_on__gte=self.query.start),
            open_now=~Q(result_then__in=asof.SETTLED) & ~Q(state_then=State.WITHDRAWN),
        )

    @cached_property
    def classes(self) -> Counter[Class]:
        """The cohort counted by result, reason, written answer, competence, field and agency at once."""
        keys = ("result_then", "reason_then", "replied_then", "competence_level", "field", "agency")
        counted = (
            self.detailed_cohort().order_by().values(*keys).annotate(n=Count("pk")).values_list(*keys, "n")
        )
        return Counter({Class(*row[:-1]): row[-1] for row in counted})

    def count(self, **wanted: object) -> int:
        """How many of the cohort have these values, for example `result="resolved"`."""
        return sum(
            n
            for cell, n in self.classes.items()
            if all(getattr(cell, name) == value for name, value in wanted.items())
        )

    def by(self, name: str) -> Counter[Any]:
        """The cohort by one property of its cells."""
        found: Counter[Any] = Counter()
        for cell, n in self.classes.items():
            found[getattr(cell, name)] += n
        return found
