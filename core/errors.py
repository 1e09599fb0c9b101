"""What a service says when it refuses."""

from typing import Final

from django.core.exceptions import ValidationError

SHORTEST_REASON: Final = 5
LONGEST_REASON: Final = 300
"""Characters of the reason for which a contradiction is kept."""


class Refused(ValidationError):
    """A rule of the field forbids this; the message says to the user what happened and what to do.

    Forms and views show it as they show any validation error: `message`, `messages` or, keyed by field,
    `message_dict`.
    """


class Contradiction(Refused):
    """Days of an old record contradict each other. It can be kept all the same by whoever says why."""


class Stale(Refused):
    """Somebody else saved the record since the form was opened."""
