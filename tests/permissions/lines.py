"""The words of the matrix: a line names an address, how to reach it, and what each actor gets.

302 for who is not signed in is the way to the sign-in page; for others it is the way on after success.
"""

from __future__ import annotations

from dataclasses import dataclass, field

ACTORS = (
    "anonymous",
    "nobody",
    "administrator",
    "secretariat",
    "leader",
    "committee",
    "delegate",
    "agency",
    "other_agency",
    "auditor",
    "above",
    "stranger",
)
"""Roles of the council itself, then: an agency that was sent nothing, the secretariat of the council above, and the
secretariat of a council that has nothing to do with this one. `nobody` has an account and no membership."""

OK, ON, REFUSED, HIDDEN, INCOMPLETE = 200, 302, 403, 404, 422


@dataclass(frozen=True)
class Line:
    """One address: keyword → name of an id in the world, and the expected status by method and actor."""

    name: str
    get: dict[str, int] | None = None
    post: dict[str, int] | None = None
    ids: dict[str, str] = field(default_factory=dict)
    query: dict[str, str] = field(default_factory=dict)
    data: dict[str, str] = field(default_factory=dict)

    @property
    def methods(self) -> list[str]:
        """The methods this line speaks of."""
        return [method for method in ("get", "post") if getattr(self, method) is not None]

    def expected(self, method: str) -> dict[str, int]:
        """Status by actor."""
        table: dict[str, int] = getattr(self, method)
        return table

    def __str__(self) -> str:
        return self.name


def who(default: int, **named: int) -> dict[str, int]:
    """A row: everybody gets `default` except those named; who is not signed in is sent to sign in."""
    return dict.fromkeys(ACTORS, default) | {"anonymous": ON} | named


OUTSIDE = {
    "nobody": HIDDEN,
    "administrator": HIDDEN,
    "agency": HIDDEN,
    "other_agency": HIDDEN,
    "stranger": HIDDEN,
}
NO_READER = {"nobody": REFUSED, "administrator": REFUSED, "agency": REFUSED, "other_agency": REFUSED}

READ_LIST = who(OK, **NO_READER)
"""A list: the council's own side reads its own council's rows; the stranger reads their own council's."""
READ = who(OK, **OUTSIDE)
"""A record that the council's own side and the council above read."""


def staff_here(status: int) -> dict[str, int]:
    """What the secretariat does in the council it works in (so do the strangers, in theirs)."""
    return who(REFUSED, secretariat=status, above=status, stranger=status)


def deciders_here(status: int) -> dict[str, int]:
    """What secretariat and leaders do in the council they work in (so do the strangers, in theirs)."""
    return staff_here(status) | {"leader": status}


def staff_on_record(status: int, **named: int) -> dict[str, int]:
    """What only the secretariat does with a record of its council; others who see it may not, outsiders see nothing."""
    return who(REFUSED, **OUTSIDE, secretariat=status) | named


def form(name: str, line: dict[str, int], *, ids: dict[str, str] | None = None) -> Line:
    """A form: shown to who may save it; saving it empty is refused beside the fields."""
    return Line(
        name, get=line, post={a: INCOMPLETE if s == OK else s for a, s in line.items()}, ids=ids or {}
    )


MEMBERS = who(OK, nobody=REFUSED)
"""A page for everybody who serves anywhere; a user without a membership is told so on the home page."""
REFERENCE_LIST = who(OK, nobody=REFUSED, agency=REFUSED, other_agency=REFUSED)
"""Reference data: the council's own side and the administrator."""

OWED = who(OK, nobody=HIDDEN, administrator=HIDDEN, other_agency=HIDDEN, stranger=HIDDEN)
"""A follow-up: the council's side, the council above, and the agency it was sent to; no other agency."""


def owner_act(status: int) -> dict[str, int]:
    """What the responsible agency does with its follow-up (and the secretariat in its name)."""
    return staff_on_record(status, agency=status)


def agency_act(status: int) -> dict[str, int]:
    """What only the responsible agency does with its follow-up."""
    return staff_on_record(REFUSED, agency=status)


def decide(status: int) -> dict[str, int]:
    """What secretariat and leaders decide; the agency sees the follow-up and may not."""
    return staff_on_record(status, leader=status, agency=REFUSED)


def judge(status: int) -> dict[str, int]:
    """What secretariat, leaders and delegates judge."""
    return decide(status) | {"delegate": status}


def keepers_here(status: int) -> dict[str, int]:
    """What those who keep a council's own deadlines do in the council they work in, by a national rule of its level."""
    return staff_here(status) | {"leader": status, "administrator": status, "nobody": HIDDEN, "above": HIDDEN}


def keepers_of(status: int) -> dict[str, int]:
    """What they do with a value of the council's own; agencies serve there too, the council above reads it."""
    return who(REFUSED, nobody=HIDDEN, stranger=HIDDEN, secretariat=status) | {
        "leader": status,
        "administrator": status,
    }


TASK = {"pk": "follow_up"}
ANSWERED = {"pk": "answered"}
