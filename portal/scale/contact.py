"""Voter contact of a year: two rounds, their meetings, the opinions, and what became of them."""

from __future__ import annotations

from datetime import date, timedelta

from documents.models import NumberSeries
from portal.scale.follow_ups import Owed, owe
from portal.scale.making import Year
from portal.scale.words import PLACES, VENUES, Words, joined, opinion, words
from voters.likeness import marks
from voters.models import VoterContactRound, VoterMeeting, VoterOpinion

LEVELS = ("commune", "commune", "province", "province", "commune", "central")
ASIDE = {"on_spot": "answered_on_spot", "out_of_scope": "out_of_scope"}
ROUNDS = (
    (0.10, 0.30, "pre_sitting", "trước kỳ họp giữa năm"),
    (0.50, 0.70, "pre_sitting", "trước kỳ họp cuối năm"),
)
"""First and last day as shares of the year, kind and name."""


def meet(year: Year) -> None:
    """Half of the meetings in each round; opinions in equal parts over the meetings."""
    meetings = [
        meeting
        for number, (begin, end, kind, name) in enumerate(ROUNDS)
        for meeting in _round(year, number, (begin, end), kind, name)
    ]
    dice = year.dice
    year.entered(year.span.last)
    year.add(
        NumberSeries,
        council_id=year.house.council.pk,
        issuer="HĐND",
        kind="YKCT",
        year=year.plan.year,
        last=len(year.plan.opinions),
    )
    for number, outcome in enumerate(year.plan.opinions, start=1):
        key, held_on, locality = meetings[number * len(meetings) // (len(year.plan.opinions) + 1)]
        field = year.field()
        content, place = opinion(dice), dice.choice(PLACES)
        carried = outcome not in ASIDE
        agency = year.agency() if carried else None
        level = dice.choice(LEVELS) if carried else ""
        follow_up = None
        if agency is not None and outcome != "unsent":
            sent = min(held_on + timedelta(days=7), year.span.last)
            owed = Owed("opinion", agency, content, sent, sent + timedelta(days=30), outcome, field, locality)
            follow_up = owe(year, owed)
        year.entered(held_on)
        year.add(
            VoterOpinion,
            council_id=year.house.council.pk,
            meeting_id=key,
            year=year.plan.year,
            number=number,
            content=content.text,
            screening=ASIDE.get(outcome, "carried"),
            spot_answer="Đã trả lời tại hội nghị." if outcome == "on_spot" else "",
            voter_place=place.text,
            recorded_on=held_on,
            field_id=field if carried else None,
            competence_level=level,
            agency_id=agency,
            follow_up_id=follow_up,
            search=joined(content, place).folded,
            marks=marks(year.house.council.pk, content.text),
        )


def _round(
    year: Year, number: int, days: tuple[float, float], kind: str, name: str
) -> list[tuple[int, date, str]]:
    """A round with its half of the meetings: key, day and locality of each."""
    first, last = (year.span.at(share) for share in days)
    year.entered(first)
    key = year.add(
        VoterContactRound,
        council_id=year.house.council.pk,
        council_term_id=year.house.term_on(first),
        kind=kind,
        name=f"Tiếp xúc cử tri {name} năm {year.plan.year}",
        starts_on=first,
        ends_on=last,
    )
    half = (len(year.plan.meetings) + 1) // 2
    heads = year.plan.meetings[half * number : half * (number + 1)]
    return [_meeting(year, key, (first, last), head, place) for place, head in enumerate(heads)]


def _meeting(
    year: Year,
    round_key: int,
    days: tuple[date, date],
    heads: int,
    place: int,
) -> tuple[int, date, str]:
    dice = year.dice
    held_on = days[0] + timedelta(days=dice.randint(0, (days[1] - days[0]).days))
    where = words(PLACES[place % len(PLACES)].text)
    venue: Words = joined(dice.choice(VENUES), where)
    year.entered(held_on)
    key = year.add(
        VoterMeeting,
        round_id=round_key,
        council_id=year.house.council.pk,
        held_on=held_on,
        venue=venue.text,
        locality=where.text,
        chair="Đại diện Ban Thường trực Ủy ban MTTQ Việt Nam",
        headcount=heads,
        speakers=min(heads, dice.randint(4, 15)),
        state="minutes_filed",
        search=joined(venue, where).folded,
    )
    group = year.house.groups[place % len(year.house.groups)]
    year.add(VoterMeeting.groups.through, votermeeting_id=key, delegategroup_id=group)
    for delegate in dice.sample(year.house.delegates, 3):
        year.add(VoterMeeting.delegates.through, votermeeting_id=key, delegate_id=delegate)
    return key, held_on, where.text
