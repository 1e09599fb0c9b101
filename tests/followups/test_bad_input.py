"""What cannot be is refused in words beside its field, and nothing is lost; old papers may contradict themselves.

A record is old when it was sent on a day before the one on which it was entered.
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from html import unescape
from typing import Any

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from core.errors import Contradiction, Refused
from councils.calendar import DueDate
from councils.models import Council
from followups import services
from followups.models import Extension, FollowUp, Reply
from tests.factories import (
    AgencyFactory,
    CommitteeFactory,
    DelegateFactory,
    GroupFactory,
    RuleFactory,
    seated,
)

LANGUAGES = pytest.mark.parametrize("language", ["vi", "en"])
NEW = reverse("followups:followup_create")
BEFORE = "The day %(day)s lies before the follow-up was sent on %(sent)s."


def today() -> date:
    return timezone.localdate()


def day(value: date) -> str:
    return f"{value:%d/%m/%Y}"


def url(name: str, task: FollowUp) -> str:
    return reverse(f"followups:{name}", args=[task.pk])


def typed(body: str, **changes: str) -> dict[str, str]:
    return {
        "title": "Rà soát các công trình thủy lợi",
        "detail": "Lập danh mục công trình hư hỏng.",
        "body": body,
        "accountable": "Trưởng phòng Kinh tế",
        "due_on": day(today() + timedelta(days=20)),
        "legal_basis": "Kết luận số 15/KL-TT.HĐND",
        "evidence": "Danh mục có xác nhận",
        "parts-TOTAL_FORMS": "0",
        "parts-INITIAL_FORMS": "0",
        "send": "yes",
        **changes,
    }


def key(body: Any) -> str:
    return f"{type(body).__name__.lower().replace('delegategroup', 'group')}-{body.pk}"


def speaking(client: Any, language: str) -> Any:
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    return client


def beside(response: Any, field: str) -> str:
    """The sentences under a field of a refused page."""
    assert response.status_code == 422
    found = re.search(rf'<div id="id_{field}_error">(.*?)</div>', response.content.decode(), re.DOTALL)
    assert found, f"nothing is said beside {field}"
    return unescape(found[1])


def said(language: str, words: str, **names: str) -> str:
    with translation.override(language):
        return _(words) % names


def issue(body: Any, **changes: Any) -> FollowUp:
    """Send a task through the service: today, due in twenty days, unless told otherwise."""
    council = getattr(body, "council", None) or body.council_term.council
    due = DueDate(
        changes.pop("due", today() + timedelta(days=20)), None, today(), estimated=False, basis="KL 15"
    )
    clears = services.FiveClears(
        body=body, title="Việc", due=due, accountable="Trưởng phòng", evidence="Văn bản"
    )
    given = {"on": today(), **changes}
    return services.issue(council=council, kind="assignment", clears=clears, user=None, quiet=True, **given)


# --- Live records: refused ---


@LANGUAGES
def test_a_due_day_before_the_sending_is_refused(agency: Any, client_as: Any, language: str) -> None:
    yesterday = today() - timedelta(days=1)
    with pytest.raises(Refused) as refusal:
        issue(agency, due=yesterday)
    assert list(refusal.value.message_dict) == ["due_on"]
    assert not isinstance(refusal.value, Contradiction)
    client = speaking(client_as("secretariat"), language)
    response = client.post(NEW, typed(key(agency), due_on=day(yesterday)))
    words = "The due day %(due)s lies before the day of sending, %(sent)s."
    assert said(language, words, due=day(yesterday), sent=day(today())) in beside(response, "due_on")
    assert "Lập danh mục công trình hư hỏng." in response.content.decode()
    assert "kept_because" not in response.context["form"].fields
    assert not FollowUp.objects.exists()


@LANGUAGES
def test_a_sending_in_the_future_is_refused(agency: Any, client_as: Any, language: str) -> None:
    tomorrow = today() + timedelta(days=1)
    with pytest.raises(Refused) as refusal:
        issue(agency, on=tomorrow)
    assert list(refusal.value.message_dict) == ["issued_on"]
    client = speaking(client_as("secretariat"), language)
    response = client.post(NEW, typed(key(agency), issued_on=day(tomorrow)))
    words = said(language, "The day %(day)s lies in the future.", day=day(tomorrow))
    assert words in beside(response, "issued_on")
    assert "Lập danh mục công trình hư hỏng." in response.content.decode()


@pytest.mark.parametrize("name", ["issued_on", "due_on", "due_anchor_on"])
@pytest.mark.parametrize("value", ["31/12/9999", "01/01/0001", "31/02/2026"])
def test_a_slip_in_the_year_is_refused_in_the_ordinary_way(
    agency: Any, client_as: Any, name: str, value: str
) -> None:
    RuleFactory()
    data = typed(key(agency), rule="OP-ANSWER", due_on="") | {name: value}
    response = client_as("secretariat").post(NEW, data)
    assert beside(response, name)
    assert value in response.content.decode()


@LANGUAGES
@pytest.mark.parametrize("gone", ["agency", "delegate", "group", "committee"])
def test_a_body_that_no_longer_exists_on_the_day_is_refused(
    term: Any, council: Any, client_as: Any, gone: str, language: str
) -> None:
    yesterday = today() - timedelta(days=1)
    makers: dict[str, Any] = {
        "agency": lambda: AgencyFactory(council=council, valid_to=yesterday),
        "delegate": lambda: DelegateFactory(council=council),
        "group": lambda: GroupFactory(council_term=term),
        "committee": lambda: CommitteeFactory(council=council, valid_to=yesterday),
    }
    body = makers[gone]()
    if gone == "group":
        type(term).objects.filter(pk=term.pk).update(ends_on=yesterday)
        body.refresh_from_db()
    words = {
        "delegate": "%(body)s holds no seat on %(day)s. Choose who took over.",
        "group": "%(body)s belongs to a term that does not run on %(day)s.",
    }.get(gone, "%(body)s does not exist on %(day)s. Choose the body that took over.")
    with pytest.raises(Refused) as refusal:
        issue(body)
    assert list(refusal.value.message_dict) == ["body"]
    client = speaking(client_as("secretariat"), language)
    response = client.post(NEW, typed(key(body)))
    assert said(language, words, body=str(body), day=day(today())) in beside(response, "body")
    assert "Lập danh mục công trình hư hỏng." in response.content.decode()


def test_a_council_that_has_ended_gives_no_more_tasks(agency: Any, client_as: Any) -> None:
    client = client_as("secretariat")
    Council.objects.filter(pk=agency.council_id).update(valid_to=date(2026, 6, 30))
    assert beside(client.post(NEW, typed(key(agency))), "issued_on")
    assert client.post(NEW, typed(key(agency), issued_on="15/06/2026")).status_code == 302


def test_a_delegate_with_a_seat_can_be_asked(term: Any) -> None:
    assert issue(seated(term)).state == "issued"


def test_a_co_ordinating_agency_that_no_longer_exists_is_refused(
    agency: Any, council: Any, client_as: Any
) -> None:
    gone = AgencyFactory(council=council, name="Phòng cũ", valid_to=today() - timedelta(days=1))
    with pytest.raises(Refused):
        issue(agency, parts=[services.Part(gone)])
    rows = {"parts-TOTAL_FORMS": "1", "parts-0-agency": key(gone), "parts-0-part": "Góp ý"}
    response = client_as("secretariat").post(NEW, typed(key(agency)) | rows)
    assert response.status_code == 422
    page = response.content.decode()
    assert "Phòng cũ" in page
    assert "Góp ý" in page
    assert not FollowUp.objects.exists()


def test_a_rule_may_count_from_a_day_after_the_sending(agency: Any, client_as: Any) -> None:
    RuleFactory()
    received = today() + timedelta(days=2)
    data = typed(key(agency), rule="OP-ANSWER", due_on="", due_anchor_on=day(received))
    assert client_as("secretariat").post(NEW, data).status_code == 302
    assert FollowUp.objects.get().due_anchor_on == received


@LANGUAGES
def test_an_answer_dated_before_the_request_is_refused(agency: Any, client_as: Any, language: str) -> None:
    task, yesterday = issue(agency), today() - timedelta(days=1)
    answer: dict[str, Any] = {"text": "Đã sửa xong cầu.", "result_class": "resolved", "dated_on": yesterday}
    with pytest.raises(Refused) as refusal:
        services.reply_to(follow_up=task, user=None, kept_because="Ngày trên văn bản", **answer)
    assert list(refusal.value.message_dict) == ["dated_on"]
    assert not isinstance(refusal.value, Contradiction)
    client = speaking(client_as("agency"), language)
    response = client.post(url("reply_create", task), {**answer, "dated_on": day(yesterday)})
    words = said(language, BEFORE, day=day(yesterday), sent=day(today()))
    assert words in beside(response, "dated_on")
    assert "Đã sửa xong cầu." in response.content.decode()
    assert "kept_because" not in response.context["form"].fields
    assert not Reply.objects.exists()


@LANGUAGES
def test_more_time_without_a_reason_is_refused(
    agency: Any, client_as: Any, user_as: Any, language: str
) -> None:
    task, until = issue(agency), today() + timedelta(days=40)
    with pytest.raises(Refused) as refusal:
        services.request_extension(follow_up=task, user=user_as("agency"), until=until, reason=" ")
    assert list(refusal.value.message_dict) == ["reason"]
    client = speaking(client_as("agency"), language)
    response = client.post(url("extension_create", task), {"until": day(until), "reason": ""})
    assert said(language, "Please fill this in.") in beside(response, "reason")
    assert day(until) in response.content.decode()


@LANGUAGES
def test_a_second_request_for_more_time_is_refused_while_the_first_waits(
    agency: Any, client_as: Any, user_as: Any, language: str
) -> None:
    task, until = issue(agency), today() + timedelta(days=40)
    services.request_extension(follow_up=task, user=user_as("agency"), until=until, reason="Chờ vốn")
    with pytest.raises(Refused):
        services.request_extension(follow_up=task, user=user_as("agency"), until=until, reason="Chờ nữa")
    client = speaking(client_as("agency"), language)
    response = client.post(url("extension_create", task), {"until": day(until), "reason": "Chờ thêm vật tư"})
    assert response.status_code == 422
    page = unescape(response.content.decode())
    assert said(language, "Another request for more time is still waiting for a decision.") in page
    assert "Chờ thêm vật tư" in page
    assert Extension.objects.count() == 1


# --- Old records: kept with a reason ---

OLD_ANSWER = {"text": "Đã sửa xong cầu.", "result_class": "resolved", "dated_on": "01/06/2026"}
WHY = "Số và ngày ghi trên bản giấy"


@LANGUAGES
def test_an_old_answer_dated_before_its_request_is_kept_with_a_reason(
    task: FollowUp, client_as: Any, language: str
) -> None:
    client = speaking(client_as("secretariat"), language)
    response = client.post(url("reply_create", task), OLD_ANSWER)
    words = said(language, BEFORE, day="01/06/2026", sent="15/06/2026")
    assert words in beside(response, "dated_on")
    page = unescape(response.content.decode())
    assert said(language, "Keep it all the same, because…") in page
    assert "Đã sửa xong cầu." in page
    short = client.post(url("reply_create", task), {**OLD_ANSWER, "kept_because": "ừ"})
    assert beside(short, "kept_because")
    assert client.post(url("reply_create", task), {**OLD_ANSWER, "kept_because": WHY}).status_code == 302
    reply = Reply.objects.get()
    assert (reply.dated_on, reply.kept_because) == (date(2026, 6, 1), WHY)
    task.refresh_from_db()
    assert task.answered_on == date(2026, 6, 15), "nothing is answered before it is asked"
    shown = unescape(client.get(task.get_absolute_url()).content.decode())
    warning = "It is dated %(dated)s, before the request of %(sent)s."
    assert said(language, warning, dated="01/06/2026", sent="15/06/2026") in shown
    assert said(language, "Kept in spite of a contradiction: %(reason)s", reason=WHY) in shown


def test_the_services_ask_for_the_reason_too(task: FollowUp) -> None:
    answer: dict[str, Any] = {"text": "Xong", "result_class": "resolved", "dated_on": date(2026, 6, 1)}
    for because, field in (("", "dated_on"), ("ừ", "kept_because"), ("x" * 301, "kept_because")):
        with pytest.raises(Contradiction) as refusal:
            services.reply_to(follow_up=task, user=None, kept_because=because, **answer)
        assert list(refusal.value.message_dict) == [field]
    services.reply_to(follow_up=task, user=None, kept_because=WHY, **answer)


def test_a_reason_without_a_contradiction_is_not_stored(task: FollowUp) -> None:
    answer: dict[str, Any] = {"text": "Xong", "result_class": "resolved", "dated_on": date(2026, 7, 1)}
    assert services.reply_to(follow_up=task, user=None, kept_because=WHY, **answer).kept_because == ""
    assert task.moves.latest("pk").note == ""


def test_a_judgement_and_a_result_before_the_sending_of_an_old_record_are_kept_with_a_reason(
    task: FollowUp, client_as: Any
) -> None:
    client, kept = client_as("secretariat"), {"kept_because": WHY}
    client.post(url("reply_create", task), {**OLD_ANSWER, **kept})
    judged = {"verdict": "accepted", "on": "02/06/2026", "result_class": "resolved"}
    assert beside(client.post(url("followup_assess", task), judged), "on")
    assert client.post(url("followup_assess", task), {**judged, **kept}).status_code == 302
    later = {"result_class": "explained", "on": "03/06/2026"}
    assert beside(client.post(url("followup_result", task), later), "on")
    assert client.post(url("followup_result", task), {**later, **kept}).status_code == 302
    assert [(entry.effective_on, entry.kept_because) for entry in task.results.all()] == [
        (date(2026, 6, 2), WHY),
        (date(2026, 6, 3), WHY),
    ]
    task.refresh_from_db()
    assert (task.state, task.settled_on) == ("accepted", date(2026, 6, 15))


@LANGUAGES
def test_an_old_task_due_before_its_sending_is_kept_with_a_reason(
    agency: Any, client_as: Any, language: str
) -> None:
    client = speaking(client_as("secretariat"), language)
    data = typed(key(agency), issued_on="15/06/2026", due_on="10/06/2026")
    response = client.post(NEW, data)
    assert beside(response, "due_on")
    assert said(language, "Keep it all the same, because…") in unescape(response.content.decode())
    assert not FollowUp.objects.exists()
    assert client.post(NEW, {**data, "kept_because": WHY}).status_code == 302
    task = FollowUp.objects.get()
    assert (task.due_on, task.issued_on, task.moves.get().note) == (date(2026, 6, 10), date(2026, 6, 15), WHY)
    shown = unescape(client.get(task.get_absolute_url()).content.decode())
    words = "The due day %(due)s lies before the day of sending, %(sent)s."
    assert said(language, words, due="10/06/2026", sent="15/06/2026") in shown
    assert shown.count(WHY) == 2, "in the warning and in the timeline"
    assert WHY not in speaking(client_as("agency"), language).get(task.get_absolute_url()).content.decode()


def test_an_old_task_of_a_body_that_had_ended_is_kept_with_a_reason(council: Any, client_as: Any) -> None:
    gone = AgencyFactory(council=council, valid_to=date(2026, 6, 1))
    client = client_as("secretariat")
    data = typed(key(gone), issued_on="15/06/2026")
    assert beside(client.post(NEW, data), "body")
    client.post(NEW, {**data, "kept_because": WHY})
    task = FollowUp.objects.get()
    assert task.agency == gone
    assert issue(gone, on=date(2026, 6, 15), kept_because=WHY).moves.get().note == WHY
    with pytest.raises(Contradiction):
        issue(gone, on=date(2026, 6, 15))


def test_a_draft_entered_before_its_day_of_sending_is_no_old_record(agency: Any) -> None:
    task = services.save_draft(
        follow_up=FollowUp(
            council=agency.council,
            title="Việc",
            agency=agency,
            accountable="Trưởng phòng",
            evidence="Văn bản",
            due_on=today() - timedelta(days=3),
            legal_basis="KL 15",
        )
    )
    FollowUp.objects.update(created_at=timezone.now() - timedelta(days=30))
    task.refresh_from_db()
    with pytest.raises(Refused) as refusal:
        services.issue_draft(follow_up=task, user=None, on=today() - timedelta(days=1), kept_because=WHY)
    assert not isinstance(refusal.value, Contradiction)
    assert list(refusal.value.message_dict) == ["due_on"]
