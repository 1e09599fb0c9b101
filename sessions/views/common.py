"""What the pages of a sitting share: who reaches it, the way here, its tabs, its badge."""

from __future__ import annotations

from typing import Any, ClassVar, Final, NamedTuple, cast

from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse, reverse_lazy
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.querysets import ScopedQuerySet
from core.views import DetailPage, Text
from sessions.models import Minutes, Sitting
from sessions.states import MinutesState
from sessions.tables.sittings import state_badge as sitting_badge

Crumbs = list[tuple[Text, str | None]]

LIST: Final[tuple[Text, Any]] = (_("Sittings"), reverse_lazy("sittings:sitting_list"))

TABS: Final[tuple[tuple[str, Text], ...]] = (
    ("sitting_detail", pgettext_lazy("sitting", "Overview")),
    ("sitting_papers", _("Papers")),
    ("sitting_agenda", _("Agenda")),
    ("sitting_delegates", _("Delegates")),
    ("sitting_plenaries", _("At the sitting")),
    ("sitting_votes", _("Votes")),
    ("minutes_detail", _("Minutes")),
    ("sitting_resolutions", _("Resolutions")),
)
"""The pages of one sitting, in the order of the work."""


class Tab(NamedTuple):
    """One tab: where it leads, what it is called, whether one is there."""

    url: str
    label: Text
    current: bool


def sittings(user: Any) -> ScopedQuerySet[Sitting]:
    """The sittings a user reaches, with what pages show."""
    return Sitting.objects.visible_to(user).select_related(
        "council", "council_term__council", "council_term__term"
    )


def sitting_crumbs(sitting: Sitting) -> Crumbs:
    """From the register to the sitting."""
    return [LIST, (str(sitting), sitting.get_absolute_url())]


def tabs_of(sitting: Sitting, current: str) -> list[Tab]:
    """The tabs of a sitting's pages."""
    return [
        Tab(reverse(f"sittings:{name}", args=[sitting.pk]), label, name == current) for name, label in TABS
    ]


def person(request: HttpRequest) -> User:
    """Who is at the page; it has made sure that somebody signed in."""
    return cast("User", request.user)


def minutes_closed(sitting: Sitting) -> str:
    """Why what the minutes tell can no longer change; nothing while it can. Read the sitting with its `minutes`."""
    minutes: Minutes | None = getattr(sitting, "minutes", None)
    if minutes is None or minutes.state == MinutesState.DRAFT:
        return ""
    return gettext("The minutes of this sitting are approved: what they tell no longer changes.")


class SittingPage(DetailPage):
    """A page of one sitting: the same head and tabs everywhere."""

    template_name = "sittings/sitting.html"
    tab: ClassVar[str] = "sitting_detail"

    def reachable(self) -> QuerySet[Any]:
        return sittings(self.request.user)

    def context(self) -> dict[str, Any]:
        sitting = self.record
        label = dict(TABS)[self.tab]
        here: Crumbs = (
            [LIST, (str(sitting), None)]
            if self.tab == "sitting_detail"
            else [*sitting_crumbs(sitting), (label, None)]
        )
        return {
            **super().context(),
            "crumbs": here,
            "tabs": tabs_of(sitting, self.tab),
            "badge": sitting_badge(sitting),
        }


def line_problems(lines: Any) -> list[tuple[int, str, str, str]]:
    """(number of the line, id of the field, its name, the sentence) of everything that is wrong."""
    if not lines.is_bound:
        return []
    return [
        (number, bound.id_for_label, str(bound.label), sentence)
        for number, form in enumerate(lines.forms, start=1)
        for bound in form.visible_fields()
        for sentence in bound.errors
    ]
