"""Filters of the lists of this floor, by noun."""

from voters.filters.contact import MeetingFilters, OpinionFilters, RoundFilters

__all__ = ["MeetingFilters", "OpinionFilters", "RoundFilters"]
