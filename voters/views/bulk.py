"""What is done to several opinions at once: classifying them, sending them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any, Final

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.models import User
from core import exports
from core.access import STAFF
from core.views import CouncilView, add_refusal
from councils.calendar import Clock, DueDate
from voters import services
from voters.forms import ClassifyForm, SendForm
from voters.models import VoterOpinion
from voters.services.sending import EVIDENCE
from voters.tables import OpinionTable
from voters.views.common import OPINIONS, person
from voters.views.opinions import opinions, standing

MOST: Final = 500
_INCOMPLETE: Final = 422


class BulkPage(CouncilView):
    """A page about the ticked opinions; `pk` repeats in the address or the form. Any that is out of reach: 404."""

    roles = STAFF
    template_name = ""
    title: Any = ""
    tick_first: Any = gettext_lazy("Tick between 1 and %(most)s opinions first.")

    def get(self, request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponseBase:
        """The page about the opinions of the address."""
        return self.begin(request.GET)

    def post(self, request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponseBase:
        """From the list: the page, or at once what was chosen in the bar. From the page: do it."""
        return self.begin(request.POST)

    def back(self) -> str:
        """The list as it was left, its filters in the `next` of the form; never an address outside the portal."""
        wanted = self.request.POST.get("next") or self.request.GET.get("next", "")
        inside = wanted.startswith("/") and url_has_allowed_host_and_scheme(wanted, allowed_hosts=None)
        return wanted if inside else reverse("voters:opinion_list")

    def begin(self, data: QueryDict) -> HttpResponseBase:
        """Fetch what was ticked; back to the list when nothing was."""
        ids = {int(pk) for pk in data.getlist("pk") if pk.isdecimal() and len(pk) < 19}  # noqa: PLR2004 - a bigint
        if not ids or len(ids) > MOST:
            messages.error(self.request, str(self.tick_first) % {"most": MOST})
            return HttpResponseRedirect(self.back())
        return self.step(data, self.fetch(ids))

    def fetch(self, ids: set[int]) -> list[VoterOpinion]:
        """All of them within reach, or 404."""
        rows = opinions(self.request.user).of(self.council)
        found = list(rows.filter(pk__in=ids).order_by("year", "number"))
        if len(found) != len(ids):
            raise Http404
        return found

    def step(self, data: QueryDict, chosen: list[VoterOpinion]) -> HttpResponseBase:
        """What this page does with them."""
        raise NotImplementedError

    @property
    def user(self) -> User:
        """Who acts."""
        return person(self.request)

    def show(self, form: Any, chosen: list[VoterOpinion], status: int = 200, **more: Any) -> HttpResponse:
        """The page with its form and the rows it is about."""
        context = {
            "form": form,
            "chosen": chosen,
            "title": self.title,
            "crumbs": [OPINIONS, (self.title, None)],
            "cancel_url": self.back(),
            "next": "next" in self.request.POST or "next" in self.request.GET,
            **more,
        }
        return render(self.request, self.template_name, context, status=status)

    def after(self, chosen: list[VoterOpinion]) -> HttpResponse:
        """Back to the list as it was left; from an opinion's own page, to that page."""
        from_list = "next" in self.request.POST or len(chosen) > 1
        return HttpResponseRedirect(self.back() if from_list else chosen[0].get_absolute_url())


class OpinionClassify(BulkPage):
    """Give the ticked opinions a field, a level, an agency."""

    template_name = "voters/opinion_classify.html"
    title = gettext_lazy("Classify opinions")

    def step(self, data: QueryDict, chosen: list[VoterOpinion]) -> HttpResponseBase:
        latest = max(opinion.recorded_on for opinion in chosen)
        given = data if any(data.get(f"bulk-{name}") for name in ClassifyForm.base_fields) else None
        asked = given is not None or "apply" in data
        initial = _common(chosen)
        form = ClassifyForm(
            data if asked else None, council=self.council, on=latest, prefix="bulk", initial=initial
        )
        if self.request.method != "POST" or not asked:
            return self.show(form, chosen)
        if not form.is_valid():
            return self.show(form, chosen, _INCOMPLETE)
        try:
            count = services.classify(opinions=chosen, user=self.user, **form.cleaned_data)
        except ValidationError as refusal:
            add_refusal(form, refusal)
            return self.show(form, chosen, _INCOMPLETE)
        done = ngettext(
            "%(count)s opinion has been classified.", "%(count)s opinions have been classified.", count
        )
        messages.success(self.request, done % {"count": count})
        return self.after(chosen)


def _common(chosen: list[VoterOpinion]) -> dict[str, Any]:
    """What all of them already have in common."""
    values = {name: {getattr(opinion, name) for opinion in chosen} for name in ClassifyForm.base_fields}
    return {name: next(iter(found)) for name, found in values.items() if len(found) == 1}


class OpinionSend(BulkPage):
    """Send the ticked opinions: first shows to whom, due when, on what article, and which cannot be sent and why."""

    template_name = "voters/opinion_send.html"
    title = gettext_lazy("Send opinions to agencies")

    def step(self, data: QueryDict, chosen: list[VoterOpinion]) -> HttpResponseBase:
        initial = {"on": timezone.localdate(), "evidence": EVIDENCE}
        form = SendForm(data if "on" in data else None, initial=initial)
        confirmed = self.request.method == "POST" and "confirm" in data
        if not confirmed or not form.is_valid():
            return self.show(form, chosen, _INCOMPLETE if confirmed else 200)
        try:
            outcome = services.send(opinions=chosen, user=self.user, **form.cleaned_data)
        except ValidationError as refusal:
            add_refusal(form, refusal)
            return self.show(form, chosen, _INCOMPLETE)
        if not outcome.sent:
            return self.show(form, chosen, _INCOMPLETE)
        self._tell(outcome)
        return self._explain(outcome) if outcome.refused else self.after(chosen)

    def show(self, form: Any, chosen: list[VoterOpinion], status: int = 200, **more: Any) -> HttpResponse:
        form.is_valid()
        on = form.cleaned_data.get("on") if form.is_bound else None
        on = on or timezone.localdate()
        plans = services.plan_sending(opinions=chosen, on=on)
        ready = [plan for plan in plans if not plan.refusal]
        refused = [plan for plan in plans if plan.refusal]
        more |= {"ready": ready, "refused": refused, "groups": _by_due_day(ready), "on": on}
        return super().show(form, chosen, status, **more)

    def _tell(self, outcome: services.SendOutcome) -> None:
        count, left = len(outcome.sent), len(outcome.refused)
        done = ngettext("%(count)s opinion has been sent.", "%(count)s opinions have been sent.", count)
        if not left:
            messages.success(self.request, done % {"count": count})
            return
        messages.warning(
            self.request, _("%(sent)s sent; %(left)s not sent, see why.") % {"sent": count, "left": left}
        )

    def _explain(self, outcome: services.SendOutcome) -> HttpResponse:
        """This page again, about those that were not sent."""
        query = QueryDict(mutable=True)
        query.setlist("pk", [str(opinion.pk) for opinion, _sentence in outcome.refused])
        for name in ("on", "accountable", "evidence", "next"):
            if name in self.request.POST:
                query[name] = self.request.POST[name]
        return HttpResponseRedirect(f"{reverse('voters:opinion_send')}?{query.urlencode()}")


class OpinionExport(BulkPage):
    """The ticked opinions as a file, with the columns of the list."""

    def step(self, data: QueryDict, chosen: list[VoterOpinion]) -> HttpResponseBase:
        kind = data.get("export", "xlsx")
        rows = opinions(self.request.user).filter(pk__in=[row.pk for row in chosen])
        sheet = exports.sheet_of(
            str(_("Voters' opinions")),
            rows.order_by("year", "number"),
            lambda batch: OpinionTable(_dated(batch)),
        )
        return exports.download(kind if kind in exports.KINDS else "xlsx", sheet)


def _dated(rows: Iterable[VoterOpinion]) -> list[VoterOpinion]:
    return standing(rows, Clock())


def _by_due_day(plans: Iterable[services.SendPlan]) -> list[tuple[DueDate, list[services.SendPlan]]]:
    """Plans by their due day and the article that sets it, in the given order."""
    found: dict[tuple[date, str], tuple[DueDate, list[services.SendPlan]]] = {}
    for plan in plans:
        if plan.due is not None:
            found.setdefault((plan.due.day, plan.due.legal_basis), (plan.due, []))[1].append(plan)
    return list(found.values())
