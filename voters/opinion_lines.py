"""Opinions as the annexes of papers list them: the words of each cell, for many opinions in a handful of queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.db.models import Prefetch, Q

from councils.models import Agency
from documents.language import short_date
from voters.models import OpinionLikeness, OpinionLink, VoterOpinion
from voters.querysets import OpinionQuerySet, in_effect

LEVELS: Final = {
    "central": "Trung ương",
    "province": "cấp tỉnh",
    "district": "cấp huyện",
    "commune": "cấp xã",
    "": "chưa phân loại",
}
"""Levels of competence in official texts, from the highest down."""
NO_FIELD: Final = "Chưa phân loại"


@dataclass(frozen=True, slots=True)
class OpinionLine:
    """One opinion with the words of its cells. Texts are Vietnamese: they go into official papers."""

    opinion: VoterOpinion
    places: tuple[str, ...]
    """Whose voters raised it: villages and communes, those of merged statements included."""
    meetings: tuple[str, ...]
    """Where and when it was heard."""
    coordinating: tuple[str, ...] = ()
    repeats: tuple[str, ...] = ()
    """When it was raised before; empty for what is new."""

    @property
    def content(self) -> str:
        """What voters said, on one line."""
        return " ".join(self.opinion.content.split()).rstrip(" .;,")

    @property
    def place(self) -> str:
        """All places in one text."""
        return "; ".join(self.places)

    @property
    def meeting(self) -> str:
        """All meetings in one text."""
        return "; ".join(self.meetings)

    @property
    def field(self) -> str:
        """The subject."""
        return self.opinion.field.name if self.opinion.field else NO_FIELD

    @property
    def level(self) -> str:
        """Who is competent."""
        return LEVELS[self.opinion.competence_level]

    @property
    def agency(self) -> str:
        """Who answers."""
        return self.opinion.agency.name if self.opinion.agency else ""

    @property
    def due_on(self) -> date | None:
        """By when the answer is due, once it was sent."""
        return self.opinion.follow_up.due_on if self.opinion.follow_up else None

    @property
    def repeated(self) -> str:
        """Marks what was raised before, with since when."""
        return f"Có ({'; '.join(self.repeats)})" if self.repeats else ""


def opinions_for_papers(rows: OpinionQuerySet[Any]) -> OpinionQuerySet[Any]:
    """The rows with what the lines need, highest level first, then by field and number."""
    agencies = Prefetch("coordinating", Agency.objects.order_by("sort_key"))
    related = rows.select_related("field", "agency", "follow_up", "meeting__round", "council")
    return related.prefetch_related(agencies).order_by("field__order", "field_id", "year", "number")


def lines_of(opinions: Iterable[VoterOpinion], day: date) -> list[OpinionLine]:
    """The lines of these opinions, by level then field; what was merged into them brings its places. Two queries."""
    chosen = list(opinions)
    ids = [opinion.pk for opinion in chosen]
    sources, repeats = _sources(ids, day), _repeats(ids, day)
    order = list(LEVELS)
    lines = [_line(opinion, sources[opinion.pk], repeats.get(opinion.pk, ())) for opinion in chosen]
    return sorted(lines, key=lambda line: order.index(line.opinion.competence_level))


def _line(opinion: Any, sources: Sequence[VoterOpinion], repeats: Sequence[str]) -> OpinionLine:
    said = sources or [opinion]
    elsewhere = [
        f"đã nêu tại {one.meeting.round.name}"
        for one in sources
        if one.meeting and opinion.meeting and one.meeting.round_id != opinion.meeting.round_id
    ]
    return OpinionLine(
        opinion,
        places=_unique(place_of(one) for one in said),
        meetings=_unique(meeting_words(one) for one in said),
        coordinating=tuple(agency.name for agency in opinion.coordinating.all()),
        repeats=_unique([*repeats, *elsewhere]),
    )


def place_of(opinion: VoterOpinion) -> str:
    """Whose voters: the village, then the commune of the meeting unless it is already said."""
    locality = opinion.meeting.locality if opinion.meeting else ""
    place = opinion.voter_place.strip()
    return place if not locality or locality in place else f"{place}, {locality}" if place else locality


def meeting_words(opinion: VoterOpinion) -> str:
    """The meeting at which it was heard, with its day."""
    meeting = opinion.meeting
    return f"{meeting.venue} ({short_date(meeting.held_on)})" if meeting else short_date(opinion.recorded_on)


def _unique(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(text for text in texts if text))


def _sources(ids: Sequence[int], day: date) -> dict[int, list[VoterOpinion]]:
    """By carrier, the statements that were merged into it; a carrier that was said itself comes first."""
    rows = OpinionLink.objects.filter(
        in_effect(day, "regrouping__"), target__in=ids, regrouping__kind="merge"
    )
    found: dict[int, list[VoterOpinion]] = defaultdict(list)
    for link in rows.select_related("source__meeting__round", "target__meeting__round").order_by("source_id"):
        if not found[link.target_id] and link.target.made_by_id is None:
            found[link.target_id].append(link.target)
        found[link.target_id].append(link.source)
    return found


def _repeats(ids: Sequence[int], day: date) -> dict[int, tuple[str, ...]]:
    """By opinion, the other rounds in which it was raised before, as known on the day."""
    rows = OpinionLikeness.objects.filter(in_effect(day), Q(verdict="repeat"), opinion__in=ids)
    found: dict[int, tuple[str, ...]] = {}
    related = rows.select_related("earlier__meeting__round", "opinion__meeting")
    for row in related.order_by("earlier__recorded_on", "pk"):
        before, here = row.earlier.meeting, row.opinion.meeting
        if (before and before.round_id) == (here and here.round_id):
            continue
        name = before.round.name if before else short_date(row.earlier.recorded_on)
        found[row.opinion_id] = (*found.get(row.opinion_id, ()), f"đã nêu tại {name}")
    return found
