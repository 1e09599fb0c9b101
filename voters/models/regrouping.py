"""What is done to opinions as wholes: merged, split, known as repeats, forwarded to another council, told to voters.

Each is a dated fact: the day it took effect, the moment it was entered, by whom; taking it back has a day of its own.
"""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from core.models import tracked
from councils.models import Council
from voters.models.contact import VoterMeeting
from voters.models.opinions import VoterOpinion
from voters.querysets import DatedQuerySet, ForwardQuerySet, OfOpinion


class DatedAct(models.Model):
    """Something in effect from a day on, until the day on which it was taken back.

    Taken back on the day it was made, it was in effect on no day.
    """

    on = models.DateField(_("took effect on"))
    entered_at = models.DateTimeField(_("entered at"), auto_now_add=True)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("by")
    )
    note = models.CharField(_("note"), max_length=300, blank=True)
    undone_on = models.DateField(_("taken back on"), null=True, blank=True)
    undone_at = models.DateTimeField(_("taken back at"), null=True, blank=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("taken back by"),
    )

    class Meta:
        abstract = True
        ordering: ClassVar = ["on", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(undone_on__isnull=True, undone_at__isnull=True)
                | Q(undone_on__gte=F("on"), undone_at__isnull=False),
                name="voters_%(class)s_undone_after",
                violation_error_message=_("It cannot be taken back before the day on which it was done."),
            ),
        ]

    @property
    def is_undone(self) -> bool:
        """Whether somebody took it back."""
        return self.undone_at is not None

    def in_effect(self, day: date) -> bool:
        """Whether it was in effect on a day."""
        return self.on <= day and (self.undone_on is None or self.undone_on > day)


@tracked
class Regrouping(DatedAct):
    """Gộp, tách: several opinions become one, or one becomes several. The rows they were stay as they are."""

    class Kind(models.TextChoices):
        """Which of the two."""

        MERGE = "merge", _("Merged")
        SPLIT = "split", _("Split")

    council = models.ForeignKey(
        Council, models.PROTECT, related_name="regroupings", verbose_name=_("council")
    )
    kind = models.CharField(_("kind"), max_length=5, choices=Kind)

    objects = DatedQuerySet.as_manager()

    class Meta(DatedAct.Meta):
        verbose_name = _("merge or split")
        verbose_name_plural = _("merges and splits")

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.on:%d/%m/%Y}"


@tracked
class OpinionLink(models.Model):
    """One line of a merge or split: this opinion went on in that one."""

    regrouping = models.ForeignKey(
        Regrouping, models.PROTECT, related_name="links", verbose_name=_("merge or split")
    )
    source = models.ForeignKey(
        VoterOpinion, models.PROTECT, related_name="links_out", verbose_name=_("what it was")
    )
    target = models.ForeignKey(
        VoterOpinion, models.PROTECT, related_name="links_in", verbose_name=_("what carries it on")
    )

    objects = OfOpinion.as_manager()

    class Meta:
        verbose_name = _("source of an opinion")
        verbose_name_plural = _("sources of opinions")
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["regrouping", "source", "target"], name="voters_link_once"),
            models.CheckConstraint(
                condition=~Q(source=F("target")),
                name="voters_link_to_another",
                violation_error_message=_("An opinion cannot be merged into itself."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.source} → {self.target}"


@tracked
class OpinionLikeness(DatedAct):
    """What somebody said of two opinions that look alike: a repeat of the earlier one, or another matter."""

    class Verdict(models.TextChoices):
        """What was said."""

        REPEAT = "repeat", _("Raised again")
        DIFFERENT = "different", _("Another matter")

    opinion = models.ForeignKey(
        VoterOpinion, models.PROTECT, related_name="likenesses", verbose_name=_("opinion")
    )
    earlier = models.ForeignKey(
        VoterOpinion, models.PROTECT, related_name="likened", verbose_name=_("earlier opinion")
    )
    verdict = models.CharField(_("verdict"), max_length=9, choices=Verdict)

    objects = OfOpinion.as_manager()

    class Meta(DatedAct.Meta):
        verbose_name = _("likeness of opinions")
        verbose_name_plural = _("likenesses of opinions")
        constraints: ClassVar = [
            *DatedAct.Meta.constraints,
            models.CheckConstraint(
                condition=~Q(opinion=F("earlier")),
                name="voters_likeness_of_two",
                violation_error_message=_("An opinion does not repeat itself."),
            ),
            models.UniqueConstraint(
                fields=["opinion", "earlier"],
                condition=Q(undone_at__isnull=True),
                name="voters_likeness_said_once",
                violation_error_message=_("This has already been decided for these two opinions."),
            ),
            models.UniqueConstraint(
                fields=["opinion"],
                condition=Q(undone_at__isnull=True, verdict="repeat"),
                name="voters_repeats_one",
                violation_error_message=_("It is already known as a repeat of another opinion."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.opinion}: {self.get_verdict_display()} ({self.earlier})"


@tracked
class OpinionForward(models.Model):
    """Chuyển lên, chuyển xuống: an opinion that another level can settle, offered to the council of that level.

    Once accepted, the receiving council has an opinion of its own (`VoterOpinion.forwarded_from`). Until then, and when
    it is returned, nothing has changed here.
    """

    class Decision(models.TextChoices):
        """What the receiving council said; taken back is what the sender did before that."""

        ASKED = "asked", _("waiting to be accepted")
        ACCEPTED = "accepted", _("accepted")
        RETURNED = "returned", _("returned")
        TAKEN_BACK = "back", _("taken back")

    opinion = models.ForeignKey(
        VoterOpinion, models.PROTECT, related_name="forwards", verbose_name=_("opinion")
    )
    to_council = models.ForeignKey(
        Council, models.PROTECT, related_name="forwarded_opinions", verbose_name=_("to the council")
    )
    reason = models.CharField(_("why it is forwarded"), max_length=300)
    asked_on = models.DateField(_("forwarded on"))
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("forwarded by")
    )
    entered_at = models.DateTimeField(_("entered at"), auto_now_add=True)
    decision = models.CharField(_("decision"), max_length=8, choices=Decision, default=Decision.ASKED)
    decided_on = models.DateField(_("decided on"), null=True, blank=True)
    decided_at = models.DateTimeField(_("decision entered at"), null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("decided by"),
    )
    decision_note = models.CharField(_("note on the decision"), max_length=300, blank=True)

    objects = ForwardQuerySet.as_manager()

    class Meta:
        verbose_name = _("forwarding of an opinion")
        verbose_name_plural = _("forwardings of opinions")
        ordering: ClassVar = ["asked_on", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["opinion"],
                condition=Q(decision__in=["asked", "accepted"]),
                name="voters_forwarded_once",
                violation_error_message=_("It has already been forwarded."),
            ),
            models.CheckConstraint(
                condition=Q(decision="asked", decided_on__isnull=True)
                | (~Q(decision="asked") & Q(decided_on__gte=F("asked_on"))),
                name="voters_forward_decided_after",
            ),
            models.CheckConstraint(
                condition=~Q(decision="returned") | ~Q(decision_note=""),
                name="voters_forward_return_says_why",
                violation_error_message=_("Say why it is returned."),
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["to_council", "decision"], name="voters_forwards_in"),
        ]

    def __str__(self) -> str:
        return f"{self.opinion} → {self.to_council}"


@tracked
class AnswerTold(DatedAct):
    """Voters were told the answer to what they had said: on which day, at which meeting."""

    opinion = models.ForeignKey(
        VoterOpinion, models.PROTECT, related_name="tellings", verbose_name=_("opinion")
    )
    meeting = models.ForeignKey(
        VoterMeeting, models.PROTECT, related_name="answers_told", verbose_name=_("told at the meeting")
    )

    objects = OfOpinion.as_manager()

    class Meta(DatedAct.Meta):
        verbose_name = _("answer told to voters")
        verbose_name_plural = _("answers told to voters")
        constraints: ClassVar = [
            *DatedAct.Meta.constraints,
            models.UniqueConstraint(
                fields=["opinion", "meeting"],
                condition=Q(undone_at__isnull=True),
                name="voters_answer_told_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.opinion}: {self.on:%d/%m/%Y}"
