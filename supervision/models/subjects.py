"""Who supervises: the council, its Standing Committee, a committee or a delegate group (Law 121/2025)."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from councils.models import Committee, DelegateGroup


class Subject(models.TextChoices):
    """Chủ thể giám sát: who supervises."""

    COUNCIL = "council", _("The council")
    STANDING_COMMITTEE = "standing_committee", _("The Standing Committee")
    COMMITTEE = "committee", _("A committee")
    GROUP = "group", _("A delegate group")


class Supervised(models.Model):
    """What names its supervising subject; a committee or a group by the row it is."""

    subject = models.CharField(_("who supervises"), max_length=20, choices=Subject)
    committee = models.ForeignKey(
        Committee,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="%(class)ss",
        verbose_name=_("committee"),
    )
    group = models.ForeignKey(
        DelegateGroup,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="%(class)ss",
        verbose_name=_("delegate group"),
    )

    class Meta:
        abstract = True

    @property
    def supervisor(self) -> Any:
        """The committee or group by its name, otherwise the subject in words."""
        return self.committee or self.group or self.get_subject_display()


def names_its_subject(name: str) -> models.CheckConstraint:
    """Exactly a committee's row names its committee, and a group's its group."""
    return models.CheckConstraint(
        condition=Q(subject="committee", committee__isnull=False, group__isnull=True)
        | Q(subject="group", group__isnull=False, committee__isnull=True)
        | (Q(subject__in=["council", "standing_committee"]) & Q(committee__isnull=True, group__isnull=True)),
        name=name,
        violation_error_message=_("Name the committee or the delegate group that supervises, and no other."),
    )
