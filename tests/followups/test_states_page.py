"""The documentation shows the table of states as it is."""

from __future__ import annotations

from followups.states import TABLE, State
from tools import states


def test_the_page_of_states_is_made_from_the_table() -> None:
    assert states.PAGE.read_text(encoding="utf-8") == states.page(), 'run "python -m tools.states"'


def test_every_state_can_be_reached_and_only_withdrawn_and_closed_need_a_reopening() -> None:
    reached = {move.target for move in TABLE.moves.values()}
    assert reached == set(State) - {State.DRAFT}
    left = {source for move in TABLE.moves.values() if move.name != "reopen" for source in move.sources}
    assert set(State) - left == {State.CLOSED, State.WITHDRAWN}
