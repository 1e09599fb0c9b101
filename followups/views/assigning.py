"""Giving a task directly: written as a draft at any completeness, sent with the five clears."""

from __future__ import annotations

from typing import Any, ClassVar, cast

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.drafts import DraftMixin
from accounts.models import User
from core.access import DECIDERS
from core.text import whole
from core.views import CreatePage, FormMixin, Text, UpdatePage
from followups import services
from followups.bodies import key_of, owner_key
from followups.forms.assigning import AssignForm, Rows, typed_rows
from followups.models import FollowUp
from followups.states import TABLE
from followups.views.lists import LIST

_COPIED = ("title", "detail", "accountable", "evidence", "locality", "legal_basis")
"""What a similar task begins with; the field, the body, the rule and the parts only within one council."""


class Assigning(DraftMixin, FormMixin):
    """The form of a task: saved as a draft, sent, or shown again with its due day counted and one more row."""

    form_class = AssignForm
    template_name = "followups/assign.html"
    sends: ClassVar[bool] = False
    """Whether the page sends unless it is told to save."""

    @property
    def is_sending(self) -> bool:
        """Which of the two buttons was pressed."""
        return "save" not in self.request.POST if self.sends else "send" in self.request.POST

    def rows(self) -> Rows:
        """The parts of co-ordinating agencies to begin with."""
        return []

    def form_kwargs(self) -> dict[str, Any]:
        """With the rows of the draft, if there is one."""
        given = super().form_kwargs()
        return {**given, "rows": typed_rows(self.draft.data) if self.draft else self.rows()}

    def form_context(self, form: Any) -> dict[str, Any]:
        """Saving stands first where the page is for writing, sending where it is for sending."""
        intro = _(
            "A draft needs only its title. It is sent with all five clears; "
            "until then only the council's own side sees it."
        )
        return {**super().form_context(form), "sends": self.sends, "intro": intro}

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The buttons that only count and add keep everything typed and judge nothing yet."""
        if "again" in request.POST:
            return self.show_again(request)
        return super().post(request, *args, **kwargs)

    def show_again(self, request: HttpRequest) -> HttpResponse:
        """As typed, with the due day counted and, if asked, more empty rows."""
        given = self.form_kwargs()
        typed = {name: request.POST.get(name, "") for name in AssignForm.base_fields}
        blank = 3 if request.POST["again"] == "more" else 1
        given |= {"initial": typed, "rows": typed_rows(request.POST), "blank": blank}
        return self.show(AssignForm(**given))

    def perform(self, form: AssignForm) -> FollowUp:
        on = form.cleaned_data["issued_on"] or timezone.localdate()
        saved = services.save_draft(
            follow_up=form.instance,
            rule=form.cleaned_data["rule"],
            parts=form.given_parts(),
            version=form.cleaned_data.get("version"),
        )
        self.done_message: Text = gettext_lazy(
            "The draft has been saved. The responsible body does not see it."
        )
        if not self.is_sending:
            return saved
        self.done_message = gettext_lazy("The task has been sent.")
        return services.issue_draft(
            follow_up=saved,
            user=cast(User, self.request.user),
            on=on,
            kept_because=form.cleaned_data.get("kept_because", ""),
        )


class FollowUpCreate(Assigning, CreatePage):
    """Giao việc: a task that no record of the portal has produced, as a draft or sent at once."""

    roles = DECIDERS
    title = gettext_lazy("Give a task")

    @property
    def draft_key(self) -> str:
        """One for each council, and for each task that another one is like."""
        like = whole(self.request.GET.get("like", ""))
        return f"followups-assign-{self.council.pk}" + (f"-like-{like}" if like else "")

    def page_crumbs(self) -> list[Any]:
        return [LIST, (self.title, None)]

    def cancel_url(self) -> str:
        return reverse("followups:followup_list")

    def form_kwargs(self) -> dict[str, Any]:
        """A new record of this council, like another one if the address says so."""
        given = super().form_kwargs()
        like = self.find_like()
        if like is not None:
            given["initial"] = {**self.copied(like), **(given.get("initial") or {})}
            if self.draft is None and like.council_id == self.council.pk:
                given["rows"] = part_rows(like)
        new = FollowUp(council=self.council, kind=services.ASSIGNMENT)
        return {**given, "instance": new, "council": self.council}

    def find_like(self) -> FollowUp | None:
        """The follow-up of `?like=`; 404 for one out of reach."""
        wanted = self.request.GET.get("like")
        if wanted is None:
            return None
        rows = FollowUp.objects.visible_to(self.request.user).with_owner().select_related("due_rule")
        like: FollowUp | None = rows.filter(pk=whole(wanted) or 0).first()
        if like is None:
            raise Http404
        return like

    def copied(self, like: FollowUp) -> dict[str, Any]:
        """What the new task begins with."""
        words = {name: getattr(like, name) for name in _COPIED}
        if like.council_id != self.council.pk:
            return words
        rule = like.due_rule
        return {
            **words,
            "legal_basis": "" if rule else like.legal_basis,
            "field": like.field_id,
            "body": owner_key(like),
            "rule": rule.code if rule else "",
        }


class FollowUpEdit(Assigning, UpdatePage):
    """Go on writing a draft; send it when it is complete."""

    roles = DECIDERS

    @property
    def draft_key(self) -> str:
        """Of this record."""
        return f"followups-assign-edit-{self.record.pk}"

    def reachable(self) -> QuerySet[FollowUp]:
        rows: QuerySet[FollowUp] = FollowUp.objects.visible_to(self.request.user).with_owner()
        return rows.select_related("council", "due_rule")

    def get(self, _request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponse:
        """Only what nobody has sent or withdrawn yet is changed."""
        if refusal := TABLE.refusal("issue", self.record.state):
            messages.warning(_request, refusal)
            return HttpResponseRedirect(self.cancel_url())
        return super().get(_request)

    def rows(self) -> Rows:
        return part_rows(self.record)

    def form_kwargs(self) -> dict[str, Any]:
        """What was half-typed before the record was last saved is behind the times."""
        if self.draft is not None and self.draft.updated_at < self.record.updated_at:
            self.draft = None
        return {**super().form_kwargs(), "council": self.record.council}

    def form_context(self, form: Any) -> dict[str, Any]:
        title = _("Send the task") if self.sends else _("Edit the draft")
        here = (_("Draft"), self.cancel_url())
        return {**super().form_context(form), "title": title, "crumbs": [LIST, here, (title, None)]}


class FollowUpIssue(FollowUpEdit):
    """Send a draft: the same form, so that what is missing is said beside its field."""

    sends = True


def part_rows(follow_up: FollowUp) -> Rows:
    """The parts of a follow-up as the rows of a form."""
    return [
        {"agency": key_of("agency", row.agency_id), "part": row.part, "due_on": row.due_on}
        for row in follow_up.coordinations.all()
    ]
