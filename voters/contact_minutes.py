"""What the records of a meeting say in its minutes."""

from __future__ import annotations

from typing import Any

from documents.administrative import AdministrativeDocument
from documents.language import Qualifier as Exactness
from documents.language import Quantity
from voters.documents.contact_minutes import MinutesFacts, Said, minutes_document
from voters.documents.contact_plan import occasion
from voters.models import MeetingMinutes, Qualifier, VoterContactRound, VoterMeeting

_EXACTNESS = {
    Qualifier.EXACT: Exactness.EXACT,
    Qualifier.MORE_THAN: Exactness.FLOOR,
    Qualifier.NEARLY: Exactness.CEILING,
    Qualifier.ABOUT: Exactness.ESTIMATE,
}


def drawn_minutes(meeting: VoterMeeting) -> AdministrativeDocument:
    """The minutes as the records give them now; eight queries at most."""
    return minutes_document(minutes_facts(meeting))


def minutes_facts(meeting: VoterMeeting) -> MinutesFacts:
    """The records of a meeting, its opinions as they were made."""
    written = MeetingMinutes.objects.filter(meeting=meeting).first() or MeetingMinutes(meeting=meeting)
    contact = meeting.round
    return MinutesFacts(
        council=meeting.council,
        occasion=occasion(
            contact.kind,
            contact.sitting.number if contact.sitting else None,
            meeting.subject or contact.topic,
            meeting.council,
        ),
        before_sitting=contact.kind != VoterContactRound.Kind.POST_SITTING,
        groups=tuple(meeting.groups.order_by("number").values_list("number", flat=True)),
        day=meeting.held_on,
        starts_at=meeting.starts_at,
        ends_at=meeting.ends_at,
        venue=meeting.venue,
        locality=meeting.locality,
        chair=meeting.chair,
        secretary=meeting.secretary,
        delegates=tuple(meeting.delegates.order_by("sort_key").values_list("full_name", flat=True)),
        joint=tuple(f"HĐND {name}" for name in _joint(meeting)),
        agencies=tuple(meeting.agencies.order_by("sort_key").values_list("name", flat=True)),
        absent=_lines(written.absent),
        invited=meeting.invited,
        present=_present(meeting),
        speakers=meeting.speakers,
        opinions=tuple(_said(opinion) for opinion in _opinions(meeting)),
        reported=_lines(written.reported),
        replies=_lines(written.replies),
        closing=_lines(written.closing),
        copies=written.copies,
    )


def _joint(meeting: VoterMeeting) -> list[str]:
    """Councils that accepted to hold it jointly."""
    accepted = meeting.consents.accepted().select_related("council").order_by("council__level", "pk")
    return [consent.council.name for consent in accepted]


def _present(meeting: VoterMeeting) -> Quantity | None:
    if meeting.headcount is None:
        return None
    return Quantity(meeting.headcount, _EXACTNESS[Qualifier(meeting.headcount_qualifier)])


def _opinions(meeting: VoterMeeting) -> Any:
    """Statements as voters made them, before splitting."""
    return (
        meeting.opinions.filter(split_from__isnull=True).select_related("field", "agency").order_by("number")
    )


def _said(opinion: Any) -> Said:
    return Said(
        place=opinion.voter_place,
        content=opinion.content,
        field=opinion.field.name if opinion.field else "",
        answer=opinion.spot_answer,
        agency=opinion.agency.name if opinion.agency else "",
    )


def _lines(text: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in text.splitlines() if line.strip())
