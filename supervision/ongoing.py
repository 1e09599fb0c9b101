"""What stands under ongoing supervision: what subjects took up here, and letters whose own action did so (S03).

Read in one list; of letters only number and summary, which never name the sender of a protected one.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.db.models import Q, QuerySet, TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from core.querysets import ScopedQuerySet
from supervision.models import OngoingItem, Subject
from voters.models import LetterAction

MOST: Final = 500
"""Rows of each sort that one list holds; its filters narrow it."""
_BY_COMMITTEE: Final = "LET-SUP-REPORT-COM"


class Matter(TextChoices):
    """What is supervised."""

    LETTER = "letter", pgettext_lazy("citizen", "Letter")
    OPINION = "opinion", gettext_lazy("Voters' opinion")
    RESOLUTION = "resolution", gettext_lazy("Resolution")


@dataclass(frozen=True, slots=True)
class Watched:
    """A line: what is supervised, by whom, since when, until when, with what result."""

    matter: str
    name: str
    about: str
    supervisor: str
    taken_on: date
    ended_on: date | None
    result: str
    url: str
    by_letter: bool = False
    """Taken up by the letter's own action."""

    def get_absolute_url(self) -> str:
        """Its page: the item's, or the letter's."""
        return self.url

    @property
    def kind(self) -> str:
        """Of the matter."""
        return str(Matter(self.matter).label)


def items(user: Any) -> ScopedQuerySet[OngoingItem]:
    """What subjects took up, as far as the user reads it, with what lines show."""
    return OngoingItem.objects.visible_to(user).select_related(
        "council", "letter", "opinion", "resolution__document", "committee", "group__council_term"
    )


def letter_actions(user: Any) -> ScopedQuerySet[LetterAction]:
    """Letters that stand under supervision by their own action."""
    rows: ScopedQuerySet[LetterAction] = LetterAction.objects.visible_to(user)
    return rows.filter(kind=LetterAction.Kind.SUPERVISE, taken_back_at__isnull=True).select_related(
        "letter", "follow_up__due_rule"
    )


def watched(user: Any, council: Any, wanted: Any) -> list[Watched]:
    """Everything under supervision in a council that `wanted` (`Wanted`) asks for, the latest first; two queries."""
    rows = [line_of(item) for item in wanted.of_items(items(user).of(council))[:MOST]]
    if wanted.takes_letters:
        rows += [
            line_of_action(action) for action in wanted.of_actions(letter_actions(user).of(council))[:MOST]
        ]
    return sorted(wanted.kept(rows), key=lambda row: row.taken_on, reverse=True)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a list is cut to."""

    matter: str = ""
    subject: str = ""
    ended: bool | None = None
    year: int | None = None
    words: str = ""

    @property
    def takes_letters(self) -> bool:
        """Whether letters under their own action belong here: the Standing Committee or a committee supervises them."""
        return self.matter in {"", Matter.LETTER} and self.subject in {
            "",
            Subject.STANDING_COMMITTEE,
            Subject.COMMITTEE,
        }

    def of_items(self, rows: QuerySet[OngoingItem]) -> QuerySet[OngoingItem]:
        """The items."""
        if self.matter:
            rows = rows.filter(**{f"{self.matter}__isnull": False})
        if self.subject:
            rows = rows.filter(subject=self.subject)
        if self.year:
            rows = rows.filter(taken_on__year=self.year)
        for word in self.words.split():
            rows = rows.filter(
                Q(letter__search__contains=word)
                | Q(opinion__search__contains=word)
                | Q(resolution__search__contains=word)
            )
        return rows.order_by("-taken_on", "-pk")

    def of_actions(self, rows: QuerySet[LetterAction]) -> QuerySet[LetterAction]:
        """The letters' own actions."""
        if self.year:
            rows = rows.filter(on__year=self.year)
        if self.subject:
            by_committee = Q(follow_up__due_rule__code=_BY_COMMITTEE)
            rows = rows.filter(by_committee if self.subject == Subject.COMMITTEE else ~by_committee)
        for word in self.words.split():
            rows = rows.filter(letter__search__contains=word)
        return rows.order_by("-on", "-pk")

    def kept(self, rows: list[Watched]) -> Iterator[Watched]:
        """Those that have ended, or have not."""
        for row in rows:
            if self.ended is None or self.ended == (row.ended_on is not None):
                yield row


ALL: Final = Wanted()


def matter_of(item: OngoingItem) -> tuple[str, Any]:
    """(kind, record) of what is supervised."""
    if item.letter:
        return Matter.LETTER, item.letter
    return (Matter.OPINION, item.opinion) if item.opinion else (Matter.RESOLUTION, item.resolution)


def name_of(record: Any) -> str:
    """How a letter, opinion or resolution is called: by its number."""
    return str(record.document) if getattr(record, "document", None) else str(record)


def about(record: Any) -> str:
    """What it says."""
    for name in ("summary", "content", "title"):
        if hasattr(record, name):
            return str(getattr(record, name))
    return ""


def line_of(item: OngoingItem) -> Watched:
    """The line of an item."""
    kind, record = matter_of(item)
    return Watched(
        matter=kind,
        name=name_of(record),
        about=about(record),
        supervisor=str(item.supervisor),
        taken_on=item.taken_on,
        ended_on=item.ended_on,
        result=item.result,
        url=item.get_absolute_url(),
    )


def line_of_action(action: LetterAction) -> Watched:
    """The line of a letter under its own action: it ends when the body's report has been judged."""
    follow_up, letter = action.follow_up, action.letter
    by_committee = bool(follow_up and follow_up.due_rule and follow_up.due_rule.code == _BY_COMMITTEE)
    return Watched(
        matter=Matter.LETTER,
        name=str(letter),
        about=letter.summary,
        supervisor=_("A committee") if by_committee else str(Subject.STANDING_COMMITTEE.label),
        taken_on=action.on,
        ended_on=follow_up.settled_on if follow_up else None,
        result=str(follow_up.get_result_class_display()) if follow_up and follow_up.settled_on else "",
        url=letter.get_absolute_url(),
        by_letter=True,
    )
