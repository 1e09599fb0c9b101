"""One resolution: where it stands, its days and their articles, files, text, votes, relations, tasks, indicators."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any, NamedTuple
from urllib.parse import urlencode

from django.db.models import Prefetch, QuerySet
from django.http import FileResponse, Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _

from core.access import DECIDERS, STAFF
from core.compiled import compiled
from core.views import Action, DetailPage, RecordView
from core.workdays import Due
from councils.calendar import Clock
from documents.delivery import file_response
from documents.docx import to_docx
from documents.models import FileVersion
from documents.pdf import to_pdf
from followups.rules import standing
from followups.tables.lists import shown_rule
from sessions.documents.resolutions import document_of
from sessions.indicators import MOST, measured, runs_of, share_chart
from sessions.models import IndicatorTarget, Resolution, ResolutionRelation, ResolutionTask, Vote
from sessions.resolution_timeline import timeline
from sessions.services.resolution_undo import steps_back
from sessions.states import HELD, SIGNED, ResolutionState
from sessions.tables.resolutions import (
    force_badge,
    kind_words,
    progress_badge,
    sending,
    standing_badge,
    state_badge,
)
from sessions.views.resolutions import RESOLUTIONS, SEEN_BY, resolutions, short

State = ResolutionState
ISSUED = frozenset({State.ISSUED, State.PUBLISHED})
"""States in which its tasks are with their bodies."""
_BEFORE = frozenset({State.DRAFT, State.VERIFIED, State.DEFERRED})
_TYPES = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
}


class Link(NamedTuple):
    """One relation as a line: what is said, the other text, since when, which parts."""

    words: str
    name: str
    url: str
    title: str
    since: date
    note: str
    remove_url: str = ""
    counts: bool = True


class ShownTask(NamedTuple):
    """A task with its badge, due words and addresses."""

    task: Any
    badge: Any
    due: Due | None
    url: str
    edit_url: str
    remove_url: str


def one_of(user: Any) -> QuerySet[Resolution]:
    """The resolutions a user reaches, with what the pages of one show."""
    return resolutions(user).select_related(
        "committee", "paper__goes_with", "signed_file", "send_up_rule", "document__docx", "document__file"
    )


class OfResolution(RecordView):
    """A page about one resolution that its readers, and agencies with a task in it, may open."""

    roles = SEEN_BY

    def reachable(self) -> QuerySet[Resolution]:
        return one_of(self.request.user)

    @property
    def outsider(self) -> bool:
        """Whether the user reads it only because it gives their agency a task."""
        return self.record.council_id not in self.access.readable_councils


@compiled
def _resolution(user: Any, ids: Sequence[int]) -> QuerySet[Resolution]:
    versions = Prefetch("signed_file__versions", FileVersion.objects.order_by("-number"))
    rows: Any = one_of(user).filter(pk__in=ids)
    found: QuerySet[Resolution] = rows.status_on(timezone.localdate()).prefetch_related(versions)
    return found


@compiled
def _tasks(user: Any, ids: Sequence[int]) -> QuerySet[ResolutionTask]:
    rows = ResolutionTask.objects.visible_to(user).filter(resolution__in=ids)
    return rows.with_progress(timezone.localdate()).with_owner().order_by("position", "pk")


@compiled
def _changes(ids: Sequence[int]) -> QuerySet[ResolutionRelation]:
    return ResolutionRelation.objects.filter(source__in=ids).select_related("target__document")


@compiled
def _changed_by(ids: Sequence[int]) -> QuerySet[ResolutionRelation]:
    rows = ResolutionRelation.objects.filter(target__in=ids, source__state__in=sorted(SIGNED))
    return rows.select_related("source__document")


class ResolutionDetail(OfResolution, DetailPage):
    """One resolution. An agency reads the text and its own tasks, not what the council noted for itself."""

    template_name = "sittings/resolution_detail.html"
    record: Any
    fetching = staticmethod(_resolution)

    def context(self) -> dict[str, Any]:
        record, clock = self.record, Clock()
        inside = not self.outsider
        tasks, runs = self.tasks(clock), self.runs()
        return {
            **super().context(),
            "title": record.title,
            "crumbs": [RESOLUTIONS, (short(record), None)],
            "number": str(record.document or ""),
            "kind": kind_words(record),
            "badges": [state_badge(record), force_badge(record)],
            "sending": sending(record, clock),
            "rule": shown_rule(record.send_up_rule),
            "facts": self.facts(),
            "days": self.days(),
            "files": self.files(),
            "votes": self.votes() if inside else [],
            "links": self.links(),
            "tasks": tasks,
            "runs": runs,
            "share": share_chart(runs),
            "actions": self.actions(tasks),
            "backs": self.backs(),
            "outsider": self.outsider,
            "staff": bool(self.roles_on_record() & STAFF),
            "may_task": bool(self.roles_on_record() & DECIDERS),
            "timeline": timeline(record) if inside else None,
        }

    # --- What is shown ---

    def facts(self) -> list[tuple[str, Any]]:
        """Label and value of what is known."""
        record = self.record
        rows = [
            (_("Number"), str(record.document or "")),
            (_("Kind"), kind_words(record)),
            (_("Adopted at"), self.way_to(record.sitting or record.meeting)),
            (_("Draft among the papers"), self.way_to(record.paper)),
            (_("Council term"), record.council_term.label),
            (_("Field"), record.field),
            (_("Proposed by"), record.proposer),
            (_("Verified by"), record.committee),
            (_("Signer"), record.signer),
        ]
        return [(label, value) for label, value in rows if value]

    def way_to(self, other: Any) -> Any:
        """A record of the council as a link; its name alone for outsiders."""
        if other is None or self.outsider:
            return str(other or "")
        return format_html('<a href="{}">{}</a>', other.get_absolute_url(), other)

    def days(self) -> list[tuple[str, date | None, str]]:
        """The days in the order of the law, with a note; those that have not come yet are empty."""
        record = self.record
        days = [
            (_("Adopted"), record.adopted_on, ""),
            (_("Signed"), record.signed_on, ""),
            (_("Sent up"), record.sent_up_on, ""),
            (_("Sent to the gazette"), record.gazette_on, ""),
            (_("Published"), record.published_on, record.published_at),
            (_("In force from"), record.in_force_on, ""),
        ]
        ends = [(_("No longer in force from"), record.expires_on, "")] if record.expires_on else []
        return [*days, *ends]

    def files(self) -> list[tuple[str, str, str]]:
        """(label, note, address) of what can be downloaded, the signed copies first."""
        record, pk = self.record, self.record.pk
        copies = list(record.signed_file.versions.all()) if record.signed_file else []
        found = [
            (
                _("Signed copy")
                if place == 0
                else _("Signed copy, version %(number)s") % {"number": one.number},
                one.name,
                reverse("sittings:resolution_copy", args=[pk, one.number]),
            )
            for place, one in enumerate(copies)
        ]
        if record.text.strip():
            label = _("Text of the resolution") if record.state in SIGNED else _("Draft text")
            found += [
                (f"{label} ({kind})", "", reverse("sittings:resolution_file", args=[pk, extension]))
                for extension, kind in (("pdf", "PDF"), ("docx", "Word"))
            ]
        return found

    def votes(self) -> QuerySet[Vote]:
        """The votes on it that stand."""
        return Vote.objects.filter(resolution=self.record, voided_on__isnull=True).order_by("number")

    def links(self) -> list[Link]:
        """What it does to earlier texts, then what later ones do to it; two queries."""
        record, pk = self.record, self.record.pk
        may = bool(self.roles_on_record() & STAFF)
        out, back = _changes(ids=[pk]), _changed_by(ids=[pk])
        seen = self.access.readable_councils
        return [
            *(_out(row, pk if may else None, counts=record.state in SIGNED, seen=seen) for row in out),
            *(_back(row, seen) for row in back),
        ]

    def tasks(self, clock: Clock) -> list[ShownTask]:
        """The tasks that the user may see, with their progress today; one query."""
        decides = bool(self.roles_on_record() & DECIDERS)
        found = _tasks(user=self.request.user, ids=[self.record.pk])
        return [_shown(task, clock, may=decides) for task in found]

    def runs(self) -> list[Any]:
        """The indicators with their charts; one query."""
        rows = IndicatorTarget.objects.filter(resolution=self.record).with_standing(timezone.localdate())
        targets: list[Any] = list(rows.order_by("name", "area", "unit", "year"))
        for target in targets:
            target.badge, target.goal = standing_badge(target), measured(target.value)
            target.now = "" if target.reached is None else measured(target.reached)
        runs = runs_of(targets)
        return [run if place < MOST else replace(run, chart=None) for place, run in enumerate(runs)]

    # --- What can be done ---

    def actions(self, tasks: list[ShownTask]) -> list[Action]:
        """What is allowed now to this user; what leads on stands first."""
        record, roles = self.record, self.roles_on_record()
        found: list[tuple[str, str, Any, bool]] = []
        if roles & STAFF:
            found += self._steps()
            if record.state in ISSUED and any(one.task.progress == "draft" for one in tasks):
                found.append(("tasks_send", _("Send the waiting tasks"), STAFF, True))
        if roles & DECIDERS and record.state == State.PASSED:
            found.append(("resolution_sign", _("Record signature and number"), DECIDERS, True))
        actions = [
            Action(label, reverse(f"sittings:{name}", args=[record.pk]), primary=first)
            for name, label, _roles, first in found
        ]
        if vote := self._vote(roles):
            actions.append(vote)
        edit = Action(_("Edit"), reverse("sittings:resolution_edit", args=[record.pk]))
        ordered = sorted(actions, key=lambda action: not action.primary)
        return [*ordered, edit] if roles & STAFF else ordered

    def _vote(self, roles: Any) -> Action | None:
        """What decides on a tabled draft of the council: the final vote, with the resolution chosen."""
        record = self.record
        waits = record.state == State.TABLED and record.issuer == Resolution.Issuer.COUNCIL
        if not (roles & STAFF and waits and record.sitting and record.sitting.state in HELD):
            return None
        page = reverse("sittings:vote_create", args=[record.sitting_id])
        return Action(_("Record a vote"), f"{page}?{urlencode({'resolution': record.pk})}", primary=True)

    def _steps(self) -> list[tuple[str, str, Any, bool]]:
        """The steps of staff that the state leaves open: page, label, roles, whether it leads on."""
        record = self.record
        signed, adopted = record.state in SIGNED, record.adopted_on is not None
        by_meeting = record.issuer == Resolution.Issuer.STANDING_COMMITTEE
        gazette = signed and record.is_normative and record.gazette_on is None
        offers = [
            (record.state in _BEFORE, "resolution_table", _("Record as tabled"), not by_meeting),
            (
                by_meeting and record.state in {State.DRAFT, State.VERIFIED, State.TABLED},
                "resolution_adopt",
                _("Record the adoption"),
                True,
            ),
            (record.state == State.SIGNED, "resolution_issue", _("Issue, and send its tasks"), True),
            (record.state == State.ISSUED, "resolution_publish", _("Record the publication"), True),
            (signed and record.sent_up_on is None, "resolution_send_up", _("Record as sent up"), False),
            (gazette, "resolution_gazette", _("Sent to the gazette"), False),
            (signed, "resolution_attach", _("Attach the signed copy"), False),
            (adopted, "resolution_force", _("Set the days of force"), False),
            (
                record.state in {State.DRAFT, State.VERIFIED, State.TABLED},
                "resolution_defer",
                _("Defer"),
                False,
            ),
        ]
        return [(name, label, STAFF, first) for open_now, name, label, first in offers if open_now]

    def backs(self) -> list[tuple[str, str]]:
        """(label, address) of the steps that can be taken back."""
        roles = self.roles_on_record()
        found = []
        for name, step in steps_back(self.record):
            if roles & (DECIDERS if name == "signature" else STAFF):
                found.append(
                    (str(step.label), reverse("sittings:resolution_undo", args=[self.record.pk, name]))
                )
        return found


def _out(row: ResolutionRelation, pk: int | None, *, counts: bool, seen: frozenset[int]) -> Link:
    target = row.target
    remove = reverse("sittings:relation_remove", args=[pk, row.pk]) if pk else ""
    name = _cited(target) if target else row.target_text
    url = target.get_absolute_url() if target and target.council_id in seen else ""
    title = target.title if target and target.document else ""
    return Link(str(row.get_kind_display()), name, url, title, row.effective_on, row.note, remove, counts)


_PASSIVE = {
    ResolutionRelation.Kind.AMENDS: lambda: _("amended by"),
    ResolutionRelation.Kind.REPLACES: lambda: _("replaced by"),
    ResolutionRelation.Kind.REPEALS: lambda: _("repealed by"),
    ResolutionRelation.Kind.REPEALS_PARTLY: lambda: _("repealed in part by"),
}


def _back(row: ResolutionRelation, seen: frozenset[int]) -> Link:
    words = _PASSIVE[ResolutionRelation.Kind(row.kind)]()
    source = row.source
    url = source.get_absolute_url() if source.council_id in seen else ""
    return Link(words, _cited(source), url, source.title, row.effective_on, row.note)


def _cited(resolution: Resolution) -> str:
    """Number and day: numbers begin again each year."""
    day = f" ({resolution.signed_on:%d/%m/%Y})" if resolution.signed_on else ""
    return f"{resolution}{day}"


def _shown(task: Any, clock: Clock, *, may: bool) -> ShownTask:
    draft = task.progress == "draft"
    ids = [task.resolution_id, task.pk]
    change = may and draft
    return ShownTask(
        task,
        progress_badge(task),
        clock.due(task.follow_up.due_on) if draft else standing(task.follow_up, clock),
        "" if draft else task.follow_up.get_absolute_url(),
        reverse("sittings:task_edit", args=ids) if change else "",
        reverse("sittings:task_remove", args=ids) if change else "",
    )


class ResolutionFile(OfResolution):
    """The text as DOCX or PDF: the files kept at the signature, else drawn now from what is entered."""

    def get(self, _request: Any, pk: int, extension: str) -> FileResponse | HttpResponse:
        """404 for another kind of file, and while there is no text."""
        record = self.record
        document = record.document
        kept = {"docx": document.docx, "pdf": document.file} if document and document.docx else {}
        if kept.get(extension):
            return file_response(kept[extension])
        if extension not in _TYPES or not record.text.strip():
            raise Http404
        drawn = document_of(record)
        content = to_pdf(drawn) if extension == "pdf" else to_docx(drawn)
        name = f"nghi-quyet-{record.pk}" if record.state in SIGNED else f"du-thao-nghi-quyet-{record.pk}"
        return HttpResponse(
            content,
            content_type=_TYPES[extension],
            headers={
                "Content-Disposition": f'attachment; filename="{name}.{extension}"',
                "X-Content-Type-Options": "nosniff",
            },
        )


class ResolutionCopy(OfResolution):
    """A version of the signed copy."""

    def get(self, _request: Any, pk: int, number: int) -> FileResponse:
        """404 for a version that is not there."""
        return copy_of(self.record, number)


def copy_of(resolution: Resolution, number: int) -> FileResponse:
    """A version of the signed copy as a download; 404 where there is none."""
    file = resolution.signed_file
    version = file.versions.filter(number=number).first() if file else None
    if version is None:
        raise Http404
    response = FileResponse(
        version.content.open("rb"),
        as_attachment=True,
        filename=version.name,
        content_type=version.content_type,
    )
    response["X-Content-Type-Options"] = "nosniff"
    return response
