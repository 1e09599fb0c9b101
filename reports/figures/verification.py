"""Verification: indicators V01 to V04 of the domain reference."""

from __future__ import annotations

from collections import Counter

from django.utils.translation import gettext_lazy as _

from councils.models import Committee
from reports.figures.facts import Facts
from reports.figures.facts.verification import IN_TIME, STOPPED
from reports.figures.registry import (
    Listing,
    Outcome,
    Share,
    by,
    exact_share,
    percentage,
    registry,
    share_note,
)
from reports.figures.sittings import by_choice
from sessions.models import BodyMeeting

_BY_COMMITTEE = by("committee__kind")


@registry.indicator(
    "V01",
    _("Papers verified"),
    unit=_("verified papers"),
    definition=_(
        "Papers on which the leading committee reported on a day of the period, each once, by committee."
    ),
    listing=Listing.VERIFICATIONS,
    rows=Facts.verified,
    part=_BY_COMMITTEE,
)
def verified(facts: Facts) -> Outcome:
    """V01."""
    counts: Counter[str] = Counter()
    for row in facts.verified_counts:
        counts[row.kind] += row.papers
    return Outcome(counts.total(), by_choice(Committee.Kind, counts))


@registry.indicator(
    "V02",
    _("Drafts stopped after verification"),
    unit=_("draft papers"),
    definition=_(
        "Proposals, projects and draft resolutions that were returned, withdrawn or deferred on a day of the period, "
        "once their verification had begun; each once, by what became of it last."
    ),
    listing=Listing.PAPERS,
    rows=Facts.stopped,
    part=by("outcome"),
)
def stopped(facts: Facts) -> Outcome:
    """V02."""
    counts = facts.stopped_counts
    shares = [
        Share(state.label, counts[state.value], state.value) for state in STOPPED if counts[state.value]
    ]
    return Outcome(counts.total(), shares)


@registry.indicator(
    "V03",
    _("Verification meetings"),
    unit=_("meetings"),
    definition=_("Meetings at which committees verified papers, held on a day of the period, by committee."),
    listing=Listing.BODY_MEETINGS,
    rows=Facts.verification_meetings,
    part=_BY_COMMITTEE,
)
def verification_meetings(facts: Facts) -> Outcome:
    """V03."""
    counts: Counter[str] = Counter()
    for row in facts.body_meeting_counts:
        if row.kind == BodyMeeting.Kind.VERIFICATION:
            counts[row.committee_kind or ""] += row.meetings
    return Outcome(counts.total(), by_choice(Committee.Kind, counts))


@registry.indicator(
    "V04",
    _("Verification reports in time"),
    unit="%",
    definition=_(
        "Of the reports of leading committees in the period (V01): in per cent, those made by their due day."
    ),
    listing=Listing.VERIFICATIONS,
    rows=Facts.verified,
    whole=IN_TIME,
    part={"in_time": IN_TIME, "late": ~IN_TIME}.get,
)
def reports_in_time(facts: Facts) -> Outcome:
    """V04; its parts are all reports."""
    total = sum(row.papers for row in facts.verified_counts)
    in_time = sum(row.in_time for row in facts.verified_counts)
    shares = [
        Share(_("Reported in time"), in_time, "in_time"),
        Share(_("Reported late"), total - in_time, "late"),
    ]
    return Outcome(
        percentage(in_time, total),
        shares if total else (),
        share_note(in_time, total),
        exact=exact_share(in_time, total),
    )
