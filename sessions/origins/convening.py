"""Tells the kernel of follow-ups where those of kind "invitation" come from."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.access import access_of
from followups.origins import AnswerPage, Origin, OriginLink
from sessions.models import Invitation
from sessions.services.invitations import ORIGIN

URGED: Final = "đăng ký dự kỳ họp Hội đồng nhân dân"
"""What letters urge about registrations. Official text: always Vietnamese."""


def resolve(follow_up_ids: Iterable[int], user: Any) -> dict[int, OriginLink]:
    """Delegates are led to their registration, everybody else to the list of delegates; one query."""
    rows = Invitation.objects.visible_to(user).filter(follow_up__in=follow_up_ids)
    own = access_of(user).delegates
    return {
        follow_up: _link(sitting, number, is_own=delegate in own)
        for follow_up, delegate, sitting, number in rows.values_list(
            "follow_up_id", "delegate_id", "sitting_id", "sitting__number"
        )
    }


def _link(sitting: int, number: int, *, is_own: bool) -> OriginLink:
    label = _("Registration for sitting no. %(number)s") % {"number": number}
    if not is_own:
        return OriginLink(label, reverse("sittings:sitting_delegates", args=[sitting]))
    url = reverse("sittings:registration_edit", args=[sitting])
    return OriginLink(label, url, AnswerPage(_("Register"), url))


# Delegates also answer in words, and say there why they cannot come.
REGISTRATION = Origin(
    ORIGIN, gettext_lazy("Registration for a sitting"), resolve, subject=URGED, private=True
)
