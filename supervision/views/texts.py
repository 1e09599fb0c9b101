"""Giám sát văn bản: the list, one text with its review, the request to its issuer and how that stands."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import F, QuerySet
from django.http import Http404, HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from core.paging import Page
from core.querysets import ScopedQuerySet
from core.views import Action, ActionPage, DetailPage, Empty, ListPage, RecordView, UpdatePage
from councils.calendar import Clock
from documents.delivery import file_response
from followups.rules import standing
from followups.tables.lists import state_badge
from sessions.timeline import changed_days
from sessions.views.common import person
from sessions.views.downloads import download
from supervision import services
from supervision.documents.subjects import signatures_of
from supervision.documents.texts import RequestPaper, document_of
from supervision.filters.texts import TextReviewFilters
from supervision.forms.texts import FindingForm, RequestForm, TextReviewForm
from supervision.models import TextReview
from supervision.programme_rules import may_prepare
from supervision.services.texts import is_asked, not_askable, request_due
from supervision.states import ORGANISERS
from supervision.tables.texts import TextReviewTable, finding_badge
from supervision.views.subjects import TEXTS, Crumbs, OrganiserCreate, Prepared


def text_reviews(user: Any) -> ScopedQuerySet[TextReview]:
    """The reviews a user reaches, with what pages show."""
    return TextReview.objects.visible_to(user).select_related(
        "council__parent",
        "issuer",
        "resolution__document",
        "committee__council",
        "group__council_term",
        "follow_up",
        "letter",
        "file",
    )


def crumbs_of(review: TextReview, label: Any) -> Crumbs:
    """The way to a page of a review."""
    return [TEXTS, (review.symbol, review.get_absolute_url()), (label, None)]


class TextReviewList(ListPage):
    """Texts under review, the latest received first."""

    title = TEXTS[0]
    table_class = TextReviewTable
    filterset_class = TextReviewFilters
    order = ("-received_on", "-pk")

    def rows(self) -> QuerySet[Any]:
        rows = text_reviews(self.request.user).of(self.council)
        return rows.annotate(reply_due=F("follow_up__due_on"))

    def make_table(self, page: Page) -> TextReviewTable:
        clock = Clock()
        for row in page.rows:
            row.standing = standing(row.follow_up, clock) if row.follow_up else None
        table: TextReviewTable = super().make_table(page)
        return table

    def count_label(self, count: int) -> str:
        return ngettext("text", "texts", count)

    def page_actions(self) -> list[Action]:
        if not self.roles_here() & ORGANISERS:
            return []
        return [Action(_("Enter a text"), reverse("supervision:text_review_create"), primary=True)]

    def empty_state(self) -> Empty:
        title = _("No legal text has been entered for review yet.")
        text = _(
            "Decisions of the People's Committee and resolutions of councils below are entered as they come in."
        )
        if not self.roles_here() & ORGANISERS:
            return Empty(title, text)
        return Empty(title, text, _("Enter a text"), reverse("supervision:text_review_create"))


class TextReviewCreate(OrganiserCreate):
    """Enter a text for review."""

    form_class = TextReviewForm
    title = gettext_lazy("Enter a text for review")
    done_message = gettext_lazy("The text has been entered for review.")

    def form_kwargs(self) -> dict[str, Any]:
        return {"instance": TextReview(council=self.council), "council": self.council, "own": self.own}

    def page_crumbs(self) -> Crumbs:
        return [TEXTS, (self.title, None)]

    def cancel_url(self) -> str:
        return reverse("supervision:text_review_list")

    def form_context(self, form: Any) -> dict[str, Any]:
        return {**super().form_context(form), "add_another": True}

    def perform(self, form: TextReviewForm) -> TextReview:
        return services.save_text_review(
            review=form.instance, user=person(self.request), upload=form.cleaned_data["upload"]
        )


class TextReviewReach(RecordView):
    """A page about one text."""

    record: Any

    def reachable(self) -> QuerySet[Any]:
        return text_reviews(self.request.user)


class TextReviewDetail(TextReviewReach, DetailPage):
    """One text: what it is, what was found, what the issuer was asked and answered."""

    template_name = "supervision/text_review_detail.html"

    def reachable(self) -> QuerySet[Any]:
        return super().reachable().select_related("follow_up__due_rule")

    def context(self) -> dict[str, Any]:
        row = self.record
        follow_up = row.follow_up
        writes = may_prepare(row, self.access)
        return {
            **super().context(),
            "title": row.title,
            "crumbs": [TEXTS, (row.symbol, None)],
            "badge": finding_badge(row),
            "facts": self._facts(),
            "due": standing(follow_up, Clock()) if follow_up else None,
            "state": state_badge(follow_up) if follow_up else None,
            "replies": list(follow_up.replies.all()) if follow_up else [],
            "refusal": not_askable(row)
            if row.finding == TextReview.Finding.FAULTY and not is_asked(row)
            else "",
            "writes": writes,
            "draftable": not not_askable(row),
            "actions": self._actions() if writes else [],
            "timeline": changed_days(row),
        }

    def _facts(self) -> list[tuple[str, Any]]:
        row = self.record
        rows = [
            (_("Number and symbol"), row.symbol),
            (_("Issued by"), row.issuer or (row.resolution and row.council.full_name)),
            (_("Issued on"), row.issued_on),
            (_("Received for review on"), row.received_on),
            (_("Who supervises"), row.supervisor),
            (_("Reviewed on"), row.reviewed_on),
        ]
        return [(label, value) for label, value in rows if value not in {None, ""}]

    def _actions(self) -> list[Action]:
        row, found = self.record, list[Action]()
        asked = is_asked(row)
        if not not_askable(row):
            found.append(Action(_("Ask the issuer"), self._url("request"), primary=True))
        if not asked:
            label = _("Change the finding") if row.finding else _("Record the finding")
            found.append(Action(label, self._url("finding"), primary=not row.finding))
        if row.letter_id is None:
            found.append(Action(_("Edit"), self._url("edit")))
        return found

    def _url(self, name: str) -> str:
        return reverse(f"supervision:text_review_{name}", args=[self.record.pk])


class TextReviewWriter(Prepared, TextReviewReach):
    """A page for those who review it."""


class TextReviewEdit(TextReviewWriter, UpdatePage):
    """Correct what is known of a text."""

    form_class = TextReviewForm
    done_message = gettext_lazy("The text has been changed.")

    def form_kwargs(self) -> dict[str, Any]:
        return {**super().form_kwargs(), "council": self.record.council}

    def form_context(self, form: Any) -> dict[str, Any]:
        crumbs = crumbs_of(self.record, _("Edit"))
        return {**super().form_context(form), "title": _("Change the text"), "crumbs": crumbs}

    def perform(self, form: TextReviewForm) -> TextReview:
        return services.save_text_review(
            review=form.instance,
            user=person(self.request),
            version=form.cleaned_data["version"],
            upload=form.cleaned_data["upload"],
        )


class TextReviewAction(TextReviewWriter, ActionPage):
    """Something done to a text."""

    def form_context(self, form: Any) -> dict[str, Any]:
        return {**super().form_context(form), "crumbs": crumbs_of(self.record, self.title)}


class TextReviewFinding(TextReviewAction):
    """Record what the review found."""

    form_class = FindingForm
    title = gettext_lazy("Record the finding")
    submit_label = gettext_lazy("Record the finding")
    done_message = gettext_lazy("The finding has been recorded.")

    def form_kwargs(self) -> dict[str, Any]:
        row = self.record
        initial = {
            "finding": row.finding,
            "fault": row.fault,
            "places": row.places,
            "explanation": row.explanation,
        }
        return {"initial": {**initial, **({"on": row.reviewed_on} if row.reviewed_on else {})}}

    def perform(self, form: FindingForm) -> TextReview:
        return services.record_finding(review=self.record, user=person(self.request), **form.cleaned_data)


class TextReviewRequest(TextReviewAction):
    """Ask the issuer to look at the text again."""

    form_class = RequestForm
    title = gettext_lazy("Ask the issuer")
    submit_label = gettext_lazy("Give the number and send the request")
    done_message = gettext_lazy("The issuer has been asked; its answer is followed up.")

    def form_kwargs(self) -> dict[str, Any]:
        return {"review": self.record}

    def form_context(self, form: Any) -> dict[str, Any]:
        return {**super().form_context(form), "consequence": self._consequence()}

    def _consequence(self) -> str:
        """By when the issuer would answer a request of today."""
        if words := not_askable(self.record):
            return words
        try:
            due = request_due(self.record, timezone.localdate())
        except ValidationError as no_rule:
            return " ".join(no_rule.messages)
        words = _(
            "%(issuer)s is asked by a numbered letter. Asked today, it answers by %(day)s (%(basis)s); reminders "
            "chase it."
        )
        return words % {"issuer": self.record.issuer, "day": f"{due.day:%d/%m/%Y}", "basis": due.legal_basis}

    def perform(self, form: RequestForm) -> TextReview:
        typed = form.cleaned_data
        request = services.Request(
            signer=typed["signer"], signer_name=typed["signer_name"], number=typed["number"]
        )
        return services.request_review(
            review=self.record, user=person(self.request), on=typed["on"], request=request
        )


class TextReviewFile(TextReviewReach):
    """The text itself."""

    def get(self, _request: HttpRequest, pk: int) -> HttpResponseBase:
        """As a download; 404 where none was attached."""
        if self.record.file is None:
            raise Http404
        return file_response(self.record.file)


class TextReviewLetter(TextReviewReach):
    """The request as it would go out today, as a draft."""

    def get(self, _request: HttpRequest, pk: int, extension: str) -> HttpResponseBase:
        """404 where nothing can be asked."""
        row, today = self.record, timezone.localdate()
        if not_askable(row):
            raise Http404
        due = request_due(row, today)
        signature = next(iter(signatures_of(row, reporting=True).values()))
        paper = RequestPaper(review=row, on=today, due=due.day, basis=due.legal_basis, signature=signature)
        return download(document_of(paper), extension, f"de-nghi-xem-xet-van-ban-{pk}-du-thao")
