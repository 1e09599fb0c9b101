"""Writing reminder letters: number, both files, rungs climbed and people told, in one transaction or not at all."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Final

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from core.display import day
from core.errors import Refused
from councils.models import Agency, Council
from documents.models import OfficialDocument
from documents.services import keep_drawn, register_document
from followups import origins
from followups.ladder import OUT_OF_TURN, Rung
from followups.letters import ISSUER, KIND, NO_LETTER, Earlier, Letter, Matter, Terms, document_of
from followups.models import Climb, FollowUp, Notice, ReminderLetter, RungKind
from followups.notices import announce_many
from followups.notices.recipients import Owner, users_of_owners
from followups.services.climbing import check_owed, climb, rungs_of

MOST: Final = 100
"""Matters in one letter at most."""
LONGEST_TERM: Final = timedelta(days=366)


@transaction.atomic
def write_letter(
    *, council: Council, agency: Agency, follow_ups: Iterable[FollowUp], user: User, terms: Terms
) -> ReminderLetter:
    """Write one letter to one agency about what it owes this council and is overdue.

    Gives the next number of the series, keeps the DOCX and the PDF, climbs the rung of every matter whose next rung is
    a letter (the others are only listed), and tells the agency's users. A failure on the way gives the number back.
    Raises Refused without a matter, for one that is not this agency's or not overdue, and for days that do not fit.
    """
    check_terms(terms)
    matters = _locked(follow_ups)
    _check(matters, council, agency, terms.dated_on)
    draft = draft_letter(council=council, agency=agency, follow_ups=matters, terms=terms)
    _refuse_again(draft)
    document = register_document(
        council=council,
        issuer=ISSUER,
        kind=KIND,
        issued_on=terms.dated_on,
        abstract=f"V/v {draft.about}"[:500],
    )
    letter = _kept(draft, document, user)
    _climb(letter, matters, user)
    _tell(agency, matters, user)
    return letter


def draft_letter(*, council: Council, agency: Agency, follow_ups: Sequence[FollowUp], terms: Terms) -> Letter:
    """The letter as it would be written now, without its number. One query, and one per kind that keeps its letters."""
    earlier, papers = earlier_letters(follow_ups), origins.papers_of(follow_ups)
    matters = tuple(
        Matter(follow_up, earlier.get(follow_up.pk, NO_LETTER), papers.get(follow_up.pk, ""))
        for follow_up in follow_ups
    )
    subject = origins.subject_of(follow_ups)
    return Letter(council=council, agency=agency, matters=matters, terms=terms, subject=subject)


def earlier_letters(follow_ups: Iterable[FollowUp]) -> Mapping[int, Earlier]:
    """Per follow-up: how many letters it has had, and the last of them. One query."""
    rows = (
        Climb.objects.filter(follow_up__in=[follow_up.pk for follow_up in follow_ups], letter__isnull=False)
        .order_by("letter__dated_on", "letter_id")
        .values_list("follow_up_id", "letter__document__symbol", "letter__dated_on")
    )
    found: dict[int, list[tuple[str, date]]] = defaultdict(list)
    for follow_up, symbol, dated_on in rows:
        found[follow_up].append((symbol, dated_on))
    return {follow_up: Earlier(len(letters), *letters[-1]) for follow_up, letters in found.items()}


def check_terms(terms: Terms) -> None:
    """Refuse, beside its field, a day in the future, and a term that is none."""
    if terms.dated_on > timezone.localdate():
        raise Refused({"dated_on": _("The day %(day)s lies in the future.") % {"day": day(terms.dated_on)}})
    if terms.answer_by <= max(terms.dated_on, timezone.localdate()):
        raise Refused({"answer_by": _("The day to answer by must come after the letter and after today.")})
    if terms.answer_by > terms.dated_on + LONGEST_TERM:
        raise Refused({"answer_by": _("A letter gives a year at most.")})
    if not terms.next_step.strip():
        raise Refused({"next_step": _("Say what comes next if there is no answer.")})


def _locked(follow_ups: Iterable[FollowUp]) -> list[FollowUp]:
    """The rows of this moment, always locked in the same order so that two writers cannot wait for each other."""
    ids = [follow_up.pk for follow_up in follow_ups]
    rows: QuerySet[FollowUp] = FollowUp.objects.select_for_update(of=("self",)).select_related("council")
    rows = rows.filter(pk__in=ids).order_by("pk")
    return sorted(rows, key=lambda row: (row.due_on or date.max, row.pk))


def _check(matters: Sequence[FollowUp], council: Council, agency: Agency, on: date) -> None:
    if not matters:
        raise Refused(_("Choose at least one overdue matter."))
    if len(matters) > MOST:
        raise Refused(_("A letter lists %(count)s matters at most.") % {"count": MOST})
    for matter in matters:
        if matter.agency_id != agency.pk or matter.council_id != council.pk:
            raise Refused(_("“%(title)s” is not owed by %(agency)s.") % {"title": matter, "agency": agency})
        try:
            check_owed(matter, on)
        except Refused as refusal:
            raise Refused(f"“{matter}”: {' '.join(refusal.messages)}") from refusal


def _refuse_again(draft: Letter) -> None:
    """A second click writes no second letter: somebody has urged all of it on that very day."""
    dated_on, last = draft.terms.dated_on, draft.matters[-1].earlier.symbol
    if all(matter.earlier.dated_on == dated_on for matter in draft.matters):
        words = {"number": last, "day": day(dated_on)}
        raise Refused(_("Letter %(number)s of %(day)s already urges all of this.") % words)


def _kept(draft: Letter, document: OfficialDocument, user: User) -> ReminderLetter:
    """Both files drawn with the number, and the letter in the register."""
    drawn = document_of(draft.numbered(document.number))
    docx, pdf = keep_drawn(document=document, drawn=drawn, stem="cong-van-don-doc", user=user)
    return ReminderLetter.objects.create(
        council=draft.council,
        agency=draft.agency,
        document=document,
        time=draft.time,
        dated_on=draft.terms.dated_on,
        answer_by=draft.terms.answer_by,
        written_by=user,
        docx=docx,
        pdf=pdf,
    )


def _climb(letter: ReminderLetter, matters: Iterable[FollowUp], user: User) -> None:
    """Every matter is listed; those whose next rung is a letter climb it."""
    rungs = rungs_of(letter.council_id)
    for matter in matters:
        if at_letter_rung(matter, rungs):
            climb(
                follow_up=matter,
                user=user,
                position=matter.rung + 1,
                kind=RungKind.REMINDER_LETTER,
                on=letter.dated_on,
                letter=letter,
            )
        else:
            Climb.objects.create(
                follow_up=matter,
                position=OUT_OF_TURN,
                kind=RungKind.REMINDER_LETTER,
                decided_on=letter.dated_on,
                decided_by=user,
                letter=letter,
            )


def at_letter_rung(follow_up: FollowUp, rungs: Sequence[Rung]) -> bool:
    """Whether the next rung of a follow-up is a reminder letter."""
    return follow_up.rung < len(rungs) and rungs[follow_up.rung].kind == RungKind.REMINDER_LETTER


def _tell(agency: Agency, matters: Iterable[FollowUp], user: User) -> None:
    owner = Owner("agency", agency.pk)
    users = users_of_owners([owner], timezone.localdate())[owner]
    pairs = [(matter.pk, reader) for matter in matters for reader in users]
    announce_many(kind=Notice.Kind.REMINDED, pairs=pairs, actor=user)
