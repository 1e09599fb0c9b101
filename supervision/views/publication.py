"""The checklist of publication: one document ticked off, or taken back."""

from __future__ import annotations

from typing import Any

from django.http import Http404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.views import Text
from sessions.views.common import person
from supervision import services
from supervision.forms.considering import PublishForm
from supervision.models import Publication
from supervision.views.common import MissionAct


class Publish(MissionAct):
    """Published on a day at a place, or why it is not."""

    form_class = PublishForm
    back = "mission_results"
    submit_label = gettext_lazy("Save")
    done_message = gettext_lazy("It has been ticked off.")

    def check_record(self) -> None:
        if self.kwargs["what"] not in Publication.What.values:
            raise Http404
        super().check_record()

    @property
    def title(self) -> Text:  # type: ignore[override]  # named by the document
        """Which document is ticked off."""
        what = Publication.What(self.kwargs["what"])
        return _("Publication: %(document)s") % {"document": what.label}

    def form_kwargs(self) -> dict[str, Any]:
        return {"publication": self.record.publications.filter(what=self.kwargs["what"]).first()}

    def perform(self, form: PublishForm) -> Publication:
        return services.save_publication(
            mission=self.record, what=self.kwargs["what"], user=person(self.request), **form.cleaned_data
        )


class PublicationRemove(MissionAct):
    """Take a tick back."""

    back = "mission_results"
    title = gettext_lazy("Take the tick back")
    done_message = gettext_lazy("It counts as not published.")

    def check_record(self) -> None:
        super().check_record()
        rows = self.record.publications.select_related("mission")
        self.publication = rows.filter(what=self.kwargs["what"]).first()
        if self.publication is None:
            raise Http404

    def form_context(self, form: Any) -> dict[str, Any]:
        return {**super().form_context(form), "consequence": str(self.publication)}

    def perform(self, form: Any) -> None:
        assert self.publication is not None  # noqa: S101 - checked above
        services.remove_publication(publication=self.publication, user=person(self.request))
