"""What each role is offered on a follow-up, and what happens when it is done through the pages."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.contrib.messages import get_messages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.services import read_draft
from followups import services
from followups.models import Extension, FollowUp
from tests.factories import GroupFactory, SeatFactory, follow_up

PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
ANSWER = {"text": "Đã sửa xong cầu.", "result_class": "resolved", "dated_on": "01/07/2026"}
STEPS = {
    "issued": (),
    "acknowledged": ("acknowledge",),
    "answered": ("answer",),
    "accepted": ("answer", "accept"),
    "closed": ("answer", "accept", "close"),
    "withdrawn": ("withdraw",),
}


def url(name: str, task: FollowUp) -> str:
    return reverse(f"followups:{name}", args=[task.pk])


def offered(client: Any, task: FollowUp) -> set[str]:
    """The names of the actions in the page's head."""
    actions = client.get(task.get_absolute_url()).context["actions"]
    return {action.url.split("?")[0].rstrip("/").rsplit("/", 1)[-1] for action in actions}


def bring(task: FollowUp, steps: tuple[str, ...]) -> None:
    on = date(2026, 7, 1)
    for step in steps:
        if step == "acknowledge":
            services.acknowledge(follow_up=task, user=None, on=on)  # type: ignore[arg-type]  # nobody in particular
        elif step == "answer":
            services.reply_to(follow_up=task, user=None, text="Xong", result_class="resolved", dated_on=on)
        elif step == "accept":
            services.assess(follow_up=task, user=None, verdict="accepted", on=on)
        elif step == "close":
            services.close(follow_up=task, user=None, on=on)  # type: ignore[arg-type]  # see above
        else:
            services.withdraw(follow_up=task, user=None, reason="Trùng", on=on)


@pytest.mark.parametrize(
    ("role", "state", "actions"),
    [
        ("agency", "issued", {"acknowledge", "start", "reply", "extension", "hand-over"}),
        ("agency", "acknowledged", {"start", "reply", "extension", "hand-over"}),
        ("agency", "answered", set()),
        ("agency", "closed", set()),
        (
            "secretariat",
            "issued",
            {"climb", "reply", "remind", "extension", "hand-over", "result", "withdraw"},
        ),
        ("secretariat", "answered", {"assess", "result", "withdraw"}),
        ("secretariat", "accepted", {"assess", "close", "result"}),
        ("secretariat", "closed", {"reopen", "result"}),
        ("secretariat", "withdrawn", {"reopen"}),
        ("leader", "answered", {"assess"}),
        ("leader", "accepted", {"assess", "close"}),
        ("delegate", "issued", set()),
        ("delegate", "answered", {"assess"}),
        ("committee", "answered", set()),
        ("auditor", "answered", set()),
    ],
)
def test_a_page_offers_only_what_may_be_done_now(
    task: FollowUp, client_as: Any, role: str, state: str, actions: set[str]
) -> None:
    bring(task, STEPS[state])
    assert offered(client_as(role), task) == actions


@pytest.mark.parametrize(
    ("role", "name"),
    [
        ("delegate", "followup_acknowledge"),
        ("delegate", "reply_create"),
        ("leader", "reply_create"),
        ("agency", "followup_assess"),
        ("agency", "followup_withdraw"),
        ("agency", "extension_decide"),
        ("agency", "followup_result"),
        ("auditor", "followup_close"),
        ("committee", "followup_assess"),
    ],
)
def test_what_a_role_may_never_do_is_forbidden(task: FollowUp, client_as: Any, role: str, name: str) -> None:
    client = client_as(role)
    assert client.get(url(name, task)).status_code == 403
    assert client.post(url(name, task)).status_code == 403


def test_what_cannot_be_done_now_is_said_on_the_follow_up_s_page(task: FollowUp, client_as: Any) -> None:
    client = client_as("secretariat")
    response = client.get(url("followup_close", task))
    assert response.status_code == 302
    assert response["Location"] == task.get_absolute_url()
    assert len(list(get_messages(response.wsgi_request))) == 1
    assert client.post(url("followup_close", task)).status_code == 422


def test_nobody_judges_the_answer_of_their_own_group(term: Any, task: FollowUp, client_as: Any) -> None:
    group = GroupFactory(council_term=term)
    FollowUp.objects.filter(pk=task.pk).update(agency=None, group=group)
    bring(task, ("answer",))
    member = client_as("delegate", delegate=SeatFactory(council_term=term, group=group).delegate)
    assert "assess" not in offered(member, task)
    assert member.get(url("followup_assess", task)).status_code == 403
    assert "assess" in offered(client_as("delegate"), task)


def test_the_agency_acknowledges_begins_and_answers_and_the_council_accepts(
    task: FollowUp, client_as: Any
) -> None:
    agency, staff = client_as("agency"), client_as("secretariat")
    agency.post(url("followup_acknowledge", task))
    agency.post(url("followup_start", task))
    uploads = [SimpleUploadedFile("Công văn.pdf", PDF), SimpleUploadedFile("Ảnh.pdf", PDF)]
    today = f"{timezone.localdate():%d/%m/%Y}"
    data = {**ANSWER, "dated_on": today, "number": "125/KT", "files": uploads}
    assert agency.post(url("reply_create", task), data).status_code == 302
    assert staff.post(url("followup_assess", task), {"verdict": "accepted", "on": today}).status_code == 302
    assert staff.post(url("followup_close", task), {"note": ""}).status_code == 302
    task.refresh_from_db()
    assert (task.state, task.result_class) == ("closed", "resolved")
    assert {file.title for file in task.replies.get().files.all()} == {"Công văn.pdf", "Ảnh.pdf"}


def test_a_file_of_a_wrong_kind_is_refused_in_words_and_the_text_is_kept(
    task: FollowUp, client_as: Any
) -> None:
    files = [SimpleUploadedFile("ket-qua.exe", b"MZ\x90\x00"), SimpleUploadedFile("tot.pdf", PDF)]
    response = client_as("agency").post(url("reply_create", task), {**ANSWER, "files": files})
    assert response.status_code == 422
    refusal, hint = response.context["form"].errors["files"]
    assert "ket-qua.exe" in refusal
    assert hint == _("Choose all files again: the browser does not keep them.")
    assert "Đã sửa xong cầu." in response.content.decode()
    assert not task.replies.exists()


def test_when_something_else_is_wrong_the_page_says_that_files_must_be_chosen_again(
    task: FollowUp, client_as: Any
) -> None:
    data = {**ANSWER, "result_class": "scheduled", "files": [SimpleUploadedFile("tot.pdf", PDF)]}
    response = client_as("agency").post(url("reply_create", task), data)
    assert response.status_code == 422
    assert set(response.context["form"].errors) == {"roadmap_on", "files"}


@pytest.mark.parametrize(
    ("typed", "wrong"),
    [
        ({"result_class": "scheduled"}, "roadmap_on"),
        ({"result_class": "scheduled", "roadmap_on": "01/07/2026"}, "roadmap_on"),
        ({"result_class": "unresolved"}, "reason"),
    ],
)
def test_a_bad_file_and_a_missing_day_or_reason_are_named_in_one_round(
    task: FollowUp, client_as: Any, typed: dict[str, str], wrong: str
) -> None:
    data = {**ANSWER, **typed, "files": [SimpleUploadedFile("ket-qua.exe", b"MZ\x90\x00")]}
    response = client_as("agency").post(url("reply_create", task), data)
    assert set(response.context["form"].errors) == {wrong, "files"}


def test_an_agency_answers_with_the_voters_words_above_the_box(agency: Any, client_as: Any) -> None:
    words = "Cầu dân sinh đã hỏng từ mùa mưa năm trước, trẻ em đi học phải vòng 5 km."
    page = client_as("agency").get(url("reply_create", follow_up(agency, detail=words))).content.decode()
    assert 0 < page.index(words) < page.index('name="text"')


def test_a_judge_reads_the_question_and_the_answer_before_a_form_that_decides_nothing_by_itself(
    agency: Any, client_as: Any
) -> None:
    task = follow_up(agency, detail="Cử tri hỏi về cầu dân sinh.")
    bring(task, ("answer",))
    client = client_as("delegate")
    response = client.get(url("followup_assess", task))
    page = response.content.decode()
    assert page.index("Cử tri hỏi về cầu dân sinh.") < page.index("Xong") < page.index('name="verdict"')
    assert response.context["form"]["verdict"].value() is None
    untouched = client.post(url("followup_assess", task), {"on": "02/07/2026", "result_class": "resolved"})
    assert list(untouched.context["form"].errors) == ["verdict"]
    task.refresh_from_db()
    assert task.state == "answered"


@pytest.mark.parametrize("day", ["14/06/2026", "01/01/2100"])
def test_the_day_of_an_answer_is_checked_beside_its_field(task: FollowUp, client_as: Any, day: str) -> None:
    response = client_as("agency").post(url("reply_create", task), {**ANSWER, "dated_on": day})
    assert list(response.context["form"].errors) == ["dated_on"]


def test_a_half_typed_answer_is_kept_and_shown_again_until_it_is_sent(task: FollowUp, client_as: Any) -> None:
    client = client_as("agency")
    client.post(url("reply_create", task), {**ANSWER, "_draft": "1"})
    key = f"followups-reply-{task.pk}"
    assert read_draft(user=client.user, key=key) is not None
    assert "Đã sửa xong cầu." in client.get(url("reply_create", task)).content.decode()
    client.post(url("reply_create", task), ANSWER)
    assert read_draft(user=client.user, key=key) is None


def test_an_answer_is_given_back_with_a_reason_beside_which_the_refusal_stands(
    task: FollowUp, client_as: Any
) -> None:
    bring(task, ("answer",))
    client = client_as("delegate")
    page = client.get(f"{url('followup_assess', task)}?verdict=returned")
    assert page.context["form"]["verdict"].value() == "returned"
    data = {"verdict": "returned", "on": "02/07/2026", "reason": ""}
    assert list(client.post(url("followup_assess", task), data).context["form"].errors) == ["reason"]
    client.post(url("followup_assess", task), {**data, "reason": "Chưa rõ nguồn vốn"})
    task.refresh_from_db()
    assert task.state == "returned"


def test_an_unresolved_result_needs_its_reason_beside_its_own_field(task: FollowUp, client_as: Any) -> None:
    bring(task, ("answer",))
    data = {"verdict": "accepted", "on": "02/07/2026", "result_class": "unresolved"}
    client = client_as("secretariat")
    assert list(client.post(url("followup_assess", task), data).context["form"].errors) == [
        "unresolved_reason"
    ]
    client.post(url("followup_assess", task), {**data, "unresolved_reason": "no_funds"})
    assert task.results.get().reason == "no_funds"


def test_an_acceptance_can_only_be_taken_back(task: FollowUp, client_as: Any) -> None:
    bring(task, ("answer", "accept"))
    client = client_as("leader")
    form = client.get(url("followup_assess", task)).context["form"]
    assert [value for value, _label in form.fields["verdict"].choices] == ["returned"]
    client.post(
        url("followup_assess", task), {"verdict": "returned", "on": "02/07/2026", "reason": "Cử tri phản ánh"}
    )
    task.refresh_from_db()
    assert task.state == "returned"


def test_more_time_is_asked_for_and_granted_on_pages(task: FollowUp, client_as: Any) -> None:
    until = max(date(2026, 7, 15), timezone.localdate()) + timedelta(days=20)
    agency, leader = client_as("agency"), client_as("leader")
    ask = url("extension_create", task)
    page = agency.get(ask).content.decode()
    assert "15/07/2026" in page
    assert "Quy chế làm việc của Hội đồng nhân dân" in page
    assert agency.post(ask, {"until": f"{until:%d/%m/%Y}", "reason": "Chờ vốn"}).status_code == 302
    assert "extension" not in offered(agency, task)
    assert "decide" in offered(leader, task)
    assert "Chờ vốn" in leader.get(url("extension_decide", task)).content.decode()
    leader.post(url("extension_decide", task), {"decision": "granted"})
    task.refresh_from_db()
    assert task.due_on == until
    assert Extension.objects.get().decided_by == leader.user


def test_a_later_result_is_recorded_by_the_secretariat(task: FollowUp, client_as: Any) -> None:
    bring(task, ("answer", "accept"))
    client_as("secretariat").post(
        url("followup_result", task), {"result_class": "explained", "on": "10/07/2026"}
    )
    task.refresh_from_db()
    assert task.result_class == "explained"


def test_a_task_is_withdrawn_and_taken_up_again_with_reasons(task: FollowUp, client_as: Any) -> None:
    client = client_as("secretariat")
    for name, state in (("followup_withdraw", "withdrawn"), ("followup_reopen", "in_progress")):
        assert list(client.post(url(name, task), {}).context["form"].errors) == ["reason"]
        client.post(url(name, task), {"reason": "Chuyển nhầm"})
        task.refresh_from_db()
        assert task.state == state
