"""Receptions and letters behind figures, entered through the services of their own pages."""

from __future__ import annotations

from datetime import date
from typing import Any

from accounts.models import User
from followups import services as followups
from tests.factories import FieldFactory, ReceptionFactory, UserFactory, seated
from tests.reports.records import DAY
from tests.voters.letters_kit import ALL_MET, SENDER, make_rules, ready, register
from voters import services
from voters.identity import Identity, Person
from voters.models import CitizenReception, Letter, LetterAction, ReceptionRecord
from voters.services.receptions import Task

GROUP = Identity((Person("Công dân Đại Diện Một"), Person("Công dân Đại Diện Hai")))


def reception(term: Any, day: date, state: str = "held", **facts: Any) -> CitizenReception:
    """A reception of one of the council's delegates."""
    if "delegate" not in facts:
        facts["delegate"] = seated(term)
    made: CitizenReception = ReceptionFactory(council=term.council, day=day, state=state, **facts)
    return made


def visit(at: CitizenReception, **facts: Any) -> ReceptionRecord:
    """A matter that somebody brought to it."""
    given = {"kind": "petition", "content": "Đề nghị sửa đường", "identity": SENDER, **facts}
    return services.record_visit(reception=at, user=None, **given)


def act(letter: Letter, kind: str, on: date, agency: Any, **terms: Any) -> LetterAction:
    """Deal with a letter, as a loader of old records does: without papers."""
    words = services.Terms(on=on, agency=agency, text="Nội dung", again_because="Đã rà soát", **terms)
    return services.act(letter=letter, kind=kind, user=None, terms=words, quiet=True)


def dealt(council: Any, came: date, action: str, on: date, agency: Any, **facts: Any) -> Letter:
    """A letter that was checked on the day it came and dealt with on another."""
    letter = ready(council, None, received_on=came, **facts)
    act(letter, action, on, agency)
    return letter


def answer(action: LetterAction, on: date) -> None:
    """The body answers a forwarded letter."""
    assert action.follow_up is not None
    followups.reply_to(
        follow_up=action.follow_up,
        user=UserFactory(),
        text="Đã giải quyết.",
        result_class="resolved",
        dated_on=on,
        quiet=True,
    )


def check(letter: Letter, on: date, **failed: str) -> None:
    """Check the conditions; those named are not met."""
    unmet = {name: (False, why) for name, why in failed.items()}
    services.screen_letter(letter=letter, user=None, on=on, conditions={**ALL_MET, **unmet})


def citizens(term: Any, agency: Any, first: date) -> None:
    """One row or more behind every figure of reception and letters, from one day on."""
    make_rules()
    council = term.council
    user: User = UserFactory()
    at = reception(term, first, "published")
    visit(at, field=FieldFactory(code="dat-dai"))
    visit(at, kind="complaint", persons=6, identity=GROUP, repeated=True)
    reception(term, first + DAY, "no_citizen_came", kind="ad_hoc")
    task = Task("Trả lời công dân", agency, first + 20 * DAY)
    services.conclude(reception=at, tasks=[task], on=first + DAY, user=user, quiet=True)
    register(council, None, received_on=date(2025, 12, 1))
    dealt(council, first, "forward", first + DAY, agency)
    owed = LetterAction.objects.latest("pk")
    answer(owed, first + 5 * DAY)
    late = ready(council, None, received_on=first)
    act(late, "forward", first + DAY, agency, due_on=first + 3 * DAY, due_basis="Theo yêu cầu")
    for kind in ("guide", "reply", "return", "file", "supervise"):
        dealt(council, first, kind, first + 2 * DAY, agency, kind="complaint", source="direct")
    check(register(council, None, received_on=first), first, dated="Không ghi ngày", named="Nặc danh")
