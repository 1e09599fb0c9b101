"""A file box for one file, checked by its content before anything is saved."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from documents.services import ALLOWED_TYPES, check_upload

PAPER_TYPES = tuple(kind for kind in ALLOWED_TYPES if kind != ".zip")
"""Kinds in which a paper comes: what delegates can open, no archive."""


def paper_hint() -> str:
    """Which files a paper may come as, and how large."""
    limit = filesizeformat(settings.MAX_FILE_BYTES)
    return _("PDF, Word, Excel, PNG or JPEG, at most %(limit)s.") % {"limit": limit}


class UploadField(forms.FileField):
    """One uploaded file of a kind that may be attached."""

    widget = forms.FileInput(attrs={"accept": ",".join(ALLOWED_TYPES)})

    def clean(self, data: Any, initial: Any = None) -> UploadedFile[Any] | None:
        """Refuse in words what may not be attached."""
        upload: UploadedFile[Any] | None = super().clean(data, initial)
        if upload:
            check_upload(upload)
        return upload
