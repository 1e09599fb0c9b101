"""Minutes and photos of a voter meeting."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Final

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from accounts.models import User
from core.editing import save_edit
from core.errors import Refused
from core.services import apply_changes, entered_by, refuse
from documents.services import check_upload, detect_extension, store_file
from voters.models import MeetingMinutes, MeetingPhoto, VoterMeeting
from voters.states import TOOK_PLACE

MOST_PHOTOS: Final = 30
"""Photos that one meeting keeps."""
IMAGES: Final = frozenset({".png", ".jpg"})
SCANS: Final = frozenset({".pdf", ".png", ".jpg", ".docx", ".doc"})
"""What a signed copy comes as."""


def _held(meeting: VoterMeeting) -> VoterMeeting:
    """The meeting, locked; Refused unless it took place."""
    locked = VoterMeeting.objects.select_for_update(of=("self",)).select_related("council").get(pk=meeting.pk)
    if locked.state not in TOOK_PLACE:
        raise Refused(_("Record the meeting as held first."))
    return locked


@transaction.atomic
def write_minutes(
    *, meeting: VoterMeeting, user: User | None, version: int | None = None, **changes: Any
) -> MeetingMinutes:
    """Keep what the minutes say beside the records. Raises Refused unless the meeting took place."""
    locked = _held(meeting)
    minutes = MeetingMinutes.objects.filter(meeting=locked).first() or MeetingMinutes(meeting=locked)
    apply_changes(minutes, changes)
    with entered_by(user):
        return save_edit(minutes, version=version if minutes.pk else None)


@transaction.atomic
def attach_signed_minutes(*, meeting: VoterMeeting, user: User, upload: UploadedFile[Any]) -> MeetingMinutes:
    """Keep the signed copy; another one becomes its next version. Raises Refused beside `upload`."""
    locked = _held(meeting)
    content = _content(upload, SCANS, "upload", _("Signed minutes come as PDF, Word or an image."))
    minutes = MeetingMinutes.objects.filter(meeting=locked).first() or MeetingMinutes(meeting=locked)
    with entered_by(user):
        minutes.signed = store_file(
            council=locked.council,
            user=user,
            name=upload.name or "",
            content=content,
            title=_("Minutes: %(meeting)s") % {"meeting": locked},
            file=minutes.signed,
        )
        minutes.save()
    return minutes


@transaction.atomic
def add_photos(
    *, meeting: VoterMeeting, user: User, uploads: Sequence[UploadedFile[Any]], caption: str, alt: str
) -> list[MeetingPhoto]:
    """Keep photos of a meeting with one caption and one text of what they show; each can be given its own later.

    Raises Refused beside the fields: no image, too large, too many, nothing said of what they show.
    """
    locked = _held(meeting)
    last: int = locked.photos.aggregate(last=Max("position"))["last"] or 0
    refuse(
        {
            "photos": (not uploads and _("Choose at least one photo."))
            or (
                locked.photos.count() + len(uploads) > MOST_PHOTOS
                and _("A meeting keeps %(most)s photos at most.") % {"most": MOST_PHOTOS}
            ),
            "alt": not alt.strip() and _("Say what the photos show, for those who do not see them."),
        }
    )
    contents = [_content(one, IMAGES, "photos", _("Photos come as JPEG or PNG.")) for one in uploads]
    said = {"caption": caption.strip(), "alt": alt.strip()}
    files = [
        store_file(council=locked.council, user=user, name=upload.name or "", content=content, title=alt)
        for upload, content in zip(uploads, contents, strict=True)
    ]
    with entered_by(user):
        return [
            MeetingPhoto.objects.create(meeting=locked, file=file, position=position, **said)
            for position, file in enumerate(files, start=last + 1)
        ]


def _content(upload: UploadedFile[Any], kinds: Iterable[str], field: str, sentence: str) -> bytes:
    """The checked content of an upload of one of these kinds; Refused beside the field."""
    try:
        check_upload(upload)
    except Refused as refused:
        raise Refused({field: refused.messages}) from refused
    content: bytes = upload.read()
    refuse({field: detect_extension(content, upload.name or "") not in kinds and sentence})
    return content


@transaction.atomic
def describe_photo(*, photo: MeetingPhoto, user: User | None, caption: str, alt: str) -> MeetingPhoto:
    """Give a photo its own caption and what it shows."""
    refuse({"alt": not alt.strip() and _("Say what the photo shows, for those who do not see it.")})
    photo.caption, photo.alt = caption.strip(), alt.strip()
    with entered_by(user):
        photo.save()
    return photo


@transaction.atomic
def remove_photo(*, photo: MeetingPhoto, user: User | None) -> None:
    """Take a photo off the meeting; its file and the history stay."""
    with entered_by(user):
        photo.delete()
