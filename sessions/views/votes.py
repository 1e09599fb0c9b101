"""Pages of votes: the list of a sitting, recording one with help from the server, one vote with its arithmetic."""

from __future__ import annotations

from typing import Any, Final

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.access import READERS, STAFF
from core.display import plain
from core.views import Action, ActionPage, DetailPage, RecordView, Text
from sessions import services
from sessions.course import votes_that_count
from sessions.documents.minutes import excerpt
from sessions.documents.votes import base_count, vote_sheet
from sessions.forms.votes import VoidForm
from sessions.meters import parts_of, tally_bar
from sessions.models import Ballot, PlenaryMeeting, Sitting, Vote
from sessions.roll import Roll, RollLine, roll_of, seats
from sessions.services.dealing import rests_on
from sessions.states import HELD
from sessions.tables.votes import VoteTable, result_badge, share_of_all, share_words
from sessions.views.common import (
    Crumbs,
    SittingPage,
    minutes_closed,
    person,
    sitting_crumbs,
    sittings,
    tabs_of,
)
from sessions.views.downloads import download

TAB: Final = "sitting_votes"


def votes(user: Any) -> QuerySet[Vote]:
    """The votes a user reaches, with what pages and documents show."""
    return Vote.objects.visible_to(user).select_related(
        "sitting__council",
        "sitting__council_term__council",
        "sitting__council_term__term",
        "sitting__minutes",
        "meeting",
        "item",
        "resolution__document",
    )


def votes_tab(sitting: Sitting) -> tuple[Text, str]:
    """The list of votes, on the way to one of them."""
    return _("Votes"), reverse("sittings:sitting_votes", args=[sitting.pk])


class SittingVotes(SittingPage):
    """The votes of a sitting in their order, the void ones too."""

    tab = TAB
    template_name = "sittings/vote_list.html"

    def reachable(self) -> QuerySet[Any]:
        return super().reachable().select_related("minutes")

    def context(self) -> dict[str, Any]:
        sitting = self.record
        rows = list(
            sitting.votes.select_related("meeting", "item", "resolution__document").order_by("number")
        )
        create = self._create_url()
        return {
            **super().context(),
            "table": VoteTable(rows, caption=_("Votes")),
            "count": len(rows),
            "void": sum(vote.voided_on is not None for vote in rows),
            "create_url": create,
            "closed_words": minutes_closed(sitting) if self.roles_on_record() & STAFF else "",
            "ahead": sitting.state not in HELD,
            "seats": seats(sitting, min(sitting.closes_on, timezone.localdate())),
            "actions": self._actions(create, rows),
        }

    def _create_url(self) -> str:
        if not self.roles_on_record() & STAFF or self.record.state not in HELD or minutes_closed(self.record):
            return ""
        return reverse("sittings:vote_create", args=[self.record.pk])

    def _actions(self, create: str, rows: list[Vote]) -> list[Action]:
        found = [Action(_("Record a vote"), create, primary=True)] if create else []
        if any(vote.voided_on is None for vote in rows):
            pk = self.record.pk
            found += [
                Action(_("Vote sheet (PDF)"), reverse("sittings:sitting_vote_sheet", args=[pk, "pdf"])),
                Action(_("Vote sheet (Word)"), reverse("sittings:sitting_vote_sheet", args=[pk, "docx"])),
            ]
        return found


class VoteReach(RecordView):
    """A vote: its council is its sitting's."""

    roles = READERS
    record: Vote

    def reachable(self) -> QuerySet[Any]:
        return votes(self.request.user)

    def council_of_record(self) -> int:
        return self.record.sitting.council_id

    def answers(self) -> list[tuple[RollLine, str]]:
        """The answers of a roll call, in the order of the roll."""
        if self.record.method != Vote.Method.ROLL_CALL:
            return []
        chosen = dict(Ballot.objects.filter(vote=self.record).values_list("delegate_id", "choice"))
        roll: Roll = roll_of(self._meeting())
        return [(line, chosen[line.delegate.pk]) for line in roll.lines if line.delegate.pk in chosen]

    def _meeting(self) -> PlenaryMeeting:
        meeting = self.record.meeting
        meeting.sitting = self.record.sitting
        return meeting


class VoteDetail(VoteReach, DetailPage):
    """One vote: what it needed, what it got, and why that carried it or not."""

    template_name = "sittings/vote_detail.html"

    def context(self) -> dict[str, Any]:
        vote = self.record
        sitting = vote.sitting
        return {
            **super().context(),
            "title": vote.title,
            "crumbs": [*sitting_crumbs(sitting), votes_tab(sitting), (_number(vote), None)],
            "tabs": tabs_of(sitting, TAB),
            "badge": result_badge(vote),
            "number_words": _number(vote),
            "actions": self.actions(),
            "facts": _facts(vote),
            "bar": tally_bar(vote),
            "parts": parts_of(vote),
            "arithmetic": arithmetic(vote),
            "answers": [(line, Ballot.Choice(choice).label, choice) for line, choice in self.answers()],
        }

    def actions(self) -> list[Action]:
        """Files for everybody; voiding for the secretariat."""
        pk = self.record.pk
        found = [
            Action(_("Excerpt of the minutes (PDF)"), reverse("sittings:vote_excerpt", args=[pk, "pdf"])),
            Action(_("Excerpt of the minutes (Word)"), reverse("sittings:vote_excerpt", args=[pk, "docx"])),
            Action(_("Vote sheet (PDF)"), reverse("sittings:vote_sheet", args=[pk, "pdf"])),
            Action(_("Vote sheet (Word)"), reverse("sittings:vote_sheet", args=[pk, "docx"])),
        ]
        if self.record.voided_on:
            return []
        if self.roles_on_record() & STAFF and not minutes_closed(self.record.sitting):
            found.append(Action(_("Void the vote"), reverse("sittings:vote_void", args=[pk])))
        return found


def _number(vote: Vote) -> str:
    return _("Vote no. %(number)s") % {"number": vote.number}


def _facts(vote: Vote) -> list[tuple[Text, Any]]:
    moment = f"{vote.meeting}, {plain(vote.held_at)}" if vote.held_at else str(vote.meeting)
    rows: list[tuple[Text, Any]] = [
        (_("Half-day"), moment),
        (_("Method"), vote.get_method_display()),
        (_("All delegates"), vote.all_delegates),
        (_("Delegates in office"), vote.in_office),
        (_("Present"), vote.present),
        (_("For"), share_of_all(vote)),
        (_("Against"), vote.votes_against),
        (_("Not voting"), vote.not_voting),
        (_("Agenda item"), str(vote.item or "")),
    ]
    if vote.ballots_issued is not None:
        rows += [
            (_("Ballots issued"), vote.ballots_issued),
            (_("Ballots returned"), vote.ballots_returned),
            (_("Invalid ballots"), vote.ballots_invalid),
        ]
    return (
        [*[row for row in rows if row[1] != ""], (_("Note"), vote.note)]
        if vote.note
        else [row for row in rows if row[1] != ""]
    )


def arithmetic(vote: Vote) -> str:
    """Why it passed or not, in one sentence with both counts and the share of the right denominator."""
    base = base_count(vote)
    words = {
        "majority": vote.get_majority_display(),
        "needed": vote.needed,
        "base": base,
        "for": vote.votes_for,
        "share": share_words(vote.votes_for, base).removesuffix("%"),
    }
    if vote.passed:
        return (
            _("%(majority)s: %(needed)s of %(base)s needed; %(for)s in favour, %(share)s%%. Passed.") % words
        )
    missing = {"missing": vote.needed - vote.votes_for}
    return _(
        "%(majority)s: %(needed)s of %(base)s needed; %(for)s in favour, %(share)s%%. Not passed: "
        "%(missing)s short."
    ) % (words | missing)


class VoteVoid(VoteReach, ActionPage):
    """Void a vote that was recorded by mistake."""

    roles = STAFF
    form_class = VoidForm
    title = gettext_lazy("Void the vote")
    done_message = gettext_lazy("The vote has been voided; it stays in the list.")

    def form_context(self, form: Any) -> dict[str, Any]:
        vote = self.record
        crumbs: Crumbs = [
            *sitting_crumbs(vote.sitting),
            votes_tab(vote.sitting),
            (_number(vote), vote.get_absolute_url()),
            (self.title, None),
        ]
        return {
            **super().form_context(form),
            "crumbs": crumbs,
            "consequence": _consequences(vote),
            "danger": True,
            "submit_label": self.title,
        }

    def perform(self, form: VoidForm) -> Vote:
        return services.void_vote(
            vote=self.record, user=person(self.request), reason=form.cleaned_data["reason"]
        )


def _consequences(vote: Vote) -> str:
    """What falls with the vote."""
    item = _("Its agenda item is no longer recorded as dealt with.") if rests_on(vote) else ""
    return " ".join(filter(None, [_consequence(vote), item]))


def _consequence(vote: Vote) -> str:
    if vote.is_final and vote.passed:
        return _("“%(title)s” is no longer adopted and waits for another vote.") % {"title": vote.title}
    if vote.is_final:
        return _("“%(title)s” is no longer rejected and waits for another vote.") % {"title": vote.title}
    return _("The vote counts nowhere from now on; documents leave it out.")


# --- Files ---


class VoteSheet(VoteReach):
    """The sheet of one vote."""

    def get(self, _request: HttpRequest, pk: int, extension: str) -> HttpResponse:
        """404 for a void vote: there is nothing to sign."""
        vote = _counting(self.record)
        sheet = vote_sheet(vote.sitting, [vote], self.answers())
        return download(sheet, extension, f"bieu-quyet-{vote.sitting.number:02d}-{vote.number:02d}")


class VoteExcerpt(VoteReach):
    """The excerpt of the minutes for one decision."""

    def get(self, _request: HttpRequest, pk: int, extension: str) -> HttpResponse:
        """404 for a void vote."""
        vote = _counting(self.record)
        minutes = getattr(vote.sitting, "minutes", None)
        drawn = excerpt(vote, minutes.state if minutes else None)
        return download(drawn, extension, f"trich-bien-ban-{vote.sitting.number:02d}-{vote.number:02d}")


class SittingVoteSheet(RecordView):
    """All votes of a sitting on one sheet."""

    record: Sitting

    def reachable(self) -> QuerySet[Any]:
        return sittings(self.request.user)

    def get(self, _request: HttpRequest, pk: int, extension: str) -> HttpResponse:
        """404 before the first vote."""
        rows = votes_that_count(self.record)
        if not rows:
            raise Http404
        for vote in rows:
            vote.sitting = self.record
        return download(vote_sheet(self.record, rows), extension, f"bieu-quyet-{self.record.number:02d}")


def _counting(vote: Vote) -> Vote:
    if vote.voided_on is not None:
        raise Http404
    return vote
