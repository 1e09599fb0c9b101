"""What the synthesis report of a round says: its numbers and its opinions, from the records as of a day.

The numbers are those of the figures T01 to T08, O01, O03, O04 and O13 over the meetings of the round; opinions that
came after the round's cut-off day are left out and named, because they go to the next sitting.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any, Final

from django.db.models import Exists, OuterRef

from councils.models import Council, CouncilTerm, DelegateGroup, DelegateSeat
from councils.querysets import valid_on
from documents.language import Qualifier as Exactness
from documents.language import Quantity
from voters.models import JointConsent, Qualifier, VoterContactRound, VoterMeeting, VoterOpinion
from voters.opinion_lines import LEVELS, OpinionLine, lines_of, opinions_for_papers
from voters.querysets import works_on
from voters.rollover import rolled_on

EXACTNESS: Final = {
    Qualifier.EXACT: Exactness.EXACT,
    Qualifier.MORE_THAN: Exactness.FLOOR,
    Qualifier.NEARLY: Exactness.CEILING,
    Qualifier.ABOUT: Exactness.ESTIMATE,
}
ON_SPOT: Final = VoterOpinion.Screening.ON_SPOT


@dataclass(slots=True)
class PlaceRow:
    """A line of Biểu 1: the meetings of one constituency (or commune), and what was said there."""

    name: str
    meetings: int = 0
    heads: Quantity = field(default_factory=lambda: Quantity(0))
    speakers: int = 0
    on_spot: int = 0
    levels: Counter[str] = field(default_factory=Counter)

    @property
    def opinions(self) -> int:
        """All opinions after splitting and merging: those answered at the meeting and those carried on."""
        return self.on_spot + self.levels.total()


@dataclass(frozen=True)
class SynthesisFacts:
    """The whole report as data."""

    contact: VoterContactRound
    as_of: date
    group: DelegateGroup | None
    meetings: Sequence[Any]
    raised: int
    """T07: statements as voters made them."""
    spoken: Sequence[VoterOpinion]
    """T08: those answered at the meeting."""
    lines: Sequence[OpinionLine]
    """O01: what is carried on, by level and field."""
    rolled: Sequence[VoterOpinion]
    """What came after the cut-off day, left to the next sitting."""
    seats: int
    """Delegates in office, of whom some met voters."""

    @property
    def council(self) -> Council:
        """Whose report."""
        return self.contact.council

    @property
    def term(self) -> CouncilTerm:
        """Of which term."""
        return self.contact.council_term

    @property
    def points(self) -> int:
        """T02: venues, each day once."""
        return len({(row.venue, row.locality, row.held_on) for row in self.meetings})

    @property
    def localities(self) -> int:
        """Communes and wards in which meetings were held."""
        return len({row.locality for row in self.meetings})

    @property
    def heads(self) -> Quantity:
        """T04, as exact as its parts."""
        return sum((heads_of(row) for row in self.meetings), Quantity(0))

    @property
    def speakers(self) -> int:
        """T05."""
        return sum(row.speakers or 0 for row in self.meetings)

    @cached_property
    def delegates(self) -> tuple[int, int]:
        """T06: participations of the council's delegates, and how many different ones."""
        own = [
            one.pk
            for row in self.meetings
            for one in row.delegates.all()
            if one.council_id == self.council.pk
        ]
        return len(own), len(set(own))

    @property
    def forms(self) -> Counter[str]:
        """Meetings by their form."""
        return Counter(row.form for row in self.meetings)

    @property
    def joint(self) -> int:
        """Meetings held together with councils of other levels."""
        return sum(row.accepted for row in self.meetings)

    @property
    def total(self) -> int:
        """O01."""
        return len(self.lines)

    @property
    def levels(self) -> dict[str, int]:
        """O03: level -> how many, the highest first; levels without an opinion are left out."""
        counts = Counter(line.opinion.competence_level for line in self.lines)
        return {level: counts[level] for level in LEVELS if counts[level]}

    @property
    def fields(self) -> dict[str, int]:
        """O04: name of the field -> how many, in the order of the council's list."""
        ordered = sorted(self.lines, key=lambda line: _field_order(line.opinion))
        return dict(Counter(line.field for line in ordered))

    @property
    def repeated(self) -> list[OpinionLine]:
        """O13: what was raised in an earlier round too."""
        return [line for line in self.lines if line.repeats]

    @property
    def with_district(self) -> bool:
        """Whether the district level still has a column."""
        return "district" in self.levels

    @property
    def unclassified(self) -> int:
        """Opinions that still lack a field, a level or a body: the report should wait for them."""
        return sum(
            not (line.opinion.field_id and line.opinion.competence_level and line.opinion.agency_id)
            for line in self.lines
        )

    def grouped(self) -> list[tuple[str, list[tuple[str, list[OpinionLine]]]]]:
        """Level -> field -> lines, in the order of the report."""
        found: dict[str, dict[str, list[OpinionLine]]] = {}
        for line in self.lines:
            found.setdefault(line.opinion.competence_level, {}).setdefault(line.field, []).append(line)
        return [(level, list(found[level].items())) for level in LEVELS if level in found]

    @cached_property
    def places(self) -> list[PlaceRow]:
        """Biểu 1: every meeting and every opinion in one line, so that the columns add up to the totals."""
        rows: dict[str, PlaceRow] = {}
        for meeting in self.meetings:
            name = area_of(meeting)
            row = rows.setdefault(name, PlaceRow(name))
            row.meetings += 1
            row.heads += heads_of(meeting)
            row.speakers += meeting.speakers or 0
        names = {meeting.pk: area_of(meeting) for meeting in self.meetings}
        for opinion in self.spoken:
            rows[names[opinion.meeting_id]].on_spot += 1
        for line in self.lines:
            rows[names[line.opinion.meeting_id]].levels[line.opinion.competence_level] += 1
        return sorted(rows.values(), key=lambda row: row.name)


def _field_order(opinion: VoterOpinion) -> tuple[int, int]:
    return (opinion.field.order, opinion.field.pk) if opinion.field else (10_000, 0)


def heads_of(meeting: VoterMeeting) -> Quantity:
    """Attendances of a meeting with their qualifier."""
    return Quantity(meeting.headcount or 0, EXACTNESS[Qualifier(meeting.headcount_qualifier)])


def area_of(meeting: Any) -> str:
    """The constituency (area) of a meeting by its groups; the commune where no group is named."""
    units = sorted(
        {unit for group in meeting.groups.all() for unit in group.constituencies.all()},
        key=lambda unit: unit.number,
    )
    if units:
        return "; ".join(f"Đơn vị bầu cử số {unit.number} ({unit.area})" for unit in units)
    return "; ".join(group.name for group in meeting.groups.all()) or meeting.locality


def meetings_of(contact: VoterContactRound, group: DelegateGroup | None = None) -> list[Any]:
    """Meetings of the round that took place, with what papers say of them; of one group if asked."""
    rows = VoterMeeting.objects.filter(round=contact).took_place()
    if group is not None:
        rows = rows.filter(groups=group)
    accepted = JointConsent.objects.filter(meeting=OuterRef("pk")).accepted()
    told = rows.annotate(accepted=Exists(accepted)).prefetch_related("groups__constituencies", "delegates")
    return list(told.order_by("held_on", "starts_at", "pk"))


def synthesis_facts(
    contact: VoterContactRound, *, as_of: date, group: DelegateGroup | None = None
) -> SynthesisFacts:
    """Read the report of a round, or of one group in it; thirteen queries, however many opinions there are."""
    meetings = meetings_of(contact, group)
    heard = VoterOpinion.objects.filter(meeting__in=[row.pk for row in meetings], recorded_on__lte=as_of)
    late = set(rolled_on(contact).values_list("pk", flat=True))
    working = opinions_for_papers(heard.working_on(as_of))
    carried = [opinion for opinion in working if opinion.pk not in late]
    spoken = heard.filter(works_on(as_of), screening=ON_SPOT, is_split=False)
    voiced = heard.as_voiced().filter(source=VoterOpinion.Source.MEETING).values_list("pk", flat=True)
    return SynthesisFacts(
        contact=contact,
        as_of=as_of,
        group=group,
        meetings=meetings,
        raised=sum(pk not in late for pk in voiced),
        spoken=[opinion for opinion in spoken if opinion.pk not in late],
        lines=lines_of(carried, as_of),
        rolled=[opinion for opinion in working if opinion.pk in late],
        seats=_seats(contact, as_of),
    )


def _seats(contact: VoterContactRound, as_of: date) -> int:
    """Delegates who hold a seat of the round's term on the day."""
    held = DelegateSeat.objects.filter(valid_on(as_of), council_term=contact.council_term)
    return held.values("delegate").distinct().count()
