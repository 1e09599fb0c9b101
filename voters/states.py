"""States of a voter meeting, and the names of what an opinion's status can be."""

from __future__ import annotations

from typing import Any, Final

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.access import STAFF
from core.states import Move, StateTable
from followups.states import State


class MeetingState(models.TextChoices):
    """Where a voter meeting stands (domain reference: planned → announced → held → minutes filed)."""

    PLANNED = "planned", _("Planned")
    ANNOUNCED = "announced", _("Announced")
    HELD = "held", _("Held, minutes to be filed")
    MINUTES_FILED = "minutes_filed", _("Minutes filed")
    POSTPONED = "postponed", pgettext_lazy("voter meeting", "Postponed")
    CANCELLED = "cancelled", _("Cancelled")


TOOK_PLACE = frozenset({MeetingState.HELD, MeetingState.MINUTES_FILED})
"""States of meetings that figures count."""
NOT_HELD = frozenset({MeetingState.POSTPONED, MeetingState.CANCELLED})
"""States of meetings that take no place in the plan."""
_BEFORE = frozenset({MeetingState.PLANNED, MeetingState.ANNOUNCED})

MEETING_TABLE = StateTable(
    MeetingState,
    [
        Move("announce", frozenset({MeetingState.PLANNED}), MeetingState.ANNOUNCED, STAFF, _("Announce")),
        Move("hold", _BEFORE, MeetingState.HELD, STAFF, _("Record as held")),
        Move("file", frozenset({MeetingState.HELD}), MeetingState.MINUTES_FILED, STAFF, _("Finish entry")),
        Move("reopen", frozenset({MeetingState.MINUTES_FILED}), MeetingState.HELD, STAFF, _("Enter more")),
        Move(
            "correct",
            frozenset({MeetingState.HELD}),
            MeetingState.PLANNED,
            STAFF,
            _("Take back “held”"),
        ),
        Move(
            "postpone",
            _BEFORE,
            MeetingState.POSTPONED,
            STAFF,
            pgettext_lazy("voter meeting", "Postpone"),
        ),
        Move(
            "replan",
            frozenset({MeetingState.POSTPONED}),
            MeetingState.PLANNED,
            STAFF,
            _("Set the new day"),
        ),
        Move(
            "cancel",
            _BEFORE | {MeetingState.POSTPONED},
            MeetingState.CANCELLED,
            STAFF,
            _("Cancel the meeting"),
        ),
    ],
)
REASONED = frozenset({"postpone", "cancel", "correct"})
"""Moves of a meeting that need a reason."""


class ConsentState(models.TextChoices):
    """Whether another council takes a joint meeting for its own as well."""

    PROPOSED = "proposed", pgettext_lazy("joint meeting", "Asked")
    ACCEPTED = "accepted", pgettext_lazy("joint meeting", "Accepted")
    DECLINED = "declined", pgettext_lazy("joint meeting", "Declined")


CONSENT_TABLE = StateTable(
    ConsentState,
    [
        Move(
            "accept",
            frozenset({ConsentState.PROPOSED, ConsentState.DECLINED}),
            ConsentState.ACCEPTED,
            STAFF,
            pgettext_lazy("joint meeting", "Accept"),
        ),
        Move(
            "decline",
            frozenset({ConsentState.PROPOSED, ConsentState.ACCEPTED}),
            ConsentState.DECLINED,
            STAFF,
            pgettext_lazy("joint meeting", "Decline"),
        ),
    ],
)


class OpinionStatus(models.TextChoices):
    """Statuses of an opinion before or beside a follow-up; after sending, its follow-up's state is its status."""

    RECORDED = "recorded", _("To be classified")
    CLASSIFIED = "classified", _("To be sent")
    ON_SPOT = "answered_on_spot", _("Answered on the spot")
    OUT_OF_SCOPE = "out_of_scope", _("Out of scope")
    MERGED = "merged", _("Merged into another")
    SPLIT = "split", _("Split into several")
    FORWARDING = "forwarding", _("Waiting for another council to accept")
    FORWARDED = "forwarded", _("Forwarded to another council")
    VOID = "void", _("Taken back with its merge or split")


REPLACED = frozenset({OpinionStatus.MERGED, OpinionStatus.SPLIT, OpinionStatus.VOID})
"""Statuses of rows that no longer carry a matter on."""

_BADGES = {
    OpinionStatus.CLASSIFIED: "warn",
    OpinionStatus.ON_SPOT: "ok",
    OpinionStatus.FORWARDING: "warn",
    OpinionStatus.FORWARDED: "run",
    State.ISSUED: "run",
    State.ACKNOWLEDGED: "run",
    State.IN_PROGRESS: "run",
    State.ANSWERED: "warn",
    State.RETURNED: "late",
    State.ACCEPTED: "ok",
    State.CLOSED: "ok",
}


_WORDS: Final[dict[str, Any]] = dict([*State.choices, *OpinionStatus.choices])


def status_words(status: str) -> str:
    """What a status is called."""
    return str(_WORDS[status])


def status_badge(status: str) -> str:
    """The kind of badge a status wears: ok, run, warn, late or plain."""
    return _BADGES.get(status, "plain")  # type: ignore[call-overload,no-any-return]  # members are strings


# --- Citizen reception and letters ---


class ReceptionState(models.TextChoices):
    """Where a reception stands (domain reference §3.6)."""

    SCHEDULED = "scheduled", pgettext_lazy("reception", "Scheduled")
    PUBLISHED = "published", pgettext_lazy("reception", "Published")
    HELD = "held", pgettext_lazy("reception", "Held")
    NO_CITIZEN_CAME = "no_citizen_came", _("No citizen came")
    CANCELLED = "cancelled", pgettext_lazy("reception", "Cancelled")
    CONCLUSION_ISSUED = "conclusion_issued", _("Conclusions issued")
    FOLLOWED_UP = "followed_up", _("Followed up to the end")


RECEIVED = frozenset({ReceptionState.HELD, ReceptionState.CONCLUSION_ISSUED, ReceptionState.FOLLOWED_UP})
"""States of receptions at which citizens were received."""
SESSIONS = RECEIVED | {ReceptionState.NO_CITIZEN_CAME}
"""States of receptions that took place: C01 counts them."""
_AHEAD = frozenset({ReceptionState.SCHEDULED, ReceptionState.PUBLISHED})

RECEPTION_TABLE = StateTable(
    ReceptionState,
    [
        Move("publish", frozenset({ReceptionState.SCHEDULED}), ReceptionState.PUBLISHED, STAFF, _("Publish")),
        Move("hold", _AHEAD, ReceptionState.HELD, STAFF, _("Record as held")),
        Move("nobody_came", _AHEAD, ReceptionState.NO_CITIZEN_CAME, STAFF, _("Nobody came")),
        Move("cancel", _AHEAD, ReceptionState.CANCELLED, STAFF, _("Cancel the reception")),
        Move(
            "correct",
            frozenset({ReceptionState.HELD, ReceptionState.NO_CITIZEN_CAME, ReceptionState.CANCELLED}),
            ReceptionState.PUBLISHED,
            STAFF,
            _("Take the last step back"),
        ),
        Move(
            "conclude",
            frozenset({ReceptionState.HELD}),
            ReceptionState.CONCLUSION_ISSUED,
            STAFF,
            _("Issue the conclusions"),
        ),
        Move(
            "finish",
            frozenset({ReceptionState.HELD, ReceptionState.CONCLUSION_ISSUED}),
            ReceptionState.FOLLOWED_UP,
            STAFF,
            _("Followed up to the end"),
        ),
    ],
)


class LetterState(models.TextChoices):
    """Where a letter stands (domain reference §3.7).

    Whether a forwarded letter waits for its result, has it or is overdue is its follow-up's to say: never stored twice.
    """

    REGISTERED = "registered", pgettext_lazy("letter", "Registered")
    SCREENED = "screened", pgettext_lazy("letter", "Conditions checked")
    CLASSIFIED = "classified", pgettext_lazy("letter", "Classified")
    FORWARDED = "forwarded", pgettext_lazy("letter", "Forwarded")
    GUIDED = "guided", pgettext_lazy("letter", "Guided")
    REPLIED = "replied", pgettext_lazy("letter", "Replied")
    RETURNED = "returned", pgettext_lazy("letter", "Returned")
    FILED = "filed", pgettext_lazy("letter", "Filed away")
    UNDER_SUPERVISION = "under_supervision", pgettext_lazy("letter", "Under supervision")
    SENDER_INFORMED = "sender_informed", _("Sender informed of the result")
    CLOSED = "closed", pgettext_lazy("letter", "Closed")


PENDING = frozenset({LetterState.REGISTERED, LetterState.SCREENED, LetterState.CLASSIFIED})
"""Nothing has been done with it yet."""
_BEFORE_ACTION = frozenset({LetterState.SCREENED, LetterState.CLASSIFIED})
_AGAIN = frozenset({LetterState.FORWARDED, LetterState.UNDER_SUPERVISION, LetterState.GUIDED})
_ANSWERED = frozenset({LetterState.FORWARDED, LetterState.UNDER_SUPERVISION})
_ACTED = _AGAIN | {LetterState.REPLIED, LetterState.RETURNED, LetterState.FILED}


def _action(
    name: str, target: LetterState, label: Any, *, also: frozenset[LetterState] = frozenset()
) -> Move:
    return Move(name, _BEFORE_ACTION | also, target, STAFF, label)


LETTER_TABLE = StateTable(
    LetterState,
    [
        Move(
            "screen",
            PENDING,
            LetterState.SCREENED,
            STAFF,
            _("Check the conditions"),
        ),
        Move("classify", _BEFORE_ACTION, LetterState.CLASSIFIED, STAFF, pgettext_lazy("letter", "Classify")),
        _action("forward", LetterState.FORWARDED, _("Forward"), also=_AGAIN),
        _action("guide", LetterState.GUIDED, _("Guide")),
        _action("reply", LetterState.REPLIED, _("Reply"), also=_AGAIN),
        _action("return", LetterState.RETURNED, _("Return")),
        _action("file", LetterState.FILED, _("File away")),
        _action(
            "supervise",
            LetterState.UNDER_SUPERVISION,
            _("Take under supervision"),
            also=_AGAIN,
        ),
        Move("take_back", _ACTED, LetterState.CLASSIFIED, STAFF, _("Take the action back")),
        Move(
            "inform",
            _ANSWERED,
            LetterState.SENDER_INFORMED,
            STAFF,
            _("Record that the sender was told the result"),
        ),
        Move(
            "close",
            _ACTED | {LetterState.SENDER_INFORMED},
            LetterState.CLOSED,
            STAFF,
            pgettext_lazy("letter", "Close"),
        ),
        Move("reopen", frozenset({LetterState.CLOSED}), LetterState.CLASSIFIED, STAFF, _("Reopen")),
    ],
)
