"""Kiến nghị sau giám sát: the list, those of one mission, and one with the claim against the verdict."""

from __future__ import annotations

from typing import Any, ClassVar, NamedTuple

from django.contrib import messages
from django.db.models import Prefetch, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse, reverse_lazy
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from core.access import DECIDERS, READERS, STAFF
from core.display import number
from core.paging import Page
from core.text import whole
from core.views import Action, BulkAction, CouncilView, DetailPage, Empty, ListPage
from councils.calendar import Clock
from followups import rules
from followups.models import Coordination, FollowUp, FollowUpMove, RungKind
from followups.states import OPEN, WAITING, State
from followups.tables.lists import shown_rule
from followups.timeline import Event, timeline
from followups.views.detail import ShownReply, last_judgement, shown_replies
from followups.views.handing import hand_overs_of
from followups.views.ladder import Panel, climbs_of, panel_of
from sessions.services.conclusions import lacking
from supervision.filters.recommendations import RecommendationFilters
from supervision.models import Recommendation, Verdict
from supervision.reviewing import may_judge, may_write
from supervision.standing import Standing
from supervision.states import UNDECIDED, MissionState
from supervision.tables.recommendations import (
    RecommendationTable,
    claim_badge,
    standing_badge,
    verdict_badge,
    with_due,
)
from supervision.views.common import MissionPage
from supervision.views.reaching import (
    LIST,
    SEEN_BY,
    RecommendationRecord,
    recommendations,
)

MOST = 500


class RecommendationList(ListPage):
    """Kiến nghị sau giám sát: what missions and surveys recommended, and how it stands."""

    roles = SEEN_BY
    title = gettext_lazy("Recommendations after supervision")
    table_class = RecommendationTable
    filterset_class = RecommendationFilters
    order = ("due_sort", "pk")
    bulk_actions: ClassVar = (
        BulkAction("remind", gettext_lazy("Remind"), reverse_lazy("supervision:recommendations_remind")),
        BulkAction(
            "letters",
            gettext_lazy("Draft reminder letters"),
            reverse_lazy("supervision:recommendations_letters"),
        ),
        BulkAction(
            "again",
            gettext_lazy("Look at them again"),
            reverse_lazy("supervision:re_supervision_create"),
        ),
    )

    def rows(self) -> QuerySet[Any]:
        found: QuerySet[Any] = recommendations(self.request.user).of(self.council)
        return found

    def selectable(self) -> bool:
        return bool(self.roles_here() & DECIDERS)

    def make_table(self, page: Page) -> RecommendationTable:
        table: RecommendationTable = super().make_table(
            Page(with_due(page.rows, Clock()), page.previous_url, page.next_url)
        )
        return table

    def context(self) -> dict[str, Any]:
        return {**super().context(), "quick_filters": self.quick_filters()}

    def quick_filters(self) -> list[tuple[Any, str]]:
        """(label, address) of the questions of every day."""
        asked: list[tuple[Any, dict[str, str]]] = [
            (_("Overdue"), {"late": "on"}),
            (_("Answered, to be judged"), {"standing": "to_judge"}),
            (Standing.NOT_DONE.label, {"standing": Standing.NOT_DONE}),
        ]
        return [(label, f"?{urlencode(query)}") for label, query in asked]

    def count_label(self, count: int) -> str:
        return ngettext("recommendation", "recommendations", count)

    def empty_state(self) -> Empty:
        if not self.roles_here() & READERS:
            return Empty(
                _("Nothing has been recommended to you yet."),
                _("What supervision recommends to your agency stands here, with its due day."),
            )
        return Empty(
            _("Nothing has been recommended yet."),
            _("Recommendations are entered on the page of their mission, and sent with its conclusion."),
            _("Go to the missions"),
            reverse("supervision:mission_list"),
        )


class ToFollowUps(CouncilView):
    """Leads from ticked recommendations to a page of the kernel about their follow-ups."""

    roles = DECIDERS
    page: ClassVar[str] = ""

    def post(self, request: HttpRequest) -> HttpResponse:
        """All of them within reach (404); back to the list when nothing was ticked."""
        ids = {pk for text in request.POST.getlist("pk") if (pk := whole(text)) is not None}
        if not ids or len(ids) > MOST:
            messages.error(request, _("Tick between 1 and %(most)s recommendations first.") % {"most": MOST})
            return HttpResponseRedirect(reverse("supervision:recommendation_list"))
        rows = Recommendation.objects.visible_to(request.user).filter(pk__in=ids)
        found = list(rows.values_list("follow_up_id", flat=True))
        if len(found) != len(ids):
            raise Http404
        pairs = [*(("pk", str(pk)) for pk in found), ("next", reverse("supervision:recommendation_list"))]
        query = urlencode(pairs)
        return HttpResponseRedirect(f"{reverse(self.page)}?{query}")


class RemindMany(ToFollowUps):
    """Remind the bodies."""

    page = "followups:followup_remind"


class LettersMany(ToFollowUps):
    """Draft reminder letters to the bodies."""

    page = "followups:letter_create"


# --- Those of one mission ---


class Line(NamedTuple):
    """A recommendation of a mission as its page shows it."""

    row: Any
    badge: Any
    claim: Any
    missing: str


class MissionRecommendations(MissionPage):
    """The recommendations of one mission in their order: what drafts still lack, and how those sent stand."""

    template_name = "supervision/mission_recommendations.html"
    tab = "mission_recommendations"

    def context(self) -> dict[str, Any]:
        mission = self.record
        found = recommendations(self.request.user).filter(mission=mission)
        rows = with_due(found.order_by("position", "pk"), Clock())
        lines = [
            Line(row, standing_badge(row), claim_badge(row), ", ".join(lacking(row.follow_up)))
            for row in rows
        ]
        issued = [row for row in rows if row.standing != Standing.DRAFT]
        drafts = [line for line in lines if line.row.standing == Standing.DRAFT]
        done = sum(row.standing == Standing.DONE for row in issued)
        writes = may_write(mission, self.access) and mission.state not in {*UNDECIDED, MissionState.CLOSED}
        return {
            **super().context(),
            "actions": self.page_actions(drafts=bool(drafts)) if writes else [],
            "lines": lines,
            "writes": writes,
            "issued": len(issued),
            "done": done,
            "share": f"{number(done)}/{number(len(issued))}",
            "missing": [line for line in drafts if line.missing],
            "drafts": len(drafts),
            "with_conclusion": mission.needs_conclusion,
            "sendable": sendable(mission),
            "looks_again": mission.looks_again.exists(),
        }

    def page_actions(self, *, drafts: bool) -> list[Action]:
        """One by one, as a table, and sending what nothing else sends."""
        here = [self.record.pk]
        actions = [
            Action(
                _("Add a recommendation"),
                reverse("supervision:recommendation_create", args=here),
                primary=True,
            ),
            Action(_("Enter many"), reverse("supervision:recommendations_create", args=here)),
        ]
        if drafts and self.roles_on_record() & DECIDERS and sendable(self.record):
            actions.append(
                Action(_("Send the drafts"), reverse("supervision:recommendations_issue", args=here))
            )
        return actions


def sendable(mission: Any) -> bool:
    """Whether the paper that makes the recommendations exists."""
    if mission.needs_conclusion:
        return mission.concluded_on is not None
    return mission.reported_on is not None


# --- One ---


class Round(NamedTuple):
    """What the body said, against what the reviewer found; one of them may be missing."""

    claim: ShownReply | None
    verdicts: list[Any]


class RecommendationDetail(RecommendationRecord, DetailPage):
    """One recommendation: the five clears, the body's claim against the reviewer's verdict, and what happened.

    A body reads its own, without the finding and without who in the council did what.
    """

    template_name = "supervision/recommendation_detail.html"

    def reachable(self) -> QuerySet[Any]:
        rows = super().reachable()
        return rows.select_related(
            "finding", "conclusion__document", "conclusion__resolution__document", "mission__council"
        )

    def context(self) -> dict[str, Any]:
        record = self.record
        follow_up = self.follow_up(record.follow_up_id)
        outsider = rules.is_outsider(follow_up, self.access)
        clock, replies = Clock(), shown_replies(follow_up)
        verdicts = list(
            record.verdicts.select_related("actor", "mission", "file").order_by("effective_on", "pk")
        )
        climbs = climbs_of(follow_up, self.access)
        panel = panel_of(follow_up, climbs, last_judgement(replies), self.access, clock)
        judges = not outsider and may_judge(record, self.access)
        again = [] if outsider else list(record.looked_again.select_related("mission").order_by("pk"))
        return {
            **super().context(),
            "title": follow_up.title,
            "crumbs": [LIST, (_("Recommendation %(number)s") % {"number": record.position}, None)],
            "actions": self.page_actions(follow_up, climbs, again, judges=judges),
            "follow_up": follow_up,
            "due": None if follow_up.state == State.DRAFT else rules.standing(follow_up, clock),
            "badge": standing_badge(record),
            "rule": shown_rule(follow_up.due_rule),
            "rounds": rounds(replies, verdicts),
            "accepted_unjudged": follow_up.state in {State.ACCEPTED, State.CLOSED}
            and not record.verdict_then,
            "ladder": panel,
            "proposed": panel is not None and proposes_re_supervision(panel, climbs),
            "again": again,
            "outsider": outsider,
            "judges": judges,
            "may_reach_mission": not outsider,
            "events": self.events(follow_up, climbs, verdicts, outsider=outsider),
            "staff": bool(self.roles_on_record() & STAFF),
        }

    def follow_up(self, pk: int) -> Any:
        """Its follow-up with everything that the page tells of it."""
        parts = Coordination.objects.select_related("agency", "contributed_by")
        moves = FollowUpMove.objects.select_related("actor")
        rows: QuerySet[FollowUp] = (
            FollowUp.objects.with_owner().with_ladder().select_related("due_rule", "raised_by")
        )
        with_parts = rows.prefetch_related(Prefetch("coordinations", parts))
        return with_parts.prefetch_related(Prefetch("moves", moves)).get(pk=pk)

    def page_actions(
        self, follow_up: FollowUp, climbs: list[Any], again: list[Any], *, judges: bool
    ) -> list[Action]:
        """What this reader may do now, the likeliest first."""
        here = [self.record.pk]
        if self.record.standing == Standing.DRAFT:
            if not may_write(self.record.mission, self.access):
                return []
            return [
                Action(_("Edit"), reverse("supervision:recommendation_edit", args=here), primary=True),
                Action(_("Remove"), reverse("supervision:recommendation_remove", args=here)),
            ]
        found = []
        if judges:
            waits = follow_up.state in WAITING
            found.append(
                Action(_("Give the verdict"), reverse("supervision:verdict_create", args=here), primary=waits)
            )
        if follow_up.state in OPEN and rules.owns(follow_up, self.access):
            address = reverse("followups:reply_create", args=[follow_up.pk])
            found.insert(0, Action(_("Answer"), address, primary=True))
        if self.roles_on_record() & DECIDERS:
            address = f"{reverse('supervision:re_supervision_create')}?pk={self.record.pk}"
            found.append(Action(_("Look at it again"), address))
        found.append(Action(_("Follow-up"), follow_up.get_absolute_url()))
        return found

    def events(
        self, follow_up: Any, climbs: list[Any], verdicts: list[Any], *, outsider: bool
    ) -> list[Event]:
        """The history of the follow-up, with the verdicts among it."""
        extensions = list(follow_up.extensions.select_related("asked_by", "decided_by"))
        results = list(follow_up.results.select_related("actor"))
        told = timeline(follow_up, extensions, results, climbs, hand_overs_of(follow_up), outsider=outsider)
        judged = [_judged(verdict, outsider=outsider) for verdict in verdicts]
        return sorted([*told, *judged], key=lambda event: (event.when, event.entered), reverse=True)


def _judged(verdict: Any, *, outsider: bool) -> Event:
    who = "" if outsider else str(verdict.actor or "")
    title = _("Verdict: %(outcome)s") % {"outcome": verdict.get_outcome_display()}
    return Event(verdict.effective_on, verdict.entered_at, title, verdict.reason, who)


def rounds(replies: list[ShownReply], verdicts: list[Verdict]) -> list[Round]:
    """The answers with the verdicts on each, the newest first; verdicts on no answer stand by themselves."""
    badged = [(verdict, verdict_badge(verdict)) for verdict in verdicts]
    paired = [
        (
            shown.reply.entered_at,
            Round(shown, [pair for pair in badged if pair[0].reply_id == shown.reply.pk]),
        )
        for shown in replies
    ]
    alone = [(pair[0].entered_at, Round(None, [pair])) for pair in badged if pair[0].reply_id is None]
    return [one for _moment, one in sorted([*paired, *alone], key=lambda pair: pair[0], reverse=True)]


def proposes_re_supervision(panel: Panel, climbs: list[Any]) -> bool:
    """Whether the ladder has come to re-supervision: it is the next rung and due, or was climbed last."""
    if panel.proposal is not None and panel.proposal.ready and panel.proposal.kind == RungKind.RE_SUPERVISION:
        return True
    climbed = [climb for climb in climbs if climb.decision == climb.Decision.CLIMBED]
    return bool(climbed) and climbed[-1].kind == RungKind.RE_SUPERVISION
