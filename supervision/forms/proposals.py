"""Forms of proposals: made by the secretariat for anybody, by delegates and committees for themselves; selected."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.access import Access, Role
from core.editing import RecordForm
from core.forms import DateField, Fieldset, PortalForm
from councils.forms import valid_or_chosen
from councils.models import Committee, Council, Delegate
from supervision.models import ProgrammeItem, Proposal

_ANYBODY = frozenset({Role.SECRETARIAT, Role.LEADER})
INTO_NEW, INTO_ITEM, NOT_SELECTED = "new", "item", "refuse"


def own_delegates(council: Council, access: Access) -> QuerySet[Delegate]:
    """The delegate that the user is in this council."""
    return Delegate.objects.of(council).filter(pk__in=access.delegates)


class ProposalForm(RecordForm):
    """A proposal. Who speaks for themselves is not asked who proposes."""

    checked_by_service = True
    fieldsets: ClassVar = (
        Fieldset(
            _("What is proposed"),
            _("The law asks for all four: the need, the content, the scope and the object."),
            ("content", "need", "scope", "objects_text"),
        ),
        Fieldset(_("For whom"), "", (("year", "subject"),)),
        Fieldset(
            _("Who proposes"), "", ("proposer", ("delegate", "committee"), ("proposer_name", "proposed_on"))
        ),
    )

    class Meta:
        model = Proposal
        fields: ClassVar = [
            "content",
            "need",
            "scope",
            "objects_text",
            "year",
            "subject",
            "proposer",
            "delegate",
            "committee",
            "proposer_name",
            "proposed_on",
        ]
        widgets: ClassVar = {
            "content": forms.Textarea(attrs={"rows": 2, "maxlength": 300}),
            "need": forms.Textarea(attrs={"rows": 3}),
            "scope": forms.Textarea(attrs={"rows": 2}),
            "objects_text": forms.Textarea(attrs={"rows": 2}),
            "year": forms.NumberInput(attrs={"class": "brief", "min": 2000}),
        }
        help_texts: ClassVar = {
            "content": _("“việc …”, as the titles of its documents go on."),
            "delegate": _("Where a delegate proposes."),
            "committee": _("Where a committee proposes."),
            "proposer_name": _("Of a group, the Front, an agency or voters."),
        }

    def __init__(self, *args: Any, council: Council, access: Access, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        proposal: Proposal = self.instance
        if access.roles_in(council.pk) & _ANYBODY:
            valid_or_chosen(self.fields["committee"], Committee.objects.of(council), [proposal.committee_id])
            delegates: Any = self.fields["delegate"]
            delegates.queryset = Delegate.objects.of(council).order_by("sort_key", "pk")
            return
        self._speak_for(council, access)

    def _speak_for(self, council: Council, access: Access) -> None:
        """A delegate proposes as the delegate, committee staff for their committee, both today."""
        proposal: Proposal = self.instance
        if proposal.pk is None:
            proposal.delegate = own_delegates(council, access).first()
            proposal.committee = Committee.objects.of(council).filter(pk__in=access.committees).first()
            if proposal.delegate:
                proposal.committee = None
            proposal.proposer = (
                Proposal.Proposer.DELEGATE if proposal.delegate else Proposal.Proposer.COMMITTEE
            )
            proposal.proposed_on = timezone.localdate()
        for name in ("proposer", "delegate", "committee", "proposer_name", "proposed_on"):
            del self.fields[name]


class SelectForm(PortalForm):
    """What becomes of the ticked proposals."""

    action = forms.ChoiceField(
        label=_("The ticked proposals"),
        choices=[
            (INTO_NEW, _("become one new item")),
            (INTO_ITEM, _("go into an item that stands")),
            (NOT_SELECTED, _("are not selected")),
        ],
        initial=INTO_NEW,
        widget=forms.RadioSelect,
    )
    title = forms.CharField(
        label=_("Content of the new item"),
        max_length=300,
        required=False,
        help_text=_("Empty: as the first proposal says it."),
    )
    form = forms.ChoiceField(label=_("Form"), choices=ProgrammeItem.Form.choices, required=False)
    item = forms.ModelChoiceField(label=_("Item"), queryset=ProgrammeItem.objects.none(), required=False)
    reason = forms.CharField(
        label=_("Why they are not selected"), required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    on = DateField(label=_("Decided on"), initial=timezone.localdate)
    fieldsets: ClassVar = (Fieldset("", "", ("action", ("title", "form"), "item", "reason", "on")),)

    def __init__(self, *args: Any, items: QuerySet[ProgrammeItem], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["item"]
        field.queryset = items

    def clean(self) -> dict[str, Any]:
        """An item must be named where they go into one."""
        typed: dict[str, Any] = super().clean() or {}
        if typed.get("action") == INTO_ITEM and not typed.get("item"):
            self.add_error("item", _("Choose the item."))
        return typed
