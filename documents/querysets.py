"""Reads of the documents floor."""

from __future__ import annotations

from typing import TypeVar

from django.db import models

from core.querysets import ScopedQuerySet

M = TypeVar("M", bound=models.Model)


class DocumentQuerySet(ScopedQuerySet[M]):
    """Files and registered documents of a council. Agencies reach files only through what was sent to them."""
