"""Documents of missions and sessions as files: as registered, or drawn as drafts from the records of the moment."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponseBase
from django.utils import timezone

from core import exports
from core.views import RecordView
from documents.administrative import AdministrativeDocument
from documents.delivery import file_response
from sessions.views.downloads import download
from supervision import rights
from supervision.annex import annex_of, annexes_of, sheet_of
from supervision.documents import conclusion, decision, minutes, notice, plan, report
from supervision.documents.annex import annex_document
from supervision.models import SessionFile, SupervisedBody, SupervisionMission, WorkingSession
from supervision.parts import Paper
from supervision.services.considering import recommendations_of
from supervision.views.bodies import bodies
from supervision.views.common import MissionReach
from supervision.views.session_work import requested_papers
from supervision.views.sessions import SessionReach

Drawer = Callable[[SupervisionMission], AdministrativeDocument]


def _members(mission: SupervisionMission) -> list[Any]:
    return list(mission.members.select_related("delegate"))


def _decision(mission: SupervisionMission) -> AdministrativeDocument:
    rows = list(mission.supervised.select_related("agency"))
    return decision.decision_of(mission, _members(mission), rows, dated=timezone.localdate())


def _plan(mission: SupervisionMission) -> AdministrativeDocument:
    sessions = mission.sessions.exclude(state=WorkingSession.State.CANCELLED).select_related("body__agency")
    return plan.plan_of(
        mission,
        list(mission.sections.filter(paper=Paper.PLAN)),
        _members(mission),
        list(mission.outline.all()),
        list(sessions),
        dated=timezone.localdate(),
    )


def _report(mission: SupervisionMission) -> AdministrativeDocument:
    sections = list(mission.sections.filter(paper=Paper.REPORT))
    annexes = annexes_of(mission)
    return report.report_of(mission, sections, _members(mission), annexes, dated=timezone.localdate())


def _conclusion(mission: SupervisionMission) -> AdministrativeDocument:
    considered = mission.considerations.filter(is_final=True).select_related("meeting__committee").first()
    return conclusion.conclusion_of(
        mission,
        list(mission.sections.filter(paper=Paper.CONCLUSION)),
        recommendations_of(mission),
        considered,
        dated=timezone.localdate(),
    )


DRAWERS: Final[dict[str, tuple[Drawer, str]]] = {
    "decision": (_decision, "quyet-dinh-giam-sat"),
    "plan": (_plan, "ke-hoach-giam-sat"),
    "report": (_report, "bao-cao-giam-sat"),
    "conclusion": (_conclusion, "thong-bao-ket-luan-giam-sat"),
}


class MissionFile(MissionReach):
    """Decision, plan, report, conclusion: as registered, or a draft for those who work on the mission."""

    def reachable(self) -> QuerySet[SupervisionMission]:
        related = (
            "decision__docx",
            "plan__docx",
            "report__docx",
            "signed_report",
            "conclusion__document__docx",
        )
        return super().reachable().select_related(*related, "decision__file", "plan__file", "report__file")

    def get(self, _request: HttpRequest, pk: int, what: str, extension: str) -> HttpResponseBase:
        if what not in DRAWERS:
            raise Http404
        mission = self.record
        if what == "report" and not rights.reads_papers(mission, self.access):
            raise PermissionDenied
        if what == "report" and extension == "signed":
            return self._kept(mission.signed_report)
        document = self._registered(what)
        if document is not None:
            return self._kept({"docx": document.docx, "pdf": document.file}.get(extension))
        if not rights.reads_papers(mission, self.access):
            raise PermissionDenied
        draw, stem = DRAWERS[what]
        return download(draw(mission), extension, f"{stem}-du-thao-{timezone.localdate():%Y-%m-%d}")

    def _registered(self, what: str) -> Any:
        """The document that bears a number and was drawn; an old paper was registered only."""
        if what == "conclusion":
            concluded = getattr(self.record, "conclusion", None)
            document = concluded.document if concluded else None
        else:
            document = getattr(self.record, what)
        return document if document is not None and document.file_id else None

    @staticmethod
    def _kept(file: Any) -> HttpResponseBase:
        if file is None:
            raise Http404
        return file_response(file)


class AnnexFile(MissionReach):
    """The merged annex as a workbook, Word or PDF."""

    def get(self, _request: HttpRequest, pk: int, extension: str) -> HttpResponseBase:
        mission = self.record
        if not rights.reads_papers(mission, self.access):
            raise PermissionDenied
        if extension == "xlsx":
            return exports.download("xlsx", sheet_of(mission, annex_of(mission)))
        annexes = annexes_of(mission)
        if not annexes:
            raise Http404
        drawn = annex_document(mission, annexes, _members(mission), dated=timezone.localdate())
        return download(drawn, extension, f"tong-hop-bao-cao-{timezone.localdate():%Y-%m-%d}")


class SessionPaper(SessionReach):
    """Notice and minutes of a session; "signed" is the scan of the minutes."""

    def reachable(self) -> QuerySet[WorkingSession]:
        related = ("minutes__docx", "minutes__file", "signed_minutes", "mission__council__parent")
        return super().reachable().select_related(*related)

    def get(self, _request: HttpRequest, pk: int, what: str, extension: str) -> HttpResponseBase:
        session, mission = self.record, self.record.mission
        if what not in {"notice", "minutes"}:
            raise Http404
        if not rights.reads_papers(mission, self.access):
            raise PermissionDenied
        today = timezone.localdate()
        members = list(session.members.select_related("delegate"))
        if what == "notice":
            drawn = notice.notice_of(mission, session, members, dated=today)
            return download(drawn, extension, f"thong-bao-lich-lam-viec-{session.held_on:%Y-%m-%d}")
        kept = {"signed": session.signed_minutes}
        if session.minutes and session.minutes.file_id:
            kept |= {"docx": session.minutes.docx, "pdf": session.minutes.file}
        if file := kept.get(extension):
            return file_response(file)
        drawn = minutes.minutes_of(mission, session, members, list(session.requested.all()))
        return download(drawn, extension, f"bien-ban-lam-viec-du-thao-{session.held_on:%Y-%m-%d}")


class SessionFileView(RecordView):
    """A photo or paper of a session, for those who read the mission's papers."""

    def reachable(self) -> QuerySet[SessionFile]:
        rows = SessionFile.objects.visible_to(self.request.user)
        return rows.select_related("file", "session__mission__council", "session__mission__committee")

    def council_of_record(self) -> int:
        council_id: int = self.record.session.mission.council_id
        return council_id

    def get(self, _request: HttpRequest, pk: int) -> HttpResponseBase:
        if not rights.reads_papers(self.record.session.mission, self.access):
            raise PermissionDenied
        return file_response(self.record.file)


class RequestedFile(RecordView):
    """A paper that was asked for at a session: its body reads it, and those who read the mission's papers."""

    roles = rights.SEEN_BY

    def reachable(self) -> QuerySet[Any]:
        return requested_papers(self.request.user)

    def council_of_record(self) -> int:
        council_id: int = self.record.session.mission.council_id
        return council_id

    def get(self, _request: HttpRequest, pk: int) -> HttpResponseBase:
        body = self.record.session.body
        own = body is not None and body.agency_id in self.access.agencies
        if not own and not rights.reads_papers(self.record.session.mission, self.access):
            raise PermissionDenied
        if self.record.file is None:
            raise Http404
        return file_response(self.record.file)


class BodyFile(RecordView):
    """The signed report of a body: the body itself, and those who read the mission's papers."""

    roles = rights.SEEN_BY

    def reachable(self) -> QuerySet[SupervisedBody]:
        return bodies(self.request.user).select_related("file", "mission__council")

    def council_of_record(self) -> int:
        council_id: int = self.record.mission.council_id
        return council_id

    def get(self, _request: HttpRequest, pk: int) -> HttpResponseBase:
        own = self.record.agency_id in self.access.agencies
        if not own and not rights.reads_papers(self.record.mission, self.access):
            raise PermissionDenied
        if self.record.file is None:
            raise Http404
        return file_response(self.record.file)
