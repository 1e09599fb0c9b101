"""Thẩm tra: what committees verify, one verification, and its documents."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import Any, Final

from django.core.exceptions import PermissionDenied
from django.db.models import Count, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponseBase
from django.urls import reverse, reverse_lazy
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from core import exports
from core.access import READERS, Role
from core.paging import Page
from core.views import Action, DetailPage, Empty, ListPage, RecordView
from councils.calendar import Clock
from documents.delivery import file_response
from followups.tables.lists import shown_rule
from sessions.documents.verification import MATRIX, matrix_of, matrix_row, report_of
from sessions.filters.verification import VerificationFilters
from sessions.models import Verification, VerificationRemark
from sessions.paper_rules import (
    can_respond,
    is_outsider,
    may_respond,
    may_verify,
    reads_report,
    reads_versions,
    standing_of_report,
)
from sessions.querysets import VerificationQuerySet
from sessions.services.responding import summary
from sessions.states import PaperState
from sessions.tables.verification import VerificationTable, opinion_badge, verification_badge
from sessions.views.common import Crumbs
from sessions.views.downloads import download
from sessions.views.paper_detail import paper_crumbs

SEEN_BY = READERS | {Role.AGENCY}
LIST: Final = (gettext_lazy("Verifications"), reverse_lazy("sittings:verification_list"))


def verifications(user: Any) -> VerificationQuerySet[Verification]:
    """The verifications a user reaches, with what pages show."""
    return Verification.objects.visible_to(user).select_related(
        "committee",
        "paper__sitting__council",
        "paper__owner_agency",
        "paper__owner_committee",
        "meeting",
        "document",
    )


class VerificationList(ListPage):
    """Thẩm tra: what the committees verify, the reports that are owed first; it begins with the reader's own."""

    title = LIST[0]
    table_class = VerificationTable
    filterset_class = VerificationFilters
    order = ("stage", "due_on", "pk")

    @cached_property
    def own(self) -> frozenset[int]:
        """Committees of this council that the user works for."""
        return frozenset(
            grant.committee_id
            for grant in self.access.grants
            if grant.role == Role.COMMITTEE and grant.council_id == self.council.pk and grant.committee_id
        )

    def rows(self) -> QuerySet[Verification]:
        counted = verifications(self.request.user).of(self.council).with_order()
        return counted.annotate(
            remark_count=Count("remarks"), answered_count=Count("remarks", filter=~Q(remarks__response=""))
        )

    def make_filters(self, rows: QuerySet[Any]) -> VerificationFilters:
        return VerificationFilters(
            self.request.GET, queryset=rows, request=self.request, council=self.council, own=self.own
        )

    def make_table(self, page: Page) -> VerificationTable:
        clock = Clock()
        for row in page.rows:
            row.standing = standing_of_report(row, clock)
        table: VerificationTable = super().make_table(page)
        return table

    def count_label(self, count: int) -> str:
        return ngettext("verification", "verifications", count)

    def empty_state(self) -> Empty:
        title = _("No paper has been assigned for verification yet.")
        if self.own:
            title = _("No paper has been assigned to your committee yet.")
        return Empty(title, _("Papers are assigned on the page of a sitting's papers, once they have come."))


class VerificationReach(RecordView):
    """One verification within reach: the council's side; the owner of the paper once it has been reported."""

    roles = SEEN_BY
    record: Any

    def reachable(self) -> VerificationQuerySet[Verification]:
        return verifications(self.request.user)

    def council_of_record(self) -> int:
        council_id: int = self.record.paper.sitting.council_id
        return council_id


def verification_crumbs(verification: Verification, *, outsider: bool) -> Crumbs:
    """The way to a verification: through its paper."""
    start = paper_crumbs(verification.paper, outsider=outsider)
    return [*start, (str(verification.committee), verification.get_absolute_url())]


class VerificationDetail(VerificationReach, DetailPage):
    """One verification: the parts of the report, the remarks and how the owner answered them."""

    template_name = "sittings/verification_detail.html"

    def reachable(self) -> VerificationQuerySet[Verification]:
        return super().reachable().select_related("due_rule", "version_seen", "file", "paper__committee")

    def context(self) -> dict[str, Any]:
        row, clock = self.record, Clock()
        outsider = is_outsider(row.paper, self.access)
        readable = reads_report(row, self.access)
        remarks = list(row.remarks.select_related("responded_by")) if readable else []
        crumbs = verification_crumbs(row, outsider=outsider)
        return {
            **super().context(),
            "title": _("Verification by %(committee)s") % {"committee": row.committee},
            "crumbs": [*crumbs[:-1], (crumbs[-1][0], None)],
            "badge": verification_badge(row),
            "opinion": opinion_badge(row),
            "due": standing_of_report(row, clock),
            "rule": shown_rule(row.due_rule),
            "outsider": outsider,
            "facts": self._facts(),
            "readable": readable,
            "sections": list(row.sections.all()) if readable else [],
            "remarks": remarks,
            "summary": summary(remarks),
            "newer": self._newer(),
            "may_verify": may_verify(row, self.access) and row.reported_on is None,
            "may_respond": bool(remarks) and can_respond(row) and may_respond(row, self.access),
            "actions": self._actions(remarks),
        }

    def _newer(self) -> int | None:
        """The number of the newest version, where it is not the one that the report speaks about."""
        row = self.record
        last = row.paper.versions.values_list("number", flat=True).first()
        seen = row.version_seen.number if row.version_seen else None
        return last if seen and last and last > seen else None

    def _facts(self) -> list[tuple[str, Any]]:
        row, paper = self.record, self.record.paper
        seen = row.version_seen
        version = (
            format_html(
                '<a href="{}">{}</a>',
                reverse("sittings:paper_version", args=[paper.pk, seen.number]),
                _("Version %(number)s") % {"number": seen.number},
            )
            if seen and seen.file_id and reads_versions(paper, self.access)
            else seen and _("Version %(number)s") % {"number": seen.number}
        )
        rows = [
            (_("Owner"), paper.owner_name),
            (_("Role"), _("leads the verification") if row.is_lead else _("co-ordinates")),
            (_("Assigned on"), row.assigned_on),
            (_("Verification meeting"), row.meeting and row.meeting.held_on),
            (_("Version examined"), version),
            (_("Verification report"), row.document),
            (_("Reported on"), row.reported_on),
            (_("Answered by the owner on"), row.responded_on),
        ]
        return [(label, value) for label, value in rows if value not in {None, ""}]

    def _actions(self, remarks: list[VerificationRemark]) -> list[Action]:
        row, found = self.record, []
        if may_verify(row, self.access):
            found += self._work()
        if remarks and can_respond(row) and may_respond(row, self.access):
            open_ones = bool(summary(remarks).open)
            found.append(
                Action(_("Answer the remarks"), self._url("verification_respond"), primary=open_ones)
            )
        return found

    def _work(self) -> list[Action]:
        """What the committee does next; after the report only its signed copy."""
        if self.record.reported_on:
            return [Action(_("Attach the signed report"), self._url("verification_sign"))]
        begun = self.record.sections.exclude(text="").exists()
        waits = self.record.is_lead and self.record.paper.state == PaperState.ASSIGNED
        first = [Action(_("Begin verification"), self._url("verification_begin"))] if waits else []
        return [
            *first,
            Action(_("Verification meeting"), self._url("verification_meeting")),
            Action(_("Write the report"), self._url("verification_sections"), primary=not begun),
            Action(_("Remarks"), self._url("verification_remarks")),
            Action(_("Make the verification report"), self._url("verification_report"), primary=begun),
        ]

    def _url(self, name: str) -> str:
        return reverse(f"sittings:{name}", args=[self.record.pk])


class WrittenReach(VerificationReach):
    """What a verification says, as a file: before the report only for those who work on it."""

    def check_record(self) -> None:
        super().check_record()
        if not reads_report(self.record, self.access):
            raise PermissionDenied


class VerificationFile(WrittenReach):
    """Báo cáo thẩm tra as a file: as it was registered, or as a draft on the spot; "signed" is the scan."""

    def reachable(self) -> VerificationQuerySet[Verification]:
        related = ("version_seen", "file", "document__docx", "document__file")
        rows = super().reachable().select_related(*related, "paper__sitting__council_term__term")
        return rows.select_related("committee__council")

    def get(self, _request: HttpRequest, pk: int, extension: str) -> HttpResponseBase:
        row, document = self.record, self.record.document
        kept = {"signed": row.file}
        if document:
            kept |= {"docx": document.docx, "pdf": document.file}
        if file := kept.get(extension):
            return file_response(file)
        if document or is_outsider(row.paper, self.access):
            raise Http404
        today = timezone.localdate()
        drawn = report_of(row, list(row.sections.all()), list(row.remarks.all()), dated=today)
        return download(drawn, extension, f"bao-cao-tham-tra-du-thao-{today:%Y-%m-%d}")


class VerificationMatrix(WrittenReach):
    """Bảng tiếp thu, giải trình: as a workbook, Word or PDF."""

    def reachable(self) -> VerificationQuerySet[Verification]:
        rows = super().reachable().select_related("paper__sitting__council_term__term", "version_seen")
        return rows.select_related("committee__council", "paper__owner_committee__council")

    def get(self, _request: HttpRequest, pk: int, extension: str) -> HttpResponseBase:
        row, remarks = self.record, list(self.record.remarks.all())
        if not remarks:
            raise Http404
        if extension == "xlsx":
            lines: Iterator[list[object]] = (list(matrix_row(remark)) for remark in remarks)
            sheet = exports.Sheet("Bảng tiếp thu, giải trình", [*MATRIX], lines)
            return exports.download("xlsx", sheet)
        today = timezone.localdate()
        seen = row.version_seen.number if row.version_seen else 0
        later = row.paper.versions.filter(number__gt=seen).values_list("number", flat=True).first()
        drawn = matrix_of(row, remarks, dated=today, revision=later if seen else None)
        return download(drawn, extension, f"bang-tiep-thu-giai-trinh-{today:%Y-%m-%d}")
