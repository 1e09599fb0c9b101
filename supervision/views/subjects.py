"""What pages of supervision share: who works for which subject, and the ways here."""

from __future__ import annotations

from typing import Any, Final

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy

from core.views import CreatePage, RecordView, Text
from councils.models import Committee
from sessions.views.body_meetings import own_committees
from supervision.programme_rules import may_prepare
from supervision.states import ORGANISERS

Crumbs = list[tuple[Text, str | None]]
BOARD: Final[tuple[Text, Any]] = (
    gettext_lazy("Supervision programmes"),
    reverse_lazy("supervision:programme_board"),
)
PROPOSALS: Final[tuple[Text, Any]] = (gettext_lazy("Proposals"), reverse_lazy("supervision:proposal_list"))
TEXTS: Final[tuple[Text, Any]] = (
    gettext_lazy("Reviews of legal texts"),
    reverse_lazy("supervision:text_review_list"),
)
ONGOING: Final[tuple[Text, Any]] = (
    gettext_lazy("Ongoing supervision"),
    reverse_lazy("supervision:ongoing_list"),
)


class OrganiserCreate(CreatePage):
    """Something that the secretariat enters for every subject, and the staff of a committee for their own."""

    roles = ORGANISERS
    own: QuerySet[Committee] | None

    def check_page(self) -> None:
        """Committee staff need a committee."""
        super().check_page()
        self.own = own_committees(self.council, self.access)
        if self.own is not None and not self.own.exists():
            raise PermissionDenied


class Prepared(RecordView):
    """A page for those who prepare what a subject supervises; 403 for everybody else who sees it."""

    record: Any

    def prepared(self) -> Any:
        """The record that names the subject."""
        return self.record

    def check_record(self) -> None:
        if not may_prepare(self.prepared(), self.access):
            raise PermissionDenied
