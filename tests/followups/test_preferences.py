"""How people wish to be told, and when a council reminds: what they choose, and the pages on which they do."""

from __future__ import annotations

from datetime import date
from html import unescape
from typing import Any

import pytest
from django.urls import reverse
from django.utils.translation import gettext as _

from core.errors import Refused
from followups import notices, services
from followups.models import BINDING, FollowUp, Notice, NoticePreference, ReminderSteps
from followups.notices.steps import USUAL, own_steps, steps_of
from tests.factories import AgencyFactory, UserFactory, follow_up

PREFERENCES, STEPS = "/follow-ups/settings/notices/", "/follow-ups/settings/reminders/"
INBOX = "/follow-ups/notices/"
DUE = date(2026, 7, 15)
HELD, PLANNED, PORTAL_ONLY = "held", "planned", "portal_only"


def deliveries(**narrow: Any) -> list[str]:
    return list(Notice.objects.filter(**narrow).order_by("pk").values_list("delivery", flat=True))


# --- What a choice does ---


@pytest.mark.parametrize(
    ("pace", "only_binding", "kind", "delivery"),
    [
        (None, None, "issued", HELD),
        (None, None, "accepted", HELD),
        ("digest", False, "issued", HELD),
        ("digest", True, "issued", HELD),
        ("digest", True, "accepted", PORTAL_ONLY),
        ("at_once", False, "issued", PLANNED),
        ("at_once", False, "accepted", PLANNED),
        ("at_once", True, "issued", PLANNED),
        ("at_once", True, "withdrawn", PORTAL_ONLY),
        ("at_once", True, "reminded", PLANNED),
    ],
)
def test_an_announcement_goes_as_its_reader_chose(
    task: FollowUp, user_as: Any, pace: Any, only_binding: Any, kind: str, delivery: str
) -> None:
    user = user_as("agency")
    if pace:
        services.save_preference(user=user, pace=pace, only_binding=only_binding)
    notices.announce(follow_up=task, kind=kind, actor=None)
    assert deliveries() == [delivery]
    assert notices.unread_count(user) == 1


@pytest.mark.parametrize(
    ("day", "only_binding", "delivery"),
    [
        (date(2026, 7, 8), False, HELD),
        (date(2026, 7, 8), True, PORTAL_ONLY),  # "due soon" asks nothing that was not asked before
        (DUE, True, HELD),
    ],
)
def test_a_reminder_waits_for_the_morning_even_of_who_wants_everything_at_once(
    task: FollowUp, user_as: Any, day: date, only_binding: bool, delivery: str
) -> None:
    services.save_preference(user=user_as("agency"), pace="at_once", only_binding=only_binding)
    notices.plan(day, council=task.council)
    assert deliveries() == [delivery]


def test_colleagues_are_told_each_in_their_own_way(task: FollowUp, user_as: Any) -> None:
    patient, hasty = user_as("agency"), user_as("agency")
    services.save_preference(user=hasty, pace="at_once", only_binding=False)
    notices.announce(follow_up=task, kind="issued", actor=None)
    assert (deliveries(recipient=patient), deliveries(recipient=hasty)) == ([HELD], [PLANNED])


def test_what_asks_something_of_its_reader_cannot_be_switched_off() -> None:
    assert set(Notice.Kind) - BINDING == {"before_due", "accepted", "withdrawn", "handed_on_decided"}


# --- The page of one's own choice ---


def test_a_choice_is_kept_and_shown_again(client_as: Any) -> None:
    client = client_as("agency")
    page = client.get(PREFERENCES)
    assert page.context["form"].initial == {"pace": "digest", "only_binding": False}
    assert client.post(PREFERENCES, {"pace": "at_once", "only_binding": "on"}).url == INBOX
    assert client.get(PREFERENCES).context["form"].initial == {"pace": "at_once", "only_binding": True}
    client.post(PREFERENCES, {"pace": "digest"})
    chosen = NoticePreference.objects.get()
    assert (chosen.user, chosen.pace, chosen.only_binding) == (client.user, "digest", False)


def test_a_choice_that_does_not_exist_is_refused(client_as: Any) -> None:
    client = client_as("delegate")
    assert client.post(PREFERENCES, {"pace": "by pigeon"}).status_code == 422
    assert not NoticePreference.objects.exists()


def test_the_page_lists_every_kind_once_and_the_inbox_leads_there(client_as: Any) -> None:
    client = client_as("leader")
    assert PREFERENCES in client.get(INBOX).content.decode()
    page = client.get(PREFERENCES)
    listed = [*page.context["binding"], *page.context["not_binding"]]
    assert sorted(listed) == sorted(str(kind.label) for kind in Notice.Kind)
    assert client.user.email in page.content.decode()


def test_who_has_no_address_is_told_so(client_as: Any) -> None:
    client = client_as("agency")
    client.user.email = ""
    client.user.save()
    words = _("Your account has no e-mail address: you are told in the portal's inbox only.")
    assert words in unescape(client.get(PREFERENCES).content.decode())


@pytest.mark.django_db
def test_who_serves_nowhere_has_no_preferences(client: Any) -> None:
    client.force_login(UserFactory())
    assert client.get(PREFERENCES).status_code == 403


# --- A council's steps ---


def typed(before_due: str = "10 4;1", overdue_every: str = "3", **more: str) -> dict[str, str]:
    return {"before_due": before_due, "overdue_every": overdue_every, **more}


def test_a_council_sets_its_steps_and_goes_back_to_the_usual_ones(council: Any, client_as: Any) -> None:
    client = client_as("leader")
    assert client.get(STEPS).context["form"]["before_due"].value() == "5, 2"
    assert client.post(STEPS, typed()).status_code == 302
    row = ReminderSteps.objects.get(council=council)
    assert (row.before_due, row.overdue_every) == ([10, 4, 1], 3)
    assert steps_of(row) == ((10, 4, 1), 3)
    page = client.get(STEPS).content.decode()
    assert 'value="10, 4, 1"' in page
    assert client.post(STEPS, {"reset": "1"}).status_code == 302
    assert own_steps() == {}


def test_steps_that_equal_the_usual_ones_are_the_usual_ones(council: Any) -> None:
    ReminderSteps.objects.create(council=council, before_due=[2, 5], overdue_every=5)
    assert own_steps() == own_steps(council) == {}
    assert steps_of(ReminderSteps.objects.get()) == USUAL


def test_councils_that_share_steps_are_found_together_in_one_query(
    council: Any, other_council: Any, django_assert_num_queries: Any
) -> None:
    for one in (council, other_council):
        ReminderSteps.objects.create(council=one, before_due=[3], overdue_every=7)
    with django_assert_num_queries(1):
        assert own_steps() == {((3,), 7): {council.pk, other_council.pk}}
    assert own_steps(council) == {((3,), 7): {council.pk}}


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        (typed("5, hai"), "before_due"),
        (typed("5,-2"), "before_due"),
        (typed("1 2 3 4 5 6 7"), "before_due"),
        (typed("0"), "before_due"),
        (typed("61"), "before_due"),
        (typed("9" * 40), "before_due"),
        (typed(overdue_every="0"), "overdue_every"),
        (typed(overdue_every="61"), "overdue_every"),
        (typed(overdue_every=""), "overdue_every"),
    ],
)
@pytest.mark.parametrize("button", [{}, {"preview": "1"}])
def test_steps_that_make_no_sense_are_refused_beside_their_field_and_kept(
    client_as: Any, wrong: dict[str, str], field: str, button: dict[str, str]
) -> None:
    response = client_as("secretariat").post(STEPS, wrong | button)
    form = response.context["form"]
    assert (response.status_code, set(form.errors)) == (422, {field})
    assert form[field].value() == wrong[field]
    assert not ReminderSteps.objects.exists()


def test_no_step_at_all_before_the_due_day_is_a_choice(client_as: Any) -> None:
    client_as("secretariat").post(STEPS, typed(""))
    assert ReminderSteps.objects.get().before_due == []


def test_the_page_shows_what_typed_steps_would_mean_and_saves_nothing(client_as: Any) -> None:
    client = client_as("administrator")
    usual = client.get(STEPS).context
    shown = client.post(STEPS, typed("7", "9", preview="1"))
    assert shown.status_code == 200
    assert len(usual["example"]) == 2 + 1 + 3
    assert len(shown.context["example"]) == 1 + 1 + 3
    assert 'value="7"' in shown.content.decode()
    assert not ReminderSteps.objects.exists()


def test_of_two_who_set_the_steps_the_slower_one_is_told(council: Any, client_as: Any) -> None:
    client = client_as("leader")
    assert client.post(STEPS, typed()).status_code == 302
    old = client.get(STEPS).context["form"]["version"].value()
    assert client.post(STEPS, typed("3", version=str(old))).status_code == 302
    late = client.post(STEPS, typed("4", version=str(old)))
    assert late.status_code == 422
    assert ReminderSteps.objects.get().before_due == [3]
    fresh = ReminderSteps(council=council, before_due=[9], overdue_every=2)
    with pytest.raises(Refused):
        services.save_reminder_steps(steps=fresh)


@pytest.mark.parametrize("role", ["committee", "delegate", "agency", "auditor"])
def test_others_do_not_set_a_council_s_steps(client_as: Any, role: str) -> None:
    client = client_as(role)
    assert (client.get(STEPS).status_code, client.post(STEPS, typed()).status_code) == (403, 403)


def test_the_steps_of_another_council_are_not_found(other_council: Any, client_as: Any) -> None:
    assert client_as("leader").get(f"{STEPS}?council={other_council.pk}").status_code == 404


@pytest.mark.parametrize(("address", "count"), [(PREFERENCES, 5), (STEPS, 6)])
def test_the_pages_cost_few_queries(
    client_as: Any, django_assert_num_queries: Any, address: str, count: int
) -> None:
    client = client_as("secretariat")
    client.get(address)
    with django_assert_num_queries(count):
        assert client.get(address).status_code == 200


# --- The inbox ---


def test_the_inbox_can_show_the_unread_alone(agency: Any, client_as: Any) -> None:
    client = client_as("agency")
    for title in ("Việc một", "Việc hai"):
        notices.announce(follow_up=follow_up(agency, title=title), kind="reminded", actor=None)
    one = Notice.objects.order_by("pk")[0]
    read = reverse("followups:notice_read", args=[one.pk])
    assert client.post(read, {"show": "unread"}).url == f"{INBOX}?show=unread"
    shown = client.get(f"{INBOX}?show=unread").context["lines"]
    assert [line.notice.follow_up.title for line in shown] == ["Việc hai"]
    assert len(client.get(INBOX).context["lines"]) == 2
    notices.mark_read(user=client.user)
    empty = client.get(f"{INBOX}?show=unread")
    assert (empty.context["lines"], empty.status_code) == ([], 200)


@pytest.mark.parametrize("show", ["", "unread"])
def test_both_views_of_the_inbox_page_through_everything(task: FollowUp, client_as: Any, show: str) -> None:
    client = client_as("agency")
    days = [date.fromordinal(DUE.toordinal() + number) for number in range(60)]
    Notice.objects.bulk_create(
        Notice(recipient=client.user, follow_up=task, kind="overdue", for_day=day) for day in days
    )
    first = client.get(INBOX, {"show": show} if show else {}).context
    second = client.get(INBOX + first["page"].next_url).context
    seen = [line.notice.pk for page in (first, second) for line in page["lines"]]
    assert (len(seen), len(set(seen)), second["only_unread"]) == (60, 60, bool(show))


def test_the_inbox_of_a_co_ordinating_agency_shows_the_due_day_of_its_part(
    agency: Any, client_as: Any
) -> None:
    helper = AgencyFactory(council=agency.council)
    client = client_as("agency", agency=helper)
    follow_up(agency, parts=[services.Part(helper, due_on=date(2026, 7, 1))])
    notices.plan(date(2026, 7, 1), council=agency.council)
    (line,) = client.get(INBOX).context["lines"]
    assert line.due.day == date(2026, 7, 1)
