"""Columns of the lists of councils, agencies, delegates, deadline rules and fields."""

from __future__ import annotations

from typing import Any, ClassVar

from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import get_language, gettext, ngettext
from django.utils.translation import gettext_lazy as _

from core.display import day
from core.tables import Column, Table
from councils.models import DeadlineRule


def own_name(row: Any) -> str:
    """The name in the reader's language, where a row has one in English."""
    return str(row.name_en if get_language() == "en" and row.name_en else row.name)


def offset_words(rule: DeadlineRule) -> str:
    """The offset as a sentence: "within 30 days after …", "at the latest 10 working days before …"."""
    words = {"count": rule.offset, "anchor": rule.anchor}
    if rule.unit == DeadlineRule.Unit.WORKING:
        count = ngettext("%(count)s working day", "%(count)s working days", rule.offset) % words
    else:
        count = ngettext("%(count)s day", "%(count)s days", rule.offset) % words
    words["count"] = count
    if rule.direction == DeadlineRule.Direction.BEFORE:
        return gettext("at the latest %(count)s before: %(anchor)s") % words
    return gettext("within %(count)s from: %(anchor)s") % words


def validity(row: Any) -> str:
    """A period in words."""
    return period_words(row.valid_from, row.valid_to)


def period_words(first: Any, last: Any) -> str:
    """From, until, or both; nothing for a period without limits."""
    if first and last:
        return f"{day(first)} – {day(last)}"
    if first:
        return gettext("since %(day)s") % {"day": day(first)}
    return gettext("until %(day)s") % {"day": day(last)} if last else ""


class CouncilTable(Table):
    """Every council of the country, by name within a level."""

    columns: ClassVar = [
        Column("name", _("Council"), cell=str, sort=("sort_key",), link=True, card="title"),
        Column("level", _("Level"), cell="get_level_display", sort=("level", "sort_key")),
        Column("parent", _("Council above"), cell="parent.name"),
        Column("validity", _("Valid"), cell=validity),
        Column("code", _("Unit code"), default=False),
    ]


class AgencyTable(Table):
    """A council's agencies; staff open them for editing."""

    editable = False
    columns: ClassVar = [
        Column("name", _("Agency"), note="short_name", sort=("sort_key",), link=True, card="title"),
        Column("kind", _("Kind"), cell="get_kind_display", sort=("kind", "sort_key")),
        Column("email", _("E-mail address")),
        Column("validity", _("Valid"), cell=validity),
    ]

    def row_url(self, row: Any) -> str | None:
        return reverse("councils:agency_edit", args=[row.pk]) if self.editable else None


def seat_state(row: Any) -> Any:
    """Whether the delegate holds a seat today, as a badge."""
    kind, words = ("ok", gettext("in office")) if row.in_office else ("plain", gettext("left"))
    return format_html('<span class="badge {}">{}</span>', kind, words)


class DelegateTable(Table):
    """Delegates by given name."""

    columns: ClassVar = [
        Column("full_name", _("Delegate"), sort=("sort_key",), link=True, card="title"),
        Column("group", _("Delegate group"), cell="group_name"),
        Column("constituency", _("Constituency"), cell="constituency_area"),
        Column("seat", _("Seat"), cell=seat_state, card="side"),
    ]

    def row_url(self, row: Any) -> str | None:
        return reverse("councils:delegate_detail", args=[row.pk])


class RuleTable(Table):
    """Deadline rules: what is due when, and on which article that rests."""

    columns: ClassVar = [
        Column("name", _("Rule"), cell=own_name, note="code", sort=("code",), card="title"),
        Column("offset", _("When"), cell=offset_words),
        Column("level", _("Level"), cell="get_level_display", default=False),
        Column(
            "force",
            _("In force"),
            cell=lambda rule: period_words(rule.effective_from, rule.effective_to),
            default=True,
        ),
        Column("legal_basis", _("Legal basis")),
        Column("confidence", _("Confidence"), cell="get_confidence_display"),
    ]

    def row_url(self, row: Any) -> str | None:
        return None


class FieldTable(Table):
    """Fields that opinions and follow-ups belong to."""

    columns: ClassVar = [
        Column("name", _("Field"), cell=own_name, card="title"),
        Column("code", _("Code")),
        Column("view", _("Committee view"), cell="get_committee_view_display"),
    ]

    def row_url(self, row: Any) -> str | None:
        return None
