"""What an ended council was owed moves to its successor and stays countable on both sides (Law 72/2025 Art. 54.8)."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.db import models, transaction
from django.db.models import Case, Count, Min, Q, QuerySet, Value, When
from django.db.models.functions import Concat
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from core import display
from core.errors import Refused
from core.text import fold
from councils.models import Agency, Committee, Council, CouncilSuccession, Delegate, DelegateGroup
from followups.models import FollowUp, FollowUpMove, HandOver, Notice
from followups.notices.announcing import announce_many
from followups.notices.recipients import OWNER_KINDS, Owner, owner_of, users_of_owners
from followups.services.handing import exists_on, head_of, raised_by_after

BATCH: Final = 1000
_BODIES: Final[Mapping[str, type[models.Model]]] = {
    "agency": Agency,
    "delegate": Delegate,
    "group": DelegateGroup,
    "committee": Committee,
}


@dataclass(frozen=True)
class Standing:
    """What still stands at an ended council with one of its bodies: how many, and the oldest due day among them."""

    owner: Owner
    name: str
    count: int
    oldest: date | None


def successions(successor: Council, on: date) -> QuerySet[CouncilSuccession]:
    """By what a council succeeds others that have ended by a day.

    A council that lives on after giving up a part of its territory hands its matters on one by one instead.
    """
    ended = ~Q(kind=CouncilSuccession.Kind.PARTIAL_TRANSFER) | Q(predecessor__valid_to__lt=on)
    rows = CouncilSuccession.objects.filter(ended, successor=successor, effective_on__lte=on)
    return rows.select_related("predecessor__parent").order_by("-effective_on", "predecessor__sort_key", "pk")


def standing_of(predecessor: Council, localities: Collection[str] | None = None) -> list[Standing]:
    """What is unsettled at an ended council by its old bodies, the largest heap first, without reading the rows."""
    ids = [f"{kind}_id" for kind in OWNER_KINDS]
    heaps = (
        _unsettled(predecessor, localities)
        .order_by()
        .values_list(*ids)
        .annotate(count=Count("pk"), oldest=Min("due_on"))
    )
    found = {}
    for *owner_ids, count, oldest in heaps:
        owner = next(Owner(kind, pk) for kind, pk in zip(OWNER_KINDS, owner_ids, strict=True) if pk)
        found[owner] = (count, oldest)
    names = _names(found)
    rows = (Standing(owner, names[owner], count, oldest) for owner, (count, oldest) in found.items())
    return sorted(rows, key=lambda row: (-row.count, row.name))


def localities_of(predecessor: Council) -> list[str]:
    """The localities that unsettled matters of an ended council concern, in a row."""
    rows = _unsettled(predecessor, None).exclude(locality="").order_by("locality")
    return list(rows.values_list("locality", flat=True).distinct())


def localities_like(localities: Iterable[str], typed: str) -> list[str]:
    """Those that hold every typed word, whatever its accents."""
    words = fold(typed).split()
    return [place for place in localities if all(word in fold(place) for word in words)]


@transaction.atomic
def move_to_successor(
    *,
    predecessor: Council,
    successor: Council,
    choices: Mapping[Owner, Agency],
    user: User | None,
    on: date | None = None,
    localities: Collection[str] | None = None,
    quiet: bool = False,
) -> int:
    """Move what is unsettled at an ended council to its successor; returns how many moved.

    `choices` names, per old body, the successor's agency that answers from now on; what other bodies owe stays for
    another day. `localities` narrows it where several communes share out a district (Art. 54.4). States and due days
    stay; an answer that nobody has judged is judged by the successor. Moving twice moves nothing twice. Raises Refused
    for a council that is no successor on that day, a day in the future, and an agency that is not the successor's.
    """
    day = on or timezone.localdate()
    _check(predecessor, successor, choices.values(), day)
    moving = _Moving(predecessor, successor, choices, _names(choices), user, day)
    wanted = Q(pk__in=())
    for kind, pk in choices:
        wanted |= Q(**{kind: pk})
    rows = _unsettled(predecessor, localities).filter(wanted, issued_on__lte=day).order_by("pk")
    moved = 0
    while batch := list(rows.select_for_update()[:BATCH]):
        moving.take(batch, quiet=quiet)
        moved += len(batch)
    return moved


def _unsettled(predecessor: Council, localities: Collection[str] | None) -> Any:
    rows = FollowUp.objects.of(predecessor).unsettled()
    return rows if localities is None else rows.filter(locality__in=localities)


def _names(owners: Iterable[Owner]) -> dict[Owner, str]:
    """What the bodies are called: one query per kind among them."""
    wanted: dict[str, list[int]] = {}
    for kind, pk in owners:
        wanted.setdefault(kind, []).append(pk)
    return {
        Owner(kind, body.pk): str(body)
        for kind, ids in wanted.items()
        for body in _BODIES[kind]._default_manager.filter(pk__in=ids)
    }


def _check(predecessor: Council, successor: Council, agencies: Iterable[Agency], day: date) -> None:
    if day > timezone.localdate():
        raise Refused({"on": _("The day %(day)s lies in the future.") % {"day": display.day(day)}})
    if not successions(successor, day).filter(predecessor=predecessor).exists():
        words = {"old": predecessor, "new": successor, "day": display.day(day)}
        raise Refused(_("The register does not name %(new)s as a successor of %(old)s on %(day)s.") % words)
    for agency in agencies:
        if agency.council_id != successor.pk:
            words = {"agency": agency, "council": successor}
            raise Refused(_("%(agency)s is not an agency of %(council)s.") % words)
        if not exists_on(agency, day):
            words = {"body": agency, "day": display.day(day)}
            raise Refused(_("%(body)s does not exist on %(day)s. Choose the body that took over.") % words)


def _owner(follow_up: FollowUp) -> Owner:
    """The responsible body of what was sent: the database refuses it without one."""
    owner = owner_of(follow_up)
    assert owner is not None  # noqa: S101 - see the constraint "five clears"
    return owner


@dataclass(frozen=True)
class _Moving:
    """A move to the successor: five statements for each thousand follow-ups."""

    predecessor: Council
    successor: Council
    choices: Mapping[Owner, Agency]
    names: Mapping[Owner, str]
    user: User | None
    day: date

    def take(self, batch: list[FollowUp], *, quiet: bool) -> None:
        """Move locked rows: the dated moves, the hand-overs entered at the same moment, and the rows themselves.

        Who was being asked to take one of them over is asked no longer.
        """
        made = [self._hand_over(step) for step in FollowUpMove.objects.bulk_create(map(self._step, batch))]
        HandOver.objects.filter(follow_up__in=batch).pending().update(
            decision=HandOver.Decision.TAKEN_BACK,
            decided_on=self.day,
            decided_by=self.user,
            decided_at=timezone.now(),
        )
        HandOver.objects.bulk_create(made)
        self._reassign([follow_up.pk for follow_up in batch])
        if not quiet:
            self._tell(made)

    def _step(self, follow_up: FollowUp) -> FollowUpMove:
        """The state stays; the row says since when somebody else is concerned."""
        owner = _owner(follow_up)
        note = f"{self.names[owner]}, {self.predecessor} → {self.choices[owner]}, {self.successor}"
        return FollowUpMove(
            follow_up=follow_up,
            from_state=follow_up.state,
            to_state=follow_up.state,
            effective_on=self.day,
            actor=self.user,
            note=note,
        )

    def _hand_over(self, step: FollowUpMove) -> HandOver:
        owner = _owner(step.follow_up)
        words = {"old": self.predecessor, "new": self.successor}
        return HandOver(
            follow_up=step.follow_up,
            kind=HandOver.Kind.SUCCESSOR,
            from_council=self.predecessor,
            from_owner=self.names[owner],
            to_council=self.successor,
            to_agency=self.choices[owner],
            reason=_("%(old)s has ended; %(new)s succeeds it.") % words,
            asked_on=self.day,
            asked_by=self.user,
            decision=HandOver.Decision.ACCEPTED,
            decided_on=self.day,
            decided_by=self.user,
            decided_at=step.entered_at,
        )

    def _reassign(self, ids: list[int]) -> None:
        """The new council, and each body's new agency, in one UPDATE."""
        FollowUp.objects.filter(pk__in=ids).update(
            council=self.successor,
            raised_by=raised_by_after(self.successor.pk),
            agency=self._by_owner(lambda agency: agency.pk, models.BigIntegerField()),
            delegate=None,
            group=None,
            committee=None,
            accountable=self._by_owner(head_of, models.TextField()),
            search=Concat(
                "search", self._by_owner(lambda agency: f" {fold(agency.name)}", models.TextField())
            ),
            updated_at=timezone.now(),
        )

    def _by_owner(self, value: Callable[[Agency], object], field: models.Field[Any, Any]) -> Case:
        """A value of each old body's new agency."""
        cases = [
            When(**{owner.kind: owner.pk}, then=Value(value(agency), output_field=field))
            for owner, agency in self.choices.items()
        ]
        return Case(*cases, output_field=field)

    def _tell(self, made: list[HandOver]) -> None:
        """The users of the new bodies, once for each matter, in their next digest."""
        owners = [(row.follow_up_id, Owner("agency", row.to_agency_id or 0)) for row in made]
        users = users_of_owners({owner for _matter, owner in owners}, timezone.localdate())
        pairs = [(matter, reader) for matter, owner in owners for reader in users[owner]]
        announce_many(kind=Notice.Kind.HANDED_ON_DECIDED, pairs=pairs, actor=self.user)
