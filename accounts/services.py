"""Writes of the accounts floor."""

from __future__ import annotations

import re
from typing import Any

from allauth.mfa.models import Authenticator
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from accounts.models import Draft, User

DRAFT_LIMIT = 512 * 1024
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


def save_draft(*, user: User, key: str, data: dict[str, Any]) -> Draft:
    """Keep what was typed so far under the form's key, replacing what was kept before.

    Raises ValidationError when the draft is larger than 512 KiB of text.
    """
    if sum(len(str(part)) for pair in data.items() for part in pair) > DRAFT_LIMIT:
        raise ValidationError(_("This draft is too long to keep. Save it in parts."))
    draft, _created = Draft.objects.update_or_create(user=user, key=key, defaults={"data": _storable(data)})
    return draft


def _storable(value: Any) -> Any:
    """The same without signs that the database's JSON cannot hold; a paste from another program may bring them."""
    match value:
        case str():
            return _UNSTORABLE.sub("", value)
        case list():
            return [_storable(one) for one in value]
        case dict():
            return {_storable(name): _storable(one) for name, one in value.items()}
        case _:
            return value


def read_draft(*, user: User, key: str) -> Draft | None:
    """What this user has half-typed in this form, or None."""
    return Draft.objects.filter(user=user, key=key).first()


def drop_draft(*, user: User, key: str) -> None:
    """Forget the draft: its form was saved or the author gave it up."""
    Draft.objects.filter(user=user, key=key).delete()


def choose_language(*, user: User, language: str) -> None:
    """Remember the language in which this user reads pages and e-mails."""
    User.objects.filter(pk=user.pk).exclude(language=language).update(language=language)


@transaction.atomic
def forget_second_step(*, users: QuerySet[User]) -> int:
    """Remove the authenticator apps and recovery codes of users; the number of users who had one."""
    held = Authenticator.objects.filter(user__in=users)
    count: int = held.values("user").distinct().count()
    held.delete()
    return count
