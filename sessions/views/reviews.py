"""Rà soát văn bản: the list of normative texts to be adapted, one of them, and what is decided about it.

A text of a council that was merged is read here and nowhere else: by those who read the review of their own council.
"""

from __future__ import annotations

from typing import Any, Final

from django.db.models import Count, Q, QuerySet
from django.http import FileResponse, HttpRequest, HttpResponse
from django.urls import reverse, reverse_lazy
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from core.access import DECIDERS
from core.display import number
from core.views import Action, ActionPage, CreatePage, DetailPage, Empty, ListPage, RecordView, Text
from councils.calendar import Clock
from sessions import services
from sessions.filters.resolutions import ReviewFilters
from sessions.forms.implementation import CarryOutForm, DecideForm
from sessions.models import Resolution, ResolutionReview
from sessions.services.review import DUE_ON, LEGAL_BASIS, carriers
from sessions.states import ReviewStep
from sessions.tables.resolutions import ReviewTable, force_badge, kind_words, step_badge
from sessions.views.common import Crumbs, person
from sessions.views.resolution_detail import copy_of
from sessions.views.resolutions import RESOLUTIONS

REVIEWS: Final[tuple[Text, Any]] = (
    gettext_lazy("Review of normative texts"),
    reverse_lazy("sittings:review_list"),
)


def reviews(user: Any) -> QuerySet[ResolutionReview]:
    """The reviews a user reaches, with the texts they are about."""
    rows = ResolutionReview.objects.visible_to(user).with_step()
    return rows.select_related(
        "council", "resolution__council", "resolution__document", "carried_out_by__document"
    )


def review_crumbs(review: ResolutionReview) -> Crumbs:
    """From the register to the review."""
    url = reverse("sittings:review_detail", args=[review.pk])
    return [RESOLUTIONS, REVIEWS, (str(review.resolution), url)]


class ReviewList(ListPage):
    """The normative texts that a council must adapt, and how far it has come."""

    title = gettext_lazy("Review of normative texts")
    template_name = "sittings/review_list.html"
    table_class = ReviewTable
    filterset_class = ReviewFilters
    order = ("due_on", "pk")

    def rows(self) -> QuerySet[ResolutionReview]:
        return reviews(self.request.user).filter(council=self.council)

    @cached_property
    def clock(self) -> Clock:
        """Read once for the page, or for a whole file."""
        return Clock()

    def make_table(self, page: Any) -> Any:
        for row in page.rows:
            row.standing = self.clock.due(row.due_on, row.decided_on if row.step == ReviewStep.DONE else None)
        table = super().make_table(page)
        table.row_url = lambda row: reverse("sittings:review_detail", args=[row.pk])
        return table

    def context(self) -> dict[str, Any]:
        due = self.clock.due(DUE_ON)
        return {**super().context(), "figures": self.figures(), "due": due, "legal_basis": LEGAL_BASIS}

    def figures(self) -> list[dict[str, Any]]:
        """Tiles: all, and how far; one query."""
        rows = ResolutionReview.objects.visible_to(self.request.user).of(self.council).with_step()
        counts = rows.aggregate(
            total=Count("pk"),
            inherited=Count("pk", filter=Q(is_own=False)),
            undecided=Count("pk", filter=Q(step=ReviewStep.UNDECIDED)),
            waiting=Count("pk", filter=Q(step=ReviewStep.TO_CARRY_OUT)),
            done=Count("pk", filter=Q(step=ReviewStep.DONE)),
        )
        late = timezone.localdate() > DUE_ON
        url = str(REVIEWS[1])
        inherited = _("of which %(count)s of earlier councils") % {"count": number(counts["inherited"])}
        return [
            {
                "label": _("Texts to be reviewed"),
                "value_text": number(counts["total"]),
                "note": inherited if counts["inherited"] else "",
            },
            {
                "label": ReviewStep.UNDECIDED.label,
                "value_text": number(counts["undecided"]),
                "url": f"{url}?step=undecided",
                "late": late and counts["undecided"],
            },
            {
                "label": ReviewStep.TO_CARRY_OUT.label,
                "value_text": number(counts["waiting"]),
                "url": f"{url}?step=to_carry_out",
                "late": late and counts["waiting"],
            },
            {
                "label": ReviewStep.DONE.label,
                "value_text": number(counts["done"]),
                "url": f"{url}?step=done",
            },
        ]

    def page_crumbs(self) -> list[Any]:
        return [RESOLUTIONS, (self.title, None)]

    def count_label(self, count: int) -> str:
        return ngettext("normative text", "normative texts", count)

    def page_actions(self) -> list[Action]:
        if not self.roles_here() & DECIDERS:
            return []
        return [Action(_("Collect texts"), reverse("sittings:review_open"), primary=True)]

    def empty_state(self) -> Empty:
        title = _("No text is on the list yet.")
        text = _(
            "The list takes in the normative resolutions in force of this council and of those it followed."
        )
        if not self.roles_here() & DECIDERS:
            return Empty(title, text)
        return Empty(title, text, _("Collect texts"), reverse("sittings:review_open"))


class ReviewOpen(CreatePage):
    """Collect the texts; safe to repeat."""

    roles = DECIDERS
    template_name = "sittings/review_open.html"
    title = gettext_lazy("Collect the texts to be reviewed")
    submit_label = gettext_lazy("Collect texts")

    def form_context(self, form: Any) -> dict[str, Any]:
        return {**super().form_context(form), "due_on": DUE_ON, "legal_basis": LEGAL_BASIS}

    def build_form(self, data: Any = None, files: Any = None) -> Any:
        """Nothing to fill in."""
        from django import forms  # noqa: PLC0415 - only an empty form

        return forms.Form(data)

    def page_crumbs(self) -> list[Any]:
        return [RESOLUTIONS, REVIEWS, (self.title, None)]

    def cancel_url(self) -> str:
        return str(REVIEWS[1])

    def success_url(self, _result: Any) -> str:
        return self.cancel_url()

    def perform(self, form: Any) -> int:
        added = services.open_review(council=self.council, user=person(self.request))
        words = ngettext(
            "%(count)s text was added to the list.", "%(count)s texts were added to the list.", added
        )
        self.done_message = words % {"count": added}
        return added


class OfReview(RecordView):
    """A page about one review: reached by the council whose list it is on, whoever issued the text."""

    record: Any

    def reachable(self) -> QuerySet[ResolutionReview]:
        return reviews(self.request.user)


class ReviewDetail(OfReview, DetailPage):
    """The text to be adapted, what was decided, and what carries it out."""

    template_name = "sittings/review_detail.html"

    def reachable(self) -> QuerySet[ResolutionReview]:
        return super().reachable().select_related("resolution__signed_file", "resolution__field")

    def context(self) -> dict[str, Any]:
        review = self.record
        today = timezone.localdate()
        text = (
            Resolution.objects.filter(pk=review.resolution_id)
            .status_on(today)
            .select_related("council", "document", "field", "signed_file", "council_term__term")
            .get()
        )
        done_on = review.decided_on if review.step == ReviewStep.DONE else None
        return {
            **super().context(),
            "title": text.title,
            "crumbs": [RESOLUTIONS, REVIEWS, (str(review.resolution), None)],
            "text": text,
            "kind": kind_words(text),
            "badges": [step_badge(review), force_badge(text)],
            "due": Clock().due(review.due_on, done_on),
            "facts": _facts(text),
            "copies": self.copies(text),
            "own_url": self.own_url(text),
            "carrier_url": self.own_url(review.carried_out_by) if review.carried_out_by else "",
            "actions": self.actions(),
        }

    def copies(self, text: Resolution) -> list[tuple[Any, str]]:
        """The signed copies, readable through this list."""
        if text.signed_file is None:
            return []
        return [
            (version, reverse("sittings:review_copy", args=[self.record.pk, version.number]))
            for version in text.signed_file.versions.order_by("-number")
        ]

    def own_url(self, text: Resolution) -> str:
        """The resolution's own page, for who may open it."""
        return text.get_absolute_url() if text.council_id in self.access.readable_councils else ""

    def actions(self) -> list[Action]:
        """What those who decide may do now."""
        review, pk = self.record, self.record.pk
        if not self.roles_on_record() & DECIDERS:
            return []
        undecided = review.step == ReviewStep.UNDECIDED
        label = _("Decide") if undecided else _("Decide anew")
        found = [Action(label, reverse("sittings:review_decide", args=[pk]), primary=undecided)]
        if review.step == ReviewStep.TO_CARRY_OUT:
            link = reverse("sittings:review_carry", args=[pk])
            found.insert(0, Action(_("Link what carries it out"), link, primary=True))
        return found


def _facts(text: Resolution) -> list[tuple[str, Any]]:
    rows = [
        (_("Number"), str(text.document or "")),
        (_("Issued by"), text.council.full_name),
        (_("Council term"), text.council_term.label),
        (_("Field"), text.field),
        (_("Adopted on"), text.adopted_on),
        (_("Signed on"), text.signed_on),
        (_("In force from"), text.in_force_on),
        (_("Published at"), text.published_at),
    ]
    return [(label, value) for label, value in rows if value]


class ReviewCopy(OfReview):
    """A version of the signed copy of a text on the list."""

    def reachable(self) -> QuerySet[ResolutionReview]:
        return super().reachable().select_related("resolution__signed_file")

    def get(self, _request: HttpRequest, pk: int, number: int) -> FileResponse | HttpResponse:
        """404 for a version that is not there."""
        return copy_of(self.record.resolution, number)


class ReviewAction(OfReview, ActionPage):
    """Something done to a review."""

    roles = DECIDERS
    record: Any

    def cancel_url(self) -> str:
        return reverse("sittings:review_detail", args=[self.record.pk])

    def form_context(self, form: Any) -> dict[str, Any]:
        """With the way here."""
        crumbs = [*review_crumbs(self.record), (self.title, None)]
        return {**super().form_context(form), "crumbs": crumbs, "consequence": self.record.resolution.title}


class ReviewDecide(ReviewAction):
    """Decide what is to become of a text."""

    form_class = DecideForm
    title = gettext_lazy("Decide what is to become of the text")
    submit_label = gettext_lazy("Record the decision")
    done_message = gettext_lazy("The decision has been recorded.")

    def form_kwargs(self) -> dict[str, Any]:
        return {"instance": self.record}

    def perform(self, form: DecideForm) -> ResolutionReview:
        given = form.cleaned_data
        return services.decide(
            review=form.instance,
            user=person(self.request),
            outcome=given["outcome"],
            reason=given["reason"],
            on=given["decided_on"],
            version=given["version"],
        )


class ReviewCarry(ReviewAction):
    """Link the resolution that carries the decision out."""

    form_class = CarryOutForm
    title = gettext_lazy("Link what carries it out")
    submit_label = gettext_lazy("Link")
    done_message = gettext_lazy("The decision has been carried out.")

    def form_kwargs(self) -> dict[str, Any]:
        return {"rows": carriers(self.record).select_related("document").order_by("-signed_on")}

    def perform(self, form: CarryOutForm) -> ResolutionReview:
        return services.carry_out(review=self.record, user=person(self.request), **form.cleaned_data)
