"""Pages of the register of official documents: the list, one entry with its files, entering, correcting, voiding."""

from __future__ import annotations

from typing import Any, cast

from django.db.models import QuerySet
from django.http import FileResponse, Http404
from django.urls import reverse, reverse_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.models import User
from core.access import READERS, STAFF
from core.history import history_of
from core.querysets import ScopedQuerySet
from core.text import whole
from core.views import (
    Action,
    ActionPage,
    CreatePage,
    DetailPage,
    Empty,
    FormMixin,
    ListPage,
    RecordView,
    Text,
    UpdatePage,
)
from documents import register
from documents.delivery import file_response
from documents.filters import DocumentFilters
from documents.forms import AttachForm, DocumentForm, EntryForm, VoidForm
from documents.kinds import kind_name
from documents.models import File, OfficialDocument
from documents.tables import DocumentTable

LIST = (gettext_lazy("Official documents"), reverse_lazy("documents:document_list"))
_FILES = {"pdf": "file", "docx": "docx"}


def documents(user: Any) -> ScopedQuerySet[OfficialDocument]:
    """The entries a user reaches, with what rows show."""
    return OfficialDocument.objects.visible_to(user).select_related("series", "council")


class DocumentList(ListPage):
    """Sổ văn bản: the register of official documents, with the numbers that have no entry."""

    template_name = "documents/document_list.html"
    title = gettext_lazy("Official documents")
    table_class = DocumentTable
    filterset_class = DocumentFilters
    order = ("-issued_on", "-number", "-pk")

    def rows(self) -> QuerySet[OfficialDocument]:
        return documents(self.request.user).of(self.council)

    def count_label(self, count: int) -> str:
        return ngettext("document", "documents", count)

    def page_actions(self) -> list[Action]:
        if not self.roles_here() & STAFF:
            return []
        return [Action(_("Enter a document"), reverse("documents:document_create"), primary=True)]

    def context(self) -> dict[str, Any]:
        """With the gaps of the chosen year, or of all years."""
        year = whole(self.request.GET.get("year", ""))
        return {**super().context(), "gaps": register.gaps_of(self.council, year)}

    def empty_state(self) -> Empty:
        title = _("No official document has been registered yet.")
        text = _("What the portal issues is registered by itself. Old documents are entered by hand.")
        if not self.roles_here() & STAFF:
            return Empty(title, _("What the portal issues is registered by itself."))
        return Empty(title, text, _("Enter a document"), reverse("documents:document_create"))


class DocumentReach(RecordView):
    """One entry of the register."""

    def reachable(self) -> QuerySet[Any]:
        return documents(self.request.user)


class DocumentDetail(DocumentReach, DetailPage):
    """One entry: what the register says of it, its files, what happened to it."""

    template_name = "documents/document_detail.html"

    def reachable(self) -> QuerySet[Any]:
        return super().reachable().select_related("file", "docx")

    def context(self) -> dict[str, Any]:
        document = self.record
        return {
            **super().context(),
            "crumbs": [LIST, (str(document), None)],
            "actions": self.actions(),
            "facts": facts_of(document),
            "files": [(extension, label) for extension, label, file in _kept(document) if file],
            "timeline": history_of(document),
        }

    def actions(self) -> list[Action]:
        """What staff may do; a voided entry stays as it is."""
        if not self.roles_on_record() & STAFF or self.record.is_voided:
            return []
        pk = self.record.pk
        return [
            Action(_("Edit"), reverse("documents:document_edit", args=[pk])),
            Action(_("Attach a file"), reverse("documents:document_attach", args=[pk])),
            Action(_("Void"), reverse("documents:document_void", args=[pk])),
        ]


def _kept(document: OfficialDocument) -> list[tuple[str, str, File | None]]:
    return [("pdf", "PDF", document.file), ("docx", "Word (DOCX)", document.docx)]


def facts_of(document: OfficialDocument) -> list[tuple[str, Any]]:
    """Label and value of what is known."""
    rows = [
        (_("Kind"), kind_name(document.series.kind)),
        (_("Issued on"), document.issued_on),
        (_("Issuer"), document.series.issuer),
        (_("Signed by"), document.signer),
        (_("Council"), document.council),
        (_("Note"), document.note),
        (_("Recipients"), document.recipients),
    ]
    return [(label, value) for label, value in rows if value]


class KeepsFiles(FormMixin):
    """A form with a file: browsers forget it when the form comes back, so the page says so."""

    def show(self, form: Any, status: int = 200) -> Any:
        if self.request.FILES and "upload" not in form.errors:
            form.add_error("upload", _("Choose the file again: the browser does not keep it."))
        return super().show(form, status)


class DocumentCreate(KeepsFiles, CreatePage):
    """Enter a document by hand."""

    form_class = DocumentForm
    template_name = "documents/document_form.html"
    title = gettext_lazy("Enter a document")
    done_message: Text = ""

    def form_kwargs(self) -> dict[str, Any]:
        return {"council": self.council}

    def page_crumbs(self) -> list[Any]:
        return [LIST, (self.title, None)]

    def cancel_url(self) -> str:
        return str(LIST[1])

    def perform(self, form: DocumentForm) -> OfficialDocument:
        made = register.enter_document(
            council=self.council, user=cast("User", self.request.user), **form.cleaned_data
        )
        self.done_message = _("The document is registered as %(symbol)s.") % {"symbol": made.symbol}
        return made


class DocumentEdit(DocumentReach, UpdatePage):
    """Correct what an entry says."""

    form_class = EntryForm
    done_message = gettext_lazy("The entry has been changed.")
    roles = STAFF

    def form_context(self, form: Any) -> dict[str, Any]:
        here = (str(self.record), self.record.get_absolute_url())
        return {**super().form_context(form), "crumbs": [LIST, here, (_("Edit"), None)]}

    def perform(self, form: EntryForm) -> OfficialDocument:
        return register.change_document(
            document=form.instance,
            user=cast("User", self.request.user),
            version=form.cleaned_data["version"],
        )


class DocumentAction(DocumentReach, ActionPage):
    """Something done to one entry."""

    roles = STAFF

    def form_context(self, form: Any) -> dict[str, Any]:
        here = (str(self.record), self.record.get_absolute_url())
        return {
            **super().form_context(form),
            "crumbs": [LIST, here, (self.title, None)],
            "submit_label": self.title,
        }


class DocumentAttach(KeepsFiles, DocumentAction):
    """Keep the signed copy with its entry."""

    form_class = AttachForm
    title = gettext_lazy("Attach a file")
    done_message = gettext_lazy("The file has been attached.")

    def perform(self, form: AttachForm) -> OfficialDocument:
        user = cast("User", self.request.user)
        return register.attach_file(document=self.record, user=user, upload=form.cleaned_data["upload"])


class DocumentVoid(DocumentAction):
    """Void an entry; nothing is deleted."""

    form_class = VoidForm
    title = gettext_lazy("Void")
    done_message = gettext_lazy("The document has been voided; its number stays given.")
    consequence = gettext_lazy(
        "The entry stays in the register with its number, marked as voided. The record that the document belongs to "
        "is not changed."
    )

    def form_context(self, form: Any) -> dict[str, Any]:
        return {**super().form_context(form), "danger": True}

    def perform(self, form: VoidForm) -> OfficialDocument:
        user = cast("User", self.request.user)
        return register.void_document(document=self.record, user=user, **form.cleaned_data)


class DocumentFile(DocumentReach):
    """A file of an entry: "pdf" or "docx"."""

    roles = READERS

    def get(self, _request: Any, pk: int, extension: str) -> FileResponse:
        file = getattr(self.record, _FILES.get(extension, ""), None)
        if file is None:
            raise Http404
        return file_response(file)
