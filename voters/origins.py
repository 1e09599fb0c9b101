"""Tells the kernel of follow-ups where those of kind "opinion" come from."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.access import access_of
from core.compiled import compiled
from councils.models import DelegateSeat
from followups.origins import Origin, OriginLink
from voters.models import (
    LetterAction,
    ReceptionRecord,
    ReceptionTask,
    TransferLetter,
    VoterMeeting,
    VoterOpinion,
)


@compiled
def _opinions(user: Any, ids: Sequence[int]) -> QuerySet[VoterOpinion, tuple[Any, ...]]:
    rows = VoterOpinion.objects.visible_to(user).filter(follow_up__in=ids)
    return rows.values_list("follow_up_id", "pk", "number", "year")


def resolve(follow_up_ids: Iterable[int], user: Any) -> dict[int, OriginLink]:
    """Links to the opinions behind follow-ups, as far as the user may read them; one query."""
    return {
        follow_up_id: OriginLink(
            _("Opinion no. %(number)s") % {"number": f"{number}/{year}"},
            reverse("voters:opinion_detail", args=[pk]),
        )
        for follow_up_id, pk, number, year in _opinions(user=user, ids=[*follow_up_ids])
    }


def met_by(user: Any) -> QuerySet[Any]:
    """Ids of the meetings that the user's group held, or in which the user or somebody of the group took part.

    Each way by its own index: one condition over all of them would read every meeting of the country.
    """
    access = access_of(user)
    held = VoterMeeting.groups.through.objects.filter(delegategroup__in=access.groups)
    colleagues = DelegateSeat.objects.filter(group__in=access.groups).values("delegate")
    attended = VoterMeeting.delegates.through.objects
    return held.values("votermeeting").union(
        attended.filter(delegate__in=access.delegates).values("votermeeting"),
        attended.filter(delegate__in=colleagues).values("votermeeting"),
    )


def concerning(user: Any) -> QuerySet[Any]:
    """Ids of the follow-ups of opinions voiced at those meetings."""
    voiced = VoterOpinion.objects.filter(meeting__in=met_by(user), follow_up__isnull=False)
    return voiced.values("follow_up")


URGED = "giải quyết, trả lời ý kiến, kiến nghị của cử tri"
"""What letters urge about opinions. Official text: always Vietnamese."""


def papers(follow_up_ids: Iterable[int]) -> dict[int, str]:
    """Numbers of the transfer letters in which the opinions of follow-ups stand; one query."""
    rows = TransferLetter.objects.filter(opinions__follow_up__in=list(follow_up_ids))
    return dict(rows.values_list("opinions__follow_up_id", "document__symbol"))


OPINION = Origin("opinion", gettext_lazy("Voters' opinion"), resolve, concerning, URGED, papers=papers)


# --- Letters and receptions ---


@compiled
def _letters(user: Any, ids: Sequence[int]) -> QuerySet[LetterAction, tuple[Any, ...]]:
    rows = LetterAction.objects.visible_to(user).filter(follow_up__in=ids)
    return rows.values_list("follow_up_id", "letter_id", "letter__number", "letter__year")


def resolve_letters(follow_up_ids: Iterable[int], user: Any) -> dict[int, OriginLink]:
    """Links to the letters behind follow-ups; one query. A letter is called by its number, never by its sender."""
    return {
        follow_up_id: OriginLink(
            _("Letter no. %(number)s") % {"number": f"{number}/{year}"},
            reverse("voters:letter_detail", args=[pk]),
        )
        for follow_up_id, pk, number, year in _letters(user=user, ids=[*follow_up_ids])
        if follow_up_id
    }


def resolve_receptions(follow_up_ids: Iterable[int], user: Any) -> dict[int, OriginLink]:
    """Links to the records and conclusions of receptions behind follow-ups; two queries."""
    ids = list(follow_up_ids)
    records = ReceptionRecord.objects.visible_to(user).filter(follow_up__in=ids)
    tasks = ReceptionTask.objects.visible_to(user).filter(follow_up__in=ids)
    found = {
        follow_up_id: OriginLink(
            _("Reception record no. %(number)s") % {"number": f"{number}/{year}"},
            reverse("voters:record_detail", args=[pk]),
        )
        for follow_up_id, pk, number, year in records.values_list("follow_up_id", "pk", "number", "year")
        if follow_up_id
    }
    for follow_up_id, pk, day in tasks.values_list("follow_up_id", "reception_id", "reception__day"):
        if follow_up_id:
            label = _("Reception of %(day)s") % {"day": f"{day:%d/%m/%Y}"}
            found[follow_up_id] = OriginLink(label, reverse("voters:reception_detail", args=[pk]))
    return found


LETTER = Origin(
    "letter",
    gettext_lazy("Citizen's letter"),
    resolve_letters,
    subject="giải quyết, trả lời đơn của công dân",
)
RECEPTION = Origin(
    "reception",
    gettext_lazy("Citizen reception"),
    resolve_receptions,
    subject="giải quyết, trả lời nội dung tiếp công dân",
)
