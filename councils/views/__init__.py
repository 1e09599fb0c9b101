"""Reference pages, by noun."""

from councils.views.agencies import AgencyCreate, AgencyEdit, AgencyList, FieldList
from councils.views.calendar import CalendarPage
from councils.views.councils import CouncilDetail, CouncilList, MembershipSwitch
from councils.views.delegates import DelegateDetail, DelegateList
from councils.views.rules import RuleDetail, RuleEdit, RuleList, RuleOverride, RuleWithdraw

__all__ = [
    "AgencyCreate",
    "AgencyEdit",
    "AgencyList",
    "CalendarPage",
    "CouncilDetail",
    "CouncilList",
    "DelegateDetail",
    "DelegateList",
    "FieldList",
    "MembershipSwitch",
    "RuleDetail",
    "RuleEdit",
    "RuleList",
    "RuleOverride",
    "RuleWithdraw",
]
