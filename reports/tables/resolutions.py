"""Rows of resolutions and verification: resolutions, their tasks, what they change, reports of committees."""

from __future__ import annotations

from typing import Any, Final

from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from core.tables import Column
from reports.figures import Listing
from reports.tables.rows import Rows, page_of


def _sort_words(resolution: Any) -> str:
    return gettext("Normative") if resolution.is_normative else gettext("Individual")


def _owner(task: Any) -> str:
    return str(task.follow_up.owner)


def _set_by(task: Any) -> str:
    """The resolution, and the article where it is named."""
    return " · ".join(filter(None, [str(task.resolution), task.article]))


def _earlier(change: Any) -> str:
    return str(change.target or change.target_text)


LISTINGS: Final = {
    Listing.RESOLUTIONS: Rows(
        (
            Column("title", _("Resolution"), note="document.symbol", link=True, card="title"),
            Column("sort", _("Sort of resolution"), cell=_sort_words),
            Column("field", _("Field"), cell="field.name"),
            Column("adopted_on", _("Adopted on"), sort=("adopted_on", "pk")),
            Column("signed_on", _("Signed on")),
            Column("sent_up_on", _("Sent up on"), default=False),
            Column("published_on", _("Published on"), default=False),
        ),
        ("-adopted_on", "-pk"),
        lambda rows: rows.select_related("council", "document", "field"),
        lambda count: ngettext("resolution", "resolutions", count),
    ),
    Listing.TASKS: Rows(
        (
            Column("task", _("Task"), cell="follow_up.title", note=_set_by, link=True, card="title"),
            Column("owner", _("Who is responsible"), cell=_owner),
        ),
        ("-resolution__adopted_on", "-pk"),
        lambda rows: rows.select_related(
            "resolution__council",
            "resolution__document",
            "follow_up__agency",
            "follow_up__delegate",
            "follow_up__group",
            "follow_up__committee",
        ),
        lambda count: ngettext("given task", "given tasks", count),
        opens=lambda task: page_of(task.follow_up),
        council="resolution.council.name",
    ),
    Listing.CHANGES: Rows(
        (
            Column("source", _("Resolution"), cell="source", note="source.title", link=True, card="title"),
            Column("kind", _("What it does"), cell="get_kind_display"),
            Column("target", _("Earlier text"), cell=_earlier, note="note"),
            Column("effective_on", _("Since"), sort=("effective_on", "pk")),
        ),
        ("-effective_on", "-pk"),
        lambda rows: rows.select_related("source__council", "source__document", "target__document"),
        lambda count: ngettext("earlier text", "earlier texts", count),
        opens=lambda change: page_of(change.source),
        council="source.council.name",
    ),
    Listing.VERIFICATIONS: Rows(
        (
            Column("paper", _("Paper"), cell="paper.title", note="paper.symbol", link=True, card="title"),
            Column("committee", _("Committee"), cell="committee.name"),
            Column("opinion", _("Opinion of the committee"), cell="get_opinion_display"),
            Column("due_on", _("Report due")),
            Column("reported_on", _("Reported on"), sort=("reported_on", "pk")),
        ),
        ("-reported_on", "-pk"),
        lambda rows: rows.select_related("paper__sitting__council", "committee"),
        lambda count: ngettext("verification report", "verification reports", count),
        council="paper.sitting.council.name",
    ),
}
