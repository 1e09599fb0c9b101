"""The team of a mission as a grid of lines."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.errors import Stale
from core.text import whole
from councils.models import Delegate, DelegateSeat
from councils.querysets import valid_on
from sessions.services.rows import RefusedRows
from sessions.views.common import person
from sessions.views.verification_work import line_problems, more_lines
from supervision import services
from supervision.forms.teams import MemberForms, member_lines
from supervision.views.common import MissionAct, mission_crumbs

_INCOMPLETE = 422


class TeamEdit(MissionAct):
    """Who leads, who serves, who is invited, who helps, and with which task."""

    title = _("Team")
    stale = False
    """Whether a colleague saved meanwhile: the page then offers to overwrite."""

    def lines(self, data: Any = None) -> Any:
        """The lines, bound when data came; delegates with a seat on the day of the decision, and those who stand."""
        mission = self.record
        members = list(mission.members.select_related("delegate"))
        day = mission.decided_on or timezone.localdate()
        seats = DelegateSeat.objects.filter(valid_on(day), council_term__council=mission.council)
        seated = Delegate.objects.filter(pk__in=seats.values("delegate"))
        known = {str(row.pk): row for row in seated.order_by("sort_key")}
        known |= {str(row.delegate_id): row.delegate for row in members if row.delegate}
        standing = member_lines(members) if data is None else None
        return MemberForms(data, prefix="line", initial=standing, form_kwargs={"delegates": known})

    def get(self, _request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponse:
        """The team as it stands, and empty lines."""
        return self.page(self.lines(), [])

    def post(self, request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponse:
        """Save all lines, or none."""
        if "more" in request.POST:
            return self.page(self.lines(more_lines(request.POST)), [])
        lines = self.lines(request.POST)
        if not lines.is_valid():
            return self.page(lines, [], _INCOMPLETE)
        try:
            self.save(lines)
        except RefusedRows as refused:
            for number, problems in refused.rows.items():
                for field, sentence in problems.items():
                    lines.forms[number].add_error(field, sentence)
            return self.page(lines, [], _INCOMPLETE)
        except ValidationError as refused:
            self.stale = isinstance(refused, Stale)
            return self.page(lines, refused.messages, _INCOMPLETE)
        messages.success(request, str(_("The team has been saved.")))
        return HttpResponseRedirect(self.cancel_url())

    def save(self, lines: Any) -> None:
        """Call the service."""
        sent = self.request.POST
        version = whole(sent.get("overwrite", "")) or whole(sent.get("version", ""))
        services.save_team(
            mission=self.record, rows=lines.lines(), user=person(self.request), version=version
        )

    def page(self, lines: Any, refusals: list[str], status: int = 200) -> HttpResponse:
        """The page."""
        context = {
            "title": self.title,
            "crumbs": [*mission_crumbs(self.record), (self.title, None)],
            "object": self.record,
            "lines": lines,
            "refusals": [*refusals, *(lines.non_form_errors() if lines.is_bound else [])],
            "problems": line_problems(lines),
            "cancel_url": self.cancel_url(),
            "version": whole(self.request.POST.get("version", "")) or self.record.version,
            "overwrite": self.record.version if self.stale else None,
        }
        return render(self.request, "supervision/team.html", context, status=status)
