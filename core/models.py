"""Abstract models every floor builds on. No concrete model lives here."""

from __future__ import annotations

from functools import cache
from typing import Any, ClassVar, TypeVar, cast

import pghistory
from django.conf import settings
from django.db import models
from django.utils.encoding import force_str
from django.utils.translation import gettext_lazy as _

M = TypeVar("M", bound=type[models.Model])


def tracked(model: M) -> M:
    """Class decorator: the database keeps the history of this model by triggers.

    Each insert, update and delete, by whatever path (bulk updates too), leaves a row with the old or new values, the
    moment, and through the context the user and the request.
    """
    decorate = pghistory.track(
        pghistory.InsertEvent(),
        pghistory.UpdateEvent(),
        pghistory.DeleteEvent(),
        obj_field=pghistory.ObjForeignKey(related_name="history"),
    )
    return cast("M", decorate(model))


class Record(models.Model):
    """A row that people enter: knows when it came in, when it last changed, and its edit version.

    `version` counts edits; a form that was opened on an older version is refused with both texts shown, so that
    nobody overwrites a colleague unawares.
    """

    created_at = models.DateTimeField(_("entered at"), auto_now_add=True)
    updated_at = models.DateTimeField(_("changed at"), auto_now=True)
    version = models.PositiveIntegerField(_("version"), default=1, editable=False)

    class Meta:
        abstract = True

    def _get_FIELD_display(self, field: Any) -> Any:  # noqa: N802 - Django's name
        """The words of a choice. Django's own translates every label of the field to find one; a list has hundreds."""
        value = getattr(self, field.attname)
        return force_str(_labels(field).get(value, value), strings_only=True)


@cache
def _labels(field: models.Field[Any, Any]) -> dict[Any, Any]:
    return dict(field.flatchoices)


class Period(models.Model):
    """Something valid from a day to a day, both included; an open end is empty."""

    valid_from = models.DateField(_("valid from"), null=True, blank=True)
    valid_to = models.DateField(_("valid to"), null=True, blank=True)

    class Meta:
        abstract = True
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(valid_to__isnull=True)
                | models.Q(valid_from__isnull=True)
                | models.Q(valid_to__gte=models.F("valid_from")),
                name="%(app_label)s_%(class)s_period_in_order",
                violation_error_message=_("The last day lies before the first day."),
            ),
        ]


class DatedMove(models.Model):
    """One move of a record's state: the day it took effect, the moment it was entered, by whom and why.

    A concrete move adds the key to its record. States are stored as the record's own state table names them.
    """

    from_state = models.CharField(_("from"), max_length=24)
    to_state = models.CharField(_("to"), max_length=24)
    effective_on = models.DateField(_("took effect on"))
    entered_at = models.DateTimeField(_("entered at"), auto_now_add=True)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("by")
    )
    note = models.TextField(_("note"), blank=True)

    class Meta:
        abstract = True
        ordering: ClassVar = ["entered_at", "pk"]


class Section(models.Model):
    """A part of a longer text that people write piece by piece: a heading and what stands under it."""

    position = models.PositiveSmallIntegerField(_("position"))
    heading = models.CharField(_("heading"), max_length=200)
    text = models.TextField(_("text"), blank=True)

    class Meta:
        abstract = True
        ordering: ClassVar = ["position", "pk"]
