"""Resolutions: adopted, signed, sent up, published, what they change, and how their tasks stand as of the day."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from functools import cached_property
from typing import Any, Final, NamedTuple

from django.db.models import Case, CharField, Count, DateField, F, Q, QuerySet, Value, When
from django.db.models.functions import Cast, Coalesce

from followups import asof
from followups.states import OPEN, ResultClass, State
from reports.figures.facts.base import Asked, counted_by
from reports.figures.facts.summed import Cells, cells_by, columns, rows_of, summed
from sessions.models import Resolution, ResolutionRelation, ResolutionTask
from sessions.querysets import ResolutionQuerySet

Resolutions = ResolutionQuerySet[Any]
"""Rows with annotations, which the types of the models do not know."""

DAYS_TO_SEND_UP: Final = timedelta(days=3)
"""From the signature, where the record itself keeps no due day (Law 87/2015 Art. 7.2)."""
IN_TIME, LATE, NOT_YET = "in_time", "late", "not_yet"
"""How a signed resolution was sent up."""
COMPLETED, IN_PROGRESS, OVERDUE, NOT_DONE = "completed", "in_progress", "overdue", "not_done"
"""How a task stands."""


class ResolutionCounts(NamedTuple):
    """Resolutions of one issuer, one sort and one field, by what happened to them in the period.

    `signed_later` of those signed were adopted before it; `since_term` were adopted since the term began.
    """

    issuer: str
    normative: bool
    field: int | None
    field_name: str | None
    field_name_en: str | None
    adopted: int
    signed: int
    signed_later: int
    in_time: int
    late: int
    published: int
    since_term: int

    @property
    def of_council(self) -> bool:
        """Whether the council adopted them, not its Standing Committee."""
        return self.issuer == Resolution.Issuer.COUNCIL


class ResolutionFacts(Asked):
    """What the council decided, and how it is carried out."""

    def _resolutions(self) -> Resolutions:
        rows: Resolutions = self._reachable(Resolution.objects.all())
        return rows.filter(self._within())

    def _of_council(self) -> Resolutions:
        return self._resolutions().filter(issuer=Resolution.Issuer.COUNCIL)

    def _with_sending(self, rows: Resolutions) -> Resolutions:
        """With `sending`: how a signed resolution was sent up, as of the day."""
        legal = Cast(F("signed_on") + Value(DAYS_TO_SEND_UP), DateField())
        not_sent = Q(sent_up_on__isnull=True) | Q(sent_up_on__gt=self.query.as_of)
        return rows.annotate(
            sending=Case(
                When(not_sent, then=Value(NOT_YET)),
                When(sent_up_on__lte=Coalesce("send_up_due_on", legal), then=Value(IN_TIME)),
                default=Value(LATE),
                output_field=CharField(),
            )
        )

    def adopted(self) -> Resolutions:
        """Resolutions that the council adopted in the period."""
        return self._of_council().adopted_between(*self.days)

    def signed(self) -> Resolutions:
        """Resolutions of the council signed in the period."""
        return self._with_sending(self._of_council().issued_between(*self.days))

    def published(self) -> Resolutions:
        """Resolutions of the council published in the period."""
        return self._of_council().filter(published_on__range=self.days)

    def of_standing(self) -> Resolutions:
        """Resolutions that the Standing Committee adopted in the period."""
        rows = self._resolutions().filter(issuer=Resolution.Issuer.STANDING_COMMITTEE)
        return rows.adopted_between(*self.days)

    def since_term(self) -> Resolutions:
        """Resolutions that the council adopted since the beginning of the term in which the period ends."""
        return self._of_council().filter(self._of_running_term())

    def _of_running_term(self) -> Q:
        day = self.query.until
        ends = Q(council_term__ends_on__isnull=True) | Q(council_term__ends_on__gte=day)
        return Q(council_term__starts_on__lte=day, adopted_on__lte=day) & ends

    @property
    def resolution_counts(self) -> list[ResolutionCounts]:
        """Everything that is counted of resolutions, at once."""
        return rows_of(self._resolution_counts, ResolutionCounts, ResolutionCounts._fields[5:])

    @summed
    def _resolution_counts(self) -> Cells:
        council, keys = "council", ("issuer", "is_normative", "field", "field__name", "field__name_en")
        signed = Q(signed_on__range=self.days)
        conditions = {
            "n_adopted": Q(adopted_on__range=self.days),
            "n_signed": signed,
            "n_signed_later": signed & Q(adopted_on__lt=self.query.start),
            "n_in_time": signed & Q(sending=IN_TIME),
            "n_late": signed & Q(sending=LATE),
            "n_published": Q(published_on__range=self.days),
            "n_since_term": self._of_running_term(),
        }
        counts = {name: Count("pk", filter=condition) for name, condition in conditions.items()}
        rows = self._with_sending(self._resolutions()).filter(adopted_on__lte=self.query.until).order_by()
        grouped = rows.values(council, *keys).annotate(**counts)
        return columns(grouped.values_list(council, *keys, *conditions), ResolutionCounts._fields[5:])

    def resolution_sum(
        self, name: str, only: Callable[[ResolutionCounts], bool] = lambda row: row.of_council
    ) -> int:
        """One of these counts over all rows that are wanted: the council's, unless said otherwise."""
        return sum(getattr(row, name) for row in self.resolution_counts if only(row))

    # --- Carrying out ---

    def tasks(self) -> QuerySet[Any]:
        """Tasks given by resolutions adopted until the last day that counts; `progress` is how they stand."""
        day = self.query.as_of
        rows: QuerySet[ResolutionTask] = self._reachable(ResolutionTask.objects.all())
        given = rows.filter(
            self._within("resolution__council"),
            resolution__adopted_on__lte=self.query.until,
            follow_up__issued_on__lte=day,
        ).annotate(state_then=asof.state_on(day), due_then=asof.due_on(day), result_then=asof.result_on(day))
        overdue = Q(state_then__in=OPEN, due_then__lt=day)
        return given.exclude(state_then__in=[State.DRAFT, State.WITHDRAWN]).annotate(
            progress=Case(
                When(result_then__in=asof.SETTLED, then=Value(COMPLETED)),
                When(result_then=ResultClass.UNRESOLVED, then=Value(NOT_DONE)),
                When(overdue, then=Value(OVERDUE)),
                default=Value(IN_PROGRESS),
                output_field=CharField(),
            )
        )

    @summed
    def task_counts(self) -> Cells:
        """These tasks by how they stand."""
        return cells_by(self.tasks(), "resolution__council", "progress")

    def changes(self) -> QuerySet[ResolutionRelation]:
        """What adopted resolutions do to earlier texts with effect from a day of the period."""
        rows: QuerySet[ResolutionRelation] = self._reachable(ResolutionRelation.objects.all())
        return rows.filter(
            self._within("source__council"),
            source__adopted_on__lte=self.query.until,
            effective_on__range=self.days,
        )

    @cached_property
    def change_counts(self) -> Counter[str]:
        """These changes by kind."""
        return counted_by(self.changes(), "kind")
