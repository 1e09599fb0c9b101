"""Forwarding an opinion that another level can settle: up or down to a council, which accepts it or returns it."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from core.display import day
from core.errors import Refused
from core.services import entered_by, refuse
from councils.models import Council
from councils.querysets import valid_on
from voters.models import CompetenceLevel, OpinionForward, VoterOpinion
from voters.services.opinions import OpinionRow, allot, fresh, lock, standing_fault

Decision = OpinionForward.Decision


def receivers(opinion: VoterOpinion) -> QuerySet[Council]:
    """The councils directly above and below that exist today and have the opinion's level of competence.

    None for the central level: that goes to the National Assembly delegation, an agency of the council.
    """
    council = opinion.council
    near = Q(pk__in=[council.parent_id] if council.parent_id else []) | Q(parent=council)
    found: QuerySet[Council] = Council.objects.filter(
        near, valid_on(timezone.localdate()), level=opinion.competence_level
    )
    return found.order_by("sort_key")


def forwarding_fault(opinion: VoterOpinion) -> str:
    """Why an opinion read `with_standing` cannot be forwarded to another council now, or nothing."""
    if opinion.follow_up_id:
        return _("It was already sent to %(agency)s.") % {"agency": opinion.agency}
    if opinion.screening != VoterOpinion.Screening.CARRIED:
        return _("It is not carried forward: %(screening)s.") % {
            "screening": opinion.get_screening_display().lower()
        }
    if why := standing_fault(opinion):
        return why
    if not opinion.competence_level:
        return _("Say first which level can settle it.")
    if opinion.competence_level == CompetenceLevel.CENTRAL:
        return _(
            "The central level is reached through the National Assembly delegation: send it to that body."
        )
    if opinion.competence_level == opinion.council.level:
        return _("This council's own level can settle it: send it to an agency.")
    return ""


@transaction.atomic
def forward(
    *, opinion: VoterOpinion, to: Council, user: User | None, reason: str, on: date | None = None
) -> OpinionForward:
    """Offer an opinion to the council above or below whose level can settle it; nothing changes until it accepts.

    Raises Refused when it cannot be forwarded, the council is not the one above or below, has not that level or does
    not exist, a reason is missing, or the day lies in the future or before it was said.
    """
    (locked,) = lock([opinion])
    if why := forwarding_fault(locked):
        raise Refused(why)
    asked_on = on or timezone.localdate()
    refuse({"to": _not_to(locked, to), "reason": not reason.strip() and _("Say why it is forwarded.")})
    _check_between(asked_on, locked.recorded_on)
    with entered_by(user):
        return OpinionForward.objects.create(
            opinion=locked, to_council=to, reason=reason.strip(), asked_on=asked_on, asked_by=user
        )


def _not_to(opinion: VoterOpinion, to: Council) -> str:
    if to.pk != opinion.council.parent_id and to.parent_id != opinion.council_id:
        return _("Choose the council directly above or below this one.")
    if to.level != opinion.competence_level:
        return _("%(council)s is not of the level that can settle it: %(level)s.") % {
            "council": to,
            "level": opinion.get_competence_level_display(),
        }
    if not Council.objects.filter(valid_on(timezone.localdate()), pk=to.pk).exists():
        return _("%(council)s no longer exists.") % {"council": to}
    return ""


def _check_between(on: date, first: date) -> None:
    if not first <= on <= timezone.localdate():
        words = {"first": day(first)}
        raise Refused({"on": _("The day must lie between %(first)s and today.") % words})


def _lock_asked(pk: int) -> OpinionForward:
    rows = OpinionForward.objects.select_for_update(of=("self",))
    found = rows.select_related("opinion__council", "opinion__meeting", "opinion__field", "to_council").get(
        pk=pk
    )
    if found.decision != Decision.ASKED:
        raise Refused(_("This has already been decided. Reload the page to see by whom."))
    return found


@transaction.atomic
def accept_forward(*, forwarding: OpinionForward, user: User | None, on: date | None = None) -> VoterOpinion:
    """The receiving council takes it over: an opinion of its own from this day on, still to be classified there.

    Returns that opinion. Raises Refused when it was decided meanwhile, and for a day in the future or before it was
    forwarded.
    """
    found = _lock_asked(forwarding.pk)
    accepted_on = on or timezone.localdate()
    _check_between(accepted_on, found.asked_on)
    with entered_by(user):
        taken = _taken_over(found, accepted_on)
        _decide(found, Decision.ACCEPTED, user, accepted_on)
    return taken


def _taken_over(forwarding: OpinionForward, on: date) -> VoterOpinion:
    """What the receiving council needs and nothing more: the words, the voters' place, the field if it has it too."""
    said, council = forwarding.opinion, forwarding.to_council
    locality = said.meeting.locality if said.meeting else ""
    place = ", ".join(dict.fromkeys(filter(None, [said.voter_place, locality, str(said.council.name)])))
    field = said.field if said.field and said.field.council_id in {None, council.pk} else None
    row = OpinionRow(
        content=said.content,
        voter_place=place[:200],
        field=field,
        competence_level=said.competence_level,
        kind=said.kind,
    )
    more: dict[str, Any] = {"source": VoterOpinion.Source.FORWARDED, "forwarded_from": said}
    made = fresh(
        row, council=council, meeting=None, year=on.year, number=allot(council, on.year)[0], on=on, **more
    )
    made.save()
    return made


@transaction.atomic
def return_forward(
    *, forwarding: OpinionForward, user: User | None, reason: str, on: date | None = None
) -> OpinionForward:
    """The receiving council does not take it over and says why; it is the sender's again.

    Raises Refused as `accept_forward` does, and without a reason.
    """
    found = _lock_asked(forwarding.pk)
    returned_on = on or timezone.localdate()
    refuse({"reason": not reason.strip() and _("Say why it is returned.")})
    _check_between(returned_on, found.asked_on)
    with entered_by(user):
        return _decide(found, Decision.RETURNED, user, returned_on, reason)


@transaction.atomic
def take_back_forward(*, forwarding: OpinionForward, user: User | None) -> OpinionForward:
    """The sender takes it back before anybody has decided. Raises Refused once somebody has."""
    found = _lock_asked(forwarding.pk)
    with entered_by(user):
        return _decide(found, Decision.TAKEN_BACK, user, max(timezone.localdate(), found.asked_on))


def _decide(
    forwarding: OpinionForward, decision: str, user: User | None, on: date, note: str = ""
) -> OpinionForward:
    forwarding.decision, forwarding.decided_on, forwarding.decided_by = decision, on, user
    forwarding.decided_at, forwarding.decision_note = timezone.now(), note.strip()
    forwarding.save()
    return forwarding
