"""The report of the team: drafted out of the records, numbered, kept and handed in by its head."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Count, F, Q
from django.utils.translation import gettext as _

from accounts.models import User
from core.errors import Refused
from core.services import entered_by
from documents import house
from documents.models import File
from documents.services import check_upload, store_file
from sessions.services import SectionText
from sessions.services.moving import check_day, move
from supervision.annex import annexes_of
from supervision.documents import wording
from supervision.documents.report import KIND, Counts, abstract_of, draft_parts, report_of
from supervision.models import SupervisionMission, WorkingSession
from supervision.parts import PARTS, Paper
from supervision.services.teams import need_head
from supervision.services.terms import PLAIN, Numbered, Terms, keep, lock_mission, register
from supervision.services.texts import need_words, refusal_to_write, write_sections
from supervision.states import MISSION_TABLE

_Kind = WorkingSession.Kind


def counts_of(mission: SupervisionMission) -> Counts:
    """What the team did: bodies visited (S04), sessions held (S05), visits on the spot, reports considered."""
    held = Q(state=WorkingSession.State.HELD)
    sessions = mission.sessions.filter(held).aggregate(
        bodies=Count("body", distinct=True),
        sessions=Count("pk", filter=Q(kind=_Kind.WORKING)),
        visits=Count("pk", filter=Q(kind=_Kind.VISIT)),
    )
    late = Q(submitted_on__gt=F("follow_up__due_on"))
    reports = mission.supervised.filter(submitted_on__isnull=False).aggregate(
        reports=Count("pk"), late=Count("pk", filter=late)
    )
    return Counts(**sessions, **reports)


@transaction.atomic
def draft_report(*, mission: SupervisionMission, user: User | None) -> SupervisionMission:
    """Fill the empty parts of the report out of findings and counts; what somebody wrote stays."""
    locked = lock_mission(mission)
    if refusal := refusal_to_write(locked, Paper.REPORT):
        raise Refused(refusal)
    findings = list(locked.findings.select_related("body__agency"))
    drafted = draft_parts(locked, counts_of(locked), findings)
    standing = {row.heading: row.text for row in locked.sections.filter(paper=Paper.REPORT)}
    headings = [*PARTS[Paper.REPORT], *(name for name in standing if name not in PARTS[Paper.REPORT])]
    rows = [SectionText(name, standing.get(name, "").strip() or drafted.get(name, "")) for name in headings]
    with entered_by(user):
        write_sections(locked, Paper.REPORT, rows)
    mission.refresh_from_db()
    return mission


@transaction.atomic
def hand_in_report(
    *, mission: SupervisionMission, user: User | None, on: date, terms: Terms = PLAIN
) -> SupervisionMission:
    """Number and keep the report of the team; from this day it waits for its consideration.

    Refused while a part has no words, without a head of the team, and before the sessions ended.
    """
    locked = lock_mission(mission)
    if refusal := MISSION_TABLE.refusal("report", locked.state):
        raise Refused(refusal)
    check_day(on, not_before=locked.ended_on)
    need_head(locked)
    sections = need_words(locked, Paper.REPORT) if terms.drawn else []
    entry = Numbered(wording.team_symbol(locked), KIND, abstract_of(locked), "bao-cao-giam-sat")
    with entered_by(user):
        document = register(mission=locked, entry=entry, on=on, terms=terms)
        if terms.drawn:
            members = list(locked.members.select_related("delegate"))
            drawn = report_of(
                locked,
                sections,
                members,
                annexes_of(locked),
                dated=on,
                number=document.number,
                signature=house.signed(
                    signature := wording.team_signature(locked, members),
                    terms.signer.strip() or signature.name,
                ),
            )
            keep(document, drawn, entry.stem, user)
        move(
            record=locked,
            table=MISSION_TABLE,
            name="report",
            user=user,
            on=on,
            reported_on=on,
            report=document,
        )
    mission.refresh_from_db()
    return mission


@transaction.atomic
def attach_signed_report(
    *, mission: SupervisionMission, user: User, upload: UploadedFile[Any]
) -> SupervisionMission:
    """Keep the signed and scanned report. Refused beside `upload`, or before the report was handed in."""
    locked = lock_mission(mission)
    if locked.report is None:
        raise Refused(_("Hand the report in first: the signed copy is of a numbered report."))
    with entered_by(user):
        locked.signed_report = keep_upload(
            mission=locked, user=user, upload=upload, title=locked.report.symbol, file=locked.signed_report
        )
        locked.save()
    mission.refresh_from_db()
    return mission


def keep_upload(
    *,
    mission: SupervisionMission,
    user: User,
    upload: UploadedFile[Any],
    title: str = "",
    file: File | None = None,
) -> File:
    """Keep an uploaded file of a mission, or its next version. Refused beside `upload`."""
    try:
        check_upload(upload)
    except Refused as refused:
        raise Refused({"upload": refused.messages}) from refused
    return store_file(
        council=mission.council,
        user=user,
        name=upload.name or "",
        content=upload.read(),
        title=title,
        file=file,
    )
