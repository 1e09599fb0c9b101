"""How far the record of a meeting has come: its state, and beyond it what the group's report and the synthesis say."""

from __future__ import annotations

from django.db.models import Exists, OuterRef
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from core.templatetags.portal_tags import badge
from voters.models import GroupReport, VoterMeeting
from voters.states import TOOK_PLACE


def is_reported(meeting: VoterMeeting) -> bool:
    """Whether every group that held the meeting has sent its report on the round; one query."""
    received = GroupReport.objects.filter(
        round=meeting.round_id, group=OuterRef("pk"), received_on__isnull=False
    )
    sent = list(meeting.groups.annotate(sent=Exists(received)).values_list("sent", flat=True))
    return bool(sent) and all(sent)


def stage_of(meeting: VoterMeeting) -> SafeString | str:
    """A second badge of a meeting that took place: synthesised, or reported by its group; nothing before."""
    if meeting.state not in TOOK_PLACE:
        return ""
    if meeting.round.synthesis_id:
        return badge("ok", _("Synthesised"))
    return badge("run", _("Reported by the group")) if is_reported(meeting) else ""
