"""One paper: its page, and its versions as files."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Count, Prefetch, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.access import READERS, STAFF, Role
from core.views import Action, DetailPage, RecordView, Text
from core.workdays import Due
from councils.calendar import Clock
from documents.delivery import file_response
from documents.models import FileVersion
from followups.tables.lists import shown_rule
from sessions import services
from sessions.documents.proposals import is_own_proposal, proposal_of
from sessions.models import AgendaItem, Paper, PaperVersion, Verification
from sessions.paper_rules import (
    can_hand_in,
    is_outsider,
    may_enter,
    may_return,
    reads_versions,
    standing,
    standing_of_report,
)
from sessions.paper_timeline import timeline_of
from sessions.querysets import PaperQuerySet
from sessions.states import MISSING, PAPER_TABLE, PaperState
from sessions.tables.papers import kind_and_symbol, paper_badge
from sessions.tables.verification import opinion_badge, verification_badge
from sessions.views.common import Crumbs, person
from sessions.views.downloads import download
from sessions.views.papers import papers, papers_crumbs

SEEN_BY = READERS | {Role.AGENCY}
STEPS = ("send", "table", "adopt", "note", "defer", "withdraw")
"""Steps that need a day, and at most a reason."""
MINE = gettext_lazy("Papers we owe")


@dataclass(frozen=True)
class ShownVerification:
    """A committee's work on the paper, as the page prints it."""

    row: Verification
    badge: Any
    opinion: Any
    due: Due | None
    remarks: int
    answered: int


class PaperReach(RecordView):
    """One paper within reach: the council's side, and the agency that owes it."""

    roles = SEEN_BY
    record: Any

    def reachable(self) -> PaperQuerySet[Paper]:
        return papers(self.request.user)

    def council_of_record(self) -> int:
        council_id: int = self.record.sitting.council_id
        return council_id


def paper_crumbs(paper: Paper, *, outsider: bool) -> Crumbs:
    """The way to a paper; for its owner outside the council from the list of what it owes."""
    start: Crumbs = [(MINE, reverse("sittings:paper_mine"))] if outsider else papers_crumbs(paper.sitting)
    return [*start, (_("Paper no. %(number)s") % {"number": paper.number}, paper.get_absolute_url())]


class PaperDetail(PaperReach, DetailPage):
    """One paper: how it stands, its versions, what goes with it, what committees found, and what may be done now."""

    template_name = "sittings/paper_detail.html"

    def reachable(self) -> PaperQuerySet[Paper]:
        return super().reachable().select_related("due_rule", "goes_with", "sitting__council_term__term")

    def context(self) -> dict[str, Any]:
        paper, clock = self.record, Clock()
        outsider = is_outsider(paper, self.access)
        versions = self._versions()
        verifications = _verifications(paper, self.request.user)
        moves = list(paper.moves.select_related("actor"))
        crumbs = paper_crumbs(paper, outsider=outsider)
        return {
            **super().context(),
            "crumbs": [*crumbs[:-1], (crumbs[-1][0], None)],
            "badge": paper_badge(paper),
            "kind": kind_and_symbol(paper),
            "due": standing(paper, clock),
            "rule": shown_rule(paper.due_rule),
            "outsider": outsider,
            "returned": _return_of(paper, moves),
            "facts": self._facts(outsider=outsider),
            "actions": self._actions([row.row for row in verifications]),
            "versions": versions,
            "files_open": reads_versions(paper, self.access),
            "seats": _seats(paper) if self._counts_openings() and versions else 0,
            "companions": self._companions(),
            "verifications": [_with_due(row, clock) for row in verifications],
            "agenda": []
            if outsider
            else list(AgendaItem.objects.filter(papers=paper).select_related("meeting")),
            "timeline": timeline_of(
                paper, moves, versions, [row.row for row in verifications], outsider=outsider
            ),
        }

    def _counts_openings(self) -> bool:
        """Who opened what is the secretariat's to know; here only how many."""
        return bool(self.roles_on_record() & STAFF)

    def _versions(self) -> list[Any]:
        files = Prefetch("file__versions", FileVersion.objects.order_by("-number"))
        rows = self.record.versions.select_related("file", "entered_by").prefetch_related(files)
        counted = rows.annotate(opened=Count("openings")) if self._counts_openings() else rows
        return list(counted.order_by("-number"))

    def _companions(self) -> list[tuple[Paper, Any]]:
        """What it goes with and what goes with it, as far as the user reads them."""
        paper = self.record
        found = Q(goes_with=paper) | Q(pk=paper.goes_with_id)
        rows = papers(self.request.user).filter(found).order_by("number")
        return [(other, paper_badge(other)) for other in rows]

    def _facts(self, *, outsider: bool) -> list[tuple[str, Any]]:
        paper = self.record
        sitting = paper.sitting
        where = (
            sitting if outsider else format_html('<a href="{}">{}</a>', sitting.get_absolute_url(), sitting)
        )
        rows = [
            (_("Sitting"), where),
            (_("Opens on"), sitting.opens_on),
            (_("Owner"), paper.owner_name),
            (_("Verified by"), paper.committee),
            (_("Number and symbol"), paper.symbol),
            (_("Dated"), paper.dated_on),
            (_("Received on"), paper.received_on),
            (_("Tabled on"), paper.tabled_on),
            (_("Note"), "" if outsider else paper.note),
        ]
        return [(label, value) for label, value in rows if value not in {None, ""}]

    # --- What may be done now ---

    def _actions(self, verifications: Sequence[Verification]) -> list[Action]:
        paper = self.record
        found = [*self._receipt(verifications)]
        if may_enter(paper, self.access):
            found += self._steps()
            found.append(Action(_("Edit"), self._url("paper_edit")))
            if paper.state == PaperState.EXPECTED and paper.follow_up_id is None:
                found.append(Action(_("Take off the list"), self._url("paper_remove")))
        if is_own_proposal(paper) and not is_outsider(paper, self.access):
            address = reverse("sittings:paper_proposal", args=[paper.pk, "docx"])
            found.append(Action(_("Draft of the proposal (Word)"), address))
        return found

    def _receipt(self, verifications: Sequence[Verification]) -> list[Action]:
        paper, found = self.record, []
        if can_hand_in(paper, self.access):
            missing = paper.state in MISSING
            found.append(Action(self._receipt_label(), self._url("paper_receive"), primary=missing))
        committees = [row.committee for row in verifications]
        possible = not PAPER_TABLE.refusal("return", paper.state)
        if possible and may_return(paper, committees, self.access):
            found.append(Action(PAPER_TABLE.moves["return"].label, self._url("paper_return")))
        return found

    def _receipt_label(self) -> Text:
        paper, enters = self.record, may_enter(self.record, self.access)
        if paper.state in MISSING:
            return PAPER_TABLE.moves["receive"].label if enters else _("Hand in the paper")
        if paper.state == PaperState.VERIFIED:
            return PAPER_TABLE.moves["revise"].label
        return _("Record another version") if enters else _("Send another version")

    def _steps(self) -> list[Action]:
        """Assigning, then what the table allows from here; the one that leads on stands out."""
        paper, found = self.record, []
        joining = paper.state in {PaperState.ASSIGNED, PaperState.UNDER_VERIFICATION}
        if joining or not PAPER_TABLE.refusal("assign", paper.state):
            label = _("Add a committee") if joining else PAPER_TABLE.moves["assign"].label
            primary = not joining and paper.committee_id is not None
            found.append(Action(label, self._url("paper_assign"), primary=primary))
        names = [name for name in STEPS if not PAPER_TABLE.refusal(name, paper.state)]
        return found + [
            Action(
                PAPER_TABLE.moves[name].label,
                reverse("sittings:paper_move", args=[paper.pk, name]),
                primary=_LEADS_ON.get(paper.state) == name,
            )
            for name in names
        ]

    def _url(self, name: str) -> str:
        return reverse(f"sittings:{name}", args=[self.record.pk])


_LEADS_ON = {PaperState.VERIFIED: "send", PaperState.REVISED: "send", PaperState.SENT: "table"}


def _return_of(paper: Paper, moves: Sequence[Any]) -> Any:
    """The move that gave the paper back, while it is owed again."""
    if paper.state != PaperState.RETURNED:
        return None
    return next((move for move in reversed(moves) if move.to_state == PaperState.RETURNED), None)


def _verifications(paper: Paper, user: Any) -> list[ShownVerification]:
    """The committees' work that the user may read, the leading one first; one query."""
    rows = Verification.objects.visible_to(user).filter(paper=paper).select_related("committee", "document")
    counted = rows.annotate(
        remark_count=Count("remarks"), answered_count=Count("remarks", filter=~Q(remarks__response=""))
    )
    found = list(counted.order_by("-is_lead", "pk"))
    for row in found:
        row.paper = paper
    return [
        ShownVerification(
            row, verification_badge(row), opinion_badge(row), None, row.remark_count, row.answered_count
        )
        for row in found
    ]


def _with_due(shown: ShownVerification, clock: Clock) -> ShownVerification:
    row = shown.row
    return ShownVerification(
        row, shown.badge, shown.opinion, standing_of_report(row, clock), shown.remarks, shown.answered
    )


def _seats(paper: Paper) -> int:
    """Delegates in office today, to whom the paper goes."""
    today = timezone.localdate()
    in_office = Q(valid_from__lte=today) & (Q(valid_to__isnull=True) | Q(valid_to__gte=today))
    return paper.sitting.council_term.seats.filter(in_office).count()


class PaperVersionFile(PaperReach):
    """A version as a file; that a delegate opened it is noted for the secretariat."""

    def check_record(self) -> None:
        """Delegates read what was sent to them."""
        super().check_record()
        if not reads_versions(self.record, self.access):
            raise PermissionDenied

    def get(self, request: HttpRequest, pk: int, number: int) -> HttpResponseBase:
        rows = PaperVersion.objects.visible_to(request.user).filter(paper=pk, file__isnull=False)
        version = rows.select_related("file", "paper__sitting").filter(number=number).first()
        if version is None or version.file is None:
            raise Http404
        services.open_version(version=version, user=person(request))
        return file_response(version.file)


class PaperProposal(PaperReach):
    """Tờ trình of the Standing Committee, as a draft to go on from."""

    roles = READERS

    def reachable(self) -> PaperQuerySet[Paper]:
        return super().reachable().select_related("sitting__council_term__term")

    def get(self, _request: HttpRequest, pk: int, extension: str) -> HttpResponseBase:
        paper, today = self.record, timezone.localdate()
        if not is_own_proposal(paper):
            raise Http404
        enclosed: QuerySet[Paper] = paper.companions.order_by("number")
        document = proposal_of(paper, list(enclosed), dated=today)
        return download(document, extension, f"to-trinh-du-thao-{today:%Y-%m-%d}")
