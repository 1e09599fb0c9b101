"""Forms of sittings: entering and changing one, laying it out, moving it on."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar, Final, cast

from django import forms
from django.db import models
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.display import day
from core.editing import RecordForm
from core.errors import LONGEST_REASON, SHORTEST_REASON
from core.forms import DateField, Fieldset, PortalForm
from councils.forms import term_choices
from councils.models import Council
from sessions.models import Sitting
from sessions.states import SittingState

LAYOUT_HINT: Final = _(
    "Legal steps with their due days, half-days, the list of expected papers and the skeleton of the agenda. All of it "
    "can be changed afterwards."
)


class SittingForm(RecordForm):
    """Change a sitting. What days and numbers must obey is checked by the service."""

    checked_by_service = True
    fieldsets: ClassVar[Sequence[Fieldset]] = (
        Fieldset("", "", (("council_term", "number"), "kind", "theme")),
        Fieldset(_("When and where"), "", (("opens_on", "closes_on"), "place")),
        Fieldset(_("Who leads it"), "", (("chair", "secretaries"),)),
        Fieldset(_("Public or closed"), "", ("is_public", "closed_reason")),
    )

    class Meta:
        model = Sitting
        fields: ClassVar = [
            "council_term",
            "number",
            "kind",
            "theme",
            "opens_on",
            "closes_on",
            "place",
            "chair",
            "secretaries",
            "is_public",
            "closed_reason",
        ]

    def __init__(self, *args: Any, council: Council, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        term_choices(self, council)
        self.fields["number"].widget.attrs |= {"class": "brief", "min": 1}


class Layout(models.TextChoices):
    """From what a sitting is laid out."""

    KIND = "kind", _("as this kind of sitting usually is")
    LIKE = "like", _("like an earlier sitting")
    NONE = "none", _("not now")


class LayoutMixin(forms.BaseForm):
    """The choice between the template of the kind and an earlier sitting."""

    def offer_layouts(self, council: Council, leave_out: int = 0) -> None:
        """The earlier sittings of the council, the newest first."""
        rows = Sitting.objects.of(council).exclude(state=SittingState.CANCELLED).exclude(pk=leave_out)
        chosen = cast("forms.ModelChoiceField[Sitting]", self.fields["like"])
        chosen.queryset = rows.order_by("-opens_on", "-pk")
        chosen.label_from_instance = _sitting_and_day  # type: ignore[method-assign]  # the one way without a subclass

    def clean(self) -> dict[str, Any]:
        """Whoever wants an earlier sitting names it."""
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("layout") == Layout.LIKE and not cleaned.get("like") and "like" not in self.errors:
            self.add_error("like", _("Choose the earlier sitting."))
        return cleaned

    @property
    def followed(self) -> Sitting | None:
        """The earlier sitting to follow, if one is."""
        wanted = self.cleaned_data["layout"] == Layout.LIKE
        return self.cleaned_data["like"] if wanted else None


def _layout_field(choices: list[tuple[str, Any]]) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=_("Lay it out"), choices=choices, initial=Layout.KIND, widget=forms.RadioSelect
    )


def _like_field() -> forms.ModelChoiceField[Sitting]:
    return forms.ModelChoiceField(
        label=_("Earlier sitting"),
        queryset=Sitting.objects.none(),
        required=False,
        help_text=_(
            "Its list of papers with owners and committees, its agenda, its half-days and the steps that were added by "
            "hand; due days are counted anew, and years in titles move along."
        ),
    )


def _sitting_and_day(obj: Sitting) -> str:
    return f"{obj}, {day(obj.opens_on)} – {obj.get_kind_display()}"


class NewSittingForm(LayoutMixin, SittingForm):
    """Enter a sitting and say from what it is laid out."""

    layout = _layout_field(list(Layout.choices))
    like = _like_field()
    fieldsets: ClassVar[Sequence[Fieldset]] = (
        *SittingForm.fieldsets,
        Fieldset(_("What it begins with"), LAYOUT_HINT, ("layout", "like")),
    )

    def __init__(self, *args: Any, council: Council, **kwargs: Any) -> None:
        super().__init__(*args, council=council, **kwargs)
        self.offer_layouts(council)
        term = self.initial.get("council_term")
        if "number" not in (kwargs.get("initial") or {}) and term:
            numbers = Sitting.objects.filter(council_term=term)
            self.initial["number"] = (numbers.aggregate(last=Max("number"))["last"] or 0) + 1


class LayOutForm(LayoutMixin, PortalForm):
    """Lay out a sitting that was entered bare."""

    layout = _layout_field([choice for choice in Layout.choices if choice[0] != Layout.NONE])
    like = _like_field()
    fieldsets: ClassVar[Sequence[Fieldset]] = (Fieldset("", LAYOUT_HINT, ("layout", "like")),)

    def __init__(self, *args: Any, sitting: Sitting, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer_layouts(sitting.council, leave_out=sitting.pk)


# --- Moves ---


class MoveForm(PortalForm):
    """A move with its day, and a word on it."""

    on = DateField(label=_("Day"), initial=timezone.localdate)
    note = forms.CharField(
        label=_("Note"),
        max_length=LONGEST_REASON,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    fieldsets: ClassVar[Sequence[Fieldset]] = (Fieldset("", "", ("on", "note")),)


class ReasonForm(MoveForm):
    """A move that needs its reason."""

    note = forms.CharField(
        label=_("Reason"),
        min_length=SHORTEST_REASON,
        max_length=LONGEST_REASON,
        help_text=_("Shown on the page of the sitting."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class ResumeForm(MoveForm):
    """New days of a sitting that was postponed."""

    opens_on = DateField(label=_("Opens on"))
    closes_on = DateField(label=_("Closes on"))
    fieldsets: ClassVar[Sequence[Fieldset]] = (
        Fieldset(_("New days"), "", (("opens_on", "closes_on"),)),
        Fieldset("", "", ("on", "note")),
    )
