"""The escalation ladder on the pages: the panel of one follow-up, climbing and not climbing, a council's own ladder."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any, NamedTuple

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from core.access import DECIDERS, Access, Role
from core.display import day
from core.errors import Refused
from core.views import CouncilView, Text
from councils.calendar import Clock
from followups import rules
from followups.forms.ladder import ClimbForm, DeclineForm, LadderFormSet, TopicForm, ladder_lines
from followups.ladder import (
    ACTS,
    FRUITLESS_LIMIT,
    OUT_OF_TURN,
    USUAL,
    Proposal,
    Rung,
    Step,
    is_late,
    later_rungs,
    next_rung,
)
from followups.models import Assessment, Climb, FollowUp, LadderRung, RungKind
from followups.services import climbing
from followups.states import OPEN
from followups.views.actions import FollowUpAction

KEEPERS = DECIDERS | {Role.ADMINISTRATOR}
"""Those who set a council's ladder."""


# --- The panel ---


class ShownStep(NamedTuple):
    """A line of the ladder: done, the next, or later."""

    grade: str
    label: str
    when: date | None = None
    words: str = ""
    note: str = ""
    letter: Any = None


@dataclass(frozen=True)
class Panel:
    """The ladder of one follow-up for one reader; an outsider's has the letters to their agency only."""

    follow_up: FollowUp
    steps: Sequence[ShownStep]
    proposal: Proposal | None = None
    outsider: bool = False
    decides: bool = False
    topic: bool = False
    is_own: bool = False

    @property
    def offers(self) -> frozenset[str]:
        """What the head of the page offers because of the ladder."""
        climbs = self.decides and self.proposal is not None and self.proposal.ready
        return frozenset(name for name, offered in (("climb", climbs), ("topic", self.topic)) if offered)

    @property
    def act(self) -> Text:
        """What climbing the next rung means."""
        return ACTS[self.proposal.kind] if self.proposal else ""

    @property
    def inspection(self) -> bool:
        """Whether so many transfers were fruitless that an inspection of official duty may be proposed."""
        return not self.outsider and self.follow_up.fruitless >= FRUITLESS_LIMIT


def climbs_of(follow_up: Any, access: Access) -> list[Climb]:
    """What was decided on the ladder, the oldest first; to an outsider only the letters to their agency.

    The follow-up is read `with_ladder`. One query where there is anything to read.
    """
    if not follow_up.has_climbs:
        return []
    rows = follow_up.climbs.select_related("decided_by", "letter__document").order_by("decided_on", "pk")
    if rules.is_outsider(follow_up, access):
        rows = rows.filter(letter__agency_id__in=access.agencies)
    return list(rows)


def panel_of(
    follow_up: Any, climbs: list[Climb], judged: Assessment | None, access: Access, clock: Clock
) -> Panel | None:
    """The panel, where there is something to say: what is late, was climbed, or was answered and not accepted.

    The follow-up is read `with_ladder`; `judged` is the latest judgement of an answer. No query.
    """
    if rules.is_outsider(follow_up, access):
        steps = [_done(climb, told=False) for climb in climbs]
        return Panel(follow_up, steps, outsider=True) if steps else None
    returned = (
        follow_up.state in OPEN and judged is not None and judged.verdict == Assessment.Verdict.RETURNED
    )
    if not (climbs or returned or is_late(follow_up, clock.today)):
        return None
    own = [Step(*rung) for rung in zip(follow_up.own_kinds, follow_up.own_waits, strict=True)]
    rungs: Sequence[Rung] = own or USUAL
    ended = rules.has_ended(follow_up, clock.today)
    proposal = None if ended else next_rung(follow_up, rungs, climbs, clock)
    decides = rules.may_climb(follow_up, access)
    return Panel(
        follow_up,
        [*_climbed(climbs), *_to_come(follow_up, climbs, rungs, proposal)],
        proposal,
        decides=decides,
        topic=returned and rules.may_propose_topic(follow_up, access) and not _is_topic(climbs),
        is_own=bool(own),
    )


def _is_topic(climbs: Iterable[Climb]) -> bool:
    return any(climb.kind == RungKind.QUESTIONING and _was_climbed(climb) for climb in climbs)


def _was_climbed(climb: Climb) -> bool:
    return climb.decision == Climb.Decision.CLIMBED


def _climbed(climbs: Iterable[Climb]) -> Iterator[ShownStep]:
    return (_done(climb) for climb in climbs if _was_climbed(climb))


def _done(climb: Climb, *, told: bool = True) -> ShownStep:
    words = _("outside the ladder") if climb.position == OUT_OF_TURN and told else ""
    who = str(climb.decided_by or "") if told else ""
    note = " · ".join(part for part in (words, who) if part)
    return ShownStep("done", climb.get_kind_display(), climb.decided_on, climb.reason, note, climb.letter)


def _to_come(
    follow_up: FollowUp, climbs: Iterable[Climb], rungs: Sequence[Rung], proposal: Proposal | None
) -> Iterator[ShownStep]:
    """The next rung with its day and whoever let it rest, then the later ones with their days of waiting."""
    for position, rung in later_rungs(rungs, follow_up.rung):
        label = str(RungKind(rung.kind).label)
        if proposal and position == proposal.position:
            words = _("proposed since then") if proposal.ready else _("will be proposed then")
            yield ShownStep(
                "late" if proposal.ready else "now", label, proposal.since, words, _rests(climbs, position)
            )
        else:
            yield ShownStep("", label, note=_waits(rung.wait_days, first=position == 1))


def _waits(days: int, *, first: bool) -> str:
    if first:
        words = ngettext(
            "%(days)s working day after the due day", "%(days)s working days after the due day", days
        )
    else:
        words = ngettext(
            "%(days)s working day after the rung before", "%(days)s working days after the rung before", days
        )
    return words % {"days": days}


def _rests(climbs: Iterable[Climb], position: int) -> str:
    """Who decided last not to climb this rung, and why."""
    declined = [climb for climb in climbs if climb.position == position and not _was_climbed(climb)]
    if not declined:
        return ""
    last = declined[-1]
    words = {"day": day(last.decided_on), "who": last.decided_by or "", "reason": last.reason}
    return _("Not climbed on %(day)s, %(who)s: %(reason)s") % words


# --- Climbing ---


class LadderAction(FollowUpAction):
    """A decision on the next rung of a follow-up."""

    done_message = gettext_lazy("The step has been entered.")

    def allowed(self) -> bool:
        return rules.may_climb(self.record, self.access)

    @cached_property
    def proposal(self) -> Proposal | None:
        """The next rung, whether its days of waiting are over or not."""
        clock = Clock()
        if rules.has_ended(self.record, clock.today):
            return None
        rungs = climbing.rungs_of(self.record.council_id)
        return next_rung(self.record, rungs, list(self.record.climbs.all()), clock)

    def refusal(self) -> str:
        if self.proposal:
            return ""
        clock = Clock()
        try:
            climbing.check_owed(self.record, clock.today)
        except Refused as refusal:
            return " ".join(refusal.messages)
        return _("The ladder is at its end: every rung has been climbed.")

    def build_form(self, data: Any = None, files: Any = None) -> Any:
        """The form knows which rung it is about."""
        initial = self.proposal._asdict() if self.proposal else {}
        return self.form_class(data, files, initial=initial)

    def form_context(self, form: Any) -> dict[str, Any]:
        """Called by what is done."""
        context = super().form_context(form)
        if self.proposal and not self.title:
            context["title"] = context["submit_label"] = ACTS[self.proposal.kind]
            context["crumbs"][-1] = (context["title"], None)
        return context


class ClimbCreate(LadderAction):
    """Climb the next rung; a reminder letter has a page of its own."""

    form_class = ClimbForm
    consequence = gettext_lazy(
        "It is recorded with its day and your name. The next rung is proposed after its own days of waiting."
    )

    def get(self, _request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Where the next rung is a letter, the page that writes letters."""
        if self.proposal and self.proposal.kind == RungKind.REMINDER_LETTER:
            return HttpResponseRedirect(letter_url(self.record))
        return super().get(self.request, *args, **kwargs)

    def perform(self, form: Any) -> Climb:
        return climbing.climb(follow_up=self.record, user=self.user, **form.cleaned_data)


def letter_url(follow_up: FollowUp) -> str:
    """The page that writes a letter about this follow-up and what else its agency owes."""
    query = urlencode({"council": follow_up.council_id, "follow_up": follow_up.pk})
    return f"{reverse('followups:letter_create')}?{query}"


class ClimbDecline(LadderAction):
    """Do not climb the next rung now."""

    form_class = DeclineForm
    title = gettext_lazy("Do not climb now")
    submit_label = gettext_lazy("Enter the decision")

    def form_context(self, form: Any) -> dict[str, Any]:
        """Says which rung rests, and until when."""
        context = super().form_context(form)
        if self.proposal:
            words = {"rung": RungKind(self.proposal.kind).label}
            context["consequence"] = (
                _("“%(rung)s” is proposed again when its days of waiting have passed once more.") % words
            )
        return context

    def perform(self, form: Any) -> Climb:
        return climbing.decline_climb(follow_up=self.record, user=self.user, **form.cleaned_data)


class ClimbTopic(LadderAction):
    """Propose a matter whose answer was not accepted as a questioning topic, whatever its rung."""

    form_class = TopicForm
    title = gettext_lazy("Propose as a questioning topic")
    submit_label = gettext_lazy("Propose the topic")
    consequence = gettext_lazy("It joins the topics proposed for questioning until the matter is settled.")
    done_message = gettext_lazy("The topic has been proposed.")

    def allowed(self) -> bool:
        return rules.may_propose_topic(self.record, self.access)

    def refusal(self) -> str:
        """The service has the last word; the page is open to whoever may decide."""
        return ""

    def build_form(self, data: Any = None, files: Any = None) -> TopicForm:
        return TopicForm(data, files)

    def perform(self, form: TopicForm) -> Climb:
        return climbing.propose_topic(follow_up=self.record, user=self.user, **form.cleaned_data)


# --- A council's ladder ---


class LadderEdit(CouncilView):
    """The rungs of the council: changed, added, taken away and put in another order by number."""

    roles = KEEPERS
    template_name = "followups/ladder_edit.html"

    def get(self, _request: HttpRequest) -> HttpResponse:
        """The ladder as it is."""
        return self.show(self.formset())

    def post(self, request: HttpRequest) -> HttpResponse:
        """Keep the lines, or go back to the usual ladder."""
        if "reset" in request.POST:
            climbing.save_ladder(council=self.council, rungs=())
            messages.success(request, _("This council climbs the usual ladder again."))
            return HttpResponseRedirect(self.here())
        formset = self.formset(request.POST)
        if not formset.is_valid():
            return self.show(formset, status=422)
        try:
            climbing.save_ladder(council=self.council, rungs=formset.rungs())
        except ValidationError as refusal:
            formset.non_form_errors().extend(refusal.messages)
            return self.show(formset, status=422)
        messages.success(
            request, _("The ladder is saved; open matters go on with it from the rung they have reached.")
        )
        return HttpResponseRedirect(self.here())

    def formset(self, data: Any = None) -> Any:
        """The lines: those typed, or those in force."""
        initial = ladder_lines(climbing.rungs_of(self.council.pk)) if data is None else None
        return LadderFormSet(data, initial=initial, prefix="rung")

    def here(self) -> str:
        """This page, about the same council."""
        return f"{reverse('followups:ladder_edit')}?council={self.council.pk}"

    def show(self, formset: Any, status: int = 200) -> HttpResponse:
        """The page."""
        title = _("Escalation ladder")
        context = {
            "title": title,
            "intro": str(self.council),
            "crumbs": [(title, None)],
            "formset": formset,
            "is_own": LadderRung.objects.of(self.council).exists(),
            "usual": [
                (RungKind(rung.kind).label, _waits(rung.wait_days, first=place == 0))
                for place, rung in enumerate(USUAL)
            ],
            "cancel_url": reverse("home"),
        }
        return render(self.request, self.template_name, context, status=status)
