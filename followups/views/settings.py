"""What people and councils set for themselves: how one is told, and on which days a council reminds."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, cast

from django.contrib import messages
from django.db.models.enums import Choices
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse, reverse_lazy
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.models import User
from core.access import STAFF, Role
from core.views import CouncilView, FormMixin, PortalView
from councils.calendar import national_calendar
from followups import services
from followups.forms.settings import PreferenceForm, ReminderStepsForm
from followups.models import BINDING, Notice, NoticePreference, ReminderSteps
from followups.notices.preferences import wish_of
from followups.notices.steps import USUAL, ReminderDay, Steps, example_days, example_due_day, steps_of

INBOX = (gettext_lazy("Inbox"), reverse_lazy("followups:notice_list"))
Kind = Notice.Kind


class PreferenceEdit(FormMixin, PortalView):
    """How the portal tells me: everybody's own choice. The inbox has everything whatever one chooses."""

    template_name = "followups/preference_edit.html"
    form_class = PreferenceForm
    done_message = gettext_lazy("Your choice is kept; it holds from the next notice on.")

    @property
    def user(self) -> User:
        """Whose choice it is."""
        return cast(User, self.request.user)

    def form_kwargs(self) -> dict[str, Any]:
        return {"initial": wish_of(self.user.pk)._asdict()}

    def perform(self, form: PreferenceForm) -> NoticePreference:
        return services.save_preference(user=self.user, **form.cleaned_data)

    def success_url(self, result: Any) -> str:
        return self.cancel_url()

    def cancel_url(self) -> str:
        return reverse("followups:notice_list")

    def form_context(self, form: Any) -> dict[str, Any]:
        """With which kinds of notice can be switched off, and which cannot."""
        title = _("How I wish to be told")
        return {
            **super().form_context(form),
            "title": title,
            "crumbs": [INBOX, (title, None)],
            "binding": _labels(kind for kind in Kind if kind in BINDING),
            "not_binding": _labels(kind for kind in Kind if kind not in BINDING),
            "address": self.user.email,
        }


def _labels(kinds: Iterable[Choices]) -> list[str]:
    return [str(kind.label) for kind in kinds]


class ReminderStepsEdit(FormMixin, CouncilView):
    """On which days the council reminds, with an example; or back to the usual steps."""

    roles = STAFF | {Role.LEADER, Role.ADMINISTRATOR}
    template_name = "followups/steps_edit.html"
    form_class = ReminderStepsForm
    done_message = gettext_lazy("The steps are saved; they hold from the next working morning on.")

    def own(self) -> ReminderSteps | None:
        """The council's own steps, if it has set any."""
        return ReminderSteps.objects.of(self.council).first()

    def form_kwargs(self) -> dict[str, Any]:
        own = self.own()
        usual = {"before_due": list(USUAL.before_due), "overdue_every": USUAL.overdue_every}
        return {"instance": own or ReminderSteps(council=self.council, **usual)}

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Save; or only show what the typed steps would mean; or go back to the usual ones."""
        if "reset" in request.POST:
            services.reset_reminder_steps(council=self.council)
            messages.success(request, _("This council follows the usual steps again."))
            return HttpResponseRedirect(self.here())
        if "preview" in request.POST:
            form = self.build_form(request.POST)
            return self.show(form, status=200 if form.is_valid() else 422)
        return super().post(request, *args, **kwargs)

    def perform(self, form: ReminderStepsForm) -> ReminderSteps:
        return services.save_reminder_steps(steps=form.instance, version=form.cleaned_data.get("version"))

    def success_url(self, result: Any) -> str:
        return self.here()

    def here(self) -> str:
        """This page, about the same council."""
        return f"{reverse('followups:reminder_steps_edit')}?council={self.council.pk}"

    def cancel_url(self) -> str:
        return reverse("home")

    def form_context(self, form: Any) -> dict[str, Any]:
        """With what the steps mean for a task that is due in thirty days."""
        calendar, title = national_calendar(), _("Reminder steps")
        due = example_due_day(timezone.localdate(), calendar)
        steps = self.shown_steps(form)
        return {
            **super().form_context(form),
            "title": title,
            "intro": str(self.council),
            "crumbs": [],
            "is_own": form.instance.pk is not None,
            "due": due,
            "example": [(one.day, _said(one)) for one in example_days(due, calendar, steps)],
            "every": steps.overdue_every,
        }

    @staticmethod
    def shown_steps(form: ReminderStepsForm) -> Steps:
        """The typed steps if they make sense, else those in force."""
        if form.is_bound and form.is_valid():
            return Steps(tuple(form.cleaned_data["before_due"]), form.cleaned_data["overdue_every"])
        return steps_of(form.instance)


def _said(one: ReminderDay) -> str:
    """Why somebody is reminded on a day, in words."""
    counts = {"count": one.away}
    if one.kind == Kind.DUE:
        return _("on the due day itself")
    if one.kind == Kind.BEFORE_DUE:
        words = ngettext(
            "%(count)s working day before the due day",
            "%(count)s working days before the due day",
            one.away,
        )
    else:
        words = ngettext(
            "%(count)s working day late, if there is no answer",
            "%(count)s working days late, if there is no answer",
            one.away,
        )
    return words % counts
