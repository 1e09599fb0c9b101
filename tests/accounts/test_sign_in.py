"""Signing in: nobody signs up, a second step can be set up and used, guessing is slowed down, languages stay chosen."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.conf import settings
from django.core.cache import cache
from django.core.mail import EmailMessage
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.services import forget_second_step
from core.display import moment
from tests.factories import PASSWORD, UserFactory

LOGIN = "account_login"


@pytest.fixture(autouse=True)
def no_old_failures() -> Iterator[None]:
    """Limits are counted in the cache, which outlives a test."""
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def user(db: None) -> User:
    """Somebody with an account."""
    made: User = UserFactory()
    return made


def sign_in(client: Client, user: User, password: str = PASSWORD) -> object:
    """Send the form."""
    return client.post(reverse(LOGIN), {"login": user.username, "password": password})


def confirm(client: Client) -> None:
    """Say the password once more, as pages about the second step ask."""
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})


def code(secret: str) -> str:
    """What an authenticator app shows now."""
    counter = next(iter(yield_hotp_counters_from_time()))
    return str(format_hotp_value(hotp_value(secret, counter)))


def signed_in(client: Client) -> bool:
    """Whether the session belongs to somebody."""
    return "_auth_user_id" in client.session


def test_one_signs_in_by_name_or_by_address(client: Client, user: User) -> None:
    for login in (user.username, user.email):
        answer = client.post(reverse(LOGIN), {"login": login, "password": PASSWORD})
        assert answer["Location"] == reverse("home")
        client.logout()


def test_a_wrong_password_says_so_and_keeps_the_name(client: Client, user: User) -> None:
    answer = client.post(reverse(LOGIN), {"login": user.username, "password": "sai"})
    assert answer.status_code == 200
    assert f'value="{user.username}"' in answer.content.decode()
    assert not signed_in(client)


def test_nobody_signs_up(client: Client, db: None) -> None:
    typed = {"username": "moi", "email": "moi@example.invalid", "password1": PASSWORD, "password2": PASSWORD}
    for answer in (client.get(reverse("account_signup")), client.post(reverse("account_signup"), typed)):
        assert _("Accounts are given by the administrator") in answer.content.decode()
    assert not User.objects.exists()


def test_guessing_is_slowed_down_in_words(client: Client, user: User) -> None:
    for _attempt in range(5):
        sign_in(client, user, "sai")
    answer = client.post(reverse(LOGIN), {"login": user.username, "password": PASSWORD})
    assert not signed_in(client)
    assert _("Too many failed login attempts. Try again later.") in answer.content.decode()


def test_a_second_step_is_set_up_and_asked_for(client: Client, user: User) -> None:
    sign_in(client, user)
    assert client.get(reverse("mfa_activate_totp"))["Location"].startswith(reverse("account_reauthenticate"))
    confirm(client)
    page = client.get(reverse("mfa_activate_totp"))
    secret = page.context["form"].secret
    assert secret in page.content.decode()
    assert client.post(reverse("mfa_activate_totp"), {"code": code(secret)}).status_code == 302
    kinds = set(Authenticator.objects.filter(user=user).values_list("type", flat=True))
    assert kinds == {"totp", "recovery_codes"}

    cache.clear()  # a code is good once; the second step below may come within the same half minute
    elsewhere = Client()
    assert sign_in(elsewhere, user)["Location"] == reverse("mfa_authenticate")  # type: ignore[index]  # a response
    assert not signed_in(elsewhere)
    elsewhere.post(reverse("mfa_authenticate"), {"code": "000000"})
    assert not signed_in(elsewhere)
    elsewhere.post(reverse("mfa_authenticate"), {"code": code(secret)})
    assert signed_in(elsewhere)


def test_a_recovery_code_replaces_a_lost_telephone_once(client: Client, user: User) -> None:
    TOTP.activate(user, generate_totp_secret())
    spare = RecoveryCodes.activate(user).get_unused_codes()[0]
    for wanted in (True, False):
        somewhere = Client()
        sign_in(somewhere, user)
        somewhere.post(reverse("mfa_authenticate"), {"code": spare})
        assert signed_in(somewhere) is wanted


def test_recovery_codes_can_be_read_and_renewed(client: Client, user: User) -> None:
    sign_in(client, user)
    confirm(client)
    TOTP.activate(user, generate_totp_secret())
    codes = RecoveryCodes.activate(user).get_unused_codes()
    page = client.get(reverse("mfa_view_recovery_codes")).content.decode()
    assert len(codes) == settings.MFA_RECOVERY_CODE_COUNT
    assert all(one in page for one in codes)


def test_an_administrator_forgets_the_second_step_of_a_lost_telephone(user: User) -> None:
    TOTP.activate(user, generate_totp_secret())
    RecoveryCodes.activate(user)
    UserFactory()
    assert forget_second_step(users=User.objects.all()) == 1
    assert not Authenticator.objects.exists()


@pytest.mark.parametrize(
    "page",
    [
        "account_change_password",
        "account_email",
        "mfa_index",
        "mfa_activate_totp",
        "account_reauthenticate",
        "account_logout",
    ],
)
def test_the_pages_of_an_account_stand_in_the_portals_look(client: Client, user: User, page: str) -> None:
    sign_in(client, user)
    confirm(client)
    answer = client.get(reverse(page))
    assert answer.status_code == 200
    assert "portal.css" in answer.content.decode()


def test_signing_out_takes_a_click_and_leads_back_to_the_door(client: Client, user: User) -> None:
    sign_in(client, user)
    client.get(reverse("account_logout"))
    assert signed_in(client)
    assert client.post(reverse("account_logout"))["Location"] == reverse(LOGIN)
    assert not signed_in(client)


def test_a_new_address_waits_until_it_is_confirmed(
    client: Client, user: User, mailoutbox: list[EmailMessage]
) -> None:
    sign_in(client, user)
    page = reverse("account_email")
    refused = client.post(page, {"email": "moi@example.invalid", "action_add": ""})
    assert refused["Location"].startswith(reverse("account_reauthenticate")), (
        "an open screen is not its owner"
    )
    confirm(client)
    client.post(page, {"email": "moi@example.invalid", "action_add": ""})
    user.refresh_from_db()
    assert user.email != "moi@example.invalid"
    assert "moi@example.invalid" in client.get(page).content.decode()
    link = next(word for word in mailoutbox[-1].body.split() if "confirm-email" in word)
    client.post(link.removeprefix("http://testserver"))
    user.refresh_from_db()
    assert user.email == "moi@example.invalid"


def test_no_account_page_brings_a_style_of_its_own(client: Client, user: User) -> None:
    sign_in(client, user)
    confirm(client)
    for page in ("account_email", "mfa_activate_totp", "account_change_password"):
        assert "style=" not in client.get(reverse(page)).content.decode(), page


# --- Language and time ---


def test_pages_are_vietnamese_whatever_the_browser_prefers(client: Client, db: None) -> None:
    answer = client.get(reverse(LOGIN), headers={"accept-language": "en"})
    assert answer["Content-Language"] == "vi"


def test_the_language_is_switched_and_remembered_for_the_next_browser(client: Client, user: User) -> None:
    sign_in(client, user)
    back = reverse("account_change_password")
    answer = client.post(reverse("set_language"), {"language": "en", "next": back})
    assert answer["Location"] == back
    assert client.get(back)["Content-Language"] == "en"
    user.refresh_from_db()
    assert user.language == "en"
    elsewhere = Client()
    sign_in(elsewhere, user)
    assert elsewhere.get(back)["Content-Language"] == "en"


@pytest.mark.parametrize("wanted", ["de", ""])
def test_a_language_we_do_not_speak_changes_nothing(client: Client, user: User, wanted: str) -> None:
    sign_in(client, user)
    client.post(reverse("set_language"), {"language": wanted})
    user.refresh_from_db()
    assert user.language == "vi"
    assert client.get(reverse(LOGIN))["Content-Language"] == "vi"


def test_the_language_is_not_switched_by_a_mere_visit(client: Client, db: None) -> None:
    assert client.get(reverse("set_language")).status_code == 405


def test_moments_are_those_of_viet_nam() -> None:
    late_in_london = datetime(2026, 11, 20, 18, 30, tzinfo=UTC)
    assert moment(late_in_london) == "21/11/2026 01:30"
    assert timezone.get_default_timezone_name() == "Asia/Ho_Chi_Minh"


def test_making_a_user_needs_no_first_and_last_name(db: None) -> None:
    make: Callable[..., User] = User.objects.create_user
    assert str(make("canbo", full_name="Chuyên viên Văn phòng – 01")) == "Chuyên viên Văn phòng – 01"
