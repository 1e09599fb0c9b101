"""Forms of tasks given directly, and of the parts of co-ordinating agencies."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import date
from typing import Any, ClassVar, Final, cast

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import F
from django.forms.formsets import BaseFormSet
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.display import day as shown
from core.editing import RecordForm
from core.errors import Refused
from core.forms import DateField, Fieldset, KeepMixin, PortalForm
from core.text import whole
from councils.models import Council, DeadlineRule, Field
from followups.bodies import Bodies, owner_key
from followups.models import FollowUp
from followups.services import Part, check_part, count_due, set_owner
from followups.tables.lists import shown_rule

PARTS: Final = "parts"
"""Prefix of the rows of co-ordinating agencies."""
MOST_PARTS: Final = 30
_NEEDED_TO_SEND: Final = ("body", "accountable", "evidence")
_BY_HAND: Final = ("", gettext_lazy("No rule: I set the day myself"))


class PartForm(PortalForm):
    """The part of one co-ordinating agency; a row of the task's form, where an empty one says nothing."""

    agency = forms.ChoiceField(label=gettext_lazy("Agency"), required=False)
    part = forms.CharField(label=gettext_lazy("Its part"), max_length=300, required=False)
    due_on = DateField(label=gettext_lazy("Its day"), required=False)

    def __init__(self, *args: Any, bodies: Bodies, **kwargs: Any) -> None:
        """The agencies are read once for all rows."""
        super().__init__(*args, **kwargs)
        self.bodies = bodies
        cast("forms.ChoiceField", self.fields["agency"]).choices = bodies.agencies

    def clean(self) -> dict[str, Any]:
        """A part needs its agency."""
        data = super().clean() or {}
        said = data.get("part") or data.get("due_on")
        if said and not data.get("agency") and "agency" not in self.errors:
            self.add_error("agency", _("Choose the agency whose part this is."))
        return data

    def as_part(self) -> Part | None:
        """The part, or None for an empty row."""
        agency = self.bodies.by_key.get(self.cleaned_data.get("agency", ""))
        if agency is None:
            return None
        return Part(agency, self.cleaned_data.get("part", ""), self.cleaned_data.get("due_on"))


class OnePartForm(PartForm):
    """One more agency for what is already owed."""

    fieldsets = (("", "", ("agency", "part", "due_on")),)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Here the agency must be said."""
        super().__init__(*args, **kwargs)
        self.fields["agency"].required = True
        self.fields["due_on"].help_text = _("Empty: by the due day of the whole.")


class ContributionForm(PortalForm):
    """What a co-ordinating agency contributed."""

    text = forms.CharField(
        label=gettext_lazy("Contribution"),
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=gettext_lazy("The responsible body and the council read it."),
    )
    on = DateField(label=gettext_lazy("Contributed on"), initial=timezone.localdate)


Rows = list[dict[str, Any]]
_PartRows: Final = forms.formset_factory(PartForm, extra=0, max_num=MOST_PARTS)


def typed_rows(data: Mapping[str, Any]) -> Rows:
    """The rows of co-ordinating agencies as they were typed, the empty ones left out."""
    count = min(whole(str(data.get(f"{PARTS}-TOTAL_FORMS", ""))) or 0, MOST_PARTS)
    names = ("agency", "part", "due_on")
    rows = [{name: data.get(f"{PARTS}-{place}-{name}", "") for name in names} for place in range(count)]
    return [row for row in rows if any(row.values())]


class AssignForm(KeepMixin, RecordForm):
    """A task given directly: the five clears, and the parts of co-ordinating agencies."""

    checked_by_service = True
    body = forms.ChoiceField(label=gettext_lazy("Body in charge"), required=False)
    rule = forms.ChoiceField(label=gettext_lazy("Deadline rule"), required=False)
    fieldsets: ClassVar = (
        Fieldset(gettext_lazy("What is to be done"), "", ("title", "detail", ("field", "locality"))),
        Fieldset(gettext_lazy("Who does it"), "", ("body", "accountable")),
        Fieldset(
            gettext_lazy("By when"),
            gettext_lazy(
                "A rule counts the day and brings its article; or set a day and say what it rests on."
            ),
            ("rule", ("due_anchor_on", "due_on"), "legal_basis"),
        ),
        Fieldset(gettext_lazy("What proves it done"), "", ("evidence",)),
        Fieldset(gettext_lazy("Sending"), "", ("issued_on",)),
    )

    class Meta:
        model = FollowUp
        fields: ClassVar = [
            "title",
            "detail",
            "field",
            "locality",
            "accountable",
            "due_anchor_on",
            "due_on",
            "legal_basis",
            "evidence",
            "issued_on",
        ]
        widgets: ClassVar = {
            "title": forms.Textarea(attrs={"rows": 2, "maxlength": 300}),
            "detail": forms.Textarea(attrs={"rows": 6}),
        }
        help_texts: ClassVar = {
            "accountable": gettext_lazy("A person or a post: the head of the department."),
            "due_anchor_on": gettext_lazy("Only with a rule; empty: the day of sending."),
            "due_on": gettext_lazy("Only without a rule."),
            "legal_basis": gettext_lazy(
                "A conclusion, a plan, an agreement. With a rule its article is taken."
            ),
            "evidence": gettext_lazy("A decision, a report with figures, a record of acceptance."),
            "issued_on": gettext_lazy("Today; an earlier day for what was sent before it is entered here."),
        }

    def __init__(
        self,
        *args: Any,
        council: Council,
        rows: Rows | None = None,
        blank: int = 2,
        **kwargs: Any,
    ) -> None:
        """`rows` are the parts to begin with; `blank` empty rows follow them."""
        super().__init__(*args, **kwargs)
        self.council = council
        self.today = timezone.localdate()
        self._begin()
        self.on = self._day("issued_on") or self.today
        given = typed_rows(self.data) if self.is_bound else list(rows or [])
        self._offer_bodies([self._raw("body"), *(str(row.get("agency", "")) for row in given)])
        self._offer_rules(self._raw("rule"))
        fields = cast("forms.ModelChoiceField[Field]", self.fields["field"])
        fields.queryset = Field.objects.for_council(council)
        self._show_due(self._raw("rule"))
        for name in _NEEDED_TO_SEND:
            cast("Any", self.fields[name]).needed = True  # read by components/field_mark.html
        self.parts = self._part_rows(given, blank)

    def _begin(self) -> None:
        """A day that a rule counted is not typed again; a new task is sent today."""
        if not self.initial.get("issued_on"):
            self.initial["issued_on"] = self.today
        if self.instance.pk:
            self.initial.setdefault("body", owner_key(self.instance))
        if self.instance.due_rule and "rule" not in self.initial:
            self.initial.update(rule=self.instance.due_rule.code, due_on=None)

    def _raw(self, name: str) -> str:
        """What stands in a box now, as it was typed; the database takes no NUL."""
        value = self.data.get(self.add_prefix(name)) if self.is_bound else self.initial.get(name)
        return "" if value is None else str(value).replace("\0", "")

    def _day(self, name: str) -> date | None:
        with suppress(ValidationError):
            found: date | None = self.fields[name].clean(self._raw(name))
            return found
        return None

    def _offer_bodies(self, chosen: Sequence[str]) -> None:
        self.bodies = Bodies(self.council, self.on, chosen)
        cast("forms.ChoiceField", self.fields["body"]).choices = self.bodies.choices

    def _offer_rules(self, chosen: str) -> None:
        """What is in force on the day it counts from, and what is chosen: the service says whether that is in force."""
        on = self._day("due_anchor_on") or self.on
        rules = {rule.code: shown_rule(rule) for rule in reversed(_rules(self.council, on))}
        offered = [(code, f"{rule.name} ({rule.counting})") for code, rule in rules.items() if rule]
        if chosen and chosen not in rules:
            offered.append((chosen, chosen))
        choices = [_BY_HAND, *sorted(offered, key=lambda choice: choice[1])]
        cast("forms.ChoiceField", self.fields["rule"]).choices = choices

    def _show_due(self, rule: str) -> None:
        """The day that the chosen rule gives, and its article, under the rule."""
        if not rule:
            return
        with suppress(Refused):
            due = count_due(council=self.council, rule=rule, anchor=self._day("due_anchor_on") or self.on)
            self.fields["rule"].help_text = _due_words(due.day, due.anchor, due.legal_basis)

    def _part_rows(self, given: Rows, blank: int) -> BaseFormSet[PartForm]:
        shared: dict[str, Any] = {"prefix": PARTS, "form_kwargs": {"bodies": self.bodies}}
        if self.is_bound:
            return _PartRows(self.data, **shared)
        empty: Rows = [{} for _place in range(blank)]
        return _PartRows(initial=given + empty, **shared)

    def clean(self) -> dict[str, Any]:
        """The chosen body becomes the record's owner."""
        data = super().clean() or {}
        set_owner(self.instance, self.bodies.by_key.get(data.get("body", "")))
        return data

    def is_valid(self) -> bool:
        """The rows too; what is wrong in one is said in its line and once on top."""
        mine = super().is_valid()
        if self.parts.is_valid() and self._rows_agree():
            return mine
        self.add_error(None, _("Please look at the lines of the co-ordinating agencies."))
        return False

    def _rows_agree(self) -> bool:
        """No row contradicts the task or another row."""
        owner, before, good = self.instance.owner, list[int](), True
        due_on = self.cleaned_data.get("due_on")
        for row in self.parts:
            part = row.as_part()
            if part is None:
                continue
            try:
                check_part(part, owner=owner, on=self.on, due_on=due_on, others=before)
            except Refused as refusal:
                row.add_error(None, refusal)
                good = False
            before.append(part.agency.pk)
        return good

    def given_parts(self) -> list[Part]:
        """The parts that were filled in."""
        return [part for row in self.parts if (part := row.as_part()) is not None]


def _rules(council: Council, on: date) -> list[DeadlineRule]:
    """Rules in force, the one that is chosen for a code before the others of that code."""
    rows = DeadlineRule.objects.in_force(on).for_council(council)
    return list(
        rows.order_by(
            F("council_id").asc(nulls_last=True), "-level", F("effective_from").desc(nulls_last=True)
        )
    )


def _due_words(day: date, anchor: date, basis: str) -> SafeString:
    return format_html(
        _("Due on <b>{day}</b>, counted from {anchor}: {basis}"),
        day=shown(day),
        anchor=shown(anchor),
        basis=basis,
    )
