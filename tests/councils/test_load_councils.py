"""The register of councils and the reference tables that the portal starts from."""

from collections import Counter
from datetime import date, timedelta
from io import StringIO
from itertools import pairwise

import pytest
from django.core.management import call_command
from pytest_django import DjangoAssertNumQueries

from core.text import sort_key
from core.workdays import Calendar
from councils.calendar import national_calendar
from councils.loaders import reference
from councils.loaders.registry import load_registry
from councils.loaders.sync import Tally
from councils.loaders.terms import Span, spans
from councils.loaders.units import Unit, current_units
from councils.models import (
    CalendarException,
    CalendarYear,
    Council,
    CouncilSuccession,
    CouncilTerm,
    DeadlineRule,
    Field,
    Level,
)

MERGED_ON = date(2025, 7, 1)


@pytest.fixture(scope="module")
def units() -> list[Unit]:
    return current_units()


def every_span(units: list[Unit]) -> list[Span]:
    return spans(
        elections={term.name: term.election_day for term in reference.terms()},
        units=units,
        ended=reference.ended_councils(),
        successions=reference.successions(),
        known=reference.known_terms(),
    )


def unit(units: list[Unit], slug: str) -> Unit:
    return next(found for found in units if found.slug == slug)


def test_the_country_has_34_provinces_and_3321_communes(units: list[Unit]) -> None:
    assert Counter(found.unit_type for found in units) == {
        "tinh": 28,
        "thanh_pho_tw": 6,
        "xa": 2621,
        "phuong": 687,
        "dac_khu": 13,
    }


def test_units_are_named_with_and_without_their_kind(units: list[Unit]) -> None:
    assert unit(units, "lao-cai") == Unit("lao-cai", "tỉnh Lào Cai", "Lào Cai", "province", "tinh", "15")
    assert unit(units, "xa-bao-thang-lao-cai") == Unit(
        "xa-bao-thang-lao-cai", "xã Bảo Thắng", "Bảo Thắng", "commune", "xa", "02905", "lao-cai"
    )
    assert unit(units, "hai-phong").name == "thành phố Hải Phòng"
    assert unit(units, "ho-chi-minh").name == unit(units, "ho-chi-minh").place == "Thành phố Hồ Chí Minh"
    assert unit(units, "phuong-1-bao-loc-lam-dong").place == "Phường 1 Bảo Lộc"
    assert unit(units, "xa-bao-thang-lao-cai").place == "Bảo Thắng"


def test_addresses_and_codes_are_unique_and_names_are_clean(units: list[Unit]) -> None:
    assert len({found.slug for found in units}) == len(units)
    assert len({(found.level, found.code) for found in units}) == len(units)
    assert all(found.name == " ".join(found.name.split()) for found in units)
    assert sum(found.slug.endswith(found.code) for found in units) == 8  # names that differ by marks only


def test_twenty_nine_provinces_were_merged_into_twenty_three(units: list[Unit]) -> None:
    mergers = [row for row in reference.successions() if row.kind == "merge"]
    assert (len(mergers), len({row.successor for row in mergers})) == (29, 23)
    assert {row.effective_on for row in mergers} == {MERGED_ON}
    today = {found.slug for found in units}
    assert {row.successor for row in mergers} <= today
    assert not {row.predecessor for row in mergers} & today


def test_a_merger_opens_a_second_instance_of_the_term(units: list[Unit]) -> None:
    found = {span.key: span for span in every_span(units)}
    first, second = found["thai-nguyen", "2021-2026", 1], found["thai-nguyen", "2021-2026", 2]
    assert first.ordinal == second.ordinal == 14
    assert (first.ends_on, second.starts_on) == (MERGED_ON - timedelta(days=1), MERGED_ON)
    assert ("nghe-an", "2021-2026", 2) not in found
    assert found["bac-kan", "2021-2026", 1].ends_on == MERGED_ON - timedelta(days=1)
    assert found["dam-ha", "2016-2021", 1].ordinal == 4
    assert found["bao-thang", "2021-2026", 1].ordinal is None
    assert found["xa-bao-thang-lao-cai", "2026-2031", 1].starts_on == date(2026, 3, 15)


def test_terms_of_one_council_do_not_overlap(units: list[Unit]) -> None:
    by_council: dict[str, list[Span]] = {}
    for span in every_span(units):
        by_council.setdefault(span.council, []).append(span)
    for held in by_council.values():
        ordered = sorted(held, key=lambda span: span.starts_on)
        for earlier, later in pairwise(ordered):
            assert earlier.ends_on is not None
            assert earlier.ends_on < later.starts_on


def test_every_deadline_rule_of_one_kind_follows_the_one_before_it() -> None:
    by_kind: dict[tuple[str, str], list[DeadlineRule]] = {}
    for rule in reference.deadline_rules():
        rule.clean_fields(exclude=["council"])
        by_kind.setdefault((rule.code, rule.level), []).append(rule)
    assert len({code for code, _level in by_kind}) == 63
    for rules in by_kind.values():
        for earlier, later in pairwise(rules):
            assert earlier.effective_to is not None
            assert later.effective_from == earlier.effective_to + timedelta(days=1)


def test_values_taken_over_from_an_older_law_ask_to_be_checked() -> None:
    assert all(
        rule.confidence == "U" for rule in reference.deadline_rules() if "cần kiểm tra" in rule.legal_basis
    )


def test_the_proposal_of_a_topic_is_due_on_the_first_of_march() -> None:
    rule = next(rule for rule in reference.deadline_rules() if rule.code == "SUP-PROPOSE")
    for year in range(2017, 2030):
        assert date(year, 1, 1) - timedelta(days=rule.offset) == date(year - 1, 3, 1)


def test_undecided_swaps_stay_out_and_decided_ones_agree_with_the_official_calendar() -> None:
    rows = {row.day: row for row in reference.calendar_exceptions()}
    assert date(2026, 11, 23) not in rows
    assert rows[date(2026, 1, 2)].kind == "off"
    unknown_to_the_library = {date(2026, 1, 2), date(2026, 1, 10)}
    official = Calendar()
    assert all(
        official.is_working(day) == (row.kind == "working")
        for day, row in rows.items()
        if day not in unknown_to_the_library
    )


@pytest.mark.django_db
def test_loading_registers_the_country_and_loading_again_changes_nothing(
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    first = sum(load_registry().values(), Tally())
    assert (first.changed, first.unchanged, first.kept) == (0, 0, 0)
    assert Counter(Council.objects.values_list("level", flat=True)) == {
        "province": 34 + 29,
        "district": 12,
        "commune": 3321,
    }
    with django_assert_max_num_queries(40):
        second = sum(load_registry().values(), Tally())
    assert second == Tally(unchanged=first.created)


@pytest.mark.django_db
def test_councils_know_their_place_their_successors_and_their_terms() -> None:
    load_registry()
    council = Council.objects.get(slug="bao-thang")
    assert (council.level, str(council.parent), council.valid_to) == (
        Level.DISTRICT,
        "HĐND tỉnh Lào Cai",
        date(2025, 6, 30),
    )
    whole = council.successions.get(kind=CouncilSuccession.Kind.ABOLISHED_DISTRICT)
    assert whole.successor.slug == "lao-cai"
    parts = council.successions.filter(kind=CouncilSuccession.Kind.PARTIAL_TRANSFER)
    assert "xa-bao-thang-lao-cai" in parts.values_list("successor__slug", flat=True)
    assert all(part.successor.parent == council.parent for part in parts.select_related("successor__parent"))
    assert Council.objects.get(slug="hai-duong").successions.get().successor.slug == "hai-phong"
    assert CouncilTerm.objects.get(council__slug="lao-cai", term__name="2026-2031").ordinal == 17


@pytest.mark.django_db
def test_what_people_edited_is_kept_unless_a_refresh_is_asked_for() -> None:
    load_registry()
    CouncilTerm.objects.filter(council__slug="lao-cai", term__name="2026-2031").update(
        starts_on=date(2026, 3, 27)
    )
    DeadlineRule.objects.filter(code="VER-MEETING").update(confidence="V")
    Field.objects.filter(code="other").update(name="Lĩnh vực khác")
    Council.objects.filter(slug="lao-cai").update(short_name="Lao Cai")
    out = StringIO()
    call_command("load_councils", stdout=out)
    assert "councils: created 0, changed 0, unchanged 3395, kept 1" in out.getvalue()
    assert "all: created 0, changed 0" in out.getvalue()
    assert Field.objects.get(code="other").name == "Lĩnh vực khác"

    call_command("load_councils", "--refresh", stdout=out)
    council = Council.objects.get(slug="lao-cai")
    assert (council.short_name, council.version) == ("Lào Cai", 2)
    assert DeadlineRule.objects.filter(code="VER-MEETING", confidence="U").count() == 1
    assert load_registry()["deadline rules"] == Tally(unchanged=126)

    quiet = StringIO()
    call_command("load_councils", verbosity=0, stdout=quiet)
    assert quiet.getvalue() == ""


@pytest.mark.django_db
def test_stored_keys_are_those_that_saving_would_make() -> None:
    load_registry()
    council = Council.objects.get(slug="phuong-van-mieu-quoc-tu-giam-ha-noi")
    stored = (council.search, council.sort_key)
    council.save()
    assert (council.search, council.sort_key) == stored


@pytest.mark.django_db
def test_the_database_lists_councils_in_vietnamese_order() -> None:
    load_registry()
    provinces = Council.objects.filter(level=Level.PROVINCE, valid_to=None).order_by("sort_key")
    names = list(provinces.values_list("short_name", flat=True))
    assert names[:6] == ["An Giang", "Bắc Ninh", "Cà Mau", "Cao Bằng", "Cần Thơ", "Đà Nẵng"]
    assert names == sorted(names, key=sort_key)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("level", "code", "day", "found"),
    [
        ("district", "OP-ANSWER", date(2023, 9, 14), (30, "calendar", "M")),
        ("province", "OP-ANSWER-CENTRAL", date(2026, 5, 4), (60, "calendar", "V")),
        ("province", "LET-COMPLAINT-ACCEPT", date(2026, 6, 30), (10, "calendar", "M")),
        ("province", "LET-COMPLAINT-ACCEPT", date(2026, 7, 1), (7, "working", "V")),
        ("province", "VER-MEETING", date(2026, 2, 28), (10, "calendar", "V")),
        ("province", "VER-MEETING", date(2026, 3, 1), (10, "calendar", "U")),
        ("commune", "PAP-DELEGATE", date(2026, 7, 1), (3, "calendar", "U")),
        ("district", "PAP-DELEGATE", date(2023, 7, 1), (7, "calendar", "M")),
    ],
)
def test_each_council_finds_the_rule_of_its_level_and_day(
    level: str, code: str, day: date, found: tuple[int, str, str]
) -> None:
    DeadlineRule.objects.bulk_create(reference.deadline_rules())
    rule = DeadlineRule.objects.choose(code, council=Council(pk=1, level=level), day=day)
    assert (rule.offset, rule.unit, rule.confidence) == found


@pytest.mark.django_db
def test_the_calendar_takes_the_stored_exceptions_and_knows_how_far_it_is_announced() -> None:
    CalendarException.objects.bulk_create(reference.calendar_exceptions())
    calendar = national_calendar()
    assert not calendar.is_working(date(2026, 1, 2))
    assert calendar.is_working(date(2026, 1, 10))
    assert not calendar.is_estimated(date(2026, 12, 31))
    assert calendar.is_estimated(date(2027, 1, 4))
    CalendarYear.objects.create(year=2027, confirmed_on=date(2026, 11, 20), source="Thông báo")
    assert not national_calendar().is_estimated(date(2027, 1, 4))
