"""State tables: from → to, who may, in one place per kind of record; and the one way to move a state."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from core.access import Role
from core.errors import Refused


@dataclass(frozen=True)
class Move:
    """One allowed step: its name, the states it starts from, where it leads, who may take it."""

    name: str
    sources: frozenset[str]
    target: str
    roles: frozenset[Role]
    label: str | Promise


class StateTable:
    """All moves of one kind of record."""

    def __init__(self, states: type[models.TextChoices], moves: Iterable[Move]) -> None:
        """Index the moves by name."""
        self.states = states
        self.moves: Mapping[str, Move] = {move.name: move for move in moves}

    def possible(self, state: str, roles: frozenset[Role]) -> list[Move]:
        """The moves open from a state to somebody with these roles."""
        return [move for move in self.moves.values() if state in move.sources and move.roles & roles]

    def apply(self, queryset: models.QuerySet[Any], pk: int, name: str, **changes: Any) -> None:
        """Move one row by a conditional UPDATE; refuse in words what the table lacks.

        Two people pressing at once cannot both succeed: the second finds the state already changed.
        """
        move = self.moves[name]
        moved = queryset.filter(pk=pk, state__in=move.sources).update(state=move.target, **changes)
        if not moved:
            state = queryset.filter(pk=pk).values_list("state", flat=True).first()
            raise Refused(self._refusal(move, state))

    def refusal(self, name: str, state: str) -> str:
        """Why a move is not possible from a state, in words; nothing where it is possible."""
        move = self.moves[name]
        return "" if state in move.sources else self._refusal(move, state)

    def _refusal(self, move: Move, state: str | None) -> str:
        shown = self.states(state).label if state else _("gone")
        return _(
            "“%(move)s” is not possible now: the state is “%(state)s”. Reload the page to see what changed."
        ) % {
            "move": move.label,
            "state": shown,
        }
