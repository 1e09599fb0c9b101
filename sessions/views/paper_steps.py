"""What is done to one paper: changed, received, given back, assigned, and moved on."""

from __future__ import annotations

from typing import Any, ClassVar, Final

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.access import STAFF, Role
from core.errors import Refused
from core.views import ActionPage, UpdatePage
from sessions import services
from sessions.forms.papers import AssignForm, PaperForm, ReceiveForm, ReturnForm, StepForm
from sessions.models import Paper, PaperVersion
from sessions.paper_rules import awaits_report, can_hand_in, is_outsider, may_enter, may_hand_in, may_return
from sessions.services.tabling import NEED_A_REASON, OUTCOMES
from sessions.states import PAPER_TABLE, PaperState
from sessions.views.common import Crumbs, person
from sessions.views.paper_detail import STEPS, PaperReach, paper_crumbs


class PaperAction(PaperReach, ActionPage):
    """A step of one paper."""

    roles = STAFF
    template_name = "sittings/paper_action.html"
    record: Paper

    def form_context(self, form: Any) -> dict[str, Any]:
        crumbs: Crumbs = [
            *paper_crumbs(self.record, outsider=is_outsider(self.record, self.access)),
            (self.title, None),
        ]
        return {**super().form_context(form), "crumbs": crumbs, "intro": self.record.title}


class PaperEdit(PaperReach, UpdatePage):
    """Change a line of the list."""

    roles = STAFF
    form_class = PaperForm
    done_message = gettext_lazy("The paper has been changed.")

    def form_context(self, form: Any) -> dict[str, Any]:
        crumbs = [*paper_crumbs(self.record, outsider=False), (_("Edit"), None)]
        return {**super().form_context(form), "crumbs": crumbs}

    def perform(self, form: PaperForm) -> Paper:
        return services.change_paper(
            paper=form.instance,
            user=person(self.request),
            version=form.cleaned_data["version"],
            **form.changes(),
        )


class PaperRemove(PaperAction):
    """Take a paper off the list, while nothing hangs on it."""

    title = gettext_lazy("Take off the list")
    submit_label = gettext_lazy("Take off the list")
    consequence = gettext_lazy("The paper disappears from the list as if it had never stood there.")
    done_message = gettext_lazy("The paper has been taken off the list.")

    def perform(self, form: Any) -> Paper:
        services.remove_paper(paper=self.record, user=person(self.request))
        return self.record

    def success_url(self, result: Paper) -> str:
        return reverse("sittings:sitting_papers", args=[result.sitting_id])


class PaperReceive(PaperAction):
    """Tiếp nhận: a version came. The owner hands it in itself, or the secretariat records what came on paper."""

    roles = STAFF | {Role.AGENCY, Role.COMMITTEE}
    form_class = ReceiveForm

    def check_record(self) -> None:
        if not may_hand_in(self.record, self.access):
            raise PermissionDenied

    def get(self, _request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Where nothing can come now, back to the paper with the reason, before anything is filled in."""
        if can_hand_in(self.record, self.access):
            return super().get(_request, *args, **kwargs)
        messages.error(_request, self.closed_words())
        return HttpResponseRedirect(self.record.get_absolute_url())

    def closed_words(self) -> str:
        """Why nothing can be handed in now, and whom to ask."""
        words = _(
            "Nothing can be handed in now: the state is “%(state)s”. Ask the secretariat of %(council)s."
        )
        return words % {"state": self.record.get_state_display(), "council": self.record.sitting.council}

    @property
    def by_owner(self) -> bool:
        """Whether the owner itself is at the page."""
        return not may_enter(self.record, self.access)

    @property
    def title(self) -> str:  # type: ignore[override]
        """What the page is called for who is at it."""
        if self.by_owner:
            return _("Hand in the paper")
        return _("Record receipt")

    @property
    def submit_label(self) -> str:  # type: ignore[override]
        """The same on the button."""
        return self.title

    @property
    def consequence(self) -> str:  # type: ignore[override]
        """What the receipt does."""
        if self.record.state == PaperState.SENT:
            return _("The paper was sent to the delegates: they read the new version at once.")
        if self.by_owner:
            return _("The paper counts as received today. The secretariat is told.")
        return _(
            "The first version that is not returned makes the day of receipt, and settles what its owner owes."
        )

    @property
    def done_message(self) -> str:  # type: ignore[override]
        """What was done, in the words of who did it."""
        if self.by_owner:
            return _("The paper has been handed in.")
        return _("The receipt has been recorded.")

    def form_kwargs(self) -> dict[str, Any]:
        return {"paper": self.record, "by_owner": self.by_owner}

    def perform(self, form: ReceiveForm) -> PaperVersion:
        if not can_hand_in(self.record, self.access):
            raise Refused(self.closed_words())
        typed = dict(form.cleaned_data)
        typed.setdefault("on", timezone.localdate())
        return services.receive_paper(
            paper=self.record, user=person(self.request), by_owner=self.by_owner, **typed
        )


class PaperReturn(PaperAction):
    """Trả lại: the paper is incomplete, and owed again."""

    roles = STAFF | {Role.COMMITTEE}
    form_class = ReturnForm
    title = gettext_lazy("Return as incomplete")
    submit_label = gettext_lazy("Return the paper")
    done_message = gettext_lazy("The paper has been returned; its owner owes it again.")
    consequence = gettext_lazy(
        "The owner owes the paper again, by the same due day, and is told what is missing. The versions stay."
    )

    def check_record(self) -> None:
        committees = [row.committee for row in self.record.verifications.select_related("committee")]
        if not may_return(self.record, committees, self.access):
            raise PermissionDenied

    def perform(self, form: ReturnForm) -> Paper:
        return services.return_paper(paper=self.record, user=person(self.request), **form.cleaned_data)


class PaperAssign(PaperAction):
    """Phân công thẩm tra: the committee that leads, and those that co-ordinate."""

    form_class = AssignForm
    title = gettext_lazy("Assign for verification")
    submit_label = gettext_lazy("Assign")
    done_message = gettext_lazy("The paper has been assigned.")

    def form_kwargs(self) -> dict[str, Any]:
        return {"paper": self.record}

    def perform(self, form: AssignForm) -> Paper:
        services.assign_paper(paper=self.record, user=person(self.request), **form.cleaned_data)
        return self.record


_CONSEQUENCES: Final = {
    "send": gettext_lazy(
        "From this day the paper counts as sent to the delegates, who read it in the portal."
    ),
    "table": gettext_lazy(
        "Figures count the paper as considered by the council, on this day of the sitting."
    ),
    "adopt": gettext_lazy("The council adopted what the paper asked for."),
    "note": gettext_lazy("The council took note of the paper."),
    "defer": gettext_lazy(
        "Nobody owes the paper to this sitting any more; it stays readable with the reason."
    ),
    "withdraw": gettext_lazy("Nobody owes the paper any more; it stays readable with the reason."),
}


class PaperMoveOn(PaperAction):
    """One step: sent, tabled, adopted, noted, deferred, withdrawn."""

    form_class = StepForm
    name: str = ""
    known: ClassVar = frozenset(STEPS)

    def fetch(self, kwargs: dict[str, Any]) -> Any:
        """404 also for a step that does not exist."""
        if kwargs["name"] not in self.known:
            raise Http404
        self.name = kwargs["name"]
        return super().fetch(kwargs)

    @property
    def title(self) -> Any:  # type: ignore[override]
        """The step's own name."""
        return PAPER_TABLE.moves[self.name].label

    @property
    def submit_label(self) -> Any:  # type: ignore[override]
        """The same on the button."""
        return self.title

    @property
    def consequence(self) -> Any:  # type: ignore[override]
        """What the step does, and what should perhaps come first."""
        if self.name == "send" and awaits_report(self.record):
            return " ".join(
                (_("The verification of this paper is not reported yet."), str(_CONSEQUENCES["send"]))
            )
        return _CONSEQUENCES[self.name]

    def form_kwargs(self) -> dict[str, Any]:
        return {"with_reason": self.name in NEED_A_REASON}

    def perform(self, form: StepForm) -> Paper:
        user, typed = person(self.request), form.cleaned_data
        if self.name in OUTCOMES:
            return services.conclude_paper(paper=self.record, name=self.name, user=user, **typed)
        step = services.send_papers if self.name == "send" else services.table_papers
        outcome = step(papers=[self.record], user=user, on=typed["on"])
        if outcome.refused:
            raise Refused(outcome.refused[0][1])
        return self.record
