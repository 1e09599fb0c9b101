"""Nhiệm vụ thực hiện nghị quyết: tasks with the five clears, drafts until their resolution is issued."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from accounts.models import User
from core.errors import Contradiction, Refused
from core.services import entered_by
from documents.language import long_date
from followups import services as followups
from followups.models import FollowUp
from followups.states import State
from sessions.models import Resolution, ResolutionTask
from sessions.services.resolutions import lock
from sessions.states import ResolutionState

ORIGIN: Final = "resolution_task"
"""Kind of the follow-ups that tasks of resolutions are."""
_NO_TASKS: Final = frozenset({ResolutionState.REJECTED})


@transaction.atomic
def add_task(
    *,
    resolution: Resolution,
    user: User | None,
    follow_up: FollowUp,
    article: str = "",
    rule: str = "",
    parts: Iterable[followups.Part] = (),
) -> ResolutionTask:
    """Write down a task as a draft, however little of it is known; it is sent when the resolution is issued.

    `follow_up` is unsaved and carries what is known of the five clears; see `followups.services.save_draft`.
    """
    lock(resolution)
    if resolution.state in _NO_TASKS:
        raise Refused(_("A resolution that was rejected gives no tasks."))
    follow_up.council, follow_up.kind, follow_up.issued_on = resolution.council, ORIGIN, None
    follow_up.field = follow_up.field or resolution.field
    with entered_by(user):
        followups.save_draft(follow_up=follow_up, rule=rule, parts=parts)
        last = resolution.tasks.aggregate(last=Max("position"))["last"] or 0
        return ResolutionTask.objects.create(
            resolution=resolution, position=last + 1, article=article.strip(), follow_up=follow_up
        )


@transaction.atomic
def change_task(
    *,
    task: ResolutionTask,
    user: User | None,
    follow_up: FollowUp,
    article: str = "",
    rule: str = "",
    parts: Iterable[followups.Part] = (),
    version: int | None = None,
) -> ResolutionTask:
    """Change a task that nobody has been sent yet; `version` is that of its follow-up."""
    lock(task.resolution)
    follow_up.issued_on = None
    with entered_by(user):
        followups.save_draft(follow_up=follow_up, rule=rule, parts=parts, version=version)
        task.article = article.strip()
        task.save(update_fields=["article", "updated_at"])
    return task


@transaction.atomic
def remove_task(*, task: ResolutionTask, user: User, reason: str) -> None:
    """Drop a task that nobody has been sent yet; its draft is withdrawn with the reason, and nobody's any more.

    What has been sent is withdrawn at its follow-up, where its owner reads why.
    """
    lock(task.resolution)
    follow_up = task.follow_up
    follow_up.refresh_from_db()
    if follow_up.state != State.DRAFT:
        raise Refused(_("This task has been sent. Withdraw it on the page of its follow-up."))
    with entered_by(user):
        task.delete()
        followups.set_owner(follow_up, None)
        follow_up.save(update_fields=["agency", "delegate", "group", "committee", "updated_at"])
        follow_up.coordinations.all().delete()
        followups.withdraw(follow_up=follow_up, user=user, reason=reason)


@transaction.atomic
def send_tasks(*, resolution: Resolution, user: User | None, on: date, kept_because: str = "") -> int:
    """Send every task that is still a draft, all or none; tells how many.

    A day set by hand rests on the resolution itself unless it names something else. Raises Refused with a sentence for
    each task that lacks something, Contradiction where only days of an old record contradict each other.
    """
    tasks = list(waiting_tasks(resolution))
    wrong: list[tuple[ResolutionTask, ValidationError]] = []
    for task in tasks:
        try:
            _send(task, resolution, user, on, kept_because)
        except Refused as refusal:
            wrong.append((task, refusal))
    if wrong:
        kind = Contradiction if all(isinstance(error, Contradiction) for _task, error in wrong) else Refused
        raise kind([_missing(task, error) for task, error in wrong])
    return len(tasks)


def waiting_tasks(resolution: Resolution) -> Any:
    """The tasks that have not been sent yet, in their order."""
    rows = resolution.tasks.filter(follow_up__state=State.DRAFT).order_by("position", "pk")
    return rows.select_related("follow_up__council", "follow_up__due_rule")


def _send(
    task: ResolutionTask, resolution: Resolution, user: User | None, on: date, kept_because: str
) -> None:
    follow_up = task.follow_up
    if not follow_up.legal_basis and follow_up.due_rule_id is None:
        follow_up.legal_basis = basis_of(resolution, task.article)
        follow_up.save(update_fields=["legal_basis", "updated_at"])
    followups.issue_draft(follow_up=follow_up, user=user, on=on, kept_because=kept_because)


def basis_of(resolution: Resolution, article: str = "") -> str:
    """How a task cites its resolution. Official text: always Vietnamese."""
    day = long_date(resolution.signed_on) if resolution.signed_on else ""
    number = resolution.document.symbol if resolution.document else ""
    cited = " ".join(filter(None, [f"Nghị quyết số {number}" if number else "Nghị quyết", day]))
    return ", ".join(filter(None, [cited, article]))[:300]


def _missing(task: ResolutionTask, refusal: ValidationError) -> str:
    """What a task lacks, in one line."""
    words = {"number": task.position, "title": task.follow_up.title, "missing": " ".join(refusal.messages)}
    return _("Task %(number)s “%(title)s”: %(missing)s") % words
