"""Fixtures shared by all floors. Models are imported when a fixture runs: this file is read before Django is set up."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

import pytest
from django.test import Client

if TYPE_CHECKING:
    from accounts.models import User
    from councils.models import Agency, Council, CouncilTerm


@pytest.fixture(scope="session", autouse=True)
def _statements_as_written_anew() -> Iterator[None]:
    """Every statement that any test has filled in is written a second time, for who really asks."""
    from core import compiled  # noqa: PLC0415 - see the module
    from tests.compiled import assert_as_written_anew  # noqa: PLC0415

    compiled.listeners.append(assert_as_written_anew)
    yield
    compiled.listeners.remove(assert_as_written_anew)


@pytest.fixture
def term(db: None) -> CouncilTerm:
    """The present term of the council that tests work in."""
    from tests.factories import CouncilTermFactory  # noqa: PLC0415 - see the module

    made: CouncilTerm = CouncilTermFactory()
    return made


@pytest.fixture
def council(term: CouncilTerm) -> Council:
    """The council that tests work in."""
    return term.council


@pytest.fixture
def other_council(db: None) -> Council:
    """A council of which the users of `council` know nothing."""
    from tests.factories import CouncilTermFactory  # noqa: PLC0415 - see the module

    made: Council = CouncilTermFactory().council
    return made


@pytest.fixture
def agency(council: Council) -> Agency:
    """The agency that an agency user of `council` answers for."""
    from tests.factories import AgencyFactory  # noqa: PLC0415 - see the module

    made: Agency = AgencyFactory(council=council)
    return made


@pytest.fixture
def user_as(term: CouncilTerm, agency: Agency) -> Callable[..., User]:
    """`user_as("secretariat")` makes a user with that role in `council` (or in `council=…`)."""
    from tests import factories  # noqa: PLC0415 - see the module

    def make(role: str, *, council: Council | None = None, **holds: Any) -> User:
        where = council or term.council
        if role == "agency":
            holds.setdefault(
                "agency", agency if where == term.council else factories.AgencyFactory(council=where)
            )
        if role == "delegate" and "delegate" not in holds:
            holds["delegate"] = (
                factories.seated(term) if where == term.council else factories.DelegateFactory(council=where)
            )
        user: User = factories.UserFactory()
        factories.member(user, where, role, **holds)
        return user

    return make


@pytest.fixture
def client_as(user_as: Callable[..., User]) -> Callable[..., Client]:
    """`client_as("secretariat")` is a signed-in browser of such a user; the user is at `.user`."""

    def make(role: str, **options: Any) -> Client:
        client = Client()
        client.user = user_as(role, **options)  # type: ignore[attr-defined]  # handy for tests
        client.force_login(client.user)  # type: ignore[attr-defined]  # see above
        return client

    return make
