"""Pages on which something is done with a letter, or with several."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from core.access import READERS, STAFF
from core.exports import Sheet, download
from core.views import ActionPage, CouncilView, add_refusal
from councils.calendar import Clock
from documents.administrative import AdministrativeDocument
from documents.docx import to_docx
from documents.pdf import to_pdf
from voters import services
from voters.book import BOOK_PARTS, book_line
from voters.documents.letters import BOOK_COLUMNS
from voters.forms.identity import ReasonForm
from voters.forms.letters import ActForm, BulkForwardForm, BulkLetterForm, StepForm
from voters.models import Letter, LetterAction
from voters.register import balance
from voters.services.acting import Terms, draft
from voters.states import LETTER_TABLE
from voters.views.bulk import BulkPage
from voters.views.common import LETTERS, letter_crumbs, person
from voters.views.letters import HandledPage, furnish, letters
from voters.views.periods import chosen_period

_INCOMPLETE = 422
_DRAWN = {
    "docx": (to_docx, "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    "pdf": (to_pdf, "application/pdf"),
}


def drawn_response(document: AdministrativeDocument, stem: str, extension: str) -> HttpResponse:
    """A document drawn for whoever asks, as a download."""
    draw, kind = _DRAWN[extension]
    response = HttpResponse(draw(document), content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="{stem}.{extension}"'
    response["Cache-Control"] = "no-store"
    return response


class LetterAct(HandledPage, ActionPage):
    """Forward, guide, reply, return, file, take under supervision; a draft can be looked at first."""

    form_class = ActForm
    template_name = "voters/letter_act.html"

    def check_record(self) -> None:
        super().check_record()
        if self.kwargs["kind"] not in LetterAction.Kind:
            raise Http404

    @property
    def kind(self) -> str:
        """The action of the address."""
        return str(self.kwargs["kind"])

    def form_kwargs(self) -> dict[str, Any]:
        return {"letter": self.record, "kind": self.kind}

    def form_context(self, form: Any) -> dict[str, Any]:
        letter, label = self.record, LETTER_TABLE.moves[self.kind].label
        circle = services.circle(letter, letter.agency) if self.kind == "forward" and letter.agency else ""
        return {
            **super().form_context(form),
            "title": label,
            "crumbs": [*letter_crumbs(letter), (label, None)],
            "submit_label": label,
            "circle": circle,
            "draftable": self.kind != LetterAction.Kind.FILE,
            "refusal": LETTER_TABLE.refusal(self.kind, letter.state),
        }

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The draft as a file, or the action."""
        if request.POST.get("draft") not in _DRAWN or self.kind == LetterAction.Kind.FILE:
            return super().post(request, *args, **kwargs)
        form = self.build_form(request.POST)
        if not form.is_valid():
            return self.show(form, status=_INCOMPLETE)
        try:
            document = draft(self.record, self.kind, form.terms())
        except ValidationError as refusal:
            add_refusal(form, refusal)
            return self.show(form, status=_INCOMPLETE)
        stem = f"du-thao-don-{self.record.number}-{self.record.year}"
        return drawn_response(document, stem, request.POST["draft"])

    def perform(self, form: ActForm) -> LetterAction:
        action = services.act(
            letter=self.record, kind=self.kind, user=person(self.request), terms=form.terms()
        )
        if action.document:
            messages.success(
                self.request, _("Done: document %(symbol)s.") % {"symbol": action.document.symbol}
            )
        return action


class LetterStep(HandledPage, ActionPage):
    """Inform the sender, close, reopen."""

    form_class = StepForm

    def check_record(self) -> None:
        super().check_record()
        if self.kwargs["name"] not in {"inform", "close", "reopen"}:
            raise Http404

    def form_context(self, form: Any) -> dict[str, Any]:
        label = LETTER_TABLE.moves[self.kwargs["name"]].label
        crumbs = [*letter_crumbs(self.record), (label, None)]
        return {**super().form_context(form), "title": label, "crumbs": crumbs, "submit_label": label}

    def perform(self, form: StepForm) -> None:
        services.step(
            letter=self.record, name=self.kwargs["name"], user=person(self.request), **form.cleaned_data
        )


class LetterTakeBack(HandledPage, ActionPage):
    """Take the latest action back."""

    form_class = ReasonForm
    title = gettext_lazy("Take the action back")
    submit_label = title
    consequence = gettext_lazy(
        "The action counts on no day, its follow-up is withdrawn. Its document keeps its number in the register."
    )

    def perform(self, form: ReasonForm) -> None:
        action = self.record.actions.filter(taken_back_at__isnull=True).order_by("on", "pk").last()
        if action is None:
            raise Http404
        services.take_back(action=action, user=person(self.request), reason=form.cleaned_data["reason"])


class LetterBulk(BulkPage):
    """A page about the ticked letters."""

    roles = STAFF
    template_name = "voters/letter_bulk.html"
    tick_first = gettext_lazy("Tick between 1 and %(most)s letters first.")

    def back(self) -> str:
        found = super().back()
        return reverse("voters:letter_list") if found == reverse("voters:opinion_list") else found

    def fetch(self, ids: set[int]) -> Any:
        found = list(
            letters(self.request.user).of(self.council).filter(pk__in=ids).order_by("year", "number")
        )
        if len(found) != len(ids):
            raise Http404
        return found

    def show(self, form: Any, chosen: Any, status: int = 200, **more: Any) -> HttpResponse:
        furnish(chosen, self.access, Clock(), self.council)
        return super().show(form, chosen, status, **{**more, "crumbs": [LETTERS, (self.title, None)]})


class LetterClassify(LetterBulk):
    """Give the ticked letters a kind, a field, a level, a body."""

    title = gettext_lazy("Classify letters")

    def step(self, data: QueryDict, chosen: Any) -> HttpResponseBase:
        given = any(data.get(f"bulk-{name}") for name in BulkLetterForm.base_fields)
        asked = self.request.method == "POST" and (given or "apply" in data)
        form = BulkLetterForm(data if asked else None, council=self.council, prefix="bulk")
        if not asked:
            return self.show(form, chosen)
        if not form.is_valid():
            return self.show(form, chosen, _INCOMPLETE)
        try:
            count = services.classify_letters(letters=chosen, user=self.user, **form.cleaned_data)
        except ValidationError as refusal:
            add_refusal(form, refusal)
            return self.show(form, chosen, _INCOMPLETE)
        done = ngettext(
            "%(count)s letter has been classified.", "%(count)s letters have been classified.", count
        )
        messages.success(self.request, done % {"count": count})
        return self.after(chosen)


class LetterForward(LetterBulk):
    """Forward the ticked letters, each to its competent body with a slip of its own."""

    title = gettext_lazy("Forward letters")

    def step(self, data: QueryDict, chosen: Any) -> HttpResponseBase:
        asked = self.request.method == "POST" and "apply" in data
        form = BulkForwardForm(data if asked else None, initial={"on": timezone.localdate()})
        if not asked:
            return self.show(form, chosen)
        if not form.is_valid():
            return self.show(form, chosen, _INCOMPLETE)
        terms = Terms(on=form.cleaned_data["on"], signer=form.signed_by())
        outcome = services.forward_letters(letters=chosen, user=self.user, terms=terms)
        sent = len(outcome.sent)
        if sent:
            done = ngettext(
                "%(count)s letter has been forwarded.", "%(count)s letters have been forwarded.", sent
            )
            messages.success(self.request, done % {"count": sent})
        if outcome.refused:
            left = [letter for letter, _why in outcome.refused]
            return self.show(form, left, 200 if sent else _INCOMPLETE, refused=outcome.refused)
        return HttpResponseRedirect(self.back())


class LetterBook(CouncilView):
    """Sổ theo dõi đơn of a period as a workbook; denunciations stand in it masked."""

    roles = READERS

    def get(self, request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponseBase:
        """The file."""
        _form, start, end = chosen_period(request.GET)
        found = letters(request.user).of(self.council).filter(received_on__range=(start, end))
        rows = list(found.order_by("year", "number").prefetch_related(*BOOK_PARTS))
        lines = [book_line(row, number, self.access) for number, row in enumerate(rows, start=1)]
        title = f"Sổ theo dõi đơn {start:%Y}"
        return download("xlsx", Sheet(title, [*BOOK_COLUMNS], lines))


class LetterRegister(CouncilView):
    """The account of a period: received + carried over = forwarded + answered + filed + pending."""

    roles = READERS

    def get(self, request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponse:
        """The page; every number opens its letters."""
        form, start, end = chosen_period(request.GET)
        rows = Letter.objects.visible_to(request.user).of(self.council)
        context = {
            "title": _("Account of letters"),
            "crumbs": [LETTERS, (_("Account of a period"), None)],
            "form": form,
            "balance": balance(rows, start, end),
            "urls": _urls(start, end),
            "book_url": f"{reverse('voters:letter_book')}?start={start}&end={end}",
        }
        return render(request, "voters/letter_register.html", context)


def _urls(start: date, end: date) -> dict[str, str]:
    """The list behind each number."""
    base = reverse("voters:letter_list")
    before = start - timedelta(days=1)
    handled = f"{base}?as_of={end}&handled_from={start}&received_until={end}&handled="
    return {
        "received": f"{base}?received_from={start}&received_until={end}",
        "carried": f"{base}?as_of={before}&handled=pending&received_until={before}",
        "forwarded": f"{handled}forward",
        "guided": f"{handled}guide",
        "replied": f"{handled}reply",
        "returned": f"{handled}return",
        "filed": f"{handled}file",
        "pending": f"{base}?as_of={end}&handled=pending&received_until={end}",
    }
