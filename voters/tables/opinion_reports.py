"""Columns of the lists of reports about opinions and of transfer letters."""

from __future__ import annotations

from typing import Any, ClassVar

from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from core.tables import Column, Table
from core.templatetags.portal_tags import badge
from voters.models import OpinionReport


def report_badge(report: OpinionReport) -> SafeString:
    """Draft, numbered, or numbered with its signed copy."""
    if report.is_draft:
        return badge("run", gettext("Draft"))
    return badge("ok", gettext("Signed copy kept") if report.signed_id else gettext("Numbered"))


class ReportTable(Table):
    """Reports about opinions, the latest first."""

    columns: ClassVar = [
        Column("kind", _("Report"), cell=str, note="round.name", link=True, card="title"),
        Column("group", _("Report of"), cell=lambda row: row.group or gettext("the Standing Committee")),
        Column("as_of", _("Numbers as of"), sort=("as_of", "pk")),
        Column("dated", _("Dated"), cell="document.issued_on"),
        Column("state", _("State"), cell=report_badge, card="side"),
    ]


def answered_badge(letter: Any) -> SafeString:
    """How many of a letter's opinions were answered, in colour, shape and words."""
    words = gettext("%(answered)s of %(all)s") % {
        "answered": letter.answered_count,
        "all": letter.opinion_count,
    }
    if letter.answered_count == letter.opinion_count:
        return badge("ok", words)
    return badge("run" if letter.answered_count else "plain", words)


class TransferTable(Table):
    """Transfer letters, the latest first."""

    columns: ClassVar = [
        Column("number", _("Number"), cell="document.symbol", link=True, card="title"),
        Column("dated_on", _("Dated"), sort=("dated_on", "pk")),
        Column("agency", _("To the agency")),
        Column("count", _("Opinions"), cell="opinion_count", align="end"),
        Column("answered", _("Answered"), cell=answered_badge, card="side"),
        Column("answer_by", _("Answer by"), sort=("answer_by", "pk")),
    ]
