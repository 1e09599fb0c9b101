"""What a resolution does to earlier ones. A relation counts from its day on, once its resolution is signed."""

from __future__ import annotations

from datetime import date
from typing import Any, Final

import pghistory
from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core.display import day as shown
from core.editing import save_edit
from core.errors import Refused
from core.services import entered_by, refuse
from sessions.models import Resolution, ResolutionRelation, ResolutionReview
from sessions.services.resolutions import lock
from sessions.services.review import carried_out
from sessions.states import SIGNED
from sessions.succession import predecessors_of

Kind = ResolutionRelation.Kind
ENDING: Final = frozenset({Kind.REPLACES, Kind.REPEALS})
"""What takes the whole of the earlier text out of force."""
_REACHED: Final = """
    WITH RECURSIVE earlier(id) AS (
        SELECT target_id FROM sittings_resolutionrelation WHERE source_id = %(start)s AND target_id IS NOT NULL
        UNION
        SELECT relation.target_id FROM sittings_resolutionrelation relation
        JOIN earlier ON relation.source_id = earlier.id WHERE relation.target_id IS NOT NULL
    )
    SELECT EXISTS (SELECT 1 FROM earlier WHERE id = %(wanted)s)
"""


@transaction.atomic
def relate(
    *,
    resolution: Resolution,
    user: Any,
    kind: str,
    effective_on: date,
    target: Resolution | None = None,
    target_text: str = "",
    note: str = "",
) -> ResolutionRelation:
    """Say that a resolution amends, replaces or repeals an earlier text, since when.

    The earlier text is one of the register (of this council or one it followed), or named by hand. Raises Refused for
    a text that does not come before this one, for a circle, and for one that no longer applied on that day.
    """
    lock(resolution)
    relation = ResolutionRelation(
        source=resolution,
        target=target,
        target_text=target_text.strip(),
        kind=kind,
        effective_on=effective_on,
        note=note.strip(),
    )
    _check(relation)
    with entered_by(user):
        save_edit(relation)
        carried_out(resolution)
    return relation


@transaction.atomic
def unrelate(*, relation: ResolutionRelation, user: Any, reason: str = "") -> None:
    """Take a relation back; once its resolution is signed this needs a reason, which the history keeps."""
    lock(relation.source)
    signed = relation.source.state in SIGNED
    refuse({"reason": signed and not reason.strip() and _("Say why.")})
    with pghistory.context(**({"user": user.pk} if user else {}), reason=reason.strip()):
        ResolutionReview.objects.filter(carried_out_by=relation.source, resolution=relation.target_id).update(
            carried_out_by=None, updated_at=timezone.now()
        )
        relation.delete()


def check_relations(resolution: Resolution) -> None:
    """Refuse to sign while a relation no longer holds: what it changes may have been replaced meanwhile."""
    for relation in resolution.changes.select_related("target__document", "target__council"):
        relation.source = resolution
        try:
            _check(relation)
        except Refused as refusal:
            raise Refused(f"{relation}: {' '.join(refusal.messages)}") from refusal


def _check(relation: ResolutionRelation) -> None:
    source, target = relation.source, relation.target
    refuse({"effective_on": _too_early(relation)})
    if target is None:
        refuse({"target": not relation.target_text and _("Choose the earlier resolution, or name it.")})
        return
    refuse(
        {
            "target_text": bool(relation.target_text)
            and _("Choose the resolution or name a text, not both."),
            "target": _no_target(source, target) or _in_a_circle(source, target) or _said_already(relation),
        }
    )
    refuse({"effective_on": _no_longer(relation)})


def _too_early(relation: ResolutionRelation) -> str:
    adopted = relation.source.adopted_on
    if adopted is None or relation.effective_on >= adopted:
        return ""
    words = _("This resolution was adopted on %(day)s: it changes nothing before.")
    return words % {"day": shown(adopted)}


def _no_target(source: Resolution, target: Resolution) -> str:
    """Why the chosen text cannot be what an earlier text must be."""
    if source.pk == target.pk:
        return _("A resolution cannot change itself.")
    if target.state not in SIGNED:
        return _("The earlier text must have been signed.")
    if target.council_id != source.council_id and target.council_id not in predecessors_of(
        source.council, timezone.localdate()
    ):
        return _("Only texts of this council, or of one that it followed, can be changed.")
    if source.adopted_on and target.adopted_on and target.adopted_on > source.adopted_on:
        words = _("It was adopted on %(day)s, after this resolution: it is no earlier text.")
        return words % {"day": shown(target.adopted_on)}
    return ""


def _in_a_circle(source: Resolution, target: Resolution) -> str:
    """Whether the chosen text itself changes this one, also through others; one query."""
    Resolution.objects.select_for_update().filter(pk__in=[source.pk, target.pk]).order_by("pk").exists()
    with connection.cursor() as cursor:
        cursor.execute(_REACHED, {"start": target.pk, "wanted": source.pk})
        found: bool = cursor.fetchone()[0]
    return _("That resolution itself changes this one: they would stand in a circle.") if found else ""


def _said_already(relation: ResolutionRelation) -> str:
    """Whether this resolution already says something about that text that leaves no room for more."""
    rows = ResolutionRelation.objects.filter(source=relation.source, target=relation.target).exclude(
        pk=relation.pk
    )
    for kind in rows.values_list("kind", flat=True):
        if kind == relation.kind or kind in ENDING or relation.kind in ENDING:
            return _("This resolution already says that it %(kind)s that text.") % {"kind": Kind(kind).label}
    return ""


def _no_longer(relation: ResolutionRelation) -> str:
    """Why the earlier text left nothing to change on that day.

    What has been replaced or repealed cannot be ended again on an earlier day, nor amended from its last day on.
    """
    others = ResolutionRelation.objects.filter(
        target=relation.target, kind__in=ENDING, source__state__in=SIGNED
    ).exclude(source=relation.source)
    first = others.select_related("source__document").order_by("effective_on", "pk").first()
    if first is None:
        return ""
    ends = relation.kind in ENDING
    if relation.effective_on >= first.effective_on if ends else relation.effective_on < first.effective_on:
        return ""
    words = _("%(source)s ended that text on %(day)s: it cannot be ended again on an earlier day.")
    if not ends:
        words = _("%(source)s ended that text on %(day)s: nothing was left to change.")
    return words % {"source": first.source, "day": shown(first.effective_on)}
