"""The board of a year: what all subjects plan at which bodies in which months, and where they come too close."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Max
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from core.access import READERS
from core.text import roman, whole
from core.views import Action, CouncilView
from councils.models import Committee
from councils.querysets import valid_on
from sessions.models import BodyMeeting
from sessions.states import BodyMeetingState
from supervision.board import BODIES, MONTHS, VIEWS, board_of
from supervision.models import Programme, Proposal, Subject
from supervision.overlaps import WINDOW
from supervision.programme_rules import PROPOSERS
from supervision.states import ORGANISERS, ProgrammeState
from supervision.tables.programmes import programme_badge
from supervision.views.programmes import programmes

_EARLIEST, _LATEST = 2000, 2100


@dataclass(frozen=True)
class Chip:
    """A choice of the page's head."""

    label: str
    url: str
    current: bool


@dataclass(frozen=True)
class Quarter:
    """A quarter of the year, and whether the Standing Committee met about supervision in it."""

    name: str
    met_on: date | None
    current: bool


class ProgrammeBoard(CouncilView):
    """Chương trình giám sát năm: programmes of all subjects, the grid, the overlaps."""

    roles = READERS

    def get(self, request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponse:
        """The page."""
        return render(request, "supervision/programme_board.html", self.context())

    def year(self) -> int:
        """The year of the address, else the latest one with a programme, else this one."""
        asked = whole(self.request.GET.get("year", "")) or 0
        if _EARLIEST <= asked <= _LATEST:
            return asked
        today = timezone.localdate().year
        latest = Programme.objects.of(self.council).aggregate(last=Max("year"))["last"]
        return min(latest or today, today + 1)

    def context(self) -> dict[str, Any]:
        year = self.year()
        by = self.request.GET.get("by", BODIES)
        by = by if by in dict(VIEWS) else BODIES
        drawn = board_of(self.council, year, by)
        rows = self._programmes(year)
        return {
            "title": _("Supervision programmes %(year)s") % {"year": year},
            "crumbs": [],
            "actions": self._actions(year),
            "year": year,
            "years": self._years(year, by),
            "views": [Chip(str(label), self._url(year, key), key == by) for key, label in VIEWS],
            "board": drawn,
            "first_column": _("Body") if by == BODIES else _("Who supervises"),
            "months": [date_format(date(year, month, 1), "M") for month in MONTHS],
            "month_numbers": list(MONTHS),
            "window": WINDOW,
            "programmes": [(row, programme_badge(row)) for row in rows],
            "missing": self._missing(rows, year),
            "open_programmes": any(
                row.state in {ProgrammeState.COLLECTING, ProgrammeState.DRAFTED} for row in rows
            ),
            "proposals": self._proposals(year),
            "quarters": self._quarters(year),
            "meeting_url": f"{reverse('sittings:body_meeting_create')}?kind=regular"
            if self.roles_here() & ORGANISERS
            else "",
        }

    def _programmes(self, year: int) -> list[Any]:
        rows = programmes(self.request.user).of(self.council).filter(year=year)
        order = {value: place for place, value in enumerate(Subject.values)}
        found = list(rows.annotate(item_count=Count("items")))
        return sorted(found, key=lambda row: (order[row.subject], str(row.supervisor)))

    def _missing(self, rows: Iterable[Any], year: int) -> list[tuple[str, str]]:
        """(name, address) of the subjects that have no programme for the year yet; groups are not obliged to."""
        if not self.roles_here() & ORGANISERS:
            return []
        have = {(row.subject, row.committee_id) for row in rows}
        committees = (
            Committee.objects.of(self.council).filter(valid_on(date(year, 1, 1))).order_by("name", "pk")
        )
        wanted: list[tuple[str, int | None, str]] = [
            (Subject.COUNCIL, None, str(Subject.COUNCIL.label)),
            (Subject.STANDING_COMMITTEE, None, str(Subject.STANDING_COMMITTEE.label)),
            *[(Subject.COMMITTEE, row.pk, row.name) for row in committees],
        ]
        return [
            (name, self._new_url(year, subject, committee))
            for subject, committee, name in wanted
            if (subject, committee) not in have and self._enters(committee)
        ]

    def _enters(self, committee: int | None) -> bool:
        """The secretariat enters every programme, committee staff their own."""
        return "secretariat" in self.roles_here() or committee in self.access.committees

    @staticmethod
    def _new_url(year: int, subject: str, committee: int | None) -> str:
        query: dict[str, str | int] = {"year": year, "subject": subject}
        if committee:
            query["committee"] = committee
        return f"{reverse('supervision:programme_create')}?{urlencode(query)}"

    def _proposals(self, year: int) -> dict[str, Any]:
        rows = Proposal.objects.visible_to(self.request.user).of(self.council).filter(year=year)
        counted = dict(rows.values_list("outcome").annotate(found=Count("pk")))
        url = f"{reverse('supervision:proposal_list')}?{urlencode({'year': year})}"
        return {"all": sum(counted.values()), "waiting": counted.get("", 0), "url": url}

    def _quarters(self, year: int) -> list[Quarter]:
        """Each quarter with the first meeting of the Standing Committee whose title speaks of supervision."""
        meetings = BodyMeeting.objects.of(self.council).filter(
            committee__isnull=True, held_on__year=year, search__contains="giam sat"
        )
        held: dict[int, date] = {}
        for on in (
            meetings.exclude(state=BodyMeetingState.CANCELLED)
            .order_by("-held_on")
            .values_list("held_on", flat=True)
        ):
            held[(on.month + 2) // 3] = on
        today = timezone.localdate()
        here = (today.month + 2) // 3 if today.year == year else 0
        return [Quarter(roman(number), held.get(number), number == here) for number in range(1, 5)]

    def _years(self, year: int, by: str) -> list[Chip]:
        today = timezone.localdate().year
        return [
            Chip(str(one), self._url(one, by), one == year)
            for one in sorted({today - 1, today, today + 1, year})
        ]

    def _url(self, year: int, by: str) -> str:
        query: dict[str, str | int] = {"year": year, "by": by}
        if self.request.GET.get("council"):
            query["council"] = self.request.GET["council"]
        return f"?{urlencode(query)}"

    def _actions(self, year: int) -> list[Action]:
        roles, found = self.roles_here(), list[Action]()
        if roles & PROPOSERS:
            url = f"{reverse('supervision:proposal_create')}?year={max(year, timezone.localdate().year + 1)}"
            found.append(Action(_("Make a proposal"), url, primary=not roles & ORGANISERS))
        if roles & ORGANISERS:
            url = f"{reverse('supervision:programme_create')}?year={year}"
            found.insert(0, Action(_("Enter a programme"), url, primary=True))
        return [*found, Action(_("All years"), reverse("supervision:programme_list"))]
