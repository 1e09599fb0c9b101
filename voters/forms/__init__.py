"""Forms of the voters floor, by noun."""

from voters.forms.contact import (
    ClassifyForm,
    HoldForm,
    MeetingForm,
    MoveForm,
    OpinionForm,
    RoundForm,
    SendForm,
    agencies_for,
    choose_fields,
    choose_levels,
    levels,
)

__all__ = [
    "ClassifyForm",
    "HoldForm",
    "MeetingForm",
    "MoveForm",
    "OpinionForm",
    "RoundForm",
    "SendForm",
    "agencies_for",
    "choose_fields",
    "choose_levels",
    "levels",
]
