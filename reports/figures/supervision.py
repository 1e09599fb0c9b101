"""Supervision and what it recommended: indicators S01 to S09 and P01 to P06 of the domain reference."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final

from django.db.models import Q
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from core import display
from councils.models import Committee
from reports.figures.facts import Facts
from reports.figures.facts.supervision import DONE, DROPPED, MATTERS, OPEN
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
from supervision.models import Subject, SupervisionMission, TextReview, WorkingSession
from supervision.standing import UNFINISHED, Standing

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

_KIND: Final = SupervisionMission.Kind
ITEMS: Final[dict[str, _StrOrPromise]] = {
    DONE: _("Carried out"),
    OPEN: _("Not carried out yet"),
    DROPPED: _("Dropped from the programme"),
}
"""How an item of a programme stands."""
_COMMITTEES: Final = "of-"
"""Before the kind of a committee in the key of a part, where the subjects are parts too."""


def _by_subject(key: str) -> Q | None:
    """Parts told apart by who supervised; a committee also by its kind."""
    if key in Subject.values:
        return Q(subject=key)
    kind = key.removeprefix(_COMMITTEES)
    return Q(committee__kind=kind) if key != kind and kind in Committee.Kind.values else None


def _subjects(facts: Facts, name: str, kind: str = "") -> list[Share]:
    """Who supervised, and of the committees each kind; both cuts take from the same rows."""
    shares = by_choice(Subject, facts.missions_by_subject(name, kind))
    counts: Counter[str] = Counter()
    for row in facts.mission_counts:
        if kind in {"", row.kind} and row.committee_kind:
            counts[row.committee_kind] += getattr(row, name)
    return shares + [
        Share(one.label, counts[one.value], f"{_COMMITTEES}{one.value}")
        for one in Committee.Kind
        if counts[one.value]
    ]


def _total(facts: Facts, name: str, kind: str = "") -> int:
    return facts.missions_by_subject(name, kind).total()


@registry.indicator(
    "S01",
    _("Thematic missions decided"),
    unit=_("missions"),
    definition=_(
        "Thematic supervision missions whose decision is dated on a day of the period, by who supervises; those "
        "postponed or dropped by the as-of day do not count."
    ),
    listing=Listing.MISSIONS,
    rows=Facts.thematic,
    part=_by_subject,
)
def thematic(facts: Facts) -> Outcome:
    """S01 by the day of the decision; by that of the report it is S01-reported."""
    return Outcome(_total(facts, "decided", _KIND.THEMATIC), _subjects(facts, "decided", _KIND.THEMATIC))


@registry.indicator(
    "S01-reported",
    _("Thematic missions reported"),
    unit=_("missions"),
    definition=_(
        "Thematic supervision missions whose team handed in its report on a day of the period, whenever they were "
        "decided."
    ),
    listing=Listing.MISSIONS,
    rows=Facts.thematic_reported,
    part=_by_subject,
)
def thematic_reported(facts: Facts) -> Outcome:
    """S01 by the day of the report."""
    return Outcome(_total(facts, "reported", _KIND.THEMATIC), _subjects(facts, "reported", _KIND.THEMATIC))


@registry.indicator(
    "S02",
    _("Surveys decided"),
    unit=_("surveys"),
    definition=_(
        "Surveys whose decision is dated on a day of the period, by who carries them out; those postponed or dropped "
        "by the as-of day do not count."
    ),
    listing=Listing.MISSIONS,
    rows=Facts.surveys,
    part=_by_subject,
)
def surveys(facts: Facts) -> Outcome:
    """S02."""
    return Outcome(_total(facts, "decided", _KIND.SURVEY), _subjects(facts, "decided", _KIND.SURVEY))


@registry.indicator(
    "S03",
    _("Matters under ongoing supervision"),
    unit=_("matters"),
    definition=_(
        "Letters, voters' opinions and resolutions that a subject took under supervision on a day of the period. Legal "
        "texts reviewed (S08) and letters supervised by an action of their own (L10) come on top: the note adds them "
        "up."
    ),
    listing=Listing.ONGOING,
    rows=Facts.ongoing,
    part=MATTERS.get,
)
def ongoing(facts: Facts) -> Outcome:
    """S03 by what was taken up, with the texts and letters that other figures open."""
    labels = {
        "letter": _("Letters"),
        "opinion": _("Voters' opinions"),
        "resolution": _("Resolutions"),
    }
    counts = facts.ongoing_counts
    items, texts, letters = sum(counts.values()), facts.text_counts.total(), facts.supervised_counts.total()
    shares = [Share(label, counts[key], key) for key, label in labels.items() if counts[key]]
    if texts:
        shares.append(Share(_("Legal texts reviewed"), texts, code="S08"))
    if letters:
        shares.append(Share(_("Letters taken under supervision"), letters, code="L10"))
    words = gettext("%(n)s with texts reviewed and letters") % {"n": display.number(items + texts + letters)}
    return Outcome(items, shares, words if texts or letters else "")


@registry.indicator(
    "S04",
    _("Bodies visited"),
    unit=_("bodies"),
    definition=_(
        "Agencies with which or at which a mission or survey held a session on a day of the period, each once however "
        "often."
    ),
    listing=Listing.BODIES,
    rows=Facts.bodies_visited,
)
def bodies(facts: Facts) -> Outcome:
    """S04."""
    return Outcome(facts.bodies_visited().count())


@registry.indicator(
    "S05",
    _("Sessions held by the teams"),
    unit=_("sessions"),
    definition=_(
        "Working sessions with bodies, visits on the spot and hearings held on a day of the period; meetings of the "
        "team alone do not count."
    ),
    listing=Listing.SESSIONS,
    rows=Facts.working_sessions,
    part=by("kind"),
)
def working_sessions(facts: Facts) -> Outcome:
    """S05."""
    counts = facts.session_kinds
    return Outcome(counts.total(), by_choice(WorkingSession.Kind, counts))


@registry.indicator(
    "S06",
    _("Items of the programme carried out"),
    unit=_("programme items"),
    definition=_(
        "Of the items of supervision programmes for the years of the period, decided by its last day: those done by "
        "the as-of day, an item with a mission by its report. What was dropped had been planned all the same."
    ),
    listing=Listing.PROGRAMME_ITEMS,
    rows=Facts.programme_items,
    whole=Q(item_then=DONE),
    part=by("item_then"),
)
def programme_items(facts: Facts) -> Outcome:
    """S06; its parts are all items planned."""
    counts = facts.item_counts
    shares = [
        Share(label, counts[key], key, of=counts.total())
        for key, label in ITEMS.items()
        if counts[key] or key != DROPPED
    ]
    return Outcome(counts[DONE], shares if counts else (), share_note(counts[DONE], counts.total()))


def _paper(key: str) -> Q | None:
    return {"reports": Q(reported_here=True), "conclusions": Q(concluded_here=True)}.get(key)


@registry.indicator(
    "S07",
    _("Reports and conclusions of supervision"),
    unit=_("supervision papers"),
    definition=_(
        "Reports of missions and surveys handed in, and conclusions or resolutions issued on them, on a day of the "
        "period."
    ),
    listing=Listing.MISSIONS,
    rows=Facts.concluding,
    part=_paper,
    sums=True,
)
def papers(facts: Facts) -> Outcome:
    """S07; a mission that reported and concluded in the period counts twice."""
    reports, conclusions = _total(facts, "reported"), _total(facts, "concluded")
    shares = [
        Share(_("Reports"), reports, "reports"),
        Share(_("Conclusions or resolutions"), conclusions, "conclusions"),
    ]
    return Outcome(reports + conclusions, [share for share in shares if share.value])


@registry.indicator(
    "S08",
    _("Legal texts reviewed"),
    unit=_("legal texts"),
    definition=_("Legal texts whose review ended on a day of the period, by what was found."),
    listing=Listing.TEXTS,
    rows=Facts.texts,
    part=by("finding"),
)
def texts(facts: Facts) -> Outcome:
    """S08, with those that show a fault."""
    counts = facts.text_counts
    shares = [
        Share(one.label, counts[one.value], one.value)
        for one in TextReview.Finding
        if one.value and counts[one.value]
    ]
    return Outcome(counts.total(), shares)


@registry.indicator(
    "S09",
    _("Re-supervisions"),
    unit=_("missions"),
    definition=_(
        "Missions and surveys decided on a day of the period that look again at recommendations made before."
    ),
    listing=Listing.MISSIONS,
    rows=Facts.re_supervisions,
    part=_by_subject,
)
def re_supervisions(facts: Facts) -> Outcome:
    """S09, with how many recommendations they look at."""
    total = _total(facts, "again")
    seen = facts.looked_at_again if total else 0
    words = ngettext("%(n)s recommendation looked at", "%(n)s recommendations looked at", seen) % {
        "n": display.number(seen)
    }
    return Outcome(total, _subjects(facts, "again"), words if total else "")


# --- Recommendations ---

_RECOMMENDATIONS: Final = {"unit": _("recommendations"), "listing": Listing.RECOMMENDATIONS}


def _of_subject(key: str) -> Q | None:
    return Q(mission__subject=key) if key in Subject.values else None


def _standing(*standings: str) -> Callable[[Facts], Any]:
    return lambda facts: facts.recommended(*standings)


def _counted(facts: Facts, *standings: str) -> Outcome:
    """How many stand so, by who supervised, with their share of all that were issued."""
    counts = facts.recommended_by_subject(*standings)
    note = share_note(counts.total(), facts.standings.total()) if standings else ""
    return Outcome(counts.total(), by_choice(Subject, counts), note)


@registry.indicator(
    "P01",
    _("Recommendations issued"),
    **_RECOMMENDATIONS,
    definition=_(
        "Recommendations sent on a day of the period with a conclusion or the report of a survey, by who supervised. "
        "P02 to P04 are the same recommendations as of the day."
    ),
    rows=Facts.recommended,
    part=_of_subject,
)
def recommended(facts: Facts) -> Outcome:
    """P01; the account of its four parts stands in the note."""
    found = facts.standings
    words = gettext(
        "%(issued)s = %(done)s done + %(running)s in progress + %(not_done)s not done + %(void)s no longer applicable"
    ) % {
        "issued": display.number(found.total()),
        "done": display.number(found[Standing.DONE]),
        "running": display.number(sum(found[one] for one in UNFINISHED)),
        "not_done": display.number(found[Standing.NOT_DONE]),
        "void": display.number(found[Standing.NOT_APPLICABLE]),
    }
    return _counted(facts)._replace(note=words if found else "")


@registry.indicator(
    "P02",
    _("Recommendations carried out"),
    **_RECOMMENDATIONS,
    definition=_(
        "Of the recommendations issued (P01): those that the verdict in force on the as-of day calls carried out. What "
        "the body itself claims does not count."
    ),
    rows=_standing(Standing.DONE),
    part=_of_subject,
)
def done(facts: Facts) -> Outcome:
    """P02."""
    return _counted(facts, Standing.DONE)


@registry.indicator(
    "P03",
    _("Recommendations in progress"),
    **_RECOMMENDATIONS,
    definition=_(
        "Of the recommendations issued (P01): those without a verdict by the as-of day, and those carried out in part."
    ),
    rows=_standing(*UNFINISHED),
    part=by("standing"),
)
def in_progress(facts: Facts) -> Outcome:
    """P03; its parts say whether a verdict has been given."""
    counts = facts.standings
    shares = [Share(one.label, counts[one], one.value) for one in UNFINISHED if counts[one]]
    return _counted(facts, *UNFINISHED)._replace(shares=shares)


@registry.indicator(
    "P04",
    _("Recommendations not carried out"),
    **_RECOMMENDATIONS,
    definition=_(
        "Of the recommendations issued (P01): those that the verdict in force on the day calls not done."
    ),
    rows=_standing(Standing.NOT_DONE),
    part=_of_subject,
)
def not_done(facts: Facts) -> Outcome:
    """P04."""
    return _counted(facts, Standing.NOT_DONE)


@registry.indicator(
    "P-void",
    _("Recommendations no longer applicable"),
    **_RECOMMENDATIONS,
    definition=_(
        "Of the recommendations issued (P01): those that the verdict in force on the day calls no longer applicable, "
        "or that were withdrawn without a verdict."
    ),
    rows=_standing(Standing.NOT_APPLICABLE),
    part=_of_subject,
)
def void(facts: Facts) -> Outcome:
    """The rest of P01."""
    return _counted(facts, Standing.NOT_APPLICABLE)


@registry.indicator(
    "P05",
    _("Recommendations overdue"),
    **_RECOMMENDATIONS,
    definition=_(
        "Recommendations, whenever issued, whose answer was owed and late on the as-of day, by the due day in force "
        "then."
    ),
    rows=Facts.recommendations_overdue,
    part=_of_subject,
    late=True,
)
def overdue(facts: Facts) -> Outcome:
    """P05."""
    counts = facts.overdue_by_subject
    return Outcome(counts.total(), by_choice(Subject, counts))


@registry.indicator(
    "P06",
    _("Share of recommendations carried out"),
    unit="%",
    definition=_(
        "Of the recommendations issued in the period (P01): in per cent, those carried out as of the day (P02)."
    ),
    listing=Listing.RECOMMENDATIONS,
    rows=Facts.recommended,
    whole=Q(standing=Standing.DONE),
    part=by("standing"),
)
def carried_out(facts: Facts) -> Outcome:
    """P06; its parts are all recommendations issued."""
    counts = facts.standings
    total, finished = counts.total(), counts[Standing.DONE]
    shares = [Share(one.label, counts[one], one.value, of=total) for one in Standing if counts[one]]
    return Outcome(
        percentage(finished, total), shares, share_note(finished, total), exact=exact_share(finished, total)
    )
