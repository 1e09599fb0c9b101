"""Columns of the supervision floor, by noun."""
