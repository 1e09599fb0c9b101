"""Districts of the past: the bodies they wrote to, and whole rounds of voter contact with what became of them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from random import Random
from typing import Final, NamedTuple

from councils.models import Agency, Committee, Council, CouncilTerm
from followups.models import FollowUp
from portal.demo.stage import Course, Stage, known
from sessions.models import Sitting

Kind = Agency.Kind
DISTRICT_BODIES: Final = {
    "council_office": ("Văn phòng HĐND và UBND huyện", Kind.DEPARTMENT),
    "land": ("Phòng Tài nguyên và Môi trường", Kind.DEPARTMENT),
    "works": ("Phòng Kinh tế và Hạ tầng", Kind.DEPARTMENT),
    "farming": ("Phòng Nông nghiệp và Phát triển nông thôn", Kind.DEPARTMENT),
    "school": ("Phòng Giáo dục và Đào tạo", Kind.DEPARTMENT),
    "social": ("Phòng Lao động - Thương binh và Xã hội", Kind.DEPARTMENT),
    "clinic": ("Trung tâm Y tế huyện", Kind.OTHER),
    "police": ("Công an huyện", Kind.DEPARTMENT),
    "power": ("Điện lực huyện", Kind.COMPANY),
    "department": ("UBND tỉnh", Kind.PEOPLES_COMMITTEE),
    "delegation": ("Đoàn đại biểu Quốc hội tỉnh", Kind.NATIONAL_DELEGATION),
}
DISTRICT_COMMITTEES: Final = (
    (Committee.Kind.SOCIO_ECONOMIC, "Ban Kinh tế - Xã hội"),
    (Committee.Kind.LEGAL, "Ban Pháp chế"),
)
PROVINCE_COMMITTEES: Final = (
    (Committee.Kind.LEGAL, "Ban Pháp chế"),
    (Committee.Kind.ECONOMIC_BUDGET, "Ban Kinh tế - Ngân sách"),
    (Committee.Kind.CULTURE_SOCIETY, "Ban Văn hóa - Xã hội"),
    (Committee.Kind.ETHNIC, "Ban Dân tộc"),
)


def term_of(council: Council, name: str) -> CouncilTerm:
    """The first instance of a council's term."""
    return council.terms.get(term__name=name, instance=1)


def spread(total: int, parts: int, dice: Random, *, least: int = 1) -> list[int]:
    """A sum cut into parts of uneven size."""
    found = [total // parts + (1 if part < total % parts else 0) for part in range(parts)]
    for _ in range(parts):
        giver, taker = dice.randrange(parts), dice.randrange(parts)
        amount = min(dice.randrange(1 + found[giver] // 3), found[giver] - least)
        found[giver] -= amount
        found[taker] += amount
    return found


def days_in(first: date, last: date, count: int) -> list[date]:
    """Days evenly over a round."""
    step = (last - first).days / max(1, count - 1)
    return [first + timedelta(days=round(step * number)) for number in range(count)]


class Contact(NamedTuple):
    """A round to be held: before or after which sitting, from when to when."""

    kind: str
    name: str
    days: tuple[date, date]
    sitting: Sitting


class District(Stage):
    """A district's council: whole rounds at a time."""

    def whole_round(
        self, plan: Contact, heads: Sequence[tuple[int, str]], opinions: int, *, spot: int = 0, aside: int = 0
    ) -> list[FollowUp]:
        """One round: a meeting for each headcount; what was said is sent six days after each meeting."""
        days = plan.days
        contact = self.round(plan.kind, plan.name, *days, sitting=plan.sitting)
        said = spread(opinions, len(heads), self.dice)
        matters: list[FollowUp] = []
        for number, (day, (head, qualifier)) in enumerate(
            zip(days_in(*days, len(heads)), heads, strict=True)
        ):
            extra = spot > number, aside > number
            spoke = min(head, said[number] + sum(extra) + self.dice.randrange(3))
            meeting = self.plan_meeting(
                contact,
                day,
                self.places[number % len(self.places)],
                headcount=head,
                qualifier=qualifier,
                speakers=spoke,
            )
            entered = self.hold(meeting, said[number], spot=int(extra[0]), aside=int(extra[1]))
            matters += self.send(entered, day + timedelta(days=6))
        return matters

    def settle_in_time(self, matters: Sequence[FollowUp], result: str, until: date) -> None:
        """Answered 8 to 20 days after it was sent and judged soon after, all by a day."""
        for matter in matters:
            answered = min(
                known(matter.issued_on) + timedelta(days=8 + self.dice.randrange(13)),
                until - timedelta(days=3),
            )
            judged = min(answered + timedelta(days=2 + self.dice.randrange(8)), until)
            self.run(matter, Course(result, answered, judged, self.roadmap(result, judged), _reason(result)))

    def settle_late(self, matters: Sequence[FollowUp], result: str) -> None:
        """Answered some days after the due date."""
        for matter in matters:
            answered = known(matter.due_on) + timedelta(days=3 + self.dice.randrange(12))
            self.run(
                matter, Course(result, answered, answered + timedelta(days=4), self.roadmap(result, answered))
            )

    def settle_twice(self, matters: Sequence[FollowUp], result: str) -> None:
        """Answered, sent back, answered again."""
        for matter in matters:
            first, second = (
                known(matter.issued_on) + timedelta(days=10),
                known(matter.issued_on) + timedelta(days=24),
            )
            self.run(matter, Course(result, second, second + timedelta(days=3), returned_on=first))

    def roadmap(self, result: str, after: date) -> date | None:
        """By when a scheduled result will be there."""
        return after + timedelta(days=120 + 30 * self.dice.randrange(12)) if result == "scheduled" else None


def _reason(result: str) -> str:
    return "no_funds" if result == "unresolved" else ""
