"""The home page: one address, and a page for each role."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.access import Role
from core.views import PortalView
from portal.home import administrator, agency, delegate, leader, staff
from portal.home.desk import Desk


@dataclass(frozen=True)
class Home:
    """The page of a role: its heading, template and content."""

    title: str | Promise
    template: str
    context: Callable[[Desk], dict[str, Any]]


HOMES: dict[Role, Home] = {
    Role.SECRETARIAT: Home(gettext_lazy("The secretariat's desk"), "portal/home_staff.html", staff.context),
    Role.LEADER: Home(gettext_lazy("The leader's desk"), "portal/home_leader.html", leader.context),
    Role.DELEGATE: Home(gettext_lazy("The delegate's desk"), "portal/home_delegate.html", delegate.context),
    Role.COMMITTEE: Home(
        gettext_lazy("The committee's desk"), "portal/home_leader.html", leader.reader_context
    ),
    Role.AUDITOR: Home(gettext_lazy("The auditor's desk"), "portal/home_leader.html", leader.reader_context),
    Role.AGENCY: Home(gettext_lazy("The agency's desk"), "portal/home_agency.html", agency.context),
    Role.ADMINISTRATOR: Home(
        gettext_lazy("The administrator's desk"), "portal/home_administrator.html", administrator.context
    ),
}
"""The richest page first: it is the one shown to who holds several roles; the others are one click away."""


class HomePage(PortalView):
    """Bàn làm việc."""

    def check_page(self) -> None:
        """Who has no membership yet is told so in words."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """The page of the role that the address names, else of the richest one."""
        if self.council is None:
            return render(request, "portal/home_nobody.html", {"title": _("My desk")})
        desk = Desk(request, self.access, self.council)
        role = self.role(desk.roles)
        home = HOMES[role]
        context = {
            "title": home.title,
            "others": self.others(desk.roles, role),
            "today": desk.today,
            "council": self.council,
        }
        return render(request, home.template, {**context, **home.context(desk)})

    def role(self, held: frozenset[Role]) -> Role:
        """Which page to show."""
        wanted = self.request.GET.get("role", "")
        return next((role for role in held if role == wanted), next(role for role in HOMES if role in held))

    @staticmethod
    def others(held: frozenset[Role], shown: Role) -> list[tuple[str, str | Promise]]:
        """(role, heading) of the user's other home pages in this council."""
        return [(role.value, home.title) for role, home in HOMES.items() if role in held and role != shown]
