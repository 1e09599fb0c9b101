"""Filters of the supervision floor, by noun."""
