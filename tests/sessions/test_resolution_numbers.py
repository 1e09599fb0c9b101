"""Numbers under load: whatever asks for one at the same moment, no number is given twice and none is left out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier, BoundedSemaphore
from typing import Any

import pytest
import time_machine
from django.db import close_old_connections, connection, transaction

from core.errors import Refused
from councils.models import CouncilTerm
from documents.models import NumberSeries, OfficialDocument
from documents.services import allot_numbers, register_document
from sessions import services
from sessions.models import Resolution
from tests.factories import CouncilTermFactory, ResolutionFactory, SittingFactory

REQUESTS = 200
CONNECTIONS = 20
"""How many of them the database serves at once; the others wait in line, as behind any pool."""
DAY = date(2026, 7, 15)

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def term(transactional_db: None) -> CouncilTerm:
    made: CouncilTerm = CouncilTermFactory()
    return made


def at_once(act: Callable[[Any], Any], things: Iterable[Any]) -> list[Any]:
    """Start one thread for each thing, all at the same moment, each with a connection of its own."""
    given = list(things)
    start, free = Barrier(len(given)), BoundedSemaphore(CONNECTIONS)

    def run(thing: Any) -> Any:
        start.wait()
        with free:
            close_old_connections()
            try:
                return act(thing)
            finally:
                connection.close()

    with ThreadPoolExecutor(len(given)) as pool:
        return list(pool.map(run, given))


@pytest.fixture
def in_august() -> Iterator[None]:
    """After the sitting; the clock ticks on, for the threads wait for each other by it."""
    with time_machine.travel("2026-08-03 09:00+07:00", tick=True):
        yield


def passed(term: CouncilTerm, count: int) -> list[Resolution]:
    """Adopted resolutions of one sitting."""
    sitting = SittingFactory(council_term=term)
    made: list[Resolution] = ResolutionFactory.create_batch(
        count, sitting=sitting, state="passed", adopted_on=DAY
    )
    return made


@pytest.mark.usefixtures("in_august")
def test_200_signatures_at_once_get_200_numbers_without_a_gap(term: CouncilTerm) -> None:
    def sign(resolution: Resolution) -> int:
        services.sign(resolution=resolution, user=None, on=DAY, signer="Chủ tịch")
        assert resolution.document is not None
        return resolution.document.number

    numbers = at_once(sign, passed(term, REQUESTS))
    assert sorted(numbers) == list(range(1, REQUESTS + 1))
    assert NumberSeries.objects.get().last == REQUESTS
    assert OfficialDocument.objects.count() == REQUESTS


def test_200_requests_for_a_bare_number_get_200_numbers_without_a_gap(term: CouncilTerm) -> None:
    def allot(_place: int) -> int:
        return allot_numbers(council=term.council, issuer="HĐND", kind="NQ", year=2026)[0]

    assert sorted(at_once(allot, range(REQUESTS))) == list(range(1, REQUESTS + 1))


def test_both_series_grow_side_by_side(term: CouncilTerm) -> None:
    def register(place: int) -> str:
        made = register_document(
            council=term.council,
            issuer="HĐND",
            kind="NQ",
            issued_on=DAY,
            abstract=f"Số {place}",
            normative=place % 2 == 0,
        )
        return made.symbol

    symbols = at_once(register, range(40))
    expected = [f"{n:02d}{year}/NQ-HĐND" for year in ("", "/2026") for n in range(1, 21)]
    assert sorted(symbols) == sorted(expected)


@pytest.mark.usefixtures("in_august")
def test_two_people_who_sign_the_same_text_at_once_use_one_number(term: CouncilTerm) -> None:
    (resolution,) = passed(term, 1)

    def sign(_person: int) -> bool:
        mine = Resolution.objects.get(pk=resolution.pk)
        try:
            services.sign(resolution=mine, user=None, on=DAY, signer="Chủ tịch")
        except Refused:
            return False
        return True

    assert sorted(at_once(sign, range(6))) == [False] * 5 + [True]
    assert NumberSeries.objects.get().last == 1


def test_a_number_of_a_transaction_that_fails_is_given_again(term: CouncilTerm) -> None:
    def register() -> str:
        return register_document(
            council=term.council, issuer="HĐND", kind="NQ", issued_on=DAY, abstract="Về việc thử"
        ).symbol

    def fail() -> None:
        with transaction.atomic():
            register()
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    assert register() == "01/NQ-HĐND"
