"""What can be done to a follow-up: one page an action, GET asks, POST does, and the service has the last word."""

from __future__ import annotations

from typing import Any, ClassVar, cast

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from core.access import EVERYBODY
from core.errors import Refused
from core.views import ActionPage
from councils.calendar import Clock
from followups import origins, rules, services
from followups.forms.answers import DecisionForm, ExtensionForm, NoteForm, ReasonForm, ResultForm
from followups.models import Extension, FollowUp
from followups.states import OPEN, TABLE
from followups.tables.lists import Row, shown_rule
from followups.views.lists import LIST


class FollowUpAction(ActionPage):
    """An action on a follow-up within reach: 403 for those who may never, a sentence for those who may not now."""

    roles = EVERYBODY
    template_name = "followups/action.html"
    move: ClassVar[str] = ""
    danger: ClassVar[bool] = False
    reading: ClassVar[str] = ""
    """Where the matter stands in full: "above" the form, or "beside" it, which on a phone is above it too."""

    def reachable(self) -> QuerySet[FollowUp]:
        rows: QuerySet[FollowUp] = FollowUp.objects.visible_to(self.request.user).with_owner()
        return rows.select_related("due_rule", "council", "agency", "delegate", "group", "committee")

    def check_record(self) -> None:
        """The rules of the follow-up decide, not the page's roles alone."""
        if not self.allowed():
            raise PermissionDenied

    def allowed(self) -> bool:
        """Whether this user may ever do this here."""
        return rules.may(self.record, self.move, self.access)

    def refusal(self) -> str:
        """Why it cannot be done now, or nothing."""
        return TABLE.refusal(self.move, self.record.state)

    def get(self, _request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The form; back to the record with the reason if it cannot be done now."""
        refusal = self.refusal()
        if refusal:
            messages.warning(self.request, refusal)
            return HttpResponseRedirect(self.cancel_url())
        return super().get(self.request, *args, **kwargs)

    @property
    def user(self) -> User:
        """Who acts."""
        return cast(User, self.request.user)

    def form_context(self, form: Any) -> dict[str, Any]:
        """With the matter in short, so that nobody acts on the wrong one."""
        origin = origins.links([self.record], self.user).get(self.record.pk)
        name = origins.name_of(self.record, origin)
        return {
            **super().form_context(form),
            "crumbs": [LIST, (name, self.cancel_url()), (self.title, None)],
            "row": Row(self.record, rules.standing(self.record, Clock()), origin),
            "rule": shown_rule(self.record.due_rule),
            "danger": self.danger,
            "reading": self.reading,
        }


class Acknowledge(FollowUpAction):
    """The responsible body has received it."""

    move = "acknowledge"
    title = gettext_lazy("Acknowledge receipt")
    submit_label = gettext_lazy("Acknowledge receipt")
    consequence = gettext_lazy("The council sees that your body has received this task and will answer it.")
    done_message = gettext_lazy("Receipt acknowledged.")

    def perform(self, form: Any) -> FollowUp:
        return services.acknowledge(follow_up=self.record, user=self.user)


class Start(FollowUpAction):
    """The responsible body begins."""

    move = "start"
    title = gettext_lazy("Begin handling")
    submit_label = gettext_lazy("Begin handling")
    consequence = gettext_lazy(
        "The council sees that work has begun. The answer is still owed by the due date."
    )
    done_message = gettext_lazy("Marked as being handled.")

    def perform(self, form: Any) -> FollowUp:
        return services.start(follow_up=self.record, user=self.user)


class ExtensionAsk(FollowUpAction):
    """Ask for more time."""

    title = gettext_lazy("Ask for more time")
    submit_label = gettext_lazy("Send the request")
    consequence = gettext_lazy(
        "The due date stands until the council grants the request; reminders go on until then."
    )
    done_message = gettext_lazy("The request for more time has been sent to the council.")
    form_class = ExtensionForm

    def allowed(self) -> bool:
        return rules.may_ask_time(self.record, self.access)

    def refusal(self) -> str:
        if self.record.state not in OPEN:
            return _("More time can only be asked for while an answer is owed.")
        if pending(self.record):
            return _("Another request for more time is still waiting for a decision.")
        return ""

    def perform(self, form: ExtensionForm) -> Extension:
        return services.request_extension(follow_up=self.record, user=self.user, **form.cleaned_data)


class ExtensionDecide(FollowUpAction):
    """Grant or refuse more time."""

    reading = "beside"
    title = gettext_lazy("Decide on more time")
    submit_label = gettext_lazy("Record the decision")
    done_message = gettext_lazy("The decision has been recorded and the responsible body is told.")
    form_class = DecisionForm

    def allowed(self) -> bool:
        return rules.may_decide_time(self.record, self.access)

    def refusal(self) -> str:
        return "" if pending(self.record) else _("No request for more time is waiting for a decision.")

    def form_context(self, form: Any) -> dict[str, Any]:
        """With the request itself."""
        return {**super().form_context(form), "extension": pending(self.record)}

    def perform(self, form: DecisionForm) -> Extension:
        extension = pending(self.record)
        if extension is None:
            raise Refused(self.refusal())
        granted = form.cleaned_data["decision"] == Extension.Decision.GRANTED
        return services.decide_extension(
            extension=extension, user=self.user, granted=granted, note=form.cleaned_data["note"]
        )


def pending(follow_up: FollowUp) -> Extension | None:
    """The request for more time that waits for a decision."""
    return follow_up.extensions.filter(decision=Extension.Decision.ASKED).select_related("asked_by").first()


class ResultRecord(FollowUpAction):
    """Record a later class of result."""

    title = gettext_lazy("Record a result")
    submit_label = gettext_lazy("Record the result")
    done_message = gettext_lazy("The result has been recorded.")
    form_class = ResultForm

    def allowed(self) -> bool:
        return rules.may_record_result(self.record, self.access)

    def refusal(self) -> str:
        return ""

    def form_kwargs(self) -> dict[str, Any]:
        return {"follow_up": self.record}

    def perform(self, form: ResultForm) -> Any:
        return services.record_result(follow_up=self.record, user=self.user, **form.cleaned_data)


class Close(FollowUpAction):
    """File an accepted answer away."""

    move = "close"
    title = gettext_lazy("Close the follow-up")
    submit_label = gettext_lazy("Close the follow-up")
    consequence = gettext_lazy(
        "The matter is filed away. It stays readable, counts in figures, and can be reopened."
    )
    done_message = gettext_lazy("The follow-up is closed.")
    form_class = NoteForm

    def perform(self, form: NoteForm) -> FollowUp:
        return services.close(follow_up=self.record, user=self.user, **form.cleaned_data)


class Reopen(FollowUpAction):
    """Take it up again."""

    move = "reopen"
    title = gettext_lazy("Reopen")
    submit_label = gettext_lazy("Reopen")
    consequence = gettext_lazy("The responsible body owes an answer again; the due date stays what it was.")
    done_message = gettext_lazy("The follow-up is open again.")
    form_class = ReasonForm

    def perform(self, form: ReasonForm) -> FollowUp:
        return services.reopen(follow_up=self.record, user=self.user, **form.cleaned_data)


class Withdraw(FollowUpAction):
    """Take it back."""

    move = "withdraw"
    danger = True
    title = gettext_lazy("Withdraw")
    submit_label = gettext_lazy("Withdraw")
    consequence = gettext_lazy("Nobody owes an answer any more. The record stays readable with your reason.")
    done_message = gettext_lazy("The follow-up has been withdrawn.")
    form_class = ReasonForm

    def perform(self, form: ReasonForm) -> FollowUp:
        return services.withdraw(follow_up=self.record, user=self.user, **form.cleaned_data)
