"""Small building blocks of pages; a builtin of every template, nothing to load."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from decimal import Decimal
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any, Final

from django import forms, template
from django.templatetags.static import static
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from core import display
from core import forms as portal_forms
from core.charts import Chart

if TYPE_CHECKING:
    from django.http import QueryDict

register = template.Library()

PAGE_PARAMETERS: Final = ("after", "before", "page")
"""Where one stands in a list; meaningless as soon as the list itself changes."""
_BADGES: Final = frozenset({"ok", "run", "warn", "late"})
_SILENT: Final = SafeString('aria-hidden="true"')
_HERE: Final = SafeString(' aria-current="page"')
_DRAWING: Final = '<svg class="icon" {}><use href="{}#{}"></use></svg>'
_LOW: Final = SafeString(' class="low"')
_HALF: Final = 50


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """A drawing of the sprite; silent beside a word, named where it stands alone."""
    if not label:
        return _silent_icon(name)
    return format_html(_DRAWING, format_html('role="img" aria-label="{}"', label), _sprite(), name)


@lru_cache(maxsize=256)
def _silent_icon(name: str) -> SafeString:
    return format_html(_DRAWING, _SILENT, _sprite(), name)


@cache
def _sprite() -> str:
    """The sprite's address, which stays while the server runs."""
    return static("img/icons.svg")


@register.simple_tag
def rail(navigation: Iterable[Any]) -> SafeString:
    """The lists of the navigation: groups with .label and .items (see `portal.navigation`)."""
    return SafeString("".join(map(_group, navigation)))


def _group(group: Any) -> str:
    heading = format_html("<h2>{}</h2>", group.label) if group.label else ""
    return f'{heading}\n<ul role="list">{"".join(map(_entry, group.items))}</ul>'


def _entry(item: Any) -> SafeString:
    here = _HERE if item.current else ""
    drawn = icon(item.icon) if item.icon else ""
    return format_html('<li><a href="{}"{}>{}{}{}</a></li>', item.url, here, drawn, item.label, waiting(item))


@register.simple_tag
def waiting(item: Any) -> SafeString | str:
    """What waits on a page of the navigation; a number that is late says so in words too."""
    if not item.count:
        return ""
    late = format_html('<span class="sr"> {}</span>', item.words or _("late")) if item.late else ""
    return format_html('<span class="count{}">{}{}</span>', " late" if item.late else "", item.count, late)


@register.simple_tag
def badge(kind: str, text: object) -> SafeString:
    """A state: kind is ok, run, warn, late or plain; shape, colour and word say the same thing."""
    return format_html('<span class="badge {}">{}</span>', kind if kind in _BADGES else "", text)


@register.simple_tag
def due(standing: Any) -> SafeString:
    """A due date with its words ("3 working days left"), from anything that has .day, .words and .grade."""
    if not standing:
        return format_html('<span class="none">{}</span>', display.NOTHING)
    return format_html(
        '<span class="due {}"><time datetime="{}">{}</time> <small>{}</small></span>',
        standing.grade,
        standing.day.isoformat(),
        display.day(standing.day),
        standing.words,
    )


@register.filter
def number(value: float | Decimal | None, places: int | None = None) -> str:
    """1.500 in Vietnamese, 1,500 in English."""
    return display.number(value, places)


@register.filter
def day(value: date | datetime | None) -> str:
    """dd/mm/yyyy."""
    return display.day(value)


@register.filter
def moment(value: datetime | None) -> str:
    """dd/mm/yyyy HH:MM."""
    return display.moment(value)


@register.filter
def plain(value: object) -> str:
    """Any value as a reader expects it."""
    return display.plain(value)


@register.filter
def problems(form: forms.BaseForm) -> Iterator[portal_forms.Problem]:
    """The lines of the error summary."""
    return portal_forms.problems(form)


@register.filter
def active_filters(fields: Iterable[forms.BoundField]) -> int:
    """How many of these fields narrow the list."""
    return portal_forms.active_filters(fields)


@register.simple_tag(takes_context=True)
def query_string(context: template.Context, **changes: object) -> str:
    """The address's own parameters with some changed (None: dropped); the place in the list is always dropped."""
    query: QueryDict = context["request"].GET.copy()
    for name in (*PAGE_PARAMETERS, *changes):
        query.pop(name, None)
    for name, value in changes.items():
        if value is not None:
            query[name] = str(value)
    return f"?{query.urlencode()}"


@register.simple_tag(takes_context=True)
def query_fields(context: template.Context, *without: str, keep: str = "") -> SafeString:
    """The address's own parameters as hidden fields, for a GET form that changes others; `keep` names all to keep."""
    dropped, wanted = {*PAGE_PARAMETERS, *without}, keep.split()
    kept = (
        (name, value)
        for name, values in context["request"].GET.lists()
        for value in values
        if name not in dropped and (not wanted or name in wanted)
    )
    return format_html_join("", '<input type="hidden" name="{}" value="{}">', kept)


@register.inclusion_tag("components/timeline.html")
def timeline(items: Iterable[Any]) -> dict[str, Any]:
    """What happened: items have .when, .title, .text and .who; the newest first."""
    return {"items": items}


@register.inclusion_tag("components/tiles.html")
def tiles(figures: Iterable[Any]) -> dict[str, Any]:
    """Figures: objects with .label, .value_text, .qualifier, .url, .note and .late."""
    return {"figures": figures}


@register.inclusion_tag("components/chart.html")
def chart(drawn: Chart | SafeString) -> dict[str, Any]:
    """A chart with its legend and its table view, or a ready drawing."""
    return {"chart": drawn, "drawing": drawn.svg() if isinstance(drawn, Chart) else drawn}


@register.simple_tag
def progress(value: float | None, maximum: float, label: str = "") -> SafeString:
    """How much of the whole, as a bar and in per cent; a dash where there is no whole."""
    if value is None or not maximum:
        return format_html('<span class="none">{}</span>', display.NOTHING)
    share = Decimal(str(value)) * 100 / Decimal(str(maximum))
    return format_html(
        '<span class="progress"><progress{} value="{}" max="{}" aria-label="{}"></progress><span>{}%</span></span>',
        _LOW if share < _HALF else "",
        value,
        maximum,
        label or _("Share"),
        display.number(share, 1),
    )


@register.inclusion_tag("components/empty_state.html")
def empty_state(title: str, text: str = "", action_label: str = "", action_url: str = "") -> dict[str, str]:
    """What stands in place of a list that has nothing yet: why, and what to do first."""
    return {"title": title, "text": text, "action_label": action_label, "action_url": action_url}
