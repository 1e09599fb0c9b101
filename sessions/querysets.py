"""Reads of the sittings floor. Rows below a sitting reach their council through it."""

from __future__ import annotations

from datetime import date
from typing import Any, Self, TypeVar

from django.apps import apps
from django.db import models
from django.db.models import (
    BooleanField,
    Case,
    CharField,
    Count,
    DateField,
    DecimalField,
    Exists,
    F,
    Func,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Cast, Coalesce, Concat, Greatest

from core.access import DECIDERS, access_of
from core.querysets import ScopedQuerySet
from followups import asof
from followups.querysets import reach
from followups.states import OPEN, ResultClass, State
from sessions.states import (
    MISSING,
    SIGNED,
    Force,
    PaperState,
    Progress,
    ResolutionState,
    ReviewStep,
    TargetStanding,
    VerificationState,
)

M = TypeVar("M", bound=models.Model)


class OfSitting(ScopedQuerySet[M]):
    """Rows of a sitting: steps, agenda items, plenary meetings, votes, invitations."""

    council_path = "sitting__council"


class OfPlenaryMeeting(ScopedQuerySet[M]):
    """Rows of a half-day: attendance, speaking turns."""

    council_path = "meeting__sitting__council"


class OfAttendance(ScopedQuerySet[M]):
    """Arrivals and departures."""

    council_path = "attendance__meeting__sitting__council"


class OfVote(ScopedQuerySet[M]):
    """Ballots of a roll call."""

    council_path = "vote__sitting__council"


class OfVersion(ScopedQuerySet[M]):
    """Who opened a version of a paper."""

    council_path = "version__paper__sitting__council"


class OfMinutes(ScopedQuerySet[M]):
    """Sections of a sitting's minutes."""

    council_path = "minutes__sitting__council"


class OfBodyMeeting(ScopedQuerySet[M]):
    """Conclusions of a meeting of the Standing Committee or a committee."""

    council_path = "meeting__council"


class OfTarget(ScopedQuerySet[M]):
    """Reported values of a resolution's indicator target."""

    council_path = "target__resolution__council"


class _DaysFrom(Func):
    """Calendar days from one day to another: PostgreSQL takes days from days as whole numbers."""

    arg_joiner = " - "
    template = "(%(expressions)s)"
    output_field = models.IntegerField()


PUT_OFF = frozenset({PaperState.WITHDRAWN, PaperState.DEFERRED})
"""States in which nobody owes the paper to this sitting any more."""
AFTER_DECISION = PUT_OFF | {PaperState.ADOPTED, PaperState.NOTED}
"""States after which nothing more happens to a paper at this sitting."""
OWNER_ORDER = Case(
    When(owner_agency__isnull=False, then=Concat(Value("1"), F("owner_agency__sort_key"))),
    When(owner_committee__isnull=False, then=Concat(Value("2"), F("owner_committee__name"))),
    default=Value(""),
    output_field=models.TextField(),
)
"""The Standing Committee first, then agencies in Vietnamese order, then committees."""
PAPER_STAGE = Case(
    *(When(state=state, then=Value(place)) for place, state in enumerate(PaperState)),
    output_field=models.SmallIntegerField(),
)
"""The order of the work, for lists."""


class PaperQuerySet(ScopedQuerySet[M]):
    """Papers of sittings."""

    council_path = "sitting__council"

    def visible_to(self, user: Any) -> Self:
        """Papers of the councils the user reads; an agency reads those that it owes."""
        access = access_of(user)
        return self.filter(access.readable(self.council_path) | Q(owner_agency__in=access.agencies))

    def owed_by(self, user: Any) -> Self:
        """Papers that the user's own agency or committee owes, whatever became of them."""
        access = access_of(user)
        return self.filter(Q(owner_agency__in=access.agencies) | Q(owner_committee__in=access.committees))

    def counted(self) -> Self:
        """Without what was withdrawn or deferred before it came: nobody can be late with it."""
        return self.exclude(state__in=sorted(PUT_OFF), received_on__isnull=True)

    def missing(self) -> Self:
        """Not here yet, or given back as incomplete."""
        return self.filter(state__in=sorted(MISSING))

    def late(self, today: date) -> Self:
        """Received after the due day, or still missing past it."""
        return self.filter(late_papers(today))

    def with_open_remarks(self) -> Self:
        """Annotates `open_remarks`: remarks of reported verifications that wait for an answer of the owner.

        `to_answer` is the verification of the first of them. Nothing once the council decided on the paper.
        """
        remarks = apps.get_model("sittings", "VerificationRemark").objects.filter(
            verification__paper=OuterRef("pk"), verification__reported_on__isnull=False, response=""
        )
        open_ones = remarks.exclude(verification__paper__state__in=sorted(AFTER_DECISION)).order_by()
        counts = open_ones.values("verification__paper").annotate(found=Count("pk")).values("found")
        first = open_ones.order_by("verification", "position").values("verification")[:1]
        return self.annotate(
            open_remarks=Coalesce(Subquery(counts, output_field=models.IntegerField()), 0),
            to_answer=Subquery(first),
        )

    def with_order(self, today: date) -> Self:
        """Annotates what lists sort by: `owner_order`, `committee_order`, `stage`, `days_late`; none is null."""
        return self.annotate(
            owner_order=OWNER_ORDER,
            committee_order=Coalesce("committee__name", Value("")),
            stage=PAPER_STAGE,
            days_late=days_late(today),
        )


def late_papers(today: date) -> Q:
    """Received after the due day, or missing past it today."""
    return Q(received_on__gt=F("due_on")) | Q(state__in=sorted(MISSING), due_on__lt=today)


def days_late(today: date) -> Case:
    """Calendar days between the due day and the receipt, or today where it is still missing; 0 where in time."""
    until_today = _DaysFrom(Cast(Value(today), models.DateField()), F("due_on"))
    return Case(
        When(received_on__isnull=False, then=Greatest(_DaysFrom(F("received_on"), F("due_on")), Value(0))),
        When(state__in=sorted(MISSING), then=Greatest(until_today, Value(0))),
        default=Value(0),
        output_field=models.IntegerField(),
    )


class OfPaper(ScopedQuerySet[M]):
    """Rows of a paper: versions, moves, verifications."""

    council_path = "paper__sitting__council"

    def visible_to(self, user: Any) -> Self:
        """As the paper itself."""
        access = access_of(user)
        return self.filter(access.readable(self.council_path) | Q(paper__owner_agency__in=access.agencies))


class VerificationQuerySet(ScopedQuerySet[M]):
    """Verifications: the agency that owes the paper reads one once it has been reported, not while it is written."""

    council_path = "paper__sitting__council"

    def visible_to(self, user: Any) -> Self:
        """Of the councils the user reads; reported ones about papers of the user's agency."""
        access = access_of(user)
        owned = Q(paper__owner_agency__in=access.agencies, reported_on__isnull=False)
        return self.filter(access.readable(self.council_path) | owned)

    def open(self) -> Self:
        """Those whose report is still owed."""
        owed = [VerificationState.ASSIGNED, VerificationState.IN_WORK]
        return self.filter(state__in=owed).exclude(paper__state__in=sorted(PUT_OFF))

    def with_order(self) -> Self:
        """Annotates `stage` (0: a report is owed, 1: reported) and `committee_order`, for lists."""
        owed = Q(reported_on__isnull=True) & ~Q(paper__state__in=sorted(PUT_OFF))
        stage = Case(When(owed, then=Value(0)), default=Value(1), output_field=models.SmallIntegerField())
        return self.annotate(stage=stage, committee_order=F("committee__name"))


class OfVerification(ScopedQuerySet[M]):
    """Rows of a verification: sections, remarks. The owner of the paper reads and answers the remarks."""

    council_path = "verification__paper__sitting__council"

    def visible_to(self, user: Any) -> Self:
        """While they are written the committee's own staff, the secretariat and leaders; then as the verification."""
        access = access_of(user)
        deciders = Q(**{f"{self.council_path}__in": access.councils(DECIDERS)})
        reached = access.readable(self.council_path) | Q(
            verification__paper__owner_agency__in=access.agencies
        )
        return self.filter(
            deciders
            | Q(verification__committee__in=access.committees)
            | (reached & Q(verification__reported_on__isnull=False))
        )


_SIGNED = sorted(state.value for state in SIGNED)
_ISSUED = sorted([ResolutionState.ISSUED.value, ResolutionState.PUBLISHED.value])
_ENDS = ("replaces", "repeals")
"""What takes the whole of an earlier text out of force."""


def changes_by(day: date, *kinds: str) -> QuerySet[Any]:
    """What signed resolutions had done to the outer row by a day."""
    relations: QuerySet[Any] = apps.get_model("sittings", "ResolutionRelation").objects.all()
    return relations.filter(
        target=OuterRef("pk"), kind__in=kinds, effective_on__lte=day, source__state__in=_SIGNED
    )


class ResolutionQuerySet(ScopedQuerySet[M]):
    """Resolutions of the council and of its Standing Committee."""

    def visible_to(self, user: Any) -> Self:
        """Resolutions of the councils the user reads; an agency reads those issued that give it a task."""
        access = access_of(user)
        if not access.agencies:
            return self.filter(access.readable())
        tasks = apps.get_model("sittings", "ResolutionTask").objects.filter(
            resolution=OuterRef("pk"),
            follow_up__agency__in=access.agencies,
            follow_up__issued_on__isnull=False,
        )
        sent = tasks.exclude(follow_up__state=State.DRAFT)
        return self.filter(access.readable() | (Q(state__in=_ISSUED) & Exists(sent)))

    def adopted_between(self, first: date, last: date) -> Self:
        """Adopted on a day of the period (R01)."""
        return self.filter(adopted_on__range=(first, last))

    def issued_between(self, first: date, last: date) -> Self:
        """Signed on a day of the period (R02)."""
        return self.filter(signed_on__range=(first, last))

    def signed(self) -> Self:
        """Those that bear a signature and a number."""
        return self.filter(state__in=_SIGNED)

    def in_force(self, day: date) -> Self:
        """Those that had to be applied on a day.

        Signed, in force from that day or before, not yet expired, neither replaced nor repealed as a whole by a signed
        resolution by then. A text that was amended or repealed in part is still in force.
        """
        ended = changes_by(day, *_ENDS)
        return self.signed().filter(
            ~Exists(ended), Q(expires_on__isnull=True) | Q(expires_on__gt=day), in_force_on__lte=day
        )

    def status_on(self, day: date) -> Self:
        """Annotates `force`: what each was worth on a day (`Force`), nothing for what is not signed.

        What ended it first is named: a text that was replaced and later also repealed was replaced.
        """
        ended = changes_by(day, *_ENDS).order_by("effective_on", "pk")
        first = self.annotate(
            ended_kind=Subquery(ended.values("kind")[:1]),
            ended_on=Subquery(ended.values("effective_on")[:1], output_field=DateField()),
        )
        expired = Q(expires_on__lte=day) & (Q(ended_on__isnull=True) | Q(expires_on__lte=F("ended_on")))
        return first.annotate(
            force=Case(
                When(~Q(state__in=_SIGNED), then=Value("")),
                When(expired, then=Value(Force.EXPIRED)),
                When(ended_kind="replaces", then=Value(Force.REPLACED)),
                When(ended_kind="repeals", then=Value(Force.REPEALED)),
                When(Q(in_force_on__isnull=True) | Q(in_force_on__gt=day), then=Value(Force.NOT_YET)),
                When(Exists(changes_by(day, "repeals_partly")), then=Value(Force.PARTLY_REPEALED)),
                When(Exists(changes_by(day, "amends")), then=Value(Force.AMENDED)),
                default=Value(Force.IN_FORCE),
                output_field=CharField(),
            )
        )

    def not_sent_up(self, day: date) -> Self:
        """Those whose day for sending up had passed on a day before they were sent, or without it (R04)."""
        late = Q(sent_up_on__isnull=True) | Q(sent_up_on__gt=F("send_up_due_on"))
        return self.signed().filter(late, send_up_due_on__lt=day)

    def with_late_tasks(self, day: date) -> Self:
        """Those that gave a task which was owed and overdue on a day."""
        return self.filter(Exists(_tasks().filter(_late(day))))

    def with_task_counts(self, day: date) -> Self:
        """Annotates `task_count`, and `late_count` of those overdue on a day."""
        return self.annotate(
            task_count=_counted(_tasks().exclude(follow_up__state=State.WITHDRAWN)),
            late_count=_counted(_tasks().filter(_late(day))),
        )

    def with_sort(self) -> Self:
        """Annotates the columns that lists are sorted by, never null; what has no day yet comes as the newest."""
        last = Value(date.max)
        return self.annotate(
            day_sort=Coalesce("adopted_on", last, output_field=DateField()),
            signed_sort=Coalesce("signed_on", last, output_field=DateField()),
            number_sort=Coalesce("document__number", Value(0)),
        )


def _tasks() -> QuerySet[Any]:
    rows: QuerySet[Any] = apps.get_model("sittings", "ResolutionTask").objects.all()
    return rows.filter(resolution=OuterRef("pk"))


def _late(day: date) -> Q:
    return Q(follow_up__state__in=OPEN, follow_up__due_on__lt=day)


def _counted(rows: QuerySet[Any]) -> Coalesce:
    counts = rows.order_by().values("resolution").annotate(found=Count("pk")).values("found")
    return Coalesce(Subquery(counts, output_field=models.IntegerField()), 0)


class OfResolution(ScopedQuerySet[M]):
    """Rows of a resolution: moves, indicator targets."""

    council_path = "resolution__council"


class TaskQuerySet(OfResolution[M]):
    """Tasks that resolutions give."""

    def visible_to(self, user: Any) -> Self:
        """As their follow-ups: the council's side all, a body those that were sent to it."""
        return self.filter(reach(user, "follow_up__"))

    def with_owner(self) -> Self:
        """With the body in charge, in the same query."""
        bodies = ("agency", "delegate", "group", "committee")
        return self.select_related(*(f"follow_up__{name}" for name in bodies))

    def with_progress(self, day: date) -> Self:
        """Annotates `progress` as of a day (R06), derived from the follow-up.

        The class of an accepted answer decides: resolved or explained is completed, still being resolved is partly
        done, not resolved is not feasible. Without one the state and the due day decide; an answer that nobody has
        judged is in progress.
        """
        seen = self.annotate(
            state_then=asof.state_on(day), result_then=asof.result_on(day), due_then=asof.due_on(day)
        )
        return seen.annotate(
            progress=Case(
                When(state_then=State.WITHDRAWN, then=Value(Progress.WITHDRAWN)),
                When(state_then=State.DRAFT, then=Value(Progress.DRAFT)),
                When(result_then__in=sorted(asof.SETTLED), then=Value(Progress.COMPLETED)),
                When(result_then=ResultClass.UNRESOLVED, then=Value(Progress.NOT_FEASIBLE)),
                When(~Q(result_then=asof.NO_RESULT), then=Value(Progress.PARTLY)),
                When(~Q(state_then__in=sorted(OPEN)), then=Value(Progress.IN_PROGRESS)),
                When(due_then__lt=day, then=Value(Progress.OVERDUE)),
                When(state_then__in=[State.ISSUED, State.ACKNOWLEDGED], then=Value(Progress.NOT_STARTED)),
                default=Value(Progress.IN_PROGRESS),
                output_field=CharField(),
            )
        )


class TargetQuerySet(OfResolution[M]):
    """Indicator targets that resolutions set."""

    def with_standing(self, day: date) -> Self:
        """Annotates the last value reported up to a day (`reached`, `reached_on`) and what it means (`standing`).

        Reached as soon as a value is on the good side of the target; missed when the target's year is over without.
        """
        values = apps.get_model("sittings", "IndicatorValue").objects.filter(
            target=OuterRef("pk"), as_of__lte=day
        )
        last = values.order_by("-as_of")
        number = DecimalField(max_digits=18, decimal_places=2)
        seen = self.annotate(
            reached=Subquery(last.values("value")[:1], output_field=number),
            reached_on=Subquery(last.values("as_of")[:1], output_field=DateField()),
        )
        good = Q(direction="at_least", reached__gte=F("value")) | Q(
            direction="at_most", reached__lte=F("value")
        )
        return seen.annotate(
            standing=Case(
                When(reached__isnull=True, then=Value(TargetStanding.NOT_REPORTED)),
                When(good, then=Value(TargetStanding.REACHED)),
                When(year__lt=day.year, then=Value(TargetStanding.MISSED)),
                default=Value(TargetStanding.ON_THE_WAY),
                output_field=CharField(),
            )
        )


class ReviewQuerySet(ScopedQuerySet[M]):
    """Reviews of normative texts: read by the council that must adapt the text, whoever issued it."""

    def with_step(self) -> Self:
        """Annotates `step`, and `is_own`: whether the council itself issued the text."""
        return self.annotate(
            step=Case(
                When(outcome="", then=Value(ReviewStep.UNDECIDED)),
                When(Q(outcome="keep") | Q(carried_out_by__isnull=False), then=Value(ReviewStep.DONE)),
                default=Value(ReviewStep.TO_CARRY_OUT),
                output_field=CharField(),
            ),
            is_own=Case(
                When(resolution__council=F("council"), then=Value(True)),  # noqa: FBT003 - a value of the database
                default=Value(False),  # noqa: FBT003 - see above
                output_field=BooleanField(),
            ),
        )


class OfSource(ScopedQuerySet[M]):
    """Relations of a resolution to earlier texts."""

    council_path = "source__council"
