"""The team as a grid: one line for each, a delegate or somebody by name."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import PortalForm
from councils.models import Delegate
from supervision.models import TeamMember
from supervision.services import MemberLine

MOST: Final = 60


class MemberForm(PortalForm):
    """One of the team. A line emptied takes somebody out."""

    part = forms.ChoiceField(label=_("Part in the team"), choices=TeamMember.Part.choices, required=False)
    delegate = forms.ChoiceField(label=_("Delegate"), choices=[("", "–")], required=False)
    name = forms.CharField(label=_("Or by name"), max_length=200, required=False)
    post = forms.CharField(label=_("Post and office"), max_length=200, required=False)
    task = forms.CharField(label=_("Task"), max_length=300, required=False)

    def __init__(self, *args: Any, delegates: Mapping[str, Delegate], **kwargs: Any) -> None:
        """The delegates are read once for all lines."""
        super().__init__(*args, **kwargs)
        self.delegates = delegates
        field: Any = self.fields["delegate"]
        field.choices = [("", "–"), *((key, str(delegate)) for key, delegate in delegates.items())]
        self.initial.setdefault("part", TeamMember.Part.MEMBER)

    def line(self) -> MemberLine:
        """For the service."""
        typed = self.cleaned_data
        return MemberLine(
            part=typed.get("part") or TeamMember.Part.MEMBER,
            delegate=self.delegates.get(typed.get("delegate") or ""),
            name=typed.get("name") or "",
            post=typed.get("post") or "",
            task=typed.get("task") or "",
        )


if TYPE_CHECKING:
    _Members = forms.BaseFormSet[MemberForm]
else:
    _Members = forms.BaseFormSet


class BaseMembers(_Members):
    """The team of one mission."""

    def lines(self) -> list[MemberLine]:
        """For the service, every line in its place."""
        return [form.line() for form in self.forms]


MemberForms = forms.formset_factory(
    MemberForm, formset=BaseMembers, extra=3, max_num=MOST, validate_max=True, absolute_max=2 * MOST
)


def member_lines(members: Iterable[TeamMember]) -> list[dict[str, Any]]:
    """What the lines begin with."""
    return [
        {
            "part": row.part,
            "delegate": str(row.delegate_id or ""),
            "name": row.name,
            "post": row.post,
            "task": row.task,
        }
        for row in members
    ]
