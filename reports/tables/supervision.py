"""Rows of supervision: missions, sessions, bodies, items of programmes, matters, legal texts, recommendations."""

from __future__ import annotations

from typing import Any, Final

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from core.tables import Column
from reports.figures import Listing
from reports.tables.rows import Rows, page_of
from supervision.tables.recommendations import short_text


def _session(session: Any) -> str:
    return str(session.body or session.place)


def _matter(item: Any) -> str:
    """A letter by its number: its sender is not for every reader of figures."""
    return str(item.letter or item.opinion or item.resolution)


def _issuer(review: Any) -> str:
    return str(review.issuer or review.resolution or "")


LISTINGS: Final = {
    Listing.MISSIONS: Rows(
        (
            Column("title", _("Content"), note="act_symbol", link=True, card="title"),
            Column("kind", _("Kind"), cell="get_kind_display"),
            Column("supervisor", _("Who supervises"), cell="supervisor"),
            Column("decided_on", _("Decided on")),
            Column("reported_on", _("Reported on")),
            Column("concluded_on", _("Concluded on")),
        ),
        ("-decided_on", "-pk"),
        lambda rows: rows.select_related("council", "committee", "group"),
        lambda count: ngettext("mission or survey", "missions and surveys", count),
    ),
    Listing.SESSIONS: Rows(
        (
            Column("body", _("With whom, where"), cell=_session, note="place", link=True, card="title"),
            Column("kind", _("Kind"), cell="get_kind_display"),
            Column("held_on", _("Day"), sort=("held_on", "pk")),
            Column("mission", _("Mission"), cell="mission.title"),
        ),
        ("-held_on", "-pk"),
        lambda rows: rows.select_related("mission__council", "body__agency"),
        lambda count: ngettext("session", "sessions", count),
        council="mission.council.name",
    ),
    Listing.BODIES: Rows(
        (Column("name", _("Body"), card="title"), Column("kind", _("Kind"), cell="get_kind_display")),
        ("sort_key", "pk"),
        lambda rows: rows.select_related("council"),
        lambda count: ngettext("body", "bodies", count),
        opens=lambda _agency: None,
    ),
    Listing.PROGRAMME_ITEMS: Rows(
        (
            Column("title", _("Content"), cell="title", note="programme", link=True, card="title"),
            Column("form", _("Form"), cell="get_form_display"),
            Column("starts_on", _("From")),
            Column("ends_on", _("To")),
        ),
        ("-programme__year", "programme_id", "position", "pk"),
        lambda rows: rows.select_related(
            "programme__council", "programme__committee", "programme__group", "mission"
        ),
        lambda count: ngettext("programme item", "programme items", count),
        opens=lambda item: page_of(item.programme),
        council="programme.council.name",
    ),
    Listing.ONGOING: Rows(
        (
            Column("matter", _("Matter"), cell=_matter, note="reason", link=True, card="title"),
            Column("supervisor", _("Who supervises"), cell="supervisor"),
            Column("taken_on", _("Taken on"), sort=("taken_on", "pk")),
            Column("ended_on", _("Ended on")),
        ),
        ("-taken_on", "-pk"),
        lambda rows: rows.select_related(
            "council", "committee", "group", "letter", "opinion", "resolution__document"
        ),
        lambda count: ngettext("matter", "matters", count),
    ),
    Listing.TEXTS: Rows(
        (
            Column("symbol", _("Number"), note="title", link=True, card="title"),
            Column("issuer", _("Issued by"), cell=_issuer),
            Column("reviewed_on", _("Reviewed on")),
            Column("finding", _("Result"), cell="get_finding_display", card="side"),
            Column("fault", _("Fault"), cell="get_fault_display"),
        ),
        ("-received_on", "-pk"),
        lambda rows: rows.select_related("council", "issuer", "resolution__document"),
        lambda count: ngettext("legal text", "legal texts", count),
    ),
    Listing.RECOMMENDATIONS: Rows(
        (
            Column(
                "text", _("Recommendation"), cell=short_text, note="mission.title", link=True, card="title"
            ),
            Column("owner", _("Responsible body"), cell="follow_up.owner"),
            Column("supervisor", _("Who supervises"), cell="mission.supervisor"),
            Column("issued_on", _("Issued on")),
        ),
        ("-issued_on", "-pk"),
        lambda rows: rows.with_owner(),
        lambda count: ngettext("recommendation", "recommendations", count),
    ),
}
