"""A sitting is convened with its documents and invitations, its papers are opened to delegates, and it opens."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from core.display import day
from core.errors import Refused
from core.services import entered_by, refuse
from councils.calendar import DueDate, due_date
from documents.models import OfficialDocument
from documents.services import keep_drawn, register_document
from sessions.documents.calling import SIGNERS
from sessions.documents.convening import (
    DECISION,
    INVITATION,
    Call,
    abstract_of,
    cited,
    decision,
    invitation,
)
from sessions.models import (
    AgendaItem,
    Convening,
    Guest,
    Paper,
    PlenaryMeeting,
    Resolution,
    Sitting,
    SittingMove,
)
from sessions.programme import programme
from sessions.services.invitations import (
    answer_day,
    called_delegates,
    check_answer_by,
    end_registrations,
    send_invitations,
)
from sessions.services.moving import check_day, move
from sessions.states import MISSING, SITTING_TABLE, PaperState, SittingState

Kind = Sitting.Kind
_CONVENE_RULES: Final = {
    Kind.MIDYEAR: "SIT-CONVENE-REG",
    Kind.YEAREND: "SIT-CONVENE-REG",
    Kind.THEMATIC: "SIT-CONVENE-EXT",
    Kind.URGENT: "SIT-CONVENE-EXT",
    Kind.EXTRAORDINARY: "SIT-CONVENE-EXT",
}
"""The rule by which a sitting must be convened; the first sitting of a term has another anchor (SIT-FIRST)."""
CONSIDERED: Final = (Paper.Kind.REPORT, Paper.Kind.PROPOSAL, Paper.Kind.PROJECT)
"""Kinds of papers that the documents count as "báo cáo, tờ trình" (A04)."""
PUT_OFF: Final = frozenset({PaperState.WITHDRAWN, PaperState.DEFERRED})
OPENED: Final = "Kỳ họp đã khai mạc."
"""Why a registration that nobody answered ends. Kept with the record: always Vietnamese."""
CALLED_AGAIN: Final = "Kỳ họp được triệu tập lại vào ngày khác."


# --- The completeness gate ---


@dataclass(frozen=True, slots=True)
class MissingPaper:
    """A paper that its owner still owes: how many calendar days it is late on a day."""

    number: int
    title: str
    owner: str
    due_on: date
    days_late: int

    def as_row(self) -> dict[str, Any]:
        """As it is kept with the convening."""
        return {
            "number": self.number,
            "title": self.title,
            "owner": self.owner,
            "due_on": self.due_on.isoformat(),
            "days_late": self.days_late,
        }


def missing_papers(sitting: Sitting, on: date | None = None) -> list[MissingPaper]:
    """What is still owed to a sitting, in the order of its list; one query."""
    today = on or timezone.localdate()
    rows = Paper.objects.filter(sitting=sitting, state__in=MISSING).order_by("number")
    return [
        MissingPaper(
            paper.number, paper.title, paper.owner_name, paper.due_on, max((today - paper.due_on).days, 0)
        )
        for paper in rows.select_related("owner_agency", "owner_committee")
    ]


def legal_day(sitting: Sitting) -> DueDate | None:
    """The last day on which it may be convened by the rule of its kind; None where no rule speaks of it."""
    code = _CONVENE_RULES.get(Kind(sitting.kind))
    if code is None:
        return None
    try:
        return due_date(code=code, council=sitting.council, anchor=sitting.opens_on)
    except Refused:
        return None


# --- Convening ---


def call_of(*, sitting: Sitting, on: date, signer: str = "chair", signer_name: str = "") -> Call:
    """What the two documents say as things stand now. Seven queries."""
    meetings = PlenaryMeeting.objects.filter(sitting=sitting, day=sitting.opens_on, starts_at__isnull=False)
    conference = SittingMove.objects.filter(sitting=sitting, to_state=SittingState.CONFERENCE_HELD)
    items = AgendaItem.objects.filter(sitting=sitting).select_related("meeting").prefetch_related("papers")
    papers = Paper.objects.filter(sitting=sitting, kind__in=CONSIDERED).exclude(state__in=PUT_OFF)
    normative = list(Resolution.objects.filter(sitting=sitting).values_list("is_normative", flat=True))
    return Call(
        sitting=sitting,
        on=on,
        signer=signer,
        signer_name=signer_name,
        opens_at=meetings.order_by("starts_at").values_list("starts_at", flat=True).first(),
        conference_on=conference.order_by("-pk").values_list("effective_on", flat=True).first(),
        papers=papers.count(),
        resolutions=len(normative),
        normative=sum(normative),
        parts=programme(list(items), public=True).parts,
        guests=list(Guest.objects.filter(sitting=sitting).values_list("name", "count", "is_confirmed")),
    )


@transaction.atomic
def convene(
    *,
    sitting: Sitting,
    user: User,
    on: date,
    accepted_because: str = "",
    signer: str = "chair",
    signer_name: str = "",
    answer_by: date | None = None,
    decision_number: int | None = None,
    invitation_number: int | None = None,
    drawn: bool = True,
    quiet: bool = False,
) -> Convening:
    """Call a sitting: number and keep its decision and its invitation, and invite every delegate in office.

    Whoever convenes while papers are missing accepts that and says why; the list is kept as it stood. Delegates are
    those whose seat is valid on the opening day. They register by `answer_by` (three working days before the opening).
    `drawn` False enters only the numbers, for old sittings whose documents exist on paper; `quiet` tells nobody.
    Raises Refused beside the fields: a day in the future or after the opening, missing papers without a reason, a
    number already given, nobody to call, or a sitting that has been convened.
    """
    sitting = _locked(sitting)
    refuse({"on": _wrong_day(sitting, on)})
    check_day(on)
    missing = missing_papers(sitting, on)
    by = answer_by or answer_day(sitting, on)
    seats = called_delegates(sitting)
    refuse(
        {
            "accepted_because": bool(missing)
            and not accepted_because.strip()
            and _("Papers are missing: say why the sitting is convened all the same."),
            "answer_by": check_answer_by(sitting, by, on),
            "signer": signer not in SIGNERS and _("Choose who signs."),
        }
    )
    if not seats:
        raise Refused(
            _("No delegate holds a seat on %(day)s: enter the seats first.") % {"day": day(sitting.opens_on)}
        )
    with entered_by(user):
        _end_former(sitting, user, on)
        move(record=sitting, table=SITTING_TABLE, name="convene", user=user, on=on, convened_on=on)
        call = call_of(sitting=sitting, on=on, signer=signer, signer_name=signer_name.strip())
        convening = _enter(sitting, user, on, [paper.as_row() for paper in missing], accepted_because)
        convening.document = _registered(call, DECISION, decision_number, "decision_number")
        convening.invitation = _registered(call, INVITATION, invitation_number, "invitation_number")
        convening.save()
        if drawn:
            _draw(call, convening, user)
        basis = cited(convening.document.symbol, on)
        send_invitations(sitting=sitting, seats=seats, user=user, on=on, due=by, basis=basis, quiet=quiet)
    return convening


def _locked(sitting: Sitting) -> Sitting:
    """The row of this moment, while nobody else convenes it. Refused where it is past being convened."""
    rows = Sitting.objects.select_for_update(of=("self",), no_key=True)
    locked = rows.select_related("council__parent", "council_term__term").get(pk=sitting.pk)
    if refusal := SITTING_TABLE.refusal("convene", locked.state):
        raise Refused(refusal)
    return locked


def _wrong_day(sitting: Sitting, on: date) -> str:
    if on <= sitting.opens_on:
        return ""
    return _("The sitting opens on %(day)s: it cannot be convened after that.") % {
        "day": day(sitting.opens_on)
    }


def _end_former(sitting: Sitting, user: User, on: date) -> None:
    """Called again after it was postponed: what was asked for the former days is asked no more."""
    if Convening.objects.filter(sitting=sitting).exists():
        end_registrations(sitting=sitting, user=user, on=on, reason=CALLED_AGAIN)


def _enter(
    sitting: Sitting, user: User, on: date, missing: list[dict[str, Any]], accepted_because: str
) -> Convening:
    convening = Convening.objects.filter(sitting=sitting).first() or Convening(sitting=sitting)
    convening.convened_on, convening.convened_by = on, user
    convening.missing = missing
    convening.accepted_because = accepted_because.strip() if missing else ""
    return convening


def _registered(call: Call, kind: str, number: int | None, field: str) -> OfficialDocument:
    """The next number of the series, or the one the document already bears; its refusal beside the form's field."""
    council = call.sitting.council
    try:
        return register_document(
            council=council,
            issuer=call.symbol,
            kind=kind,
            issued_on=call.on,
            abstract=abstract_of(call) if kind == DECISION else invitation(call).abstract,
            number=number,
        )
    except ValidationError as taken:
        raise Refused({field: taken.messages}) from taken


def _draw(call: Call, convening: Convening, user: User) -> None:
    for document, build, stem in (
        (convening.document, decision, "quyet-dinh-trieu-tap"),
        (convening.invitation, invitation, "giay-moi"),
    ):
        assert document is not None  # noqa: S101 - both have just been registered
        keep_drawn(document=document, drawn=build(call, document.number), stem=stem, user=user)


# --- The papers are open, the sitting opens ---


@transaction.atomic
def open_papers(*, sitting: Sitting, user: User | None, on: date) -> Sitting:
    """Record that the papers are open to the delegates; nobody is told anything new."""
    move(record=sitting, table=SITTING_TABLE, name="open_papers", user=user, on=on)
    return sitting


@transaction.atomic
def open_sitting(*, sitting: Sitting, user: User | None, on: date) -> Sitting:
    """Open the sitting on one of the days it is called for; registrations nobody answered end quietly.

    Raises Refused for another day: then the sitting's days are to be changed first.
    """
    if not sitting.opens_on <= on <= sitting.closes_on:
        words = {"first": day(sitting.opens_on), "last": day(sitting.closes_on)}
        refuse({"on": _("The sitting is called for %(first)s to %(last)s. Change its days first.") % words})
    move(record=sitting, table=SITTING_TABLE, name="open", user=user, on=on, opened_on=on)
    end_registrations(sitting=sitting, user=user, on=on, reason=OPENED)
    return sitting
