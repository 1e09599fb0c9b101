"""Where a follow-up comes from: a small registry that each producer fills at start-up.

The kernel knows none of its producers; a producer says under which kind its follow-ups run, what that kind is called,
and how to find the pages of the records behind a list of follow-ups in one query.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final, NamedTuple

from django.db.models import Q, QuerySet
from django.utils.functional import Promise

NEUTRAL_SUBJECT: Final = "thực hiện nhiệm vụ được giao"
"""What letters urge where an origin has no words of its own, or where matters of several origins stand together."""


class AnswerPage(NamedTuple):
    """The page on which a follow-up is answered in another way than by a reply, and what the button there says."""

    label: str
    url: str


@dataclass(frozen=True)
class OriginLink:
    """The record behind a follow-up, as its readers may see it; `answer` where its owner answers there."""

    label: str
    url: str
    answer: AnswerPage | None = None


@dataclass(frozen=True)
class Origin:
    """One kind of producer.

    `resolve(follow_up_ids, user)` answers with links the user may open, in one query. `concerning(user)` gives the ids
    of follow-ups that came of what the user took part in as a delegate, as a subquery.
    `subject` is what its bodies are urged to do, in the official Vietnamese of letters. `private`: what its bodies
    answer is between them and the secretariat and leaders; the rest of the council does not read these follow-ups.
    `papers(follow_up_ids)` gives the number of the official letter by which each was sent, where there is one, in one
    query.
    """

    kind: str
    title: str | Promise
    resolve: Callable[[Iterable[int], Any], Mapping[int, OriginLink]]
    concerning: Callable[[Any], QuerySet[Any]] | None = None
    subject: str = NEUTRAL_SUBJECT
    private: bool = False
    papers: Callable[[Iterable[int]], Mapping[int, str]] | None = None


_origins: dict[str, Origin] = {}


def register(origin: Origin) -> None:
    """Make a producer known (from its AppConfig.ready)."""
    _origins[origin.kind] = origin


def choices() -> list[tuple[str, str | Promise]]:
    """Kinds and their names, for filters."""
    return [(origin.kind, origin.title) for origin in _origins.values()]


def private_kinds() -> list[str]:
    """Kinds that only their owners, the secretariat and the leaders read."""
    return [origin.kind for origin in _origins.values() if origin.private]


def title_of(kind: str) -> str:
    """The name of a kind."""
    return str(_origins[kind].title) if kind in _origins else kind


def subject_of(follow_ups: Iterable[Any]) -> str:
    """What a letter about these urges: the words of their origin, neutral ones where they have several."""
    kinds = {follow_up.kind for follow_up in follow_ups}
    subjects = {_origins[kind].subject if kind in _origins else NEUTRAL_SUBJECT for kind in kinds}
    return subjects.pop() if len(subjects) == 1 else NEUTRAL_SUBJECT


def papers_of(follow_ups: Iterable[Any]) -> dict[int, str]:
    """Numbers of the letters by which these were sent, as far as their origins know: one query per kind among them."""
    by_kind: dict[str, list[int]] = {}
    for follow_up in follow_ups:
        by_kind.setdefault(follow_up.kind, []).append(follow_up.pk)
    found: dict[int, str] = {}
    for kind, ids in by_kind.items():
        origin = _origins.get(kind)
        if origin and origin.papers:
            found.update(origin.papers(ids))
    return found


def concerning(user: Any) -> Q:
    """Follow-ups that came of what this delegate took part in, over all kinds; nothing where no producer knows."""
    condition = Q(pk__in=[])
    for kind, ids in concerning_by_kind(user).items():
        condition |= Q(kind=kind, pk__in=ids)
    return condition


def concerning_by_kind(user: Any, besides: str = "") -> dict[str, QuerySet[Any]]:
    """The same by kind, as subqueries of ids; a kind that builds on the others leaves itself out."""
    return {
        origin.kind: origin.concerning(user)
        for origin in _origins.values()
        if origin.concerning is not None and origin.kind != besides
    }


def name_of(follow_up: Any, link: OriginLink | None) -> str:
    """What a follow-up is called in short: by its origin as far as the user may see it, else by its kind."""
    return link.label if link else title_of(follow_up.kind)


def links(follow_ups: Iterable[Any], user: Any) -> dict[int, OriginLink]:
    """Links of many follow-ups by their ids: one query per kind among them."""
    by_kind: dict[str, list[int]] = {}
    for follow_up in follow_ups:
        by_kind.setdefault(follow_up.kind, []).append(follow_up.pk)
    found: dict[int, OriginLink] = {}
    for kind, ids in by_kind.items():
        if kind in _origins:
            found.update(_origins[kind].resolve(ids, user))
    return found
