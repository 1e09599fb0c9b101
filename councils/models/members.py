"""Who works where, as what, from when to when."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.access import Role
from core.models import Period, Record, tracked
from councils.models.agencies import Agency
from councils.models.councils import Council
from councils.models.people import Committee, Delegate
from councils.querysets import MembershipQuerySet


@tracked
class Membership(Period, Record):
    """A user's role in a council for a time. A delegate's names the delegate, an agency's the agency."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="memberships", verbose_name=_("user")
    )
    council = models.ForeignKey(
        Council, models.PROTECT, related_name="memberships", verbose_name=_("council")
    )
    role = models.CharField(_("role"), max_length=16, choices=Role)
    agency = models.ForeignKey(
        Agency, models.PROTECT, null=True, blank=True, related_name="memberships", verbose_name=_("agency")
    )
    delegate = models.ForeignKey(
        Delegate,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="memberships",
        verbose_name=_("delegate"),
    )
    committee = models.ForeignKey(
        Committee,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="memberships",
        verbose_name=_("committee"),
    )

    objects = MembershipQuerySet.as_manager()

    class Meta(Period.Meta):
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        constraints: ClassVar = [
            *Period.Meta.constraints,
            models.UniqueConstraint(
                fields=["user", "council", "role", "agency", "delegate", "valid_from"],
                name="councils_membership_once",
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                condition=~Q(role=Role.AGENCY) | Q(agency__isnull=False),
                name="councils_membership_names_agency",
                violation_error_message=_("Name the agency this user answers for."),
            ),
            models.CheckConstraint(
                condition=~Q(role=Role.DELEGATE) | Q(delegate__isnull=False),
                name="councils_membership_names_delegate",
                violation_error_message=_("Name the delegate this user is."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.get_role_display()}, {self.council}"
