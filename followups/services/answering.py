"""Replies, judgements of replies, classes of result, and more time."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import F, Value
from django.db.models.functions import Concat
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from core.errors import Refused
from core.text import fold
from documents.services import store_uploads
from followups.models import Assessment, Extension, FollowUp, Notice, Reply, ResultEntry
from followups.notices import announce
from followups.services import promising
from followups.services.moving import check_day, in_effect, move
from followups.services.results import write_result
from followups.states import OPEN, ResultClass, State

LONGEST_EXTENSION = timedelta(days=731)


@transaction.atomic
def reply_to(
    *,
    follow_up: FollowUp,
    user: User | None,
    text: str,
    result_class: str,
    dated_on: date,
    number: str = "",
    roadmap_on: date | None = None,
    reason: str = "",
    uploads: Iterable[UploadedFile[Any]] = (),
    kept_because: str = "",
    quiet: bool = False,
) -> Reply:
    """Record what the responsible body answered. The matter then waits for a judgement; nothing is settled yet.

    Raises Refused for a day before the sending or in the future, a scheduled result without a day, an unresolved one
    without a reason, or a state in which no answer is owed. The number of the document finds the matter from now on.
    An old record may keep a day before its sending: `kept_because` says why; the answer counts from the sending on.
    """
    check_result(result_class, roadmap_on, reason, after=dated_on)
    found_by: dict[str, Any] = {"search": Concat("search", Value(f" {fold(number)}"))} if number else {}
    kept = check_day(dated_on, follow_up=follow_up, kept_because=kept_because, field="dated_on")
    answered_on = in_effect(dated_on, follow_up=follow_up)
    move(
        follow_up=follow_up,
        name="answer",
        user=user,
        on=dated_on,
        kept_because=kept,
        answered_on=answered_on,
        **found_by,
    )
    reply = Reply.objects.create(
        follow_up=follow_up,
        number=number,
        dated_on=dated_on,
        text=text,
        result_class=result_class,
        roadmap_on=roadmap_on if result_class in _DATED else None,
        reason=reason if result_class == ResultClass.UNRESOLVED else "",
        kept_because=kept,
        answered_by=user,
    )
    if user is not None:
        reply.files.set(store_uploads(council=follow_up.council, user=user, uploads=uploads))
    promising.reply_recorded(reply=reply, user=user)
    if not quiet:
        announce(follow_up=follow_up, kind=Notice.Kind.ANSWERED, actor=user)
    return reply


_DATED = {ResultClass.SCHEDULED, ResultClass.IN_PROGRESS}


def check_result(result_class: str, roadmap_on: date | None, reason: str, *, after: date) -> None:
    """Refuse, beside its field, a class of result without the day or the reason that it needs."""
    if result_class == ResultClass.SCHEDULED and roadmap_on is None:
        raise Refused({"roadmap_on": _("A scheduled result needs the day by which it will be done.")})
    if result_class in _DATED and roadmap_on is not None and roadmap_on <= after:
        raise Refused({"roadmap_on": _("The day by which it will be done must come after the answer.")})
    if result_class == ResultClass.UNRESOLVED and not reason:
        raise Refused({"reason": _("A result that is not resolved needs its reason.")})


@transaction.atomic
def assess(
    *,
    follow_up: FollowUp,
    user: User | None,
    verdict: str,
    on: date,
    reason: str = "",
    result_class: str = "",
    roadmap_on: date | None = None,
    unresolved_reason: str = "",
    read: int | None = None,
    kept_because: str = "",
    quiet: bool = False,
) -> Assessment:
    """Judge the latest reply: accept it with a class of result (the body's own unless corrected), or give it back.

    An accepted reply's result counts from the day of judgement. A returned one is owed again and counted as fruitless.
    `read` is the id of the reply that the judge has read: if another one has come since, nothing is judged.
    An old record may keep a day before its sending: `kept_because` says why.
    """
    FollowUp.objects.select_for_update().get(pk=follow_up.pk)
    reply = follow_up.replies.last()
    if reply is None:
        raise Refused(_("There is no answer to assess yet."))
    if read is not None and read != reply.pk:
        raise Refused(_("Another answer has come since you opened this page. Read it before you judge."))
    accepted = verdict == Assessment.Verdict.ACCEPTED
    if not accepted and not reason.strip():
        raise Refused({"reason": _("Say why the answer is not accepted.")})
    kept = check_day(on, follow_up=follow_up, kept_because=kept_because, field="on")
    settled_on = in_effect(on, follow_up=follow_up)
    owed_again = {"answered_on": None, "settled_on": None, "fruitless": F("fruitless") + 1}
    changes: dict[str, Any] = {"settled_on": settled_on} if accepted else owed_again
    move(
        follow_up=follow_up,
        name="accept" if accepted else "return",
        user=user,
        on=on,
        note=reason,
        kept_because=kept,
        **changes,
    )
    assessment = Assessment.objects.create(
        reply=reply, verdict=verdict, reason=reason.strip(), effective_on=on, assessor=user
    )
    if accepted:
        record_result(
            follow_up=follow_up,
            user=user,
            result_class=result_class or reply.result_class,
            on=on,
            roadmap_on=roadmap_on or reply.roadmap_on,
            reason=unresolved_reason or reply.reason,
            reply=reply,
            kept_because=kept,
        )
    else:
        promising.reply_returned(reply=reply, user=user, on=on)
    if not quiet:
        announce(
            follow_up=follow_up, kind=Notice.Kind.ACCEPTED if accepted else Notice.Kind.RETURNED, actor=user
        )
    return assessment


@transaction.atomic
def record_result(
    *,
    follow_up: FollowUp,
    user: User | None,
    result_class: str,
    on: date,
    roadmap_on: date | None = None,
    reason: str = "",
    reply: Reply | None = None,
    kept_because: str = "",
) -> ResultEntry:
    """A class of result from a day on; the row stays, so that figures of any day can be made again.

    An old record may keep a day before its sending: `kept_because` says why.
    """
    locked = FollowUp.objects.select_for_update().get(pk=follow_up.pk)
    if locked.state in {State.DRAFT, State.WITHDRAWN}:
        raise Refused(
            _("No result can be recorded: the state is “%(state)s”.") % {"state": locked.get_state_display()}
        )
    kept = check_day(on, follow_up=locked, kept_because=kept_because, field="on")
    check_result(result_class, roadmap_on, reason, after=reply.dated_on if reply else on)
    entry = write_result(
        follow_up=follow_up,
        result_class=result_class,
        effective_on=on,
        roadmap_on=roadmap_on if result_class in _DATED else None,
        reason=reason if result_class == ResultClass.UNRESOLVED else "",
        kept_because=kept,
        reply=reply,
        actor=user,
    )
    promising.result_recorded(entry=entry, user=user)
    return entry


@transaction.atomic
def request_extension(
    *, follow_up: FollowUp, user: User, until: date, reason: str, on: date | None = None, quiet: bool = False
) -> Extension:
    """The responsible body asks for more time; the due date moves only when somebody allows it.

    `on` is the day it was asked (today), for records that are entered later.
    """
    day = on or timezone.localdate()
    locked = FollowUp.objects.select_for_update().get(pk=follow_up.pk)
    if locked.state not in OPEN:
        raise Refused(_("More time can only be asked for while an answer is owed."))
    if locked.due_on is None or until <= max(locked.due_on, day):
        raise Refused({"until": _("The new day must come after today and after the present due date.")})
    if until > day + LONGEST_EXTENSION:
        raise Refused({"until": _("More than two years cannot be asked for at once.")})
    if not reason.strip():
        raise Refused({"reason": _("Say why more time is needed.")})
    if locked.extensions.filter(decision=Extension.Decision.ASKED).exists():
        raise Refused(_("Another request for more time is still waiting for a decision."))
    extension = Extension.objects.create(
        follow_up=locked, until=until, reason=reason.strip(), asked_on=day, asked_by=user
    )
    if not quiet:
        announce(follow_up=locked, kind=Notice.Kind.EXTENSION_ASKED, actor=user)
    return extension


@transaction.atomic
def decide_extension(
    *,
    extension: Extension,
    user: User,
    granted: bool,
    note: str = "",
    on: date | None = None,
    quiet: bool = False,
) -> Extension:
    """Allow or refuse more time. A refusal says why; a permission moves the due date, while an answer is owed.

    `on` is the day of the decision (today), for records that are entered later.
    """
    if not granted and not note.strip():
        raise Refused({"note": _("Say why more time is refused.")})
    locked = FollowUp.objects.select_for_update().get(pk=extension.follow_up_id)
    if granted and locked.state not in OPEN:
        raise Refused(
            {"decision": _("Nobody owes an answer now: an answer that came late stays late. Refuse it.")}
        )
    decision = Extension.Decision.GRANTED if granted else Extension.Decision.REFUSED
    decided = Extension.objects.filter(pk=extension.pk, decision=Extension.Decision.ASKED).update(
        decision=decision,
        decided_on=on or timezone.localdate(),
        decided_by=user,
        decision_note=note.strip(),
        decided_at=timezone.now(),
    )
    if not decided:
        raise Refused(_("This request has already been decided. Reload the page to see by whom."))
    if granted:
        FollowUp.objects.filter(pk=extension.follow_up_id, due_on__lt=extension.until).update(
            due_on=extension.until
        )
    extension.refresh_from_db()
    if not quiet:
        announce(follow_up=extension.follow_up, kind=Notice.Kind.EXTENSION_DECIDED, actor=user)
    return extension
