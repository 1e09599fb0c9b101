"""Delegates register presence or excused absence; the secretariat in their name; reminders; guests."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from councils.models import CouncilTerm, Delegate
from followups import services as followups
from followups.models import Notice
from sessions import services
from sessions.models import Guest, Invitation, Sitting
from tests.factories import seated
from tests.sessions.convening_world import account_of, ahead, convened, delegates, invitation_of, today

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff(client_as: Callable[..., Client]) -> Client:
    return client_as("secretariat")


@pytest.fixture
def people(term: CouncilTerm) -> list[Delegate]:
    return delegates(term)


@pytest.fixture
def called(term: CouncilTerm, people: list[Delegate], staff: Client) -> Sitting:
    """A sitting convened today for three delegates."""
    made = ahead(term)
    convened(made, staff.user, quiet=True)  # type: ignore[attr-defined]  # put there by the fixture
    return made


def browser(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def url(name: str, pk: int) -> str:
    return reverse(f"sittings:{name}", args=[pk])


def refused(act: Callable[[], Any], *fields: str) -> None:
    with pytest.raises(ValidationError) as refusal:
        act()
    if fields:
        assert list(refusal.value.message_dict) == list(fields)


# --- The service ---


def test_registering_settles_the_follow_up_and_needs_no_judgement(
    called: Sitting, people: list[Delegate]
) -> None:
    one, user = invitation_of(called, people[0]), account_of(people[0])
    services.register(invitation=one, answer="present", user=user)
    assert (one.answer, one.answered_by, one.reason) == ("present", user, "")
    assert one.answered_at
    assert one.follow_up
    assert (one.follow_up.state, one.follow_up.answered_on) == ("accepted", today())
    assert not Notice.objects.exists()


def test_an_absence_says_why(called: Sitting, people: list[Delegate]) -> None:
    one = invitation_of(called, people[0])
    refused(lambda: services.register(invitation=one, answer="excused", reason="  ", user=None), "reason")
    refused(lambda: services.register(invitation=one, answer="perhaps", user=None), "answer")
    services.register(invitation=one, answer="excused", reason="Đi công tác", user=None)
    assert (one.answer, one.reason) == ("excused", "Đi công tác")


def test_it_may_be_changed_until_the_opening_and_not_after(called: Sitting, people: list[Delegate]) -> None:
    one = invitation_of(called, people[0])
    services.register(invitation=one, answer="excused", reason="Ốm", user=None)
    services.register(invitation=one, answer="present", user=None)
    assert (one.answer, one.reason) == ("present", "")
    after = called.opens_on + timedelta(days=1)
    refused(lambda: services.register(invitation=one, answer="excused", reason="Ốm", user=None, on=after))
    Sitting.objects.filter(pk=called.pk).update(state="in_session")
    refused(lambda: services.register(invitation=one, answer="excused", reason="Ốm", user=None))
    one.refresh_from_db()
    assert one.answer == "present"


def test_what_a_delegate_wrote_in_the_register_of_follow_ups_is_settled_when_it_is_registered(
    called: Sitting, people: list[Delegate], staff: Client
) -> None:
    one, user = invitation_of(called, people[0]), account_of(people[0])
    assert one.follow_up
    followups.reply_to(
        follow_up=one.follow_up, user=user, text="Tôi sẽ dự", result_class="resolved", dated_on=today()
    )
    page = staff.get(url("sitting_delegates", called.pk)).content.decode()
    assert _("Answered in writing: register it") in page
    services.register(invitation=one, answer="present", user=user)
    assert one.follow_up.state == "accepted"
    assert one.follow_up.replies.count() == 1


# --- The delegate's page ---


def test_a_delegate_registers_from_the_page_and_may_change_it(
    called: Sitting, people: list[Delegate]
) -> None:
    user = account_of(people[0])
    client, address = browser(user), url("registration_edit", called.pk)
    assert client.get(address).status_code == 200
    answer = client.post(address, {"answer": "excused", "reason": "Đi công tác"}, follow=True)
    assert answer.redirect_chain[-1][0] == address
    assert "Đi công tác" in answer.content.decode()
    client.post(address, {"answer": "present", "reason": ""})
    one = invitation_of(called, people[0])
    assert (one.answer, one.answered_by) == ("present", user)


def test_an_absence_without_reason_is_refused_beside_its_field(
    called: Sitting, people: list[Delegate]
) -> None:
    client = browser(account_of(people[0]))
    answer = client.post(url("registration_edit", called.pk), {"answer": "excused", "reason": " "})
    assert answer.status_code == 422
    assert _("Say why the delegate cannot come.") in answer.content.decode()
    assert client.post(url("registration_edit", called.pk), {}).status_code == 422


def test_after_the_opening_the_page_says_that_registration_is_closed(
    called: Sitting, people: list[Delegate]
) -> None:
    client, address = browser(account_of(people[0])), url("registration_edit", called.pk)
    Sitting.objects.filter(pk=called.pk).update(state="in_session")
    closed = _("Registration is closed: attendance is recorded at the sitting itself.")
    assert closed in client.get(address).content.decode()
    assert client.post(address, {"answer": "present"}).status_code == 422
    assert invitation_of(called, people[0]).answer == ""


def test_who_is_not_called_is_told_so(called: Sitting, term: CouncilTerm) -> None:
    client = browser(account_of(seated(term)))
    said = _("You have not been called to this sitting.")
    assert said in client.get(url("registration_edit", called.pk)).content.decode()
    answer = client.post(url("registration_edit", called.pk), {"answer": "present"})
    assert answer.status_code == 422
    assert not Invitation.objects.exclude(answer="").exists()


# --- The secretariat's pages ---


def test_the_secretariat_registers_in_a_delegates_name_and_that_is_seen(
    called: Sitting, people: list[Delegate], staff: Client
) -> None:
    one = invitation_of(called, people[1])
    assert people[1].full_name in staff.get(url("invitation_register", one.pk)).content.decode()
    staff.post(url("invitation_register", one.pk), {"answer": "excused", "reason": "Báo qua điện thoại"})
    one.refresh_from_db()
    assert one.answered_by == staff.user  # type: ignore[attr-defined]  # see the fixture
    page = staff.get(url("sitting_delegates", called.pk)).content.decode()
    assert "Báo qua điện thoại" in page
    assert str(one.answered_by) in page


def test_one_more_delegate_is_called_from_the_page(called: Sitting, term: CouncilTerm, staff: Client) -> None:
    new = seated(term)
    address = url("invitation_create", called.pk)
    assert new.full_name in staff.get(address).content.decode()
    staff.post(address, {"delegate": new.pk})
    assert invitation_of(called, new).follow_up
    assert staff.post(address, {"delegate": new.pk}).status_code == 422


def test_a_delegate_of_another_council_cannot_be_called(
    called: Sitting, staff: Client, other_council: Any
) -> None:
    strange = seated(other_council.terms.get())
    assert staff.post(url("invitation_create", called.pk), {"delegate": strange.pk}).status_code == 422


def test_those_who_have_not_registered_are_reminded_and_who_cannot_be_is_named(
    called: Sitting, people: list[Delegate], staff: Client
) -> None:
    silent, quick, without = people
    user = account_of(silent)
    services.register(invitation=invitation_of(called, quick), answer="present", user=account_of(quick))
    page = staff.get(url("invitation_remind", called.pk))
    assert [plan.follow_up.delegate for plan in page.context["ready"]] == [silent]
    assert [plan.follow_up.delegate for plan in page.context["left"]] == [without]
    staff.post(url("invitation_remind", called.pk))
    assert [notice.recipient for notice in Notice.objects.filter(kind="reminded")] == [user]
    staff.post(url("invitation_remind", called.pk))
    assert Notice.objects.count() == 1


# --- Guests ---


def test_guests_are_entered_confirmed_changed_and_taken_off(called: Sitting, staff: Client) -> None:
    staff.post(url("guest_create", called.pk), {"name": " Thường trực  Đảng ủy xã ", "count": "3"})
    guest = Guest.objects.get()
    assert (guest.name, guest.count, guest.is_confirmed) == ("Thường trực Đảng ủy xã", 3, False)
    staff.post(url("guest_confirm", guest.pk), {"confirmed": "yes"})
    guest.refresh_from_db()
    assert guest.is_confirmed
    counted = _("%(confirmed)s of %(persons)s persons have confirmed.") % {"confirmed": 3, "persons": 3}
    assert counted in staff.get(url("sitting_delegates", called.pk)).content.decode()
    staff.post(url("guest_confirm", guest.pk), {"confirmed": "no"})
    staff.post(url("guest_edit", guest.pk), {"name": "Thường trực Đảng ủy", "count": "4", "version": "1"})
    guest.refresh_from_db()
    assert (guest.name, guest.count, guest.is_confirmed) == ("Thường trực Đảng ủy", 4, False)
    staff.post(url("guest_remove", guest.pk))
    assert not Guest.objects.exists()


@pytest.mark.parametrize("wrong", [{"name": "  "}, {"count": "0"}, {"count": "1001"}, {"count": ""}])
def test_a_guest_without_name_or_number_is_refused(
    called: Sitting, staff: Client, wrong: dict[str, str]
) -> None:
    answer = staff.post(url("guest_create", called.pk), {"name": "Ban Mặt trận", "count": "2", **wrong})
    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == set(wrong)


def test_nobody_is_invited_to_a_sitting_that_is_off(called: Sitting, staff: Client) -> None:
    Sitting.objects.filter(pk=called.pk).update(state="cancelled")
    answer = staff.post(url("guest_create", called.pk), {"name": "Ban Mặt trận", "count": "2"})
    assert answer.status_code == 422
