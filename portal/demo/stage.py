"""What the demonstration does in a council: everything through the services that pages call, quietly, by fixed dice."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, time, timedelta
from random import Random
from typing import Final, TypeVar

from django.utils import timezone

from accounts.models import User
from core.errors import Refused
from councils.models import Agency, Council, CouncilTerm, Delegate, Field
from followups import services as followups
from followups.models import FollowUp
from portal.demo.texts import ANSWERS, MORE_TIME, REFUSED, RETURNED, SPOT_ANSWERS, STATEMENTS, Statement
from sessions.models import Sitting
from sessions.services import move_sitting, save_sitting
from voters import services as voters
from voters.models import VoterContactRound, VoterMeeting, VoterOpinion

CHAIR: Final = "Đại diện Ban Thường trực Ủy ban MTTQ Việt Nam"
_CENTRAL_SINCE: Final = date(2020, 10, 1)
"""Decision 30/2020/QĐ-TTg gave the central level a deadline for answers to voters."""
_BEYOND: Final = {"department": "province", "delegation": "central"}
"""Bodies above the council: the level that can settle what goes to them."""


T = TypeVar("T")


def known(value: T | None) -> T:
    """A fact that a matter has once it was sent (its day, its due day, its body)."""
    if value is None:
        message = "this matter was never sent"
        raise ValueError(message)
    return value


@dataclass(frozen=True, slots=True)
class Course:
    """How a matter went: answered and judged on which days with which result; sent back once before, if so."""

    result: str
    answered_on: date
    judged_on: date | None
    roadmap_on: date | None = None
    reason: str = ""
    returned_on: date | None = None


@dataclass
class Stage:
    """A council with its people and bodies. The dice are the council's own, so that each loading is the same."""

    council: Council
    term: CouncilTerm
    clerk: User
    places: Sequence[str]
    bodies: Mapping[str, Agency]
    delegates: Sequence[Delegate]
    agents: Mapping[int, User] = field(default_factory=dict)
    dice: Random = field(init=False)
    fields: dict[str, Field] = field(init=False)
    told: int = 0

    def __post_init__(self) -> None:
        """Seeded by the council's address."""
        self.dice = Random(self.council.slug)  # noqa: S311 - a fixed pattern is wanted, not a secret
        self.fields = {row.code: row for row in Field.objects.filter(council__isnull=True)}

    # --- Sittings, rounds, meetings ---

    def sitting(
        self, number: int, kind: str, opens_on: date, days: int = 2, *, only_planned: bool = False
    ) -> Sitting:
        """Enter a sitting of the term; one that is over is recorded as held, unless its course is told step by step."""
        closes_on = opens_on + timedelta(days=days - 1)
        sitting = save_sitting(
            sitting=Sitting(
                council=self.council,
                council_term=self.term,
                number=number,
                kind=kind,
                opens_on=opens_on,
                closes_on=closes_on,
                place="Hội trường trung tâm",
                chair="Chủ tịch Hội đồng nhân dân",
                secretaries="Thư ký kỳ họp – 01, Thư ký kỳ họp – 02",
            )
        )
        if closes_on < timezone.localdate() and not only_planned:
            move_sitting(sitting=sitting, name="hold", user=self.clerk, on=closes_on)
        return sitting

    def round(
        self,
        kind: str,
        name: str,
        starts_on: date,
        ends_on: date,
        sitting: Sitting | None = None,
        *,
        topic: str = "",
    ) -> VoterContactRound:
        """Open a round of voter contact."""
        return voters.create_round(
            council=self.council,
            user=self.clerk,
            kind=kind,
            name=name,
            starts_on=starts_on,
            ends_on=ends_on,
            council_term=self.term,
            sitting=sitting,
            topic=topic,
        )

    def attending(self) -> list[Delegate]:
        """Three delegates of the council; two of them are never free."""
        return self.dice.sample(self.delegates[:-2], 3)

    def plan_meeting(
        self,
        contact: VoterContactRound,
        held_on: date,
        place: str,
        *,
        form: str = "constituency",
        joint: Sequence[Council] = (),
        headcount: int | None = None,
        qualifier: str = "",
        speakers: int | None = None,
    ) -> VoterMeeting:
        """Plan a meeting with three delegates of the council."""
        chosen = self.attending()
        return voters.create_meeting(
            round=contact,
            user=self.clerk,
            held_on=held_on,
            venue=f"Nhà văn hóa {place}",
            locality=place,
            form=form,
            starts_at=time(8, 0),
            ends_at=time(11, 0),
            chair=CHAIR,
            delegates=sorted(chosen, key=lambda delegate: delegate.pk),
            joint_councils=joint,
            headcount=headcount,
            headcount_qualifier=qualifier,
            speakers=speakers,
        )

    def hold(
        self, meeting: VoterMeeting, opinions: int, *, spot: int = 0, aside: int = 0, file: bool = True
    ) -> list[VoterOpinion]:
        """Record a meeting as held and enter what was said: carried on, answered on the spot, out of scope."""
        voters.move_meeting(meeting=meeting, name="hold", user=self.clerk)
        rows = [
            *(self.said(meeting) for _ in range(opinions)),
            *(self.said(meeting, "answered_on_spot") for _ in range(spot)),
            *(self.said(meeting, "out_of_scope") for _ in range(aside)),
        ]
        entered = voters.add_opinions(meeting=meeting, rows=rows, user=self.clerk)
        if file:
            voters.move_meeting(meeting=meeting, name="file", user=self.clerk, on=meeting.held_on)
        return entered[:opinions]

    def said(self, meeting: VoterMeeting, screening: str = "carried") -> voters.OpinionRow:
        """The next statement: each kind in turn, from a village of the place."""
        statement = self.next_statement(meeting.held_on)
        village = f"thôn {1 + self.dice.randrange(12)}"
        spot = self.dice.choice(SPOT_ANSWERS) if screening == "answered_on_spot" else ""
        body = self.body_of(statement)
        return voters.OpinionRow(
            content=statement.text.format(place=f"{village}, {meeting.locality}"),
            voter_place=village.capitalize(),
            field=self.fields[statement.field.removesuffix("-province")],
            competence_level=self.level_of(statement, body),
            agency=body,
            screening=screening,
            spot_answer=spot,
        )

    def next_statement(self, day: date) -> Statement:
        """Each kind in turn; before a deadline for the central level existed nothing was put to it."""
        while True:
            self.told += 1
            statement = STATEMENTS[(self.told * 7) % len(STATEMENTS)]
            if statement.body != "delegation" or day >= _CENTRAL_SINCE:
                return statement

    def body_of(self, statement: Statement) -> Agency:
        """The body that answers it; every fifth of the works goes to a lower body, if there is one."""
        lower = [body for role, body in self.bodies.items() if role.startswith("lower")]
        if lower and statement.body in {"works", "social"} and self.dice.randrange(5) == 0:
            return self.dice.choice(lower)
        return self.bodies[statement.body]

    def level_of(self, statement: Statement, body: Agency) -> str:
        """The level that can settle it."""
        if body.kind == Agency.Kind.LOWER_COMMITTEE:
            return "commune"
        return _BEYOND.get(statement.body, self.council.level)

    # --- What becomes of opinions ---

    def send(self, opinions: Sequence[VoterOpinion], on: date, *, quiet: bool = True) -> list[FollowUp]:
        """Send opinions to their bodies; all of them can be sent."""
        outcome = voters.send(opinions=opinions, user=self.clerk, on=on, quiet=quiet)
        if outcome.refused:
            raise Refused([f"{opinion}: {sentence}" for opinion, sentence in outcome.refused])
        return [known(opinion.follow_up) for opinion in outcome.sent]

    def agent_of(self, matter: FollowUp) -> User:
        """The body's own user where it has one; otherwise the secretariat enters what the body says."""
        return self.agents.get(matter.agency_id or 0, self.clerk)

    def begin(self, matter: FollowUp, on: date) -> None:
        """The body has received the matter and handles it."""
        followups.acknowledge(follow_up=matter, user=self.agent_of(matter), on=on)
        followups.start(follow_up=matter, user=self.agent_of(matter), on=on)

    def answer(
        self,
        matter: FollowUp,
        result: str,
        on: date,
        *,
        roadmap_on: date | None = None,
        reason: str = "",
        quiet: bool = True,
    ) -> None:
        """The body answers."""
        followups.reply_to(
            follow_up=matter,
            user=self.agent_of(matter),
            text=ANSWERS[result].format(body=known(matter.agency).name),
            result_class=result,
            dated_on=on,
            number=f"{100 + self.dice.randrange(800)}/CV",
            roadmap_on=roadmap_on,
            reason=reason,
            quiet=quiet,
        )

    def run(self, matter: FollowUp, course: Course) -> None:
        """The whole course of a matter: answered, perhaps sent back and answered again, then accepted."""
        if course.returned_on:
            self.answer(matter, "in_progress", course.returned_on)
            self.give_back(matter, course.returned_on)
        self.answer(
            matter, course.result, course.answered_on, roadmap_on=course.roadmap_on, reason=course.reason
        )
        if course.judged_on:
            followups.assess(
                follow_up=matter, user=self.clerk, verdict="accepted", on=course.judged_on, quiet=True
            )

    def give_back(self, matter: FollowUp, on: date, *, quiet: bool = True) -> None:
        """The answer is not accepted."""
        followups.assess(
            follow_up=matter, user=self.clerk, verdict="returned", reason=RETURNED, on=on, quiet=quiet
        )

    def note(self, matter: FollowUp, result: str, on: date) -> None:
        """The secretariat records how a matter stands without a new answer."""
        followups.record_result(follow_up=matter, user=self.clerk, result_class=result, on=on)

    def extend(self, matter: FollowUp, days: int, on: date, *, granted: bool = True) -> None:
        """More time was asked for and decided the day after."""
        asked = followups.request_extension(
            follow_up=matter,
            user=self.agent_of(matter),
            until=known(matter.due_on) + timedelta(days=days),
            reason=MORE_TIME,
            on=on,
            quiet=True,
        )
        followups.decide_extension(
            extension=asked,
            user=self.clerk,
            granted=granted,
            note="" if granted else REFUSED,
            on=on,
            quiet=True,
        )
        matter.refresh_from_db()
