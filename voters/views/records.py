"""Pages of the register of receptions (form 03/TCD) and of one matter in it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from core.access import STAFF
from core.exports import Sheet, download
from core.paging import Page
from core.views import Action, ActionPage, CouncilView, DetailPage, Empty, ListPage, RecordView, UpdatePage
from documents.delivery import file_response
from documents.language import short_date
from voters import services
from voters.documents.common import KIND_WORDS
from voters.documents.reception import REGISTER_COLUMNS, register_book
from voters.filters.letters import RecordFilters
from voters.forms.receptions import (
    ForwardForm,
    GuideForm,
    RecordEditForm,
    RecordFormNew,
    RefuseForm,
)
from voters.identity import persons_of, sees_senders
from voters.models import CitizenReception, IdentityView, ReceptionRecord
from voters.services.identity import is_handler, may_assign, need_handler, rows_of
from voters.services.letters import MANY_PERSONS
from voters.services.reception_records import draw_receipt, inform_due, refusal_due, result_due
from voters.tables.receptions import RecordTable, accepted, guided, result_of
from voters.timeline import Entry, newest_first
from voters.views.common import RECEPTIONS, person, reception_crumbs, record_crumbs
from voters.views.letter_actions import drawn_response
from voters.views.matters import handler_rows
from voters.views.periods import chosen_period

_RELATED = (
    "council",
    "reception__delegate",
    "field",
    "guidance",
    "accepted_by",
    "forwarding",
    "refusal",
    "follow_up",
)


def records(user: Any) -> Any:
    """The records a user reaches, with what pages show."""
    return ReceptionRecord.objects.visible_to(user).select_related(*_RELATED)


def furnish_records(rows: Iterable[ReceptionRecord], access: Any) -> None:
    """Put name, address and ID as this reader may see them on rows."""
    for row in rows:
        shown: Any = row
        persons = persons_of(row, access)
        shown.sender = "; ".join(person.line for person in persons)
        shown.id_number = persons[0].id_number


def register_line(record: Any, number: int) -> tuple[str | int, ...]:
    """The thirteen cells of form 03/TCD; the kind in full, since "KN" stands for two."""
    return (
        number,
        short_date(record.reception.day),
        record.sender,
        record.id_number,
        record.content,
        KIND_WORDS[record.kind].capitalize(),
        record.persons,
        record.settled_before,
        "x" if record.within_competence else "",
        guided(record),
        accepted(record),
        result_of(record),
        record.note,
    )


class RecordList(ListPage):
    """Sổ tiếp công dân, form 03/TCD."""

    title = gettext_lazy("Register of receptions")
    template_name = "voters/record_list.html"
    table_class = RecordTable
    filterset_class = RecordFilters
    order = ("-year", "-number")

    def rows(self) -> QuerySet[ReceptionRecord]:
        found: QuerySet[ReceptionRecord] = records(self.request.user).of(self.council)
        return found

    def count_label(self, count: int) -> str:
        return ngettext("turn", "turns", count)

    def page_crumbs(self) -> list[tuple[Any, Any]]:
        return [RECEPTIONS, (self.title, None)]

    def make_table(self, page: Page) -> RecordTable:
        furnish_records(page.rows, self.access)
        table: RecordTable = super().make_table(page)
        return table

    def context(self) -> dict[str, Any]:
        form, _start, _end = chosen_period(self.request.GET)
        return {**super().context(), "period": form}

    def empty_state(self) -> Empty:
        text = _("Citizens are entered at the reception to which they came.")
        return Empty(
            _("Nobody has been entered yet."),
            text,
            _("Go to the receptions"),
            reverse("voters:reception_list"),
        )


class RecordRegister(CouncilView):
    """The register of a period as DOCX, PDF or XLSX, with the exact columns of form 03/TCD."""

    roles = RecordList.roles

    def get(self, request: HttpRequest, *_args: Any, **kwargs: Any) -> HttpResponseBase:
        """The file."""
        _form, start, end = chosen_period(request.GET)
        found = records(request.user).of(self.council).filter(reception__day__range=(start, end))
        rows = list(found.order_by("year", "number"))
        furnish_records(rows, self.access)
        lines = [register_line(row, number) for number, row in enumerate(rows, start=1)]
        if kwargs["extension"] == "xlsx":
            return download(
                "xlsx",
                Sheet("Sổ tiếp công dân 03-TCD", list(REGISTER_COLUMNS), (list(line) for line in lines)),
            )
        if kwargs["extension"] not in {"docx", "pdf"}:
            raise Http404
        book = register_book(council=self.council, rows=lines, start=start, end=end, on=timezone.localdate())
        return drawn_response(book, "so-tiep-cong-dan", kwargs["extension"])


class RecordCreate(ActionPage):
    """Enter a citizen at a reception. Half-typed words are never kept."""

    form_class = RecordFormNew
    template_name = "voters/record_form.html"
    title = gettext_lazy("Enter a citizen")
    submit_label = gettext_lazy("Save")

    def reachable(self) -> QuerySet[CitizenReception]:
        return CitizenReception.objects.visible_to(self.request.user).select_related("council", "delegate")

    def form_kwargs(self) -> dict[str, Any]:
        return {"council": self.record.council}

    def form_context(self, form: Any) -> dict[str, Any]:
        crumbs = [*reception_crumbs(self.record), (self.title, None)]
        return {**super().form_context(form), "crumbs": crumbs, "add_another": True}

    def perform(self, form: RecordFormNew) -> ReceptionRecord:
        record = services.record_visit(
            reception=self.record, user=person(self.request), identity=form.identity(), **form.facts()
        )
        number = f"{record.number}/{record.year}"
        messages.success(self.request, _("Entered under no. %(number)s.") % {"number": number})
        return record

    def success_url(self, result: Any) -> str:
        url: str = result.get_absolute_url()
        return url


class RecordPage(RecordView):
    """A page about one matter."""

    def reachable(self) -> Any:
        return records(self.request.user)


class HandledRecord(RecordPage):
    """A page that changes a matter; of a protected one only for its handlers."""

    def check_record(self) -> None:
        super().check_record()
        need_handler(self.request.user, self.record)


class RecordDetail(RecordPage, DetailPage):
    """One matter: who came, what for, the terms, what came of it."""

    template_name = "voters/record_detail.html"

    def context(self) -> dict[str, Any]:
        record = self.record
        self.handles = is_handler(self.request.user, record) if record.protected else True
        self.staff = bool(self.roles_on_record() & STAFF) and self.handles
        assigns = record.protected and may_assign(self.request.user, record)
        looks = record.protected and (self.handles or assigns)
        return {
            **super().context(),
            "crumbs": [*reception_crumbs(record.reception), (str(record), None)],
            "facts": self._facts(),
            "terms": self._terms(),
            "persons": persons_of(record, self.access),
            "may_look": record.protected and self.handles and not record.erased_on,
            "may_assign": assigns,
            "handlers": handler_rows(record) if record.protected else (),
            "views": list(rows_of(IdentityView, record).select_related("user")[:20]) if looks else (),
            "reads": sees_senders(self.access, record),
            "group": record.persons >= MANY_PERSONS,
            "papers": [(label, kind) for label, kind, document in _papers(record) if document],
            "actions": self._actions(),
            "timeline": newest_first(_happened(record)),
            "staff": self.staff,
        }

    def _facts(self) -> list[tuple[str, Any]]:
        record = self.record
        rows = [
            (_("Day"), record.reception.day),
            (_("Received by"), record.reception.receiver),
            (_("Kind"), record.get_kind_display()),
            (_("Field"), record.field),
            (_("Persons with the same content"), record.persons),
            (_("Came before on this matter"), _("Yes") if record.repeated else ""),
            (_("Body that already settled it"), record.settled_before),
            (_("Within competence"), _("Yes") if record.within_competence else _("No")),
            (_("Guided to"), guided(record)),
            (_("Accepting body"), accepted(record)),
            (_("Result"), result_of(record)),
            (_("Papers handed in"), record.papers),
            (_("Note"), record.note),
        ]
        return [(label, value) for label, value in rows if value not in {None, ""}]

    def _terms(self) -> list[tuple[str, Any, str]]:
        """(what, day, basis) of the terms by law that still run."""
        record, found = self.record, list[tuple[str, Any]]()
        if not record.informed_on and not record.refused_on:
            found.append((_("Tell the citizen how it is handled"), inform_due))
        if record.follow_up and not record.result_told_on:
            found.append((_("Tell the citizen the result"), result_due))
        if not (record.refused_on or record.guidance_id or record.forwarding_id):
            found.append((_("A refusal must be written"), refusal_due))
        return [(words, due.day, due.legal_basis) for words, rule in found if (due := _quiet(rule, record))]

    def _actions(self) -> list[Action]:
        if not self.staff:
            return []
        record, pk = self.record, self.record.pk
        found = []
        if not record.refused_on and not record.forwarding_id:
            found.append(
                Action(_("Forward the matter"), reverse("voters:record_forward", args=[pk]), primary=True)
            )
        if not record.refused_on and not record.guidance_id:
            found.append(Action(_("Guide the citizen"), reverse("voters:record_guide", args=[pk])))
        if not (record.refused_on or record.guidance_id or record.forwarding_id):
            found.append(Action(_("Refuse (01/TCD)"), reverse("voters:record_refuse", args=[pk])))
        if record.papers:
            found.append(Action(_("Receipt (02/TCD)"), reverse("voters:record_receipt", args=[pk, "docx"])))
        return [*found, Action(_("Edit"), reverse("voters:record_edit", args=[pk]))]


def _quiet(rule: Any, record: ReceptionRecord) -> Any:
    """The due day, or nothing where no rule is in force on that day."""
    try:
        return rule(record)
    except ValidationError:
        return None


def _papers(record: ReceptionRecord) -> list[tuple[str, str, Any]]:
    return [
        (_("Guidance slip"), "guidance", record.guidance),
        (_("Forwarding document"), "forwarding", record.forwarding),
        (_("Notice of refusal"), "refusal", record.refusal),
    ]


def _happened(record: ReceptionRecord) -> Iterable[Entry]:
    yield Entry(record.created_at, _("Entered"), "", str(record.registered_by or ""))
    for label, _kind, document in _papers(record):
        if document:
            yield Entry(document.issued_on, label, document.symbol, entered=document.created_at)
    for words, day in (
        (_("Citizen told how it is handled"), record.informed_on),
        (_("Citizen told the result"), record.result_told_on),
    ):
        if isinstance(day, date):
            yield Entry(day, words, "", entered=record.updated_at)


class RecordEdit(HandledRecord, UpdatePage):
    """Correct a matter, enter what came of it."""

    form_class = RecordEditForm
    done_message = gettext_lazy("The record has been changed.")

    def form_context(self, form: Any) -> dict[str, Any]:
        return {**super().form_context(form), "crumbs": [*record_crumbs(self.record), (_("Edit"), None)]}

    def perform(self, form: RecordEditForm) -> ReceptionRecord:
        changes = dict(form.cleaned_data)
        version = changes.pop("version")
        return services.update_record(
            record=form.instance, user=person(self.request), version=version, **changes
        )


class RecordAct(HandledRecord, ActionPage):
    """A numbered paper about a matter."""

    def form_context(self, form: Any) -> dict[str, Any]:
        crumbs = [*record_crumbs(self.record), (self.title, None)]
        return {**super().form_context(form), "crumbs": crumbs}

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Say which number the paper got."""
        response = super().post(request, *args, **kwargs)
        if isinstance(response, HttpResponseRedirect):
            messages.success(request, _("Done."))
        return response


class RecordGuide(RecordAct):
    """Guide the citizen to the competent body."""

    form_class = GuideForm
    title = gettext_lazy("Guide the citizen")
    submit_label = gettext_lazy("Issue the slip")

    def perform(self, form: GuideForm) -> Any:
        data = form.cleaned_data
        return services.guide_visitor(
            record=self.record,
            body=data["body"],
            on=data["on"],
            user=person(self.request),
            text=data["text"],
            signer=form.signed_by(),
        )


class RecordForward(RecordAct):
    """Forward the matter to the body that accepts it."""

    form_class = ForwardForm
    title = gettext_lazy("Forward the matter")
    submit_label = gettext_lazy("Issue the slip")

    def form_kwargs(self) -> dict[str, Any]:
        return {"council": self.record.council}

    def perform(self, form: ForwardForm) -> Any:
        data = form.cleaned_data
        return services.forward_matter(
            record=self.record,
            agency=data["agency"],
            on=data["on"],
            due_on=data["due_on"],
            due_basis=data["due_basis"],
            user=person(self.request),
            text=data["text"],
            signer=form.signed_by(),
        )


class RecordRefuse(RecordAct):
    """Refuse to receive on this matter."""

    form_class = RefuseForm
    title = gettext_lazy("Refuse (01/TCD)")
    submit_label = gettext_lazy("Issue the notice")

    def perform(self, form: RefuseForm) -> Any:
        data = form.cleaned_data
        return services.refuse_visitor(
            record=self.record,
            reason=data["reason"],
            on=data["on"],
            user=person(self.request),
            signer=form.signed_by(),
        )


class RecordReceipt(HandledRecord):
    """Form 02/TCD, drawn for whoever handles the matter."""

    roles = STAFF

    def get(self, _request: HttpRequest, *_args: Any, **kwargs: Any) -> HttpResponse:
        """DOCX or PDF; back to the record where nothing was handed in."""
        if kwargs["extension"] not in {"docx", "pdf"}:
            raise Http404
        try:
            drawn = draw_receipt(self.record)
        except ValidationError as refusal:
            messages.error(self.request, " ".join(refusal.messages))
            return HttpResponseRedirect(self.record.get_absolute_url())
        return drawn_response(
            drawn, f"bien-nhan-{self.record.number}-{self.record.year}", kwargs["extension"]
        )


class RecordPaper(RecordPage):
    """A numbered paper of a matter; it may name the citizen of an unprotected one."""

    def check_record(self) -> None:
        super().check_record()
        if not sees_senders(self.access, self.record):
            raise PermissionDenied

    def get(self, _request: HttpRequest, *_args: Any, **kwargs: Any) -> Any:
        """DOCX or PDF."""
        document = {kind: found for _label, kind, found in _papers(self.record)}.get(kwargs["kind"])
        file = document and {"docx": document.docx, "pdf": document.file}.get(kwargs["extension"])
        if file is None:
            raise Http404
        return file_response(file)
