"""What the pages of this floor share."""

from __future__ import annotations

from typing import Any, cast

from django.http import HttpRequest
from django.urls import reverse, reverse_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from core.views import Action
from voters.models import (
    CitizenReception,
    Letter,
    OpinionReport,
    ReceptionRecord,
    VoterContactRound,
    VoterMeeting,
    VoterOpinion,
)

Crumbs = list[tuple[Any, Any]]

ROUNDS = (gettext_lazy("Voter contact"), reverse_lazy("voters:round_list"))
LETTERS = (gettext_lazy("Letters"), reverse_lazy("voters:letter_list"))
RECEPTIONS = (gettext_lazy("Citizen receptions"), reverse_lazy("voters:reception_list"))
OPINIONS = (gettext_lazy("Voters' opinions"), reverse_lazy("voters:opinion_list"))


def person(request: HttpRequest) -> User:
    """Who asks; the pages of this floor have made sure that somebody signed in."""
    return cast("User", request.user)


def round_crumbs(contact: VoterContactRound) -> Crumbs:
    """The way to a round."""
    return [ROUNDS, (contact.name, contact.get_absolute_url())]


def paper_actions(contact: VoterContactRound) -> list[Action]:
    """The papers about what a round heard, for the secretariat."""
    begin = "voters:report_begin"
    return [
        Action(_("Synthesis report"), reverse(begin, args=[contact.pk, OpinionReport.Kind.SYNTHESIS])),
        Action(_("Transfer letters"), f"{reverse('voters:transfer_create')}?round={contact.pk}"),
        Action(_("Report on the settlement"), reverse(begin, args=[contact.pk, OpinionReport.Kind.RESULT])),
    ]


def meeting_crumbs(meeting: VoterMeeting) -> Crumbs:
    """The way to a meeting."""
    return [*round_crumbs(meeting.round), (str(meeting), meeting.get_absolute_url())]


def opinion_crumbs(opinion: VoterOpinion) -> Crumbs:
    """The way to an opinion."""
    return [OPINIONS, (str(opinion), reverse("voters:opinion_detail", args=[opinion.pk]))]


def letter_crumbs(letter: Letter) -> Crumbs:
    """The way to a letter."""
    return [LETTERS, (str(letter), letter.get_absolute_url())]


def reception_crumbs(reception: CitizenReception) -> Crumbs:
    """The way to a reception."""
    return [RECEPTIONS, (str(reception), reception.get_absolute_url())]


def record_crumbs(record: ReceptionRecord) -> Crumbs:
    """The way to a matter of a reception."""
    return [*reception_crumbs(record.reception), (str(record), record.get_absolute_url())]
