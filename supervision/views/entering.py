"""Recommendations entered one by one or as a table, changed, put in order, and sent."""

from __future__ import annotations

from functools import cached_property
from typing import Any, Final

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.drafts import DraftMixin
from core.views import ActionPage, FormMixin, Text
from followups.bodies import Bodies
from followups.forms.assigning import Rows, typed_rows
from followups.states import State
from followups.views.assigning import part_rows
from sessions.services.conclusions import lacking
from sessions.services.rows import RefusedRows
from supervision import services
from supervision.forms.recommendations import (
    LINES,
    IssueForm,
    PasteForm,
    RecommendationForm,
    RecommendationLines,
)
from supervision.models import Recommendation, SupervisionMission
from supervision.pasting import read_recommendations
from supervision.rights import decides
from supervision.services.recommendations import MOST_LINES, waiting
from supervision.views.reaching import DraftWriter, MissionWriter, mission_crumbs, person
from voters.imports import Lexicon

_INCOMPLETE: Final = 422
_STEPS: Final = {"up": -1, "down": 1}
_MORE: Final = 4


class Writing(DraftMixin, FormMixin):
    """The form of a recommendation: saved as a draft, or shown again with its due day counted and one more row."""

    form_class = RecommendationForm
    template_name = "supervision/recommendation_form.html"
    done_message = gettext_lazy(
        "The recommendation has been saved. It is sent with the conclusion or the report."
    )
    title: Text = ""

    def mission(self) -> SupervisionMission:
        """The mission that recommends."""
        raise NotImplementedError

    def recommendation(self) -> Recommendation | None:
        """What is changed; None for a new one."""
        return None

    def rows(self) -> Rows:
        """The parts of co-ordinating agencies to begin with."""
        found = self.recommendation()
        return part_rows(found.follow_up) if found else []

    def form_kwargs(self) -> dict[str, Any]:
        given = super().form_kwargs()
        given.pop("instance", None)
        rows = typed_rows(self.draft.data) if self.draft else self.rows()
        return {**given, "mission": self.mission(), "recommendation": self.recommendation(), "rows": rows}

    def form_context(self, form: Any) -> dict[str, Any]:
        return {
            **super().form_context(form),
            "title": self.title,
            "crumbs": [*mission_crumbs(self.mission()), (self.title, None)],
            "intro": _(
                "A draft needs only its text. It is sent with all five clears, together with the others of its mission."
            ),
            "add_another": self.recommendation() is None,
        }

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The buttons that only count and add keep everything typed and judge nothing yet."""
        if "again" not in request.POST:
            return super().post(request, *args, **kwargs)
        typed = {
            name: request.POST.get(name, "") for name in RecommendationForm.base_fields if name != "version"
        }
        blank = 3 if request.POST["again"] == "more" else 1
        given = {**self.form_kwargs(), "initial": typed, "rows": typed_rows(request.POST), "blank": blank}
        form = RecommendationForm(**given)
        if "version" in request.POST:
            form.initial["version"] = request.POST["version"]
        return self.show(form)

    def success_url(self, _result: Any) -> str:
        return self.cancel_url()

    def still_reachable(self, _result: Any) -> bool:
        return True


class RecommendationCreate(Writing, MissionWriter):
    """Add a recommendation to a mission."""

    title = gettext_lazy("Add a recommendation")

    @property
    def draft_key(self) -> str:
        return f"recommendation-{self.record.pk}"

    def mission(self) -> SupervisionMission:
        found: SupervisionMission = self.record
        return found

    def cancel_url(self) -> str:
        return MissionWriter.cancel_url(self)

    def perform(self, form: RecommendationForm) -> Recommendation:
        return services.add_recommendation(
            mission=self.record, user=person(self.request), wanted=form.wanted()
        )


class RecommendationEdit(Writing, DraftWriter):
    """Change a recommendation that nobody has been sent yet."""

    title = gettext_lazy("Change the recommendation")

    @property
    def draft_key(self) -> str:
        return f"recommendation-edit-{self.record.pk}-{self.record.follow_up.version}"

    def mission(self) -> SupervisionMission:
        found: SupervisionMission = self.record.mission
        return found

    def recommendation(self) -> Recommendation:
        found: Recommendation = self.record
        return found

    def cancel_url(self) -> str:
        return DraftWriter.cancel_url(self)

    def get(self, _request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Only what nobody has been sent is changed here."""
        if self.record.follow_up.state != State.DRAFT:
            messages.warning(_request, _("This recommendation has been sent and is not changed any more."))
            return HttpResponseRedirect(self.record.get_absolute_url())
        return super().get(_request, *args, **kwargs)

    def perform(self, form: RecommendationForm) -> Recommendation:
        return services.change_recommendation(
            recommendation=self.record,
            user=person(self.request),
            wanted=form.wanted(),
            version=form.cleaned_data.get("version"),
        )


class RecommendationRemove(DraftWriter, ActionPage):
    """Drop a draft."""

    title = gettext_lazy("Remove the recommendation")
    submit_label = gettext_lazy("Remove the recommendation")
    consequence = gettext_lazy(
        "Its draft is withdrawn; nobody has seen it. The recommendations after it move up."
    )
    done_message = gettext_lazy("The recommendation has been removed.")

    def cancel_url(self) -> str:
        return DraftWriter.cancel_url(self)

    def form_context(self, form: Any) -> dict[str, Any]:
        crumbs = [*mission_crumbs(self.record.mission), (self.title, None)]
        return {**super().form_context(form), "crumbs": crumbs, "danger": True}

    def perform(self, form: Any) -> None:
        services.remove_recommendation(recommendation=self.record, user=person(self.request))


class RecommendationMove(DraftWriter):
    """Move a recommendation one place up or down."""

    def post(self, request: HttpRequest, pk: int, direction: str) -> HttpResponse:
        places = _STEPS.get(direction)
        if places is None:
            raise Http404
        try:
            services.move_recommendation(recommendation=self.record, user=person(request), places=places)
        except ValidationError as refusal:
            messages.error(request, " ".join(refusal.messages))
        return HttpResponseRedirect(f"{self.cancel_url()}#recommendation-{pk}")


# --- Many ---


class RecommendationsCreate(MissionWriter):
    """Many recommendations at once, typed or pasted; nothing is saved while a line is wrong."""

    @cached_property
    def bodies(self) -> Bodies:
        """Who can be asked."""
        return Bodies(self.record.council, timezone.localdate())

    def lines(self, data: Any = None, initial: Any = None) -> Any:
        """The lines as they were typed, or as they were read."""
        findings = {row.pk: row for row in self.record.findings.all()}
        given = {"bodies": self.bodies, "findings": findings}
        if initial is not None:
            made = RecommendationLines(initial=initial, prefix=LINES, form_kwargs=given)
            made.extra = 1
            return made
        return RecommendationLines(data, prefix=LINES, form_kwargs=given)

    def get(self, _request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponse:
        """Empty lines."""
        return self.show(PasteForm(), self.lines())

    def post(self, request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponse:
        """A pasted table read, more lines, or all of them saved."""
        if "read" in request.POST:
            return self.read(request)
        if "more" in request.POST:
            return self.show(PasteForm(), self.lines(_with_more(request.POST)))
        lines = self.lines(request.POST)
        if not lines.is_valid():
            return self.show(PasteForm(), lines, _INCOMPLETE)
        return self.save(request, lines)

    def read(self, request: HttpRequest) -> HttpResponse:
        """The pasted lines after those that were typed, with sentences about what could not be understood."""
        paste = PasteForm(request.POST)
        text = paste.cleaned_data["paste"] if paste.is_valid() else ""
        found = read_recommendations(text, Lexicon.of(self.record.council, timezone.localdate()))
        if not found.lines:
            if paste.is_valid():
                paste.add_error(
                    "paste", _("There is no table to read. Copy it in Word or Excel and paste it below.")
                )
            return self.show(paste, self.lines(request.POST), _INCOMPLETE)
        typed = _typed(request.POST)
        all_lines = [*typed, *found.lines]
        if len(all_lines) > MOST_LINES:
            words = _("%(most)s lines at most can be entered at once.") % {"most": MOST_LINES}
            paste.add_error("paste", words)
            return self.show(paste, self.lines(request.POST), _INCOMPLETE)
        return self.show(PasteForm(), self.lines(initial=all_lines), notes=found.notes)

    def save(self, request: HttpRequest, lines: Any) -> HttpResponse:
        """All or none; each refusal beside its line."""
        filled = lines.filled()
        try:
            made = services.add_recommendations(
                mission=self.record,
                user=person(request),
                rows=[line.wanted(self.record) for line in filled],
            )
        except RefusedRows as refused:
            for number, problems in refused.rows.items():
                for name, sentence in problems.items():
                    filled[number].add_error(name if name in filled[number].fields else None, sentence)
            return self.show(PasteForm(), lines, _INCOMPLETE)
        except ValidationError as refusal:
            return self.show(PasteForm(), lines, _INCOMPLETE, refusals=refusal.messages)
        words = ngettext(
            "%(count)s recommendation has been entered.",
            "%(count)s recommendations have been entered.",
            len(made),
        )
        messages.success(request, words % {"count": len(made)})
        return HttpResponseRedirect(self.cancel_url())

    def show(self, paste: PasteForm, lines: Any, status: int = 200, **more: Any) -> HttpResponse:
        """The page."""
        title = _("Enter many recommendations")
        context = {
            "title": title,
            "crumbs": [*mission_crumbs(self.record), (title, None)],
            "form": paste,
            "lines": lines,
            "cancel_url": self.cancel_url(),
            **more,
        }
        return render(self.request, "supervision/recommendations_create.html", context, status=status)


def _total(data: Any) -> int:
    total = data.get(f"{LINES}-TOTAL_FORMS", "")
    return int(total) if total.isdecimal() and len(total) < 5 else 0  # noqa: PLR2004 - far beyond the most lines


def _with_more(data: Any) -> Any:
    """The same lines and some empty ones, for browsers without script."""
    copied = data.copy()
    copied[f"{LINES}-TOTAL_FORMS"] = str(min(_total(data) + _MORE, MOST_LINES))
    return copied


def _typed(data: Any) -> list[dict[str, str]]:
    """The lines as they stand in the form, the empty ones left out."""
    names = list(RecommendationLines.form.base_fields)
    rows = [
        {name: data.get(f"{LINES}-{number}-{name}", "") for name in names}
        for number in range(min(_total(data), MOST_LINES))
    ]
    return [row for row in rows if any(row.values())]


# --- Sending ---


class RecommendationsIssue(MissionWriter, ActionPage):
    """Send the drafts: with the report of a survey, or those added after a conclusion."""

    form_class = IssueForm
    template_name = "supervision/recommendations_issue.html"
    title = gettext_lazy("Send the recommendations")
    submit_label = gettext_lazy("Send them")

    def check_record(self) -> None:
        super().check_record()
        if not decides(self.record, self.access):
            raise PermissionDenied

    def form_context(self, form: Any) -> dict[str, Any]:
        drafts = list(waiting(self.record))
        return {
            **super().form_context(form),
            "crumbs": [*mission_crumbs(self.record), (self.title, None)],
            "drafts": drafts,
            "missing": [(row, ", ".join(words)) for row in drafts if (words := lacking(row.follow_up))],
        }

    def perform(self, form: IssueForm) -> int:
        count = services.issue_recommendations(
            mission=self.record,
            conclusion=getattr(self.record, "conclusion", None),
            on=form.cleaned_data["on"],
            user=person(self.request),
            kept_because=form.cleaned_data.get("kept_because", ""),
        )
        words = ngettext(
            "%(count)s recommendation has been sent.", "%(count)s recommendations have been sent.", count
        )
        self.done_message = words % {"count": count}
        return count

    def cancel_url(self) -> str:
        return MissionWriter.cancel_url(self)
