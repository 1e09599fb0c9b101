"""The bar of one vote: all delegates of the term as one whole, with a mark at the votes it needed."""

from __future__ import annotations

from typing import NamedTuple

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from sessions.models import Vote

_HEIGHT = 28


class Part(NamedTuple):
    """A stretch of the bar: its look, its name, how many delegates."""

    shade: str
    name: str
    size: int


def parts_of(vote: Vote) -> list[Part]:
    """Everybody of the whole, in the order of the bar; stretches of nobody are left out."""
    silent = vote.present - vote.votes_for - vote.votes_against
    parts = [
        Part("for", _("For"), vote.votes_for),
        Part("against", _("Against"), vote.votes_against),
        Part("silent", _("Not voting or invalid"), silent),
        Part("away", _("Absent"), vote.in_office - vote.present),
        Part("vacant", _("Seats not filled"), vote.all_delegates - vote.in_office),
    ]
    return [part for part in parts if part.size > 0]


def tally_bar(vote: Vote) -> SafeString:
    """The drawing; its legend says the same in words and numbers."""
    whole, left, drawn = vote.all_delegates or 1, 0, []
    for part in parts_of(vote):
        drawn.append((part.shade, _share(left, whole), _share(part.size, whole), _HEIGHT))
        left += part.size
    rects = format_html_join("", '<rect class="{}" x="{}%" y="4" width="{}%" height="{}"/>', drawn)
    mark = format_html(
        '<line class="needed" x1="{0}%" x2="{0}%" y1="0" y2="{1}"/>',
        _share(min(vote.needed, whole), whole),
        _HEIGHT + 8,
    )
    said = "; ".join(f"{part.name}: {part.size}" for part in parts_of(vote))
    return format_html(
        '<svg class="tally" width="100%" height="{}" role="img" aria-label="{}">{}{}</svg>',
        _HEIGHT + 8,
        said,
        rects,
        mark,
    )


def _share(count: int, whole: int) -> str:
    return f"{100 * count / whole:.2f}"
