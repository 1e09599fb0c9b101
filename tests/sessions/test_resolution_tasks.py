"""Tasks of a resolution: drafts until it is issued, sent all or none, their progress derived from the follow-up."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
import time_machine
from django.utils.translation import gettext as _

from accounts.models import User
from core.errors import Contradiction, Refused
from councils.models import Agency, CouncilTerm
from followups import origins
from followups import services as followups
from followups.models import FollowUp, Notice
from followups.states import State
from sessions import services
from sessions.models import Resolution, ResolutionTask
from sessions.states import Progress, ResolutionState
from tests.factories import AgencyFactory, ResolutionFactory, RuleFactory, SittingFactory, UserFactory

ADOPTED, ISSUED, DUE = date(2026, 7, 15), date(2026, 7, 20), date(2026, 9, 30)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def in_august() -> Any:
    """After the sitting of July."""
    with time_machine.travel("2026-08-03 09:00+07:00", tick=False):
        yield


@pytest.fixture
def clerk() -> User:
    made: User = UserFactory()
    return made


@pytest.fixture
def signed(term: CouncilTerm, clerk: User) -> Resolution:
    """Signed, not issued yet."""
    text = ResolutionFactory(sitting=SittingFactory(council_term=term))
    services.adopt(resolution=text, on=ADOPTED, user=clerk)
    return services.sign(resolution=text, user=clerk, on=ADOPTED, signer="Chủ tịch")


def wanted(agency: Agency | None, **values: Any) -> FollowUp:
    """A follow-up with the five clears, not saved."""
    given: dict[str, Any] = {
        "title": "Xây dựng kế hoạch thực hiện",
        "agency": agency,
        "due_on": DUE,
        "accountable": "Trưởng phòng",
        "evidence": "Kế hoạch được ban hành",
        **values,
    }
    return FollowUp(**given)


def add(resolution: Resolution, agency: Agency | None, **values: Any) -> ResolutionTask:
    article = values.pop("article", "Điều 2")
    return services.add_task(
        resolution=resolution, user=None, follow_up=wanted(agency, **values), article=article
    )


def progress(task: ResolutionTask, on: date) -> str:
    row: Any = ResolutionTask.objects.with_progress(on).get(pk=task.pk)
    return str(row.progress)


def issued(resolution: Resolution, clerk: User) -> None:
    services.issue(resolution=resolution, user=clerk, on=ISSUED)


def test_a_task_is_a_draft_that_its_body_does_not_see(signed: Resolution, agency: Agency) -> None:
    task = add(signed, agency)
    assert (task.follow_up.kind, task.follow_up.state) == ("resolution_task", State.DRAFT)
    assert (task.position, task.article) == (1, "Điều 2")
    assert add(signed, None, due_on=None, accountable="", evidence="").position == 2


def test_issuing_sends_every_task_and_tells_its_body(
    signed: Resolution, agency: Agency, clerk: User, user_as: Any
) -> None:
    owner = user_as("agency")
    tasks = [add(signed, agency), add(signed, agency, title="Báo cáo kết quả")]
    issued(signed, clerk)
    assert signed.state == ResolutionState.ISSUED
    for task in tasks:
        task.follow_up.refresh_from_db()
        assert (task.follow_up.state, task.follow_up.issued_on) == (State.ISSUED, ISSUED)
    assert Notice.objects.filter(recipient=owner, kind=Notice.Kind.ISSUED).count() == 2


def test_a_day_set_by_hand_rests_on_the_resolution_itself(
    signed: Resolution, agency: Agency, clerk: User
) -> None:
    by_hand, named = add(signed, agency), add(signed, agency, legal_basis="Kế hoạch số 5")
    issued(signed, clerk)
    for task in (by_hand, named):
        task.follow_up.refresh_from_db()
    assert by_hand.follow_up.legal_basis == "Nghị quyết số 01/NQ-HĐND ngày 15 tháng 7 năm 2026, Điều 2"
    assert named.follow_up.legal_basis == "Kế hoạch số 5"


def test_a_rule_counts_the_day_and_brings_its_article(
    signed: Resolution, agency: Agency, clerk: User
) -> None:
    RuleFactory()
    task = services.add_task(
        resolution=signed,
        user=clerk,
        follow_up=wanted(agency, due_on=None, due_anchor_on=ISSUED),
        rule="OP-ANSWER",
    )
    issued(signed, clerk)
    task.follow_up.refresh_from_db()
    assert task.follow_up.due_on == date(2026, 8, 19)
    assert task.follow_up.legal_basis == "Quy chế làm việc của Hội đồng nhân dân"


def test_all_tasks_are_sent_or_none_and_each_says_what_it_lacks(
    signed: Resolution, agency: Agency, clerk: User
) -> None:
    good = add(signed, agency)
    add(signed, None, title="Việc chưa có cơ quan")
    add(signed, agency, title="Việc chưa rõ hạn", due_on=None, evidence="")
    with pytest.raises(Refused) as refusal:
        issued(signed, clerk)
    said = refusal.value.messages
    assert len(said) == 2
    assert "2 “Việc chưa có cơ quan”" in said[0]
    assert _("Say who does it.") in said[0]
    assert _("Say by when: choose a rule, or set the day.") in said[1]
    assert _("Say what result proves it done.") in said[1]
    signed.refresh_from_db()
    good.follow_up.refresh_from_db()
    assert (signed.state, good.follow_up.state) == (ResolutionState.SIGNED, State.DRAFT)


def test_contradicting_days_of_an_old_task_are_kept_for_a_reason(
    signed: Resolution, agency: Agency, clerk: User
) -> None:
    task = add(signed, agency, due_on=date(2026, 7, 16))
    with pytest.raises(Contradiction):
        issued(signed, clerk)
    signed.refresh_from_db()
    services.issue(resolution=signed, user=clerk, on=ISSUED, kept_because="Ghi theo văn bản gốc")
    task.follow_up.refresh_from_db()
    assert task.follow_up.state == State.ISSUED


def test_a_task_is_changed_and_removed_while_it_is_a_draft(
    signed: Resolution, agency: Agency, clerk: User
) -> None:
    task = add(signed, agency)
    follow_up = FollowUp.objects.select_related("council").get(pk=task.follow_up_id)
    follow_up.title = "Lập kế hoạch"
    services.change_task(task=task, user=clerk, follow_up=follow_up, article="Điều 3", version=1)
    task.refresh_from_db()
    assert (task.article, task.follow_up.title) == ("Điều 3", "Lập kế hoạch")
    services.remove_task(task=task, user=clerk, reason="Nhập trùng")
    assert not signed.tasks.exists()
    follow_up.refresh_from_db()
    assert (follow_up.state, follow_up.owner) == (State.WITHDRAWN, None), "nobody was ever asked"


def test_what_has_been_sent_is_not_removed_here(signed: Resolution, agency: Agency, clerk: User) -> None:
    task = add(signed, agency)
    issued(signed, clerk)
    with pytest.raises(Refused):
        services.remove_task(task=task, user=clerk, reason="Nhập trùng")
    assert signed.tasks.get() == task


def test_the_issue_is_taken_back_only_without_sent_tasks(
    signed: Resolution, agency: Agency, clerk: User
) -> None:
    task = add(signed, agency)
    issued(signed, clerk)
    with pytest.raises(Refused):
        services.take_back(resolution=signed, user=clerk, step="issue", reason="Ghi nhầm")
    task.follow_up.refresh_from_db()
    followups.withdraw(follow_up=task.follow_up, user=clerk, reason="Giao nhầm")
    assert (
        services.take_back(resolution=signed, user=clerk, step="issue", reason="Ghi nhầm").state == "signed"
    )


def test_a_rejected_resolution_gives_no_tasks(term: CouncilTerm, agency: Agency) -> None:
    text = ResolutionFactory(sitting=SittingFactory(council_term=term))
    services.reject(resolution=text, on=ADOPTED, user=None)
    with pytest.raises(Refused):
        add(text, agency)


def test_progress_follows_the_follow_up_as_of_every_day(
    signed: Resolution, agency: Agency, clerk: User
) -> None:
    task = add(signed, agency, due_on=date(2026, 7, 25))
    issued(signed, clerk)
    follow_up = task.follow_up
    follow_up.refresh_from_db()
    followups.start(follow_up=follow_up, user=clerk, on=date(2026, 7, 22))
    followups.reply_to(
        follow_up=follow_up,
        user=clerk,
        text="Đã ban hành kế hoạch.",
        result_class="resolved",
        dated_on=date(2026, 7, 28),
    )
    followups.assess(follow_up=follow_up, user=clerk, verdict="accepted", on=date(2026, 7, 30))
    seen = {day: progress(task, date(2026, 7, day)) for day in (19, 20, 22, 26, 28, 30)}
    assert seen == {
        19: Progress.DRAFT,
        20: Progress.NOT_STARTED,
        22: Progress.IN_PROGRESS,
        26: Progress.OVERDUE,
        28: Progress.IN_PROGRESS,
        30: Progress.COMPLETED,
    }


@pytest.mark.parametrize(
    ("result", "expected"),
    [
        ("resolved", Progress.COMPLETED),
        ("explained", Progress.COMPLETED),
        ("in_progress", Progress.PARTLY),
        ("unresolved", Progress.NOT_FEASIBLE),
    ],
)
def test_the_class_of_the_accepted_answer_decides(
    signed: Resolution, agency: Agency, clerk: User, result: str, expected: str
) -> None:
    task = add(signed, agency)
    issued(signed, clerk)
    day = date(2026, 7, 28)
    task.follow_up.refresh_from_db()
    extra: dict[str, Any] = {"reason": "no_funds"} if result == "unresolved" else {}
    followups.reply_to(
        follow_up=task.follow_up, user=clerk, text="Báo cáo.", result_class=result, dated_on=day, **extra
    )
    followups.assess(follow_up=task.follow_up, user=clerk, verdict="accepted", on=day)
    assert progress(task, day) == expected


def test_a_withdrawn_task_is_said_to_be_withdrawn(signed: Resolution, agency: Agency, clerk: User) -> None:
    task = add(signed, agency)
    issued(signed, clerk)
    task.follow_up.refresh_from_db()
    followups.withdraw(follow_up=task.follow_up, user=clerk, reason="Giao nhầm")
    assert progress(task, date(2026, 8, 3)) == Progress.WITHDRAWN


def test_a_follow_up_leads_back_to_its_resolution_for_who_may_read_it(
    signed: Resolution, agency: Agency, clerk: User, user_as: Any
) -> None:
    task = add(signed, agency)
    owner, staff = user_as("agency"), user_as("secretariat")
    other = user_as("agency", agency=AgencyFactory(council=signed.council))
    assert origins.links([task.follow_up], owner) == {}, "a draft leads nowhere"
    issued(signed, clerk)
    for reader in (owner, staff):
        fresh = User.objects.get(pk=reader.pk)
        link = origins.links([task.follow_up], fresh)[task.follow_up_id]
        assert link.url == signed.get_absolute_url()
        assert "01/NQ-HĐND" in link.label
    assert origins.links([task.follow_up], other) == {}
    assert "nghị quyết" in origins.subject_of([task.follow_up])
