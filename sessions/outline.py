"""The order of an agenda as plain data: one list with depths, and what a move does to it.

A section stands at the margin and nothing else does; an item stands at most one step deeper than the line before it.
The first line may be an item. Nothing here reads or writes the database.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Final, NamedTuple

from django.utils.translation import gettext as _

from core.errors import Refused
from core.text import whole
from sessions.models.agenda import DEEPEST

MOVES: Final = ("up", "down", "in", "out")
_ORDER: Final = re.compile(r"[0-9]{1,18}:[0-9](?:,[0-9]{1,18}:[0-9])*")
_TOKEN_LENGTH: Final = 16


class Place(NamedTuple):
    """A line of the agenda: its item, how far it stands in, whether it is a section."""

    pk: int
    depth: int
    is_section: bool = False


def end_of(places: Sequence[Place], start: int) -> int:
    """Where what hangs under the line at `start` ends."""
    deeper = range(start + 1, len(places))
    return next((at for at in deeper if places[at].depth <= places[start].depth), len(places))


def normalised(places: Iterable[Place]) -> list[Place]:
    """The same lines, none deeper than it may stand and no item at the margin."""
    found: list[Place] = []
    before = 0
    for place in places:
        before = 0 if place.is_section else min(max(place.depth, 1), before + 1, DEEPEST)
        found.append(place._replace(depth=before))
    return found


def token(places: Iterable[Place]) -> str:
    """A word for this very order: who moves lines says which order was on the screen."""
    order = ",".join(f"{place.pk}:{place.depth}" for place in places)
    return hashlib.sha256(order.encode()).hexdigest()[:_TOKEN_LENGTH]


def moved(places: Sequence[Place], pk: int, to: str) -> list[Place]:
    """The order after a line, with what hangs under it, went up, down, in or out. Refused in words where it cannot."""
    start = next(at for at, place in enumerate(places) if place.pk == pk)
    if refusal := _refusal(places, start, to):
        raise Refused(refusal)
    end = end_of(places, start)
    block = places[start:end]
    if to in {"in", "out"}:
        step = 1 if to == "in" else -1
        block = [place._replace(depth=place.depth + step) for place in block]
        return normalised([*places[:start], *block, *places[end:]])
    others = [*places[:start], *places[end:]]
    at = _above(places, start) if to == "up" else _below(places, end, places[start].depth) - len(block)
    return normalised([*others[:at], *block, *others[at:]])


def possible(places: Sequence[Place]) -> Mapping[int, frozenset[str]]:
    """Per line the moves that it can make."""
    return {
        place.pk: frozenset(to for to in MOVES if not _refusal(places, at, to))
        for at, place in enumerate(places)
    }


def _refusal(places: Sequence[Place], start: int, to: str) -> str:
    place, end = places[start], end_of(places, start)
    match to:
        case "up":
            return "" if start else _("It already stands first.")
        case "down":
            return "" if end < len(places) else _("It already stands last.")
        case "in" if place.is_section:
            return _("A section stands at the margin and nowhere else.")
        case "in":
            deepest = max(one.depth for one in places[start:end])
            room = place.depth <= (places[start - 1].depth if start else 0) and deepest < DEEPEST
            return (
                "" if room else _("It cannot stand deeper: at most one step deeper than the line before it.")
            )
        case "out":
            return "" if place.depth > 1 else _("Only sections stand at the margin.")
    return _("An item can only go up, down, in or out.")


def _above(places: Sequence[Place], start: int) -> int:
    """The line before which a line goes: the one before it that stands no deeper, the first if there is none."""
    depth = places[start].depth
    return next((at for at in reversed(range(start)) if places[at].depth <= depth), 0)


def _below(places: Sequence[Place], end: int, depth: int) -> int:
    """Behind which line it goes: behind its next sibling, or as the first under what follows."""
    return end_of(places, end) if places[end].depth == depth else end + 1


def without(places: Sequence[Place], pk: int) -> list[Place]:
    """The order without a line; what hung under it comes one step out."""
    start = next(at for at, place in enumerate(places) if place.pk == pk)
    end = end_of(places, start)
    orphans = [place._replace(depth=place.depth - 1) for place in places[start + 1 : end]]
    return normalised([*places[:start], *orphans, *places[end:]])


# --- An order that somebody sends ---


def read_order(text: str) -> list[tuple[int, int]]:
    """(item, depth) of "12:0,15:1,…" as the page sends it; Refused for anything else."""
    if not _ORDER.fullmatch(text):
        raise Refused(_("The new order could not be read. Reload the page and move the item again."))
    pairs = (pair.split(":") for pair in text.split(","))
    return [(whole(pk) or 0, int(depth)) for pk, depth in pairs]


def reordered(places: Sequence[Place], order: Sequence[tuple[int, int]]) -> list[Place]:
    """The lines in the order sent. Refused where it lacks, repeats or adds an item, or a line stands too deep."""
    known = {place.pk: place for place in places}
    if sorted(pk for pk, _depth in order) != sorted(known):
        raise Refused(
            _("The order sent does not hold exactly the items of this agenda. Reload the page and try again.")
        )
    wanted = [known[pk]._replace(depth=depth) for pk, depth in order]
    for line, (place, allowed) in enumerate(zip(wanted, normalised(wanted), strict=True), start=1):
        if place != allowed:
            raise Refused(
                _(
                    "Line %(line)s cannot stand there: sections stand at the margin, an item at most one step "
                    "deeper than the line before it."
                )
                % {"line": line}
            )
    return wanted
