"""What tests of rounds and meetings share: short ways to make them, the rules of voter contact."""

from __future__ import annotations

from datetime import date
from typing import Any

from accounts.models import User
from councils.models import CouncilTerm, DelegateGroup
from tests import factories
from tests.voters.conftest import DAY
from voters import services
from voters.models import VoterContactRound, VoterMeeting

PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 64
EXE = b"MZ" + b"\0" * 64


def plan(contact: VoterContactRound, user: User, **changes: Any) -> VoterMeeting:
    """A planned meeting."""
    given = {"held_on": DAY, "venue": "Nhà văn hóa thôn 1", "locality": "Xã Gia Phú"}
    return services.create_meeting(round=contact, user=user, **{**given, **changes})


def hold(meeting: VoterMeeting, user: User, headcount: int = 60) -> VoterMeeting:
    """The meeting took place."""
    services.update_meeting(meeting=meeting, user=user, version=None, headcount=headcount)
    return services.move_meeting(meeting=meeting, name="hold", user=user)


def rules() -> None:
    """The rules of voter contact."""
    made = (
        ("TX-MEDIA", 7, "calendar", "before"),
        ("TX-OUT-DECIDE", 5, "working", "after"),
        ("TX-OUT-NOTIFY", 3, "working", "before"),
        ("TX-GROUP-REPORT", 5, "calendar", "after"),
    )
    for code, offset, unit, direction in made:
        factories.RuleFactory(
            code=code, offset=offset, unit=unit, direction=direction, legal_basis=f"Quy định {code}"
        )


def group_of(term: CouncilTerm, number: int = 1) -> DelegateGroup:
    """A delegate group."""
    made: DelegateGroup = factories.GroupFactory(
        council_term=term, number=number, name=f"Tổ đại biểu số {number}"
    )
    return made


def in_june(day: int) -> date:
    """A day of the round."""
    return date(2026, 6, day)
