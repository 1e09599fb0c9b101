"""Who may know why a delegate cannot come: the secretariat, the leaders and the delegate, nobody else.

One decision for every page, list, file and document. That somebody is absent with reason is no secret; the reason is
one, for it may speak of an illness. What is not asked for stays closed.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from core.access import CONFIDANTS, Access


@dataclass(frozen=True, slots=True)
class Excuses:
    """The delegates whose reasons of absence a reader may know: `every` one, or only those the reader is."""

    every: bool = False
    own: frozenset[int] = frozenset()

    def open_of(self, delegate_id: int) -> bool:
        """Whether the reader may know why this delegate cannot come."""
        return self.every or delegate_id in self.own


CLOSED: Final = Excuses()
"""No reason at all, as in the minutes and everything else that all may read."""
KEPT: Final = Excuses(every=True)
"""Every reason, for the services that keep them."""


def excuses_open_to(access: Access, council_id: int) -> Excuses:
    """What a reader may know in one council. The council above reads its figures, not its people's reasons."""
    return Excuses(bool(access.roles_in(council_id) & CONFIDANTS), access.delegates)
