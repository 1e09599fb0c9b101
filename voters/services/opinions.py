"""What voters said: entered, corrected, screened, classified."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.db import transaction
from django.db.models import Prefetch, prefetch_related_objects
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from core.display import day
from core.editing import save_edit
from core.errors import Refused
from core.services import apply_changes, entered_by, names, refuse
from core.text import fold
from councils.models import Agency, Council, Field
from documents.services import allot_numbers
from voters.models import CompetenceLevel, OpinionForward, VoterMeeting, VoterOpinion
from voters.states import MeetingState

CONTENT_LIMIT: Final = 5000
"""Longest statement kept as one opinion; longer ones are several."""
PLACE_LIMIT: Final = 200
DISTRICTS_UNTIL: Final = date(2025, 6, 30)
"""Last day of the district level (Law 72/2025 Art. 51)."""


@dataclass(frozen=True, slots=True)
class OpinionRow:
    """One statement as it is to be entered; what is not yet known stays empty and is classified later."""

    content: str
    voter_place: str = ""
    field: Field | None = None
    competence_level: str = ""
    agency: Agency | None = None
    screening: str = VoterOpinion.Screening.CARRIED
    spot_answer: str = ""
    kind: str = VoterOpinion.Kind.RECOMMENDATION


@transaction.atomic
def add_opinions(
    *, meeting: VoterMeeting, rows: Sequence[OpinionRow], user: User | None
) -> list[VoterOpinion]:
    """Enter the opinions of a meeting that was held, in order; they get one block of the year's numbers.

    Raises Refused when the meeting is not open for entry or a row cannot be kept; nothing is entered then.
    """
    locked = VoterMeeting.objects.select_for_update(of=("self",)).select_related("council").get(pk=meeting.pk)
    _check_open(locked)
    if not rows:
        return []
    for number, row in enumerate(rows, start=1):
        _check_row(row, locked, number)
    year = locked.held_on.year
    numbers = allot(locked.council, year, len(rows))
    made = [_opinion(locked, row, number) for row, number in zip(rows, numbers, strict=True)]
    with entered_by(user):
        return VoterOpinion.objects.bulk_create(made, batch_size=500)


def _opinion(meeting: VoterMeeting, row: OpinionRow, number: int) -> VoterOpinion:
    """A statement of a meeting."""
    return fresh(
        row,
        council=meeting.council,
        meeting=meeting,
        year=meeting.held_on.year,
        number=number,
        on=meeting.held_on,
    )


def fresh(
    row: OpinionRow,
    *,
    council: Council,
    meeting: VoterMeeting | None,
    year: int,
    number: int,
    on: date,
    **more: Any,
) -> VoterOpinion:
    """A new opinion, not saved, with the columns that `save` would fill (bulk_create does not call it)."""
    content, place = row.content.strip(), row.voter_place.strip()
    return VoterOpinion(
        council=council,
        meeting=meeting,
        year=year,
        number=number,
        content=content,
        kind=row.kind,
        screening=row.screening,
        spot_answer=row.spot_answer.strip(),
        voter_place=place,
        recorded_on=on,
        field=row.field,
        competence_level=row.competence_level,
        agency=row.agency,
        search=fold(f"{content} {place}"),
        **more,
    )


def allot(council: Council, year: int, count: int = 1) -> range:
    """The next numbers of a council's opinions of a year."""
    return allot_numbers(council=council, issuer="HĐND", kind="YKCT", year=year, count=count)


def _check_open(meeting: VoterMeeting) -> None:
    if meeting.state == MeetingState.MINUTES_FILED:
        raise Refused(_("The entry of this meeting is finished. Choose “Enter more” on its page first."))
    if meeting.state != MeetingState.HELD:
        raise Refused(_("Record the meeting as held first; then its opinions can be entered."))


def _check_row(row: OpinionRow, meeting: VoterMeeting, number: int) -> None:
    sentence = row_fault(row, meeting.council_id, meeting.held_on)
    if sentence:
        raise Refused(_("Row %(number)s: %(sentence)s") % {"number": number, "sentence": sentence})


def row_fault(row: OpinionRow, council_id: int, on: date) -> str:
    """The first reason why a statement of a day cannot be kept as it is, or nothing."""
    return str(next(filter(None, _faults(row, council_id, on)), ""))


def _faults(row: OpinionRow, council_id: int, on: date) -> Iterable[str | bool]:
    yield content_fault(row.content)
    yield len(row.voter_place) > PLACE_LIMIT and place_too_long()
    yield row.screening == VoterOpinion.Screening.ON_SPOT and not row.spot_answer.strip() and answer_missing()
    yield (
        row.agency is not None
        and row.agency.council_id != council_id
        and _("the agency belongs to another council.")
    )
    yield level_fault(row.competence_level, on)


def content_fault(content: str) -> str:
    """Why a statement cannot be kept, or nothing."""
    length = len(content.strip())
    if not length:
        return _("Write what the voter said.")
    if length <= CONTENT_LIMIT:
        return ""
    return _(
        "This text has %(length)s characters; %(limit)s fit. Shorten it, or split it into several opinions."
    ) % {
        "length": length,
        "limit": CONTENT_LIMIT,
    }


def place_too_long() -> str:
    """Said beside a place that does not fit."""
    return _("At most %(limit)s characters fit here.") % {"limit": PLACE_LIMIT}


def answer_missing() -> str:
    """Said where an answer on the spot lacks its text."""
    return _("Write what was answered on the spot.")


def level_fault(level: str, on: date) -> str:
    """Why a level of competence cannot be given to an opinion of a day, or nothing."""
    if level == CompetenceLevel.DISTRICT and on > DISTRICTS_UNTIL:
        return _("The district level ended on %(day)s. Choose the province or the commune.") % {
            "day": day(DISTRICTS_UNTIL)
        }
    return ""


@transaction.atomic
def update_opinion(
    *, opinion: VoterOpinion, user: User | None, version: int | None, **changes: Any
) -> VoterOpinion:
    """Correct an opinion that was not sent yet."""
    _lock_unsent([opinion])
    many = apply_changes(opinion, changes)
    refuse(
        {
            "content": content_fault(opinion.content),
            "competence_level": level_fault(opinion.competence_level, opinion.recorded_on),
            "spot_answer": opinion.screening == VoterOpinion.Screening.ON_SPOT
            and not opinion.spot_answer
            and answer_missing(),
            "coordinating": opinion.agency is not None
            and opinion.agency in many.get("coordinating", ())
            and _("The responsible agency does not co-ordinate with itself."),
        }
    )
    with entered_by(user):
        return save_edit(opinion, version=version, many=many)


@transaction.atomic
def classify(
    *,
    opinions: Iterable[VoterOpinion],
    user: User | None,
    field: Field | None = None,
    competence_level: str = "",
    agency: Agency | None = None,
) -> int:
    """Give several opinions a field, a level, a body, or any of the three; what is not given stays.

    Returns how many were classified. Raises Refused when nothing was chosen or one of them was already sent.
    """
    given = {"field": field, "competence_level": competence_level, "agency": agency}
    changes = {name: value for name, value in given.items() if value}
    if not changes:
        raise Refused(_("Choose a field, a competence level or an agency."))
    locked = _lock_unsent(opinions)
    if agency is not None and any(opinion.council_id != agency.council_id for opinion in locked):
        raise Refused({"agency": _("This agency belongs to another council.")})
    latest = max((opinion.recorded_on for opinion in locked), default=DISTRICTS_UNTIL)
    refuse({"competence_level": level_fault(competence_level, latest)})
    return _update(locked, user, changes)


@transaction.atomic
def screen(
    *, opinions: Iterable[VoterOpinion], user: User | None, screening: str, spot_answer: str = ""
) -> int:
    """Say what became of opinions at once: carried forward, answered on the spot, out of scope."""
    if screening == VoterOpinion.Screening.ON_SPOT and not spot_answer.strip():
        raise Refused({"spot_answer": answer_missing()})
    answer = spot_answer.strip() if screening == VoterOpinion.Screening.ON_SPOT else ""
    return _update(_lock_unsent(opinions), user, {"screening": screening, "spot_answer": answer})


def _update(opinions: list[VoterOpinion], user: User | None, changes: dict[str, Any]) -> int:
    chosen = VoterOpinion.objects.filter(pk__in=[opinion.pk for opinion in opinions])
    with entered_by(user):
        return chosen.update(**changes, updated_at=timezone.now())


def lock(opinions: Iterable[VoterOpinion]) -> list[VoterOpinion]:
    """These opinions as they stand now, locked in one order, so that two people cannot send one twice."""
    ids = [opinion.pk for opinion in opinions]
    rows = VoterOpinion.objects.select_for_update(of=("self",)).filter(pk__in=ids).order_by("pk")
    return with_standing(rows.select_related("council", "meeting", "field", "agency"))


def with_standing(opinions: Iterable[VoterOpinion]) -> list[VoterOpinion]:
    """Opinions with what `standing_fault` reads: one query, and one for merges and splits if there are any."""
    found = list(opinions)
    live = OpinionForward.objects.live().select_related("to_council")
    prefetch_related_objects(
        found, "made_by", "merged_into", Prefetch("forwards", live, to_attr="live_forwards")
    )
    return found


def _lock_unsent(opinions: Iterable[VoterOpinion]) -> list[VoterOpinion]:
    """Lock opinions that may still change; refuse in words what was sent, merged, split or forwarded."""
    locked = lock(opinions)
    sent = [opinion for opinion in locked if opinion.follow_up_id]
    if sent:
        raise Refused(
            ngettext(
                "Opinion no. %(numbers)s was already sent and can no longer be changed here.",
                "Opinions no. %(numbers)s were already sent and can no longer be changed here. Untick them.",
                len(sent),
            )
            % {"numbers": names(sent)}
        )
    if refused := [f"{names([opinion])}: {why}" for opinion in locked if (why := standing_fault(opinion))]:
        raise Refused(refused)
    return locked


def standing_fault(opinion: VoterOpinion) -> str:
    """Why an opinion read `with_standing` no longer carries its matter on by itself, or nothing."""
    if opinion.made_by_id and opinion.made_by and opinion.made_by.is_undone:
        return _("The merge or split that made it was taken back.")
    if opinion.merged_into_id:
        return _("It was merged into no. %(number)s.") % {"number": opinion.merged_into}
    if opinion.is_split:
        return _("It was split into several opinions.")
    for forward in opinion.live_forwards:  # type: ignore[attr-defined]  # see with_standing
        return _("It was forwarded to %(council)s.") % {"council": forward.to_council}
    return ""
