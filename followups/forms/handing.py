"""Forms of handing on, of taking over, and of the move to a successor council."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, ClassVar, Final, cast

from django import forms
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core import display
from core.forms import DateField, PortalForm
from core.text import fold
from councils.models import Agency, Council
from followups.forms.answers import AboutFollowUp, conditional
from followups.models import HandOver
from followups.notices.recipients import Owner
from followups.services import Standing, head_of, loop_warning

if TYPE_CHECKING:
    _ModelChoice = forms.ModelChoiceField[Any]
else:
    _ModelChoice = forms.ModelChoiceField

MOST_COUNCILS: Final = 30
"""More councils than this match no name that somebody meant."""
TO_AGENCY, TO_COUNCIL = HandOver.Kind.AGENCY.value, HandOver.Kind.COUNCIL.value


class CouncilChoice(_ModelChoice):
    """Councils with the one above, since names repeat; an ended one says so."""

    def label_from_instance(self, obj: Any) -> str:
        """Name, the council above, the end."""
        above = f" ({obj.parent.name})" if obj.parent else ""
        ended = _("ended on %(day)s") % {"day": display.day(obj.valid_to)} if obj.valid_to else ""
        return f"{obj}{above}{' – ' if ended else ''}{ended}"


class HandOnForm(AboutFollowUp):
    """To whom, why, and since when; a box asks again if the receiver has had it before."""

    kind = forms.ChoiceField(
        label=gettext_lazy("To whom"),
        choices=[
            (TO_AGENCY, gettext_lazy("another agency of this council")),
            (TO_COUNCIL, gettext_lazy("another level: the council above, one below, or any other")),
        ],
        widget=forms.RadioSelect,
    )
    agency = forms.ModelChoiceField(
        label=gettext_lazy("Agency"),
        queryset=Agency.objects.none(),
        required=False,
        help_text=gettext_lazy("It goes on answering to this council."),
    )
    council = CouncilChoice(
        label=gettext_lazy("Council"),
        queryset=Council.objects.none(),
        required=False,
        help_text=gettext_lazy(
            "It chooses which of its agencies answers, and asks for the answer from then on."
        ),
    )
    name = forms.CharField(
        label=gettext_lazy("Or another council, by its name"),
        max_length=120,
        required=False,
        help_text=gettext_lazy(
            "For example “xã Gia Phú”. If several have this name, you choose in the next step."
        ),
    )
    on = DateField(
        label=gettext_lazy("Asked on"),
        initial=timezone.localdate,
        help_text=gettext_lazy("The day of the letter, where it was asked by letter."),
    )
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy(
            "Why it is not within the body's competence, and whose it is. Both sides read it."
        ),
    )
    again = forms.BooleanField(
        label=gettext_lazy("I know that it has been there before; hand it on all the same"), required=False
    )

    fieldsets: ClassVar[Sequence[Any]] = (
        ("", "", ("kind", "agency", ("council", "name"))),
        ("", "", ("reason", "on", "again")),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Agencies of this council that exist; the councils above and below, and those that the typed name means."""
        super().__init__(*args, **kwargs)
        conditional(self, "agency", "council", "name")
        today, council = timezone.localdate(), self.follow_up.council
        agencies = Agency.objects.of(council).valid(today).exclude(pk=self.follow_up.agency_id or 0)
        self._choose("agency", agencies)
        self.named = list(councils_named(self.data.get("name", ""))[: MOST_COUNCILS + 1])
        near = Q(pk=council.parent_id or 0) | Q(parent=council)
        offered = Council.objects.valid(today).filter(near) | Council.objects.filter(pk__in=self._named_ids())
        rows = offered.exclude(pk=council.pk).select_related("parent")
        self._choose("council", rows.order_by("level", "sort_key"))
        if not self.data.get("again"):
            self.fields["again"].widget = forms.HiddenInput()

    def _choose(self, name: str, rows: QuerySet[Any]) -> None:
        cast(_ModelChoice, self.fields[name]).queryset = rows

    def _named_ids(self) -> list[int]:
        return [council.pk for council in self.named] if len(self.named) <= MOST_COUNCILS else []

    def clean_on(self) -> date:
        """Not before the sending, not in the future."""
        return self._checked("on")

    def clean(self) -> dict[str, Any]:
        """One receiver, named beside its own field; a receiver that has had it before needs the tick."""
        data = super().clean() or {}
        receiver = self._agency(data) if data.get("kind") == TO_AGENCY else None
        if data.get("kind") == TO_COUNCIL:
            receiver = self._council(data)
        data["to"] = receiver
        warning = loop_warning(self.follow_up, receiver) if receiver else ""
        if warning:
            self.fields["again"].widget = forms.CheckboxInput()
            if not data.get("again"):
                self.add_error("again", warning)
        return data

    def _agency(self, data: dict[str, Any]) -> Any:
        if not data.get("agency"):
            self._missing("agency", _("Choose the agency."))
        return data.get("agency")

    def _council(self, data: dict[str, Any]) -> Any:
        """The council that was chosen, or the only one of the typed name."""
        if data.get("council") or "council" in self.errors:
            return data.get("council")
        if not data.get("name"):
            self._missing("council", _("Choose the council, or type its name."))
        elif not self.named:
            self.add_error("name", _("The register knows no council of this name. Check how it is spelt."))
        elif len(self.named) > MOST_COUNCILS:
            self.add_error("name", _("Very many councils have this in their name. Write more of it."))
        elif len(self.named) > 1:
            words = _("%(count)s councils have this name: choose which one is meant.")
            self._missing("council", words % {"count": len(self.named)})
        else:
            return self.named[0]
        return None

    def _missing(self, field: str, words: str) -> None:
        if field not in self.errors:
            self.add_error(field, words)


def councils_named(typed: str) -> QuerySet[Council]:
    """Councils whose name holds every typed word, whatever its accents; living ones first. None for nothing."""
    words = fold(typed).split()
    rows = Council.objects.select_related("parent").order_by("-valid_to", "level", "sort_key")
    for word in words:
        rows = rows.filter(search__contains=word)
    exact = rows.filter(search__startswith=f"{' '.join(words)} ") if words else rows.none()
    return exact if words and exact.exists() else rows if words else rows.none()


class TakeOverForm(PortalForm):
    """The receiving side's word: it takes it over and says who answers, or refuses and says why."""

    ACCEPT, REFUSE = "accept", "refuse"

    decision = forms.ChoiceField(
        label=gettext_lazy("Decision"),
        choices=[
            (ACCEPT, gettext_lazy("Take it over: from now on this side owes the answer")),
            (REFUSE, gettext_lazy("Refuse: the present body owes the answer as before")),
        ],
        widget=forms.RadioSelect,
    )
    agency = forms.ModelChoiceField(
        label=gettext_lazy("Which of our agencies answers"),
        queryset=Agency.objects.none(),
        required=False,
        help_text=gettext_lazy("Needed when it is taken over."),
    )
    accountable = forms.CharField(
        label=gettext_lazy("Who answers for it"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("Needed when it is taken over: a post, for example the head of the agency."),
    )
    note = forms.CharField(
        label=gettext_lazy("Reason or remark"),
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
        help_text=gettext_lazy("A refusal needs its reason. Both sides read it."),
    )
    on = DateField(
        label=gettext_lazy("Decided on"),
        initial=timezone.localdate,
        help_text=gettext_lazy("The day of the letter, where the decision came by letter."),
    )

    def __init__(self, *args: Any, hand_over: HandOver, **kwargs: Any) -> None:
        """A council chooses among its agencies; an agency answers itself."""
        initial = {"accountable": head_of(hand_over.to_agency)} if hand_over.to_agency else {}
        super().__init__(*args, **{"initial": initial, **kwargs})
        conditional(self, "agency", "accountable", "note")
        if hand_over.to_agency_id:
            del self.fields["agency"]
            return
        rows = Agency.objects.of(hand_over.to_council).valid(timezone.localdate())
        cast(_ModelChoice, self.fields["agency"]).queryset = rows

    def clean(self) -> dict[str, Any]:
        """What each decision needs, beside its field, all in one round."""
        data = super().clean() or {}
        needed: dict[str, str] = {}
        if data.get("decision") == self.REFUSE:
            needed = {"note": _("Say why it is refused.")}
        elif data.get("decision") == self.ACCEPT:
            needed = {
                "agency": _("Choose which of our agencies answers."),
                "accountable": _("Say who answers for it."),
            }
        for name, words in needed.items():
            if name in self.fields and not data.get(name) and name not in self.errors:
                self.add_error(name, words)
        return data


class SuccessionForm(PortalForm):
    """For each old body the agency of ours that takes over what it owed; most may be left for another day."""

    on = DateField(label=gettext_lazy("Taken over on"), initial=timezone.localdate)

    def __init__(
        self, *args: Any, standing: Sequence[Standing], agencies: Sequence[Agency], **kwargs: Any
    ) -> None:
        """One menu a body; all menus share one list of agencies."""
        super().__init__(*args, **kwargs)
        self.standing, self.agencies = standing, {str(agency.pk): agency for agency in agencies}
        choices = [("", _("leave for now")), *((str(agency.pk), str(agency)) for agency in agencies)]
        for row in standing:
            label = _("Agency that takes over from %(body)s") % {"body": row.name}
            self.fields[key_of(row.owner)] = forms.ChoiceField(label=label, choices=choices, required=False)

    def rows(self) -> list[tuple[Standing, Any]]:
        """Each old body with its menu."""
        return [(row, self[key_of(row.owner)]) for row in self.standing]

    def choices(self) -> dict[Owner, Agency]:
        """Old body → agency, of the bodies for which one was chosen."""
        chosen = {row.owner: self.cleaned_data.get(key_of(row.owner)) for row in self.standing}
        return {owner: self.agencies[pk] for owner, pk in chosen.items() if pk}

    def chosen(self) -> list[tuple[Standing, Agency]]:
        """What would move: each chosen body with its new agency."""
        choices = self.choices()
        return [(row, choices[row.owner]) for row in self.standing if row.owner in choices]

    def clean(self) -> dict[str, Any]:
        """Something must be chosen."""
        data = super().clean() or {}
        if not any(data.get(key_of(row.owner)) for row in self.standing):
            raise forms.ValidationError(_("Choose for at least one body which of your agencies takes over."))
        return data


def key_of(owner: Owner) -> str:
    """The name of a body's menu."""
    return f"{owner.kind}-{owner.pk}"
