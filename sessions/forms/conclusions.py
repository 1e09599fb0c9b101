"""The form of one conclusion: its text, and the task of whoever is to carry it out."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import Fieldset
from followups.forms.assigning import AssignForm
from followups.models import FollowUp
from followups.states import State
from sessions.models import BodyMeeting, Conclusion
from sessions.services import Task
from sessions.services.conclusions import ORIGIN

_TASK_FIELDS = (
    "title",
    "field",
    "body",
    "accountable",
    "rule",
    "due_anchor_on",
    "due_on",
    "legal_basis",
    "evidence",
)
_SAYS_A_TASK = ("title", "body", "accountable", "rule", "due_on", "legal_basis", "evidence")
"""Boxes of which one filled in means that somebody is to carry it out."""
_DROPPED = ("detail", "locality", "issued_on")
"""What a conclusion says of itself: its text, and the day of its notice."""


class ConclusionForm(AssignForm):
    """A conclusion. Whatever of the task is filled in becomes a draft; the five clears are needed when it is issued."""

    text = forms.CharField(label=_("Conclusion"), widget=forms.Textarea(attrs={"rows": 5}))
    fieldsets: ClassVar[Any] = (
        Fieldset("", "", ("text",)),
        Fieldset(
            _("Who carries it out"),
            _("Leave all of this empty where nobody in particular has to. It is sent with the notice."),
            ("title", "body", ("accountable", "field")),
        ),
        Fieldset(
            _("By when"),
            _("A rule counts the day and brings its article; or set a day."),
            ("rule", ("due_anchor_on", "due_on"), "legal_basis"),
        ),
        Fieldset(_("What proves it done"), "", ("evidence",)),
    )

    class Meta(AssignForm.Meta):
        help_texts: ClassVar = {
            **AssignForm.Meta.help_texts,
            "title": _(
                "In a few words, as the table of the notice names it. Empty: the conclusion's first line."
            ),
            "due_anchor_on": _("Only with a rule; empty: the day of the meeting."),
            "legal_basis": _("Of a day set by hand. Empty: the notice of conclusions itself."),
        }

    def __init__(
        self, *args: Any, meeting: BodyMeeting, conclusion: Conclusion | None = None, **kwargs: Any
    ) -> None:
        """A new conclusion, or one with its draft."""
        self.meeting, self.conclusion = meeting, conclusion
        draft = conclusion.follow_up if conclusion else None
        self.sent = draft if draft and draft.state not in {State.DRAFT, State.WITHDRAWN} else None
        own = (
            draft if draft and draft.state == State.DRAFT else FollowUp(council=meeting.council, kind=ORIGIN)
        )
        super().__init__(*args, instance=own, council=meeting.council, **kwargs)
        for name in _DROPPED:
            del self.fields[name]
        self.fields["title"].required = False
        if conclusion is not None:
            self._begin_with(conclusion)
        if self.sent is not None:
            for name in _TASK_FIELDS:
                self.fields.pop(name, None)

    def _begin_with(self, conclusion: Conclusion) -> None:
        """What stands in it, and the edition that both texts were opened on."""
        self.initial.setdefault("text", conclusion.text)
        self.opened_on = conclusion.edition
        self.fields["version"] = forms.IntegerField(
            widget=forms.HiddenInput, required=False, initial=conclusion.edition
        )
        self.initial["version"] = conclusion.edition

    def _day(self, name: str) -> date | None:
        """Bodies and rules are those of the meeting's day."""
        return self.meeting.held_on if name == "issued_on" else super()._day(name)

    def clean_version(self) -> int | None:
        """As everywhere; a new conclusion has none."""
        return super().clean_version() if "version" in self.cleaned_data else None

    def task(self) -> Task | None:
        """The task as far as it was filled in; None where nobody carries it out."""
        data, parts = self.cleaned_data, self.given_parts()
        if self.sent is not None:
            return Task(self.sent)
        if not parts and not any(data.get(name) for name in _SAYS_A_TASK):
            return None
        return Task(self.instance, data.get("rule", ""), parts)
