"""Forms of a half-day: the roll, arrivals and departures, the hours it was held, a speaker."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Final, cast

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from core.editing import RecordForm
from core.forms import PortalForm, TimeField
from core.text import whole
from councils.models import DelegateGroup
from sessions.models import AgendaItem, Attendance, PlenaryMeeting, SpeakingTurn
from sessions.roll import Roll, RollLine
from sessions.services.attendance import Call

Status = Attendance.Status


class DelegateField(forms.TypedChoiceField):
    """A delegate of the roll: only those with a seat on the day are offered."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"empty_value": None, **kwargs})

    def offer(self, lines: Iterable[RollLine]) -> None:
        """Choose among these; no query."""
        delegates = {str(line.delegate.pk): line.delegate for line in lines}
        self.choices = [("", _("Choose …")), *((pk, str(one)) for pk, one in delegates.items())]
        self.coerce = delegates.get


# --- The roll ---


@dataclass
class RollRow:
    """A line of the roll as the page shows it."""

    line: RollLine
    status: str
    reason: str
    was: str
    registered: Call | None = None
    error: str = ""

    @property
    def choices(self) -> list[tuple[str, str, bool]]:
        """Value, label, chosen."""
        return [(str(value), str(label), value == self.status) for value, label in Status.choices]


class RollForm:
    """The roll of a half-day as one form; with a group only its lines.

    Each line carries what it showed (`was`): lines that nobody touched are not sent to the service, so that two people
    who call two groups at once do not overwrite each other.
    """

    def __init__(
        self,
        roll: Roll,
        registered: Mapping[int, Call],
        *,
        group: int | None = None,
        data: QueryDict | None = None,
    ) -> None:
        self.group = group
        self.data = data
        self.errors: list[str] = []
        lines = [line for line in roll.lines if group is None or _number(line) == group]
        self.rows = [self._row(line, registered.get(line.delegate.pk)) for line in lines]

    def calls(self) -> dict[int, Call]:
        """What was typed and differs from what the page had shown, by delegate; also of who is not on the roll."""
        data = self.data or QueryDict()
        found = {}
        for name in data:
            pk = whole(name.removeprefix("status-")) if name.startswith("status-") else None
            if pk is None or not data[name]:
                continue
            call = Call(data.get(name, ""), data.get(f"reason-{pk}", "").replace("\0", ""))
            if _print(call) != data.get(f"was-{pk}", ""):
                found[pk] = call
        return found

    def add_refusal(self, refusal: ValidationError) -> None:
        """Each sentence beside its line; the others on top."""
        if not hasattr(refusal, "error_dict"):
            self.errors += refusal.messages
            return
        rows = {str(row.line.delegate.pk): row for row in self.rows}
        for name, sentences in refusal.message_dict.items():
            if name in rows:
                rows[name].error = " ".join(sentences)
            else:
                self.errors += sentences

    @property
    def wrong(self) -> list[RollRow]:
        """Lines with a sentence, for the summary."""
        return [row for row in self.rows if row.error]

    def _row(self, line: RollLine, registered: Call | None) -> RollRow:
        was = Call(line.status, line.reason)
        shown = was
        if not line.status and registered is not None and registered.status == Status.EXCUSED:
            shown = registered
        if self.data is not None:
            pk = line.delegate.pk
            shown = Call(self.data.get(f"status-{pk}", ""), self.data.get(f"reason-{pk}", ""))
        return RollRow(line, shown.status, shown.reason, _print(was) if line.status else "", registered)


def _number(line: RollLine) -> int | None:
    return line.group.number if line.group else None


def _print(call: Call) -> str:
    """A call as one word, to compare."""
    return f"{call.status}|{call.reason.strip() if call.status != Status.PRESENT else ''}"


# --- Arrivals, hours ---

ARRIVE: Final = "arrive"
LEAVE: Final = "leave"


class PresenceForm(PortalForm):
    """Somebody comes or goes."""

    what = forms.ChoiceField(
        label=_("Arrives or leaves"),
        choices=[(ARRIVE, _("Arrives")), (LEAVE, _("Leaves"))],
        widget=forms.RadioSelect,
        initial=ARRIVE,
    )
    delegate = DelegateField(label=_("Delegate"))
    at = TimeField(label=_("At"))

    fieldsets: ClassVar = (("", "", (("delegate", "at"), "what")),)

    def __init__(self, *args: Any, roll: Roll, **kwargs: Any) -> None:
        super().__init__(*args, auto_id="presence_%s", **kwargs)
        cast("DelegateField", self.fields["delegate"]).offer(roll.lines)


class HoldForm(RecordForm):
    """The half-day was held, from when to when."""

    checked_by_service = True
    fieldsets: ClassVar = (("", "", (("starts_at", "ends_at"), "chair", "note")),)

    class Meta:
        model = PlenaryMeeting
        fields: ClassVar = ["starts_at", "ends_at", "chair", "note"]
        help_texts: ClassVar = {
            "ends_at": _("May stay empty until the half-day has ended; the minutes need it."),
            "note": _("What the minutes should tell besides papers, speakers and votes."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["starts_at"].required = True


# --- Speakers ---


class TurnForm(RecordForm):
    """A speaker. What a half-day allows is checked by the service."""

    checked_by_service = True
    delegate = DelegateField(label=_("Delegate"), required=False)
    fieldsets: ClassVar = (
        (
            "",
            "",
            (("delegate", "speaker"), ("kind", "item"), ("group", "starts_at", "minutes"), "summary"),
        ),
    )

    class Meta:
        model = SpeakingTurn
        fields: ClassVar = [
            "kind",
            "item",
            "delegate",
            "speaker",
            "group",
            "starts_at",
            "minutes",
            "summary",
        ]
        widgets: ClassVar = {"summary": forms.Textarea(attrs={"rows": 2})}

    def __init__(
        self,
        *args: Any,
        roll: Roll,
        items: Sequence[AgendaItem],
        groups: Sequence[DelegateGroup],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, auto_id="turn_%s", **kwargs)
        cast("DelegateField", self.fields["delegate"]).offer(roll.lines)
        _offer_rows(self.fields, "item", items)
        _offer_rows(self.fields, "group", groups)


def _offer_rows(fields: dict[str, forms.Field], name: str, rows: Sequence[Any]) -> None:
    """A choice among rows that were read already; the field goes where there are none."""
    if not rows:
        del fields[name]
        return
    found = {str(row.pk): row for row in rows}
    choices = [("", _("Choose …")), *((pk, str(row)) for pk, row in found.items())]
    former = fields[name]
    fields[name] = forms.TypedChoiceField(
        label=former.label,
        choices=choices,
        coerce=found.get,
        empty_value=None,
        required=False,
        help_text=former.help_text,
    )
