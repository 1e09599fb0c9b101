"""What a supervised body answers: kept piece by piece as its draft, sent as its report, taken back before it is due."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any, Final, NamedTuple

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from core.display import day as shown
from core.errors import Refused
from core.services import entered_by
from followups import services as followups
from followups.models import Assessment
from followups.states import OPEN, WAITING, ResultClass, State
from sessions.services.moving import check_day
from sessions.services.rows import RefusedRows
from supervision.models import Answer, OutlineItem, SupervisedBody
from supervision.services.reporting import keep_upload
from supervision.states import TOLD, MissionState

Kind = OutlineItem.Kind
ANSWERING: Final = frozenset(
    {
        MissionState.NOTIFIED,
        MissionState.COLLECTING_REPORTS,
        MissionState.FIELDWORK,
        MissionState.DRAFTING,
    }
)
"""States in which bodies still answer."""
_SENT: Final = "Đã gửi báo cáo{symbol} theo đề cương."
"""What the follow-up says. Words of official records are always Vietnamese."""
_PERCENT: Final = Decimal(100)


class Given(NamedTuple):
    """An answer as it was given: a value of the question's own type, or why there are no data."""

    value: Any = None
    no_data: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether nothing was given."""
        return self.value in {None, ""} and not self.no_data.strip()


Key = tuple[int, str]
"""Id of the question and the period."""


def lock_body(body: SupervisedBody) -> SupervisedBody:
    """The body's row of this moment, with its mission and what it owes."""
    rows = SupervisedBody.objects.select_for_update(of=("self",))
    return rows.select_related("mission__council", "agency", "follow_up").get(pk=body.pk)


def refusal_to_answer(body: SupervisedBody) -> str:
    """Why the questionnaire cannot be filled in now; nothing while it can."""
    if body.submitted_on is not None:
        return _("The report was sent on %(day)s: take it back to change it.") % {
            "day": shown(body.submitted_on)
        }
    if body.mission.state in ANSWERING:
        return ""
    words = _("Answers can no longer be changed: the state of the mission is “%(state)s”.")
    if body.mission.state not in TOLD:
        words = _("The outline has not been sent yet: the state of the mission is “%(state)s”.")
    return words % {"state": body.mission.get_state_display()}


@transaction.atomic
def save_answers(*, body: SupervisedBody, given: Mapping[Key, Given], user: User | None) -> list[Answer]:
    """Keep some answers as the body's draft; what is given empty is taken out, what is not named stays.

    Refused once the report was sent, or with an answer that is not of the question's type.
    """
    locked = lock_body(body)
    if refusal := refusal_to_answer(locked):
        raise Refused(refusal)
    items = {item.pk: item for item in locked.mission.outline.exclude(kind=Kind.HEADING)}
    if any(pk not in items or period not in items[pk].columns for pk, period in given):
        raise Refused(_("Somebody changed the outline meanwhile. Reload the page."))
    if wrong := _wrong(items, given):
        raise RefusedRows(wrong)
    standing = {(row.item_id, row.period): row for row in locked.answers.all()}
    with entered_by(user):
        kept = []
        for key, answer in given.items():
            row = standing.get(key)
            if answer.is_empty:
                if row is not None:
                    row.delete()
                continue
            row = row or Answer(body=locked, item=items[key[0]], period=key[1])
            kept.append(_filled(row, items[key[0]], answer, user))
        for row in kept:
            row.save()
    return kept


def _wrong(items: Mapping[int, OutlineItem], given: Mapping[Key, Given]) -> dict[int, dict[str, str]]:
    """By the number of the answer, in the order given."""
    found = {}
    for number, (key, answer) in enumerate(given.items()):
        if words := _problem(items[key[0]], answer):
            found[number] = {"value": words}
    return found


_TYPES: Final[dict[str, type]] = {
    Kind.TEXT: str,
    Kind.NUMBER: Decimal,
    Kind.MONEY: Decimal,
    Kind.PERCENT: Decimal,
    Kind.DAY: date,
    Kind.YES_NO: bool,
}


def _problem(item: OutlineItem, answer: Given) -> str:
    if answer.is_empty:
        return ""
    if answer.value not in {None, ""} and answer.no_data.strip():
        return _("Either there is a figure, or there is none: empty one of the two.")
    if answer.value in {None, ""}:
        return ""
    value: Any = answer.value
    if not isinstance(value, _TYPES[item.kind]):
        return _("This is not the kind of answer that was asked for.")
    return _out_of_bounds(item, value) if isinstance(value, Decimal) else ""


def _out_of_bounds(item: OutlineItem, value: Decimal) -> str:
    if item.kind == Kind.PERCENT and not 0 <= value <= _PERCENT:
        return _("A percentage lies between 0 and 100.")
    return _("A figure cannot be negative.") if value < 0 else ""


def _filled(row: Answer, item: OutlineItem, answer: Given, user: User | None) -> Answer:
    """Exactly one typed column holds the answer; the others are emptied."""
    row.text, row.number, row.day, row.yes = "", None, None, None
    row.no_data, row.answered_by = answer.no_data.strip(), user
    if answer.value in {None, ""}:
        return row
    if item.kind == Kind.TEXT:
        row.text = answer.value.strip()
    elif item.is_figure:
        row.number = answer.value
    elif item.kind == Kind.DAY:
        row.day = answer.value
    else:
        row.yes = answer.value
    return row


# --- Sending ---


class Missing(NamedTuple):
    """A question that must be answered and is not, for one period."""

    item: OutlineItem
    period: str


def missing_answers(body: SupervisedBody) -> list[Missing]:
    """What keeps the report from being sent; two queries."""
    answered = set(body.answers.values_list("item_id", "period"))
    return [
        Missing(item, period)
        for item in body.mission.outline.filter(required=True).exclude(kind=Kind.HEADING)
        for period in item.columns
        if (item.pk, period) not in answered
    ]


@transaction.atomic
def submit_report(
    *,
    body: SupervisedBody,
    user: User | None,
    on: date,
    symbol: str = "",
    upload: UploadedFile[Any] | None = None,
    by_body: bool = True,
    complete: bool = True,
) -> SupervisedBody:
    """Send the report: the answers are frozen, and what the body owes is answered and settled by it.

    Refused while a question that must be answered is not (an old paper report is entered with `complete` off), and for
    a day in the future or before the body was told. `by_body`: the body itself sent it, so the council's side is told.
    """
    locked = lock_body(body)
    if refusal := refusal_to_answer(locked):
        raise Refused(refusal)
    if not locked.reports:
        raise Refused(_("No written report is asked of this body."))
    check_day(on, not_before=locked.mission.notified_on)
    missing = missing_answers(locked) if complete else []
    if missing:
        raise Refused(_not_complete(missing))
    with entered_by(user):
        if upload is not None and user is not None:
            title = symbol or str(locked.agency)
            locked.file = keep_upload(mission=locked.mission, user=user, upload=upload, title=title)
        locked.submitted_on, locked.report_symbol = on, symbol.strip()
        locked.save()
        _settle(locked, user, on, by_body=by_body)
    body.refresh_from_db()
    return body


def _not_complete(missing: list[Missing]) -> str:
    first = "; ".join(f"“{row.item.text}”{f' ({row.period})' if row.period else ''}" for row in missing[:3])
    more = len(missing) - 3
    if more > 0:
        return _("Not answered yet: %(questions)s and %(more)s others.") % {"questions": first, "more": more}
    return _("Not answered yet: %(questions)s.") % {"questions": first}


def _settle(body: SupervisedBody, user: User | None, on: date, *, by_body: bool) -> None:
    """The report answers the follow-up and is the acceptance as well, as a paper that was received does."""
    follow_up = body.follow_up
    if follow_up is None:
        return
    if follow_up.state in OPEN:
        followups.reply_to(
            follow_up=follow_up,
            user=user,
            text=_SENT.format(symbol=f" số {body.report_symbol}" if body.report_symbol else ""),
            result_class=ResultClass.RESOLVED,
            dated_on=on,
            number=body.report_symbol,
            quiet=not by_body,
        )
    if follow_up.state in WAITING:
        judge = None if by_body else user
        accepted = Assessment.Verdict.ACCEPTED
        followups.assess(follow_up=follow_up, user=judge, verdict=accepted, on=on, quiet=True)


@transaction.atomic
def take_back_report(*, body: SupervisedBody, user: User | None, reason: str) -> SupervisedBody:
    """Take a sent report back to change it: by the body until the day it is due, while answers are collected.

    The answers stay as the draft; the report is owed again. Refused after the due day, and once the team drafts.
    """
    locked = lock_body(body)
    if locked.submitted_on is None:
        raise Refused(_("No report was sent."))
    due = locked.follow_up.due_on if locked.follow_up else locked.mission.reports_due_on
    if due is not None and due < timezone.localdate():
        raise Refused(_("It was due on %(day)s: ask the secretariat to give it back.") % {"day": shown(due)})
    return _give_back(locked, body, user, reason)


@transaction.atomic
def give_back_report(*, body: SupervisedBody, user: User | None, reason: str) -> SupervisedBody:
    """The council's side gives a report back to be completed, also after the day it was due."""
    return _give_back(lock_body(body), body, user, reason)


def _give_back(
    locked: SupervisedBody, body: SupervisedBody, user: User | None, reason: str
) -> SupervisedBody:
    if locked.submitted_on is None:
        raise Refused(_("No report was sent."))
    if not reason.strip():
        raise Refused({"reason": _("Say why.")})
    if locked.mission.state not in ANSWERING:
        words = _("Answers can no longer be changed: the state of the mission is “%(state)s”.")
        raise Refused(words % {"state": locked.mission.get_state_display()})
    with entered_by(user):
        locked.submitted_on = None
        locked.save()
        _owed_again(locked, user, reason.strip())
    body.refresh_from_db()
    return body


def _owed_again(body: SupervisedBody, user: User | None, reason: str) -> None:
    follow_up, today = body.follow_up, timezone.localdate()
    if follow_up is None:
        return
    if follow_up.state == State.CLOSED:
        followups.reopen(follow_up=follow_up, user=user, reason=reason, on=today)
    elif follow_up.state in WAITING | {State.ACCEPTED}:
        returned = Assessment.Verdict.RETURNED
        followups.assess(
            follow_up=follow_up, user=user, verdict=returned, reason=reason, on=today, quiet=True
        )
