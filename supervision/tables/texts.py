"""Columns of the list of legal texts under review."""

from __future__ import annotations

from typing import Any, ClassVar, Final

from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from core.tables import Column, Table
from core.templatetags.portal_tags import badge, due
from supervision.models import TextReview

_FINDINGS: Final = {
    TextReview.Finding.OPEN: "warn",
    TextReview.Finding.SOUND: "ok",
    TextReview.Finding.FAULTY: "late",
}


def finding_badge(review: TextReview) -> SafeString:
    """What the review found."""
    return badge(_FINDINGS[TextReview.Finding(review.finding)], review.get_finding_display())


def _reply(review: Any) -> SafeString | None:
    return due(review.standing) if review.standing else None


class TextReviewTable(Table):
    """Texts, the latest received first."""

    columns: ClassVar = [
        Column("title", _("Text"), note="symbol", link=True, card="title"),
        Column("issuer", _("Issued by"), cell=lambda row: row.issuer or row.resolution),
        Column("issued_on", _("Issued on"), sort=("issued_on",), default=False),
        Column("received_on", _("Received on"), sort=("received_on",)),
        Column("supervisor", _("Who supervises"), sort=("subject",)),
        Column("finding", _("Result"), cell=finding_badge, card="side"),
        Column("fault", _("Fault"), cell="get_fault_display", default=False),
        Column("reply", _("Answer of the issuer"), cell=_reply, export=lambda row: row.reply_due),
        Column("reviewed_on", _("Reviewed on"), default=False),
    ]
