"""Form pages whose half-typed words are kept: `core/form.html` and portal.js save them, the page brings them back."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _

from accounts.models import Draft, User
from accounts.services import drop_draft, read_draft, save_draft
from core.views import FormMixin

_NOT_KEPT = frozenset({"version"})
"""The version a record was opened on belongs to the page, not to what was typed."""


class DraftMixin(FormMixin):
    """Stands before CreatePage or UpdatePage; the page names its `draft_key` (a slug, one for each form and record)."""

    draft: Draft | None = None

    @property
    def draft_key(self) -> str:
        """Under which the user's half-typed form is kept."""
        raise NotImplementedError

    @property
    def author(self) -> User:
        """Whose draft it is; the page has made sure that somebody signed in."""
        return cast("User", self.request.user)

    def draft_names(self) -> list[str]:
        """The fields that a draft keeps."""
        fields = cast("type[forms.Form]", self.form_class).base_fields
        return [name for name in fields if name not in _NOT_KEPT]

    def get(self, _request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponse:
        """The form begins with the draft, if there is one."""
        self.draft = read_draft(user=self.author, key=self.draft_key)
        return super().get(_request)

    def form_kwargs(self) -> dict[str, Any]:
        """What the draft holds comes before what the page offers; a box it does not name was not ticked."""
        given = super().form_kwargs()
        if self.draft is None:
            return given
        kept = {name: self.draft.data.get(name) for name in self.draft_names()}
        return {**given, "initial": {**(given.get("initial") or {}), **kept}}

    def form_context(self, form: Any) -> dict[str, Any]:
        """With the address that keeps the draft."""
        saved_at = self.draft.updated_at if self.draft else None
        return {**super().form_context(form), "draft_key": self.draft_key, "draft_saved_at": saved_at}

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Without JavaScript a button keeps the draft; the notice of a restored one discards it."""
        if "_discard" in request.POST:
            drop_draft(user=self.author, key=self.draft_key)
            messages.success(request, _("The draft has been discarded."))
            return HttpResponseRedirect(request.get_full_path())
        if "_draft" not in request.POST:
            return super().post(request, *args, **kwargs)
        typed = {name: request.POST.getlist(name) for name in self.draft_names()}
        data = {name: values[0] if len(values) == 1 else values for name, values in typed.items() if values}
        save_draft(user=self.author, key=self.draft_key, data=data)
        messages.success(request, _("The draft has been saved. Only you see it."))
        return HttpResponseRedirect(request.get_full_path())

    def perform_within_reach(self, form: Any) -> Any:
        """Once saved, the draft has done its work."""
        key = self.draft_key
        result = super().perform_within_reach(form)
        drop_draft(user=self.author, key=key)
        return result
