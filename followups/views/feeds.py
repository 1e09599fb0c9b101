"""Due days in one's own calendar program: the page that makes the secret address, and the address itself."""

from __future__ import annotations

import hashlib
from typing import Any, cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.translation import gettext as _
from django.views import View

from accounts.models import User
from core.views import PortalView
from followups.feeds import calendar_of, feed_of, make_address, note_reading, revoke_address
from followups.models import CalendarFeed


class FeedEdit(PortalView):
    """Make the secret address of one's own calendar, end it, or make another. It is shown once, right here."""

    template_name = "followups/feed_edit.html"

    @property
    def user(self) -> User:
        """Whose calendar it is."""
        return cast(User, self.request.user)

    def get(self, _request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponse:
        return self.show()

    def post(self, request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponse:
        """A new address is part of the answer and of nothing else; it is never stored to be shown later."""
        if "revoke" in request.POST:
            if revoke_address(user=self.user):
                messages.success(request, _("The address no longer works."))
            return HttpResponseRedirect(request.path)
        secret = make_address(user=self.user)
        return self.show(request.build_absolute_uri(reverse("followups:feed", args=[secret])))

    def show(self, address: str = "") -> HttpResponse:
        """The page; with a new address it is kept by no cache."""
        title = _("Due days in my calendar")
        context: dict[str, Any] = {
            "title": title,
            "crumbs": [],
            "feed": CalendarFeed.objects.filter(user=self.user).first(),
            "address": address,
            "subscribe": "webcal:" + address.partition(":")[2] if address else "",
        }
        response = render(self.request, self.template_name, context)
        if address:
            patch_cache_control(response, no_store=True)
        return response


class Feed(View):
    """The calendar behind a secret address: no sign-in, because calendar programs cannot; no cookie is looked at."""

    http_method_names = ("get", "head", "options")

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        """The due days, or "unchanged" to a program that has them; 404 for any other secret."""
        feed = feed_of(token)
        if feed is None:
            raise Http404
        content = calendar_of(feed.user)
        note_reading(feed)
        etag = f'"{hashlib.sha256(content).hexdigest()}"'
        response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
        response["Content-Disposition"] = 'inline; filename="nghi-truong.ics"'
        response["ETag"] = etag
        found = get_conditional_response(request, etag=etag, response=response) or response
        patch_cache_control(found, private=True, no_cache=True)
        return found
