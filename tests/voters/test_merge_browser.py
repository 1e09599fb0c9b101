"""Merging and splitting as a clerk does them in a real browser, with JavaScript and without."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import nullcontext
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import BrowserContext, Page, expect

from councils.models import CouncilTerm
from tests import factories
from tests.browser.walking import go, leaving, save, signed_in
from tests.voters.opinions_kit import said
from voters.models import Regrouping, VoterOpinion

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

_RECORD = re.compile(r"/opinions/\d+/$")
SAME = ("Đề nghị sửa chữa cầu Nậm Phảng", "Đề nghị sớm sửa chữa cầu Nậm Phảng bị hỏng")
COMPOUND = "Đề nghị kéo điện thôn Khe Mụ; nạo vét kênh mương"


@pytest.fixture
def world(term: CouncilTerm) -> Any:
    """A clerk, an agency, a field, a meeting with three statements, two of which say the same."""
    factories.FieldFactory()
    factories.AgencyFactory(council=term.council, name="Phòng Kinh tế xã")
    meeting = factories.MeetingFactory(round=factories.RoundFactory(council_term=term))
    said(meeting, *SAME, COMPOUND)
    user = factories.UserFactory()
    factories.member(user, term.council, "secretariat")
    return user


def tick(page: Page, content: str) -> None:
    """The box of the row that begins with these words."""
    page.locator("tr", has_text=content).locator("input[name=pk]").check()


@pytest.mark.parametrize("js", [True, False], ids=["with JavaScript", "without"])
def test_two_are_merged_and_one_is_split_and_the_merge_is_taken_back(
    live_server: Any, world: Any, new_context: Callable[..., BrowserContext], *, js: bool
) -> None:
    page = signed_in(live_server.url, world, new_context(java_script_enabled=js))
    page.goto(f"{live_server.url}{reverse('voters:opinion_list')}")
    for content in SAME:
        tick(page, content)
    go(page, page.locator(f'[formaction="{reverse("voters:opinion_merge")}"]'))
    expect(page.locator("[name=content]")).to_have_value("\n".join(SAME))
    page.fill("[name=content]", "Đề nghị sửa chữa cầu Nậm Phảng bị hư hỏng")
    go(page, page.locator("[name=confirm]"))
    expect(page).to_have_url(_RECORD)
    made = VoterOpinion.objects.get(made_by__kind="merge")
    expect(page).to_have_url(f"{live_server.url}{made.get_absolute_url()}")
    for content in SAME:
        expect(page.locator(".kin", has_text=content)).to_be_visible()
    assert set(VoterOpinion.objects.filter(merged_into=made).values_list("content", flat=True)) == set(SAME)

    compound = VoterOpinion.objects.get(content=COMPOUND)
    page.goto(f"{live_server.url}{reverse('voters:opinion_split', args=[compound.pk])}")
    page.fill("[name=parts-0-content]", "Đề nghị kéo điện thôn Khe Mụ")
    page.fill("[name=parts-1-content]", "Đề nghị nạo vét kênh mương")
    with nullcontext() if js else leaving(page):  # a script adds the line on the spot
        page.click("[name=again]")
    page.fill("[name=parts-2-content]", "Đề nghị lắp công tơ điện")
    page.select_option("[name=parts-2-field]", label="Giao thông")
    go(page, page.locator("section .submit .btn.primary"))
    expect(page).to_have_url(f"{live_server.url}{compound.get_absolute_url()}")
    parts = VoterOpinion.objects.filter(split_from=compound).order_by("number")
    assert [bool(part.field) for part in parts] == [False, False, True]
    expect(page.locator(".kin")).to_contain_text("Đề nghị nạo vét kênh mương")

    page.goto(f"{live_server.url}{made.get_absolute_url()}")
    go(page, page.locator(f'a[href="{reverse("voters:regrouping_undo", args=[made.made_by_id])}"]'))
    save(page)
    expect(page).to_have_url(_RECORD)
    assert Regrouping.objects.filter(kind="merge", undone_by=world).exists()
    assert not VoterOpinion.objects.filter(merged_into=made).exists()
