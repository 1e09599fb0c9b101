"""Pages about one record: fetching it and checking permission are one call."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.views import View

from core.access import READERS, Role, access_of
from core.compiled import Reading
from core.views.base import PortalView, to_sign_in


class RecordView(PortalView):
    """A page about one record, fetched and checked in one call."""

    roles = READERS
    record: Any
    fetching: ClassVar[Reading | None] = None
    """In place of `reachable`, where the statement is long: a compiled reading by `user` and `ids`."""

    def reachable(self) -> models.QuerySet[Any]:
        """The user's own queryset: `Model.objects.visible_to(user)`."""
        raise NotImplementedError

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Sign in, fetch within reach (404), check the roles in the record's council (403)."""
        if not request.user.is_authenticated:
            return to_sign_in(request)
        self.access = access_of(request.user)
        self.council = self.find_council()
        self.record = self.fetch(kwargs)
        self.check_record()
        return View.dispatch(self, request, *args, **kwargs)

    def fetch(self, kwargs: dict[str, Any]) -> Any:
        """The record, or 404."""
        read, pk = type(self).fetching, kwargs["pk"]
        rows = read(user=self.request.user, ids=[pk]) if read else self.reachable().filter(pk=pk)[:1]
        for found in rows:
            return found
        raise Http404

    def council_of_record(self) -> int:
        """Id of the council whose roles count."""
        council_id: int = self.record.council_id
        return council_id

    def check_record(self) -> None:
        """Readers of the council above may read; everything else needs a role in the record's own council."""
        if self.roles >= READERS and self.access.roles_in(self.council_of_record()) == frozenset():
            return
        self.need(self.roles, self.council_of_record())

    def roles_on_record(self) -> frozenset[Role]:
        """The user's roles in the record's council."""
        return self.access.roles_in(self.council_of_record())


class DetailPage(RecordView):
    """One record, read."""

    template_name = "core/detail.html"

    def get(self, request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponse:
        """The page."""
        return render(request, self.template_name, self.context())

    def context(self) -> dict[str, Any]:
        """Everything the template reads; pages add to it."""
        return {"object": self.record, "title": str(self.record), "crumbs": [], "actions": []}
