"""Works that no page waits for: a report of a council-year, the morning's plan of reminders, a table of opinions."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from datetime import date
from typing import Any, Final, NamedTuple

from django.db import transaction
from django.db.models import F, QuerySet
from django.utils import timezone

from accounts.models import User
from core.access import Role
from councils.models import Council, Level
from documents.docx import to_docx
from documents.pdf import to_pdf
from followups.notices import plan
from portal.bench.counting import counted
from portal.scale.checking import noted
from reports.activity import activity_report
from reports.figures import FigureQuery, Scope, all_figures
from voters.imports import Lexicon, check_rows, read_table
from voters.models import VoterMeeting, VoterOpinion
from voters.services import add_opinions, move_meeting


class Work(NamedTuple):
    """A work: its queries, how long it took in seconds (median, longest), how long it may take, and what it did."""

    name: str
    queries: int
    seconds: float
    longest: float
    most: float
    what: str


class _Plan(NamedTuple):
    """What is measured. What is undone sees no remembered sums and leaves none: it counts everything afresh."""

    name: str
    most: float
    work: Callable[[], str]
    within: Callable[[], AbstractContextManager[Any]]
    before: Callable[[], object] = lambda: None


TIMES: Final = 5


def works() -> Iterator[Work]:
    """Each several times; what they write is undone."""
    for name, most, work, within, before in _plans():
        seconds = []
        for _time in range(TIMES):
            before()
            with within(), counted() as queries:
                began = time.perf_counter()
                what = work()
                seconds.append(time.perf_counter() - began)
        yield Work(name, queries.total(), statistics.median(seconds), max(seconds), most, what)


def _plans() -> Iterator[_Plan]:
    yield _Plan("Activity report of a council-year, both files", 3.0, _report, _undone)
    yield _Plan("Morning plan of reminders, all councils", 60.0, _reminders, _undone)
    yield _Plan("Table of 100 pasted opinions", 10.0, _table, _undone)
    yield _Plan("All figures of a year, a province with its communes", 10.0, _province, _undone)
    yield _Plan(
        "Figures of a province with its communes, all sums remembered",
        10.0,
        _province,
        nullcontext,
        _province,
    )
    yield _Plan(
        "Figures of a province with its communes, one commune changed since",
        10.0,
        _province,
        nullcontext,
        _changed,
    )
    yield _Plan("All figures of a year, every province with its communes", 60.0, _country, _undone)
    yield _Plan(
        "Figures of every province with its communes, all sums remembered",
        60.0,
        _country,
        nullcontext,
        _country,
    )


@contextmanager
def _undone() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def _commune() -> Council:
    loaded = Council.objects.filter(slug__in=noted()["councils"], level=Level.COMMUNE)
    found = loaded.order_by("slug").first()
    if found is None:
        message = "nothing was loaded"
        raise LookupError(message)
    return found


def _report() -> str:
    day = timezone.localdate()
    question = FigureQuery(_commune(), Scope.OWN, date(day.year, 1, 1), day, day)
    document = activity_report(question).document
    return f"{len(to_docx(document)) + len(to_pdf(document))} bytes"


def _province() -> str:
    return f"{_summed(_provinces()[:1])} opinions received"


def _changed() -> None:
    """Somebody writes in a commune of the province, though the same as before."""
    _province()
    province = _provinces()[0]
    commune = VoterOpinion.objects.filter(council__parent=province).values("council")[:1]
    VoterOpinion.objects.filter(council=commune).update(number=F("number"))


def _country() -> str:
    """No council stands above the provinces: the country is their sum."""
    return f"{_summed(_provinces())} opinions received"


def _provinces() -> QuerySet[Council]:
    return Council.objects.filter(slug__in=noted()["councils"], level=Level.PROVINCE).order_by("slug")


def _summed(provinces: QuerySet[Council]) -> int:
    day, received = timezone.localdate(), 0
    for council in provinces:
        found = all_figures(FigureQuery(council, Scope.OWN_AND_LOWER, date(day.year, 1, 1), day, day))
        received += sum(int(figure.value or 0) for figure in found if figure.code == "O01")
    return received


def _reminders() -> str:
    return f"{plan(timezone.localdate())} notices"


def _table() -> str:
    """What the entry of a meeting does with a pasted table: split, matched, checked, entered."""
    council = _commune()
    meeting = VoterMeeting.objects.filter(council=council).latest("held_on", "pk")
    clerk = User.objects.get(username=f"{Role.SECRETARIAT.value}.{council.slug}")
    move_meeting(meeting=meeting, name="reopen", user=clerk)
    lines = [
        f"{number}\tĐề nghị sửa chữa tuyến đường liên thôn số {number}\tThôn {number}"
        for number in range(1, 101)
    ]
    lexicon = Lexicon.of(council, meeting.held_on)
    table = read_table("STT\tNội dung kiến nghị\tCử tri\n" + "\n".join(lines), lexicon)
    checked = check_rows(table.rows, lexicon)
    made = add_opinions(meeting=meeting, rows=[line.row for line in checked if line.row], user=clerk)
    return f"{len(made)} opinions"
