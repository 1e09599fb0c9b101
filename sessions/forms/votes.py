"""Forms of votes: recording one, and voiding one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import time
from typing import Any, ClassVar, Final, NamedTuple, cast

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.errors import LONGEST_REASON, SHORTEST_REASON
from core.forms import Fieldset, Group, PortalForm, TimeField
from core.text import whole
from sessions.models import AgendaItem, Ballot, Majority, PlenaryMeeting, Resolution, Sitting, Vote
from sessions.roll import Roll, RollLine

_MOST: int = 1000
"""No council has more delegates; a slip of the finger does."""

_BY_COUNT: Final = ("votes_for", "votes_against")
_ASKED: Final = {
    Vote.Method.ROLL_CALL: (),
    Vote.Method.SECRET: (*_BY_COUNT, "ballots_issued", "ballots_returned", "ballots_invalid"),
}
"""The counts that a method cannot do without."""


def _count(label: Any, help_text: Any = "") -> forms.IntegerField:
    return forms.IntegerField(
        label=label,
        min_value=0,
        max_value=_MOST,
        required=False,
        help_text=help_text,
        widget=forms.NumberInput(attrs={"class": "brief"}),
    )


class VoteGroups(NamedTuple):
    """Groups of fields: what is voted on, what was counted, the note."""

    frame: list[Group]
    counts: list[Group]
    note: list[Group]


class VoteForm(PortalForm):
    """One vote. What it needs and whether it adds up is the service's to say."""

    meeting = forms.ModelChoiceField(label=_("Half-day"), queryset=PlenaryMeeting.objects.none())
    held_at = TimeField(
        label=_("At"),
        required=False,
        help_text=_("Whoever is in the hall at that time counts as present."),
    )
    title = forms.CharField(
        label=_("What is voted on"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Name the article or the alternative if it is not the whole resolution."),
    )
    item = forms.ModelChoiceField(label=_("Agenda item"), queryset=AgendaItem.objects.none(), required=False)
    resolution = forms.ModelChoiceField(
        label=_("Resolution"), queryset=Resolution.objects.none(), required=False
    )
    is_final = forms.BooleanField(
        label=_("Decides on the whole resolution"),
        required=False,
        initial=True,
        help_text=_(
            "If it passes the resolution is adopted on that day, if not it is rejected. Untick it for a vote on one "
            "article or alternative; without a resolution it has no effect."
        ),
    )
    method = forms.ChoiceField(label=_("Method"), choices=Vote.Method.choices)
    majority = forms.ChoiceField(label=_("Majority"), choices=Majority.choices)
    present = _count(_("Present"), _("Empty: as many as the attendance says."))
    votes_for = _count(_("For"))
    votes_against = _count(_("Against"))
    ballots_issued = _count(_("Ballots issued"))
    ballots_returned = _count(_("Ballots returned"))
    ballots_invalid = _count(_("Invalid ballots"))
    rest = forms.ChoiceField(
        label=_("Whoever is not marked"),
        choices=[("", _("must still be asked")), *Ballot.Choice.choices],
        required=False,
    )
    note = forms.CharField(
        label=_("Note"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 2})
    )

    fieldsets: ClassVar = (
        Fieldset(
            _("The vote"),
            "",
            (("meeting", "held_at"), "title", ("item", "resolution"), "is_final", ("method", "majority")),
        ),
        Fieldset(_("What was counted"), "", (("votes_for", "votes_against", "present"),)),
        Fieldset(
            _("Ballots"),
            _("Issued ≥ returned = valid + invalid; valid ones are for or against."),
            (("ballots_issued", "ballots_returned", "ballots_invalid"),),
        ),
        Fieldset("", "", ("note",)),
    )

    def __init__(self, *args: Any, sitting: Sitting, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._offer("meeting", half_days_for_votes(sitting))
        self._offer("item", sitting.agenda_items.order_by("position"))
        self._offer("resolution", sitting.resolutions.select_related("document").order_by("pk"))

    def groups(self, method: str) -> VoteGroups:
        """The groups of fields around the server's help, with those counts that the method asks for.

        Those that the service will ask for are marked as required; a roll call counts by itself.
        """
        for name in _ASKED.get(Vote.Method(method), _BY_COUNT):
            self.fields[name].required = True
        frame, counted, ballots, note, *_rest = self.field_groups()
        counts = {Vote.Method.ROLL_CALL: [], Vote.Method.SECRET: [counted, ballots]}
        return VoteGroups([frame], counts.get(Vote.Method(method), [counted]), [note])

    def _offer(self, name: str, rows: QuerySet[Any]) -> None:
        cast("forms.ModelChoiceField[Any]", self.fields[name]).queryset = rows

    def clean(self) -> dict[str, Any]:
        """Nothing is decided on where no resolution is named."""
        cleaned: dict[str, Any] = super().clean() or {}
        cleaned["is_final"] = bool(cleaned.get("is_final") and cleaned.get("resolution"))
        return cleaned

    def ballots(self) -> dict[int, str]:
        """What was marked in the roll call, by delegate id."""
        return marked(self.data)


def half_days_for_votes(sitting: Sitting) -> QuerySet[PlenaryMeeting]:
    """The half-days in the hall that have come."""
    rows = sitting.plenary_meetings.filter(kind=PlenaryMeeting.Kind.PLENARY, day__lte=timezone.localdate())
    return rows.order_by("day", "part")


def marked(data: Mapping[str, Any]) -> dict[int, str]:
    """The answers of a roll call among posted fields."""
    found = {}
    for name in data:
        pk = whole(name.removeprefix("ballot-")) if name.startswith("ballot-") else None
        if pk is not None and data[name]:
            found[pk] = str(data[name])
    return found


@dataclass(frozen=True)
class BallotRow:
    """A line of the roll call: a delegate in the hall and the answer."""

    line: RollLine
    choice: str

    @property
    def choices(self) -> list[tuple[str, str, bool]]:
        """Value, label, chosen."""
        return [(str(value), str(label), value == self.choice) for value, label in Ballot.Choice.choices]


def ballot_rows(roll: Roll, at: time | None, chosen: Mapping[int, str]) -> list[BallotRow]:
    """Who is to be called: everybody in the hall at that moment."""
    return [BallotRow(line, chosen.get(line.delegate.pk, "")) for line in roll.in_hall(at)]


class VoidForm(PortalForm):
    """Why a vote counts no more."""

    reason = forms.CharField(
        label=_("Reason"),
        min_length=SHORTEST_REASON,
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Stays beside the vote, which remains in the list."),
    )
