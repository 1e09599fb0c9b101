"""A small country to load data by rule into."""

from __future__ import annotations

from datetime import date

from councils.models import Council, Field
from portal.scale.loading import Order, load
from tests.factories import CouncilFactory, CouncilTermFactory

TODAY = date(2026, 11, 29)


def founded(communes: int = 1) -> list[Council]:
    """A province and its communes, in this order, with what the rule needs and nothing else."""
    province = CouncilFactory(level="province", unit_type="tinh")
    councils = [province, *CouncilFactory.create_batch(communes, parent=province)]
    for council in councils:
        CouncilTermFactory(council=council)
    Field.objects.create(code="giao-thong", name="Giao thông", committee_view=Field.View.values[0])
    return councils


def loaded(councils: int = 2, years: int = 1, seed: int = 1) -> None:
    """What happened in these years, quietly; notes of it go to `DATA_DIR`."""
    load(Order(councils=councils, years=years, seed=seed, today=TODAY), lambda *_numbers: None)
