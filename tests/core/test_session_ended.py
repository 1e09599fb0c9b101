"""A session that has ended never puts the sign-in page inside a page."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

pytestmark = pytest.mark.django_db


def test_a_filter_leaves_for_the_sign_in_page_and_comes_back_to_the_list(client: Client) -> None:
    url = reverse("voters:opinion_list")
    here = f"http://testserver{url}?q=cau"
    answer = client.get(url, {"q": "cau"}, headers={"hx-request": "true", "hx-current-url": here})
    assert answer.headers["HX-Redirect"] == "/account/login/?next=/voters/opinions/%3Fq%3Dcau"
    assert not answer.content


def test_what_was_typed_is_refused_and_stays_on_the_page(client: Client) -> None:
    answer = client.post(reverse("voters:meeting_opinions", args=[1]), headers={"hx-request": "true"})
    assert answer.status_code == 401
    assert not answer.content


def test_a_page_is_redirected_as_ever(client: Client) -> None:
    answer = client.get(reverse("voters:opinion_list"))
    assert answer.status_code == 302
    assert answer.headers["Location"].startswith("/account/login/?next=")
