"""Goes through the country: each council and year planned, written, and its figures noted."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from random import Random
from typing import Final

from django.apps import apps
from django.conf import settings
from django.core.management.base import CommandError
from django.db import connection
from django.db.models import Q
from django.utils import timezone

from councils.models import Council, Field, Level
from portal.scale import contact, letters, missions, sittings
from portal.scale.making import Year
from portal.scale.people import House, hashed, settle
from portal.scale.plan import YearPlan, plan_year
from portal.scale.sheets import Book
from reports.models import ChangeMark

NOTED: Final = "scale.json"
"""File of the data folder that keeps what was loaded, with the figures known in advance."""
_REFERENCE: Final = frozenset({"councils", "contenttypes", "auth", "sites", "pghistory", "sessions"})
"""Apps whose rows come with migrations and `load_councils`."""


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be loaded: how many councils (provinces with communes below), years, and the dice's seed."""

    councils: int
    years: int
    seed: int
    today: date

    @property
    def calendar(self) -> range:
        """The years, the current one the last."""
        return range(self.today.year - self.years + 1, self.today.year + 1)


def refuse_other_data() -> None:
    """Raises CommandError where any table of work has a row."""
    for model in apps.get_models():
        if model._meta.app_label in _REFERENCE or not model._meta.managed or model._meta.proxy:
            continue
        if model is ChangeMark:  # every upgrade leaves one
            continue
        if model._default_manager.exists():
            words = f"This database holds other data ({model._meta.label}). Load into an empty one."
            raise CommandError(words)


def chosen(order: Order) -> list[Council]:
    """Provinces in proportion, each with its share of communes, by dice; always the same for one seed."""
    dice = Random(order.seed)  # noqa: S311 - a fixed pattern is wanted, not a secret
    now = Council.objects.filter(Q(valid_to__isnull=True)).prefetch_related("terms").order_by("slug")
    provinces = [council for council in now if council.level == Level.PROVINCE]
    dice.shuffle(provinces)
    communes: dict[int | None, list[Council]] = {}
    for council in now:
        if council.level == Level.COMMUNE:
            communes.setdefault(council.parent_id, []).append(council)
    found: list[Council] = []
    for province in provinces:
        if len(found) < order.councils:
            found += [province, *communes.get(province.pk, [])][: order.councils - len(found)]
    return found


def load(order: Order, told: Callable[[int, int, int], None]) -> Path:
    """Load everything; `told(done, all, rows)` after each council. Returns the file that keeps the figures."""
    refuse_other_data()
    councils = chosen(order)
    book, password = Book(), hashed()
    fields = list(Field.objects.filter(council__isnull=True).values_list("pk", flat=True))
    figures = {}
    for done, council in enumerate(councils, start=1):
        with book.writing():
            for plan in _council(book, council, order, fields, password):
                figures[f"{council.slug}:{plan.year}"] = dict(plan.figures())
        told(done, len(councils), book.rows)
    book.let_go()
    with connection.cursor() as cursor:
        # Reads by the index alone need the map that a vacuum draws; inside a transaction there is none.
        cursor.execute("ANALYZE" if connection.in_atomic_block else "VACUUM (ANALYZE)")
    ChangeMark.objects.leave(ChangeMark.EVERYWHERE)  # the triggers that would have marked were set aside
    return _note(order, councils, figures)


def _council(
    book: Book, council: Council, order: Order, fields: Sequence[int], password: str
) -> Iterator[YearPlan]:
    first = date(order.calendar[0], 1, 1)
    if council.valid_from and council.valid_from > first:
        Council.objects.filter(pk=council.pk).update(valid_from=first)
    house = settle(book, council, first, password)
    number = 0
    for year in order.calendar:
        plan = plan_year(council, year, order.seed, order.today)
        number = _year(book, house, plan, fields, number)
        yield plan


def _year(book: Book, house: House, plan: YearPlan, fields: Sequence[int], number: int) -> int:
    making = Year(book, house, plan, fields)
    last = sittings.sit(making, number)
    contact.meet(making)
    letters.write(making)
    missions.supervise(making)
    return last


def _note(order: Order, councils: Sequence[Council], figures: dict[str, dict[str, int]]) -> Path:
    place = Path(settings.DATA_DIR) / NOTED
    facts = {
        "councils": [council.slug for council in councils],
        "years": list(order.calendar),
        "seed": order.seed,
        "until": order.today.isoformat(),
        "loaded": timezone.now().isoformat(),
        "figures": figures,
    }
    place.write_text(json.dumps(facts), encoding="utf-8")
    return place
