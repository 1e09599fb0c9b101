"""Transfer letters: the page that writes them for everything that was sent, their register, one letter."""

from __future__ import annotations

from typing import Any, Final

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Count, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse, reverse_lazy
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from core.access import STAFF
from core.text import whole
from core.views import Action, CouncilView, DetailPage, Empty, ListPage, RecordView, add_refusal
from councils.calendar import Clock
from documents.delivery import file_response
from sessions.views.downloads import download
from voters import services
from voters.documents.transfers import transfer_document
from voters.filters.opinion_reports import TransferFilters
from voters.forms.opinion_reports import TransferForm
from voters.models import TransferLetter, VoterContactRound, VoterOpinion
from voters.services.transfers import MOST, TransferTerms, to_transfer
from voters.tables import OpinionsOfMeeting
from voters.tables.opinion_reports import TransferTable, answered_badge
from voters.views.common import OPINIONS, Crumbs, person
from voters.views.opinions import opinions, standing

TRANSFERS: Final = (gettext_lazy("Transfer letters"), reverse_lazy("voters:transfer_list"))
_INCOMPLETE: Final = 422


class TransferCreate(CouncilView):
    """Write transfer letters: one to each body about what was sent to it and stands in no letter yet.

    `round` takes everything of a round; `pk` repeats for single opinions. Without `confirm` the page only shows what
    would be written; `draft` hands out one letter as Word or PDF without its number.
    """

    roles = STAFF
    template_name = "voters/transfer_create.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        """The page about the opinions of the address."""
        return self.begin(request.GET)

    def post(self, request: HttpRequest) -> HttpResponseBase:
        """The page shown again, a draft as a file, or the letters written."""
        return self.begin(request.POST)

    def begin(self, data: QueryDict) -> HttpResponse:
        """Find the opinions; back to the list when there is nothing to write."""
        self.contact = self._round(data)
        self.chosen = self._opinions(data)
        if not self.chosen:
            messages.info(self.request, _("Every opinion that was sent stands in a letter already."))
            return HttpResponseRedirect(self.contact.get_absolute_url() if self.contact else str(OPINIONS[1]))
        typed = any(name in data for name in TransferForm.base_fields)
        form = TransferForm(data if typed else None)
        if typed and not form.is_valid():
            return self.show(form, None, _INCOMPLETE)
        terms = form.terms() if typed else TransferTerms(dated_on=timezone.localdate())
        draft = data.get("draft", "").partition(":")
        if typed and draft[0]:
            return self._draft(terms, draft[0], draft[2])
        if self.request.method != "POST" or "confirm" not in data:
            return self.show(form, terms)
        try:
            letters = services.write_transfers(
                council=self.council, opinions=self.chosen, user=person(self.request), terms=terms
            )
        except ValidationError as refusal:
            add_refusal(form, refusal)
            return self.show(form, terms, _INCOMPLETE)
        return self._after(letters)

    def _round(self, data: QueryDict) -> VoterContactRound | None:
        number = whole(data.get("round", ""))
        if number is None:
            return None
        rows = VoterContactRound.objects.visible_to(self.request.user).of(self.council)
        found = rows.filter(pk=number).first()
        if found is None:
            raise Http404
        return found

    def _opinions(self, data: QueryDict) -> list[VoterOpinion]:
        reach = VoterOpinion.objects.visible_to(self.request.user).values("pk")
        rows = to_transfer(self.council, self.contact).filter(pk__in=reach)
        if "pk" in data:
            ids = {number for text in data.getlist("pk") if (number := whole(text)) is not None}
            rows = rows.filter(pk__in=ids)
        return list(rows.order_by("year", "number")[:MOST])

    def _draft(self, terms: TransferTerms, extension: str, body: str) -> HttpResponse:
        """One of the letters, drawn for whoever asks."""
        planned = services.plan_transfers(council=self.council, opinions=self.chosen, terms=terms)
        found = next((one for one in planned if str(one.agency.pk) == body), None)
        if found is None:
            raise Http404
        return download(transfer_document(found), extension, f"du-thao-cong-van-chuyen-{found.agency.pk}")

    def _after(self, letters: list[TransferLetter]) -> HttpResponse:
        words = ngettext(
            "Letter %(numbers)s has been written.", "Letters %(numbers)s have been written.", len(letters)
        )
        messages.success(self.request, words % {"numbers": ", ".join(str(letter) for letter in letters)})
        return HttpResponseRedirect(letters[0].get_absolute_url() if len(letters) == 1 else str(TRANSFERS[1]))

    def show(self, form: TransferForm, terms: TransferTerms | None, status: int = 200) -> HttpResponse:
        """The page: the form, and the letters as far as the form makes sense."""
        planned = (
            services.plan_transfers(council=self.council, opinions=self.chosen, terms=terms) if terms else []
        )
        title = _("Write transfer letters")
        back = self.contact.get_absolute_url() if self.contact else str(OPINIONS[1])
        context = {
            "title": title,
            "crumbs": [OPINIONS, TRANSFERS, (title, None)],
            "form": form,
            "planned": planned,
            "chosen": self.chosen,
            "contact": self.contact,
            "cancel_url": back,
        }
        return render(self.request, self.template_name, context, status=status)


def letters(user: Any) -> QuerySet[Any]:
    """The letters a user reaches, with how many of their opinions were answered."""
    answered = Count("opinions", filter=Q(opinions__follow_up__answered_on__isnull=False))
    rows = TransferLetter.objects.visible_to(user).select_related(
        "document__docx", "document__file", "agency", "round", "sheet"
    )
    return rows.annotate(opinion_count=Count("opinions"), answered_count=answered)


class TransferList(ListPage):
    """Công văn chuyển ý kiến, kiến nghị: the register."""

    title = gettext_lazy("Transfer letters")
    table_class = TransferTable
    filterset_class = TransferFilters
    order = ("-dated_on", "-pk")

    def rows(self) -> QuerySet[Any]:
        return letters(self.request.user).filter(council=self.council)

    def count_label(self, count: int) -> str:
        return ngettext("letter", "letters", count)

    def page_crumbs(self) -> Crumbs:
        return [OPINIONS, (self.title, None)]

    def page_actions(self) -> list[Action]:
        if not self.roles_here() & STAFF:
            return []
        return [Action(_("Write transfer letters"), reverse("voters:transfer_create"), primary=True)]

    def empty_state(self) -> Empty:
        title = _("No transfer letter has been written yet.")
        return Empty(title, _("Send opinions to their agencies first; then one letter goes to each."))


class TransferReach(RecordView):
    """One letter."""

    def reachable(self) -> QuerySet[Any]:
        return letters(self.request.user)


class TransferDetail(TransferReach, DetailPage):
    """A letter, its opinions as they stand now, its files."""

    template_name = "voters/transfer_detail.html"

    def context(self) -> dict[str, Any]:
        letter = self.record
        listed = opinions(self.request.user).filter(pk__in=letter.opinions.values("pk"))
        rows = standing(listed.order_by("year", "number"), Clock())
        return {
            **super().context(),
            "title": _("Transfer letter %(number)s") % {"number": letter},
            "crumbs": [OPINIONS, TRANSFERS, (str(letter), None)],
            "facts": [
                (_("To the agency"), letter.agency),
                (_("Dated"), letter.dated_on),
                (_("Answer by"), letter.answer_by),
                (_("Answered"), answered_badge(letter)),
            ],
            "table": OpinionsOfMeeting(rows, caption=_("Opinions of the letter")),
        }


class TransferFile(TransferReach):
    """The letter as a file."""

    def get(self, _request: HttpRequest, pk: int, extension: str) -> HttpResponseBase:
        """The DOCX, the PDF, or the annex as a workbook."""
        document = self.record.document
        files = {"docx": document.docx, "pdf": document.file, "xlsx": self.record.sheet}
        if extension not in files:
            raise Http404
        return file_response(files[extension])
