"""Citizen reception: indicators C01 to C08 of the domain reference."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any

from django.db.models import F, Q
from django.utils.translation import gettext, ngettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from core import display
from reports.figures.facts import Facts
from reports.figures.facts.reception import GROUP, NOBODY_CAME
from reports.figures.registry import (
    NONE,
    Listing,
    Outcome,
    Share,
    by_id,
    localised,
    registry,
)
from reports.figures.sittings import by_choice
from voters.models import CitizenReception, MatterKind

_BY_FIELD = by_id("field")


def _of_session(key: str) -> Q | None:
    return NOBODY_CAME if key == "nobody_came" else Q(kind=key)


@registry.indicator(
    "C01",
    _("Receptions held"),
    unit=_("receptions"),
    definition=_(
        "Citizen receptions held on a day of the period, by the schedule or ad hoc; one to which nobody came counts."
    ),
    listing=Listing.RECEPTIONS,
    rows=Facts.sessions,
    part=_of_session,
)
def receptions_held(facts: Facts) -> Outcome:
    """C01; the receptions to which nobody came are among both kinds."""
    counts = Counter({row.kind: row.held for row in facts.session_counts})
    empty = sum(row.empty for row in facts.session_counts)
    shares = by_choice(CitizenReception.Kind, counts)
    if empty:
        shares.append(Share(_("No citizen came"), empty, "nobody_came", of=counts.total()))
    return Outcome(counts.total(), shares)


def kind_and_field(key: str) -> Q | None:
    """Parts of matters by their kind or by their field."""
    return Q(kind=key) if key in MatterKind.values else _BY_FIELD(key)


def by_kind_then_field(rows: Iterable[Any], name: str) -> tuple[list[Share], list[Share]]:
    """Shares of the kinds in their order, and of the fields, the most frequent first; each list makes the whole."""
    kinds: Counter[str] = Counter()
    fields: Counter[tuple[int | None, str]] = Counter()
    for row in rows:
        n = getattr(row, name)
        kinds[row.kind] += n
        fields[row.field, localised(row.field_name or "", row.field_name_en or "")] += n
    ranked = sorted(fields.items(), key=lambda pair: (pair[0][0] is None, -pair[1], pair[0][1]))
    return by_choice(MatterKind, kinds), [
        Share(name, n, str(pk)) if pk else Share(_("Not classified yet"), n, NONE) for (pk, name), n in ranked
    ]


@registry.indicator(
    "C02",
    _("Turns of reception"),
    unit=_("turns"),
    definition=_("Matters that citizens brought to receptions of the period, each time that they came."),
    listing=Listing.RECORDS,
    rows=Facts.visits,
)
def turns(facts: Facts) -> Outcome:
    """C02."""
    return Outcome(sum(row.turns for row in facts.visit_counts))


@registry.indicator(
    "C03",
    _("Persons received"),
    unit=pgettext_lazy("unit", "persons"),
    definition=_("Sum of the persons who came with these matters."),
    listing=Listing.RECORDS,
    rows=lambda facts: facts.visits().annotate(counted=F("persons")),
    sums=True,
)
def persons(facts: Facts) -> Outcome:
    """C03."""
    return Outcome(sum(row.persons for row in facts.visit_counts))


_COMING = {"first": Q(repeated=False), "repeated": Q(repeated=True)}


@registry.indicator(
    "C04",
    _("Cases brought"),
    unit=_("cases"),
    definition=_("These matters by whether the citizen came for the first time or had come before."),
    listing=Listing.RECORDS,
    rows=Facts.visits,
    part=_COMING.get,
)
def cases(facts: Facts) -> Outcome:
    """C04."""
    total = sum(row.turns for row in facts.visit_counts)
    again = sum(row.repeated for row in facts.visit_counts)
    shares = [
        Share(_("First time"), total - again, "first"),
        Share(_("Came before"), again, "repeated"),
    ]
    return Outcome(total, shares if total else ())


@registry.indicator(
    "C05",
    _("Large groups"),
    unit=_("groups"),
    definition=_("These matters on which five persons or more came together."),
    listing=Listing.RECORDS,
    rows=lambda facts: facts.visits().filter(GROUP),
)
def groups(facts: Facts) -> Outcome:
    """C05, with the persons in the groups."""
    found = sum(row.groups for row in facts.visit_counts)
    inside = sum(row.group_persons for row in facts.visit_counts)
    words = ngettext("%(n)s person", "%(n)s persons", inside) % {"n": display.number(inside)}
    return Outcome(found, note=words if found else "")


@registry.indicator(
    "C06",
    _("Delegates who received citizens"),
    unit=_("delegates"),
    definition=_("Delegates of the council who sat at a reception of the period, each once."),
    listing=Listing.DELEGATES,
    rows=Facts.receivers,
)
def receivers(facts: Facts) -> Outcome:
    """C06, with the receptions at which a leader received who is no delegate."""
    led = sum(row.by_leaders for row in facts.session_counts)
    words = ngettext("a leader received at %(n)s more", "leaders received at %(n)s more", led)
    return Outcome(facts.receiver_count, note=words % {"n": display.number(led)} if led else "")


@registry.indicator(
    "C07",
    _("Matters by kind and field"),
    unit=_("turns"),
    definition=_("The matters brought (C02) by their kind and by their field."),
    listing=Listing.RECORDS,
    rows=Facts.visits,
    part=kind_and_field,
)
def by_kind_and_field(facts: Facts) -> Outcome:
    """C07; kinds and fields each add up to the whole."""
    kinds, fields = by_kind_then_field(facts.visit_counts, "turns")
    return Outcome(sum(row.turns for row in facts.visit_counts), [*kinds, *fields])


@registry.indicator(
    "C08",
    _("Notices of conclusions"),
    unit=_("notices of conclusions"),
    definition=_("Receptions whose conclusions were issued in a notice dated in the period."),
    listing=Listing.RECEPTIONS,
    rows=Facts.concluded,
)
def conclusions(facts: Facts) -> Outcome:
    """C08, with the tasks that they gave."""
    notices, tasks = facts.conclusion_tasks
    words = gettext("tasks given: %(n)s") % {"n": display.number(tasks)}
    return Outcome(notices, note=words if tasks else "")
