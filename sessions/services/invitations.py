"""Delegates are called to a sitting one by one or all at once, and register presence or excused absence."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Final

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from core.display import day
from core.errors import Refused
from core.services import entered_by, refuse
from councils.calendar import DueDate, national_calendar
from councils.models import Delegate, DelegateSeat
from councils.querysets import valid_on
from followups import services as followups
from followups.models import Assessment, FollowUp
from followups.services import FiveClears, Reminding
from followups.states import OPEN, WAITING, ResultClass, State
from sessions.documents.calling import full_name, short_name
from sessions.documents.convening import cited
from sessions.models import Convening, Invitation, Sitting
from sessions.states import SittingState

ORIGIN: Final = "invitation"
"""Kind of the follow-ups that invitations become."""
REGISTERING: Final = frozenset({SittingState.CONVENED, SittingState.PAPERS_OPEN})
"""States in which delegates are called and register."""
ANSWER_DAYS: Final = 3
"""Working days before the opening by which delegates register, unless the secretariat sets another day."""

# Kept with the records: always Vietnamese.
EVIDENCE: Final = "Đã đăng ký có mặt hoặc vắng mặt có lý do"
REGISTERED: Final = "Đã đăng ký trên cổng."

Answer = Invitation.Answer


# --- Calling ---


def answer_day(sitting: Sitting, on: date) -> date:
    """By when delegates register: three working days before the opening, but not before the day of sending."""
    before = national_calendar().due_date(sitting.opens_on, ANSWER_DAYS, "working", "before").day
    return max(before, on)


def check_answer_by(sitting: Sitting, by: date, on: date) -> str:
    """What is wrong with a day to register by; nothing where it is good."""
    if by < on:
        return _("The day to register by must not come before the day of convening.")
    return _("The day to register by must not come after the opening.") if by > sitting.opens_on else ""


def called_delegates(sitting: Sitting) -> list[DelegateSeat]:
    """The seats of the term that are valid on the opening day, one for each delegate, in Vietnamese order."""
    rows = DelegateSeat.objects.filter(valid_on(sitting.opens_on), council_term=sitting.council_term_id)
    seats = rows.select_related("delegate").order_by("delegate__sort_key", "delegate_id", "valid_from")
    return list({seat.delegate_id: seat for seat in seats}.values())


@dataclass(frozen=True, slots=True, kw_only=True)
class Sending:
    """What the invitations that are sent together have in common."""

    sitting: Sitting
    user: User | None
    on: date
    due: DueDate
    quiet: bool = False

    def send(self, seat: DelegateSeat, former: Invitation | None) -> Invitation:
        """Invite one delegate, or anew whoever was invited to former days."""
        one = former or Invitation(sitting=self.sitting, delegate=seat.delegate)
        one.sent_on, one.answer, one.reason = self.on, "", ""
        one.answered_at = one.answered_by = None
        in_office = seat.valid_from is not None and seat.valid_from <= self.on
        one.follow_up = self._ask(seat.delegate) if in_office else None
        one.save()
        return one

    def _ask(self, delegate: Delegate) -> FollowUp:
        sitting = self.sitting
        title = f"Đăng ký dự {_lower(short_name(sitting))}, khai mạc ngày {sitting.opens_on:%d/%m/%Y}"
        clears = FiveClears(
            body=delegate, title=title, due=self.due, accountable=delegate.full_name, evidence=EVIDENCE
        )
        place = f"\nĐịa điểm: {sitting.place}" if sitting.place else ""
        return followups.issue(
            council=sitting.council,
            kind=ORIGIN,
            clears=clears,
            user=self.user,
            on=self.on,
            detail=f"{full_name(sitting)}{place}",
            quiet=self.quiet,
        )


def send_invitations(
    *,
    sitting: Sitting,
    seats: Iterable[DelegateSeat],
    user: User | None,
    on: date,
    due: date,
    basis: str,
    quiet: bool = False,
) -> list[Invitation]:
    """Invite these delegates, each with a follow-up to register; whoever is invited already is invited anew.

    Nobody owes anything before the seat begins: a delegate called to take it up gets the invitation alone.
    """
    known = {one.delegate_id: one for one in Invitation.objects.filter(sitting=sitting)}
    deadline = DueDate(due, None, sitting.opens_on, estimated=False, basis=basis)
    sending = Sending(sitting=sitting, user=user, on=on, due=deadline, quiet=quiet)
    return [sending.send(seat, known.get(seat.delegate_id)) for seat in seats]


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]


@transaction.atomic
def invite(
    *,
    sitting: Sitting,
    delegate: Delegate,
    user: User | None,
    on: date | None = None,
    answer_by: date | None = None,
    quiet: bool = False,
) -> Invitation:
    """Call one more delegate to a sitting that has been convened (a by-election, a seat entered late).

    Refused beside `delegate` for a seat that is not valid on the opening day, or who is called already.
    """
    sitting, today = _locked(sitting), on or timezone.localdate()
    _check_open(sitting, today)
    by = answer_by or min(answer_day(sitting, today), sitting.opens_on)
    seat = next((one for one in called_delegates(sitting) if one.delegate_id == delegate.pk), None)
    already = Invitation.objects.filter(sitting=sitting, delegate=delegate).exists()
    refuse(
        {
            "delegate": (already and _("%(delegate)s has been called already.") % {"delegate": delegate})
            or (seat is None and _no_seat(delegate, sitting)),
            "answer_by": check_answer_by(sitting, by, today),
        }
    )
    assert seat is not None  # noqa: S101 - refused above
    with entered_by(user):
        [made] = send_invitations(
            sitting=sitting, seats=[seat], user=user, on=today, due=by, basis=_basis(sitting), quiet=quiet
        )
    return made


def _no_seat(delegate: Delegate, sitting: Sitting) -> str:
    words = {"delegate": str(delegate), "day": day(sitting.opens_on)}
    return _("%(delegate)s holds no seat on %(day)s, the day of the opening.") % words


def _basis(sitting: Sitting) -> str:
    convening = Convening.objects.select_related("document").get(sitting=sitting)
    document = convening.document
    return cited(document.symbol, document.issued_on) if document else str(convening)


def _locked(sitting: Sitting) -> Sitting:
    rows = Sitting.objects.select_for_update(of=("self",), no_key=True)
    return rows.select_related("council", "council_term__term").get(pk=sitting.pk)


def _check_open(sitting: Sitting, on: date) -> None:
    """Delegates register from the convening until the opening."""
    if sitting.state not in REGISTERING:
        raise Refused(
            _("Registration is open from the convening until the opening; the sitting is “%(state)s”.")
            % {"state": sitting.get_state_display()}
        )
    if on > sitting.opens_on:
        raise Refused(
            _("The sitting opened on %(day)s: attendance is recorded at the sitting itself.")
            % {"day": day(sitting.opens_on)}
        )


# --- Registering ---


@transaction.atomic
def register(
    *, invitation: Invitation, answer: str, user: User | None, reason: str = "", on: date | None = None
) -> Invitation:
    """Record that a delegate will come, or cannot and why; it may be changed until the opening.

    `user` is who registers: the delegate, or the secretariat in their name. The follow-up is settled by the first
    registration: there is nothing in it to judge. `on` is its day, for records entered later.
    Raises Refused beside the fields: no answer, an absence without reason, registration that is not open.
    """
    sitting, today = _locked(invitation.sitting), on or timezone.localdate()
    _check_open(sitting, today)
    said = " ".join(reason.split())
    refuse(
        {
            "answer": answer not in Answer and _("Choose whether the delegate will attend."),
            "reason": answer == Answer.EXCUSED and not said and _("Say why the delegate cannot come."),
        }
    )
    locked = Invitation.objects.select_for_update(of=("self",)).get(pk=invitation.pk)
    locked.answer, locked.reason = answer, said[:300] if answer == Answer.EXCUSED else ""
    locked.answered_at, locked.answered_by = _moment(on), user
    with entered_by(user):
        locked.save()
        _settle(locked, user, today)
    invitation.refresh_from_db()
    return invitation


def _moment(on: date | None) -> datetime:
    """Now; noon of a day that is past."""
    if on is None or on == timezone.localdate():
        return timezone.now()
    return timezone.make_aware(datetime.combine(on, time(12)))


def _settle(invitation: Invitation, user: User | None, on: date) -> None:
    """The follow-up is answered and, as registering is all that was asked, accepted by the portal itself."""
    asked = invitation.follow_up
    if asked is None or asked.state not in OPEN | WAITING:
        return
    if asked.state in OPEN:
        followups.reply_to(
            follow_up=asked,
            user=user,
            text=REGISTERED,
            result_class=ResultClass.RESOLVED,
            dated_on=on,
            quiet=True,
        )
    followups.assess(follow_up=asked, user=None, verdict=Assessment.Verdict.ACCEPTED, on=on, quiet=True)


@transaction.atomic
def end_registrations(*, sitting: Sitting, user: User | None, on: date, reason: str) -> int:
    """Take back, quietly, what nobody has registered by: the sitting has opened, or is not held on these days.

    Returns how many ended. `reason` stays in the register: in Vietnamese.
    """
    unsettled = FollowUp.objects.filter(invitation__sitting=sitting, state__in=OPEN | {State.ANSWERED})
    ended = list(unsettled.order_by("pk"))
    for asked in ended:
        followups.withdraw(follow_up=asked, user=user, reason=reason, on=on, quiet=True)
    return len(ended)


def remind_unregistered(*, sitting: Sitting, user: User) -> tuple[list[Reminding], list[Reminding]]:
    """Remind the delegates who have not registered, each once a day: (those reminded, those left out and why)."""
    return followups.remind(follow_ups=unregistered(sitting), user=user)


def unregistered(sitting: Sitting) -> list[FollowUp]:
    """The follow-ups of delegates who have not registered."""
    rows = FollowUp.objects.filter(invitation__sitting=sitting, invitation__answer="", state__in=OPEN)
    return list(rows.with_owner().order_by("delegate__sort_key", "pk"))
