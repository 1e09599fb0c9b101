"""Plain rows of sittings, resolutions and verifications, as services leave them behind."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from documents.models import OfficialDocument
from documents.services import register_document
from followups.models import FollowUpMove, ResultEntry
from sessions.models import (
    Attendance,
    Paper,
    PaperMove,
    PaperVersion,
    PlenaryMeeting,
    Resolution,
    ResolutionRelation,
    ResolutionTask,
    Sitting,
    SpeakingTurn,
    Verification,
)
from tests.factories import (
    AgendaItemFactory,
    BodyMeetingFactory,
    CommitteeFactory,
    PaperFactory,
    PlenaryMeetingFactory,
    ResolutionFactory,
    SeatFactory,
    SittingFactory,
    follow_up,
    seated,
)

DAY = timedelta(days=1)


def sitting(term: Any, opened: date, *, days: int = 1, **facts: Any) -> Sitting:
    """A sitting that was held."""
    last = opened + (days - 1) * DAY
    made: Sitting = SittingFactory(
        council_term=term,
        opens_on=opened,
        closes_on=last,
        **{"opened_on": opened, "closed_on": last, "state": "closed", **facts},
    )
    return made


def half_day(of: Sitting, day: date | None = None, **facts: Any) -> PlenaryMeeting:
    """A half-day that was held, the first morning unless said otherwise."""
    made: PlenaryMeeting = PlenaryMeetingFactory(
        sitting=of, day=day or of.opened_on, **{"is_held": True, **facts}
    )
    return made


def call(half: PlenaryMeeting, present: list[Any], absent: list[Any]) -> None:
    """The attendance of a half-day."""
    for status, delegates in (("present", present), ("excused", absent)):
        for delegate in delegates:
            Attendance.objects.create(meeting=half, delegate=delegate, status=status)


def speak(half: PlenaryMeeting, delegate: Any, **facts: Any) -> SpeakingTurn:
    """A delegate speaks in debate."""
    return SpeakingTurn.objects.create(
        meeting=half, delegate=delegate, position=half.turns.count() + 1, **facts
    )


def tabled(of: Sitting, on: date | None, kind: str = "report", **facts: Any) -> Paper:
    """A paper on the list, tabled on a day."""
    state = "tabled" if on else "received"
    made: Paper = PaperFactory(sitting=of, kind=kind, tabled_on=on, **{"state": state, **facts})
    return made


def verified(paper: Paper, committee: Any, *, reported: date | None, due: date, **facts: Any) -> Verification:
    """A committee's verification, with its report if a day is given."""
    version = PaperVersion.objects.create(
        paper=paper, number=paper.versions.count() + 1, received_on=due - 9 * DAY
    )
    reports = {"opinion": "ready", "version_seen": version, "reported_on": reported, "state": "reported"}
    return Verification.objects.create(
        paper=paper,
        committee=committee,
        assigned_on=due - 9 * DAY,
        due_on=due,
        **(reports if reported else {}),
        **facts,
    )


def moved(paper: Paper, origin: str, target: str, on: date) -> PaperMove:
    """One dated move of a paper."""
    return PaperMove.objects.create(paper=paper, from_state=origin, to_state=target, effective_on=on)


def resolved(of: Sitting, adopted: date | None, signed: date | None = None, **facts: Any) -> Resolution:
    """A resolution of the council, adopted and perhaps signed."""
    state = "signed" if signed else "passed" if adopted else "draft"
    made: Resolution = ResolutionFactory(
        sitting=of, adopted_on=adopted, signed_on=signed, **{"state": state, **facts}
    )
    return made


def of_standing(term: Any, adopted: date) -> Resolution:
    """A resolution of the Standing Committee."""
    made: Resolution = ResolutionFactory(
        sitting=None,
        council_term=term,
        issuer="standing_committee",
        state="signed",
        adopted_on=adopted,
        signed_on=adopted,
    )
    return made


def registered(council: Any, kind: str, on: date, **facts: Any) -> OfficialDocument:
    """A document in the register."""
    return register_document(
        council=council, issuer="HĐND", kind=kind, issued_on=on, abstract="Về một việc", **facts
    )


def task(
    resolution: Resolution, agency: Any, *, sent: date, due: date, result: str = "", on: date | None = None
) -> ResolutionTask:
    """A task that a resolution gave, with a result if there is one."""
    owed = follow_up(agency, on=sent, due=due, kind="resolution")
    if result and on:
        ResultEntry.objects.create(
            follow_up=owed,
            result_class=result,
            effective_on=on,
            reason="no_funds" if result == "unresolved" else "",
            roadmap_on=due + 90 * DAY if result == "scheduled" else None,
        )
        FollowUpMove.objects.create(follow_up=owed, from_state="issued", to_state="accepted", effective_on=on)
    return ResolutionTask.objects.create(
        resolution=resolution, follow_up=owed, position=resolution.tasks.count() + 1, article="Điều 2"
    )


def everything(term: Any, agency: Any, first: date) -> None:
    """One row or more behind every figure of sittings, resolutions and verification, from one day on."""
    council, held, delegate = term.council, sitting(term, first, days=2), seated(term, is_woman=True)
    hall = half_day(held)
    call(hall, [delegate], [seated(term)])
    speak(hall, delegate)
    speak(half_day(held, part="2_afternoon", kind="groups"), delegate)
    AgendaItemFactory(sitting=held, tabled_on=first)
    committee = CommitteeFactory(council=council)
    late: dict[str, Any] = {"due_on": first - 20 * DAY, "received_on": first - 18 * DAY}
    verified(tabled(held, first, **late), committee, reported=first - 5 * DAY, due=first - 5 * DAY)
    draft = tabled(held, None, "proposal", owner_agency=None, owner_committee=committee)
    verified(draft, committee, reported=first - 4 * DAY, due=first - 5 * DAY)
    moved(draft, "verified", "deferred", first)
    BodyMeetingFactory(council=council, state="held", held_on=first)
    BodyMeetingFactory(
        council=council, committee=committee, kind="verification", state="held", held_on=first - 6 * DAY
    )
    registered(council, "BC", first)
    SeatFactory(council_term=term, valid_to=first)
    document = registered(council, "NQ", first, normative=True)
    adopted = resolved(held, first, first, document=document, is_normative=True, published_on=first + DAY)
    resolved(held, first, first + DAY, sent_up_on=first + DAY, committee=committee, proposer="UBND xã")
    of_standing(term, first + 3 * DAY)
    ResolutionRelation.objects.create(
        source=adopted, target_text="Nghị quyết cũ", kind="amends", effective_on=first
    )
    task(adopted, agency, sent=first, due=first + 5 * DAY)
    task(adopted, agency, sent=first, due=first + 5 * DAY, result="resolved", on=first + 4 * DAY)
