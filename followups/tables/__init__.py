"""Columns of its lists, by noun."""
