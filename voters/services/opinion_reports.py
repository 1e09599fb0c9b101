"""Reports about the opinions of a round: begun, written, numbered and kept, signed copy attached."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from core.editing import save_edit
from core.errors import Refused
from core.exports import Sheet, workbook
from core.services import entered_by, refuse
from councils.models import DelegateGroup
from documents.administrative import AdministrativeDocument
from documents.services import check_upload, keep_drawn, register_document, store_file
from sessions.services.moving import check_day
from voters.documents import opinions as synthesis_paper
from voters.documents import settlement as result_paper
from voters.documents.common import VICE_CHAIR, Signer
from voters.models import OpinionReport, OpinionReportSection, VoterContactRound
from voters.services.round_papers import record_synthesis
from voters.settlement import SettlementFacts, settlement_facts
from voters.synthesis import SynthesisFacts, synthesis_facts

Kind = OpinionReport.Kind
Facts = SynthesisFacts | SettlementFacts
STEMS: Final = {
    Kind.SYNTHESIS.value: "bao-cao-tong-hop-y-kien-cu-tri",
    Kind.RESULT.value: "bao-cao-giam-sat-giai-quyet-kien-nghi",
}
"""Names of the files."""


def parts_of(report: OpinionReport) -> dict[str, str]:
    """Code -> heading of the free parts of a report's kind; a group asks nothing of the delegation."""
    if report.kind == Kind.RESULT:
        return result_paper.PARTS
    parts = synthesis_paper.PARTS
    return {
        code: heading for code, heading in parts.items() if code != "delegation" or report.group_id is None
    }


@transaction.atomic
def begin_report(
    *,
    round: VoterContactRound,  # noqa: A002 - the noun of the domain
    kind: str,
    user: User | None,
    as_of: date,
    group: DelegateGroup | None = None,
    addressee: str = OpinionReport.Addressee.COUNCIL,
) -> OpinionReport:
    """Begin a report with its empty parts. Raises Refused where its draft stands, or for a day in the future."""
    check_day(as_of, field="as_of")
    refuse(
        {
            "group": group is not None
            and group.council_term_id != round.council_term_id
            and _("This group belongs to another term."),
            "kind": group is not None and kind != Kind.SYNTHESIS and _("A group reports what it heard."),
        }
    )
    made = OpinionReport(
        council=round.council,
        round=round,
        kind=kind,
        group=group,
        addressee=OpinionReport.Addressee.STANDING if group else addressee,
        as_of=as_of,
    )
    with entered_by(user):
        save_edit(made)
        OpinionReportSection.objects.bulk_create(
            OpinionReportSection(report=made, code=code, heading=heading, position=place)
            for place, (code, heading) in enumerate(parts_of(made).items(), start=1)
        )
    return made


def _locked(report: OpinionReport) -> OpinionReport:
    rows = OpinionReport.objects.select_for_update(of=("self",))
    related = ("council__parent__parent", "round__sitting", "round__council__parent__parent", "group")
    found = rows.select_related(*related, "round__council_term__term").get(pk=report.pk)
    if not found.is_draft:
        words = _("The report was numbered %(symbol)s and can no longer be changed.")
        raise Refused(words % {"symbol": found.document.symbol if found.document else ""})
    return found


@transaction.atomic
def save_report(
    *,
    report: OpinionReport,
    user: User | None,
    texts: Mapping[str, str],
    as_of: date,
    addressee: str,
    version: int | None = None,
) -> OpinionReport:
    """Write the free parts, by their codes, and say of which day the numbers are.

    Raises Refused once it bears its number, Stale when a colleague saved meanwhile.
    """
    check_day(as_of, field="as_of")
    locked = _locked(report)
    locked.as_of = as_of
    locked.addressee = OpinionReport.Addressee.STANDING if locked.group_id else addressee
    with entered_by(user):
        save_edit(locked, version=version)
        for section in locked.sections.all():
            if section.code in texts and section.text != texts[section.code].strip():
                section.text = texts[section.code].strip()
                section.save(update_fields=["text"])
    return locked


@transaction.atomic
def discard_report(*, report: OpinionReport, user: User | None) -> None:
    """Give a draft up; the history keeps what was written. Raises Refused once it bears its number."""
    locked = _locked(report)
    with entered_by(user):
        locked.sections.all().delete()
        locked.delete()


def facts_of(report: OpinionReport) -> Facts:
    """The numbers and rows of a report, from the records as of its day."""
    if report.kind == Kind.RESULT:
        return settlement_facts(report.round, as_of=report.as_of)
    return synthesis_facts(report.round, as_of=report.as_of, group=report.group)


def draw(
    report: OpinionReport,
    facts: Facts,
    *,
    on: date,
    signer: Signer = VICE_CHAIR,
    number: int | None = None,
) -> AdministrativeDocument:
    """The report in the State's format; a draft without its number."""
    texts = dict(report.sections.values_list("code", "text"))
    terms: dict[str, Any] = {"on": on, "addressee": report.addressee, "signer": signer, "number": number}
    if isinstance(facts, SettlementFacts):
        return result_paper.result_document(facts, texts, **terms)
    return synthesis_paper.synthesis_document(facts, texts, **terms)


def sheets_of(facts: Facts) -> list[Sheet]:
    """Biểu 1 and the annex as sheets of a workbook, under the same heads as in the document."""
    if isinstance(facts, SettlementFacts):
        rows, total = result_paper.bodies_rows(facts)
        annex: list[list[object]] = [list(row) for row in result_paper.annex_rows(facts)]
        return [
            Sheet("Phụ lục", list(result_paper.ANNEX), annex),
            Sheet("Biểu 1", list(result_paper.BODIES), [list(row) for row in (*rows, total)]),
        ]
    rows, total = synthesis_paper.places_rows(facts)
    columns = synthesis_paper.places_columns(district=facts.with_district, unclassified="" in facts.levels)
    heads = [f"{column.group}: {column.title}" if column.group else column.title for column in columns]
    return [
        synthesis_sheet(facts.lines),
        Sheet("Biểu 1", list(heads), [list(row) for row in (*rows, total)]),
    ]


def synthesis_sheet(lines: Any) -> Sheet:
    """The annex of kind 2 as a sheet; days stay days."""
    heads: list[object] = [column.title for column in synthesis_paper.annex_columns()]
    rows = []
    for number, line in enumerate(lines, start=1):
        row: list[object] = list(synthesis_paper.annex_row(number, line))
        row[-2] = line.due_on or ""
        rows.append(row)
    return Sheet("Phụ lục", heads, rows)


@transaction.atomic
def issue_report(
    *,
    report: OpinionReport,
    user: User,
    on: date,
    signer: Signer = VICE_CHAIR,
    number: int | None = None,
    incomplete: bool = False,
) -> OpinionReport:
    """Number the report, keep it as Word, PDF and workbook; its numbers are those of its day for ever.

    Raises Refused for a day in the future or before the day of its numbers, and, unless `incomplete`, while opinions
    still lack a field, a level or a body.
    """
    check_day(on)
    locked = _locked(report)
    facts = facts_of(locked)
    refuse(
        {
            "on": on < locked.as_of and _("The report is dated before the day of its numbers."),
            "incomplete": not incomplete and _unclassified(facts),
        }
    )
    issuer = synthesis_paper.symbol_issuer(locked.council, locked.group)
    draft = draw(locked, facts, on=on, signer=signer)
    with entered_by(user):
        document = register_document(
            council=locked.council,
            issuer=issuer,
            kind=synthesis_paper.REPORT,
            issued_on=on,
            abstract=draft.abstract,
            number=number,
        )
        drawn = draw(locked, facts, on=on, signer=signer, number=document.number)
        keep_drawn(document=document, drawn=drawn, stem=STEMS[locked.kind], user=user)
        locked.document = document
        locked.sheet = _kept_sheet(locked, facts, user)
        save_edit(locked)
    if locked.kind == OpinionReport.Kind.SYNTHESIS and locked.group is None:
        record_synthesis(round=locked.round, document=document, user=user)
    return locked


def _kept_sheet(report: OpinionReport, facts: Facts, user: User) -> Any:
    document = report.document
    name = f"{STEMS[report.kind]}-{document.number:02d}-{document.issued_on.year}" if document else ""
    return store_file(
        council=report.council,
        user=user,
        name=f"{name}.xlsx",
        content=workbook(*sheets_of(facts)),
        title=f"Phụ lục {document}",
    )


def _unclassified(facts: Facts) -> str | bool:
    if isinstance(facts, SettlementFacts) or not facts.unclassified:
        return False
    return ngettext(
        "%(count)s opinion has no field, level or body yet. Classify it first, or confirm that the report says so.",
        "%(count)s opinions have no field, level or body yet. Classify them first, or confirm that the report says so.",
        facts.unclassified,
    ) % {"count": facts.unclassified}


@transaction.atomic
def attach_signed_report(*, report: OpinionReport, user: User, upload: UploadedFile[Any]) -> OpinionReport:
    """Keep the signed copy; a later one is its next version. Raises Refused for a draft and for a wrong file."""
    locked = (
        OpinionReport.objects.select_for_update(of=("self",))
        .select_related("council", "signed")
        .get(pk=report.pk)
    )
    if locked.is_draft:
        raise Refused(_("Give the report its number first."))
    check_upload(upload)
    with entered_by(user):
        locked.signed = store_file(
            council=locked.council,
            user=user,
            name=upload.name or "",
            content=upload.read(),
            file=locked.signed,
            title=f"{locked.document} ({timezone.localdate():%d/%m/%Y})",
        )
        save_edit(locked)
    return locked
