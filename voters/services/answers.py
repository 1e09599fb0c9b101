"""The answer flows back: to every meeting at which a matter was raised, until its voters have been told.

`answers_for` is what an answer sheet prints: for each statement of a meeting its answer, found through merges, splits,
repeats and forwarding to another council. Nothing else of another council's records comes along than the answer itself.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from core.display import day
from core.errors import Refused
from core.services import entered_by
from councils.models import Council
from followups.models import FollowUp, Reply
from followups.states import OPEN, ResultClass, State
from voters.lineage import How, Step, Steps, ends, onward
from voters.models import AnswerTold, VoterContactRound, VoterMeeting, VoterOpinion
from voters.states import TOOK_PLACE


@dataclass(frozen=True, slots=True)
class Told:
    """Voters were told: on which day, at which meeting."""

    on: date
    meeting: VoterMeeting
    pk: int


@dataclass(frozen=True, slots=True)
class Answer:
    """What one statement of a meeting was answered, or how far it has come.

    A statement that was split has one of these for each part. `result_class` is the result as judged, or as the body
    sees it while nobody has judged (`is_judged` False). All texts are empty and days None while there is no answer.
    """

    opinion: VoterOpinion
    """The statement as voters made it at the meeting."""
    carrier: VoterOpinion
    """The opinion that carries it on and was sent; it may belong to another council."""
    way: tuple[Step, ...] = ()
    """Merges, splits, forwarding and repeats between the two; empty where the statement itself was sent."""
    body: str = ""
    """Who answers."""
    sent_on: date | None = None
    due_on: date | None = None
    text: str = ""
    number: str = ""
    """Number and symbol of the answering document."""
    dated_on: date | None = None
    result_class: str = ""
    is_judged: bool = False
    roadmap_on: date | None = None
    told: tuple[Told, ...] = ()

    @property
    def is_answered(self) -> bool:
        """Whether there is something to tell the voters."""
        return bool(self.text)

    @property
    def on_spot(self) -> bool:
        """Whether it was answered at the meeting itself: those voters know."""
        return self.opinion.screening == VoterOpinion.Screening.ON_SPOT

    @property
    def is_told(self) -> bool:
        """Whether the voters of this meeting have been told since the answer was given."""
        return any(self.dated_on is None or telling.on >= self.dated_on for telling in self.told)

    @property
    def to_tell(self) -> bool:
        """Answered, not at the meeting itself, and its voters have not been told."""
        return self.is_answered and not self.on_spot and not self.is_told

    @property
    def result(self) -> str:
        """The class of result in words."""
        return str(ResultClass(self.result_class).label) if self.result_class else ""

    @property
    def how(self) -> str:
        """How the statement came to what carries it: the first step of the way; "" where it was sent itself."""
        return str(self.way[0].how) if self.way else ""

    @property
    def through_repeat(self) -> bool:
        """Whether it is the answer to the earlier opinion that this one raises again."""
        return any(step.how is How.REPEATS for step in self.way)


def answers_for(meeting: VoterMeeting) -> list[Answer]:
    """The statements made at a meeting with their answers, in the order of their numbers; see `Answer`.

    The number of queries does not grow with the number of statements.
    """
    rows = (
        VoterOpinion.objects.filter(meeting=meeting).as_voiced().select_related("council", "field", "meeting")
    )
    return answers_of(list(rows.order_by("year", "number")))


def answers_to(opinion: VoterOpinion) -> list[Answer]:
    """The same for one statement."""
    return answers_of([opinion])


def answers_to_tell(
    council: Council, contact: VoterContactRound | None = None, *, since: date | None = None
) -> dict[VoterMeeting, list[Answer]]:
    """By meeting of the council (of one round, if given), the answers of which its voters have not been told.

    `since` leaves out what was said before that day. Meetings come by day; those without such an answer are left out.
    """
    rows = VoterOpinion.objects.of(council).as_voiced().filter(meeting__isnull=False)
    rows = rows.exclude(screening=VoterOpinion.Screening.ON_SPOT)
    if contact is not None:
        rows = rows.filter(meeting__round=contact)
    if since is not None:
        rows = rows.filter(recorded_on__gte=since)
    found: dict[VoterMeeting, list[Answer]] = defaultdict(list)
    related = rows.select_related("council", "field", "meeting__round")
    for answer in answers_of(list(related.order_by("meeting__held_on", "meeting_id", "number"))):
        if answer.to_tell and answer.opinion.meeting is not None:
            found[answer.opinion.meeting].append(answer)
    return dict(found)


def answers_of(said: Sequence[VoterOpinion]) -> list[Answer]:
    """What became of each of these, however many meetings they were raised at."""
    steps = onward([opinion.pk for opinion in said])
    ways = {opinion.pk: ends(opinion.pk, steps) for opinion in said}
    carriers = _carriers(steps, said)
    replies = _replies(carriers.values())
    told = _told(said)
    return [
        answer
        for opinion in said
        for answer in _of_statement(opinion, ways[opinion.pk], carriers, replies, told[opinion.pk])
    ]


def _carriers(steps: Steps, said: Sequence[VoterOpinion]) -> dict[int, VoterOpinion]:
    ids = {opinion.pk for opinion in said} | {step.target_id for found in steps.values() for step in found}
    rows = VoterOpinion.objects.select_related("council", "agency", "follow_up__agency")
    return rows.in_bulk(ids)


def _replies(carriers: Iterable[VoterOpinion]) -> dict[int, Reply]:
    """By follow-up the latest answer that was not given back."""
    ids = [opinion.follow_up_id for opinion in carriers if opinion.follow_up_id]
    returned = Q(assessments__verdict="returned")
    rows = Reply.objects.filter(follow_up__in=ids).exclude(returned).order_by("entered_at", "pk")
    return {reply.follow_up_id: reply for reply in rows}


def _told(said: Sequence[VoterOpinion]) -> dict[int, tuple[Told, ...]]:
    rows = AnswerTold.objects.standing().filter(opinion__in=[opinion.pk for opinion in said])
    found: dict[int, tuple[Told, ...]] = defaultdict(tuple)
    for row in rows.select_related("meeting__council").order_by("on", "pk"):
        found[row.opinion_id] += (Told(row.on, row.meeting, row.pk),)
    return found


def _of_statement(
    opinion: VoterOpinion,
    ways: Sequence[tuple[int, tuple[Step, ...]]],
    carriers: dict[int, VoterOpinion],
    replies: dict[int, Reply],
    told: tuple[Told, ...],
) -> list[Answer]:
    """Its own answer where it has one; the one to the earlier opinion only while it has none of its own."""
    found = [_answer(opinion, carriers[pk], way, replies, told) for pk, way in ways]
    own = [answer for answer in found if not answer.through_repeat]
    if any(answer.is_answered or answer.sent_on for answer in own):
        return own
    return [answer for answer in found if answer.through_repeat and answer.is_answered] or own


def _answer(
    opinion: VoterOpinion,
    carrier: VoterOpinion,
    way: tuple[Step, ...],
    replies: dict[int, Reply],
    told: tuple[Told, ...],
) -> Answer:
    if opinion.screening == VoterOpinion.Screening.ON_SPOT:
        return Answer(opinion, carrier, text=opinion.spot_answer, dated_on=opinion.recorded_on, told=told)
    task = carrier.follow_up
    if task is None or task.state == State.WITHDRAWN:
        return Answer(opinion, carrier, way, told=told)
    sent = {"body": str(task.agency or ""), "sent_on": task.issued_on, "due_on": task.due_on, "told": told}
    reply = None if task.state in OPEN else replies.get(task.pk)
    if reply is None:
        return Answer(opinion, carrier, way, **sent, **_standing(task))  # type: ignore[arg-type]  # by name
    judged = bool(task.result_class)
    return Answer(
        opinion,
        carrier,
        way,
        **sent,  # type: ignore[arg-type]  # by name
        text=reply.text,
        number=reply.number,
        dated_on=reply.dated_on,
        result_class=task.result_class or reply.result_class,
        is_judged=judged,
        roadmap_on=reply.roadmap_on,
    )


def _standing(task: FollowUp) -> dict[str, object]:
    """A result that was recorded without an answer in writing."""
    return {"result_class": task.result_class, "is_judged": bool(task.result_class)}


# --- Telling the voters ---


@transaction.atomic
def tell(
    *, opinions: Iterable[VoterOpinion], meeting: VoterMeeting, user: User | None, on: date | None = None
) -> list[AnswerTold]:
    """Record that the voters of these statements were told their answers at a meeting, on its day unless `on` is given.

    What was already told there is left as it is. Raises Refused when the meeting was not held, belongs to another
    council, the day lies in the future or before the meeting, or a statement has no answer yet or was made later.
    """
    said = list(
        VoterOpinion.objects.select_for_update(of=("self",))
        .filter(pk__in=[opinion.pk for opinion in opinions])
        .select_related("council", "field", "meeting")
        .order_by("pk")
    )
    told_on = on or meeting.held_on
    _check_telling(said, meeting, told_on)
    refused = [sentence for opinion in said if (sentence := _not_to_tell(opinion, told_on))]
    answered = {answer.opinion.pk for answer in answers_of(said) if answer.is_answered}
    refused += [
        _("Opinion no. %(number)s has no answer yet.") % {"number": opinion}
        for opinion in said
        if opinion.pk not in answered
    ]
    if refused:
        raise Refused(refused)
    known = set(
        AnswerTold.objects.standing()
        .filter(meeting=meeting, opinion__in=said)
        .values_list("opinion", flat=True)
    )
    with entered_by(user):
        return [
            AnswerTold.objects.create(opinion=opinion, meeting=meeting, on=told_on, actor=user)
            for opinion in said
            if opinion.pk not in known
        ]


def _check_telling(said: Sequence[VoterOpinion], meeting: VoterMeeting, told_on: date) -> None:
    if not said:
        raise Refused(_("Tick the answers that voters were told."))
    if any(opinion.council_id != meeting.council_id for opinion in said):
        raise Refused({"meeting": _("This meeting belongs to another council.")})
    if meeting.state not in TOOK_PLACE:
        raise Refused({"meeting": _("This meeting was not held yet: record it as held first.")})
    if told_on > timezone.localdate():
        raise Refused({"on": _("The day %(day)s lies in the future.") % {"day": day(told_on)}})
    if told_on < meeting.held_on:
        raise Refused(
            {"on": _("The meeting was held on %(day)s, after that day.") % {"day": day(meeting.held_on)}}
        )


def _not_to_tell(opinion: VoterOpinion, told_on: date) -> str:
    if told_on >= opinion.recorded_on:
        return ""
    words = {"number": opinion, "day": day(opinion.recorded_on)}
    return _("Opinion no. %(number)s was voiced on %(day)s, after that day.") % words


@transaction.atomic
def untell(*, telling: AnswerTold, user: User | None) -> None:
    """Take back that voters were told: it was entered by mistake, so it holds on no day.

    Raises Refused when somebody else was faster.
    """
    with entered_by(user):
        changed = AnswerTold.objects.filter(pk=telling.pk, undone_at__isnull=True).update(
            undone_on=telling.on, undone_at=timezone.now(), undone_by=user
        )
    if not changed:
        raise Refused(_("It has already been taken back. Reload the page to see by whom."))
