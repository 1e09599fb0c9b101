"""Pages that change what due days are counted by: a form, then what it would move, then the reader's word."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext_lazy

from core.access import READERS, Role
from core.text import whole
from core.views import FormMixin, add_refusal
from councils import services
from councils.dependents import Preview, RuleChange
from councils.models import DeadlineRule
from councils.services import Dates

EDIT = "edit"
"""Back from the preview to the form."""


class DatesMixin(FormMixin):
    """Saving takes two steps: nothing is written before the reader has seen which due days would move."""

    preview_template = "councils/rule_preview.html"
    submit_label = gettext_lazy("See which dates would change")
    made: DeadlineRule | None = None

    def changed(self, form: Any) -> DeadlineRule:
        """The rule that the change is about."""
        raise NotImplementedError

    def write(self, form: Any) -> DeadlineRule | None:
        """Call the service; the new rule, or None where one is given up."""
        raise NotImplementedError

    def roles_there(self) -> frozenset[Role]:
        """The user's roles in the council whose dates move."""
        raise NotImplementedError

    def change(self, form: Any) -> RuleChange:
        """Write, and say what is counted otherwise from now on."""

        def write() -> None:
            self.made = self.write(form)

        return services.rule_change(self.changed(form), write)

    def post(self, request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponse:
        """Show the preview, go back to the form, or save."""
        form = self.build_form(request.POST)
        choice = request.POST.get("dates", "")
        if not form.is_valid():
            return self.show(form, status=422)
        if choice == EDIT:
            return self.show(form)
        try:
            return self.save(form, choice) if choice in Dates else self.show_preview(form)
        except ValidationError as refusal:
            add_refusal(form, refusal)
            return self.show(form, status=422)

    def save(self, form: Any, choice: str) -> HttpResponse:
        """Write, and move the dates if that was chosen: in one transaction."""
        dates = choice == Dates.APPLY
        moved = services.carry_out(lambda: self.change(form), user=self.user(), dates=dates)
        seen = whole(self.request.POST.get("seen", ""))
        messages.success(self.request, services.outcome(moved, dates=dates, seen=seen))
        return HttpResponseRedirect(self.success_url(self.made))

    def user(self) -> Any:
        """Who does it."""
        return self.request.user

    def show_preview(self, form: Any) -> HttpResponse:
        """What saving would do, and the buttons that do it."""
        preview = services.try_out(lambda: self.change(form))
        return render(self.request, self.preview_template, self.preview_context(form, preview))

    def preview_context(self, form: Any, preview: Preview) -> dict[str, Any]:
        """The form's page, and what would move; tasks are named only to those who read them."""
        return {
            **self.form_context(form),
            "preview": preview,
            "lines": preview.lines if self.roles_there() & READERS else [],
            "typed": self.typed(form),
        }

    def typed(self, form: Any) -> list[tuple[str, str]]:
        """What was typed, for the hidden fields that carry it to the second step."""
        return [(name, value) for name in form.fields for value in self.request.POST.getlist(name)]
