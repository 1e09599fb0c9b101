"""Xem xét báo cáo giám sát, then the conclusion: two steps, the second only on the first.

The competent body hears the report and the supervised bodies and debates (Law 87/2015 Art. 64, 71, 81). The council's
mission is looked at by the Standing Committee first and then by the sitting, which concludes by a resolution.
"""

from __future__ import annotations

from datetime import date
from typing import Any, Final, NamedTuple

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from core.display import day as shown
from core.errors import Refused
from core.services import entered_by, refuse
from documents import house
from sessions.models import BodyMeeting, Resolution, Sitting
from sessions.services.moving import check_day, move
from sessions.states import BodyMeetingState, ResolutionState
from supervision.documents import conclusion as notices
from supervision.models import Consideration, Subject, SupervisionConclusion, SupervisionMission
from supervision.parts import Paper
from supervision.services.recommendations import issue_recommendations
from supervision.services.sections import need_words
from supervision.services.terms import PLAIN, Numbered, Terms, due_by, keep, lock_mission, register
from supervision.states import MISSION_TABLE

RULE: Final = "SUP-CONSIDER"
"""The Standing Committee considers within 7 days of receiving the report."""
ADOPTED: Final = frozenset(
    {ResolutionState.PASSED, ResolutionState.SIGNED, ResolutionState.ISSUED, ResolutionState.PUBLISHED}
)


class Hearing(NamedTuple):
    """Who considers: a meeting of the Standing Committee or of a committee, or a sitting of the council."""

    meeting: BodyMeeting | None = None
    sitting: Sitting | None = None


@transaction.atomic
def record_consideration(
    *,
    mission: SupervisionMission,
    user: User | None,
    hearing: Hearing,
    debate: str,
    explanation: str = "",
    on: date | None = None,
) -> Consideration:
    """The competent body considered the report.

    Whether it is the one that concludes follows from who supervises: a council's mission is considered finally by the
    sitting only, and only after the Standing Committee. `on` is the day; of a meeting, the day of the meeting. Refused
    beside the fields: the wrong body, a meeting cancelled, a day before the report, nothing said.
    """
    locked = lock_mission(mission)
    if not locked.needs_conclusion:
        raise Refused(_("A survey ends with its report: it is not considered for a conclusion."))
    if refusal := MISSION_TABLE.refusal("consider", locked.state):
        raise Refused(refusal)
    held = on or _day_of(hearing)
    said = debate.strip() or _("Write what was said and how the body judged the report.")
    refuse(_wrong_hearing(locked, hearing) | {"debate": not debate.strip() and said})
    if held is None:
        raise Refused({"on": _("Enter the day.")})
    refuse({"on": _wrong_day(hearing, held)})
    check_day(held, not_before=locked.reported_on)
    final = locked.subject != Subject.COUNCIL or hearing.sitting is not None
    due = _due(locked, hearing)
    with entered_by(user):
        considered = Consideration.objects.create(
            mission=locked,
            considered_on=held,
            meeting=hearing.meeting,
            sitting=hearing.sitting,
            explanation=explanation.strip(),
            debate=debate.strip(),
            is_final=final,
            due_on=due.day if due else None,
            due_rule=due.rule if due else None,
        )
        if final:
            move(
                record=locked,
                table=MISSION_TABLE,
                name="consider",
                user=user,
                on=held,
                considered_on=held,
            )
    mission.refresh_from_db()
    return considered


def _day_of(hearing: Hearing) -> date | None:
    return hearing.meeting.held_on if hearing.meeting else None


def _due(mission: SupervisionMission, hearing: Hearing) -> Any:
    """The Standing Committee's own term; sittings and committees have none."""
    by_standing = hearing.meeting is not None and hearing.meeting.committee_id is None
    if not by_standing or mission.reported_on is None:
        return None
    return due_by(RULE, mission.council, mission.reported_on)


def _wrong_hearing(mission: SupervisionMission, hearing: Hearing) -> dict[str, str | bool]:
    meeting, sitting = hearing
    if (meeting is None) == (sitting is None):
        return {"meeting": _("Choose the meeting or the sitting that considered the report.")}
    if meeting is not None:
        return {"meeting": _wrong_meeting(mission, meeting)}
    return {"sitting": sitting is not None and _wrong_sitting(mission, sitting)}


def _wrong_meeting(mission: SupervisionMission, meeting: BodyMeeting) -> str | bool:
    if meeting.council_id != mission.council_id:
        return _("This meeting is of another council.")
    if meeting.state == BodyMeetingState.CANCELLED:
        return _("This meeting was cancelled.")
    own = mission.committee_id if mission.subject == Subject.COMMITTEE else None
    if meeting.committee_id == own:
        return False
    if own is None:
        return _("This report is considered by the Standing Committee: choose a meeting of it.")
    return _("This report is considered by %(committee)s: choose a meeting of it.") % {
        "committee": mission.committee
    }


def _wrong_sitting(mission: SupervisionMission, sitting: Sitting) -> str | bool:
    if mission.subject != Subject.COUNCIL:
        return _("Only a mission of the council is considered at a sitting.")
    if sitting.council_id != mission.council_id:
        return _("This sitting is of another council.")
    return not mission.considerations.filter(is_final=False).exists() and _(
        "The Standing Committee looks at the report first: record its meeting."
    )


def _wrong_day(hearing: Hearing, on: date) -> str | bool:
    meeting, sitting = hearing
    if meeting is not None:
        return on != meeting.held_on and _("The meeting was held on %(day)s.") % {
            "day": shown(meeting.held_on)
        }
    return (
        sitting is not None
        and not sitting.opens_on <= on <= sitting.closes_on
        and _("The sitting lasts from %(first)s to %(last)s.")
        % {"first": shown(sitting.opens_on), "last": shown(sitting.closes_on)}
    )


# --- The conclusion ---


@transaction.atomic
def conclude_mission(
    *,
    mission: SupervisionMission,
    user: User | None,
    on: date,
    resolution: Resolution | None = None,
    terms: Terms = PLAIN,
) -> SupervisionConclusion:
    """Issue the conclusion on the final consideration: the council's resolution, or a numbered notice.

    With it the recommendations are issued. Refused without consideration, before its day, for a council without an
    adopted resolution of its own, and while a part of the notice has no words. The database refuses the same.
    """
    locked = lock_mission(mission)
    if refusal := MISSION_TABLE.refusal("conclude", locked.state):
        raise Refused(refusal)
    considered = locked.considerations.filter(is_final=True).select_related("meeting__committee").first()
    if considered is None:
        raise Refused(_("No conclusion without consideration by the competent body before."))
    check_day(on, not_before=considered.considered_on)
    refuse({"resolution": _wrong_resolution(locked, resolution, on)})
    with entered_by(user):
        document = None if resolution else _notice(locked, considered, user, on, terms)
        conclusion = SupervisionConclusion.objects.create(
            mission=locked,
            consideration=considered,
            concluded_on=on,
            document=document,
            resolution=resolution,
        )
        move(record=locked, table=MISSION_TABLE, name="conclude", user=user, on=on, concluded_on=on)
        issue_recommendations(mission=locked, conclusion=conclusion, on=on, user=user)
    mission.refresh_from_db()
    return conclusion


def _wrong_resolution(mission: SupervisionMission, resolution: Resolution | None, on: date) -> str | bool:
    of_council = mission.subject == Subject.COUNCIL
    if resolution is None:
        return of_council and _("A council concludes by a resolution: choose it.")
    if not of_council:
        return _("Only the council concludes by a resolution; others by a numbered notice.")
    if resolution.council_id != mission.council_id:
        return _("This resolution is of another council.")
    if resolution.state not in ADOPTED or resolution.adopted_on is None:
        return _("This resolution has not been adopted yet.")
    return resolution.adopted_on > on and _("The resolution was adopted on %(day)s only.") % {
        "day": shown(resolution.adopted_on)
    }


def _notice(
    mission: SupervisionMission, considered: Consideration, user: User | None, on: date, terms: Terms
) -> Any:
    """The number of the notice, and both files."""
    sections = need_words(mission, Paper.CONCLUSION) if terms.drawn else []
    entry = Numbered(
        notices.symbol_of(mission), notices.KIND, notices.abstract_of(mission), "thong-bao-ket-luan-giam-sat"
    )
    document = register(mission=mission, entry=entry, on=on, terms=terms)
    if terms.drawn:
        drawn = notices.conclusion_of(
            mission,
            sections,
            recommendations_of(mission),
            considered,
            dated=on,
            number=document.number,
            signature=house.signed(notices.signature_of(mission, deputy=terms.deputy), terms.signer.strip()),
        )
        keep(document, drawn, entry.stem, user)
    return document


def recommendations_of(mission: SupervisionMission) -> list[Any]:
    """The recommendations of a mission with who owes them, in one query."""
    owners = [f"follow_up__{name}" for name in ("council", "agency", "delegate", "group", "committee")]
    return list(mission.recommendations.select_related("follow_up", *owners))
