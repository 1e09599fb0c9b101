"""When the papers and verification reports of a sitting are due: by rule, or on a day set by hand with its basis."""

from __future__ import annotations

from contextlib import suppress
from datetime import date, timedelta
from functools import cached_property
from typing import Final

from django.utils.translation import gettext as _

from core.display import day as shown
from core.errors import Refused
from core.services import refuse
from core.workdays import Calendar
from councils.calendar import DueDate, due_date, national_calendar
from sessions.models import Sitting

TO_COMMITTEE: Final = ("VER-DRAFT-IN", "VER-MEETING")
"""A paper that a committee verifies: where no rule says when it must be there, by the verification meeting."""
TO_DELEGATES: Final = ("PAP-DELEGATE",)
OF_REPORT: Final = ("VER-REPORT-OUT",)
"""A verification report. Where no rule of its own is in force: `PaperDues.of_report`."""
_BEFORE_SENDING: Final = "trước ngày gửi đại biểu 01 ngày làm việc"
"""What such a day rests on besides the rule of the delegates' day. Words of official records: always Vietnamese."""
_LONGEST_BASIS: Final = 300


class PaperDues:
    """Due days of one sitting, counted back from its opening; each rule and the calendar are read once."""

    def __init__(self, sitting: Sitting) -> None:
        self.sitting = sitting
        self._found: dict[tuple[str, ...], DueDate] = {}

    @cached_property
    def calendar(self) -> Calendar:
        """The working calendar."""
        return national_calendar()

    def of_paper(self, *, verified: bool) -> DueDate:
        """When a paper is due, with or without a committee to verify it; Refused beside `due_on` without a rule."""
        return self._by(TO_COMMITTEE if verified else TO_DELEGATES)

    def of_report(self) -> DueDate:
        """When a verification report is due; Refused beside `due_on` without a rule.

        Where no rule of its own is in force it must be there one working day before the papers go to the delegates. No
        rule says this day itself: it moves with the opening, and not with a changed rule.
        """
        return self._report

    @cached_property
    def _report(self) -> DueDate:
        with suppress(Refused):
            return self._by(OF_REPORT)
        sending = self._by(TO_DELEGATES)
        day = self.calendar.on_or_before(sending.day - timedelta(days=1))
        basis = f"{sending.legal_basis[: _LONGEST_BASIS - len(_BEFORE_SENDING) - 2]}; {_BEFORE_SENDING}"
        return DueDate(day, None, sending.anchor, self.calendar.is_estimated(day), basis)

    def _by(self, codes: tuple[str, ...]) -> DueDate:
        if codes not in self._found:
            self._found[codes] = self._first(codes)
        return self._found[codes]

    def _first(self, codes: tuple[str, ...]) -> DueDate:
        council, anchor = self.sitting.council, self.sitting.opens_on
        for code in codes:
            with suppress(Refused):
                return due_date(code=code, council=council, anchor=anchor, calendar=self.calendar)
        words = _(
            "No deadline rule (%(codes)s) is in force on %(day)s. Set the day, and say what it rests on."
        )
        raise Refused({"due_on": words % {"codes": ", ".join(codes), "day": shown(anchor)}})

    def by_hand(self, day: date, basis: str) -> DueDate:
        """A day that somebody set. Refused beside the fields: without what it rests on, or after the sitting."""
        sitting = self.sitting
        refuse(
            {
                "due_on": day > sitting.closes_on
                and _("The sitting closes on %(day)s: a paper cannot be due after it.")
                % {"day": shown(sitting.closes_on)},
                "legal_basis": not basis.strip() and _("Say what a day set by hand rests on."),
            }
        )
        return DueDate(day, None, sitting.opens_on, estimated=False, basis=basis.strip())
