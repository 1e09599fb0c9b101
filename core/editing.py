"""Editing without overwriting a colleague: a form carries the version it was opened on."""

from __future__ import annotations

from typing import Any, TypeVar

from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _

from core.errors import Refused, Stale
from core.forms import PortalModelForm
from core.models import Record
from core.text import whole

R = TypeVar("R", bound=Record)


class OverwriteInput(forms.CheckboxInput):
    """A box that sends back the version its reader knows of; never ticked beforehand."""

    def value_from_datadict(self, *_args: Any) -> bool:
        """Who is refused a second time decides anew."""
        return False


class RecordForm(PortalModelForm):
    """A form over a `Record`: sends back the version it was opened on as a hidden field.

    After a colleague's save it offers a box to overwrite the version that then stands in the database, and no later.
    """

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

    def clean_version(self) -> int | None:
        """The version the form was opened on, or the one that its user agreed to overwrite."""
        agreed = self.data.get(self.add_prefix("overwrite"), "")
        opened: int | None = self.cleaned_data["version"]
        return opened if (number := whole(agreed)) is None else number

    def offer_overwrite(self) -> None:
        """Show the box, and which fields differ from what is saved by now."""
        labels = [str(self[name].label) for name in self.changed_data if not self[name].is_hidden]
        differing = ", ".join(f"“{label}”" for label in labels)
        self.fields["overwrite"] = forms.BooleanField(
            label=_("Overwrite with what I typed"),
            help_text=format_html(_("Yours differs from what is saved now in: {}."), differing)
            if labels
            else "",
            required=False,
            widget=OverwriteInput(attrs={"value": self.opened_on}),
        )

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

    Raises Stale when somebody did, and ValidationError beside the fields when a constraint of the
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
        raise stale(current)


def stale(current: Record) -> Stale:
    """The refusal of a change that was opened before the record was saved as it is now."""
    moment = timezone.localtime(current.updated_at)
    return Stale(
        _(
            "Somebody else saved this record at %(time)s on %(day)s. What you typed is still below: open the "
            "record in another window and compare. To keep yours, tick “Overwrite with what I typed” and save "
            "again."
        )
        % {"time": f"{moment:%H:%M}", "day": f"{moment:%d/%m/%Y}"}
    )
