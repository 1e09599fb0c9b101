"""What letters and reception records share: looking at an identity, correcting it, its handlers, its protection."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.access import Role
from core.views import ActionPage, RecordView, Text, add_refusal
from documents.docx import to_docx
from voters import services
from voters.documents.common import Signer
from voters.documents.letters import identity_sheet
from voters.forms.identity import HandlerForm, LookForm, ReasonForm, SenderForm, sender_initial
from voters.identity import SEES_SENDERS
from voters.models import Handler, Letter, ReceptionRecord
from voters.services.acting import facts_of
from voters.services.identity import is_handler, may_assign, rows_of
from voters.views.common import letter_crumbs, person, record_crumbs

HANDLERS = SEES_SENDERS
"""Roles of which somebody can be named as a handler; the name itself is checked on the record."""


def handler_rows(record: Any) -> Sequence[Handler]:
    """Who handles it now."""
    return list(rows_of(Handler, record).filter(ended_on__isnull=True).select_related("user"))


class MatterMixin(RecordView):
    """A letter or a reception record, by `model`."""

    roles = HANDLERS
    model: Any = Letter

    def reachable(self) -> Any:
        related = ("council", "reception__delegate") if self.model is ReceptionRecord else ("council",)
        return self.model.objects.visible_to(self.request.user).select_related(*related)

    def crumbs_before(self) -> list[tuple[Any, Any]]:
        """Crumbs up to the letter or the record."""
        return record_crumbs(self.record) if self.model is ReceptionRecord else letter_crumbs(self.record)


class IdentityPage(MatterMixin, ActionPage):
    """Open an identity: says why, then sees it once; nothing of it is kept by the browser."""

    roles = HANDLERS
    form_class = LookForm
    title = gettext_lazy("Show the identity")
    submit_label = gettext_lazy("Show it")

    def check_record(self) -> None:
        super().check_record()
        if not self.record.protected or not is_handler(self.request.user, self.record):
            raise PermissionDenied

    def post(self, request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponse:
        """The identity itself, or the sheet that goes to the head of the competent body."""
        form = LookForm(request.POST)
        if not form.is_valid():
            return self.show(form, status=422)
        try:
            identity = services.view_identity(
                record=self.record, user=person(request), reason=form.cleaned_data["reason"]
            )
        except ValidationError as refusal:
            add_refusal(form, refusal)
            return self.show(form, status=422)
        response = self._sheet(identity) if "sheet" in request.POST else self._shown(identity)
        add_never_cache_headers(response)
        return response

    def _shown(self, identity: Any) -> HttpResponse:
        context = {
            "object": self.record,
            "title": _("Identity"),
            "crumbs": [*self.crumbs_before(), (_("Identity"), None)],
            "identity": identity,
        }
        return render(self.request, "voters/identity.html", context)

    def _sheet(self, identity: Any) -> HttpResponse:
        if self.model is not Letter:
            raise Http404
        drawn = identity_sheet(
            letter=facts_of(self.record),
            persons=identity.persons,
            names=identity.names,
            on=timezone.localdate(),
            signer=Signer(),
        )
        kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
        response = HttpResponse(to_docx(drawn), content_type=kind)
        name = f"phieu-thong-tin-{self.record.number}-{self.record.year}.docx"
        response["Content-Disposition"] = f'attachment; filename="{name}"'
        return response

    def form_context(self, form: Any) -> dict[str, Any]:
        return {**super().form_context(form), "sheet": self.model is Letter}

    template_name = "voters/identity_look.html"


class SenderPage(MatterMixin, ActionPage):
    """Correct the people of a matter; opening the form of a protected one is a look and is recorded."""

    roles = frozenset({Role.SECRETARIAT})
    form_class = SenderForm
    title = gettext_lazy("Correct the sender")
    submit_label = gettext_lazy("Save")

    def check_record(self) -> None:
        super().check_record()
        if self.record.erased_on or (
            self.record.protected and not is_handler(self.request.user, self.record)
        ):
            raise PermissionDenied

    def get(self, _request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponse:
        identity = services.view_identity(
            record=self.record, user=person(self.request), reason=_("To correct the sender")
        )
        response = self.show(SenderForm(initial=sender_initial(identity)))
        add_never_cache_headers(response)
        return response

    def perform(self, form: SenderForm) -> None:
        services.correct_identity(record=self.record, user=person(self.request), identity=form.identity())


class HandlersPage(MatterMixin, ActionPage):
    """Name a handler."""

    form_class = HandlerForm
    title = gettext_lazy("Name a handler")
    submit_label = title
    consequence: Text = gettext_lazy("Handlers can open the identity, each time on record.")

    def check_record(self) -> None:
        super().check_record()
        if not self.record.protected or not may_assign(self.request.user, self.record):
            raise PermissionDenied

    def form_kwargs(self) -> dict[str, Any]:
        return {"record": self.record}

    def perform(self, form: HandlerForm) -> None:
        services.assign_handler(
            record=self.record, handler=form.cleaned_data["handler"], user=person(self.request)
        )


class HandlerEnd(MatterMixin, ActionPage):
    """Take the right of a handler away."""

    title = gettext_lazy("End the handling")
    consequence: Text = gettext_lazy("From today this person can no longer open the identity.")

    def check_record(self) -> None:
        super().check_record()
        if not self.record.protected or not may_assign(self.request.user, self.record):
            raise PermissionDenied
        rows = rows_of(Handler, self.record).filter(ended_on__isnull=True).select_related("user")
        self.handler = rows.filter(pk=self.kwargs["handler_pk"]).first()
        if self.handler is None:
            raise Http404

    def form_context(self, form: Any) -> dict[str, Any]:
        return {**super().form_context(form), "object": self.handler and self.handler.user}

    def perform(self, form: Any) -> None:
        if self.handler is not None:
            services.end_handler(handler=self.handler, user=person(self.request))


class ProtectionLift(MatterMixin, ActionPage):
    """Say that a matter needs no protection."""

    roles = frozenset({Role.SECRETARIAT})
    form_class = ReasonForm
    title = gettext_lazy("Lift the protection")
    consequence: Text = gettext_lazy(
        "The identity will be readable like that of any other sender. Only for a matter that is no denunciation."
    )

    def check_record(self) -> None:
        super().check_record()
        if not self.record.protected or not is_handler(self.request.user, self.record):
            raise PermissionDenied

    def perform(self, form: ReasonForm) -> None:
        services.lift_protection(
            record=self.record, user=person(self.request), reason=form.cleaned_data["reason"]
        )
