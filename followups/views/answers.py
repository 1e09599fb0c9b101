"""Answering, and judging an answer."""

from __future__ import annotations

from typing import Any, cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.services import drop_draft, read_draft, save_draft
from followups import rules, services
from followups.forms.answers import AssessForm, ReplyForm
from followups.models import Assessment, FollowUp, Reply
from followups.states import TABLE
from followups.tables.lists import result_badge
from followups.views.actions import FollowUpAction


class ReplyCreate(FollowUpAction):
    """Enter the answer of the responsible body, with its files."""

    move = "answer"
    reading = "above"
    title = gettext_lazy("Answer")
    submit_label = gettext_lazy("Send the answer")
    consequence = gettext_lazy(
        "An answer is not yet a settlement: the council's side accepts it or gives it back."
    )
    done_message = gettext_lazy("The answer has been sent and waits for the council's judgement.")

    @property
    def draft_key(self) -> str:
        """Under which the user's half-typed answer is kept."""
        return f"followups-reply-{self.record.pk}"

    def build_form(self, data: Any = None, files: Any = None) -> ReplyForm:
        """An empty form begins with the draft, if there is one."""
        draft = read_draft(user=self.user, key=self.draft_key) if data is None else None
        self.draft_saved_at = draft.updated_at if draft else None
        return ReplyForm(data, files, follow_up=self.record, initial=draft.data if draft else None)

    def form_context(self, form: Any) -> dict[str, Any]:
        """With the address that keeps the draft."""
        return {
            **super().form_context(form),
            "draft_key": self.draft_key,
            "draft_saved_at": self.draft_saved_at,
        }

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Without JavaScript a button keeps the draft."""
        if "_draft" not in request.POST:
            return super().post(request, *args, **kwargs)
        typed = {name: request.POST.get(name, "") for name in ReplyForm.base_fields if name != "files"}
        save_draft(user=self.user, key=self.draft_key, data=typed)
        messages.success(request, _("The draft has been saved. Only you see it."))
        return HttpResponseRedirect(request.path)

    def show(self, form: ReplyForm, status: int = 200) -> HttpResponse:
        """Browsers forget all chosen files when a form comes back, the good ones too: say so beside the box."""
        if self.request.FILES:
            form.add_error("files", _("Choose all files again: the browser does not keep them."))
        return super().show(form, status)

    def perform(self, form: ReplyForm) -> Reply:
        data = dict(form.cleaned_data)
        uploads = data.pop("files")
        drop_draft(user=self.user, key=self.draft_key)
        return services.reply_to(follow_up=self.record, user=self.user, uploads=uploads, **data)


class Assess(FollowUpAction):
    """Accept the latest answer with its class of result, or give it back with a reason."""

    reading = "beside"
    title = gettext_lazy("Assess the answer")
    submit_label = gettext_lazy("Record the judgement")
    done_message = gettext_lazy("The judgement has been recorded and the responsible body is told.")
    form_class = AssessForm

    def allowed(self) -> bool:
        return rules.may(self.record, "accept", self.access)

    def refusal(self) -> str:
        return TABLE.refusal("return", cast(FollowUp, self.record).state)

    def reply(self) -> Reply | None:
        """The answer to judge: the latest."""
        return cast(FollowUp, self.record).replies.prefetch_related("files").last()

    def build_form(self, data: Any = None, files: Any = None) -> AssessForm:
        """Begins with the body's own class of result, and with a verdict only if a button of that name led here."""
        reply = self.reply()
        initial: dict[str, Any] = {"verdict": self.request.GET.get("verdict")}
        if reply:
            initial |= {
                "result_class": reply.result_class,
                "roadmap_on": reply.roadmap_on,
                "unresolved_reason": reply.reason,
                "read": reply.pk,
            }
        return AssessForm(data, files, follow_up=self.record, initial=initial)

    def form_context(self, form: Any) -> dict[str, Any]:
        """With the answer itself beside the form: the one that is judged if the form is sent (again)."""
        reply = self.reply()
        if form.is_bound and reply:
            form.data = form.data.copy()
            form.data["read"] = reply.pk
        result = result_badge(reply.result_class) if reply else None
        return {**super().form_context(form), "reply": reply, "result": result}

    def perform(self, form: AssessForm) -> Assessment:
        return services.assess(follow_up=self.record, user=self.user, **form.cleaned_data)
