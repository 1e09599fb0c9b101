"""Parts of co-ordinating agencies: given and taken away by the council, contributed to by the agency."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.access import Access
from core.workdays import Due
from councils.calendar import Clock
from followups import rules, services
from followups.bodies import Bodies
from followups.forms.assigning import ContributionForm, OnePartForm
from followups.models import Coordination, FollowUp
from followups.states import OPEN, WAITING
from followups.views.actions import FollowUpAction


@dataclass(frozen=True)
class ShownPart:
    """A part as the page of its follow-up prints it, with what the reader may do."""

    row: Coordination
    due: Due | None
    may_contribute: bool
    may_remove: bool


def shown_parts(follow_up: FollowUp, access: Access, clock: Clock) -> list[ShownPart]:
    """The parts in the order in which they were given; reads the rows as they are (prefetched on the page)."""
    open_, lasting = follow_up.state in OPEN, follow_up.state in OPEN | WAITING
    manages = rules.may_coordinate(follow_up, access)
    return [
        ShownPart(
            row,
            clock.due(row.due_on or follow_up.due_on, row.contributed_on)
            if lasting or row.contributed_on
            else None,
            may_contribute=lasting and rules.may_contribute(follow_up, row.agency_id, access),
            may_remove=open_ and manages and row.contributed_on is None,
        )
        for row in follow_up.coordinations.all()
    ]


class PartCreate(FollowUpAction):
    """Give one more agency a part in what is already owed."""

    title = gettext_lazy("Add a co-ordinating agency")
    submit_label = gettext_lazy("Add the agency")
    consequence = gettext_lazy(
        "Its users see the follow-up and are told. The responsible body alone answers for the whole."
    )
    done_message = gettext_lazy("The agency has its part and is told.")
    form_class = OnePartForm

    def allowed(self) -> bool:
        return rules.may_coordinate(self.record, self.access)

    def refusal(self) -> str:
        return "" if self.record.state in OPEN else _not_now()

    def form_kwargs(self) -> dict[str, Any]:
        return {"bodies": Bodies(self.record.council, timezone.localdate())}

    def perform(self, form: OnePartForm) -> Coordination:
        part = form.as_part()
        assert part is not None  # noqa: S101 - the form requires its agency
        return services.add_part(follow_up=self.record, user=self.user, part=part)


def _not_now() -> str:
    return _("Parts can only be given and taken away while an answer is owed.")


class PartAction(FollowUpAction):
    """An action on one part, fetched through its follow-up."""

    part: Coordination

    def fetch(self, kwargs: dict[str, Any]) -> FollowUp:
        """The follow-up within reach, with the part of the address; 404 for another's."""
        record: FollowUp = super().fetch(kwargs)
        part = record.coordinations.select_related("agency").filter(pk=kwargs["part_pk"]).first()
        if part is None:
            raise Http404
        self.part = part
        return record


class PartContribute(PartAction):
    """The co-ordinating agency says what it has contributed (or the secretariat, on its letter)."""

    reading = "above"
    title = gettext_lazy("Contribute a part")
    submit_label = gettext_lazy("Record the contribution")
    done_message = gettext_lazy("The contribution has been recorded.")
    form_class = ContributionForm

    def allowed(self) -> bool:
        return rules.may_contribute(self.record, self.part.agency_id, self.access)

    def refusal(self) -> str:
        if self.record.state in OPEN | WAITING:
            return ""
        words = _("Nothing can be contributed any more: the state is “%(state)s”.")
        return words % {"state": self.record.get_state_display()}

    def form_kwargs(self) -> dict[str, Any]:
        """Begins with what was contributed before, to be put right."""
        if self.part.contributed_on is None:
            return {}
        return {"initial": {"text": self.part.contribution, "on": self.part.contributed_on}}

    def form_context(self, form: Any) -> dict[str, Any]:
        """With the part that is asked for."""
        return {**super().form_context(form), "consequence": str(self.part)}

    def perform(self, form: ContributionForm) -> Coordination:
        return services.contribute(part=self.part, user=self.user, **form.cleaned_data)


class PartRemove(PartAction):
    """Take away a part to which nothing was contributed."""

    danger = True
    title = gettext_lazy("Take the part away")
    submit_label = gettext_lazy("Take the part away")
    done_message = gettext_lazy("The part has been taken away.")

    def allowed(self) -> bool:
        return rules.may_coordinate(self.record, self.access)

    def refusal(self) -> str:
        if self.part.contributed_on is not None:
            return _("The agency has contributed: its part stays.")
        return "" if self.record.state in OPEN else _not_now()

    def form_context(self, form: Any) -> dict[str, Any]:
        """With whose part goes."""
        words = _("%(part)s. The agency no longer sees the follow-up.") % {"part": self.part}
        return {**super().form_context(form), "consequence": words}

    def perform(self, form: Any) -> None:
        services.remove_part(part=self.part)
