"""Two people change one record: the second is told, sees where both differ, and decides."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from councils.models import Agency
from tests.factories import AgencyFactory


@pytest.fixture
def agency(council: Any) -> Agency:
    made: Agency = AgencyFactory(council=council, name="Phòng Kinh tế", email="cu@example.invalid")
    return made


def typed(agency: Agency, version: int, **changes: str) -> dict[str, Any]:
    return {"name": agency.name, "kind": agency.kind, "email": agency.email, "version": version, **changes}


def offered(page: str) -> str:
    """The version that the box of a page agrees to overwrite; "" where no box stands."""
    found = re.search(r'name="overwrite" value="(\d+)"', page)
    return found[1] if found else ""


def test_who_was_slower_may_overwrite_what_they_have_seen_and_nothing_later(
    client_as: Callable[..., Client], agency: Agency
) -> None:
    staff, url = client_as("secretariat"), reverse("councils:agency_edit", args=[agency.pk])
    opened = agency.version
    mine = typed(agency, opened, email="toi@example.invalid")
    assert not offered(staff.get(url).content.decode()), "nothing to overwrite yet"
    assert staff.post(url, typed(agency, opened, email="ban@example.invalid")).status_code == 302

    refused = staff.post(url, mine)
    assert refused.status_code == 422
    page = refused.content.decode()
    assert offered(page) == str(opened + 1)
    with translation.override("vi"):
        label = str(refused.context["form"]["email"].label)
    assert f"“{label}”" in page, "the field that differs is named"

    # A third save comes between: the box of the first refusal is not enough.
    assert staff.post(url, typed(agency, opened + 1, email="ba@example.invalid")).status_code == 302
    again = staff.post(url, {**mine, "overwrite": offered(page)})
    assert again.status_code == 422
    agency.refresh_from_db()
    assert agency.email == "ba@example.invalid"

    assert staff.post(url, {**mine, "overwrite": offered(again.content.decode())}).status_code == 302
    agency.refresh_from_db()
    assert agency.email == "toi@example.invalid"
