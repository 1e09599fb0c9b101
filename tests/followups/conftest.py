"""Fixtures of the accountability kernel."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pytest
from pytest_django import Settings

from tests.followups.sink import Sink

if TYPE_CHECKING:
    from followups.models import FollowUp


@pytest.fixture
def task(agency: Any) -> FollowUp:
    """A task sent to the agency on 15/06/2026, due on 15/07/2026."""
    from tests.factories import follow_up  # noqa: PLC0415 - models are not ready when this file is read

    return follow_up(agency)


@pytest.fixture
def sink(settings: Settings) -> Iterator[Sink]:
    """A mail server, and a portal that uses it."""
    with Sink() as server:
        settings.EMAIL_BACKEND = "followups.mail.SmtpBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
        yield server


@pytest.fixture
def second(council: Any) -> Any:
    """Another agency of the same council."""
    from tests.factories import AgencyFactory  # noqa: PLC0415 - see above

    return AgencyFactory(council=council, name="Phòng Hạ tầng")


@pytest.fixture
def province(council: Any) -> Any:
    """The council above."""
    from tests.factories import CouncilTermFactory  # noqa: PLC0415 - see above

    council.parent = CouncilTermFactory(council__level="province", council__unit_type="tinh").council
    council.save()
    return council.parent
