"""Merging and splitting opinions, and taking either back. What voters said stays as they said it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import date
from typing import Final

from django.db import transaction
from django.db.models import Max, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from core.display import day
from core.errors import Refused
from core.services import entered_by, names, refuse
from voters.models import OpinionLink, Regrouping, VoterOpinion
from voters.services.opinions import (
    PLACE_LIMIT,
    OpinionRow,
    allot,
    content_fault,
    fresh,
    lock,
    row_fault,
    standing_fault,
)

FEWEST_PARTS: Final = 2
MOST_PARTS: Final = 20
"""Nobody says more than that in one breath; a pasted table does."""


@transaction.atomic
def merge(
    *,
    opinions: Iterable[VoterOpinion],
    user: User | None,
    on: date,
    into: VoterOpinion | None = None,
    content: str = "",
    like: VoterOpinion | None = None,
    note: str = "",
) -> VoterOpinion:
    """Merge opinions: into one that carries the matter on as it is, or into a new one with a combined text.

    With `into`, the others end in it. Without, `content` is the text of the new opinion, which is classified like
    `like` (the first of them unless said otherwise), co-ordinating agencies of all included, and counts from the day
    on which the matter was first raised. Returns what carries it on. Raises Refused, row by row, for opinions of
    several councils, sent, forwarded, answered on the spot or out of scope, already merged or split, for one merged
    into itself, and for a day in the future or before one of them was made.
    """
    chosen = list(opinions)
    wanted = {opinion.pk for opinion in chosen}
    if into is not None and into.pk in wanted:
        raise Refused({"into": _("An opinion cannot be merged into itself.")})
    locked = {row.pk: row for row in lock([*chosen, into] if into else chosen)}
    carrier = locked.get(into.pk) if into else None
    sources = [locked[pk] for pk in sorted(wanted)]
    _check(sources, carrier, on)
    refuse({"content": into is None and content_fault(content)})
    with entered_by(user):
        act = Regrouping.objects.create(
            council=sources[0].council, kind=Regrouping.Kind.MERGE, on=on, actor=user, note=note.strip()
        )
        if carrier is None:
            carrier = _combined(sources, act, content, like=locked[like.pk] if like else sources[0])
        OpinionLink.objects.bulk_create(
            OpinionLink(regrouping=act, source=source, target=carrier) for source in sources
        )
        _rest(sources, merged_into=carrier)
    return carrier


def _rest(sources: Iterable[VoterOpinion], **changes: object) -> None:
    ids = [source.pk for source in sources]
    VoterOpinion.objects.filter(pk__in=ids).update(**changes, updated_at=timezone.now())


def _combined(
    sources: Sequence[VoterOpinion], act: Regrouping, content: str, *, like: VoterOpinion
) -> VoterOpinion:
    """A new opinion with the text of several; raised where and when the first of them was."""
    first = min(sources, key=lambda source: (source.recorded_on, source.pk))
    row = OpinionRow(
        content=content,
        voter_place=_places(sources),
        field=like.field,
        competence_level=like.competence_level,
        agency=like.agency,
        kind=like.kind,
    )
    made = _make(row, first, act, allot(first.council, first.year)[0])
    made.save()
    agencies = {agency for source in sources for agency in source.coordinating.all()}
    made.coordinating.set(agency for agency in agencies if agency.pk != made.agency_id)
    return made


def _make(row: OpinionRow, of: VoterOpinion, act: Regrouping, number: int) -> VoterOpinion:
    """An opinion that stands in the place of another: the same council, meeting, source and day."""
    return fresh(
        row,
        council=of.council,
        meeting=of.meeting,
        year=of.year,
        number=number,
        on=of.recorded_on,
        source=of.source,
        made_by=act,
    )


def _places(sources: Iterable[VoterOpinion]) -> str:
    """The places of all of them, each once; of more than fit only the first ones."""
    found = ""
    for place in dict.fromkeys(source.voter_place for source in sources if source.voter_place):
        longer = f"{found}, {place}" if found else place
        found = longer if len(longer) <= PLACE_LIMIT else found
    return found


def _check(sources: Sequence[VoterOpinion], carrier: VoterOpinion | None, on: date) -> None:
    together = [*sources, *([carrier] if carrier else [])]
    if len(together) < FEWEST_PARTS:
        raise Refused(_("Choose at least two opinions to merge."))
    if len({opinion.council_id for opinion in together}) > 1:
        raise Refused(
            _("Opinions of several councils are not merged: forward them to the council that can act.")
        )
    _refuse_rows(together, regrouping_fault)
    _check_day(together, on)


def regrouping_fault(opinion: VoterOpinion) -> str:
    """Why an opinion read `with_standing` can be neither merged nor split now, or nothing."""
    if opinion.follow_up_id:
        return _("It was already sent: record the other one as raised again instead of merging.")
    if opinion.screening != VoterOpinion.Screening.CARRIED:
        return _("It is not carried forward: %(screening)s.") % {
            "screening": opinion.get_screening_display().lower()
        }
    return standing_fault(opinion)


def _refuse_rows(opinions: Iterable[VoterOpinion], fault: Callable[[VoterOpinion], str]) -> None:
    """Refuse with one sentence for each opinion that cannot be touched."""
    found = [f"{opinion}: {why}" for opinion in opinions if (why := fault(opinion))]
    if found:
        raise Refused(found)


def _check_day(opinions: Sequence[VoterOpinion], on: date) -> None:
    """Not in the future, not before any of them was said, nor before the merge or split that made it."""
    if on > timezone.localdate():
        raise Refused({"on": _("The day %(day)s lies in the future.") % {"day": day(on)}})
    latest = max(max(opinion.recorded_on, _made_on(opinion)) for opinion in opinions)
    undone = Regrouping.objects.filter(links__source__in=opinions, undone_on__gt=on)
    last = undone.order_by("-undone_on").values_list("undone_on", flat=True).first()
    if (earliest := max(latest, last or latest)) > on:
        raise Refused(
            {"on": _("One of them has stood as it does only since %(day)s.") % {"day": day(earliest)}}
        )


def _made_on(opinion: VoterOpinion) -> date:
    return opinion.made_by.on if opinion.made_by else opinion.recorded_on


@transaction.atomic
def split(
    *, opinion: VoterOpinion, parts: Sequence[OpinionRow], user: User | None, on: date, note: str = ""
) -> list[VoterOpinion]:
    """Split a compound statement into its matters: each part is an opinion with a number of its own.

    Parts count from the day on which the whole was said; a part without a place keeps that of the whole. Raises
    Refused as `merge` does, and naming the part, for fewer than two parts or one that cannot be kept.
    """
    (whole,) = lock([opinion])
    if why := regrouping_fault(whole):
        raise Refused(why)
    if len(parts) < FEWEST_PARTS:
        raise Refused(_("Write at least two parts: the statement is split into them."))
    if len(parts) > MOST_PARTS:
        raise Refused(_("At most %(most)s parts.") % {"most": MOST_PARTS})
    _check_parts(parts, whole)
    _check_day([whole], on)
    with entered_by(user):
        act = Regrouping.objects.create(
            council=whole.council, kind=Regrouping.Kind.SPLIT, on=on, actor=user, note=note.strip()
        )
        numbers = allot(whole.council, whole.year, len(parts))
        made = [
            _make(replace(row, voter_place=row.voter_place or whole.voter_place), whole, act, number)
            for row, number in zip(parts, numbers, strict=True)
        ]
        for part in made:
            part.split_from = whole
        VoterOpinion.objects.bulk_create(made)
        OpinionLink.objects.bulk_create(
            OpinionLink(regrouping=act, source=whole, target=part) for part in made
        )
        _rest([whole], is_split=True)
    return made


def _check_parts(parts: Sequence[OpinionRow], whole: VoterOpinion) -> None:
    found = [
        _("Part %(number)s: %(sentence)s") % {"number": number, "sentence": sentence}
        for number, row in enumerate(parts, start=1)
        if (sentence := row_fault(row, whole.council_id, whole.recorded_on))
    ]
    if found:
        raise Refused(found)


# --- Taking back ---


@transaction.atomic
def undo_regrouping(*, regrouping: Regrouping, user: User | None, on: date | None = None) -> Regrouping:
    """Take a merge or split back from a day on (today): its sources carry their matters on again.

    On the day it was made it then counts on no day. Raises Refused once what it made was sent, forwarded, merged or
    split again, when it was taken back already, and for a day in the future or before it.
    """
    day_of_undoing = on or timezone.localdate()
    act = Regrouping.objects.select_for_update().get(pk=regrouping.pk)
    if act.is_undone:
        raise Refused(_("It has already been taken back. Reload the page to see by whom."))
    links = list(act.links.all())
    targets = lock(VoterOpinion(pk=pk) for pk in {link.target_id for link in links})
    sources = lock(VoterOpinion(pk=pk) for pk in {link.source_id for link in links})
    _refuse_rows(targets, _not_to_undo)
    _check_undoing(act, targets, day_of_undoing)
    with entered_by(user):
        _rest(sources, merged_into=None, is_split=False)
        Regrouping.objects.filter(pk=act.pk).update(
            undone_on=day_of_undoing, undone_at=timezone.now(), undone_by=user
        )
    act.refresh_from_db()
    return act


def undoing_fault(targets: Iterable[VoterOpinion]) -> str:
    """Why a merge or split into these opinions, read `with_standing`, cannot be taken back now, or nothing."""
    return next((f"{target}: {why}" for target in targets if (why := _not_to_undo(target))), "")


def _not_to_undo(target: VoterOpinion) -> str:
    if target.follow_up_id:
        return _("It was already sent: what was sent stays as it was sent.")
    if why := standing_fault(target):
        return _("%(why)s Take that back first.") % {"why": why}
    return ""


def _check_undoing(act: Regrouping, targets: Sequence[VoterOpinion], on: date) -> None:
    if on > timezone.localdate():
        raise Refused({"on": _("The day %(day)s lies in the future.") % {"day": day(on)}})
    made = [target for target in targets if target.made_by_id == act.pk]
    others = Regrouping.objects.filter(Q(links__source__in=made) | Q(links__target__in=made)).exclude(
        pk=act.pk
    )
    if others.filter(undone_at=None).exists():
        words = {"names": names(made)}
        raise Refused(_("Something else was merged into %(names)s since: take that back first.") % words)
    last = others.aggregate(last=Max("undone_on"))["last"] or act.on
    if on < (earliest := max(act.on, last)):
        raise Refused({"on": _("It can be taken back from %(day)s on.") % {"day": day(earliest)}})
