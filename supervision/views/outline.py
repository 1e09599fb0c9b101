"""The outline of a mission as a questionnaire: built, moved about, pasted, taken over."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from sessions.views.common import person
from supervision import services
from supervision.forms.outline import CopyForm, PasteForm, QuestionForm
from supervision.models import OutlineItem
from supervision.services.outlines import OPEN
from supervision.views.common import ArrowAct, MissionAct, MissionPage, PartAct


class OutlinePage(MissionPage):
    """The questions in their order."""

    template_name = "supervision/outline.html"
    tab = "mission_outline"

    def context(self) -> dict[str, Any]:
        base = super().context()
        items = list(self.record.outline.all())
        return {
            **base,
            "rows": _numbered(items),
            "questions": sum(item.kind != OutlineItem.Kind.HEADING for item in items),
            "may_change": base["organises"] and self.record.state in OPEN,
        }


def _numbered(items: list[OutlineItem]) -> list[tuple[str, OutlineItem]]:
    """Questions count through the whole outline; headings bear no number."""
    found, number = [], 0
    for item in items:
        number += item.kind != OutlineItem.Kind.HEADING
        found.append(("" if item.kind == OutlineItem.Kind.HEADING else str(number), item))
    return found


class QuestionCreate(MissionAct):
    """One more question or heading."""

    template_name = "core/form.html"
    form_class = QuestionForm
    back = "mission_outline"
    title = _("Add a question")
    submit_label = _("Save")
    done_message = _("The question has been added.")

    def form_context(self, form: Any) -> dict[str, Any]:
        return {**super().form_context(form), "add_another": True}

    def perform(self, form: QuestionForm) -> OutlineItem:
        return services.add_question(mission=self.record, question=form.question(), user=person(self.request))


class OutlinePaste(MissionAct):
    """Many questions at once."""

    template_name = "core/form.html"
    form_class = PasteForm
    back = "mission_outline"
    title = _("Paste questions")
    submit_label = _("Add these questions")

    def perform(self, form: PasteForm) -> Any:
        made = services.paste_questions(
            mission=self.record, text=form.cleaned_data["lines"], user=person(self.request)
        )
        said = ngettext("%(count)s item has been added.", "%(count)s items have been added.", len(made))
        messages.success(self.request, said % {"count": len(made)})
        return made


class OutlineCopy(MissionAct):
    """The outline of an earlier mission as a beginning."""

    template_name = "core/form.html"
    form_class = CopyForm
    back = "mission_outline"
    title = _("Take over an outline")
    submit_label = _("Take it over")
    done_message = _("The outline has been taken over.")

    def form_kwargs(self) -> dict[str, Any]:
        return {"mission": self.record, "user": self.request.user}

    def perform(self, form: CopyForm) -> Any:
        return services.copy_outline(
            mission=self.record, source=form.cleaned_data["source"], user=person(self.request)
        )


class QuestionAct(PartAct):
    """Something done to one question."""

    back = "mission_outline"

    def reachable(self) -> QuerySet[Any]:
        return OutlineItem.objects.visible_to(self.request.user).select_related("mission__council")


class QuestionEdit(QuestionAct):
    """Change a question."""

    template_name = "core/form.html"
    form_class = QuestionForm
    title = _("Change the question")
    submit_label = _("Save")
    done_message = _("The question has been changed.")

    def form_kwargs(self) -> dict[str, Any]:
        return {"instance": self.record}

    def perform(self, form: QuestionForm) -> OutlineItem:
        return services.change_question(
            item=OutlineItem.objects.select_related("mission").get(pk=self.record.pk),
            question=form.question(),
            user=person(self.request),
            version=form.cleaned_data["version"],
        )


class QuestionRemove(QuestionAct):
    """Take a question out."""

    title = _("Remove the question")
    done_message = _("The question has been removed.")

    def perform(self, form: Any) -> None:
        services.remove_question(item=self.record, user=person(self.request))


class QuestionMove(ArrowAct, QuestionAct):
    """Up or down by one place."""

    anchor = "question"

    def push(self, places: int) -> None:
        services.move_question(item=self.record, user=person(self.request), places=places)
