"""What an opinion came from and what became of it, for its page: lines with their way back, and the timeline."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from core import display
from core.compiled import compiled
from core.history import Entry
from voters.lineage import How, Step, back
from voters.models import AnswerTold, OpinionForward, OpinionLikeness, OpinionLink, Regrouping, VoterOpinion
from voters.timeline import acted, taken_back


@dataclass(frozen=True, slots=True)
class Line:
    """One opinion beside another: how they hang together, and where that is taken back (nowhere: "")."""

    opinion: VoterOpinion
    words: str
    url: str = ""
    undo_url: str = ""


@compiled
def _links(ids: Sequence[int]) -> QuerySet[OpinionLink]:
    links = OpinionLink.objects.filter(Q(source__in=ids) | Q(target__in=ids)).order_by("regrouping__on", "pk")
    return links.select_related(
        "regrouping__actor", "regrouping__undone_by", "source__meeting", "target", "target__follow_up"
    )


@compiled
def _marks(ids: Sequence[int]) -> QuerySet[OpinionLikeness]:
    marks = OpinionLikeness.objects.filter(Q(opinion__in=ids) | Q(earlier__in=ids))
    return marks.select_related("opinion__meeting", "earlier__meeting", "actor", "undone_by")


@compiled
def _forwards(ids: Sequence[int]) -> QuerySet[OpinionForward]:
    forwards = OpinionForward.objects.filter(opinion__in=ids)
    return forwards.select_related("to_council", "asked_by", "decided_by")


@compiled
def _tellings(ids: Sequence[int]) -> QuerySet[AnswerTold]:
    return AnswerTold.objects.filter(opinion__in=ids).select_related("meeting", "actor", "undone_by")


class Story:
    """Everything around one opinion, each sort of row read once."""

    def __init__(self, opinion: VoterOpinion, *, staff: bool, readable: frozenset[int]) -> None:
        """`readable`: ids of the councils whose records the reader opens; others are named, not linked."""
        self.opinion = opinion
        self.staff = staff
        self.readable = readable
        pk = opinion.pk
        self.links = _links(ids=[pk])
        self.marks = _marks(ids=[pk])
        self.forwards = _forwards(ids=[pk])
        self.tellings = _tellings(ids=[pk])

    # --- What it came from ---

    @property
    def sources(self) -> list[Line]:
        """The statements that it came from, through every merge, split and forwarding, the nearest first.

        What another council forwarded is shown; what that council had made it from is its own, unless one reads it.
        """
        if not (
            self.opinion.forwarded_from_id or any(link.target_id == self.opinion.pk for link in self.links)
        ):
            return []
        steps = back([self.opinion.pk])
        way = list(_upward(self.opinion.pk, steps))
        rows = VoterOpinion.objects.select_related("meeting", "council").in_bulk(
            [step.source_id for step in way]
        )
        undo = self._undo_urls()
        shown = {self.opinion.pk, *(pk for pk, row in rows.items() if row.council_id in self.readable)}
        return [
            self._line(rows[step.source_id], _came(step), undo.pop(step.source_id, ""))
            for step in way
            if step.target_id in shown
        ]

    def _undo_urls(self) -> dict[int, str]:
        """By source: where a merge into this one, or the split that made it, is taken back; once for each act."""
        found: dict[int, str] = {}
        offered: set[int] = set()
        for link in self.links:
            act = link.regrouping
            if link.target_id == self.opinion.pk and not act.is_undone and act.pk not in offered:
                offered.add(act.pk)
                found[link.source_id] = self._undo(act)
        return found

    def _undo(self, act: Regrouping) -> str:
        """Nothing once it was sent: what was sent stays as it was sent."""
        if not self.staff or self.opinion.follow_up_id:
            return ""
        return reverse("voters:regrouping_undo", args=[act.pk])

    def _line(self, opinion: VoterOpinion, words: str, undo_url: str = "") -> Line:
        url = opinion.get_absolute_url() if opinion.council_id in self.readable else ""
        return Line(opinion, words, url, undo_url)

    # --- What became of it ---

    @property
    def fates(self) -> list[Line]:
        """What carries it on, and what it repeats or is repeated by."""
        return [*self._replaced(), *self._repeats()]

    def _replaced(self) -> Iterator[Line]:
        offered: set[int] = set()
        for link in self.links:
            act = link.regrouping
            if link.source_id != self.opinion.pk or act.is_undone:
                continue
            merged = act.kind == Regrouping.Kind.MERGE
            words = _("Merged on %(day)s into") if merged else _("Split on %(day)s into")
            undo = "" if act.pk in offered or link.target.follow_up_id else self._undo(act)
            offered.add(act.pk)
            yield self._line(link.target, words % {"day": display.day(act.on)}, undo)

    def _repeats(self) -> Iterator[Line]:
        for mark in self.marks:
            if mark.is_undone or mark.verdict != OpinionLikeness.Verdict.REPEAT:
                continue
            later = mark.opinion_id == self.opinion.pk
            words = _("Raises again, since %(day)s") if later else _("Raised again, known since %(day)s")
            undo = reverse("voters:likeness_undo", args=[mark.pk]) if self.staff else ""
            other = mark.earlier if later else mark.opinion
            yield self._line(other, words % {"day": display.day(mark.on)}, undo)

    @property
    def forward(self) -> OpinionForward | None:
        """The forwarding that stands: waiting or accepted; else the last that was returned."""
        shown = [one for one in self.forwards if one.decision != OpinionForward.Decision.TAKEN_BACK]
        return shown[-1] if shown else None

    # --- The timeline ---

    @property
    def entries(self) -> list[Entry]:
        """What was done to it as a whole, and taken back."""
        return [
            *self._of_links(),
            *self._of_marks(),
            *self._of_forwards(),
            *(_entry for telling in self.tellings for _entry in _told(telling)),
        ]

    def _of_links(self) -> Iterator[Entry]:
        acts: dict[int, tuple[Regrouping, list[OpinionLink]]] = {}
        for link in self.links:
            acts.setdefault(link.regrouping_id, (link.regrouping, []))[1].append(link)
        for act, links in acts.values():
            yield acted(act, _grouped(act, links, self.opinion.pk))
            if act.is_undone:
                yield taken_back(act, str(act.get_kind_display()))

    def _of_marks(self) -> Iterator[Entry]:
        for mark in self.marks:
            other = mark.earlier if mark.opinion_id == self.opinion.pk else mark.opinion
            words = {"verdict": mark.get_verdict_display(), "number": other}
            title = _("%(verdict)s: no. %(number)s") % words
            yield acted(mark, title)
            if mark.is_undone:
                yield taken_back(mark, title)

    def _of_forwards(self) -> Iterator[Entry]:
        for one in self.forwards:
            title = _("Forwarded to %(council)s") % {"council": one.to_council}
            yield Entry(one.asked_on, title, one.reason, str(one.asked_by or ""), entered=one.entered_at)
            if one.decided_on and one.decided_at:
                words = {"council": one.to_council, "decision": one.get_decision_display()}
                decided = _("%(council)s: %(decision)s") % words
                who = str(one.decided_by or "")
                yield Entry(one.decided_on, decided, one.decision_note, who, entered=one.decided_at)


def _upward(start: int, steps: Any) -> Iterator[Step]:
    """The steps that lead to an opinion, the nearest first, each opinion once."""
    frontier, seen = [start], {start}
    while frontier:
        found = [step for pk in frontier for step in steps.get(pk, ()) if step.source_id not in seen]
        yield from found
        frontier = [step.source_id for step in found]
        seen |= set(frontier)


def _came(step: Step) -> str:
    words = {
        How.MERGED: _("Merged on %(day)s from"),
        How.SPLIT: _("Split on %(day)s from"),
        How.FORWARDED: _("Forwarded, accepted on %(day)s"),
    }
    return words[step.how] % {"day": display.day(step.on)}


def _grouped(act: Regrouping, links: Sequence[OpinionLink], pk: int) -> str:
    """A merge or split as one opinion saw it."""
    merged = act.kind == Regrouping.Kind.MERGE
    if links[0].source_id == pk:
        numbers = ", ".join(str(link.target) for link in links)
        title = _("Merged into no. %(numbers)s") if merged else _("Split into no. %(numbers)s")
    else:
        numbers = ", ".join(str(link.source) for link in links)
        title = _("Merged from no. %(numbers)s") if merged else _("Split from no. %(numbers)s")
    return title % {"numbers": numbers}


def _told(telling: Any) -> Iterator[Entry]:
    title = _("Voters were told the answer at the meeting %(meeting)s") % {"meeting": telling.meeting}
    yield acted(telling, title)
    if telling.is_undone:
        yield taken_back(telling, title)
