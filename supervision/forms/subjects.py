"""The choice of a subject of supervision, as forms share it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from councils.forms import valid_or_chosen
from councils.models import Committee, Council, DelegateGroup
from supervision.models import Subject

SIGNERS: dict[str, Any] = {
    "chair": _("Chair"),
    "vice_chair": _("Vice-chair, for the chair"),
    "head": _("Head of the committee"),
    "deputy": _("Deputy head, for the head"),
    "group_head": _("Head of the group"),
}
"""Who may sign for a subject, by the keys of `supervision.documents.subjects.signatures_of`."""


def offer_subjects(
    form: Any, council: Council, own: QuerySet[Committee] | None, subjects: tuple[str, ...] = ()
) -> None:
    """Cut subject, committee and group to the council; with `own`, to the committees that the user works for.

    `subjects` names those that can supervise here, where not all can.
    """
    field = form.fields["subject"]
    if own is not None:
        subjects = (Subject.COMMITTEE,)
        begin_with(form, subject=Subject.COMMITTEE)
    if subjects:
        field.choices = [(value, label) for value, label in Subject.choices if value in subjects]
    committees = Committee.objects.of(council) if own is None else own
    valid_or_chosen(form.fields["committee"], committees, [form.instance.committee_id])
    if own is not None and len(own) == 1:
        begin_with(form, committee=own[0].pk)
    if own is not None:
        form.fields.pop("group", None)
    elif "group" in form.fields:
        groups: Any = form.fields["group"]
        groups.queryset = (
            DelegateGroup.objects.of(council)
            .select_related("council_term")
            .order_by("-council_term__starts_on", "number")
        )


def begin_with(form: Any, **values: Any) -> None:
    """What boxes hold at first, where neither the record nor the address says anything."""
    for name, value in values.items():
        if form.initial.get(name) in {None, ""}:
            form.initial[name] = value


def signer_field(signatures: Any) -> forms.ChoiceField:
    """Who signs, of those that may."""
    return forms.ChoiceField(
        label=_("Signed by"), choices=[(key, SIGNERS[key]) for key in signatures], required=bool(signatures)
    )
