"""Handing on: to another agency of the same council, or to another level. Until it is accepted nothing changes.

Every write locks the follow-up first and reads the hand-over after that: two people who decide at once do so one after
the other, and the second is told that it has been decided.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import models, transaction
from django.db.models import F, Q, Value
from django.db.models.functions import Coalesce, Concat, NullIf
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from core import display
from core.errors import Refused
from core.models import Period
from core.text import fold
from councils.models import Agency, Council
from followups.models import Coordination, FollowUp, HandOver, Notice
from followups.notices import announce
from followups.notices.recipients import Owner, owner_of, secretariat_of, users_of_owners
from followups.services.moving import check_day, move
from followups.states import OPEN, TABLE

Decision = HandOver.Decision
Receiver = Agency | Council
"""To whom a matter is handed on: an agency of the same council, or a council that chooses one of its own."""


def refusal_to_hand_on(follow_up: FollowUp) -> str:
    """Why it cannot be handed on now, in words; nothing where it can."""
    if pending_hand_over(follow_up) is not None:
        return _("It is already being handed on: wait until that is accepted or refused.")
    return TABLE.refusal("hand_on", follow_up.state)


def pending_hand_over(follow_up: FollowUp) -> HandOver | None:
    """The hand-over that waits to be accepted or refused."""
    return follow_up.hand_overs.filter(decision=Decision.ASKED).first()


@transaction.atomic
def hand_on(
    *,
    follow_up: FollowUp,
    user: User | None,
    to: Receiver,
    reason: str,
    on: date | None = None,
    again: bool = False,
    quiet: bool = False,
) -> HandOver:
    """Ask another agency, or another council, to take a follow-up over; the present body goes on owing the answer.

    `on` is the day it was asked (today), for letters that are entered later; `again` says that the asker knows that
    this receiver has had it before. Raises Refused for a settled follow-up, a second open hand-over, a receiver that
    does not exist on that day or has it already, a day before the sending or in the future, and a missing reason.
    """
    day = on or timezone.localdate()
    locked = _locked(follow_up.pk)
    if refusal := refusal_to_hand_on(locked):
        raise Refused(refusal)
    check_day(day, follow_up=locked, field="on")
    check_receiver(locked, to, day)
    if not reason.strip():
        raise Refused({"reason": _("Say why it is handed on.")})
    warning = loop_warning(locked, to)
    if warning and not again:
        raise Refused({"again": warning})
    agency, council = (to, locked.council) if isinstance(to, Agency) else (None, to)
    hand_over = HandOver.objects.create(
        follow_up=locked,
        kind=HandOver.Kind.AGENCY if agency else HandOver.Kind.COUNCIL,
        from_council=locked.council,
        from_owner=str(locked.owner),
        to_council=council,
        to_agency=agency,
        reason=reason.strip(),
        asked_on=day,
        asked_by=user,
    )
    if not quiet:
        announce(follow_up=locked, kind=Notice.Kind.HANDED_ON, actor=user, to=_receivers(hand_over))
    return hand_over


def check_receiver(follow_up: FollowUp, to: Receiver, day: date) -> None:
    """Refuse, beside its field, a receiver that has it already, is not this council's, or does not exist that day."""
    if isinstance(to, Agency):
        if to.council_id != follow_up.council_id:
            raise Refused(
                {"agency": _("This agency is on another council's list: hand it on to that council.")}
            )
        if to.pk == follow_up.agency_id:
            raise Refused({"agency": _("This agency has it already.")})
        _check_exists("agency", to, day)
        return
    if to.pk == follow_up.council_id:
        raise Refused({"council": _("This council has it already: choose one of its agencies.")})
    _check_exists("council", to, day)


def _check_exists(field: str, body: Receiver, day: date) -> None:
    if not exists_on(body, day):
        words = {"body": str(body), "day": display.day(day)}
        raise Refused(
            {field: _("%(body)s does not exist on %(day)s. Choose the body that took over.") % words}
        )


def exists_on(body: Period, day: date) -> bool:
    """Whether a council or agency is valid on a day."""
    return (body.valid_from or date.min) <= day <= (body.valid_to or date.max)


def head_of(agency: Agency) -> str:
    """Who answers for an agency's task, unless somebody is named. Official text: always Vietnamese."""
    return f"Người đứng đầu {agency.name}"[:200]


def loop_warning(follow_up: FollowUp, to: Receiver) -> str:
    """Letters travel in circles: whether this receiver has had it, or refused it, before; in words, else nothing."""
    if isinstance(to, Agency):
        gave = Q(from_council=to.council_id, from_owner=to.name, decision=Decision.ACCEPTED)
        met = Q(to_agency=to) | gave
    else:
        gave = Q(from_council=to, decision=Decision.ACCEPTED)
        met = (Q(to_council=to) | gave) & ~Q(kind=HandOver.Kind.AGENCY)
    earlier = follow_up.hand_overs.filter(met, decision__in=[Decision.ACCEPTED, Decision.REFUSED]).last()
    if earlier is None:
        return ""
    words = {"body": str(to), "day": display.day(earlier.decided_on), "way": str(earlier)}
    if earlier.decision == Decision.REFUSED:
        return _("%(body)s refused it on %(day)s. Tick the box to ask once more.") % words
    return (
        _("It has already been with %(body)s (%(way)s, %(day)s). Tick the box to hand it on all the same.")
        % words
    )


@transaction.atomic
def accept_hand_over(
    *,
    hand_over: HandOver,
    user: User | None,
    accountable: str,
    agency: Agency | None = None,
    on: date | None = None,
    note: str = "",
    quiet: bool = False,
) -> HandOver:
    """The receiving side takes it over: from now on its agency owes the answer, by the same due day.

    A council names which of its agencies answers. Passing on is counted: no answer came of it. Raises Refused if it
    has been decided, for a day before it was asked or in the future, an agency that is not the receiving council's or
    has ended, or nobody who answers for it.
    """
    day = on or timezone.localdate()
    locked = _locked_open(hand_over, day)
    taker = locked.to_agency or agency
    if taker is None or taker.council_id != locked.to_council_id:
        raise Refused({"agency": _("Choose which agency of the receiving council answers.")})
    _check_exists("agency", taker, day)
    if not accountable.strip():
        raise Refused({"accountable": _("Say who answers for it.")})
    owed_by = owner_of(locked.follow_up)
    follow_up = move(
        follow_up=locked.follow_up,
        name="hand_on",
        user=user,
        on=day,
        note=f"{locked.from_owner} → {taker}",
        accountable=accountable.strip(),
        fruitless=F("fruitless") + 1,
        **_to(locked, taker),
    )
    Coordination.objects.filter(follow_up=follow_up, agency=taker, contributed_on=None).delete()
    moved_at = follow_up.moves.order_by("pk").values_list("entered_at", flat=True).last()
    decided = _decide(locked, Decision.ACCEPTED, user, day, note, to_agency=taker, decided_at=moved_at)
    if not quiet:
        _tell_decision(decided, owed_by, user)
    return decided


def _to(hand_over: HandOver, taker: Agency) -> dict[str, Any]:
    """What changes on the follow-up: its owner, and its council where that is another one."""
    changes: dict[str, Any] = {
        "agency": taker,
        "delegate": None,
        "group": None,
        "committee": None,
        "search": Concat("search", Value(f" {fold(str(taker))}")),
    }
    if hand_over.to_council_id != hand_over.from_council_id:
        changes |= {"council": hand_over.to_council, "raised_by": raised_by_after(hand_over.to_council_id)}
    return changes


def raised_by_after(council_id: int) -> NullIf:
    """Who raised it, once it stands with this council: the first of all; nobody else if it has come back to them."""
    number = models.BigIntegerField()
    first = Coalesce(F("raised_by"), F("council"), output_field=number)
    return NullIf(first, Value(council_id, output_field=number), output_field=number)


@transaction.atomic
def refuse_hand_over(
    *, hand_over: HandOver, user: User | None, reason: str, on: date | None = None, quiet: bool = False
) -> HandOver:
    """The receiving side does not take it over and says why; the present body owes it as before.

    An attempt to pass on what is still owed that came to nothing is counted as fruitless too.
    """
    day = on or timezone.localdate()
    locked = _locked_open(hand_over, day)
    if not reason.strip():
        raise Refused({"note": _("Say why it is refused.")})
    FollowUp.objects.filter(pk=locked.follow_up_id, state__in=OPEN).update(
        fruitless=F("fruitless") + 1, updated_at=timezone.now()
    )
    decided = _decide(locked, Decision.REFUSED, user, day, reason)
    if not quiet:
        _tell_decision(decided, owner_of(locked.follow_up), user)
    return decided


@transaction.atomic
def take_back_hand_over(*, hand_over: HandOver, user: User | None) -> HandOver:
    """Who had asked takes it back before anybody has decided; nobody has passed anything on."""
    day = timezone.localdate()
    return _decide(_locked_open(hand_over, day), Decision.TAKEN_BACK, user, day, "")


def _locked(pk: int) -> FollowUp:
    """The follow-up with its owner and council, locked."""
    rows = FollowUp.objects.select_for_update(of=("self",)).with_owner()
    return rows.get(pk=pk)


def _locked_open(hand_over: HandOver, day: date) -> HandOver:
    """The hand-over as it stands once its follow-up is locked, if it still waits and the day is possible."""
    _locked(hand_over.follow_up_id)
    found = HandOver.objects.select_related("follow_up", "from_council", "to_council", "to_agency").get(
        pk=hand_over.pk
    )
    if found.decision != Decision.ASKED:
        raise Refused(_("This has already been decided. Reload the page to see by whom."))
    if day > timezone.localdate() or day < found.asked_on:
        words = {"asked": display.day(found.asked_on)}
        raise Refused({"on": _("The day must lie between the request of %(asked)s and today.") % words})
    return found


def _decide(
    hand_over: HandOver, decision: str, user: User | None, day: date, note: str, **changes: Any
) -> HandOver:
    """Write the decision; an acceptance and its move carry the same moment of entry."""
    given = {"decided_at": timezone.now(), **changes}
    HandOver.objects.filter(pk=hand_over.pk).update(
        decision=decision, decided_on=day, decided_by=user, decision_note=note.strip(), **given
    )
    hand_over.refresh_from_db()
    return hand_over


def _receivers(hand_over: HandOver) -> set[int]:
    """Who may accept: the users of the agency; where it has none, or for a council, the secretariat."""
    day = timezone.localdate()
    found: set[int] = set()
    if hand_over.to_agency_id:
        owner = Owner("agency", hand_over.to_agency_id)
        found = set(users_of_owners([owner], day)[owner])
    return found or secretariat_of(hand_over.to_council_id, day)


def _tell_decision(hand_over: HandOver, owed_by: Owner | None, user: User | None) -> None:
    """Who had asked, the body that owed it, the secretariat it came from and, once accepted, the new body."""
    day = timezone.localdate()
    bodies = {owed_by} if owed_by else set()
    if hand_over.decision == Decision.ACCEPTED and hand_over.to_agency_id:
        bodies.add(Owner("agency", hand_over.to_agency_id))
    told = secretariat_of(hand_over.from_council_id, day).union(*users_of_owners(bodies, day).values())
    told |= {hand_over.asked_by_id} if hand_over.asked_by_id else set()
    announce(follow_up=hand_over.follow_up, kind=Notice.Kind.HANDED_ON_DECIDED, actor=user, to=told)
