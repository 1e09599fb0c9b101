"""Writes of resolutions before they are adopted: drafting, changing, tabling, deferring."""

from __future__ import annotations

import re
from datetime import date
from typing import Any, Final

from django.db import transaction
from django.utils.translation import gettext as _

from core.display import day as shown
from core.editing import save_edit
from core.errors import Refused
from core.services import Problems, apply_changes, entered_by, refuse
from councils.models import Council, CouncilTerm
from documents.language import capitalised
from sessions.models import BodyMeeting, Paper, Resolution, Sitting
from sessions.services.adoption import adopt
from sessions.services.moving import move
from sessions.services.sitting_days import within_sitting
from sessions.states import OFF, RESOLUTION_TABLE, SIGNED

FIXED_WHEN_ADOPTED: Final = frozenset({"issuer", "sitting", "meeting", "paper", "is_normative"})
"""What the vote and the number rest on."""
FIXED_WHEN_SIGNED: Final = frozenset({"title", "bases", "text"})
"""What the signature stands under, where the signed text is kept here."""
_DRAFT_OF: Final = re.compile(r"^\s*dự\s+thảo\s+nghị\s+quyết\s*[:,]?\s*", re.IGNORECASE)
Issuer = Resolution.Issuer


def lock(resolution: Resolution) -> None:
    """Read the row again, locked until the commit."""
    rows = Resolution.objects.select_for_update(of=("self",))
    resolution.refresh_from_db(
        from_queryset=rows.select_related("council", "council_term__term", "sitting", "meeting", "document")
    )


@transaction.atomic
def draft_resolution(
    *,
    council: Council,
    user: Any,
    title: str = "",
    issuer: str = Issuer.COUNCIL,
    sitting: Sitting | None = None,
    meeting: BodyMeeting | None = None,
    paper: Paper | None = None,
    council_term: CouncilTerm | None = None,
    **values: Any,
) -> Resolution:
    """Begin a resolution: of the council at a sitting, or of its Standing Committee at a meeting between sittings.

    A draft paper gives its sitting, and what is left empty of abstract, proposer and verifying committee. `values` are
    further columns: is_normative, field, proposer, committee, bases, text. Raises Refused beside the fields.
    """
    resolution = Resolution(
        council=council, issuer=issuer, sitting=sitting, meeting=meeting, paper=paper, title=title
    )
    apply_changes(resolution, values)
    if paper is not None:
        _take_over(resolution, paper)
    return _saved(resolution, council_term, user)


def _take_over(resolution: Resolution, paper: Paper) -> None:
    """From the draft among the papers: its sitting, abstract, proposer, committee."""
    if resolution.issuer == Issuer.COUNCIL and resolution.sitting_id is None:
        resolution.sitting = paper.sitting
    resolution.title = resolution.title or abstract_of(paper)
    resolution.proposer = resolution.proposer or paper.owner_name
    resolution.committee = resolution.committee or paper.committee


def abstract_of(paper: Paper) -> str:
    """The abstract of a draft as the resolution will bear it: "Dự thảo Nghị quyết về việc …" is "Về việc …"."""
    return capitalised(_DRAFT_OF.sub("", paper.title).strip())


@transaction.atomic
def change_resolution(
    *, resolution: Resolution, user: Any, version: int | None = None, **changes: Any
) -> Resolution:
    """Change what a resolution says. Its place and kind are fixed once it is adopted, its text once it is signed.

    Raises Refused beside the fields, Stale where somebody else was faster.
    """
    before = Resolution.objects.select_for_update().get(pk=resolution.pk)
    resolution.state = before.state
    apply_changes(resolution, changes)
    _refuse_fixed(resolution, before)
    return _saved(resolution, None, user, version=version)


def fixed_fields(resolution: Resolution) -> frozenset[str]:
    """The columns that can no longer be changed; a text that was never kept here may still be typed in."""
    if resolution.adopted_on is None:
        return frozenset()
    if resolution.state not in SIGNED:
        return FIXED_WHEN_ADOPTED
    drawn = resolution.document and resolution.document.docx_id
    return FIXED_WHEN_ADOPTED | (FIXED_WHEN_SIGNED if drawn else frozenset())


def _refuse_fixed(resolution: Resolution, before: Resolution) -> None:
    fixed = fixed_fields(before)
    attnames = {name: Resolution._meta.get_field(name).attname for name in fixed}  # type: ignore[union-attr]
    words = _("It was adopted on %(day)s: this can no longer be changed.") % {"day": shown(before.adopted_on)}
    signed = _("It has been signed: this can no longer be changed. Take the signature back first.")
    refuse(
        {
            name: getattr(resolution, attname) != getattr(before, attname)
            and (signed if name in FIXED_WHEN_SIGNED else words)
            for name, attname in attnames.items()
        }
    )


def _saved(
    resolution: Resolution, term: CouncilTerm | None, user: Any, version: int | None = None
) -> Resolution:
    problems = _place(resolution) | _paper(resolution)
    if not resolution.title.strip():
        problems["title"] = _("Say what the resolution is about.")
    if resolution.committee and resolution.committee.council_id != resolution.council_id:
        problems["committee"] = _("This committee belongs to another council.")
    refuse({**problems})
    resolution.council_term = term or term_of(resolution)
    with entered_by(user):
        return save_edit(resolution, version=version)


def _place(resolution: Resolution) -> Problems:
    """A resolution of the council belongs to a sitting, one of the Standing Committee to one of its meetings."""
    if resolution.issuer == Issuer.STANDING_COMMITTEE:
        return _at_meeting(resolution)
    sitting = resolution.sitting
    if resolution.meeting_id:
        return {"meeting": _("A resolution of the council is adopted at a sitting. Leave the meeting empty.")}
    if sitting is None:
        return {} if resolution.adopted_on else {"sitting": _("Say at which sitting it is to be adopted.")}
    if sitting.council_id != resolution.council_id:
        return {"sitting": _("This sitting belongs to another council.")}
    if sitting.state in OFF:
        return {"sitting": _("This sitting was postponed or cancelled. Choose another one.")}
    return {}


def _at_meeting(resolution: Resolution) -> Problems:
    meeting = resolution.meeting
    if resolution.sitting_id:
        return {
            "sitting": _(
                "The Standing Committee adopts resolutions between sittings. Leave the sitting empty."
            )
        }
    if meeting is None:
        needed = _("Say at which meeting of the Standing Committee it is to be adopted.")
        return {} if resolution.adopted_on else {"meeting": needed}
    if meeting.council_id != resolution.council_id:
        return {"meeting": _("This meeting belongs to another council.")}
    if meeting.committee_id:
        return {"meeting": _("This is a meeting of a committee. Choose one of the Standing Committee.")}
    return {}


def _paper(resolution: Resolution) -> Problems:
    """The paper is a draft resolution of the same sitting, and no other resolution came of it."""
    paper = resolution.paper
    if paper is None:
        return {}
    if paper.kind != Paper.Kind.DRAFT_RESOLUTION:
        return {"paper": _("This paper is no draft resolution.")}
    if paper.sitting.council_id != resolution.council_id:
        return {"paper": _("This paper belongs to another council.")}
    if resolution.sitting_id and paper.sitting_id != resolution.sitting_id:
        return {"paper": _("This paper is on the list of another sitting.")}
    if Resolution.objects.filter(paper=paper).exclude(pk=resolution.pk).exists():
        return {"paper": _("A resolution has already been begun from this paper.")}
    return {}


def term_of(resolution: Resolution) -> CouncilTerm:
    """The instance of the term in which it is adopted: its sitting's, or the one running on the day of the meeting.

    Raises Refused where the council had no term then.
    """
    if resolution.sitting is not None:
        return resolution.sitting.council_term
    day = resolution.adopted_on or (resolution.meeting.held_on if resolution.meeting else None)
    terms = CouncilTerm.objects.filter(council=resolution.council_id).select_related("term")
    begun = terms.filter(starts_on__lte=day) if day else terms
    term: CouncilTerm | None = begun.order_by("-starts_on", "-pk").first()
    if term is None:
        raise Refused(_("The council has no term on this day. Enter its term first."))
    return term


@transaction.atomic
def table(*, resolution: Resolution, user: Any, on: date) -> Resolution:
    """Record that the draft was tabled on a day of its sitting (or meeting)."""
    lock(resolution)
    within_sitting(resolution.sitting, on)
    move(record=resolution, table=RESOLUTION_TABLE, name="table", user=user, on=on)
    return resolution


@transaction.atomic
def defer(*, resolution: Resolution, user: Any, on: date, reason: str) -> Resolution:
    """Put the draft off to a later sitting; says why."""
    lock(resolution)
    refuse({"reason": not reason.strip() and _("Say why it is put off.")})
    move(record=resolution, table=RESOLUTION_TABLE, name="defer", user=user, on=on, note=reason.strip())
    return resolution


@transaction.atomic
def adopt_at_meeting(*, resolution: Resolution, user: Any, on: date) -> Resolution:
    """Record that the Standing Committee adopted its resolution; what the council adopts, a final vote says.

    Refused for a resolution of the council, and on another day than that of the meeting.
    """
    lock(resolution)
    if resolution.issuer != Issuer.STANDING_COMMITTEE:
        raise Refused(_("The council adopts by a vote: record the final vote on the whole resolution."))
    held = resolution.meeting.held_on if resolution.meeting else on
    words = _("The meeting was held on %(day)s: the resolution was adopted on that day.")
    refuse({"on": on != held and words % {"day": shown(held)}})
    return adopt(resolution=resolution, on=on, user=user)
