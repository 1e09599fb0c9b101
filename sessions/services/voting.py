"""The frame of a vote: where and when it may be taken, on what, and how."""

from __future__ import annotations

from django.utils.translation import gettext as _

from core.display import day
from core.services import refuse
from sessions.models import AgendaItem, Majority, PlenaryMeeting, Resolution, Vote
from sessions.services.plenary import check_hour, outside_sitting
from sessions.states import ADOPTED, ResolutionState


def check_frame(vote: Vote) -> None:
    """Refuse, beside its field, a vote that could not have been taken so.

    Before the sitting was opened or after it was closed, on a half-day of another sitting or in groups, on an item or
    a resolution of another sitting, a second decision on one resolution or one by those present alone, a personnel
    matter without secret ballot.
    """
    refuse(
        {
            "title": _title(vote),
            "method": _method(vote),
            "majority": _majority(vote),
            "meeting": _meeting(vote),
            "item": vote.item is not None
            and vote.item.sitting_id != vote.sitting.pk
            and _("This item is on the agenda of another sitting."),
            "resolution": _resolution(vote),
            "is_final": vote.is_final
            and vote.resolution is None
            and _("Name the resolution that this vote decides on."),
        }
        | check_hour(vote.meeting, vote.held_at, "held_at")
    )


def _title(vote: Vote) -> str | bool:
    longest = Vote._meta.get_field("title").max_length or 0
    if len(vote.title) > longest:
        return _("This is too long: %(most)s characters at most.") % {"most": longest}
    return not vote.title and _("Say what is voted on.")


def _majority(vote: Vote) -> str | bool:
    if vote.majority not in Majority.values:
        return _("This is not one of the choices.")
    procedural = vote.is_final and vote.majority == Majority.PROCEDURAL
    return procedural and _(
        "The delegates present decide on procedure only: a resolution needs a majority of all delegates."
    )


def _meeting(vote: Vote) -> str | bool:
    meeting = vote.meeting
    if meeting.sitting_id != vote.sitting.pk:
        return _("This half-day belongs to another sitting.")
    if meeting.kind == PlenaryMeeting.Kind.GROUPS:
        return _("Groups discuss; votes are taken in plenary.")
    return outside_sitting(vote.sitting, meeting)


def _method(vote: Vote) -> str | bool:
    if vote.method not in Vote.Method.values:
        return _("This is not one of the choices.")
    return (
        needs_secret_ballot(vote)
        and vote.method != Vote.Method.SECRET
        and _(
            "Elections and other decisions on persons are taken by secret ballot. The resolution that confirms the "
            "result, and questions of procedure, may be voted on openly."
        )
    )


def needs_secret_ballot(vote: Vote) -> bool:
    """Whether a vote is on a person: on a personnel item, and neither procedure nor the resolution that confirms it."""
    return (
        vote.item is not None
        and vote.item.kind == AgendaItem.Kind.PERSONNEL
        and vote.resolution is None
        and vote.majority != Majority.PROCEDURAL
    )


def _resolution(vote: Vote) -> str | bool:
    resolution = vote.resolution
    if resolution is None:
        return False
    if resolution.sitting_id != vote.sitting.pk:
        return _("This resolution belongs to another sitting.")
    return vote.is_final and _decided(resolution)


def _decided(resolution: Resolution) -> str | bool:
    """Why a resolution is past its decision."""
    earlier = resolution.votes.filter(is_final=True, voided_on__isnull=True).select_related("meeting").first()
    words = {
        "number": earlier.number if earlier else "",
        "day": day(earlier.meeting.day if earlier else resolution.adopted_on),
    }
    if resolution.state in ADOPTED:
        if earlier is None:
            return _("The resolution was adopted on %(day)s.") % words
        return _("The resolution was passed by vote no. %(number)s on %(day)s.") % words
    if resolution.state == ResolutionState.REJECTED:
        return _("The resolution was rejected by vote no. %(number)s on %(day)s.") % words
    return resolution.state == ResolutionState.DEFERRED and _(
        "The resolution was deferred: record it as tabled first."
    )
