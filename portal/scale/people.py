"""Who is in a council: delegates in groups, committees, bodies, and the accounts by which it is measured."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from django.contrib.auth.hashers import make_password

from accounts.models import User
from core.access import Role
from core.text import fold, sort_key
from councils.models import (
    Agency,
    Committee,
    Constituency,
    Council,
    CouncilTerm,
    Delegate,
    DelegateGroup,
    DelegateSeat,
    Level,
    Membership,
    Post,
    PostKind,
    Term,
)
from portal.scale.plan import SIZES
from portal.scale.sheets import Book

PASSWORD: Final = "Do-tai-2026"  # noqa: S105 - of accounts that only a database for measuring has
BODIES: Final = {
    Level.COMMUNE: (
        "Phòng Kinh tế", "Phòng Văn hóa - Xã hội", "Trung tâm Phục vụ hành chính công", "Công an",
        "Ban Chỉ huy Quân sự", "Trạm Y tế", "Ban Quản lý dự án", "Hợp tác xã dịch vụ nông nghiệp",
        "Điện lực khu vực", "Ủy ban nhân dân cấp trên trực tiếp", "Đoàn đại biểu Quốc hội",
    ),
    Level.PROVINCE: (
        "Sở Tài chính", "Sở Xây dựng", "Sở Nông nghiệp và Môi trường", "Sở Công Thương", "Sở Nội vụ", "Sở Tư pháp",
        "Sở Y tế", "Sở Giáo dục và Đào tạo", "Sở Khoa học và Công nghệ", "Sở Văn hóa, Thể thao và Du lịch",
        "Sở Dân tộc và Tôn giáo", "Thanh tra", "Công an", "Bộ Chỉ huy Quân sự", "Tòa án nhân dân",
        "Viện kiểm sát nhân dân", "Thi hành án dân sự", "Công ty Điện lực", "Công ty cấp nước",
        "Ban Quản lý khu kinh tế", "Bảo hiểm xã hội", "Thuế", "Đoàn đại biểu Quốc hội",
    ),
}  # fmt: skip
BOARDS: Final = {
    Level.COMMUNE: (
        ("economic_budget", "Ban Kinh tế - Ngân sách"),
        ("culture_society", "Ban Văn hóa - Xã hội"),
    ),
    Level.PROVINCE: (
        ("legal", "Ban Pháp chế"),
        ("economic_budget", "Ban Kinh tế - Ngân sách"),
        ("culture_society", "Ban Văn hóa - Xã hội"),
    ),
}


@dataclass(frozen=True, slots=True)
class House:
    """A council with the keys of its people and bodies, of its terms by first day, and of its clerk."""

    council: Council
    terms: tuple[tuple[date, int], ...]
    delegates: tuple[int, ...]
    groups: tuple[int, ...]
    committees: tuple[int, ...]
    agencies: tuple[int, ...]
    clerk: int = 0

    def term_on(self, day: date) -> int:
        """The key of the term in force."""
        return max(pair for pair in self.terms if pair[0] <= day)[1]


def settle(book: Book, council: Council, first: date, password: str) -> House:
    """People and bodies of one council since the first day of the data."""
    book.entered(first)
    terms = _terms(book, council, first)
    committees = tuple(
        book[Committee].add(council_id=council.pk, kind=kind, name=name, valid_from=first)
        for kind, name in BOARDS[Level(council.level)]
    )
    groups, delegates = _seats(book, council, terms, first)
    _posts(book, delegates, committees, first)
    agencies = tuple(_agency(book, council, name) for name in _bodies(council))
    house = House(council, terms, delegates, groups, committees, agencies)
    return replace(house, clerk=_accounts(book, house, first, password))


def hashed() -> str:
    """One hash serves all accounts, for it takes long to make."""
    return make_password(PASSWORD)


def _terms(book: Book, council: Council, first: date) -> tuple[tuple[date, int], ...]:
    """The council's terms; data from before the first one get a term of their own."""
    known = [(term.starts_on, term.pk) for term in council.terms.all()]
    if not any(starts <= first for starts, _pk in known):
        earlier = Term.objects.filter(election_day__lte=first).latest("election_day")
        until = min((starts for starts, _pk in known), default=None)
        taken = council.terms.filter(term=earlier).count()
        made = book[CouncilTerm].add(
            council_id=council.pk, term_id=earlier.pk, instance=taken + 1, starts_on=first, ends_on=until
        )
        known.append((first, made))
    return tuple(sorted(known))


def _seats(
    book: Book, council: Council, terms: tuple[tuple[date, int], ...], first: date
) -> tuple[tuple[int, ...], tuple[int, ...]]:
    size, groups, delegates = SIZES[council.level], [], []
    term = terms[-1][1]
    for number in range(1, size.groups + 1):
        area = f"Đơn vị bầu cử số {number}"
        constituency = book[Constituency].add(council_term_id=term, number=number, area=area)
        group = book[DelegateGroup].add(council_term_id=term, number=number, name=f"Tổ đại biểu số {number}")
        book[DelegateGroup.constituencies.through].add(delegategroup_id=group, constituency_id=constituency)
        groups.append(group)
        for place in range(1, size.delegates // size.groups + 1):
            delegate = _delegate(book, council, f"Đại biểu Tổ {number} – {place:02d}", place)
            delegates.append(delegate)
            for since, in_term in terms:
                book[DelegateSeat].add(
                    delegate_id=delegate,
                    council_term_id=in_term,
                    constituency_id=constituency if in_term == term else None,
                    group_id=group if in_term == term else None,
                    valid_from=max(since, first),
                )
    return tuple(groups), tuple(delegates)


def _delegate(book: Book, council: Council, name: str, place: int) -> int:
    return book[Delegate].add(
        council_id=council.pk,
        full_name=name,
        is_woman=place % 3 == 0,
        search=fold(name),
        sort_key=sort_key(name),
    )


def _posts(book: Book, delegates: tuple[int, ...], committees: tuple[int, ...], first: date) -> None:
    book[Post].add(delegate_id=delegates[0], kind=PostKind.CHAIR.value, valid_from=first)
    book[Post].add(delegate_id=delegates[1], kind=PostKind.VICE_CHAIR.value, valid_from=first)
    for committee, head in zip(committees, delegates[2:], strict=False):
        kind = PostKind.COMMITTEE_HEAD.value
        book[Post].add(delegate_id=head, kind=kind, committee_id=committee, valid_from=first)


def _bodies(council: Council) -> list[str]:
    return [f"Ủy ban nhân dân {council.name}", *BODIES[Level(council.level)]]


def _agency(book: Book, council: Council, name: str) -> int:
    kind = Agency.Kind.DEPARTMENT
    if name.startswith("Ủy ban nhân dân"):
        kind = Agency.Kind.PEOPLES_COMMITTEE
    elif name.startswith("Đoàn đại biểu"):
        kind = Agency.Kind.NATIONAL_DELEGATION
    return book[Agency].add(
        council_id=council.pk, name=name, kind=kind.value, search=fold(name), sort_key=sort_key(name)
    )


def _accounts(book: Book, house: House, first: date, password: str) -> int:
    """An account for each role, named by role and council; returns the clerk's."""
    council = house.council
    holds = {
        Role.SECRETARIAT: {},
        Role.LEADER: {},
        Role.COMMITTEE: {"committee_id": house.committees[0]},
        Role.DELEGATE: {"delegate_id": house.delegates[3]},
        Role.AGENCY: {"agency_id": house.agencies[0]},
    }
    made = {}
    for role, what in holds.items():
        name = f"{role.value}.{council.slug}"
        made[role] = book[User].add(
            username=name,
            email=f"{name}@example.invalid",
            password=password,
            full_name=f"{role.label} – {council.short_name}",
            is_active=True,
        )
        book[Membership].add(
            user_id=made[role], council_id=council.pk, role=role.value, valid_from=first, **what
        )
    return made[Role.SECRETARIAT]
