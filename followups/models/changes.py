"""What changes who owes it and until when: more time, and handing on to another agency, level or council."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.models import tracked
from councils.models import Agency, Council
from followups.models.follow_ups import FollowUp
from followups.querysets import HandOverQuerySet, ThroughFollowUpQuerySet


@tracked
class Extension(models.Model):
    """More time: asked for with a reason, allowed or refused by somebody, until a day."""

    class Decision(models.TextChoices):
        """What was decided."""

        ASKED = "asked", _("waiting for a decision")
        GRANTED = "granted", _("granted")
        REFUSED = "refused", _("refused")

    follow_up = models.ForeignKey(
        FollowUp, models.PROTECT, related_name="extensions", verbose_name=_("follow-up")
    )
    until = models.DateField(_("until"))
    reason = models.TextField(_("reason"))
    asked_on = models.DateField(_("asked on"))
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("asked by")
    )
    decision = models.CharField(_("decision"), max_length=8, choices=Decision, default=Decision.ASKED)
    decided_on = models.DateField(_("decided on"), null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("decided by"),
    )
    decision_note = models.TextField(_("note on the decision"), blank=True)
    entered_at = models.DateTimeField(_("entered at"), auto_now_add=True)
    decided_at = models.DateTimeField(_("decision entered at"), null=True, blank=True)

    objects = ThroughFollowUpQuerySet.as_manager()

    class Meta:
        verbose_name = _("extension")
        verbose_name_plural = _("extensions")
        ordering: ClassVar = ["asked_on", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["follow_up"],
                condition=Q(decision="asked"),
                name="followups_one_open_extension",
                violation_error_message=_("Another request for more time is still waiting for a decision."),
            ),
            models.CheckConstraint(
                condition=Q(decision="asked") | Q(decided_on__isnull=False), name="followups_decision_has_day"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.until:%d/%m/%Y} ({self.get_decision_display()})"


@tracked
class HandOver(models.Model):
    """Chuyển tiếp: a follow-up handed on to another agency or level, or moved to the council that succeeded.

    Until it is accepted, the present body goes on owing the answer. What an ended council was owed moves to its
    successor without asking (Law 72/2025 Art. 54.8) and stays countable on both sides.
    """

    class Kind(models.TextChoices):
        """To whom."""

        AGENCY = "agency", _("to another agency")
        COUNCIL = "council", _("to another level")
        SUCCESSOR = "successor", _("to the successor council")

    class Decision(models.TextChoices):
        """What the receiving side said; taken back is what who had asked did before that."""

        ASKED = "asked", _("waiting to be accepted")
        ACCEPTED = "accepted", _("accepted")
        REFUSED = "refused", _("refused")
        TAKEN_BACK = "back", _("taken back")

    follow_up = models.ForeignKey(
        FollowUp, models.PROTECT, related_name="hand_overs", verbose_name=_("follow-up")
    )
    kind = models.CharField(_("kind"), max_length=9, choices=Kind)
    from_council = models.ForeignKey(
        Council, models.PROTECT, related_name="hand_overs_out", verbose_name=_("from the council")
    )
    from_owner = models.CharField(_("from the body"), max_length=200)
    to_council = models.ForeignKey(
        Council, models.PROTECT, related_name="hand_overs_in", verbose_name=_("to the council")
    )
    to_agency = models.ForeignKey(
        Agency,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="hand_overs_in",
        verbose_name=_("to the agency"),
    )
    reason = models.TextField(_("reason"))
    asked_on = models.DateField(_("asked on"))
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("asked by")
    )
    entered_at = models.DateTimeField(_("entered at"), auto_now_add=True)
    decision = models.CharField(_("decision"), max_length=8, choices=Decision, default=Decision.ASKED)
    decided_on = models.DateField(_("decided on"), null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("decided by"),
    )
    decision_note = models.TextField(_("note on the decision"), blank=True)
    decided_at = models.DateTimeField(_("decision entered at"), null=True, blank=True)

    objects = HandOverQuerySet.as_manager()

    class Meta:
        verbose_name = _("hand-over")
        verbose_name_plural = _("hand-overs")
        ordering: ClassVar = ["asked_on", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["follow_up"],
                condition=Q(decision="asked"),
                name="followups_one_open_hand_over",
                violation_error_message=_(
                    "It is already being handed on: wait until that is accepted or refused."
                ),
            ),
            models.CheckConstraint(
                condition=Q(decision="asked") | Q(decided_on__isnull=False),
                name="followups_hand_over_has_day",
            ),
            models.CheckConstraint(
                condition=~Q(decision="refused") | ~Q(decision_note=""),
                name="followups_hand_over_refusal_says_why",
                violation_error_message=_("Say why it is refused."),
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["to_council", "to_agency"],
                condition=Q(decision="asked"),
                name="followups_to_be_accepted",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.from_owner} → {self.to_agency or self.to_council}"
