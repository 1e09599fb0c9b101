"""Công khai: what must be published of a mission (Law 121/2025; Law 87/2015 Art. 89.1), and its end."""

from __future__ import annotations

from datetime import date
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from core.editing import save_edit
from core.errors import Refused
from core.services import entered_by, refuse
from followups.states import OPEN, WAITING, State
from sessions.models import Verification
from sessions.services.moving import check_day, move
from supervision.models import Publication, Recommendation, SupervisionMission
from supervision.services.terms import lock_mission
from supervision.states import MISSION_TABLE, MissionState

What = Publication.What
AT_CONCLUSION: Final = (What.DECISION, What.PLAN, What.REPORT, What.CONCLUSION)
"""What is published once the conclusion stands; the results follow when the recommendations have been carried out."""


@transaction.atomic
def save_publication(
    *,
    mission: SupervisionMission,
    what: str,
    user: User | None,
    published_on: date | None = None,
    place: str = "",
    exempt_because: str = "",
) -> Publication:
    """Tick one document off: published on a day at a place, or why it is not. Refused beside the fields."""
    locked = lock_mission(mission)
    if what not in What.values:
        raise Refused(_("There is no such document."))
    refuse(_not_ticked(published_on, place, exempt_because))
    if published_on is not None:
        check_day(published_on, not_before=_issued_on(locked, what), field="published_on")
    with entered_by(user):
        row = locked.publications.filter(what=what).first() or Publication(mission=locked, what=what)
        row.published_on, row.place, row.exempt_because = published_on, place.strip(), exempt_because.strip()
        return save_edit(row)


def _not_ticked(published_on: date | None, place: str, exempt_because: str) -> dict[str, str | bool]:
    both = bool(exempt_because.strip()) and (published_on is not None or bool(place.strip()))
    neither = not exempt_because.strip() and published_on is None
    return {
        "published_on": neither and _("Enter day and place of the publication, or why it is not published."),
        "place": published_on is not None
        and not place.strip()
        and not both
        and _("Say where it was published."),
        "exempt_because": both and _("Either it was published, or it is exempt."),
    }


def _issued_on(mission: SupervisionMission, what: str) -> date | None:
    """No document is published before it exists."""
    return {
        What.DECISION: mission.decided_on,
        What.PLAN: mission.plan.issued_on if mission.plan else mission.decided_on,
        What.REPORT: mission.reported_on,
        What.CONCLUSION: mission.concluded_on,
        What.RESULTS: mission.concluded_on or mission.reported_on,
    }[What(what)]


@transaction.atomic
def remove_publication(*, publication: Publication, user: User | None) -> None:
    """Take a tick back; refused once the mission counts as published."""
    locked = lock_mission(publication.mission)
    if locked.state in {MissionState.PUBLISHED, MissionState.CLOSED} and publication.what != What.RESULTS:
        raise Refused(_("The mission counts as published: nothing is taken back any more."))
    with entered_by(user):
        publication.delete()


def missing_publications(mission: SupervisionMission, *, results: bool = False) -> list[str]:
    """Documents that are neither published nor exempt, in words."""
    wanted = [*AT_CONCLUSION, *([What.RESULTS] if results else [])]
    ticked = set(mission.publications.values_list("what", flat=True))
    return [str(what.label) for what in wanted if what not in ticked]


@transaction.atomic
def publish_mission(*, mission: SupervisionMission, user: User | None, on: date) -> SupervisionMission:
    """The mission counts as published: decision, plan, report and conclusion each are, or are exempt."""
    locked = lock_mission(mission)
    if refusal := MISSION_TABLE.refusal("publish", locked.state):
        raise Refused(refusal)
    _need_published(missing_publications(locked))
    move(record=locked, table=MISSION_TABLE, name="publish", user=user, on=on)
    mission.refresh_from_db()
    return mission


def _need_published(missing: list[str]) -> None:
    if missing:
        raise Refused(_("Not ticked off yet: %(documents)s.") % {"documents": ", ".join(missing)})


@transaction.atomic
def follow_up_mission(*, mission: SupervisionMission, user: User | None, on: date) -> SupervisionMission:
    """From now on the recommendations are followed up."""
    move(record=lock_mission(mission), table=MISSION_TABLE, name="follow_up", user=user, on=on)
    mission.refresh_from_db()
    return mission


@transaction.atomic
def close_mission(*, mission: SupervisionMission, user: User | None, on: date) -> SupervisionMission:
    """Close a mission: a survey after its report, a thematic one after its conclusion.

    Refused for a thematic mission whose report was not considered and concluded, while a recommendation is still
    owed, and while the results are neither published nor exempt.
    """
    locked = lock_mission(mission)
    if locked.needs_conclusion and locked.state == MissionState.REPORTED:
        raise Refused(_("A thematic mission is closed only after its conclusion."))
    if refusal := MISSION_TABLE.refusal("close", locked.state):
        raise Refused(refusal)
    _need_carried_out(locked)
    move(record=locked, table=MISSION_TABLE, name="close", user=user, on=on, closed_on=on)
    mission.refresh_from_db()
    return mission


def _need_carried_out(mission: SupervisionMission) -> None:
    rows = Recommendation.objects.filter(mission=mission).exclude(follow_up__state=State.WITHDRAWN)
    if rows.filter(follow_up__state__in=OPEN | WAITING).exists():
        raise Refused(_("Recommendations are still owed: the mission stays open until they are settled."))
    if mission.needs_conclusion and rows.exists():
        _need_published(missing_publications(mission, results=True))


@transaction.atomic
def serve_verification(
    *, mission: SupervisionMission, verification: Verification | None, user: User | None
) -> SupervisionMission:
    """Name the verification that a survey gathers facts for; None: none. Refused beside `verification`."""
    locked = lock_mission(mission)
    strange = verification is not None and verification.paper.sitting.council_id != locked.council_id
    refuse(
        {
            "verification": (strange and _("This verification is of another council."))
            or (
                verification is not None
                and locked.needs_conclusion
                and _("Only a survey serves a verification.")
            )
        }
    )
    locked.verification = verification
    with entered_by(user):
        locked.save()
    mission.refresh_from_db()
    return mission
