"""Whose records a list shows: the council's own, or with those of the councils directly below that it oversees."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from core.access import OVERSIGHT, Access
from core.text import whole
from councils.models import Council

BELOW: Final = "below"
Choice = tuple[str, "str | Promise | list[tuple[str, str]]"]


@dataclass(frozen=True)
class Scope:
    """The councils of a page: `wanted` is what its address asks for, "" the council itself.

    Only who oversees the councils below may look at them, at all together or at one (Law 72/2025 Art. 31).
    """

    council: Council
    access: Access
    wanted: str = ""

    @cached_property
    def lower(self) -> dict[int, Council]:
        """The councils directly below that the user oversees, by id; one query, none where there can be none."""
        if not self.access.below or not self.access.roles_in(self.council.pk) & OVERSIGHT:
            return {}
        return {each.pk: each for each in Council.objects.filter(parent=self.council).order_by("sort_key")}

    @property
    def choices(self) -> list[Choice]:
        """What can be chosen beside the council itself."""
        if not self.lower:
            return []
        each = [(str(pk), str(council)) for pk, council in self.lower.items()]
        return [(BELOW, _("With the councils below")), (str(_("One council below")), each)]

    @property
    def one_below(self) -> int | None:
        """The id of the one council below that is asked for."""
        number = whole(self.wanted)
        return number if number in self.lower else None

    @property
    def several(self) -> bool:
        """Whether rows of more than this council may be shown."""
        return self.wanted == BELOW and bool(self.lower)

    @property
    def councils(self) -> list[int]:
        """Ids of the councils whose records are asked for."""
        if self.one_below:
            return [self.one_below]
        return [self.council.pk, *(self.lower if self.wanted == BELOW else ())]

    def name_of(self, council_id: int) -> str:
        """The name of a council of the scope."""
        return str(self.lower.get(council_id, self.council))
