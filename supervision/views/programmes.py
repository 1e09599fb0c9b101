"""Chương trình giám sát: the programmes of all years, and one with its items, legal steps, overlaps and papers."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, F, Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from core.display import day, period_words
from core.history import newest_first
from core.querysets import ScopedQuerySet
from core.text import whole
from core.views import Action, DetailPage, Empty, ListPage, UpdatePage
from councils.calendar import Clock
from sessions.timeline import changed_days, moves_of
from sessions.views.common import person
from supervision import services
from supervision.filters.programmes import ProgrammeFilters
from supervision.forms.programmes import ProgrammeForm
from supervision.models import Programme, Proposal, Subject
from supervision.overlaps import WINDOW, plans_around, undated, visits_of
from supervision.overlaps import overlaps as close_visits
from supervision.programme_rules import OPEN, may_decide, may_prepare
from supervision.results import Line, result_of
from supervision.roadmap import Steps, drafted_on
from supervision.standings import BY_MISSION, Standing
from supervision.states import ORGANISERS, ProgrammeState
from supervision.tables.programmes import ProgrammeTable, programme_badge
from supervision.views.subjects import BOARD, Crumbs, OrganiserCreate, Prepared


def programmes(user: Any) -> ScopedQuerySet[Programme]:
    """The programmes a user reaches, with what pages show."""
    return Programme.objects.visible_to(user).select_related(
        "council__parent",
        "committee__council",
        "group__council_term",
        "resolution__document",
        "document",
        "report",
    )


def programme_crumbs(programme: Programme) -> Crumbs:
    """The way to a programme."""
    return [BOARD, (str(programme), programme.get_absolute_url())]


class ProgrammeList(ListPage):
    """All programmes of all years."""

    title = gettext_lazy("All supervision programmes")
    table_class = ProgrammeTable
    filterset_class = ProgrammeFilters
    order = ("-year", "-pk")

    def rows(self) -> QuerySet[Any]:
        return programmes(self.request.user).of(self.council).annotate(item_count=Count("items"))

    def page_crumbs(self) -> Crumbs:
        return [BOARD, (self.title, None)]

    def count_label(self, count: int) -> str:
        return ngettext("programme", "programmes", count)

    def page_actions(self) -> list[Action]:
        if not self.roles_here() & ORGANISERS:
            return []
        return [Action(_("Enter a programme"), reverse("supervision:programme_create"), primary=True)]

    def empty_state(self) -> Empty:
        title = _("No supervision programme has been entered yet.")
        text = _(
            "Each subject has one a year: the council, its Standing Committee, each committee and group."
        )
        if not self.roles_here() & ORGANISERS:
            return Empty(title, text)
        return Empty(title, text, _("Enter a programme"), reverse("supervision:programme_create"))


class ProgrammeCreate(OrganiserCreate):
    """Enter a programme; `?year=`, `?subject=` and `?committee=` come from the board."""

    form_class = ProgrammeForm
    title = gettext_lazy("Enter a programme")
    done_message = gettext_lazy("The programme has been entered. Fill it with items.")

    def form_kwargs(self) -> dict[str, Any]:
        asked = self.request.GET
        initial: dict[str, Any] = {"year": whole(asked.get("year", "")) or timezone.localdate().year + 1}
        initial |= {name: asked[name] for name in ("subject", "committee", "group") if asked.get(name)}
        instance = Programme(council=self.council)
        return {"instance": instance, "council": self.council, "own": self.own, "initial": initial}

    def page_crumbs(self) -> Crumbs:
        return [BOARD, (self.title, None)]

    def cancel_url(self) -> str:
        return reverse("supervision:programme_board")

    def perform(self, form: ProgrammeForm) -> Programme:
        return services.save_programme(programme=form.instance, user=person(self.request))


class ProgrammeReach(DetailPage):
    """A page about one programme."""

    record: Any

    def reachable(self) -> QuerySet[Programme]:
        return programmes(self.request.user)


class ProgrammeEdit(Prepared, UpdatePage):
    """Change whose programme it is, and for which year."""

    form_class = ProgrammeForm
    done_message = gettext_lazy("The programme has been changed.")

    def reachable(self) -> QuerySet[Programme]:
        return programmes(self.request.user).filter(state__in=OPEN)

    def form_kwargs(self) -> dict[str, Any]:
        return {**super().form_kwargs(), "council": self.record.council}

    def form_context(self, form: Any) -> dict[str, Any]:
        crumbs = [*programme_crumbs(self.record), (_("Edit"), None)]
        return {**super().form_context(form), "title": _("Change the programme"), "crumbs": crumbs}

    def perform(self, form: ProgrammeForm) -> Programme:
        return services.save_programme(
            programme=form.instance, user=person(self.request), version=form.cleaned_data["version"]
        )


class ProgrammeDetail(ProgrammeReach):
    """One programme."""

    template_name = "supervision/programme_detail.html"

    def reachable(self) -> QuerySet[Programme]:
        return super().reachable().prefetch_related("moves__actor")

    def context(self) -> dict[str, Any]:
        programme, today = self.record, timezone.localdate()
        result = result_of(programme, programme.reported_on or today)
        plans = plans_around(programme.council, programme.year)
        found = [pair for pair in close_visits(visits_of(plans)) if pair.concerns(programme.pk)]
        steps = Steps(programme.council, programme.year, Clock())
        self.prepares, self.open = may_prepare(programme, self.access), programme.state in OPEN
        self.settles = self.prepares and programme.state == ProgrammeState.DECIDED
        return {
            **super().context(),
            "title": _("Supervision programme %(year)s: %(who)s")
            % {"year": programme.year, "who": programme.supervisor},
            "crumbs": [BOARD, (str(programme), None)],
            "badge": programme_badge(programme),
            "facts": self._facts(result),
            "lines": [self._line(line, place) for place, line in enumerate(result.lines, start=1)],
            "result": result,
            "overlaps": found,
            "window": WINDOW,
            "undated": [plan for plan in undated(plans) if plan.programme_id == programme.pk],
            "steps": steps.of(programme, drafted_on(programme)),
            "may_write": self.prepares and self.open,
            "settles": self.settles,
            "proposals": self._proposals(),
            "actions": self._actions(found, has_items=bool(result.lines)),
            "papers": self._papers(has_items=bool(result.lines)),
            "timeline": newest_first([*moves_of(programme), *changed_days(programme)]),
        }

    def _facts(self, result: Any) -> list[tuple[str, Any]]:
        programme = self.record
        rows = [
            (_("Who supervises"), programme.supervisor),
            (_("Year"), str(programme.year)),
            (_("Items"), len(result.lines)),
            (_("Done"), result.count(Standing.DONE) if programme.decided_on else None),
            (_("Decided on"), programme.decided_on),
            (_("Number of the decision"), programme.resolution or programme.act_symbol),
            (_("Result reported on"), programme.reported_on),
            (_("Recommendations issued"), result.followed.issued or None),
        ]
        return [(label, value) for label, value in rows if value not in {None, ""}]

    def _line(self, line: Line, place: int) -> dict[str, Any]:
        """An item as the page prints it, with what can be done to it now."""
        item = line.item
        days = [one for one in (item.starts_on, item.ends_on) if one]
        return {
            "place": place,
            "item": item,
            "standing": line.standing
            if self.record.decided_on or line.standing.state != Standing.PLANNED
            else None,
            "mission": line.mission,
            "bodies": line.bodies,
            "days": day(days[0]) if len(set(days)) == 1 else period_words(item.starts_on, item.ends_on),
            "followed": line.followed,
            "may_mission": self.settles
            and line.mission is None
            and item.form in BY_MISSION
            and line.standing.state not in {Standing.DONE, Standing.DROPPED},
            "may_settle": self.settles and line.mission is None,
            "may_finish": line.standing.state not in {Standing.DONE, Standing.DROPPED},
            "may_resume": bool(item.done_on or item.dropped_on or item.postponed_on),
        }

    def _proposals(self) -> dict[str, int]:
        """How many proposals of the year wait, and how many of them are for this subject."""
        programme = self.record
        rows = Proposal.objects.visible_to(self.request.user).of(programme.council)
        waiting = Q(outcome="")
        counted: dict[str, int] = rows.filter(year=programme.year).aggregate(
            waiting=Count("pk", filter=waiting),
            own=Count("pk", filter=waiting & Q(subject=programme.subject)),
            late=Count("pk", filter=waiting & Q(proposed_on__gt=F("due_on"))),
        )
        return counted

    def _actions(self, found: list[Any], *, has_items: bool) -> list[Action]:
        """The step that leads on is the primary one."""
        programme, pk = self.record, self.record.pk
        state, actions = programme.state, list[Action]()
        staff = bool(self.roles_on_record() & ORGANISERS) and self.prepares
        if staff and state == ProgrammeState.COLLECTING:
            if has_items:
                actions.append(self._move("draft", primary=True))
            label, url = _("Select from proposals"), reverse("supervision:proposal_select", args=[pk])
            actions.append(Action(label, url, primary=not has_items))
        if may_decide(programme, self.access) and state == ProgrammeState.DRAFTED:
            url = reverse("supervision:programme_decide", args=[pk])
            actions.append(Action(_("Record the decision"), url, primary=True))
        if staff and state == ProgrammeState.DRAFTED:
            actions.append(self._move("collect"))
        if may_decide(programme, self.access) and state == ProgrammeState.DECIDED:
            url = reverse("supervision:programme_report", args=[pk])
            over = timezone.localdate().year > programme.year
            actions.append(Action(_("Report the result"), url, primary=over))
        if self.prepares and self.open:
            actions.append(Action(_("Add an item"), reverse("supervision:item_create", args=[pk])))
            actions.append(Action(_("Edit"), reverse("supervision:programme_edit", args=[pk])))
        return actions

    def _move(self, name: str, *, primary: bool = False) -> Action:
        labels = {"draft": _("Draft the programme"), "collect": _("Collect proposals again")}
        url = reverse("supervision:programme_move", args=[self.record.pk, name])
        return Action(labels[name], url, primary=primary)

    def _papers(self, *, has_items: bool) -> list[tuple[str, list[tuple[str, str]]]]:
        """(name, [(format, address)]) of what can be drawn now."""
        programme, pk = self.record, self.record.pk
        found: list[tuple[str, list[tuple[str, str]]]] = []
        if programme.state in OPEN and has_items:
            found += [
                (label, self._formats("supervision:programme_paper", pk, kind))
                for kind, label in _papers_of(programme)
            ]
        if programme.decided_on:
            formats = self._formats("supervision:programme_result", pk)
            formats.append(
                (_("Excel: appendix table"), reverse("supervision:programme_result", args=[pk, "xlsx"]))
            )
            label = _("Result report, draft") if programme.report is None else _("Appendix table")
            found.append((label, formats if programme.report is None else formats[-1:]))
        return found

    @staticmethod
    def _formats(name: str, *args: Any) -> list[tuple[str, str]]:
        return [
            (label, reverse(name, args=[*args, extension]))
            for extension, label in (("docx", "Word (DOCX)"), ("pdf", "PDF"))
        ]


def _papers_of(programme: Programme) -> list[tuple[str, str]]:
    if programme.subject == Subject.COUNCIL:
        return [("proposal", _("Proposal to the council, draft")), ("resolution", _("Resolution, draft"))]
    return [("programme", _("Programme, draft"))]
