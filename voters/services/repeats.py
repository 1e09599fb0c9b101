"""What somebody said of two opinions that look alike: raised again, or another matter. Nothing decides by itself."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from core.display import day
from core.errors import Refused
from core.services import entered_by
from voters.models import OpinionLikeness, VoterOpinion
from voters.services.opinions import lock, standing_fault

Verdict = OpinionLikeness.Verdict


@transaction.atomic
def mark_repeat(
    *, opinion: VoterOpinion, earlier: VoterOpinion, user: User | None, on: date | None = None, note: str = ""
) -> OpinionLikeness:
    """Kiến nghị nhiều lần: an opinion raises again what an earlier one raised, sent or not; both go on.

    Raises Refused for opinions of several councils, the same one, an earlier one that is the later, one that no longer
    stands by itself or is a repeat already, and a day in the future or before it was said.
    """
    one, other, decided_on = _pair(opinion, earlier, on)
    _check_repeat(one, other, decided_on)
    return _record(one, other, verdict=Verdict.REPEAT, user=user, on=decided_on, note=note.strip())


@transaction.atomic
def mark_different(
    *, opinion: VoterOpinion, earlier: VoterOpinion, user: User | None, on: date | None = None, note: str = ""
) -> OpinionLikeness:
    """Not the same matter: the two are no longer suggested to anybody. Raises Refused as `mark_repeat` does."""
    one, other, decided_on = _pair(opinion, earlier, on)
    return _record(one, other, verdict=Verdict.DIFFERENT, user=user, on=decided_on, note=note.strip())


def _pair(
    opinion: VoterOpinion, earlier: VoterOpinion, on: date | None
) -> tuple[VoterOpinion, VoterOpinion, date]:
    """Both locked, if one council may speak of them on that day (today)."""
    if opinion.pk == earlier.pk:
        raise Refused(_("An opinion does not repeat itself."))
    locked = {row.pk: row for row in lock([opinion, earlier])}
    one, other = locked[opinion.pk], locked[earlier.pk]
    if one.council_id != other.council_id:
        raise Refused(_("The two opinions belong to different councils."))
    decided_on = on or timezone.localdate()
    if decided_on > timezone.localdate():
        raise Refused({"on": _("The day %(day)s lies in the future.") % {"day": day(decided_on)}})
    return one, other, decided_on


def _record(
    opinion: VoterOpinion, earlier: VoterOpinion, *, user: User | None, **said: Any
) -> OpinionLikeness:
    _check_undecided(opinion, earlier)
    with entered_by(user):
        return OpinionLikeness.objects.create(opinion=opinion, earlier=earlier, actor=user, **said)


def _check_repeat(opinion: VoterOpinion, earlier: VoterOpinion, on: date) -> None:
    if why := _no_repeat(opinion, earlier):
        raise Refused(why)
    if on < opinion.recorded_on:
        raise Refused({"on": _("It was voiced only on %(day)s.") % {"day": day(opinion.recorded_on)}})
    if opinion.likenesses.filter(verdict=Verdict.REPEAT, undone_at=None).exists():
        raise Refused(_("It is already known as a repeat of another opinion."))


def _no_repeat(opinion: VoterOpinion, earlier: VoterOpinion) -> str:
    if (earlier.recorded_on, earlier.pk) > (opinion.recorded_on, opinion.pk):
        return _("No. %(number)s is the later of the two.") % {"number": earlier}
    for one in (opinion, earlier):
        if one.merged_into_id or one.is_split or (one.made_by and one.made_by.is_undone):
            return f"{one}: {standing_fault(one)}"
    return ""


def _check_undecided(opinion: VoterOpinion, earlier: VoterOpinion) -> None:
    pair = [opinion.pk, earlier.pk]
    said = OpinionLikeness.objects.filter(opinion__in=pair, earlier__in=pair, undone_at=None).first()
    if said:
        words = {"verdict": said.get_verdict_display(), "day": day(said.on)}
        raise Refused(_("It was already decided on %(day)s: %(verdict)s.") % words)


@transaction.atomic
def undo_likeness(*, likeness: OpinionLikeness, user: User | None, on: date | None = None) -> None:
    """Take a verdict back from a day on (today). Raises Refused when somebody else did, and for an impossible day."""
    undone_on = on or timezone.localdate()
    if not likeness.on <= undone_on <= timezone.localdate():
        words = {"first": day(likeness.on)}
        raise Refused({"on": _("The day must lie between %(first)s and today.") % words})
    with entered_by(user):
        changed = OpinionLikeness.objects.filter(pk=likeness.pk, undone_at=None).update(
            undone_on=undone_on, undone_at=timezone.now(), undone_by=user
        )
    if not changed:
        raise Refused(_("It has already been taken back. Reload the page to see by whom."))
