"""Filters of its lists, by noun."""
