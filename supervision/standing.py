"""How a recommendation stands on a day: by the reviewer's verdict, never by what the body claims."""

from __future__ import annotations

from django.db import models
from django.utils.translation import pgettext_lazy


class Standing(models.TextChoices):
    """From the latest verdict by the day; without any it is being carried out."""

    DRAFT = "draft", pgettext_lazy("recommendation", "Draft")
    IN_PROGRESS = "in_progress", pgettext_lazy("recommendation", "Being carried out")
    PARTLY = "partly", pgettext_lazy("recommendation", "Carried out in part")
    DONE = "done", pgettext_lazy("recommendation", "Carried out")
    NOT_DONE = "not_done", pgettext_lazy("recommendation", "Not carried out")
    NOT_APPLICABLE = "not_applicable", pgettext_lazy("recommendation", "No longer applicable")


UNFINISHED = (Standing.IN_PROGRESS, Standing.PARTLY)
"""What figures count as in progress."""
