"""Taking the last step of a resolution back, with a reason, while nothing follows from it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Final

import pghistory
from django.db import transaction
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.errors import SHORTEST_REASON, Refused
from core.services import refuse
from documents.models import NumberSeries
from documents.services import give_back_number
from followups.states import State
from sessions.models import Resolution
from sessions.services.adoption import paper_waits
from sessions.services.resolution_steps import searched
from sessions.services.resolutions import lock
from sessions.states import RESOLUTION_TABLE, ResolutionState


@dataclass(frozen=True)
class Step:
    """A step that can be taken back: its name, the move or the column, and why it cannot be now."""

    label: str | Promise
    done: Callable[[Resolution], bool]
    refusal: Callable[[Resolution], str]
    move: str = ""
    undone: str = ""
    """The state that the step had led to."""
    columns: dict[str, Any] = field(default_factory=dict)


def _state(state: str) -> Callable[[Resolution], bool]:
    return lambda resolution: resolution.state == state


def _free(_resolution: Resolution) -> str:
    return ""


def _voted(resolution: Resolution) -> str:
    """What a vote has decided, the vote takes back."""
    votes = resolution.votes.filter(is_final=True, passed=True, voided_on__isnull=True)
    return _("A recorded vote adopted it: void that vote instead.") if votes.exists() else ""


def _numbered(resolution: Resolution) -> str:
    if resolution.sent_up_on or resolution.gazette_on:
        return _("It has been sent up or to the gazette: take that back first.")
    if resolution.changed_by.exists():
        return _("A later resolution changes it: it must stay signed.")
    document = resolution.document
    if document and NumberSeries.objects.filter(pk=document.series_id, last__gt=document.number).exists():
        words = _("Later numbers of the series have been given since: %(symbol)s cannot be taken back.")
        return words % {"symbol": document.symbol}
    return ""


def _tasks_sent(resolution: Resolution) -> str:
    sent = resolution.tasks.exclude(follow_up__state__in=[State.DRAFT, State.WITHDRAWN])
    words = _("Its tasks have been sent: withdraw them on the pages of their follow-ups first.")
    return words if sent.exists() else ""


def _in_gazette(resolution: Resolution) -> str:
    return _("It has been published: take that back first.") if resolution.published_on else ""


STEPS: Final[dict[str, Step]] = {
    "publication": Step(
        gettext_lazy("Take the publication back"),
        _state(ResolutionState.PUBLISHED),
        _free,
        "unpublish",
        ResolutionState.PUBLISHED,
        {"published_on": None, "published_at": ""},
    ),
    "issue": Step(
        gettext_lazy("Take the issue back"),
        _state(ResolutionState.ISSUED),
        _tasks_sent,
        "unissue",
        ResolutionState.ISSUED,
    ),
    "signature": Step(
        gettext_lazy("Take signature and number back"),
        _state(ResolutionState.SIGNED),
        _numbered,
        "unsign",
        ResolutionState.SIGNED,
        {
            "signed_on": None,
            "signer": "",
            "document": None,
            "in_force_on": None,
            "expires_on": None,
            "send_up_due_on": None,
            "send_up_rule": None,
        },
    ),
    "adoption": Step(
        gettext_lazy("Take the adoption back"),
        _state(ResolutionState.PASSED),
        _voted,
        "unadopt",
        ResolutionState.PASSED,
        {"adopted_on": None, "in_force_on": None, "expires_on": None},
    ),
    "tabling": Step(
        gettext_lazy("Take the tabling back"),
        _state(ResolutionState.TABLED),
        _free,
        "untable",
        ResolutionState.TABLED,
    ),
    "gazette": Step(
        gettext_lazy("Take the sending to the gazette back"),
        lambda resolution: resolution.gazette_on is not None,
        _in_gazette,
        columns={"gazette_on": None},
    ),
    "sending": Step(
        gettext_lazy("Take the sending up back"),
        lambda resolution: resolution.sent_up_on is not None,
        _free,
        columns={"sent_up_on": None},
    ),
}
"""What can be taken back, by the name in its address."""


def steps_back(resolution: Resolution) -> list[tuple[str, Step]]:
    """The steps that have been taken last; whether each can be taken back now, its refusal says."""
    return [(name, step) for name, step in STEPS.items() if step.done(resolution)]


@transaction.atomic
def take_back(*, resolution: Resolution, user: Any, step: str, reason: str) -> Resolution:
    """Take the last step of its kind back, with the reason; Refused in words while something follows from it.

    The dated move leaves the record's moves, so that it can be entered again for an earlier day; the history keeps it.
    """
    lock(resolution)
    chosen = STEPS[step]
    if not chosen.done(resolution):
        raise Refused(_("There is nothing to take back any more. Reload the page to see what changed."))
    if refusal := chosen.refusal(resolution):
        raise Refused(refusal)
    why = reason.strip()
    refuse({"reason": len(why) < SHORTEST_REASON and _("Say in a few words why.")})
    with pghistory.context(**({"user": user.pk} if user else {}), reason=why):
        document = resolution.document
        _undo(resolution, chosen, user, why)
        if step == "adoption":
            paper_waits(resolution, user=user, note=why)
        if step == "signature" and document is not None:
            resolution.reviews_carried_out.update(carried_out_by=None, updated_at=timezone.now())
            give_back_number(document=document)
    return resolution


def _undo(resolution: Resolution, step: Step, user: Any, why: str) -> None:
    changes: dict[str, Any] = {**step.columns, "updated_at": timezone.now()}
    if not step.move:
        Resolution.objects.filter(pk=resolution.pk).update(**changes)
    else:
        if "document" in changes:
            changes["search"] = searched(resolution, None)
        RESOLUTION_TABLE.apply(Resolution.objects.all(), resolution.pk, step.move, **changes)
        _unmove(resolution, step, user, why)
    resolution.refresh_from_db()


def _unmove(resolution: Resolution, step: Step, user: Any, why: str) -> None:
    """The step's own row goes; one that says what was taken back and why stands on the day before it."""
    back = [other.undone for other in STEPS.values() if other.move and _target(other) == step.undone]
    made = resolution.moves.filter(to_state=step.undone).exclude(from_state__in=back)
    undone = made.order_by("-effective_on", "-pk").first()
    if undone is not None:
        undone.delete()
    before = resolution.moves.order_by("-effective_on", "-pk").values_list("effective_on", flat=True).first()
    resolution.moves.create(
        from_state=step.undone,
        to_state=_target(step),
        effective_on=before or timezone.localdate(resolution.created_at),
        actor=user,
        note=why,
    )


def _target(step: Step) -> str:
    """The state to which taking a step back leads."""
    return RESOLUTION_TABLE.moves[step.move].target
