"""What tests of letters and receptions begin with: the terms of the law, a sender, letters ready to be dealt with."""

from __future__ import annotations

from datetime import date
from typing import Any

from accounts.models import User
from councils.models import Council
from tests.factories import FieldFactory, RuleFactory
from voters import services
from voters.identity import Identity, Person
from voters.models import Letter
from voters.services.letters import Condition

DAY = date(2026, 9, 7)
ALL_MET: dict[str, tuple[bool, str]] = {str(condition.value): (True, "") for condition in Condition}
SENDER = Identity((Person("Công dân Thử Nghiệm", "Thôn 2", "001099000123", "0912345678"),))


def make_rules() -> None:
    """The terms that letters and receptions need, as the reference data has them since 01/07/2026."""
    for code, offset, unit in (
        ("REC-RESULT", 10, "working"),
        ("REC-DEL-INFORM", 5, "working"),
        ("REC-REFUSE", 3, "working"),
        ("LET-DENOUNCE-TRANSFER", 5, "working"),
        ("LET-DENOUNCE-CHECK", 7, "working"),
        ("LET-DENOUNCE-SETTLE", 30, "calendar"),
        ("LET-COMPLAINT-SETTLE-1", 30, "calendar"),
        ("LET-SUP-REPORT-SC", 7, "calendar"),
        ("OP-ANSWER", 30, "calendar"),
    ):
        RuleFactory(code=code, offset=offset, unit=unit)
    RuleFactory(code="LET-COMPLAINT-ACCEPT", offset=10, effective_to=date(2026, 6, 30))
    RuleFactory(code="LET-COMPLAINT-ACCEPT", offset=7, unit="working", effective_from=date(2026, 7, 1))


def register(council: Council, user: User | None, **facts: Any) -> Letter:
    """A petition of September."""
    given = {
        "received_on": DAY,
        "kind": "petition",
        "summary": "Đề nghị sửa đường liên thôn",
        "identity": SENDER,
        **facts,
    }
    return services.register_letter(council=council, user=user, **given)


def ready(council: Council, user: User | None, **facts: Any) -> Letter:
    """A letter whose conditions are met and which is classified."""
    letter = register(council, user, **facts)
    services.screen_letter(letter=letter, user=user, on=letter.received_on, conditions=ALL_MET)
    services.classify_letters(letters=[letter], user=user, on=letter.received_on, field=FieldFactory())
    letter.refresh_from_db()
    return letter
