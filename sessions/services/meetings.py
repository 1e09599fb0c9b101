"""Meetings of the Standing Committee and of committees: planned, held, cancelled; what they may say of themselves."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any, Final

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Max, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from accounts.models import User
from core.display import day
from core.editing import save_edit
from core.errors import Refused
from core.services import entered_by, names, refuse
from councils.models import Committee, Council, CouncilTerm, Delegate, DelegateSeat, Post
from councils.querysets import valid_on
from documents.services import store_upload
from sessions.models import BodyMeeting, Sitting, SittingMove, Verification
from sessions.services.moving import move
from sessions.states import (
    BODY_MEETING_TABLE,
    OFF,
    SITTING_TABLE,
    BodyMeetingState,
    SittingState,
    VerificationState,
)

Kind = BodyMeeting.Kind
ABOUT_A_SITTING: Final = frozenset({Kind.PRE_SITTING, Kind.REVIEW})
"""Kinds that are called after their sitting instead of by a number."""
TOOK_PLACE: Final = frozenset({BodyMeetingState.HELD, BodyMeetingState.CONCLUDED})
"""States of meetings that figures count."""
TO_VERIFY: Final = (VerificationState.ASSIGNED, VerificationState.IN_WORK)
"""States of verifications that a meeting can still examine."""
SITTING_MOVES: Final = {Kind.PRE_SITTING: "hold_conference", Kind.REVIEW: "review"}
"""What a meeting that took place does to its sitting, where the sitting's table allows it."""
_IN_THE_NOTICE: Final = (
    "kind",
    "committee_id",
    "number",
    "sitting_id",
    "title",
    "held_on",
    "place",
    "chair",
    "others",
)
"""What the notice of conclusions repeats: it stands as issued."""


@transaction.atomic
def save_meeting(
    *,
    meeting: BodyMeeting,
    user: User | None,
    version: int | None = None,
    delegates: Iterable[Delegate] | None = None,
    verifications: Iterable[Verification] | None = None,
) -> BodyMeeting:
    """Enter a meeting, or change one that was opened on `version`; None leaves who was present or examined as it is.

    A new one without a number gets the next of its body and kind in the term, unless it is named after its sitting; the
    council's row is locked, so that two people cannot give the same. Raises Refused beside the fields.
    """
    Council.objects.select_for_update(no_key=True).get(pk=meeting.council_id)
    _check_not_over(meeting)
    present = _present(meeting) if delegates is None else list(delegates)
    examined = _examined(meeting) if verifications is None else list(verifications)
    refuse(_body(meeting) | _when(meeting) | _about(meeting))
    _set_number(meeting)
    refuse(
        {
            "delegates": _without_seat(meeting, present),
            "verifications": _not_its_own(meeting, examined),
        }
    )
    with entered_by(user):
        save_edit(meeting, version=version, many={"delegates": present})
        _link(meeting, examined)
    return meeting


@transaction.atomic
def move_meeting(*, meeting: BodyMeeting, name: str, user: User | None) -> BodyMeeting:
    """Take the step "hold" or "cancel" of BODY_MEETING_TABLE; `conclude` takes the third.

    Holding a pre-sitting conference or a review moves its sitting too, where the sitting's own table allows it.
    Raises Refused for a day in the future, and for the review of a sitting that has not been closed.
    """
    locked = BodyMeeting.objects.select_for_update(of=("self",)).select_related("sitting").get(pk=meeting.pk)
    refuse(_not_held(locked) if name == "hold" else {})
    with entered_by(user):
        BODY_MEETING_TABLE.apply(BodyMeeting.objects.all(), locked.pk, name, updated_at=timezone.now())
        if name == "cancel":
            locked.verifications.update(meeting=None, updated_at=timezone.now())
    if name == "hold":
        move_sitting(meeting=locked, user=user)
    meeting.refresh_from_db()
    return meeting


def move_sitting(*, meeting: BodyMeeting, user: User | None) -> None:
    """Tell the sitting that its conference or review has taken place; nothing where it stands elsewhere by now.

    The step takes effect on the day of the meeting, or with the sitting's last step where that is later.
    """
    name = SITTING_MOVES.get(Kind(meeting.kind))
    if name is None or meeting.sitting_id is None:
        return
    sitting = Sitting.objects.select_for_update().get(pk=meeting.sitting_id)
    if SITTING_TABLE.refusal(name, sitting.state):
        return
    last: date | None = SittingMove.objects.filter(sitting=sitting).aggregate(Max("effective_on"))[
        "effective_on__max"
    ]
    on = max(meeting.held_on, last or meeting.held_on)
    move(record=sitting, table=SITTING_TABLE, name=name, user=user, on=on, note=meeting.title)


@transaction.atomic
def attach_minutes(*, meeting: BodyMeeting, user: User, upload: UploadedFile[Any]) -> BodyMeeting:
    """Keep the signed minutes of a meeting that took place; a later file is the next version of the same."""
    locked = BodyMeeting.objects.select_for_update(of=("self",)).get(pk=meeting.pk)
    if locked.state not in TOOK_PLACE:
        raise Refused({"upload": _("Minutes are signed once the meeting has been held.")})
    with entered_by(user):
        file = store_upload(
            council=meeting.council, user=user, upload=upload, title=meeting.title, file=locked.file
        )
        BodyMeeting.objects.filter(pk=locked.pk).update(file=file, updated_at=timezone.now())
    meeting.refresh_from_db()
    return meeting


# --- Numbers ---


def next_number(*, council: Council, committee: Committee | None, kind: str, on: date) -> int:
    """The number that the next meeting of this body and kind has in the term of a day."""
    asked = BodyMeeting(council=council, committee=committee, kind=kind, held_on=on)
    last: int | None = _numbered(asked).aggregate(Max("number"))["number__max"]
    return (last or 0) + 1


def _numbered(meeting: BodyMeeting) -> QuerySet[BodyMeeting]:
    """The other meetings of this body and kind in the same term; what was cancelled gives its number back."""
    starts = CouncilTerm.objects.filter(council=meeting.council_id).order_by("starts_on")
    days = list(starts.values_list("starts_on", flat=True))
    first = max((start for start in days if start <= meeting.held_on), default=date.min)
    following = min((start for start in days if start > meeting.held_on), default=date.max)
    rows = BodyMeeting.objects.filter(
        council=meeting.council_id, committee=meeting.committee_id, kind=meeting.kind, number__isnull=False
    )
    within = rows.filter(held_on__gte=first, held_on__lt=following)
    return within.exclude(state=BodyMeetingState.CANCELLED).exclude(pk=meeting.pk)


def _set_number(meeting: BodyMeeting) -> None:
    """Propose a number for a new meeting; refuse one that another has."""
    if meeting.number is None:
        if meeting.pk is None and meeting.kind not in ABOUT_A_SITTING:
            meeting.number = next_number(
                council=meeting.council, committee=meeting.committee, kind=meeting.kind, on=meeting.held_on
            )
        return
    refuse({"number": not meeting.number and _("Meetings are numbered from 1.")})
    other = _numbered(meeting).filter(number=meeting.number).first()
    if other is not None:
        words = {"number": meeting.number, "title": other.title, "day": day(other.held_on)}
        raise Refused({"number": _("Number %(number)s was given to “%(title)s” on %(day)s.") % words})


# --- What is refused ---


def _check_not_over(meeting: BodyMeeting) -> None:
    """Nothing of a cancelled meeting changes, and nothing that an issued notice repeats."""
    if meeting.pk is None:
        return
    former = BodyMeeting.objects.select_for_update(of=("self",)).get(pk=meeting.pk)
    meeting.state = former.state
    if former.state == BodyMeetingState.CANCELLED:
        raise Refused(_("The meeting was cancelled: enter another one instead."))
    changed = [name for name in _IN_THE_NOTICE if getattr(former, name) != getattr(meeting, name)]
    if former.state == BodyMeetingState.CONCLUDED and changed:
        raise Refused(_("Its conclusions have been issued: what their notice says of the meeting stands."))
    if former.state == BodyMeetingState.HELD and former.kind in ABOUT_A_SITTING:
        words = _("The meeting was held and its sitting knows it: this stays.")
        refuse({"kind": "kind" in changed and words, "sitting": "sitting_id" in changed and words})


def _body(meeting: BodyMeeting) -> dict[str, str | bool]:
    """Whose meeting it can be."""
    committee, on = meeting.committee, meeting.held_on
    found: dict[str, str | bool] = {
        "title": not meeting.title.strip() and _("Say what the meeting is about.")
    }
    if committee is None:
        verifying = meeting.kind == Kind.VERIFICATION
        return found | {"committee": verifying and _("Name the committee that verifies.")}
    if committee.council_id != meeting.council_id:
        return found | {"committee": _("This committee belongs to another council.")}
    if meeting.kind in ABOUT_A_SITTING:
        words = _("The Standing Committee holds such a meeting: leave the committee empty.")
        return found | {"committee": words}
    there = (committee.valid_from or on) <= on <= (committee.valid_to or on)
    missing = _("%(committee)s did not exist on %(day)s.") % {"committee": committee, "day": day(on)}
    return found | {"committee": not there and missing}


def _when(meeting: BodyMeeting) -> dict[str, str | bool]:
    begins, ends = meeting.starts_at, meeting.ends_at
    council, on = meeting.council, meeting.held_on
    there = (council.valid_from or on) <= on <= (council.valid_to or on)
    found: dict[str, str | bool] = {
        "held_on": not there
        and _("%(council)s did not exist on %(day)s.") % {"council": council, "day": day(on)},
        "ends_at": begins is not None
        and ends is not None
        and ends <= begins
        and _("The meeting ends before it begins."),
    }
    return found | (_future(meeting) if meeting.state in TOOK_PLACE else {})


def _future(meeting: BodyMeeting) -> dict[str, str | bool]:
    if meeting.held_on <= timezone.localdate():
        return {}
    words = pgettext(
        "council body", "The meeting on %(day)s lies in the future: it cannot have been held yet."
    )
    return {"held_on": words % {"day": day(meeting.held_on)}}


def _about(meeting: BodyMeeting) -> dict[str, str | bool]:
    """Whether it can be about its sitting."""
    sitting = meeting.sitting
    if sitting is None:
        needed = meeting.kind in ABOUT_A_SITTING
        return {"sitting": needed and _("Name the sitting that the meeting is about.")}
    if sitting.council_id != meeting.council_id:
        return {"sitting": _("This sitting belongs to another council.")}
    opens, closes = sitting.opened_on or sitting.opens_on, sitting.closed_on or sitting.closes_on
    if meeting.kind == Kind.PRE_SITTING and meeting.held_on >= opens:
        words = _("The sitting opens on %(day)s: the conference comes before it.")
        return {"held_on": words % {"day": day(opens)}}
    if meeting.kind == Kind.REVIEW and sitting.state in OFF:
        return {"sitting": _("The sitting did not take place: there is nothing to review.")}
    if meeting.kind == Kind.REVIEW and meeting.held_on < closes:
        return {
            "held_on": _("The sitting closes on %(day)s: its review comes after it.") % {"day": day(closes)}
        }
    return {}


def _not_held(meeting: BodyMeeting) -> dict[str, str | bool]:
    sitting = meeting.sitting
    unclosed = meeting.kind == Kind.REVIEW and sitting is not None and sitting.closed_on is None
    words = _("The sitting has not been closed yet: record that first, then its review.")
    return _future(meeting) | {"sitting": unclosed and words}


def _present(meeting: BodyMeeting) -> list[Delegate]:
    return list(meeting.delegates.all()) if meeting.pk else []


def _without_seat(meeting: BodyMeeting, delegates: list[Delegate]) -> str | bool:
    """Who is named as present although no seat in this council was theirs on the day."""
    on = meeting.held_on
    running = Q(council_term__ends_on__isnull=True) | Q(council_term__ends_on__gte=on)
    seats = DelegateSeat.objects.filter(
        running, valid_on(on), council_term__council=meeting.council_id, delegate__in=delegates
    )
    seated = set(seats.values_list("delegate_id", flat=True))
    missing = [delegate for delegate in delegates if delegate.pk not in seated]
    return bool(missing) and _(
        "No seat on %(day)s: %(names)s. The seat had ended or not begun; untick them or correct the day."
    ) % {"day": day(on), "names": names(missing)}


def guests_among(meeting: BodyMeeting) -> list[Delegate]:
    """Those present at a committee's meeting who hold no post in it on the day; nobody where its posts are not known.

    No refusal: delegates may sit in on a committee.
    """
    if meeting.committee_id is None:
        return []
    posts = Post.objects.filter(valid_on(meeting.held_on), committee=meeting.committee_id)
    members = set(posts.values_list("delegate_id", flat=True))
    return [one for one in meeting.delegates.all() if one.pk not in members] if members else []


# --- Verifications ---


def open_verifications(council: Council, meeting: BodyMeeting | None = None) -> QuerySet[Verification]:
    """Those that a meeting can still examine, and those that it does examine."""
    free = Q(state__in=TO_VERIFY, meeting__isnull=True)
    wanted = free | Q(meeting=meeting) if meeting and meeting.pk else free
    rows = Verification.objects.filter(wanted, paper__sitting__council=council)
    return rows.select_related("committee", "paper__sitting").order_by("committee_id", "due_on", "pk")


def _examined(meeting: BodyMeeting) -> list[Verification]:
    """What it examines so far; nothing once it is another kind of meeting."""
    if not meeting.pk or meeting.kind != Kind.VERIFICATION:
        return []
    return list(meeting.verifications.select_related("paper"))


def _not_its_own(meeting: BodyMeeting, verifications: list[Verification]) -> str | bool:
    if not verifications:
        return False
    if meeting.kind != Kind.VERIFICATION:
        return _("Only a verification meeting examines papers: choose that kind, or untick them.")
    strange = [str(one.paper) for one in verifications if one.committee_id != meeting.committee_id]
    return bool(strange) and _("Verified by another committee: %(papers)s.") % {"papers": names(strange)}


def _link(meeting: BodyMeeting, verifications: list[Verification]) -> None:
    """These and no others are examined at the meeting."""
    ids, now = [one.pk for one in verifications], timezone.now()
    meeting.verifications.exclude(pk__in=ids).update(meeting=None, updated_at=now)
    Verification.objects.filter(pk__in=ids).exclude(meeting=meeting).update(meeting=meeting, updated_at=now)


def sitting_words(state: str) -> str:
    """What a page says when a meeting has moved its sitting."""
    return _("Its sitting is now recorded as “%(state)s”.") % {"state": SittingState(state).label}
