"""Administration pages of the councils' reference data, and of users."""

from councils.admin import deadlines, reference

__all__ = ["deadlines", "reference"]
