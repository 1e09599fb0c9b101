"""Columns of the votes of a sitting."""

from __future__ import annotations

from decimal import Decimal
from typing import ClassVar

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.display import number
from core.tables import Column, Table
from core.templatetags.portal_tags import badge
from sessions.documents.wording import small
from sessions.models import Vote


def result_badge(vote: Vote) -> SafeString:
    """Passed, not passed, or void."""
    if vote.voided_on:
        return badge("plain", _("Voided"))
    return badge("ok", _("Passed")) if vote.passed else badge("late", _("Not passed"))


def share_of_all(vote: Vote) -> str:
    """The share of those for among all delegates, with its counts: "41/50 (82%)"."""
    return f"{vote.votes_for}/{vote.all_delegates} ({share_words(vote.votes_for, vote.all_delegates)})"


def share_words(part: int, whole: int) -> str:
    """A share as pages write it: "93,8%", whole ones without a decimal; of nobody it is 0%."""
    share = Decimal(100 * part) / (whole or 1)
    return f"{number(share, 0 if share == share.to_integral() else 1)}%"


def _about(vote: Vote) -> str:
    """What it belongs to, and whether it decides on all of it."""
    if vote.resolution is None:
        return str(vote.item or "")
    kind = _("whole resolution") if vote.is_final else _("part of a resolution")
    name = str(vote.resolution)
    return kind if vote.title.endswith(small(name)) or name == vote.title else f"{kind}: {name}"


class VoteTable(Table):
    """Votes in their order."""

    columns: ClassVar = [
        Column("number", gettext_lazy("No."), align="end", card="hide"),
        Column("title", gettext_lazy("What is voted on"), cell="title", note=_about, link=True, card="title"),
        Column("meeting", gettext_lazy("Half-day"), cell=lambda vote: str(vote.meeting)),
        Column("method", gettext_lazy("Method"), cell="get_method_display", default=False),
        Column("needed", gettext_lazy("Needed"), align="end"),
        Column("for", gettext_lazy("For"), cell=share_of_all, align="end"),
        Column("against", gettext_lazy("Against"), cell="votes_against", align="end"),
        Column("not_voting", gettext_lazy("Not voting"), align="end", default=False),
        Column("result", gettext_lazy("Result"), cell=result_badge, card="side"),
    ]
