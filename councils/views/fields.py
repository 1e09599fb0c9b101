"""The fields a council offers: the master list, one of the shipped lists, or its own."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse, reverse_lazy
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.models import User
from core.access import STAFF
from core.views import Action, CreatePage, UpdatePage
from councils import services
from councils.field_lists import LIST_NAMES, field_lists
from councils.forms import FieldForm, FieldListForm
from councils.models import Field
from councils.services.fields import MASTER
from councils.tables import FieldTable
from councils.views.reference import CATALOGUE, ReferenceList

FIELDS = (gettext_lazy("Fields"), reverse_lazy("councils:field_list"))


class FieldList(ReferenceList):
    """The fields this council offers, and the committee view that reports fold each into."""

    title = gettext_lazy("Fields")
    table_class = FieldTable
    order = ("order", "pk")

    def rows(self) -> QuerySet[Field]:
        return Field.objects.for_council(self.council)

    def count_label(self, count: int) -> str:
        return ngettext("field", "fields", count)

    def make_table(self, page: Any) -> FieldTable:
        table: FieldTable = super().make_table(page)
        table.editable = bool(self.roles_here() & STAFF)
        return table

    def page_actions(self) -> list[Action]:
        words = Action(_("Words in use"), reverse("councils:word_list"))
        if not self.roles_here() & STAFF:
            return [words]
        return [
            words,
            Action(_("Choose a list"), reverse("councils:field_adopt")),
            Action(_("Enter a field"), reverse("councils:field_create"), primary=True),
        ]


class FieldCreate(CreatePage):
    """Enter a field of the council's own."""

    form_class = FieldForm
    title = gettext_lazy("Enter a field")
    done_message = gettext_lazy("The field has been entered.")

    def form_kwargs(self) -> dict[str, Any]:
        return {"instance": Field(council=self.council)}

    def page_crumbs(self) -> list[Any]:
        return [CATALOGUE, FIELDS, (self.title, None)]

    def cancel_url(self) -> str:
        return reverse("councils:field_list")

    def success_url(self, result: Any) -> str:
        return self.cancel_url()

    def perform(self, form: FieldForm) -> Field:
        return services.save_field(field=form.instance, user=_person(self.request))


class FieldEdit(UpdatePage):
    """Change a field of the council's own."""

    form_class = FieldForm
    done_message = gettext_lazy("The field has been changed.")

    def reachable(self) -> QuerySet[Field]:
        return Field.objects.visible_to(self.request.user).filter(council__isnull=False)

    def cancel_url(self) -> str:
        return reverse("councils:field_list")

    def success_url(self, result: Any) -> str:
        return self.cancel_url()

    def form_context(self, form: Any) -> dict[str, Any]:
        return {**super().form_context(form), "crumbs": [CATALOGUE, FIELDS, (_("Edit"), None)]}

    def perform(self, form: FieldForm) -> Field:
        return services.save_field(field=form.instance, user=_person(self.request))


class FieldAdopt(CreatePage):
    """Choose the list of fields that the council offers: one of three shipped lists, or the master list."""

    form_class = FieldListForm
    template_name = "councils/field_adopt.html"
    title = gettext_lazy("Choose a list of fields")
    submit_label = gettext_lazy("Offer this list")

    @cached_property
    def lists(self) -> list[tuple[str, str, Iterable[Any]]]:
        """(letter, name, fields) of everything on offer."""
        master = Field.objects.filter(council__isnull=True, is_active=True)
        shipped = [(letter, str(LIST_NAMES[letter]), rows) for letter, rows in field_lists().items()]
        return [*shipped, (MASTER, _("Master list"), list(master))]

    def form_kwargs(self) -> dict[str, Any]:
        return {"lists": [(letter, name) for letter, name, _rows in self.lists]}

    def form_context(self, form: Any) -> dict[str, Any]:
        views = dict(Field.View.choices)
        shown = [
            (name, [(row.name, views[row.committee_view]) for row in rows]) for _key, name, rows in self.lists
        ]
        return {**super().form_context(form), "lists": shown}

    def page_crumbs(self) -> list[Any]:
        return [CATALOGUE, FIELDS, (self.title, None)]

    def cancel_url(self) -> str:
        return reverse("councils:field_list")

    def success_url(self, result: Any) -> str:
        return self.cancel_url()

    def perform(self, form: FieldListForm) -> int:
        count = services.adopt_fields(
            council=self.council, letter=form.cleaned_data["letter"], user=_person(self.request)
        )
        self.done_message = ngettext(
            "The council now offers %(count)s field.", "The council now offers %(count)s fields.", count
        ) % {"count": count}
        return count


def _person(request: Any) -> User:
    user: User = request.user
    return user
