"""Counting a vote: what was handed in against who was there. Pure, except for names in sentences."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import time

from django.utils.translation import gettext as _

from core.errors import Refused
from core.services import names, refuse
from sessions.majorities import Seats
from sessions.models import Ballot, Vote
from sessions.roll import Roll, RollLine

Choice = Ballot.Choice


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """What somebody counted or handed in; None where nobody said."""

    votes_for: int | None = None
    votes_against: int | None = None
    present: int | None = None
    issued: int | None = None
    returned: int | None = None
    invalid: int | None = None
    ballots: Mapping[int, str] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """Counts that add up. `ballots` are issued, returned and invalid ones of a secret ballot."""

    seats: Seats
    present: int
    votes_for: int
    votes_against: int
    not_voting: int
    ballots: tuple[int | None, int | None, int | None] = (None, None, None)


def count(tally: Tally, *, method: str, roll: Roll, at: time | None) -> Counts:
    """The counts of a vote; Refused beside the field for those that do not add up, or where nobody holds a seat.

    More votes than delegates present, more present than in office; a roll call without the answer of somebody present
    or with one of somebody absent or without a seat; a secret ballot in which more ballots came back than were issued,
    or the valid and invalid ones are not all that came back.
    """
    refuse({name: _negative(value) for name, value in _numbers(tally).items()})
    if not roll.in_office:
        raise Refused(
            {"meeting": _("No delegate holds a seat on this day: enter the delegates of the term first.")}
        )
    if method == Vote.Method.ROLL_CALL:
        return _roll_call(tally, roll, at)
    present = _present(tally, roll, at)
    if method == Vote.Method.SECRET:
        return _secret(tally, roll.seats, present)
    return _open(tally, roll.seats, present)


def _numbers(tally: Tally) -> dict[str, int | None]:
    return {
        "votes_for": tally.votes_for,
        "votes_against": tally.votes_against,
        "present": tally.present,
        "ballots_issued": tally.issued,
        "ballots_returned": tally.returned,
        "ballots_invalid": tally.invalid,
    }


def _negative(value: int | None) -> str | bool:
    return value is not None and value < 0 and _("A count is never less than 0.")


def _present(tally: Tally, roll: Roll, at: time | None) -> int:
    """As counted in the hall, else from the attendance."""
    if tally.present is None:
        if not roll.is_taken:
            raise Refused(
                {"present": _("Take the attendance of this half-day first, or enter how many were present.")}
            )
        return len(roll.in_hall(at))
    refuse(
        {
            "present": tally.present > roll.in_office
            and _("Only %(count)s delegates hold a seat on this day: no more can be present.")
            % {"count": roll.in_office}
        }
    )
    return tally.present


def _given(tally: Tally) -> tuple[int, int]:
    missing = _("Enter the number of votes.")
    refuse(
        {
            "votes_for": tally.votes_for is None and missing,
            "votes_against": tally.votes_against is None and missing,
        }
    )
    return tally.votes_for or 0, tally.votes_against or 0


def _open(tally: Tally, seats: Seats, present: int) -> Counts:
    """Hands or buttons: who did neither did not vote."""
    votes_for, against = _given(tally)
    if votes_for + against > present:
        raise Refused(
            {
                "votes_for": _("%(votes)s votes were counted, but only %(present)s delegates were present.")
                % {"votes": votes_for + against, "present": present}
            }
        )
    return Counts(
        seats=seats,
        present=present,
        votes_for=votes_for,
        votes_against=against,
        not_voting=present - votes_for - against,
    )


def _secret(tally: Tally, seats: Seats, present: int) -> Counts:
    """Ballots: issued to who is present, returned, valid or not."""
    votes_for, against = _given(tally)
    missing = _("Enter the number of ballots.")
    refuse(
        {
            "ballots_issued": tally.issued is None and missing,
            "ballots_returned": tally.returned is None and missing,
            "ballots_invalid": tally.invalid is None and missing,
        }
    )
    issued, returned, invalid = tally.issued or 0, tally.returned or 0, tally.invalid or 0
    refuse(
        {
            "ballots_issued": issued > present
            and _("%(issued)s ballots were issued, but only %(present)s delegates were present.")
            % {"issued": issued, "present": present},
            "ballots_returned": returned > issued
            and _("%(returned)s ballots came back, but only %(issued)s were issued.")
            % {"returned": returned, "issued": issued},
            "ballots_invalid": votes_for + against + invalid != returned
            and _(
                "%(returned)s ballots came back, but %(for)s for, %(against)s against and %(invalid)s invalid "
                "make %(sum)s."
            )
            % {
                "returned": returned,
                "for": votes_for,
                "against": against,
                "invalid": invalid,
                "sum": votes_for + against + invalid,
            },
        }
    )
    return Counts(
        seats=seats,
        present=present,
        votes_for=votes_for,
        votes_against=against,
        not_voting=present - returned,
        ballots=(issued, returned, invalid),
    )


# --- Roll call ---


def _roll_call(tally: Tally, roll: Roll, at: time | None) -> Counts:
    """Everybody in the hall answers, nobody else; the counts follow from the answers."""
    if not roll.is_taken:
        raise Refused({"ballots": _("Take the attendance of this half-day first: a roll call follows it.")})
    ballots, hall = tally.ballots or {}, roll.in_hall(at)
    refuse(
        {
            "ballots": _strangers(ballots, roll)
            or _away(ballots, roll, hall)
            or _silent(ballots, hall)
            or _unknown(ballots)
        }
    )
    chosen = Counter(ballots.values())
    refuse(
        {
            "votes_for": _unlike(tally.votes_for, chosen[Choice.FOR]),
            "votes_against": _unlike(tally.votes_against, chosen[Choice.AGAINST]),
            "present": _unlike(tally.present, len(hall)),
        }
    )
    return Counts(
        seats=roll.seats,
        present=len(hall),
        votes_for=chosen[Choice.FOR],
        votes_against=chosen[Choice.AGAINST],
        not_voting=chosen[Choice.NOT_VOTING],
    )


def _strangers(ballots: Mapping[int, str], roll: Roll) -> str | bool:
    unseated = [pk for pk in ballots if roll.line_of(pk) is None]
    return bool(unseated) and _("An answer is of a delegate who holds no seat on this day.")


def _away(ballots: Mapping[int, str], roll: Roll, hall: list[RollLine]) -> str | bool:
    there = {line.delegate.pk for line in hall}
    away = [line.delegate for line in roll.lines if line.delegate.pk in ballots.keys() - there]
    return bool(away) and _("Not in the hall at that moment: %(names)s.") % {"names": names(away)}


def _silent(ballots: Mapping[int, str], hall: list[RollLine]) -> str | bool:
    silent = [line.delegate for line in hall if line.delegate.pk not in ballots]
    return bool(silent) and _("The answer is missing of: %(names)s.") % {"names": names(silent)}


def _unknown(ballots: Mapping[int, str]) -> str | bool:
    return bool(set(ballots.values()) - set(Choice.values)) and _("An answer is for, against, or not voting.")


def _unlike(said: int | None, found: int) -> str | bool:
    return (
        said is not None
        and said != found
        and _("The answers of the roll call make %(found)s, not %(said)s.") % {"found": found, "said": said}
    )
