"""Writes of the councils floor. Most of its reference data is kept in the administration pages."""

from councils.services.agencies import check_agency, save_agency
from councils.services.dates import Dates, calendar_change, carry_out, outcome, rule_change, try_out
from councils.services.fields import adopt_fields, copy_master, save_field
from councils.services.rules import check_rule, enter_rule, own_value, revise_rule, withdraw_rule
from councils.services.words import add_usual_words, forget_word, note_words, remember_word, save_word

__all__ = [
    "Dates",
    "add_usual_words",
    "adopt_fields",
    "calendar_change",
    "carry_out",
    "check_agency",
    "check_rule",
    "copy_master",
    "enter_rule",
    "forget_word",
    "note_words",
    "outcome",
    "own_value",
    "remember_word",
    "revise_rule",
    "rule_change",
    "save_agency",
    "save_field",
    "save_word",
    "try_out",
    "withdraw_rule",
]
