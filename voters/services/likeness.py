"""Same sender, same matter: suggested with the reason, decided by people. Nothing is ever merged by itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from django.contrib.postgres.search import TrigramSimilarity
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from core.text import fold
from voters.identity import NOBODY, Identity, open_identity
from voters.models import Handler, Letter

ALIKE: Final = 0.35
"""Similarity of two summaries from which they are worth a look (0 to 1, trigrams)."""
ALIKE_IN_FIELD: Final = 0.25
"""The same where both belong to one field."""
MOST: Final = 8


@dataclass(frozen=True, slots=True)
class Likeness:
    """An earlier letter and why it may be the same."""

    letter: Letter
    reasons: tuple[str, ...]
    same_sender: bool
    similarity: float


def like(letter: Letter, user: Any) -> list[Likeness]:
    """Letters of the council that may be the same matter or come from the same sender, the likeliest first.

    A protected letter is compared and offered only among those who handle it: a hit by name would give it away.
    """
    if letter.protected and not _handles(user).filter(letter=letter).exists():
        return []
    return like_words(
        letter.council,
        user,
        summary=letter.summary,
        identity=open_identity(letter),
        field_id=letter.field_id,
        besides=letter.pk,
    )


def like_words(
    council: Any,
    user: Any,
    *,
    summary: str,
    identity: Identity = NOBODY,
    field_id: int | None = None,
    besides: int = 0,
) -> list[Likeness]:
    """The same for a letter that is still being typed."""
    words = fold(summary)
    rows = (
        _open_to(user, Letter.objects.visible_to(user).of(council))
        .exclude(pk=besides)
        .annotate(similarity=TrigramSimilarity("search", words))
    )
    alike = Q(similarity__gte=ALIKE)
    if field_id:
        alike |= Q(similarity__gte=ALIKE_IN_FIELD, field=field_id)
    marks = identity.marks()
    wanted = alike | Q(sender_marks__overlap=marks) if marks else alike
    found = (
        rows.filter(wanted).select_related("field", "duplicate_of").order_by("-similarity", "-pk")[: MOST * 2]
    )
    hits = [_why(row, set(marks), field_id) for row in found]
    return sorted(hits, key=lambda hit: (not hit.same_sender, -hit.similarity))[:MOST]


def _handles(user: Any) -> QuerySet[Handler]:
    return Handler.objects.filter(user=user, ended_on__isnull=True)


def _open_to(user: Any, rows: QuerySet[Letter]) -> QuerySet[Letter]:
    """Unprotected letters, and protected ones that this user handles."""
    return rows.filter(Q(protected=False) | Exists(_handles(user).filter(letter=OuterRef("pk")))).order_by(
        F("pk").desc()
    )


def _why(row: Any, marks: set[str], field_id: int | None) -> Likeness:
    same = bool(marks & set(row.sender_marks))
    reasons = [_("same sender")] if same else []
    if row.similarity >= ALIKE_IN_FIELD:
        reasons.append(_("similar content (%(percent)s%%)") % {"percent": round(row.similarity * 100)})
    if field_id and row.field_id == field_id:
        reasons.append(_("same field"))
    return Likeness(row, tuple(reasons), same, row.similarity)
