"""Opinions that look alike, suggested with the reason; people decide. Nothing is ever merged by itself.

The index over marks of likeness (`voters.likeness`) finds which statements may be alike, trigrams then measure how
much; likeness alone suggests, likeness together with the same place or field suggests sooner.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from django.contrib.postgres.expressions import ArraySubquery
from django.contrib.postgres.search import TrigramSimilarity
from django.db.models import OuterRef, Q
from django.db.models.functions import JSONObject
from django.utils.translation import gettext as _

from core.text import fold
from voters.models import OpinionLikeness, VoterOpinion
from voters.querysets import OpinionQuerySet

ALIKE: Final = 0.5
"""Similarity of the words from which two opinions are worth a look, whatever else (0 to 1)."""
ALIKE_NEAR: Final = 0.4
"""The same where both come from one place or belong to one field."""
ALIKE_SAME: Final = 0.3
"""The same where both come from one place and belong to one field."""
COMPARED: Final = 100
"""Opinions that one page compares with the others: the newest ones."""
_EACH: Final = 6
"""Likenesses kept of each opinion."""

Pair = frozenset[int]


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Two opinions of one council that may be the same matter: the later one, the earlier one, and why."""

    opinion: VoterOpinion
    earlier: VoterOpinion
    similarity: float
    reasons: tuple[str, ...]

    @property
    def can_merge(self) -> bool:
        """Whether neither was sent or forwarded yet."""
        return not any(one.follow_up_id or _is_forwarded(one) for one in (self.opinion, self.earlier))


def suggestions(rows: OpinionQuerySet[VoterOpinion]) -> list[Suggestion]:
    """Pairs that look alike of which at least one is among these opinions, the likeliest first.

    Only working opinions of the same council; what somebody has decided already does not come again. The newest
    `COMPARED` are looked at. Five queries, however many there are.
    """
    near = _near(rows)
    said = _decided(near)
    found = _read({pk for pair in near if pair not in said for pk in pair})
    pairs = (_suggest(pair, similarity, found) for pair, similarity in near.items() if pair not in said)
    hits = [hit for hit in pairs if hit is not None]
    return sorted(hits, key=lambda hit: (-hit.similarity, hit.opinion.pk, hit.earlier.pk))


def _near(rows: OpinionQuerySet[VoterOpinion]) -> dict[Pair, float]:
    """Pairs of ids with their similarity; one query, by the index over marks."""
    # The council is in the marks: naming it too would lead the planner to read all of the council's opinions.
    others = VoterOpinion.objects.working().filter(marks__overlap=OuterRef("marks"))
    alike = (
        others.exclude(pk=OuterRef("pk"))
        .annotate(near=TrigramSimilarity("search", OuterRef("search")))  # type: ignore[arg-type]  # any expression
        .filter(near__gte=ALIKE_SAME)
        .order_by("-near", "pk")
        .values(found=JSONObject(pk="pk", near="near"))[:_EACH]
    )
    compared: Any = rows.working().order_by("-recorded_on", "-pk").annotate(alike=ArraySubquery(alike))
    found: dict[Pair, float] = {}
    for pk, hits in compared.values_list("pk", "alike")[:COMPARED]:
        found.update({frozenset({pk, hit["pk"]}): float(hit["near"]) for hit in hits})
    return found


def _decided(pairs: Iterable[Pair]) -> set[Pair]:
    """The pairs of which somebody has said something that still stands."""
    ids = {pk for pair in pairs for pk in pair}
    rows = OpinionLikeness.objects.standing().filter(Q(opinion__in=ids), Q(earlier__in=ids))
    return {frozenset(pair) for pair in rows.values_list("opinion", "earlier")}


def _read(ids: Iterable[int]) -> dict[int, VoterOpinion]:
    rows = VoterOpinion.objects.with_status().filter(pk__in=ids)
    related = rows.select_related("council", "meeting__round", "field", "agency", "follow_up")
    return {row.pk: row for row in related}


def _is_forwarded(opinion: Any) -> bool:
    return opinion.status in {"forwarded", "forwarding"}


def _suggest(pair: Pair, similarity: float, found: dict[int, VoterOpinion]) -> Suggestion | None:
    earlier, later = sorted((found[pk] for pk in pair), key=lambda row: (row.recorded_on, row.pk))
    place, field = _same_place(later, earlier), bool(later.field_id and later.field_id == earlier.field_id)
    least = ALIKE_SAME if place and field else ALIKE_NEAR if place or field else ALIKE
    if similarity < least or later.council_id != earlier.council_id:
        return None
    reasons = [_("similar words (%(percent)s %%)") % {"percent": round(similarity * 100)}]
    reasons += [_("same place")] if place else []
    reasons += [_("same field")] if field else []
    reasons += [_same_time(later, earlier)]
    return Suggestion(later, earlier, similarity, tuple(filter(None, reasons)))


def _same_place(one: VoterOpinion, other: VoterOpinion) -> bool:
    """The voters' place where both name it, else the locality of their meetings."""
    places = [fold(row.voter_place) for row in (one, other)]
    if all(places):
        return places[0] == places[1] and _locality(one) == _locality(other)
    return bool(_locality(one)) and _locality(one) == _locality(other)


def _locality(opinion: VoterOpinion) -> str:
    return fold(opinion.meeting.locality) if opinion.meeting else ""


def _same_time(one: VoterOpinion, other: VoterOpinion) -> str:
    if one.meeting is None or other.meeting is None:
        return ""
    if one.meeting_id == other.meeting_id:
        return _("same meeting")
    return _("same round") if one.meeting.round_id == other.meeting.round_id else _("another round")
