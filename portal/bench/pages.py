"""What is measured: the main pages, as each role that works with them, on a commune and on its province."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, NamedTuple

from django.urls import reverse

from core.access import Role
from councils.models import Council, Level
from followups.models import FollowUp
from portal.scale.checking import noted
from reports.figures import Chapter, Scope
from reports.forms import default_question
from reports.views import chapter_url
from sessions.models import Resolution, Sitting
from supervision.models import SupervisionMission
from voters.models import Letter, VoterContactRound, VoterMeeting, VoterOpinion


class Page(NamedTuple):
    """An address asked as somebody; `deep` asks for the page that so many steps of paging lead to."""

    name: str
    user: str
    url: str
    most: float = 25
    """How many times the one-SELECT view it may cost."""
    deep: int = 0


def pages() -> list[Page]:
    """The pages of one commune and of the province above it."""
    loaded = Council.objects.filter(slug__in=noted()["councils"])
    commune = loaded.filter(level=Level.COMMUNE).order_by("slug").select_related("parent").first()
    if commune is None or commune.parent is None:
        message = "The benchmark needs a commune and its province."
        raise LookupError(message)
    return [*_of_staff(commune), *_of_others(commune), *_of_province(commune.parent)]


def _as(role: Role, council: Council) -> str:
    return f"{role.value}.{council.slug}"


def _middle(rows: Any) -> Any:
    """A record from the middle of its kind."""
    return rows.order_by("pk")[rows.count() // 2]


def _list(name: str, title: str, **asked: str) -> tuple[str, str]:
    query = "&".join(f"{key}={value}" for key, value in asked.items())
    return title, reverse(name) + (f"?{query}" if query else "")


def _of_staff(council: Council) -> list[Page]:
    user = _as(Role.SECRETARIAT, council)
    lists = [
        ("Home, secretariat", reverse("home")),
        _list("followups:followup_list", "Follow-ups"),
        _list("followups:followup_list", "Follow-ups, search", q="duong+lien+thon"),
        _list("voters:opinion_list", "Opinions"),
        _list("voters:opinion_list", "Opinions, search", q="duong+lien+thon"),
        _list("voters:meeting_list", "Voter meetings"),
        _list("voters:letter_list", "Letters"),
        _list("sittings:sitting_list", "Sittings"),
        _list("sittings:resolution_list", "Resolutions"),
        _list("sittings:resolution_list", "Resolutions, search", q="ngan+sach"),
        _list("supervision:mission_list", "Missions"),
        _list("search", "Search everywhere", q="truong+mam+non"),
    ]
    records = [(f"{model.__name__}, page", row.get_absolute_url()) for model, row in _records(council)]
    sitting = _middle(Sitting.objects.filter(council=council))
    tabs = [
        (f"Sitting, {tab}", reverse(f"sittings:sitting_{tab}", args=[sitting.pk]))
        for tab in ("papers", "agenda", "delegates", "votes", "resolutions")
    ]
    deep = Page("Opinions, page 10", user, reverse("voters:opinion_list"), deep=9)
    owed = Page("Follow-ups, page 10", user, reverse("followups:followup_list"), deep=9)
    return [*(Page(name, user, url) for name, url in [*lists, *records, *tabs]), deep, owed]


def _records(council: Council) -> list[tuple[Any, Any]]:
    """One record of each kind."""
    kinds = (
        FollowUp,
        VoterContactRound,
        VoterMeeting,
        VoterOpinion,
        Letter,
        Sitting,
        Resolution,
        SupervisionMission,
    )
    found = []
    for model in kinds:
        rows: Any = model._default_manager.filter(council=council)
        if rows.exists():
            found.append((model, _middle(rows)))
    return found


def _of_others(council: Council) -> list[Page]:
    delegate, agency, leader = (_as(role, council) for role in (Role.DELEGATE, Role.AGENCY, Role.LEADER))
    follow_ups = reverse("followups:followup_list")
    return [
        Page("Home, leader", leader, reverse("home")),
        Page("Home, delegate", delegate, reverse("home")),
        Page("Home, agency", agency, reverse("home")),
        Page("Follow-ups, delegate", delegate, follow_ups),
        Page("Follow-ups, agency", agency, follow_ups),
        Page("Figures, own", leader, reverse("reports:figures"), most=40),
    ]


def _of_province(council: Council) -> list[Page]:
    leader = _as(Role.LEADER, council)
    return [
        Page("Home, leader of a province", leader, reverse("home")),
        Page("Opinions of a province", leader, reverse("voters:opinion_list")),
        *(
            Page(f"Figures with communes, {chapter}", leader, _summed(council, chapter), most=40)
            for chapter in (Chapter.SITTINGS, Chapter.OPINIONS)
        ),
    ]


def _summed(council: Council, chapter: Chapter) -> str:
    """The running year of a province and of all its communes."""
    return chapter_url(replace(default_question(council), scope=Scope.OWN_AND_LOWER), chapter)
