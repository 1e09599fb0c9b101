"""Giám sát lại: a later mission that looks again at recommendations, and gives its verdicts on them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from core.errors import Refused
from core.services import entered_by, names
from councils.models import Agency
from supervision.models import Recommendation, ReSupervision, SupervisionMission
from supervision.services.missions import save_mission


@transaction.atomic
def start_re_supervision(
    *, mission: SupervisionMission, recommendations: Iterable[Recommendation], user: User | None
) -> SupervisionMission:
    """Enter a mission that looks again at recommendations; the agencies that owe them are its supervised bodies.

    Raises Refused as `save_mission` and `look_again` do.
    """
    chosen = list(recommendations)
    with entered_by(user):
        made = save_mission(mission=mission, bodies=_bodies(chosen))
    look_again(mission=made, recommendations=chosen, user=user)
    return made


def _bodies(recommendations: Sequence[Recommendation]) -> list[Agency]:
    """The agencies that owe them, each once, in the order of the recommendations."""
    owed = [row.follow_up.agency for row in recommendations]
    return list(dict.fromkeys(agency for agency in owed if agency is not None))


@transaction.atomic
def look_again(
    *, mission: SupervisionMission, recommendations: Iterable[Recommendation], user: User | None
) -> list[ReSupervision]:
    """Let a mission look at further recommendations; those it looks at already stay as they are.

    Raises Refused for none, and for recommendations of another council, not sent yet, or made by this very mission.
    """
    chosen = list(recommendations)
    if not chosen:
        raise Refused(_("Choose at least one recommendation."))
    _check(mission, chosen)
    known = set(mission.looks_again.values_list("recommendation_id", flat=True))
    with entered_by(user):
        return [
            ReSupervision.objects.create(mission=mission, recommendation=row)
            for row in chosen
            if row.pk not in known
        ]


def _check(mission: SupervisionMission, chosen: Sequence[Recommendation]) -> None:
    strange = [row for row in chosen if row.council_id != mission.council_id]
    unsent = [row for row in chosen if row.issued_on is None]
    own = [row for row in chosen if row.mission_id == mission.pk]
    for rows, words in (
        (strange, _("Of another council: %(names)s.")),
        (unsent, _("Not sent yet: %(names)s.")),
        (own, _("Recommended by this very mission: %(names)s.")),
    ):
        if rows:
            raise Refused(words % {"names": names(rows)})


@transaction.atomic
def stop_looking(*, look: ReSupervision, user: User | None) -> None:
    """Take a recommendation out of a re-supervision again; Refused once a verdict was given from there."""
    if look.recommendation.verdicts.filter(mission=look.mission_id).exists():
        raise Refused(_("This re-supervision has given its verdict on it already."))
    with entered_by(user):
        look.delete()
