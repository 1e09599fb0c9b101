"""Citizens' letters: indicators L01 to L10 of the domain reference; received + carried over = dealt with + pending."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Any, Final

from django.db.models import Q
from django.utils.translation import gettext, ngettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from core import display
from reports.figures.facts import Facts
from reports.figures.facts.letters import ANSWERED, ELIGIBLE, SCREENING
from reports.figures.reception import by_kind_then_field
from reports.figures.registry import Listing, Outcome, Share, by, by_id, registry, share_note
from reports.figures.sittings import by_choice
from voters.models import Letter, MatterKind
from voters.services.letters import Condition

_DEFINED: Final[dict[str, Any]] = {"unit": pgettext_lazy("unit", "letters"), "listing": Listing.LETTERS}
_KINDS: Final = by("kind")


def _kind_or_source(key: str) -> Q | None:
    if key in MatterKind.values:
        return Q(kind=key)
    return Q(source=key) if key in Letter.Source.values else None


@registry.indicator(
    "L01",
    _("Letters received"),
    **_DEFINED,
    definition=_("Letters entered in the register that were received on a day of the period."),
    rows=Facts.received,
    part=_kind_or_source,
)
def received(facts: Facts) -> Outcome:
    """L01; kinds and sources each add up to the whole."""
    sources: Counter[str] = Counter()
    for row in facts.received_counts:
        sources[row.source] += row.letters
    kinds, _fields = by_kind_then_field(facts.received_counts, "letters")
    return Outcome(facts.account.received, [*kinds, *by_choice(Letter.Source, sources)])


@registry.indicator(
    "L02",
    _("Letters carried over"),
    **_DEFINED,
    definition=_("Letters received before the period that nobody had dealt with on its eve."),
    rows=Facts.carried_over,
)
def carried_over(facts: Facts) -> Outcome:
    """L02."""
    return Outcome(facts.account.carried_over)


@registry.indicator(
    "L03",
    _("Letters that meet the conditions"),
    **_DEFINED,
    definition=_(
        "Of the letters received (L01): those whose conditions are met by the check that counts on the as-of day. A "
        "letter may fail several conditions."
    ),
    rows=Facts.screened,
    whole=ELIGIBLE,
    part=SCREENING.get,
)
def eligible(facts: Facts) -> Outcome:
    """L03, with the letters that fail and the conditions that they fail."""
    counts, total = facts.screening_counts, facts.account.received
    states = {"ineligible": _("Not eligible"), "unchecked": _("Not checked yet")}
    shares = [Share(label, counts[key], key, of=total) for key, label in states.items() if counts[key]]
    faults = [
        Share(gettext("Not met: %(condition)s") % {"condition": one.label}, counts[one.value], one.value)
        for one in Condition
        if counts[one.value]
    ]
    return Outcome(counts["eligible"], [*shares, *faults], share_note(counts["eligible"], total))


@registry.indicator(
    "L04",
    _("Letters by field"),
    **_DEFINED,
    definition=_("The letters received (L01) by field."),
    rows=Facts.received,
    part=by_id("field"),
)
def by_field(facts: Facts) -> Outcome:
    """L04."""
    _kinds, fields = by_kind_then_field(facts.received_counts, "letters")
    return Outcome(facts.account.received, fields)


def _handled(*kinds: str) -> Callable[[Facts], Any]:
    return lambda facts: facts.handled(*kinds)


@registry.indicator(
    "L05",
    _("Letters forwarded"),
    **_DEFINED,
    definition=_(
        "Letters received or carried over that were first dealt with in the period by forwarding them to the "
        "competent body."
    ),
    rows=_handled("forward"),
)
def forwarded(facts: Facts) -> Outcome:
    """L05, with its share of all that was to be dealt with."""
    account = facts.account
    return Outcome(account.forwarded, note=share_note(account.forwarded, account.to_handle))


@registry.indicator(
    "L06",
    _("Letters guided, replied to or returned"),
    **_DEFINED,
    definition=_(
        "Letters received or carried over that were first dealt with in the period by guiding the sender, replying or "
        "returning the letter."
    ),
    rows=_handled(*ANSWERED),
    part=by("handled"),
)
def answered(facts: Facts) -> Outcome:
    """L06."""
    account = facts.account
    parts = {
        "guide": (_("Sender guided"), account.guided),
        "reply": (_("Sender replied to"), account.replied),
        "return": (_("Letter returned"), account.returned),
    }
    return Outcome(account.answered, [Share(label, n, key) for key, (label, n) in parts.items() if n])


@registry.indicator(
    "L07",
    _("Letters filed away"),
    **_DEFINED,
    definition=_("Letters received or carried over that were filed away in the period without another step."),
    rows=_handled("file"),
)
def filed(facts: Facts) -> Outcome:
    """L07."""
    return Outcome(facts.account.filed)


@registry.indicator(
    "L-pending",
    _("Letters pending"),
    **_DEFINED,
    definition=_(
        "Letters that nobody has dealt with at the end of the last day that counts; one under supervision is pending "
        "until it is dealt with."
    ),
    rows=Facts.pending,
)
def pending(facts: Facts) -> Outcome:
    """What is left: the account of the period in one line, each of its numbers with its rows."""
    account = facts.account
    words = gettext(
        "%(received)s received + %(carried)s carried over = %(forwarded)s forwarded + %(answered)s answered + "
        "%(filed)s filed + %(pending)s pending"
    ) % {
        "received": display.number(account.received),
        "carried": display.number(account.carried_over),
        "forwarded": display.number(account.forwarded),
        "answered": display.number(account.answered),
        "filed": display.number(account.filed),
        "pending": display.number(account.pending),
    }
    return Outcome(account.pending, note=words if account.to_handle else "")


@registry.indicator(
    "L08",
    _("Answers to forwarded letters"),
    unit=_("written answers"),
    definition=_("Written answers that came by the as-of day to the letters forwarded in the period (L05)."),
    listing=Listing.LETTERS,
    rows=Facts.with_replies,
    sums=True,
)
def answers(facts: Facts) -> Outcome:
    """L08, with the share of forwarded letters that were answered."""
    found = facts.answers
    share = share_note(found.letters, facts.account.forwarded)
    words = gettext("letters answered: %(share)s") % {"share": share}
    return Outcome(found.replies, note=words if share else "")


@registry.indicator(
    "L09",
    _("Forwarded letters overdue"),
    **_DEFINED,
    definition=_(
        "Letters forwarded whenever whose answer was owed and late on the as-of day, by the due day in force then."
    ),
    rows=Facts.overdue_letters,
    late=True,
)
def overdue(facts: Facts) -> Outcome:
    """L09, with the reminders sent about them."""
    late, reminded = facts.overdue_counts
    words = ngettext("%(n)s reminder sent", "%(n)s reminders sent", reminded) % {
        "n": display.number(reminded)
    }
    return Outcome(late, note=words if late else "")


@registry.indicator(
    "L10",
    _("Letters taken under supervision"),
    **_DEFINED,
    definition=_("Letters whose settlement the council took under supervision on a day of the period."),
    rows=Facts.supervised,
    part=_KINDS,
)
def supervised(facts: Facts) -> Outcome:
    """L10, by kind."""
    counts = facts.supervised_counts
    return Outcome(counts.total(), by_choice(MatterKind, counts))
