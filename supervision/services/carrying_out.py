"""A decided mission on its way: plan issued, bodies told, reports asked for, sessions begun and ended."""

from __future__ import annotations

from datetime import date
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from core.display import day as shown
from core.errors import Refused
from core.services import entered_by, refuse
from councils.calendar import DueDate
from documents import house
from documents.language import short_date
from followups import services as followups
from sessions.services.moving import check_day, move
from supervision.documents import wording
from supervision.documents.plan import KIND, abstract_of, plan_of
from supervision.models import Subject, SupervisedBody, SupervisionMission, WorkingSession
from supervision.parts import Paper
from supervision.services.teams import need_head
from supervision.services.terms import (
    PLAIN,
    Numbered,
    Terms,
    due_by,
    keep,
    lock_mission,
    not_numbered,
    register,
)
from supervision.services.texts import need_words
from supervision.states import MISSION_TABLE, RUNNING, MissionState

ORIGIN: Final = "supervised_report"
"""Kind of the follow-ups that the bodies' reports are."""
EVIDENCE: Final = "Báo cáo theo đề cương, có chữ ký của người đứng đầu, kèm biểu số liệu"
"""What proves a report sent. Words of official records are always Vietnamese, here and below."""
REPORT_RULES: Final[dict[str, str]] = {
    Subject.STANDING_COMMITTEE: "SUP-REPORT-SC",
    Subject.COMMITTEE: "SUP-REPORT-COM",
    Subject.GROUP: "SUP-REPORT-DEL",
}
"""By which rule the team owes its report; a council's goes to the nearest sitting."""
_EARLY: Final = frozenset({*RUNNING} - {MissionState.REPORTED, MissionState.CONSIDERED})


@transaction.atomic
def issue_plan(
    *, mission: SupervisionMission, user: User | None, on: date, terms: Terms = PLAIN
) -> SupervisionMission:
    """Number and keep the plan with its outline. Refused before the decision, and while a part has no words."""
    locked = lock_mission(mission)
    not_numbered(locked.plan)
    if locked.state not in _EARLY:
        words = _("The plan cannot be issued: the state is “%(state)s”.")
        raise Refused(words % {"state": locked.get_state_display()})
    check_day(on, not_before=locked.decided_on)
    sections = need_words(locked, Paper.PLAN) if terms.drawn else []
    entry = Numbered(wording.symbol_of(locked), KIND, abstract_of(locked), "ke-hoach-giam-sat")
    with entered_by(user):
        document = register(mission=locked, entry=entry, on=on, terms=terms)
        if terms.drawn:
            sessions = locked.sessions.exclude(state=WorkingSession.State.CANCELLED)
            drawn = plan_of(
                locked,
                sections,
                list(locked.members.select_related("delegate")),
                list(locked.outline.all()),
                list(sessions.select_related("body__agency")),
                dated=on,
                number=document.number,
                signature=house.signed(
                    wording.signature_of(locked, deputy=terms.deputy), terms.signer.strip()
                ),
            )
            keep(document, drawn, entry.stem, user)
        locked.plan = document
        locked.save()
    mission.refresh_from_db()
    return mission


@transaction.atomic
def notify_bodies(
    *,
    mission: SupervisionMission,
    user: User | None,
    on: date,
    reports_due_on: date | None = None,
    ask: bool = False,
    quiet: bool = False,
) -> SupervisionMission:
    """Plan, outline and team have been sent to the supervised bodies, at the latest 15 days after the act.

    From this day each body sees its questionnaire and its days. `ask`: their reports are asked for at once. Refused
    without a head of the team or a body, and beside `reports_due_on` where a body reports and no day was set.
    """
    locked = lock_mission(mission)
    if refusal := MISSION_TABLE.refusal("notify", locked.state):
        raise Refused(refusal)
    need_head(locked)
    due = reports_due_on or locked.reports_due_on
    reporting = locked.supervised.filter(reports=True).exists()
    if not locked.supervised.exists():
        raise Refused(_("Name the supervised bodies first."))
    refuse({"reports_due_on": reporting and _no_due(due, on)})
    move(
        record=locked,
        table=MISSION_TABLE,
        name="notify",
        user=user,
        on=on,
        notified_on=on,
        reports_due_on=due,
    )
    if ask and reporting:
        ask_for_reports(mission=locked, user=user, on=on, quiet=quiet)
    mission.refresh_from_db()
    return mission


def _no_due(due: date | None, on: date) -> str | bool:
    if due is None:
        return _("Set the day by which the bodies report.")
    return due < on and _("The bodies were told on %(day)s: they cannot owe a report before.") % {
        "day": shown(on)
    }


@transaction.atomic
def ask_for_reports(
    *, mission: SupervisionMission, user: User | None, on: date, quiet: bool = False
) -> SupervisionMission:
    """Ask each body that reports for its report: a follow-up, due on the day that the plan sets."""
    locked = lock_mission(mission)
    due = locked.reports_due_on
    refuse({"reports_due_on": due is None and _("Set the day by which the bodies report.")})
    move(record=locked, table=MISSION_TABLE, name="collect", user=user, on=on)
    if due is not None:
        bodies = locked.supervised.filter(reports=True, follow_up__isnull=True, submitted_on__isnull=True)
        for body in bodies.select_related("agency"):
            _ask(locked, body, user, on, due, quiet=quiet)
    mission.refresh_from_db()
    return mission


def _ask(
    mission: SupervisionMission, body: SupervisedBody, user: User | None, on: date, due: date, *, quiet: bool
) -> None:
    clears = followups.FiveClears(
        body=body.agency,
        title=f"Gửi báo cáo phục vụ {wording.verb_of(mission)}: {wording.subject_of(mission)}"[:300],
        due=DueDate(due, None, on, estimated=False, basis=basis_of(mission)),
        accountable=f"Người đứng đầu {body.agency.name}"[:200],
        evidence=EVIDENCE,
    )
    body.follow_up = followups.issue(
        council=mission.council,
        kind=ORIGIN,
        clears=clears,
        user=user,
        on=on,
        detail=f"{wording.team_of(mission)} đề nghị báo cáo theo đề cương kèm kế hoạch {wording.verb_of(mission)}.",
        quiet=quiet,
    )
    body.save(update_fields=["follow_up", "updated_at"])


def basis_of(mission: SupervisionMission) -> str:
    """What the day of the reports rests on: the plan, otherwise the act."""
    if mission.plan is not None:
        return f"Kế hoạch số {mission.plan.symbol} ngày {short_date(mission.plan.issued_on)}"
    return wording.cited_act(mission)[:300]


@transaction.atomic
def begin_sessions(*, mission: SupervisionMission, user: User | None, on: date) -> SupervisionMission:
    """The team begins to work with the bodies."""
    move(record=lock_mission(mission), table=MISSION_TABLE, name="go_out", user=user, on=on)
    mission.refresh_from_db()
    return mission


@transaction.atomic
def end_sessions(*, mission: SupervisionMission, user: User | None, on: date) -> SupervisionMission:
    """The working sessions have ended: from here the report is due, by the rule of the subject.

    Refused while a session is still planned, and before the last one that was held.
    """
    locked = lock_mission(mission)
    planned = locked.sessions.filter(state=WorkingSession.State.PLANNED).count()
    if planned:
        raise Refused(_("Working sessions are still planned: record each as held or cancelled first."))
    last = locked.sessions.filter(state=WorkingSession.State.HELD).order_by("-held_on").first()
    check_day(on, not_before=last.held_on if last else None)
    code = REPORT_RULES.get(locked.subject)
    due = due_by(code, locked.council, on) if code else None
    move(
        record=locked,
        table=MISSION_TABLE,
        name="draft",
        user=user,
        on=on,
        ended_on=on,
        report_due_on=due.day if due else None,
        report_due_rule=due.rule if due else None,
    )
    mission.refresh_from_db()
    return mission
