"""What a service says when it refuses."""

from django.core.exceptions import ValidationError


class Refused(ValidationError):
    """A rule of the field forbids this; the message says to the user what happened and what to do.

    Forms and views show it as they show any validation error: `message`, `messages` or, keyed by field,
    `message_dict`.
    """


class Stale(Refused):
    """Somebody else saved the record since the form was opened."""
