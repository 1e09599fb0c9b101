"""One follow-up: the five clears, why it is due when it is due, the answers, and what happened."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple, cast

from django.db.models import Prefetch, QuerySet
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from core import display
from core.access import READERS, Access, Role
from core.views import Action, DetailPage, RecordView, Text
from councils.calendar import Clock
from documents.delivery import file_response
from documents.models import File, FileVersion
from followups import origins, rules
from followups.models import Assessment, Extension, FollowUp, FollowUpMove, Reply, ResultEntry
from followups.notices import mark_read
from followups.states import OPEN, State
from followups.tables import Row, result_badge, shown_rule
from followups.views.lists import LIST

SEEN_BY = READERS | {Role.AGENCY}
_OWNERS_STEPS = frozenset({State.ACKNOWLEDGED, State.ANSWERED})
"""States that the responsible body reaches by itself; being handled too, unless it was reopened."""


@dataclass(frozen=True)
class Event:
    """A line of the timeline: the day it took effect, and who."""

    when: date
    entered: datetime
    title: Text
    text: str
    who: str


class ShownReply(NamedTuple):
    """An answer with its judgements and files, as the page prints it."""

    reply: Reply
    result: Any
    files: list[File]
    assessments: list[Assessment]


class FollowUpDetail(DetailPage):
    """One follow-up. An agency that must answer it reads everything addressed to it, not the council's own remarks."""

    roles = SEEN_BY
    template_name = "followups/followup_detail.html"
    record: FollowUp

    def reachable(self) -> QuerySet[FollowUp]:
        rows: QuerySet[FollowUp] = FollowUp.objects.visible_to(self.request.user).with_owner()
        return rows.select_related(
            "council", "agency", "delegate", "group", "committee", "field", "due_rule"
        ).prefetch_related("coordinating")

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
        return {
            **super().context(),
            "crumbs": [LIST, (origins.name_of(record, origin), None)],
            "actions": actions_for(record, extensions, self.access),
            "row": Row(record, rules.standing(record, Clock()), origin),
            "origin_title": origins.title_of(record.kind),
            "rule": shown_rule(record.due_rule),
            "replies": shown_replies(record),
            "extensions": extensions,
            "results": [(entry, result_badge(entry.result_class)) for entry in reversed(results)],
            "events": timeline(record, extensions, results, outsider=outsider),
            "outsider": outsider,
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
    rows = follow_up.replies.select_related("answered_by").prefetch_related(versions, "assessments__assessor")
    return [
        ShownReply(
            reply, result_badge(reply.result_class), list(reply.files.all()), list(reply.assessments.all())
        )
        for reply in reversed(rows)
    ]


# --- Actions: only those allowed now, the likeliest first ---


class Offer(NamedTuple):
    """An action that may be offered: the move it makes (or a name of its own), its label, its address."""

    name: str
    label: Text
    view: str
    query: str = ""
    method: str = "get"


OFFERS = (
    Offer("acknowledge", gettext_lazy("Acknowledge receipt"), "followup_acknowledge", method="post"),
    Offer("decide", gettext_lazy("Decide on more time"), "extension_decide"),
    Offer("accept", gettext_lazy("Assess the answer"), "followup_assess"),
    Offer("answer", gettext_lazy("Answer"), "reply_create"),
    Offer("close", gettext_lazy("Close the follow-up"), "followup_close"),
    Offer("start", gettext_lazy("Begin handling"), "followup_start", method="post"),
    Offer("ask", gettext_lazy("Ask for more time"), "extension_create"),
    Offer("result", gettext_lazy("Record a result"), "followup_result"),
    Offer("take_back", gettext_lazy("Take back the acceptance"), "followup_assess", "?verdict=returned"),
    Offer("reopen", gettext_lazy("Reopen"), "followup_reopen"),
    Offer("withdraw", gettext_lazy("Withdraw"), "followup_withdraw"),
)
_EXPECTED = frozenset({"acknowledge", "decide", "accept", "close"})
"""What a page expects of somebody who may do it; of the responsible body also the answer."""


def actions_for(follow_up: FollowUp, extensions: list[Extension], access: Access) -> list[Action]:
    """What this user may do now; the first stands out if the page expects it of them."""
    names = set(rules.possible(follow_up, access)) | _others(follow_up, extensions, access)
    offers = [offer for offer in OFFERS if offer.name in names]
    expected = _EXPECTED | ({"answer"} if rules.owns(follow_up, access) else set())
    return [
        Action(
            offer.label,
            reverse(f"followups:{offer.view}", args=[follow_up.pk]) + offer.query,
            primary=place == 0 and offer.name in expected,
            method=offer.method,
        )
        for place, offer in enumerate(offers)
    ]


def _others(follow_up: FollowUp, extensions: list[Extension], access: Access) -> set[str]:
    """Actions that are no moves of the state."""
    asked = any(extension.decision == Extension.Decision.ASKED for extension in extensions)
    found = {
        "ask": follow_up.state in OPEN and not asked and rules.may_ask_time(follow_up, access),
        "decide": asked and rules.may_decide_time(follow_up, access),
        "result": follow_up.state not in {State.DRAFT, State.WITHDRAWN}
        and rules.may_record_result(follow_up, access),
        "take_back": follow_up.state == State.ACCEPTED and rules.may(follow_up, "return", access),
    }
    return {name for name, offered in found.items() if offered}


# --- Timeline ---


def timeline(
    follow_up: FollowUp, extensions: list[Extension], results: list[ResultEntry], *, outsider: bool
) -> list[Event]:
    """Everything that happened, the newest first; to an outsider the council speaks as a body, without its notes."""
    moves = follow_up.moves.select_related("actor")
    events = [
        *(_move_event(follow_up, move, outsider=outsider) for move in moves),
        *(
            event
            for extension in extensions
            for event in _extension_events(follow_up, extension, outsider=outsider)
        ),
        *(_result_event(follow_up, entry, outsider=outsider) for entry in results if entry.reply_id is None),
    ]
    return sorted(events, key=lambda event: (event.when, event.entered), reverse=True)


def _who(follow_up: FollowUp, person: User | None, *, by_owner: bool, outsider: bool) -> str:
    if outsider:
        return str(follow_up.owner if by_owner else follow_up.council)
    return str(person) if person else ""


def _move_event(follow_up: FollowUp, move: FollowUpMove, *, outsider: bool) -> Event:
    by_owner = move.to_state in _OWNERS_STEPS or (
        move.to_state == State.IN_PROGRESS and move.from_state in OPEN
    )
    internal = move.to_state == State.CLOSED
    lines = ["" if outsider and internal else move.note, _entered_later(move)]
    return Event(
        move.effective_on,
        move.entered_at,
        move.get_to_state_display(),
        "\n".join(line for line in lines if line),
        _who(follow_up, move.actor, by_owner=by_owner, outsider=outsider),
    )


def _entered_later(move: FollowUpMove) -> str:
    """A step entered on another day than that of its effect says so: figures of the days between did not know it."""
    if timezone.localdate(move.entered_at) == move.effective_on:
        return ""
    return _("Entered on %(moment)s") % {"moment": display.moment(move.entered_at)}


def _extension_events(follow_up: FollowUp, extension: Extension, *, outsider: bool) -> Iterator[Event]:
    until = display.day(extension.until)
    yield Event(
        extension.asked_on,
        extension.entered_at,
        _("More time asked for, until %(day)s") % {"day": until},
        extension.reason,
        _who(follow_up, extension.asked_by, by_owner=True, outsider=outsider),
    )
    if extension.decided_on is not None:
        granted = extension.decision == Extension.Decision.GRANTED
        title = _("More time granted, until %(day)s") if granted else _("More time refused (until %(day)s)")
        yield Event(
            extension.decided_on,
            extension.decided_at or extension.entered_at,
            title % {"day": until},
            extension.decision_note,
            _who(follow_up, extension.decided_by, by_owner=False, outsider=outsider),
        )


def _result_event(follow_up: FollowUp, entry: ResultEntry, *, outsider: bool) -> Event:
    return Event(
        entry.effective_on,
        entry.entered_at,
        _("Result recorded: %(result)s") % {"result": entry.get_result_class_display()},
        "",
        _who(follow_up, entry.actor, by_owner=False, outsider=outsider),
    )
