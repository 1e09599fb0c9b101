"""What ended councils were owed, and moving it to the council that succeeded them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, cast

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse_lazy
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.models import User
from core import display
from core.access import DECIDERS
from core.views import CouncilView, add_refusal
from councils.models import Agency, Council, CouncilSuccession
from followups import services
from followups.forms.handing import SuccessionForm
from followups.models import FollowUp, HandOver
from followups.services import Standing
from followups.views.lists import LIST

SUCCESSIONS: Final = (
    gettext_lazy("Taken over from ended councils"),
    reverse_lazy("followups:succession_list"),
)


@dataclass(frozen=True)
class Inheritance:
    """An ended council of ours: what still stands there, what moved to us, and what moved in all."""

    succession: CouncilSuccession
    standing: int
    to_us: int
    in_all: int

    @property
    def predecessor(self) -> Council:
        """The ended council."""
        return self.succession.predecessor


@dataclass(frozen=True)
class Tile:
    """A figure of the page."""

    label: str
    value_text: str
    note: str = ""
    url: str = ""
    qualifier: str = ""
    late: bool = False


def inheritances(successor: Council, on: date) -> list[Inheritance]:
    """Everything a council succeeds to, each ended council once, in three queries whatever their number."""
    rows = {row.predecessor_id: row for row in services.successions(successor, on)}
    standing = counted(FollowUp.objects.filter(council__in=rows).unsettled(), "council")
    moves = HandOver.objects.to_successors(on).filter(from_council__in=rows)
    pairs = counted(moves, "from_council", "to_council")
    return [
        Inheritance(
            row,
            standing.get((pk,), 0),
            pairs.get((pk, successor.pk), 0),
            sum(count for (old, _new), count in pairs.items() if old == pk),
        )
        for pk, row in rows.items()
    ]


def counted(rows: Any, *by: str) -> Mapping[tuple[int, ...], int]:
    """How many follow-ups by these columns."""
    matter = "pk" if rows.model is FollowUp else "follow_up"
    found = rows.order_by().values_list(*by).annotate(count=Count(matter, distinct=True))
    return {tuple(row[:-1]): row[-1] for row in found}


class SuccessionList(CouncilView):
    """The ended councils that this one succeeds, and what they were still owed."""

    roles = DECIDERS
    template_name = "followups/succession_list.html"

    def get(self, request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponse:
        """Counts only: who serves here has no role there."""
        today = timezone.localdate()
        context = {
            "title": SUCCESSIONS[0],
            "crumbs": [LIST, (SUCCESSIONS[0], None)],
            "council": self.council,
            "rows": inheritances(self.council, today),
            "today": today,
        }
        return render(request, self.template_name, context)


class SuccessionMove(CouncilView):
    """Choose, per old body, which agency of ours answers from now on; see how many move; move them."""

    roles = DECIDERS
    template_name = "followups/succession_move.html"
    predecessor: Council

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The bodies with their menus; with `check` in the address, what would move, to be confirmed."""
        self.predecessor = self.find_predecessor(pk)
        form = self.make_form(request.GET if "check" in request.GET else None)
        if form.is_bound and form.is_valid():
            return self.show(form, "followups/succession_confirm.html")
        return self.show(form, status=422 if form.is_bound else 200)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Move them; what is wrong is shown with every choice kept."""
        self.predecessor = self.find_predecessor(pk)
        form = self.make_form(request.POST)
        if not form.is_valid():
            return self.show(form, status=422)
        try:
            moved = self.move(form)
        except ValidationError as refusal:
            add_refusal(form, refusal)
            return self.show(form, status=422)
        words = ngettext("%(count)s follow-up was moved.", "%(count)s follow-ups were moved.", moved)
        messages.success(request, words % {"count": display.number(moved)})
        return HttpResponseRedirect(self.here())

    def here(self) -> str:
        """This page, about the same council."""
        return f"{self.request.path}?council={self.council.pk}"

    def find_predecessor(self, pk: int) -> Council:
        """The ended council; 404 unless the register names ours as its successor."""
        rows = services.successions(self.council, timezone.localdate()).filter(predecessor=pk)
        found = rows.first()
        if found is None:
            raise Http404
        return found.predecessor

    def move(self, form: SuccessionForm) -> int:
        """Call the service."""
        return services.move_to_successor(
            predecessor=self.predecessor,
            successor=self.council,
            choices=form.choices(),
            user=cast(User, self.request.user),
            on=form.cleaned_data["on"],
            localities=self.wanted,
        )

    @cached_property
    def typed(self) -> str:
        """The words of the locality filter."""
        query = self.request.POST if self.request.method == "POST" else self.request.GET
        return query.get("locality", "").strip()[:200]

    @cached_property
    def localities(self) -> list[str]:
        """All localities that unsettled matters of the ended council name."""
        return services.localities_of(self.predecessor)

    @cached_property
    def wanted(self) -> list[str] | None:
        """Localities that the filter leaves; None where nothing was typed."""
        return services.localities_like(self.localities, self.typed) if self.typed else None

    def make_form(self, data: Any) -> SuccessionForm:
        """Menus over this council's living agencies."""
        agencies = list(Agency.objects.of(self.council).valid(timezone.localdate()))
        standing = services.standing_of(self.predecessor, self.wanted)
        return SuccessionForm(data, standing=standing, agencies=agencies)

    def show(self, form: SuccessionForm, template: str = "", status: int = 200) -> HttpResponse:
        """The page, or the question whether to go on."""
        chosen = form.chosen() if form.is_bound and form.is_valid() else []
        context = {
            "title": self.predecessor.full_name,
            "crumbs": [LIST, SUCCESSIONS, (str(self.predecessor), None)],
            "council": self.council,
            "predecessor": self.predecessor,
            "form": form,
            "rows": form.rows(),
            "agencies": form.agencies,
            "typed": self.typed,
            "localities": self.localities,
            "tiles": self.tiles(form.standing),
            "chosen": chosen,
            "here": self.here(),
            "total": sum(row.count for row, _agency in chosen),
            "today": timezone.localdate(),
        }
        return render(self.request, template or self.template_name, context, status=status)

    def tiles(self, standing: Iterable[Standing]) -> list[Tile]:
        """What stands there still, and both sides of what has moved; each from the rows, as of today."""
        today = timezone.localdate()
        there = FollowUp.objects.moved_from(self.predecessor, today)
        here = there & FollowUp.objects.taken_over_by(self.council, today)
        return [
            Tile(
                _("Still standing there"),
                display.number(sum(row.count for row in standing)),
                _("in the chosen locality") if self.typed else "",
            ),
            Tile(_("Moved away from there"), display.number(there.count()), _("to all its successors")),
            Tile(_("Taken over by us"), display.number(here.count()), _("from this council")),
        ]
