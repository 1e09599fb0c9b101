"""The sheet for the next contact: what was raised there before, what was answered, and that voters have been told."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.access import STAFF
from core.exports import Sheet, workbook
from core.text import whole
from core.views import Action, RecordView
from sessions.views.downloads import download
from voters.answer_sheets import parts_for
from voters.documents.answer_sheet import COLUMNS, SheetPart, rows_of, sheet_document
from voters.models import VoterContactRound, VoterMeeting, VoterOpinion
from voters.services.answers import tell
from voters.states import TOOK_PLACE
from voters.views.common import meeting_crumbs, person, round_crumbs
from voters.views.synthesis import workbook_response

_INCOMPLETE = 422


class SheetReach(RecordView):
    """The sheet of one meeting."""

    record: Any

    def reachable(self) -> QuerySet[VoterMeeting]:
        rows = VoterMeeting.objects.visible_to(self.request.user)
        return rows.select_related("council__parent", "round").prefetch_related("groups")

    @cached_property
    def parts(self) -> list[SheetPart]:
        """One part, of this meeting."""
        return parts_for([self.record])

    @property
    def crumbs(self) -> list[Any]:
        """The way here."""
        return meeting_crumbs(self.record)

    @property
    def stem(self) -> str:
        """Name of the files."""
        return f"phieu-thong-tin-ket-qua-{self.record.held_on:%Y-%m-%d}-{self.record.pk}"

    @property
    def file_name(self) -> str:
        """Name of the address of the files."""
        return "voters:meeting_sheet_file"


class RoundSheetReach(SheetReach):
    """The sheet of all meetings of a round."""

    def reachable(self) -> QuerySet[Any]:
        return VoterContactRound.objects.visible_to(self.request.user).select_related("council__parent")

    @cached_property
    def parts(self) -> list[SheetPart]:
        """One part for each meeting of the plan."""
        meetings = self.record.meetings.takes_place().select_related("council")
        return parts_for(meetings.prefetch_related("groups").order_by("held_on", "starts_at", "pk"))

    @property
    def crumbs(self) -> list[Any]:
        return round_crumbs(self.record)

    @property
    def stem(self) -> str:
        return f"phieu-thong-tin-ket-qua-dot-{self.record.starts_on:%Y-%m-%d}-{self.record.pk}"

    @property
    def file_name(self) -> str:
        return "voters:round_sheet_file"


class SheetPage(SheetReach):
    """The sheet as a page; what voters have been told is ticked off, with the day of the meeting."""

    template_name = "voters/answer_sheet.html"

    def get(self, _request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponseBase:
        """The page."""
        return self.show()

    def show(
        self, refusals: tuple[str, ...] = (), ticked: frozenset[int] = frozenset(), status: int = 200
    ) -> HttpResponse:
        """The page, with what was refused."""
        title = _("Answers to take along")
        answers = [answer for part in self.parts for answer in part.answers]
        context = {
            "title": title,
            "object": self.record,
            "crumbs": [*self.crumbs, (title, None)],
            "actions": [
                Action(name, reverse(self.file_name, args=[self.record.pk, extension]))
                for extension, name in (("docx", "Word"), ("pdf", "PDF"), ("xlsx", "Excel"))
                if answers
            ],
            "parts": self.parts,
            "total": len(answers),
            "answered": sum(answer.is_answered for answer in answers),
            "may_tell": self.may_tell(),
            "refusals": refusals,
            "ticked": ticked,
        }
        return render(self.request, self.template_name, context, status=status)

    def may_tell(self) -> bool:
        """Whether this user may tick now: the secretariat, once the meeting was held."""
        return bool(self.roles_on_record() & STAFF) and self.record.state in TOOK_PLACE


class MeetingSheet(SheetPage):
    """The sheet of one meeting."""

    def post(self, request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponseBase:
        """Voters were told what is ticked, at this meeting."""
        self.need(STAFF, self.record.council_id)
        wanted = {number for text in request.POST.getlist("pk") if (number := whole(text)) is not None}
        listed = {answer.opinion.pk for part in self.parts for answer in part.answers}
        chosen = VoterOpinion.objects.visible_to(request.user).filter(pk__in=wanted & listed)
        try:
            told = tell(opinions=chosen, meeting=self.record, user=person(request))
        except ValidationError as refusal:
            return self.show(tuple(refusal.messages), frozenset(wanted), _INCOMPLETE)
        words = ngettext(
            "Voters have been told %(count)s answer.", "Voters have been told %(count)s answers.", len(told)
        )
        messages.success(request, words % {"count": len(told)})
        return HttpResponseRedirect(request.path)


class RoundSheet(RoundSheetReach, SheetPage):
    """The sheet of a round, meeting by meeting."""

    def may_tell(self) -> bool:
        """What was told is ticked on the page of its meeting."""
        return False


class MeetingSheetFile(SheetReach):
    """The sheet as Word, PDF or workbook."""

    def get(self, _request: HttpRequest, pk: int, extension: str) -> HttpResponseBase:
        """Drawn from the records of the moment."""
        if extension == "xlsx":
            return workbook_response(workbook(*map(_sheet, self.parts)), self.stem)
        drawn = sheet_document(self.record.council, self.parts, on=timezone.localdate())
        return download(drawn, extension, self.stem)


class RoundSheetFile(RoundSheetReach, MeetingSheetFile):
    """The sheet of a round as a file."""


def _sheet(part: SheetPart) -> Sheet:
    name = f"{part.meeting.held_on:%d.%m} {part.meeting.locality} {part.meeting.pk}"
    return Sheet(name, list(COLUMNS), [list(row) for row in rows_of(part.answers)])
