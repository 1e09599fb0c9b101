"""The administration pages: reference data only, our own sign-in, and each administrator within the own council."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from allauth.mfa.models import Authenticator
from django.contrib import admin
from django.test import Client
from django.urls import reverse

from accounts.models import User
from councils.models import Agency, Council, DeadlineRule, Membership
from tests.factories import AgencyFactory, CouncilTermFactory, RuleFactory, UserFactory, member

KEPT = {
    "accounts.User",
    "councils.Agency",
    "councils.CalendarException",
    "councils.CalendarYear",
    "councils.Committee",
    "councils.Council",
    "councils.CouncilSuccession",
    "councils.CouncilTerm",
    "councils.DeadlineRule",
    "councils.Delegate",
    "councils.DelegateGroup",
    "councils.Field",
    "councils.Membership",
    "councils.Term",
}
"""Reference data."""
READ_ONLY = {"followups.Notice"}
"""Failed notices: to be sent again, never edited."""


def page(model: str, name: str, *args: int) -> str:
    """An address of the administration."""
    return reverse(f"admin:{model}_{name}", args=args)


def signed_in(user: User) -> Client:
    """A browser of an administrator."""
    User.objects.filter(pk=user.pk).update(is_staff=True)
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def of_council(user_as: Callable[..., User]) -> Client:
    """The administrator of `council`."""
    return signed_in(user_as("administrator"))


@pytest.fixture
def of_system(db: None) -> Client:
    """The administrator of everything."""
    return signed_in(UserFactory(is_superuser=True))


def test_only_reference_data_is_kept_there() -> None:
    assert {model._meta.label for model in admin.site._registry} == KEPT | READ_ONLY


def test_the_door_is_the_portals_own(client: Client, db: None) -> None:
    for address in (reverse("admin:index"), reverse("admin:login")):
        answer = client.get(address, follow=True)
        assert answer.redirect_chain[-1][0].startswith(reverse("account_login"))


def test_who_has_no_business_there_is_refused(client: Client, user_as: Callable[..., User]) -> None:
    client.force_login(user_as("leader"))
    assert client.get(reverse("admin:index"), follow=True).status_code == 403
    opened = signed_in(user_as("leader"))
    assert opened.get(page("councils_agency", "changelist")).status_code == 403


@pytest.mark.parametrize("model", sorted(KEPT))
def test_every_page_of_the_administration_opens(of_system: Client, model: str, agency: Agency) -> None:
    CouncilTermFactory()
    RuleFactory()
    name = model.lower().replace(".", "_")
    assert of_system.get(page(name, "changelist"), {"q": "xa"}).status_code == 200
    assert of_system.get(page(name, "add")).status_code == 200


def test_a_councils_administrator_keeps_its_agencies_and_sees_no_others(
    of_council: Client, agency: Agency, council: Council, other_council: Council
) -> None:
    strange = AgencyFactory(council=other_council)
    listed = of_council.get(page("councils_agency", "changelist")).content.decode()
    assert agency.name in listed
    assert strange.name not in listed
    assert of_council.get(page("councils_agency", "change", agency.pk)).status_code == 200
    assert of_council.get(page("councils_agency", "change", strange.pk)).status_code == 302
    typed = {"name": "Phòng mới", "kind": "department", "council": other_council.pk}
    assert of_council.post(page("councils_agency", "add"), typed).status_code == 200
    assert (
        of_council.post(page("councils_agency", "add"), {**typed, "council": council.pk}).status_code == 302
    )
    assert Agency.objects.get(name="Phòng mới").council == council


def test_an_agency_is_not_entered_twice_there_either(of_council: Client, council: Council) -> None:
    AgencyFactory(council=council, name="Phòng Văn hóa")
    typed = {"name": "Phong Van Hoa", "kind": "department", "council": council.pk}
    answer = of_council.post(page("councils_agency", "add"), typed)
    assert answer.status_code == 200
    assert "name" in answer.context["adminform"].form.errors


def test_national_data_is_read_by_councils_and_kept_by_the_system(
    of_council: Client, of_system: Client
) -> None:
    rule: DeadlineRule = RuleFactory()
    address = page("councils_deadlinerule", "change", rule.pk)
    assert of_council.get(address).status_code == 200
    assert of_council.post(address, {"offset": 1}).status_code == 403
    assert of_council.get(page("councils_deadlinerule", "add")).status_code == 403
    assert of_system.get(page("councils_deadlinerule", "add")).status_code == 200


def test_nothing_is_deleted_by_a_councils_administrator(of_council: Client, agency: Agency) -> None:
    assert of_council.post(page("councils_agency", "delete", agency.pk), {"post": "yes"}).status_code == 403


def test_roles_are_given_in_the_own_council_only(
    of_council: Client, user_as: Callable[..., User], council: Council, other_council: Council
) -> None:
    colleague = user_as("leader")
    typed = {"user": colleague.pk, "role": "secretariat"}
    assert (
        of_council.post(
            page("councils_membership", "add"), {**typed, "council": other_council.pk}
        ).status_code
        == 200
    )
    assert (
        of_council.post(page("councils_membership", "add"), {**typed, "council": council.pk}).status_code
        == 302
    )
    assert set(Membership.objects.filter(user=colleague).values_list("council", flat=True)) == {council.pk}


def test_users_who_also_serve_elsewhere_or_administer_everything_are_out_of_reach(
    of_council: Client, user_as: Callable[..., User], council: Council, other_council: Council
) -> None:
    own, elsewhere, system = user_as("leader"), user_as("leader"), user_as("leader")
    member(elsewhere, other_council, "leader")
    User.objects.filter(pk=system.pk).update(is_superuser=True)
    reached = [
        of_council.get(page("accounts_user", "change", user.pk)).status_code
        for user in (own, elsewhere, system)
    ]
    assert reached == [200, 302, 302]
    password = [
        of_council.get(reverse("admin:auth_user_password_change", args=[user.pk])).status_code
        for user in (own, elsewhere)
    ]
    assert password == [200, 404]


def test_no_councils_administrator_makes_another_administrator_of_the_system(
    of_council: Client, user_as: Callable[..., User]
) -> None:
    colleague = user_as("leader")
    address = page("accounts_user", "change", colleague.pk)
    assert "is_superuser" not in of_council.get(address).context["adminform"].form.fields
    rows = {
        "memberships-TOTAL_FORMS": 0,
        "memberships-INITIAL_FORMS": 0,
    }
    typed = {
        "username": colleague.username,
        "full_name": "Tên mới",
        "language": "vi",
        "is_active": "on",
        **rows,
    }
    assert of_council.post(address, {**typed, "is_superuser": "on", "is_staff": "on"}).status_code == 302
    colleague.refresh_from_db()
    assert (colleague.full_name, colleague.is_superuser, colleague.is_staff) == ("Tên mới", False, False)


def test_a_new_user_gets_account_and_role_in_one_go(of_council: Client, council: Council) -> None:
    typed = {
        "username": "canbomoi",
        "full_name": "Chuyên viên Văn phòng – 09",
        "language": "vi",
        "usable_password": "true",
        "password1": "Mat-khau-thu-2026",
        "password2": "Mat-khau-thu-2026",
        "memberships-TOTAL_FORMS": 1,
        "memberships-INITIAL_FORMS": 0,
        "memberships-0-council": council.pk,
        "memberships-0-role": "secretariat",
    }
    assert of_council.post(page("accounts_user", "add"), typed).status_code == 302
    assert Membership.objects.get(user__username="canbomoi").council == council


def test_a_lost_telephone_is_forgotten_by_an_action(of_council: Client, user_as: Callable[..., User]) -> None:
    colleague = user_as("leader")
    Authenticator.objects.create(user=colleague, type="totp", data={})
    sent = {"action": "forget_second_step", "_selected_action": [colleague.pk]}
    assert of_council.post(page("accounts_user", "changelist"), sent).status_code == 302
    assert not Authenticator.objects.exists()
