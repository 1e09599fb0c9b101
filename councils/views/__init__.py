"""Reference pages, by noun."""

from councils.views.agencies import AgencyCreate, AgencyEdit, AgencyList
from councils.views.calendar import CalendarPage
from councils.views.councils import CouncilDetail, CouncilList, MembershipSwitch
from councils.views.delegates import DelegateDetail, DelegateList
from councils.views.fields import FieldAdopt, FieldCreate, FieldEdit, FieldList
from councils.views.rules import RuleDetail, RuleEdit, RuleList, RuleOverride, RuleWithdraw
from councils.views.words import WordCreate, WordEdit, WordList, WordRemove, WordUsual

__all__ = [
    "AgencyCreate",
    "AgencyEdit",
    "AgencyList",
    "CalendarPage",
    "CouncilDetail",
    "CouncilList",
    "DelegateDetail",
    "DelegateList",
    "FieldAdopt",
    "FieldCreate",
    "FieldEdit",
    "FieldList",
    "MembershipSwitch",
    "RuleDetail",
    "RuleEdit",
    "RuleList",
    "RuleOverride",
    "RuleWithdraw",
    "WordCreate",
    "WordEdit",
    "WordList",
    "WordRemove",
    "WordUsual",
]
