"""Writes of the councils floor. Most of its reference data is kept in the administration pages."""

from councils.services.agencies import check_agency, save_agency
from councils.services.dates import Dates, calendar_change, carry_out, outcome, rule_change, try_out
from councils.services.rules import check_rule, enter_rule, own_value, revise_rule, withdraw_rule

__all__ = [
    "Dates",
    "calendar_change",
    "carry_out",
    "check_agency",
    "check_rule",
    "enter_rule",
    "outcome",
    "own_value",
    "revise_rule",
    "rule_change",
    "save_agency",
    "try_out",
    "withdraw_rule",
]
