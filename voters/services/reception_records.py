"""Who came to a reception with what: one record per matter, with its papers and terms."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from core.display import day as shown
from core.editing import save_edit
from core.errors import Refused
from core.services import apply_changes, entered_by, refuse
from councils.calendar import DueDate, due_date
from councils.models import Agency
from documents.administrative import AdministrativeDocument
from documents.models import OfficialDocument
from documents.services import allot_numbers, keep_drawn, register_document
from followups import services as followups
from followups.services import FiveClears, head_of
from sessions.services.moving import check_day
from voters.documents import reception as papers
from voters.documents.common import KIND_WORDS, VICE_CHAIR, Signer
from voters.identity import NOBODY, Identity, open_identity
from voters.models import CitizenReception, Handler, ReceptionRecord
from voters.models.identity import SECRET_KINDS
from voters.services.identity import (
    check_secret,
    check_secret_of,
    finish_columns,
    forget_history,
    is_handler,
    matter_key,
    need_handler,
    write_columns,
)
from voters.services.letters import MANY_PERSONS
from voters.services.receptions import ORIGIN, move_reception
from voters.services.sending import EVIDENCE, short_title
from voters.states import ReceptionState


@transaction.atomic
def record_visit(
    *,
    reception: CitizenReception,
    user: User | None,
    kind: str,
    content: str,
    identity: Identity = NOBODY,
    number: int | None = None,
    **facts: Any,
) -> ReceptionRecord:
    """Enter a matter in the register; the first one of a day that has come records the reception as held.

    Raises Refused for a group of five or more that names no representative, a person without a name, and a reception
    that is cancelled or lies in the future.
    """
    locked = (
        CitizenReception.objects.select_for_update(of=("self",))
        .select_related("council")
        .get(pk=reception.pk)
    )
    if locked.state in {ReceptionState.SCHEDULED, ReceptionState.PUBLISHED}:
        locked = move_reception(reception=locked, name="hold", user=user)
    elif locked.state != ReceptionState.HELD:
        raise Refused(
            _("Nobody can be entered: the state is “%(state)s”.") % {"state": locked.get_state_display()}
        )
    record = ReceptionRecord(
        reception=locked,
        council=locked.council,
        kind=kind,
        content=content.strip(),
        registered_by=user,
        **facts,
    )
    _check(record, identity)
    record.year = locked.day.year
    record.number = (
        number or allot_numbers(council=locked.council, issuer="HĐND", kind="TCD", year=record.year)[0]
    )
    write_columns(record, identity)
    finish_columns(record, identity)
    with entered_by(user):
        save_edit(record)
        if record.protected and user is not None:
            _handle(record, user)
    reception.refresh_from_db()
    return record


def _handle(record: ReceptionRecord, user: User) -> None:
    Handler.objects.get_or_create(
        **matter_key(record),
        user=user,
        ended_on=None,
        defaults={"assigned_on": timezone.localdate(), "assigned_by": user},
    )


def _check(record: ReceptionRecord, identity: Identity) -> None:
    refuse(
        {
            "content": not record.content and _("Write what the citizen asks for."),
            "name": not identity.persons and _("Write the name of the person received."),
            "others": record.persons >= MANY_PERSONS
            and len(identity.persons) < 2  # noqa: PLR2004 - somebody beside the first
            and _("%(count)s persons are a group: name its representatives.") % {"count": record.persons},
            "persons": len(identity.persons) > record.persons and _("More persons are named than have come."),
        }
    )


@transaction.atomic
def update_record(
    *, record: ReceptionRecord, user: User, version: int | None, **changes: Any
) -> ReceptionRecord:
    """Correct a record; a protected one only by its handlers. What proves to be a denunciation is protected."""
    before = ReceptionRecord.objects.select_for_update(of=("self",)).get(pk=record.pk)
    need_handler(user, before)
    apply_changes(record, changes)
    identity = open_identity(before)
    if not before.erased_on:
        _check(record, identity)
    becomes = record.kind in SECRET_KINDS and not before.protected
    if becomes and (record.guidance_id or record.forwarding_id or record.refusal_id):
        raise Refused({"kind": _("A document about it has gone out and may name the person.")})
    finish_columns(record, identity)
    with entered_by(user):
        if becomes:
            blank = dict.fromkeys(("content", "note", "papers", "settled_before", "result", "search"), "")
            forget_history(before, **blank)
            _handle(record, user)
        return save_edit(record, version=version)


def check_secret_at(reception: CitizenReception, user: User, **texts: str) -> None:
    """Refuse texts about a whole reception that name one of its protected persons, to those who handle the matter.

    A refusal would tell anybody else whether a name is the right one.
    """
    for record in reception.records.filter(protected=True, erased_on__isnull=True):
        if is_handler(user, record):
            check_secret(open_identity(record), **texts)


# --- Terms ---


def inform_due(record: ReceptionRecord) -> DueDate:
    """By when the citizen must be told how the matter is handled: 10 working days (Law 42/2013 Art. 28.1)."""
    return due_date(code="REC-RESULT", council=record.council, anchor=record.reception.day)


def result_due(record: ReceptionRecord) -> DueDate | None:
    """By when the citizen must be told the result that has come: 5 working days (Law 42/2013 Art. 28.2)."""
    owed = record.follow_up
    if owed is None or owed.answered_on is None:
        return None
    return due_date(code="REC-DEL-INFORM", council=record.council, anchor=owed.answered_on)


def refusal_due(record: ReceptionRecord) -> DueDate:
    """By when a refusal must be written: 3 working days (Decree 154/2026 Art. 4.3)."""
    return due_date(code="REC-REFUSE", council=record.council, anchor=record.reception.day)


# --- Papers ---


def matter_of(record: ReceptionRecord) -> papers.Matter:
    """What papers may say of it: of a protected or erased identity nothing."""
    hidden = record.protected or record.erased_on is not None
    return papers.Matter(
        council=record.council,
        label=f"{record.number}/{record.year}",
        kind=record.kind,
        day=record.reception.day,
        receiver=record.reception.receiver,
        content=record.content,
        person=None if hidden else open_identity(record).first,
        place=record.reception.place,
    )


def _locked(record: ReceptionRecord, user: User, on: date) -> ReceptionRecord:
    found = (
        ReceptionRecord.objects.select_for_update(of=("self",))
        .select_related("council", "reception__delegate", "field")
        .get(pk=record.pk)
    )
    need_handler(user, found)
    check_day(on, not_before=found.reception.day)
    if found.refused_on:
        raise Refused(_("It was refused on %(day)s.") % {"day": shown(found.refused_on)})
    return found


def _register(record: ReceptionRecord, series: tuple[str, str], on: date, abstract: str) -> OfficialDocument:
    return register_document(
        council=record.council,
        issuer=series[1],
        kind=series[0],
        issued_on=on,
        abstract=f"{abstract} (lượt tiếp công dân số {record.number}/{record.year})",
    )


def _keep(
    record: ReceptionRecord, document: OfficialDocument, drawn: AdministrativeDocument, user: User
) -> None:
    stem = f"tiep-cong-dan-{record.number}-{record.year}"
    keep_drawn(document=document, drawn=drawn, stem=stem, user=user)


@transaction.atomic
def guide_visitor(
    *, record: ReceptionRecord, body: str, on: date, user: User, text: str = "", signer: Signer = VICE_CHAIR
) -> OfficialDocument:
    """Guide the citizen to the competent body by a numbered slip. Raises Refused where that was done already."""
    locked = _locked(record, user, on)
    refuse(
        {
            "body": not body.strip() and _("Say which body is competent."),
            "__all__": locked.guidance_id is not None and _("The citizen was guided already."),
        }
    )
    check_secret_of(locked, text=text, body=body)
    document = _register(locked, papers.NOTICE, on, "Phiếu hướng dẫn")
    drawn = papers.guidance(
        matter=matter_of(locked), body=body.strip(), text=text, on=on, signer=signer, number=document.number
    )
    _keep(locked, document, drawn, user)
    with entered_by(user):
        locked.guided_to, locked.guidance = body.strip(), document
        locked.informed_on = locked.informed_on or on
        locked.save()
    return document


@transaction.atomic
def forward_matter(
    *,
    record: ReceptionRecord,
    agency: Agency,
    on: date,
    due_on: date,
    due_basis: str,
    user: User,
    text: str = "",
    signer: Signer = VICE_CHAIR,
    quiet: bool = False,
) -> OfficialDocument:
    """Forward the matter to the body that accepts it; it owes its result as a follow-up.

    Raises Refused where that was done already, and for days that do not fit.
    """
    locked = _locked(record, user, on)
    refuse(
        {
            "agency": agency.council_id != locked.council_id and _("The agency belongs to another council."),
            "due_on": due_on < on and _("The answer cannot be due before the letter goes out."),
            "due_basis": not due_basis.strip() and _("Say what a day set by hand rests on."),
            "__all__": locked.forwarding_id is not None and _("The matter was forwarded already."),
        }
    )
    check_secret_of(locked, text=text, due_basis=due_basis)
    document = _register(locked, papers.SLIP, on, f"Phiếu chuyển nội dung {KIND_WORDS[locked.kind]}")
    drawn = papers.forwarding(
        matter=matter_of(locked),
        body=agency.name,
        text=text,
        on=on,
        due=due_on,
        signer=signer,
        number=document.number,
    )
    _keep(locked, document, drawn, user)
    title = f"Giải quyết nội dung {KIND_WORDS[locked.kind]} (lượt tiếp công dân số {locked.number}/{locked.year}): "
    clears = FiveClears(
        body=agency,
        title=f"{title}{short_title(locked.content)}",
        due=DueDate(due_on, None, on, estimated=False, basis=due_basis.strip()),
        accountable=head_of(agency),
        evidence=EVIDENCE,
    )
    with entered_by(user):
        locked.accepted_by, locked.forwarding = agency, document
        locked.follow_up = followups.issue(
            council=locked.council,
            kind=ORIGIN,
            clears=clears,
            user=user,
            on=on,
            detail=locked.content,
            field=locked.field,
            quiet=quiet,
        )
        locked.save()
    return document


@transaction.atomic
def refuse_visitor(
    *, record: ReceptionRecord, reason: str, on: date, user: User, signer: Signer = VICE_CHAIR
) -> OfficialDocument:
    """Refuse to receive on this matter, by form 01/TCD. Raises Refused once it was guided or forwarded."""
    locked = _locked(record, user, on)
    refuse(
        {
            "reason": not reason.strip() and _("Say on which ground."),
            "__all__": bool(locked.forwarding_id or locked.guidance_id)
            and _("The matter has been taken up: it can no longer be refused."),
        }
    )
    check_secret_of(locked, reason=reason)
    document = _register(locked, papers.NOTICE, on, "Về việc từ chối tiếp công dân")
    drawn = papers.refusal(
        matter=matter_of(locked), reason=reason, on=on, signer=signer, number=document.number
    )
    _keep(locked, document, drawn, user)
    with entered_by(user):
        locked.refused_on, locked.refusal = on, document
        locked.save()
    return document


def draw_receipt(record: ReceptionRecord) -> AdministrativeDocument:
    """Form 02/TCD: what was handed in. Raises Refused where no paper is written down."""
    lines = [line.strip() for line in record.papers.splitlines() if line.strip()]
    if not lines:
        raise Refused(_("No paper is written down for this matter. Enter them first."))
    rows = [tuple([*(part.strip() for part in line.split(";", 2)), "", ""][:3]) for line in lines]
    return papers.receipt(matter=matter_of(record), papers=rows, at=record.reception.starts_at)  # type: ignore[arg-type]  # three parts each
