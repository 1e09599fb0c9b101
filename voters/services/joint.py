"""Joint meetings of two levels: the other council is asked, and accepts or declines."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from core.errors import Refused
from core.services import names, refuse
from councils.models import Council
from sessions.services.moving import move
from voters.models import JointConsent, VoterMeeting
from voters.states import CONSENT_TABLE, ConsentState


@transaction.atomic
def propose(*, meeting: VoterMeeting, councils: Iterable[Council]) -> None:
    """Ask exactly these councils to hold the meeting jointly: new ones are asked, those left out no longer.

    Raises Refused beside `joint_councils` where one that is left out has accepted: it counts the meeting for its own.
    """
    wanted = {council.pk: council for council in councils}
    left_out = meeting.consents.select_for_update(of=("self",)).exclude(council__in=wanted)
    accepted = [row.council for row in left_out.accepted().select_related("council")]
    if accepted:
        raise Refused(
            {
                "joint_councils": _(
                    "Accepted already by %(councils)s, which counts the meeting for its own. Ask it to decline first."
                )
                % {"councils": names(accepted)}
            }
        )
    for consent in left_out:
        if not consent.moves.filter(
            to_state=ConsentState.ACCEPTED
        ).exists():  # else figures of the past rest on it
            consent.moves.all().delete()
            consent.delete()
    asked = set(meeting.consents.values_list("council", flat=True))
    for pk, council in wanted.items():
        if pk not in asked:
            JointConsent.objects.create(meeting=meeting, council=council, proposed_on=_asked_on(meeting))


def _asked_on(meeting: VoterMeeting) -> date:
    """Today; of an old meeting the day it was held, so that an old consent can be entered with its own day."""
    return min(timezone.localdate(), meeting.held_on)


@transaction.atomic
def answer_consent(
    *, consent: JointConsent, name: str, user: User | None, on: date | None = None, note: str = ""
) -> JointConsent:
    """The council that is asked accepts ("accept") or declines ("decline", with a reason), on a day.

    It may change its mind: figures as of an earlier day stay as they were. Raises Refused for a day in the future or
    before it was asked, or before its last answer.
    """
    locked = JointConsent.objects.select_for_update(of=("self",)).get(pk=consent.pk)
    effective = on or timezone.localdate()
    refuse(
        {
            "note": name == "decline" and not note.strip() and _("Say why."),
            "on": effective < locked.proposed_on and _("It was asked only later. Check the day."),
        }
    )
    move(record=locked, table=CONSENT_TABLE, name=name, user=user, on=effective, note=note.strip())
    consent.refresh_from_db()
    return consent


def waiting_for(council: Council) -> int:
    """How many joint meetings wait for this council's answer."""
    return JointConsent.objects.of(council).filter(state=ConsentState.PROPOSED).count()
