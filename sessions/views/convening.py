"""Pages of convening: the completeness gate, the documents, papers open, the sitting open."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from core.access import DECIDERS, STAFF
from core.display import day
from core.views import ActionPage, RecordView
from councils.calendar import UNSURE, DueDate
from documents.delivery import file_response
from documents.models import OfficialDocument
from sessions import registration, services
from sessions.documents.convening import decision, invitation
from sessions.forms.convening import ConveneForm, OnForm
from sessions.models import Convening, Sitting
from sessions.readiness import before_opening
from sessions.services.convening import MissingPaper
from sessions.services.invitations import REGISTERING, called_delegates
from sessions.states import SITTING_TABLE
from sessions.views.agenda import WRITERS, drawn_file
from sessions.views.common import person, sitting_crumbs, sittings

KINDS = {"decision": (decision, "quyet-dinh-trieu-tap"), "invitation": (invitation, "giay-moi")}
"""The two documents by their names in addresses."""


def convening_of(sitting: Sitting) -> Convening | None:
    """How a sitting was convened, with its documents; one query."""
    rows = Convening.objects.filter(sitting=sitting)
    return rows.select_related("document", "invitation", "convened_by").first()


class SittingStepPage(ActionPage):
    """A step of a sitting that has its own form."""

    def reachable(self) -> QuerySet[Sitting]:
        return sittings(self.request.user).select_related("council__parent")

    def form_context(self, form: Any) -> dict[str, Any]:
        crumbs = [*sitting_crumbs(self.record), (self.title, None)]
        return {**super().form_context(form), "crumbs": crumbs, "submit_label": self.title}

    def cancel_url(self) -> str:
        return reverse("sittings:sitting_delegates", args=[self.record.pk])


class Convene(SittingStepPage):
    """Triệu tập kỳ họp: what is missing is shown, and whoever convenes all the same says why."""

    roles = DECIDERS
    form_class = ConveneForm
    template_name = "sittings/convene.html"
    title = gettext_lazy("Convene")

    def get(self, _request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponse:
        """Once convened, what came of it is shown instead of the form."""
        if self.record.state in REGISTERING:
            return HttpResponseRedirect(self.cancel_url())
        return super().get(_request)

    @cached_property
    def missing(self) -> list[MissingPaper]:
        """What is still owed today."""
        return services.missing_papers(self.record)

    def form_kwargs(self) -> dict[str, Any]:
        offered = {"on": timezone.localdate(), "signer": "chair"}
        return {"missing": bool(self.missing), "initial": offered}

    def form_context(self, form: Any) -> dict[str, Any]:
        legal = services.legal_day(self.record)
        return {
            **super().form_context(form),
            "missing": self.missing,
            "unreached": on_paper(count) if (count := self.unreached()) else "",
            "legal": legal,
            "too_late": legal is not None and timezone.localdate() > legal.day,
            "unsure": legal is not None and _is_unsure(legal),
            "refusal": SITTING_TABLE.refusal("convene", self.record.state),
            "drafts": [
                (label, reverse("sittings:convening_file", args=[self.record.pk, kind, "pdf"]))
                for kind, label in (
                    ("decision", _("Draft of the decision")),
                    ("invitation", _("Draft of the invitation")),
                )
            ],
        }

    def perform(self, form: ConveneForm) -> Convening:
        made = services.convene(sitting=self.record, user=person(self.request), **form.cleaned_data)
        self.done_message = _("The sitting has been convened; the delegates have been called.")
        if unreached := self.unreached():
            self.done_message = f"{self.done_message} {on_paper(unreached)}"
        return made

    def unreached(self) -> int:
        """How many of those who are called have no account."""
        return registration.without_account(seat.delegate_id for seat in called_delegates(self.record))


def on_paper(count: int) -> str:
    """Whom the portal cannot tell."""
    words = ngettext(
        "%(count)s delegate has no account: hand over the invitation on paper.",
        "%(count)s delegates have no account: hand over the invitation on paper.",
        count,
    )
    return words % {"count": count}


def _is_unsure(due: DueDate) -> bool:
    """Whether the rule must still be confirmed and its own legal basis does not say so."""
    return due.rule is not None and due.rule.confidence == "U" and UNSURE not in due.legal_basis


class ConveningFile(RecordView):
    """The decision or the invitation: as it was kept, before the convening as it would be."""

    def reachable(self) -> QuerySet[Sitting]:
        return sittings(self.request.user).select_related("council__parent")

    def get(self, _request: HttpRequest, *, kind: str, extension: str, **_kwargs: Any) -> HttpResponseBase:
        """404 for anything else; a draft is only for those who convene."""
        if kind not in KINDS or extension not in WRITERS:
            raise Http404
        convening = convening_of(self.record)
        if convening is not None:
            return self._kept(convening.document if kind == "decision" else convening.invitation, extension)
        self.need(DECIDERS, self.record.council_id)
        build, stem = KINDS[kind]
        call = services.call_of(sitting=self.record, on=timezone.localdate())
        return drawn_file(build(call), extension, f"{stem}-du-thao")

    @staticmethod
    def _kept(document: OfficialDocument | None, extension: str) -> HttpResponseBase:
        file = (document.docx if extension == "docx" else document.file) if document else None
        if file is None:
            raise Http404
        return file_response(file)


class PapersOpen(SittingStepPage):
    """Record that the papers are open to the delegates."""

    roles = STAFF
    form_class = OnForm
    title = gettext_lazy("Open the papers to delegates")
    consequence = gettext_lazy("The sitting is shown with its papers open. Nobody is told anything new.")
    done_message = gettext_lazy("The papers are recorded as open to the delegates.")

    def form_kwargs(self) -> dict[str, Any]:
        return {"initial": {"on": timezone.localdate()}}

    def perform(self, form: OnForm) -> Sitting:
        return services.open_papers(
            sitting=self.record, user=person(self.request), on=form.cleaned_data["on"]
        )


class SittingOpen(SittingStepPage):
    """Open the sitting."""

    roles = STAFF
    form_class = OnForm
    template_name = "sittings/step_warned.html"
    title = gettext_lazy("Open the sitting")
    consequence = gettext_lazy(
        "From now on the sitting counts in figures. Registration ends: whoever has not registered is asked no more."
    )
    done_message = gettext_lazy("The sitting is open.")

    def form_context(self, form: Any) -> dict[str, Any]:
        return {**super().form_context(form), "warnings": before_opening(self.record)}

    def form_kwargs(self) -> dict[str, Any]:
        return {
            "initial": {"on": max(min(timezone.localdate(), self.record.closes_on), self.record.opens_on)}
        }

    def perform(self, form: OnForm) -> Sitting:
        return services.open_sitting(
            sitting=self.record, user=person(self.request), on=form.cleaned_data["on"]
        )

    def success_url(self, result: Any) -> str:
        """On to the half-days: the roll is called next."""
        return reverse("sittings:sitting_plenaries", args=[self.record.pk])


def documents_of(convening: Convening) -> list[dict[str, Any]]:
    """The documents of a convening, with the addresses of their files."""
    found = []
    for kind, label, document in (
        ("decision", _("Convening decision"), convening.document),
        ("invitation", _("Invitation"), convening.invitation),
    ):
        if document is None:
            continue
        drawn = (("docx", document.docx_id), ("pdf", document.file_id))
        urls = [
            (name.upper(), reverse("sittings:convening_file", args=[convening.sitting_id, kind, name]))
            for name, file in drawn
            if file
        ]
        found.append(
            {"label": label, "symbol": document.symbol, "day": day(document.issued_on), "files": urls}
        )
    return found
