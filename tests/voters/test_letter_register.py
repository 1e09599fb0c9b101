"""The arithmetic of the register: received + carried over = forwarded + answered + filed + pending, on every day."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from councils.models import Agency, Council
from tests.factories import AgencyFactory, CouncilTermFactory
from tests.voters.letters_kit import make_rules, ready, register
from voters import services
from voters.models import Letter
from voters.register import balance

pytestmark = pytest.mark.django_db

FIRST = date(2026, 1, 1)
KINDS = ("forward", "guide", "reply", "return", "file", "supervise")
DAYS = st.integers(0, 240)
STEPS = st.lists(st.tuples(st.sampled_from(KINDS), st.integers(0, 40), st.booleans()), max_size=3)
HISTORY = st.lists(st.tuples(DAYS, STEPS), min_size=1, max_size=5)


def day(number: int) -> date:
    """The day so many days after the first."""
    return FIRST + timedelta(days=number)


def live(council: Council, agency: Agency, received: int, steps: list[tuple[str, int, bool]]) -> None:
    """One letter through random actions, some of them taken back; steps that its state forbids are left out."""
    from django.core.exceptions import ValidationError  # noqa: PLC0415 - one helper needs it

    from tests.factories import UserFactory  # noqa: PLC0415 - see above

    letter, on = ready(council, None, received_on=day(received)), day(received)
    for kind, later, undone in steps:
        on += timedelta(days=later)
        terms = services.Terms(on=on, agency=agency, text="Nội dung", again_because="Đã rà soát lại")
        try:
            action = services.act(letter=letter, kind=kind, user=None, terms=terms, quiet=True)
        except ValidationError:
            continue
        if undone:
            services.take_back(action=action, user=UserFactory(), reason="Nhầm")
            letter.refresh_from_db()
            break


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(history=HISTORY, start=DAYS, length=st.integers(0, 120))
def test_both_sides_are_equal_over_random_histories_and_days(
    db: None, history: list[tuple[int, list[tuple[str, int, bool]]]], start: int, length: int
) -> None:
    council = CouncilTermFactory().council
    agency = AgencyFactory(council=council)
    make_rules()
    for received, steps in history:
        live(council, agency, received, steps)
    rows = Letter.objects.of(council)
    first, last = day(start), day(start + length)
    found = balance(rows, first, last)
    assert found.received + found.carried_over == found.accounted == found.to_handle
    cut = first + (last - first) // 2
    left, right = balance(rows, first, cut), balance(rows, cut + timedelta(days=1), last)
    assert right.carried_over == left.pending
    assert (left.received + right.received, right.pending) == (found.received, found.pending)
    for name in ("forwarded", "guided", "replied", "returned", "filed"):
        assert getattr(left, name) + getattr(right, name) == getattr(found, name)


def test_every_number_opens_exactly_its_letters(
    council: Council, agency: Agency, client_as: Callable[..., Client]
) -> None:
    make_rules()
    client = client_as("secretariat")
    user = client.user  # type: ignore[attr-defined]  # see the fixture
    for received, kind in ((5, "forward"), (20, "guide"), (40, "file"), (41, "reply"), (42, "supervise")):
        letter = ready(council, user, received_on=day(received))
        terms = services.Terms(on=day(50), agency=agency, text="Nội dung")
        services.act(letter=letter, kind=kind, user=user, terms=terms)
    register(council, user, received_on=day(60))
    period = {"start": day(30).isoformat(), "end": day(90).isoformat()}
    page = client.get(reverse("voters:letter_register"), period)
    found, urls = page.context["balance"], page.context["urls"]
    numbers = {
        "received": found.received,
        "carried": found.carried_over,
        "forwarded": found.forwarded,
        "guided": found.guided,
        "replied": found.replied,
        "returned": found.returned,
        "filed": found.filed,
        "pending": found.pending,
    }
    assert numbers == {
        "received": 4,
        "carried": 2,
        "forwarded": 1,
        "guided": 1,
        "replied": 1,
        "returned": 0,
        "filed": 1,
        "pending": 2,
    }
    assert {name: client.get(url).context["count"] for name, url in urls.items()} == numbers
