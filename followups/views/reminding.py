"""Reminding by hand: of the ticked follow-ups, or of one from its own page."""

from __future__ import annotations

from typing import Any, Final, cast

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.models import User
from core.access import DECIDERS
from core.views import PortalView
from councils.calendar import Clock
from followups import rules, services
from followups.models import FollowUp
from followups.services import Reminding
from followups.tables.lists import Row
from followups.views.lists import LIST

MOST: Final = 500
_LONGEST_ID: Final = 18


class FollowUpRemind(PortalView):
    """Đôn đốc: who would be reminded of what, then do it. `pk` repeats in the address or the form."""

    roles = DECIDERS
    template_name = "followups/remind.html"
    title = gettext_lazy("Remind")

    def get(self, request: HttpRequest) -> HttpResponseBase:
        """The page about the follow-ups of the address."""
        return self.begin(request.GET)

    def post(self, request: HttpRequest) -> HttpResponseBase:
        """From the list: the page. From the page: do it."""
        return self.begin(request.POST)

    def begin(self, data: QueryDict) -> HttpResponseBase:
        """Fetch what was ticked; back to the list when nothing was."""
        ids = {int(pk) for pk in data.getlist("pk") if pk.isdecimal() and len(pk) <= _LONGEST_ID}
        if not ids or len(ids) > MOST:
            messages.error(self.request, _("Tick between 1 and %(most)s follow-ups first.") % {"most": MOST})
            return HttpResponseRedirect(self.back([]))
        chosen = self.fetch(ids)
        if self.request.method == "POST" and "confirm" in data:
            return self.remind(chosen)
        return self.show(chosen)

    def fetch(self, ids: set[int]) -> list[FollowUp]:
        """All of them within reach (404), and all of councils that the user decides for (403)."""
        rows = FollowUp.objects.visible_to(self.request.user).filter(pk__in=ids).with_owner()
        found = list(rows.order_by("due_on", "pk"))
        if len(found) != len(ids):
            raise Http404
        if not all(rules.may_remind(one, self.access) for one in found):
            raise PermissionDenied
        return found

    def show(self, chosen: list[FollowUp]) -> HttpResponse:
        """Who would be reminded, and who not and why."""
        clock = Clock()
        lines = [
            (plan, Row(plan.follow_up, rules.standing(plan.follow_up, clock), None))
            for plan in services.plan_reminding(follow_ups=chosen, user=self.user)
        ]
        context = {
            "title": self.title,
            "crumbs": [LIST, (self.title, None)],
            "ready": [(plan, row) for plan, row in lines if not plan.refusal],
            "left": [(plan, row) for plan, row in lines if plan.refusal],
            "cancel_url": self.back(chosen),
            "next": self.wanted_back(),
        }
        return render(self.request, self.template_name, context)

    def remind(self, chosen: list[FollowUp]) -> HttpResponse:
        """Do it and say how many; of those left out the first reason."""
        sent, left = services.remind(follow_ups=chosen, user=self.user)
        if sent:
            words = ngettext(
                "Reminded of %(count)s follow-up.", "Reminded of %(count)s follow-ups.", len(sent)
            )
            messages.success(self.request, words % {"count": len(sent)})
        if left:
            messages.warning(self.request, _left_words(left))
        return HttpResponseRedirect(self.back(chosen))

    @property
    def user(self) -> User:
        """Who reminds."""
        return cast(User, self.request.user)

    def wanted_back(self) -> str:
        """The list as it was left, from the form or the address; never an address outside the portal."""
        wanted = self.request.POST.get("next") or self.request.GET.get("next", "")
        inside = wanted.startswith("/") and url_has_allowed_host_and_scheme(wanted, allowed_hosts=None)
        return wanted if inside else ""

    def back(self, chosen: list[FollowUp]) -> str:
        """The list as it was left; from one follow-up's own page, that page."""
        own: Any = chosen[0].get_absolute_url() if len(chosen) == 1 else reverse("followups:followup_list")
        return self.wanted_back() or str(own)


def _left_words(left: list[Reminding]) -> str:
    words = ngettext(
        "%(count)s left out: %(why)s", "%(count)s left out, the first because: %(why)s", len(left)
    )
    return words % {"count": len(left), "why": left[0].refusal}
