"""Pages of rounds of voter contact."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from django.db.models import Count, Q, QuerySet, Sum
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext

from accounts.drafts import DraftMixin
from core.access import STAFF, Access
from core.display import number
from core.templatetags.portal_tags import badge
from core.views import Action, CreatePage, DetailPage, Empty, ListPage, UpdatePage
from core.workdays import Due
from councils.calendar import Clock
from councils.models import DelegateGroup
from voters import services
from voters.filters import RoundFilters
from voters.forms import RoundForm
from voters.models import GroupReport, Qualifier, VoterContactRound, VoterMeeting, VoterOpinion
from voters.planning import Surroundings, clashes_of, planned_of
from voters.querysets import LACKING
from voters.roadmap import steps_of
from voters.rollover import rolled_on
from voters.services.group_reports import groups_of
from voters.tables import MeetingsOfRound, RoundTable, days
from voters.views.common import ROUNDS, Crumbs, paper_actions, person, round_crumbs

_MOST_MEETINGS = 200


class RoundList(ListPage):
    """Đợt tiếp xúc cử tri."""

    title = gettext_lazy("Voter contact")
    table_class = RoundTable
    filterset_class = RoundFilters
    order = ("-starts_on", "-pk")

    def rows(self) -> QuerySet[VoterContactRound]:
        return VoterContactRound.objects.visible_to(self.request.user).of(self.council).with_counts()

    def count_label(self, count: int) -> str:
        return ngettext("round", "rounds", count)

    def page_actions(self) -> list[Action]:
        listed = Action(_("All meetings"), reverse("voters:meeting_list"))
        if not self.roles_here() & STAFF:
            return [listed]
        return [listed, Action(_("Enter a round"), reverse("voters:round_create"), primary=True)]

    def empty_state(self) -> Empty:
        title = _("No round of voter contact has been entered yet.")
        if not self.roles_here() & STAFF:
            return Empty(title)
        text = _("A round holds the meetings before or after one sitting. Enter it first, then its meetings.")
        return Empty(title, text, _("Enter a round"), reverse("voters:round_create"))


class RoundDetail(DetailPage):
    """One round: how much was heard, and its meetings."""

    template_name = "voters/round_detail.html"

    def reachable(self) -> QuerySet[VoterContactRound]:
        rounds = VoterContactRound.objects.visible_to(self.request.user)
        return rounds.select_related(
            "council__parent", "council_term__term", "sitting", "plan", "notice", "synthesis"
        )

    def context(self) -> dict[str, Any]:
        contact = self.record
        meetings = contact.meetings.visible_to(self.request.user).with_counts().order_by("held_on", "pk")
        clock, staff = Clock(), bool(self.roles_on_record() & STAFF)
        return {
            **super().context(),
            "crumbs": [ROUNDS, (contact.name, None)],
            "days": days(contact),
            "actions": self._actions(),
            "figures": _figures(contact),
            "may_change": staff,
            "steps": steps_of(contact, clock),
            "clashes": _clashes(contact, clock) if staff else [],
            **_reports(contact, self.access, clock, staff=staff),
            "papers": [
                (label, name, document)
                for label, name, document in (
                    (_("Plan"), "plan", contact.plan),
                    (_("Public notice"), "notice", contact.notice),
                    (_("Synthesis report"), "synthesis", contact.synthesis),
                )
                if document
            ],
            "table": MeetingsOfRound(meetings[:_MOST_MEETINGS], caption=_("Meetings of the round")),
            "list_url": f"{reverse('voters:meeting_list')}?round={contact.pk}",
        }

    def _actions(self) -> list[Action]:
        pk = [self.record.pk]
        wall = Action(_("Wall of venues"), reverse("voters:round_wall", args=pk))
        sheet = Action(_("Answers to take along"), reverse("voters:round_sheet", args=pk))
        if not self.roles_on_record() & STAFF:
            return [wall, sheet]
        alike = f"{reverse('voters:opinion_duplicates')}?round={self.record.pk}"
        return [
            Action(_("Plan the meetings"), reverse("voters:round_plan", args=pk), primary=True),
            wall,
            sheet,
            Action(_("Enter a meeting"), reverse("voters:meeting_create", args=pk)),
            *paper_actions(self.record),
            Action(_("Opinions that look alike"), alike),
            Action(_("Edit"), reverse("voters:round_edit", args=pk)),
        ]


_AHEAD_SHOWN = 12


def _clashes(contact: VoterContactRound, clock: Clock) -> list[str]:
    """What in the plan wants a second look, while some of it still lies ahead."""
    if contact.ends_on < clock.today:
        return []
    around = Surroundings.of(contact, clock.calendar)
    found = clashes_of(contact, planned_of(contact), around)
    return list(dict.fromkeys(clash.sentence for clash in found))[:_AHEAD_SHOWN]


@dataclass(frozen=True)
class ReportLine:
    """One group of a round and its report: sent, sent late, owed, overdue, or not asked for."""

    group: DelegateGroup
    report: GroupReport | None
    due: Due | None
    badge: SafeString
    receive_url: str = ""


def _reports(contact: VoterContactRound, access: Access, clock: Clock, *, staff: bool) -> dict[str, Any]:
    """The groups that have a meeting in the round, those that owe most first; two queries."""
    kept = {
        report.group_id: report for report in contact.reports.select_related("group", "follow_up", "file")
    }
    groups = {group.pk: group for group in groups_of(contact)}
    groups |= {pk: report.group for pk, report in kept.items() if pk not in groups}
    lines = [
        _report_line(contact, group, kept.get(pk), clock, may=staff or pk in access.groups)
        for pk, group in groups.items()
    ]
    owed = [report.follow_up_id for report in kept.values() if report.received_on is None]
    picked = "&".join(f"pk={pk}" for pk in owed if pk)
    back = f"&next={quote(contact.get_absolute_url())}"
    return {
        "reports": sorted(lines, key=lambda line: bool(line.report and line.report.received_on)),
        "reports_in": sum(report.received_on is not None for report in kept.values()),
        "may_ask": staff and any(pk not in kept for pk in groups),
        "remind_url": f"{reverse('followups:followup_remind')}?{picked}{back}" if staff and picked else "",
    }


def _report_line(
    contact: VoterContactRound, group: DelegateGroup, report: GroupReport | None, clock: Clock, *, may: bool
) -> ReportLine:
    owed = report.follow_up if report else None
    received = report.received_on if report else None
    url = reverse("voters:group_report_receive", args=[contact.pk, group.pk])
    return ReportLine(
        group,
        report,
        clock.due(owed.due_on, received) if owed else None,
        _report_badge(report, clock),
        url if may else "",
    )


def _report_badge(report: GroupReport | None, clock: Clock) -> SafeString:
    if report and report.received_on:
        late = report.is_late
        return badge("warn" if late else "ok", _("Sent late") if late else pgettext("report", "Sent"))
    if report is None or report.follow_up is None or report.follow_up.due_on is None:
        return badge("plain", _("Not asked for"))
    missing = report.follow_up.due_on < clock.today
    return badge("late" if missing else "run", _("Missing") if missing else _("Asked for"))


def _figures(contact: VoterContactRound) -> list[dict[str, str]]:
    """Tiles of the round; two queries."""
    held = VoterMeeting.objects.filter(round=contact).took_place()
    met = held.aggregate(
        meetings=Count("pk"),
        voters=Sum("headcount", default=0),
        more=Count("pk", filter=Q(headcount_qualifier=Qualifier.MORE_THAN)),
        rough=Count("pk", filter=Q(headcount_qualifier__in=[Qualifier.NEARLY, Qualifier.ABOUT])),
    )
    opinions = VoterOpinion.objects.filter(meeting__round=contact)
    said = opinions.aggregate(
        heard=Count("pk"), sent=Count("follow_up"), unclassified=Count("pk", filter=_unclassified())
    )
    url = f"{reverse('voters:opinion_list')}?round={contact.pk}"
    rolled = rolled_on(contact).count()
    late = _("%(count)s go to the next sitting") % {"count": rolled} if rolled else ""
    planned = contact.meetings.takes_place().count() - met["meetings"]
    left = _("%(count)s still to be held") % {"count": planned} if planned else ""
    return [
        {"label": _("Meetings held"), "value_text": number(met["meetings"]), "note": left},
        {
            "label": _("Attendances of voters"),
            "value_text": number(met["voters"]),
            "qualifier": _qualifier(more=met["more"], rough=met["rough"]),
        },
        {"label": _("Opinions"), "value_text": number(said["heard"]), "url": url, "note": late},
        {"label": _("Sent"), "value_text": number(said["sent"])},
        {
            "label": _("To be classified"),
            "value_text": number(said["unclassified"]),
            "url": f"{url}&status=unclassified",
        },
    ]


def _qualifier(*, more: int, rough: int) -> str:
    """How exact a sum is, in words: "more than", when every part that is not exact is more than; else "about"."""
    if rough:
        return str(Qualifier.ABOUT.label)
    return str(Qualifier.MORE_THAN.label) if more else ""


def _unclassified() -> Q:
    return LACKING & Q(screening="carried", merged_into__isnull=True, is_split=False, follow_up__isnull=True)


class RoundCreate(DraftMixin, CreatePage):
    """Enter a round."""

    form_class = RoundForm
    title = gettext_lazy("Enter a round")
    done_message = gettext_lazy("The round has been entered. Now enter its meetings.")

    @property
    def draft_key(self) -> str:
        return f"round-of-{self.council.pk}"

    def form_kwargs(self) -> dict[str, Any]:
        own = {"instance": VoterContactRound(council=self.council), "council": self.council}
        return {**super().form_kwargs(), **own}

    def page_crumbs(self) -> Crumbs:
        return [ROUNDS, (self.title, None)]

    def cancel_url(self) -> str:
        return reverse("voters:round_list")

    def perform(self, form: RoundForm) -> VoterContactRound:
        return services.create_round(council=self.council, user=person(self.request), **form.cleaned_data)


class RoundEdit(UpdatePage):
    """Change a round."""

    form_class = RoundForm
    done_message = gettext_lazy("The round has been changed.")

    def reachable(self) -> QuerySet[VoterContactRound]:
        return VoterContactRound.objects.visible_to(self.request.user).select_related("council")

    def form_kwargs(self) -> dict[str, Any]:
        return {**super().form_kwargs(), "council": self.record.council}

    def form_context(self, form: Any) -> dict[str, Any]:
        return {**super().form_context(form), "crumbs": [*round_crumbs(self.record), (_("Edit"), None)]}

    def perform(self, form: RoundForm) -> VoterContactRound:
        changes = dict(form.cleaned_data)
        return services.update_round(
            round=form.instance,
            user=person(self.request),
            version=changes.pop("version"),
            **changes,
        )
