"""Voter contact: indicators T01 to T08 of the domain reference."""

from __future__ import annotations

from collections import Counter

from django.db.models import F
from django.utils.translation import gettext_lazy as _

from reports.figures.facts import QUALIFIERS, Facts
from reports.figures.registry import Listing, Outcome, Share, by, registry, share_note
from voters.models import VoterContactRound

Kind = VoterContactRound.Kind


def _by_kind(counts: Counter[str]) -> list[Share]:
    """Every kind of round that occurs, in the order of the choices."""
    return [Share(kind.label, counts[kind.value], kind.value) for kind in Kind if counts[kind.value]]


@registry.indicator(
    "T01",
    _("Voter meetings"),
    unit=_("meetings"),
    definition=_(
        "Meetings with voters held on a day of the period. A joint meeting counts once for the council that keeps it "
        "and once for each that accepted it."
    ),
    listing=Listing.MEETINGS,
    rows=Facts.meetings,
    part=by("kind_shown"),
)
def meetings_held(facts: Facts) -> Outcome:
    """T01, by kind of round."""
    counts: Counter[str] = Counter()
    for row in facts.attendance:
        counts[row.kind] += row.meetings
    return Outcome(counts.total(), _by_kind(counts))


@registry.indicator(
    "T02",
    _("Voter-contact points"),
    unit=_("points"),
    definition=_(
        "Venues at which voters were met in the period, each day counted once; thematic contact is counted apart."
    ),
    listing=Listing.MEETINGS,
    rows=lambda facts: facts.points(thematic=False),
)
def points_of_contact(facts: Facts) -> Outcome:
    """T02."""
    return Outcome(facts.points(thematic=False).count())


@registry.indicator(
    "T02-thematic",
    _("Thematic voter-contact points"),
    unit=_("points"),
    definition=_("Venues at which voters were met on a topic in the period, each day counted once."),
    listing=Listing.MEETINGS,
    rows=lambda facts: facts.points(thematic=True),
)
def thematic_points(facts: Facts) -> Outcome:
    """T02 of thematic contact."""
    return Outcome(facts.points(thematic=True).count())


@registry.indicator(
    "T03",
    _("Voter-contact rounds"),
    unit=_("rounds"),
    definition=_("Rounds of the council in which at least one meeting was held in the period."),
    listing=Listing.ROUNDS,
    rows=Facts.rounds,
)
def rounds_held(facts: Facts) -> Outcome:
    """T03."""
    return Outcome(facts.rounds().count())


@registry.indicator(
    "T04",
    _("Voter attendances"),
    unit=_("attendances"),
    definition=_("Sum of the headcounts of these meetings. One person at two meetings counts twice."),
    listing=Listing.MEETINGS,
    rows=lambda facts: facts.meetings().annotate(counted=F("headcount")),
    sums=True,
)
def attendances(facts: Facts) -> Outcome:
    """T04; the sum is as exact as its parts."""
    heads = facts.heads
    return Outcome(heads.value, qualifier=QUALIFIERS[heads.qualifier])


@registry.indicator(
    "T05",
    _("Voters who spoke"),
    unit=_("speakers"),
    definition=_("Sum of the voters who spoke at these meetings."),
    listing=Listing.MEETINGS,
    rows=lambda facts: facts.meetings().annotate(counted=F("speakers")),
    sums=True,
)
def speakers(facts: Facts) -> Outcome:
    """T05."""
    return Outcome(sum(row.speakers for row in facts.attendance))


@registry.indicator(
    "T06",
    _("Participations of delegates"),
    unit=_("participations"),
    definition=_(
        "How often the council's delegates took part in these meetings, each delegate at each meeting once."
    ),
    listing=Listing.MEETINGS,
    rows=Facts.meetings_with_delegates,
    sums=True,
)
def participations(facts: Facts) -> Outcome:
    """T06, with the delegates who met voters of all seats filled."""
    found = facts.delegations
    return Outcome(
        found.participations,
        [
            Share(_("Delegates who met voters"), found.delegates, code="T06-delegates"),
            Share(_("Seats filled"), found.seats),
        ],
        share_note(found.delegates, found.seats),
    )


@registry.indicator(
    "T06-delegates",
    _("Delegates who met voters"),
    unit=_("delegates"),
    definition=_("Delegates of the council who took part in at least one of these meetings."),
    listing=Listing.DELEGATES,
    rows=Facts.delegates,
)
def delegates_who_met_voters(facts: Facts) -> Outcome:
    """T06, as persons."""
    found = facts.delegations
    return Outcome(found.delegates, note=share_note(found.delegates, found.seats))


@registry.indicator(
    "T07",
    _("Opinions raised at meetings"),
    unit=_("opinions"),
    definition=_(
        "Statements of voters recorded at meetings in the period, as they were made: before splitting and merging."
    ),
    listing=Listing.OPINIONS,
    rows=Facts.raised,
)
def opinions_raised(facts: Facts) -> Outcome:
    """T07."""
    return Outcome(facts.raised_counts.total())


@registry.indicator(
    "T08",
    _("Opinions answered on the spot"),
    unit=_("opinions"),
    definition=_(
        "Statements recorded at meetings in the period that were answered at once and go no further."
    ),
    listing=Listing.OPINIONS,
    rows=Facts.on_spot,
)
def answered_on_spot(facts: Facts) -> Outcome:
    """T08."""
    return Outcome(facts.on_spot_counts.total())
