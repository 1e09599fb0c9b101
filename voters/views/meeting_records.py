"""Minutes and photos of a voter meeting."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.views import ActionPage, RecordView, UpdatePage
from documents.delivery import file_response
from voters import services
from voters.contact_minutes import drawn_minutes
from voters.forms import MinutesForm, MoveForm, PhotoForm, PhotosForm, SignedMinutesForm
from voters.models import MeetingMinutes, MeetingPhoto, VoterMeeting
from voters.views.common import meeting_crumbs, person
from voters.views.letter_actions import drawn_response


class MeetingPage(RecordView):
    """A page about a meeting."""

    record: VoterMeeting

    def reachable(self) -> QuerySet[VoterMeeting]:
        found = VoterMeeting.objects.visible_to(self.request.user)
        return found.select_related("council", "round__sitting", "round__council")


class MeetingActionPage(MeetingPage, ActionPage):
    """An action on a meeting: its page and the way back."""

    def form_context(self, form: Any) -> dict[str, Any]:
        crumbs = [*meeting_crumbs(self.record), (self.title, None)]
        return {**super().form_context(form), "crumbs": crumbs, "title": self.title}


# --- Minutes ---


class MinutesEdit(MeetingPage, UpdatePage):
    """What the minutes say beside the records."""

    form_class = MinutesForm
    template_name = "voters/minutes_form.html"
    done_message = gettext_lazy("The minutes have been kept; the draft is drawn from them and the records.")

    def form_kwargs(self) -> dict[str, Any]:
        written = MeetingMinutes.objects.filter(meeting=self.record).first()
        return {"instance": written or MeetingMinutes(meeting=self.record)}

    def form_context(self, form: Any) -> dict[str, Any]:
        title = _("Minutes of the meeting")
        crumbs = [*meeting_crumbs(self.record), (title, None)]
        return {**super().form_context(form), "title": title, "crumbs": crumbs}

    def perform(self, form: MinutesForm) -> VoterMeeting:
        changes = dict(form.cleaned_data)
        version = changes.pop("version", None)
        services.write_minutes(meeting=self.record, user=person(self.request), version=version, **changes)
        return self.record


class MinutesPaper(MeetingPage):
    """The minutes drawn from the records as they stand now."""

    def get(self, _request: Any, *_args: Any, **kwargs: Any) -> HttpResponse:
        """The file."""
        if kwargs["extension"] not in {"docx", "pdf"}:
            raise Http404
        stem = f"bien-ban-tiep-xuc-cu-tri-{self.record.held_on:%Y-%m-%d}"
        return drawn_response(drawn_minutes(self.record), stem, kwargs["extension"])


class MinutesSigned(MeetingActionPage):
    """Attach the signed copy."""

    form_class = SignedMinutesForm
    title = gettext_lazy("Attach the signed minutes")
    submit_label = gettext_lazy("Attach")
    done_message = gettext_lazy("The signed minutes have been attached.")

    def perform(self, form: SignedMinutesForm) -> Any:
        return services.attach_signed_minutes(
            meeting=self.record, user=person(self.request), upload=form.cleaned_data["upload"]
        )


class MinutesSignedFile(MeetingPage):
    """The signed copy."""

    def get(self, _request: Any, *_args: Any, **_kwargs: Any) -> Any:
        """The newest version."""
        written = MeetingMinutes.objects.filter(meeting=self.record).select_related("signed").first()
        if written is None or written.signed is None:
            raise Http404
        return file_response(written.signed)


# --- Photos ---


class PhotosAdd(MeetingActionPage):
    """Attach photos."""

    form_class = PhotosForm
    title = gettext_lazy("Attach photos")
    submit_label = gettext_lazy("Attach")
    done_message = gettext_lazy("The photos have been attached.")

    def perform(self, form: PhotosForm) -> Any:
        given = form.cleaned_data
        return services.add_photos(
            meeting=self.record,
            user=person(self.request),
            uploads=given["photos"],
            caption=given["caption"],
            alt=given["alt"],
        )


class OnePhoto(MeetingPage):
    """A page about one photo of a meeting."""

    photo: MeetingPhoto

    def fetch(self, kwargs: dict[str, Any]) -> Any:
        """404 for a photo of another meeting."""
        meeting = super().fetch(kwargs)
        photo = meeting.photos.select_related("file").filter(pk=kwargs["photo_pk"]).first()
        if photo is None:
            raise Http404
        self.photo = photo
        return meeting


class Photo(OnePhoto):
    """The image itself."""

    def get(self, _request: Any, *_args: Any, **_kwargs: Any) -> Any:
        """The newest version."""
        return file_response(self.photo.file)


class PhotoEdit(OnePhoto, MeetingActionPage):
    """Caption and description."""

    form_class = PhotoForm
    title = gettext_lazy("Caption of the photo")
    submit_label = gettext_lazy("Save")

    def form_kwargs(self) -> dict[str, Any]:
        return {"initial": {"caption": self.photo.caption, "alt": self.photo.alt}}

    def perform(self, form: PhotoForm) -> Any:
        return services.describe_photo(photo=self.photo, user=person(self.request), **form.cleaned_data)


class PhotoRemove(OnePhoto, MeetingActionPage):
    """Take a photo off the meeting."""

    form_class = MoveForm
    title = gettext_lazy("Remove the photo")
    submit_label = gettext_lazy("Remove")
    consequence = gettext_lazy("The photo is no longer shown with the meeting.")
    done_message = gettext_lazy("The photo has been removed.")

    def perform(self, _form: Any) -> None:
        services.remove_photo(photo=self.photo, user=person(self.request))
