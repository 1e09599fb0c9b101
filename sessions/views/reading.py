"""The papers as delegates read them, and the ZIP that holds them all."""

from __future__ import annotations

from typing import Any, Final

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_htmx.http import HttpResponseStopPolling

from core.access import READERS, Role
from core.views import ActionPage, DetailPage, RecordView, told_apart
from documents.delivery import file_response
from sessions import services
from sessions.bundling import is_lost, packed_as_they_stand
from sessions.models import PaperBundle, Sitting
from sessions.reading import opened_by, papers_sent, reading_list
from sessions.views.common import Crumbs, person, sitting_crumbs, sittings

State = PaperBundle.State
PACKERS = READERS - {Role.AUDITOR}
"""Those who may have the papers packed. An auditor sets nothing going, but downloads what others had packed."""


class Reading(DetailPage):
    """Papers in the order of the agenda, with the reader's own marks of what is read. Light: for a weak signal."""

    template_name = "sittings/reading.html"

    def reachable(self) -> QuerySet[Sitting]:
        return sittings(self.request.user)

    def context(self) -> dict[str, Any]:
        groups = reading_list(self.record)
        own, may_pack = self.access.delegates, bool(self.roles_on_record() & PACKERS)
        packed = None if may_pack else packed_as_they_stand(self.record, groups)
        title = _("Papers to read")
        return {
            **super().context(),
            "title": title,
            "crumbs": [*sitting_crumbs(self.record), (title, None)],
            "groups": groups,
            "count": sum(len(group.lines) for group in groups),
            "to_open": sum(line.content is not None for group in groups for line in group.lines),
            "marks": bool(own),
            "opened": opened_by(own, groups) if own else set(),
            "may_pack": may_pack,
            "packed_url": packed.get_absolute_url() if packed else "",
            "pack_url": reverse("sittings:bundle_create", args=[self.record.pk]),
        }


class BundleCreate(RecordView):
    """Ask for the ZIP: one that is ready is used again."""

    http_method_names = ("post", "options")

    def reachable(self) -> QuerySet[Sitting]:
        return sittings(self.request.user)

    def check_record(self) -> None:
        """Auditors and readers of the council above read; they make nothing here."""
        self.need(PACKERS, self.council_of_record())

    def post(self, request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        """On to the bundle; where there is nothing to pack, back with the reason."""
        try:
            bundle = services.ask_bundle(sitting=self.record, user=person(request))
        except ValidationError as refusal:
            messages.error(request, " ".join(refusal.messages))
            return HttpResponseRedirect(reverse("sittings:sitting_reading", args=[self.record.pk]))
        return HttpResponseRedirect(bundle.get_absolute_url())


BUNDLE: Final = gettext_lazy("All papers in one ZIP")


def bundle_crumbs(bundle: PaperBundle) -> Crumbs:
    """The way to a bundle."""
    reading = reverse("sittings:sitting_reading", args=[bundle.sitting_id])
    return [*sitting_crumbs(bundle.sitting), (_("Papers to read"), reading)]


class BundleRecord(RecordView):
    """A page about one bundle."""

    def reachable(self) -> QuerySet[PaperBundle]:
        rows: QuerySet[PaperBundle] = PaperBundle.objects.visible_to(self.request.user)
        return rows.select_related("sitting__council", "sitting__council_term__term", "asked_by")

    def council_of_record(self) -> int:
        council: int = self.record.sitting.council_id
        return council


class BundleDetail(BundleRecord, DetailPage):
    """A bundle: its progress while it is packed, its file when it is ready, its reason when it failed."""

    template_name = "sittings/bundle_detail.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The page; for htmx only what changes, and a word to stop asking once nothing will."""
        if not getattr(request, "htmx", None):
            return told_apart(super().get(request, *args, **kwargs), fragment=False)
        answer = render(request, "sittings/bundle_status.html", self.context())
        stop = not self.under_way()
        return told_apart(HttpResponseStopPolling(answer.content) if stop else answer, fragment=True)

    def under_way(self) -> bool:
        """Whether a worker has it, or will have it."""
        return self.record.state in {State.WAITING, State.RUNNING} and not is_lost(self.record)

    def context(self) -> dict[str, Any]:
        bundle, sitting = self.record, self.record.sitting
        may_retry = self.roles_on_record() & PACKERS and not self.under_way()
        return {
            **super().context(),
            "title": BUNDLE,
            "crumbs": [*bundle_crumbs(bundle), (BUNDLE, None)],
            "under_way": self.under_way(),
            "lost": is_lost(bundle),
            "retry_url": reverse("sittings:bundle_retry", args=[bundle.pk]) if may_retry else "",
            "without_file": max(papers_sent(sitting).count() - bundle.all_papers, 0),
            "size": filesizeformat(bundle.file.versions.first().size) if bundle.file else "",
        }


class BundleRetry(BundleRecord, ActionPage):
    """Start a failed bundle again."""

    roles = PACKERS
    title = gettext_lazy("Pack again")
    consequence = gettext_lazy("The papers are packed again as they stand now.")
    submit_label = gettext_lazy("Pack again")

    def check_record(self) -> None:
        """As asking for one."""
        self.need(PACKERS, self.council_of_record())

    def crumbs_before(self) -> list[tuple[Any, Any]]:
        return [*bundle_crumbs(self.record), (BUNDLE, self.cancel_url())]

    def perform(self, form: Any) -> PaperBundle:
        return services.retry_bundle(bundle=self.record)


class BundleFile(BundleRecord):
    """Download the ZIP."""

    def get(self, _request: HttpRequest, **_kwargs: Any) -> HttpResponseBase:
        """404 while there is none."""
        if self.record.file is None:
            raise Http404
        return file_response(self.record.file)
