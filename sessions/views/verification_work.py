"""The work on a verification: meeting, parts of the report, remarks, the report itself, and the owner's answers."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.drafts import DraftMixin
from core.access import STAFF, Role
from core.errors import Stale
from core.text import whole
from core.views import ActionPage
from sessions import services
from sessions.forms.verification import (
    AnswerForms,
    BeginForm,
    MeetingForm,
    RemarkForms,
    ReportForm,
    SectionsForm,
    SignForm,
    answer_lines,
    remark_lines,
)
from sessions.models import Verification
from sessions.paper_rules import is_outsider, may_enter, may_respond, may_verify
from sessions.querysets import VerificationQuerySet
from sessions.services import RefusedRows, ReportTerms
from sessions.states import VerificationState
from sessions.views.common import Crumbs, line_problems, person
from sessions.views.verification import VerificationReach, verification_crumbs

_INCOMPLETE = 422


class VerificationWork(VerificationReach, ActionPage):
    """A step of the committee's own staff, or of the secretariat; others of the council only read."""

    roles = STAFF | {Role.COMMITTEE}
    template_name = "sittings/paper_action.html"
    record: Verification

    def check_record(self) -> None:
        if not may_verify(self.record, self.access):
            raise PermissionDenied

    def crumbs(self) -> Crumbs:
        """The way here."""
        outsider = is_outsider(self.record.paper, self.access)
        return [*verification_crumbs(self.record, outsider=outsider), (self.title, None)]

    def form_context(self, form: Any) -> dict[str, Any]:
        return {
            **super().form_context(form),
            "crumbs": self.crumbs(),
            "intro": self.record.paper.title,
            "ways": self.ways(),
        }

    def ways(self) -> list[tuple[str, str]]:
        """(address, label) of what this step rests on, where that can be done first."""
        return []


class VerificationBegin(VerificationWork):
    """The committee begins its work."""

    form_class = BeginForm
    title = gettext_lazy("Begin verification")
    submit_label = gettext_lazy("Begin")
    done_message = gettext_lazy("The paper is under verification.")
    consequence = gettext_lazy("From this day the paper is under verification, where this committee leads.")

    def perform(self, form: BeginForm) -> Verification:
        return services.begin_verification(
            verification=self.record, user=person(self.request), on=form.cleaned_data["on"]
        )


class VerificationMeeting(VerificationWork):
    """At which meeting the paper is verified."""

    form_class = MeetingForm
    title = gettext_lazy("Verification meeting")
    submit_label = gettext_lazy("Save")
    done_message = gettext_lazy("The meeting has been named.")
    consequence = gettext_lazy("From a meeting that was held the paper is under verification.")

    def ways(self) -> list[tuple[str, str]]:
        return [(reverse("sittings:body_meeting_create"), _("Enter a meeting of the committee"))]

    def form_kwargs(self) -> dict[str, Any]:
        return {"verification": self.record}

    def perform(self, form: MeetingForm) -> Verification:
        return services.set_meeting(
            verification=self.record, meeting=form.cleaned_data["meeting"], user=person(self.request)
        )


class VerificationSections(DraftMixin, VerificationWork):
    """The parts of the report, written over days; what is half-typed is kept."""

    template_name = "sittings/verification_sections.html"
    form_class = SectionsForm
    title = gettext_lazy("Write the report")
    submit_label = gettext_lazy("Save")
    done_message = gettext_lazy("The report has been saved. It can be changed until it is made.")

    @property
    def draft_key(self) -> str:
        """A draft ends with the version it was begun on: it must not cover what a colleague saved since."""
        return f"verification-{self.record.pk}-{self.record.version}"

    def draft_names(self) -> list[str]:
        form = SectionsForm(verification=self.record)
        return [name for name in form.fields if name != "version"]

    def form_kwargs(self) -> dict[str, Any]:
        return {"verification": self.record, **super().form_kwargs()}

    def perform(self, form: SectionsForm) -> Verification:
        return services.save_sections(
            verification=self.record,
            rows=form.rows(),
            user=person(self.request),
            version=form.cleaned_data["version"],
        )


class LinesPage(VerificationWork):
    """A page whose form is many lines: they keep what was typed, and each refusal stands beside its line."""

    stale = False
    """Whether a colleague saved meanwhile: the page then offers to overwrite."""

    def lines(self, data: Any = None) -> Any:
        """The lines, bound when data came."""
        raise NotImplementedError

    def save(self, lines: Any) -> None:
        """Call the service."""
        raise NotImplementedError

    def page(self, lines: Any, refusals: list[str], status: int = 200) -> HttpResponse:
        """The page."""
        raise NotImplementedError

    def get(self, _request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponse:
        """What stands, and empty lines where more can come."""
        return self.page(self.lines(), [])

    def post(self, request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponse:
        """Save all lines, or none."""
        if "more" in request.POST:
            return self.page(self.lines(more_lines(request.POST)), [])
        lines = self.lines(request.POST)
        if not lines.is_valid():
            return self.page(lines, [], _INCOMPLETE)
        try:
            self.save(lines)
        except RefusedRows as refused:
            self._beside(refused, lines)
            return self.page(lines, [], _INCOMPLETE)
        except ValidationError as refused:
            self.stale = isinstance(refused, Stale)
            return self.page(lines, refused.messages, _INCOMPLETE)
        messages.success(request, str(self.done_message))
        return HttpResponseRedirect(self.record.get_absolute_url())

    def _beside(self, refused: RefusedRows, lines: Any) -> None:
        for number, problems in refused.rows.items():
            form = lines.forms[number]
            for field, sentence in problems.items():
                form.add_error(field if field in form.fields else None, sentence)

    def context(self, lines: Any, refusals: list[str]) -> dict[str, Any]:
        """What both pages share."""
        return {
            "title": self.title,
            "crumbs": self.crumbs(),
            "object": self.record,
            "lines": lines,
            "refusals": [*refusals, *(lines.non_form_errors() if lines.is_bound else [])],
            "problems": line_problems(lines),
            "cancel_url": self.record.get_absolute_url(),
        }


def more_lines(data: Any, prefix: str = "line", more: int = 3) -> Any:
    """The same lines and some empty ones, for browsers without script."""
    copied, name = data.copy(), f"{prefix}-TOTAL_FORMS"
    copied[name] = str((whole(copied.get(name, "")) or 0) + more)
    return copied


class VerificationRemarks(LinesPage):
    """The remarks as a grid: place, remark, change asked for."""

    title = gettext_lazy("Remarks")
    done_message = gettext_lazy("The remarks have been saved.")

    def lines(self, data: Any = None) -> Any:
        standing = remark_lines(self.record.remarks.all()) if data is None else None
        return RemarkForms(data, prefix="line", initial=standing)

    def save(self, lines: Any) -> None:
        sent = self.request.POST
        version = whole(sent.get("overwrite", "")) or whole(sent.get("version", ""))
        services.save_remarks(
            verification=self.record, rows=lines.lines(), user=person(self.request), version=version
        )

    def page(self, lines: Any, refusals: list[str], status: int = 200) -> HttpResponse:
        context = self.context(lines, refusals)
        context["version"] = whole(self.request.POST.get("version", "")) or self.record.version
        context["overwrite"] = self.record.version if self.stale else None
        return render(self.request, "sittings/verification_remarks.html", context, status=status)


class VerificationReport(VerificationWork):
    """Báo cáo thẩm tra: numbered, kept, and frozen to the version it speaks about."""

    form_class = ReportForm
    title = gettext_lazy("Make the verification report")
    submit_label = gettext_lazy("Number and keep the report")
    done_message = gettext_lazy("The report has been numbered and kept as Word and PDF.")
    consequence = gettext_lazy(
        "The report gets its number and speaks about one version from now on. Parts and remarks can no longer be "
        "changed."
    )

    def ways(self) -> list[tuple[str, str]]:
        return [
            (reverse("sittings:verification_sections", args=[self.record.pk]), _("Write the report")),
            (reverse("sittings:verification_remarks", args=[self.record.pk]), _("Remarks")),
        ]

    def form_kwargs(self) -> dict[str, Any]:
        return {"verification": self.record}

    def perform(self, form: ReportForm) -> Verification:
        typed = form.cleaned_data
        terms = ReportTerms(
            deputy=typed["signer"] == "deputy",
            signer=typed["signer_name"],
            number=typed["number"],
            listed=typed["listed"],
        )
        return services.report_verification(
            verification=self.record,
            user=person(self.request),
            on=typed["on"],
            opinion=typed["opinion"],
            version=typed["version"],
            terms=terms,
        )


class VerificationSign(VerificationWork):
    """The signed and scanned copy."""

    form_class = SignForm
    title = gettext_lazy("Attach the signed report")
    submit_label = gettext_lazy("Attach")
    done_message = gettext_lazy("The signed report is kept with the verification.")

    def perform(self, form: SignForm) -> Verification:
        return services.attach_signed(
            verification=self.record, user=person(self.request), upload=form.cleaned_data["upload"]
        )


class VerificationRespond(LinesPage):
    """Tiếp thu, giải trình: the owner of the paper answers the remarks, or the secretariat for it."""

    roles = STAFF | {Role.COMMITTEE, Role.AGENCY}
    title = gettext_lazy("Answer the remarks")
    done_message = gettext_lazy("The answers have been saved.")

    def reachable(self) -> VerificationQuerySet[Verification]:
        return super().reachable().select_related("version_seen")

    def check_record(self) -> None:
        if not may_respond(self.record, self.access):
            raise PermissionDenied

    def lines(self, data: Any = None) -> Any:
        standing = answer_lines(self.record.remarks.all()) if data is None else None
        return AnswerForms(data, prefix="line", initial=standing)

    def save(self, lines: Any) -> None:
        services.respond(
            verification=self.record,
            rows=lines.answers(),
            user=person(self.request),
            on=timezone.localdate(),
            by_owner=not may_enter(self.record.paper, self.access),
        )

    def page(self, lines: Any, refusals: list[str], status: int = 200) -> HttpResponse:
        context = self.context(lines, refusals)
        context["rows"] = list(lines.beside(self.record.remarks.all()))
        context["open"] = self.record.state in {VerificationState.REPORTED, VerificationState.RESPONDED}
        return render(self.request, "sittings/verification_respond.html", context, status=status)
