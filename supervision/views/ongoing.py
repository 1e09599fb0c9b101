"""Giám sát thường xuyên: what is supervised, one matter, taking one up, ending it."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, Final, NamedTuple

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from core import exports
from core.access import READERS, STAFF
from core.forms import active_filters
from core.text import fold, whole
from core.views import (
    Action,
    ActionPage,
    CouncilView,
    DetailPage,
    Empty,
    RecordView,
    UpdatePage,
    add_refusal,
)
from sessions.models import Resolution
from sessions.timeline import changed_days
from sessions.views.common import person
from supervision import services
from supervision.forms.ongoing import EndForm, FindForm, OngoingFilterForm, OngoingForm
from supervision.models import OngoingItem
from supervision.ongoing import Matter, about, items, line_of, matter_of, name_of, watched
from supervision.programme_rules import may_prepare
from supervision.states import ORGANISERS
from supervision.tables.ongoing import OngoingTable, ended_badge
from supervision.views.subjects import ONGOING, Crumbs, OrganiserCreate, Prepared
from voters.models import Letter, VoterOpinion
from voters.services.identity import is_handler
from voters.states import LETTER_TABLE

_INCOMPLETE: Final = 422
_NUMBER: Final = re.compile(r"([0-9]{1,6})/([0-9]{4})")
FOUND: Final = 20
"""Matters that a search offers."""


class OngoingList(CouncilView):
    """Everything under ongoing supervision, letters with their own action among it."""

    roles = READERS

    def get(self, request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponseBase:
        """The page, or what it shows as a file."""
        form = OngoingFilterForm(request.GET)
        rows = watched(request.user, self.council, form.wanted())
        table = OngoingTable(rows, columns=request.GET.getlist("columns"), caption=str(ONGOING[0]))
        kind = request.GET.get("export", "")
        if kind in exports.KINDS:
            sheet = exports.Sheet(str(ONGOING[0]), [*table.export_header()], table.rows_for_export())
            return exports.download(kind, sheet)
        return render(request, "supervision/ongoing_list.html", self.context(form, rows, table))

    def context(self, form: OngoingFilterForm, rows: list[Any], table: OngoingTable) -> dict[str, Any]:
        """Everything the template reads."""
        writes = bool(self.roles_here() & ORGANISERS)
        create = reverse("supervision:ongoing_create")
        query = self.request.GET.copy()
        return {
            "title": ONGOING[0],
            "crumbs": [],
            "actions": [Action(_("Take under supervision"), create, primary=True)] if writes else [],
            "form": form,
            "table": table,
            "count": len(rows),
            "count_label": ngettext("matter", "matters", len(rows)),
            "narrowed": bool(active_filters(form)),
            "export_urls": [
                (label, f"?{query.urlencode()}{'&' if query else ''}export={kind}")
                for kind, label in (("xlsx", "Excel"), ("csv", "CSV"))
            ],
            "empty": Empty(
                _("Nothing is under ongoing supervision yet."),
                _(
                    "A letter, a voters' opinion or a resolution is taken up with the reason, and ends with a result."
                ),
                _("Take under supervision") if writes else "",
                create if writes else "",
            ),
        }


class OngoingReach(RecordView):
    """A page about one matter."""

    record: Any

    def reachable(self) -> QuerySet[Any]:
        return items(self.request.user)


class OngoingDetail(OngoingReach, DetailPage):
    """One matter."""

    template_name = "supervision/ongoing_detail.html"

    def context(self) -> dict[str, Any]:
        item = self.record
        kind, record = matter_of(item)
        actions = []
        if may_prepare(item, self.access) and self._handles():
            end = reverse("supervision:ongoing_end", args=[item.pk])
            label = _("Change the result") if item.ended_on else _("End with a result")
            actions = [
                Action(label, end, primary=not item.ended_on),
                Action(_("Edit"), reverse("supervision:ongoing_edit", args=[item.pk])),
            ]
        return {
            **super().context(),
            "title": name_of(record),
            "crumbs": [ONGOING, (name_of(record), None)],
            "badge": ended_badge(line_of(item)),
            "kind": Matter(kind).label,
            "matter": record,
            "about": about(record),
            "facts": self._facts(),
            "actions": actions,
            "timeline": changed_days(item),
        }

    def _handles(self) -> bool:
        letter = self.record.letter
        return letter is None or not letter.protected or is_handler(self.request.user, letter)

    def _facts(self) -> list[tuple[str, Any]]:
        item = self.record
        rows = [
            (_("Who supervises"), item.supervisor),
            (_("Taken under supervision on"), item.taken_on),
            (_("Ended on"), item.ended_on),
        ]
        return [(label, value) for label, value in rows if value not in {None, ""}]


class OngoingWriter(Prepared, OngoingReach):
    """A page for those who follow the matter."""


class OngoingEdit(OngoingWriter, UpdatePage):
    """Correct who supervises, since when and why."""

    form_class = OngoingForm
    done_message = gettext_lazy("The matter has been changed.")

    def form_kwargs(self) -> dict[str, Any]:
        return {**super().form_kwargs(), "council": self.record.council}

    def form_context(self, form: Any) -> dict[str, Any]:
        here = (str(self.record), self.record.get_absolute_url())
        return {**super().form_context(form), "crumbs": [ONGOING, here, (_("Edit"), None)]}

    def perform(self, form: OngoingForm) -> OngoingItem:
        return services.save_ongoing(
            item=form.instance, user=person(self.request), version=form.cleaned_data["version"]
        )


class OngoingEnd(OngoingWriter, ActionPage):
    """End the supervision with its result."""

    form_class = EndForm
    title = gettext_lazy("End with a result")
    submit_label = gettext_lazy("End the supervision")
    done_message = gettext_lazy("The supervision has ended; its result is recorded.")

    def form_kwargs(self) -> dict[str, Any]:
        row = self.record
        return {"initial": {"on": row.ended_on, "result": row.result} if row.ended_on else {}}

    def form_context(self, form: Any) -> dict[str, Any]:
        here = (str(self.record), self.record.get_absolute_url())
        return {**super().form_context(form), "crumbs": [ONGOING, here, (self.title, None)]}

    def perform(self, form: EndForm) -> OngoingItem:
        return services.end_ongoing(item=self.record, user=person(self.request), **form.cleaned_data)


# --- Taking up ---


class Hit(NamedTuple):
    """Something found: the record, how it is called, what it says, and why it cannot be taken up here."""

    record: Any
    name: str
    about: str
    refusal: str
    letter_url: str
    """Where the letter's own action does it, if that is possible now."""


def _by_number(text: str) -> Q | None:
    found = _NUMBER.fullmatch(text)
    return Q(number=int(found[1]), year=int(found[2])) if found else None


def _by_words(text: str) -> Q:
    condition = Q()
    for word in fold(text).split():
        condition &= Q(search__contains=word)
    return condition


_SOURCES: Final[dict[str, Callable[[Any], QuerySet[Any]]]] = {
    Matter.LETTER: lambda user: Letter.objects.visible_to(user).order_by("-received_on", "-pk"),
    Matter.OPINION: lambda user: VoterOpinion.objects.visible_to(user).order_by("-recorded_on", "-pk"),
    Matter.RESOLUTION: lambda user: (
        Resolution.objects.visible_to(user).select_related("document").order_by("-pk")
    ),
}


class OngoingCreate(OrganiserCreate):
    """Take a matter under supervision: looked for by number or words, then chosen."""

    title = gettext_lazy("Take under supervision")
    template_name = "supervision/ongoing_create.html"

    def get(self, _request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponse:
        """Search, and what was found."""
        return self.page(OngoingForm(**self.form_kwargs()))

    def post(self, request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponse:
        """Take up what was chosen."""
        form = OngoingForm(request.POST, **self.form_kwargs())
        chosen, valid = self.chosen(), form.is_valid()
        if chosen is None:
            form.add_error(None, _("Choose what is taken under supervision."))
        if chosen is None or not valid:
            return self.page(form, _INCOMPLETE)
        setattr(form.instance, self.matter(), chosen)
        try:
            item = services.take_up(item=form.instance, user=person(request))
        except ValidationError as refusal:
            add_refusal(form, refusal)
            return self.page(form, _INCOMPLETE)
        messages.success(request, _("The matter has been taken under supervision."))
        return HttpResponseRedirect(item.get_absolute_url())

    def form_kwargs(self) -> dict[str, Any]:
        return {"instance": OngoingItem(council=self.council), "council": self.council, "own": self.own}

    # --- What is looked for ---

    def asked(self) -> Any:
        """The address or the hidden fields of the form."""
        return self.request.POST if self.request.method == "POST" else self.request.GET

    def matter(self) -> str:
        """Letter, opinion or resolution."""
        wanted = self.asked().get("matter", "")
        return wanted if wanted in Matter.values else Matter.OPINION

    def source(self) -> QuerySet[Any]:
        """All that may be found of this kind in this council."""
        return _SOURCES[self.matter()](self.request.user).filter(council=self.council)

    def hits(self) -> list[Hit]:
        """What the words find, at most FOUND."""
        text = self.asked().get("q", "").strip()[:200]
        if not fold(text):
            return []
        exact = _by_number(text) if self.matter() != Matter.RESOLUTION else None
        rows = self.source().filter(exact if exact is not None else _by_words(text))
        found = list(rows[:FOUND])
        refusals = services.refusals_to_take_up(found, person(self.request))
        return [self.hit(row, refusals.get(row.pk, "")) for row in found]

    def hit(self, row: Any, refusal: str) -> Hit:
        """As the page offers it."""
        return Hit(row, name_of(row), about(row), refusal, "" if refusal else self.letter_url(row))

    def letter_url(self, row: Any) -> str:
        """The letter's own action: numbered, with a follow-up of the body that settles it."""
        if not isinstance(row, Letter) or not self.roles_here() & STAFF:
            return ""
        if LETTER_TABLE.refusal("supervise", row.state):
            return ""
        return reverse("voters:letter_act", args=[row.pk, "supervise"])

    def chosen(self) -> Any:
        """The record of the ticked line, within reach."""
        pk = whole(self.request.POST.get("chosen", ""))
        return self.source().filter(pk=pk).first() if pk else None

    def page(self, form: OngoingForm, status: int = 200) -> HttpResponse:
        """Search on top, what was found with the form below it."""
        asked = self.asked()
        hits = self.hits()
        context = {
            "title": self.title,
            "crumbs": self.page_crumbs(),
            "find": FindForm({"matter": self.matter(), "q": asked.get("q", "")})
            if asked.get("q")
            else FindForm(initial={"matter": self.matter()}),
            "form": form,
            "hits": hits,
            "free": any(not hit.refusal for hit in hits),
            "chosen": whole(asked.get("chosen", "")) or (hits[0].record.pk if len(hits) == 1 else 0),
            "matter": self.matter(),
            "q": asked.get("q", ""),
            "cancel_url": reverse("supervision:ongoing_list"),
        }
        return render(self.request, self.template_name, context, status=status)

    def page_crumbs(self) -> Crumbs:
        return [ONGOING, (self.title, None)]
