"""Resolutions and how they are carried out: indicators R01 to R08 of the domain reference."""

from __future__ import annotations

from collections import Counter
from typing import Final

from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from core import display
from reports.figures.facts import Facts
from reports.figures.facts.resolutions import (
    COMPLETED,
    IN_PROGRESS,
    IN_TIME,
    LATE,
    NOT_DONE,
    NOT_YET,
    OVERDUE,
)
from reports.figures.registry import NONE, Listing, Outcome, Share, by, by_id, localised, registry, share_note
from sessions.models import ResolutionRelation

SORTS: Final = {"normative": Q(is_normative=True), "individual": Q(is_normative=False)}
"""Normative resolutions set general rules; individual ones decide one matter."""
SENDING: Final = {
    IN_TIME: _("Sent up in time"),
    LATE: _("Sent up late"),
    NOT_YET: _("Not sent up yet"),
}
PROGRESS: Final = {
    COMPLETED: _("Completed"),
    IN_PROGRESS: _("In progress"),
    OVERDUE: _("Overdue"),
    NOT_DONE: _("Not carried out"),
}
_of_field = by_id("field")


def _sorts(facts: Facts, name: str) -> list[Share]:
    normative = facts.resolution_sum(name, lambda row: row.of_council and row.normative)
    total = facts.resolution_sum(name)
    shares = [
        Share(_("Normative"), normative, "normative"),
        Share(_("Individual"), total - normative, "individual"),
    ]
    return shares if total else []


def _counted(facts: Facts, name: str) -> Outcome:
    return Outcome(facts.resolution_sum(name), _sorts(facts, name))


def _of_sort_or_field(key: str) -> Q | None:
    return SORTS.get(key) or _of_field(key)


def _fields(facts: Facts) -> list[Share]:
    """Fields of the adopted resolutions, the largest first; none while nobody has classified any."""
    counts: Counter[tuple[int | None, str]] = Counter()
    for row in facts.resolution_counts:
        if row.of_council and row.adopted:
            counts[row.field, localised(row.field_name or "", row.field_name_en or "")] += row.adopted
    if not any(pk for pk, _name in counts):
        return []
    ranked = sorted(counts.items(), key=lambda pair: (pair[0][0] is None, -pair[1], pair[0][1]))
    return [
        Share(name, n, str(pk)) if pk else Share(_("Not classified yet"), n, NONE) for (pk, name), n in ranked
    ]


_DEFINED: Final = {"unit": _("resolutions"), "listing": Listing.RESOLUTIONS}


@registry.indicator(
    "R01",
    _("Resolutions adopted"),
    **_DEFINED,
    definition=_(
        "Resolutions that the council adopted on a day of the period, by sort and by field. Those of the Standing "
        "Committee are R08."
    ),
    rows=Facts.adopted,
    part=_of_sort_or_field,
)
def adopted(facts: Facts) -> Outcome:
    """R01; sorts and fields each add up to the whole."""
    return Outcome(facts.resolution_sum("adopted"), [*_sorts(facts, "adopted"), *_fields(facts)])


@registry.indicator(
    "R02",
    _("Resolutions issued"),
    **_DEFINED,
    definition=_("Resolutions of the council signed on a day of the period, whenever they were adopted."),
    rows=Facts.signed,
    part=SORTS.get,
)
def issued(facts: Facts) -> Outcome:
    """R02; with how many of them were adopted before the period."""
    before = facts.resolution_sum("signed_later")
    note = gettext("%(n)s of these adopted before the period") % {"n": display.number(before)}
    return _counted(facts, "signed")._replace(note=note if before else "")


@registry.indicator(
    "R03",
    _("Resolutions adopted since the term began"),
    **_DEFINED,
    definition=_(
        "Resolutions that the council adopted since the beginning of the term in which the last day that counts lies, "
        "until that day."
    ),
    rows=Facts.since_term,
    part=SORTS.get,
)
def since_term(facts: Facts) -> Outcome:
    """R03; after a merger the term of the new council counts alone."""
    return _counted(facts, "since_term")


@registry.indicator(
    "R04",
    _("Resolutions sent up in time"),
    **_DEFINED,
    definition=_(
        "Of the resolutions issued (R02): sent to the level above by the legal day, as of the day; three days from the "
        "signature unless a rule says otherwise."
    ),
    rows=Facts.signed,
    whole=Q(sending=IN_TIME),
    part=by("sending"),
)
def sent_up(facts: Facts) -> Outcome:
    """R04; its parts are all resolutions issued."""
    total, in_time, late = (facts.resolution_sum(name) for name in ("signed", "in_time", "late"))
    counts = {IN_TIME: in_time, LATE: late, NOT_YET: total - in_time - late}
    shares = [Share(label, counts[key], key, of=total) for key, label in SENDING.items()]
    return Outcome(in_time, shares if total else (), share_note(in_time, total))


@registry.indicator(
    "R05",
    _("Resolutions published"),
    **_DEFINED,
    definition=_("Resolutions of the council published on a day of the period."),
    rows=Facts.published,
    part=SORTS.get,
)
def published(facts: Facts) -> Outcome:
    """R05."""
    return _counted(facts, "published")


@registry.indicator(
    "R06",
    _("Tasks of resolutions"),
    unit=_("given tasks"),
    definition=_(
        "Tasks given out by the day that resolutions adopted until the end of the period set, by how they stood: "
        "completed once the result was accepted, overdue by the due date in force on the day."
    ),
    listing=Listing.TASKS,
    rows=Facts.tasks,
    part=by("progress"),
)
def tasks(facts: Facts) -> Outcome:
    """R06; its parts are all tasks."""
    counts = facts.task_counts
    total = counts.total()
    shares = [Share(label, counts[key], key, of=total) for key, label in PROGRESS.items()]
    told = [share for share in shares if share.value or share.key != NOT_DONE]
    return Outcome(total, told if total else ())


@registry.indicator(
    "R07",
    _("Earlier texts amended, replaced or repealed"),
    unit=_("earlier texts"),
    definition=_(
        "What adopted resolutions of the council or its Standing Committee do to earlier texts with effect from a day "
        "of the period, by kind."
    ),
    listing=Listing.CHANGES,
    rows=Facts.changes,
    part=by("kind"),
)
def changes(facts: Facts) -> Outcome:
    """R07."""
    labels = {
        ResolutionRelation.Kind.AMENDS: _("Amended"),
        ResolutionRelation.Kind.REPLACES: _("Replaced"),
        ResolutionRelation.Kind.REPEALS: _("Repealed"),
        ResolutionRelation.Kind.REPEALS_PARTLY: _("Repealed in part"),
    }
    counts = facts.change_counts
    shares = [Share(label, counts[kind], kind.value) for kind, label in labels.items() if counts[kind]]
    return Outcome(counts.total(), shares)


@registry.indicator(
    "R08",
    _("Resolutions of the Standing Committee"),
    **_DEFINED,
    definition=_("Resolutions that the Standing Committee adopted between sittings, on a day of the period."),
    rows=Facts.of_standing,
)
def of_standing_committee(facts: Facts) -> Outcome:
    """R08."""
    return Outcome(facts.resolution_sum("adopted", lambda row: not row.of_council))
