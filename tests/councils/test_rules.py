"""Deadline rules come in editions; a council sets its own values after seeing which due dates would change."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from core.access import Role
from councils import services
from councils.calendar import due_date
from councils.loaders import reference
from councils.models import Agency, Council, CouncilTerm, DeadlineRule
from followups.models import FollowUp
from tests.factories import RuleFactory, follow_up, member

pytestmark = pytest.mark.django_db

ClientAs = Callable[..., Client]
DAY = date(2026, 6, 15)
BASIS = "Nghị quyết số 05/NQ-HĐND ngày 12/07/2026 ban hành Quy chế làm việc, Điều 14"
TYPED = {
    "offset": "20",
    "unit": "calendar",
    "direction": "after",
    "effective_from": "01/01/2026",
    "effective_to": "",
    "legal_basis": BASIS,
    "confidence": "V",
}
LIST = "/councils/rules/"


def page(name: str, rule: DeadlineRule) -> str:
    return reverse(f"councils:rule_{name}", args=[rule.pk])


def value_of(council: Council, rule: DeadlineRule | None = None, **values: Any) -> DeadlineRule:
    """The council's own value: 20 days since 2026."""
    given = {"offset": 20, "effective_from": date(2026, 1, 1), "legal_basis": BASIS, "confidence": "V"}
    made = services.own_value(rule or RuleFactory(), council, **{**given, **values})
    return services.enter_rule(rule=made, user=None)


def refusals(act: Callable[[], object]) -> dict[str, list[str]]:
    with pytest.raises(ValidationError) as refused:
        act()
    return (
        refused.value.message_dict if hasattr(refused.value, "error_dict") else {"": refused.value.messages}
    )


# --- Editions ---


def test_a_rule_is_never_changed_in_place(user_as: Callable[..., User]) -> None:
    old: DeadlineRule = RuleFactory()
    new = services.revise_rule(rule=old, user=user_as("leader"), offset=20)
    old.refresh_from_db()
    assert (old.offset, old.edition, old.is_current) == (30, 1, False)
    assert (new.offset, new.edition, new.replaces, new.is_current) == (20, 2, old, True)
    assert DeadlineRule.objects.current().get() == new


def test_history_says_who_wrote_an_edition(user_as: Callable[..., User]) -> None:
    leader = user_as("leader")
    new = services.revise_rule(rule=RuleFactory(), user=leader, offset=20)
    event = new.history.get()  # type: ignore[attr-defined]  # made by pghistory
    assert event.pgh_context.metadata["user"] == leader.pk


def test_what_changes_nothing_is_refused() -> None:
    rule: DeadlineRule = RuleFactory()
    assert refusals(lambda: services.revise_rule(rule=rule, user=None, offset=rule.offset))[""]
    assert DeadlineRule.objects.count() == 1


def test_an_edition_that_somebody_else_has_replaced_is_not_changed() -> None:
    rule: DeadlineRule = RuleFactory()
    services.revise_rule(rule=rule, user=None, offset=20)
    assert refusals(lambda: services.revise_rule(rule=rule, user=None, offset=10))[""]
    assert DeadlineRule.objects.count() == 2


def test_what_a_rule_is_cannot_be_changed() -> None:
    with pytest.raises(ValueError, match="code"):
        services.revise_rule(rule=RuleFactory(), user=None, code="OTHER")


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"effective_from": date(2026, 2, 1), "effective_to": date(2026, 1, 1)}, "effective_to"),
        ({"legal_basis": " "}, "legal_basis"),
        ({"effective_to": None}, "effective_from"),
    ],
)
def test_an_edition_is_refused_beside_its_field(changes: dict[str, Any], field: str) -> None:
    rule: DeadlineRule = RuleFactory(effective_to=date(2025, 12, 31))
    RuleFactory(effective_from=date(2026, 1, 1))
    assert set(refusals(lambda: services.revise_rule(rule=rule, user=None, **changes))) == {field}
    assert DeadlineRule.objects.current().count() == 2


def test_two_own_values_of_one_code_never_answer_for_the_same_day(council: Council) -> None:
    value_of(council, effective_to=date(2026, 6, 30))
    refused = refusals(lambda: value_of(council, effective_from=date(2026, 6, 30)))
    assert BASIS in refused["effective_from"][0]
    assert value_of(council, effective_from=date(2026, 7, 1)).pk


# --- Whose value applies ---


def test_a_councils_own_value_goes_before_the_national_one(council: Council, other_council: Council) -> None:
    value_of(council)
    days = [due_date(code="OP-ANSWER", council=where, anchor=DAY).day for where in (council, other_council)]
    assert days == [date(2026, 7, 6), date(2026, 7, 15)]


def test_the_own_value_counts_from_its_first_to_its_last_day(council: Council) -> None:
    value_of(council, effective_from=date(2026, 6, 1), effective_to=date(2026, 6, 30))
    offsets = [
        due_date(code="OP-ANSWER", council=council, anchor=day).rule.offset  # type: ignore[union-attr]
        for day in (date(2026, 5, 31), date(2026, 6, 1), date(2026, 6, 30), date(2026, 7, 1))
    ]
    assert offsets == [30, 20, 20, 30]


def test_the_rule_of_the_level_goes_before_the_general_one(council: Council) -> None:
    RuleFactory()
    RuleFactory(level="commune", offset=15)
    assert due_date(code="OP-ANSWER", council=council, anchor=DAY).rule.offset == 15  # type: ignore[union-attr]


def test_a_value_given_up_stays_readable_and_no_longer_applies(council: Council, client_as: ClientAs) -> None:
    own = value_of(council)
    services.withdraw_rule(rule=own, user=None)
    assert due_date(code="OP-ANSWER", council=council, anchor=DAY).rule.council_id is None  # type: ignore[union-attr]
    assert client_as("delegate").get(page("detail", own)).status_code == 200
    assert value_of(council).edition == 1, "another one may be set again"


def test_a_national_rule_is_not_given_up() -> None:
    rule: DeadlineRule = RuleFactory()
    assert refusals(lambda: services.withdraw_rule(rule=rule, user=None))[""]


# --- Pages ---


@pytest.mark.parametrize("role", ["secretariat", "leader", "administrator"])
def test_keepers_set_change_and_give_up_a_value_in_two_steps(
    client_as: ClientAs, council: Council, agency: Agency, role: str
) -> None:
    task = follow_up(agency)
    national = DeadlineRule.objects.get()
    client = client_as(role)
    shown = client.post(page("override", national), TYPED)
    assert (shown.status_code, shown.context["preview"].moving) == (200, 1)
    assert DeadlineRule.objects.count() == 1, "the first step writes nothing"
    assert dict(shown.context["typed"]) == TYPED
    client.post(page("override", national), {**TYPED, "dates": "apply", "seen": "1"})
    own = DeadlineRule.objects.current().get(council=council)
    assert FollowUp.objects.get(pk=task.pk).due_on == date(2026, 7, 6)
    client.post(page("edit", own), {**TYPED, "offset": "25", "dates": "leave"})
    own = DeadlineRule.objects.current().get(council=council)
    assert (own.edition, FollowUp.objects.get(pk=task.pk).due_on) == (2, date(2026, 7, 6))
    assert client.get(page("withdraw", own)).context["preview"].concerned == 0
    assert client.post(page("withdraw", own), {"dates": "apply"}).status_code == 302
    assert not DeadlineRule.objects.current().filter(council=council).exists()


def test_only_who_reads_the_follow_ups_sees_which_they_are(client_as: ClientAs, agency: Agency) -> None:
    task = follow_up(agency)
    address = page("override", DeadlineRule.objects.get())
    assert task.title in client_as("secretariat").post(address, TYPED).content.decode()
    hidden = client_as("administrator").post(address, TYPED)
    assert hidden.context["preview"].moving == 1
    assert task.title not in hidden.content.decode()


def test_the_way_back_from_the_preview_keeps_what_was_typed(client_as: ClientAs) -> None:
    answer = client_as("leader").post(page("override", RuleFactory()), {**TYPED, "dates": "edit"})
    assert answer.context["form"]["legal_basis"].value() == BASIS
    assert not answer.context["form"].errors


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"legal_basis": ""}, "legal_basis"),
        ({"legal_basis": "Quy chế làm việc"}, "legal_basis"),
        ({"effective_from": ""}, "effective_from"),
        ({"effective_to": "31/12/2025"}, "effective_to"),
        ({"offset": "-1"}, "offset"),
    ],
)
def test_a_value_is_refused_in_words_with_everything_kept(
    client_as: ClientAs, typed: dict[str, str], field: str
) -> None:
    answer = client_as("secretariat").post(page("override", RuleFactory()), {**TYPED, **typed})
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [field]
    assert answer.context["form"]["unit"].value() == "calendar"


def test_a_number_that_has_changed_since_the_preview_is_told(client_as: ClientAs, agency: Agency) -> None:
    follow_up(agency)
    sent = {**TYPED, "dates": "apply", "seen": "7"}
    client = client_as("secretariat")
    done = client.post(page("override", DeadlineRule.objects.get()), sent, follow=True)
    (told,) = [str(message) for message in done.context["messages"]]
    assert "1" in told
    assert "7" in told


def test_an_edition_replaced_meanwhile_is_refused_on_the_page(client_as: ClientAs, council: Council) -> None:
    own = value_of(council)
    services.revise_rule(rule=own, user=None, offset=10)
    client = client_as("leader")
    assert client.post(page("edit", own), {**TYPED, "offset": "5", "dates": "leave"}).status_code == 422
    assert client.get(page("edit", own))["Location"] == own.get_absolute_url()
    assert client.post(page("withdraw", own), {"dates": "leave"})["Location"] == own.get_absolute_url()
    assert DeadlineRule.objects.current().get(council=council).offset == 10


def test_others_read_and_do_not_change(client_as: ClientAs, council: Council, other_council: Council) -> None:
    national: DeadlineRule = RuleFactory()
    own, strange = value_of(council), value_of(other_council, national)
    for role in ("delegate", "committee", "auditor"):
        client = client_as(role)
        assert client.get(page("detail", own)).status_code == 200
        assert client.get(page("override", national)).status_code == 403
        assert client.post(page("edit", own), TYPED).status_code == 403
        assert client.post(page("withdraw", own), {"dates": "leave"}).status_code == 403
    leader = client_as("leader")
    assert [leader.get(page(name, strange)).status_code for name in ("detail", "edit", "withdraw")] == [
        404
    ] * 3
    assert leader.get(page("override", own)).status_code == 404, "only a national rule is replaced"


def test_who_serves_two_councils_sets_the_value_of_the_one_in_the_address(
    client_as: ClientAs, other_council: Council
) -> None:
    client = client_as("leader")
    member(client.user, other_council, Role.LEADER)  # type: ignore[attr-defined]  # set by client_as
    address = f"{page('override', RuleFactory())}?council={other_council.pk}"
    assert other_council.name in client.get(address).content.decode()
    client.post(address, {**TYPED, "dates": "leave"})
    assert DeadlineRule.objects.get(council__isnull=False).council == other_council


def test_the_list_offers_what_the_reader_may_do(client_as: ClientAs, council: Council) -> None:
    national: DeadlineRule = RuleFactory(code="A")
    own = value_of(council, national)
    offered = [page("override", national), page("edit", own), page("withdraw", own)]
    keeper, reader = (client_as(role).get(LIST).content.decode() for role in ("leader", "delegate"))
    assert all(address in keeper for address in offered)
    assert not any(address in reader for address in offered)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", ["A", "A", "B"]),
        ("q=quy định thử", ["B"]),
        ("whose=own", ["A"]),
        ("whose=national", ["A", "B"]),
        ("confidence=M", ["B"]),
        ("level=general", ["A"]),
        ("level=commune", ["A", "B"]),
    ],
)
def test_rules_are_found_by_words_level_owner_and_confidence(
    client_as: ClientAs, council: Council, query: str, found: list[str]
) -> None:
    value_of(council, RuleFactory(code="A"))
    RuleFactory(code="B", level="commune", confidence="M", name="Quy định thử")
    rows = client_as("secretariat").get(f"{LIST}?{query}").context["page"].rows
    assert [rule.code for rule in rows] == found


def test_a_rules_page_shows_its_editions_the_newest_first(client_as: ClientAs) -> None:
    first: DeadlineRule = RuleFactory()
    second = services.revise_rule(rule=first, user=None, offset=25)
    third = services.revise_rule(rule=second, user=None, offset=20)
    client = client_as("auditor")
    for rule in (first, third):
        context = client.get(page("detail", rule)).context
        assert [shown.rule for shown in context["editions"]] == [third, second, first]
    assert page("detail", third) in client.get(page("detail", first)).content.decode()


def test_a_rules_page_says_when_its_example_is_an_estimate(client_as: ClientAs) -> None:
    rule: DeadlineRule = RuleFactory(offset=3000)
    assert client_as("leader").get(page("detail", rule)).context["example"].estimated


@pytest.mark.parametrize(("name", "questions"), [("list", 6), ("detail", 8)])
def test_pages_of_rules_ask_the_same_few_questions_for_1_and_3_rows(
    client_as: ClientAs,
    term: CouncilTerm,
    name: str,
    questions: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    client, rule = client_as("secretariat"), RuleFactory()
    own = value_of(term.council, rule, effective_to=date(2026, 3, 31))
    address = f"{LIST}?force=all" if name == "list" else page("detail", own)
    client.get(address)
    with django_assert_num_queries(questions):
        client.get(address)
    for month in (4, 5):
        last = date(2026, month, 28)
        services.revise_rule(
            rule=value_of(term.council, rule, effective_from=date(2026, month, 1), effective_to=last),
            user=None,
            offset=9,
        )
    with django_assert_num_queries(questions):
        client.get(address)


# --- What is shipped ---


def test_loading_compares_with_the_newest_edition_and_touches_no_other() -> None:
    call_command("load_councils", verbosity=0)
    shipped = DeadlineRule.objects.get(code="Q-WRITTEN", effective_to=None)
    edited = services.revise_rule(rule=shipped, user=None, offset=15, effective_from=date(2026, 3, 2))
    call_command("load_councils", verbosity=0)
    assert DeadlineRule.objects.filter(code="Q-WRITTEN").count() == 3, "what people changed is kept"
    call_command("load_councils", "--refresh", verbosity=0)
    back = DeadlineRule.objects.get(replaces=edited)
    assert (back.offset, back.effective_from, back.edition) == (20, date(2026, 3, 1), 3)
    assert set(DeadlineRule.objects.filter(code="Q-WRITTEN").current()) == {
        back,
        DeadlineRule.objects.get(code="Q-WRITTEN", effective_to=date(2026, 2, 28)),
    }
    shipped.refresh_from_db()
    assert shipped.offset == 20
    assert shipped.superseded_at
    assert shipped.superseded_at <= timezone.now()


# The table of the domain reference: code, days, C(alendar) or W(orking), B(efore) or A(fter), and how sure the value is
# on the day named. "M" where the reference knows one place's own rule and the country has none.
TABLE = """
SIT-FIRST 45CA V 2026-04-01
SIT-CONVENE-REG 20CB M 2024-01-01
SIT-CONVENE-EXT 7CB M 2024-01-01
SIT-CONVENE-REG 20CB U 2026-04-01
SIT-CONVENE-EXT 7CB U 2026-04-01
SIT-PUBLISH-REG 15CB U 2024-01-01
SIT-PUBLISH-EXT 5CB U 2024-01-01
PAP-DELEGATE 7CB M 2024-01-01
PAP-DELEGATE:commune 3CB M 2024-01-01
VER-DRAFT-IN:province 15CB M 2024-01-01
VER-DRAFT-IN:district 10CB M 2024-01-01
VER-MEETING 10CB V 2024-01-01
VER-REPORT-OUT:province 10CB M 2024-01-01
VER-REPORT-OUT:district 7CB M 2024-01-01
Q-PROMISE-REPORT 10CB V 2024-01-01
Q-WRITTEN 20CA V 2024-01-01
EXP-NOTIFY 10CB V 2024-01-01
RES-SEND-UP 3CA V 2024-01-01
RES-GAZETTE 3CA V 2024-01-01
RES-IN-FORCE:province 10CA M 2024-01-01
RES-IN-FORCE:district 7CA M 2024-01-01
RES-IN-FORCE:commune 7CA M 2024-01-01
ELECT-APPROVE-SEND 5WA V 2026-04-01
ELECT-APPROVE-DECIDE 10WA V 2026-04-01
SUP-PROPOSE 306CB V 2024-01-01
SUP-DRAFT-PROG 10CB V 2024-01-01
SUP-SC-PROPOSE 5CB V 2024-01-01
SUP-SC-DECIDE 15CA V 2024-01-01
SUP-PLAN-NOTIFY 15CA V 2024-01-01
SUP-TEAM-NOTIFY 10CB V 2024-01-01
SUP-GROUP-NOTIFY 7CB V 2024-01-01
SUP-REPORT-SC 15CA V 2024-01-01
SUP-REPORT-COM 10CA V 2024-01-01
SUP-REPORT-DEL 10CA V 2024-01-01
SUP-CONSIDER 7CA V 2024-01-01
TEXT-REVIEW-REPLY 30CA V 2024-01-01
TX-OUT-DECIDE 5WA V 2026-04-01
TX-OUT-NOTIFY 3WB V 2026-04-01
TX-MEDIA 7CB M 2026-04-01
TX-GROUP-REPORT 5CA M 2026-04-01
OP-ANSWER:commune 30CA M 2026-04-01
OP-ANSWER-CENTRAL 60CA V 2026-04-01
REC-RESULT 10WA V 2026-04-01
REC-BODY-INFORM 7WA V 2026-04-01
REC-DEL-INFORM 5WA V 2026-04-01
REC-REFUSE 3WA V 2026-08-01
LET-DENOUNCE-TRANSFER 5WA V 2026-04-01
LET-DENOUNCE-CHECK 7WA V 2026-04-01
LET-DENOUNCE-CHECK-EXT 10WA V 2026-04-01
LET-DENOUNCE-SETTLE 30CA V 2026-04-01
LET-DENOUNCE-SETTLE-COMPLEX 60CA V 2026-04-01
LET-DENOUNCE-SETTLE-HARD 90CA V 2026-04-01
LET-COMPLAINT-ACCEPT 10CA M 2026-06-30
LET-COMPLAINT-ACCEPT 7WA V 2026-07-01
LET-COMPLAINT-SETTLE-1 30CA V 2026-04-01
LET-COMPLAINT-SETTLE-1-COMPLEX 45CA V 2026-04-01
LET-COMPLAINT-SETTLE-1-REMOTE 45CA V 2026-04-01
LET-COMPLAINT-SETTLE-1-REMOTE-COMPLEX 60CA V 2026-04-01
LET-COMPLAINT-SETTLE-2 45CA V 2026-04-01
LET-COMPLAINT-SETTLE-2-COMPLEX 60CA V 2026-04-01
LET-COMPLAINT-SETTLE-2-REMOTE 60CA V 2026-04-01
LET-COMPLAINT-SETTLE-2-REMOTE-COMPLEX 70CA V 2026-04-01
LET-SUP-REPORT-SC 7CA V 2024-01-01
LET-SUP-REPORT-COM 10CA V 2024-01-01
CONF-REPORT 30CB V 2023-01-01
CONF-DELEGATES 20CB V 2023-01-01
CONF-QUERY 10CB V 2023-01-01
CONF-REPORT 30CB M 2024-01-01
DIALOGUE-ANNOUNCE:commune 7CB V 2026-04-01
DIALOGUE-RESULT:commune 10CA V 2026-04-01
FRONT-INFORM 0CB M 2026-04-01
DOC-REGISTER 1WA V 2026-04-01
"""


def seeded() -> set[str]:
    """The shipped rules as lines of the table, for every day that the table asks about."""
    days = {line.split()[-1] for line in TABLE.strip().splitlines()}
    return {
        f"{rule.code}{':' if rule.level else ''}{rule.level} {rule.offset}{rule.unit[0].upper()}"
        f"{rule.direction[0].upper()} {rule.confidence} {day}"
        for rule in reference.deadline_rules()
        for day in days
        if rule.covers(date.fromisoformat(day))
    }


def test_every_row_of_the_domain_table_is_shipped_with_its_confidence() -> None:
    lines = set(TABLE.strip().splitlines())
    assert lines - seeded() == set()
    named = {line.split()[0].split(":")[0] for line in lines}
    assert {rule.code for rule in reference.deadline_rules()} == named


def test_values_of_the_supervision_law_of_2015_are_only_defaults_since_its_successor() -> None:
    heirs = [rule for rule in reference.deadline_rules() if "121/2025" in rule.legal_basis]
    assert len(heirs) == 19
    assert all((rule.confidence, rule.effective_from) == ("U", date(2026, 3, 1)) for rule in heirs)
