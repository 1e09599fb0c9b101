"""Sittings and delegates: indicators A01 to A10 of the domain reference."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from django.db.models import Q, TextChoices
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from core import display
from councils.models import Agency
from reports.figures.facts import Facts
from reports.figures.facts.seats import SEAT_PARTS
from reports.figures.facts.sittings import COMMITTEE, CONSIDERED, STANDING, Papers
from reports.figures.registry import (
    NONE,
    Listing,
    Outcome,
    Share,
    Value,
    by,
    registry,
    rounded,
    share_note,
)
from sessions.models import AgendaItem, BodyMeeting, Sitting

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

OWNERS: Final[dict[str, _StrOrPromise]] = {
    **{kind.value: kind.label for kind in Agency.Kind},
    COMMITTEE: _("Committees of the council"),
    STANDING: _("Standing Committee"),
}
"""Sorts of owners of papers."""
DOCUMENTS: Final[dict[str, _StrOrPromise]] = {
    "NQ": _("Resolutions of the Standing Committee"),
    "QĐ": _("Decisions"),
    "BC": _("Reports"),
    "TTr": _("Proposals"),
    "KH": _("Plans"),
    "TB": _("Notices"),
    "CV": _("Official letters"),
    "GM": _("Invitations"),
}
"""Kinds of official documents by their symbol; any other is called by its symbol."""
SEATS: Final[dict[str, _StrOrPromise]] = {
    "vacated": _("Vacated in the period"),
    "by_election": _("Won in by-elections in the period"),
    "women": _("Women"),
    "ethnic": _("Ethnic minorities"),
    "non_party": _("Not Party members"),
    "full_time": _("Full-time"),
}


def by_choice(choices: type[TextChoices], counts: Counter[str]) -> list[Share]:
    """Every choice that occurs, in its order."""
    return [Share(one.label, counts[one.value], one.value) for one in choices if counts[one.value]]


@registry.indicator(
    "A01",
    _("Sittings held"),
    unit=_("sittings"),
    definition=_("Sittings that opened on a day of the period, by kind."),
    listing=Listing.SITTINGS,
    rows=Facts.sittings,
    part=by("kind"),
)
def sittings_held(facts: Facts) -> Outcome:
    """A01."""
    counts = facts.sitting_kinds
    return Outcome(counts.total(), by_choice(Sitting.Kind, counts))


@registry.indicator(
    "A02",
    _("Sitting days"),
    unit=_("sitting days"),
    definition=_(
        "Half-days held in the period, divided by two; a half-day in the hall and in groups counts once. A sitting "
        "whose half-days were not recorded counts none."
    ),
    listing=Listing.HALF_DAYS,
    rows=Facts.half_days,
    sums=True,
)
def sitting_days(facts: Facts) -> Outcome:
    """A02."""
    return Outcome(_days(facts.hall.halves))


def _days(halves: int) -> Value:
    return Decimal(halves) / 2 if halves % 2 else halves // 2


@registry.indicator(
    "A03",
    _("Items considered"),
    unit=_("items"),
    definition=_(
        "Agenda items that the council dealt with on a day of the period; neither sections nor breaks."
    ),
    listing=Listing.ITEMS,
    rows=Facts.items,
    part=by("kind"),
)
def items_considered(facts: Facts) -> Outcome:
    """A03, by kind of item."""
    counts = facts.item_kinds
    return Outcome(counts.total(), by_choice(AgendaItem.Kind, counts))


# --- Papers ---


def _of_kind_or_owner(key: str) -> Q | None:
    if key in CONSIDERED:
        return Q(kind=key)
    return Q(owner_kind=key) if key in OWNERS else None


def _sum(rows: Iterable[Papers], value: Callable[[Papers], int], name: str) -> Counter[str]:
    counts: Counter[str] = Counter()
    for row in rows:
        counts[getattr(row, name)] += value(row)
    return counts


def _by_owner(facts: Facts, value: Callable[[Papers], int]) -> list[Share]:
    counts = _sum(facts.papers, value, "owner")
    return [Share(label, counts[owner], owner) for owner, label in OWNERS.items() if counts[owner]]


@registry.indicator(
    "A04",
    _("Papers tabled"),
    unit=_("papers"),
    definition=_(
        "Reports, proposals and projects tabled on a day of the period, by type and by owner. Draft resolutions are "
        "not counted."
    ),
    listing=Listing.PAPERS,
    rows=Facts.papers_tabled,
    part=_of_kind_or_owner,
)
def papers_tabled(facts: Facts) -> Outcome:
    """A04; types and owners each add up to the whole."""
    kinds = _sum(facts.papers, lambda row: row.tabled, "kind")
    types = [Share(kind.label, kinds[kind.value], kind.value) for kind in CONSIDERED if kinds[kind.value]]
    return Outcome(kinds.total(), [*types, *_by_owner(facts, lambda row: row.tabled)])


@registry.indicator(
    "A05",
    _("Papers received late"),
    unit=_("papers"),
    definition=_("Papers of every kind received on a day of the period, after the day they were due."),
    listing=Listing.PAPERS,
    rows=Facts.papers_late,
    part=by("owner_kind"),
    late=True,
)
def papers_late(facts: Facts) -> Outcome:
    """A05, by owner; with the mean delay in days."""
    late = sum(row.late for row in facts.papers)
    received = sum(row.received for row in facts.papers)
    words = [share_note(late, received)]
    if late:
        delay = rounded(Decimal(sum(row.days_late for row in facts.papers)) / late)
        words.append(gettext("on average %(days)s days late") % {"days": display.number(delay)})
    return Outcome(late, _by_owner(facts, lambda row: row.late), " · ".join(filter(None, words)))


# --- Delegates ---


@registry.indicator(
    "A06",
    _("Attendance of delegates"),
    unit="%",
    definition=_(
        "Delegates present in per cent of the seats filled that day: the mean over the plenary half-days held in the "
        "period whose attendance was recorded."
    ),
    listing=Listing.ROLL_CALLS,
    rows=Facts.roll_calls,
)
def attendance_rate(facts: Facts) -> Outcome:
    """A06, with the counts behind it."""
    hall = facts.hall
    mean = ngettext("of %(n)s half-day", "mean of %(n)s half-days", hall.calls) % {
        "n": display.number(hall.calls)
    }
    present = gettext("present together %(share)s") % {"share": share_note(hall.present, hall.seats)}
    return Outcome(rounded(hall.share), note=f"{mean} · {present}" if hall.calls else "", exact=hall.share)


_IN_GROUP: Final = {"plenary": Q(in_group=False), "group": Q(in_group=True)}


@registry.indicator(
    "A07",
    _("Speaking turns in debate"),
    unit=_("turns"),
    definition=_(
        "Turns that delegates took in debate at half-days held in the period, in the hall or in groups."
    ),
    listing=Listing.TURNS,
    rows=Facts.turns,
    part=_IN_GROUP.get,
)
def speaking_turns(facts: Facts) -> Outcome:
    """A07."""
    found = facts.turn_counts
    total = found.plenary + found.group
    shares = [
        Share(_("In the hall"), found.plenary, "plenary"),
        Share(_("In groups"), found.group, "group"),
    ]
    speakers = ngettext("by %(n)s delegate", "by %(n)s delegates", found.delegates)
    note = speakers % {"n": display.number(found.delegates)} if total else ""
    return Outcome(total, shares if total else (), note)


# --- Bodies ---


@registry.indicator(
    "A08",
    _("Meetings of the Standing Committee"),
    unit=_("meetings of the Standing Committee"),
    definition=_("Regular and extra meetings of the Standing Committee held on a day of the period."),
    listing=Listing.BODY_MEETINGS,
    rows=Facts.standing_meetings,
    part=by("kind"),
)
def standing_meetings(facts: Facts) -> Outcome:
    """A08."""
    counts: Counter[str] = Counter()
    for row in facts.body_meeting_counts:
        if row.committee is None and row.kind in {BodyMeeting.Kind.REGULAR, BodyMeeting.Kind.AD_HOC}:
            counts[row.kind] += row.meetings
    return Outcome(counts.total(), by_choice(BodyMeeting.Kind, counts))


@registry.indicator(
    "A09",
    _("Documents issued"),
    unit=_("documents"),
    definition=_(
        "Documents of the Standing Committee and of committees entered in the register with a day of the period, by "
        "type. The council's own resolutions are not counted."
    ),
    listing=Listing.DOCUMENTS,
    rows=Facts.documents,
    part=lambda key: Q(series__kind="" if key == NONE else key),
)
def documents_issued(facts: Facts) -> Outcome:
    """A09, the most frequent type first."""
    counts = facts.document_kinds
    ranked = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
    shares = [Share(DOCUMENTS.get(kind) or kind or DOCUMENTS["CV"], n, kind or NONE) for kind, n in ranked]
    return Outcome(counts.total(), shares)


@registry.indicator(
    "A10",
    _("Seats filled"),
    unit=_("delegates"),
    definition=_(
        "Seats of the running term filled on the last day that counts. A seat is vacated when its delegate leaves "
        "before the term ends."
    ),
    listing=Listing.SEATS,
    rows=Facts.seats,
    whole=SEAT_PARTS["filled"],
    part=SEAT_PARTS.get,
)
def seats_filled(facts: Facts) -> Outcome:
    """A10, with who sits there."""
    counts = facts.seat_counts
    shares = [
        Share(label, counts[name], name, of=0 if name in {"vacated", "by_election"} else counts["filled"])
        for name, label in SEATS.items()
    ]
    return Outcome(counts["filled"], shares)
