"""Giám sát lại: a mission begun for recommendations, and what it looks at."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.access import DECIDERS
from core.text import whole
from core.views import Action, ActionPage, CreatePage, DetailPage
from councils.calendar import Clock
from supervision import services
from supervision.forms.verdicts import LookAgainForm, ReSupervisionForm
from supervision.models import ReSupervision, SupervisionMission
from supervision.reviewing import may_write
from supervision.standing import Standing
from supervision.tables.recommendations import claim_badge, standing_badge, with_due
from supervision.views.common import missions
from supervision.views.reaching import LIST, MissionWriter, person, recommendations

MOST = 100


class ReSupervisionCreate(CreatePage):
    """Begin a mission that looks again at ticked recommendations; their agencies are its supervised bodies."""

    roles = DECIDERS
    form_class = ReSupervisionForm
    template_name = "supervision/re_supervision_form.html"
    title = gettext_lazy("Look at recommendations again")
    submit_label = gettext_lazy("Propose the re-supervision")
    done_message = gettext_lazy("The re-supervision has been proposed. It goes on as every mission does.")

    def chosen(self, data: QueryDict) -> list[Any]:
        """The ticked recommendations; any that is out of reach: 404."""
        ids = {pk for text in data.getlist("pk") if (pk := whole(text)) is not None}
        if not ids or len(ids) > MOST:
            return []
        rows = recommendations(self.request.user).of(self.council).filter(pk__in=ids)
        found = list(rows.order_by("mission_id", "position", "pk"))
        if len(found) != len(ids):
            raise Http404
        return found

    def get(self, _request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponse:
        """The form about the recommendations of the address."""
        return self.begin(_request.GET)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """From the list: the form. From the form: do it."""
        if "title" not in request.POST:
            return self.begin(request.POST)
        return super().post(request, *args, **kwargs)

    def begin(self, data: QueryDict) -> HttpResponse:
        """The empty form; back to the list when nothing was ticked."""
        if not self.chosen(data):
            messages.error(
                self.request, _("Tick between 1 and %(most)s recommendations first.") % {"most": MOST}
            )
            return HttpResponseRedirect(self.cancel_url())
        return self.show(self.build_form())

    def form_kwargs(self) -> dict[str, Any]:
        data = self.request.GET if self.request.method == "GET" else self.request.POST
        first = next(iter(self.chosen(data)), None)
        mission = SupervisionMission(council=self.council, kind=SupervisionMission.Kind.THEMATIC)
        if first is not None:
            mission.subject, mission.committee = first.mission.subject, first.mission.committee
            if mission.subject == SupervisionMission.Subject.GROUP:
                mission.subject = SupervisionMission.Subject.STANDING_COMMITTEE
            mission.title = proposed_title(first.mission.title)
        return {"instance": mission, "council": self.council}

    def form_context(self, form: Any) -> dict[str, Any]:
        data = self.request.GET if self.request.method == "GET" else self.request.POST
        chosen = self.chosen(data)
        return {**super().form_context(form), "chosen": [(row, standing_badge(row)) for row in chosen]}

    def page_crumbs(self) -> list[Any]:
        return [LIST, (self.title, None)]

    def cancel_url(self) -> str:
        return reverse("supervision:recommendation_list")

    def perform(self, form: ReSupervisionForm) -> SupervisionMission:
        return services.start_re_supervision(
            mission=form.instance,
            recommendations=self.chosen(self.request.POST),
            user=person(self.request),
        )

    def success_url(self, result: SupervisionMission) -> str:
        return reverse("supervision:re_supervision_detail", args=[result.pk])


def proposed_title(title: str) -> str:
    """How the titles of its documents go on. Official text: always Vietnamese."""
    words = title[:1].lower() + title[1:]
    return f"Việc thực hiện kiến nghị sau giám sát {words}"[:300]


class ReSupervisionDetail(DetailPage):
    """What a mission looks at again: each recommendation with its claim and its verdict."""

    template_name = "supervision/re_supervision_detail.html"
    record: Any

    def reachable(self) -> QuerySet[Any]:
        return missions(self.request.user)

    def context(self) -> dict[str, Any]:
        mission = self.record
        looks = {look.recommendation_id: look.pk for look in mission.looks_again.all()}
        found = recommendations(self.request.user).filter(pk__in=looks)
        rows = with_due(found.order_by("mission_id", "position", "pk"), Clock())
        writes = may_write(mission, self.access)
        lines = [(row, standing_badge(row), claim_badge(row), looks[row.pk]) for row in rows]
        title = _("Recommendations looked at again")
        return {
            **super().context(),
            "title": title,
            "crumbs": [LIST, (mission.title, mission.get_absolute_url()), (title, None)],
            "actions": [
                Action(
                    _("Add recommendations"),
                    reverse("supervision:re_supervision_add", args=[mission.pk]),
                    primary=True,
                )
            ]
            if writes
            else [],
            "lines": lines,
            "writes": writes,
        }


class LookWriter(MissionWriter):
    """A page for those who prepare the re-supervision."""

    def cancel_url(self) -> str:
        return reverse("supervision:re_supervision_detail", args=[self.record.pk])


class ReSupervisionAdd(LookWriter, ActionPage):
    """Let the mission look at further recommendations."""

    form_class = LookAgainForm
    title = gettext_lazy("Add recommendations")
    submit_label = gettext_lazy("Add them")
    done_message = gettext_lazy("The recommendations have been added.")

    def form_kwargs(self) -> dict[str, Any]:
        rows = recommendations(self.request.user).of(self.record.council).exclude(mission=self.record)
        open_rows = rows.filter(issued_on__isnull=False).exclude(
            standing__in=[Standing.DONE, Standing.NOT_APPLICABLE]
        )
        known = self.record.looks_again.values("recommendation")
        return {"rows": open_rows.exclude(pk__in=known).order_by("mission_id", "position", "pk")}

    def form_context(self, form: Any) -> dict[str, Any]:
        here = (_("Recommendations looked at again"), self.cancel_url())
        return {**super().form_context(form), "crumbs": [LIST, here, (self.title, None)]}

    def cancel_url(self) -> str:
        return LookWriter.cancel_url(self)

    def perform(self, form: LookAgainForm) -> Any:
        return services.look_again(
            mission=self.record,
            recommendations=form.cleaned_data["recommendations"],
            user=person(self.request),
        )


class ReSupervisionRemove(LookWriter, ActionPage):
    """Take a recommendation out again."""

    title = gettext_lazy("No longer look at it again")
    submit_label = gettext_lazy("Take it out")
    consequence = gettext_lazy("The recommendation stays as it is; only this mission no longer looks at it.")
    done_message = gettext_lazy("The recommendation has been taken out.")

    def fetch(self, kwargs: dict[str, Any]) -> Any:
        record = super().fetch(kwargs)
        rows = ReSupervision.objects.filter(mission=record, pk=kwargs["look_pk"])
        self.look = rows.select_related("recommendation").first()
        if self.look is None:
            raise Http404
        return record

    def form_context(self, form: Any) -> dict[str, Any]:
        here = (_("Recommendations looked at again"), self.cancel_url())
        return {
            **super().form_context(form),
            "object": self.look.recommendation if self.look else None,
            "crumbs": [LIST, here, (self.title, None)],
        }

    def cancel_url(self) -> str:
        return LookWriter.cancel_url(self)

    def perform(self, form: Any) -> None:
        if self.look is not None:
            services.stop_looking(look=self.look, user=person(self.request))
