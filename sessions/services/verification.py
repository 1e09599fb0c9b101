"""Thẩm tra: the committee meets, writes its parts and remarks, and reports on exactly one version of the paper."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final, NamedTuple

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from core.display import day as shown
from core.editing import save_edit
from core.errors import Refused
from core.services import entered_by, names, refuse
from documents import house
from documents.services import copy_file, keep_drawn, register_document, store_upload
from sessions.documents.verification import report_of
from sessions.models import (
    BodyMeeting,
    Paper,
    PaperVersion,
    Verification,
    VerificationRemark,
    VerificationSection,
)
from sessions.paper_rules import DECIDED
from sessions.report_parts import parts_of, subject_of
from sessions.services import answer_debts
from sessions.services.moving import check_day, move
from sessions.services.papers import next_number
from sessions.services.receiving import receive_paper
from sessions.services.rows import RefusedRows
from sessions.states import MISSING, PAPER_TABLE, BodyMeetingState, PaperState, VerificationState

KIND: Final = "BC"
"""Kind of the number series of reports."""
Opinion = Verification.Opinion


class SectionText(NamedTuple):
    """A part of the report as somebody wrote it."""

    heading: str
    text: str


class RemarkLine(NamedTuple):
    """A remark: on which place, what, and which change is asked for. `pk` names one that stands already."""

    remark: str
    place: str = ""
    request: str = ""
    pk: int | None = None


# --- While it is written ---


def lock_verification(verification: Verification) -> Verification:
    """The verification as it is now, locked after its paper, with its committee."""
    Paper.objects.select_for_update(of=("self",)).get(pk=verification.paper_id)
    related = (
        "committee__council",
        "paper__sitting__council",
        "paper__sitting__council_term__term",
        "paper__owner_agency",
        "paper__owner_committee",
        "meeting",
        "follow_up",
    )
    rows = Verification.objects.select_for_update(of=("self",)).select_related(*related, "version_seen")
    return rows.get(pk=verification.pk)


def _open(verification: Verification) -> Verification:
    """Locked; Refused once it has been reported: what it says about that version stands."""
    locked = lock_verification(verification)
    if locked.reported_on and locked.version_seen:
        raise Refused(
            _("The report was made on %(day)s about version %(number)s. Nothing in it changes any more.")
            % {"day": shown(locked.reported_on), "number": locked.version_seen.number}
        )
    return locked


def _began(verification: Verification) -> None:
    """Whoever works on it has begun."""
    if verification.state == VerificationState.ASSIGNED:
        verification.state = VerificationState.IN_WORK


@transaction.atomic
def begin_verification(*, verification: Verification, user: User | None, on: date) -> Verification:
    """The committee begins: from this day the paper is under verification, where this committee leads."""
    locked = _open(verification)
    check_day(on, not_before=locked.assigned_on)
    with entered_by(user):
        _began(locked)
        locked.save()
        _paper_in_work(locked, user, on)
    verification.refresh_from_db()
    return verification


def _paper_in_work(verification: Verification, user: User | None, on: date) -> None:
    if verification.is_lead and verification.paper.state == PaperState.ASSIGNED:
        move(record=verification.paper, table=PAPER_TABLE, name="verify_begin", user=user, on=on)


@transaction.atomic
def set_meeting(
    *, verification: Verification, meeting: BodyMeeting | None, user: User | None
) -> Verification:
    """Name the committee's meeting at which the paper is verified; from a meeting held the paper is under verification.

    Refused beside `meeting`: one of another committee, one that was cancelled, or one before the assignment.
    """
    locked = _open(verification)
    if meeting is not None:
        refuse({"meeting": _no_meeting_for(locked, meeting)})
    locked.meeting = meeting
    with entered_by(user):
        if meeting is not None and meeting.held_on <= timezone.localdate():
            _began(locked)
            _paper_in_work(locked, user, meeting.held_on)
        locked.save()
    verification.refresh_from_db()
    return verification


def _no_meeting_for(verification: Verification, meeting: BodyMeeting) -> str | bool:
    if meeting.committee_id != verification.committee_id:
        return _("This is no meeting of %(committee)s.") % {"committee": verification.committee}
    if meeting.state == BodyMeetingState.CANCELLED:
        return _("This meeting was cancelled.")
    return meeting.held_on < verification.assigned_on and _(
        "The meeting lies before the paper was assigned on %(day)s."
    ) % {"day": shown(verification.assigned_on)}


@transaction.atomic
def save_sections(
    *,
    verification: Verification,
    rows: Sequence[SectionText],
    user: User | None,
    version: int | None = None,
) -> Verification:
    """Write the parts of the report, in this order; the parts that its kind must have stay, with or without words.

    Raises RefusedRows for words without a heading, Stale when a colleague saved meanwhile.
    """
    locked = _open(verification)
    filled = [(at, row) for at, row in enumerate(rows) if row.heading.strip() or row.text.strip()]
    bare = {at: {"heading": _("Give this part a heading.")} for at, row in filled if not row.heading.strip()}
    if bare:
        raise RefusedRows(bare)
    kept = [row for _at, row in filled]
    written = {row.heading.strip() for row in kept}
    missing = [heading for heading in parts_of(locked.paper) if heading not in written]
    kept += [SectionText(heading, "") for heading in missing]
    _began(locked)
    with entered_by(user):
        save_edit(locked, version=version)
        _write_sections(locked, kept)
    verification.refresh_from_db()
    return verification


def _write_sections(verification: Verification, rows: Sequence[SectionText]) -> None:
    """The parts change in place, so that their history is one."""
    standing = list(verification.sections.all())
    for place, (section, row) in enumerate(zip(standing, rows, strict=False), start=1):
        section.position, section.heading, section.text = place, row.heading.strip(), row.text.strip()
    VerificationSection.objects.bulk_update(standing[: len(rows)], ["position", "heading", "text"])
    VerificationSection.objects.bulk_create(
        VerificationSection(
            verification=verification, position=place, heading=row.heading.strip(), text=row.text.strip()
        )
        for place, row in enumerate(rows[len(standing) :], start=len(standing) + 1)
    )
    VerificationSection.objects.filter(pk__in=[section.pk for section in standing[len(rows) :]]).delete()


@transaction.atomic
def save_remarks(
    *,
    verification: Verification,
    rows: Sequence[RemarkLine],
    user: User | None,
    version: int | None = None,
) -> list[VerificationRemark]:
    """Write the remarks, in this order; those that `rows` no longer name are dropped.

    Raises RefusedRows for a place or a change asked for without a remark, Stale when a colleague saved meanwhile.
    """
    locked = _open(verification)
    kept = [(at, row) for at, row in enumerate(rows) if any(text.strip() for text in row[:3])]
    bare = {at: {"remark": _("Write the remark.")} for at, row in kept if not row.remark.strip()}
    if bare:
        raise RefusedRows(bare)
    _began(locked)
    with entered_by(user):
        save_edit(locked, version=version)
        made = _write_remarks(locked, [row for _at, row in kept])
    verification.refresh_from_db()
    return made


def _write_remarks(verification: Verification, rows: Sequence[RemarkLine]) -> list[VerificationRemark]:
    standing: Mapping[int, VerificationRemark] = {row.pk: row for row in verification.remarks.all()}
    kept = {pk: standing[pk] for row in rows if (pk := row.pk or 0) in standing}
    remarks = [kept.get(row.pk or 0) or VerificationRemark(verification=verification) for row in rows]
    for place, (remark, row) in enumerate(zip(remarks, rows, strict=True), start=1):
        remark.position, remark.place = place, row.place.strip()
        remark.remark, remark.request = row.remark.strip(), row.request.strip()
    VerificationRemark.objects.bulk_update(kept.values(), ["position", "place", "remark", "request"])
    verification.remarks.exclude(pk__in=kept).delete()
    VerificationRemark.objects.bulk_create(remark for remark in remarks if remark.pk not in kept)
    return remarks


# --- The report ---


class ReportTerms(NamedTuple):
    """How the report is signed and numbered: by the head or a deputy, with a number it already bears if it does."""

    deputy: bool = False
    signer: str = ""
    number: int | None = None
    listed: bool = False
    """Put the report on the sitting's list of papers, if it does not stand there yet."""


PLAIN: Final = ReportTerms()
"""Signed by the head, with the next number of the series."""


@transaction.atomic
def report_verification(
    *,
    verification: Verification,
    user: User,
    on: date,
    opinion: str,
    version: PaperVersion,
    terms: ReportTerms = PLAIN,
    quiet: bool = False,
) -> Verification:
    """Make the report about one version of the paper: numbered, drawn as DOCX and PDF, and frozen from now on.

    The paper is verified once its leading committee has reported. The owner is told, and owes answers to the remarks
    before the opening (`quiet` tells nobody: loading of old records). A report of this committee that the list expects
    is received by this. Refused beside the fields: no opinion, parts without words, a version of another paper or one
    that came later, a day before the assignment or the meeting, a revision asked for without a remark.
    """
    locked = _open(verification)
    met_on = locked.meeting.held_on if locked.meeting else locked.assigned_on
    last = max(locked.assigned_on, met_on)
    check_day(on, not_before=last)
    refuse(_not_reportable(locked, opinion, version, on))
    locked.opinion, locked.version_seen, locked.reported_on = opinion, version, on
    locked.state = VerificationState.REPORTED
    with entered_by(user):
        _register(locked, user, terms)
        locked.save()
        if locked.is_lead:
            move(record=locked.paper, table=PAPER_TABLE, name="verify", user=user, on=on)
        _hand_in_report(locked, user, listed=terms.listed)
        answer_debts.ask(verification=locked, user=user, on=on, quiet=quiet)
    verification.refresh_from_db()
    return verification


def _not_reportable(
    verification: Verification, opinion: str, version: PaperVersion, on: date
) -> dict[str, str | bool]:
    paper = verification.paper
    empty = [f"“{section.heading}”" for section in verification.sections.filter(text="")]
    asks = opinion == Opinion.AFTER_REVISION and not verification.remarks.exists()
    return {
        "opinion": (opinion not in Opinion.values and _("Say what the committee proposes."))
        or (asks and _("Enter the remarks first: a paper that is to be revised needs to know how.")),
        "sections": bool(empty)
        and _("These parts of the report have no words yet: %(parts)s.") % {"parts": names(empty)},
        "version": (version.paper_id != paper.pk and _("This version is of another paper."))
        or (
            version.received_on > on
            and _("This version came on %(day)s, after the day of the report.")
            % {"day": shown(version.received_on)}
        ),
        "__all__": _not_on_the_table(verification),
    }


def _not_on_the_table(verification: Verification) -> str | bool:
    """Why nothing can be reported about the paper in its state; a co-ordinating report may follow the leading one."""
    paper = verification.paper
    if verification.is_lead or paper.state in MISSING | DECIDED:
        return PAPER_TABLE.refusal("verify", paper.state)
    return False


def _register(verification: Verification, user: User, terms: ReportTerms) -> None:
    """The number from the committee's or the council's series, and both files."""
    paper, committee = verification.paper, verification.committee
    council = paper.sitting.council
    document = register_document(
        council=council,
        issuer=house.committee_symbol(committee),
        kind=KIND,
        issued_on=verification.reported_on or timezone.localdate(),
        abstract=f"Thẩm tra {subject_of(paper)}",
        number=terms.number,
    )
    sections, remarks = list(verification.sections.all()), list(verification.remarks.all())
    signature = house.committee_signature(committee, deputy=terms.deputy)
    drawn = report_of(
        verification,
        sections,
        remarks,
        number=document.number,
        signature=house.signed(signature, terms.signer.strip()),
    )
    keep_drawn(document=document, drawn=drawn, stem="bao-cao-tham-tra", user=user)
    verification.document = document


def _hand_in_report(verification: Verification, user: User, *, listed: bool) -> None:
    """The report is itself a paper of the sitting: received if the list expects it, put there if asked.

    The paper has a copy of its own: what is attached to the report in the register later is the report's alone.
    """
    paper, document = verification.paper, verification.document
    expected = paper.companions.filter(
        kind=Paper.Kind.VERIFICATION_REPORT, owner_committee=verification.committee
    ).first()
    if expected is None and listed:
        expected = _listed(verification)
    if expected is None or document is None or expected.versions.exists():
        return
    drawn = document.file
    receive_paper(
        paper=expected,
        user=user,
        on=document.issued_on,
        file=copy_file(file=drawn, user=user, title=expected.title) if drawn else None,
        symbol=document.symbol,
        dated_on=document.issued_on,
    )


def _listed(verification: Verification) -> Paper:
    """A line of the list for the report, due when the report was."""
    paper = verification.paper
    return Paper.objects.create(
        sitting=paper.sitting,
        number=next_number(paper.sitting),
        kind=Paper.Kind.VERIFICATION_REPORT,
        title=f"Báo cáo thẩm tra {subject_of(paper)}"[:500],
        owner_committee=verification.committee,
        goes_with=paper,
        due_on=verification.due_on,
        due_rule=verification.due_rule,
        due_anchor_on=verification.due_anchor_on,
        legal_basis=verification.legal_basis,
    )


@transaction.atomic
def attach_signed(*, verification: Verification, user: User, upload: UploadedFile[Any]) -> Verification:
    """Keep the signed and scanned report with the verification. Refused beside `upload`, or before the report."""
    locked = lock_verification(verification)
    if locked.document is None:
        raise Refused(_("Report first: the signed copy is of a numbered report."))
    with entered_by(user):
        locked.file = store_upload(
            council=locked.paper.sitting.council,
            user=user,
            upload=upload,
            title=locked.document.symbol,
            file=locked.file,
        )
        locked.save()
    verification.refresh_from_db()
    return verification
