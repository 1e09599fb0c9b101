"""Pages of a resolution's tasks, its indicator targets and what was reported for them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse_lazy
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from core.access import DECIDERS, STAFF
from core.text import whole
from core.views import ListPage, Text, UpdatePage
from followups.forms.assigning import typed_rows
from followups.models import FollowUp
from followups.states import State
from followups.views.assigning import Assigning, part_rows
from sessions import services
from sessions.filters.resolutions import IndicatorFilters
from sessions.forms.implementation import TARGETS, TargetRows, TaskForm, ValuesForm
from sessions.forms.resolutions import ReasonForm
from sessions.models import IndicatorTarget, Resolution, ResolutionTask
from sessions.services.implementation import ORIGIN
from sessions.states import SIGNED
from sessions.tables.resolutions import IndicatorTable
from sessions.views.common import line_problems, person
from sessions.views.resolution_steps import ResolutionAction
from sessions.views.resolutions import RESOLUTIONS, resolution_crumbs, resolutions

INDICATORS: Final[tuple[Text, Any]] = (gettext_lazy("Indicators"), reverse_lazy("sittings:indicator_list"))
_BLANK: Final = 3
"""Empty rows that a grid begins with."""


# --- Tasks ---


class TaskPage(Assigning, UpdatePage):
    """The five clears of a task, saved as a draft; a task of an issued resolution can be sent at once."""

    form_class = TaskForm
    template_name = "sittings/task_form.html"
    roles = DECIDERS
    record: Any

    def reachable(self) -> QuerySet[Resolution]:
        return resolutions(self.request.user)

    @property
    def may_send(self) -> bool:
        """Once the resolution is signed, a further task need not wait."""
        return self.record.state in SIGNED and self.record.state != "signed"

    def follow_up(self) -> FollowUp:
        """What the form fills in."""
        raise NotImplementedError

    def article(self) -> str:
        """The article to begin with."""
        return ""

    def form_kwargs(self) -> dict[str, Any]:
        given = super().form_kwargs()
        initial = {"article": self.article(), **(given.get("initial") or {})}
        return {**given, "instance": self.follow_up(), "council": self.record.council, "initial": initial}

    def form_context(self, form: Any) -> dict[str, Any]:
        title = _("Task of the resolution")
        crumbs = [*resolution_crumbs(self.record), (title, None)]
        intro = _(
            "A draft needs only its title. It is sent with all “five clears” (task, body, deadline, result, "
            "responsibility) when the resolution is issued."
        )
        return {
            **super().form_context(form),
            "title": title,
            "crumbs": crumbs,
            "intro": intro,
            "may_send": self.may_send,
        }

    def show_again(self, request: HttpRequest) -> HttpResponse:
        """As typed, with the due day counted and, if asked, more empty rows."""
        given = self.form_kwargs()
        typed = {name: request.POST.get(name, "") for name in TaskForm.base_fields}
        blank = 3 if request.POST["again"] == "more" else 1
        given |= {"initial": typed, "rows": typed_rows(request.POST), "blank": blank}
        return self.show(TaskForm(**given))

    def still_reachable(self, _result: Any) -> bool:
        return True

    def success_url(self, _result: Any) -> str:
        return f"{self.record.get_absolute_url()}#tasks"

    def sent_now(self) -> None:
        """Send it at once if that was asked and may be."""
        self.done_message = gettext_lazy("The task has been saved. It is sent when the resolution is issued.")
        if "send" in self.request.POST and self.may_send:
            services.send_tasks(resolution=self.record, user=person(self.request), on=timezone.localdate())
            self.done_message = gettext_lazy("The task has been sent.")


class TaskCreate(TaskPage):
    """Add a task."""

    @property
    def draft_key(self) -> str:
        return f"resolution-task-{self.record.pk}"

    def follow_up(self) -> FollowUp:
        return FollowUp(council=self.record.council, kind=ORIGIN, field=self.record.field)

    def perform(self, form: Any) -> Any:
        task = services.add_task(
            resolution=self.record,
            user=person(self.request),
            follow_up=form.instance,
            article=form.cleaned_data["article"],
            rule=form.cleaned_data["rule"],
            parts=form.given_parts(),
        )
        self.sent_now()
        return task


class TaskEdit(TaskPage):
    """Change a task that nobody has been sent yet."""

    @property
    def draft_key(self) -> str:
        return f"resolution-task-{self.task.pk}-{self.task.follow_up.version}"

    def fetch(self, kwargs: dict[str, Any]) -> Any:
        record = super().fetch(kwargs)
        self.task = task_of(record, kwargs["task_pk"])
        return record

    def get(self, _request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Only what nobody has been sent is changed here; the rest has a page of its own."""
        if self.task.follow_up.state != State.DRAFT:
            messages.warning(self.request, _("This task has been sent. It is changed on its own page."))
            return HttpResponseRedirect(self.task.follow_up.get_absolute_url())
        return super().get(_request, *args, **kwargs)

    def follow_up(self) -> FollowUp:
        return self.task.follow_up

    def article(self) -> str:
        return self.task.article

    def rows(self) -> Any:
        return part_rows(self.task.follow_up)

    def perform(self, form: Any) -> Any:
        task = services.change_task(
            task=self.task,
            user=person(self.request),
            follow_up=form.instance,
            article=form.cleaned_data["article"],
            rule=form.cleaned_data["rule"],
            parts=form.given_parts(),
            version=form.cleaned_data.get("version"),
        )
        self.sent_now()
        return task


def task_of(resolution: Resolution, pk: int) -> ResolutionTask:
    """A task of this resolution, or 404."""
    rows = ResolutionTask.objects.filter(resolution=resolution, pk=pk)
    related = ("agency", "delegate", "group", "committee", "council", "due_rule")
    task: ResolutionTask | None = rows.select_related(
        "resolution", *(f"follow_up__{name}" for name in related)
    ).first()
    if task is None:
        raise Http404
    return task


class TaskRemove(ResolutionAction):
    """Drop a task that nobody has been sent yet."""

    roles = DECIDERS
    danger = True
    form_class = ReasonForm
    title = gettext_lazy("Remove the task")
    submit_label = gettext_lazy("Remove")
    done_message = gettext_lazy("The task has been removed.")

    def fetch(self, kwargs: dict[str, Any]) -> Any:
        record = super().fetch(kwargs)
        self.task = task_of(record, kwargs["task_pk"])
        return record

    def refusal(self) -> str:
        sent = self.task.follow_up.state != State.DRAFT
        return _("This task has been sent. Withdraw it on the page of its follow-up.") if sent else ""

    def advice(self) -> str:
        return _("Task: %(title)s") % {"title": self.task.follow_up.title}

    def perform(self, form: ReasonForm) -> None:
        services.remove_task(task=self.task, user=person(self.request), **form.cleaned_data)


# --- Indicators ---


class TargetsEdit(UpdatePage):
    """The indicator targets of a resolution, in rows."""

    roles = STAFF
    template_name = "sittings/targets_form.html"
    done_message = gettext_lazy("The targets have been saved.")
    submit_label = gettext_lazy("Save the targets")
    problems: Sequence[tuple[int, str, str, str]] = ()
    refused: Sequence[str] = ()
    """What the service refused, in sentences that name their row."""

    def reachable(self) -> QuerySet[Resolution]:
        return resolutions(self.request.user)

    def build_form(self, data: Any = None, files: Any = None) -> Any:
        """One row a target, and some empty ones."""
        if data is not None:
            return TargetRows(data, prefix=TARGETS)
        names = ("pk", "name", "unit", "area", "year", "direction", "value")
        rows = [
            {name: getattr(target, name) for name in names} | {"value": _typed(target.value)}
            for target in self.record.targets.all()
        ]
        return TargetRows(initial=rows + [{}] * _BLANK, prefix=TARGETS)

    def form_context(self, form: Any) -> dict[str, Any]:
        title = _("Indicator targets")
        return {
            **super().form_context(form),
            "title": title,
            "crumbs": [*resolution_crumbs(self.record), (title, None)],
            "intro": _("One line for each indicator, year and area. Empty lines say nothing."),
            "formset": form,
            "refused": self.refused,
            "problems": self.problems,
        }

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The button that only adds rows judges nothing yet."""
        if request.POST.get("again") == "more":
            data = request.POST.copy()
            count = min(whole(str(data.get(f"{TARGETS}-TOTAL_FORMS", ""))) or 0, TargetRows.max_num - _BLANK)
            data[f"{TARGETS}-TOTAL_FORMS"] = str(count + _BLANK)
            return self.show(TargetRows(data, prefix=TARGETS))
        form = self.build_form(request.POST)
        if not form.is_valid():
            self.problems = line_problems(form)
            return self.show(form, status=422)
        try:
            result = self.perform_within_reach(form)
        except ValidationError as refusal:
            self.refused = refusal.messages
            return self.show(form, status=422)
        messages.success(request, str(self.done_message))
        return HttpResponseRedirect(self.success_url(result))

    def perform(self, form: Any) -> Resolution:
        filled = [row for row in form if not row.is_empty]
        removed = [row.cleaned_data["pk"] for row in filled if row.cleaned_data["remove"]]
        services.save_targets(
            resolution=self.record,
            user=person(self.request),
            rows=[row.as_row() for row in filled if not row.cleaned_data["remove"]],
            removed=[pk for pk in removed if pk],
        )
        found: Resolution = self.record
        return found

    def success_url(self, _result: Any) -> str:
        return f"{self.record.get_absolute_url()}#indicators"


def _typed(value: Any) -> str:
    """A number as it is typed here: comma for decimals, no empty decimals."""
    text = f"{value.normalize():f}"
    return text.replace(".", ",")


class ValuesReport(ResolutionAction):
    """Report what was reached as of a day."""

    form_class = ValuesForm
    title = gettext_lazy("Report values reached")
    submit_label = gettext_lazy("Save the values")
    done_message = gettext_lazy("The values have been saved.")

    def refusal(self) -> str:
        if self.record.targets.exists():
            return ""
        return _("The resolution sets no indicator target yet: enter its targets first.")

    def advice(self) -> str:
        return _("Boxes left empty change nothing; a value of the same day is corrected.")

    def form_kwargs(self) -> dict[str, Any]:
        rows = IndicatorTarget.objects.filter(resolution=self.record).with_standing(timezone.localdate())
        return {"targets": rows.order_by("name", "area", "year")}

    def perform(self, form: ValuesForm) -> Any:
        return services.report_values(
            resolution=self.record,
            user=person(self.request),
            as_of=form.cleaned_data["as_of"],
            source=form.cleaned_data["source"],
            values=form.values,
        )

    def success_url(self, _result: Any) -> str:
        return f"{self.record.get_absolute_url()}#indicators"


class IndicatorList(ListPage):
    """Chỉ tiêu: the indicator targets of all resolutions, with what was reached by today."""

    title = gettext_lazy("Indicators")
    table_class = IndicatorTable
    filterset_class = IndicatorFilters
    order = ("-year", "name", "area", "pk")

    def rows(self) -> QuerySet[IndicatorTarget]:
        rows = IndicatorTarget.objects.visible_to(self.request.user).of(self.council)
        seen = rows.with_standing(timezone.localdate())
        return seen.select_related("resolution__document")

    def page_crumbs(self) -> list[Any]:
        return [RESOLUTIONS, (self.title, None)]

    def count_label(self, count: int) -> str:
        return ngettext("indicator target", "indicator targets", count)

    def empty_state(self) -> Any:
        empty = super().empty_state()
        title = _("No indicator target has been entered yet.")
        text = _("Targets are entered on the page of the resolution that sets them.")
        return type(empty)(title, text, _("Go to the resolutions"), str(RESOLUTIONS[1]))
