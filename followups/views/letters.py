"""Reminder letters: the page that writes them, their register, one letter with its matters and files."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final, NamedTuple, cast

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse, reverse_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.models import User
from core.access import DECIDERS, READERS, Role
from core.views import CouncilView, DetailPage, Empty, ListPage, RecordView, add_refusal
from councils.calendar import Clock
from councils.models import Agency
from documents.administrative import AdministrativeDocument, Paragraph, Table
from documents.delivery import file_response
from followups.forms.ladder import LetterForm, default_answer_by
from followups.ladder import Rung
from followups.letter_register import LetterFilters, LetterTable, answered_badge, register_of
from followups.letters import LAST_STEP, NEXT_STEPS, Letter, Terms, document_of
from followups.models import FollowUp, ReminderLetter
from followups.services.climbing import rungs_of
from followups.services.letters import MOST, draft_letter, write_letter
from followups.states import OPEN, WAITING
from followups.tables.lists import Row, rows_of
from followups.views.lists import LIST

LETTERS = (gettext_lazy("Reminder letters"), reverse_lazy("followups:letter_list"))
SEEN_BY = READERS | {Role.AGENCY}
_LONGEST_ID: Final = 18


def _ids(data: QueryDict, *names: str) -> set[int]:
    given = [value for name in names for value in data.getlist(name)]
    return {int(value) for value in given if value.isdecimal() and len(value) <= _LONGEST_ID}


class Preview(NamedTuple):
    """A letter in short, before it has a number: its sentences around its table."""

    document: AdministrativeDocument
    before: list[str]
    table: Table
    after: list[str]

    @classmethod
    def of(cls, document: AdministrativeDocument) -> Preview:
        """The body cut at its table."""
        place, table = next(
            (place, block) for place, block in enumerate(document.body) if isinstance(block, Table)
        )
        texts = [block.text if isinstance(block, Paragraph) else "" for block in document.body]
        return cls(document, texts[:place], table, texts[place + 1 :])

    @property
    def rows(self) -> list[list[tuple[str, object]]]:
        """Cells with the titles of their columns."""
        titles = [column.title for column in self.table.columns]
        return [list(zip(titles, row, strict=True)) for row in self.table.rows]


class Sheet(NamedTuple):
    """One agency on the page: what it owes and is overdue, what of it is ticked, and the letter that comes of it."""

    agency: Agency
    rows: list[Row]
    ticked: set[int]

    @property
    def chosen(self) -> list[FollowUp]:
        """The matters of the letter, the oldest due day first."""
        return [row.follow_up for row in self.rows if row.pk in self.ticked]


class LetterCreate(CouncilView):
    """Write reminder letters: one per agency, about its ticked overdue matters.

    `pk` repeats for each ticked matter; `follow_up` is one matter, with which everything its agency owes is ticked.
    Without `confirm` the page only shows what would be written.
    """

    roles = DECIDERS
    template_name = "followups/letter_create.html"

    @property
    def user(self) -> User:
        """Who writes."""
        return cast(User, self.request.user)

    def get(self, request: HttpRequest) -> HttpResponse:
        """The page about the matters of the address."""
        return self.begin(request.GET)

    def post(self, request: HttpRequest) -> HttpResponse:
        """From the list: the page. From the page: what was typed, shown again or written."""
        return self.begin(request.POST)

    def begin(self, data: QueryDict) -> HttpResponse:
        """Find the matters; back to the list when none was named."""
        self.clock = Clock()
        if self.council.valid_to and self.council.valid_to < self.clock.today:
            said = _("The council has ended: what it was owed is its successor's to ask for.")
            messages.error(self.request, said)
            return HttpResponseRedirect(str(LIST[1]))
        named = _ids(data, "pk", "follow_up")
        if len(named) > MOST:
            messages.error(self.request, _("Tick at most %(most)s follow-ups.") % {"most": MOST})
            return HttpResponseRedirect(str(LIST[1]))
        chosen = self.fetch(named)
        self.sheets = self.sheets_of(chosen, _ids(data, "agency"), all_of_it="follow_up" in data)
        listed = {row.pk for sheet in self.sheets for row in sheet.rows}
        self.left = rows_of([one for one in chosen if one.pk not in listed], self.user, self.clock)
        if not self.sheets and not self.left:
            messages.info(
                self.request, _("Tick overdue follow-ups first, then choose to write a reminder letter.")
            )
            return HttpResponseRedirect(f"{LIST[1]}?late=on")
        return self.answer(data)

    def fetch(self, ids: set[int]) -> list[FollowUp]:
        """All of them within reach in this council, or 404."""
        rows = FollowUp.objects.visible_to(self.user).of(self.council).with_owner().filter(pk__in=ids)
        found = list(rows.order_by("due_on", "pk"))
        if len(found) != len(ids):
            raise Http404
        return found

    def sheets_of(self, chosen: list[FollowUp], agencies: set[int], *, all_of_it: bool) -> list[Sheet]:
        """What the agencies of the ticked matters owe this council and is overdue."""
        agencies = agencies | {one.agency_id for one in chosen if one.agency_id}
        overdue = FollowUp.objects.visible_to(self.user).of(self.council).overdue(self.clock.today)
        rows = (
            overdue.filter(agency_id__in=agencies).with_owner().order_by("agency__sort_key", "due_on", "pk")
        )
        ticked = {one.pk for one in chosen}
        found: dict[Agency, list[Row]] = {}
        for row in rows_of(rows[: 2 * MOST], self.user, self.clock):
            agency = row.follow_up.agency
            if agency is not None:
                found.setdefault(agency, []).append(row)
        return [
            Sheet(agency, rows, {row.pk for row in rows} if all_of_it else ticked)
            for agency, rows in found.items()
        ]

    def answer(self, data: QueryDict) -> HttpResponse:
        """The page with its letters, or the letters written."""
        typed = any(name in data for name in LetterForm.base_fields)
        form = LetterForm(data if typed else None, initial=self.initial())
        if not typed:
            return self.show(form, self.initial_terms(form))
        if not form.is_valid():
            return self.show(form, None, status=422)
        if "confirm" not in data or self.request.method != "POST":
            return self.show(form, form.terms())
        try:
            letters = self.write(form.terms())
        except ValidationError as refusal:
            add_refusal(form, refusal)
            return self.show(form, None, status=422)
        return self.after(letters)

    @transaction.atomic
    def write(self, terms: Terms) -> list[ReminderLetter]:
        """All letters or none. All matters are locked first: two writers of several letters never cross."""
        chosen = [one.pk for sheet in self.sheets for one in sheet.chosen]
        list(FollowUp.objects.select_for_update().filter(pk__in=chosen).order_by("pk").values_list("pk"))
        written = [
            write_letter(
                council=self.council,
                agency=sheet.agency,
                follow_ups=sheet.chosen,
                user=self.user,
                terms=terms,
            )
            for sheet in self.sheets
            if sheet.chosen
        ]
        if not written:
            raise ValidationError(_("Choose at least one overdue matter."))
        return written

    def after(self, letters: Sequence[ReminderLetter]) -> HttpResponse:
        """To the letter, or to the register when there are several."""
        words = ngettext(
            "Letter %(numbers)s has been written and the agency is told.",
            "Letters %(numbers)s have been written and the agencies are told.",
            len(letters),
        )
        numbers = ", ".join(str(letter) for letter in letters)
        messages.success(self.request, words % {"numbers": numbers})
        return HttpResponseRedirect(letters[0].get_absolute_url() if len(letters) == 1 else str(LETTERS[1]))

    def initial(self) -> dict[str, Any]:
        """Today, ten working days, the deputy chair, and what the ladder says comes next."""
        return {
            "dated_on": self.clock.today,
            "answer_by": default_answer_by(self.clock.calendar, self.clock.today),
            "signer": "vice_chair",
            "next_step": self.next_step(),
        }

    def next_step(self) -> str:
        """What comes after this letter for the matter that stands highest."""
        rungs: Sequence[Rung] = rungs_of(self.council.pk)
        reached = max((one.rung for sheet in self.sheets for one in sheet.chosen), default=0)
        later = [rung.kind for rung in rungs[reached:]]
        kind = next((kind for kind in later if kind != "reminder_letter"), "")
        return NEXT_STEPS.get(kind, LAST_STEP)

    @staticmethod
    def initial_terms(form: LetterForm) -> Terms:
        """The letter that the untouched form would write."""
        return Terms(**{**form.initial, "signer_name": ""})

    def show(self, form: LetterForm, terms: Terms | None, status: int = 200) -> HttpResponse:
        """The page: the form, the matters to tick, and the letters as far as the form makes sense."""
        title = _("Write a reminder letter")
        context = {
            "title": title,
            "crumbs": [LIST, LETTERS, (title, None)],
            "form": form,
            "sheets": [(sheet, self.preview(sheet, terms)) for sheet in self.sheets],
            "letters": sum(bool(sheet.chosen) for sheet in self.sheets),
            "left": [(row, _why_left(row.follow_up)) for row in self.left],
            "cancel_url": self.cancel_url(),
        }
        return render(self.request, self.template_name, context, status=status)

    def preview(self, sheet: Sheet, terms: Terms | None) -> Preview | None:
        """The letter in short."""
        if terms is None or not sheet.chosen:
            return None
        drafted: Letter = draft_letter(
            council=self.council, agency=sheet.agency, follow_ups=sheet.chosen, terms=terms
        )
        return Preview.of(document_of(drafted))

    def cancel_url(self) -> str:
        """Back to the only matter, or to the list."""
        named = {pk for sheet in self.sheets for pk in sheet.ticked} | {row.pk for row in self.left}
        return (
            reverse("followups:followup_detail", args=[named.pop()])
            if len(named) == 1
            else f"{LIST[1]}?late=on"
        )


def _why_left(follow_up: FollowUp) -> str:
    """Why a ticked follow-up is in no letter."""
    if follow_up.agency_id is None:
        return _("Not owed by an agency: letters go to agencies.")
    if follow_up.state in WAITING:
        return _("An answer waits for a judgement.")
    if follow_up.state in OPEN:
        return _("Not overdue.")
    return _("Nothing is owed any more.")


class LetterList(ListPage):
    """Công văn đôn đốc: the register; an agency reads the letters to itself."""

    roles = SEEN_BY
    title = gettext_lazy("Reminder letters")
    table_class = LetterTable
    filterset_class = LetterFilters
    order = ("-dated_on", "-pk")

    def rows(self) -> QuerySet[Any]:
        return register_of(ReminderLetter.objects.visible_to(self.request.user).of(self.council))

    def page_crumbs(self) -> list[Any]:
        return [LIST, (self.title, None)]

    def count_label(self, count: int) -> str:
        return ngettext("letter", "letters", count)

    def empty_state(self) -> Empty:
        if not self.roles_here() & DECIDERS:
            return Empty(_("No reminder letter has been written yet."))
        return Empty(
            _("No reminder letter has been written yet."),
            _("A letter begins from an overdue follow-up, or from several ticked in the list."),
            _("Show what is late"),
            f"{LIST[1]}?late=on",
        )


class LetterReach(RecordView):
    """One letter: the council's side, and the agency that it was sent to."""

    roles = SEEN_BY

    def reachable(self) -> QuerySet[Any]:
        return register_of(ReminderLetter.objects.visible_to(self.request.user))


class LetterDetail(LetterReach, DetailPage):
    """A letter with its matters, how they stand now, and both files."""

    template_name = "followups/letter_detail.html"

    def reachable(self) -> QuerySet[Any]:
        return super().reachable().select_related("council", "written_by", "docx", "pdf")

    def context(self) -> dict[str, Any]:
        letter, user = self.record, self.request.user
        ids = letter.climbs.values("follow_up_id")
        seen = FollowUp.objects.visible_to(user).filter(pk__in=ids).with_owner().order_by("due_on", "pk")
        rows = rows_of(seen, user, Clock())
        return {
            **super().context(),
            "title": _("Reminder letter %(number)s") % {"number": letter},
            "crumbs": [LIST, LETTERS, (str(letter), None)],
            "rows": rows,
            "hidden": letter.matters - len(rows),
            "answered": answered_badge(letter),
            "outsider": letter.council_id not in self.access.readable_councils,
        }


class LetterFile(LetterReach):
    """The letter as a file."""

    def get(self, _request: HttpRequest, pk: int, extension: str) -> FileResponse:
        """The DOCX or the PDF."""
        if extension not in {"docx", "pdf"}:
            raise Http404
        return file_response(getattr(self.record, extension))
