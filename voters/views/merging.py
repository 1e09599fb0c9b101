"""Merging ticked opinions, splitting one, taking either back."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.access import STAFF
from core.text import whole
from core.views import ActionPage, RecordView, add_refusal
from voters import services
from voters.forms.opinions import COMBINED, MergeForm, PartForms, SplitForm, WhenForm
from voters.models import Regrouping, VoterOpinion
from voters.services.opinions import with_standing
from voters.services.regrouping import MOST_PARTS, regrouping_fault
from voters.views.bulk import BulkPage
from voters.views.common import OPINIONS, Crumbs, opinion_crumbs, person
from voters.views.opinions import opinions

_FEWEST = 2
_WRONG = 422
PARTS = "parts"


class OpinionMerge(BulkPage):
    """Merge the ticked opinions: which one carries the matter on, or a combined text; says first what cannot be."""

    template_name = "voters/opinion_merge.html"
    title = gettext_lazy("Merge opinions")
    tick_first = gettext_lazy("Tick at least two opinions to merge, %(most)s at most.")

    def step(self, data: QueryDict, chosen: list[VoterOpinion]) -> HttpResponseBase:
        if len(chosen) < _FEWEST:
            messages.error(self.request, str(self.tick_first) % {"most": 500})
            return HttpResponseRedirect(self.back())
        confirmed = self.request.method == "POST" and "confirm" in data
        initial = {"content": _combined(chosen), "on": timezone.localdate()}
        form = MergeForm(data if confirmed else None, chosen=chosen, initial=initial)
        if not confirmed:
            return self.show(form, chosen)
        if not form.is_valid():
            return self.show(form, chosen, _WRONG)
        try:
            carrier = self._merge(form.cleaned_data, chosen)
        except ValidationError as refusal:
            add_refusal(form, refusal)
            return self.show(form, chosen, _WRONG)
        done = _("%(count)s opinions were merged; no. %(number)s carries the matter on.")
        messages.success(self.request, done % {"count": len(chosen), "number": carrier})
        return HttpResponseRedirect(carrier.get_absolute_url())

    def _merge(self, given: dict[str, Any], chosen: list[VoterOpinion]) -> VoterOpinion:
        about: dict[str, Any] = {"user": self.user, "on": given["on"], "note": given["note"]}
        if given["carrier"] == COMBINED:
            return services.merge(
                opinions=chosen, content=given["content"], like=_most_known(chosen), **about
            )
        into = next(row for row in chosen if str(row.pk) == given["carrier"])
        return services.merge(opinions=[row for row in chosen if row != into], into=into, **about)

    def show(self, form: Any, chosen: list[VoterOpinion], status: int = 200, **more: Any) -> HttpResponse:
        faults = [(row, regrouping_fault(row)) for row in with_standing(chosen)]
        more["rows"] = faults
        more["blocked"] = any(why for _row, why in faults)
        return super().show(form, chosen, status, **more)


def _combined(chosen: list[VoterOpinion]) -> str:
    """The texts below each other, each once: something to edit, not to send as it is."""
    return "\n".join(dict.fromkeys(row.content for row in chosen))


def _most_known(chosen: list[VoterOpinion]) -> VoterOpinion:
    """The one whose classification says most; of several the first."""
    known = [bool(row.field_id) + bool(row.competence_level) + bool(row.agency_id) for row in chosen]
    return chosen[known.index(max(known))]


class OpinionSplit(RecordView):
    """Split one statement into its matters, each classified by itself."""

    roles = STAFF

    def reachable(self) -> QuerySet[VoterOpinion]:
        return opinions(self.request.user).select_related("meeting__round")

    def get(self, _request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponse:
        """Two parts to begin with, both with the whole text to cut down."""
        known = ("content", "voter_place", "field", "competence_level", "agency")
        first = {name: getattr(self.record, name) for name in known}
        return self._show(SplitForm(), self._parts(initial=[first, {**first, "content": ""}]))

    def post(self, request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponse:
        """The button that only adds a part judges nothing yet."""
        if request.POST.get("again") == "more":
            data = request.POST.copy()
            count = whole(str(data.get(f"{PARTS}-TOTAL_FORMS", ""))) or _FEWEST
            data[f"{PARTS}-TOTAL_FORMS"] = str(min(count + 1, MOST_PARTS))
            return self._show(SplitForm(initial=data.dict()), self._parts(data))
        form, parts = SplitForm(request.POST), self._parts(request.POST)
        if not (form.is_valid() and parts.is_valid()):
            return self._show(form, parts, _WRONG)
        try:
            made = services.split(
                opinion=self.record,
                parts=[part.row() for part in parts if not part.is_empty],
                user=person(request),
                **form.cleaned_data,
            )
        except ValidationError as refusal:
            add_refusal(form, refusal)
            return self._show(form, parts, _WRONG)
        done = _("The statement was split into %(count)s opinions: no. %(numbers)s.")
        words = {"count": len(made), "numbers": ", ".join(str(part) for part in made)}
        messages.success(request, done % words)
        return HttpResponseRedirect(self.record.get_absolute_url())

    def _parts(self, data: Any = None, **more: Any) -> Any:
        return PartForms(data, prefix=PARTS, form_kwargs={"opinion": self.record}, **more)

    def _show(self, form: Any, parts: Any, status: int = 200) -> HttpResponse:
        (record,) = with_standing([self.record])
        context = {
            "object": record,
            "title": _("Split opinion no. %(number)s") % {"number": record},
            "crumbs": [*opinion_crumbs(record), (_("Split"), None)],
            "form": form,
            "formset": parts,
            "fault": regrouping_fault(record),
            "cancel_url": record.get_absolute_url(),
        }
        return render(self.request, "voters/opinion_split.html", context, status=status)


class RegroupingUndo(ActionPage):
    """Take a merge or split back, while nothing that it made was sent."""

    form_class = WhenForm
    template_name = "voters/regrouping_undo.html"
    submit_label = gettext_lazy("Take it back")
    consequence = gettext_lazy(
        "The statements it came from carry their matters on again from this day. Figures of earlier days stay as they "
        "were; taken back on the day it was done, it counts on no day."
    )
    done_message = gettext_lazy("It has been taken back.")

    def reachable(self) -> QuerySet[Regrouping]:
        return Regrouping.objects.visible_to(self.request.user).select_related("council")

    @property
    def title(self) -> str:  # type: ignore[override]  # depends on the record
        if self.record.kind == Regrouping.Kind.MERGE:
            return _("Take the merge back")
        return _("Take the split back")

    def _rows(self) -> list[Any]:
        return list(self.record.links.select_related("source", "target"))

    def cancel_url(self) -> str:
        """Back to what was merged into, or split."""
        (link, *_rest) = self._rows()
        merged = self.record.kind == Regrouping.Kind.MERGE
        url: str = (link.target if merged else link.source).get_absolute_url()
        return url

    def success_url(self, _result: Any) -> str:
        (link, *_rest) = self._rows()
        url: str = link.source.get_absolute_url()
        return url

    def form_context(self, form: Any) -> dict[str, Any]:
        crumbs: Crumbs = [OPINIONS, (self.title, None)]
        return {**super().form_context(form), "crumbs": crumbs, "links": self._rows()}

    def perform(self, form: WhenForm) -> None:
        services.undo_regrouping(regrouping=self.record, user=person(self.request), **form.cleaned_data)
