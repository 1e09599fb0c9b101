"""Whatever a council did, the parts of its figures make up the whole, open their rows, and the past does not change."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from councils.models import DelegateSeat
from followups.models import ResultEntry
from reports.figures import Facts, Figure, FigureQuery, Scope, all_figures
from reports.figures.facts.seats import seat_filled_on
from sessions.models import Paper, Resolution, ResolutionRelation
from tests.factories import (
    AgencyFactory,
    AgendaItemFactory,
    BodyMeetingFactory,
    CommitteeFactory,
    FieldFactory,
    SeatFactory,
)
from tests.reports.agreement import assert_rows_agree, parts
from tests.reports.records import (
    DAY,
    call,
    half_day,
    moved,
    of_standing,
    registered,
    resolved,
    sitting,
    speak,
    tabled,
    task,
    verified,
)
from tests.reports.test_histories import undone, years_later

__all__ = ["years_later"]  # a fixture

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("years_later")]

START = date(2025, 11, 1)
FAR = timedelta(days=620)
"""Beyond every day that the questions ask about."""

days = st.integers(0, 300)
few = st.integers(0, 9)
papers = st.fixed_dictionaries(
    {
        "kind": st.sampled_from(["report", "proposal", "project", "draft_resolution"]),
        "owner": st.sampled_from(["agency", "committee", "standing"]),
        "received": st.none() | few,
        "tabled": st.booleans(),
        "reported": st.none() | few,
        "fate": st.sampled_from(["", "returned_incomplete", "withdrawn", "deferred"]),
        "fate_after": few,
    }
)
resolutions = st.fixed_dictionaries(
    {
        "normative": st.booleans(),
        "field": st.sampled_from(["giao-thong", "dat-dai", ""]),
        "adopted": st.booleans(),
        "signed": st.none() | few,
        "sent_up": st.none() | few,
        "published": st.none() | few,
        "changes": st.sampled_from(["", "amends", "replaces", "repeals", "repeals_partly"]),
        "task": st.sampled_from(["", "open", "resolved", "scheduled", "unresolved"]),
        "task_days": st.integers(1, 60),
    }
)
sittings = st.fixed_dictionaries(
    {
        "after": few,
        "kind": st.sampled_from(["regular_midyear", "thematic"]),
        "halves": st.sets(
            st.tuples(
                st.sampled_from([0, 1]),
                st.sampled_from(["1_morning", "2_afternoon"]),
                st.sampled_from(["plenary", "groups"]),
            ),
            max_size=4,
        ),
        "present": st.integers(0, 3),
        "papers": st.lists(papers, max_size=3),
        "resolutions": st.lists(resolutions, max_size=3),
    }
)
bodies = st.tuples(
    days,
    st.sampled_from(["regular", "ad_hoc", "verification"]),
    st.sampled_from(["planned", "held", "concluded"]),
)
seats = st.tuples(st.integers(-100, 300), st.none() | st.integers(0, 200), st.booleans(), st.booleans())
histories = st.fixed_dictionaries(
    {
        "sittings": st.lists(sittings, max_size=4),
        "bodies": st.lists(bodies, max_size=4),
        "documents": st.lists(st.tuples(days, st.sampled_from(["BC", "TB", "NQ"])), max_size=4),
        "seats": st.lists(seats, max_size=5),
        "standing": st.lists(days, max_size=2),
    }
)
EXAMPLES = settings(
    max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


class Archive:
    """One council's records, entered from a first day on."""

    def __init__(self, term: Any, first: date) -> None:
        self.term, self.first = term, first
        self.agency = AgencyFactory(council=term.council)
        self.committees = [
            CommitteeFactory(council=term.council, kind=kind) for kind in ("legal", "economic_budget")
        ]

    def enter(self, history: dict[str, Any]) -> None:
        for since, length, woman, elected_later in history["seats"]:
            start = self.first + since * DAY
            SeatFactory(
                council_term=self.term,
                valid_from=start,
                valid_to=None if length is None else start + length * DAY,
                delegate__is_woman=woman,
                origin="by_election" if elected_later else "elected",
            )
        for number, told in enumerate(history["sittings"]):
            self.sit(told, self.first + (30 * number + told["after"]) * DAY)
        for after, kind, state in history["bodies"]:
            committee = self.committees[after % 2] if kind == "verification" else None
            BodyMeetingFactory(
                council=self.term.council,
                committee=committee,
                kind=kind,
                state=state,
                held_on=self.first + after * DAY,
            )
        for after, kind in history["documents"]:
            registered(self.term.council, kind, self.first + after * DAY)
        for after in history["standing"]:
            of_standing(self.term, self.first + after * DAY)

    def sit(self, told: dict[str, Any], day: date) -> None:
        held = sitting(self.term, day, days=2, kind=told["kind"])
        seated = [seat.delegate for seat in DelegateSeat.objects.filter(seat_filled_on(day))]
        for after, part, kind in sorted(told["halves"]):
            half = half_day(held, day + after * DAY, part=part, kind=kind)
            present = seated[: told["present"]]
            call(half, present, seated[told["present"] :])
            for delegate in present:
                speak(half, delegate)
            AgendaItemFactory(sitting=held, tabled_on=half.day)
        for paper in told["papers"]:
            self.paper(held, paper, day)
        for resolution in told["resolutions"]:
            self.resolve(held, resolution, day)

    def paper(self, held: Any, told: dict[str, Any], day: date) -> None:
        owner = {
            "agency": {"owner_agency": self.agency},
            "committee": {"owner_committee": self.committees[0]},
        }
        due = day - 20 * DAY
        made = tabled(
            held,
            day if told["tabled"] else None,
            told["kind"],
            due_on=due,
            received_on=None if told["received"] is None else due + (told["received"] - 4) * DAY,
            **{"owner_agency": None, **owner.get(told["owner"], {})},
        )
        if told["reported"] is not None:
            reported = day - 10 * DAY + (told["reported"] - 4) * DAY
            verified(made, self.committees[told["reported"] % 2], reported=reported, due=day - 10 * DAY)
        if told["fate"]:
            moved(made, "verified", told["fate"], day + (told["fate_after"] - 4) * DAY)

    def resolve(self, held: Any, told: dict[str, Any], day: date) -> None:
        signed = day + told["signed"] * DAY if told["adopted"] and told["signed"] is not None else None
        later = {
            name: signed + told[key] * DAY
            for name, key in (("sent_up_on", "sent_up"), ("published_on", "published"))
            if signed and told[key] is not None
        }
        made = resolved(
            held,
            day if told["adopted"] else None,
            signed,
            is_normative=told["normative"],
            field=FieldFactory(code=told["field"]) if told["field"] else None,
            **later,
        )
        if told["changes"]:
            ResolutionRelation.objects.create(
                source=made, target_text="Nghị quyết cũ", kind=told["changes"], effective_on=day + 7 * DAY
            )
        if told["task"] and signed:
            result = "" if told["task"] == "open" else told["task"]
            due = signed + told["task_days"] * DAY
            task(made, self.agency, sent=signed, due=due, result=result, on=due - DAY)


def question(council: Any, first: int, length: int, seen: int) -> FigureQuery:
    start = START + first * DAY
    return FigureQuery(council, Scope.OWN, start, start + length * DAY, start + seen * DAY)


def whole(found: dict[str, Figure], code: str, *keys: str) -> None:
    """The parts of a figure, or those named, add up to it."""
    told = parts(found[code])
    chosen = [n for key, n in told.items() if not keys or key in keys]
    assert sum(chosen) == found[code].value, (code, told)


def add_up(found: dict[str, Figure]) -> None:
    for code in (
        "A01",
        "A03",
        "A05",
        "A07",
        "A08",
        "A09",
        "R02",
        "R03",
        "R05",
        "R06",
        "R07",
        "V01",
        "V02",
        "V03",
    ):
        whole(found, code)
    whole(found, "A04", "report", "proposal", "project")
    whole(found, "A04", "department", "committee", "standing")
    whole(found, "R01", "normative", "individual")
    fields = [n for key, n in parts(found["R01"]).items() if key not in {"normative", "individual"}]
    assert not fields or sum(fields) == found["R01"].value
    assert sum(parts(found["R04"]).values()) == found["R02"].value
    assert sum(parts(found["V04"]).values()) == found["V01"].value


@EXAMPLES
@given(history=histories, first=days, length=days, seen=days)
def test_parts_make_up_their_figures_and_rows_agree(
    term: Any, history: dict[str, Any], first: int, length: int, seen: int
) -> None:
    with undone():
        Archive(term, START).enter(history)
        asked = question(term.council, first, length, seen)
        add_up({found.code: found for found in all_figures(asked)})
        assert_rows_agree(asked, "ARV")


@EXAMPLES
@given(history=histories, first=days, length=days, seen=days)
def test_seats_close_with_what_opened_plus_who_came_minus_who_left(
    term: Any, history: dict[str, Any], first: int, length: int, seen: int
) -> None:
    with undone():
        Archive(term, START).enter({**history, "sittings": []})
        asked = question(term.council, first, length, seen)
        seats = DelegateSeat.objects.filter(council_term=term)
        opened = seats.filter(seat_filled_on(asked.start - DAY)).count()
        came = seats.filter(valid_from__range=(asked.start, asked.until)).count()
        found = next(one for one in all_figures(asked) if one.code == "A10")
        assert found.value == opened + came - parts(found)["vacated"]


@EXAMPLES
@given(history=histories, later=histories, first=days, length=days, seen=days)
def test_what_takes_effect_later_never_changes_an_earlier_day(
    term: Any, history: dict[str, Any], later: dict[str, Any], first: int, length: int, seen: int
) -> None:
    with undone():
        archive = Archive(term, START)
        archive.enter(history)
        asked = question(term.council, first, length, seen)
        then = [found for found in all_figures(asked) if found.code[0] in "ARV"]
        go_on(asked, asked.as_of + DAY)
        archive.first = START + FAR
        archive.enter(later)
        assert [found for found in all_figures(asked) if found.code[0] in "ARV"] == then


def go_on(asked: FigureQuery, day: date) -> None:
    """Everything that was open goes on, the day after."""
    Paper.objects.filter(received_on__isnull=True).update(received_on=day)
    Resolution.objects.filter(adopted_on__isnull=True).update(adopted_on=day)
    for name, before in (
        ("signed_on", "adopted_on"),
        ("sent_up_on", "signed_on"),
        ("published_on", "signed_on"),
    ):
        open_still = {f"{name}__isnull": True, f"{before}__lte": day}
        Resolution.objects.filter(**open_still).update(**{name: day})
    DelegateSeat.objects.filter(valid_to__isnull=True, valid_from__lte=day).update(valid_to=day)
    for paper in Paper.objects.filter(verifications__isnull=False):
        moved(paper, "verified", "withdrawn", day)
    for row in Facts(asked).tasks():
        ResultEntry.objects.create(follow_up=row.follow_up, result_class="explained", effective_on=day)
