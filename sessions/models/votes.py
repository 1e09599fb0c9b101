"""Biểu quyết: votes with the majority computed on the right denominator."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.models import Record, tracked
from councils.models import Delegate
from sessions.models.agenda import AgendaItem
from sessions.models.resolutions import Resolution
from sessions.models.sittings import PlenaryMeeting, Sitting
from sessions.querysets import OfSitting, OfVote


class Majority(models.TextChoices):
    """Which share of whom carries a vote; `sessions.majorities` computes it and names the article."""

    ORDINARY = "ordinary", _("More than half of all delegates")
    TWO_THIRDS = "two_thirds", _("At least two thirds of all delegates")
    SHRUNKEN = "shrunken", _("More than two thirds of the delegates in office")
    PROCEDURAL = "procedural", _("More than half of the delegates present")


@tracked
class Vote(Record):
    """Biểu quyết: one vote at one half-day. The result and the number it needed are kept as computed that day.

    Counts are of delegates: all elected for the term, in office on the day, present at the moment, for, against,
    not voting. A vote recorded by mistake is voided with a reason, never deleted.
    """

    class Method(models.TextChoices):
        """How it was taken."""

        HANDS = "hands", _("Show of hands")
        ELECTRONIC = "electronic", _("Electronic")
        ROLL_CALL = "roll_call", _("Roll call")
        SECRET = "secret", _("Secret ballot")

    sitting = models.ForeignKey(Sitting, models.PROTECT, related_name="votes", verbose_name=_("sitting"))
    meeting = models.ForeignKey(
        PlenaryMeeting, models.PROTECT, related_name="votes", verbose_name=_("plenary meeting")
    )
    number = models.PositiveSmallIntegerField(_("number in the sitting"))
    item = models.ForeignKey(
        AgendaItem,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="votes",
        verbose_name=_("agenda item"),
    )
    resolution = models.ForeignKey(
        Resolution,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="votes",
        verbose_name=_("resolution"),
    )
    is_final = models.BooleanField(
        _("decides on the whole resolution"),
        default=False,
        help_text=_("Not a vote on one article or one alternative."),
    )
    title = models.CharField(_("what is voted on"), max_length=500)
    method = models.CharField(_("method"), max_length=12, choices=Method, default=Method.HANDS)
    majority = models.CharField(_("majority"), max_length=12, choices=Majority, default=Majority.ORDINARY)
    held_at = models.TimeField(_("at"), null=True, blank=True)
    all_delegates = models.PositiveSmallIntegerField(_("all delegates"))
    in_office = models.PositiveSmallIntegerField(_("delegates in office"))
    present = models.PositiveSmallIntegerField(_("present"))
    votes_for = models.PositiveSmallIntegerField(_("for"))
    votes_against = models.PositiveSmallIntegerField(_("against"))
    not_voting = models.PositiveSmallIntegerField(_("not voting"))
    ballots_issued = models.PositiveSmallIntegerField(_("ballots issued"), null=True, blank=True)
    ballots_returned = models.PositiveSmallIntegerField(_("ballots returned"), null=True, blank=True)
    ballots_invalid = models.PositiveSmallIntegerField(_("invalid ballots"), null=True, blank=True)
    needed = models.PositiveSmallIntegerField(_("votes needed"), editable=False)
    passed = models.BooleanField(_("passed"), editable=False)
    legal_basis = models.CharField(_("legal basis"), max_length=300, editable=False)
    note = models.TextField(_("note"), blank=True)
    voided_on = models.DateField(_("voided on"), null=True, blank=True, editable=False)
    voided_because = models.CharField(_("why it was voided"), max_length=300, blank=True, editable=False)

    objects = OfSitting.as_manager()

    class Meta:
        verbose_name = _("vote")
        verbose_name_plural = _("votes")
        ordering: ClassVar = ["number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["sitting", "number"], name="sittings_vote_number_once"),
            models.UniqueConstraint(
                fields=["resolution"],
                condition=Q(is_final=True, voided_on__isnull=True, passed=True),
                name="sittings_vote_passes_once",
                violation_error_message=_("This resolution has already been passed by another vote."),
            ),
            models.CheckConstraint(
                condition=Q(present__lte=F("in_office")) & Q(in_office__lte=F("all_delegates")),
                name="sittings_vote_no_more_present_than_seats",
                violation_error_message=_("More delegates are present than hold a seat."),
            ),
            models.CheckConstraint(
                condition=Q(present__gte=F("votes_for") + F("votes_against") + F("not_voting")),
                name="sittings_vote_no_more_votes_than_present",
                violation_error_message=_("More votes were counted than delegates were present."),
            ),
            models.CheckConstraint(
                condition=Q(is_final=False) | Q(resolution__isnull=False),
                name="sittings_final_vote_names_resolution",
            ),
            models.CheckConstraint(
                condition=Q(voided_on__isnull=True) | ~Q(voided_because=""),
                name="sittings_vote_voided_for_a_reason",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["meeting", "number"], name="sittings_vote_of_meeting")]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """The vote's page."""
        return reverse("sittings:vote_detail", args=[self.pk])


@tracked
class Ballot(models.Model):
    """What one delegate voted in a roll call."""

    class Choice(models.TextChoices):
        """The choices of a delegate."""

        FOR = "for", _("For")
        AGAINST = "against", _("Against")
        NOT_VOTING = "not_voting", _("Not voting")

    vote = models.ForeignKey(Vote, models.CASCADE, related_name="ballots", verbose_name=_("vote"))
    delegate = models.ForeignKey(Delegate, models.PROTECT, related_name="ballots", verbose_name=_("delegate"))
    choice = models.CharField(_("choice"), max_length=10, choices=Choice)

    objects = OfVote.as_manager()

    class Meta:
        verbose_name = _("ballot")
        verbose_name_plural = _("ballots")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["vote", "delegate"], name="sittings_ballot_once"),
        ]

    def __str__(self) -> str:
        return f"{self.delegate}: {self.get_choice_display()}"
