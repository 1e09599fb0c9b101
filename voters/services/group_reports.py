"""Reports of the delegate groups on a round: asked for as follow-ups of the groups, received, late or missing."""

from __future__ import annotations

from datetime import date
from typing import Any, Final

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from core.display import day as shown
from core.errors import Refused
from core.services import entered_by, refuse
from councils.calendar import DueDate, due_date
from councils.models import DelegateGroup
from documents.models import File
from documents.services import check_upload, store_file
from followups import services as followups
from followups.models import Assessment
from followups.services import FiveClears
from followups.states import OPEN, WAITING, ResultClass
from sessions.services.moving import check_day
from voters.models import GroupReport, VoterContactRound

KIND: Final = "group_report"
"""Kind of the follow-ups that owed reports become."""
RULE: Final = "TX-GROUP-REPORT"
EVIDENCE: Final = "Báo cáo tổng hợp ý kiến, kiến nghị của cử tri và biên bản, đã gửi đến Thường trực HĐND"
"""What proves it handed in. Words of official records are always Vietnamese, here and below."""
_TITLE: Final = "Gửi báo cáo tổng hợp ý kiến, kiến nghị của cử tri: {round}"
_HANDED_IN: Final = "Đã gửi báo cáo: {round}."
_HEAD: Final = "Tổ trưởng {group}"
_REDATED: Final = "Thời gian của đợt tiếp xúc cử tri thay đổi"


def groups_of(contact: VoterContactRound) -> list[DelegateGroup]:
    """The groups that have a meeting in the round, in their order; one query."""
    meetings = contact.meetings.takes_place().values("pk")
    return list(DelegateGroup.objects.filter(voter_meetings__in=meetings).distinct().order_by("number"))


@transaction.atomic
def ask_group_reports(
    *,
    round: VoterContactRound,  # noqa: A002 - the noun of the domain
    user: User | None,
    on: date,
    quiet: bool = False,
) -> list[GroupReport]:
    """Every group of the round that was not asked yet owes its report by the day that the rule gives.

    Raises Refused for a day in the future or after the due day, without a group, or without a rule in force.
    """
    check_day(on)
    groups = groups_of(round)
    if not groups:
        raise Refused(_("No meeting of this round names a delegate group: there is nobody to ask."))
    kept = {row.group_id: row for row in round.reports.select_for_update(of=("self",))}
    open_groups = [group for group in groups if _may_be_asked(kept.get(group.pk))]
    due = _due(round)
    if open_groups and due.day < on:
        words = _(
            "The reports were due on %(day)s already: record them as they come, or move the end of the round."
        )
        raise Refused(words % {"day": shown(due.day)})
    with entered_by(user):
        return [
            _ask(kept.get(group.pk) or GroupReport(round=round, group=group), due, user, on, quiet=quiet)
            for group in open_groups
        ]


def _may_be_asked(report: GroupReport | None) -> bool:
    return report is None or (report.follow_up_id is None and report.received_on is None)


def _due(contact: VoterContactRound) -> DueDate:
    return due_date(code=RULE, council=contact.council, anchor=contact.ends_on)


def _ask(report: GroupReport, due: DueDate, user: User | None, on: date, *, quiet: bool) -> GroupReport:
    clears = FiveClears(
        body=report.group,
        title=_TITLE.format(round=report.round.name)[:300],
        due=due,
        accountable=_HEAD.format(group=report.group.name)[:200],
        evidence=EVIDENCE,
    )
    report.follow_up = followups.issue(
        council=report.round.council,
        kind=KIND,
        clears=clears,
        user=user,
        on=on,
        quiet=quiet,
    )
    report.save()
    return report


@transaction.atomic
def receive_report(
    *,
    round: VoterContactRound,  # noqa: A002 - the noun of the domain
    group: DelegateGroup,
    user: User,
    on: date,
    symbol: str = "",
    text: str = "",
    upload: UploadedFile[Any] | None = None,
    by_group: bool = False,
) -> GroupReport:
    """Keep the report of a group that came on a day, as a file, a text or both; its follow-up is settled by it.

    A better version of the same report takes its place; the file before it stays as an older version. `by_group`: the
    group handed it in itself; the council's side is told. Raises Refused beside the fields.
    """
    check_day(on, not_before=round.starts_on)
    report = round.reports.select_for_update(of=("self",)).filter(group=group).first() or GroupReport(
        round=round, group=group
    )
    refuse(
        {
            "text": not text.strip()
            and upload is None
            and report.file_id is None
            and _("Attach the report, or write its text."),
            "on": _before_asking(report, on),
        }
    )
    report.received_on, report.symbol, report.text = on, symbol.strip(), text.strip()
    report.received_by = user
    with entered_by(user):
        report.file = _stored(report, upload, user) or report.file
        report.save()
        _settle(report, user, on, by_group=by_group)
    return report


def _before_asking(report: GroupReport, on: date) -> str | bool:
    asked = report.follow_up.issued_on if report.follow_up else None
    return (
        asked is not None
        and on < asked
        and _("It was asked for on %(day)s: it cannot have come before.") % {"day": shown(asked)}
    )


def _stored(report: GroupReport, upload: UploadedFile[Any] | None, user: User) -> File | None:
    if upload is None:
        return None
    try:
        check_upload(upload)
    except Refused as refused:
        raise Refused({"upload": refused.messages}) from refused
    return store_file(
        council=report.round.council,
        user=user,
        name=upload.name or "",
        content=upload.read(),
        title=f"{report.group.name}: {report.round.name}"[:255],
        file=report.file,
    )


def _settle(report: GroupReport, user: User | None, on: date, *, by_group: bool) -> None:
    """The receipt answers the follow-up and is the acceptance as well."""
    owed = report.follow_up
    if owed is None:
        return
    if owed.state in OPEN:
        followups.reply_to(
            follow_up=owed,
            user=user,
            text=_HANDED_IN.format(round=report.round.name),
            result_class=ResultClass.RESOLVED,
            dated_on=on,
            number=report.symbol,
            quiet=not by_group,
        )
    if owed.state in WAITING:
        judge = None if by_group else user
        followups.assess(follow_up=owed, user=judge, verdict=Assessment.Verdict.ACCEPTED, on=on, quiet=True)


def redate_reports(*, round: VoterContactRound, user: User | None) -> None:  # noqa: A002 - the noun of the domain
    """When a round ends on another day, the reports that are still owed become due with it."""
    owed = round.reports.filter(follow_up__state__in=OPEN).select_related("follow_up")
    moved = [row for row in owed if row.follow_up and row.follow_up.due_anchor_on != round.ends_on]
    if moved:
        due = _due(round)
        dues = {row.follow_up_id: due for row in moved if row.follow_up_id}
        followups.redate(dues=dues, user=user, reason=_REDATED)
