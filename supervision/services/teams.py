"""Đoàn giám sát: who may lead it, who serves on it, and with which task."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final, NamedTuple

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from core.editing import save_edit
from core.errors import Refused
from core.services import entered_by
from councils.models import Delegate, DelegateSeat, Post
from councils.models.people import PostKind
from councils.querysets import valid_on
from sessions.services.rows import RefusedRows
from supervision.models import Subject, SupervisionMission, TeamMember
from supervision.services.terms import lock_mission, need_state
from supervision.states import HANDED_IN, MissionState

Part = TeamMember.Part
OPEN: Final = frozenset(set(MissionState) - set(HANDED_IN) - {MissionState.DROPPED})
"""States in which the team may still change."""
OF_DELEGATES: Final = frozenset({Part.HEAD, Part.DEPUTY, Part.MEMBER})


class MemberLine(NamedTuple):
    """One of the team: a delegate, or somebody by name, with the part and the task."""

    part: str = Part.MEMBER
    delegate: Delegate | None = None
    name: str = ""
    post: str = ""
    task: str = ""


@transaction.atomic
def save_team(
    *,
    mission: SupervisionMission,
    rows: Sequence[MemberLine],
    user: User | None,
    version: int | None = None,
) -> list[TeamMember]:
    """Write the team in this order; whoever `rows` no longer name leaves it.

    Head, deputies and members are delegates with a seat on the day of the decision (today before it); the head holds
    the post that the law asks for. A delegate's post is filled in where none was written. Raises RefusedRows with a
    sentence per row, Stale when a colleague saved meanwhile.
    """
    locked = lock_mission(mission)
    need_state(locked, OPEN, _("The team can no longer be changed: the state is “%(state)s”."))
    day = locked.decided_on or timezone.localdate()
    kept = [(at, row) for at, row in enumerate(rows) if row.delegate or row.name.strip()]
    if refused := _refused(locked, kept, day):
        raise RefusedRows(refused)
    with entered_by(user):
        save_edit(locked, version=version)
        return _write(locked, [row for _at, row in kept], day)


def _refused(
    mission: SupervisionMission, rows: Sequence[tuple[int, MemberLine]], day: date
) -> dict[int, dict[str, str]]:
    delegates = [row.delegate.pk for _at, row in rows if row.delegate]
    council = mission.council_id
    seats = DelegateSeat.objects.filter(valid_on(day), delegate__in=delegates, council_term__council=council)
    seated = set(seats.values_list("delegate_id", flat=True))
    found: dict[int, dict[str, str]] = {}
    heads = 0
    for place, (at, row) in enumerate(rows):
        heads += row.part == Part.HEAD
        twice = row.delegate is not None and row.delegate.pk in delegates[: _before(rows, place)]
        if problem := _problem(row, seated, twice=twice, second_head=row.part == Part.HEAD and heads > 1):
            found[at] = problem
        elif row.part == Part.HEAD and row.delegate and (words := not_head(mission, row.delegate, day)):
            found[at] = {"delegate": words}
    return found


def _before(rows: Sequence[tuple[int, MemberLine]], place: int) -> int:
    """How many delegates stand above a row."""
    return sum(row.delegate is not None for _at, row in rows[:place])


def _problem(row: MemberLine, seated: set[int], *, twice: bool, second_head: bool) -> dict[str, str]:
    if row.delegate and row.name.strip():
        return {"name": _("Choose a delegate, or write the name of somebody else.")}
    if row.part in OF_DELEGATES and row.delegate is None:
        return {"part": _("Head, deputies and members are delegates; others are invited.")}
    if row.delegate and row.delegate.pk not in seated:
        return {"delegate": _("No seat in this council on that day.")}
    if twice:
        return {"delegate": _("This delegate is already on the team.")}
    return {"part": _("A team has one head.")} if second_head else {}


LEADERS: Final[dict[str, frozenset[str]]] = {
    Subject.COUNCIL: frozenset({PostKind.CHAIR, PostKind.VICE_CHAIR}),
    Subject.STANDING_COMMITTEE: frozenset({PostKind.CHAIR, PostKind.VICE_CHAIR, PostKind.COMMITTEE_HEAD}),
    Subject.COMMITTEE: frozenset({PostKind.COMMITTEE_HEAD, PostKind.COMMITTEE_DEPUTY}),
    Subject.GROUP: frozenset({PostKind.GROUP_HEAD, PostKind.GROUP_DEPUTY}),
}
"""Posts from which a team is led (Law 87/2015 Art. 62, 70, 80, 86). Committee heads are members of the Standing
Committee."""


def not_head(mission: SupervisionMission, delegate: Delegate, day: date) -> str:
    """Why a delegate cannot lead the team on a day, by the posts held; nothing where it is allowed."""
    posts = Post.objects.filter(valid_on(day), delegate=delegate, kind__in=LEADERS[mission.subject])
    if mission.subject == Subject.COMMITTEE:
        posts = posts.filter(committee=mission.committee_id)
    if mission.subject == Subject.GROUP:
        posts = posts.filter(group=mission.group_id)
    if posts.exists():
        return ""
    return {
        Subject.COUNCIL: _("A team of the council is led by its Chair or a Vice-chair."),
        Subject.STANDING_COMMITTEE: _(
            "A team of the Standing Committee is led by a Vice-chair or another of its members."
        ),
        Subject.COMMITTEE: _("A committee's team is led by its head or deputy head."),
        Subject.GROUP: _("A group's team is led by its head or deputy head."),
    }[Subject(mission.subject)]


def need_head(mission: SupervisionMission) -> TeamMember:
    """The head of the team; Refused where nobody has been named."""
    head = mission.members.select_related("delegate").filter(part=Part.HEAD).first()
    if head is None:
        raise Refused(_("Name the head of the team first."))
    return head


def _write(mission: SupervisionMission, rows: Sequence[MemberLine], day: date) -> list[TeamMember]:
    """Who stays keeps the row; a new head is written after the old one gave the part up."""
    standing = {(row.delegate_id, row.name): row for row in mission.members.all()}
    posts = post_words([row.delegate for row in rows if row.delegate], mission, day)
    team = []
    for place, row in enumerate(rows, start=1):
        key = (row.delegate.pk if row.delegate else None, row.name.strip())
        member = standing.pop(key, None) or TeamMember(mission=mission, delegate=row.delegate, name=key[1])
        member.position, member.part, member.task = place, row.part, row.task.strip()
        member.post = row.post.strip() or (posts[row.delegate.pk] if row.delegate else "")
        team.append(member)
    for gone in standing.values():
        gone.delete()
    for member in sorted(team, key=lambda one: one.part == Part.HEAD):
        member.save()
    return team


_OF_COUNCIL: Final = {
    PostKind.CHAIR: "Chủ tịch HĐND {unit}",
    PostKind.VICE_CHAIR: "Phó Chủ tịch HĐND {unit}",
}
_OF_COMMITTEE: Final = {
    PostKind.COMMITTEE_HEAD: "Trưởng {body} HĐND {unit}",
    PostKind.COMMITTEE_DEPUTY: "Phó Trưởng {body} HĐND {unit}",
    PostKind.COMMITTEE_MEMBER: "Ủy viên {body} HĐND {unit}",
}
_ORDER: Final = (*_OF_COUNCIL, *_OF_COMMITTEE)
_DELEGATE: Final = "Đại biểu HĐND {unit}"


def post_words(delegates: Sequence[Delegate], mission: SupervisionMission, day: date) -> dict[int, str]:
    """The highest post of each delegate on a day, in the words of documents. Always Vietnamese; one query."""
    unit = mission.council.unit_word
    found = {delegate.pk: _DELEGATE.format(unit=unit) for delegate in delegates}
    posts = Post.objects.filter(valid_on(day), delegate__in=list(found), kind__in=_ORDER)
    rows = sorted(posts.select_related("committee"), key=lambda post: _ORDER.index(PostKind(post.kind)))
    for post in reversed(rows):
        kind = PostKind(post.kind)
        words = _OF_COUNCIL.get(kind) or _OF_COMMITTEE[kind]
        found[post.delegate_id] = words.format(unit=unit, body=post.committee)
    return found
