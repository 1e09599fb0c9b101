"""Voters' opinions: indicators O01 to O12 of the domain reference.

Cohort rule: opinions recorded in the period, with the result they had on the as-of day; what was carried over from
earlier periods only counts in the backlog (O11, O12).
"""

from __future__ import annotations

from django.db.models import Count, Q
from django.utils.translation import gettext_lazy as _

from councils.models import Field
from followups.asof import NO_RESULT
from followups.states import ResultClass, UnresolvedReason
from reports.figures.facts import Facts
from reports.figures.registry import (
    NONE,
    Listing,
    Outcome,
    Share,
    by,
    by_id,
    exact_share,
    localised,
    percentage,
    registry,
    share_note,
)
from voters.models import CompetenceLevel

RUNNING = (ResultClass.IN_PROGRESS, ResultClass.SCHEDULED)
"""Classes that reports fold into "being resolved"."""
ANSWERED = (ResultClass.RESOLVED, ResultClass.EXPLAINED)
"""Classes that are answers by themselves; a running one is answered once a written answer came."""
IS_ANSWERED = Q(result_then__in=ANSWERED) | Q(result_then__in=RUNNING, replied_then=True)


def _results(facts: Facts, classes: tuple[ResultClass, ...]) -> list[Share]:
    return [Share(result.label, facts.count(result=result.value), result.value) for result in classes]


def _of_cohort(facts: Facts, *classes: ResultClass) -> Outcome:
    value = sum(facts.count(result=result.value) for result in classes)
    shares = _results(facts, classes) if len(classes) > 1 else ()
    return Outcome(value, shares, share_note(value, facts.classes.total()))


def _with_result(*classes: ResultClass) -> object:
    return lambda facts: facts.cohort().filter(result_then__in=classes)


_DEFINED = {"unit": _("opinions"), "listing": Listing.OPINIONS}


@registry.indicator(
    "O01",
    _("Opinions received"),
    **_DEFINED,
    definition=_(
        "Opinions recorded in the period, after merging and splitting; not those answered on the spot or out of scope."
    ),
    rows=Facts.cohort,
    part=by("result_then"),
)
def received(facts: Facts) -> Outcome:
    """O01; its parts are all classes of result, so that they always add up."""
    classes = _results(facts, tuple(ResultClass))
    nothing = Share(_("No result yet"), facts.count(result=NO_RESULT), NO_RESULT)
    return Outcome(facts.classes.total(), [*classes, nothing])


@registry.indicator(
    "O02",
    _("Opinions sent to the competent bodies"),
    **_DEFINED,
    definition=_("Opinions sent on a day of the period, whenever they were recorded."),
    rows=Facts.sent,
)
def sent(facts: Facts) -> Outcome:
    """O02."""
    return Outcome(facts.sent().count())


@registry.indicator(
    "O03",
    _("Opinions by competence"),
    **_DEFINED,
    definition=_("The opinions received (O01) by the level that can settle them."),
    rows=Facts.cohort,
    part=by("competence_level"),
)
def by_competence(facts: Facts) -> Outcome:
    """O03."""
    counts = facts.by("level")
    shares = [
        Share(level.label, counts[level.value], level.value)
        for level in CompetenceLevel
        if counts[level.value]
    ]
    return Outcome(facts.classes.total(), [*shares, *_unclassified(counts[""])])


@registry.indicator(
    "O04",
    _("Opinions by field"),
    **_DEFINED,
    definition=_("The opinions received (O01) by subject."),
    rows=Facts.cohort,
    part=by_id("field"),
)
def by_field(facts: Facts) -> Outcome:
    """O04."""
    counts = facts.by("field")
    fields = Field.objects.filter(pk__in=[pk for pk in counts if pk is not None])
    shares = [
        Share(localised(field.name, field.name_en), counts[field.pk], str(field.pk)) for field in fields
    ]
    return Outcome(facts.classes.total(), [*shares, *_unclassified(counts[None])])


def _unclassified(count: int) -> list[Share]:
    return [Share(_("Not classified yet"), count, NONE)] if count else []


@registry.indicator(
    "O05",
    _("Opinions resolved"),
    **_DEFINED,
    definition=_("Of the opinions received (O01): resolved as of the day."),
    rows=_with_result(ResultClass.RESOLVED),
)
def resolved(facts: Facts) -> Outcome:
    """O05."""
    return _of_cohort(facts, ResultClass.RESOLVED)


@registry.indicator(
    "O06",
    _("Opinions being resolved"),
    **_DEFINED,
    definition=_(
        "Of the opinions received (O01): being resolved as of the day, those scheduled with a date included."
    ),
    rows=_with_result(*RUNNING),
    part=by("result_then"),
)
def in_progress(facts: Facts) -> Outcome:
    """O06, folding in what is scheduled."""
    return _of_cohort(facts, *RUNNING)


@registry.indicator(
    "O07",
    _("Opinions explained"),
    **_DEFINED,
    definition=_("Of the opinions received (O01): settled by an explanation or information as of the day."),
    rows=_with_result(ResultClass.EXPLAINED),
)
def explained(facts: Facts) -> Outcome:
    """O07."""
    return _of_cohort(facts, ResultClass.EXPLAINED)


@registry.indicator(
    "O08",
    _("Opinions not resolved"),
    **_DEFINED,
    definition=_("Of the opinions received (O01): not resolved as of the day, for the reason given."),
    rows=lambda facts: facts.detailed_cohort().filter(result_then=ResultClass.UNRESOLVED),
    part=by("reason_then"),
)
def unresolved(facts: Facts) -> Outcome:
    """O08, by reason."""
    found = _of_cohort(facts, ResultClass.UNRESOLVED)
    reasons = [
        Share(
            reason.label, facts.count(result=ResultClass.UNRESOLVED.value, reason=reason.value), reason.value
        )
        for reason in UnresolvedReason
    ]
    return found._replace(shares=[share for share in reasons if share.value])


@registry.indicator(
    "O-none",
    _("Opinions without a result"),
    **_DEFINED,
    definition=_(
        "Of the opinions received (O01): not answered, or answered and not yet judged, as of the day."
    ),
    rows=lambda facts: facts.cohort().filter(result_then=NO_RESULT),
)
def without_result(facts: Facts) -> Outcome:
    """What is left of O01 after O05 to O08."""
    value = facts.count(result=NO_RESULT)
    return Outcome(value, note=share_note(value, facts.classes.total()))


@registry.indicator(
    "O09",
    _("Opinions answered"),
    **_DEFINED,
    definition=_(
        "Of the opinions received (O01): resolved, explained, or being resolved with a written answer, as of the day."
    ),
    rows=lambda facts: facts.detailed_cohort().filter(IS_ANSWERED),
    part=by("result_then"),
)
def answered(facts: Facts) -> Outcome:
    """O09; the rate is of all opinions received."""
    counts = {result: facts.count(result=result.value) for result in ANSWERED}
    counts |= {result: facts.count(result=result.value, replied=True) for result in RUNNING}
    shares = [Share(result.label, n, result.value) for result, n in counts.items()]
    total = sum(counts.values())
    return Outcome(total, shares, share_note(total, facts.classes.total()))


@registry.indicator(
    "O10",
    _("Share resolved"),
    unit="%",
    listing=Listing.OPINIONS,
    definition=_("Opinions resolved (O05) in per cent of all opinions received (O01), as of the day."),
    rows=_with_result(ResultClass.RESOLVED),
)
def share_resolved(facts: Facts) -> Outcome:
    """O10; the denominator is O01 and is printed with it."""
    part, total = facts.count(result=ResultClass.RESOLVED.value), facts.classes.total()
    shares = [
        Share(_("Opinions resolved"), part, code="O05"),
        Share(_("Opinions received"), total, code="O01"),
    ]
    return Outcome(percentage(part, total), shares, share_note(part, total), exact=exact_share(part, total))


@registry.indicator(
    "O11",
    _("Opinions overdue"),
    **_DEFINED,
    definition=_(
        "Opinions, whenever recorded, whose answer was still owed after the due date in force on the day."
    ),
    rows=Facts.overdue,
    late=True,
)
def overdue(facts: Facts) -> Outcome:
    """O11."""
    return Outcome(facts.overdue().count())


OPENING = Q(open_before=True)
RECEIVED = Q(received=True)
BACKLOG_PARTS = {
    "opening": OPENING,
    "received": RECEIVED,
    "settled": (OPENING | RECEIVED) & Q(open_now=False),
    "again": Q(open_before=False, received=False, open_now=True),
}


@registry.indicator(
    "O12",
    _("Backlog of opinions"),
    **_DEFINED,
    definition=_("Opinions, whenever recorded, that were neither resolved nor explained as of the day."),
    rows=Facts.backlog,
    whole=Q(open_now=True),
    part=BACKLOG_PARTS.get,
)
def backlog(facts: Facts) -> Outcome:
    """O12: closing = opening + received - settled (+ taken up again)."""
    counts = {f"n_{key}": Count("pk", filter=condition) for key, condition in BACKLOG_PARTS.items()}
    found = facts.backlog().aggregate(n_closing=Count("pk", filter=Q(open_now=True)), **counts)
    labels = {
        "opening": _("Open on the eve of the period"),
        "received": _("Received in the period"),
        "settled": _("Settled since"),
        "again": _("Reopened since"),
    }
    shares = [Share(label, found[f"n_{key}"], key) for key, label in labels.items()]
    return Outcome(found["n_closing"], [share for share in shares if share.value or share.key != "again"])
