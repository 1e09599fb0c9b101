"""Pages of resolutions: the register, one sitting's drafts and resolutions, beginning, entering and changing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from django.db.models import QuerySet
from django.urls import reverse, reverse_lazy
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.drafts import DraftMixin
from core.access import READERS, STAFF, Role
from core.compiled import compiled
from core.display import number
from core.text import whole
from core.views import Action, CreatePage, Empty, ListPage, Text, UpdatePage
from councils.calendar import Clock
from sessions import services
from sessions.documents.resolutions import skeleton
from sessions.filters.resolutions import ResolutionFilters
from sessions.forms.resolutions import EntryForm, ResolutionForm
from sessions.models import BodyMeeting, Paper, Resolution, Sitting
from sessions.querysets import ResolutionQuerySet
from sessions.states import ADOPTED, SIGNED, ResolutionState
from sessions.tables.resolutions import ResolutionsOfSitting, ResolutionTable, to_do, with_sending
from sessions.views.common import Crumbs, SittingPage, person, sittings

RESOLUTIONS: Final[tuple[Text, Any]] = (gettext_lazy("Resolutions"), reverse_lazy("sittings:resolution_list"))
SEEN_BY: Final = READERS | {Role.AGENCY}


def resolutions(user: Any) -> ResolutionQuerySet[Resolution]:
    """The resolutions a user reaches, with what pages show."""
    rows = Resolution.objects.visible_to(user)
    return rows.select_related("council", "council_term__term", "document", "field", "sitting", "meeting")


def resolution_crumbs(resolution: Resolution) -> Crumbs:
    """From the register to the resolution."""
    return [RESOLUTIONS, (short(resolution), resolution.get_absolute_url())]


def short(resolution: Resolution) -> str:
    """Its number, or that it is a draft."""
    return str(resolution) if resolution.document else _("Draft resolution")


@compiled
def _shown(user: Any, ids: Sequence[int]) -> QuerySet[Resolution]:
    today = timezone.localdate()
    return resolutions(user).filter(pk__in=ids).with_sort().with_task_counts(today).status_on(today)


class ResolutionList(ListPage):
    """Nghị quyết: the register. An agency reads those issued that give it a task."""

    roles = SEEN_BY
    title = gettext_lazy("Resolutions")
    table_class = ResolutionTable
    filterset_class = ResolutionFilters
    order = ("-day_sort", "-pk")

    def rows(self) -> QuerySet[Resolution]:
        rows = resolutions(self.request.user).of(self.council).with_sort()
        today = timezone.localdate()
        return rows.with_task_counts(today).status_on(today)

    shown = staticmethod(_shown)

    def sought(self) -> QuerySet[Resolution]:
        return Resolution.objects.visible_to(self.request.user).of(self.council).with_sort()

    def count_label(self, count: int) -> str:
        return ngettext("resolution", "resolutions", count)

    @cached_property
    def clock(self) -> Clock:
        """Read once for the page, or for a whole file."""
        return Clock()

    def make_table(self, page: Any) -> Any:
        with_sending(page.rows, self.clock)
        return super().make_table(page)

    def page_actions(self) -> list[Action]:
        if not self.roles_here() & READERS:
            return []
        actions = [
            Action(_("Review of normative texts"), reverse("sittings:review_list")),
            Action(_("Indicators"), reverse("sittings:indicator_list")),
        ]
        if self.roles_here() & STAFF:
            actions += [
                Action(_("Enter an adopted one"), reverse("sittings:resolution_enter")),
                Action(_("Begin a draft"), reverse("sittings:resolution_create"), primary=True),
            ]
        return actions

    def empty_state(self) -> Empty:
        if not self.roles_here() & READERS:
            return Empty(_("No resolution gives your agency a task."))
        title = _("No resolution has been entered yet.")
        if not self.roles_here() & STAFF:
            return Empty(title)
        text = _("Begin with a draft of the next sitting, or enter what was adopted before.")
        return Empty(title, text, _("Begin a draft"), reverse("sittings:resolution_create"))


class SittingResolutions(SittingPage):
    """The drafts and resolutions of one sitting, with what is still to do."""

    template_name = "sittings/sitting_resolutions.html"
    tab = "sitting_resolutions"

    def context(self) -> dict[str, Any]:
        rows = with_sending(list(self.rows()), Clock())
        for row in rows:
            row.to_do = to_do(row)
        drafts = [row for row in rows if row.state not in ADOPTED]
        adopted = [row for row in rows if row.state in ADOPTED]
        return {
            **super().context(),
            "actions": self.actions(),
            "figures": self.figures(adopted),
            "drafts": ResolutionsOfSitting(drafts, caption=_("Drafts")),
            "adopted": ResolutionsOfSitting(adopted, caption=_("Adopted resolutions")),
            "counts": (len(drafts), len(adopted)),
            "create_url": self.create_url() if self.roles_on_record() & STAFF else "",
            "list_url": f"{RESOLUTIONS[1]}?sitting={self.record.pk}",
        }

    def rows(self) -> QuerySet[Resolution]:
        """In the order of their numbers, then as they were begun."""
        found: QuerySet[Any] = resolutions(self.request.user).filter(sitting=self.record).with_sort()
        return found.order_by("signed_sort", "number_sort", "pk")

    def create_url(self) -> str:
        """Where a draft of this sitting is begun."""
        return f"{reverse('sittings:resolution_create')}?sitting={self.record.pk}"

    def actions(self) -> list[Action]:
        """What staff do here."""
        if not self.roles_on_record() & STAFF:
            return []
        enter = f"{reverse('sittings:resolution_enter')}?sitting={self.record.pk}"
        return [
            Action(_("Enter an adopted one"), enter),
            Action(_("Begin a draft"), self.create_url(), primary=True),
        ]

    @staticmethod
    def figures(adopted: list[Any]) -> list[dict[str, Any]]:
        """Tiles: how many, and what is still owed on them."""
        today = timezone.localdate()
        signed = [row for row in adopted if row.state in SIGNED]
        waiting = [row for row in signed if row.sent_up_on is None]
        late = [row for row in waiting if row.send_up_due_on and row.send_up_due_on < today]
        normative = sum(row.is_normative for row in adopted)
        of_which = _("of which %(count)s normative") % {"count": normative} if normative else ""
        overdue = _("%(count)s past their day") % {"count": len(late)} if late else ""
        issued = sum(row.state == ResolutionState.SIGNED for row in adopted)
        return [
            {"label": _("Adopted"), "value_text": number(len(adopted)), "note": of_which},
            {"label": _("To be signed"), "value_text": number(len(adopted) - len(signed))},
            {"label": _("To be issued"), "value_text": number(issued)},
            {
                "label": _("To be sent up"),
                "value_text": number(len(waiting)),
                "note": overdue,
                "late": bool(late),
            },
        ]


class Beginning(CreatePage):
    """What both ways of entering share: the council's choices, and where they lead."""

    def form_kwargs(self) -> dict[str, Any]:
        return {**super().form_kwargs(), "council": self.council}

    def page_crumbs(self) -> list[Any]:
        return [RESOLUTIONS, (self.title, None)]

    def cancel_url(self) -> str:
        return str(RESOLUTIONS[1])

    def asked(self, name: str, rows: QuerySet[Any]) -> Any:
        """The record that the address names, if it is one of the council's."""
        wanted = whole(self.request.GET.get(name, ""))
        return rows.filter(pk=wanted).first() if wanted else None

    def asked_sitting(self) -> Sitting | None:
        """The sitting of `?sitting=`."""
        found: Sitting | None = self.asked("sitting", sittings(self.request.user).of(self.council))
        return found


class ResolutionCreate(DraftMixin, Beginning):
    """Begin a resolution: `?sitting=`, `?paper=` or `?meeting=` say from what."""

    form_class = ResolutionForm
    title = gettext_lazy("Begin a draft resolution")
    done_message = gettext_lazy("The draft has been entered.")

    @property
    def draft_key(self) -> str:
        """One for each place it begins from."""
        places = [
            f"{name}-{wanted}"
            for name in ("sitting", "paper", "meeting")
            if (wanted := whole(self.request.GET.get(name, "")))
        ]
        return "-".join(["resolution-of", str(self.council.pk), *places])

    def form_kwargs(self) -> dict[str, Any]:
        given = super().form_kwargs()
        offered = {"text": skeleton(self.council), **self.offered()}
        return {
            **given,
            "instance": Resolution(council=self.council),
            "initial": {**offered, **(given.get("initial") or {})},
        }

    def offered(self) -> dict[str, Any]:
        """What the place in the address gives."""
        if paper := self.asked("paper", Paper.objects.visible_to(self.request.user).of(self.council)):
            return {"paper": paper.pk, "sitting": paper.sitting_id}
        if sitting := self.asked_sitting():
            return {"sitting": sitting.pk}
        meetings = BodyMeeting.objects.visible_to(self.request.user).of(self.council)
        if meeting := self.asked("meeting", meetings):
            return {"meeting": meeting.pk, "issuer": Resolution.Issuer.STANDING_COMMITTEE}
        return {}

    def perform(self, form: ResolutionForm) -> Resolution:
        return services.draft_resolution(council=self.council, user=person(self.request), **form.cleaned_data)


class ResolutionEnter(DraftMixin, Beginning):
    """Enter a resolution that was adopted and signed before."""

    form_class = EntryForm
    title = gettext_lazy("Enter an adopted resolution")
    done_message = gettext_lazy("The resolution has been entered.")

    @property
    def draft_key(self) -> str:
        return f"resolution-entry-{self.council.pk}"

    def form_kwargs(self) -> dict[str, Any]:
        given = super().form_kwargs()
        sitting = self.asked_sitting()
        offered = {"sitting": sitting.pk, "adopted_on": sitting.closes_on} if sitting else {}
        return {**given, "initial": {**offered, **(given.get("initial") or {})}}

    def form_context(self, form: Any) -> dict[str, Any]:
        intro = _(
            "For resolutions of earlier years, or signed on paper: one form, no steps to click through."
        )
        return {**super().form_context(form), "intro": intro, "add_another": True}

    def perform(self, form: EntryForm) -> Resolution:
        given = dict(form.cleaned_data)
        if given["sitting"] is not None:
            given["council_term"] = given["sitting"].council_term
        return services.enter_adopted_resolution(council=self.council, user=person(self.request), **given)


class ResolutionEdit(DraftMixin, UpdatePage):
    """Change a resolution as far as vote and signature have not fixed it."""

    form_class = ResolutionForm
    done_message = gettext_lazy("The resolution has been changed.")

    @property
    def draft_key(self) -> str:
        """A draft ends with the version it was begun on: it must not cover what a colleague saved since."""
        return f"resolution-{self.record.pk}-{self.record.version}"

    def reachable(self) -> QuerySet[Resolution]:
        return resolutions(self.request.user)

    def form_kwargs(self) -> dict[str, Any]:
        return {**super().form_kwargs(), "council": self.record.council}

    def form_context(self, form: Any) -> dict[str, Any]:
        crumbs = [*resolution_crumbs(self.record), (_("Edit"), None)]
        return {**super().form_context(form), "title": self.record.title, "crumbs": crumbs}

    def perform(self, form: ResolutionForm) -> Resolution:
        changes = dict(form.cleaned_data)
        return services.change_resolution(
            resolution=form.instance,
            user=person(self.request),
            version=changes.pop("version"),
            **changes,
        )
