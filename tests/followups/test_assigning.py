"""Giving a task directly: written as a draft, sent with the five clears, shown and found afterwards."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.services import read_draft, save_draft
from core.errors import Refused
from core.text import fold
from followups import origins, services
from followups.models import FollowUp, FollowUpMove, Notice
from tests.factories import (
    AgencyFactory,
    CommitteeFactory,
    FieldFactory,
    GroupFactory,
    RuleFactory,
    follow_up,
    seated,
)

NEW = reverse("followups:followup_create")


def today() -> date:
    return timezone.localdate()


def day(value: date) -> str:
    return f"{value:%d/%m/%Y}"


def typed(body: Any = None, **changes: str) -> dict[str, str]:
    """The form as a clerk fills it in: due in twenty days, by hand."""
    kind = type(body).__name__.lower().replace("delegategroup", "group")
    return {
        "title": "Rà soát các công trình thủy lợi",
        "detail": "Lập danh mục công trình hư hỏng.",
        "body": f"{kind}-{body.pk}" if body else "",
        "accountable": "Trưởng phòng Kinh tế",
        "rule": "",
        "due_anchor_on": "",
        "due_on": day(today() + timedelta(days=20)),
        "legal_basis": "Kết luận số 15/KL-TT.HĐND",
        "evidence": "Danh mục công trình có xác nhận",
        "locality": "Thôn Nậm Phảng",
        "issued_on": "",
        "parts-TOTAL_FORMS": "2",
        "parts-INITIAL_FORMS": "0",
        **changes,
    }


def row(place: int, agency: Any, part: str = "", due_on: str = "") -> dict[str, str]:
    """One line of a co-ordinating agency."""
    names = {"agency": f"agency-{agency.pk}", "part": part, "due_on": due_on}
    return {f"parts-{place}-{name}": value for name, value in names.items()}


def url(name: str, task: FollowUp) -> str:
    return reverse(f"followups:{name}", args=[task.pk])


def draft(council: Any, **fields: Any) -> FollowUp:
    return services.save_draft(follow_up=FollowUp(council=council, title="Việc đang soạn", **fields))


@pytest.mark.parametrize("role", ["secretariat", "leader"])
def test_a_task_is_given_at_once_with_the_five_clears(agency: Any, client_as: Any, role: str) -> None:
    client = client_as(role)
    response = client.post(NEW, {**typed(agency), "send": "yes"})
    task = FollowUp.objects.get()
    assert response["Location"] == task.get_absolute_url()
    assert (task.kind, task.state, task.issued_on, task.agency) == ("assignment", "issued", today(), agency)
    assert (task.due_on, task.original_due_on, task.due_rule) == (today() + timedelta(days=20),) * 2 + (None,)
    move = task.moves.get()
    assert (move.from_state, move.to_state, move.actor, move.note) == ("draft", "issued", client.user, "")
    page = client.get(task.get_absolute_url()).content.decode()
    for words in ("Kết luận số 15/KL-TT.HĐND", "Danh mục công trình có xác nhận", "Thôn Nậm Phảng"):
        assert words in page
    assert origins.title_of("assignment") in page


def test_the_users_of_the_responsible_body_are_told(agency: Any, client_as: Any, user_as: Any) -> None:
    owner = user_as("agency")
    client_as("secretariat").post(NEW, {**typed(agency), "send": "yes"})
    assert Notice.objects.get(recipient=owner).kind == "issued"


def test_a_delegate_a_group_and_a_committee_can_be_responsible(
    term: Any, council: Any, client_as: Any
) -> None:
    client = client_as("secretariat")
    bodies = [seated(term), GroupFactory(council_term=term), CommitteeFactory(council=council)]
    for body in bodies:
        assert client.post(NEW, {**typed(body), "send": "yes"}).status_code == 302
    assert [task.owner for task in FollowUp.objects.order_by("pk")] == bodies


def test_a_rule_counts_the_due_day_and_brings_its_article(agency: Any, client_as: Any) -> None:
    RuleFactory()
    data = typed(agency, rule="OP-ANSWER", due_anchor_on="15/06/2026", due_on="", legal_basis="")
    data["issued_on"] = "16/06/2026"
    client_as("secretariat").post(NEW, {**data, "send": "yes"})
    task = FollowUp.objects.get()
    assert (task.due_on, task.due_anchor_on) == (date(2026, 7, 15), date(2026, 6, 15))
    assert task.due_rule is not None
    assert task.legal_basis == task.due_rule.legal_basis == "Quy chế làm việc của Hội đồng nhân dân"


def test_the_counted_day_and_its_article_are_shown_before_anything_is_saved(
    agency: Any, client_as: Any
) -> None:
    RuleFactory()
    data = typed(agency, rule="OP-ANSWER", due_anchor_on="15/06/2026", due_on="", title="")
    response = client_as("secretariat").post(NEW, {**data, **row(0, agency, "Cấp số liệu"), "again": "due"})
    page = response.content.decode()
    assert response.status_code == 200
    assert "15/07/2026" in page
    assert "Quy chế làm việc của Hội đồng nhân dân" in page
    for words in ("Lập danh mục công trình hư hỏng.", "Cấp số liệu", f"agency-{agency.pk}"):
        assert words in page, "everything typed is still there"
    assert not response.context["form"].errors
    assert not FollowUp.objects.exists()


def test_a_button_gives_more_lines_for_agencies_and_keeps_what_was_typed(agency: Any, client_as: Any) -> None:
    data = {**typed(), **row(0, agency, "Cấp số liệu"), "again": "more"}
    rows = client_as("secretariat").post(NEW, data).context["form"].parts
    assert [form["part"].value() for form in rows] == ["Cấp số liệu", None, None, None]


def test_a_draft_is_kept_at_any_completeness_and_seen_by_the_council_s_side_only(
    agency: Any, client_as: Any
) -> None:
    client = client_as("secretariat")
    only_title = {"title": "Việc đang soạn", "parts-TOTAL_FORMS": "0", "parts-INITIAL_FORMS": "0"}
    client.post(NEW, {**only_title, "save": "yes"})
    task = FollowUp.objects.get()
    assert (task.state, task.issued_on, task.moves.count()) == ("draft", None, 0)
    FollowUp.objects.update(agency=agency)
    assert client_as("agency").get(task.get_absolute_url()).status_code == 404
    page = client.get(task.get_absolute_url())
    offered = [action.url for action in page.context["actions"]]
    assert offered == [url(f"followup_{name}", task) for name in ("issue", "edit", "withdraw")]


def test_a_draft_needs_a_title_and_shows_everything_else_again(client_as: Any) -> None:
    response = client_as("secretariat").post(NEW, {**typed(title=""), "save": "yes"})
    assert response.status_code == 422
    assert list(response.context["form"].errors) == ["title"]
    assert "Lập danh mục công trình hư hỏng." in response.content.decode()


def test_a_draft_is_changed_found_by_its_new_words_and_sent(agency: Any, client_as: Any) -> None:
    client, task = client_as("leader"), draft(agency.council)
    other = AgencyFactory(council=agency.council)
    data = typed(agency, version=str(task.version), **row(0, other, "Cấp số liệu"))
    assert client.post(url("followup_edit", task), {**data, "save": "yes"}).status_code == 302
    task.refresh_from_db()
    for words in ("Kết luận số 15", "Nậm Phảng", "có xác nhận", "Rà soát", agency.name):
        assert fold(words) in task.search
    assert [part.part for part in task.coordinations.all()] == ["Cấp số liệu"]
    shown = client.get(url("followup_issue", task)).context["form"]
    assert shown["body"].value() == f"agency-{agency.pk}"
    data["version"] = str(task.version)
    assert client.post(url("followup_issue", task), data).status_code == 302
    task.refresh_from_db()
    assert task.state == "issued"


def test_what_a_draft_still_lacks_is_said_beside_each_field_and_nothing_is_changed(
    council: Any, client_as: Any
) -> None:
    task = draft(council)
    empty = dict.fromkeys(typed(), "") | {"title": "Việc mới", "version": str(task.version)}
    empty |= {"parts-TOTAL_FORMS": "0", "parts-INITIAL_FORMS": "0"}
    response = client_as("secretariat").post(url("followup_issue", task), empty)
    assert response.status_code == 422
    assert set(response.context["form"].errors) == {"body", "due_on", "accountable", "evidence"}
    page = response.content.decode()
    assert all(f'id="id_{name}_error"' in page for name in ("body", "due_on", "accountable", "evidence"))
    task.refresh_from_db()
    assert (task.state, task.title) == ("draft", "Việc đang soạn")


def test_a_day_set_by_hand_says_what_it_rests_on(agency: Any, client_as: Any) -> None:
    response = client_as("secretariat").post(NEW, {**typed(agency, legal_basis=""), "send": "yes"})
    assert list(response.context["form"].errors) == ["legal_basis"]


def test_a_day_that_differs_from_the_rule_s_is_refused(agency: Any, client_as: Any) -> None:
    RuleFactory()
    data = typed(agency, rule="OP-ANSWER", due_anchor_on=day(today()))
    response = client_as("secretariat").post(NEW, {**data, "save": "yes"})
    assert list(response.context["form"].errors) == ["due_on"]


def test_a_rule_that_is_not_in_force_is_refused_beside_it(council: Any, client_as: Any) -> None:
    RuleFactory(effective_from=date(2026, 3, 1))
    data = typed(rule="OP-ANSWER", due_anchor_on="15/06/2025", due_on="")
    response = client_as("secretariat").post(NEW, {**data, "save": "yes"})
    assert list(response.context["form"].errors) == ["rule"]


def test_who_was_slower_does_not_overwrite_a_colleague_unawares(council: Any, client_as: Any) -> None:
    client, task = client_as("secretariat"), draft(council)
    data = typed(version=str(task.version), save="yes")
    assert client.post(url("followup_edit", task), data).status_code == 302
    response = client.post(url("followup_edit", task), {**data, "title": "Tên khác"})
    assert response.status_code == 422
    assert "overwrite" in response.context["form"].fields


def test_what_has_been_sent_is_no_longer_a_draft(agency: Any, client_as: Any) -> None:
    client, task = client_as("secretariat"), follow_up(agency)
    assert client.get(url("followup_edit", task))["Location"] == task.get_absolute_url()
    assert client.post(url("followup_edit", task), {**typed(agency), "version": "1"}).status_code == 422
    with pytest.raises(Refused):
        services.issue_draft(follow_up=task, user=client.user, on=today())
    task.refresh_from_db()
    assert (task.state, task.title) == ("issued", "Sửa cầu dân sinh")


def test_a_withdrawn_draft_is_nothing_that_could_be_owed_again(council: Any, client_as: Any) -> None:
    client, task = client_as("leader"), draft(council, issued_on=date(2026, 6, 1))
    assert client.post(url("followup_withdraw", task), {"reason": "Soạn nhầm"}).status_code == 302
    task.refresh_from_db()
    assert (task.state, task.issued_on) == ("withdrawn", None)
    assert client.get(task.get_absolute_url()).context["actions"] == []
    with pytest.raises(Refused):
        services.reopen(follow_up=task, user=client.user, reason="Cần lại")


def test_a_draft_that_was_withdrawn_never_reaches_whom_it_named(agency: Any, user_as: Any) -> None:
    staff, reader = user_as("leader"), user_as("agency", agency=agency)
    unsent, sent = draft(agency.council, agency=agency), follow_up(agency)
    for task in (unsent, sent):
        services.withdraw(follow_up=task, user=staff, reason="Soạn nhầm")
    for reads in (FollowUp.objects.visible_to(reader), FollowUp.objects.owned_by(reader)):
        assert list(reads) == [sent]
    assert set(FollowUp.objects.visible_to(staff)) == {unsent, sent}
    assert not FollowUpMove.objects.visible_to(reader).filter(follow_up=unsent).exists()


def test_a_draft_of_today_is_sent_on_the_day_on_which_it_is_sent(council: Any) -> None:
    assert draft(council, issued_on=today()).issued_on is None
    assert draft(council, issued_on=date(2026, 6, 1)).issued_on == date(2026, 6, 1)


def test_a_half_typed_task_survives_until_it_is_saved(agency: Any, client_as: Any) -> None:
    client = client_as("secretariat")
    key = client.get(NEW).context["draft_key"]
    save_draft(user=client.user, key=key, data={**typed(agency), **row(0, agency, "Cấp số liệu")})
    form = client.get(NEW).context["form"]
    assert form["title"].value() == "Rà soát các công trình thủy lợi"
    assert form.parts[0]["part"].value() == "Cấp số liệu"
    client.post(NEW, {**typed(agency), "save": "yes"})
    assert read_draft(user=client.user, key=key) is None


def test_words_half_typed_before_a_colleague_saved_are_not_offered_again(
    council: Any, client_as: Any
) -> None:
    client, task = client_as("secretariat"), draft(council)
    save_draft(user=client.user, key=f"followups-assign-edit-{task.pk}", data={"title": "Cũ"})
    task.title = "Của đồng nghiệp"
    services.save_draft(follow_up=task, version=task.version)
    form = client.get(url("followup_edit", task)).context["form"]
    assert form["title"].value() == "Của đồng nghiệp"


def test_a_similar_task_begins_with_the_words_body_rule_and_parts_of_the_other(
    agency: Any, client_as: Any, other_council: Any
) -> None:
    other = AgencyFactory(council=agency.council)
    task = follow_up(agency, parts=[services.Part(other, "Cấp số liệu")], field=FieldFactory())
    form = client_as("secretariat").get(f"{NEW}?like={task.pk}").context["form"]
    found = [form[name].value() for name in ("title", "body", "rule", "due_on")]
    assert found == [task.title, f"agency-{agency.pk}", "OP-ANSWER", None]
    assert form.parts[0]["agency"].value() == f"agency-{other.pk}"
    stranger = client_as("secretariat", council=other_council)
    assert stranger.get(f"{NEW}?like={task.pk}").status_code == 404
    assert stranger.get(f"{NEW}?like=x").status_code == 404


def test_only_bodies_that_exist_on_the_day_are_offered(term: Any, agency: Any, client_as: Any) -> None:
    AgencyFactory(council=agency.council, name="Phòng đã giải thể", valid_to=date(2026, 6, 30))
    client = client_as("secretariat")
    assert "Phòng đã giải thể" not in client.get(NEW).content.decode()
    again = client.post(NEW, typed(issued_on="15/06/2026") | {"again": "due"})
    assert "Phòng đã giải thể" in again.content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_the_form_costs_the_same_for_one_part_and_for_three(
    agency: Any, client_as: Any, django_assert_num_queries: Any, count: int
) -> None:
    client = client_as("secretariat")
    parts = [services.Part(AgencyFactory(council=agency.council)) for _number in range(count)]
    RuleFactory()
    new = FollowUp(council=agency.council, title="Việc")
    task = services.save_draft(follow_up=new, rule="OP-ANSWER", parts=parts)
    client.get(url("followup_edit", task))
    with django_assert_num_queries(16):
        assert client.get(url("followup_edit", task)).status_code == 200
