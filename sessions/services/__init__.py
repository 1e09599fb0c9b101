"""Writes of the sittings floor. Views, tasks, the admin and loaders call these and nothing else."""

from sessions.services.agenda import (
    add_item,
    add_papers,
    move_item,
    place_items,
    remove_item,
    reorder,
    table_item,
    untable_item,
    update_item,
)
from sessions.services.bundles import ask_bundle, retry_bundle
from sessions.services.convening import (
    call_of,
    convene,
    legal_day,
    missing_papers,
    open_papers,
    open_sitting,
)
from sessions.services.guests import confirm_guest, remove_guest, save_guest
from sessions.services.invitations import (
    answer_day,
    end_registrations,
    invite,
    register,
    remind_unregistered,
    unregistered,
)
from sessions.services.sittings import save_sitting

__all__ = [
    "add_item",
    "add_papers",
    "answer_day",
    "ask_bundle",
    "call_of",
    "confirm_guest",
    "convene",
    "end_registrations",
    "invite",
    "legal_day",
    "missing_papers",
    "move_item",
    "open_papers",
    "open_sitting",
    "place_items",
    "register",
    "remind_unregistered",
    "remove_guest",
    "remove_item",
    "reorder",
    "retry_bundle",
    "save_guest",
    "save_sitting",
    "table_item",
    "unregistered",
    "untable_item",
    "update_item",
]
