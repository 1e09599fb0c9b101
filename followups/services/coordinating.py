"""Co-ordinating agencies and their own parts. The responsible body alone answers for the whole."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from core.display import day as shown
from core.errors import Refused
from councils.models import Agency
from followups.contradictions import not_there
from followups.models import Coordination, FollowUp, Notice
from followups.notices import announce
from followups.notices.recipients import Owner, users_of_owners
from followups.services.moving import check_day
from followups.states import OPEN, WAITING


@dataclass(frozen=True)
class Part:
    """What a co-ordinating agency is to contribute, and by when if not by the due day of the whole."""

    agency: Agency
    part: str = ""
    due_on: date | None = None


def check_part(part: Part, *, owner: Any, on: date, due_on: date | None, others: Iterable[int] = ()) -> None:
    """Refuse beside its field a part that cannot be: twice the same agency, the responsible one, an impossible day.

    `on` is the day of sending, `due_on` the due day of the whole, `others` the ids of the agencies that have parts.
    """
    wrong: dict[str, str] = {}
    if part.agency == owner:
        wrong["agency"] = _("It answers for the whole already: choose another agency.")
    elif part.agency.pk in set(others):
        wrong["agency"] = _("This agency already has a part in it.")
    if part.due_on and part.due_on < on:
        wrong["due_on"] = _("The day lies before the sending on %(day)s.") % {"day": shown(on)}
    elif part.due_on and due_on and part.due_on > due_on:
        wrong["due_on"] = _("A part is due by the due day of the whole, %(day)s.") % {"day": shown(due_on)}
    if wrong:
        raise Refused(wrong)


def check_parts(parts: Sequence[Part], *, owner: Any, on: date, due_on: date | None) -> None:
    """Refuse the first part that cannot be, naming its agency; see `check_part`."""
    for place, part in enumerate(parts):
        before = [other.agency.pk for other in parts[:place]]
        try:
            check_part(part, owner=owner, on=on, due_on=due_on, others=before)
        except Refused as refusal:
            raise Refused({"parts": f"{part.agency}: {' '.join(refusal.messages)}"}) from refusal


def set_parts(follow_up: FollowUp, parts: Iterable[Part]) -> None:
    """The parts of a task that nobody has seen yet: these and no others."""
    rows = [Coordination(follow_up=follow_up, agency=p.agency, part=p.part, due_on=p.due_on) for p in parts]
    follow_up.coordinations.exclude(agency__in=[row.agency_id for row in rows]).delete()
    Coordination.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["follow_up", "agency"], update_fields=["part", "due_on"]
    )


@transaction.atomic
def add_part(*, follow_up: FollowUp, user: User, part: Part) -> Coordination:
    """Give one more agency a part in what is already owed; its users are told."""
    locked = FollowUp.objects.select_for_update(of=("self",)).with_owner().get(pk=follow_up.pk)
    if locked.state not in OPEN:
        raise Refused(_("Parts can only be given and taken away while an answer is owed."))
    today = timezone.localdate()
    if gone := not_there(part.agency, today):
        raise Refused({"agency": gone})
    others = locked.coordinations.values_list("agency_id", flat=True)
    check_part(part, owner=locked.owner, on=locked.issued_on or today, due_on=locked.due_on, others=others)
    made = Coordination.objects.create(
        follow_up=locked, agency=part.agency, part=part.part.strip(), due_on=part.due_on
    )
    owner = Owner("agency", part.agency.pk)
    announce(follow_up=locked, kind=Notice.Kind.ISSUED, actor=user, to=users_of_owners([owner], today)[owner])
    return made


@transaction.atomic
def remove_part(*, part: Coordination) -> None:
    """Take away a part to which nothing was contributed; the database's history keeps that it was there."""
    locked = FollowUp.objects.select_for_update().get(pk=part.follow_up_id)
    if locked.state not in OPEN:
        raise Refused(_("Parts can only be given and taken away while an answer is owed."))
    removed, _rows = Coordination.objects.filter(pk=part.pk, contributed_on__isnull=True).delete()
    if not removed:
        raise Refused(_("The agency has contributed: its part stays."))


@transaction.atomic
def contribute(*, part: Coordination, user: User, text: str, on: date) -> Coordination:
    """Record what a co-ordinating agency contributed. Until the matter is settled it may be put right.

    Raises Refused without words, for a day before the sending or in the future, or once the matter is settled.
    """
    locked = FollowUp.objects.select_for_update().get(pk=part.follow_up_id)
    if locked.state not in OPEN | WAITING:
        raise Refused(
            _("Nothing can be contributed any more: the state is “%(state)s”.")
            % {"state": locked.get_state_display()}
        )
    if not text.strip():
        raise Refused({"text": _("Say what was contributed.")})
    check_day(on, follow_up=locked, field="on")
    said = {"contribution": text.strip(), "contributed_on": on, "contributed_by": user}
    if not Coordination.objects.filter(pk=part.pk).update(**said):
        raise Refused(_("The part has been taken away meanwhile."))
    part.refresh_from_db()
    return part
