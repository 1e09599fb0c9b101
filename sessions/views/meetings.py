"""Meetings of the Standing Committee and committees: the list, one meeting with its conclusions, its papers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

from django.db.models import Count, Q, QuerySet
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, npgettext, pgettext

from core.history import history_of
from core.views import Action, DetailPage, Empty, ListPage
from core.workdays import Due
from councils.calendar import Clock
from documents.administrative import AdministrativeDocument
from documents.delivery import file_response
from documents.docx import to_docx
from documents.pdf import to_pdf
from documents.services import ALLOWED_TYPES
from followups.rules import standing
from followups.states import OPEN as OWED
from followups.tables.lists import state_badge
from sessions.documents.conclusions import document_of, invitation_of, minutes_of, signatures_of
from sessions.filters.meetings import BodyMeetingFilters
from sessions.models import BodyMeeting, Conclusion
from sessions.services.conclusions import OPEN, conclusions_of, lacking, notice_of
from sessions.services.meetings import guests_among
from sessions.states import BODY_MEETING_TABLE, VERIFIERS, BodyMeetingState
from sessions.tables.meetings import BodyMeetingTable, kind_and_number, meeting_badge
from sessions.views.body_meetings import LIST, MeetingReach, body_meetings, may_write, own_committees


class BodyMeetingList(ListPage):
    """Phiên họp Thường trực, cuộc họp Ban: the meetings of the council's bodies."""

    title = gettext_lazy("Meetings and conclusions")
    table_class = BodyMeetingTable
    filterset_class = BodyMeetingFilters
    order = ("-held_on", "-pk")

    def rows(self) -> QuerySet[Any]:
        owed = Q(conclusions__follow_up__state__in=OWED)
        return (
            body_meetings(self.request.user)
            .of(self.council)
            .annotate(
                conclusion_count=Count("conclusions", distinct=True),
                open_count=Count("conclusions", filter=owed, distinct=True),
            )
        )

    def count_label(self, count: int) -> str:
        return npgettext("council bodies", "meeting", "meetings", count)

    def may_enter(self) -> bool:
        """Staff, and who works for a committee."""
        own = own_committees(self.council, self.access)
        return bool(self.roles_here() & VERIFIERS) and (own is None or own.exists())

    def page_actions(self) -> list[Action]:
        if not self.may_enter():
            return []
        return [
            Action(
                pgettext("council body", "Enter a meeting"),
                reverse("sittings:body_meeting_create"),
                primary=True,
            )
        ]

    def empty_state(self) -> Empty:
        title = _("No meeting of the Standing Committee or a committee has been entered yet.")
        if not self.may_enter():
            return Empty(title)
        text = _("Enter it when it is called: what it concludes becomes tasks with an owner and a day.")
        return Empty(
            title, text, pgettext("council body", "Enter a meeting"), reverse("sittings:body_meeting_create")
        )


@dataclass(frozen=True)
class ShownConclusion:
    """A conclusion as the page prints it: its task, how that stands, what it still lacks."""

    row: Conclusion
    due: Due | None
    state: SafeString | None
    missing: str

    @property
    def task(self) -> Any:
        """Its follow-up, or None."""
        return self.row.follow_up

    @classmethod
    def of(cls, row: Conclusion, clock: Clock) -> ShownConclusion:
        """With its due words."""
        task = row.follow_up
        if task is None:
            return cls(row, None, None, "")
        return cls(row, standing(task, clock), state_badge(task), ", ".join(lacking(task)))


class BodyMeetingDetail(MeetingReach, DetailPage):
    """One meeting: its facts, its conclusions with what became of them, its papers."""

    template_name = "sittings/body_meeting_detail.html"

    def reachable(self) -> QuerySet[Any]:
        return super().reachable().select_related("file")

    def context(self) -> dict[str, Any]:
        meeting, clock = self.record, Clock()
        writes = may_write(meeting, self.access)
        shown = [ShownConclusion.of(row, clock) for row in conclusions_of(meeting)]
        present = list(meeting.delegates.all())
        return {
            **super().context(),
            "crumbs": [LIST, (meeting.title, None)],
            "badge": meeting_badge(meeting),
            "kind": kind_and_number(meeting),
            "facts": facts_of(meeting, present),
            "actions": self.actions(writes=writes, concluded=bool(shown)),
            "conclusions": shown,
            "may_change": writes and meeting.state in OPEN,
            "guests": guests_among(meeting) if present else [],
            "present": present,
            "verifications": self.verifications(),
            "drafts": self.drafts(),
            "may_attach": writes
            and meeting.state not in {BodyMeetingState.PLANNED, BodyMeetingState.CANCELLED},
            "timeline": history_of(meeting),
        }

    def verifications(self) -> list[Any]:
        """What was examined, as far as the user may see it."""
        if self.record.kind != BodyMeeting.Kind.VERIFICATION:
            return []
        rows = self.record.verifications.visible_to(self.request.user)
        return list(rows.select_related("paper__sitting").order_by("pk"))

    def drafts(self) -> list[tuple[Any, str, list[tuple[str, str]]]]:
        """(name, key, formats) of the papers that can be drawn now."""
        meeting = self.record
        if meeting.state == BodyMeetingState.CANCELLED:
            return []
        kinds = [(_("Invitation"), "invitation")] if meeting.state == BodyMeetingState.PLANNED else []
        kinds.append((_("Minutes"), "minutes"))
        return [(label, kind, [("docx", "Word (DOCX)"), ("pdf", "PDF")]) for label, kind in kinds]

    def actions(self, *, writes: bool, concluded: bool) -> list[Action]:
        """What is allowed now; the step that leads on is the primary one."""
        state, roles = self.record.state, self.roles_on_record()
        names = {move.name for move in BODY_MEETING_TABLE.possible(state, roles)}
        names -= set() if writes else {"hold", "cancel"}
        names -= set() if concluded else {"conclude"}
        names -= {"hold"} if self.record.held_on > timezone.localdate() else set()
        found = [self.step(name) for name in ("conclude", "hold", "cancel") if name in names]
        if writes and state != BodyMeetingState.CANCELLED:
            found.append(Action(_("Edit"), reverse("sittings:body_meeting_edit", args=[self.record.pk])))
        return found

    def step(self, name: str) -> Action:
        """The button of a step."""
        pk, label = self.record.pk, BODY_MEETING_TABLE.moves[name].label
        if name == "conclude":
            return Action(label, reverse("sittings:body_meeting_conclude", args=[pk]), primary=True)
        url = reverse("sittings:body_meeting_move", args=[pk, name])
        return Action(label, url, primary=name == "hold")


def facts_of(meeting: BodyMeeting, present: list[Any]) -> list[tuple[str, Any]]:
    """Label and value of what is known."""
    hours = [f"{hour:%H:%M}" for hour in (meeting.starts_at, meeting.ends_at) if hour]
    rows = [
        (_("Whose meeting"), meeting.body_name),
        (_("Kind"), kind_and_number(meeting) if meeting.number else meeting.get_kind_display()),
        (_("Sitting"), meeting.sitting),
        (_("Day"), meeting.held_on),
        (_("Time"), " – ".join(hours)),
        (_("Place"), meeting.place),
        (_("Chaired by"), meeting.chair),
        (_("Delegates present"), len(present) or None),
        (_("Others present"), meeting.others),
        (_("Council"), meeting.council),
    ]
    return [(label, value) for label, value in rows if value not in {None, ""}]


class BodyMeetingDraft(MeetingReach):
    """A paper of the meeting as it would be drawn now: its invitation, minutes, or notice without a number."""

    kinds: ClassVar = ("invitation", "minutes", "notice")

    def get(self, _request: HttpRequest, pk: int, kind: str, extension: str) -> HttpResponse:
        draw = {"docx": to_docx, "pdf": to_pdf}.get(extension)
        if draw is None or kind not in self.kinds:
            raise Http404
        response = HttpResponse(draw(self.drawn(kind)), content_type=ALLOWED_TYPES[f".{extension}"])
        names = {"invitation": "giay-moi", "minutes": "bien-ban", "notice": "du-thao-thong-bao-ket-luan"}
        response["Content-Disposition"] = f'attachment; filename="{names[kind]}-{pk}.{extension}"'
        response["X-Content-Type-Options"] = "nosniff"
        return response

    def drawn(self, kind: str) -> AdministrativeDocument:
        """The paper; 404 for the notice of a meeting that has concluded nothing."""
        meeting, today = self.record, timezone.localdate()
        if kind == "invitation":
            return invitation_of(meeting, on=min(today, meeting.held_on))
        conclusions = list(conclusions_of(meeting))
        if kind == "minutes":
            present = list(meeting.delegates.all())
            return minutes_of(meeting, delegates=present, conclusions=conclusions, on=meeting.held_on)
        if not conclusions:
            raise Http404
        signer = next(iter(signatures_of(meeting)))
        return document_of(notice_of(meeting, on=max(today, meeting.held_on), signer=signer))


class BodyMeetingFile(MeetingReach):
    """The signed minutes."""

    def get(self, _request: HttpRequest, pk: int) -> FileResponse:
        if self.record.file is None:
            raise Http404
        return file_response(self.record.file)
