"""Recording a vote: the form, and the server's help with what it needs. Works without JavaScript by its own button."""

from __future__ import annotations

from datetime import time
from typing import Any, NamedTuple

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.forms import TimeField
from core.views import Text, UpdatePage, told_apart
from sessions import majorities, services
from sessions.documents.votes import adoption_words
from sessions.forms.votes import BallotRow, VoteForm, ballot_rows, half_days_for_votes, marked
from sessions.majorities import Seats
from sessions.models import AgendaItem, Majority, PlenaryMeeting, Resolution, Sitting, Vote
from sessions.roll import roll_of, seats
from sessions.views.common import Crumbs, person, sitting_crumbs, sittings
from sessions.views.votes import votes, votes_tab


class Need(NamedTuple):
    """A majority as the help shows it: its name, of whom, how many votes it needs, whether it is the chosen one."""

    label: str
    base: int
    needed: int
    basis: str
    current: bool
    refusal: str


class Help(NamedTuple):
    """What the server says about the vote that is being entered."""

    meeting: PlenaryMeeting
    seats: Seats
    present: int | None
    needs: list[Need]
    proposal: majorities.Proposal
    ballots: list[BallotRow]
    roll_is_taken: bool
    quorum: int
    has_quorum: bool


class VoteCreate(UpdatePage):
    """Record a vote of a sitting. `_look` shows what it needs without saving anything."""

    form_class = VoteForm
    template_name = "sittings/vote_create.html"
    done_message: Text = gettext_lazy("The vote has been recorded.")

    def reachable(self) -> QuerySet[Sitting]:
        return sittings(self.request.user)

    def form_kwargs(self) -> dict[str, Any]:
        return {"sitting": self.record, "initial": self.initial()}

    def initial(self) -> dict[str, Any]:
        """Where the reader comes from: a half-day, an item, a resolution; else the last half-day that has come."""
        given = self.request.GET
        last = half_days_for_votes(self.record).order_by("is_held", "day", "part").last()
        found: dict[str, Any] = {
            "meeting": given.get("meeting") or (last.pk if last else None),
            "item": given.get("item"),
            "resolution": given.get("resolution"),
            "method": given.get("method") or Vote.Method.HANDS,
        }
        return found | self.words(found)

    def words(self, given: dict[str, Any]) -> dict[str, Any]:
        """The title and method that the item or the resolution suggests, and the majority of the council."""
        resolution = _one(self.record.resolutions, given["resolution"])
        item = _one(self.record.agenda_items, given["item"])
        found: dict[str, Any] = {}
        if isinstance(resolution, Resolution):
            found["title"] = adoption_words(resolution)
        elif isinstance(item, AgendaItem):
            found["title"] = item.title
            if item.kind == AgendaItem.Kind.PERSONNEL:
                found["method"] = Vote.Method.SECRET
        meeting = _one(self.record.plenary_meetings, given["meeting"])
        if isinstance(meeting, PlenaryMeeting):
            on = meeting.day
            found["majority"] = majorities.propose(seats(self.record, on), on).majority
        return found

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Save, or only look."""
        if "_look" not in request.POST:
            return super().post(request, *args, **kwargs)
        typed: dict[str, Any] = {
            name: value for name, value in request.POST.items() if name in VoteForm.base_fields
        }
        typed["is_final"] = "is_final" in typed
        form = VoteForm(sitting=self.record, initial=typed)
        htmx = bool(getattr(request, "htmx", False))
        template = "sittings/vote_live.html" if htmx else self.template_name
        context = self.form_context(form)
        return told_apart(render(request, template, context), fragment=htmx)

    def form_context(self, form: Any) -> dict[str, Any]:
        title, method = _("Record a vote"), _method(form)
        crumbs: Crumbs = [*sitting_crumbs(self.record), votes_tab(self.record), (title, None)]
        return {
            **super().form_context(form),
            "title": title,
            "intro": str(self.record),
            "crumbs": crumbs,
            "help": self.help(form),
            "roll_call": method == Vote.Method.ROLL_CALL,
            "groups": form.groups(method),
        }

    def help(self, form: Any) -> Help | None:
        """Denominators and needed votes for what is typed so far."""
        meeting = _one(half_days_for_votes(self.record), _value(form, "meeting"))
        if not isinstance(meeting, PlenaryMeeting):
            return None
        meeting.sitting = self.record
        roll, at = roll_of(meeting), _time(_value(form, "held_at"))
        typed = _whole(_value(form, "present"))
        present = len(roll.in_hall(at)) if typed is None and roll.is_taken else typed
        chosen = str(_value(form, "majority") or "")
        return Help(
            meeting,
            roll.seats,
            present,
            [_need(majority, roll.seats, present, meeting, chosen) for majority in Majority],
            majorities.propose(roll.seats, meeting.day),
            ballot_rows(roll, at, marked(self.request.POST)),
            roll.is_taken,
            roll.quorum,
            (present or 0) >= roll.quorum,
        )

    def cancel_url(self) -> str:
        return reverse("sittings:sitting_votes", args=[self.record.pk])

    def still_reachable(self, result: Vote) -> bool:
        return votes(self.request.user).filter(pk=result.pk).exists()

    def perform(self, form: VoteForm) -> Vote:
        data = dict(form.cleaned_data)
        rest = data.pop("rest")
        ballots = form.ballots() if data["method"] == Vote.Method.ROLL_CALL else None
        if ballots is not None and rest:
            ballots = _with_rest(data["meeting"], data["held_at"], ballots, rest)
        vote = services.record_vote(sitting=self.record, user=person(self.request), ballots=ballots, **data)
        self.done_message = _recorded(vote)
        return vote

    def success_url(self, result: Vote) -> str:
        """On to the next vote of the same half-day if asked."""
        if "another" in self.request.POST:
            create = reverse("sittings:vote_create", args=[self.record.pk])
            item = f"&item={result.item_id}" if result.item_id else ""
            return f"{create}?meeting={result.meeting_id}&method={result.method}{item}"
        return result.get_absolute_url()


def _one(rows: Any, pk: Any) -> Any:
    """The row with an id that came from an address or a form; None for anything else."""
    number = _whole(pk)
    return rows.filter(pk=number).first() if number is not None else None


def _whole(value: Any) -> int | None:
    text = str(value or "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else None  # noqa: PLR2004 - ids, counts


def _value(form: Any, name: str) -> Any:
    """What a field shows: typed, or as it begins."""
    if form.is_bound:
        return form.data.get(name, "")
    return form.get_initial_for_field(form.fields[name], name)


def _method(form: Any) -> str:
    """The chosen method; what is none of them counts as a show of hands until the form refuses it."""
    chosen = str(_value(form, "method") or "")
    return chosen if chosen in Vote.Method.values else str(Vote.Method.HANDS.value)


def _time(value: Any) -> time | None:
    """A typed time; None while it makes no sense."""
    try:
        found: time | None = TimeField(required=False).clean(value)
    except ValidationError:
        return None
    return found


def _need(majority: Majority, of: Seats, present: int | None, meeting: PlenaryMeeting, chosen: str) -> Need:
    counts = {"all_delegates": of.all_delegates, "in_office": of.in_office, "present": present or 0}
    return Need(
        str(majority.label),
        majorities.base_of(majority, **counts),
        majorities.needed(majority, **counts),
        majorities.legal_basis(majority, meeting.day),
        chosen == majority.value,
        majorities.refusal(majority, of, meeting.day),
    )


def _recorded(vote: Vote) -> str:
    """The result, and what it did to the resolution: somebody who left the tick as it was must see it at once."""
    words = _("Vote no. %(number)s has been recorded: %(result)s.")
    result = _("passed") if vote.passed else _("not passed")
    told = words % {"number": vote.number, "result": result}
    if vote.resolution is None:
        return told
    return f"{told} {_effect(vote)}"


def _effect(vote: Vote) -> str:
    if not vote.is_final:
        return _("It was on a part: the resolution still waits for the vote on the whole.")
    return _("The resolution is adopted.") if vote.passed else _("The resolution is rejected.")


def _with_rest(meeting: PlenaryMeeting, at: Any, ballots: dict[int, str], rest: str) -> dict[int, str]:
    """Whoever is in the hall and was not marked answered alike."""
    return {line.delegate.pk: rest for line in roll_of(meeting).in_hall(at)} | ballots
