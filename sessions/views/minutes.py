"""Pages of the minutes: drafted, edited section by section, approved, signed; and their files."""

from __future__ import annotations

from functools import cached_property
from typing import Any, Final

from django.db.models import QuerySet
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.drafts import DraftMixin
from core.access import DECIDERS, STAFF
from core.history import Entry, changes_of
from core.templatetags.portal_tags import badge
from core.views import Action, ActionPage, RecordView, Text, UpdatePage
from documents.delivery import file_response
from sessions import services
from sessions.course import votes_that_count
from sessions.documents.minutes import minutes_document
from sessions.forms.minutes import ApproveForm, DraftAgainForm, MinutesForm, ReasonForm, SignForm
from sessions.models import Minutes, MinutesSection, Sitting
from sessions.states import HELD, MINUTES_TABLE, MinutesState
from sessions.views.common import Crumbs, SittingPage, person, sitting_crumbs, sittings
from sessions.views.downloads import download

BADGES: Final = {MinutesState.DRAFT: "plain", MinutesState.APPROVED: "run", MinutesState.SIGNED: "ok"}


def minutes_url(sitting_id: int) -> str:
    """The page of the minutes."""
    return reverse("sittings:minutes_detail", args=[sitting_id])


def minutes_crumbs(sitting: Sitting) -> Crumbs:
    """The way to the minutes."""
    return [*sitting_crumbs(sitting), (_("Minutes"), minutes_url(sitting.pk))]


def minutes_badge(minutes: Minutes) -> SafeString:
    """Where the minutes stand."""
    return badge(BADGES[MinutesState(minutes.state)], minutes.get_state_display())


def history_of(minutes: Minutes) -> list[Entry]:
    """Drafted, approved, reopened with its reason, signed; the newest first. Two queries."""
    steps = ((change, _step(change.event, change.earlier)) for change in changes_of(minutes))
    return [change.entry(title, change.reason) for change, title in steps if title]


def _step(event: Any, before: Any) -> str:
    """What an event was, in words; nothing where neither state nor draft changed."""
    if event.pgh_label == "insert":
        return _("Drafted from the records")
    if before is None:
        return ""
    if event.state == before.state:
        return _("Draft brought up to the records") if event.drafted_at != before.drafted_at else ""
    if event.state == MinutesState.DRAFT:
        return _("Approval undone")
    return str(event.get_state_display())


class MinutesDetail(SittingPage):
    """The minutes as they stand, what is still missing, and what is allowed now."""

    tab = "minutes_detail"
    template_name = "sittings/minutes_detail.html"

    def reachable(self) -> QuerySet[Any]:
        return sittings(self.request.user).select_related(
            "council",
            "council_term__council",
            "council_term__term",
            "minutes__approved_by",
            "minutes__file",
        )

    def context(self) -> dict[str, Any]:
        minutes = self.minutes
        context = {**super().context(), "actions": self.actions(), "minutes": minutes}
        if minutes is None:
            return {**context, "draft_url": self._draft_url(), "waiting": self.record.state not in HELD}
        return {
            **context,
            "minutes_badge": minutes_badge(minutes),
            "sections": list(minutes.sections.order_by("position", "pk")),
            "points": services.open_points(self.record) if minutes.state == MinutesState.DRAFT else [],
            "votes": votes_that_count(self.record),
            "timeline": history_of(minutes),
        }

    @cached_property
    def minutes(self) -> Minutes | None:
        """Of this sitting, if they were drafted."""
        return getattr(self.record, "minutes", None)

    def _draft_url(self) -> str:
        allowed = self.roles_on_record() & STAFF and self.record.state in HELD
        return reverse("sittings:minutes_draft", args=[self.record.pk]) if allowed else ""

    def actions(self) -> list[Action]:
        """The next step first, then the others, then the files."""
        minutes, pk, roles = self.minutes, self.record.pk, self.roles_on_record()
        if minutes is None:
            return []
        found = []
        if minutes.state == MinutesState.DRAFT and roles & STAFF:
            found.append(Action(_("Edit"), reverse("sittings:minutes_edit", args=[pk])))
        found += [
            Action(
                move.label,
                reverse(f"sittings:minutes_{move.name}", args=[pk]),
                primary=move.name != "reopen",
            )
            for move in MINUTES_TABLE.possible(minutes.state, roles)
        ]
        if minutes.state == MinutesState.DRAFT and roles & STAFF:
            found.append(Action(_("Bring up to the records"), reverse("sittings:minutes_draft", args=[pk])))
        found += [
            Action("PDF", reverse("sittings:minutes_file", args=[pk, "pdf"])),
            Action("Word (DOCX)", reverse("sittings:minutes_file", args=[pk, "docx"])),
        ]
        if minutes.file_id:
            found.insert(
                0, Action(_("Signed copy"), reverse("sittings:minutes_copy", args=[pk]), primary=True)
            )
        return found


class MinutesDraft(ActionPage):
    """Draft the minutes, or bring a draft up to the records."""

    form_class = DraftAgainForm
    title = gettext_lazy("Draft the minutes from the records")
    submit_label = title
    done_message = gettext_lazy("The minutes are drafted from what has been recorded so far.")

    def reachable(self) -> QuerySet[Any]:
        return sittings(self.request.user).select_related(
            "council", "council_term__council", "council_term__term", "minutes"
        )

    def build_form(self, data: Any = None, files: Any = None) -> Any:
        form = super().build_form(data, files)
        if getattr(self.record, "minutes", None) is None:
            del form.fields["anew"]
        return form

    def form_context(self, form: Any) -> dict[str, Any]:
        return {
            **super().form_context(form),
            "crumbs": [*minutes_crumbs(self.record), (self.title, None)],
            "consequence": _(
                "The portal writes time, composition, course of each half-day, votes and closing from the records. "
                "Sections taken out by hand come back."
            ),
        }

    def perform(self, form: Any) -> Minutes:
        return services.draft_minutes(
            sitting=self.record,
            user=person(self.request),
            anew=bool(form.cleaned_data.get("anew")),
        )

    def cancel_url(self) -> str:
        return minutes_url(self.record.pk)


class MinutesReach(RecordView):
    """The minutes of a sitting, found by the sitting."""

    record: Minutes

    def reachable(self) -> QuerySet[Any]:
        return Minutes.objects.visible_to(self.request.user).select_related(
            "sitting__council",
            "sitting__council_term__council",
            "sitting__council_term__term",
            "file",
            "document",
        )

    def fetch(self, kwargs: dict[str, Any]) -> Any:
        """By the sitting's id; 404 before they were drafted."""
        found = self.reachable().filter(sitting=kwargs["pk"]).first()
        if found is None:
            raise Http404
        return found

    def council_of_record(self) -> int:
        return self.record.sitting.council_id

    def cancel_url(self) -> str:
        """Back to the minutes."""
        return minutes_url(self.record.sitting_id)

    def crumbs_to(self, title: Text) -> Crumbs:
        """The way to a step of the minutes."""
        return [*minutes_crumbs(self.record.sitting), (title, None)]


class MinutesEdit(MinutesReach, DraftMixin, UpdatePage):
    """All sections on one page; what is half-typed is kept as a draft of its author."""

    form_class = MinutesForm
    done_message = gettext_lazy("The minutes have been changed.")

    @cached_property
    def sections(self) -> list[MinutesSection]:
        """In their order."""
        return list(self.record.sections.order_by("position", "pk"))

    @property
    def draft_key(self) -> str:
        """One for each edition: a draft over older words must not come back over newer ones."""
        return f"minutes-{self.record.pk}-{self.record.version}"

    def draft_names(self) -> list[str]:
        """The fields of this form, which follow from its sections."""
        form = MinutesForm(instance=self.record, sections=self.sections)
        return [name for name in form.fields if name != "version"]

    def form_kwargs(self) -> dict[str, Any]:
        kept = {**self.draft.data} if self.draft else {}
        return {"instance": self.record, "sections": self.sections, "initial": kept}

    def form_context(self, form: Any) -> dict[str, Any]:
        title = _("Edit the minutes")
        return {
            **super().form_context(form),
            "title": title,
            "intro": str(self.record.sitting),
            "crumbs": self.crumbs_to(title),
        }

    def perform(self, form: MinutesForm) -> Minutes:
        return services.edit_minutes(
            minutes=self.record,
            user=person(self.request),
            pieces=form.pieces(),
            version=form.cleaned_data["version"],
        )


class MinutesStep(MinutesReach, ActionPage):
    """A step of the minutes."""

    def form_context(self, form: Any) -> dict[str, Any]:
        return {
            **super().form_context(form),
            "crumbs": self.crumbs_to(self.title),
            "submit_label": self.title,
        }


class MinutesApprove(MinutesStep):
    """Approve the minutes."""

    roles = DECIDERS
    form_class = ApproveForm
    template_name = "sittings/minutes_approve.html"
    title = gettext_lazy("Approve the minutes")
    consequence = gettext_lazy(
        "From then on neither the minutes change nor what they tell: attendance, speakers, votes."
    )
    done_message = gettext_lazy("The minutes are approved.")

    def form_kwargs(self) -> dict[str, Any]:
        return {"initial": {"version": self.record.version}}

    def form_context(self, form: Any) -> dict[str, Any]:
        return {**super().form_context(form), "points": services.open_points(self.record.sitting)}

    def perform(self, form: ApproveForm) -> Minutes:
        return services.approve_minutes(
            minutes=self.record,
            user=person(self.request),
            on=form.cleaned_data["on"],
            version=form.cleaned_data["version"],
        )


class MinutesReopen(MinutesStep):
    """Undo the approval."""

    roles = DECIDERS
    form_class = ReasonForm
    title = gettext_lazy("Undo the approval")
    consequence = gettext_lazy("The minutes are a draft again, and what they tell can be changed.")
    done_message = gettext_lazy("The minutes are a draft again.")

    def perform(self, form: ReasonForm) -> Minutes:
        return services.reopen_minutes(
            minutes=self.record, user=person(self.request), reason=form.cleaned_data["reason"]
        )


class MinutesSign(MinutesStep):
    """Attach the signed copy."""

    form_class = SignForm
    title = gettext_lazy("Attach the signed copy")
    consequence = gettext_lazy("With the signed copy the approval stands for good.")
    done_message = gettext_lazy("The signed copy is attached.")

    def perform(self, form: SignForm) -> Minutes:
        return services.sign_minutes(
            minutes=self.record,
            user=person(self.request),
            on=form.cleaned_data["on"],
            upload=form.cleaned_data["file"],
        )


class MinutesFile(MinutesReach):
    """The minutes as a file, drawn from what stands now."""

    def get(self, _request: HttpRequest, pk: int, extension: str) -> HttpResponse:
        """With the table of votes and the number of pages."""
        minutes = self.record
        rows = votes_that_count(minutes.sitting)
        sections = list(minutes.sections.order_by("position", "pk"))
        stem = f"bien-ban-ky-hop-{minutes.sitting.number:02d}"
        return download(minutes_document(minutes, sections, rows), extension, stem)


class MinutesCopy(MinutesReach):
    """The signed copy."""

    def get(self, _request: HttpRequest, *_args: Any, **_kwargs: Any) -> FileResponse:
        """404 before it was attached."""
        if self.record.file is None:
            raise Http404
        return file_response(self.record.file)
