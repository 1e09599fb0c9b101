"""Đề nghị giám sát: the list, one proposal, making one, and the selection into a programme."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Case, IntegerField, QuerySet, Value, When
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from core.access import STAFF, Role
from core.querysets import ScopedQuerySet
from core.text import whole
from core.views import Action, ActionPage, CreatePage, DetailPage, Empty, ListPage, UpdatePage, add_refusal
from sessions.timeline import changed_days
from sessions.views.common import person
from supervision import services
from supervision.filters.programmes import ProposalFilters
from supervision.forms.proposals import INTO_ITEM, NOT_SELECTED, ProposalForm, SelectForm, own_delegates
from supervision.models import Proposal, Subject
from supervision.programme_rules import OPEN, PROPOSERS, own_proposal
from supervision.tables.programmes import ProposalTable, late_badge, outcome_badge
from supervision.views.programmes import programme_crumbs, programmes
from supervision.views.subjects import BOARD, PROPOSALS, Crumbs, Prepared

_INCOMPLETE = 422
_FOR_ANYBODY = frozenset({Role.SECRETARIAT, Role.LEADER})


def proposals(user: Any) -> ScopedQuerySet[Proposal]:
    """The proposals a user reaches, with what rows show."""
    return Proposal.objects.visible_to(user).select_related(
        "council", "delegate", "committee", "item__programme__committee", "item__programme__group"
    )


class ProposalList(ListPage):
    """All proposals."""

    title = gettext_lazy("Supervision proposals")
    table_class = ProposalTable
    filterset_class = ProposalFilters
    order = ("-year", "-pk")

    def rows(self) -> QuerySet[Any]:
        return proposals(self.request.user).of(self.council)

    def page_crumbs(self) -> Crumbs:
        return [BOARD, (self.title, None)]

    def count_label(self, count: int) -> str:
        return ngettext("proposal", "proposals", count)

    def page_actions(self) -> list[Action]:
        if not self.roles_here() & PROPOSERS:
            return []
        return [Action(_("Make a proposal"), reverse("supervision:proposal_create"), primary=True)]

    def empty_state(self) -> Empty:
        title = _("Nothing has been proposed yet.")
        text = _(
            "Proposals for the council's programme come in by 1 March of the year before; later ones are kept."
        )
        if not self.roles_here() & PROPOSERS:
            return Empty(title, text)
        return Empty(title, text, _("Make a proposal"), reverse("supervision:proposal_create"))


class ProposalCreate(CreatePage):
    """Make a proposal: the secretariat for anybody, delegates and committee staff for themselves."""

    roles = PROPOSERS
    form_class = ProposalForm
    title = gettext_lazy("Make a proposal")
    done_message = gettext_lazy("The proposal has been entered.")

    def check_page(self) -> None:
        """Who speaks for nobody proposes nothing."""
        super().check_page()
        if self.roles_here() & _FOR_ANYBODY or own_delegates(self.council, self.access).exists():
            return
        if not self.council.committees.filter(pk__in=self.access.committees).exists():
            raise PermissionDenied

    def form_kwargs(self) -> dict[str, Any]:
        asked = whole(self.request.GET.get("year", ""))
        initial = {
            "year": asked or timezone.localdate().year + 1,
            "subject": Subject.COUNCIL,
            "proposed_on": timezone.localdate(),
        }
        instance = Proposal(council=self.council)
        return {"instance": instance, "council": self.council, "access": self.access, "initial": initial}

    def page_crumbs(self) -> Crumbs:
        return [BOARD, PROPOSALS, (self.title, None)]

    def cancel_url(self) -> str:
        return reverse("supervision:proposal_list")

    def perform(self, form: ProposalForm) -> Proposal:
        return services.save_proposal(proposal=form.instance, user=person(self.request))


class ProposalReach(DetailPage):
    """One proposal: what, why, by whom, and what became of it."""

    template_name = "supervision/proposal_detail.html"
    record: Any

    def reachable(self) -> QuerySet[Any]:
        return proposals(self.request.user).select_related("due_rule")

    def may_change(self) -> bool:
        """While nothing has become of it: the secretariat, and who made it."""
        if self.record.outcome:
            return False
        return bool(self.roles_on_record() & STAFF) or own_proposal(self.record, self.access)


class ProposalDetail(ProposalReach):
    """The page."""

    def context(self) -> dict[str, Any]:
        row = self.record
        actions = []
        if self.may_change():
            actions.append(Action(_("Edit"), reverse("supervision:proposal_edit", args=[row.pk])))
        if self._may_reopen():
            actions.append(
                Action(_("Take the outcome back"), reverse("supervision:proposal_reopen", args=[row.pk]))
            )
        return {
            **super().context(),
            "title": row.content,
            "crumbs": [BOARD, PROPOSALS, (_("Proposal"), None)],
            "badge": outcome_badge(row),
            "late": late_badge(row),
            "facts": self._facts(),
            "actions": actions,
            "timeline": changed_days(row),
        }

    def _may_reopen(self) -> bool:
        row = self.record
        open_still = row.item is None or row.item.programme.state in OPEN
        return bool(row.outcome and open_still and self.roles_on_record() & STAFF)

    def _facts(self) -> list[tuple[str, Any]]:
        row = self.record
        rows = [
            (_("Who proposes"), services.proposer_of(row)),
            (_("Proposed on"), row.proposed_on),
            (_("Legal day"), row.due_on),
            (_("For the programme of"), str(row.year)),
            (_("Who should supervise"), row.get_subject_display()),
            (_("Decided on"), row.outcome_on),
            (_("Legal basis"), row.due_rule.legal_basis if row.due_rule else None),
        ]
        return [(label, value) for label, value in rows if value not in {None, ""}]


class ProposalEdit(UpdatePage):
    """Change a proposal that nothing has become of."""

    roles = PROPOSERS
    form_class = ProposalForm
    done_message = gettext_lazy("The proposal has been changed.")

    def reachable(self) -> QuerySet[Any]:
        return proposals(self.request.user)

    def check_record(self) -> None:
        """The secretariat every one, the others their own."""
        super().check_record()
        if not self.roles_on_record() & STAFF and not own_proposal(self.record, self.access):
            raise PermissionDenied

    def form_kwargs(self) -> dict[str, Any]:
        return {**super().form_kwargs(), "council": self.record.council, "access": self.access}

    def form_context(self, form: Any) -> dict[str, Any]:
        here = (self.record.content, self.record.get_absolute_url())
        crumbs = [BOARD, PROPOSALS, here, (_("Edit"), None)]
        return {**super().form_context(form), "title": _("Change the proposal"), "crumbs": crumbs}

    def perform(self, form: ProposalForm) -> Proposal:
        return services.save_proposal(
            proposal=form.instance, user=person(self.request), version=form.cleaned_data["version"]
        )


class ProposalReopen(ActionPage):
    """Take a selection or a refusal back."""

    title = gettext_lazy("Take the outcome back")
    submit_label = gettext_lazy("Take back")
    consequence = gettext_lazy("The proposal waits for a decision again. An item that it went into stays.")
    done_message = gettext_lazy("The proposal waits for a decision again.")

    def reachable(self) -> QuerySet[Any]:
        return proposals(self.request.user)

    def form_context(self, form: Any) -> dict[str, Any]:
        here = (self.record.content, self.record.get_absolute_url())
        return {**super().form_context(form), "crumbs": [BOARD, PROPOSALS, here, (self.title, None)]}

    def perform(self, form: Any) -> Proposal:
        return services.reopen_proposal(proposal=self.record, user=person(self.request))


class ProposalSelect(Prepared):
    """The proposals of a year, ticked into items of a programme, or refused with a reason."""

    def reachable(self) -> QuerySet[Any]:
        return programmes(self.request.user)

    def get(self, _request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponse:
        """What waits."""
        return self.show(self.form(), set())

    def post(self, request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponse:
        """Do it, or show what is missing with everything typed and ticked kept."""
        form = self.form(request.POST)
        ticked = {pk for text in request.POST.getlist("pk") if (pk := whole(text)) is not None}
        if not form.is_valid():
            return self.show(form, ticked, _INCOMPLETE)
        chosen = [row for row in self.waiting() if row.pk in ticked]
        try:
            words = self.carry_out(form.cleaned_data, chosen)
        except ValidationError as refusal:
            add_refusal(form, refusal)
            return self.show(form, ticked, _INCOMPLETE)
        messages.success(request, words)
        return HttpResponseRedirect(request.path)

    def form(self, data: Any = None) -> SelectForm:
        """With the items that stand."""
        return SelectForm(data, items=self.record.items.order_by("position", "pk"))

    def waiting(self) -> list[Proposal]:
        """Proposals of the year that nothing has become of; those for this subject first."""
        programme = self.record
        own = Case(
            When(subject=programme.subject, then=Value(0)), default=Value(1), output_field=IntegerField()
        )
        rows = proposals(self.request.user).of(programme.council).filter(year=programme.year, outcome="")
        return list(rows.annotate(elsewhere=own).order_by("elsewhere", "proposed_on", "pk"))

    def carry_out(self, typed: dict[str, Any], chosen: Sequence[Proposal]) -> str:
        """Call the service; returns what was done, in words."""
        user, on = person(self.request), typed["on"]
        if typed["action"] == NOT_SELECTED:
            done = services.refuse_proposals(proposals=chosen, user=user, on=on, reason=typed["reason"])
            words = ngettext(
                "%(count)s proposal has not been selected.",
                "%(count)s proposals have not been selected.",
                len(done),
            )
            return words % {"count": len(done)}
        item = services.select_proposals(
            programme=self.record,
            proposals=chosen,
            user=user,
            on=on,
            item=typed["item"] if typed["action"] == INTO_ITEM else None,
            title=typed["title"],
            form=typed["form"],
        )
        return _("Selected into “%(item)s”.") % {"item": item.title}

    def show(self, form: SelectForm, ticked: set[int], status: int = 200) -> HttpResponse:
        """The page."""
        programme = self.record
        title = _("Select from proposals")
        context = {
            "object": programme,
            "title": title,
            "crumbs": [*programme_crumbs(programme), (title, None)],
            "form": form,
            "open": programme.state in OPEN,
            "lines": [
                (row, services.proposer_of(row), late_badge(row), row.pk in ticked) for row in self.waiting()
            ],
            "cancel_url": programme.get_absolute_url(),
        }
        return render(self.request, "supervision/proposal_select.html", context, status=status)
