"""What proves a step of a sitting done: derived from the records in one query, never stored a second time."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any, Final, NamedTuple, TypeVar

from django.db.models import (
    Count,
    DateField,
    Exists,
    F,
    IntegerField,
    Max,
    Min,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Sum,
    Value,
)
from django.db.models.functions import Coalesce
from django.utils import timezone

from core.querysets import ScopedQuerySet
from sessions.models import (
    AgendaItem,
    BodyMeeting,
    Invitation,
    Paper,
    PaperMove,
    Resolution,
    Sitting,
    SittingMove,
    Verification,
)
from sessions.states import ADOPTED, MISSING, SIGNED, BodyMeetingState, PaperState, SittingState

OWNER_UNKNOWN: Final = "Chưa xác định cơ quan chủ trì"
"""How the note of a paper begins whose owner the council's list of agencies lacked when it was laid out."""

GONE: Final = frozenset({PaperState.WITHDRAWN, PaperState.DEFERRED})
"""States of papers that the sitting no longer waits for."""
OUT: Final = frozenset({PaperState.SENT, PaperState.TABLED, PaperState.ADOPTED, PaperState.NOTED})
"""States of papers that the delegates have."""
_HELD: Final = (BodyMeetingState.HELD, BodyMeetingState.CONCLUDED)

S = TypeVar("S", bound=ScopedQuerySet[Sitting] | QuerySet[Sitting])


class Proof(NamedTuple):
    """How far the records are with a step: `done` of `total`, and the day of the last one where a record has it."""

    done: int
    total: int
    on: date | None = None

    @property
    def complete(self) -> bool:
        """Whether nothing is left; of nothing at all nothing is proven."""
        return 0 < self.total <= self.done


def _count(rows: QuerySet[Any], what: Any = None) -> Coalesce:
    """How many rows a sitting has, as a subquery."""
    counted = rows.filter(sitting=OuterRef("pk")).order_by().values("sitting")
    number = counted.annotate(counted=what or Count("pk")).values("counted")
    return Coalesce(Subquery(number), Value(0), output_field=IntegerField())


def _day(rows: QuerySet[Any], what: Max | Min, key: str = "sitting") -> Subquery:
    """The first or last day among a sitting's rows."""
    grouped = rows.filter(**{key: OuterRef("pk")}).order_by().values(key)
    return Subquery(grouped.annotate(found=what).values("found"), output_field=DateField())


def with_counts(sittings: S) -> S:
    """With what lists show: papers in hand of those expected, late ones, resolutions passed."""
    waited = Paper.objects.exclude(state__in=GONE)
    missing = waited.filter(state__in=MISSING)
    late = Q(received_on__gt=F("due_on")) | Q(state__in=MISSING, due_on__lt=timezone.localdate())
    return sittings.annotate(  # type: ignore[return-value]  # annotate keeps the kind of query set
        papers_all=_count(waited),
        papers_missing=_count(missing),
        papers_late=_count(waited.filter(late)),
        papers_in=F("papers_all") - F("papers_missing"),
        resolutions_passed=_count(Resolution.objects.filter(state__in=ADOPTED)),
    )


def with_progress(sittings: S) -> S:
    """With everything that `proof_of` needs; one query for any number of sittings."""
    waited = Paper.objects.exclude(state__in=GONE)
    to_verify = waited.filter(committee__isnull=False)
    reported = Verification.objects.filter(paper=OuterRef("pk"), reported_on__isnull=False)
    met = Verification.objects.filter(paper=OuterRef("pk"), meeting__state__in=_HELD)
    sent = PaperMove.objects.filter(to_state=PaperState.SENT)
    passed = Resolution.objects.filter(state__in=ADOPTED)
    signed = passed.filter(state__in=SIGNED)
    normative = signed.filter(is_normative=True)
    about = BodyMeeting.objects.filter(state__in=_HELD)
    return with_counts(sittings).annotate(  # type: ignore[return-value]  # see above
        papers_received_on=_day(waited, Max("received_on")),
        papers_sent=_count(waited.filter(state__in=OUT)),
        papers_sent_on=_day(sent, Max("effective_on"), "paper__sitting"),
        to_verify=_count(to_verify),
        to_verify_in=_count(to_verify.exclude(state__in=MISSING)),
        to_verify_on=_day(to_verify, Max("received_on")),
        verified_met=_count(to_verify.filter(Exists(met) | Exists(reported))),
        verified=_count(to_verify.filter(Exists(reported))),
        verified_on=_day(to_verify, Max("verifications__reported_on")),
        signed=_count(signed),
        signed_last=_day(signed, Max("signed_on")),
        sent_up=_count(signed.filter(sent_up_on__isnull=False)),
        sent_up_last=_day(signed, Max("sent_up_on")),
        to_send_since=_day(signed.filter(sent_up_on__isnull=True), Min("signed_on")),
        normative=_count(passed.filter(is_normative=True)),
        gazetted=_count(normative.filter(gazette_on__isnull=False)),
        gazetted_last=_day(normative, Max("gazette_on")),
        to_gazette_since=_day(normative.filter(gazette_on__isnull=True), Min("signed_on")),
        minutes_signed_on=F("minutes__signed_on"),
        conference_on=Coalesce(
            _moved(SittingState.CONFERENCE_HELD), _met(about, BodyMeeting.Kind.PRE_SITTING)
        ),
        reviewed_on=Coalesce(_moved(SittingState.REVIEWED), _met(about, BodyMeeting.Kind.REVIEW)),
    )


def with_tiles(sittings: S) -> S:
    """With what the tiles of the overview show besides: invitations, minutes of the agenda, owners not found."""
    called = Invitation.objects.all()
    items = AgendaItem.objects.all()
    ownerless = Paper.objects.filter(
        owner_agency__isnull=True, owner_committee__isnull=True, note__startswith=OWNER_UNKNOWN
    )
    return sittings.annotate(  # type: ignore[return-value]  # see above
        invited=_count(called),
        answered=_count(called.exclude(answer="")),
        reading_minutes=_count(items, Sum("reading_minutes")),
        discussion_minutes=_count(items, Sum("discussion_minutes")),
        resolutions_all=_count(Resolution.objects.all()),
        ownerless=_count(ownerless),
    )


def _moved(state: str) -> Subquery:
    return _day(SittingMove.objects.filter(to_state=state), Max("effective_on"))


def _met(meetings: QuerySet[BodyMeeting], kind: str) -> Subquery:
    return _day(meetings.filter(kind=kind), Max("held_on"))


def _on(name: str) -> Callable[[Any], Proof]:
    """Proven by one day."""

    def read(sitting: Any) -> Proof:
        day: date | None = getattr(sitting, name)
        return Proof(int(day is not None), 1, day)

    return read


def _of(done: str, total: str, last: str = "") -> Callable[[Any], Proof]:
    """Proven by all of several records."""

    def read(sitting: Any) -> Proof:
        return Proof(
            getattr(sitting, done), getattr(sitting, total), getattr(sitting, last) if last else None
        )

    return read


PROOFS: Final[dict[str, Callable[[Any], Proof]]] = {
    "conference": _on("conference_on"),
    "convene": _on("convened_on"),
    "drafts-in": _of("to_verify_in", "to_verify", "to_verify_on"),
    "verifying": _of("verified_met", "to_verify"),
    "verified": _of("verified", "to_verify", "verified_on"),
    "papers-in": _of("papers_in", "papers_all", "papers_received_on"),
    "papers-out": _of("papers_sent", "papers_all", "papers_sent_on"),
    "first": _on("opened_on"),
    "hold": _on("opened_on"),
    "close": _on("closed_on"),
    "sign": _of("signed", "resolutions_passed", "signed_last"),
    "send-up": _of("sent_up", "resolutions_passed", "sent_up_last"),
    "gazette": _of("gazetted", "normative", "gazetted_last"),
    "minutes": _on("minutes_signed_on"),
    "review": _on("reviewed_on"),
}
"""Step code → what the records say, of a sitting read `with_progress`. Other steps are ticked off by hand."""

SIGNED_SINCE: Final = {"send-up": "to_send_since", "gazette": "to_gazette_since"}
"""Steps counted from a signature → the earliest signature among what still waits."""


def proof_of(sitting: Any, code: str) -> Proof | None:
    """What the records say of a step; None where nothing but a person's word proves it."""
    prove = PROOFS.get(code)
    return prove(sitting) if prove else None


def proven(sitting: Any) -> frozenset[str]:
    """The codes of the steps that the records prove done."""
    return frozenset(code for code, prove in PROOFS.items() if prove(sitting).complete)
