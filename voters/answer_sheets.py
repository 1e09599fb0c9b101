"""What voters of a place asked before: the sheet that delegates take along to the next meeting there."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import timedelta
from typing import Any, Final

from core.text import fold
from voters.documents.answer_sheet import SheetPart
from voters.models import VoterMeeting, VoterOpinion
from voters.services import answers as flow

BACK: Final = timedelta(days=3 * 366)
"""How far back a sheet looks: what is older belongs to the report of the term."""


def parts_for(meetings: Iterable[VoterMeeting]) -> list[SheetPart]:
    """For each meeting, what was raised before at the same place, or before the same groups, with its answers.

    A matter answered on the spot, or whose answer its voters have been told, is left out unless it still runs. Read for
    all meetings together: a handful of queries, however many there are.
    """
    wanted = list(meetings)
    if not wanted:
        return []
    first, last = min(row.held_on for row in wanted), max(row.held_on for row in wanted)
    rows = VoterOpinion.objects.of(wanted[0].council).as_voiced().filter(meeting__isnull=False)
    rows = rows.filter(recorded_on__gte=first - BACK, recorded_on__lt=last)
    rows = rows.exclude(screening=VoterOpinion.Screening.ON_SPOT)
    said = list(
        rows.select_related("council", "field", "meeting__round")
        .prefetch_related("meeting__groups")
        .order_by("recorded_on", "year", "number")
    )
    answers: dict[int, list[flow.Answer]] = defaultdict(list)
    for answer in flow.answers_of(said):
        if not (answer.is_told and answer.is_judged and answer.roadmap_on is None):
            answers[answer.opinion.pk].append(answer)
    places = [(row, _place(row), {group.pk for group in row.groups.all()}) for row in wanted]
    return [SheetPart(row, _of(row, place, groups, said, answers)) for row, place, groups in places]


def _of(
    meeting: VoterMeeting,
    place: str,
    groups: set[int],
    said: Sequence[Any],
    answers: dict[int, list[flow.Answer]],
) -> list[flow.Answer]:
    return [
        answer
        for opinion in said
        if opinion.meeting.held_on < meeting.held_on
        and (
            _place(opinion.meeting) == place or groups & {group.pk for group in opinion.meeting.groups.all()}
        )
        for answer in answers[opinion.pk]
    ]


def _place(meeting: VoterMeeting) -> str:
    return fold(meeting.locality)
