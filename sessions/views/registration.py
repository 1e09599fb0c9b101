"""Pages on which delegates are called one by one and register, or are registered in their name."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from core.access import DECIDERS, STAFF, Role
from core.errors import Refused
from core.views import ActionPage
from councils.models import Delegate
from followups.services import Reminding, plan_reminding
from sessions import registration, services
from sessions.forms.convening import InviteForm, RegistrationForm
from sessions.models import Invitation, Sitting
from sessions.services.invitations import REGISTERING
from sessions.views.common import person, sitting_crumbs
from sessions.views.convening import SittingStepPage


class Registration(SittingStepPage):
    """A delegate registers presence, or absence with its reason: for the phone."""

    roles = frozenset({Role.DELEGATE})
    form_class = RegistrationForm
    template_name = "sittings/registration.html"
    title = gettext_lazy("Registration")
    done_message = gettext_lazy("You are registered. You can change it until the opening.")

    @cached_property
    def invitation(self) -> Invitation | None:
        """The delegate's own invitation."""
        return registration.invitations(self.record).filter(delegate__in=self.access.delegates).first()

    def form_kwargs(self) -> dict[str, Any]:
        one = self.invitation
        return {"initial": {"answer": one.answer, "reason": one.reason} if one else {}}

    def form_context(self, form: Any) -> dict[str, Any]:
        return {
            **super().form_context(form),
            "invitation": self.invitation,
            "open": self.record.state in REGISTERING,
            "submit_label": _("Register"),
            "reading_url": reverse("sittings:sitting_reading", args=[self.record.pk]),
        }

    def perform(self, form: RegistrationForm) -> Invitation:
        if self.invitation is None:
            raise Refused(_("You have not been called to this sitting."))
        return services.register(invitation=self.invitation, user=person(self.request), **form.cleaned_data)

    def cancel_url(self) -> str:
        url: str = self.record.get_absolute_url()
        return url

    def success_url(self, result: Any) -> str:
        return reverse("sittings:registration_edit", args=[self.record.pk])


class InvitationRegister(ActionPage):
    """The secretariat registers in a delegate's name; the list says who did."""

    form_class = RegistrationForm
    title = gettext_lazy("Register in the delegate's name")
    submit_label = gettext_lazy("Register")
    done_message = gettext_lazy("Registered in the delegate's name.")

    def reachable(self) -> QuerySet[Invitation]:
        rows: QuerySet[Invitation] = Invitation.objects.visible_to(self.request.user)
        return rows.select_related("delegate", "sitting__council", "sitting__council_term__term", "follow_up")

    def council_of_record(self) -> int:
        council: int = self.record.sitting.council_id
        return council

    def form_kwargs(self) -> dict[str, Any]:
        return {"initial": {"answer": self.record.answer, "reason": self.record.reason}}

    def form_context(self, form: Any) -> dict[str, Any]:
        crumbs = [*sitting_crumbs(self.record.sitting), (_("Delegates"), self.cancel_url())]
        delegate = str(self.record.delegate)
        return {
            **super().form_context(form),
            "crumbs": [*crumbs, (delegate, None)],
            "title": delegate,
            "consequence": _("You register in the name of %(delegate)s. Your name is kept with it.")
            % {"delegate": delegate},
        }

    def cancel_url(self) -> str:
        return reverse("sittings:sitting_delegates", args=[self.record.sitting_id])

    def perform(self, form: RegistrationForm) -> Invitation:
        return services.register(invitation=self.record, user=person(self.request), **form.cleaned_data)


class InvitationCreate(SittingStepPage):
    """Call one more delegate: elected meanwhile, or a seat that was entered late."""

    roles = STAFF
    form_class = InviteForm
    title = gettext_lazy("Call one more delegate")
    done_message = gettext_lazy("The delegate has been called.")

    def form_kwargs(self) -> dict[str, Any]:
        called = Invitation.objects.filter(sitting=self.record).values("delegate")
        delegates = Delegate.objects.of(self.record.council).exclude(pk__in=called)
        return {"delegates": delegates.order_by("sort_key")}

    def perform(self, form: InviteForm) -> Invitation:
        return services.invite(sitting=self.record, user=person(self.request), **form.cleaned_data)


class InvitationRemind(SittingStepPage):
    """Remind the delegates who have not registered: who would be told, and who cannot be and why."""

    roles = DECIDERS
    template_name = "sittings/registration_remind.html"
    title = gettext_lazy("Remind those who have not registered")

    @cached_property
    def plans(self) -> list[Reminding]:
        """What reminding now would do."""
        return plan_reminding(follow_ups=services.unregistered(self.record), user=person(self.request))

    def form_context(self, form: Any) -> dict[str, Any]:
        return {
            **super().form_context(form),
            "ready": [plan for plan in self.plans if not plan.refusal],
            "left": [plan for plan in self.plans if plan.refusal],
        }

    def perform(self, form: Any) -> Sitting:
        sent, left = services.remind_unregistered(sitting=self.record, user=person(self.request))
        words = ngettext("Reminded %(count)s delegate.", "Reminded %(count)s delegates.", len(sent))
        if sent:
            messages.success(self.request, words % {"count": len(sent)})
        if left:
            words = ngettext(
                "%(count)s delegate was not reminded: %(reason)s",
                "%(count)s delegates were not reminded. The first: %(reason)s",
                len(left),
            )
            messages.warning(self.request, words % {"count": len(left), "reason": left[0].refusal})
        if not sent and not left:
            messages.info(self.request, _("Everybody has registered."))
        found: Sitting = self.record
        return found
