"""Pages of sittings: the register, entering one, changing it, laying it out, moving it on."""

from __future__ import annotations

from functools import cached_property
from typing import Any, Final, cast

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.drafts import DraftMixin
from core.access import STAFF
from core.paging import Page
from core.services import names
from core.states import Move
from core.views import Action, ActionPage, CreatePage, Empty, ListPage, UpdatePage
from councils.scopes import Scope
from sessions import services
from sessions.filters.sittings import SittingFilters
from sessions.forms.sittings import (
    Layout,
    LayOutForm,
    MoveForm,
    NewSittingForm,
    ReasonForm,
    ResumeForm,
    SittingForm,
)
from sessions.models import Sitting
from sessions.progress import with_counts
from sessions.readiness import before_closing
from sessions.services.sittings import MOVES, REASONED, skips_a_number
from sessions.states import SITTING_TABLE
from sessions.tables.sittings import SittingTable
from sessions.views.common import LIST, Crumbs, person, sitting_crumbs, sittings

CONSEQUENCES: Final[dict[str, str | Promise]] = {
    "hold_conference": gettext_lazy(
        "Day, agenda, papers and who prepares what have been agreed with People's Committee and Front."
    ),
    "close": gettext_lazy("The closing day counts in figures. What was passed waits for its signature."),
    "hold": gettext_lazy(
        "For a sitting that was over before it was entered here: it counts as opened and closed on its days."
    ),
    "reopen": gettext_lazy("The closing day is taken back, and the sitting goes on."),
    "sign_documents": gettext_lazy(
        "Possible once every resolution that was passed and the minutes have been signed."
    ),
    "review": gettext_lazy("The Standing Committee has reviewed the sitting."),
    "archive": gettext_lazy("The file of the sitting is closed: its steps no longer change."),
    "postpone": gettext_lazy(
        "The days become free for another sitting. Papers, agenda and steps stay as they are until new days are set."
    ),
    "resume": gettext_lazy(
        "The sitting is planned again and must be convened anew. Half-days and due days move with the opening."
    ),
    "cancel": gettext_lazy(
        "The sitting stays in the register as cancelled and counts nowhere. This is final."
    ),
}
DANGEROUS: Final = frozenset({"postpone", "cancel"})


class SittingList(ListPage):
    """Kỳ họp: the register of sittings, those of the councils below too for who oversees them."""

    title = gettext_lazy("Sittings")
    table_class = SittingTable
    filterset_class = SittingFilters
    order = ("-opens_on", "-pk")

    @cached_property
    def scope(self) -> Scope:
        """Whose sittings the address asks for."""
        return Scope(self.council, self.access, self.request.GET.get("scope", ""))

    def rows(self) -> QuerySet[Sitting]:
        return with_counts(sittings(self.request.user).filter(council__in=self.scope.councils))

    def make_filters(self, rows: QuerySet[Sitting]) -> SittingFilters:
        """The filters know the scope: its choices are theirs."""
        return SittingFilters(
            self.request.GET, queryset=rows, request=self.request, council=self.council, scope=self.scope
        )

    def make_table(self, page: Page) -> SittingTable:
        """Rows of several councils name theirs."""
        query = self.request.GET
        return SittingTable(
            page.rows,
            sort=query.get("sort", ""),
            columns=query.getlist("columns")
            or (SittingTable.begins_with("council") if self.scope.several else ()),
            caption=str(self.page_title()),
        )

    def count_label(self, count: int) -> str:
        return ngettext("sitting", "sittings", count)

    def page_actions(self) -> list[Action]:
        if not self.roles_here() & STAFF:
            return []
        return [Action(_("Enter a sitting"), reverse("sittings:sitting_create"), primary=True)]

    def empty_state(self) -> Empty:
        title = _("No sitting has been entered yet.")
        if not self.roles_here() & STAFF:
            return Empty(title)
        text = _(
            "Enter the next one: its legal steps with their due days, the list of expected papers and the agenda are "
            "laid out for it."
        )
        return Empty(title, text, _("Enter a sitting"), reverse("sittings:sitting_create"))


class SittingCreate(DraftMixin, CreatePage):
    """Enter a sitting, laid out as its kind usually is or like an earlier one."""

    form_class = NewSittingForm
    title = gettext_lazy("Enter a sitting")

    @property
    def draft_key(self) -> str:
        return f"sitting-of-{self.council.pk}"

    def form_kwargs(self) -> dict[str, Any]:
        own = {"instance": Sitting(council=self.council), "council": self.council}
        return {**super().form_kwargs(), **own}

    def page_crumbs(self) -> Crumbs:
        return [LIST, (self.title, None)]

    def cancel_url(self) -> str:
        return reverse("sittings:sitting_list")

    def perform(self, form: NewSittingForm) -> Sitting:
        user = person(self.request)
        made = services.save_sitting(sitting=form.instance, user=user, theme_needed=True)
        warn_of_gap(self, made)
        self.done_message = _("The sitting has been entered.")
        if form.cleaned_data["layout"] != Layout.NONE:
            laid = services.lay_out(sitting=made, user=user, like=form.followed)
            self.done_message = f"{self.done_message} {laid_words(laid)}"
            tell_unknown(self, laid)
        return made


class SittingEdit(UpdatePage):
    """Change a sitting."""

    form_class = SittingForm
    done_message = gettext_lazy("The sitting has been changed.")

    def reachable(self) -> QuerySet[Sitting]:
        return sittings(self.request.user)

    def form_kwargs(self) -> dict[str, Any]:
        return {**super().form_kwargs(), "council": self.record.council}

    def form_context(self, form: Any) -> dict[str, Any]:
        return {**super().form_context(form), "crumbs": [*sitting_crumbs(self.record), (_("Edit"), None)]}

    def perform(self, form: SittingForm) -> Sitting:
        return services.save_sitting(
            sitting=form.instance, version=form.cleaned_data["version"], user=person(self.request)
        )


class SittingLayOut(ActionPage):
    """Lay out a sitting that was entered bare; what it already has stays."""

    form_class = LayOutForm
    title = gettext_lazy("Lay the sitting out")
    submit_label = gettext_lazy("Lay it out")
    consequence = gettext_lazy("Only what the sitting does not have yet is added; nothing is changed.")

    def reachable(self) -> QuerySet[Sitting]:
        return sittings(self.request.user)

    def form_kwargs(self) -> dict[str, Any]:
        return {"sitting": self.record}

    def form_context(self, form: Any) -> dict[str, Any]:
        return {**super().form_context(form), "crumbs": [*sitting_crumbs(self.record), (self.title, None)]}

    def perform(self, form: LayOutForm) -> Sitting:
        laid = services.lay_out(sitting=self.record, user=person(self.request), like=form.followed)
        self.done_message = laid_words(laid)
        tell_unknown(self, laid)
        return cast("Sitting", self.record)


def laid_words(laid: services.Laid) -> str:
    """What laying out has added, in one sentence."""
    parts = [
        (laid.steps, ngettext("%(n)s step", "%(n)s steps", laid.steps)),
        (laid.papers, ngettext("%(n)s expected paper", "%(n)s expected papers", laid.papers)),
        (laid.items, ngettext("%(n)s agenda item", "%(n)s agenda items", laid.items)),
        (laid.half_days, ngettext("%(n)s half-day", "%(n)s half-days", laid.half_days)),
    ]
    shown = [words % {"n": count} for count, words in parts if count]
    return (
        _("Laid out: %(parts)s.") % {"parts": ", ".join(shown)} if shown else _("There was nothing to add.")
    )


def warn_of_gap(page: Any, sitting: Sitting) -> None:
    """A warning where the sitting right before this one is not entered; registers often begin in mid-term."""
    if skips_a_number(sitting):
        words = _(
            "Sitting no. %(number)s of this term is not entered. If the number is wrong, correct it with “Edit”."
        )
        messages.warning(page.request, words % {"number": sitting.number - 1})


def tell_unknown(page: Any, laid: services.Laid) -> None:
    """A warning where the council's list lacks agencies that usually owe papers."""
    if laid.unknown_owners:
        words = _("The list of agencies lacks: %(names)s. Their papers stand in the list without an owner.")
        messages.warning(page.request, words % {"names": names(laid.unknown_owners)})


class SittingMovePage(ActionPage):
    """One move of a sitting: asks for its day and, where needed, its reason; then does it."""

    move: Move
    template_name = "sittings/step_warned.html"

    def reachable(self) -> QuerySet[Sitting]:
        return sittings(self.request.user)

    def fetch(self, kwargs: dict[str, Any]) -> Sitting:
        """404 also for a move that does not exist, or is taken on a page of its own."""
        if kwargs["name"] not in MOVES:
            raise Http404
        self.move = SITTING_TABLE.moves[kwargs["name"]]
        return cast("Sitting", super().fetch(kwargs))

    def check_record(self) -> None:
        """Each move has roles of its own."""
        self.need(self.move.roles, self.council_of_record())

    def build_form(self, data: Any = None, files: Any = None) -> MoveForm:
        if self.move.name == "resume":
            return ResumeForm(data)
        return ReasonForm(data) if self.move.name in REASONED else MoveForm(data)

    def form_context(self, form: Any) -> dict[str, Any]:
        label = self.move.label
        return {
            **super().form_context(form),
            "title": label,
            "submit_label": label,
            "crumbs": [*sitting_crumbs(self.record), (label, None)],
            "consequence": CONSEQUENCES[self.move.name],
            "danger": self.move.name in DANGEROUS,
            "warnings": before_closing(self.record) if self.move.name == "close" else [],
        }

    def perform(self, form: Any) -> Sitting:
        self.done_message = _("Recorded: %(move)s.") % {"move": str(self.move.label).lower()}
        return services.move_sitting(
            sitting=self.record, name=self.move.name, user=person(self.request), **form.cleaned_data
        )
