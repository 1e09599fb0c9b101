"""The agenda is built: items are added, changed, moved, and put into half-days."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import time
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from core.display import day
from core.editing import save_edit
from core.errors import Refused, Stale
from core.services import apply_changes, entered_by, refuse
from sessions import outline
from sessions.models import AgendaItem, Paper, PlenaryMeeting, Sitting
from sessions.outline import Place
from sessions.programme import places
from sessions.services.dealing import NOT_DEALT_WITH
from sessions.states import PaperState, SittingState

Kind = AgendaItem.Kind
FINISHED = frozenset({SittingState.ARCHIVED, SittingState.CANCELLED})
"""States in which an agenda is a record that nobody changes."""
PUT_OFF = frozenset({PaperState.WITHDRAWN, PaperState.DEFERRED})
"""States of papers that this sitting does not wait for any more."""


@transaction.atomic
def add_item(
    *,
    sitting: Sitting,
    user: User | None,
    title: str,
    kind: str = Kind.PRESENTATION,
    presenter: str = "",
    meeting: PlenaryMeeting | None = None,
    starts_at: time | None = None,
    reading_minutes: int = 0,
    discussion_minutes: int = 0,
    papers: Iterable[Paper] = (),
    is_public: bool = True,
    depth: int = 1,
) -> AgendaItem:
    """Put an item at the end of the agenda; a section stands at the margin whatever its `depth` says.

    Raises Refused beside the fields: no title, an hour outside the half-day, a half-day or a paper of another sitting.
    """
    order = _locked(sitting)
    item = AgendaItem(
        sitting=sitting,
        position=1 + max((one.position for one in order), default=0),
        kind=kind,
        title=" ".join(title.split()),
        presenter=presenter.strip(),
        meeting=meeting,
        starts_at=starts_at,
        reading_minutes=reading_minutes,
        discussion_minutes=discussion_minutes,
        is_public=is_public,
    )
    chosen = list(papers)
    _check(item, chosen)
    *_before, last = outline.normalised([*places(order), Place(0, depth, kind == Kind.SECTION)])
    item.depth = last.depth
    with entered_by(user):
        return save_edit(item, many={"papers": chosen})


@transaction.atomic
def update_item(*, item: AgendaItem, user: User | None, version: int | None, **changes: Any) -> AgendaItem:
    """Change an item. Where it stands is not changed, except that a section comes to the margin and an item leaves it.

    Raises Refused as `add_item` does, and Stale when somebody else was faster.
    """
    order = _locked(item.sitting)
    many = apply_changes(item, changes)
    item.title = " ".join(item.title.split())
    current = next(one for one in order if one.pk == item.pk)
    if current.tabled_on and item.kind in NOT_DEALT_WITH:
        raise Refused({"kind": _dealt_with(current)})
    item.position, item.depth, item.tabled_on = current.position, current.depth, current.tabled_on
    _check(item, many.get("papers", []))
    with entered_by(user):
        save_edit(item, version=version, many=many)
        _arrange(item.sitting, outline.normalised)
    item.refresh_from_db()
    return item


@transaction.atomic
def remove_item(*, item: AgendaItem, user: User | None) -> None:
    """Take an item off the agenda; what stands under it moves one step out.

    Refused in words while votes or speaking turns hang on it, or when it has been dealt with.
    """
    _locked(item.sitting)
    current = AgendaItem.objects.get(pk=item.pk)
    if current.tabled_on:
        raise Refused(_dealt_with(current))
    if current.votes.exists():
        raise Refused(_("Votes were held on this item: it stays on the agenda."))
    if current.turns.exists():
        raise Refused(_("Delegates spoke on this item: it stays on the agenda."))
    with entered_by(user):
        _arrange(item.sitting, lambda order: outline.without(order, item.pk), leaving=item.pk)
        current.papers.clear()
        current.delete()


def _dealt_with(item: AgendaItem) -> str:
    return _("It was dealt with on %(day)s. Take that back first.") % {"day": day(item.tabled_on)}


# --- Order ---


@transaction.atomic
def move_item(*, item: AgendaItem, to: str, user: User | None) -> None:
    """Move an item with everything under it: up, down, in or out. Refused in words where it cannot go.

    What passes from one half-day into another belongs to the other from then on.
    """
    _locked(item.sitting)
    with entered_by(user):
        _arrange(item.sitting, lambda order: outline.moved(order, item.pk, to))
        if to in {"up", "down"}:
            _follow_neighbour(item, passed_upwards=to == "up")


def _follow_neighbour(item: AgendaItem, *, passed_upwards: bool) -> None:
    """Take over the half-day of the line just passed; where that was a section, of the line beyond."""
    order = list(AgendaItem.objects.filter(sitting=item.sitting_id))
    start = next(at for at, one in enumerate(order) if one.pk == item.pk)
    end = outline.end_of(places(order), start)
    if order[start].kind == Kind.SECTION:
        return
    before, after = order[start - 1 : start] if start else [], order[end : end + 1]
    lines = [*after, *before] if passed_upwards else [*before, *after]
    neighbour = next((one for one in lines if one.kind != Kind.SECTION), None)
    if neighbour is None or neighbour.meeting_id is None:
        return
    moved = AgendaItem.objects.filter(pk__in=[one.pk for one in order[start:end]])
    moved.exclude(meeting=neighbour.meeting_id).update(
        meeting=neighbour.meeting_id, updated_at=timezone.now()
    )


@transaction.atomic
def reorder(
    *,
    sitting: Sitting,
    order: Sequence[tuple[int, int]],
    token: str,
    user: User | None,
    into: tuple[int, PlenaryMeeting | None] | None = None,
) -> None:
    """Put the whole agenda into an order of (item, depth), as it came of the order that `token` stands for.

    `into` names the item that was moved and the half-day it was moved into. Raises Stale when somebody else has moved
    items meanwhile, and Refused for an order that is not one of exactly these items.
    """
    before = places(_locked(sitting))
    if token != outline.token(before):
        raise Stale(
            _("Somebody else has changed the order meanwhile. It is shown as it stands now: move again.")
        )
    with entered_by(user):
        _arrange(sitting, lambda places_now: outline.reordered(places_now, order))
    if into is not None:
        place_items(sitting=sitting, items=[into[0]], meeting=into[1], user=user)


@transaction.atomic
def place_items(
    *, sitting: Sitting, items: Iterable[int], meeting: PlenaryMeeting | None, user: User | None
) -> int:
    """Put items (ids), each with everything under it, into a half-day, or out of any; returns how many lines moved.

    Raises Refused for a half-day or an item of another sitting.
    """
    order, wanted = _locked(sitting), set(items)
    if not wanted:
        raise Refused(_("Tick the items first."))
    if wanted - {item.pk for item in order}:
        raise Refused(_("One of these items is not on the agenda of this sitting. Reload the page."))
    refuse({"meeting": _wrong_half_day(sitting, meeting)})
    bare, found = places(order), set[int]()
    for start, place in enumerate(bare):
        if place.pk in wanted:
            found |= {one.pk for one in bare[start : outline.end_of(bare, start)]}
    with entered_by(user):
        return AgendaItem.objects.filter(pk__in=found).update(meeting=meeting, updated_at=timezone.now())


def _locked(sitting: Sitting) -> list[AgendaItem]:
    """The agenda in its order while nobody else builds it. Refused when the sitting is a finished record."""
    state = Sitting.objects.select_for_update(no_key=True).values_list("state", flat=True).get(pk=sitting.pk)
    if state in FINISHED:
        raise Refused(
            _("The agenda cannot be changed any more: the sitting is “%(state)s”.")
            % {"state": SittingState(state).label}
        )
    return list(AgendaItem.objects.filter(sitting=sitting))


def _arrange(sitting: Sitting, change: Callable[[list[Place]], list[Place]], leaving: int = 0) -> None:
    """Bring the lines into the changed order, numbered from 1: two queries, whatever moves."""
    order = list(AgendaItem.objects.filter(sitting=sitting))
    items = {item.pk: item for item in order}
    items.pop(leaving, None)
    moved, now = [], timezone.now()
    for position, place in enumerate(change(places(order)), start=1):
        item = items[place.pk]
        if (item.position, item.depth) != (position, place.depth):
            item.position, item.depth, item.updated_at = position, place.depth, now
            moved.append(item)
    AgendaItem.objects.bulk_update(moved, ["position", "depth", "updated_at"])


# --- Checks ---


def _check(item: AgendaItem, papers: Sequence[Paper]) -> None:
    refuse(
        {
            "title": not item.title and _("Say what the item is."),
            "meeting": _wrong_half_day(item.sitting, item.meeting),
            "starts_at": _outside_hours(item),
            "papers": any(paper.sitting_id != item.sitting_id for paper in papers)
            and _("A paper of another sitting cannot stand on this agenda."),
        }
    )


def _wrong_half_day(sitting: Sitting, meeting: PlenaryMeeting | None) -> str:
    other = meeting is not None and meeting.sitting_id != sitting.pk
    return _("This half-day belongs to another sitting.") if other else ""


def _outside_hours(item: AgendaItem) -> str:
    meeting, at = item.meeting, item.starts_at
    if meeting is None or at is None:
        return ""
    if (meeting.starts_at or at) <= at <= (meeting.ends_at or at):
        return ""
    hours = [f"{hour:%H:%M}" for hour in (meeting.starts_at, meeting.ends_at) if hour]
    return _("The half-day is called for %(hours)s.") % {"hours": " – ".join(hours)}


# --- From the list of papers ---


@transaction.atomic
def add_papers(*, sitting: Sitting, user: User | None) -> int:
    """Put every paper that is on no item yet on the agenda, each as an item of its own; returns how many were made.

    What goes with another paper (a draft resolution, a verification report) joins that paper's item.
    """
    order = _locked(sitting)
    through = AgendaItem.papers.through
    items: dict[int, int] = dict(
        through.objects.filter(agendaitem__sitting=sitting).values_list("paper_id", "agendaitem_id")
    )
    wanted = Paper.objects.filter(Q(pk__in=items) | ~Q(state__in=PUT_OFF), sitting=sitting)
    papers = {paper.pk: paper for paper in wanted.order_by("number")}
    left = [paper for paper in papers.values() if paper.pk not in items]
    leads = {paper.pk: _lead(paper, papers, items) for paper in left}
    position = max((item.position for item in order), default=0)
    heads = [papers[pk] for pk in dict.fromkeys(leads.values()) if pk not in items]
    made = [
        AgendaItem(sitting=sitting, position=position + place, depth=1, title=paper.title)
        for place, paper in enumerate(heads, start=1)
    ]
    with entered_by(user):
        AgendaItem.objects.bulk_create(made)
        items |= {paper.pk: item.pk for paper, item in zip(heads, made, strict=True)}
        through.objects.bulk_create(
            through(agendaitem_id=items[leads[paper.pk]], paper_id=paper.pk) for paper in left
        )
    return len(made)


def _lead(paper: Paper, papers: dict[int, Paper], items: dict[int, int]) -> int:
    """The paper whose item it joins: the nearest one it goes with that has an item, else the first of its chain."""
    seen = {paper.pk}
    while paper.pk not in items and paper.goes_with_id in papers and paper.goes_with_id not in seen:
        paper = papers[paper.goes_with_id]
        seen.add(paper.pk)
    return paper.pk
