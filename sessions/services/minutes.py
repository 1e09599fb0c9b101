"""Biên bản kỳ họp: drafted from the records, edited by people, approved, signed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, Final, NamedTuple

import pghistory
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from core.display import day
from core.editing import save_edit
from core.errors import LONGEST_REASON, SHORTEST_REASON, Refused
from core.services import entered_by, names, refuse
from documents.models import OfficialDocument
from documents.services import content_of, is_pdf, register_document, store_file
from sessions.course import Course, course_of
from sessions.documents.drafting import ROOM_LEFT, Drafted, draft
from sessions.documents.wording import sitting_name, small
from sessions.models import Minutes, MinutesSection, PlenaryMeeting, Resolution, Sitting
from sessions.services.moving import check_day
from sessions.states import ADOPTED, HELD, MINUTES_TABLE, MinutesState, SittingState

KIND: Final = "BB"
"""Kind of the minutes in the register of documents."""


class Piece(NamedTuple):
    """A section as somebody edited it: the row it changes (None: a new one), its heading and its text."""

    pk: int | None
    heading: str
    text: str


@transaction.atomic
def draft_minutes(*, sitting: Sitting, user: User | None, anew: bool = False) -> Minutes:
    """Draft the minutes from the records, or bring a draft up to what was recorded since.

    Sections that people changed or added are kept as they are, unless `anew` asks for all of it from the records.
    Refused once the minutes are approved, and before the sitting was opened.
    """
    rows = Sitting.objects.select_for_update(of=("self",)).select_related(
        "council", "council_term__council", "council_term__term"
    )
    locked = rows.get(pk=sitting.pk)
    if locked.state not in HELD:
        raise Refused(_("The sitting has not been opened: there is nothing to tell yet."))
    now = timezone.now()
    with entered_by(user):
        minutes, created = Minutes.objects.get_or_create(sitting=locked, defaults={"drafted_at": now})
        _check_draft(minutes)
        _merge(minutes, draft(course_of(locked)), anew=anew)
        if not created:
            minutes.drafted_at = now
            save_edit(minutes, version=minutes.version)
    return minutes


def _check_draft(minutes: Minutes) -> None:
    if minutes.state != MinutesState.DRAFT:
        raise Refused(_("The minutes are approved: undo the approval before changing them."))


def _merge(minutes: Minutes, drafted: Sequence[Drafted], *, anew: bool) -> None:
    """New sections in their order; edited ones keep their words, own ones their place behind the one before them."""
    if anew:
        minutes.sections.all().delete()
    kept = list(minutes.sections.all())
    by_code = {section.code: section for section in kept if section.code}
    wanted = {one.code for one in drafted}
    rows = [_section(minutes, one, by_code.get(one.code)) for one in drafted]
    stray = [one for one in kept if one.code not in wanted]
    MinutesSection.objects.filter(pk__in=[one.pk for one in stray if not one.is_edited]).delete()
    for one in (one for one in stray if one.is_edited):
        rows.insert(_place_of(one, kept, rows), one)
    _store(rows)


def _section(minutes: Minutes, one: Drafted, existing: MinutesSection | None) -> MinutesSection:
    if existing is None:
        return MinutesSection(
            minutes=minutes, code=one.code, heading=one.heading, text=one.text, drafted=one.text
        )
    if not existing.is_edited:
        existing.heading, existing.text, existing.drafted = one.heading, one.text, one.text
    return existing


def _place_of(
    section: MinutesSection, before: Sequence[MinutesSection], rows: Sequence[MinutesSection]
) -> int:
    """Behind the nearest earlier section that is still there."""
    earlier = [one.pk for one in before[: before.index(section)]]
    places = {row.pk: place for place, row in enumerate(rows) if row.pk}
    return next((places[pk] + 1 for pk in reversed(earlier) if pk in places), 0)


def _store(rows: Sequence[MinutesSection]) -> None:
    """Two statements however many sections."""
    for position, row in enumerate(rows, start=1):
        row.position = position
    MinutesSection.objects.bulk_update(
        [row for row in rows if row.pk], ["position", "heading", "text", "drafted"]
    )
    MinutesSection.objects.bulk_create([row for row in rows if not row.pk])


@transaction.atomic
def edit_minutes(
    *, minutes: Minutes, user: User | None, pieces: Sequence[Piece], version: int | None = None
) -> Minutes:
    """Put the sections as somebody wrote them, in this order; sections that no piece names are removed.

    Raises Refused once approved, for a section without a heading, and for a section of other minutes; Stale when
    somebody saved since `version`.
    """
    locked = Minutes.objects.select_for_update(of=("self",)).get(pk=minutes.pk)
    _check_draft(locked)
    existing = {section.pk: section for section in minutes.sections.all()}
    if not pieces:
        raise Refused(_("Keep at least one section."))
    rows = [_edited(minutes, piece, existing) for piece in pieces]
    refuse(
        {
            f"heading_{piece.pk or 'new'}": not piece.heading.strip() and _("Give the section a heading.")
            for piece in pieces
        }
    )
    with entered_by(user):
        named = [row.pk for row in rows if row.pk]
        minutes.sections.exclude(pk__in=named).delete()
        _store(rows)
        return save_edit(minutes, version=locked.version if version is None else version)


def _edited(minutes: Minutes, piece: Piece, existing: dict[int, MinutesSection]) -> MinutesSection:
    if piece.pk is None:
        row = MinutesSection(minutes=minutes)
    elif piece.pk in existing:
        row = existing[piece.pk]
    else:
        raise Refused(_("A section was removed meanwhile. Reload the page."))
    row.heading, row.text = piece.heading.strip(), piece.text.replace("\r\n", "\n").strip()
    return row


# --- Approval and signature ---


def open_points(sitting: Sitting) -> list[str]:
    """What stands between minutes and their approval, in sentences; nothing when they can be approved."""
    course = course_of(sitting)
    return [
        *_not_closed(sitting),
        *_without_signers(sitting),
        *_without_attendance(course),
        *_without_hours(course),
        *_without_vote(sitting, course),
        *_with_room_left(sitting),
    ]


def _not_closed(sitting: Sitting) -> list[str]:
    if sitting.state in HELD - {SittingState.IN_SESSION}:
        return []
    return [_("The sitting has not been closed yet.")]


def _without_signers(sitting: Sitting) -> list[str]:
    """Chair and secretaries sign the minutes (Decree 30/2020, Annex III, form 1.11): without them nobody could."""
    return [
        sentence
        for name, sentence in (
            (sitting.chair, _("Who chaired the sitting has not been entered.")),
            (sitting.secretaries, _("The secretaries of the sitting have not been entered.")),
        )
        if not name.strip()
    ]


def _with_room_left(sitting: Sitting) -> list[str]:
    bare = MinutesSection.objects.filter(minutes__sitting=sitting, text__contains=ROOM_LEFT)
    headings = list(bare.order_by("position", "pk").values_list("heading", flat=True))
    if not headings:
        return []
    return [
        _("Room is still left (……) in: %(headings)s. Draft the minutes once more, or fill it in.")
        % {"headings": names(headings)}
    ]


def _without_attendance(course: Course) -> list[str]:
    if not course.half_days:
        return [_("No half-day is recorded as held.")]
    bare = [one.meeting for one in course.half_days if not one.roll.is_taken]
    if not bare:
        return []
    return [_("No attendance was taken at: %(half_days)s.") % {"half_days": _half_days(bare)}]


def _without_hours(course: Course) -> list[str]:
    bare = [one.meeting for one in course.half_days if one.meeting.ends_at is None]
    if not bare:
        return []
    return [_("The hour of its end is missing at: %(half_days)s.") % {"half_days": _half_days(bare)}]


def _half_days(meetings: Sequence[PlenaryMeeting]) -> str:
    return names(list(meetings))


def _without_vote(sitting: Sitting, course: Course) -> list[str]:
    voted = {vote.resolution_id for vote in course.votes if vote.is_final and vote.passed}
    adopted = Resolution.objects.filter(sitting=sitting, state__in=sorted(ADOPTED)).exclude(
        pk__in=[pk for pk in voted if pk]
    )
    rows = list(adopted.select_related("document"))
    if not rows:
        return []
    return [_("No vote is recorded that passed: %(resolutions)s.") % {"resolutions": names(rows)}]


@transaction.atomic
def approve_minutes(
    *, minutes: Minutes, user: User | None, on: date | None = None, version: int | None = None
) -> Minutes:
    """Approve the minutes: their sections, and what they tell, no longer change. They get their number (…/BB-HĐND).

    `version` is the one its reader saw. Raises Refused while the sitting is not closed, a half-day has no attendance or
    no hour of its end, an adopted resolution has no vote, chair or secretaries are unknown, or room is left for
    a fact, naming which.
    """
    rows = Minutes.objects.select_for_update(of=("self",)).select_related(
        "sitting__council", "sitting__council_term__term", "document"
    )
    locked = rows.get(pk=minutes.pk)
    on = on or timezone.localdate()
    check_day(on, not_before=locked.sitting.closed_on)
    points = open_points(locked.sitting)
    if points:
        raise Refused(points)
    if version is not None and version != locked.version:
        raise Refused(_("The minutes were changed since you opened them. Read them again, then approve."))
    with entered_by(user):
        _apply(locked, "approve", approved_on=on, approved_by=user, document=_registered(locked, on))
    minutes.refresh_from_db()
    return minutes


def _registered(minutes: Minutes, on: date) -> OfficialDocument:
    """The next number of the series; minutes approved anew keep theirs, under the new day."""
    document = minutes.document
    if document is None or document.issued_on.year != on.year:
        return register_document(
            council=minutes.sitting.council, issuer="HĐND", kind=KIND, issued_on=on, abstract=_title(minutes)
        )
    document.issued_on = on
    document.save(update_fields=["issued_on", "updated_at"])
    return document


def _title(minutes: Minutes) -> str:
    return f"Biên bản {small(sitting_name(minutes.sitting))}"


@transaction.atomic
def reopen_minutes(*, minutes: Minutes, user: User | None, reason: str) -> Minutes:
    """Undo the approval, with the reason in the history; Refused once a signed copy is attached."""
    reason = reason.strip()
    refuse(
        {
            "reason": (len(reason) < SHORTEST_REASON and _("Say why the approval is undone."))
            or (
                len(reason) > LONGEST_REASON
                and _("The reason is too long: %(most)s characters at most.") % {"most": LONGEST_REASON}
            )
        }
    )
    with entered_by(user), pghistory.context(reason=reason):
        _apply(minutes, "reopen", approved_on=None, approved_by=None)
    minutes.refresh_from_db()
    return minutes


@transaction.atomic
def sign_minutes(*, minutes: Minutes, user: User, on: date, upload: UploadedFile[Any]) -> Minutes:
    """Attach the signed copy, a PDF; from then on the approval stands for good.

    Raises Refused before the approval, for a day before it or in the future, and for a file that is no PDF.
    """
    locked = (
        Minutes.objects.select_for_update(of=("self",))
        .select_related("sitting__council", "sitting__council_term__term")
        .get(pk=minutes.pk)
    )
    problem = MINUTES_TABLE.refusal("sign", locked.state)
    if problem:
        raise Refused(problem)
    check_day(on)
    if locked.approved_on and on < locked.approved_on:
        raise Refused({"on": _("The minutes were approved on %(day)s.") % {"day": day(locked.approved_on)}})
    content = _pdf(upload)
    with entered_by(user):
        file = store_file(
            council=locked.sitting.council,
            user=user,
            name=upload.name or "",
            content=content,
            title=_title(locked),
        )
        OfficialDocument.objects.filter(minutes=locked).update(file=file, updated_at=timezone.now())
        _apply(locked, "sign", signed_on=on, file=file)
    minutes.refresh_from_db()
    return minutes


def _pdf(upload: UploadedFile[Any]) -> bytes:
    content = content_of(upload, field="file")
    refuse({"file": not is_pdf(content) and _("The signed copy is a PDF.")})
    return content


def _apply(minutes: Minutes, name: str, **changes: object) -> None:
    MINUTES_TABLE.apply(
        Minutes.objects.all(),
        minutes.pk,
        name,
        updated_at=timezone.now(),
        version=F("version") + 1,
        **changes,
    )
