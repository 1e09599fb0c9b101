"""Columns of the lists of councils, agencies, delegates, deadline rules and fields."""

from __future__ import annotations

from dataclasses import dataclass
from operator import attrgetter
from typing import Any, ClassVar, Final

from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import get_language, gettext, ngettext
from django.utils.translation import gettext_lazy as _

from core.display import period_words
from core.tables import Column, Table
from core.templatetags.portal_tags import badge
from councils.anchors import anchor_words
from councils.models import DeadlineRule


def own_name(row: Any) -> str:
    """The name in the reader's language, where a row has one in English."""
    return str(row.name_en if get_language() == "en" and row.name_en else row.name)


def offset_words(rule: DeadlineRule) -> str:
    """The offset as a sentence: "within 30 days after …", "at the latest 10 working days before …"."""
    words = {"count": rule.offset, "anchor": anchor_words(rule.anchor)}
    if not rule.offset:
        return gettext("at the latest on the day itself: %(anchor)s") % words
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


_CONFIDENCE_BADGES: Final = {"V": "ok", "M": "plain", "U": "warn"}


def force_words(rule: DeadlineRule) -> str:
    """When the rule is in force."""
    return period_words(rule.effective_from, rule.effective_to) or gettext("always")


@dataclass(frozen=True)
class ShownRule:
    """A rule with what a page says of it in words."""

    rule: DeadlineRule
    counting: str
    force: str


def shown(rule: DeadlineRule) -> ShownRule:
    """A rule in words."""
    return ShownRule(rule, offset_words(rule), force_words(rule))


def confidence(rule: DeadlineRule) -> Any:
    """How sure the rule is, in colour, shape and words."""
    return badge(_CONFIDENCE_BADGES[rule.confidence], rule.get_confidence_display())


def basis(rule: DeadlineRule) -> Any:
    """On what the rule rests, and how sure that is."""
    return format_html("<span>{}<br>{}</span>", rule.legal_basis, confidence(rule))


def level(rule: DeadlineRule) -> str:
    """The level it is for."""
    return rule.get_level_display() if rule.level else gettext("every level")


def edition(rule: DeadlineRule) -> str:
    """Which edition it is; nothing for the first."""
    return gettext("edition %(number)s") % {"number": rule.edition} if rule.edition > 1 else ""


def whose(rule: Any) -> Any:
    """Whether it is the council's own value, or a national rule in whose place the council has set one."""
    if rule.council_id:
        return badge("run", gettext("own value"))
    return badge("plain", gettext("replaced by the own value")) if rule.overridden else None


def keepers_links(rule: Any) -> Any:
    """Whose it is, and what a keeper may do with it."""
    pages = {"edit": gettext("Change"), "withdraw": gettext("Give up")}
    if not rule.council_id:
        pages = {"override": gettext("Enter our own value")}
    links = ((rule_url(rule, page, rule.asked_for), label, own_name(rule)) for page, label in pages.items())
    offered = format_html_join(" · ", '<a href="{}">{}<span class="sr">: {}</span></a>', links)
    return format_html("<span>{} {}</span>", whose(rule) or "", offered)


def rule_url(rule: DeadlineRule, page: str, council_id: int) -> str:
    """The page that changes a rule for a council."""
    return f"{reverse(f'councils:rule_{page}', args=[rule.pk])}?council={council_id}"


class RuleTable(Table):
    """Deadline rules: what is due when, and on which article that rests."""

    columns: ClassVar = [
        Column("name", _("Rule"), cell=own_name, note="code", sort=("code",), link=True, card="title"),
        Column("offset", _("When"), cell=offset_words, note=edition),
        Column(
            "force",
            _("In force"),
            cell=force_words,
            note=level,
        ),
        Column("legal_basis", _("Legal basis"), cell=basis, export=attrgetter("legal_basis")),
        Column("own", _("Own value"), cell=whose),
        Column("level", _("Level"), cell=level, sort=("level", "code"), default=False),
        Column("confidence", _("Confidence"), cell=confidence, sort=("confidence", "code"), default=False),
        Column("edition", _("Edition"), align="end", default=False),
    ]


class RuleTableOfKeepers(RuleTable):
    """The same, with what those who keep a council's own values may do."""

    columns: ClassVar = [
        Column("own", _("Own value"), cell=keepers_links, export=whose) if column.name == "own" else column
        for column in RuleTable.columns
    ]


class FieldTable(Table):
    """Fields that opinions and follow-ups belong to; staff change those of the council's own."""

    editable = False
    columns: ClassVar = [
        Column("name", _("Field"), cell=own_name, link=True, card="title"),
        Column("code", _("Code")),
        Column("view", _("Committee view"), cell="get_committee_view_display"),
    ]

    def row_url(self, row: Any) -> str | None:
        own = self.editable and row.council_id is not None
        return reverse("councils:field_edit", args=[row.pk]) if own else None


def meaning(word: Any) -> Any:
    """What a word stands for; one that waits says so."""
    return word.meaning_words or badge("warn", gettext("meaning still to be said"))


class WordTable(Table):
    """Words in use; staff open them for editing."""

    editable = False
    columns: ClassVar = [
        Column("text", _("Word"), sort=("search",), link=True, card="title"),
        Column("kind", _("Names a"), cell="get_kind_display", sort=("kind", "search")),
        Column("meaning", _("Means"), cell=meaning),
        Column("times", _("Times met in tables"), sort=("times", "search"), align="end"),
        Column("last_met_on", _("Last met on")),
    ]

    def row_url(self, row: Any) -> str | None:
        return reverse("councils:word_edit", args=[row.pk]) if self.editable else None
