"""Voters' opinions: indicators O01 to O15 of the domain reference.

Cohort rule: opinions recorded in the period, with the result they had on the as-of day; what was carried over from
earlier periods only counts in the backlog (O11, O12).
"""

from __future__ import annotations

from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from core import display
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
    rounded,
    share_note,
)
from voters.models import CompetenceLevel

RUNNING = (ResultClass.IN_PROGRESS, ResultClass.SCHEDULED)
"""Classes that reports fold into "being resolved"."""
ANSWERED = (ResultClass.RESOLVED, ResultClass.EXPLAINED)
"""Classes that are answers by themselves; a running one is answered once a written answer came."""
IS_ANSWERED = Q(result_then__in=ANSWERED) | Q(result_then__in=RUNNING, replied_then=True)


def _results(facts: Facts, classes: tuple[ResultClass, ...]) -> list[Share]:
    return [Share(result.label, facts.results[result], result.value) for result in classes]


def _of_cohort(facts: Facts, *classes: ResultClass) -> Outcome:
    value = sum(facts.results[result] for result in classes)
    shares = _results(facts, classes) if len(classes) > 1 else ()
    return Outcome(value, shares, share_note(value, facts.results.total()))


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
    nothing = Share(_("No result yet"), facts.results[NO_RESULT], NO_RESULT)
    return Outcome(facts.results.total(), [*classes, nothing])


@registry.indicator(
    "O02",
    _("Opinions sent to the competent bodies"),
    **_DEFINED,
    definition=_("Opinions sent on a day of the period, whenever they were recorded."),
    rows=Facts.sent,
)
def sent(facts: Facts) -> Outcome:
    """O02."""
    return Outcome(facts.sent_counts.total())


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
    return Outcome(counts.total(), [*shares, *_unclassified(counts[""])])


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
    return Outcome(counts.total(), [*shares, *_unclassified(counts[None])])


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
    value = facts.results[NO_RESULT]
    return Outcome(value, note=share_note(value, facts.results.total()))


@registry.indicator(
    "O09",
    _("Opinions answered"),
    **_DEFINED,
    definition=_(
        "Of the opinions received (O01): resolved, explained, or being resolved with a written answer, as of the day. "
        "The share is of all opinions received (O01)."
    ),
    rows=lambda facts: facts.detailed_cohort().filter(IS_ANSWERED),
    part=by("result_then"),
)
def answered(facts: Facts) -> Outcome:
    """O09; the rate is of all opinions received."""
    counts = {result: facts.results[result] for result in ANSWERED}
    counts |= {result: facts.count(result=result.value, replied=True) for result in RUNNING}
    shares = [Share(result.label, n, result.value) for result, n in counts.items()]
    total = sum(counts.values())
    return Outcome(total, shares, share_note(total, facts.results.total()))


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
    part, total = facts.results[ResultClass.RESOLVED], facts.results.total()
    shares = [
        Share(_("Opinions resolved"), part, code="O05"),
        Share(_("Opinions received"), total, code="O01"),
    ]
    return Outcome(percentage(part, total), shares, share_note(part, total), exact=exact_share(part, total))


@registry.indicator(
    "O10-own",
    _("Share resolved of what the council's own level can settle"),
    unit="%",
    listing=Listing.OPINIONS,
    definition=_(
        "Of the opinions received (O01) that the council's own level can settle: those resolved, in per cent, as of "
        "the day."
    ),
    rows=lambda facts: facts.cohort().filter(
        competence_level=facts.query.council.level, result_then=ResultClass.RESOLVED
    ),
)
def share_resolved_of_own_level(facts: Facts) -> Outcome:
    """O10 over the slice of the council's own level, as many reports give it; the denominator is printed with it."""
    own = facts.query.council.level
    part, total = facts.count(result=ResultClass.RESOLVED.value, level=own), facts.count(level=own)
    return Outcome(percentage(part, total), note=share_note(part, total), exact=exact_share(part, total))


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
    return Outcome(facts.overdue_opinions.total())


OPENING = Q(open_before=True)
RECEIVED = Q(received=True)
_COME_SINCE = Q(open_before=False, received=False, open_now=True)
BACKLOG_PARTS = {
    "opening": OPENING,
    "received": RECEIVED,
    "settled": (OPENING | RECEIVED) & Q(works_now=True, open_now=False),
    "again": _COME_SINCE & Q(worked_before=True),
    "replaced": OPENING & Q(works_now=False),
    "made": _COME_SINCE & Q(worked_before=False),
}
_ALWAYS = ("opening", "received", "settled")
"""Lines that stand in every account; the others where there is something to tell."""


@registry.indicator(
    "O12",
    _("Backlog of opinions"),
    **_DEFINED,
    definition=_(
        "Opinions, whenever recorded, that were neither resolved nor explained as of the day. It closes with what was "
        "open on the eve, plus those received, less those settled; plus those reopened, less those merged or split "
        "since, plus what these were merged or split into."
    ),
    rows=Facts.backlog,
    whole=Q(open_now=True),
    part=BACKLOG_PARTS.get,
)
def backlog(facts: Facts) -> Outcome:
    """O12: closing = opening + received - settled (+ taken up again - merged or split + made of these)."""
    found = facts.backlog_counts({"closing": Q(open_now=True), **BACKLOG_PARTS})
    labels = {
        "opening": _("Open on the eve of the period"),
        "received": _("Received in the period"),
        "settled": _("Settled since"),
        "again": _("Reopened since"),
        "replaced": _("Merged or split since"),
        "made": _("What these were merged or split into"),
    }
    shares = [Share(label, found[key], key) for key, label in labels.items()]
    return Outcome(found["closing"], [share for share in shares if share.value or share.key in _ALWAYS])


@registry.indicator(
    "O13",
    _("Opinions raised repeatedly"),
    **_DEFINED,
    definition=_(
        "Of the opinions received (O01): raised in two voter-contact rounds or more, as known on the day: recorded as "
        "raising an earlier one again, or merged from statements of several rounds."
    ),
    rows=Facts.repeated,
    part=by("result_then"),
)
def repeated(facts: Facts) -> Outcome:
    """O13, by the result that they have now."""
    counts = facts.repeated_results
    total = counts.total()
    labels = {**{result.value: result.label for result in ResultClass}, NO_RESULT: _("No result yet")}
    shares = [Share(label, counts[key], key) for key, label in labels.items() if counts[key]]
    return Outcome(total, shares, share_note(total, facts.results.total()))


TIMES = {"once": Q(times=1), "twice": Q(times=2), "more": Q(times__gte=3)}


@registry.indicator(
    "O14",
    _("Opinions with an answer that was not accepted"),
    **_DEFINED,
    definition=_(
        "Opinions, whenever recorded, whose answer was not accepted on a day of the period and was asked for again."
    ),
    rows=Facts.given_back,
    part=TIMES.get,
)
def given_back(facts: Facts) -> Outcome:
    """O14, by how often in the period; the note says how many answers that makes."""
    counts = facts.times_given_back
    more = counts.total() - counts[1] - counts[2]
    lines = (
        (_("Once"), counts[1], "once"),
        (_("Twice"), counts[2], "twice"),
        (_("Three times or more"), more, "more"),
    )
    shares = [Share(*line) for line in lines if line[1]]
    answers = facts.answers_given_back
    note = ngettext("%(count)s answer asked for again", "%(count)s answers asked for again", answers)
    return Outcome(
        counts.total(),
        shares,
        note % {"count": display.number(answers)} if answers else "",
    )


@registry.indicator(
    "O15",
    _("Days until the answer, on average"),
    unit=_("days"),
    listing=Listing.OPINIONS,
    definition=_(
        "Of the opinions to which the first written answer came in the period: calendar days from the sending to the "
        "date of that answer, on average."
    ),
    rows=Facts.first_answers,
    mean=True,
)
def days_to_answer(facts: Facts) -> Outcome:
    """O15; nothing where no answer came. The note states the denominator."""
    found = facts.days_to_answer
    note = ngettext("mean of %(count)s opinion", "mean of %(count)s opinions", found.answers)
    return Outcome(
        rounded(found.mean),
        note=note % {"count": display.number(found.answers)} if found.answers else "",
    )
