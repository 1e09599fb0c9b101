"""Reminders that somebody sends by hand, when a council reminds by itself, and how each person wishes to be told."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from core.editing import save_edit
from core.errors import Refused
from councils.models import Council
from followups.models import FollowUp, Notice, NoticePreference, ReminderSteps
from followups.notices import announce_many
from followups.notices.recipients import owner_of, users_of_owners
from followups.notices.steps import LONGEST, MOST
from followups.rules import has_ended
from followups.states import OPEN

# --- By hand ---


@dataclass(frozen=True)
class Reminding:
    """A follow-up about which somebody wants to remind: who would be told, or why nobody can be."""

    follow_up: FollowUp
    recipients: frozenset[int]
    refusal: str = ""


def plan_reminding(*, follow_ups: Iterable[FollowUp], user: User) -> list[Reminding]:
    """What reminding of these would do: one reminder a day, while an answer is owed, to others than oneself."""
    day = timezone.localdate()
    chosen = list(follow_ups)
    users = users_of_owners({owner for one in chosen if (owner := owner_of(one))}, day)
    today = Notice.objects.filter(follow_up__in=chosen, kind=Notice.Kind.REMINDED, for_day=day)
    reminded = set(today.values_list("follow_up_id", flat=True))
    found = []
    for one in chosen:
        owner = owner_of(one)
        recipients = frozenset(users.get(owner, ()) if owner else ()) - {user.pk}
        refusal = _refusal(one, recipients, day, reminded=one.pk in reminded)
        found.append(Reminding(one, recipients, refusal))
    return found


def _refusal(follow_up: FollowUp, recipients: frozenset[int], day: date, *, reminded: bool) -> str:
    if follow_up.state not in OPEN:
        return _("Nobody owes an answer now: the state is “%(state)s”.") % {
            "state": follow_up.get_state_display()
        }
    if has_ended(follow_up, day):
        return _("The council has ended: what it was owed is its successor's to ask for.")
    if reminded:
        return _("Already reminded today.")
    return "" if recipients else _("Nobody else has an account for the responsible body: write a letter.")


@transaction.atomic
def remind(*, follow_ups: Iterable[FollowUp], user: User) -> tuple[list[Reminding], list[Reminding]]:
    """Remind the responsible bodies now, each once a day: (those reminded, those left out and why).

    Of two people who press at once the second finds them reminded.
    """
    ids = {follow_up.pk for follow_up in follow_ups}
    locked = FollowUp.objects.select_for_update(of=("self",), no_key=True).with_owner()
    plans = plan_reminding(follow_ups=locked.filter(pk__in=ids).order_by("pk"), user=user)
    sent = [plan for plan in plans if not plan.refusal]
    pairs = ((plan.follow_up.pk, reader) for plan in sent for reader in plan.recipients)
    announce_many(kind=Notice.Kind.REMINDED, pairs=pairs, actor=user)
    return sent, [plan for plan in plans if plan.refusal]


# --- By itself ---


@transaction.atomic
def save_reminder_steps(*, steps: ReminderSteps, version: int | None = None) -> ReminderSteps:
    """Set when a council reminds. Raises Refused beside the field, and Stale when somebody else was faster."""
    steps.before_due = sorted(set(steps.before_due), reverse=True)
    check_steps(steps.before_due, steps.overdue_every)
    council = Council.objects.select_for_update(no_key=True).get(pk=steps.council_id)
    if steps.pk is None and ReminderSteps.objects.of(council).exists():
        raise Refused(_("Somebody else has just set the steps of this council. Open the page again."))
    return save_edit(steps, version=version)


@transaction.atomic
def reset_reminder_steps(*, council: Council) -> None:
    """Back to the usual steps, whatever they will be; the history keeps what was set."""
    ReminderSteps.objects.of(council).delete()


def check_steps(before_due: Sequence[int], overdue_every: int) -> None:
    """Refuse, beside its field, a step out of bounds or more of them than anybody needs."""
    if len(before_due) > MOST:
        raise Refused({"before_due": _("Name at most %(most)s steps.") % {"most": MOST}})
    allowed = range(1, LONGEST + 1)
    sentence = _("Each step is between 1 and %(most)s working days.") % {"most": LONGEST}
    if any(step not in allowed for step in before_due):
        raise Refused({"before_due": sentence})
    if overdue_every not in allowed:
        raise Refused({"overdue_every": sentence})


# --- How one wishes to be told ---


@transaction.atomic
def save_preference(*, user: User, pace: str, only_binding: bool) -> NoticePreference:
    """Choose how e-mail comes. What already waits for the morning stays in the morning's digest."""
    chosen, _made = NoticePreference.objects.update_or_create(
        user=user, defaults={"pace": pace, "only_binding": only_binding}
    )
    return chosen
