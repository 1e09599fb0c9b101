"""Supervised bodies: those of a mission with their reports and the merged annex; the page of one; a body's own list."""

from __future__ import annotations

from typing import Any, Final

from django.db.models import Count, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from core.access import Role
from core.paging import Page
from core.views import Action, DetailPage, Empty, ListPage, RecordView
from councils.calendar import Clock
from supervision import rights
from supervision.annex import Cell, annex_of, value_of
from supervision.models import Recommendation, RequestedPaper, SupervisedBody, WorkingSession
from supervision.questionnaire import Part, questionnaire_of
from supervision.services.answers import ANSWERING, refusal_to_answer
from supervision.states import TOLD
from supervision.tables.bodies import OwnBodyTable, body_badge
from supervision.views.common import MissionPage, mission_crumbs

MINE: Final = gettext_lazy("Supervision of us")


def bodies(user: Any) -> QuerySet[SupervisedBody]:
    """The supervised bodies a user reaches, with what pages show."""
    return SupervisedBody.objects.visible_to(user).select_related(
        "mission__council", "mission__committee", "mission__group", "agency", "follow_up"
    )


class BodiesPage(MissionPage):
    """Who has reported, who is late, and the merged annex of all answers."""

    template_name = "supervision/bodies.html"
    tab = "mission_bodies"
    papers_only = True

    def context(self) -> dict[str, Any]:
        clock = Clock()
        table = annex_of(self.record)
        rows = self.record.supervised.select_related("agency", "follow_up", "mission").annotate(
            answer_count=Count("answers", distinct=True)
        )
        return {
            **super().context(),
            "annex": table,
            "width": len(table.bodies) + 4,
            "rows": [
                (
                    row,
                    body_badge(row),
                    clock.due(row.follow_up.due_on, row.submitted_on) if row.follow_up else None,
                )
                for row in rows
            ],
            "told": self.record.state in TOLD,
        }


class BodyReach(RecordView):
    """One supervised body within reach: the agency itself, and the council's side."""

    roles = rights.SEEN_BY

    def reachable(self) -> QuerySet[SupervisedBody]:
        return bodies(self.request.user)

    def council_of_record(self) -> int:
        council_id: int = self.record.mission.council_id
        return council_id


class BodyDetail(BodyReach, DetailPage):
    """What one body is asked and answered, when the team comes, and what it is asked to do."""

    template_name = "supervision/body_detail.html"

    def context(self) -> dict[str, Any]:
        body, mission, clock = self.record, self.record.mission, Clock()
        own = body.agency_id in self.access.agencies
        organises = rights.organises(mission, self.access)
        reads = (
            own or organises or (rights.reads_papers(mission, self.access) and body.submitted_on is not None)
        )
        parts, answers = questionnaire_of(body, answered=own or organises or reads)
        due = body.follow_up.due_on if body.follow_up else mission.reports_due_on
        council_side = not own
        return {
            **super().context(),
            "title": str(body.agency) if council_side else mission.title,
            "intro": mission.title if council_side else mission.council.full_name,
            "crumbs": self._crumbs(own=own),
            "own": own,
            "badge": body_badge(body),
            "due": clock.due(due, body.submitted_on) if due and body.reports else None,
            "parts": [(part, _read(part, answers if reads else [])) for part in parts],
            "reads": reads,
            "fills": (own or organises) and body.reports and not refusal_to_answer(body),
            "asked": sum(part.asked for part in parts),
            "answered": sum(part.answered for part in parts),
            "sessions": self._sessions(own=own),
            "requested": self._requested(clock, own=own),
            "recommendations": self._recommendations(clock),
            "actions": self._actions(own=own, organises=organises),
        }

    def _crumbs(self, *, own: bool) -> list[Any]:
        if own and self.record.mission.council_id not in self.access.readable_councils:
            return [(MINE, reverse("supervision:body_mine")), (self.record.mission.title, None)]
        back = (
            _("Reports of the bodies"),
            reverse("supervision:mission_bodies", args=[self.record.mission_id]),
        )
        return [*mission_crumbs(self.record.mission), back, (str(self.record.agency), None)]

    def _sessions(self, *, own: bool) -> list[Any]:
        """A body sees the days that it was told of; the council's side all of them."""
        rows = WorkingSession.objects.filter(body=self.record)
        if own:
            rows = rows.filter(Q(notified_on__isnull=False) | Q(state=WorkingSession.State.HELD))
        return list(rows.order_by("held_on", "starts_at"))

    def _requested(self, clock: Clock, *, own: bool) -> list[Any]:
        rows = RequestedPaper.objects.filter(session__body=self.record).order_by("due_on", "pk")
        may = own or rights.organises(self.record.mission, self.access)
        return [
            (row, clock.due(row.due_on, row.received_on), may and row.received_on is None) for row in rows
        ]

    def _recommendations(self, clock: Clock) -> list[Any]:
        """Issued ones that this body owes, as far as the user may see them."""
        rows = Recommendation.objects.visible_to(self.request.user).filter(
            mission=self.record.mission, follow_up__agency=self.record.agency, issued_on__isnull=False
        )
        return [
            (row, clock.due(row.follow_up.due_on, row.follow_up.answered_on))
            for row in rows.select_related("follow_up")
        ]

    def _actions(self, *, own: bool, organises: bool) -> list[Action]:
        body = self.record
        if not body.reports or not (own or organises):
            return []
        if body.submitted_on is None:
            return self._sending(own=own, organises=organises)
        if body.mission.state not in ANSWERING:
            return []
        if own:
            return [Action(_("Take the report back"), self._url("body_take_back"))]
        return [Action(_("Give the report back"), self._url("body_give_back"))]

    def _sending(self, *, own: bool, organises: bool) -> list[Action]:
        found = []
        if not refusal_to_answer(self.record):
            parts = self.record.mission.outline.exclude(kind="heading").exists()
            if parts:
                label = _("Fill in the questionnaire") if own else _("Enter for the body")
                found.append(Action(label, self._url("body_answers", 1), primary=True))
            found.append(Action(_("Send the report"), self._url("body_submit"), primary=not parts))
        if organises and not own and self.record.follow_up_id:
            found.append(Action(_("Remind"), self._url("body_remind")))
        return found

    def _url(self, name: str, *args: Any) -> str:
        return reverse(f"supervision:{name}", args=[self.record.pk, *args])


def _read(part: Part, answers: list[Any]) -> list[tuple[Any, list[tuple[str, str, str]]]]:
    """The questions of a part, each with (period, answer, why there are no data) of what was given."""
    given = {(answer.item_id, answer.period): answer for answer in answers}
    found = []
    for item in part.items:
        rows = [(period, given[item.pk, period]) for period in item.columns if (item.pk, period) in given]
        found.append((item, [(period, Cell(value_of(row)).shown, row.no_data) for period, row in rows]))
    return found


class BodyMine(ListPage):
    """Giám sát đối với cơ quan: missions in which the user's agency is supervised."""

    roles = frozenset({Role.AGENCY})
    title = MINE
    table_class = OwnBodyTable
    order = ("-mission__notified_on", "-pk")

    def rows(self) -> QuerySet[SupervisedBody]:
        return bodies(self.request.user).filter(
            agency__in=self.access.agencies,
            mission__council=self.council,
            mission__state__in=TOLD,
            mission__notified_on__isnull=False,
        )

    def make_table(self, page: Page) -> OwnBodyTable:
        clock = Clock()
        for row in page.rows:
            row.standing = clock.due(row.follow_up.due_on, row.submitted_on) if row.follow_up else None
        table: OwnBodyTable = super().make_table(page)
        return table

    def count_label(self, count: int) -> str:
        return ngettext("mission or survey", "missions and surveys", count)

    def empty_state(self) -> Empty:
        return Empty(
            _("Nobody supervises you now."),
            _("What a team of the council asks of you stands here, with your questionnaire and its day."),
        )
