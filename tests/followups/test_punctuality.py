"""The table of punctuality: every number has its rows, and they are exactly those that it counted."""

from __future__ import annotations

import re
from datetime import date
from html import unescape
from io import BytesIO
from typing import Any

import pytest
from openpyxl import load_workbook
from time_machine import travel

from followups.models import FollowUp
from followups.views.punctuality import periods
from tests.factories import (
    AgencyFactory,
    CommitteeFactory,
    CouncilFactory,
    CouncilTermFactory,
    GroupFactory,
    follow_up,
    seated,
)

PAGE = "/follow-ups/punctuality/"
TODAY = date(2026, 11, 18)
SENT, DUE = date(2026, 6, 1), date(2026, 7, 1)
NUMBERS = ("sent", "kept", "late", "overdue", "running", "extended", "fruitless")
_LINK = re.compile(r'href="(/follow-ups/\?[^"]*)"')


@pytest.fixture(autouse=True)
def wednesday() -> Any:
    """Today is a Wednesday in November."""
    with travel(f"{TODAY}T09:00:00+07:00", tick=False):
        yield


def task(body: Any, title: str, *, sent: date = SENT, due: date = DUE, **fields: Any) -> FollowUp:
    made = follow_up(body, title=title, on=sent, due=due)
    FollowUp.objects.filter(pk=made.pk).update(**fields)
    return made


def answered(day: date, state: str = "accepted") -> dict[str, Any]:
    return {"state": state, "answered_on": day}


def everything(agency: Any) -> None:
    """Two of each: answered in time, answered late, overdue, not yet due; and two that do not count."""
    task(agency, "đúng hạn", **answered(DUE))
    task(agency, "chờ đánh giá", **answered(date(2026, 6, 20), "answered"))
    task(agency, "trả lời chậm", **answered(date(2026, 7, 8), "closed"))
    task(agency, "chậm, chờ đánh giá", **answered(date(2026, 7, 3), "answered"))
    task(agency, "quá hạn", due=date(2026, 11, 13))
    task(agency, "trả lại", due=date(2026, 11, 17), state="returned")
    task(agency, "hôm nay", due=TODAY)
    task(agency, "chưa đến hạn", due=date(2026, 12, 1), original_due_on=DUE, fruitless=3)
    task(agency, "đã rút", state="withdrawn")
    task(agency, "năm trước", sent=date(2025, 12, 31), **answered(DUE))


def lines(client: Any, query: str = "") -> dict[str, Any]:
    """Lines of the page by name, those below the agencies and the total with them."""
    page = client.get(f"{PAGE}?{query}")
    assert page.status_code == 200
    tables = [page.context["table"], *(table for _heading, table in page.context["further"])]
    return {line.name: line for table in tables for line in table.rows}


def numbers(line: Any) -> tuple[int, ...]:
    return tuple(getattr(line.tally, name) for name in NUMBERS)


def test_what_was_sent_is_in_time_late_overdue_or_not_yet_due_and_nothing_else(
    agency: Any, client_as: Any
) -> None:
    everything(agency)
    line = lines(client_as("leader"))[agency.name]
    assert numbers(line) == (8, 2, 2, 2, 2, 1, 1)
    tally = line.tally
    assert tally.sent == tally.kept + tally.late + tally.overdue + tally.running
    # late 01/07 → 08/07 and 03/07: 5 and 2 working days; overdue 13/11 and 17/11 → 18/11: 3 and 1
    assert (tally.days, tally.mean_days) == (11, 11 / 4)
    assert round(tally.share) == 33


def test_every_number_opens_exactly_the_rows_that_it_counted(agency: Any, client_as: Any) -> None:
    everything(agency)
    everything(AgencyFactory(council=agency.council))
    client = client_as("secretariat")
    opened = 0
    for line in lines(client).values():
        for name, narrowed in (
            ("sent", {"punctual": "sent"}),
            ("kept", {"punctual": "kept"}),
            ("late", {"punctual": "answered_late"}),
            ("overdue", {"punctual": "overdue"}),
            ("running", {"punctual": "running"}),
            ("missed", {"punctual": "missed"}),
            ("decided", {"punctual": "decided"}),
            ("extended", {"punctual": "sent", "extended": "on"}),
            ("fruitless", {"punctual": "sent", "fruitless": "on"}),
        ):
            rows = client.get(line.url(**narrowed))
            assert not rows.context["filter"].form.errors
            assert rows.context["count"] == getattr(line.tally, name), (line.name, name)
            opened += 1
    assert opened == 27


@pytest.mark.parametrize("role", ["secretariat", "agency"])
def test_the_links_on_the_page_open_and_show_as_many_rows_as_they_say(
    agency: Any, client_as: Any, role: str
) -> None:
    everything(agency)
    client = client_as(role)
    page = client.get(PAGE).content.decode().split("<main", 1)[1]
    cells = re.findall(r'<a href="(/follow-ups/\?[^"]+)">(\d+)</a>', page)
    assert len(cells) == 14
    for url, number in cells:
        assert client.get(unescape(url)).context["count"] == int(number)
    assert all(client.get(unescape(url)).status_code == 200 for url in _LINK.findall(page))


def test_delegates_groups_and_committees_stand_below_the_agencies_and_the_total_below_all(
    term: Any, agency: Any, client_as: Any
) -> None:
    bodies = {
        "delegate": seated(term, full_name="Đại biểu Tổ 3 – 01"),
        "group": GroupFactory(council_term=term),
        "committee": CommitteeFactory(council=agency.council),
    }
    task(agency, "của cơ quan")
    for kind, body in bodies.items():
        responsible: dict[str, Any] = {"agency": None, kind: body}
        task(agency, kind, **responsible)
    page = client_as("auditor").get(PAGE)
    assert [line.name for line in page.context["table"].rows] == [agency.name]
    (_heading, others), (_none, total) = page.context["further"]
    assert {line.name for line in others.rows} == {str(body) for body in bodies.values()}
    assert [line.tally.sent for line in total.rows] == [4]
    for line in others.rows:
        assert client_as("leader").get(line.url(punctual="sent")).context["count"] == 1


def test_the_period_is_this_year_so_far_unless_the_address_says_otherwise(
    agency: Any, client_as: Any
) -> None:
    everything(agency)
    client = client_as("leader")
    assert lines(client)[agency.name].tally.sent == 8
    assert lines(client, "sent_from=2025-12-01&sent_until=31/12/2025")[agency.name].tally.sent == 1
    assert lines(client, "sent_from=01/12/2025")[agency.name].tally.sent == 9
    assert agency.name not in lines(client, "sent_from=2026-06-02")
    for _label, url in client.get(PAGE).context["quick_filters"]:
        assert client.get(PAGE + url).context["filter"]["form"].is_valid()


def test_periods_end_where_the_next_begin() -> None:
    found = {(first, last) for _label, first, last in periods(date(2026, 2, 10))}
    assert found == {
        (date(2026, 1, 1), date(2026, 2, 10)),
        (date(2025, 1, 1), date(2025, 12, 31)),
        (date(2025, 10, 1), date(2025, 12, 31)),
        (date(2026, 2, 1), date(2026, 2, 10)),
        (date(2026, 1, 1), date(2026, 1, 31)),
    }


@pytest.mark.parametrize(
    "query", ["sent_from=2026-06-02&sent_until=2026-06-01", "sent_from=hôm+qua", "scope=x&sort=x"]
)
def test_a_question_that_makes_no_sense_is_answered_for_this_year_and_says_why(
    agency: Any, client_as: Any, query: str
) -> None:
    everything(agency)
    client = client_as("leader")
    assert lines(client, query)[agency.name].tally.sent == 8
    assert bool(client.get(f"{PAGE}?{query}").context["filter"]["form"].errors) is ("sent" in query)


def test_an_empty_period_says_so(agency: Any, client_as: Any) -> None:
    page = client_as("leader").get(PAGE)
    assert page.status_code == 200
    assert page.context["count"] == 0


def test_the_worst_stand_first_and_any_column_sorts_those_without_a_number_last(
    council: Any, agency: Any, client_as: Any
) -> None:
    task(agency, "đúng hạn", **answered(DUE))
    late, fresh = AgencyFactory(council=council, name="Á muộn"), AgencyFactory(council=council, name="Zz mới")
    task(late, "quá hạn")
    task(fresh, "chưa đến hạn", due=date(2026, 12, 1))
    client = client_as("leader")

    def names(sort: str = "") -> list[str]:
        return [line.name for line in client.get(f"{PAGE}?sort={sort}").context["table"].rows]

    assert names()[0] == "Á muộn"
    assert names("share") == ["Á muộn", agency.name, "Zz mới"]
    assert names("-share") == [agency.name, "Á muộn", "Zz mới"]
    assert names("name") == ["Á muộn", agency.name, "Zz mới"]
    assert names("-name") == ["Zz mới", agency.name, "Á muộn"]
    assert names("-mean_days")[0] == "Á muộn"


def test_an_agency_sees_its_own_line_only_and_not_what_it_merely_takes_part_in(
    agency: Any, client_as: Any
) -> None:
    other = AgencyFactory(council=agency.council, name="Sở khác")
    everything(agency)
    task(other, "của sở khác").coordinations.create(agency=agency, part="phối hợp")
    client = client_as("agency")
    found = lines(client)
    assert "Sở khác" not in found
    assert found[agency.name].tally.sent == 8
    assert client.get(found[agency.name].url(punctual="sent")).context["count"] == 8


@pytest.fixture
def province(council: Any, agency: Any) -> Any:
    """The council above, with an agency of the same name as the commune's."""
    above = CouncilFactory(level="province", unit_type="tinh", name="tỉnh Thử Nghiệm")
    council.parent = above
    council.save()
    everything(agency)
    everything(AgencyFactory(council=above, name=agency.name))
    return above


def test_who_oversees_the_councils_below_may_count_them_in(
    council: Any, agency: Any, province: Any, client_as: Any
) -> None:
    client = client_as("secretariat", council=province)
    assert client.get(PAGE).context["count"] == 1
    page = client.get(f"{PAGE}?scope=below")
    found = page.context["table"].rows
    assert {(line.name, line.council) for line in found} == {
        (agency.name, str(council)),
        (agency.name, str(province)),
    }
    for line in found:
        assert client.get(line.url(punctual="sent")).context["count"] == 8
        assert client.get(line.url(punctual="missed")).context["count"] == 4
    assert client_as("delegate", council=province).get(f"{PAGE}?scope=below").context["count"] == 1


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_the_table_goes_into_a_file_with_its_total(agency: Any, client_as: Any, kind: str) -> None:
    everything(agency)
    content = b"".join(client_as("leader").get(f"{PAGE}?export={kind}").streaming_content)
    if kind == "csv":
        rows = [line.split(",") for line in content.decode("utf-8-sig").splitlines()]
        assert [row[1:6] for row in rows[1:]] == [["8", "2", "2", "2", "2"]] * 2
        return
    sheet = load_workbook(BytesIO(content)).active
    assert sheet is not None
    header, first, total = sheet.iter_rows(values_only=True)
    assert len(header) == 10
    assert first[0] == agency.name
    assert first[1:] == total[1:] == (8, 2, 2, 2, 2, 2.8, 33.3, 1, 1)


def test_a_council_reads_its_own_bodies_only(agency: Any, client_as: Any) -> None:
    everything(AgencyFactory(council=CouncilTermFactory().council))
    assert client_as("leader").get(PAGE).context["count"] == 0


@pytest.mark.parametrize("count", [1, 3])
def test_the_table_costs_the_same_for_one_body_and_for_three(
    council: Any, client_as: Any, django_assert_num_queries: Any, count: int
) -> None:
    client = client_as("secretariat")
    for _number in range(count):
        everything(AgencyFactory(council=council))
    client.get(PAGE)
    with django_assert_num_queries(7):
        assert client.get(PAGE).context["count"] == count
