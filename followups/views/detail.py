"""One follow-up: the five clears, why it is due when it is due, the answers, and what happened."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple, cast

from django.db.models import Exists, OuterRef, Prefetch, QuerySet
from django.http import (
    FileResponse,
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponseRedirect,
)

from accounts.models import User
from core.access import DECIDERS, READERS, Role
from core.compiled import compiled
from core.views import DetailPage, RecordView
from councils.calendar import Clock
from documents.delivery import file_response
from documents.models import File, FileVersion
from followups import origins, rules
from followups.commitments import promises_of
from followups.contradictions import kept_in_sending
from followups.models import Assessment, Commitment, Coordination, FollowUp, FollowUpMove, HandOver, Reply
from followups.notices import mark_read
from followups.states import OPEN, WAITING
from followups.tables.lists import Row, result_badge, shown_rule
from followups.timeline import timeline
from followups.views.handing import hand_overs_of, pending_of, way_round
from followups.views.ladder import climbs_of, panel_of
from followups.views.lists import LIST
from followups.views.offers import actions_for
from followups.views.parts import shown_parts

SEEN_BY = READERS | {Role.AGENCY}


class ShownReply(NamedTuple):
    """An answer with its judgements and files, as the page prints it."""

    reply: Reply
    result: Any
    files: list[File]
    assessments: list[Assessment]


@compiled
def _follow_up(user: Any, ids: Sequence[int]) -> QuerySet[FollowUp]:
    rows: QuerySet[FollowUp] = FollowUp.objects.visible_to(user).filter(pk__in=ids).with_owner().with_ladder()
    parts = Coordination.objects.select_related("agency", "contributed_by")
    moves = FollowUpMove.objects.select_related("actor")
    return (
        rows.select_related("due_rule", "raised_by")
        .annotate(handed=Exists(HandOver.objects.filter(follow_up=OuterRef("pk"))))
        .annotate(promised=Exists(Commitment.objects.filter(source=OuterRef("pk"))))
        .prefetch_related(Prefetch("coordinations", parts))
        .prefetch_related(Prefetch("moves", moves))
    )


class FollowUpDetail(DetailPage):
    """One follow-up. An agency that must answer it reads everything addressed to it, not the council's own remarks."""

    roles = SEEN_BY
    template_name = "followups/followup_detail.html"
    record: Any
    fetching = staticmethod(_follow_up)

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Who is only asked to take it over, or has handed it on, is led to that request."""
        try:
            return super().dispatch(request, *args, **kwargs)
        except Http404:
            way = way_round(request.user, kwargs["pk"])
            if way is None:
                raise
            return HttpResponseRedirect(way)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Who opens a follow-up has read its notices."""
        mark_read(user=cast(User, request.user), follow_up=self.record)
        return super().get(request, *args, **kwargs)

    def context(self) -> dict[str, Any]:
        record, user = self.record, self.request.user
        outsider = rules.is_outsider(record, self.access)
        extensions = list(record.extensions.select_related("asked_by", "decided_by"))
        results = list(record.results.select_related("actor"))
        origin = origins.links([record], user).get(record.pk)
        clock, replies, climbs = Clock(), shown_replies(record), climbs_of(record, self.access)
        ladder = panel_of(record, climbs, last_judgement(replies), self.access, clock)
        hand_overs = hand_overs_of(record) if record.handed else []
        pending = pending_of(record, hand_overs, self.access, user)
        return {
            **super().context(),
            "crumbs": [LIST, (origins.name_of(record, origin), None)],
            "actions": actions_for(
                record,
                extensions,
                self.access,
                ladder.offers if ladder else (),
                handing=pending is not None,
                act=ladder.act if ladder else "",
                answer=origin.answer if origin else None,
            ),
            "ladder": ladder,
            "row": Row(record, rules.standing(record, clock), origin),
            "origin_title": origins.title_of(record.kind),
            "rule": shown_rule(record.due_rule),
            "replies": replies,
            "promises": promises_of(record, user, clock) if record.promised else [],
            "extensions": extensions,
            "results": [(entry, result_badge(entry.result_class)) for entry in reversed(results)],
            "events": timeline(record, extensions, results, climbs, hand_overs, outsider=outsider),
            "pending": pending,
            "ended": record.state in OPEN | WAITING and rules.has_ended(record, clock.today),
            "outsider": outsider,
            "parts": shown_parts(record, self.access, clock),
            "may_add_part": record.state in OPEN and rules.may_coordinate(record, self.access),
            "may_assign": bool(self.roles_here() & DECIDERS),
            "kept": None if outsider else kept_in_sending(record),
        }


class FileDownload(RecordView):
    """A file of an answer, reached through the follow-up it answers."""

    roles = SEEN_BY

    def reachable(self) -> QuerySet[FollowUp]:
        rows: QuerySet[FollowUp] = FollowUp.objects.visible_to(self.request.user)
        return rows

    def get(self, _request: HttpRequest, pk: int, file_pk: int) -> FileResponse:
        file = File.objects.filter(pk=file_pk, replies__follow_up_id=pk).first()
        if file is None:
            raise Http404
        return file_response(file)


def shown_replies(follow_up: FollowUp) -> list[ShownReply]:
    """The answers, the newest first, each with its files and judgements: a constant number of queries."""
    versions = Prefetch("files__versions", FileVersion.objects.order_by("-number"))
    rows = follow_up.replies.select_related("answered_by").prefetch_related(
        versions, Prefetch("assessments", Assessment.objects.select_related("assessor"))
    )
    return [
        ShownReply(
            reply, result_badge(reply.result_class), list(reply.files.all()), list(reply.assessments.all())
        )
        for reply in reversed(rows)
    ]


def last_judgement(replies: list[ShownReply]) -> Assessment | None:
    """The latest judgement of an answer, if there was one."""
    return next((shown.assessments[-1] for shown in replies if shown.assessments), None)
