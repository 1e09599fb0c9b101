"""The pages of the rail, the phone's bar and the drawer: which of them a user has, and what waits on them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final, NamedTuple

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.access import DECIDERS, EVERYBODY, READERS, STAFF, Role, access_of
from core.compiled import compiled
from core.paging import counts_of, places
from followups.models import FollowUp, Notice
from voters.models import VoterOpinion

MOST = 99
"""Counts beyond this read "99+": nobody needs the exact number here, and the database need not find it."""
INBOX: Final = "followups:notice_list"
REFERENCE = READERS | {Role.ADMINISTRATOR}
OWED = READERS | {Role.AGENCY}


@dataclass(frozen=True)
class Item:
    """One entry: where it leads, how it looks, whether one is there, and what waits ("" for nothing)."""

    url: str
    label: str | Promise
    icon: str
    current: bool = False
    count: str = ""
    late: bool = False
    words: str | Promise = ""


@dataclass(frozen=True)
class Group:
    """Entries under a heading; the first group has none and is also the phone's bar."""

    label: str | Promise
    items: list[Item]


Waiting = Callable[[Any, int], QuerySet[Any]]
"""(user, council id) to the rows that wait there for this user."""


class Entry(NamedTuple):
    """The declaration of an item: its page, the names of pages that belong to it, and who has it."""

    page: str
    label: str | Promise
    icon: str
    belongs: tuple[str, ...]
    roles: frozenset[Role]
    waiting: Waiting | None = None
    asked: frozenset[Role] = EVERYBODY
    """Whom the rows wait for, among those who have the page."""
    late: bool = False
    """Whether what waits is late by its nature."""
    besides: tuple[str, ...] = ()
    """Pages whose names begin alike and that belong to another entry."""


def late_follow_ups(user: Any, council: int) -> QuerySet[Any]:
    """What the list of follow-ups shows as late."""
    return FollowUp.objects.visible_in(user, [council]).overdue(timezone.localdate())


def opinions_to_classify(user: Any, council: int) -> QuerySet[Any]:
    """What staff still have to classify."""
    return VoterOpinion.objects.visible_to(user).filter(council=council).unclassified()


SITTING_PAGES: Final = (
    *("sittings:sitting_", "sittings:step_", "sittings:plenary_", "sittings:presence_", "sittings:turn_"),
    *("sittings:paper_", "sittings:papers_", "sittings:agenda_", "sittings:vote_", "sittings:minutes_"),
    *("sittings:registration_", "sittings:invitation_", "sittings:guest_", "sittings:bundle_"),
)
DAILY = [
    Entry(
        "followups:followup_list",
        _("Follow-ups"),
        "task",
        (
            "followups:followup_",
            "followups:punctuality",
            "followups:reply_",
            "followups:extension_",
            "followups:hand_over_",
            "followups:succession_",
        ),
        OWED,
        late_follow_ups,
        late=True,
    ),
    Entry(
        "voters:opinion_list",
        _("Voters' opinions"),
        "opinion",
        ("voters:opinion_",),
        READERS,
        opinions_to_classify,
        STAFF,
    ),
    Entry("voters:round_list", _("Voter contact"), "people", ("voters:round_", "voters:meeting_"), READERS),
]
LETTER_PAGES: Final = ("voters:letter_", "voters:letters_", "voters:handler_", "voters:identity_")
RECEPTION_PAGES: Final = ("voters:reception_", "voters:record_", "voters:receptions_", "voters:visit_")
PROGRAMME_PAGES: Final = ("supervision:programme_", "supervision:item_", "supervision:proposal_")
TEXT_PAGES: Final = ("supervision:text_review_",)
ONGOING_PAGES: Final = ("supervision:ongoing_",)
RECOMMENDATION_PAGES: Final = tuple(
    f"supervision:{noun}_" for noun in ("recommendation", "recommendations", "verdict", "re_supervision")
)
BODY_PAGES: Final = ("supervision:body_",)
OPINION_PAPERS: Final = ("voters:report_", "voters:transfer_")
HEADED: list[tuple[str | Promise, list[Entry]]] = [
    (
        _("The council's work"),
        [
            Entry(
                "sittings:sitting_list",
                _("Sittings"),
                "sitting",
                SITTING_PAGES,
                READERS,
                besides=("sittings:paper_mine",),
            ),
            Entry(
                "sittings:paper_mine",
                _("Papers we owe"),
                "file",
                ("sittings:paper_mine",),
                frozenset({Role.AGENCY, Role.COMMITTEE}),
            ),
            Entry(
                "sittings:verification_list",
                _("Verifications"),
                "check",
                ("sittings:verification_",),
                frozenset({Role.SECRETARIAT, Role.LEADER, Role.COMMITTEE}),
            ),
            Entry(
                "sittings:resolution_list",
                _("Resolutions"),
                "resolution",
                tuple(
                    f"sittings:{noun}_"
                    for noun in ("resolution", "relation", "review", "task", "targets", "values", "indicator")
                ),
                OWED,
            ),
            Entry(
                "sittings:body_meeting_list",
                _("Meetings and conclusions"),
                "people",
                ("sittings:body_meeting_", "sittings:conclusion_"),
                READERS,
            ),
            Entry("documents:document_list", _("Official documents"), "book", ("documents:",), READERS),
            Entry(
                "voters:report_list",
                _("Papers about opinions"),
                "report",
                OPINION_PAPERS,
                READERS,
            ),
            Entry("voters:letter_list", _("Citizens' letters"), "letter", LETTER_PAGES, READERS),
            Entry("voters:reception_list", _("Citizen reception"), "reception", RECEPTION_PAGES, READERS),
            Entry("followups:letter_list", _("Reminder letters"), "send", ("followups:letter_",), OWED),
        ],
    ),
    (
        _("Supervision"),
        [
            Entry(
                "supervision:programme_board",
                _("Supervision programmes"),
                "calendar",
                PROGRAMME_PAGES,
                READERS,
            ),
            Entry(
                "supervision:mission_list",
                _("Missions and surveys"),
                "eye",
                ("supervision:",),
                READERS,
                besides=(*PROGRAMME_PAGES, *TEXT_PAGES, *ONGOING_PAGES, *RECOMMENDATION_PAGES),
            ),
            Entry(
                "supervision:body_mine",
                _("Supervision of us"),
                "eye",
                BODY_PAGES,
                frozenset({Role.AGENCY}),
            ),
            Entry(
                "supervision:recommendation_list",
                pgettext_lazy("navigation", "Recommendations"),
                "flag",
                RECOMMENDATION_PAGES,
                OWED,
            ),
            Entry("supervision:text_review_list", _("Reviews of legal texts"), "file", TEXT_PAGES, READERS),
            Entry("supervision:ongoing_list", _("Ongoing supervision"), "history", ONGOING_PAGES, READERS),
        ],
    ),
    (
        _("Overview"),
        [
            Entry("reports:run_list", _("Reports"), "report", ("reports:run_",), READERS),
            Entry("reports:figures", _("Figures"), "board", ("reports:figure",), READERS),
            Entry("councils:council_list", _("Reference data"), "book", ("councils:",), REFERENCE),
        ],
    ),
]

SETTINGS = [
    Entry(
        "followups:reminder_steps_edit",
        _("Reminder steps"),
        "clock",
        ("followups:reminder_steps_",),
        DECIDERS | {Role.ADMINISTRATOR},
    ),
    Entry(
        "followups:ladder_edit",
        _("Escalation ladder"),
        "flag",
        ("followups:ladder_",),
        DECIDERS | {Role.ADMINISTRATOR},
    ),
]


def _awaited(roles: frozenset[Role]) -> list[Entry]:
    return [entry for entry in DAILY if entry.waiting and roles & entry.roles & entry.asked]


@compiled
def _waiting(user: Any, council: int | None) -> QuerySet[Any]:
    """What waits in the inbox and on each page for which somebody waits."""
    # The inbox first: a union is asked where its first part is, and what people are told is the primary's.
    rows: list[QuerySet[Any]] = [Notice.objects.visible_to(user).unread()]
    if council is not None:
        entries = _awaited(access_of(user).roles_in(council))
        rows += [entry.waiting(user, council) for entry in entries if entry.waiting]
    return places(rows, MOST)


@dataclass(frozen=True)
class Viewer:
    """For whom the navigation is made, and the name of the page they are on."""

    user: Any
    council: Any
    page: str

    @cached_property
    def roles(self) -> frozenset[Role]:
        """What the user is in this council."""
        return access_of(self.user).roles_in(self.council.pk) if self.council else frozenset()

    @cached_property
    def counts(self) -> dict[str, str]:
        """How much waits on each page ("" for nothing), all of it in one statement."""
        pages = [INBOX, *(entry.page for entry in _awaited(self.roles))]
        found = _waiting(user=self.user, council=self.council.pk if self.council else None)
        return {
            page: _words(*one) for page, one in zip(pages, counts_of(found, len(pages), MOST), strict=True)
        }

    def items(self, entries: list[Entry]) -> Iterator[Item]:
        """The entries this user has, with what waits on them."""
        for entry in entries:
            if self.roles & entry.roles:
                count = self.counts.get(entry.page, "")
                here = self.page.startswith(entry.belongs) and not self.page.startswith(entry.besides)
                yield Item(reverse(entry.page), entry.label, entry.icon, here, count, entry.late)

    def groups(self) -> list[Group]:
        """The whole navigation; the first group suits a phone's bar."""
        home = Item(reverse("home"), _("My desk"), "home", self.page == "home")
        box = Item(
            reverse(INBOX),
            _("Inbox"),
            "bell",
            self.page.startswith(("followups:notice_", "followups:preference_")),
            self.counts[INBOX],
            late=bool(self.counts[INBOX]),
            words=_("unread"),
        )
        daily = list(self.items(DAILY))
        first = [home, *daily] if len(daily) == len(DAILY) else [home, *daily, box]
        named = [Group(label, list(self.items(entries))) for label, entries in HEADED]
        return [Group("", first), *(group for group in [*named, self.administration()] if group.items)]

    def administration(self) -> Group:
        """What the council sets for itself, and the administration pages, for those whom they let in."""
        pages = [Item(reverse("admin:index"), _("Administration"), "settings")] if self.user.is_staff else []
        return Group(_("System"), [*self.items(SETTINGS), *pages])


def _words(found: int, more: bool) -> str:  # noqa: FBT001 - the pair that `counts_of` gives
    return f"{found}+" if more else str(found) if found else ""
