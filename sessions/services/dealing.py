"""The council deals with items of its agenda: ticked off, by a vote, with their papers; or not after all."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from core.errors import Refused
from core.services import entered_by
from sessions.models import AgendaItem, Majority, Paper, Sitting, Vote
from sessions.services.moving import check_day
from sessions.services.sitting_days import within_sitting
from sessions.states import HELD

NOT_DEALT_WITH = frozenset({AgendaItem.Kind.SECTION, AgendaItem.Kind.BREAK})
"""Lines that are no matter of their own: A03 does not count them."""


@transaction.atomic
def table_item(*, item: AgendaItem, on: date, user: User | None) -> AgendaItem:
    """Record that the council dealt with an item on a day: the fact that A03 counts.

    Refused for a section or a break, before the sitting has opened, and on a day on which it did not sit.
    """
    sitting = Sitting.objects.select_for_update(no_key=True).get(pk=item.sitting_id)
    current = AgendaItem.objects.get(pk=item.pk)
    if current.kind in NOT_DEALT_WITH:
        raise Refused(_("A section or a break is no matter that the council deals with."))
    if sitting.state not in HELD or sitting.opened_on is None:
        raise Refused(_("The sitting has not been opened yet."))
    check_day(on)
    within_sitting(sitting, on)
    _record(AgendaItem.objects.filter(pk=current.pk), on, user)
    current.refresh_from_db()
    return current


@transaction.atomic
def untable_item(*, item: AgendaItem, user: User | None) -> AgendaItem:
    """Take back that an item was dealt with. Refused while a vote on it stands."""
    current = AgendaItem.objects.select_for_update(of=("self",)).get(pk=item.pk)
    if _deciding(current).exists():
        raise Refused(_("The council voted on this item: it has been dealt with."))
    _record(AgendaItem.objects.filter(pk=current.pk), None, user)
    current.refresh_from_db()
    return current


def with_papers(*, papers: Iterable[Paper], on: date, user: User | None) -> int:
    """Record the items of tabled papers as dealt with on that day; those that were already keep their day."""
    rows = AgendaItem.objects.filter(papers__in=list(papers), sitting__state__in=HELD)
    ids = rows.values_list("pk", flat=True)  # a row that stands in a join cannot be updated
    return _record(_waiting(AgendaItem.objects.filter(pk__in=list(ids))), on, user)


def by_vote(*, vote: Vote, user: User | None) -> None:
    """A vote on an item deals with it; a vote on procedure does not, and a day recorded before stays."""
    if vote.item is not None and vote.majority != Majority.PROCEDURAL:
        _record(_waiting(AgendaItem.objects.filter(pk=vote.item.pk)), vote.meeting.day, user)


def rests_on(vote: Vote) -> bool:
    """Whether voiding the vote leaves its item waiting: it was dealt with that day, and no other vote on it stands."""
    item = vote.item
    return (
        item is not None
        and item.tabled_on == vote.meeting.day
        and vote.majority != Majority.PROCEDURAL
        and not _deciding(item).exclude(pk=vote.pk).exists()
    )


def vote_voided(*, vote: Vote, user: User | None) -> None:
    """What rested on the vote is taken back with it."""
    if vote.item is not None and rests_on(vote):
        _record(AgendaItem.objects.filter(pk=vote.item.pk), None, user)


def _deciding(item: AgendaItem) -> QuerySet[Vote]:
    """The votes on the matter itself that stand."""
    return Vote.objects.filter(item=item, voided_on__isnull=True).exclude(majority=Majority.PROCEDURAL)


def _waiting(items: QuerySet[AgendaItem]) -> QuerySet[AgendaItem]:
    return items.filter(tabled_on__isnull=True).exclude(kind__in=NOT_DEALT_WITH)


def _record(items: QuerySet[AgendaItem], on: date | None, user: User | None) -> int:
    with entered_by(user):
        return items.update(tabled_on=on, updated_at=timezone.now())
