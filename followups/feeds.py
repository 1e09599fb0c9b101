"""Due days in a user's own calendar program: a secret address, and what it answers with.

Who knows the address reads the due days of that user without signing in; so only its digest is kept, the user can end
it at any time, and what stands in it is no more than task, body, council and day.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterable, Iterator
from datetime import timedelta
from typing import Final
from urllib.parse import urljoin

from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from icalendar import Calendar, Event, vDuration

from accounts.models import User
from core.access import DECIDERS, access_of
from followups.models import CalendarFeed, Coordination, FollowUp
from followups.states import OPEN, WAITING

WINDOW: Final = timedelta(days=60)
"""How far around today a council's side reads what others owe it."""
MOST: Final = 500
"""Entries of one kind in a feed; calendar programs choke on more."""
_HOURS: Final = timedelta(hours=6)
"""How often calendar programs are asked to look again."""


# --- The secret address ---


def make_address(*, user: User) -> str:
    """A new secret; the one before it stops working. Returned once: only its digest is kept."""
    secret = secrets.token_urlsafe(32)
    made = {"digest": _digest(secret), "made_at": timezone.now(), "read_on": None}
    CalendarFeed.objects.update_or_create(user=user, defaults=made)
    return secret


def revoke_address(*, user: User) -> bool:
    """End the address; tells whether there was one."""
    ended, _rows = CalendarFeed.objects.filter(user=user).delete()
    return bool(ended)


def feed_of(secret: str) -> CalendarFeed | None:
    """The feed behind a secret; nothing for one that is unknown, revoked, or whose user may not sign in any more.

    Looked up by digest: how long it takes tells nothing about the secret.
    """
    feeds = CalendarFeed.objects.select_related("user")
    return feeds.filter(digest=_digest(secret), user__is_active=True).first()


def note_reading(feed: CalendarFeed) -> None:
    """Remember the last day on which a program read it: one write a day, however often it asks."""
    today = timezone.localdate()
    if feed.read_on != today:
        CalendarFeed.objects.filter(pk=feed.pk).update(read_on=today)


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


# --- What it answers with ---


def calendar_of(user: User) -> bytes:
    """The user's due days as iCalendar (RFC 5545): the same bytes as long as nothing has changed."""
    calendar = Calendar()
    calendar.add("prodid", "-//Nghi Truong//Follow-ups//VI")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    name = _("Nghị Trường: what is due")
    for key in ("name", "x-wr-calname"):
        calendar.add(key, name)
    calendar.add("refresh-interval", vDuration(_HOURS), parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", vDuration(_HOURS))
    for event in _events(user):
        calendar.add_component(event)
    content: bytes = calendar.to_ical()
    return content


def _events(user: User) -> Iterator[Event]:
    """What the user's own bodies owe, their parts in what others answer for, and what the council's side waits for."""
    mine = {follow_up.pk: follow_up for follow_up in _owed_by(user)}
    yield from map(_event, mine.values())
    yield from map(_part_event, _parts_of(user))
    yield from (_event(follow_up) for follow_up in _owed_to(user) if follow_up.pk not in mine)


def _owed_by(user: User) -> Iterable[FollowUp]:
    rows: QuerySet[FollowUp] = FollowUp.objects.visible_to(user).owned_by(user).unsettled().with_owner()
    return rows.filter(due_on__isnull=False).order_by("-due_on", "pk")[:MOST]


def _owed_to(user: User) -> Iterable[FollowUp]:
    """For secretariat and leaders: what is open in their councils, due some weeks before and after today."""
    councils = access_of(user).councils(DECIDERS)
    if not councils:
        return ()
    today = timezone.localdate()
    waiting = FollowUp.objects.visible_to(user).filter(council__in=councils).with_owner()
    rows: QuerySet[FollowUp] = waiting.due_between(today - WINDOW, today + WINDOW)
    return rows.order_by("-due_on", "pk")[:MOST]


def _parts_of(user: User) -> Iterable[Coordination]:
    agencies = access_of(user).agencies
    if not agencies:
        return ()
    rows = Coordination.objects.visible_to(user).filter(agency__in=agencies, contributed_on__isnull=True)
    owed = rows.filter(Q(due_on__isnull=False) | Q(follow_up__due_on__isnull=False))
    owed = owed.filter(follow_up__state__in=OPEN | WAITING)
    return owed.select_related("agency", "follow_up__council").order_by("-pk")[:MOST]


def _event(follow_up: FollowUp) -> Event:
    event = _all_day(follow_up, f"follow-up-{follow_up.pk}", follow_up.due_on)
    answered = follow_up.state in WAITING
    title = _("%(task)s (answered)") % {"task": follow_up.title} if answered else follow_up.title
    event.add("summary", f"{title} – {follow_up.council}")
    event.add("description", f"{follow_up.owner}: {follow_up.get_state_display()}")
    return event


def _part_event(part: Coordination) -> Event:
    follow_up = part.follow_up
    event = _all_day(follow_up, f"part-{part.pk}", part.due_on or follow_up.due_on)
    task = _("Our part: %(task)s") % {"task": follow_up.title}
    event.add("summary", f"{task} – {follow_up.council}")
    event.add("description", str(part))
    return event


def _all_day(follow_up: FollowUp, uid: str, day: object) -> Event:
    """An entry of a whole day that blocks nobody's time, without an alarm: the portal does the reminding."""
    event = Event()
    event.add("uid", f"{uid}@nghi-truong")
    event.add("dtstamp", follow_up.updated_at)
    event.add("dtstart", day)
    event.add("transp", "TRANSPARENT")
    event.add("class", "PRIVATE")
    event.add("url", urljoin(settings.PORTAL_URL, follow_up.get_absolute_url()))
    return event
