"""Who lives in the demonstration: accounts in role style, delegates without names, bodies of each council."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from django.contrib.auth.hashers import make_password

from accounts.models import User
from core.access import Role
from councils.models import (
    Agency,
    Committee,
    Constituency,
    Council,
    CouncilTerm,
    Delegate,
    DelegateGroup,
    DelegateSeat,
    Membership,
    Post,
    PostKind,
    SeatOrigin,
)
from councils.services import save_agency
from portal.demo.accounts import ACCOUNTS, PASSWORD

GROUPS: Final = 3
IN_A_GROUP: Final = 8


@dataclass(frozen=True, slots=True)
class Assembly:
    """A council's people, as the demonstration needs them."""

    delegates: Sequence[Delegate]
    bodies: Mapping[str, Agency]
    committees: Sequence[Committee]


def make_users() -> dict[str, User]:
    """All accounts by user name; one hash serves all, for it takes long to make. Only the administrator is staff."""
    hashed = make_password(PASSWORD)
    return {
        account.username: User.objects.create(
            username=account.username,
            email=f"{account.username}@example.invalid",
            password=hashed,
            full_name=account.full_name,
            is_staff=account.role == Role.ADMINISTRATOR,
            is_superuser=account.role == Role.ADMINISTRATOR,
        )
        for account in ACCOUNTS
    }


def assemble(
    council: Council,
    term: CouncilTerm,
    bodies: Mapping[str, tuple[str, str]],
    areas: Sequence[str],
    committees: Sequence[tuple[str, str]],
) -> Assembly:
    """Seat delegates in groups by constituency, set up committees, list the bodies (role -> name, kind)."""
    boards = [Committee.objects.create(council=council, kind=kind, name=name) for kind, name in committees]
    delegates = [
        delegate
        for number in range(1, GROUPS + 1)
        for delegate in _group(council, term, number, areas[number - 1 :: GROUPS])
    ]
    for board, head in zip(boards, delegates[1:], strict=False):
        Post.objects.create(
            delegate=head, kind=PostKind.COMMITTEE_HEAD, committee=board, valid_from=term.starts_on
        )
    Post.objects.create(delegate=delegates[0], kind=PostKind.CHAIR, valid_from=term.starts_on)
    agencies = {
        role: save_agency(
            agency=Agency(council=council, name=name, short_name=_short(name, council), kind=kind)
        )
        for role, (name, kind) in bodies.items()
    }
    return Assembly(delegates, agencies, boards)


def _short(name: str, council: Council) -> str:
    """The council's own People's Committee is known by the kind of unit: "UBND xã"."""
    return f"UBND {council.unit_word}" if name == f"UBND {council.name}" else ""


def _group(council: Council, term: CouncilTerm, number: int, areas: Sequence[str]) -> list[Delegate]:
    constituency = Constituency.objects.create(council_term=term, number=number, area=", ".join(areas))
    group = DelegateGroup.objects.create(council_term=term, number=number, name=f"Tổ đại biểu số {number}")
    group.constituencies.add(constituency)
    delegates = [_seat(council, term, group, constituency, place) for place in range(1, IN_A_GROUP + 1)]
    Post.objects.create(
        delegate=delegates[0], kind=PostKind.GROUP_HEAD, group=group, valid_from=term.starts_on
    )
    return delegates


def _seat(
    council: Council,
    term: CouncilTerm,
    group: DelegateGroup,
    constituency: Constituency,
    place: int,
) -> Delegate:
    name = f"Đại biểu Tổ {group.number} – {place:02d}"
    delegate = Delegate.objects.create(
        council=council, full_name=name, is_woman=place % 3 == 0, is_ethnic_minority=place % 2 == 0
    )
    DelegateSeat.objects.create(
        delegate=delegate,
        council_term=term,
        constituency=constituency,
        group=group,
        origin=SeatOrigin.ELECTED,
        is_full_time=place == 1,
        valid_from=term.starts_on,
        valid_to=term.ends_on,
    )
    return delegate


def employ(users: Mapping[str, User], council: Council, assembly: Assembly | None, agency: str = "") -> None:
    """Give each account that works in this council its role there, with the body or person it stands for."""
    for account in ACCOUNTS:
        if council.slug not in account.councils:
            continue
        holds: dict[str, object] = {}
        if assembly is not None and account.role == Role.AGENCY:
            holds["agency"] = assembly.bodies[agency]
        if assembly is not None and account.role == Role.DELEGATE:
            holds["delegate"] = assembly.delegates[0]
        if assembly is not None and account.role == Role.COMMITTEE:
            holds["committee"] = assembly.committees[0]
        Membership.objects.create(user=users[account.username], council=council, role=account.role, **holds)
