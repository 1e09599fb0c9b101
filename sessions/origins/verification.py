"""Tells the kernel of follow-ups where those of kind "verification_answer" come from."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.access import access_of
from followups.origins import AnswerPage, Origin, OriginLink
from sessions.models import Verification
from sessions.services.answer_debts import KIND

URGED: Final = "tiếp thu, giải trình ý kiến thẩm tra"
"""What letters urge about answers to remarks. Official text: always Vietnamese."""


def resolve(follow_up_ids: Iterable[int], user: Any) -> dict[int, OriginLink]:
    """Links to the verifications, as far as the user may read them; one query. Owners answer in the matrix there."""
    access = access_of(user)
    rows = Verification.objects.visible_to(user).filter(follow_up__in=follow_up_ids)
    return {
        row.follow_up_id: OriginLink(
            _("Remarks of %(committee)s on paper no. %(number)s of sitting no. %(sitting)s")
            % {
                "committee": row.committee,
                "number": row.paper.number,
                "sitting": row.paper.sitting.number,
            },
            row.get_absolute_url(),
            _answering(row)
            if row.paper.owner_agency_id in access.agencies
            or row.paper.owner_committee_id in access.committees
            else None,
        )
        for row in rows.select_related("committee", "paper__sitting")
        if row.follow_up_id
    }


def _answering(verification: Verification) -> AnswerPage:
    return AnswerPage(
        _("Answer the remarks"), reverse("sittings:verification_respond", args=[verification.pk])
    )


VERIFICATION_ANSWER: Final = Origin(
    KIND, gettext_lazy("Answer to a verification report"), resolve, subject=URGED
)
