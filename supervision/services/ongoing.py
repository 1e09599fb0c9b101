"""Giám sát thường xuyên: a letter, an opinion or a resolution is taken under supervision, and ends with a result.

A letter has an action of its own for this (`voters.services.acting`), with its paper and follow-up; here a subject
takes up what has no such action.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from core.display import day as shown
from core.editing import save_edit
from core.errors import Refused
from core.services import entered_by, refuse
from supervision.models import OngoingItem, Subject
from voters.identity import betrayed, open_identity
from voters.models import Handler, Letter, LetterAction, VoterOpinion
from voters.services.identity import is_handler


def refusals_to_take_up(matters: Sequence[Any], user: User | None) -> dict[int, str]:
    """Why letters, opinions or resolutions (all of one kind) cannot be taken up here, by id; three queries at most."""
    if not matters:
        return {}
    key = key_of(matters[0])
    standing = OngoingItem.objects.filter(**{f"{key}__in": matters}, ended_on__isnull=True)
    words = _("It has been under supervision since %(day)s, by %(who)s.")
    found = {
        getattr(item, f"{key}_id"): words % {"day": shown(item.taken_on), "who": item.supervisor}
        for item in standing.select_related("committee", "group")
    }
    return found if key != "letter" else {**found, **_refusals_of_letters(matters, user)}


def _refusals_of_letters(letters: Sequence[Letter], user: User | None) -> dict[int, str]:
    """Letters that stand under supervision by their own action, and protected ones of other handlers."""
    acted = _("It was taken under supervision on %(day)s, on the page of the letter.")
    found = {
        action.letter_id: acted % {"day": shown(action.on)}
        for action in standing_actions().filter(letter__in=letters)
    }
    secret = [letter.pk for letter in letters if letter.protected]
    if user is None or not secret:
        return found
    handled = set(
        Handler.objects.filter(letter__in=secret, user=user, ended_on__isnull=True).values_list(
            "letter_id", flat=True
        )
    )
    words = _("The identity of its sender is protected: only its handlers may take it up.")
    return {**found, **{pk: words for pk in secret if pk not in handled}}


def standing_actions() -> QuerySet[LetterAction]:
    """The actions by which letters themselves stand under supervision."""
    rows: QuerySet[LetterAction] = LetterAction.objects.filter(
        kind=LetterAction.Kind.SUPERVISE, taken_back_at__isnull=True
    )
    return rows


def key_of(matter: Any) -> str:
    """The column of the item that names it."""
    if isinstance(matter, Letter):
        return "letter"
    return "opinion" if isinstance(matter, VoterOpinion) else "resolution"


@transaction.atomic
def take_up(*, item: OngoingItem, user: User | None) -> OngoingItem:
    """Take one matter under supervision.

    Raises Refused beside the fields: a matter of another council or already under supervision, a protected letter of
    another handler, a reason that names the letter's sender, a day in the future, a committee missing.
    """
    matter = item.letter or item.opinion or item.resolution
    if matter is None:
        raise Refused(_("Choose one letter, one opinion or one resolution."))
    type(matter)._default_manager.select_for_update(of=("self",)).get(pk=matter.pk)
    if matter.council_id != item.council_id:
        raise Refused(_("It belongs to another council."))
    if words := refusals_to_take_up([matter], user).get(matter.pk):
        raise Refused(words)
    return _kept(item, user, None)


@transaction.atomic
def save_ongoing(*, item: OngoingItem, user: User | None, version: int | None = None) -> OngoingItem:
    """Correct who supervises, since when and why; of a protected letter only its handlers."""
    _need_handler(item, user)
    return _kept(item, user, version)


def _kept(item: OngoingItem, user: User | None, version: int | None) -> OngoingItem:
    if item.subject != Subject.COMMITTEE:
        item.committee = None
    if item.subject != Subject.GROUP:
        item.group = None
    refuse({**_subject(item), **_facts(item)})
    with entered_by(user):
        return save_edit(item, version=version)


def _subject(item: OngoingItem) -> dict[str, str | bool]:
    committee, group, council = item.committee, item.group, item.council_id
    elsewhere = _("Not of this council.")
    return {
        "committee": (
            item.subject == Subject.COMMITTEE
            and committee is None
            and _("Name the committee that supervises.")
        )
        or (committee is not None and committee.council_id != council and elsewhere),
        "group": (
            item.subject == Subject.GROUP and group is None and _("Name the delegate group that supervises.")
        )
        or (group is not None and group.council_term.council_id != council and elsewhere),
    }


def _facts(item: OngoingItem) -> dict[str, str | bool]:
    return {
        "reason": (not item.reason.strip() and _("Say why it is taken under supervision."))
        or _names_sender(item, item.reason),
        "taken_on": item.taken_on > timezone.localdate()
        and _("The day %(day)s lies in the future.") % {"day": shown(item.taken_on)},
    }


def _names_sender(item: OngoingItem, text: str) -> str | bool:
    """What is written about a letter names nobody who sent it: more people read this than the letter's names."""
    letter = item.letter
    if letter is None or letter.erased_on:
        return False
    named = betrayed(text, open_identity(letter), inside=letter.protected)
    return named and _("This text names the sender or gives a number of theirs. Take it out.")


def _need_handler(item: OngoingItem, user: User | None) -> None:
    if item.letter and item.letter.protected and user is not None and not is_handler(user, item.letter):
        raise Refused(_("The identity of its sender is protected: only its handlers may change this."))


@transaction.atomic
def end_ongoing(
    *, item: OngoingItem, user: User | None, on: date, result: str, version: int | None = None
) -> OngoingItem:
    """End the supervision of a matter with what came of it; ending again corrects day and result.

    Raises Refused beside the fields: no result, one that names the sender, a day in the future or before the taking up.
    """
    locked = OngoingItem.objects.select_for_update(of=("self",)).select_related("letter").get(pk=item.pk)
    _need_handler(locked, user)
    refuse(
        {
            "result": (not result.strip() and _("Say what came of it.")) or _names_sender(locked, result),
            "on": (
                on > timezone.localdate() and _("The day %(day)s lies in the future.") % {"day": shown(on)}
            )
            or (
                on < locked.taken_on
                and _("It was taken under supervision on %(day)s: it cannot have ended earlier.")
                % {"day": shown(locked.taken_on)}
            ),
        }
    )
    locked.ended_on, locked.result = on, result.strip()
    with entered_by(user):
        save_edit(locked, version=version if version is not None else locked.version)
    item.refresh_from_db()
    return item
