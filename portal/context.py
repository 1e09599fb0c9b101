"""What every page of the shell shows: navigation, councils to switch to, unread notices.

Everything is lazy: a fragment, an error page or a file reads nothing. The names are those of `templates/base.html`.
"""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from core.access import access_of
from councils.models import Council
from portal.navigation import INBOX, Group, Viewer


class Shell:
    """What the shell of one request shows, each part read when it is asked for."""

    def __init__(self, request: HttpRequest) -> None:
        self.request = request
        self.user = request.user

    @cached_property
    def council(self) -> Council | None:
        """The council one works for."""
        return self.request.council or None  # type: ignore[attr-defined]  # set by councils.middleware

    @cached_property
    def councils(self) -> list[tuple[int, str, bool]]:
        """(id, name, whether it is the current one) of the councils one serves, the living first."""
        own = access_of(self.user).councils()
        if self.council is None or len(own) == 1:
            return [(self.council.pk, str(self.council), True)] if self.council else []
        found = Council.objects.visible_to(self.user).filter(pk__in=own)
        inorder = sorted(
            found, key=lambda council: (council.valid_to is not None, council.sort_key, council.pk)
        )
        return [(council.pk, str(council), council == self.council) for council in inorder]

    @cached_property
    def viewer(self) -> Viewer:
        """For whom the navigation of this page is made."""
        match = self.request.resolver_match
        return Viewer(self.user, self.council, match.view_name if match else "")

    @property
    def inbox(self) -> str:
        """How many notices are unread."""
        return self.viewer.counts[INBOX]

    @property
    def navigation(self) -> list[Group]:
        """The navigation of this page."""
        return self.viewer.groups()


def shell(request: HttpRequest) -> dict[str, Any]:
    """The context processor; nothing for who is not signed in."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {}
    found = Shell(request)
    return {
        "navigation": SimpleLazyObject(lambda: found.navigation),
        "councils": SimpleLazyObject(lambda: found.councils),
        "inbox_count": SimpleLazyObject(lambda: found.inbox),
    }
