"""A letter and a reception as a clerk walks them in a real browser, with JavaScript and without."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import BrowserContext, expect

from councils.models import CouncilTerm
from tests import factories
from tests.browser.walking import go, save, signed_in
from tests.voters.letters_kit import make_rules
from voters.models import Letter, ReceptionRecord

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def world(term: CouncilTerm) -> Any:
    """A clerk, an agency, a field, the terms of the law, a reception of yesterday."""
    make_rules()
    factories.FieldFactory()
    factories.AgencyFactory(council=term.council, name="Phòng Kinh tế xã")
    yesterday = timezone.localdate() - timedelta(days=1)
    factories.ReceptionFactory(council=term.council, delegate=factories.seated(term), day=yesterday)
    user = factories.UserFactory()
    factories.member(user, term.council, "secretariat")
    return user


@pytest.mark.parametrize("js", [True, False], ids=["with JavaScript", "without"])
def test_a_denunciation_goes_its_way_and_its_sender_stays_hidden(
    live_server: Any, world: Any, new_context: Callable[..., BrowserContext], *, js: bool
) -> None:
    page = signed_in(live_server.url, world, new_context(java_script_enabled=js))
    page.goto(f"{live_server.url}{reverse('voters:letter_create')}")
    page.select_option("[name=kind]", "denunciation")
    page.fill("[name=summary]", "Tố cáo sai phạm trong thu chi quỹ thôn")
    page.fill("[name=name]", "Công dân Thử Nghiệm")
    save(page)
    letter = Letter.objects.get()
    expect(page).to_have_url(f"{live_server.url}{letter.get_absolute_url()}")
    expect(page.locator("main")).not_to_contain_text("Công dân Thử Nghiệm")
    page.goto(f"{live_server.url}{reverse('voters:letter_screen', args=[letter.pk])}")
    save(page)
    page.goto(f"{live_server.url}{reverse('voters:letter_classify')}?pk={letter.pk}")
    page.select_option("[name=bulk-field]", index=1)
    page.select_option("[name=bulk-agency]", index=1)
    go(page, page.locator("[name=apply]"))
    page.goto(f"{live_server.url}{reverse('voters:letter_act', args=[letter.pk, 'forward'])}")
    save(page)
    expect(page.locator("main")).to_contain_text("01/PC-HĐND")
    page.goto(f"{live_server.url}{reverse('voters:letter_identity', args=[letter.pk])}")
    page.fill("[name=reason]", "Gửi phiếu thông tin")
    save(page)
    expect(page.locator("main")).to_contain_text("Công dân Thử Nghiệm")
    page.goto(f"{live_server.url}{letter.get_absolute_url()}")
    expect(page.locator("main")).not_to_contain_text("Công dân Thử Nghiệm")


def test_two_citizens_are_entered_one_after_the_other(
    live_server: Any, world: Any, new_context: Callable[..., BrowserContext]
) -> None:
    page = signed_in(live_server.url, world, new_context())
    reception = world.memberships.get().council.receptions.get()
    page.goto(f"{live_server.url}{reception.get_absolute_url()}")
    go(page, page.locator(".head .btn.primary"))
    for number in (1, 2):
        page.select_option("[name=kind]", "petition")
        page.fill("[name=content]", f"Đề nghị sửa đường liên thôn, đoạn {number}")
        page.fill("[name=name]", "Công dân Thử Nghiệm")
        go(page, page.locator("form.panel [name=next]"))
    assert list(ReceptionRecord.objects.order_by("number").values_list("number", flat=True)) == [1, 2]
