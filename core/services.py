"""What the services of every floor share: who enters, what is refused beside which field, plain changes."""

from __future__ import annotations

from contextlib import AbstractContextManager, nullcontext
from typing import Any

import pghistory
from django.db import models
from django.utils.translation import gettext as _

from core.errors import Refused

Problems = dict[str, str]
"""Field name -> why its value is refused."""


def entered_by(user: Any) -> AbstractContextManager[Any]:
    """The history names this user (None: nobody), also where no request does (commands, loaders)."""
    return pghistory.context(user=user.pk) if user else nullcontext()


def refuse(problems: dict[str, str | bool]) -> None:
    """Raise Refused with the sentences that apply, each beside its field; False stands for "no problem"."""
    found = {name: sentence for name, sentence in problems.items() if sentence}
    if found:
        raise Refused({name: str(sentence) for name, sentence in found.items()})


def apply_changes(record: models.Model, changes: dict[str, Any]) -> dict[str, Any]:
    """Set the plain fields among the changes; the many-to-many rows among them come back by name.

    Raises TypeError for a name the model does not have: a misspelt change must not pass in silence.
    """
    many = {field.name for field in record._meta.many_to_many}
    known = {field.name for field in record._meta.get_fields()}
    if unknown := set(changes) - known:
        message = f"no such fields: {sorted(unknown)}"
        raise TypeError(message)
    for name, value in changes.items():
        if name not in many:
            setattr(record, name, value.strip() if isinstance(value, str) else value)
    return {name: list(value) for name, value in changes.items() if name in many}


def names(rows: list[Any], most: int = 5) -> str:
    """The names of some rows in one line; of many only the first ones."""
    shown = ", ".join(str(row) for row in rows[:most])
    return shown if len(rows) <= most else _("%(names)s and others") % {"names": shown}
