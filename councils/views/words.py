"""Words in use: the list, its entries, and what tables held that nobody understood."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse, reverse_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from core.access import STAFF
from core.views import Action, ActionPage, CouncilView, CreatePage, Empty, UpdatePage
from councils import services
from councils.filters import WordFilters
from councils.forms import WordForm
from councils.models import CouncilWord
from councils.tables import WordTable
from councils.views.fields import FIELDS, _person
from councils.views.reference import CATALOGUE, ReferenceList

WORDS = (gettext_lazy("Words in use"), reverse_lazy("councils:word_list"))


class WordList(ReferenceList):
    """What people write for fields, agencies and levels; the words that wait for a meaning come first."""

    title = gettext_lazy("Words in use")
    template_name = "councils/word_list.html"
    table_class = WordTable
    filterset_class = WordFilters
    order = ("search", "pk")

    def rows(self) -> QuerySet[CouncilWord]:
        rows = CouncilWord.objects.visible_to(self.request.user).of(self.council)
        return rows.select_related("field", "agency")

    def count_label(self, count: int) -> str:
        return ngettext("word", "words", count)

    def page_crumbs(self) -> list[Any]:
        return [CATALOGUE, FIELDS, (self.title, None)]

    def make_table(self, page: Any) -> WordTable:
        table: WordTable = super().make_table(page)
        table.editable = bool(self.roles_here() & STAFF)
        return table

    def context(self) -> dict[str, Any]:
        waiting = CouncilWord.objects.of(self.council).unknown().count()
        usual = reverse("councils:word_usual") if self.roles_here() & STAFF else ""
        return {**super().context(), "waiting": waiting, "usual_url": usual}

    def page_actions(self) -> list[Action]:
        if not self.roles_here() & STAFF:
            return []
        return [
            Action(_("Add the usual words"), reverse("councils:word_usual"), method="post"),
            Action(_("Enter a word"), reverse("councils:word_create"), primary=True),
        ]

    def empty_state(self) -> Empty:
        title = _("No word has been entered yet.")
        if not self.roles_here() & STAFF:
            return Empty(title)
        text = _(
            "Enter how people write a field, an agency or a level: pasted tables, the search and the "
            "suggestions then understand it."
        )
        return Empty(title, text, _("Enter a word"), reverse("councils:word_create"))


class WordUsual(CouncilView):
    """Put the usual words for the council's fields into its list."""

    roles = STAFF

    def post(self, request: HttpRequest) -> HttpResponseBase:
        """Add them, and say how many were new."""
        try:
            count = services.add_usual_words(council=self.council, user=_person(request))
        except ValidationError as refusal:
            messages.error(request, " ".join(refusal.messages))
        else:
            said = ngettext("%(count)s word has been added.", "%(count)s words have been added.", count)
            messages.success(request, said % {"count": count})
        return HttpResponseRedirect(str(WORDS[1]))


class WordCreate(CreatePage):
    """Enter a word."""

    form_class = WordForm
    title = gettext_lazy("Enter a word")
    done_message = gettext_lazy("The word has been entered.")

    def form_kwargs(self) -> dict[str, Any]:
        return {"instance": CouncilWord(council=self.council)}

    def form_context(self, form: Any) -> dict[str, Any]:
        return {**super().form_context(form), "add_another": True}

    def page_crumbs(self) -> list[Any]:
        return [CATALOGUE, WORDS, (self.title, None)]

    def cancel_url(self) -> str:
        return reverse("councils:word_list")

    def success_url(self, result: Any) -> str:
        return self.cancel_url()

    def perform(self, form: WordForm) -> CouncilWord:
        return services.save_word(word=form.instance, user=_person(self.request))


class WordReach:
    """A word within reach."""

    request: HttpRequest

    def reachable(self) -> QuerySet[CouncilWord]:
        """The words of the user's councils."""
        return CouncilWord.objects.visible_to(self.request.user).select_related("council")

    def cancel_url(self) -> str:
        """Back to the list."""
        return reverse("councils:word_list")


class WordEdit(WordReach, UpdatePage):
    """Change a word, or say what a word that waits means."""

    form_class = WordForm
    template_name = "councils/word_edit.html"
    done_message = gettext_lazy("The word has been changed.")

    def success_url(self, result: Any) -> str:
        return self.cancel_url()

    def form_context(self, form: Any) -> dict[str, Any]:
        return {**super().form_context(form), "crumbs": [CATALOGUE, WORDS, (_("Edit"), None)]}

    def perform(self, form: WordForm) -> CouncilWord:
        return services.save_word(
            word=form.instance, user=_person(self.request), version=form.cleaned_data["version"]
        )


class WordRemove(WordReach, ActionPage):
    """Take a word out of the list."""

    title = gettext_lazy("Remove the word")
    submit_label = gettext_lazy("Remove")
    consequence = gettext_lazy("Tables that are pasted from now on no longer know this word.")
    done_message = gettext_lazy("The word has been removed.")

    def form_context(self, form: Any) -> dict[str, Any]:
        return {**super().form_context(form), "crumbs": [CATALOGUE, WORDS, (self.title, None)]}

    def perform(self, form: Any) -> None:
        services.forget_word(word=self.record, user=_person(self.request))
