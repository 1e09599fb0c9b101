"""What was true of a follow-up on a day, as expressions: days of effect decide, never the current state.

`ref` names the follow-up's id on the outer row: "follow_up_id" on an opinion.
"""

from __future__ import annotations

from datetime import date
from typing import Final

from django.db.models import BooleanField, CharField, Exists, F, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce, Concat, Greatest

from followups.models import Extension, FollowUpMove, Reply, ResultEntry
from followups.states import ResultClass, State

NO_RESULT: Final = "not_answered"
"""The class of what has no result yet: not answered, or answered and not yet judged."""

SETTLED: Final = frozenset({ResultClass.RESOLVED, ResultClass.EXPLAINED})
"""Classes after which nothing is left to do; the rest is backlog."""

_BETWEEN: Final = ":"

_TAKEN_UP_AGAIN: Final = Q(to_state=State.RETURNED) & ~Q(from_state=State.RETURNED) | Q(
    from_state__in=[State.CLOSED, State.WITHDRAWN]
)


def _results(day: date, ref: str) -> QuerySet[ResultEntry]:
    """Results in effect by the day, the latest first; one given before the answer was sent back is void."""
    undone = FollowUpMove.objects.filter(
        Q(effective_on__gt=OuterRef("effective_on"))
        | Q(effective_on=OuterRef("effective_on"), entered_at__gt=OuterRef("entered_at")),
        _TAKEN_UP_AGAIN,
        follow_up=OuterRef("follow_up_id"),
        effective_on__lte=day,
    )
    entries = ResultEntry.objects.filter(~Exists(undone), follow_up=OuterRef(ref), effective_on__lte=day)
    return entries.order_by("-effective_on", "-pk")


def result_on(day: date, ref: str = "follow_up_id") -> Coalesce:
    """The class of result on a day, or `NO_RESULT`."""
    found = Subquery(_results(day, ref).values("result_class")[:1])
    return Coalesce(found, Value(NO_RESULT), output_field=CharField())


def reason_on(day: date, ref: str = "follow_up_id") -> Coalesce:
    """Why it was not resolved, as known on a day; empty where nothing was said."""
    found = Subquery(_results(day, ref).values("reason")[:1])
    return Coalesce(found, Value(""), output_field=CharField())


def outcome_on(day: date, ref: str = "follow_up_id") -> Coalesce:
    """`result_on` and `reason_on` in one reading, as one text that `outcome` takes apart."""
    both = Concat("result_class", Value(_BETWEEN), "reason", output_field=CharField())
    found = Subquery(_results(day, ref).values(both=both)[:1])
    return Coalesce(found, Value(f"{NO_RESULT}{_BETWEEN}"), output_field=CharField())


def outcome(text: str) -> tuple[str, str]:
    """The class of result and the reason of an `outcome_on`."""
    result, _between, reason = text.partition(_BETWEEN)
    return result, reason


def replied_by(day: date, ref: str = "follow_up_id") -> Coalesce:
    """Whether a written answer dated by that day exists.

    Not an EXISTS, which the planner may answer by reading every reply of the country into a hash.
    """
    dated = Reply.objects.filter(follow_up=OuterRef(ref), dated_on__lte=day).order_by()
    found = dated.values(there=Value(value=True))[:1]
    return Coalesce(Subquery(found), Value(value=False), output_field=BooleanField())


def state_on(day: date, ref: str = "follow_up_id") -> Coalesce:
    """The state on a day; a draft before the first move."""
    moves = FollowUpMove.objects.filter(follow_up=OuterRef(ref), effective_on__lte=day)
    last = Subquery(moves.order_by("-effective_on", "-pk").values("to_state")[:1])
    return Coalesce(last, Value(State.DRAFT.value), output_field=CharField())


def due_on(day: date, ref: str = "follow_up_id", path: str = "follow_up__") -> Greatest:
    """The due day as it stood on a day: the first due day as counted by then, or the last extension granted by then."""
    granted = Extension.objects.filter(
        follow_up=OuterRef(ref), decision=Extension.Decision.GRANTED, decided_on__lte=day
    )
    recomputed = FollowUpMove.objects.filter(
        follow_up=OuterRef(ref), due_was__isnull=False, effective_on__gt=day
    )
    was = Subquery(recomputed.order_by("effective_on", "pk").values("due_was")[:1])
    until = Subquery(granted.order_by("-until").values("until")[:1])
    return Greatest(until, Coalesce(was, F(f"{path}original_due_on")))
