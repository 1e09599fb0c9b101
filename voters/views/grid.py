"""The entry grid: type opinions line by line, or paste the table that came from Word or Excel."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any, Final

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
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
from core.display import moment, number
from core.views import RecordView, told_apart
from voters import services
from voters.forms import levels
from voters.grid import (
    BLANK_LINES,
    FILLED_DOWN,
    Grid,
    declared_fault,
    draft_key,
    draft_of,
    filled_down,
    fingerprint,
    lines_of,
    rows_of_draft,
    rows_of_post,
    said_of,
    suggested,
    text_of,
)
from voters.imports import (
    MAX_ROWS,
    CheckedRow,
    ColumnRole,
    Lexicon,
    RawRow,
    check_rows,
    read_table,
    table_of_file,
)
from voters.models import VoterMeeting, VoterOpinion
from voters.states import MeetingState
from voters.views.common import meeting_crumbs, person
from voters.words import Suggester

_INCOMPLETE: Final = 422
LINES_OF_TEXT: Final = 12 * MAX_ROWS
"""Lines of a pasted text beyond which it is not even read: cells of a table break into a few lines, not into dozens."""


class MeetingOpinions(RecordView):
    """What voters said at one meeting, entered together. Every step works without JavaScript.

    A POST's `action`: rows (more lines), read (take in the pasted table), upload (the table of a file), map (the same
    with corrected columns), fill:<cell> (fill a column down), suggest (classify by the words of the content), draft,
    discard, save, save_more, save_good (only the lines in which nothing is wrong). Whatever is not saved is kept as the
    user's draft.
    """

    roles = STAFF
    record: VoterMeeting
    checked: list[CheckedRow]

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
        rows = rows_of_post(request.POST)
        if len(rows) > MAX_ROWS:
            return self._overflowing(rows)
        steps: dict[str, Callable[[list[RawRow]], HttpResponse]] = {
            "rows": self._more,
            "read": self._read,
            "upload": self._upload,
            "map": self._map,
            "fill": self._fill,
            "suggest": self._suggest,
            "draft": self._keep,
            "discard": self._discard,
            "save_more": self._save,
            "save_good": self._save_good,
        }
        return steps.get(request.POST.get("action", "").partition(":")[0], self._save)(rows)

    # --- Steps ---

    def _fresh(self) -> HttpResponse:
        draft = read_draft(user=self.user, key=self.key)
        data = draft.data if draft else {}
        rows, paste = rows_of_draft(data), str(data.get("paste", ""))
        restored = draft is not None and bool(rows or paste)
        grid = self._grid(rows, paste)
        grid.declared = str(data.get("declared", ""))
        if restored and draft is not None:
            grid.draft_words = _("The draft of %(moment)s has been restored.") % {
                "moment": moment(draft.updated_at)
            }
        grid.restored = restored
        return self._show(grid)

    def _overflowing(self, rows: list[RawRow]) -> HttpResponse:
        """Far more lines than an entry takes: none is checked, all go back into the box as text."""
        text = self.paste.strip() or text_of(rows)
        return self._refused([], _too_many(len(rows)), paste=text)

    def _more(self, rows: list[RawRow]) -> HttpResponse:
        return self._show(self._kept(self._grid(rows, self.paste), rows))

    def _read(self, rows: list[RawRow]) -> HttpResponse:
        """Another table comes after the rows that are there; the same table again takes its rows' place."""
        if self.request.POST.get("read") == fingerprint(self.paste):
            return self._take_in([row for row in rows if not row.pasted], self.paste)
        return self._take_in([replace(row, pasted=False) for row in rows], self.paste)

    def _upload(self, rows: list[RawRow]) -> HttpResponse:
        """The table of a file stands in the box afterwards, as if it had been pasted."""
        upload = self.request.FILES.get("file")
        if upload is None:
            return self._refused(rows, _("Choose a Word or Excel file first."))
        try:
            text = table_of_file(upload)
        except ValidationError as refusal:
            return self._refused(rows, *refusal.messages)
        return self._take_in([replace(row, pasted=False) for row in rows], text)

    def _map(self, rows: list[RawRow]) -> HttpResponse:
        before = [row for row in rows if not row.pasted]
        return self._take_in(before, self.paste, self.request.POST.getlist("column"))

    def _take_in(self, before: list[RawRow], text: str, columns: Sequence[str] = ()) -> HttpResponse:
        rows = [row for row in before if row.filled]
        if text.count("\n") > LINES_OF_TEXT:
            return self._refused(rows, _too_many_lines(text.count("\n") + 1), paste=text)
        reading = read_table(text, self.lexicon, columns)
        merged = [*rows, *reading.rows]
        if len(merged) > MAX_ROWS:
            return self._refused(rows, _too_many(len(merged)), paste=text)
        if not reading.rows:
            words = _("There is no table to read. Copy it in Word or Excel and paste it below.")
            return self._refused(rows, words, paste=text)
        grid = self._grid(merged, text)
        grid.columns = reading.columns
        grid.said = said_of(reading)
        services.note_unknown(meeting=self.record, rows=[line.raw for line in self.checked])
        return self._show(self._kept(grid, merged))

    def _fill(self, rows: list[RawRow]) -> HttpResponse:
        """Fill the empty cells of one column from above."""
        name = self.request.POST.get("action", "").partition(":")[2]
        filled = filled_down(rows, name) if name in FILLED_DOWN else rows
        return self._show(self._kept(self._grid(filled, self.paste), filled))

    def _suggest(self, rows: list[RawRow]) -> HttpResponse:
        """Fill empty fields, levels and agencies by the words of the content; every guess is marked."""
        filled = [row for row in rows if row.filled]
        guessed = suggested(filled, Suggester(self.lexicon))
        rows = [row for row, _notes in guessed]
        grid = self._grid(rows, self.paste, [notes for _row, notes in guessed])
        if not any(notes for _row, notes in guessed):
            grid.said.append(_("No known word was found in the lines that are not classified yet."))
        return self._show(self._kept(grid, rows))

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
        checked = self._check(rows)
        ready = [line.row for line in checked if line.row is not None]
        fault = declared_fault(self.declared, self.record.opinions.count() + len(ready))
        confirmed = "confirm" in self.request.POST
        wrong = any(line.problems for line in checked)
        guessed = any(line.notes for line in checked)  # the page then shows the full names: saved next time
        doubtful = bool(fault or any(line.warnings for line in checked)) and not confirmed
        if wrong or guessed or doubtful or not ready:
            return self._not_saved(rows, checked, doubtful=doubtful and not wrong, fault=fault)
        try:
            made = self._enter(checked)
        except ValidationError as refusal:
            return self._refused(rows, *refusal.messages)
        drop_draft(user=self.user, key=self.key)
        messages.success(self.request, _saved_words(len(made), f"{made[0]}", f"{made[-1]}"))
        more = self.request.POST.get("action") == "save_more"
        return HttpResponseRedirect(self.request.path if more else self.record.get_absolute_url())

    def _save_good(self, rows: list[RawRow]) -> HttpResponse:
        """The lines in which nothing is wrong, or to be looked at, are entered; the others stay here."""
        checked = self._check([row for row in rows if row.filled])
        good = [line for line in checked if _is_good(line)]
        if not good:
            return self._not_saved(rows, checked, doubtful=False)
        try:
            made = self._enter(good)
        except ValidationError as refusal:
            return self._refused(rows, *refusal.messages)
        left = [line.raw for line in checked if not _is_good(line)]
        messages.success(self.request, _saved_words(len(made), f"{made[0]}", f"{made[-1]}"))
        if not left:
            drop_draft(user=self.user, key=self.key)
            return HttpResponseRedirect(self.record.get_absolute_url())
        save_draft(user=self.user, key=self.key, data=draft_of(left, "", self.declared))
        messages.warning(self.request, _left_words(len(left)))
        return HttpResponseRedirect(self.request.path)

    @transaction.atomic
    def _enter(self, lines: list[CheckedRow]) -> list[VoterOpinion]:
        """The opinions of these lines, and the corrections that were ticked to be remembered."""
        rows = [line.row for line in lines if line.row is not None]
        made = services.add_opinions(meeting=self.record, rows=rows, user=self.user)
        services.remember_corrections(meeting=self.record, lines=lines, user=self.user)
        return made

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

    @property
    def declared(self) -> str:
        """How many opinions the minutes speak of, as typed."""
        return self.request.POST.get("declared", "").strip()[:12]

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

    def _grid(self, rows: list[RawRow], paste: str, notes: Sequence[dict[str, str]] = ()) -> Grid:
        """The filled lines, checked, and empty ones after them; `notes` are added to their lines."""
        filled = [row for row in rows if row.filled]
        self.checked = self._check([*filled, *[RawRow()] * BLANK_LINES])
        for line, more in zip(self.checked, notes, strict=False):
            line.notes |= more
        ready = sum(_is_good(line) for line in self.checked)
        return Grid(lines_of(self.checked), paste, declared=self.declared, ready=ready)

    def _kept(self, grid: Grid, rows: list[RawRow]) -> Grid:
        """The grid after its rows went into the draft."""
        try:
            save_draft(user=self.user, key=self.key, data=draft_of(rows, grid.paste, self.declared))
        except ValidationError as refusal:
            grid.refusals += refusal.messages
        else:
            now = timezone.localtime()
            grid.draft_words = _("Draft saved at %(time)s.") % {"time": f"{now:%H:%M}"}
        return grid

    def _not_saved(
        self, rows: list[RawRow], checked: list[CheckedRow], *, doubtful: bool, fault: str = ""
    ) -> HttpResponse:
        ready = sum(_is_good(line) for line in checked)
        grid = Grid(lines_of(checked), self.paste, declared=self.declared, ready=ready)
        self._kept(grid, [line.raw for line in checked])
        grid.confirm = doubtful
        if not any(row.filled for row in rows):
            grid.refusals.append(_("Nothing to save yet: write at least one opinion."))
        elif fault:
            grid.refusals.append(fault)
        if any(line.notes for line in checked):
            grid.refusals.append(
                _("Some names were written in part. See how they were understood, then save again.")
            )
        return self._show(grid, _INCOMPLETE)

    def _refused(self, rows: list[RawRow], *sentences: str, paste: str | None = None) -> HttpResponse:
        text = self.paste if paste is None else paste
        grid = self._kept(self._grid(rows, text), rows)
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
            "fillable": FILLED_DOWN,
            "most": MAX_ROWS,
            "draft_url": reverse("accounts:draft_save", args=[self.key]),
            "entered": meeting.opinions.count(),
        }
        fragment = bool(getattr(self.request, "htmx", False))
        template = f"voters/{'opinion_grid' if fragment else 'meeting_opinions'}.html"
        return told_apart(render(self.request, template, context, status=status), fragment=fragment)


def _is_good(line: CheckedRow) -> bool:
    """Whether a line can be entered as it stands, without anybody looking at it again."""
    return line.row is not None and not line.notes and not line.warnings


def _too_many(count: int) -> str:
    return _("%(count)s rows are more than one entry takes (%(limit)s). Save them in parts.") % {
        "count": number(count),
        "limit": number(MAX_ROWS),
    }


def _too_many_lines(count: int) -> str:
    words = _("%(count)s lines of text are more than one entry takes (%(limit)s rows). Paste them in parts.")
    return words % {"count": number(count), "limit": number(MAX_ROWS)}


def _left_words(count: int) -> str:
    return ngettext(
        "%(count)s line was not saved and stays here with what is wrong in it.",
        "%(count)s lines were not saved and stay here with what is wrong in them.",
        count,
    ) % {"count": count}


def _saved_words(count: int, first: str, last: str) -> str:
    return ngettext(
        "%(count)s opinion has been saved: no. %(first)s.",
        "%(count)s opinions have been saved: no. %(first)s to %(last)s.",
        count,
    ) % {"count": count, "first": first, "last": last}
