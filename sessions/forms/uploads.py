"""A file box for one file, checked by its content before anything is saved."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from documents.services import ALLOWED_TYPES, check_upload

TYPES_HINT = _("PDF, Word or Excel, PNG, JPEG or ZIP.")


class UploadField(forms.FileField):
    """One uploaded file of a kind that may be attached."""

    widget = forms.FileInput(attrs={"accept": ",".join(ALLOWED_TYPES)})

    def clean(self, data: Any, initial: Any = None) -> UploadedFile[Any] | None:
        """Refuse in words what may not be attached."""
        upload: UploadedFile[Any] | None = super().clean(data, initial)
        if upload:
            check_upload(upload)
        return upload
