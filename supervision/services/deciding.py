"""The decision on a mission, and what becomes of one that is not carried out now."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from core.errors import Refused
from core.services import entered_by, refuse
from documents import house
from documents.models import OfficialDocument
from followups import services as followups
from followups.states import OPEN, WAITING
from sessions.services.moving import check_day, move
from supervision.documents import wording
from supervision.documents.decision import KINDS, abstract_of, decision_of
from supervision.models import SupervisionMission
from supervision.services.teams import need_head, not_head
from supervision.services.terms import PLAIN, Numbered, Terms, keep, lock_mission, register
from supervision.states import MISSION_TABLE


@transaction.atomic
def take_into_programme(*, mission: SupervisionMission, user: User | None, on: date) -> SupervisionMission:
    """The proposed mission stands in the programme from this day."""
    move(record=lock_mission(mission), table=MISSION_TABLE, name="take_in", user=user, on=on)
    mission.refresh_from_db()
    return mission


@transaction.atomic
def decide_mission(
    *,
    mission: SupervisionMission,
    user: User | None,
    on: date,
    act: str = "",
    act_symbol: str = "",
    terms: Terms = PLAIN,
) -> SupervisionMission:
    """Record the act that sets the mission up (Law 87/2015 Art. 62, 70, 80).

    With `act_symbol` it was issued elsewhere; without, it is numbered and drawn here and so needs the team and the
    bodies. Refused beside the fields, and where the head could not lead the team on that day.
    """
    locked = lock_mission(mission)
    if refusal := MISSION_TABLE.refusal("decide", locked.state):
        raise Refused(refusal)
    check_day(on)
    locked.act, locked.decided_on = act or locked.act, on
    refuse({"act": locked.act not in SupervisionMission.Act.values and _("Choose the kind of the act.")})
    _check_head(locked, on, needed=not act_symbol.strip())
    with entered_by(user):
        document = None
        if not act_symbol.strip():
            document = _issue(locked, user, on, terms)
        symbol = document.symbol if document else act_symbol.strip()
        move(
            record=locked,
            table=MISSION_TABLE,
            name="decide",
            user=user,
            on=on,
            act=locked.act,
            act_symbol=symbol,
            decided_on=on,
            decision=document,
        )
    SupervisionMission.objects.get(pk=mission.pk).save(update_fields=["search"])
    mission.refresh_from_db()
    return mission


def _check_head(mission: SupervisionMission, on: date, *, needed: bool) -> None:
    """Whoever is named head must be able to lead on the day of the act."""
    head = (
        need_head(mission)
        if needed
        else mission.members.select_related("delegate").filter(part="head").first()
    )
    if head and head.delegate and (words := not_head(mission, head.delegate, on)):
        raise Refused(words)
    if needed and not mission.supervised.exists():
        raise Refused(_("Name the supervised bodies first."))


def _issue(mission: SupervisionMission, user: User | None, on: date, terms: Terms) -> OfficialDocument:
    """The act from the register, with both files."""
    entry = Numbered(
        wording.symbol_of(mission), KINDS[mission.act], abstract_of(mission), "quyet-dinh-giam-sat"
    )
    document = register(mission=mission, entry=entry, on=on, terms=terms)
    if terms.drawn:
        mission.act_symbol = document.symbol
        drawn = decision_of(
            mission,
            list(mission.members.select_related("delegate")),
            list(mission.supervised.select_related("agency")),
            dated=on,
            number=document.number,
            signature=house.signed(wording.signature_of(mission, deputy=terms.deputy), terms.signer.strip()),
        )
        keep(document, drawn, entry.stem, user)
    return document


@transaction.atomic
def postpone_mission(
    *, mission: SupervisionMission, user: User | None, on: date, reason: str
) -> SupervisionMission:
    """Put a mission off, with the reason; nobody owes it a report until it is decided again."""
    return _set_aside(mission, "postpone", user, on, reason)


@transaction.atomic
def drop_mission(
    *, mission: SupervisionMission, user: User | None, on: date, reason: str
) -> SupervisionMission:
    """Give a mission up, with the reason; what its bodies owe is withdrawn."""
    return _set_aside(mission, "drop", user, on, reason)


def _set_aside(
    mission: SupervisionMission, name: str, user: User | None, on: date, reason: str
) -> SupervisionMission:
    refuse({"reason": not reason.strip() and _("Say why.")})
    locked = lock_mission(mission)
    move(record=locked, table=MISSION_TABLE, name=name, user=user, on=on, note=reason.strip())
    owed = locked.supervised.filter(follow_up__state__in=OPEN | WAITING).select_related("follow_up")
    for body in owed:
        if body.follow_up is not None:
            followups.withdraw(follow_up=body.follow_up, user=user, reason=reason.strip(), on=on)
    mission.refresh_from_db()
    return mission
