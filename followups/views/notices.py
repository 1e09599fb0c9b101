"""The portal's inbox."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, cast

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from core.paging import keyset_page
from core.templatetags.portal_tags import badge
from core.views import PortalView
from core.workdays import Due
from councils.calendar import Clock
from followups.models import Notice
from followups.notices import mark_read, unread_count
from followups.rules import standing

_BADGES = {
    Notice.Kind.BEFORE_DUE: "warn",
    Notice.Kind.DUE: "warn",
    Notice.Kind.OVERDUE: "late",
    Notice.Kind.ANSWERED: "warn",
    Notice.Kind.RETURNED: "late",
    Notice.Kind.ACCEPTED: "ok",
}


@dataclass(frozen=True)
class Line:
    """One notice of the inbox."""

    notice: Notice
    due: Due | None

    @property
    def kind(self) -> SafeString:
        """What it is about, as a badge."""
        return badge(_BADGES.get(Notice.Kind(self.notice.kind), "plain"), self.notice.get_kind_display())


class NoticeList(PortalView):
    """Hộp thư: what the portal has told this user, the unread first."""

    template_name = "followups/notice_list.html"

    def rows(self) -> QuerySet[Notice]:
        """The user's own notices with what their lines show."""
        rows: QuerySet[Notice] = Notice.objects.visible_to(self.request.user).with_is_read()
        return rows.select_related("follow_up__council", "follow_up__agency")

    def get(self, request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponse:
        page = keyset_page(self.rows(), ("is_read", "-planned_at", "-pk"), request.GET)
        clock = Clock()
        context = {
            "title": _("Inbox"),
            "lines": [Line(notice, standing(notice.follow_up, clock)) for notice in page.rows],
            "page": page,
            "unread": unread_count(cast(User, request.user)),
        }
        return render(request, self.template_name, context)


class NoticeRead(PortalView):
    """Mark one notice read, or open its follow-up with it."""

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        user = cast(User, request.user)
        notice: Notice = get_object_or_404(Notice.objects.visible_to(user), pk=pk)
        mark_read(user=user, notice=notice)
        return HttpResponseRedirect(reverse("followups:notice_list"))


class NoticeReadAll(PortalView):
    """Mark everything read."""

    def post(self, request: HttpRequest) -> HttpResponse:
        count = mark_read(user=cast(User, request.user))
        if count:
            words = ngettext("%(count)s notice marked as read.", "%(count)s notices marked as read.", count)
            messages.success(request, words % {"count": count})
        return HttpResponseRedirect(reverse("followups:notice_list"))
