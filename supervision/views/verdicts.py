"""Judging how a recommendation was carried out."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.access import READERS
from core.text import whole
from core.views import ActionPage
from councils.calendar import Clock
from documents.delivery import file_response
from documents.models import File
from followups import rules
from followups.tables.lists import result_badge
from supervision import services
from supervision.forms.verdicts import VerdictForm
from supervision.models import SupervisionMission, Verdict
from supervision.reviewing import may_judge
from supervision.tables.recommendations import standing_badge
from supervision.views.reaching import LIST, RecommendationRecord, person


class VerdictCreate(RecommendationRecord, ActionPage):
    """Give a verdict; the answer that it judges stands beside the form."""

    roles = READERS
    form_class = VerdictForm
    template_name = "supervision/verdict_form.html"
    title = gettext_lazy("Give the verdict")
    submit_label = gettext_lazy("Record the verdict")
    done_message = gettext_lazy("The verdict has been recorded and the responsible body is told.")

    def check_record(self) -> None:
        super().check_record()
        if not may_judge(self.record, self.access):
            raise PermissionDenied

    def get(self, _request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """A draft is not judged."""
        if self.record.issued_on is None:
            messages.warning(
                _request, _("This recommendation has not been sent yet: there is nothing to judge.")
            )
            return HttpResponseRedirect(self.record.get_absolute_url())
        return super().get(_request, *args, **kwargs)

    def missions(self) -> QuerySet[Any]:
        """The missions that look at it again."""
        rows: QuerySet[Any] = SupervisionMission.objects.filter(looks_again__recommendation=self.record)
        return rows.order_by("-pk")

    def reply(self) -> Any:
        """The answer to judge: the latest."""
        return self.record.follow_up.replies.prefetch_related("files__versions").last()

    def form_kwargs(self) -> dict[str, Any]:
        reply, wanted = self.reply(), whole(self.request.GET.get("mission", ""))
        initial = {"read": reply.pk if reply else None, "mission": wanted}
        return {"missions": self.missions(), "initial": initial}

    def form_context(self, form: Any) -> dict[str, Any]:
        """With the answer: the one that is judged if the form is sent (again)."""
        reply = self.reply()
        if form.is_bound and reply:
            form.data = form.data.copy()
            form.data["read"] = reply.pk
        return {
            **super().form_context(form),
            "crumbs": [LIST, (self.record.follow_up.title, self.cancel_url()), (self.title, None)],
            "multipart": True,
            "reply": reply,
            "result": result_badge(reply.result_class) if reply else None,
            "files": list(reply.files.all()) if reply else [],
            "follow_up": self.record.follow_up,
            "due": rules.standing(self.record.follow_up, Clock()),
            "badge": standing_badge(self.record),
        }

    def perform(self, form: VerdictForm) -> Verdict:
        return services.give_verdict(
            recommendation=self.record, user=person(self.request), **form.cleaned_data
        )


class VerdictFile(RecommendationRecord):
    """The evidence of a verdict, reached through its recommendation."""

    def get(self, _request: HttpRequest, pk: int, verdict_pk: int) -> FileResponse:
        file = File.objects.filter(
            pk__in=Verdict.objects.filter(pk=verdict_pk, recommendation=pk).values("file")
        ).first()
        if file is None:
            raise Http404
        return file_response(file)
