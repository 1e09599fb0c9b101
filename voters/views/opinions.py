"""Pages of voters' opinions: the working list and one opinion."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.drafts import DraftMixin
from core.access import DECIDERS, STAFF
from core.compiled import compiled
from core.paging import Page
from core.views import Action, BulkAction, DetailPage, Empty, ListPage, UpdatePage
from councils.calendar import Clock, due_of
from followups.models import FollowUp
from voters import services
from voters.filters import OpinionFilters
from voters.filters.contact import QUICK_STATUSES
from voters.forms import ClassifyForm, OpinionForm
from voters.models import CompetenceLevel, VoterMeeting, VoterOpinion
from voters.querysets import OpinionQuerySet
from voters.services.escalation import INSPECTION_AFTER, transfers_in_vain
from voters.tables import OpinionTable, status_of
from voters.timeline import history_of, moves_of, newest_first
from voters.views.common import OPINIONS, opinion_crumbs, person
from voters.views.story import Story

_OPEN = frozenset({"recorded", "classified", "answered_on_spot", "out_of_scope"})
"""Statuses in which an opinion may still be changed."""
_DIGITS = 18
"""Digits that a record's id can have."""


def opinions(user: Any) -> OpinionQuerySet[VoterOpinion]:
    """The opinions a user reaches, with what pages show."""
    rows = VoterOpinion.objects.visible_to(user).with_status()
    return rows.select_related("council", "meeting", "field", "agency", "follow_up")


def standing(rows: Iterable[VoterOpinion], clock: Clock) -> list[VoterOpinion]:
    """Rows with how their due date stands at `standing`, all by one calendar."""
    found: list[Any] = list(rows)
    for row in found:
        row.standing = due_of(row.follow_up, clock) if row.follow_up else None
    return found


@compiled
def _shown(user: Any, ids: Sequence[int]) -> QuerySet[VoterOpinion]:
    return opinions(user).filter(pk__in=ids)


class OpinionList(ListPage):
    """Ý kiến cử tri: the working list."""

    title = gettext_lazy("Voters' opinions")
    template_name = "voters/opinion_list.html"
    results_template = "voters/opinion_results.html"
    table_class = OpinionTable
    filterset_class = OpinionFilters
    order = ("-recorded_on", "-pk")
    bulk_actions = (
        BulkAction("classify", gettext_lazy("Classify")),
        BulkAction("send", gettext_lazy("Send …")),
        BulkAction("merge", gettext_lazy("Merge …")),
        BulkAction("export", gettext_lazy("Export")),
    )

    def rows(self) -> QuerySet[VoterOpinion]:
        return opinions(self.request.user).of(self.council)

    shown = staticmethod(_shown)

    def sought(self) -> QuerySet[VoterOpinion]:
        return VoterOpinion.objects.visible_to(self.request.user).of(self.council).with_order()

    def count_label(self, count: int) -> str:
        return ngettext("opinion", "opinions", count)

    def selectable(self) -> bool:
        return bool(self.roles_here() & STAFF)

    def page_actions(self) -> list[Action]:
        if not self.roles_here() & STAFF:
            return []
        return [
            Action(
                _("Enter opinions of a meeting"), f"{reverse('voters:meeting_list')}?state=held", primary=True
            ),
            Action(_("Opinions that look alike"), reverse("voters:opinion_duplicates")),
            Action(_("Forwarded between councils"), reverse("voters:forward_list")),
        ]

    def make_table(self, page: Page) -> OpinionTable:
        standing(page.rows, Clock())
        table: OpinionTable = super().make_table(page)
        return table

    def context(self) -> dict[str, Any]:
        form = ClassifyForm(council=self.council, prefix="bulk") if self.selectable() else None
        return {
            **super().context(),
            "bulk_form": form,
            "meeting": self._meeting(),
            "quick_filters": [(label, f"?status={name}") for name, label in QUICK_STATUSES],
        }

    def _meeting(self) -> VoterMeeting | None:
        """The meeting to which the address narrows the list, if any."""
        wanted = self.request.GET.get("meeting", "")
        if not wanted.isdecimal() or len(wanted) > _DIGITS:
            return None
        return VoterMeeting.objects.visible_to(self.request.user).filter(pk=wanted).first()

    def empty_state(self) -> Empty:
        text = _("Opinions are entered at the voter meeting at which they were heard.")
        return Empty(
            _("No opinion has been entered yet."),
            text,
            _("Go to the meetings"),
            reverse("voters:meeting_list"),
        )


@compiled
def _opinion(user: Any, ids: Sequence[int]) -> QuerySet[VoterOpinion]:
    rows = opinions(user).filter(pk__in=ids)
    return rows.select_related(
        "meeting__round", "follow_up__due_rule", "follow_up__agency", "merged_into", "made_by"
    )


class OpinionDetail(DetailPage):
    """One opinion: what was said, how it is classified, what became of it."""

    template_name = "voters/opinion_detail.html"
    fetching = staticmethod(_opinion)

    def context(self) -> dict[str, Any]:
        opinion = self.record
        standing([opinion], Clock())
        staff = bool(self.roles_on_record() & STAFF)
        story = Story(opinion, staff=staff, readable=self.access.readable_councils)
        happened = [*history_of(opinion), *moves_of(opinion.follow_up), *story.entries]
        return {
            **super().context(),
            "title": _("Opinion no. %(number)s") % {"number": opinion},
            "crumbs": [OPINIONS, (str(opinion), None)],
            "badge": status_of(opinion),
            "actions": self._actions(),
            "facts": self._facts(),
            "follow_up": opinion.follow_up,
            "result_since": _result_since(opinion.follow_up),
            "missing": self._missing(),
            "sources": story.sources,
            "fates": story.fates,
            "forward": story.forward,
            "tellings": [telling for telling in story.tellings if not telling.is_undone],
            "answers": services.answers_to(opinion) if opinion.status == "forwarded" else [],
            "in_vain": self._in_vain(),
            "timeline": newest_first(happened),
        }

    def _in_vain(self) -> int:
        """How often the matter was sent without an accepted answer, once that is often enough to act on it."""
        times = transfers_in_vain(self.record) if self.roles_on_record() & DECIDERS else 0
        return times if times >= INSPECTION_AFTER else 0

    def _facts(self) -> list[tuple[str, Any]]:
        opinion = self.record
        return [
            (_("Kind"), opinion.get_kind_display()),
            (_("Voters of"), opinion.voter_place),
            (_("Recorded on"), opinion.recorded_on),
            (_("Field"), opinion.field),
            (_("Competence"), opinion.get_competence_level_display()),
            (_("Responsible agency"), opinion.agency),
            (_("Co-ordinating agencies"), ", ".join(str(agency) for agency in opinion.coordinating.all())),
            (_("Screening"), opinion.get_screening_display()),
        ]

    def _missing(self) -> bool:
        """Whether it waits for its classification."""
        return self.record.status == "recorded" and bool(self.roles_on_record() & STAFF)

    def _actions(self) -> list[Action]:
        """What may be done now: nothing once it was sent, or where another row carries it on."""
        opinion = self.record
        if not self.roles_on_record() & STAFF or opinion.status not in _OPEN:
            return self._look_alikes() if opinion.follow_up_id else []
        chosen, ready = f"?pk={opinion.pk}", opinion.status == "classified"
        actions = [
            Action(_("Edit"), reverse("voters:opinion_edit", args=[opinion.pk])),
            Action(
                _("Classify"),
                reverse("voters:opinion_classify") + chosen,
                primary=opinion.status == "recorded",
            ),
        ]
        if ready:
            actions.append(Action(_("Send …"), reverse("voters:opinion_send") + chosen, primary=True))
        if self._of_another_level():
            url = reverse("voters:opinion_forward", args=[opinion.pk])
            actions.append(Action(_("Forward to another council"), url))
        if opinion.screening == VoterOpinion.Screening.CARRIED:
            actions.append(Action(_("Split"), reverse("voters:opinion_split", args=[opinion.pk])))
            actions += self._look_alikes()
        return actions

    def _of_another_level(self) -> bool:
        level = self.record.competence_level
        return bool(level) and level not in {self.record.council.level, CompetenceLevel.CENTRAL}

    def _look_alikes(self) -> list[Action]:
        """To what may be the same matter, for who may decide that."""
        if not self.roles_on_record() & STAFF:
            return []
        url = f"{reverse('voters:opinion_duplicates')}?opinion={self.record.pk}"
        return [Action(_("What looks alike"), url)]


def _result_since(follow_up: FollowUp | None) -> date | None:
    """The day from which the result counts; one query where there is a result."""
    last = follow_up.results.last() if follow_up and follow_up.result_class else None
    return last.effective_on if last else None


class OpinionEdit(DraftMixin, UpdatePage):
    """Correct an opinion that was not sent yet."""

    form_class = OpinionForm
    done_message = gettext_lazy("The opinion has been changed.")

    @property
    def draft_key(self) -> str:
        """A draft ends with the version it was begun on: it must not cover what a colleague saved since."""
        return f"opinion-{self.record.pk}-{self.record.version}"

    def reachable(self) -> QuerySet[VoterOpinion]:
        return VoterOpinion.objects.visible_to(self.request.user).select_related("council", "meeting")

    def form_context(self, form: Any) -> dict[str, Any]:
        title = _("Opinion no. %(number)s") % {"number": self.record}
        return {
            **super().form_context(form),
            "title": title,
            "crumbs": [*opinion_crumbs(self.record), (_("Edit"), None)],
        }

    def perform(self, form: OpinionForm) -> VoterOpinion:
        changes = dict(form.cleaned_data)
        return services.update_opinion(
            opinion=form.instance,
            user=person(self.request),
            version=changes.pop("version"),
            **changes,
        )
