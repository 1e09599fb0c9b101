"""Opinions taken from a pasted table or typed into the grid: one way to read, match and check both."""

from voters.imports.columns import Column, ColumnRole, Reading, read_table
from voters.imports.matching import Lexicon
from voters.imports.rows import MAX_ROWS, CheckedRow, RawRow, check_rows

__all__ = [
    "MAX_ROWS",
    "CheckedRow",
    "Column",
    "ColumnRole",
    "Lexicon",
    "RawRow",
    "Reading",
    "check_rows",
    "read_table",
]
