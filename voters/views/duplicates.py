"""Opinions that look alike: suggested with the reason, decided by people."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.access import STAFF
from core.text import whole
from core.views import ActionPage, CouncilView
from voters import services
from voters.forms.opinions import WhenForm
from voters.models import OpinionLikeness, VoterContactRound, VoterMeeting, VoterOpinion
from voters.querysets import OpinionQuerySet
from voters.services.duplicates import COMPARED, suggestions
from voters.views.common import OPINIONS, Crumbs, opinion_crumbs, person
from voters.views.opinions import opinions

MOST_SHOWN = 50


class OpinionDuplicates(CouncilView):
    """Pairs that look alike: of a round, a meeting, one opinion, or of everything that was not sent yet."""

    roles = STAFF

    def get(self, request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponse:
        """The pairs side by side, the likeliest first."""
        about, rows = self._about()
        found = suggestions(rows)
        context = {
            "title": _("Opinions that look alike"),
            "crumbs": [OPINIONS, (_("Opinions that look alike"), None)],
            "about": about,
            "pairs": found[:MOST_SHOWN],
            "more": len(found) - MOST_SHOWN,
            "compared": COMPARED,
            "here": request.get_full_path(),
            "council": self.council,
        }
        return render(request, "voters/opinion_duplicates.html", context)

    def post(self, request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponse:
        """Say of one pair that it is a repeat, or another matter."""
        decide = {"repeat": services.mark_repeat, "different": services.mark_different}.get(
            request.POST.get("verdict", "")
        )
        if decide is None:
            raise Http404
        opinion, earlier = self._fetch("opinion"), self._fetch("earlier")
        try:
            said = decide(opinion=opinion, earlier=earlier, user=person(request))
        except ValidationError as refusal:
            messages.error(request, " ".join(refusal.messages))
        else:
            words = {"one": opinion, "other": earlier, "verdict": said.get_verdict_display()}
            messages.success(request, _("No. %(one)s and no. %(other)s: %(verdict)s.") % words)
        return HttpResponseRedirect(self._back())

    def _fetch(self, name: str) -> VoterOpinion:
        pk = whole(self.request.POST.get(name, ""))
        found = opinions(self.request.user).of(self.council).filter(pk=pk or 0).first()
        if found is None:
            raise Http404
        return found

    def _back(self) -> str:
        wanted = self.request.POST.get("next", "")
        inside = wanted.startswith("/") and url_has_allowed_host_and_scheme(wanted, allowed_hosts=None)
        return wanted if inside else reverse("voters:opinion_duplicates")

    def _about(self) -> tuple[Any, OpinionQuerySet[VoterOpinion]]:
        """What the address narrows it to, and the opinions that are compared with all others."""
        rows = VoterOpinion.objects.visible_to(self.request.user).of(self.council)
        for name, model, path in (
            ("opinion", VoterOpinion, "pk"),
            ("meeting", VoterMeeting, "meeting"),
            ("round", VoterContactRound, "meeting__round"),
        ):
            if wanted := self.request.GET.get(name, ""):
                return self._narrowed(model, wanted), rows.filter(**{path: whole(wanted)})
        return None, rows.unsent()

    def _narrowed(self, model: Any, wanted: str) -> Any:
        rows: Any = model.objects.visible_to(self.request.user)
        found = rows.filter(council=self.council, pk=whole(wanted) or 0).first()
        if found is None:
            raise Http404
        return found


class LikenessUndo(ActionPage):
    """Take back what was said of two opinions."""

    form_class = WhenForm
    title = gettext_lazy("Take back what was said of the two")
    submit_label = gettext_lazy("Take it back")
    consequence = gettext_lazy(
        "From this day on the two are two matters of which nothing is known; they may be suggested again."
    )
    done_message = gettext_lazy("It has been taken back.")

    def reachable(self) -> QuerySet[OpinionLikeness]:
        rows = OpinionLikeness.objects.visible_to(self.request.user)
        return rows.select_related("opinion__council", "earlier")

    def council_of_record(self) -> int:
        return int(self.record.opinion.council_id)

    def cancel_url(self) -> str:
        url: str = self.record.opinion.get_absolute_url()
        return url

    def form_context(self, form: Any) -> dict[str, Any]:
        crumbs: Crumbs = [*opinion_crumbs(self.record.opinion), (self.title, None)]
        return {**super().form_context(form), "crumbs": crumbs}

    def perform(self, form: WhenForm) -> None:
        services.undo_likeness(likeness=self.record, user=person(self.request), **form.cleaned_data)
