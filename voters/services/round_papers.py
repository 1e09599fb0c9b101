"""The plan of a round and its public notice: numbered, kept, and what hangs on them."""

from __future__ import annotations

from datetime import date
from typing import Any, Final

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from core.display import day as shown
from core.errors import Refused
from core.services import entered_by, refuse
from councils.models import DeadlineRule, DelegateGroup
from documents.models import OfficialDocument
from documents.services import keep_drawn, register_document
from sessions.services.moving import check_day, move
from voters.documents.common import VICE_CHAIR, Signer
from voters.documents.contact_plan import NOTICE, PLAN, PlanFacts, Stop, notice_document, plan_document
from voters.models import VoterContactRound, VoterMeeting
from voters.services.contact_steps import plan_was_sent
from voters.services.group_reports import RULE
from voters.states import MEETING_TABLE, MeetingState

STEMS: Final = {"plan": "ke-hoach-tiep-xuc-cu-tri", "notice": "thong-bao-lich-tiep-xuc-cu-tri"}
_DRAW: Final = {"plan": plan_document, "notice": notice_document}
_SYMBOLS: Final = {"plan": PLAN, "notice": NOTICE}


def plan_facts(contact: VoterContactRound) -> PlanFacts:
    """What the plan and the notice say of a round; seven queries at most."""
    rows = contact.meetings.takes_place().prefetch_related(
        "groups__constituencies", "delegates", "agencies", "joint_councils"
    )
    stops = [_stop(meeting) for meeting in rows.order_by("held_on", "starts_at", "pk")]
    return PlanFacts(
        council=contact.council,
        term=contact.council_term,
        kind=contact.kind,
        sitting=contact.sitting.number if contact.sitting else None,
        topic=contact.topic,
        starts_on=contact.starts_on,
        ends_on=contact.ends_on,
        cut_off_on=contact.cut_off_on,
        meetings_needed=contact.meetings_needed,
        report_days=_report_days(contact),
        stops=tuple(stops),
    )


def _report_days(contact: VoterContactRound) -> int | None:

    rule = DeadlineRule.objects.choose(RULE, council=contact.council, day=contact.ends_on)
    return rule.offset if rule else None


def _stop(meeting: Any) -> Stop:
    groups: list[DelegateGroup] = list(meeting.groups.all())
    return Stop(
        groups="; ".join(_group(group) for group in groups),
        delegates="\n".join(delegate.full_name for delegate in meeting.delegates.all()),
        day=meeting.held_on,
        starts_at=meeting.starts_at,
        venue=meeting.venue,
        locality=meeting.locality,
        joint=", ".join(f"HĐND {council.name}" for council in meeting.joint_councils.all()),
        agencies="; ".join(agency.name for agency in meeting.agencies.all()),
        secretary=meeting.secretary,
        form=meeting.form,
        subject=meeting.subject,
        online=meeting.is_online,
    )


def _group(group: DelegateGroup) -> str:
    units = ", ".join(f"số {unit.number}" for unit in group.constituencies.all())
    return f"{group.name} (đơn vị bầu cử {units})" if units else group.name


def draft_paper(
    contact: VoterContactRound, name: str, *, on: date, signer: Signer = VICE_CHAIR, number: int | None = None
) -> Any:
    """The plan ("plan") or the notice ("notice") as it would be drawn now."""
    return _DRAW[name](plan_facts(contact), on=on, signer=signer, number=number)


@transaction.atomic
def issue_paper(
    *,
    round: VoterContactRound,  # noqa: A002 - the noun of the domain
    name: str,
    on: date,
    user: User,
    signer: Signer = VICE_CHAIR,
) -> OfficialDocument:
    """Number and keep the plan or the public notice of a round.

    The notice announces every planned meeting that lies ahead of it, and tells the media. Raises Refused where it was
    issued before, where nothing is planned, and for a day in the future.
    """
    contact = _locked(round)
    check_day(on)
    refuse({"__all__": _not_issuable(contact, name)})
    kind, issuer = _SYMBOLS[name]
    document = register_document(
        council=contact.council,
        issuer=issuer,
        kind=kind,
        issued_on=on,
        abstract=draft_paper(contact, name, on=on).abstract,
    )
    drawn = draft_paper(contact, name, on=on, signer=signer, number=document.number)
    keep_drawn(document=document, drawn=drawn, stem=STEMS[name], user=user)
    with entered_by(user):
        VoterContactRound.objects.filter(pk=contact.pk).update(**{name: document}, updated_at=timezone.now())
        if name == "notice":
            _announce(contact, user, on)
            plan_was_sent(round=contact, user=user, on=on, symbol=document.symbol)
    round.refresh_from_db()
    return document


def _locked(contact: VoterContactRound) -> VoterContactRound:
    rows = VoterContactRound.objects.select_for_update(of=("self",))
    return rows.select_related("council__parent", "council_term__term", "sitting").get(pk=contact.pk)


def _not_issuable(contact: VoterContactRound, name: str) -> str | bool:
    issued: OfficialDocument | None = contact.plan if name == "plan" else contact.notice
    if issued is not None and not issued.is_voided:
        return _("Issued already: %(symbol)s of %(day)s. Void that entry of the register first.") % {
            "symbol": issued.symbol,
            "day": shown(issued.issued_on),
        }
    return not contact.meetings.takes_place().exists() and _("Plan at least one meeting first.")


def _announce(contact: VoterContactRound, user: User, on: date) -> None:
    """Planned meetings that are still ahead on the day of the notice."""
    ahead = contact.meetings.filter(state=MeetingState.PLANNED, held_on__gte=on)
    for meeting in ahead.select_for_update(of=("self",)):
        move(record=meeting, table=MEETING_TABLE, name="announce", user=user, on=_day(meeting, on))


def _day(meeting: VoterMeeting, on: date) -> date:
    """Not before its last move (put off and planned again)."""
    last = meeting.moves.order_by("-effective_on").values_list("effective_on", flat=True).first()
    return max(on, last or on)


@transaction.atomic
def record_synthesis(
    *,
    round: VoterContactRound,  # noqa: A002 - the noun of the domain
    document: OfficialDocument | None,
    user: User | None,
) -> None:
    """Say which document brings the opinions of a round together; its meetings are synthesised from then on."""
    if document is not None and document.council_id != round.council_id:
        raise Refused(_("This document belongs to another council."))
    with entered_by(user):
        VoterContactRound.objects.filter(pk=round.pk).update(synthesis=document, updated_at=timezone.now())
    round.refresh_from_db()
