"""Whatever somebody must do: the follow-up, who has a part in it, and what moved it."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from core import display
from core.models import Record, tracked
from councils.models import Agency, Committee, Council, DeadlineRule, Delegate, DelegateGroup, Field
from followups.querysets import DUE_SORT, STAGE, FollowUpQuerySet, ThroughFollowUpQuerySet
from followups.states import WAITING, ResultClass, State


def _at_most_one(*names: str) -> Q:
    """No two of these foreign keys are set."""
    found = Q()
    for place, name in enumerate(names):
        for other in names[place + 1 :]:
            found &= Q(**{f"{name}__isnull": True}) | Q(**{f"{other}__isnull": True})
    return found


@tracked
class FollowUp(Record):
    """Việc theo dõi: something a named body owes this council by a day.

    Five clears ("5 rõ"): who, what task, by when, who answers for it, what result proves it done. The database refuses
    a follow-up that was sent without all five.
    """

    council = models.ForeignKey(
        Council,
        models.PROTECT,
        db_index=False,
        related_name="follow_ups",
        verbose_name=_("council"),
        help_text=_("The council that asks for it now."),
    )
    raised_by = models.ForeignKey(
        Council,
        models.PROTECT,
        db_index=False,
        null=True,
        blank=True,
        editable=False,
        related_name="raised_follow_ups",
        verbose_name=_("raised by"),
        help_text=_(
            "The council that sent it first, if another one asks for it now: both read and count it."
        ),
    )
    kind = models.SlugField(
        _("origin"), max_length=30, db_index=False, help_text=_("What kind of record it came from.")
    )
    title = models.CharField(_("task"), max_length=300)
    detail = models.TextField(_("what is asked"), blank=True)
    agency = models.ForeignKey(
        Agency,
        models.PROTECT,
        db_index=False,
        null=True,
        blank=True,
        related_name="follow_ups",
        verbose_name=_("responsible agency"),
    )
    delegate = models.ForeignKey(
        Delegate,
        models.PROTECT,
        db_index=False,
        null=True,
        blank=True,
        related_name="follow_ups",
        verbose_name=_("responsible delegate"),
    )
    group = models.ForeignKey(
        DelegateGroup,
        models.PROTECT,
        db_index=False,
        null=True,
        blank=True,
        related_name="follow_ups",
        verbose_name=_("responsible group"),
    )
    committee = models.ForeignKey(
        Committee,
        models.PROTECT,
        db_index=False,
        null=True,
        blank=True,
        related_name="follow_ups",
        verbose_name=_("responsible committee"),
    )
    coordinating = models.ManyToManyField(
        Agency,
        blank=True,
        through="Coordination",
        related_name="coordinated_follow_ups",
        verbose_name=_("co-ordinating agencies"),
    )
    accountable = models.CharField(_("who answers for it"), max_length=200, blank=True)
    evidence = models.CharField(_("result that proves it done"), max_length=300, blank=True)
    field = models.ForeignKey(
        Field, models.PROTECT, null=True, blank=True, related_name="follow_ups", verbose_name=_("field")
    )
    locality = models.CharField(_("locality"), max_length=200, blank=True)
    legal_basis = models.CharField(_("legal basis"), max_length=300, blank=True)

    due_on = models.DateField(_("due on"), null=True, blank=True)
    original_due_on = models.DateField(_("due on at first"), null=True, blank=True, editable=False)
    due_rule = models.ForeignKey(
        DeadlineRule,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="follow_ups",
        verbose_name=_("rule of the due date"),
    )
    due_anchor_on = models.DateField(_("counted from"), null=True, blank=True)

    state = models.CharField(_("state"), max_length=16, choices=State, default=State.DRAFT)
    result_class = models.CharField(_("result"), max_length=12, choices=ResultClass, blank=True)
    issued_on = models.DateField(_("sent on"), null=True, blank=True)
    answered_on = models.DateField(_("answered on"), null=True, blank=True)
    settled_on = models.DateField(_("settled on"), null=True, blank=True)
    rung = models.PositiveSmallIntegerField(
        _("rungs climbed"),
        default=0,
        editable=False,
        help_text=_("How far up its council's ladder it has gone."),
    )
    fruitless = models.PositiveSmallIntegerField(
        _("fruitless transfers"),
        default=0,
        editable=False,
        help_text=_("How often it was passed on, given back or sent again without an accepted answer."),
    )
    search = models.TextField(_("folded text"), blank=True, editable=False)

    objects = FollowUpQuerySet.as_manager()

    class Meta:
        verbose_name = _("follow-up")
        verbose_name_plural = _("follow-ups")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(state__in=[State.DRAFT, State.WITHDRAWN])
                | (
                    (
                        Q(agency__isnull=False)
                        | Q(delegate__isnull=False)
                        | Q(group__isnull=False)
                        | Q(committee__isnull=False)
                    )
                    & ~Q(title="")
                    & Q(due_on__isnull=False)
                    & Q(issued_on__isnull=False)
                    & ~Q(accountable="")
                    & ~Q(evidence="")
                ),
                name="followups_five_clears",
                violation_error_message=_(
                    "A follow-up needs who, what task, by when, who answers for it and what result proves it done."
                ),
            ),
            models.CheckConstraint(
                condition=_at_most_one("agency", "delegate", "group", "committee"),
                name="followups_one_owner",
                violation_error_message=_("One body is responsible; others may have a part in it."),
            ),
            models.CheckConstraint(
                condition=Q(due_on__isnull=True)
                | Q(original_due_on__isnull=True)
                | Q(due_on__gte=F("original_due_on")),
                name="followups_due_only_moves_on",
            ),
        ]
        # No column has an index of its own where one of these begins with it: every row pays for every index.
        indexes: ClassVar = [
            models.Index(fields=["council", "state", "due_on"], name="followups_owed"),
            models.Index(fields=["agency", "state", "due_on"], name="followups_agency_owes"),
            models.Index(fields=["state", "due_on"], name="followups_due"),
            models.Index(
                fields=["delegate", "state", "due_on"],
                condition=Q(delegate__isnull=False),
                name="followups_delegate_owes",
            ),
            models.Index(
                fields=["group", "state", "due_on"],
                condition=Q(group__isnull=False),
                name="followups_group_owes",
            ),
            models.Index(
                fields=["committee", "state", "due_on"],
                condition=Q(committee__isnull=False),
                name="followups_committee_owes",
            ),
            models.Index(
                fields=["raised_by", "state"], condition=Q(raised_by__isnull=False), name="followups_raised"
            ),
            # The order of lists, of one council and of several: a first page reads its rows and no others.
            models.Index("council", STAGE, DUE_SORT, "id", name="followups_listed"),
            models.Index(STAGE, DUE_SORT, "id", name="followups_listed_wide"),
            GinIndex("council", OpClass("search", "gin_trgm_ops"), name="followups_search"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """The follow-up's page."""
        return reverse("followups:followup_detail", args=[self.pk])

    @property
    def owner(self) -> Any:
        """The responsible body: an agency, delegate, group or committee."""
        return self.agency or self.delegate or self.group or self.committee

    @property
    def is_waiting(self) -> bool:
        """Whether an answer waits for a judgement."""
        return self.state in WAITING


@tracked
class Coordination(models.Model):
    """Phối hợp: the part that another agency has in a follow-up; the responsible body alone answers for the whole."""

    follow_up = models.ForeignKey(
        FollowUp, models.PROTECT, related_name="coordinations", verbose_name=_("follow-up")
    )
    agency = models.ForeignKey(
        Agency, models.PROTECT, related_name="coordinations", verbose_name=_("co-ordinating agency")
    )
    part = models.CharField(_("its part"), max_length=300, blank=True)
    due_on = models.DateField(_("due on"), null=True, blank=True)
    contribution = models.TextField(_("what it contributed"), blank=True)
    contributed_on = models.DateField(_("contributed on"), null=True, blank=True)
    contributed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("by"),
    )

    objects = ThroughFollowUpQuerySet.as_manager()

    class Meta:
        verbose_name = _("part of a co-ordinating agency")
        verbose_name_plural = _("parts of co-ordinating agencies")
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["follow_up", "agency"],
                name="followups_coordination_once",
                violation_error_message=_("This agency already has a part in it."),
            ),
            models.CheckConstraint(
                condition=Q(contributed_on__isnull=True) | ~Q(contribution=""),
                name="followups_contribution_has_words",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["agency", "contributed_on"], name="followups_parts_owed"),
            models.Index(
                fields=["due_on"],
                name="followups_parts_due",
                condition=Q(contributed_on__isnull=True, due_on__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.agency}: {self.part}" if self.part else str(self.agency)


@tracked
class FollowUpMove(models.Model):
    """One move of a follow-up's state: the day it took effect and the moment it was entered."""

    follow_up = models.ForeignKey(
        FollowUp, models.PROTECT, db_index=False, related_name="moves", verbose_name=_("follow-up")
    )
    from_state = models.CharField(_("from"), max_length=16, choices=State)
    to_state = models.CharField(_("to"), max_length=16, choices=State)
    effective_on = models.DateField(_("took effect on"))
    entered_at = models.DateTimeField(_("entered at"), auto_now_add=True)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("by")
    )
    note = models.TextField(_("note"), blank=True)
    due_was = models.DateField(_("first due day before"), null=True, blank=True, editable=False)
    due_became = models.DateField(
        _("first due day since"),
        null=True,
        blank=True,
        editable=False,
        help_text=_("Set where a change of its rule or of the calendar moved the first due day."),
    )

    objects = ThroughFollowUpQuerySet.as_manager()

    class Meta:
        verbose_name = _("move")
        verbose_name_plural = _("moves")
        ordering: ClassVar = ["entered_at", "pk"]
        # Figures ask for the state on a day: the index alone answers.
        indexes: ClassVar = [
            models.Index(
                fields=["follow_up", "-effective_on", "-id"],
                include=["to_state", "from_state", "entered_at"],
                name="followups_state_as_of",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_from_state_display()} → {self.get_to_state_display()}"

    @property
    def title(self) -> str:
        """What happened, for a timeline: the state it came to, or the due day that a changed rule gave it."""
        if self.due_was is None:
            return str(self.get_to_state_display())
        days = {"old": display.day(self.due_was), "new": display.day(self.due_became)}
        return gettext("Due date recomputed: %(old)s → %(new)s") % days
