"""When a rule or the calendar changes: what is open moves as the preview said, what is settled stays."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.translation import gettext as _

from councils import services as councils
from councils.calendar import due_date
from councils.dependents import Preview
from councils.models import Agency, CalendarException, CalendarYear, Council, DeadlineRule
from followups import asof, services
from followups.models import FollowUp, FollowUpMove, Notice
from followups.states import State
from tests.factories import AgencyFactory, RuleFactory, follow_up

ON, DUE = date(2026, 6, 15), date(2026, 7, 15)
"""The factory's task: counted from the first, due on the second, 30 days later."""
BASIS = "Nghị quyết số 05/NQ-HĐND ngày 01/06/2026, Điều 14"

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def in_june() -> Any:
    """Everything happens before the tasks are due."""
    with time_machine.travel("2026-06-20 09:00+07:00", tick=False):
        yield


def revision(**changes: Any) -> Any:
    """The change of the national rule."""
    rule = DeadlineRule.objects.current().get(code="OP-ANSWER", council=None)
    return partial(councils.rule_change, rule, partial(councils.revise_rule, rule=rule, user=None, **changes))


def own(council: Council, **values: Any) -> Any:
    """The change that a council's own value makes."""
    given = {
        "offset": 20,
        "unit": "calendar",
        "direction": "after",
        "effective_from": date(2026, 1, 1),
        "effective_to": None,
        "legal_basis": BASIS,
        "confidence": "V",
    }
    base = DeadlineRule.objects.current().get(code="OP-ANSWER", council=None)
    rule = councils.own_value(base, council, **{**given, **values})
    return partial(councils.rule_change, rule, partial(councils.enter_rule, rule=rule, user=None))


def day_off(day: date) -> Any:
    """The change that an extra holiday makes."""
    made = CalendarException(day=day, kind="off", note="Nghỉ bù")
    return partial(councils.calendar_change, day, day, str(made), made.save)


def both(write: Any) -> tuple[Preview, int]:
    """The preview, and how many days the same change then moves."""
    return councils.try_out(write), councils.carry_out(write, user=None, dates=True)


def counted(agency: Agency, anchor: date, due: date, **extra: Any) -> FollowUp:
    """A task counted from another day than the one on which it was sent."""
    task = follow_up(agency, **extra)
    FollowUp.objects.filter(pk=task.pk).update(due_anchor_on=anchor, due_on=due, original_due_on=due)
    return fresh(task)


def fresh(task: FollowUp) -> FollowUp:
    return FollowUp.objects.select_related("due_rule").get(pk=task.pk)


def closed_one(agency: Agency) -> FollowUp:
    task = follow_up(agency, title="Đã xong")
    services.reply_to(
        follow_up=task, user=None, text="Đã sửa.", result_class="resolved", dated_on=ON, quiet=True
    )
    services.assess(follow_up=task, user=None, verdict="accepted", on=timezone.localdate(), quiet=True)
    return task


# --- A rule ---


def test_the_preview_names_what_then_moves_and_nothing_is_written_before(agency: Agency) -> None:
    task = follow_up(agency)
    preview = councils.try_out(revision(offset=20))
    (line,) = preview.lines
    assert (line.title, line.owner, line.council) == (task.title, agency.name, str(agency.council))
    assert (line.old, line.new) == (DUE, date(2026, 7, 6))  # the 20th day is Sunday 5/7
    assert fresh(task).due_on == DUE
    assert DeadlineRule.objects.count() == 1
    assert councils.carry_out(revision(offset=20), user=None, dates=True) == preview.moving == 1
    moved = fresh(task)
    assert (moved.due_on, moved.original_due_on) == (line.new, line.new)
    assert moved.due_rule is not None
    assert (moved.due_rule.edition, moved.due_rule.offset) == (2, 20)


def test_dates_already_given_can_be_left_and_keep_their_edition(agency: Agency) -> None:
    task = follow_up(agency)
    assert councils.carry_out(revision(offset=20), user=None, dates=False) == 0
    kept = fresh(task)
    assert kept.due_rule is not None
    assert (kept.due_on, kept.due_rule.edition) == (DUE, 1)
    assert due_date(code="OP-ANSWER", council=agency.council, anchor=ON).day == date(2026, 7, 6)
    assert councils.try_out(revision(offset=10)).concerned == 0, "what was left stays left"


def test_settled_answered_and_withdrawn_matters_are_never_touched(agency: Agency) -> None:
    closed, answered, gone = closed_one(agency), follow_up(agency), follow_up(agency)
    services.reply_to(
        follow_up=answered, user=None, text="Đã sửa.", result_class="resolved", dated_on=ON, quiet=True
    )
    services.withdraw(follow_up=gone, user=None, reason="Nhập nhầm")
    before = list(FollowUp.objects.order_by("pk").values())
    preview, moved = both(revision(offset=20))
    assert (preview.concerned, moved) == (0, 0)
    assert list(FollowUp.objects.order_by("pk").values()) == before
    assert closed.pk in {row["id"] for row in before}


def test_a_draft_follows_the_rule_too(agency: Agency) -> None:
    task = follow_up(agency)
    FollowUp.objects.filter(pk=task.pk).update(state=State.DRAFT, issued_on=None)
    assert both(revision(offset=20))[1] == 1
    assert fresh(task).due_on == date(2026, 7, 6)


@pytest.mark.parametrize(
    ("offset", "first", "due"),
    [(20, date(2026, 7, 6), date(2026, 8, 3)), (60, date(2026, 8, 14), date(2026, 8, 14))],
)
def test_an_extension_still_holds_unless_the_new_day_is_later(
    agency: Agency, user_as: Any, offset: int, first: date, due: date
) -> None:
    task, staff = follow_up(agency), user_as("secretariat")
    asked = services.request_extension(
        follow_up=task, user=staff, until=date(2026, 8, 3), reason="Chờ vốn", quiet=True
    )
    services.decide_extension(extension=asked, user=staff, granted=True, quiet=True)
    preview, moved = both(revision(offset=offset))
    assert preview.moving == moved == (due != date(2026, 8, 3))
    assert preview.concerned == 1
    assert (fresh(task).original_due_on, fresh(task).due_on) == (first, due)


def test_only_what_is_counted_from_a_day_of_the_new_regime_changes(agency: Agency) -> None:
    old = counted(agency, date(2026, 5, 29), date(2026, 6, 29), title="trước")
    new = follow_up(agency, title="sau")
    preview, moved = both(own(agency.council, effective_from=date(2026, 6, 1)))
    assert [line.title for line in preview.lines] == ["sau"]
    assert moved == 1
    assert (fresh(old).due_on, fresh(new).due_on) == (date(2026, 6, 29), date(2026, 7, 6))


def test_a_councils_own_value_moves_its_own_dates_and_no_others(
    agency: Agency, other_council: Council
) -> None:
    task, elsewhere = follow_up(agency), follow_up(AgencyFactory(council=other_council))
    preview, moved = both(own(agency.council))
    assert preview.moving == moved == 1
    assert (fresh(task).due_on, fresh(elsewhere).due_on) == (date(2026, 7, 6), DUE)
    assert fresh(task).legal_basis == BASIS
    assert both(revision(offset=25))[1] == 1, "the national rule no longer counts for the council"
    assert (fresh(task).due_on, fresh(elsewhere).due_on) == (date(2026, 7, 6), date(2026, 7, 10))


def test_a_value_given_up_hands_its_dates_back_to_the_national_rule(agency: Agency) -> None:
    task = follow_up(agency)
    both(own(agency.council))
    rule = DeadlineRule.objects.get(council=agency.council)
    write = partial(councils.rule_change, rule, partial(councils.withdraw_rule, rule=rule, user=None))
    assert both(write)[1] == 1
    back = fresh(task)
    assert back.due_rule is not None
    assert (back.due_on, back.due_rule.council_id) == (DUE, None)


def test_a_legal_basis_in_own_words_stays(agency: Agency) -> None:
    task = follow_up(agency)
    FollowUp.objects.filter(pk=task.pk).update(legal_basis="Kết luận của Thường trực")
    both(revision(offset=20))
    assert fresh(task).legal_basis == "Kết luận của Thường trực"


def test_a_day_set_by_hand_hangs_on_no_rule(agency: Agency) -> None:
    task = follow_up(agency)
    FollowUp.objects.filter(pk=task.pk).update(due_rule=None)
    assert councils.try_out(revision(offset=20)).concerned == 0


def test_another_legal_basis_alone_moves_no_day_but_the_edition_is_named(agency: Agency) -> None:
    task = follow_up(agency)
    preview, moved = both(revision(legal_basis=BASIS))
    assert (preview.moving, preview.staying, moved) == (0, 1, 0)
    assert fresh(task).due_rule == DeadlineRule.objects.current().get()
    assert task.moves.count() == 1


def test_the_preview_counts_what_becomes_late_and_what_no_longer_is(agency: Agency) -> None:
    RuleFactory()
    counted(agency, date(2026, 5, 25), date(2026, 6, 24))
    soon = councils.try_out(revision(offset=20))
    assert (soon.becoming_late, soon.no_longer_late) == (1, 0)
    counted(agency, date(2026, 5, 15), date(2026, 6, 15))
    later = councils.try_out(revision(offset=60))
    assert (later.becoming_late, later.no_longer_late) == (0, 1)


# --- What remains of it ---


def test_the_timeline_says_what_moved_why_and_who(agency: Agency, user_as: Any, client_as: Any) -> None:
    task, leader = follow_up(agency), user_as("leader")
    councils.carry_out(revision(offset=20, legal_basis=BASIS), user=leader, dates=True)
    address = task.get_absolute_url()
    inside, outside = (
        client_as(role).get(address).context["events"][0] for role in ("secretariat", "agency")
    )
    assert "15/07/2026 → 06/07/2026" in str(inside.title)
    assert (inside.text, inside.who) == (BASIS, str(leader))
    assert (str(outside.title), outside.who) == (str(inside.title), str(agency.council))


def test_history_keeps_both_days(agency: Agency) -> None:
    task = follow_up(agency)
    both(revision(offset=20))
    kept = task.history.order_by("pgh_id")  # type: ignore[attr-defined]  # made by pghistory
    assert list(kept.values_list("due_on", flat=True)) == [DUE, date(2026, 7, 6)]


def test_the_page_names_an_edition_that_is_no_longer_the_newest(agency: Agency, client_as: Any) -> None:
    task = follow_up(agency)
    client = client_as("secretariat")
    assert client.get(task.get_absolute_url()).context["rule"].superseded == ""
    councils.carry_out(revision(offset=20), user=None, dates=False)
    page = client.get(task.get_absolute_url())
    assert "20/06/2026" in page.context["rule"].superseded
    assert page.context["rule"].superseded in page.content.decode()


def test_a_due_day_in_a_year_not_yet_announced_says_so_wherever_it_stands(
    agency: Agency, client_as: Any
) -> None:
    task = counted(agency, date(2026, 12, 15), date(2027, 1, 14))
    client = client_as("secretariat")
    standing = client.get(task.get_absolute_url()).context["row"].due
    assert standing.estimated
    assert str(_("%(words)s, estimated") % {"words": ""}).strip() in standing.words
    for address in ("/follow-ups/", task.get_absolute_url()):
        assert standing.words in client.get(address).content.decode()
    CalendarYear.objects.create(year=2027, confirmed_on=date(2026, 11, 20), source="Thông báo")
    assert not client.get(task.get_absolute_url()).context["row"].due.estimated


def test_nobody_is_told_when_dates_are_recomputed(agency: Agency, user_as: Any) -> None:
    user_as("agency")
    follow_up(agency)
    both(revision(offset=20))
    assert not Notice.objects.exists()


def test_figures_of_an_earlier_day_still_find_the_day_of_then(agency: Agency) -> None:
    task = follow_up(agency)
    with time_machine.travel("2026-06-25 09:00+07:00", tick=False):
        both(revision(offset=20))
    then, since = (
        FollowUp.objects.annotate(then=asof.due_on(day, ref="pk", path="")).values_list("then", flat=True)
        for day in (date(2026, 6, 24), date(2026, 6, 25))
    )
    assert (list(then), list(since)) == ([DUE], [date(2026, 7, 6)])
    assert task.moves.count() == 2


def test_recomputing_takes_no_result_back(agency: Agency) -> None:
    task = follow_up(agency)
    FollowUp.objects.filter(pk=task.pk).update(state=State.RETURNED)
    services.record_result(follow_up=task, user=None, result_class="in_progress", on=timezone.localdate())
    with time_machine.travel("2026-06-25 09:00+07:00", tick=False):
        both(revision(offset=20))
        found = FollowUp.objects.annotate(then=asof.result_on(timezone.localdate(), ref="pk"))
        assert [row.then for row in found] == ["in_progress"]


# --- The calendar ---


def test_a_day_off_moves_what_ends_on_it(agency: Agency) -> None:
    on_it, before_it = follow_up(agency), counted(agency, date(2026, 6, 12), date(2026, 7, 13))
    preview, moved = both(day_off(DUE))
    assert preview.moving == moved == 1
    assert (fresh(on_it).due_on, fresh(before_it).due_on) == (date(2026, 7, 16), date(2026, 7, 13))
    assert fresh(on_it).due_rule == on_it.due_rule, "the rule has not changed"
    assert "Nghỉ bù" in fresh(on_it).moves.latest("pk").note


def test_a_day_off_between_moves_what_is_counted_in_working_days(agency: Agency) -> None:
    RuleFactory(unit="working", offset=10)
    task = counted(agency, ON, date(2026, 6, 29))
    assert both(day_off(date(2026, 6, 17)))[1] == 1
    assert fresh(task).due_on == date(2026, 6, 30)


def test_a_saturday_that_is_worked_counts_back_from_the_opening(agency: Agency) -> None:
    RuleFactory(unit="calendar", offset=10, direction="before")
    task = counted(agency, date(2026, 7, 14), date(2026, 7, 3))
    made = CalendarException(day=date(2026, 7, 4), kind="working", note="Làm bù")
    write = partial(councils.calendar_change, made.day, made.day, str(made), made.save)
    assert both(write)[1] == 1
    assert fresh(task).due_on == date(2026, 7, 4)


def test_a_calendar_change_leaves_what_was_kept_by_decision(agency: Agency) -> None:
    task = counted(agency, ON, date(2026, 7, 20))  # not what the rule gives
    assert councils.try_out(day_off(date(2026, 6, 17))).concerned == 0
    assert fresh(task).due_on == date(2026, 7, 20)


def test_confirming_a_year_finds_what_no_longer_agrees_with_its_calendar(agency: Agency) -> None:
    stale = counted(agency, date(2027, 1, 4), date(2027, 2, 1))  # the 30th day is 3/2
    counted(agency, date(2027, 2, 22), date(2027, 3, 24))
    year = CalendarYear(year=2027, confirmed_on=date(2026, 11, 20), source="Thông báo số 1/TB-BNV")
    write = partial(
        councils.calendar_change,
        date(2027, 1, 1),
        date(2027, 12, 31),
        str(year),
        year.save,
        against_records=True,
    )
    preview, moved = both(write)
    assert [line.new for line in preview.lines] == [date(2027, 2, 3)]
    assert not preview.lines[0].estimated, "from now on the year is announced"
    assert moved == 1
    assert fresh(stale).due_on == date(2027, 2, 3)


def test_a_preview_says_which_new_days_are_estimates(agency: Agency) -> None:
    counted(agency, date(2026, 12, 15), date(2027, 1, 14))
    (line,) = councils.try_out(revision(offset=40)).lines
    assert line.estimated


# --- How much it costs ---


@pytest.mark.parametrize("count", [1, 3])
def test_previewing_and_applying_ask_the_same_whatever_the_number(
    agency: Agency, django_assert_num_queries: Any, count: int
) -> None:
    for number in range(count):
        follow_up(agency, title=f"Việc số {number}")
    with django_assert_num_queries(21):
        assert councils.try_out(revision(offset=20)).moving == count
    with django_assert_num_queries(22):
        assert councils.carry_out(revision(offset=20), user=None, dates=True) == count


def test_thousands_of_dates_go_in_batches(agency: Agency) -> None:
    task = follow_up(agency)
    values = {field.attname: getattr(task, field.attname) for field in FollowUp._meta.concrete_fields}
    del values["id"]
    FollowUp.objects.bulk_create(FollowUp(**values) for _copy in range(2499))
    with CaptureQueriesContext(connection) as asked:
        preview, moved = both(revision(offset=20))
    assert preview.moving == moved == 2500
    assert len(preview.lines) == 200
    assert len(asked) < 48
    assert FollowUpMove.objects.filter(due_was=DUE, due_became=date(2026, 7, 6)).count() == 2500
