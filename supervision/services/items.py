"""What becomes of the items of a decided programme: done, dropped, postponed, taken up again, or made a mission."""

from __future__ import annotations

from datetime import date
from typing import Final

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from core.display import day as shown
from core.errors import Refused
from core.services import entered_by, refuse
from sessions.services.moving import check_day, move
from supervision.models import Programme, ProgrammeItem, Subject, SupervisedBody, SupervisionMission
from supervision.standings import BY_MISSION, mission_of
from supervision.states import MISSION_TABLE, ProgrammeState

_ACTS: Final = {
    Subject.COUNCIL: SupervisionMission.Act.RESOLUTION,
    Subject.GROUP: SupervisionMission.Act.PLAN,
}
"""By what a subject decides a mission; the others by a decision."""
_SETTLED: Final = frozenset({ProgrammeState.DECIDED})


def _locked(item: ProgrammeItem) -> ProgrammeItem:
    """The item, locked after its programme; Refused before the decision and after the result was reported."""
    programme = Programme.objects.select_for_update(of=("self",)).get(pk=item.programme_id)
    if programme.state not in _SETTLED:
        raise Refused(
            _(
                "The programme is “%(state)s”: its items are settled between its decision and its result report."
            )
            % {"state": programme.get_state_display()}
        )
    rows = ProgrammeItem.objects.select_for_update(of=("self",)).select_related(
        "programme__committee", "programme__group", "programme__council", "mission"
    )
    return rows.get(pk=item.pk)


def _by_hand(item: ProgrammeItem) -> ProgrammeItem:
    """Refused for an item that has become a mission: the mission says how it stands."""
    locked = _locked(item)
    if mission_of(locked) is not None:
        raise Refused(_("This item has become a mission. Record it on the page of the mission."))
    return locked


def _save(locked: ProgrammeItem, item: ProgrammeItem, user: User | None) -> ProgrammeItem:
    with entered_by(user):
        locked.version += 1
        locked.save()
    item.refresh_from_db()
    return item


@transaction.atomic
def finish_item(*, item: ProgrammeItem, user: User | None, on: date) -> ProgrammeItem:
    """Record the day on which an item that needs no mission was done."""
    locked = _by_hand(item)
    check_day(on, not_before=date(locked.programme.year, 1, 1))
    if locked.dropped_on:
        raise Refused(
            _("This item was dropped on %(day)s: take it up again first.") % {"day": shown(locked.dropped_on)}
        )
    locked.done_on = on
    return _save(locked, item, user)


@transaction.atomic
def drop_item(*, item: ProgrammeItem, user: User | None, on: date, reason: str) -> ProgrammeItem:
    """Drop an item from a decided programme, with the reason that the result report prints."""
    locked = _by_hand(item)
    _check(locked, on, reason)
    locked.dropped_on, locked.postponed_on, locked.note = on, None, reason.strip()
    return _save(locked, item, user)


@transaction.atomic
def postpone_item(
    *,
    item: ProgrammeItem,
    user: User | None,
    on: date,
    reason: str,
    starts_on: date | None = None,
    ends_on: date | None = None,
) -> ProgrammeItem:
    """Put an item off with a reason, to new days where they are known; overlaps then count the new days."""
    locked = _by_hand(item)
    _check(locked, on, reason)
    refuse(
        {
            "ends_on": bool(starts_on and ends_on and ends_on < starts_on)
            and _("The item ends before it begins.")
        }
    )
    locked.postponed_on, locked.note = on, reason.strip()
    locked.starts_on, locked.ends_on = starts_on, ends_on
    return _save(locked, item, user)


def _check(item: ProgrammeItem, on: date, reason: str) -> None:
    check_day(on, not_before=item.programme.decided_on)
    if item.done_on:
        raise Refused(
            _("This item was done on %(day)s: take that back first.") % {"day": shown(item.done_on)}
        )
    refuse({"reason": not reason.strip() and _("Say why.")})


@transaction.atomic
def resume_item(*, item: ProgrammeItem, user: User | None) -> ProgrammeItem:
    """Take back what was entered: the item is planned again. The history keeps what stood."""
    locked = _by_hand(item)
    locked.done_on = locked.dropped_on = locked.postponed_on = None
    locked.note = ""
    return _save(locked, item, user)


@transaction.atomic
def mission_from_item(
    *, item: ProgrammeItem, user: User | None, on: date | None = None
) -> SupervisionMission:
    """Make the mission or survey of an item, with its content, scope, days and bodies; it waits for its decision.

    `on` is the day from which it stands in the programme (today). Raises Refused before the programme is decided, for
    a form that no mission carries out, a dropped item, or one that already has its mission.
    """
    locked = _locked(item)
    refuse({"__all__": _no_mission(locked)})
    programme = locked.programme
    with entered_by(user):
        mission = SupervisionMission.objects.create(
            council=programme.council,
            kind=_kind(locked),
            subject=programme.subject,
            committee=programme.committee,
            group=programme.group,
            title=locked.title,
            scope=locked.scope,
            item=locked,
            starts_on=locked.starts_on,
            ends_on=locked.ends_on,
            act=_ACTS.get(Subject(programme.subject), SupervisionMission.Act.DECISION),
        )
        for place, body in enumerate(locked.bodies.order_by("sort_key", "pk"), start=1):
            SupervisedBody.objects.create(mission=mission, agency=body, position=place)
        move(record=mission, table=MISSION_TABLE, name="take_in", user=user, on=on or timezone.localdate())
    return mission


def _kind(item: ProgrammeItem) -> str:
    kinds = SupervisionMission.Kind
    return kinds.SURVEY if item.form == ProgrammeItem.Form.SURVEY else kinds.THEMATIC


def _no_mission(item: ProgrammeItem) -> str | bool:
    if mission_of(item) is not None:
        return _("This item already has its mission.")
    if item.form not in BY_MISSION:
        return _(
            "An item of this form is carried out without a mission: record the day on which it was done."
        )
    if item.dropped_on:
        return _("This item was dropped on %(day)s: take it up again first.") % {
            "day": shown(item.dropped_on)
        }
    return bool(item.done_on) and _("This item was done on %(day)s: take that back first.") % {
        "day": shown(item.done_on)
    }
