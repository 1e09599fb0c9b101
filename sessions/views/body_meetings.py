"""What the pages of meetings share: which ones a user reaches, who may write them, the way here."""

from __future__ import annotations

from typing import Any, Final

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy

from core.access import STAFF, Access, Role
from core.querysets import ScopedQuerySet
from core.views import RecordView, Text
from councils.models import Committee, Council
from sessions.models import BodyMeeting
from sessions.views.common import Crumbs

LIST: Final[tuple[Text, Any]] = (
    gettext_lazy("Meetings and conclusions"),
    reverse_lazy("sittings:body_meeting_list"),
)


def body_meetings(user: Any) -> ScopedQuerySet[BodyMeeting]:
    """The meetings a user reaches, with what pages show."""
    return BodyMeeting.objects.visible_to(user).select_related(
        "council__parent", "committee__council", "sitting", "document"
    )


def own_committees(council: Council, access: Access) -> QuerySet[Committee] | None:
    """The committees whose meetings somebody enters; None: every body's. Staff enter all, committee staff their own."""
    if access.roles_in(council.pk) & STAFF:
        return None
    return Committee.objects.of(council).filter(pk__in=access.committees)


def may_write(meeting: BodyMeeting, access: Access) -> bool:
    """Staff write every meeting, committee staff those of their own committee."""
    roles = access.roles_in(meeting.council_id)
    own = meeting.committee_id in access.committees
    return bool(roles & STAFF) or (Role.COMMITTEE in roles and own)


def meeting_crumbs(meeting: BodyMeeting) -> Crumbs:
    """The way to a meeting."""
    return [LIST, (meeting.title, meeting.get_absolute_url())]


class MeetingReach(RecordView):
    """A page about one meeting."""

    record: BodyMeeting

    def reachable(self) -> QuerySet[Any]:
        return body_meetings(self.request.user)


class MeetingWriter(MeetingReach):
    """A page for those who write the meeting."""

    def meeting(self) -> BodyMeeting:
        """The meeting whose writers may come here."""
        return self.record

    def check_record(self) -> None:
        """403 for everybody else who sees it."""
        if not may_write(self.meeting(), self.access):
            raise PermissionDenied
