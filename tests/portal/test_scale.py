"""Data of the size of a country: made by rule, its figures known in advance, and never among other data."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection

from councils.models import Council
from portal.scale.checking import differences
from portal.scale.loading import Order, chosen
from portal.scale.plan import OUTCOMES, SIZES, WHOLE_COUNTRY, plan_year
from tests.factories import RoundFactory
from tests.portal.country import TODAY, founded, loaded
from voters.models import VoterOpinion


@pytest.fixture
def country(db: None, tmp_path: Path, settings: Any) -> tuple[Council, Council]:
    """A province with one commune, nothing else."""
    settings.DATA_DIR = tmp_path
    province, commune = founded()
    return province, commune


def test_every_figure_of_the_loaded_country_is_the_one_that_was_planned(
    country: tuple[Council, Council],
) -> None:
    loaded(years=2)
    province, commune = country
    for year in (2025, 2026):
        assert list(differences(commune.slug, year)) == []
        assert list(differences(province.slug, year)) == []
        assert list(differences(province.slug, year, lower=True)) == []


def test_a_difference_is_named(country: tuple[Council, Council]) -> None:
    loaded()
    _province, commune = country
    VoterOpinion.objects.filter(council=commune, screening="answered_on_spot").update(screening="carried")
    assert {"O01", "T08"} <= {one.code for one in differences(commune.slug, 2026)}


def test_what_the_triggers_would_have_written_is_there(country: tuple[Council, Council]) -> None:
    loaded()
    opinion = VoterOpinion.objects.order_by("pk").first()
    assert opinion is not None
    assert VoterOpinion.history.rel.related_model.objects.count() == VoterOpinion.objects.count()  # type: ignore[attr-defined]
    entry = opinion.history.get()  # type: ignore[attr-defined]  # pghistory makes it
    assert (entry.pgh_label, entry.content) == ("insert", opinion.content)


def test_search_finds_what_was_loaded(country: tuple[Council, Council]) -> None:
    loaded()
    assert VoterOpinion.objects.filter(search__contains="de nghi").exists()


def test_whoever_comes_after_takes_free_keys(country: tuple[Council, Council]) -> None:
    loaded()
    made = RoundFactory(council=country[1])
    assert made.pk > 2


def test_it_refuses_a_database_that_holds_other_data(country: tuple[Council, Council]) -> None:
    RoundFactory(council=country[0])
    with pytest.raises(CommandError, match="VoterContactRound"):
        loaded()


def test_the_commands_say_what_they_did(country: tuple[Council, Council], capsys: Any) -> None:
    call_command("load_scale", councils=2, years=1)
    assert "2/2 councils" in capsys.readouterr().out
    call_command("check_scale", councils=2)
    assert "as planned" in capsys.readouterr().out


@pytest.mark.parametrize(
    "wrong", [{"councils": 0}, {"councils": WHOLE_COUNTRY + 1}, {"councils": 1, "years": 11}]
)
def test_sizes_beyond_the_country_are_refused(
    country: tuple[Council, Council], wrong: dict[str, int]
) -> None:
    with pytest.raises(CommandError, match="Between 1 and"):
        call_command("load_scale", **wrong)


# --- The plan ---


def test_one_seed_is_one_country(country: tuple[Council, Council]) -> None:
    commune = country[1]
    first, again, other = (plan_year(commune, 2026, seed, TODAY).figures() for seed in (1, 1, 2))
    assert first == again != other
    assert [one.pk for one in chosen(Order(2, 1, 1, TODAY))] == [one.pk for one in country]


def test_shares_are_of_a_hundred_and_the_country_has_the_promised_size() -> None:
    assert sum(OUTCOMES.values()) == 100
    communes = WHOLE_COUNTRY - 34
    opinions = 5 * (34 * SIZES["province"].opinions + communes * SIZES["commune"].opinions)
    sittings = 5 * (34 * SIZES["province"].sittings + communes * SIZES["commune"].sittings)
    assert opinions == pytest.approx(3_000_000, rel=0.02)
    assert sittings == pytest.approx(200_000, rel=0.02)


def test_a_user_without_the_right_is_told_so(country: tuple[Council, Council]) -> None:
    with connection.cursor() as cursor:
        cursor.execute("CREATE ROLE scale_nobody; GRANT ALL ON ALL TABLES IN SCHEMA public TO scale_nobody")
        cursor.execute("SET LOCAL ROLE scale_nobody")
    with pytest.raises(CommandError, match="superuser"):
        loaded()
