"""What tests of voter contact begin with: a meeting that was held, a rule for answers, fields and agencies to name."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from councils.models import Agency, Council, CouncilTerm, Field
from tests.factories import AgencyFactory, FieldFactory, MeetingFactory, RoundFactory, RuleFactory
from voters.models import VoterContactRound, VoterMeeting

DAY = date(2026, 6, 10)
"""The day of the meeting."""


@pytest.fixture
def contact(term: CouncilTerm) -> VoterContactRound:
    """A round of June 2026."""
    made: VoterContactRound = RoundFactory(council_term=term)
    return made


@pytest.fixture
def meeting(contact: VoterContactRound) -> VoterMeeting:
    """A meeting that was held and is open for entry."""
    made: VoterMeeting = MeetingFactory(round=contact, locality="Xã Gia Phú")
    return made


@pytest.fixture
def field(db: None) -> Field:
    """Giao thông."""
    made: Field = FieldFactory()
    return made


@pytest.fixture
def works(council: Council) -> Agency:
    """The agency that answers for roads."""
    made: Agency = AgencyFactory(council=council, name="Phòng Kinh tế và Hạ tầng")
    return made


@pytest.fixture
def rule(db: None) -> Any:
    """Answers are due after 30 days."""
    return RuleFactory()
