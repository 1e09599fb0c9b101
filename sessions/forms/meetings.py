"""Forms of meetings of the Standing Committee and committees. What rules forbid is refused by the services."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any, ClassVar, cast

from django import forms
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from core.display import day
from core.editing import RecordForm
from core.forms import DateField, Fieldset, KeepMixin, PortalForm
from core.text import whole
from councils.models import Committee, Council, Delegate, Post, PostKind
from councils.querysets import valid_on
from sessions.documents.conclusions import signatures_of
from sessions.models import BodyMeeting, Sitting, Verification
from sessions.services.meetings import Kind, open_verifications
from sessions.states import BodyMeetingState

COMMITTEE_KINDS = (Kind.REGULAR, Kind.AD_HOC, Kind.VERIFICATION)
"""What a committee meets for."""
STANDING_POSTS = (PostKind.CHAIR, PostKind.VICE_CHAIR, PostKind.COMMITTEE_HEAD)
"""Who sits in the Standing Committee (Law 72/2025 Art. 29)."""
_NUMBERED_BOXES = {"class": "brief", "min": 1}
_ISSUED = (
    "kind",
    "committee",
    "number",
    "sitting",
    "title",
    "held_on",
    "place",
    "chair",
    "others",
    "delegates",
)
"""What an issued notice repeats: no longer on the form."""
_SIGNERS = {
    "chair": gettext_lazy("Chair"),
    "vice_chair": gettext_lazy("Vice-chair, for the chair"),
    "office": gettext_lazy("Chief of office, by order"),
    "head": gettext_lazy("Head of the committee"),
    "deputy": gettext_lazy("Deputy head, for the head"),
}


def sitting_and_day(obj: Sitting) -> str:
    """How menus call a sitting."""
    return f"{obj}, {day(obj.opens_on)}"


def _paper_and_committee(obj: Verification) -> str:
    return f"{obj.committee}: {obj.paper.title} ({obj.paper.sitting})"


class BodyMeetingForm(RecordForm):
    """A meeting: of whom, about what, when and where, who was there, how it went."""

    checked_by_service = True
    verifications = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Papers examined"),
        queryset=Verification.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy(
            "At a verification meeting: the committee's verifications that are not yet reported."
        ),
    )
    fieldsets: ClassVar = (
        Fieldset("", "", ("title", ("committee", "kind"), ("sitting", "number"))),
        Fieldset(
            gettext_lazy("When and where"), "", (("held_on", "starts_at", "ends_at"), ("place", "chair"))
        ),
        Fieldset(gettext_lazy("Agenda"), "", ("agenda", "verifications")),
        Fieldset(
            gettext_lazy("At the meeting"),
            pgettext_lazy("council body", "May stay empty until the meeting has been held."),
            ("delegates", "others", "minutes"),
        ),
    )

    class Meta:
        model = BodyMeeting
        fields: ClassVar = [
            "title",
            "committee",
            "kind",
            "sitting",
            "number",
            "held_on",
            "starts_at",
            "ends_at",
            "place",
            "chair",
            "agenda",
            "delegates",
            "others",
            "minutes",
        ]
        widgets: ClassVar = {
            "title": forms.Textarea(attrs={"rows": 2, "maxlength": 300}),
            "others": forms.Textarea(attrs={"rows": 2, "maxlength": 500}),
        }
        help_texts: ClassVar = {
            "committee": gettext_lazy("Empty for the Standing Committee."),
            "sitting": gettext_lazy("Of a pre-sitting conference or a post-sitting review."),
            "number": gettext_lazy("Empty: the next number of this body and kind in the term is given."),
            "agenda": gettext_lazy("One item a line; the invitation and the minutes repeat them."),
            "others": gettext_lazy("Bodies and persons invited, as the notice names them."),
        }

    def __init__(
        self, *args: Any, council: Council, committees: QuerySet[Committee] | None, **kwargs: Any
    ) -> None:
        """`committees` are the only ones the user enters meetings for; None: of every body."""
        super().__init__(*args, **kwargs)
        meeting: BodyMeeting = self.instance
        self.council, self.own = council, committees
        self._offer_bodies()
        self._offer_sittings()
        self.fields["number"].widget.attrs |= _NUMBERED_BOXES
        self._offer_verifications()
        self._offer_delegates()
        if meeting.pk:
            self.fields["number"].help_text = ""
        if meeting.state == BodyMeetingState.CONCLUDED:
            for name in _ISSUED:
                self.fields.pop(name, None)

    def _day(self) -> date:
        """The day in the box, or today."""
        raw = self.data.get(self.add_prefix("held_on")) if self.is_bound else self.initial.get("held_on")
        try:
            found: date | None = self.fields["held_on"].clean(raw)
        except forms.ValidationError:
            found = None
        return found or timezone.localdate()

    def _offer(self, name: str, rows: QuerySet[Any], label: Any = None) -> None:
        field = cast("forms.ModelChoiceField[Any]", self.fields[name])
        field.queryset = rows
        if label is not None:
            field.label_from_instance = label  # type: ignore[method-assign]  # the one way without a subclass

    def _offer_bodies(self) -> None:
        rows = Committee.objects.of(self.council) if self.own is None else self.own
        self._offer("committee", rows.order_by("name", "pk"))
        field = cast("forms.ModelChoiceField[Committee]", self.fields["committee"])
        if self.own is None:
            field.empty_label = _("Standing Committee")
            return
        field.required, field.help_text = True, ""
        kind = cast("forms.ChoiceField", self.fields["kind"])
        kind.choices = [(kind.value, kind.label) for kind in COMMITTEE_KINDS]

    def _offer_sittings(self) -> None:
        rows = Sitting.objects.of(self.council).order_by("-opens_on", "-pk")
        self._offer("sitting", rows, sitting_and_day)

    def _offer_verifications(self) -> None:
        """Those that can be examined; no box where there is none."""
        rows = open_verifications(self.council, self.instance)
        rows = rows if self.own is None else rows.filter(committee__in=self.own)
        self._offer("verifications", rows, _paper_and_committee)
        field = cast("forms.ModelMultipleChoiceField[Any]", self.fields["verifications"])
        choices = list(cast("Iterable[Any]", field.choices))
        if not choices:
            del self.fields["verifications"]
        elif self.instance.pk:
            self.initial["verifications"] = list(self.instance.verifications.values_list("pk", flat=True))

    def _offer_delegates(self) -> None:
        """Who holds a seat on the day, and whom the record names, under their bodies."""
        on, seats = self._day(), "seats"
        wanted = valid_seats(on, seats)
        data: Any = self.data
        chosen = data.getlist(self.add_prefix("delegates")) if self.is_bound else []
        kept = Q(pk__in=[pk for text in chosen if (pk := whole(text)) is not None])
        if self.instance.pk:
            kept |= Q(body_meetings=self.instance)
        rows = Delegate.objects.of(self.council).filter(wanted | kept).distinct().order_by("sort_key", "pk")
        field = cast("forms.ModelMultipleChoiceField[Delegate]", self.fields["delegates"])
        field.queryset = rows
        choices = grouped(rows, Post.objects.filter(valid_on(on), delegate__council=self.council))
        if not choices:
            del self.fields["delegates"]
            return
        field.widget = forms.CheckboxSelectMultiple()
        field.widget.choices = field.choices = choices


def valid_seats(on: date, prefix: str) -> Q:
    """That a seat is held on a day, reached over `prefix`."""
    open_end = Q(**{f"{prefix}__valid_to__isnull": True}) | Q(**{f"{prefix}__valid_to__gte": on})
    return Q(**{f"{prefix}__valid_from__lte": on}) & open_end


def grouped(delegates: Iterable[Delegate], posts: QuerySet[Post]) -> list[tuple[str, Any]]:
    """Delegates as choices under the body they sit in, the Standing Committee first; each stands once; two queries."""
    left = {delegate.pk: delegate for delegate in delegates}
    bodies: dict[str, list[tuple[int, str]]] = {}
    held = list(posts.select_related("committee").order_by("committee__name", "committee_id", "kind", "pk"))
    standing = [post for post in held if post.kind in STANDING_POSTS]
    rows = sorted(standing, key=lambda post: STANDING_POSTS.index(PostKind(post.kind)))
    rows += [post for post in held if post.committee]
    for post in rows:
        delegate = left.pop(post.delegate_id, None)
        if delegate is not None:
            body = _("Standing Committee") if post in standing else str(post.committee)
            bodies.setdefault(body, []).append((delegate.pk, str(delegate)))
    others = [(delegate.pk, str(delegate)) for delegate in left.values()]
    if not bodies:
        return others  # type: ignore[return-value]  # plain choices, where no post is known
    return [*bodies.items(), *([(_("Other delegates"), others)] if others else [])]


class MinutesForm(PortalForm):
    """The signed minutes as a file."""

    upload = forms.FileField(
        label=gettext_lazy("File"),
        max_length=255,
        widget=forms.FileInput(attrs={"accept": ".pdf,.docx,.jpg,.png"}),
        help_text=gettext_lazy("A scan as PDF is best. The file before it stays as an older version."),
    )


class ConcludeForm(KeepMixin, PortalForm):
    """When the conclusions are issued and who signs."""

    on = DateField(label=gettext_lazy("Dated"))
    signer = forms.ChoiceField(label=gettext_lazy("Signed by"))
    signer_name = forms.CharField(
        label=gettext_lazy("Name of the signer"),
        max_length=120,
        required=False,
        help_text=gettext_lazy("Without academic titles; may stay empty."),
    )
    fieldsets: ClassVar = (Fieldset("", "", (("on", "signer", "signer_name"),)),)

    def __init__(self, *args: Any, meeting: BodyMeeting, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        signer = cast("forms.ChoiceField", self.fields["signer"])
        signer.choices = [(key, _SIGNERS[key]) for key in signatures_of(meeting)]


class NoForm(PortalForm):
    """A step that needs nothing but its button."""
