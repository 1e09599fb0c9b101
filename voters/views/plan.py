"""The plan of a round: meetings typed line by line, pasted from Word or Excel, or taken over from an earlier round."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import zip_longest
from typing import Any, Final

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise, cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from accounts.models import User
from accounts.services import drop_draft, read_draft, save_draft
from core.access import STAFF
from core.display import moment
from core.text import whole
from core.views import RecordView, told_apart
from councils.calendar import Clock
from voters import services
from voters.grid import Cell, Line, fingerprint
from voters.models import VoterContactRound, VoterMeeting
from voters.planning import (
    MAX_MEETINGS,
    CheckedMeeting,
    Clash,
    PlanColumn,
    Planned,
    PlanWords,
    RawMeeting,
    Surroundings,
    check_meetings,
    clashes_of,
    planned_of,
    read_plan,
)
from voters.services.plan import shifted
from voters.tables import PlanTable
from voters.views.common import person, round_crumbs

_INCOMPLETE: Final = 422
_BLANK: Final = 5
_EARLIER: Final = 12
"""Earlier rounds that are offered."""
LABELS: Final[dict[str, str | Promise]] = {
    "held_on": gettext_lazy("Day"),
    "starts_at": pgettext_lazy("hour", "From"),
    "ends_at": pgettext_lazy("hour", "Until"),
    "locality": gettext_lazy("Commune, ward or area"),
    "venue": gettext_lazy("Venue"),
    "form": gettext_lazy("Form"),
    "groups": gettext_lazy("Groups"),
    "delegates": gettext_lazy("Delegates"),
    "joint": gettext_lazy("Jointly with"),
}


@dataclass
class PlanGrid:
    """Everything the grid's template reads."""

    lines: list[Line]
    paste: str = ""
    columns: Sequence[Any] = ()
    refusals: list[str] = field(default_factory=list)
    clashes: list[Clash] = field(default_factory=list)
    draft_words: str = ""
    restored: bool = False
    confirm: bool = False

    @property
    def problems(self) -> list[tuple[int, Cell]]:
        """Line number and cell of everything that wants correcting."""
        return [(line.number, cell) for line in self.lines for cell in line.problems]

    @property
    def read(self) -> str:
        """The fingerprint of the table whose rows stand in the grid, or nothing."""
        return fingerprint(self.paste) if any(line.pasted for line in self.lines) else ""

    @property
    def filled(self) -> int:
        """Lines in which something stands."""
        return sum(any(cell.value for cell in line.cells if cell.name != "form") for line in self.lines)

    @property
    def blank(self) -> Line:
        """What a line looks like before anything is typed: the browser copies it."""
        return _line(0, CheckedMeeting(RawMeeting()))


class RoundPlan(RecordView):
    """The meetings of a round entered together. Every step works without JavaScript.

    A POST's `action`: rows (more lines), read (take in the pasted table), map (the same with corrected columns), copy
    (take over an earlier round), draft, discard, check, save. What is not saved is kept as the user's draft.
    """

    roles = STAFF
    record: VoterContactRound

    def reachable(self) -> QuerySet[VoterContactRound]:
        rounds = VoterContactRound.objects.visible_to(self.request.user)
        return rounds.select_related("council__parent", "council_term__term", "sitting")

    def check_record(self) -> None:
        self.need(self.roles, self.record.council_id)

    def get(self, _request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponseBase:
        """The grid, with the draft if there is one."""
        draft = read_draft(user=self.user, key=self.key)
        data = draft.data if draft else {}
        rows, paste = _rows_of_draft(data), str(data.get("paste", ""))
        grid = self._grid(rows, paste)
        if draft is not None and (rows or paste):
            grid.restored = True
            words = _("The draft of %(moment)s has been restored.")
            grid.draft_words = words % {"moment": moment(draft.updated_at)}
        return self._show(grid)

    def post(self, request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponseBase:
        """One step of the entry."""
        steps = {
            "rows": self._more,
            "read": self._read,
            "map": self._map,
            "copy": self._copy,
            "draft": self._keep,
            "discard": self._discard,
            "check": self._look,
        }
        return steps.get(request.POST.get("action", ""), self._save)(_rows_of_post(request.POST))

    # --- Steps ---

    def _more(self, rows: list[RawMeeting]) -> HttpResponse:
        return self._show(self._kept(self._grid(rows, self.paste), rows))

    def _look(self, rows: list[RawMeeting]) -> HttpResponse:
        """Say what clashes without saving."""
        grid, _checked = self._checked(rows)
        return self._show(self._kept(grid, rows))

    def _read(self, rows: list[RawMeeting]) -> HttpResponse:
        """Another table comes after the rows that are there; the same table again takes its rows' place."""
        if self.request.POST.get("read") == fingerprint(self.paste):
            return self._take_in([row for row in rows if not row.pasted])
        return self._take_in([replace(row, pasted=False) for row in rows])

    def _map(self, rows: list[RawMeeting]) -> HttpResponse:
        return self._take_in([row for row in rows if not row.pasted], self.request.POST.getlist("column"))

    def _take_in(self, before: list[RawMeeting], columns: Sequence[str] = ()) -> HttpResponse:
        reading = read_plan(self.paste, columns)
        if not reading.rows:
            return self._refused(
                before, _("There is no table to read. Copy it in Word or Excel and paste it below.")
            )
        grid = self._with(before, reading.rows)
        grid.columns = reading.columns
        return self._show(grid, _INCOMPLETE if grid.refusals else 200)

    def _copy(self, rows: list[RawMeeting]) -> HttpResponse:
        """Take over the meetings of an earlier round of the same council."""
        wanted = whole(self.request.POST.get("earlier", ""))
        former = self.earlier.filter(pk=wanted).first() if wanted else None
        if former is None:
            return self._refused(rows, _("Choose the round whose meetings are taken over."))
        taken = [_raw(values) for values in shifted(former, self.record)]
        if not taken:
            return self._refused(rows, _("That round has no meetings."))
        return self._show(self._with(rows, taken))

    def _with(self, before: Iterable[RawMeeting], more: Sequence[RawMeeting]) -> PlanGrid:
        merged = [*(row for row in before if row.filled), *more]
        if len(merged) > MAX_MEETINGS:
            grid = self._grid(list(before), self.paste)
            grid.refusals.append(_too_many(len(merged)))
            return grid
        return self._kept(self._grid(merged, self.paste), merged)

    def _keep(self, rows: list[RawMeeting]) -> HttpResponse:
        grid = self._kept(self._grid(rows, self.paste), rows)
        if grid.refusals:
            return self._show(grid, _INCOMPLETE)
        messages.success(self.request, _("The draft has been saved. Only you see it."))
        return HttpResponseRedirect(self.request.path)

    def _discard(self, _rows: list[RawMeeting]) -> HttpResponse:
        drop_draft(user=self.user, key=self.key)
        messages.success(self.request, _("The draft has been discarded."))
        return HttpResponseRedirect(self.request.path)

    def _save(self, rows: list[RawMeeting]) -> HttpResponse:
        if len(rows) > MAX_MEETINGS:
            return self._refused(rows, _too_many(len(rows)))
        grid, checked = self._checked(rows)
        ready = [line.row for line in checked if line.row is not None]
        if not ready and not grid.problems:
            grid.refusals.append(_("Nothing to save yet: write at least one meeting."))
        grid.confirm = bool(grid.clashes) and not grid.problems and "confirm" not in self.request.POST
        if grid.problems or grid.confirm or not ready:
            return self._show(self._kept(grid, rows), _INCOMPLETE)
        try:
            made = services.plan_meetings(round=self.record, rows=ready, user=self.user)
        except ValidationError as refusal:
            return self._refused(rows, *refusal.messages)
        drop_draft(user=self.user, key=self.key)
        words = ngettext(
            "%(count)s meeting has been planned.", "%(count)s meetings have been planned.", len(made)
        )
        messages.success(self.request, words % {"count": len(made)})
        return HttpResponseRedirect(self.record.get_absolute_url())

    # --- What steps share ---

    @property
    def user(self) -> User:
        """Who types."""
        return person(self.request)

    @property
    def key(self) -> str:
        """The draft's."""
        return f"plan-{self.record.pk}"

    @property
    def paste(self) -> str:
        """The pasted text, which stays on the page until the rows are saved."""
        return self.request.POST.get("paste", "")

    @cached_property
    def words(self) -> PlanWords:
        """The council's words."""
        return PlanWords.of(self.record)

    @cached_property
    def around(self) -> Surroundings:
        """What the plan is held against."""
        return Surroundings.of(self.record, Clock().calendar)

    @cached_property
    def standing(self) -> list[Planned]:
        """The meetings that stand already."""
        return planned_of(self.record)

    @property
    def earlier(self) -> QuerySet[VoterContactRound]:
        """Rounds whose meetings can be taken over."""
        rounds = VoterContactRound.objects.of(self.record.council_id).exclude(pk=self.record.pk)
        return rounds.filter(starts_on__lte=self.record.starts_on).order_by("-starts_on", "-pk")

    def _checked(self, rows: list[RawMeeting]) -> tuple[PlanGrid, list[CheckedMeeting]]:
        """The grid of checked lines with what clashes among them and with what stands already."""
        checked = check_meetings([row for row in rows if row.filled] or rows, self.words)
        planned = [one for at, line in enumerate(checked, start=1) if (one := line.planned(at))]
        clashes = clashes_of(self.record, [*self.standing, *planned], self.around) if planned else []
        for clash in clashes:
            for number in clash.lines:
                checked[number - 1].warnings.append(clash.sentence)
        return PlanGrid(_lines(checked), self.paste, clashes=clashes), checked

    def _grid(self, rows: list[RawMeeting], paste: str) -> PlanGrid:
        """The filled lines, checked, and empty ones after them."""
        filled = [row for row in rows if row.filled]
        lines = check_meetings([*filled, *[RawMeeting()] * _BLANK], self.words)
        return PlanGrid(_lines(lines), paste)

    def _kept(self, grid: PlanGrid, rows: Iterable[RawMeeting]) -> PlanGrid:
        """The grid after its rows went into the draft."""
        try:
            save_draft(user=self.user, key=self.key, data=_draft_of(rows, grid.paste))
        except ValidationError as refusal:
            grid.refusals += refusal.messages
        else:
            now = timezone.localtime()
            grid.draft_words = _("Draft saved at %(time)s.") % {"time": f"{now:%H:%M}"}
        return grid

    def _refused(self, rows: list[RawMeeting], *sentences: str) -> HttpResponse:
        grid = self._kept(self._grid(rows, self.paste), rows)
        grid.refusals += sentences
        return self._show(grid, _INCOMPLETE)

    def _show(self, grid: PlanGrid, status: int = 200) -> HttpResponse:
        """The page, or only the grid when the browser asks for it."""
        contact = self.record
        meetings = contact.meetings.takes_place().prefetch_related("groups", "delegates", "joint_councils")
        title = _("Plan the meetings")
        context = {
            "grid": grid,
            "object": contact,
            "title": title,
            "crumbs": [*round_crumbs(contact), (title, None)],
            "table": PlanTable(meetings.order_by("held_on", "starts_at", "pk"), caption=_("Planned already")),
            "forms": VoterMeeting.Form.choices,
            "words": self.words,
            "roles": PlanColumn.choices,
            "earlier": self.earlier[:_EARLIER],
            "draft_url": reverse("accounts:draft_save", args=[self.key]),
        }
        fragment = bool(getattr(self.request, "htmx", False))
        template = f"voters/{'plan_grid' if fragment else 'round_plan'}.html"
        return told_apart(render(self.request, template, context, status=status), fragment=fragment)


def _too_many(count: int) -> str:
    return _("%(count)s rows are more than one entry takes (%(limit)s). Save them in parts.") % {
        "count": count,
        "limit": MAX_MEETINGS,
    }


def _line(number: int, checked: CheckedMeeting) -> Line:
    cells = [
        Cell(
            name,
            LABELS[name],
            getattr(checked.raw, name),
            problem=checked.problems.get(name, ""),
            id=f"{name}-{number}",
        )
        for name in RawMeeting.names()
    ]
    return Line(number, cells, checked.warnings, checked.raw.pasted)


def _lines(checked: Iterable[CheckedMeeting]) -> list[Line]:
    return [_line(at, one) for at, one in enumerate(checked, start=1)]


def _raw(values: Mapping[str, Any]) -> RawMeeting:
    """A line from a meeting of an earlier round."""
    day, begins, ends = values["held_on"], values["starts_at"], values["ends_at"]
    return RawMeeting(
        held_on=f"{day:%d/%m/%Y}",
        starts_at=f"{begins:%H:%M}" if begins else "",
        ends_at=f"{ends:%H:%M}" if ends else "",
        locality=values["locality"],
        venue=values["venue"],
        form=values["form"],
        groups="; ".join(values["groups"]),
        delegates="; ".join(values["delegates"]),
        joint="; ".join(values["joint"]),
    )


def _rows_of_post(data: QueryDict) -> list[RawMeeting]:
    """The lines as they came from the browser, without those ticked to be left out."""
    dropped = {number for text in data.getlist("skip") if (number := whole(text)) is not None}
    rows = _rows({name: data.getlist(name) for name in (*RawMeeting.names(), "pasted")})
    return [row for number, row in enumerate(rows, start=1) if number not in dropped]


def _rows_of_draft(data: Mapping[str, Any]) -> list[RawMeeting]:
    """The lines of a draft, as this page or the browser kept it: a column is a list, or one text."""
    rows = _rows({name: _texts(data.get(name)) for name in (*RawMeeting.names(), "pasted")})
    return [row for row in rows if row.filled]


def _texts(kept: object) -> list[str]:
    if isinstance(kept, str):
        return [kept]
    return [str(cell) for cell in kept] if isinstance(kept, list) else []


def _draft_of(rows: Iterable[RawMeeting], paste: str) -> dict[str, Any]:
    filled = [row for row in rows if row.filled]
    columns: dict[str, Any] = {name: [getattr(row, name) for row in filled] for name in RawMeeting.names()}
    return {**columns, "pasted": ["1" if row.pasted else "" for row in filled], "paste": paste}


def _rows(cells: Mapping[str, list[str]]) -> list[RawMeeting]:
    found = []
    for values in zip_longest(*cells.values(), fillvalue=""):
        named = dict(zip(cells, values, strict=True))
        pasted = bool(named.pop("pasted"))
        found.append(RawMeeting(**named, pasted=pasted))
    return found
