"""Rà soát văn bản: what a council does with the normative texts that it and its predecessors left in force."""

from __future__ import annotations

from datetime import date
from typing import Any, Final

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core.editing import save_edit
from core.services import entered_by, refuse
from councils.models import Council
from sessions.models import Resolution, ResolutionRelation, ResolutionReview
from sessions.services.moving import check_day
from sessions.states import SIGNED
from sessions.succession import predecessors_of

DUE_ON: Final = date(2027, 3, 1)
"""By when normative texts must be adapted to the new units."""
LEGAL_BASIS: Final = "Luật số 72/2025/QH15, Điều 54 khoản 1"
Outcome, Kind = ResolutionReview.Outcome, ResolutionRelation.Kind
CARRIES_OUT: Final = {
    Outcome.AMEND: (Kind.AMENDS, Kind.REPEALS_PARTLY),
    Outcome.REPLACE: (Kind.REPLACES,),
    Outcome.REPEAL: (Kind.REPEALS,),
}
"""Which relation of a later resolution carries out what was decided."""


@transaction.atomic
def open_review(*, council: Council, user: Any, on: date | None = None) -> int:
    """List the normative resolutions in force of a council and of those it followed; tells how many were added.

    Safe to repeat: what is listed stays as it is. Source: Law 72/2025 Art. 54.1.
    """
    day = on or timezone.localdate()
    councils = {council.pk, *predecessors_of(council, day)}
    texts = Resolution.objects.filter(council__in=councils, is_normative=True).in_force(day)
    new = texts.exclude(reviews__council=council).order_by("adopted_on", "pk")
    rows = [
        ResolutionReview(council=council, resolution_id=pk, due_on=DUE_ON, legal_basis=LEGAL_BASIS)
        for pk in new.values_list("pk", flat=True)
    ]
    before = ResolutionReview.objects.of(council).count()
    with entered_by(user):
        ResolutionReview.objects.bulk_create(rows, ignore_conflicts=True)
    return ResolutionReview.objects.of(council).count() - before


@transaction.atomic
def decide(
    *,
    review: ResolutionReview,
    user: Any,
    outcome: str,
    reason: str,
    on: date,
    version: int | None = None,
) -> ResolutionReview:
    """Decide what is to become of a text, with reason and day. Deciding anew is open until it has been carried out."""
    current = ResolutionReview.objects.select_for_update().get(pk=review.pk)
    done = current.carried_out_by
    words = _("%(resolution)s has carried out what was decided: it can no longer be changed.")
    refuse(
        {
            "outcome": (not outcome and _("Say what is to become of the text."))
            or (done is not None and outcome != current.outcome and words % {"resolution": done}),
            "reason": not reason.strip() and _("Say why."),
        }
    )
    check_day(on, field="decided_on")
    review.outcome, review.reason, review.decided_on = outcome, reason.strip(), on
    review.carried_out_by = done or _carrying(review)
    with entered_by(user):
        return save_edit(review, version=version)


def _carrying(review: ResolutionReview) -> Resolution | None:
    """A signed resolution of the council that already does what was decided."""
    found: Resolution | None = carriers(review).order_by("signed_on", "pk").first()
    return found


def carriers(review: ResolutionReview) -> Any:
    """Signed resolutions of the council that do to the text what was decided."""
    kinds = CARRIES_OUT.get(Outcome(review.outcome), ()) if review.outcome else ()
    return Resolution.objects.filter(
        council=review.council_id,
        state__in=SIGNED,
        changes__target=review.resolution_id,
        changes__kind__in=kinds,
    ).distinct()


@transaction.atomic
def carry_out(*, review: ResolutionReview, user: Any, resolution: Resolution) -> ResolutionReview:
    """Link the resolution that carries the decision out; Refused where it does not say that it changes the text."""
    current = ResolutionReview.objects.select_for_update().get(pk=review.pk)
    fits = carriers(current).filter(pk=resolution.pk).exists()
    words = _(
        "%(resolution)s is not signed, or does not say that it does this to the text: enter the relation first."
    )
    refuse(
        {
            "resolution": (not current.outcome and _("Decide first what is to become of the text."))
            or (not fits and words % {"resolution": resolution})
        }
    )
    review.refresh_from_db()
    review.carried_out_by = resolution
    with entered_by(user):
        review.save(update_fields=["carried_out_by", "updated_at"])
    return review


def carried_out(resolution: Resolution) -> int:
    """Mark the reviews whose decision a signed resolution carries out by its relations; tells how many."""
    if resolution.state not in SIGNED:
        return 0
    waiting = ResolutionReview.objects.filter(council=resolution.council_id, carried_out_by__isnull=True)
    marked = 0
    for outcome, kinds in CARRIES_OUT.items():
        changed = ResolutionRelation.objects.filter(source=resolution, kind__in=kinds, target__isnull=False)
        rows = waiting.filter(outcome=outcome, resolution__in=changed.values("target"))
        marked += rows.update(carried_out_by=resolution, updated_at=timezone.now())
    return marked
