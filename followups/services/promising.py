"""Promises: a reply that names a day opens a follow-up of its own, which becomes due by itself.

A matter has at most one promise that is still to be kept. It ends in one of four ways: the body answers for it and the
answer is accepted; the matter's own result says what came of it; a newer promise takes its place; or the reply in which
it was made is not accepted. What comes of a promise is recorded at the matter too, because figures read that.
"""

from __future__ import annotations

from datetime import date
from typing import Any, Final

from django.utils.translation import gettext as _

from accounts.models import User
from core.display import day as shown
from core.errors import Refused
from councils.calendar import DueDate
from followups.asof import SETTLED as SETTLED_RESULTS
from followups.models import Commitment, FollowUp, Reply, ResultEntry
from followups.services.moving import move
from followups.services.results import newest_result, write_result
from followups.services.sending import FiveClears, issue
from followups.states import OPEN, SETTLED, WAITING, ResultClass, State

KIND: Final = "commitment"
"""Kind of the follow-ups that are promises."""
Outcome = Commitment.Outcome

# Words of official records stay Vietnamese, whatever language the user reads.
_TITLE: Final = "Thực hiện lời hứa: {title}"
_BASIS: Final = "Văn bản trả lời {number}ngày {day}"
_DETAIL: Final = "Nội dung đã hứa ({basis}): {text}"


# --- What happens elsewhere ---


def reply_recorded(*, reply: Reply, user: User | None) -> None:
    """A reply to a matter that names a day makes a promise; one to a promise does so only once it is accepted."""
    source = reply.follow_up
    if source.kind != KIND and reply.roadmap_on is not None:
        _replace(source, reply, due_on=reply.roadmap_on, on=reply.dated_on, user=user)


def reply_returned(*, reply: Reply, user: User | None, on: date) -> None:
    """What was promised in a reply that is not accepted, or later on the strength of it, does not count."""
    follow_up = reply.follow_up
    if follow_up.kind == KIND:
        owed_again(promise=follow_up, user=user, on=on)
        return
    made = _open_of(follow_up)
    if made is not None and made.reply_id >= reply.pk:
        _end(made, Outcome.VOID, user, on, _("The reply in which it was promised was not accepted."))


def result_recorded(*, entry: ResultEntry, user: User | None) -> None:
    """A class of result says what came of a promise, or names another day. A row for an earlier day says nothing."""
    follow_up = FollowUp.objects.get(pk=entry.follow_up_id)
    if newest_result(follow_up).pk != entry.pk:
        return
    if follow_up.kind == KIND:
        _promise_weighed(follow_up, entry, user)
    else:
        _source_weighed(follow_up, entry, user)


def follow_up_withdrawn(*, follow_up: FollowUp, user: User | None, on: date) -> None:
    """Nobody owes a promise any more about what was withdrawn, nor one that was itself withdrawn."""
    if follow_up.kind == KIND:
        made = _of(follow_up)
        if made is not None and made.outcome == Outcome.OPEN:
            _set(made, Outcome.VOID, on)
        return
    made = _open_of(follow_up)
    if made is not None:
        _end(made, Outcome.VOID, user, on, _("What it was promised about was withdrawn."))


def owed_again(*, promise: FollowUp, user: User | None, on: date) -> None:
    """A promise is taken up again: the matter's result is again what was promised.

    Raises Refused where a newer promise has taken its place, unless that was made by the very answer now undone.
    """
    made = _of(promise) if promise.kind == KIND else None
    if made is None or made.outcome == Outcome.OPEN:
        return
    newer = _open_of(made.source)
    if newer is not None and newer.reply.follow_up_id != promise.pk:
        raise Refused(_("A newer promise has taken the place of this one: follow that one up."))
    if newer is not None:
        _end(newer, Outcome.VOID, user, on, _("The reply in which it was promised was not accepted."))
    if newer is not None or made.outcome in {Outcome.KEPT, Outcome.BROKEN}:
        _as_promised(made, user, on)
    _set(made, Outcome.OPEN, None)


# --- What came of it ---


def _promise_weighed(promise: FollowUp, entry: ResultEntry, user: User | None) -> None:
    """The result of a promise is the result of its matter from the same day; a further day is a further promise.

    What is still owed or not yet judged is only ended by a result that settles it.
    """
    made = _of(promise)
    settled = entry.result_class in SETTLED_RESULTS
    undecided = promise.state in OPEN | WAITING and not settled
    if made is None or made.outcome == Outcome.VOID or undecided:
        return
    outcome = Outcome.KEPT if settled else Outcome.VOID if entry.roadmap_on else Outcome.BROKEN
    _end(made, outcome, user, entry.effective_on, _("The council's side recorded that it was kept."))
    _pass_on(made.source, entry, user)
    if entry.roadmap_on is not None:
        reply = entry.reply or made.reply
        since = reply.dated_on if entry.reply else entry.effective_on
        _open(made.source, reply, due_on=entry.roadmap_on, on=since, user=user)


def _source_weighed(source: FollowUp, entry: ResultEntry, user: User | None) -> None:
    """The matter's own result: it keeps the promise, breaks it, names another day, or leaves it as it stands."""
    made = _open_of(source)
    if made is None and _has_come_of(source, entry):
        _as_it_was(source, entry, user)
    elif entry.roadmap_on is not None:
        _dated_anew(source, made, entry, user)
    elif made is not None and entry.reply_id == made.reply_id:
        _end(
            made, Outcome.VOID, user, entry.effective_on, _("The result was corrected when it was accepted.")
        )
    elif made is not None and (outcome := _outcome(entry.result_class)):
        _end(made, outcome, user, entry.effective_on, _("The result was recorded at the matter itself."))


def _outcome(result_class: str) -> str:
    """What a later result of the matter makes of its promise; nothing while work goes on."""
    if result_class in SETTLED_RESULTS:
        return Outcome.KEPT
    return Outcome.BROKEN if result_class == ResultClass.UNRESOLVED else ""


def _has_come_of(source: FollowUp, entry: ResultEntry) -> bool:
    """Whether this very promise was weighed before the reply in which it was made: nobody owes it twice."""
    return (
        entry.reply is not None
        and entry.roadmap_on is not None
        and source.commitments.filter(
            reply=entry.reply,
            follow_up__original_due_on=entry.roadmap_on,
            outcome__in=[Outcome.KEPT, Outcome.BROKEN],
        ).exists()
    )


def _as_it_was(source: FollowUp, entry: ResultEntry, user: User | None) -> None:
    """What came of the promise stays the matter's result, although the reply that made it is accepted only now."""
    before = source.results.exclude(pk=entry.pk).order_by("-effective_on", "-pk")[:1].get()
    write_result(
        follow_up=source,
        result_class=before.result_class,
        effective_on=entry.effective_on,
        reason=before.reason,
        roadmap_on=before.roadmap_on,
        actor=user,
    )


def _dated_anew(source: FollowUp, made: Commitment | None, entry: ResultEntry, user: User | None) -> None:
    """Another day takes the place of the promised one. While an answer is owed, only that answer can promise."""
    if entry.roadmap_on is None or (made and made.follow_up.original_due_on == entry.roadmap_on):
        return
    noted = entry.reply is None and made is None
    reply = entry.reply or (made.reply if made else source.replies.last())
    if reply is not None and not (noted and source.state not in SETTLED):
        since = reply.dated_on if entry.reply else entry.effective_on
        _replace(source, reply, due_on=entry.roadmap_on, on=since, user=user)


def _pass_on(source: FollowUp, entry: ResultEntry, user: User | None) -> None:
    """The same class of result, at the matter. Figures of the matter count it from this day on."""
    if source.state != State.WITHDRAWN:
        write_result(
            follow_up=source,
            result_class=entry.result_class,
            effective_on=entry.effective_on,
            roadmap_on=entry.roadmap_on,
            reason=entry.reason,
            actor=user,
        )


def _as_promised(made: Commitment, user: User | None, on: date) -> None:
    """From now on the matter is again what its reply promised."""
    if made.source.state != State.WITHDRAWN:
        write_result(
            follow_up=made.source,
            result_class=made.reply.result_class if made.reply.roadmap_on else ResultClass.SCHEDULED,
            effective_on=on,
            roadmap_on=made.follow_up.original_due_on,
            actor=user,
        )


# --- Opening and ending ---


def _replace(source: FollowUp, reply: Reply, *, due_on: date, on: date, user: User | None) -> None:
    """Promise something new; the older promise, if it is still open, ends with that."""
    older = _open_of(source)
    if older is not None:
        _end(older, Outcome.VOID, user, on, _("A newer promise has taken its place."))
    _open(source, reply, due_on=due_on, on=on, user=user)


def _open(source: FollowUp, reply: Reply, *, due_on: date, on: date, user: User | None) -> None:
    """The promise as a follow-up of the same body, which knows of it: nobody tells it, and it need not acknowledge."""
    number = f"số {reply.number} " if reply.number else ""
    basis = _BASIS.format(number=number, day=shown(reply.dated_on))
    promise = issue(
        council=source.council,
        kind=KIND,
        clears=FiveClears(
            body=source.owner,
            title=_TITLE.format(title=source.title),
            due=DueDate(due_on, None, on, estimated=False, basis=basis),
            accountable=source.accountable,
            evidence=source.evidence,
        ),
        user=user,
        on=on,
        detail=_DETAIL.format(basis=basis, text=reply.text),
        field=source.field,
        locality=source.locality,
        raised_by_id=source.raised_by_id,
        kept_because=basis,
        quiet=True,
    )
    move(follow_up=promise, name="acknowledge", user=user, on=on)
    Commitment.objects.create(follow_up=promise, source=source, reply=reply)


def _end(made: Commitment, outcome: str, user: User | None, on: date, note: str) -> None:
    """Record the outcome; what is still owed or not yet judged is taken back with a note that says why."""
    promise = made.follow_up
    day = max(on, promise.issued_on or on)
    if promise.state in OPEN | WAITING:
        move(follow_up=promise, name="withdraw", user=user, on=day, note=note, settled_on=day)
    _set(made, outcome, day)


def _set(made: Commitment, outcome: str, ended_on: date | None) -> None:
    made.outcome, made.ended_on = outcome, ended_on
    made.save(update_fields=["outcome", "ended_on"])


def _open_of(source: FollowUp) -> Commitment | None:
    """The promise about a matter that is still to be kept."""
    return _locked(source=source, outcome=Outcome.OPEN)


def _of(promise: FollowUp) -> Commitment | None:
    """What a follow-up of this kind promises; None for a draft that somebody gave this kind by hand."""
    return _locked(follow_up=promise)


def _locked(**which: Any) -> Commitment | None:
    rows = Commitment.objects.select_related("follow_up", "source", "reply")
    return rows.select_for_update(of=("self",)).filter(**which).last()
