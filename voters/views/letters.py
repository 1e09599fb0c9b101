"""Pages of letters: the register, entry, one letter, corrections."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, npgettext, pgettext

from core import display
from core.access import STAFF
from core.compiled import compiled
from core.paging import Page
from core.text import whole
from core.views import (
    Action,
    ActionPage,
    BulkAction,
    CreatePage,
    DetailPage,
    Empty,
    ListPage,
    RecordView,
    UpdatePage,
)
from councils.calendar import Clock
from documents.delivery import file_response
from documents.services import ALLOWED_TYPES
from voters import services
from voters.filters.letters import LetterFilters
from voters.forms.letters import BulkLetterForm, LetterEditForm, LetterForm, ScansForm, ScreenForm
from voters.identity import persons_of, sees_senders, sender_words
from voters.models import IdentityView, Letter, LetterAction
from voters.services.acting import OwnTerms, own_due
from voters.services.identity import is_handler, may_assign, need_handler, rows_of
from voters.services.letters import Condition, read_scan
from voters.services.likeness import Likeness, like
from voters.states import LETTER_TABLE, PENDING
from voters.tables.letters import LetterTable, letter_badge
from voters.timeline import Entry, newest_first
from voters.views.common import LETTERS, letter_crumbs, person
from voters.views.matters import handler_rows


def letters(user: Any) -> Any:
    """The letters a user reaches, with what pages show."""
    return (
        Letter.objects.visible_to(user)
        .with_status()
        .select_related("council", "field", "agency", "duplicate_of", "record")
    )


def furnish(rows: Iterable[Letter], access: Any, clock: Clock, council: Any) -> None:
    """Put the sender as this reader may see it, and the standing of the due day, on rows of one council."""
    terms = OwnTerms(council, clock.calendar)
    for row in rows:
        shown: Any = row
        shown.sender = sender_words(row, access)
        if shown.owed_due:
            answered = shown.owed_settled is None
            shown.standing = clock.due(shown.owed_due, shown.owed_answered, answered=answered)
        else:
            shown.standing = clock.due(terms.day(row)) if row.state in PENDING else None


@compiled
def _shown(user: Any, ids: Sequence[int]) -> QuerySet[Letter]:
    found: QuerySet[Letter] = letters(user).filter(pk__in=ids)
    return found


class LetterList(ListPage):
    """Sổ theo dõi đơn: the register."""

    title = gettext_lazy("Letters")
    template_name = "voters/letter_list.html"
    results_template = "voters/letter_results.html"
    table_class = LetterTable
    filterset_class = LetterFilters
    order = ("-received_on", "-pk")
    bulk_actions = (
        BulkAction("classify", gettext_lazy("Classify")),
        BulkAction("forward", gettext_lazy("Forward …")),
    )

    def rows(self) -> QuerySet[Letter]:
        found: QuerySet[Letter] = letters(self.request.user).of(self.council)
        return found

    shown = staticmethod(_shown)

    def sought(self) -> QuerySet[Letter]:
        return Letter.objects.visible_to(self.request.user).of(self.council).with_status()

    def count_label(self, count: int) -> str:
        return npgettext("count", "letter", "letters", count)

    def selectable(self) -> bool:
        return bool(self.roles_here() & STAFF)

    def page_actions(self) -> list[Action]:
        actions = [Action(_("Account of a period"), reverse("voters:letter_register"))]
        if self.roles_here() & STAFF:
            actions.insert(0, Action(_("Enter a letter"), reverse("voters:letter_create"), primary=True))
            actions.append(Action(_("Keeping and erasing"), reverse("voters:identity_erase")))
        return actions

    def make_table(self, page: Page) -> LetterTable:
        furnish(page.rows, self.access, Clock(), self.council)
        table: LetterTable = super().make_table(page)
        return table

    def context(self) -> dict[str, Any]:
        form = BulkLetterForm(council=self.council, prefix="bulk") if self.selectable() else None
        return {**super().context(), "bulk_form": form}

    def empty_state(self) -> Empty:
        text = _("Every letter gets the next number of the year, whatever becomes of it.")
        if not self.roles_here() & STAFF:
            return Empty(_("No letter has been entered yet."), text)
        return Empty(
            _("No letter has been entered yet."), text, _("Enter a letter"), reverse("voters:letter_create")
        )


class LetterCreate(CreatePage):
    """Enter a letter. Half-typed words are never kept: they may name somebody who denounces."""

    form_class = LetterForm
    template_name = "voters/letter_form.html"
    title = gettext_lazy("Enter a letter")
    submit_label = gettext_lazy("Save the letter")

    def form_kwargs(self) -> dict[str, Any]:
        return {"council": self.council}

    def page_crumbs(self) -> list[tuple[Any, Any]]:
        return [LETTERS, (self.title, None)]

    def cancel_url(self) -> str:
        return reverse("voters:letter_list")

    def form_context(self, form: Any) -> dict[str, Any]:
        return {**super().form_context(form), "add_another": True}

    def perform(self, form: LetterForm) -> Letter:
        letter = services.register_letter(
            council=self.council,
            user=person(self.request),
            identity=form.identity(),
            passed=form.passed(),
            uploads=form.cleaned_data["scans"],
            **form.facts(),
        )
        number = f"{letter.number}/{letter.year}"
        messages.success(self.request, _("Letter no. %(number)s has been entered.") % {"number": number})
        return letter


class LetterPage(RecordView):
    """A page about one letter; of a protected one only its handlers may change anything."""

    def reachable(self) -> QuerySet[Any]:
        found: QuerySet[Any] = letters(self.request.user)
        return found


class HandledPage(LetterPage):
    """A page that changes a letter."""

    def check_record(self) -> None:
        super().check_record()
        need_handler(self.request.user, self.record)

    def crumbs_before(self) -> list[tuple[Any, Any]]:
        """Crumbs up to the letter."""
        return letter_crumbs(self.record)


class LetterDetail(LetterPage, DetailPage):
    """One letter: what it is about, who handles it, what was done, what is allowed now."""

    template_name = "voters/letter_detail.html"

    def context(self) -> dict[str, Any]:
        letter = self.record
        furnish([letter], self.access, Clock(), letter.council)
        self.handles = is_handler(self.request.user, letter) if letter.protected else True
        self.staff = bool(self.roles_on_record() & STAFF) and self.handles
        self.assigns = letter.protected and may_assign(self.request.user, letter)
        done = list(letter.actions.select_related("agency", "document", "follow_up", "actor"))
        screening = letter.screenings.select_related("actor").last()
        return {
            **super().context(),
            "crumbs": [LETTERS, (str(letter), None)],
            "badge": letter_badge(letter),
            "facts": self._facts(),
            "persons": persons_of(letter, self.access),
            "may_look": letter.protected and self.handles and not letter.erased_on,
            "may_assign": self.assigns,
            "handlers": handler_rows(letter) if letter.protected else (),
            "views": self._views(),
            "reads": sees_senders(self.access, letter) and self.handles,
            "screening": screening,
            "conditions": _conditions(screening),
            "done": done,
            "scans": list(letter.scans.all()),
            "likeness": self._likeness(),
            "actions": self._actions(done),
            "timeline": _timeline(letter, done),
            "staff": self.staff,
        }

    def _views(self) -> Sequence[Any]:
        """Who has looked: for handlers and for those who name them."""
        shown = self.record.protected and (self.handles or self.assigns)
        return list(rows_of(IdentityView, self.record).select_related("user")[:20]) if shown else ()

    def _likeness(self) -> list[Likeness]:
        """Suggestions while nothing has been decided, for those who can decide."""
        if not self.staff or self.record.duplicate_of_id or self.record.state not in PENDING:
            return []
        return like(self.record, self.request.user)

    def _facts(self) -> list[tuple[str, Any]]:
        letter = self.record
        due = own_due(letter) if letter.state in PENDING else None
        rows = [
            (_("Received on"), letter.received_on),
            (
                pgettext("letter", "Source"),
                ", ".join(filter(None, [str(letter.get_source_display()), letter.passed_on_by])),
            ),
            (_("Date on the letter"), letter.dated_on),
            (_("Kind"), letter.get_kind_display()),
            (_("Field"), letter.field),
            (_("Signatories"), letter.signatories),
            (_("Originals attached"), letter.originals),
            (_("Body that already settled it"), letter.settled_before),
            (_("Competence"), letter.get_competence_level_display()),
            (_("Competent body"), letter.agency),
            (_("To be dealt with by"), due and f"{display.day(due.day)}, {due.legal_basis}"),
            (_("Same as"), letter.duplicate_of),
            (_("Note"), letter.note),
        ]
        return [(label, value) for label, value in rows if value not in {None, ""}]

    def _actions(self, done: Sequence[LetterAction]) -> list[Action]:
        """What is allowed now; the usual next step first."""
        if not self.staff:
            return []
        pk, found = self.record.pk, list[Action]()
        for move in LETTER_TABLE.possible(self.record.state, self.roles_on_record()):
            url = _step_url(pk, move.name)
            if move.name == "take_back" and not any(one.taken_back_at is None for one in done):
                continue
            if url:
                found.append(Action(move.label, url, primary=not found))
        return [*found, Action(_("Edit"), reverse("voters:letter_edit", args=[pk]))]


def _step_url(pk: int, name: str) -> str:
    if name == "screen":
        return reverse("voters:letter_screen", args=[pk])
    if name in LetterAction.Kind:
        return reverse("voters:letter_act", args=[pk, name])
    if name == "take_back":
        return reverse("voters:letter_take_back", args=[pk])
    if name == "classify":
        return f"{reverse('voters:letter_classify')}?pk={pk}"
    return reverse("voters:letter_step", args=[pk, name])


def _conditions(screening: Any) -> list[tuple[Any, bool, str]]:
    """Label, met, reason."""
    if screening is None:
        return []
    said = screening.conditions
    return [
        (condition.label, said[condition]["met"], said[condition]["reason"])
        for condition in Condition
        if condition in said
    ]


def _timeline(letter: Letter, done: Sequence[LetterAction]) -> list[Entry]:
    """Dated moves and actions; identities stand in none of them."""
    registrar = str(letter.registered_by or "")
    found = [
        Entry(letter.received_on, pgettext("letter", "Registered"), "", registrar, entered=letter.created_at)
    ]
    found += [
        Entry(
            move.effective_on,
            _state(move.to_state),
            move.note,
            str(move.actor or ""),
            entered=move.entered_at,
        )
        for move in letter.moves.select_related("actor")
    ]
    found += [
        Entry(one.taken_back_at, _("Taken back: %(action)s") % {"action": one}, one.taken_back_because)
        for one in done
        if one.taken_back_at
    ]
    return newest_first(found)


def _state(state: str) -> str:
    return str(LETTER_TABLE.states(state).label)


class LetterEdit(HandledPage, UpdatePage):
    """Correct what is known of a letter."""

    form_class = LetterEditForm
    done_message = gettext_lazy("The letter has been changed.")

    def form_context(self, form: Any) -> dict[str, Any]:
        return {**super().form_context(form), "crumbs": [*letter_crumbs(self.record), (_("Edit"), None)]}

    def perform(self, form: LetterEditForm) -> Letter:
        changes = dict(form.cleaned_data)
        version = changes.pop("version")
        return services.update_letter(
            letter=form.instance, user=person(self.request), version=version, **changes
        )


class LetterScreen(HandledPage, ActionPage):
    """Check the conditions."""

    form_class = ScreenForm
    title = gettext_lazy("Check the conditions")
    submit_label = gettext_lazy("Record the check")

    def get(self, _request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponse:
        return self.show(ScreenForm(initial=dict.fromkeys(Condition, "yes") | {"on": timezone.localdate()}))

    def perform(self, form: ScreenForm) -> Any:
        return services.screen_letter(
            letter=self.record,
            user=person(self.request),
            on=form.cleaned_data["on"],
            conditions=form.conditions(),
        )


class LetterDuplicate(HandledPage):
    """Say that it repeats an earlier letter (`of`), or, without one, that it does not."""

    roles = STAFF

    def post(self, request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponse:
        """Back to the letter."""
        wanted, earlier = whole(request.POST.get("of", "")), None
        if wanted is not None:
            earlier = letters(request.user).of(self.record.council).filter(pk=wanted).first()
            if earlier is None:
                raise Http404
        services.mark_duplicate(letter=self.record, of=earlier, user=person(request))
        messages.success(request, _("Saved."))
        return HttpResponseRedirect(self.record.get_absolute_url())


class LetterScans(HandledPage, ActionPage):
    """Attach scans."""

    form_class = ScansForm
    title = gettext_lazy("Attach scans")
    submit_label = gettext_lazy("Attach")

    def perform(self, form: ScansForm) -> None:
        services.add_scans(letter=self.record, uploads=form.cleaned_data["scans"], user=person(self.request))


class LetterScanFile(LetterPage):
    """A scan, for those who may see the senders; of a protected letter with a reason, on record."""

    def check_record(self) -> None:
        super().check_record()
        if not sees_senders(self.access, self.record):
            raise PermissionDenied
        need_handler(self.request.user, self.record)

    def get(self, request: HttpRequest, *_args: Any, **kwargs: Any) -> HttpResponse:
        """The file, under a name that says nothing."""
        scan = self.record.scans.filter(pk=kwargs["scan_pk"]).first()
        if scan is None:
            raise Http404
        if self.record.protected:
            services.view_identity(
                record=self.record,
                user=person(request),
                reason=_("Scan opened: %(name)s") % {"name": scan.name},
            )
        response = HttpResponse(
            read_scan(scan), content_type=ALLOWED_TYPES.get(scan.extension, "application/octet-stream")
        )
        response["Content-Disposition"] = f'attachment; filename="{scan.name}"'
        response["X-Content-Type-Options"] = "nosniff"
        response["Cache-Control"] = "no-store"
        return response


class LetterPaper(LetterPage):
    """A document of an action; it may name the sender of an unprotected letter."""

    def check_record(self) -> None:
        super().check_record()
        if not sees_senders(self.access, self.record):
            raise PermissionDenied

    def get(self, _request: HttpRequest, *_args: Any, **kwargs: Any) -> Any:
        """DOCX or PDF."""
        action = (
            self.record.actions.select_related("document__docx", "document__file")
            .filter(pk=kwargs["action_pk"])
            .first()
        )
        document = action.document if action else None
        file = document and {"docx": document.docx, "pdf": document.file}.get(kwargs["extension"])
        if file is None:
            raise Http404
        return file_response(file)
