"""The council of the demonstration that holds sittings: who enters, who sits, who owes papers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from accounts.models import User
from councils.models import Agency, Committee, Council, CouncilTerm, Delegate, Field
from councils.services import save_agency
from sessions.models import Sitting

Kind = Agency.Kind
BODIES: Final = {
    "ubnd": ("UBND {unit}", Kind.PEOPLES_COMMITTEE),
    "front": ("Ban Thường trực Ủy ban MTTQ Việt Nam {unit}", Kind.FRONT),
    "court": ("Tòa án nhân dân {unit}", Kind.COURT),
    "procuracy": ("Viện kiểm sát nhân dân {unit}", Kind.PROCURACY),
    "enforcement": ("Chi cục Thi hành án dân sự {unit}", Kind.OTHER),
    "police": ("Công an {unit}", Kind.DEPARTMENT),
}
"""Owners of papers: role -> name, kind. Where a council's list has the body already, it is that one."""


@dataclass
class Hall:
    """A council that holds sittings: who enters, who sits, who owes papers."""

    council: Council
    term: CouncilTerm
    clerk: User
    delegates: Sequence[Delegate]
    committees: Sequence[Committee]
    own: Agency | None = None
    """A body that an account of the demonstration answers for: it owes a paper and a task too."""
    draws: bool = False
    """Whether its papers come as files."""
    owners: dict[str, Agency] = field(init=False)
    fields: Mapping[str, Field] = field(init=False)

    def __post_init__(self) -> None:
        """The owners of papers that the council's list lacks are entered."""
        known = {agency.name: agency for agency in self.council.agencies.all()}
        self.owners = {}
        for role, (name, kind) in BODIES.items():
            full = name.format(unit=self.council.name)
            self.owners[role] = known.get(full) or save_agency(
                agency=Agency(council=self.council, name=full, kind=kind)
            )
        if self.own is not None:
            self.owners["own"] = self.own
        self.fields = {row.code: row for row in Field.objects.filter(council__isnull=True)}


def sitting_name(sitting: Sitting) -> str:
    """As titles call it: "kỳ họp thứ 11"."""
    return f"kỳ họp thứ {sitting.number}"
