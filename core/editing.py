"""Editing without overwriting a colleague: a form carries the version it was opened on."""

from __future__ import annotations

from typing import Any, TypeVar

from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core.errors import Refused
from core.forms import PortalModelForm
from core.models import Record

R = TypeVar("R", bound=Record)


class RecordForm(PortalModelForm):
    """A form over a `Record`: sends back the version it was opened on as a hidden field."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    checked_by_service = False
    """Whether the service checks what the model's constraints say, and names the field at fault."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """A new record has no version to keep."""
        super().__init__(*args, **kwargs)
        self.opened_on = self.instance.version
        if self.instance.pk is None:
            del self.fields["version"]
        else:
            self.initial["version"] = self.opened_on

    def _get_validation_exclusions(self) -> set[str]:
        """Fields that the model does not check again; the form's own fields have checked them one by one."""
        if self.checked_by_service:
            return {field.name for field in self._meta.model._meta.get_fields()}
        return super()._get_validation_exclusions()  # type: ignore[no-any-return,misc]  # Django's hook has no types

    def many_to_many(self) -> dict[str, Any]:
        """The chosen rows of the model's many-to-many fields, by field name."""
        names = {field.name for field in self._meta.model._meta.many_to_many}
        return {name: value for name, value in self.cleaned_data.items() if name in names}


@transaction.atomic
def save_edit(record: R, *, version: int | None = None, many: dict[str, Any] | None = None) -> R:
    """Save a new record, or a changed one if nobody changed it since `version`.

    Raises Refused (on "version") when somebody did, and ValidationError beside the fields when a constraint of the
    database would be broken. `many` holds the rows of many-to-many fields by name.
    """
    if record.pk is not None and version is not None:
        _refuse_stale(record, version)
        record.version = version + 1
    try:
        record.validate_constraints()
    except ValidationError as broken:
        raise Refused(broken.messages) from broken
    record.save()
    for name, rows in (many or {}).items():
        getattr(record, name).set(rows)
    return record


def _refuse_stale(record: Record, version: int) -> None:
    current = type(record)._default_manager.select_for_update().get(pk=record.pk)
    if current.version != version:
        moment = timezone.localtime(current.updated_at)
        raise Refused(
            _(
                "Somebody else saved this record at %(time)s on %(day)s. What you typed is still below: open the "
                "record in another window, compare, and save again from there."
            )
            % {"time": f"{moment:%H:%M}", "day": f"{moment:%d/%m/%Y}"}
        )
