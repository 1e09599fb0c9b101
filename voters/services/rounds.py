"""Rounds of voter contact."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from core.display import day
from core.editing import save_edit
from core.errors import Refused
from core.services import apply_changes, entered_by, refuse
from councils.models import Council, CouncilTerm
from sessions.models import Sitting
from voters.models import VoterContactRound
from voters.services.contact_steps import lay_steps
from voters.services.group_reports import redate_reports


def term_in_force(council: Council, on: date) -> CouncilTerm:
    """The council's term on a day; Refused where it has none."""
    terms = CouncilTerm.objects.filter(
        Q(ends_on__isnull=True) | Q(ends_on__gte=on), council=council, starts_on__lte=on
    )
    found = terms.order_by("-starts_on").first()
    if found is None:
        raise Refused({"starts_on": _("This council has no term in force on %(day)s.") % {"day": day(on)}})
    return found


@transaction.atomic
def create_round(
    *,
    council: Council,
    user: User | None,
    kind: str,
    name: str,
    starts_on: date,
    ends_on: date,
    council_term: CouncilTerm | None = None,
    sitting: Sitting | None = None,
    cut_off_on: date | None = None,
    topic: str = "",
    meetings_needed: int = 1,
) -> VoterContactRound:
    """Enter a round; its term is the one in force on its first day.

    Raises Refused for days outside the term or in the wrong order.
    """
    made = VoterContactRound(
        council=council,
        council_term=council_term or term_in_force(council, starts_on),
        kind=kind,
        name=name.strip(),
        sitting=sitting,
        starts_on=starts_on,
        ends_on=ends_on,
        cut_off_on=cut_off_on,
        topic=topic.strip(),
        meetings_needed=meetings_needed,
    )
    _check(made)
    with entered_by(user):
        save_edit(made)
        lay_steps(round=made)
    return made


@transaction.atomic
def update_round(
    *,
    round: VoterContactRound,  # noqa: A002 - the noun of the domain
    user: User | None,
    version: int | None,
    **changes: Any,
) -> VoterContactRound:
    """Change a round; meetings that it already has must stay within its days."""
    apply_changes(round, changes)
    if "council_term" not in changes:
        round.council_term = term_in_force(round.council, round.starts_on)
    _check(round)
    with entered_by(user):
        save_edit(round, version=version)
        lay_steps(round=round)
        redate_reports(round=round, user=user)
    return round


def _check(made: VoterContactRound) -> None:
    refuse(
        {
            "name": not made.name and _("Give the round a name."),
            "starts_on": _outside_term(made),
            "ends_on": made.ends_on < made.starts_on and _("The round ends before it begins."),
            "cut_off_on": made.cut_off_on is not None
            and made.cut_off_on < made.starts_on
            and _("The cut-off day lies before the round begins."),
            "sitting": _wrong_sitting(made),
            "topic": made.kind == VoterContactRound.Kind.THEMATIC
            and not made.topic
            and _("Say what the thematic round is about."),
        }
    )
    refuse({"ends_on": _left_out(made)})


def _wrong_sitting(made: VoterContactRound) -> str | bool:
    """A sitting of another council, or one on the wrong side of the round."""
    sitting = made.sitting
    if sitting is None:
        return False
    if sitting.council_id != made.council_id:
        return _("This sitting belongs to another council.")
    if made.kind == VoterContactRound.Kind.PRE_SITTING and made.starts_on > sitting.closes_on:
        return _("The round begins after this sitting, which ends on %(day)s: it cannot be before it.") % {
            "day": day(sitting.closes_on)
        }
    return (
        made.kind == VoterContactRound.Kind.POST_SITTING
        and made.ends_on < sitting.opens_on
        and _("The round ends before this sitting opens on %(day)s: it cannot be after it.")
        % {"day": day(sitting.opens_on)}
    )


def _outside_term(made: VoterContactRound) -> str | bool:
    term = made.council_term
    if made.starts_on >= term.starts_on and (term.ends_on is None or made.ends_on <= term.ends_on):
        return False
    return _("The round does not lie within the council's term, which runs from %(first)s to %(last)s.") % {
        "first": day(term.starts_on),
        "last": day(term.ends_on),
    }


def _left_out(made: VoterContactRound) -> str | bool:
    if made.pk is None:
        return False
    outside = made.meetings.takes_place().exclude(held_on__range=(made.starts_on, made.ends_on))
    days = list(outside.order_by("held_on").values_list("held_on", flat=True))
    return bool(days) and ngettext(
        "%(count)s meeting of this round lies outside these days (%(day)s). Move it first.",
        "%(count)s meetings of this round lie outside these days (the first on %(day)s). Move them first.",
        len(days),
    ) % {"count": len(days), "day": day(days[0])}
