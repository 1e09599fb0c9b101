"""Sittings of a year: half-days with roll and debate, papers, agenda, votes, resolutions; meetings of bodies."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final, NamedTuple

from documents.models import NumberSeries, OfficialDocument
from portal.scale.follow_ups import Owed, owe
from portal.scale.making import Year
from portal.scale.words import PAPERS, Words, joined, subject, words
from sessions.models import (
    AgendaItem,
    Attendance,
    BodyMeeting,
    Paper,
    PaperMove,
    PlenaryMeeting,
    Resolution,
    ResolutionMove,
    ResolutionTask,
    Sitting,
    SittingMove,
    SpeakingTurn,
    Vote,
)

PARTS: Final = ("1_morning", "2_afternoon")
KINDS: Final = ("report", "proposal", "report", "project")
"""By the place of the words in PAPERS."""
TASK_EVERY: Final = 3
"""One resolution of so many gives a task."""
NORMATIVE_EVERY: Final = 4
PAPER_STEPS: Final = ("expected", "received", "sent_to_delegates", "tabled", "noted")
RESOLUTION_STEPS: Final = ("draft", "tabled", "passed", "signed", "issued", "published")
SITTING_STEPS: Final = ("planned", "convened", "in_session", "closed")


class Hall(NamedTuple):
    """A sitting with its last half-day and its first day."""

    sitting: int
    last: int
    opens: date


@dataclass
class Numbers:
    """Numbers given so far in a year's series."""

    normative: int = 0
    individual: int = 0
    series: tuple[int, int] = (0, 0)


def sit(year: Year, numbers_before: int) -> int:
    """All sittings of the year, one after the other without touching; returns the last sitting's number."""
    year.entered(year.span.first)
    numbers = Numbers(series=(_series(year, "NQ"), _series(year, "NQ-QPPL")))
    _bodies_meet(year)
    count = len(year.plan.sittings)
    for place, halves in enumerate(year.plan.sittings):
        opens = year.span.at((place + 0.5) / count * 0.93)
        number = numbers_before + place + 1
        key = _sitting(year, place, number, opens)
        halls = _halves(year, key, opens, halves)
        _papers(year, place, key, opens)
        _resolve(year, place, Hall(key, halls[-1], opens), numbers)
    return numbers_before + count


def _series(year: Year, kind: str) -> int:
    return year.add(
        NumberSeries,
        council_id=year.house.council.pk,
        issuer="HĐND",
        kind=kind,
        year=year.plan.year,
        last=sum(year.plan.resolutions),
    )


def _sitting(year: Year, place: int, number: int, opens: date) -> int:
    halves = year.plan.sittings[place]
    closes = opens + timedelta(days=(halves - 1) // 2)
    regular = "regular_midyear" if place < len(year.plan.sittings) - 1 else "regular_yearend"
    year.entered(opens - timedelta(days=30))
    key = year.add(
        Sitting,
        council_id=year.house.council.pk,
        council_term_id=year.house.term_on(opens),
        number=number,
        kind=regular if halves > 1 else "thematic",
        opens_on=opens,
        closes_on=closes,
        place="Hội trường trung tâm",
        chair="Chủ tịch Hội đồng nhân dân",
        secretaries="Thư ký kỳ họp – 01, Thư ký kỳ họp – 02",
        state="closed",
        convened_on=opens - timedelta(days=21),
        opened_on=opens,
        closed_on=closes,
    )
    days = (opens - timedelta(days=21), opens, closes)
    _moves(year, SittingMove, SITTING_STEPS, days, sitting_id=key)
    return key


def _moves(year: Year, model: Any, steps: Sequence[str], days: Sequence[date], **of: int) -> None:
    for source, target, on in zip(steps, steps[1:], days, strict=False):
        year.entered(on)
        year.add(
            model,
            from_state=source,
            to_state=target,
            effective_on=on,
            actor_id=year.house.clerk,
            **of,
        )


def _halves(year: Year, key: int, opens: date, halves: int) -> list[int]:
    """Half-days with the roll of each and some debate; returns their keys."""
    found = []
    for number in range(halves):
        day = opens + timedelta(days=number // 2)
        year.entered(day)
        hall = year.add(
            PlenaryMeeting, sitting_id=key, day=day, part=PARTS[number % 2], kind="plenary", is_held=True
        )
        found.append(hall)
        away = set(year.dice.sample(year.house.delegates, len(year.house.delegates) // 16))
        for delegate in year.house.delegates:
            year.add(
                Attendance,
                meeting_id=hall,
                delegate_id=delegate,
                status="excused" if delegate in away else "present",
            )
        for position, delegate in enumerate(year.dice.sample(year.house.delegates, 4), start=1):
            year.add(
                SpeakingTurn,
                meeting_id=hall,
                position=position,
                kind="debate",
                delegate_id=delegate,
                minutes=5,
                summary="Thảo luận về nội dung trình kỳ họp.",
            )
    return found


def _papers(year: Year, place: int, key: int, opens: date) -> None:
    """The papers of a sitting, the first ones late, each an item of the agenda."""
    due = opens - timedelta(days=10)
    for number in range(1, year.plan.papers[place] + 1):
        sort = number % len(PAPERS)
        title = joined(PAPERS[sort], subject(year.dice))
        received = due + timedelta(days=3 if number <= year.plan.late[place] else -2)
        year.entered(opens - timedelta(days=30))
        paper = year.add(
            Paper,
            sitting_id=key,
            number=number,
            kind=KINDS[sort],
            title=title.text,
            owner_agency_id=year.agency(),
            committee_id=year.dice.choice(year.house.committees),
            due_on=due,
            state="noted",
            received_on=received,
            tabled_on=opens,
            search=title.folded,
        )
        days = (received, opens - timedelta(days=5), opens, opens)
        _moves(year, PaperMove, PAPER_STEPS, days, paper_id=paper)
        item = year.add(
            AgendaItem,
            sitting_id=key,
            position=number,
            depth=1,
            kind="presentation",
            title=title.text,
            reading_minutes=10,
            discussion_minutes=20,
            is_public=True,
            tabled_on=opens,
        )
        year.add(AgendaItem.papers.through, agendaitem_id=item, paper_id=paper)


def _resolve(year: Year, place: int, hall: Hall, numbers: Numbers) -> None:
    """The resolutions of a sitting, voted on at its last half-day, numbered, published and in force."""
    opens = hall.opens
    signed = min(opens + timedelta(days=3), year.span.last)
    out = min(opens + timedelta(days=6), year.span.last)
    for number in range(1, year.plan.resolutions[place] + 1):
        title = joined(words("Về"), subject(year.dice))
        document, symbol = _number(year, title, signed, numbers)
        normative = symbol.count("/") > 1
        field = year.field()
        year.entered(opens)
        key = year.add(
            Resolution,
            council_id=year.house.council.pk,
            council_term_id=year.house.term_on(opens),
            issuer="council",
            sitting_id=hall.sitting,
            is_normative=normative,
            title=title.text,
            field_id=field,
            committee_id=year.dice.choice(year.house.committees),
            state="published",
            adopted_on=opens,
            signed_on=signed,
            signer="Chủ tịch Hội đồng nhân dân",
            document_id=document,
            sent_up_on=signed,
            send_up_due_on=signed + timedelta(days=3),
            published_on=out,
            published_at="Công báo điện tử",
            in_force_on=out + timedelta(days=10),
            search=f"{symbol.lower()} {title.folded}",
        )
        days = (opens, opens, signed, signed, out)
        _moves(year, ResolutionMove, RESOLUTION_STEPS, days, resolution_id=key)
        _vote(year, hall, key, number, title)
        if number % TASK_EVERY == 0:
            _task(year, key, title, field, signed)


def _number(year: Year, title: Words, signed: date, numbers: Numbers) -> tuple[int, str]:
    """The entry of the register; one in four is normative. Returns its key and symbol."""
    normative = (numbers.normative + numbers.individual) % NORMATIVE_EVERY == 0
    if normative:
        numbers.normative += 1
        number, symbol = numbers.normative, f"{numbers.normative:02d}/{year.plan.year}/NQ-HĐND"
    else:
        numbers.individual += 1
        number, symbol = numbers.individual, f"{numbers.individual:02d}/NQ-HĐND"
    year.entered(signed)
    key = year.add(
        OfficialDocument,
        council_id=year.house.council.pk,
        series_id=numbers.series[normative],
        number=number,
        symbol=symbol,
        issued_on=signed,
        abstract=title.text,
        signer="Chủ tịch Hội đồng nhân dân",
        search=f"{symbol.lower()} {title.folded}",
    )
    return key, symbol


def _vote(year: Year, hall: Hall, resolution: int, number: int, title: Words) -> None:
    seats = len(year.house.delegates)
    present = seats - seats // 16
    year.add(
        Vote,
        sitting_id=hall.sitting,
        meeting_id=hall.last,
        number=number,
        resolution_id=resolution,
        is_final=True,
        title=title.text[:300],
        method="hands",
        majority="ordinary",
        all_delegates=seats,
        in_office=seats,
        present=present,
        votes_for=present - 2,
        votes_against=number % 3,
        not_voting=2 - number % 3,
        needed=seats // 2 + 1,
        passed=True,
        legal_basis="Luật Tổ chức chính quyền địa phương",
    )


def _task(year: Year, resolution: int, title: Words, field: int, signed: date) -> None:
    outcome = year.dice.choice(("resolved", "resolved", "in_progress", "unanswered"))
    agency = year.agency()
    owed = Owed("resolution_task", agency, title, signed, signed + timedelta(days=60), outcome, field)
    follow_up = owe(year, owed)
    year.add(ResolutionTask, resolution_id=resolution, position=1, follow_up_id=follow_up)


def _bodies_meet(year: Year) -> None:
    """The Standing Committee meets once a month."""
    for month in range(12):
        day = year.span.at((month + 0.2) / 12)
        title = joined(words(f"Phiên họp tháng {month + 1} của Thường trực"), subject(year.dice))
        year.entered(day)
        year.add(
            BodyMeeting,
            council_id=year.house.council.pk,
            kind="regular",
            title=title.text,
            held_on=day,
            state="held",
            search=title.folded,
        )
