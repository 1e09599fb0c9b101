"""Words as people use them, and what a council takes them for."""

from __future__ import annotations

from typing import Any, ClassVar, Final

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.models import Record, tracked
from core.text import fold
from councils.models.agencies import Agency, Field
from councils.models.councils import Council, Level
from councils.querysets import WordQuerySet

COMPETENCES: Final = [("central", _("Central")), *Level.choices]
"""Levels that can be competent for a matter: those with councils, and the centre."""


@tracked
class CouncilWord(Record):
    """Từ thường dùng: how people of one council write a field, an agency or a level ("điện chiếu sáng" is Điện).

    A word without a meaning was typed or pasted and not understood: it waits until somebody says what it means.
    """

    class Kind(models.TextChoices):
        """What a word names; the column of a pasted table in which it stands."""

        FIELD = "field", _("Field")
        AGENCY = "agency", _("Agency")
        LEVEL = "level", _("Level")

    council = models.ForeignKey(Council, models.PROTECT, related_name="words", verbose_name=_("council"))
    kind = models.CharField(_("names a"), max_length=8, choices=Kind, default=Kind.FIELD)
    text = models.CharField(_("word as people write it"), max_length=120)
    field = models.ForeignKey(
        Field, models.PROTECT, null=True, blank=True, related_name="words", verbose_name=_("field")
    )
    agency = models.ForeignKey(
        Agency, models.PROTECT, null=True, blank=True, related_name="words", verbose_name=_("agency")
    )
    level = models.CharField(_("level"), max_length=10, choices=COMPETENCES, blank=True)
    times = models.PositiveIntegerField(_("times met in tables"), default=0, editable=False)
    last_met_on = models.DateField(_("last met on"), null=True, blank=True, editable=False)
    search = models.CharField(_("folded word"), max_length=240, editable=False)

    objects = WordQuerySet.as_manager()

    class Meta:
        verbose_name = _("word in use")
        verbose_name_plural = _("words in use")
        ordering: ClassVar = ["search", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["council", "kind", "search"],
                name="councils_word_once",
                violation_error_message=_("The list already has this word."),
            ),
            models.CheckConstraint(condition=~Q(search=""), name="councils_word_says_something"),
            models.CheckConstraint(
                condition=(Q(kind="field") | Q(field__isnull=True))
                & (Q(kind="agency") | Q(agency__isnull=True))
                & (Q(kind="level") | Q(level="")),
                name="councils_word_means_its_kind",
            ),
        ]

    def __str__(self) -> str:
        return self.text

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keep the folded column for search beside the word."""
        self.search = fold(self.text)
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        """Where the word is changed."""
        return reverse("councils:word_edit", args=[self.pk])

    @property
    def meaning(self) -> Field | Agency | str | None:
        """What it stands for: the row itself, or the value of a level; nothing while that is open."""
        return self.field or self.agency or self.level or None

    @property
    def meaning_words(self) -> str:
        """What it stands for, as a page shows it."""
        return str(self.field or self.agency or (self.get_level_display() if self.level else ""))
