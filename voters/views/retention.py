"""Keeping and erasing: whose term is over, and erasing for good."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.access import DECIDERS
from core.views import CouncilView, add_refusal
from voters import services
from voters.forms.identity import ReasonForm, RetentionForm
from voters.models import IdentityErasure, RetentionTerm
from voters.services.identity import erasable, years_kept
from voters.tables.letters import ErasableTable
from voters.views.common import LETTERS, person

_MOST = 500
_INCOMPLETE = 422


class IdentityErase(CouncilView):
    """Identities whose term is over: erased together, with one reason, for good."""

    roles = DECIDERS

    def get(self, request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponse:
        """What may be erased, the terms, what was erased."""
        return self.show(ReasonForm(), RetentionForm())

    def post(self, request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponse:
        """A new term, or the erasure of everything that is listed."""
        if "years" in request.POST:
            return self._term(RetentionForm(request.POST))
        form = ReasonForm(request.POST)
        if not form.is_valid():
            return self.show(form, RetentionForm(), _INCOMPLETE)
        try:
            count = self._erase(form.cleaned_data["reason"])
        except ValidationError as refusal:
            add_refusal(form, refusal)
            return self.show(form, RetentionForm(), _INCOMPLETE)
        words = ngettext(
            "%(count)s identity has been erased.", "%(count)s identities have been erased.", count
        )
        messages.success(request, words % {"count": count})
        return HttpResponseRedirect(reverse("voters:identity_erase"))

    def _term(self, form: RetentionForm) -> HttpResponse:
        if not form.is_valid():
            return self.show(ReasonForm(), form, _INCOMPLETE)
        kept, years = form.cleaned_data["kept"], form.cleaned_data["years"]
        services.set_retention(council=self.council, data=kept, years=years, user=person(self.request))
        messages.success(self.request, _("Saved."))
        return HttpResponseRedirect(reverse("voters:identity_erase"))

    def _due(self) -> list[Any]:
        today = timezone.localdate()
        return [
            row for data in RetentionTerm.Data.values for row in erasable(self.council, data, today)[:_MOST]
        ]

    def _erase(self, reason: str) -> int:
        rows = self._due()
        for row in rows:
            services.erase_identity(record=row, user=person(self.request), reason=reason)
        return len(rows)

    def show(self, form: Any, terms: Any, status: int = 200) -> HttpResponse:
        """The page."""
        erased = IdentityErasure.objects.of(self.council).select_related("letter", "record", "actor")
        context = {
            "title": _("Keeping and erasing"),
            "crumbs": [LETTERS, (_("Keeping and erasing"), None)],
            "form": form,
            "terms_form": terms,
            "terms": [(label, years_kept(self.council, data)) for data, label in RetentionTerm.Data.choices],
            "table": ErasableTable(self._due(), caption=_("Identities whose term is over")),
            "erased": list(erased.order_by("-on", "-pk")[:50]),
        }
        return render(self.request, "voters/identity_erase.html", context, status=status)
