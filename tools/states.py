"""Write docs/follow-up-states.md from the one table in followups/states.py; `check` says whether it is up to date."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path

PAGE = Path(__file__).resolve().parents[1] / "docs" / "follow-up-states.md"
_HEAD = """# The states of a follow-up

Made by `.venv/bin/python -m tools.states` from the one table in `followups/states.py`; a test fails when they differ.

Every move is a row of its own (`FollowUpMove`) with the day on which it took effect *and* the moment at which it was
entered, so that the state of any past day can be told. What does not change the state stands in rows of its own, dated
the same way: more time (`Extension`: reason, who allowed it, until when), handing on (`HandOver`: to another agency or
level, accepted or refused with a reason; to the successor of an ended council), the class of result (`ResultEntry`),
the promise that an answer makes (`Commitment`), and the rungs of the ladder (`Climb`).
"""


def page() -> str:
    """The whole page."""
    return "\n".join([_HEAD, *_states(), "", *_moves(), "", *_diagram()]) + "\n"


def _states() -> Iterator[str]:
    from django.utils.translation import override  # noqa: PLC0415 - Django is set up by then

    from followups.states import OPEN, WAITING, State  # noqa: PLC0415 - see above

    yield "## States\n\n| state | Vietnamese | who owes something |\n|---|---|---|"
    for state in State:
        owes = (
            "the responsible body"
            if state in OPEN
            else "the council's side: a judgement"
            if state in WAITING
            else ""
        )
        with override("vi"):
            yield f"| {_english(state.label)} (`{state.value}`) | {state.label} | {owes} |"


def _moves() -> Iterator[str]:
    from followups.states import TABLE, State  # noqa: PLC0415 - see above

    yield "## Moves\n\n| move | from | to | who may |\n|---|---|---|---|"
    for move in TABLE.moves.values():
        sources = ", ".join(_english(state.label) for state in State if state in move.sources)
        roles = ", ".join(sorted(_english(role.label) for role in move.roles))
        yield f"| {_english(move.label)} | {sources} | {_english(State(move.target).label)} | {roles} |"
    yield (
        "\nRoles are necessary, not sufficient: `followups/rules.py` asks that the body's own moves are made by\n"
        "its own users, and that nobody judges their own answer."
    )


def _diagram() -> Iterator[str]:
    from followups.states import TABLE  # noqa: PLC0415 - see above

    yield "## Picture\n\n```mermaid\nstateDiagram-v2"
    for move in TABLE.moves.values():
        for source in sorted(move.sources):
            yield f"    {source} --> {move.target}: {move.name}"
    yield "```"


def _english(label: object) -> str:
    from django.utils.translation import override  # noqa: PLC0415 - see above

    with override("en"):
        return str(label)


def main() -> None:
    """Write the page, or with `check` compare it."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.development")
    import django  # noqa: PLC0415 - settings first

    django.setup()
    if "check" not in sys.argv[1:]:
        PAGE.write_text(page(), encoding="utf-8")
    elif PAGE.read_text(encoding="utf-8") != page():
        sys.exit(f"{PAGE.name} does not show the table of followups/states.py: run python -m tools.states")


if __name__ == "__main__":
    main()
