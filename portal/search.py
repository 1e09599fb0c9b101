"""Tra cứu: one box over what the user may see. Accents, capitals and the order of words do not matter."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import reduce
from operator import and_, or_
from typing import Any, Final, NamedTuple

from django.db.models import Case, Q, QuerySet, When
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.access import READERS, STAFF, Role, access_of
from core.querysets import any_of
from core.text import fold, whole
from core.views import PortalView
from councils.models import Delegate
from documents.models import OfficialDocument
from followups.models import FollowUp
from followups.querysets import owned, taking_part
from followups.states import SETTLED
from sessions.models import BodyMeeting, Paper, Resolution, Sitting
from sessions.services.invitations import ORIGIN as INVITATION
from supervision.models import ProgrammeItem, SupervisionMission, TextReview
from voters.identity import SEES_SENDERS
from voters.models import Letter, ReceptionRecord, VoterMeeting, VoterOpinion

_NUMBER: Final = re.compile(r"([0-9]{1,6})/([0-9]{4})")
_SITTING_WORDS: Final = frozenset({"ky", "hop", "thu", "so", "sitting", "no", "no."})
SHOWN = 8
"""Rows of each kind; the list behind the link has the rest."""


class Hit(NamedTuple):
    """One thing found."""

    title: str
    note: str
    url: str


class Source(NamedTuple):
    """One kind of record that can be found: who reads it, its rows, how one reads, and the list that has all."""

    label: str | Promise
    roles: frozenset[Role]
    rows: Callable[[Any], QuerySet[Any]]
    read: Callable[[Any], Hit]
    page: str
    """"" where no list has all."""
    parameter: str
    exact: Callable[[int, int], Q] | None = None
    """The rows that the number of an opinion ("101/2026") means."""
    narrow: Callable[[QuerySet[Any], Any, str], QuerySet[Any]] = lambda rows, _user, text: rows.filter(
        matching(text)
    )
    """How words are looked for, by whom."""


class Found(NamedTuple):
    """What one source gave."""

    label: str | Promise
    hits: list[Hit]
    more_url: str


def _opinion(row: VoterOpinion) -> Hit:
    return Hit(
        row.content,
        f"{row} · {row.recorded_on:%d/%m/%Y} · {row.voter_place}".rstrip(" ·"),
        row.get_absolute_url(),
    )


def _meeting(row: VoterMeeting) -> Hit:
    return Hit(f"{row.locality} · {row.venue}", f"{row.held_on:%d/%m/%Y}", row.get_absolute_url())


def _follow_up(row: FollowUp) -> Hit:
    return Hit(row.title, f"{row.owner} · {row.get_state_display()}", row.get_absolute_url())


def _delegate(row: Delegate) -> Hit:
    return Hit(row.full_name, str(row.council), reverse("councils:delegate_detail", args=[row.pk]))


def _resolution(row: Resolution) -> Hit:
    return Hit(row.title, f"{row.document or row.get_state_display()}", row.get_absolute_url())


def _paper(row: Paper) -> Hit:
    return Hit(
        row.title, f"{row.sitting} · {row.owner_name} · {row.get_state_display()}", row.get_absolute_url()
    )


def _body_meeting(row: BodyMeeting) -> Hit:
    return Hit(row.title, f"{row.body_name} · {row.held_on:%d/%m/%Y}", row.get_absolute_url())


def _document(row: OfficialDocument) -> Hit:
    url = reverse("documents:document_detail", args=[row.pk])
    return Hit(row.abstract, f"{row.symbol} · {row.issued_on:%d/%m/%Y}", url)


def _letter(row: Letter) -> Hit:
    """Without the sender: who may read them finds them on the letter's page."""
    return Hit(row.summary, f"{row} · {row.received_on:%d/%m/%Y}", row.get_absolute_url())


def _record(row: ReceptionRecord) -> Hit:
    return Hit(row.content, f"{row} · {row.reception.day:%d/%m/%Y}", row.get_absolute_url())


def _mission(row: SupervisionMission) -> Hit:
    return Hit(row.title, f"{row.supervisor} · {row.get_state_display()}", row.get_absolute_url())


def _item(row: ProgrammeItem) -> Hit:
    url = f"{row.programme.get_absolute_url()}#item-{row.pk}"
    return Hit(row.title, f"{row.programme} · {row.get_form_display()}", url)


def _text(row: TextReview) -> Hit:
    return Hit(row.title, f"{row.symbol} · {row.get_finding_display()}", row.get_absolute_url())


def items_matching(rows: QuerySet[Any], _user: Any, text: str) -> QuerySet[Any]:
    """Items of programmes by words of their content: few a year, and folded here."""
    words = fold(text).split()
    found = [
        pk
        for pk, title in rows.order_by().values_list("pk", "title")
        if all(word in fold(title) for word in words)
    ]
    return rows.filter(pk__in=found)


def _with_names(user: Any, text: str) -> Q:
    """Words of the text; names only in councils where the user reads senders. A protected row bears no name at all."""
    named = Q(council__in=access_of(user).councils(SEES_SENDERS))
    words = (
        Q(search__contains=word) | (named & Q(search_senders__contains=word)) for word in fold(text).split()
    )
    return reduce(and_, words, Q())


def _sitting(row: Sitting) -> Hit:
    return Hit(
        " – ".join(filter(None, [str(row), row.theme])),
        f"{row.get_kind_display()} · {row.opens_on:%d/%m/%Y} · {row.get_state_display()}",
        row.get_absolute_url(),
    )


def _follow_ups(user: Any) -> QuerySet[Any]:
    """What is open before what is settled; of calls to register only those that the user may answer or manages."""
    rows: Any = FollowUp.objects.visible_to(user)
    if not {grant.role for grant in access_of(user).grants} & STAFF:
        rows = rows.exclude(~Q(pk__in=FollowUp.objects.owned_by(user).values("pk")), kind=INVITATION)
    settled = Case(When(state__in=SETTLED, then=1), default=0)
    return rows.with_owner().order_by(settled, "-pk")  # type: ignore[no-any-return]


def follow_ups_matching(rows: QuerySet[Any], user: Any, text: str) -> QuerySet[Any]:
    """Looked for in each way in which a follow-up is within reach by itself, where an index knows words by council.

    Beside all ways at once the database would look for the words alone: it takes several common words together to be
    rare, and goes through a twentieth of the country's follow-ups.
    """
    access, words = access_of(user), matching(text)
    read = access.readable_councils
    ways = [Q(council__in=read), Q(raised_by__in=read)] if read else []
    if access.agencies or access.delegates or access.groups or access.committees:
        ways.append(owned(user) | taking_part(user))
    found = [any_of("pk", FollowUp.objects.filter(way, words).order_by().values("pk")) for way in ways]
    return rows.filter(reduce(or_, found, Q(pk__in=())))


def sittings_matching(rows: QuerySet[Any], _user: Any, text: str) -> QuerySet[Any]:
    """Sittings by "kỳ họp thứ 3", a number, or words of their theme: few, and folded here."""
    words = [word for word in fold(text).split() if word not in _SITTING_WORDS]
    if not words:
        return rows if fold(text).startswith("ky hop") else rows.none()
    found = [
        pk
        for pk, number, theme in rows.order_by().values_list("pk", "number", "theme")
        if all(word in fold(theme).split() or whole(word) == number for word in words)
        or " ".join(words) in fold(theme)
    ]
    return rows.filter(pk__in=found)


SOURCES = (
    Source(
        _("Sittings"),
        READERS,
        lambda user: Sitting.objects.visible_to(user).order_by("-opens_on", "-pk"),
        _sitting,
        "sittings:sitting_list",
        "q",
        narrow=sittings_matching,
    ),
    Source(
        _("Follow-ups"),
        READERS | {Role.AGENCY},
        _follow_ups,
        _follow_up,
        "followups:followup_list",
        "q",
        lambda number, year: Q(
            pk__in=VoterOpinion.objects.filter(number=number, year=year).values("follow_up")
        ),
        follow_ups_matching,
    ),
    Source(
        _("Voters' opinions"),
        READERS,
        lambda user: VoterOpinion.objects.visible_to(user).order_by("-recorded_on", "-pk"),
        _opinion,
        "voters:opinion_list",
        "q",
        lambda number, year: Q(number=number, year=year),
    ),
    Source(
        _("Voter meetings"),
        READERS,
        lambda user: VoterMeeting.objects.visible_to(user).order_by("-held_on", "-pk"),
        _meeting,
        "voters:meeting_list",
        "q",
    ),
    Source(
        pgettext_lazy("search", "Letters"),
        READERS,
        lambda user: Letter.objects.visible_to(user).order_by("-received_on", "-pk"),
        _letter,
        "voters:letter_list",
        "q",
        lambda number, year: Q(number=number, year=year),
        narrow=lambda rows, user, text: rows.filter(_with_names(user, text)),
    ),
    Source(
        _("Matters at receptions"),
        READERS,
        lambda user: (
            ReceptionRecord.objects.visible_to(user).select_related("reception").order_by("-year", "-number")
        ),
        _record,
        "voters:record_list",
        "q",
        lambda number, year: Q(number=number, year=year),
        narrow=lambda rows, user, text: rows.filter(_with_names(user, text)),
    ),
    Source(
        _("Resolutions"),
        READERS | {Role.AGENCY},
        lambda user: (
            Resolution.objects.visible_to(user).select_related("document").order_by("-adopted_on", "-pk")
        ),
        _resolution,
        "sittings:resolution_list",
        "q",
    ),
    Source(
        _("Papers of sittings"),
        READERS | {Role.AGENCY},
        lambda user: (
            Paper.objects.visible_to(user)
            .select_related("sitting", "owner_agency", "owner_committee")
            .order_by("-sitting__opens_on", "-sitting_id", "-pk")
        ),
        _paper,
        "",
        "q",
    ),
    Source(
        _("Meetings and conclusions"),
        READERS,
        lambda user: (
            BodyMeeting.objects.visible_to(user).select_related("committee").order_by("-held_on", "-pk")
        ),
        _body_meeting,
        "sittings:body_meeting_list",
        "q",
    ),
    Source(
        _("Missions and surveys"),
        READERS,
        lambda user: (
            SupervisionMission.objects.visible_to(user)
            .select_related("committee", "group")
            .order_by("-decided_on", "-pk")
        ),
        _mission,
        "supervision:mission_list",
        "q",
    ),
    Source(
        _("Supervision programmes"),
        READERS,
        lambda user: (
            ProgrammeItem.objects.visible_to(user)
            .select_related("programme__committee", "programme__group")
            .order_by("-programme__year", "-pk")
        ),
        _item,
        "",
        "q",
        narrow=items_matching,
    ),
    Source(
        _("Reviews of legal texts"),
        READERS,
        lambda user: TextReview.objects.visible_to(user).order_by("-received_on", "-pk"),
        _text,
        "supervision:text_review_list",
        "q",
    ),
    Source(
        _("Official documents"),
        READERS,
        lambda user: OfficialDocument.objects.visible_to(user).order_by("-issued_on", "-pk"),
        _document,
        "documents:document_list",
        "q",
    ),
    Source(
        _("Delegates"),
        READERS,
        lambda user: Delegate.objects.visible_to(user).select_related("council").order_by("sort_key", "pk"),
        _delegate,
        "councils:delegate_list",
        "q",
    ),
)


def matching(text: str) -> Q:
    """Every word must occur in the folded column, in any order."""
    return reduce(and_, (Q(search__contains=word) for word in fold(text).split()), Q())


def rows_for(source: Source, user: Any, text: str) -> list[Any]:
    """One more than is shown. A number means what bears it, and words only where nothing does."""
    rows, number = source.rows(user), _NUMBER.fullmatch(text)
    exact = source.exact(*map(int, number.groups())) if source.exact and number else None
    found = list(rows.filter(exact)[: SHOWN + 1]) if exact else []
    return found or list(source.narrow(rows, user, text)[: SHOWN + 1])


def search(user: Any, text: str) -> list[Found]:
    """What the user may see and the words fit, by kind; one query a kind, two for a number."""
    roles = {grant.role for grant in access_of(user).grants}
    found = []
    for source in SOURCES:
        if roles & source.roles:
            rows = rows_for(source, user, text)
            more = (
                f"{reverse(source.page)}?{urlencode({source.parameter: text})}"
                if source.page and len(rows) > SHOWN
                else ""
            )
            found.append(Found(source.label, [source.read(row) for row in rows[:SHOWN]], more))
    return [each for each in found if each.hits]


class SearchPage(PortalView):
    """Results by kind; nothing is searched for fewer than two letters."""

    def get(self, request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponse:
        """The page."""
        text = request.GET.get("q", "").strip()[:200]
        enough = len(fold(text)) > 1
        context = {
            "title": _("Search"),
            "q": text,
            "enough": enough,
            "found": search(request.user, text) if enough else [],
        }
        return render(request, "portal/search.html", context)
