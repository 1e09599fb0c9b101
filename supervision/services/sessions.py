"""Buổi làm việc, khảo sát: planned, announced, held or cancelled, with minutes, photos and papers asked for."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any, Final

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from core.display import day as shown
from core.editing import save_edit
from core.errors import Refused
from core.services import apply_changes, entered_by, refuse
from sessions.services.moving import check_day
from supervision.documents import wording
from supervision.documents.minutes import KIND, abstract_of, minutes_of
from supervision.models import (
    RequestedPaper,
    SessionFile,
    Subject,
    SupervisionMission,
    TeamMember,
    WorkingSession,
)
from supervision.services.reporting import keep_upload
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
from supervision.states import MissionState

State = WorkingSession.State
TEAM_RULE: Final = "SUP-TEAM-NOTIFY"
GROUP_RULE: Final = "SUP-GROUP-NOTIFY"
PLANNING: Final = frozenset(
    {
        MissionState.DECIDED,
        MissionState.NOTIFIED,
        MissionState.COLLECTING_REPORTS,
        MissionState.FIELDWORK,
    }
)
"""States in which days are planned and held."""
WRITING: Final = frozenset({*PLANNING, MissionState.DRAFTING, MissionState.REPORTED})
"""States in which minutes and papers are still written."""
PARTS: Final = ("course", "remarks", "explanations", "summing_up")


def rule_of(mission: SupervisionMission) -> str:
    """By which rule a day is announced: a group tells what it will do seven days before, a team ten."""
    return GROUP_RULE if mission.subject == Subject.GROUP else TEAM_RULE


def _lock(session: WorkingSession) -> WorkingSession:
    lock_mission(session.mission)
    rows = WorkingSession.objects.select_for_update(of=("self",))
    return rows.select_related("mission__council", "body__agency").get(pk=session.pk)


def _need(mission: SupervisionMission, allowed: frozenset[str]) -> None:
    if mission.state not in allowed:
        words = _("Working sessions can no longer be changed: the state of the mission is “%(state)s”.")
        raise Refused(words % {"state": mission.get_state_display()})


@transaction.atomic
def save_session(
    *,
    session: WorkingSession,
    members: Iterable[TeamMember],
    user: User | None,
    version: int | None = None,
) -> WorkingSession:
    """Plan a session, or change one that was opened on `version`; its announcement is due by the rule.

    Refused beside the fields: a body or members of another mission, a working session without its body, hours the
    wrong way round; and once it was cancelled.
    """
    mission = lock_mission(session.mission)
    _need(mission, PLANNING if session.state == State.PLANNED else WRITING)
    if session.state == State.CANCELLED:
        raise Refused(_("This session was cancelled."))
    chosen = list(members)
    refuse(_wrong(session, mission, chosen))
    due = due_by(rule_of(mission), mission.council, session.held_on)
    announced = session.kind != WorkingSession.Kind.TEAM
    session.notice_due_on = due.day if due and announced else None
    session.notice_due_rule = due.rule if due and announced else None
    with entered_by(user):
        return save_edit(session, version=version, many={"members": chosen})


def _wrong(
    session: WorkingSession, mission: SupervisionMission, members: list[TeamMember]
) -> dict[str, str | bool]:
    starts, ends = session.starts_at, session.ends_at
    working = session.kind == WorkingSession.Kind.WORKING
    return {
        "body": (working and session.body is None and _("Name the body that the team works with."))
        or (
            session.body is not None
            and session.body.mission_id != mission.pk
            and _("This body is supervised in another mission.")
        ),
        "members": any(member.mission_id != mission.pk for member in members)
        and _("Choose among the members of this team."),
        "ends_at": bool(starts and ends and ends <= starts) and _("The session ends before it begins."),
        "held_on": mission.decided_on is not None
        and session.held_on < mission.decided_on
        and _("The mission was decided on %(day)s: it cannot work before.")
        % {"day": shown(mission.decided_on)},
    }


@transaction.atomic
def announce_session(*, session: WorkingSession, user: User | None, on: date) -> WorkingSession:
    """The body has been told the day and who comes; due ten days before (a group's seven)."""
    locked = _lock(session)
    _need(locked.mission, PLANNING)
    _planned(locked)
    check_day(on)
    refuse({"on": on > locked.held_on and _("It is announced before it is held, not after.")})
    locked.notified_on = on
    with entered_by(user):
        save_edit(locked)
    session.refresh_from_db()
    return session


def _planned(session: WorkingSession) -> None:
    if session.state != State.PLANNED:
        raise Refused(_("The state of the session is “%(state)s”.") % {"state": session.get_state_display()})


@transaction.atomic
def hold_session(
    *,
    session: WorkingSession,
    user: User | None,
    members: Iterable[TeamMember],
    others: str = "",
    texts: dict[str, str] | None = None,
) -> WorkingSession:
    """The session took place, with these of the team and these others; `texts` are parts of its minutes.

    Refused before its day, and beside `members` where nobody of the team took part.
    """
    locked = _lock(session)
    _need(locked.mission, PLANNING)
    _planned(locked)
    check_day(locked.held_on, field="__all__")
    chosen = list(members)
    refuse({"members": not chosen and _("Say who of the team took part.")})
    refuse(_strangers(locked, chosen))
    apply_changes(locked, {"others": others, **(texts or {})})
    locked.state = State.HELD
    with entered_by(user):
        save_edit(locked, many={"members": chosen})
    session.refresh_from_db()
    return session


def _strangers(session: WorkingSession, members: list[TeamMember]) -> dict[str, str | bool]:
    strange = any(member.mission_id != session.mission_id for member in members)
    return {"members": _("Choose among the members of this team.")} if strange else {}


@transaction.atomic
def cancel_session(*, session: WorkingSession, user: User | None, reason: str) -> WorkingSession:
    """The session does not take place, with the reason."""
    locked = _lock(session)
    _planned(locked)
    refuse({"reason": not reason.strip() and _("Say why.")})
    locked.state, locked.state_note = State.CANCELLED, reason.strip()[:300]
    with entered_by(user):
        save_edit(locked)
    session.refresh_from_db()
    return session


# --- Minutes ---


@transaction.atomic
def save_minutes(
    *,
    session: WorkingSession,
    user: User | None,
    texts: dict[str, str],
    version: int | None = None,
) -> WorkingSession:
    """Write the parts of the minutes of a session that was held; refused once they were issued."""
    locked = _lock(session)
    _need(locked.mission, WRITING)
    not_numbered(locked.minutes)
    if locked.state != State.HELD:
        raise Refused(_("Minutes are written of a session that was held."))
    apply_changes(locked, {name: texts[name] for name in PARTS if name in texts})
    with entered_by(user):
        save_edit(locked, version=version)
    session.refresh_from_db()
    return session


@transaction.atomic
def issue_minutes(
    *, session: WorkingSession, user: User | None, on: date, terms: Terms = PLAIN
) -> WorkingSession:
    """Number and keep the minutes; refused without course and summing up."""
    locked = _lock(session)
    not_numbered(locked.minutes)
    if locked.state != State.HELD:
        raise Refused(_("Minutes are written of a session that was held."))
    check_day(on, not_before=locked.held_on)
    if terms.drawn and not (locked.course.strip() and locked.summing_up.strip()):
        raise Refused(_("Write the course of the session and the summing up first."))
    mission = lock_mission(locked.mission)
    entry = Numbered(wording.team_symbol(mission), KIND, abstract_of(mission, locked), "bien-ban-lam-viec")
    with entered_by(user):
        document = register(mission=mission, entry=entry, on=on, terms=terms)
        if terms.drawn:
            members = list(locked.members.select_related("delegate"))
            drawn = minutes_of(mission, locked, members, list(locked.requested.all()), number=document.number)
            keep(document, drawn, entry.stem, user)
        locked.minutes = document
        save_edit(locked)
    session.refresh_from_db()
    return session


@transaction.atomic
def attach_signed_minutes(
    *, session: WorkingSession, user: User, upload: UploadedFile[Any]
) -> WorkingSession:
    """Keep the signed and scanned minutes. Refused beside `upload`, and of a session that was not held."""
    locked = _lock(session)
    if locked.state != State.HELD:
        raise Refused(_("Minutes are written of a session that was held."))
    with entered_by(user):
        title = locked.minutes.symbol if locked.minutes else abstract_of(locked.mission, locked)[:255]
        locked.signed_minutes = keep_upload(
            mission=locked.mission, user=user, upload=upload, title=title, file=locked.signed_minutes
        )
        save_edit(locked)
    session.refresh_from_db()
    return session


# --- Photos and papers ---


@transaction.atomic
def add_session_file(
    *, session: WorkingSession, user: User, upload: UploadedFile[Any], caption: str
) -> SessionFile:
    """Keep a photo or paper of a session, with what it shows."""
    locked = _lock(session)
    refuse({"caption": not caption.strip() and _("Say what it shows.")})
    with entered_by(user):
        file = keep_upload(mission=locked.mission, user=user, upload=upload, title=caption.strip()[:255])
        return SessionFile.objects.create(session=locked, file=file, caption=caption.strip())


@transaction.atomic
def remove_session_file(*, file: SessionFile, user: User | None) -> None:
    """Take a photo away from the session; the stored file stays in the archive."""
    with entered_by(user):
        SessionFile.objects.filter(pk=file.pk).delete()


@transaction.atomic
def ask_paper(*, session: WorkingSession, user: User | None, text: str, due_on: date) -> RequestedPaper:
    """Ask for a paper at a session, with the day by which it comes. Refused beside the fields."""
    locked = _lock(session)
    _need(locked.mission, WRITING)
    refuse(
        {
            "text": not text.strip() and _("Say what is asked for."),
            "due_on": due_on < locked.held_on
            and _("The session was held on %(day)s: nothing is due before.") % {"day": shown(locked.held_on)},
        }
    )
    with entered_by(user):
        return RequestedPaper.objects.create(session=locked, text=text.strip(), due_on=due_on)


@transaction.atomic
def receive_requested_paper(
    *, paper: RequestedPaper, user: User, on: date, upload: UploadedFile[Any] | None = None
) -> RequestedPaper:
    """What was asked for has come. Refused in the future, before the session, and a second time."""
    locked = RequestedPaper.objects.select_for_update(of=("self",)).select_related("session").get(pk=paper.pk)
    if locked.received_on is not None:
        raise Refused(_("It came on %(day)s already.") % {"day": shown(locked.received_on)})
    check_day(on, not_before=locked.session.held_on)
    with entered_by(user):
        if upload is not None:
            mission = locked.session.mission
            locked.file = keep_upload(mission=mission, user=user, upload=upload, title=locked.text[:255])
        locked.received_on = on
        save_edit(locked)
    paper.refresh_from_db()
    return paper
