"""Letters of a year: registered, checked, dealt with, answered. Senders are sealed like anybody's."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final

from documents.models import NumberSeries
from portal.scale.follow_ups import Owed, owe
from portal.scale.making import Year
from portal.scale.words import MATTERS, PLACES, joined, words
from voters.identity import Identity, Person
from voters.models import Letter, LetterAction, LetterMove, LetterScreening
from voters.models.identity import SECRET_KINDS

KINDS: Final = ("complaint", "petition", "petition", "feedback", "denunciation")
STATES: Final = {
    "forward": "forwarded", "guide": "guided", "reply": "replied", "return": "returned", "file": "filed",
    "pending": "classified",
}  # fmt: skip
OPENING: Final = words("Đơn")
ANSWERED: Final = ("resolved", "resolved", "in_progress", "unanswered")
"""What comes of a forwarded letter."""


def write(year: Year) -> None:
    """Every letter of the plan, evenly over the first nine tenths of the year."""
    year.entered(year.span.last)
    year.add(
        NumberSeries,
        council_id=year.house.council.pk,
        issuer="HĐND",
        kind="SĐ",
        year=year.plan.year,
        last=len(year.plan.letters),
    )
    for number, outcome in enumerate(year.plan.letters, start=1):
        _letter(year, number, outcome)


def _letter(year: Year, number: int, outcome: str) -> None:
    dice = year.dice
    received = year.span.at(0.9 * number / (len(year.plan.letters) + 1))
    done = min(received + timedelta(days=6), year.span.last)
    kind, field = dice.choice(KINDS), year.field()
    secret = kind in SECRET_KINDS
    summary = joined(OPENING, dice.choice(MATTERS), dice.choice(PLACES))
    who = Identity((Person(f"Người gửi đơn {year.plan.year} – {number:03d}", dice.choice(PLACES).text),))
    agency = year.agency() if outcome == "forward" else None
    year.entered(received)
    key = year.add(
        Letter,
        council_id=year.house.council.pk,
        kind=kind,
        field_id=field,
        protected=secret,
        identity=who.seal(),
        registered_by_id=year.house.clerk,
        sender_marks=[] if secret else who.marks(),
        search=summary.folded,
        search_senders="" if secret else f"{summary.folded} {who.searched()}",
        year=year.plan.year,
        number=number,
        received_on=received,
        source="post",
        signatories=1,
        summary=summary.text,
        competence_level="commune",
        agency_id=agency,
        eligible=True,
        state=STATES[outcome],
    )
    year.add(
        LetterScreening, letter_id=key, on=received, eligible=True, conditions="{}", actor_id=year.house.clerk
    )
    if outcome == "pending":
        return
    follow_up = None
    if agency is not None:
        owed = Owed("letter", agency, summary, done, done + timedelta(days=30), dice.choice(ANSWERED), field)
        follow_up = owe(year, owed)
    _act(year, key, outcome, done, agency_id=agency, follow_up_id=follow_up)


def _act(year: Year, key: int, outcome: str, done: date, **whom: int | None) -> None:
    year.add(
        LetterAction,
        letter_id=key,
        kind=outcome,
        on=done,
        reason="" if whom["agency_id"] else "Theo quy định về xử lý đơn.",
        **whom,
        actor_id=year.house.clerk,
    )
    year.add(
        LetterMove,
        letter_id=key,
        from_state="classified",
        to_state=STATES[outcome],
        effective_on=done,
        actor_id=year.house.clerk,
    )
