"""The portal's inbox."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, cast

from django.contrib import messages
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
from followups.notices.inbox import MOST_UNREAD
from followups.notices.recipients import own_due, own_parts
from followups.querysets import NoticeQuerySet

_BADGES = {
    Notice.Kind.BEFORE_DUE: "warn",
    Notice.Kind.DUE: "warn",
    Notice.Kind.OVERDUE: "late",
    Notice.Kind.ANSWERED: "warn",
    Notice.Kind.RETURNED: "late",
    Notice.Kind.ACCEPTED: "ok",
    Notice.Kind.EXTENSION_ASKED: "warn",
    Notice.Kind.REMINDED: "warn",
    Notice.Kind.ESCALATED: "late",
    Notice.Kind.HANDED_ON: "warn",
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

    def rows(self) -> NoticeQuerySet[Notice]:
        """The user's own notices with what their lines show."""
        rows: NoticeQuerySet[Notice] = Notice.objects.visible_to(self.request.user).with_is_read()
        return rows.select_related("follow_up__council", "follow_up__agency")

    def get(self, request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponse:
        rows, only_unread = self.rows(), request.GET.get("show") == "unread"
        order = ("-planned_at", "-pk") if only_unread else ("is_read", "-planned_at", "-pk")
        page = keyset_page(rows.unread() if only_unread else rows, order, request.GET)
        user = cast(User, request.user)
        context = {
            "title": _("Inbox"),
            "lines": lines_of(page.rows, user),
            "page": page,
            "unread": unread_count(user),
            "most": MOST_UNREAD,
            "only_unread": only_unread,
        }
        return render(request, self.template_name, context)


def lines_of(notices: list[Notice], user: User) -> list[Line]:
    """What the inbox shows of notices: the due day is the reader's own where they owe a part only."""
    clock = Clock()
    parts = own_parts(user, [notice.follow_up for notice in notices])
    return [
        Line(notice, own_due(notice.follow_up, parts.get(notice.follow_up_id), clock)) for notice in notices
    ]


class NoticeRead(PortalView):
    """Mark one notice read, or open its follow-up with it."""

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        user = cast(User, request.user)
        notice: Notice = get_object_or_404(Notice.objects.visible_to(user), pk=pk)
        mark_read(user=user, notice=notice)
        shown = "?show=unread" if request.POST.get("show") == "unread" else ""
        return HttpResponseRedirect(reverse("followups:notice_list") + shown)


class NoticeReadAll(PortalView):
    """Mark everything read."""

    def post(self, request: HttpRequest) -> HttpResponse:
        count = mark_read(user=cast(User, request.user))
        if count:
            words = ngettext("%(count)s notice marked as read.", "%(count)s notices marked as read.", count)
            messages.success(request, words % {"count": count})
        return HttpResponseRedirect(reverse("followups:notice_list"))
