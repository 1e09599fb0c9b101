"""Reads of resolutions on a day: what is in force, and how far tasks, targets and reviews have come."""

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
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce

from core.access import access_of
from core.querysets import ScopedQuerySet
from followups import asof
from followups.querysets import reach
from followups.states import OPEN, ResultClass, State
from sessions.states import (
    SIGNED,
    Force,
    Progress,
    ResolutionState,
    ReviewStep,
    TargetStanding,
)

M = TypeVar("M", bound=models.Model)


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


class OfTarget(ScopedQuerySet[M]):
    """Reported values of a resolution's indicator target."""

    council_path = "target__resolution__council"
