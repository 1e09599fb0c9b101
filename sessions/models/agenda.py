"""Chương trình kỳ họp: what the council does, in which order, for how long, on which papers."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.models import Record, tracked
from sessions.models.papers import Paper
from sessions.models.sittings import PlenaryMeeting, Sitting
from sessions.querysets import OfSitting

DEEPEST = 2
"""Sections (0), items (1), items of items (2)."""


@tracked
class AgendaItem(Record):
    """Nội dung chương trình: a section or an item of the agenda.

    The agenda is one list in the order of its positions; `depth` says how far an item stands in. The parent of an item
    is the last one before it that stands less deep.
    """

    class Kind(models.TextChoices):
        """What happens."""

        SECTION = "section", _("Section")
        CEREMONY = "ceremony", _("Ceremony, procedure")
        PRESENTATION = "presentation", _("Presentation of a paper")
        DISCUSSION = "discussion", _("Discussion")
        QUESTIONING = "questioning", _("Questioning")
        PERSONNEL = "personnel", _("Personnel")
        VOTE = "vote", _("Vote")
        BREAK = "break", _("Break")

    sitting = models.ForeignKey(
        Sitting, models.PROTECT, related_name="agenda_items", verbose_name=_("sitting")
    )
    position = models.PositiveSmallIntegerField(_("position"))
    depth = models.PositiveSmallIntegerField(_("depth"), default=1)
    kind = models.CharField(_("kind"), max_length=12, choices=Kind, default=Kind.PRESENTATION)
    title = models.CharField(_("item"), max_length=500)
    presenter = models.CharField(_("presented by"), max_length=200, blank=True)
    meeting = models.ForeignKey(
        PlenaryMeeting,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="agenda_items",
        verbose_name=_("half-day"),
    )
    starts_at = models.TimeField(_("from"), null=True, blank=True)
    reading_minutes = models.PositiveSmallIntegerField(_("minutes of presentation"), default=0)
    discussion_minutes = models.PositiveSmallIntegerField(_("minutes of discussion"), default=0)
    papers = models.ManyToManyField(Paper, blank=True, related_name="agenda_items", verbose_name=_("papers"))
    is_public = models.BooleanField(_("in the public programme"), default=True)
    tabled_on = models.DateField(
        _("dealt with on"), null=True, blank=True, editable=False, help_text=_("The fact that A03 counts.")
    )

    objects = OfSitting.as_manager()

    class Meta:
        verbose_name = _("agenda item")
        verbose_name_plural = _("agenda items")
        ordering: ClassVar = ["position", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["sitting", "position"],
                name="sittings_agenda_position_once",
                deferrable=models.Deferrable.DEFERRED,
            ),
            models.CheckConstraint(condition=Q(depth__lte=DEEPEST), name="sittings_agenda_not_deeper"),
            models.CheckConstraint(condition=~Q(title=""), name="sittings_agenda_item_has_title"),
        ]

    def __str__(self) -> str:
        return self.title
