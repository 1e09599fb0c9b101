"""Pages of receptions: the schedule, one reception, publishing, conclusions."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from core.access import STAFF
from core.views import (
    Action,
    ActionPage,
    CreatePage,
    DetailPage,
    Empty,
    ListPage,
    RecordView,
    UpdatePage,
    add_refusal,
)
from documents.delivery import file_response
from voters import services
from voters.documents.reception import schedule_notice
from voters.filters.letters import ReceptionFilters
from voters.forms import MoveForm
from voters.forms.letters import StepForm
from voters.forms.receptions import ConcludeForm, PublishForm, ReceptionForm, ScheduleForm
from voters.models import CitizenReception, ReceptionRecord
from voters.services.receptions import draft_conclusions, quarter, sessions_of, to_publish
from voters.states import RECEPTION_TABLE, ReceptionState
from voters.tables.receptions import ReceptionTable, RecordsOfReception, hours, reception_badge
from voters.timeline import Entry, newest_first
from voters.views.common import RECEPTIONS, person, reception_crumbs
from voters.views.letter_actions import drawn_response
from voters.views.records import furnish_records

_OPEN = frozenset({ReceptionState.SCHEDULED, ReceptionState.PUBLISHED, ReceptionState.HELD})
_WITH_NOTE = frozenset({"cancel", "correct"})


def receptions(user: Any) -> Any:
    """The receptions a user reaches, with what pages show."""
    rows = CitizenReception.objects.visible_to(user)
    return rows.select_related("council", "delegate", "notice", "conclusion")


class ReceptionList(ListPage):
    """Lịch tiếp công dân."""

    title = gettext_lazy("Citizen receptions")
    table_class = ReceptionTable
    filterset_class = ReceptionFilters
    order = ("-day", "-pk")

    def rows(self) -> QuerySet[CitizenReception]:
        found: QuerySet[CitizenReception] = receptions(self.request.user).of(self.council).with_counts()
        return found

    def count_label(self, count: int) -> str:
        return ngettext("reception", "receptions", count)

    def page_actions(self) -> list[Action]:
        register = Action(_("Register of receptions"), reverse("voters:record_list"))
        if not self.roles_here() & STAFF:
            return [register]
        return [
            Action(_("Make the schedule of a quarter"), reverse("voters:reception_generate"), primary=True),
            Action(_("Publish"), reverse("voters:reception_publish")),
            register,
            Action(_("Enter a reception"), reverse("voters:reception_create")),
        ]

    def empty_state(self) -> Empty:
        title, text = _("No reception has been scheduled yet."), _("Begin with the schedule of a quarter.")
        if not self.roles_here() & STAFF:
            return Empty(title)
        return Empty(title, text, _("Make the schedule of a quarter"), reverse("voters:reception_generate"))


class ReceptionGenerate(CreatePage):
    """The schedule of a quarter by a day rule."""

    form_class = ScheduleForm
    title = gettext_lazy("Make the schedule of a quarter")
    submit_label = gettext_lazy("Make the schedule")

    def form_kwargs(self) -> dict[str, Any]:
        today = timezone.localdate()
        return {
            "council": self.council,
            "initial": {"year": today.year, "quarter": (today.month + 2) // 3, "rule": "day"},
        }

    def page_crumbs(self) -> list[tuple[Any, Any]]:
        return [RECEPTIONS, (self.title, None)]

    def cancel_url(self) -> str:
        return reverse("voters:reception_list")

    def perform(self, form: ScheduleForm) -> list[CitizenReception]:
        data = form.cleaned_data
        made = services.generate_schedule(
            council=self.council,
            year=data["year"],
            number=data["quarter"],
            rule=form.day_rule(),
            hours=form.hours(),
            delegates=list(data["delegates"]),
            user=person(self.request),
            with_bodies=data["with_bodies"],
        )
        words = ngettext(
            "%(count)s reception has been entered.", "%(count)s receptions have been entered.", len(made)
        )
        messages.success(self.request, words % {"count": len(made)})
        return made

    def success_url(self, result: Any) -> str:
        return reverse("voters:reception_list")


class ReceptionCreate(CreatePage):
    """Enter one reception."""

    form_class = ReceptionForm
    title = gettext_lazy("Enter a reception")

    def form_kwargs(self) -> dict[str, Any]:
        return {"instance": CitizenReception(council=self.council)}

    def page_crumbs(self) -> list[tuple[Any, Any]]:
        return [RECEPTIONS, (self.title, None)]

    def cancel_url(self) -> str:
        return reverse("voters:reception_list")

    def perform(self, form: ReceptionForm) -> CitizenReception:
        return services.save_reception(reception=form.instance, user=person(self.request))


class ReceptionMixin:
    """A page about one reception."""

    request: HttpRequest

    def reachable(self) -> Any:
        """Within reach."""
        return receptions(self.request.user)


class ReceptionEdit(ReceptionMixin, UpdatePage):
    """Change a reception."""

    form_class = ReceptionForm

    def form_context(self, form: Any) -> dict[str, Any]:
        return {**super().form_context(form), "crumbs": [*reception_crumbs(self.record), (_("Edit"), None)]}

    def perform(self, form: ReceptionForm) -> CitizenReception:
        version = form.cleaned_data["version"]
        return services.save_reception(reception=form.instance, user=person(self.request), version=version)


class ReceptionDetail(ReceptionMixin, DetailPage):
    """One reception: who receives, who came, what was concluded."""

    template_name = "voters/reception_detail.html"

    def context(self) -> dict[str, Any]:
        reception = self.record
        records = ReceptionRecord.objects.visible_to(self.request.user).filter(reception=reception)
        rows = list(
            records.select_related("reception", "accepted_by", "forwarding", "follow_up").order_by("number")
        )
        furnish_records(rows, self.access)
        return {
            **super().context(),
            "crumbs": [RECEPTIONS, (str(reception), None)],
            "badge": reception_badge(reception),
            "facts": _facts(reception),
            "actions": self._actions(),
            "table": RecordsOfReception(rows, caption=_("Citizens received")),
            "tasks": list(reception.tasks.select_related("agency", "follow_up")),
            "enter_url": self._enter_url(),
            "timeline": newest_first(_moves(reception)),
        }

    def _enter_url(self) -> str:
        open_now = self.record.state in _OPEN and self.record.day <= timezone.localdate()
        staff = self.roles_on_record() & STAFF
        return reverse("voters:record_create", args=[self.record.pk]) if open_now and staff else ""

    def _actions(self) -> list[Action]:
        if not self.roles_on_record() & STAFF:
            return []
        pk, found = self.record.pk, []
        if self._enter_url():
            found.append(Action(_("Enter a citizen"), self._enter_url(), primary=True))
        possible = RECEPTION_TABLE.possible(self.record.state, self.roles_on_record())
        for move in sorted(possible, key=lambda move: move.name == "correct"):
            if move.name == "publish":
                continue
            name = (
                ("voters:reception_conclude", [pk])
                if move.name == "conclude"
                else ("voters:reception_move", [pk, move.name])
            )
            found.append(Action(move.label, reverse(name[0], args=name[1])))
        return [*found, Action(_("Edit"), reverse("voters:reception_edit", args=[pk]))]


def _facts(reception: CitizenReception) -> list[tuple[str, Any]]:
    rows = [
        (_("Day"), reception.day),
        (_("Time"), hours(reception)),
        (_("Place"), reception.place),
        (_("Received by"), reception.receiver),
        (_("Post, delegate group"), reception.post),
        (_("Kind"), reception.get_kind_display()),
        (_("Bodies that take part"), reception.with_bodies),
        (_("Notice of the schedule"), reception.notice),
        (_("Notice of conclusions"), reception.conclusion),
        (_("Note"), reception.note),
    ]
    return [(label, value) for label, value in rows if value not in {None, ""}]


def _moves(reception: CitizenReception) -> Iterable[Entry]:
    yield Entry(reception.created_at, _("Entered"))
    for move in reception.moves.select_related("actor"):
        title = str(ReceptionState(move.to_state).label)
        yield Entry(move.effective_on, title, move.note, str(move.actor or ""), entered=move.entered_at)


class ReceptionMove(ReceptionMixin, ActionPage):
    """Take a step of a reception."""

    form_class = MoveForm

    def check_record(self) -> None:
        super().check_record()
        if self.kwargs["name"] not in set(RECEPTION_TABLE.moves) - {"publish", "conclude"}:
            raise Http404

    def build_form(self, data: Any = None, files: Any = None) -> Any:
        return (StepForm if self.kwargs["name"] in _WITH_NOTE else MoveForm)(data)

    def form_context(self, form: Any) -> dict[str, Any]:
        label = RECEPTION_TABLE.moves[self.kwargs["name"]].label
        crumbs = [*reception_crumbs(self.record), (label, None)]
        return {**super().form_context(form), "title": label, "crumbs": crumbs, "submit_label": label}

    def perform(self, form: Any) -> Any:
        return services.move_reception(
            reception=self.record, name=self.kwargs["name"], user=person(self.request), **form.cleaned_data
        )


class ReceptionPublish(CreatePage):
    """One numbered notice for the scheduled receptions of a period; a draft can be looked at first."""

    form_class = PublishForm
    template_name = "voters/draft_form.html"
    title = gettext_lazy("Publish the schedule")
    submit_label = gettext_lazy("Publish")

    def form_kwargs(self) -> dict[str, Any]:
        today = timezone.localdate()
        start, end = quarter(today.year, (today.month + 2) // 3)
        return {"initial": {"start": start, "end": end, "on": today}}

    def page_crumbs(self) -> list[tuple[Any, Any]]:
        return [RECEPTIONS, (self.title, None)]

    def cancel_url(self) -> str:
        return reverse("voters:reception_list")

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The draft as a file, or the notice."""
        extension = request.POST.get("draft")
        if extension not in {"docx", "pdf"}:
            return super().post(request, *args, **kwargs)
        form = self.build_form(request.POST)
        if not form.is_valid():
            return self.show(form, status=422)
        data = form.cleaned_data
        rows = to_publish(self.council, data["start"], data["end"])
        if not rows:
            form.add_error(None, _("There is no reception to publish between these days."))
            return self.show(form, status=422)
        drawn = schedule_notice(
            council=self.council,
            sessions=sessions_of(rows),
            start=data["start"],
            end=data["end"],
            on=data["on"],
            register_by=data["register_by"],
            register_at=data["register_at"],
            signer=form.signed_by(),
        )
        return drawn_response(drawn, "du-thao-lich-tiep-cong-dan", extension)

    def perform(self, form: PublishForm) -> Any:
        data = form.cleaned_data
        document = services.publish_schedule(
            council=self.council,
            start=data["start"],
            end=data["end"],
            on=data["on"],
            user=person(self.request),
            signer=form.signed_by(),
            register_by=data["register_by"],
            register_at=data["register_at"],
        )
        messages.success(self.request, _("Done: document %(symbol)s.") % {"symbol": document.symbol})
        return document

    def success_url(self, result: Any) -> str:
        return reverse("voters:reception_list")


class ReceptionConclude(ReceptionMixin, ActionPage):
    """Issue the conclusions; each task becomes a follow-up."""

    form_class = ConcludeForm
    template_name = "voters/draft_action.html"
    title = gettext_lazy("Issue the conclusions")
    submit_label = gettext_lazy("Issue the conclusions")

    def form_kwargs(self) -> dict[str, Any]:
        return {"council": self.record.council}

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The draft as a file, or the notice."""
        extension = request.POST.get("draft")
        if extension not in {"docx", "pdf"}:
            return super().post(request, *args, **kwargs)
        form = self.build_form(request.POST)
        if not form.is_valid():
            return self.show(form, status=422)
        try:
            drawn = draft_conclusions(
                self.record,
                form.tasks(),
                on=form.cleaned_data["on"],
                text=form.cleaned_data["text"],
                signer=form.signed_by(),
            )
        except ValidationError as refusal:
            add_refusal(form, refusal)
            return self.show(form, status=422)
        return drawn_response(drawn, "du-thao-ket-luan-tiep-cong-dan", extension)

    def perform(self, form: ConcludeForm) -> Any:
        return services.conclude(
            reception=self.record,
            tasks=form.tasks(),
            on=form.cleaned_data["on"],
            user=person(self.request),
            text=form.cleaned_data["text"],
            signer=form.signed_by(),
        )


class ReceptionPaper(ReceptionMixin, RecordView):
    """The notice of the schedule or of the conclusions, as DOCX or PDF."""

    def get(self, _request: HttpRequest, *_args: Any, **kwargs: Any) -> Any:
        """The file."""
        document = {"notice": self.record.notice, "conclusion": self.record.conclusion}.get(kwargs["kind"])
        file = document and {"docx": document.docx, "pdf": document.file}.get(kwargs["extension"])
        if file is None:
            raise Http404
        return file_response(file)
