"""What a second click, a late decision, a former member or a crafted form tries, and what the kernel answers."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from html import unescape
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from core.errors import Refused
from councils.calendar import Clock
from councils.models import Agency
from followups import services
from followups.letters import Terms
from followups.models import Commitment, Coordination, Extension, FollowUp, HandOver, Notice, ReminderLetter
from followups.notices import announce
from followups.notices.digest import sections_of
from followups.notices.preferences import release
from followups.services import Part
from tests import factories
from tests.followups.passing_on import accepted, fresh, handed

pytestmark = pytest.mark.django_db


def replied(task: FollowUp, **changes: Any) -> None:
    given = {"text": "Đã xong", "result_class": "resolved", "dated_on": date(2026, 7, 20), **changes}
    services.reply_to(follow_up=task, user=None, quiet=True, **given)


def judged(task: FollowUp, on: date) -> None:
    services.assess(follow_up=task, user=None, verdict="accepted", on=on, quiet=True)


def late(agency: Agency) -> FollowUp:
    today = timezone.localdate()
    return factories.follow_up(agency, on=today - timedelta(days=60), due=today - timedelta(days=20))


# --- Too late ---


def test_more_time_granted_after_the_answer_does_not_make_a_late_answer_punctual(
    task: FollowUp, client_as: Callable[..., Any]
) -> None:
    client, until = client_as("secretariat"), timezone.localdate() + timedelta(days=60)
    services.request_extension(follow_up=task, user=client.user, until=until, reason="Chờ vốn")
    replied(task)
    url = reverse("followups:extension_decide", args=[task.pk])
    granted = client.post(url, {"decision": "granted"})
    assert granted.status_code == 422
    words = _("Nobody owes an answer now: an answer that came late stays late. Refuse it.")
    assert words in unescape(granted.content.decode())
    assert fresh(task).due_on == task.due_on
    assert client.post(url, {"decision": "refused", "note": "Đã trả lời"}).status_code == 302
    assert Extension.objects.get().decided_at is not None


def test_an_answer_that_came_after_the_page_was_opened_is_not_judged_unread(
    task: FollowUp, client_as: Callable[..., Any]
) -> None:
    words = {"user": None, "result_class": "resolved", "dated_on": date(2026, 7, 1)}
    first = services.reply_to(follow_up=task, text="Đã sửa xong.", **words)  # type: ignore[arg-type]  # a mixed bag
    client, page = client_as("secretariat"), reverse("followups:followup_assess", args=[task.pk])
    assert f'name="read" value="{first.pk}"' in client.get(page).content.decode()
    services.assess(follow_up=task, user=None, verdict="returned", on=date(2026, 7, 2), reason="Chưa rõ")
    second = services.reply_to(follow_up=task, text="Đã sửa lại.", **words | {"dated_on": date(2026, 7, 3)})  # type: ignore[arg-type]  # see above
    sent = {"verdict": "accepted", "on": "04/07/2026", "result_class": "resolved", "read": str(first.pk)}
    refused = client.post(page, sent)
    assert refused.status_code == 422
    shown = unescape(refused.content.decode())
    assert _("Another answer has come since you opened this page. Read it before you judge.") in shown
    assert "Đã sửa lại." in shown
    assert f'name="read" value="{second.pk}"' in shown
    assert client.post(page, sent | {"read": str(second.pk)}).status_code == 302


def test_a_hand_over_refused_after_the_matter_was_settled_is_no_fruitless_transfer(
    task: FollowUp, second: Agency
) -> None:
    hand_over = handed(task, second)
    replied(task)
    judged(task, on=date(2026, 7, 21))
    services.refuse_hand_over(hand_over=hand_over, user=None, reason="Đã trả lời rồi")
    assert fresh(task).fruitless == 0


def test_who_contributes_to_a_part_just_taken_away_is_told(
    task: FollowUp, second: Agency, user_as: Callable[..., Any]
) -> None:
    staff = user_as("secretariat")
    opened = services.add_part(follow_up=task, user=staff, part=Part(second, "Số liệu"))
    services.remove_part(part=Coordination.objects.get())
    with pytest.raises(Refused, match=_("The part has been taken away meanwhile.")):
        services.contribute(part=opened, user=staff, text="Đây", on=timezone.localdate())


# --- Twice ---


def test_a_second_click_writes_no_second_letter(agency: Agency, user_as: Callable[..., Any]) -> None:
    staff, matter, today = user_as("secretariat"), late(agency), timezone.localdate()
    terms = Terms(dated_on=today, answer_by=today + timedelta(days=9), signer="chair", next_step="báo cáo")
    given = {"council": agency.council, "agency": agency, "user": staff, "terms": terms}
    letter = services.write_letter(follow_ups=[matter], **given)
    with pytest.raises(Refused, match=str(letter)):
        services.write_letter(follow_ups=[matter], **given)
    again = services.write_letter(follow_ups=[matter, late(agency)], **given)
    assert [one.document.number for one in ReminderLetter.objects.order_by("pk")] == [1, 2]
    assert again.time == 2


def test_a_promise_kept_before_its_reply_is_accepted_is_not_opened_again(task: FollowUp) -> None:
    replied(task, result_class="scheduled", roadmap_on=date(2026, 9, 1))
    promise = Commitment.objects.get().follow_up
    replied(promise, dated_on=date(2026, 7, 25))
    judged(promise, on=date(2026, 7, 26))
    judged(task, on=date(2026, 7, 27))
    assert [made.outcome for made in Commitment.objects.all()] == ["kept"]
    assert fresh(task).result_class == "resolved"
    assert [row.result_class for row in task.results.order_by("effective_on", "pk")] == [
        "resolved",
        "scheduled",
        "resolved",
    ]


# --- No longer theirs ---


def test_the_digest_asks_nothing_of_who_has_handed_a_matter_on(
    task: FollowUp, second: Agency, user_as: Callable[..., Any]
) -> None:
    owner = user_as("agency")
    announce(follow_up=task, kind="issued", actor=None)
    accepted(handed(task, second, quiet=True), quiet=True)
    rows = list(Notice.objects.filter(recipient=owner).select_related("recipient", "follow_up__council"))
    assert [str(section.heading) for section in sections_of(rows, Clock())] == [_("To know")]


def test_the_morning_writes_to_nobody_who_has_left_every_office_since(
    task: FollowUp, user_as: Callable[..., Any]
) -> None:
    gone, stays = user_as("agency"), user_as("agency")
    announce(follow_up=task, kind="issued", actor=None)
    gone.memberships.update(valid_to=timezone.localdate() - timedelta(days=1))
    assert release() == 2
    found = dict(Notice.objects.values_list("recipient", "delivery"))
    assert found == {gone.pk: "portal_only", stays.pk: "planned"}


def test_a_new_agency_reads_nothing_of_an_earlier_one_of_its_name(
    task: FollowUp, second: Agency, user_as: Callable[..., Any]
) -> None:
    former = user_as("agency")
    accepted(handed(task, second))
    assert HandOver.objects.visible_to(former).exists()
    old: Any = task.agency
    Agency.objects.filter(pk=old.pk).update(name="Phòng cũ")
    new = factories.AgencyFactory(council=old.council, name=old.name)
    assert not HandOver.objects.visible_to(user_as("agency", agency=new)).exists()


@pytest.mark.parametrize(
    "name",
    ["reply_create", "extension_create", "hand_over_create", "followup_acknowledge", "followup_start"],
)
def test_who_has_handed_a_matter_on_does_nothing_more_to_it(
    task: FollowUp, second: Agency, client_as: Callable[..., Any], name: str
) -> None:
    client = client_as("agency")
    accepted(handed(task, second))
    assert client.post(reverse(f"followups:{name}", args=[task.pk])).status_code == 404


# --- The other of two councils, and crafted forms ---


@pytest.fixture
def clerk(council: Any, other_council: Any, client_as: Callable[..., Any]) -> Any:
    """Somebody of the secretariats of two councils."""
    client = client_as("secretariat")
    factories.member(client.user, other_council, "secretariat")
    return client


@pytest.mark.parametrize("where", ["council", "other_council"])
def test_letters_from_a_list_are_for_the_council_of_the_list(
    clerk: Any, where: str, request: pytest.FixtureRequest
) -> None:
    council = request.getfixturevalue(where)
    matter = late(factories.AgencyFactory(council=council))
    page = clerk.get(reverse("followups:followup_list"), {"council": council.pk}).content.decode()
    actions = [unescape(url) for url in re.findall(r'formaction="([^"]+)"', page)]
    assert len(actions) == 2
    assert [clerk.post(url, {"pk": matter.pk}).status_code for url in actions] == [200, 200]


@pytest.mark.parametrize("where", ["council", "other_council"])
def test_what_an_ended_council_was_owed_is_taken_over_in_either_council(
    clerk: Any, where: str, request: pytest.FixtureRequest
) -> None:
    council, ended = request.getfixturevalue(where), factories.CouncilFactory(valid_to=date(2025, 6, 30))
    ended.successions.create(successor=council, kind="merge", effective_on=date(2025, 7, 1))
    old, new = factories.AgencyFactory(council=ended), factories.AgencyFactory(council=council)
    matter = factories.follow_up(old, on=date(2025, 3, 1), due=date(2025, 4, 1))
    page = clerk.get(reverse("followups:succession_list"), {"council": council.pk}).content.decode()
    (url,) = re.findall(r'href="(/follow-ups/successions/\d+/[^"]*)"', page)
    assert f'name="council" value="{council.pk}"' in clerk.get(url).content.decode()
    moved = clerk.post(url, {"on": "01/07/2026", f"agency-{old.pk}": new.pk}, follow=True)
    assert moved.status_code == 200
    assert fresh(matter).council_id == council.pk


@pytest.mark.parametrize("button", ["send", "save", "again"])
def test_a_rule_that_no_database_could_hold_is_no_rule(client_as: Callable[..., Any], button: str) -> None:
    typed = {"parts-TOTAL_FORMS": "0", "parts-INITIAL_FORMS": "0", "rule": "OP\0ANSWER", button: "1"}
    page = client_as("secretariat").post(reverse("followups:followup_create"), typed)
    assert page.status_code == (200 if button == "again" else 422)
