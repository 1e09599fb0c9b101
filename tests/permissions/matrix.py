"""The matrix itself. A line names an address, how to reach it, and what each actor gets.

302 for who is not signed in is the way to the sign-in page; for others it is the way on after success.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from tests.permissions.world import ACTORS

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

LINES: list[Line] = [
    # the portal's own
    Line("home", get=who(OK)),
    Line("search", get=MEMBERS, query={"q": "cau"}),
    Line("healthz", get=who(OK, anonymous=OK)),
    Line("set_language", post=who(ON), data={"language": "en"}),
    Line("accounts:draft_save", post=who(400, anonymous=401), ids={"key": "key"}),
    # follow-ups
    Line("followups:followup_list", get=who(OK, nobody=REFUSED, administrator=REFUSED)),
    Line("followups:punctuality", get=who(OK, nobody=REFUSED, administrator=REFUSED)),
    Line("followups:followup_mine", get=who(OK, nobody=REFUSED, administrator=REFUSED, auditor=REFUSED)),
    form("followups:followup_create", staff_here(OK) | {"leader": OK}),
    form("followups:followup_edit", staff_on_record(OK, leader=OK), ids={"pk": "draft"}),
    form("followups:followup_issue", staff_on_record(OK, leader=OK), ids={"pk": "draft"}),
    form("followups:part_create", decide(OK), ids=TASK),
    form(
        "followups:part_contribute",
        staff_on_record(OK, agency=REFUSED, other_agency=OK),
        ids={"pk": "shared", "part_pk": "part"},
    ),
    Line(
        "followups:part_remove",
        get=decide(OK) | {"other_agency": REFUSED},
        post=decide(ON) | {"other_agency": REFUSED},
        ids={"pk": "shared", "part_pk": "part"},
    ),
    Line("followups:followup_detail", get=OWED, ids=TASK),
    Line("followups:feed_edit", get=MEMBERS, post=MEMBERS),
    Line("followups:feed", get=who(OK, anonymous=OK), post=who(405, anonymous=405), ids={"token": "token"}),
    Line("followups:file_download", get=OWED, ids={"pk": "answered", "file_pk": "file"}),
    Line("followups:followup_acknowledge", post=agency_act(ON), ids=TASK),
    Line("followups:followup_start", post=agency_act(ON), ids=TASK),
    form("followups:reply_create", owner_act(OK), ids=TASK),
    form("followups:extension_create", owner_act(OK), ids={"pk": "plain"}),
    form("followups:extension_decide", decide(OK), ids=TASK),
    form("followups:followup_assess", judge(OK), ids=ANSWERED),
    form("followups:followup_result", staff_on_record(OK, agency=REFUSED), ids=ANSWERED),
    Line("followups:followup_close", post=decide(ON), ids={"pk": "accepted"}),
    form("followups:followup_reopen", decide(OK), ids={"pk": "closed"}),
    form("followups:followup_withdraw", staff_on_record(OK, agency=REFUSED), ids=TASK),
    Line("followups:followup_remind", get=deciders_here(ON), post=deciders_here(ON)),
    form("followups:preference_edit", MEMBERS),
    Line("followups:climb_create", get=decide(ON), post=decide(INCOMPLETE), ids=TASK),
    form("followups:climb_decline", decide(OK), ids=TASK),
    form("followups:climb_topic", judge(OK), ids=TASK),
    Line("followups:letter_list", get=who(OK, nobody=REFUSED, administrator=REFUSED)),
    Line("followups:letter_create", get=deciders_here(ON), post=deciders_here(ON)),
    Line("followups:letter_detail", get=OWED, ids={"pk": "letter"}),
    Line("followups:letter_file", get=OWED, ids={"pk": "letter", "extension": "extension"}),
    form("followups:ladder_edit", deciders_here(OK) | {"administrator": OK}),
    form("followups:reminder_steps_edit", deciders_here(OK) | {"administrator": OK}),
    form("followups:hand_over_create", owner_act(OK), ids={"pk": "plain"}),
    form(
        "followups:hand_over_decide",
        staff_on_record(OK, agency=REFUSED, other_agency=OK),
        ids={"pk": "hand_over"},
    ),
    Line(
        "followups:hand_over_take_back",
        get=owner_act(OK) | {"other_agency": REFUSED},
        post=owner_act(ON) | {"other_agency": REFUSED},
        ids={"pk": "hand_over"},
    ),
    Line("followups:hand_over_list", get=who(OK, nobody=REFUSED, administrator=REFUSED)),
    Line("followups:succession_list", get=deciders_here(OK)),
    form(
        "followups:succession_move",
        who(REFUSED, secretariat=OK, leader=OK, above=HIDDEN, stranger=HIDDEN),
        ids={"pk": "ended"},
    ),
    Line("followups:notice_list", get=MEMBERS),
    Line("followups:notice_read", post=who(HIDDEN, agency=ON, nobody=REFUSED), ids={"pk": "notice"}),
    Line("followups:notice_read_all", post=who(ON, nobody=REFUSED)),
    # voters
    Line("voters:round_list", get=READ_LIST),
    form("voters:round_create", staff_here(OK)),
    Line("voters:round_detail", get=READ, ids={"pk": "round"}),
    form("voters:round_edit", staff_on_record(OK), ids={"pk": "round"}),
    form("voters:meeting_create", staff_on_record(OK), ids={"pk": "round"}),
    Line("voters:meeting_list", get=READ_LIST),
    Line("voters:meeting_detail", get=READ, ids={"pk": "meeting"}),
    form("voters:meeting_edit", staff_on_record(OK), ids={"pk": "meeting"}),
    Line("voters:meeting_move", post=staff_on_record(ON), ids={"pk": "meeting", "name": "move"}),
    Line("voters:meeting_opinions", get=staff_on_record(OK), ids={"pk": "meeting"}),
    Line("voters:opinion_list", get=READ_LIST),
    Line("voters:opinion_classify", post=staff_here(ON)),
    Line("voters:opinion_send", post=staff_here(ON)),
    Line("voters:opinion_detail", get=READ, ids={"pk": "opinion"}),
    form("voters:opinion_edit", staff_on_record(OK), ids={"pk": "opinion"}),
    # sittings
    Line("sittings:sitting_list", get=READ_LIST),
    form("sittings:sitting_create", staff_here(OK)),
    Line("sittings:sitting_detail", get=READ, ids={"pk": "sitting"}),
    form("sittings:sitting_edit", staff_on_record(OK), ids={"pk": "sitting"}),
    # supervision
    Line("supervision:mission_list", get=READ_LIST),
    form("supervision:mission_create", staff_here(OK)),
    Line("supervision:mission_detail", get=READ, ids={"pk": "mission"}),
    form("supervision:mission_edit", staff_on_record(OK), ids={"pk": "mission"}),
    # reports
    Line("reports:figures", get=READ_LIST),
    Line("reports:figure_rows", get=READ_LIST, ids={"code": "code"}),
    Line("reports:run_list", get=READ_LIST),
    form("reports:run_create", staff_here(OK) | {"leader": OK}),
    Line("reports:run_detail", get=READ, ids={"pk": "run"}),
    Line("reports:run_retry", post=staff_on_record(ON, leader=ON), ids={"pk": "failed_run"}),
    Line("reports:run_file", get=READ, ids={"pk": "run", "extension": "extension"}),
    # councils
    Line("councils:council_list", get=REFERENCE_LIST),
    Line("councils:council_detail", get=REFERENCE_LIST, ids={"pk": "council"}),
    Line("councils:membership_switch", post=who(HIDDEN, nobody=REFUSED), data={"council": "0"}),
    Line("councils:agency_list", get=REFERENCE_LIST),
    form("councils:agency_create", staff_here(OK)),
    form(
        "councils:agency_edit",
        staff_on_record(OK, agency=REFUSED, other_agency=REFUSED, administrator=REFUSED),
        ids={"pk": "agency"},
    ),
    Line("councils:delegate_list", get=REFERENCE_LIST),
    Line(
        "councils:delegate_detail",
        get=REFERENCE_LIST | {"stranger": HIDDEN, "nobody": HIDDEN},
        ids={"pk": "delegate"},
    ),
    Line("councils:rule_list", get=REFERENCE_LIST),
    Line("councils:rule_detail", get=REFERENCE_LIST, ids={"pk": "rule"}),
    form("councils:rule_override", keepers_here(OK), ids={"pk": "rule"}),
    form("councils:rule_edit", keepers_of(OK), ids={"pk": "own_rule"}),
    Line(
        "councils:rule_withdraw", get=keepers_of(OK), post=keepers_of(OK), ids={"pk": "own_rule"}
    ),  # both only show what would follow
    Line("councils:field_list", get=REFERENCE_LIST),
    Line("councils:calendar_list", get=REFERENCE_LIST),
]
