"""Chương trình giám sát: entered, filled with items, drafted, decided with its overlaps seen, reported on."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from core.editing import save_edit
from core.errors import Refused
from core.services import entered_by, names, refuse
from councils.models import Agency, Committee, DelegateGroup
from documents.services import keep_drawn, register_document
from sessions.models import Resolution
from sessions.services.moving import move
from supervision.documents import programmes as papers
from supervision.documents.results import result_report
from supervision.documents.subjects import series_symbol, signatures_of
from supervision.models import Programme, ProgrammeItem, Proposal, Subject
from supervision.overlaps import Overlap, overlaps, plans_around, visits_of
from supervision.programme_rules import OPEN
from supervision.results import result_of
from supervision.states import PROGRAMME_TABLE

SHORTEST: Final = 5
"""Characters of the reason for which overlaps are accepted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Signing:
    """How a paper is signed and numbered; a number given by hand is one that it already bears."""

    signer: str = ""
    signer_name: str = ""
    number: int | None = None


@transaction.atomic
def save_programme(*, programme: Programme, user: User | None, version: int | None = None) -> Programme:
    """Enter the programme of a subject for a year, or change what is known of it.

    Raises Refused beside the fields: a committee or group missing or of another council, a second programme of the
    same subject and year, a change of subject or year once it is decided.
    """
    if programme.subject != Subject.COMMITTEE:
        programme.committee = None
    if programme.subject != Subject.GROUP:
        programme.group = None
    refuse({**_subject(programme), **_year(programme)})
    with entered_by(user):
        return save_edit(programme, version=version)


def _subject(programme: Programme) -> dict[str, str | bool]:
    committee, group, council = programme.committee, programme.group, programme.council_id
    elsewhere = _("Not of this council.")
    return {
        "committee": _missing(
            programme.subject, Subject.COMMITTEE, committee, _("Name the committee that supervises.")
        )
        or (isinstance(committee, Committee) and committee.council_id != council and elsewhere),
        "group": _missing(
            programme.subject, Subject.GROUP, group, _("Name the delegate group that supervises.")
        )
        or (isinstance(group, DelegateGroup) and group.council_term.council_id != council and elsewhere),
    }


def _missing(subject: str, wanted: str, row: object, words: str) -> str | bool:
    return subject == wanted and row is None and words


def _year(programme: Programme) -> dict[str, str | bool]:
    latest = timezone.localdate().year + 2
    return {
        "year": not 2000 <= programme.year <= latest  # noqa: PLR2004 - nothing here is older
        and _("Is the year right? Programmes lie between 2000 and %(last)s.") % {"last": latest}
    }


def lock_programme(programme: Programme) -> Programme:
    """The programme as it is now, locked, with all that its papers name."""
    rows = Programme.objects.select_for_update(of=("self",)).select_related(
        "council__parent", "committee__council", "group__council_term", "resolution__document"
    )
    return rows.get(pk=programme.pk)


def lock_open(programme: Programme) -> Programme:
    """Locked; Refused once it is decided: what it says stands."""
    locked = lock_programme(programme)
    if locked.state not in OPEN:
        raise Refused(
            _("The programme is “%(state)s”: its items can no longer be changed, only settled.")
            % {"state": locked.get_state_display()}
        )
    return locked


# --- Items ---


def next_position(programme: Programme) -> int:
    """Behind the last item."""
    last: int | None = programme.items.aggregate(last=Max("position"))["last"]
    return (last or 0) + 1


@transaction.atomic
def save_item(
    *, item: ProgrammeItem, bodies: Iterable[Agency], user: User | None, version: int | None = None
) -> ProgrammeItem:
    """Enter an item or change it, while the programme is not decided.

    Raises Refused beside the fields: bodies of another council, days out of order.
    """
    programme = lock_open(item.programme)
    chosen = list(bodies)
    strange = [body.name for body in chosen if body.council_id != programme.council_id]
    first, last = item.starts_on, item.ends_on
    refuse(
        {
            "bodies": bool(strange)
            and _("Not in this council's list of agencies: %(names)s.") % {"names": ", ".join(strange)},
            "ends_on": bool(first and last and last < first) and _("The item ends before it begins."),
        }
    )
    if item.pk is None:
        item.position = next_position(programme)
    with entered_by(user):
        return save_edit(item, version=version, many={"bodies": chosen})


@transaction.atomic
def remove_item(*, item: ProgrammeItem, user: User | None) -> None:
    """Take an item out of a programme that is not decided; proposals that it came of wait for a decision again."""
    lock_open(item.programme)
    with entered_by(user):
        for proposal in item.proposals.select_for_update():
            proposal.outcome, proposal.outcome_on, proposal.item = Proposal.Outcome.OPEN, None, None
            proposal.save()
        item.bodies.clear()
        item.delete()


@transaction.atomic
def move_item(*, item: ProgrammeItem, user: User | None, places: int) -> None:
    """Move an item up (negative) or down among the others; past the ends it stays at the end."""
    programme = lock_open(item.programme)
    rows = list(programme.items.order_by("position", "pk"))
    here = next(at for at, row in enumerate(rows) if row.pk == item.pk)
    rows.insert(min(max(here + places, 0), len(rows) - 1), rows.pop(here))
    for position, row in enumerate(rows, start=1):
        row.position = position
    with entered_by(user):
        ProgrammeItem.objects.bulk_update(rows, ["position"])


# --- Steps ---


@transaction.atomic
def step_programme(*, programme: Programme, name: str, user: User | None, on: date) -> Programme:
    """Call the draft finished ("draft"), or collect proposals again ("collect").

    Raises Refused for a draft without items, and KeyError for the steps that do more than move.
    """
    if name not in {"draft", "collect"}:
        raise KeyError(name)
    locked = lock_programme(programme)
    if name == "draft" and not locked.items.exists():
        raise Refused(_("Enter at least one item first."))
    move(record=locked, table=PROGRAMME_TABLE, name=name, user=user, on=on)
    programme.refresh_from_db()
    return programme


def overlaps_of(programme: Programme) -> list[Overlap]:
    """Visits of the programme that come within 30 days of another subject's visit to the same body."""
    found = overlaps(visits_of(plans_around(programme.council, programme.year)))
    return [pair for pair in found if pair.concerns(programme.pk)]


@transaction.atomic
def decide_programme(
    *,
    programme: Programme,
    user: User | None,
    on: date,
    act_symbol: str = "",
    resolution: Resolution | None = None,
    accepted: str = "",
    terms: Signing | None = None,
) -> Programme:
    """Record that the programme is decided; its paper is numbered and kept where no number was given elsewhere.

    The council decides by a resolution: `resolution`, or its number in `act_symbol`. Any other subject's programme is
    numbered here as "CTr", unless `act_symbol` gives the number it already bears. Raises Refused where two subjects
    visit one body within 30 days and `accepted` does not say why that is accepted; beside the fields: no items, no
    resolution, one of another council, nobody who signs.
    """
    terms = terms or Signing()
    locked = lock_programme(programme)
    if refusal := PROGRAMME_TABLE.refusal("decide", locked.state):
        raise Refused(refusal)
    close = overlaps_of(locked)
    refuse(
        {
            "resolution": _no_act(locked, act_symbol, resolution),
            "accepted": bool(close) and len(accepted.strip()) < SHORTEST and _unaccepted(close),
            "signer": _writes(locked, act_symbol)
            and terms.signer not in signatures_of(locked)
            and _("Choose who signs."),
        }
    )
    if not locked.items.exists():
        raise Refused(_("Enter at least one item first."))
    locked.act_symbol, locked.resolution = act_symbol.strip(), resolution
    with entered_by(user):
        document = _issued(locked, user, on, terms) if _writes(locked, act_symbol) and user else None
        move(
            record=locked,
            table=PROGRAMME_TABLE,
            name="decide",
            user=user,
            on=on,
            decided_on=on,
            act_symbol=document.symbol if document else locked.act_symbol,
            resolution=resolution,
            document=document,
            accepted_overlaps=accepted.strip() if close else "",
        )
    programme.refresh_from_db()
    return programme


def _no_act(programme: Programme, act_symbol: str, resolution: Resolution | None) -> str | bool:
    if resolution is not None and resolution.council_id != programme.council_id:
        return _("This resolution is of another council.")
    return (
        programme.subject == Subject.COUNCIL
        and resolution is None
        and not act_symbol.strip()
        and _("Choose the resolution by which the council adopted it, or write its number below.")
    )


def _unaccepted(close: list[Overlap]) -> str:
    bodies = list(dict.fromkeys(pair.body for pair in close))
    return _(
        "Two subjects visit the same body within 30 days: %(bodies)s. Change the days, carry it out jointly, or say "
        "why this is accepted."
    ) % {"bodies": names(bodies)}


def _writes(programme: Programme, act_symbol: str) -> bool:
    """Whether the programme itself is a paper to be numbered here."""
    return programme.subject != Subject.COUNCIL and not act_symbol.strip()


def _issued(programme: Programme, user: User, on: date, terms: Signing) -> Any:
    document = register_document(
        council=programme.council,
        issuer=series_symbol(programme),
        kind=papers.KIND,
        issued_on=on,
        abstract=papers.abstract_of(programme),
        number=terms.number,
    )
    drawn = papers.programme_document(
        programme,
        papers.items_of(programme),
        dated=on,
        number=document.number,
        signature=signatures_of(programme)[terms.signer],
        signer_name=terms.signer_name,
    )
    keep_drawn(document=document, drawn=drawn, stem="chuong-trinh-giam-sat", user=user)
    return document


# --- The result ---


@transaction.atomic
def report_programme(
    *, programme: Programme, user: User, on: date, assessment: str, terms: Signing
) -> Programme:
    """Number and keep the result report with its appendix table, as everything stood on the day of the report.

    Raises Refused beside the fields: no assessment, nobody who signs, a day before the decision.
    """
    locked = lock_programme(programme)
    if refusal := PROGRAMME_TABLE.refusal("report", locked.state):
        raise Refused(refusal)
    signers = signatures_of(locked, reporting=True)
    refuse(
        {
            "assessment": not assessment.strip() and _("Write the assessment: it is printed in the report."),
            "signer": terms.signer not in signers and _("Choose who signs."),
        }
    )
    locked.assessment = assessment.strip()
    with entered_by(user):
        document = register_document(
            council=locked.council,
            issuer=series_symbol(locked),
            kind="BC",
            issued_on=on,
            abstract=papers.report_abstract(locked),
            number=terms.number,
        )
        drawn = result_report(
            locked,
            result_of(locked, on),
            dated=on,
            number=document.number,
            signature=signers[terms.signer],
            signer_name=terms.signer_name,
        )
        keep_drawn(document=document, drawn=drawn, stem="bao-cao-chuong-trinh-giam-sat", user=user)
        move(
            record=locked,
            table=PROGRAMME_TABLE,
            name="report",
            user=user,
            on=on,
            reported_on=on,
            report=document,
            assessment=locked.assessment,
        )
    programme.refresh_from_db()
    return programme
