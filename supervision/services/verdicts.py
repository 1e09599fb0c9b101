"""Đánh giá việc thực hiện kiến nghị: what the reviewer found, and what it means for the body that owes it."""

from __future__ import annotations

from datetime import date
from typing import Any, Final

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from core.display import day as shown
from core.errors import Refused
from core.services import entered_by, refuse
from documents.services import store_uploads
from followups import services as followups
from followups.models import Assessment, FollowUp, Reply
from followups.states import OPEN, ResultClass, State
from sessions.services.moving import check_day
from supervision.models import Recommendation, SupervisionMission, Verdict

Outcome = Verdict.Outcome
SEEN_WITHOUT_ANSWER: Final = "Bên giám sát ghi nhận, cơ quan chưa có văn bản trả lời: {reason}"
"""What stands in place of an answer that never came. Official text: always Vietnamese."""


@transaction.atomic
def give_verdict(
    *,
    recommendation: Recommendation,
    user: User | None,
    outcome: str,
    on: date,
    reason: str,
    upload: UploadedFile[Any] | None = None,
    mission: SupervisionMission | None = None,
    read: int | None = None,
    quiet: bool = False,
) -> Verdict:
    """Judge how a recommendation was carried out, and move what its body owes accordingly, in one transaction.

    Done: the answer is accepted and the follow-up closed. Partly or not done: the answer is given back with the reason,
    so that it is owed again and the ladder goes on by itself; what was closed is taken up again. No longer applicable:
    nobody owes it any more. `mission` is the re-supervision that found it; `read` the id of the answer that the
    reviewer has read: if another one has come since, nothing is judged.
    Raises Refused beside the fields without reason, for a day in the future, before the sending, before the answer it
    judges or before the verdict before, and for a recommendation that has not been sent.
    """
    follow_up = FollowUp.objects.select_for_update(of=("self",)).get(pk=recommendation.follow_up_id)
    reply = follow_up.replies.last()
    _check_sent(recommendation, mission)
    _check_read(reply, read)
    _check_terms(recommendation, reply, outcome, on, reason)
    with entered_by(user):
        file = (
            store_uploads(council=recommendation.council, user=user, uploads=[upload])
            if upload and user
            else []
        )
        verdict = Verdict.objects.create(
            recommendation=recommendation,
            outcome=outcome,
            effective_on=on,
            reason=reason.strip(),
            file=file[0] if file else None,
            reply=None if follow_up.state in OPEN else reply,
            mission=mission,
            actor=user,
        )
        _Consequence(follow_up, user, on, reason.strip(), quiet=quiet).of(outcome)
    return verdict


def _check_sent(recommendation: Recommendation, mission: SupervisionMission | None) -> None:
    if recommendation.issued_on is None:
        raise Refused(_("This recommendation has not been sent yet: there is nothing to judge."))
    if mission is not None and not mission.looks_again.filter(recommendation=recommendation).exists():
        raise Refused(_("The re-supervision does not look at this recommendation: add it there first."))


def _check_read(reply: Reply | None, read: int | None) -> None:
    if read is not None and (reply is None or read != reply.pk):
        raise Refused(_("Another answer has come since you opened this page. Read it before you judge."))


def _check_terms(
    recommendation: Recommendation, reply: Reply | None, outcome: str, on: date, reason: str
) -> None:
    check_day(on)
    last = recommendation.verdicts.order_by("effective_on", "pk").last()
    sent = recommendation.issued_on
    early = sent and on < sent and _("It was sent on %(day)s only.") % {"day": shown(sent)}
    unread = (
        reply
        and on < reply.dated_on
        and _("The answer is dated %(day)s only.") % {"day": shown(reply.dated_on)}
    )
    before = (
        last
        and on < last.effective_on
        and _("The last verdict was given on %(day)s: this one cannot be earlier.")
        % {"day": shown(last.effective_on)}
    )
    refuse(
        {
            "outcome": outcome not in Outcome.values and _("Say how it was carried out."),
            "reason": not reason.strip() and _("Say what was seen, and what proves it."),
            "on": early or unread or before or False,
        }
    )


class _Consequence:
    """What a verdict means for the follow-up, whatever state it is in."""

    def __init__(self, follow_up: FollowUp, user: User | None, on: date, reason: str, *, quiet: bool) -> None:
        self.follow_up, self.user, self.on, self.reason, self.quiet = follow_up, user, on, reason, quiet

    def of(self, outcome: str) -> None:
        """Carry it out."""
        if outcome == Outcome.DONE:
            self.settle()
        elif outcome == Outcome.NOT_APPLICABLE:
            self.drop()
        else:
            self.owe_again()

    def settle(self) -> None:
        """Accepted and closed; where the body never answered, what was seen stands in place of the answer."""
        if self.follow_up.state in OPEN:
            followups.reply_to(
                follow_up=self.follow_up,
                user=self.user,
                text=SEEN_WITHOUT_ANSWER.format(reason=self.reason),
                result_class=ResultClass.RESOLVED,
                dated_on=self.on,
                quiet=True,
            )
        if self.follow_up.state == State.ANSWERED:
            self._assess(Assessment.Verdict.ACCEPTED, result_class=ResultClass.RESOLVED)
        if self.follow_up.state == State.ACCEPTED:
            followups.close(follow_up=self.follow_up, user=self._actor, on=self.on, note=self.reason)

    def owe_again(self) -> None:
        """The answer is given back; what was settled is taken up again; what is owed anyway stays owed."""
        if self.follow_up.state in {State.ANSWERED, State.ACCEPTED}:
            self._assess(Assessment.Verdict.RETURNED)
        elif self.follow_up.state in {State.CLOSED, State.WITHDRAWN}:
            followups.reopen(follow_up=self.follow_up, user=self.user, reason=self.reason, on=self.on)

    def drop(self) -> None:
        """Withdrawn; an accepted answer is filed away instead, and what is closed stays closed."""
        if self.follow_up.state == State.ACCEPTED:
            followups.close(follow_up=self.follow_up, user=self._actor, on=self.on, note=self.reason)
        elif self.follow_up.state in OPEN | {State.ANSWERED}:
            followups.withdraw(
                follow_up=self.follow_up, user=self.user, reason=self.reason, on=self.on, quiet=self.quiet
            )

    @property
    def _actor(self) -> Any:
        """The kernel's signature asks for somebody; loaders have nobody."""
        return self.user

    def _assess(self, verdict: str, **more: Any) -> None:
        followups.assess(
            follow_up=self.follow_up,
            user=self.user,
            verdict=verdict,
            reason=self.reason,
            on=self.on,
            quiet=self.quiet,
            **more,
        )
