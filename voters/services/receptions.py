"""The schedule of receptions: generated for a quarter, published in one notice, held, concluded."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta
from typing import Any, Final

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from core.display import day as shown
from core.editing import save_edit
from core.errors import Refused
from core.services import apply_changes, entered_by, refuse
from core.workdays import Calendar
from councils.calendar import DueDate, national_calendar
from councils.models import Agency, Council, Delegate, DelegateSeat
from councils.querysets import valid_on
from documents.models import OfficialDocument
from documents.services import keep_drawn, register_document
from followups import services as followups
from followups.services import FiveClears, head_of
from sessions.services.moving import move
from voters.documents.common import VICE_CHAIR, Signer
from voters.documents.reception import NOTICE, Session, conclusions, schedule_notice
from voters.models import CitizenReception, ReceptionTask
from voters.services.sending import EVIDENCE, short_title
from voters.states import RECEPTION_TABLE, ReceptionState

ORIGIN: Final = "reception"
"""Kind of the follow-ups that come of receptions."""
QUARTERS: Final = 4
_FIXED: Final = frozenset({ReceptionState.CONCLUSION_ISSUED, ReceptionState.FOLLOWED_UP})


@dataclass(frozen=True, slots=True)
class DayRule:
    """On which days of a month receptions fall: a day of the month, or the nth (0: every) weekday (0: Monday)."""

    day_of_month: int | None = None
    weekday: int | None = None
    nth: int = 0

    def days(self, year: int, month: int) -> list[date]:
        """The days of a month, before holidays are minded; the 31st of a short month is its last day."""
        first = date(year, month, 1)
        last = (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
        if self.day_of_month is not None:
            return [first.replace(day=min(self.day_of_month, last.day))]
        wanted = [
            first + timedelta(days=offset)
            for offset in range(last.day)
            if (first + timedelta(days=offset)).weekday() == self.weekday
        ]
        return wanted[self.nth - 1 : self.nth] if self.nth else wanted


def quarter(year: int, number: int) -> tuple[date, date]:
    """First and last day of a quarter."""
    first = date(year, 3 * number - 2, 1)
    return first, (date(year, 3 * number, 1) + timedelta(days=31)).replace(day=1) - timedelta(days=1)


def planned_days(rule: DayRule, year: int, number: int, calendar: Calendar) -> Iterator[date]:
    """The days of a quarter by the rule; a day off moves to the next working day."""
    for month in range(3 * number - 2, 3 * number + 1):
        for day in rule.days(year, month):
            yield calendar.on_or_after(day)


@dataclass(frozen=True, slots=True, kw_only=True)
class Hours:
    """When in the day, and where."""

    part: str
    place: str
    starts_at: time | None = None
    ends_at: time | None = None


@transaction.atomic
def generate_schedule(
    *,
    council: Council,
    year: int,
    number: int,
    rule: DayRule,
    hours: Hours,
    delegates: Sequence[Delegate],
    user: User | None,
    with_bodies: str = "",
) -> list[CitizenReception]:
    """Enter the receptions of a quarter, the delegates taking turns; what is already entered is left as it is.

    Raises Refused without a delegate, a place or a day rule; for a delegate without a seat on a day.
    """
    refuse(
        {
            "delegates": not delegates and _("Choose who receives."),
            "place": not hours.place.strip() and _("Say where citizens are received."),
            "ends_at": bool(hours.starts_at and hours.ends_at and hours.ends_at <= hours.starts_at)
            and _("The reception ends before it begins."),
        }
    )
    Council.objects.select_for_update(of=("self",)).get(pk=council.pk)
    first, last = quarter(year, number)
    taken = set(
        CitizenReception.objects.of(council)
        .filter(day__range=(first, last + timedelta(days=31)), part=hours.part)
        .exclude(state=ReceptionState.CANCELLED)
        .values_list("day", flat=True)
    )
    days = [day for day in planned_days(rule, year, number, national_calendar()) if day not in taken]
    made = []
    with entered_by(user):
        for position, day in enumerate(days):
            delegate = delegates[position % len(delegates)]
            made.append(_entered(council, day, hours, delegate, with_bodies))
    return made


def _entered(
    council: Council, day: date, hours: Hours, delegate: Delegate, with_bodies: str
) -> CitizenReception:
    reception = CitizenReception(
        council=council,
        day=day,
        part=hours.part,
        starts_at=hours.starts_at,
        ends_at=hours.ends_at,
        place=hours.place.strip(),
        delegate=delegate,
        post=post_of(delegate, day),
        with_bodies=with_bodies.strip(),
    )
    _check(reception)
    return save_edit(reception)


def post_of(delegate: Delegate, on: date) -> str:
    """The delegate's post or group on a day, as the notice prints it."""
    posts = [str(post.get_kind_display()) for post in delegate.posts.filter(valid_on(on))[:1]]
    seat = delegate.seats.filter(valid_on(on)).select_related("group").first()
    return posts[0] if posts else (str(seat.group) if seat and seat.group else "")


def _check(reception: CitizenReception) -> None:
    delegate, day = reception.delegate, reception.day
    refuse(
        {
            "place": not reception.place.strip() and _("Say where citizens are received."),
            "delegate": (delegate is None and not reception.leader.strip() and _("Say who receives."))
            or (delegate is not None and _no_seat(delegate, reception.council, day)),
            "ends_at": bool(
                reception.starts_at and reception.ends_at and reception.ends_at <= reception.starts_at
            )
            and _("The reception ends before it begins."),
        }
    )


def _no_seat(delegate: Delegate, council: Council, on: date) -> str | bool:
    seats = DelegateSeat.objects.filter(valid_on(on), delegate=delegate, council_term__council=council)
    return not seats.exists() and _("No seat on %(day)s: %(names)s. Choose another delegate or day.") % {
        "day": shown(on),
        "names": delegate,
    }


@transaction.atomic
def save_reception(
    *, reception: CitizenReception, user: User | None, version: int | None = None, **changes: Any
) -> CitizenReception:
    """Enter a reception, or change one that has no conclusions yet. Raises Refused beside the fields."""
    if reception.pk:
        locked = CitizenReception.objects.select_for_update(of=("self",)).get(pk=reception.pk)
        if locked.state in _FIXED:
            raise Refused(_("Its conclusions have been issued: it can no longer be changed."))
    apply_changes(reception, changes)
    _check(reception)
    if reception.delegate and not reception.post:
        reception.post = post_of(reception.delegate, reception.day)
    with entered_by(user):
        return save_edit(reception, version=version)


@transaction.atomic
def move_reception(
    *, reception: CitizenReception, name: str, user: User | None, on: date | None = None, note: str = ""
) -> CitizenReception:
    """Take a step of RECEPTION_TABLE; what happened on the day of the reception took effect on that day.

    Raises Refused for a reception that lies in the future, one with records that is said to have had nobody, and a
    cancellation without a reason.
    """
    locked = CitizenReception.objects.select_for_update(of=("self",)).get(pk=reception.pk)
    today = timezone.localdate()
    happened = name in {"hold", "nobody_came"}
    refuse(
        {
            "note": name in {"cancel", "correct"} and not note.strip() and _("Say why."),
            "__all__": (
                happened
                and locked.day > today
                and _("The reception of %(day)s lies in the future.") % {"day": shown(locked.day)}
            )
            or (
                name in {"nobody_came", "cancel", "correct"}
                and locked.records.exists()
                and _("Citizens are entered at this reception: it was held.")
            ),
        }
    )
    first = locked.moves.order_by("-effective_on").values_list("effective_on", flat=True).first()
    day = max(locked.day, first or locked.day) if happened else (on or today)
    move(record=locked, table=RECEPTION_TABLE, name=name, user=user, on=day, note=note.strip())
    reception.refresh_from_db()
    return reception


# --- Publishing ---


def sessions_of(receptions: Iterable[CitizenReception]) -> list[Session]:
    """The lines of the schedule, in their order."""
    parts = {"1_morning": "Buổi sáng", "2_afternoon": "Buổi chiều", "3_day": "Cả ngày"}
    return [
        Session(
            day=one.day,
            part=parts[one.part],
            starts_at=one.starts_at,
            ends_at=one.ends_at,
            place=one.place,
            receiver=one.receiver,
            post=one.post,
            with_bodies=one.with_bodies,
            note=one.note,
        )
        for one in receptions
    ]


def to_publish(council: Council, start: date, end: date) -> list[CitizenReception]:
    """The scheduled receptions of a period that no notice has announced yet."""
    rows = CitizenReception.objects.of(council).filter(
        day__range=(start, end), state=ReceptionState.SCHEDULED
    )
    return list(rows.select_related("delegate", "council").order_by("day", "part", "pk"))


@transaction.atomic
def publish_schedule(
    *,
    council: Council,
    start: date,
    end: date,
    on: date,
    user: User,
    signer: Signer = VICE_CHAIR,
    register_by: str = "",
    register_at: str = "",
) -> OfficialDocument:
    """One numbered notice for all scheduled receptions of a period, which are published by it.

    Raises Refused where there is none, and for a day in the future.
    """
    CitizenReception.objects.select_for_update(of=("self",)).filter(
        council=council, day__range=(start, end)
    ).exists()
    rows = to_publish(council, start, end)
    if not rows:
        raise Refused(_("There is no reception to publish between these days."))
    span = f"{shown(start)} - {shown(end)}"
    document = register_document(
        council=council,
        issuer=NOTICE[1],
        kind=NOTICE[0],
        issued_on=on,
        abstract=f"Lịch tiếp công dân của đại biểu HĐND ({span})",
    )
    for row in rows:
        move(record=row, table=RECEPTION_TABLE, name="publish", user=user, on=on, notice=document)
    drawn = schedule_notice(
        council=council,
        sessions=sessions_of(rows),
        start=start,
        end=end,
        on=on,
        signer=signer,
        register_by=register_by,
        register_at=register_at,
        number=document.number,
    )
    keep_drawn(document=document, drawn=drawn, stem="lich-tiep-cong-dan", user=user)
    return document


# --- Conclusions ---


@dataclass(frozen=True, slots=True)
class Task:
    """What a body is told to do by a day."""

    content: str
    agency: Agency
    due_on: date


@transaction.atomic
def conclude(
    *,
    reception: CitizenReception,
    tasks: Sequence[Task],
    on: date,
    user: User,
    text: str = "",
    signer: Signer = VICE_CHAIR,
    quiet: bool = False,
) -> OfficialDocument:
    """Issue the notice of conclusions; each task becomes a follow-up of its body.

    Raises Refused without a task and for days that do not fit.
    """
    locked = (
        CitizenReception.objects.select_for_update(of=("self",))
        .select_related("council", "delegate")
        .get(pk=reception.pk)
    )
    if not tasks:
        raise Refused(_("Write at least one task, with the body and the day."))
    if any(task.due_on < on for task in tasks):
        raise Refused(_("A task cannot be due before the conclusions are issued."))
    from voters.services.reception_records import check_secret_at  # noqa: PLC0415 - that module imports this one

    check_secret_at(locked, user, text=text, tasks="\n".join(task.content for task in tasks))
    document = register_document(
        council=locked.council,
        issuer=NOTICE[1],
        kind=NOTICE[0],
        issued_on=on,
        abstract=f"Kết luận buổi tiếp công dân ngày {shown(locked.day)}",
    )
    move(record=locked, table=RECEPTION_TABLE, name="conclude", user=user, on=on, conclusion=document)
    with entered_by(user):
        for position, task in enumerate(tasks, start=1):
            _issue(locked, position, task, user, quiet=quiet)
    drawn = draft_conclusions(locked, tasks, on=on, text=text, signer=signer, number=document.number)
    keep_drawn(
        document=document, drawn=drawn, stem=f"ket-luan-tiep-cong-dan-{locked.day:%Y-%m-%d}", user=user
    )
    reception.refresh_from_db()
    return document


def draft_conclusions(
    reception: CitizenReception,
    tasks: Sequence[Task],
    *,
    on: date,
    text: str = "",
    signer: Signer = VICE_CHAIR,
    number: int | None = None,
) -> Any:
    """The notice as it would be drawn now."""
    persons = list(reception.records.values_list("persons", flat=True))
    return conclusions(
        council=reception.council,
        day=reception.day,
        receiver=reception.receiver,
        turns=len(persons),
        persons=sum(persons),
        tasks=[(task.content, task.agency.name, task.due_on) for task in tasks],
        text=text,
        on=on,
        signer=signer,
        number=number,
    )


def _issue(
    reception: CitizenReception,
    position: int,
    task: Task,
    user: User,
    *,
    quiet: bool,
) -> None:
    document = reception.conclusion
    if document is None:
        message = "conclusions bear their number before their tasks go out"
        raise TypeError(message)
    on = document.issued_on
    due = DueDate(
        task.due_on, None, on, estimated=False, basis=f"Thông báo số {document.symbol} ngày {shown(on)}"
    )
    clears = FiveClears(
        body=task.agency,
        title=short_title(task.content),
        due=due,
        accountable=head_of(task.agency),
        evidence=EVIDENCE,
    )
    follow_up = followups.issue(
        council=reception.council,
        kind=ORIGIN,
        clears=clears,
        user=user,
        on=on,
        detail=task.content,
        quiet=quiet,
    )
    ReceptionTask.objects.create(
        reception=reception,
        position=position,
        content=task.content.strip(),
        agency=task.agency,
        due_on=task.due_on,
        follow_up=follow_up,
    )
