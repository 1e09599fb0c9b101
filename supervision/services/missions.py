"""Missions and surveys: entered and changed, with their supervised bodies; also as a programme named them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from core.display import day as shown
from core.editing import save_edit
from core.services import entered_by, names, refuse
from councils.models import Agency
from supervision.models import ProgrammeItem, Subject, SupervisedBody, SupervisionMission
from supervision.states import UNDECIDED, MissionState

_KINDS: Final = {
    ProgrammeItem.Form.THEMATIC: SupervisionMission.Kind.THEMATIC,
    ProgrammeItem.Form.RE_SUPERVISION: SupervisionMission.Kind.THEMATIC,
    ProgrammeItem.Form.SURVEY: SupervisionMission.Kind.SURVEY,
}
_ACTS: Final = {
    Subject.COUNCIL: SupervisionMission.Act.RESOLUTION,
    Subject.GROUP: SupervisionMission.Act.PLAN,
}


def mission_of(item: ProgrammeItem) -> SupervisionMission:
    """A mission as an item of a programme names it, not yet saved."""
    programme = item.programme
    return SupervisionMission(
        council=programme.council,
        item=item,
        kind=_KINDS.get(ProgrammeItem.Form(item.form), SupervisionMission.Kind.THEMATIC),
        subject=programme.subject,
        committee=programme.committee,
        group=programme.group,
        title=item.title,
        scope=item.scope,
        starts_on=item.starts_on,
        ends_on=item.ends_on,
        act=_ACTS.get(Subject(programme.subject), SupervisionMission.Act.DECISION),
    )


@transaction.atomic
def save_mission(
    *,
    mission: SupervisionMission,
    bodies: Iterable[Agency],
    version: int | None = None,
    user: User | None = None,
) -> SupervisionMission:
    """Enter a mission or survey, or change one that was opened on `version`, with its supervised bodies.

    A new one with the day of its decision counts as decided on that day; one that follows an item of a programme is in
    the programme. Raises Refused beside the fields: a committee or group missing or of another council, bodies of
    another council, a body dropped that has been asked or worked with, an item of another subject, a decision dated in
    the future. Committee and group are kept only where they supervise.
    """
    if mission.subject != Subject.COMMITTEE:
        mission.committee = None
    if mission.subject != Subject.GROUP:
        mission.group = None
    chosen, new = list(bodies), mission.pk is None
    refuse(_supervisor(mission) | _bodies(mission, chosen) | _days(mission) | _item(mission))
    with entered_by(user):
        if new:
            mission.state = _first_state(mission)
        saved = save_edit(mission, version=version)
        _keep_bodies(saved, chosen)
        if new:
            _first_move(saved, user)
    return saved


def _first_state(mission: SupervisionMission) -> MissionState:
    if mission.decided_on:
        return MissionState.DECIDED
    return MissionState.IN_PROGRAMME if mission.item_id else MissionState.PROPOSED


def _first_move(mission: SupervisionMission, user: User | None) -> None:
    """What the mission was entered as is its first dated fact."""
    if mission.state == MissionState.PROPOSED:
        return
    mission.moves.create(
        from_state=MissionState.PROPOSED,
        to_state=mission.state,
        effective_on=mission.decided_on or timezone.localdate(),
        actor=user,
    )


def _keep_bodies(mission: SupervisionMission, chosen: list[Agency]) -> None:
    """Rows in the order in which they were chosen; what stands keeps its row."""
    wanted = {agency.pk: place for place, agency in enumerate(chosen, start=1)}
    mission.supervised.exclude(agency__in=wanted).delete()
    standing = {row.agency_id: row for row in mission.supervised.all()}
    for row in standing.values():
        row.position = wanted[row.agency_id]
    SupervisedBody.objects.bulk_update(standing.values(), ["position"])
    SupervisedBody.objects.bulk_create(
        SupervisedBody(mission=mission, agency_id=pk, position=place)
        for pk, place in wanted.items()
        if pk not in standing
    )


def _supervisor(mission: SupervisionMission) -> dict[str, str | bool]:
    committee, group, council = mission.committee, mission.group, mission.council_id
    return {
        "committee": (
            mission.subject == Subject.COMMITTEE
            and committee is None
            and _("Name the committee that supervises.")
        )
        or (
            committee is not None
            and committee.council_id != council
            and _("This committee belongs to another council.")
        ),
        "group": (
            mission.subject == Subject.GROUP
            and group is None
            and _("Name the delegate group that supervises.")
        )
        or (
            group is not None
            and group.council_term.council_id != council
            and _("This delegate group belongs to another council.")
        ),
    }


def _bodies(mission: SupervisionMission, bodies: list[Agency]) -> dict[str, str | bool]:
    strange = [body.name for body in bodies if body.council_id != mission.council_id]
    if strange:
        words = _("Not in this council's list of agencies: %(names)s.")
        return {"bodies": words % {"names": ", ".join(strange)}}
    if mission.pk is None:
        return {}
    busy = Q(follow_up__isnull=False)
    for name in ("sessions", "answers", "findings"):
        busy |= Q(**{f"{name}__isnull": False})
    dropped = mission.supervised.exclude(agency__in=[body.pk for body in bodies])
    kept = list(dropped.filter(busy).select_related("agency").distinct())
    words = _("Asked or worked with already, so they stay: %(names)s.")
    return {"bodies": bool(kept) and words % {"names": names(kept)}}


def _days(mission: SupervisionMission) -> dict[str, str | bool]:
    decided, future = mission.decided_on, timezone.localdate()
    starts, ends = mission.starts_on, mission.ends_on
    first, last = mission.period_from, mission.period_to
    kept = bool(mission.pk) and mission.state not in UNDECIDED
    return {
        "decided_on": (
            decided is None and kept and _("A mission that was decided keeps the day of its decision.")
        )
        or (
            decided is not None
            and decided > future
            and _("The day %(day)s lies in the future.") % {"day": shown(decided)}
        ),
        "ends_on": bool(starts and ends and ends < starts) and _("The mission ends before it begins."),
        "period_to": bool(first and last and last < first)
        and _("The period of the figures ends before it begins."),
    }


def _item(mission: SupervisionMission) -> dict[str, str | bool]:
    item = mission.item
    if item is None:
        return {}
    programme = item.programme
    same = (
        programme.council_id == mission.council_id
        and programme.subject == mission.subject
        and programme.committee_id == mission.committee_id
        and programme.group_id == mission.group_id
    )
    taken = SupervisionMission.objects.filter(item=item).exclude(pk=mission.pk).exists()
    return {
        "item": (not same and _("This item is of the programme of another subject."))
        or (taken and _("This item already has its mission.")),
    }
