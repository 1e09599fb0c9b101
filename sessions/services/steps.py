"""The legal steps of a sitting: laid out from the template of its kind, counted by the rules, ticked off, left out."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date, timedelta
from typing import Any, Final

from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from core.display import day
from core.editing import save_edit
from core.errors import SHORTEST_REASON, Refused
from core.services import entered_by, refuse
from councils.calendar import DueDate
from sessions.blueprints import CATALOGUE, Anchor, StepPlan, steps_of
from sessions.deadlines import Deadlines
from sessions.models import Sitting, SittingStep
from sessions.progress import proven, with_progress
from sessions.services.moving import check_day
from sessions.states import SittingState

NO_SHIFT: Final = timedelta(0)
_CLOSED: Final = frozenset({SittingState.CANCELLED, SittingState.ARCHIVED})
_COUNTED: Final = ("due_on", "due_rule", "due_anchor_on", "legal_basis", "updated_at")


@transaction.atomic
def lay_out_steps(*, sitting: Sitting, user: Any, shift: timedelta = NO_SHIFT) -> list[SittingStep]:
    """Give the sitting the steps of its kind that it does not have yet, and count the due days of those still open.

    `shift` is how far the opening has moved: see `recount_steps`. Safe to call again: what is done, left out or set by
    hand stays. Open steps that another kind of sitting had are taken away. Returns the steps in their order.
    """
    Sitting.objects.select_for_update(of=("self",)).get(pk=sitting.pk)
    plans = [plan for plan in steps_of(sitting.kind) if _applies(plan, sitting)]
    have = set(sitting.steps.values_list("code", flat=True))
    fresh = [
        SittingStep(sitting=sitting, position=10 * place, code=plan.code, title=_stored(plan))
        for place, plan in enumerate(plans, start=1)
        if plan.code not in have
    ]
    with entered_by(user):
        SittingStep.objects.bulk_create(fresh)
        recount_steps(sitting=sitting, user=user, shift=shift)
        wanted = {plan.code for plan in plans} | {""}
        left = [step.pk for step in _open(sitting, proven_of(sitting)) if step.code not in wanted]
        SittingStep.objects.filter(pk__in=left).delete()
    return list(sitting.steps.select_related("due_rule"))


@transaction.atomic
def recount_steps(*, sitting: Sitting, user: Any, shift: timedelta = NO_SHIFT) -> int:
    """Count the due days of open steps anew; days set by hand move by `shift`, as the opening did.

    Never touches a step that is done (ticked off, or proven by the records) or left out. Tells how many moved.
    """
    plans = {plan.code: plan for plan in steps_of(sitting.kind)}
    deadlines = Deadlines(sitting.council, (plan.rule for plan in plans.values() if plan.rule))
    steps = list(sitting.steps.select_related("due_rule"))
    done = {step.code: step.done_on for step in steps if step.done_on}
    moved = []
    for step in _still_open(steps, proven_of(sitting)):
        was = _counted(step)
        plan = plans.get(step.code)
        if _by_hand(step, plan):
            step.due_on = step.due_on and step.due_on + shift
        elif plan is not None:
            _count(step, plan, sitting, deadlines, done)
        if _counted(step) != was:
            step.updated_at = timezone.now()
            moved.append(step)
    with entered_by(user):
        SittingStep.objects.bulk_update(moved, _COUNTED)
    return len(moved)


@transaction.atomic
def add_step(
    *,
    sitting: Sitting,
    user: Any,
    title: str,
    due_on: date | None = None,
    legal_basis: str = "",
    note: str = "",
) -> SittingStep:
    """Add a step that no template has; it stands after the last one that is due before it."""
    _refuse_closed(sitting)
    refuse({"title": not title.strip() and _("Say what is to be done.")})
    before = sitting.steps.filter(due_on__lte=due_on) if due_on else sitting.steps.all()
    last = before.order_by("-position").values_list("position", flat=True).first()
    step = SittingStep(
        sitting=sitting,
        position=last or 0,
        title=title.strip(),
        due_on=due_on,
        legal_basis=legal_basis.strip(),
        note=note.strip(),
    )
    with entered_by(user):
        return save_edit(step)


@transaction.atomic
def change_step(
    *,
    step: SittingStep,
    user: Any,
    version: int | None = None,
    due_on: date | None,
    legal_basis: str = "",
    note: str = "",
    title: str = "",
) -> SittingStep:
    """Set the due day of an open step by hand; without a day a step of the template is counted by its rule again.

    Only a step added by hand has a title of its own. Raises Refused for a step that is done or left out, and for a
    day set by hand that rests on nothing.
    """
    locked = _locked(step)
    _refuse_settled(locked)
    basis = legal_basis.strip()
    departs = bool(locked.code) and due_on is not None and due_on != locked.due_on
    refuse({"legal_basis": departs and _needs_basis(locked, basis)})
    locked.note = note.strip()
    if not locked.code:
        locked.title, locked.due_on, locked.legal_basis = title.strip() or locked.title, due_on, basis
    elif due_on is None:
        locked.due_on, locked.due_rule, locked.due_anchor_on = None, None, None
    elif departs or locked.due_anchor_on is None:
        locked.due_on, locked.due_rule, locked.due_anchor_on, locked.legal_basis = due_on, None, None, basis
    with entered_by(user):
        save_edit(locked, version=version)
        recount_steps(sitting=locked.sitting, user=user)
    step.refresh_from_db()
    return step


def _needs_basis(step: SittingStep, basis: str) -> str | bool:
    """What must be said where a day departs from the rule that gave the present one."""
    rule = step.due_rule
    return (
        rule is not None
        and basis in {"", rule.legal_basis}
        and _(
            "Say what the other day rests on: a regulation of the council, a decision of the Standing Committee."
        )
    )


@transaction.atomic
def finish_step(*, step: SittingStep, user: Any, on: date, note: str = "") -> SittingStep:
    """Tick a step off as done on a day that is not in the future; steps counted from it get their due days."""
    locked = _locked(step)
    _refuse_closed(locked.sitting)
    if locked.done_on:
        raise Refused(_("This step has already been done on %(day)s.") % {"day": day(locked.done_on)})
    if locked.not_needed:
        raise Refused(_("This step has been left out: take that back first."))
    check_day(on)
    locked.done_on, locked.done_by, locked.note = on, user, note.strip() or locked.note
    return _settled(locked, user)


@transaction.atomic
def leave_out_step(*, step: SittingStep, user: Any, reason: str) -> SittingStep:
    """Say that this sitting does not need the step, and why."""
    locked = _locked(step)
    _refuse_settled(locked)
    if len(reason.strip()) < SHORTEST_REASON:
        raise Refused({"reason": _("Say why the step is not needed.")})
    locked.not_needed, locked.note = True, reason.strip()
    return _settled(locked, user)


@transaction.atomic
def undo_step(*, step: SittingStep, user: Any) -> SittingStep:
    """Take back that a step was ticked off or left out; its due day is counted by the rules of today."""
    locked = _locked(step)
    _refuse_closed(locked.sitting)
    if not locked.done_on and not locked.not_needed:
        raise Refused(_("There is nothing to take back: nobody ticked this step off."))
    if locked.not_needed:
        locked.note = ""
    locked.done_on = locked.done_by = None
    locked.not_needed = False
    return _settled(locked, user)


def proven_of(sitting: Sitting) -> frozenset[str]:
    """The codes of the steps that the sitting's records prove done; one query."""
    return proven(with_progress(Sitting.objects.filter(pk=sitting.pk)).get())


# --- Counting ---


def _stored(plan: StepPlan) -> str:
    """Titles are kept in Vietnamese, whoever lays the steps out; pages show them in the reader's language."""
    with translation.override("vi"):
        return str(plan.title)


def _applies(plan: StepPlan, sitting: Sitting) -> bool:
    """Only the first sitting of a term's first instance is bound to the election."""
    return plan.anchor != Anchor.ELECTION or _election_day(sitting) is not None


def _election_day(sitting: Sitting) -> date | None:
    term = sitting.council_term
    return term.term.election_day if term.instance == 1 else None


def _anchor_day(plan: StepPlan, sitting: Sitting, done: dict[str, date]) -> date | None:
    match plan.anchor:
        case Anchor.OPENING:
            return sitting.opens_on
        case Anchor.CLOSING:
            return sitting.closed_on or sitting.closes_on
        case Anchor.ELECTION:
            return _election_day(sitting)
        case Anchor.STEP:
            return done.get(plan.follows)
        case _:
            return None


def _count(
    step: SittingStep, plan: StepPlan, sitting: Sitting, deadlines: Deadlines, done: dict[str, date]
) -> None:
    """Set the due day by the plan; without a rule in force only the day it would count from is kept."""
    anchor = _anchor_day(plan, sitting, done)
    due: DueDate | None = None
    if anchor is not None and plan.fixed:
        due = DueDate(anchor, None, anchor, estimated=False)
    elif anchor is not None and plan.rule:
        due = deadlines.due(plan.rule, anchor)
    step.due_on, step.due_rule = (due.day, due.rule) if due else (None, None)
    step.legal_basis = due.legal_basis if due else ""
    step.due_anchor_on = anchor if plan.rule or plan.fixed else None


def _counted(step: SittingStep) -> tuple[Any, ...]:
    return step.due_on, step.due_rule_id, step.due_anchor_on, step.legal_basis


def _by_hand(step: SittingStep, plan: StepPlan | None) -> bool:
    """Whether somebody set the day: it names no rule and no day that it counts from."""
    return not step.code or plan is None or (step.due_on is not None and step.due_anchor_on is None)


def _open(sitting: Sitting, proven_codes: Collection[str]) -> list[SittingStep]:
    return list(_still_open(sitting.steps.all(), proven_codes))


def _still_open(steps: Iterable[SittingStep], proven_codes: Collection[str]) -> Iterable[SittingStep]:
    return (
        step for step in steps if not step.done_on and not step.not_needed and step.code not in proven_codes
    )


# --- What the writes share ---


def _locked(step: SittingStep) -> SittingStep:
    rows = SittingStep.objects.select_for_update(of=("self",))
    return rows.select_related("sitting__council", "sitting__council_term__term", "due_rule").get(pk=step.pk)


def _settled(step: SittingStep, user: Any) -> SittingStep:
    with entered_by(user):
        step.save()
        recount_steps(sitting=step.sitting, user=user)
    step.refresh_from_db()
    return step


def _refuse_closed(sitting: Sitting) -> None:
    if sitting.state in _CLOSED:
        raise Refused(
            _("The sitting is “%(state)s”: its steps no longer change.")
            % {"state": sitting.get_state_display().lower()}
        )


def _refuse_settled(step: SittingStep) -> None:
    _refuse_closed(step.sitting)
    if step.done_on or step.not_needed:
        raise Refused(_("The step is done or left out. Take that back before you change it."))


def title_of(step: SittingStep) -> str:
    """What is to be done, in the reader's language where the step is one of the template's."""
    plan = CATALOGUE.get(step.code)
    return str(plan.title) if plan else step.title
