"""Creating, changing and acting: show a form, call a service, show its refusals beside the fields."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.contrib import messages
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.access import STAFF
from core.errors import Contradiction, Refused, Stale
from core.forms import KeepMixin
from core.views.base import CouncilView, Text
from core.views.records import RecordView


class FormMixin:
    """What creating, changing and acting share: show a form, call a service, show its refusals beside the fields."""

    request: HttpRequest
    form_class: ClassVar[type[forms.BaseForm]]
    template_name = "core/form.html"
    submit_label: Text = gettext_lazy("Save")
    done_message: Text = ""

    def form_kwargs(self) -> dict[str, Any]:
        """What the form is built with besides data."""
        return {}

    def build_form(self, data: Any = None, files: Any = None) -> Any:
        """The form, bound when data came."""
        return self.form_class(data, files, **self.form_kwargs())

    def perform(self, form: Any) -> Any:
        """Call the service; returns the record (or whatever `success_url` needs)."""
        raise NotImplementedError

    def success_url(self, result: Any) -> str:
        """Where to go afterwards."""
        url: str = result.get_absolute_url()
        return url

    def form_context(self, form: Any) -> dict[str, Any]:
        """Everything the form page reads."""
        return {
            "form": form,
            "submit_label": self.submit_label,
            "multipart": form.is_multipart(),
            "cancel_url": self.cancel_url(),
        }

    def cancel_url(self) -> str:
        """Where "Cancel" leads."""
        return "/"

    def still_reachable(self, result: Any) -> bool:
        """Whether the record is within the user's reach after the save."""
        return True

    def show(self, form: Any, status: int = 200) -> HttpResponse:
        """The form page."""
        return render(self.request, self.template_name, self.form_context(form), status=status)

    def get(self, _request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponse:
        """The empty or current form."""
        return self.show(self.build_form())

    def post(self, request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponse:
        """Save, or show what is wrong with everything typed kept."""
        form = self.build_form(request.POST, request.FILES)
        if not form.is_valid():
            return self.show(form, status=422)
        try:
            result = self.perform_within_reach(form)
        except ValidationError as refusal:
            add_refusal(form, refusal)
            return self.show(form, status=422)
        if self.done_message:
            messages.success(request, str(self.done_message))
        return HttpResponseRedirect(self.next_url() or self.success_url(result))

    @transaction.atomic
    def perform_within_reach(self, form: Any) -> Any:
        """The service's result; everything is undone when the record left the user's reach."""
        result = self.perform(form)
        if not self.still_reachable(result):
            raise Refused(_("Saving this would put it out of your own reach. Nothing was changed."))
        return result

    def next_url(self) -> str:
        """A page of ours that the form asked to return to, or nothing."""
        wanted = self.request.POST.get("next", "")
        safe = url_has_allowed_host_and_scheme(wanted, allowed_hosts={self.request.get_host()})
        return wanted if wanted and safe else ""


def add_refusal(form: Any, refusal: ValidationError) -> None:
    """Put a service's refusal beside its fields; what names no field of the form goes on top."""
    if isinstance(refusal, Stale):
        form.offer_overwrite()
    if isinstance(refusal, Contradiction) and isinstance(form, KeepMixin):
        form.offer_keep()
    if not hasattr(refusal, "error_dict"):
        form.add_error(None, refusal)
        return
    for name, errors in refusal.error_dict.items():
        form.add_error(name if name in form.fields and name != NON_FIELD_ERRORS else None, errors)


class CreatePage(FormMixin, CouncilView):
    """Enter a new record in the council the user works in."""

    roles = STAFF
    title: Text = ""

    def form_context(self, form: Any) -> dict[str, Any]:
        """With the page's title and the way here."""
        return {**super().form_context(form), "title": self.title, "crumbs": self.page_crumbs()}

    def page_crumbs(self) -> list[tuple[Text, str | None]]:
        """The way here."""
        return []


class UpdatePage(FormMixin, RecordView):
    """Change a record. The form's hidden `version` tells whether somebody else was faster."""

    roles = STAFF

    def form_kwargs(self) -> dict[str, Any]:
        """The form shows the record."""
        return {"instance": self.record}

    def cancel_url(self) -> str:
        """Back to the record."""
        url: str = self.record.get_absolute_url()
        return url

    def form_context(self, form: Any) -> dict[str, Any]:
        """With the record's name."""
        return {**super().form_context(form), "object": self.record, "title": str(self.record)}

    def still_reachable(self, result: Any) -> bool:
        """Read again through the user's own queryset."""
        return self.reachable().filter(pk=result.pk).exists()


class ActionPage(FormMixin, RecordView):
    """Do something to a record: GET asks (with a form where one is needed), POST does."""

    roles = STAFF
    template_name = "core/confirm_action.html"
    form_class: ClassVar[type[forms.BaseForm]] = forms.Form
    title: Text = ""
    consequence: Text = ""

    def cancel_url(self) -> str:
        """Back to the record."""
        url: str = self.record.get_absolute_url()
        return url

    def success_url(self, result: Any) -> str:
        """Back to the record."""
        return self.cancel_url()

    def crumbs_before(self) -> list[tuple[Any, Any]]:
        """The crumbs before this page's own."""
        return [(str(self.record), self.cancel_url())]

    def form_context(self, form: Any) -> dict[str, Any]:
        """With what will happen. A question without fields is answered by its own words, not by "Save"."""
        asks_only = self.submit_label is FormMixin.submit_label and not form.visible_fields()
        return {
            **super().form_context(form),
            "object": self.record,
            "title": self.title,
            "consequence": self.consequence,
            "submit_label": (asks_only and self.title) or self.submit_label,
            "crumbs": [*self.crumbs_before(), (self.title, None)],
        }
