"""Transfer letters: one to each body about what was sent to it, in one transaction or not at all."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from accounts.models import User
from core.errors import Refused
from core.exports import workbook
from core.services import entered_by, refuse
from councils.models import Agency, Council
from documents.models import OfficialDocument
from documents.services import keep_drawn, register_document, store_file
from followups.letters import ISSUER, KIND
from sessions.models import Sitting
from sessions.services.moving import check_day
from voters.documents.common import VICE_CHAIR, Signer
from voters.documents.transfers import Transfer, transfer_document
from voters.models import CompetenceLevel, OpinionReport, TransferLetter, VoterContactRound, VoterOpinion
from voters.opinion_lines import lines_of, opinions_for_papers
from voters.services.opinion_reports import synthesis_sheet

MOST = 1000
"""Opinions in the letters of one writing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TransferTerms:
    """What the writer decides."""

    dated_on: date
    signer: Signer = VICE_CHAIR
    answer_by: date | None = None
    """None: the latest day by which one of the letter's opinions is due."""


def to_transfer(council: Council, contact: VoterContactRound | None = None) -> Any:
    """Opinions that were sent and stand in no letter yet; of one round if asked."""
    letters = TransferLetter.objects.filter(opinions=OuterRef("pk"))
    rows = VoterOpinion.objects.of(council).working().filter(~Exists(letters), follow_up__isnull=False)
    rows = rows.exclude(follow_up__state="withdrawn")
    return rows.filter(meeting__round=contact) if contact else rows


def plan_transfers(
    *, council: Council, opinions: Iterable[VoterOpinion], terms: TransferTerms
) -> list[Transfer]:
    """One letter for each body, its opinions by level and field; six queries, however many letters.

    What the centre must settle goes to the National Assembly delegation, where the council has it in its list.
    """
    ids = [opinion.pk for opinion in opinions]
    rows = opinions_for_papers(VoterOpinion.objects.filter(pk__in=ids, council=council))
    delegation = (
        Agency.objects.of(council).valid(terms.dated_on).filter(kind=Agency.Kind.NATIONAL_DELEGATION).first()
    )
    found: dict[Agency, list[Any]] = defaultdict(list)
    for line in lines_of(rows.select_related("follow_up__agency"), terms.dated_on):
        body = _body_of(line.opinion, delegation)
        if body is not None:
            found[body].append(line)
    reports, sittings = _reports(council), list(_next_sittings(council, terms.dated_on))
    return [
        _transfer(council, body, lines, terms, (reports, sittings))
        for body, lines in sorted(found.items(), key=lambda pair: pair[0].sort_key)
    ]


def _body_of(opinion: Any, delegation: Agency | None) -> Agency | None:
    if opinion.competence_level == CompetenceLevel.CENTRAL and delegation is not None:
        return delegation
    body: Agency | None = opinion.follow_up.agency if opinion.follow_up else None
    return body


def _transfer(
    council: Council,
    body: Agency,
    lines: Sequence[Any],
    terms: TransferTerms,
    known: tuple[dict[int, OfficialDocument], Sequence[int]],
) -> Transfer:
    reports, sittings = known
    rounds = {line.opinion.meeting.round for line in lines if line.opinion.meeting}
    contact = next(iter(rounds)) if len(rounds) == 1 else None
    latest = max((line.due_on for line in lines if line.due_on), default=terms.dated_on)
    return Transfer(
        council=council,
        agency=body,
        lines=lines,
        dated_on=terms.dated_on,
        answer_by=terms.answer_by or latest,
        contact=contact,
        synthesis=reports.get(contact.pk) if contact else None,
        signer=terms.signer,
        next_sitting=sittings[0] if sittings else None,
    )


def _reports(council: Council) -> dict[int, OfficialDocument]:
    """By round, its synthesis report."""
    rows = OpinionReport.objects.of(council).filter(
        kind=OpinionReport.Kind.SYNTHESIS, group__isnull=True, document__isnull=False
    )
    return {row.round_id: row.document for row in rows.select_related("document") if row.document}


def _next_sittings(council: Council, after: date) -> Any:
    rows = Sitting.objects.of(council).filter(opens_on__gt=after).order_by("opens_on")
    return rows.values_list("number", flat=True)[:1]


@transaction.atomic
def write_transfers(
    *, council: Council, opinions: Iterable[VoterOpinion], user: User, terms: TransferTerms
) -> list[TransferLetter]:
    """Write the letters: each gets the next number of the series, both files and its annex as a workbook.

    Raises Refused for opinions that were not sent, stand in a letter already, or were sent after the letters' day, for
    a day in the future, and for a day to answer by that is none.
    """
    check_day(terms.dated_on, field="dated_on")
    locked = list(
        VoterOpinion.objects.select_for_update(of=("self",))
        .filter(pk__in=[opinion.pk for opinion in opinions])
        .select_related("follow_up")
        .order_by("pk")
    )
    _check(locked, council, terms)
    planned = plan_transfers(council=council, opinions=locked, terms=terms)
    refuse(
        {
            "answer_by": any(one.answer_by <= terms.dated_on for one in planned)
            and _("The day to answer by must come after the letter.")
        }
    )
    with entered_by(user):
        return [_write(transfer, user) for transfer in planned]


def _check(locked: Sequence[VoterOpinion], council: Council, terms: TransferTerms) -> None:
    if not locked or len(locked) > MOST:
        raise Refused(_("Choose between 1 and %(most)s opinions that were sent.") % {"most": MOST})
    written = set(TransferLetter.objects.filter(opinions__in=locked).values_list("opinions", flat=True))
    for opinion in locked:
        words = {"number": opinion}
        if opinion.council_id != council.pk or opinion.follow_up is None:
            raise Refused(_("Opinion no. %(number)s was not sent to a body yet.") % words)
        if opinion.pk in written:
            raise Refused(_("Opinion no. %(number)s stands in a transfer letter already.") % words)
        if opinion.follow_up.issued_on and opinion.follow_up.issued_on > terms.dated_on:
            raise Refused({"dated_on": _("Opinion no. %(number)s was sent after this day.") % words})


def _write(transfer: Transfer, user: User) -> TransferLetter:
    document = register_document(
        council=transfer.council,
        issuer=ISSUER,
        kind=KIND,
        issued_on=transfer.dated_on,
        abstract=f"V/v {transfer.about} ({transfer.agency})",
    )
    drawn = transfer_document(transfer, number=document.number)
    keep_drawn(document=document, drawn=drawn, stem="cong-van-chuyen-kien-nghi", user=user)
    sheet = store_file(
        council=transfer.council,
        user=user,
        name=f"phu-luc-cong-van-{document.number:02d}-{document.issued_on.year}.xlsx",
        content=workbook(synthesis_sheet(transfer.lines)),
        title=f"Phụ lục {document}",
    )
    letter = TransferLetter.objects.create(
        council=transfer.council,
        round=transfer.contact,
        agency=transfer.agency,
        document=document,
        dated_on=transfer.dated_on,
        answer_by=transfer.answer_by,
        sheet=sheet,
        written_by=user,
    )
    letter.opinions.set([line.opinion for line in transfer.lines])
    return letter
