"""Opinions taken from a pasted table or typed into the grid: one way to read, match and check both."""

from voters.imports.columns import Column, ColumnRole, Reading, read_table
from voters.imports.matching import Lexicon
from voters.imports.rows import MAX_ROWS, NAMING, CheckedRow, RawRow, check_rows
from voters.imports.uploads import as_text, table_of_file

__all__ = [
    "MAX_ROWS",
    "NAMING",
    "CheckedRow",
    "Column",
    "ColumnRole",
    "Lexicon",
    "RawRow",
    "Reading",
    "as_text",
    "check_rows",
    "read_table",
    "table_of_file",
]
