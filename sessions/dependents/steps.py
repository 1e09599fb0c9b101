"""Due days of this floor after a deadline rule or the calendar has changed.

Every kind of record that keeps a due day with its rule is described once (`Kept`) and gets preview and apply from it.
What is done stays as it was, and so does everything of a sitting that was called off.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import Any, Final

from django.db.models import Case, F, QuerySet, Value, When
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from core.services import entered_by
from councils.dependents import Change, Columns, Counted, Dependent, Line
from councils.models import DeadlineRule
from sessions.models import Sitting, SittingStep
from sessions.progress import proven, with_progress
from sessions.services.steps import title_of
from sessions.states import OFF, SittingState

BATCH: Final = 500

Rows = list[Any]


@dataclass(frozen=True)
class Kept:
    """A kind of record that keeps `due_on`, `due_rule`, `due_anchor_on` and `legal_basis`.

    `open_rows` gives those whose due day may still move, with council and rule fetched; `sitting_of` reaches the
    sitting of a row. `keep` drops rows of a batch that the records prove done; `title` and `owner` name a row in the
    preview.
    """

    name: str | Promise
    columns: Columns
    open_rows: Callable[[], QuerySet[Any]]
    sitting_of: Callable[[Any], Sitting]
    title: Callable[[Any], str]
    owner: Callable[[Any], str]
    keep: Callable[[Rows], Rows] = list

    def dependent(self) -> Dependent:
        """As the councils floor wants it."""
        return Dependent(self.name, self.preview, self.apply)

    def preview(self, change: Change) -> Iterator[Line]:
        """What the change concerns, by council and due day."""
        rows = self._rows(change).order_by(f"{self.columns.council}__sort_key", "due_on", "pk")
        for shift in self._shifts(change, rows):
            sitting = self.sitting_of(shift.row)
            yield Line(
                council=str(sitting.council),
                title=self.title(shift.row),
                owner=self.owner(shift.row),
                url=sitting.get_absolute_url(),
                old=shift.row.due_on,
                new=shift.due,
                estimated=change.calendar.is_estimated(shift.due),
            )

    def apply(self, change: Change, user: User | None) -> int:
        """Move the due days; tells how many moved."""
        rows = self._rows(change).select_for_update(of=("self",)).order_by("due_anchor_on", "pk")
        moved = 0
        with entered_by(user):
            for shifts in _batches(self._shifts(change, rows)):
                moved += sum(shift.due != shift.row.due_on for shift in shifts)
                _write(rows.model, shifts)
        return moved

    def _rows(self, change: Change) -> QuerySet[Any]:
        counted = {"due_on__isnull": False, "due_rule__isnull": False, "due_anchor_on__isnull": False}
        return self.open_rows().filter(change.touching(self.columns), **counted)

    def _shifts(self, change: Change, rows: QuerySet[Any]) -> Iterator[Shift]:
        for batch in _batches(rows.iterator(chunk_size=BATCH)):
            for row in self.keep(batch):
                council = self.sitting_of(row).council
                counted = Counted(row.due_rule, row.due_anchor_on, row.due_on, council.pk, council.level)
                if found := change.recount(counted):
                    yield Shift(row, found.rule, found.day)


@dataclass(frozen=True, slots=True)
class Shift:
    """What a change makes of one row: its rule and its due day."""

    row: Any
    rule: DeadlineRule
    due: date


def _batches(rows: Iterable[Any]) -> Iterator[list[Any]]:
    """The rows, so many at a time."""
    stream = iter(rows)
    while batch := list(islice(stream, BATCH)):
        yield batch


def _write(model: Any, shifts: Iterable[Shift]) -> None:
    """What is counted from one day by one rule moves to one day: one UPDATE each. A basis in own words stays."""
    alike: dict[tuple[DeadlineRule, DeadlineRule, date], list[int]] = {}
    for shift in shifts:
        alike.setdefault((shift.row.due_rule, shift.rule, shift.due), []).append(shift.row.pk)
    for (old, rule, due), ids in alike.items():
        basis = Case(
            When(legal_basis=old.legal_basis, then=Value(rule.legal_basis)), default=F("legal_basis")
        )
        model.objects.filter(pk__in=ids).update(
            due_rule=rule, due_on=due, legal_basis=basis, updated_at=timezone.now()
        )


# --- Steps ---


def _open_steps() -> QuerySet[SittingStep]:
    rows = SittingStep.objects.filter(done_on__isnull=True, not_needed=False)
    live = rows.exclude(sitting__state__in=[*OFF, SittingState.ARCHIVED])
    return live.select_related("sitting__council", "due_rule")


def _unproven(steps: Rows) -> Rows:
    """Without those that the records prove done; one query for the batch."""
    sittings = with_progress(Sitting.objects.filter(pk__in={step.sitting_id for step in steps}))
    done = {sitting.pk: proven(sitting) for sitting in sittings}
    return [step for step in steps if step.code not in done[step.sitting_id]]


def _named(step: SittingStep) -> str:
    return _("%(step)s, %(sitting)s") % {"step": title_of(step), "sitting": step.sitting}


STEPS: Final = Kept(
    name=gettext_lazy("Legal steps of sittings"),
    columns=Columns(due="due_on", council="sitting__council"),
    open_rows=_open_steps,
    sitting_of=lambda step: step.sitting,
    title=_named,
    owner=lambda step: str(step.sitting.council),
    keep=_unproven,
)
