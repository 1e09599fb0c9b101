"""The entry grid: type opinions line by line, or paste the table that came from Word or Excel."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Final

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from accounts.services import drop_draft, read_draft, save_draft
from core.access import STAFF
from core.display import moment
from core.views import RecordView, told_apart
from voters import services
from voters.forms import levels
from voters.grid import (
    BLANK_LINES,
    Grid,
    draft_key,
    draft_of,
    fingerprint,
    lines_of,
    rows_of_draft,
    rows_of_post,
)
from voters.imports import MAX_ROWS, CheckedRow, ColumnRole, Lexicon, RawRow, check_rows, read_table
from voters.models import VoterMeeting
from voters.states import MeetingState
from voters.views.common import meeting_crumbs, person

_INCOMPLETE: Final = 422


class MeetingOpinions(RecordView):
    """What voters said at one meeting, entered together. Every step works without JavaScript.

    A POST's `action`: rows (more lines), read (take in the pasted table), map (the same with corrected columns), draft,
    discard, save, save_more. Whatever is not saved is kept as the user's draft.
    """

    roles = STAFF
    record: VoterMeeting

    def reachable(self) -> QuerySet[VoterMeeting]:
        return VoterMeeting.objects.visible_to(self.request.user).select_related("round", "council")

    def check_record(self) -> None:
        self.need(self.roles, self.record.council_id)

    def get(self, _request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponseBase:
        """The grid, with the draft if there is one."""
        return self._closed() or self._fresh()

    def post(self, request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponseBase:
        """One step of the entry."""
        closed = self._closed()
        if closed:
            return closed
        steps = {
            "rows": self._more,
            "read": self._read,
            "map": self._map,
            "draft": self._keep,
            "discard": self._discard,
            "save_more": self._save,
        }
        return steps.get(request.POST.get("action", ""), self._save)(rows_of_post(request.POST))

    # --- Steps ---

    def _fresh(self) -> HttpResponse:
        draft = read_draft(user=self.user, key=self.key)
        data = draft.data if draft else {}
        rows, paste = rows_of_draft(data), str(data.get("paste", ""))
        restored = draft is not None and bool(rows or paste)
        grid = self._grid(rows, paste)
        if restored and draft is not None:
            grid.draft_words = _("The draft of %(moment)s has been restored.") % {
                "moment": moment(draft.updated_at)
            }
        grid.restored = restored
        return self._show(grid)

    def _more(self, rows: list[RawRow]) -> HttpResponse:
        return self._show(self._kept(self._grid(rows, self.paste), rows))

    def _read(self, rows: list[RawRow]) -> HttpResponse:
        """Another table comes after the rows that are there; the same table again takes its rows' place."""
        if self.request.POST.get("read") == fingerprint(self.paste):
            return self._take_in([row for row in rows if not row.pasted])
        return self._take_in([replace(row, pasted=False) for row in rows])

    def _map(self, rows: list[RawRow]) -> HttpResponse:
        return self._take_in([row for row in rows if not row.pasted], self.request.POST.getlist("column"))

    def _take_in(self, before: list[RawRow], columns: Sequence[str] = ()) -> HttpResponse:
        rows = [row for row in before if row.filled]
        reading = read_table(self.paste, self.lexicon, columns)
        merged = [*rows, *reading.rows]
        if len(merged) > MAX_ROWS:
            return self._refused(rows, _too_many(len(merged)))
        if not reading.rows:
            return self._refused(
                rows, _("There is no table to read. Copy it in Word or Excel and paste it below.")
            )
        grid = self._grid(merged, self.paste)
        grid.columns = reading.columns
        return self._show(self._kept(grid, merged))

    def _keep(self, rows: list[RawRow]) -> HttpResponse:
        grid = self._kept(self._grid(rows, self.paste), rows)
        if grid.refusals:
            return self._show(grid, _INCOMPLETE)
        messages.success(self.request, _("The draft has been saved. Only you see it."))
        return HttpResponseRedirect(self.request.path)

    def _discard(self, _rows: list[RawRow]) -> HttpResponse:
        drop_draft(user=self.user, key=self.key)
        messages.success(self.request, _("The draft has been discarded."))
        return HttpResponseRedirect(self.request.path)

    def _save(self, rows: list[RawRow]) -> HttpResponse:
        if len(rows) > MAX_ROWS:
            return self._refused(rows, _too_many(len(rows)))
        checked = self._check(rows)
        ready = [line.row for line in checked if line.row is not None]
        wrong = any(line.problems for line in checked)
        guessed = any(line.notes for line in checked)  # the page then shows the full names: saved next time
        doubtful = any(line.warnings for line in checked) and "confirm" not in self.request.POST
        if wrong or guessed or doubtful or not ready:
            return self._not_saved(rows, checked, doubtful=doubtful and not wrong)
        try:
            made = services.add_opinions(meeting=self.record, rows=ready, user=self.user)
        except ValidationError as refusal:
            return self._refused(rows, *refusal.messages)
        drop_draft(user=self.user, key=self.key)
        messages.success(self.request, _saved_words(len(made), f"{made[0]}", f"{made[-1]}"))
        more = self.request.POST.get("action") == "save_more"
        return HttpResponseRedirect(self.request.path if more else self.record.get_absolute_url())

    # --- What steps share ---

    @property
    def user(self) -> User:
        """Who types."""
        return person(self.request)

    @property
    def key(self) -> str:
        """The draft's."""
        return draft_key(self.record)

    @property
    def paste(self) -> str:
        """The pasted text, which stays on the page until the rows are saved."""
        return self.request.POST.get("paste", "")

    @cached_property
    def lexicon(self) -> Lexicon:
        """The council's words on the day of the meeting."""
        return Lexicon.of(self.record.council, self.record.held_on)

    def _closed(self) -> HttpResponse | None:
        """Back to the meeting when it is not open for entry."""
        if self.record.state == MeetingState.HELD:
            return None
        finished = self.record.state == MeetingState.MINUTES_FILED
        messages.error(
            self.request,
            _("The entry of this meeting is finished. Choose “Enter more” first.")
            if finished
            else _("Record the meeting as held first; then its opinions can be entered."),
        )
        return HttpResponseRedirect(self.record.get_absolute_url())

    def _check(self, rows: list[RawRow]) -> list[CheckedRow]:
        return check_rows(rows, self.lexicon, self.record.opinions.values_list("content", flat=True))

    def _grid(self, rows: list[RawRow], paste: str) -> Grid:
        """The filled lines, checked, and empty ones after them."""
        filled = [row for row in rows if row.filled]
        return Grid(lines_of(self._check([*filled, *[RawRow()] * BLANK_LINES])), paste)

    def _kept(self, grid: Grid, rows: list[RawRow]) -> Grid:
        """The grid after its rows went into the draft."""
        try:
            save_draft(user=self.user, key=self.key, data=draft_of(rows, grid.paste))
        except ValidationError as refusal:
            grid.refusals += refusal.messages
        else:
            now = timezone.localtime()
            grid.draft_words = _("Draft saved at %(time)s.") % {"time": f"{now:%H:%M}"}
        return grid

    def _not_saved(self, rows: list[RawRow], checked: list[CheckedRow], *, doubtful: bool) -> HttpResponse:
        grid = self._kept(Grid(lines_of(checked), self.paste), rows)
        grid.confirm = doubtful
        if not any(row.filled for row in rows):
            grid.refusals.append(_("Nothing to save yet: write at least one opinion."))
        if any(line.notes for line in checked):
            grid.refusals.append(
                _("Some names were written in part. See how they were understood, then save again.")
            )
        return self._show(grid, _INCOMPLETE)

    def _refused(self, rows: list[RawRow], *sentences: str) -> HttpResponse:
        grid = self._kept(self._grid(rows, self.paste), rows)
        grid.refusals += sentences
        return self._show(grid, _INCOMPLETE)

    def _show(self, grid: Grid, status: int = 200) -> HttpResponse:
        """The page, or only the grid when the browser asks for it."""
        meeting = self.record
        context = {
            "grid": grid,
            "meeting": meeting,
            "title": _("Opinions of the meeting at %(locality)s") % {"locality": meeting.locality},
            "crumbs": [*meeting_crumbs(meeting), (_("Enter opinions"), None)],
            "fields": self.lexicon.fields.main.values(),
            "agencies": self.lexicon.agencies.main.values(),
            "levels": levels(meeting.held_on),
            "roles": ColumnRole.choices,
            "draft_url": reverse("accounts:draft_save", args=[self.key]),
            "entered": meeting.opinions.count(),
        }
        fragment = bool(getattr(self.request, "htmx", False))
        template = f"voters/{'opinion_grid' if fragment else 'meeting_opinions'}.html"
        return told_apart(render(self.request, template, context, status=status), fragment=fragment)


def _too_many(count: int) -> str:
    return _("%(count)s rows are more than one entry takes (%(limit)s). Save them in parts.") % {
        "count": count,
        "limit": MAX_ROWS,
    }


def _saved_words(count: int, first: str, last: str) -> str:
    return ngettext(
        "%(count)s opinion has been saved: no. %(first)s.",
        "%(count)s opinions have been saved: no. %(first)s to %(last)s.",
        count,
    ) % {"count": count, "first": first, "last": last}
