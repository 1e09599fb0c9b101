"""Đề cương: the questionnaire of a mission, built item by item, pasted, or taken over from an earlier mission."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, NamedTuple

from django.db import transaction
from django.db.models import F, Max
from django.utils.translation import gettext as _

from accounts.models import User
from core.editing import save_edit
from core.errors import Refused
from core.services import entered_by, refuse
from supervision.models import OutlineItem, SupervisionMission
from supervision.services.terms import lock_mission
from supervision.states import UNDECIDED, MissionState

Kind = OutlineItem.Kind
MOST: Final = 200
"""Items of one outline."""
OPEN: Final = frozenset({*UNDECIDED, MissionState.DECIDED} - {MissionState.DROPPED})
"""States in which the outline may still change: once it was sent, every body answers the same questions."""


class Question(NamedTuple):
    """An item as somebody wrote it."""

    text: str
    kind: str = Kind.TEXT
    unit: str = ""
    periods: str = ""
    hint: str = ""
    required: bool = True


def _open(mission: SupervisionMission) -> SupervisionMission:
    locked = lock_mission(mission)
    if locked.state not in OPEN:
        words = _("The outline can no longer be changed: the state is “%(state)s”.")
        raise Refused(words % {"state": locked.get_state_display()})
    return locked


def _checked(question: Question) -> dict[str, str | int | bool]:
    """The columns of an item. Refused beside the fields: no text, a kind that does not exist, a period twice."""
    periods = [part.strip() for part in question.periods.split(";") if part.strip()]
    figure = question.kind in {Kind.NUMBER, Kind.MONEY, Kind.PERCENT}
    refuse(
        {
            "text": not question.text.strip() and _("Write the question."),
            "kind": question.kind not in Kind.values and _("Choose how it is answered."),
            "periods": (len(set(periods)) != len(periods) and _("The same period stands there twice."))
            or (bool(periods) and not figure and _("Only figures are asked for several periods.")),
            "unit": figure
            and question.kind != Kind.PERCENT
            and not question.unit.strip()
            and _("Say in which unit the figure is counted."),
        }
    )
    return {
        "text": " ".join(question.text.split()),
        "kind": question.kind,
        "unit": "%" if question.kind == Kind.PERCENT else question.unit.strip() if figure else "",
        "periods": "; ".join(periods),
        "hint": question.hint.strip(),
        "required": question.required and question.kind != Kind.HEADING,
    }


@transaction.atomic
def add_question(*, mission: SupervisionMission, question: Question, user: User | None) -> OutlineItem:
    """One more item at the end of the outline."""
    return add_questions(mission=mission, questions=[question], user=user)[0]


@transaction.atomic
def add_questions(
    *, mission: SupervisionMission, questions: Iterable[Question], user: User | None
) -> list[OutlineItem]:
    """Several items at the end of the outline; all of them or none."""
    locked = _open(mission)
    rows = [_checked(question) for question in questions]
    last: int = locked.outline.aggregate(Max("position"))["position__max"] or 0
    if locked.outline.count() + len(rows) > MOST:
        raise Refused(_("An outline has at most %(most)s items.") % {"most": MOST})
    with entered_by(user):
        return OutlineItem.objects.bulk_create(
            OutlineItem(mission=locked, position=place, **row)
            for place, row in enumerate(rows, start=last + 1)
        )


@transaction.atomic
def change_question(
    *, item: OutlineItem, question: Question, user: User | None, version: int | None = None
) -> OutlineItem:
    """Change an item that was opened on `version`."""
    _open(item.mission)
    for name, value in _checked(question).items():
        setattr(item, name, value)
    with entered_by(user):
        return save_edit(item, version=version)


@transaction.atomic
def remove_question(*, item: OutlineItem, user: User | None) -> None:
    """Take an item out; the others move up."""
    locked = _open(item.mission)
    with entered_by(user):
        OutlineItem.objects.filter(pk=item.pk).delete()
        locked.outline.filter(position__gt=item.position).update(position=F("position") - 1)


@transaction.atomic
def move_question(*, item: OutlineItem, user: User | None, places: int) -> None:
    """Move an item up (negative) or down; past the ends it stays at the end."""
    locked = _open(item.mission)
    order = list(locked.outline.all())
    here = [row.pk for row in order].index(item.pk)
    order.insert(min(max(here + places, 0), len(order) - 1), order.pop(here))
    for place, row in enumerate(order, start=1):
        row.position = place
    with entered_by(user):
        OutlineItem.objects.bulk_update(order, ["position"])


@transaction.atomic
def copy_outline(
    *, mission: SupervisionMission, source: SupervisionMission, user: User | None
) -> list[OutlineItem]:
    """Take over the outline of an earlier mission of the same council, at the end of this one."""
    if source.council_id != mission.council_id or source.pk == mission.pk:
        raise Refused({"source": _("Choose an earlier mission of this council.")})
    questions = [
        Question(row.text, row.kind, row.unit, row.periods, row.hint, row.required)
        for row in source.outline.all()
    ]
    if not questions:
        raise Refused({"source": _("That mission has no outline.")})
    return add_questions(mission=mission, questions=questions, user=user)


# --- Pasted lines ---

_MARK: Final = "#"
_KIND_WORDS: Final = {
    "số": Kind.NUMBER,
    "number": Kind.NUMBER,
    "tiền": Kind.MONEY,
    "money": Kind.MONEY,
    "%": Kind.PERCENT,
    "ngày": Kind.DAY,
    "day": Kind.DAY,
    "có/không": Kind.YES_NO,
    "yes/no": Kind.YES_NO,
}


def questions_of(text: str) -> list[Question]:
    """Questions out of pasted lines: "# heading", else "question | kind | unit | periods"; a tab parts as well.

    Without a kind a question is answered in words; with a unit but no kind by a number. Empty lines are left out.
    """
    lines = (line.strip() for line in text.replace("\t", "|").splitlines())
    return [_question(line) for line in lines if line]


def _question(line: str) -> Question:
    if line.startswith(_MARK):
        return Question(line.lstrip("# ").strip(), Kind.HEADING)
    text, kind, unit, periods = ([part.strip() for part in line.split("|")] + [""] * 3)[:4]
    found = _KIND_WORDS.get(kind.lower(), Kind.NUMBER if unit else Kind.TEXT)
    return Question(text, found, unit, periods)


@transaction.atomic
def paste_questions(*, mission: SupervisionMission, text: str, user: User | None) -> list[OutlineItem]:
    """Add what was pasted, line by line; the first faulty line is named and nothing is added."""
    questions = questions_of(text)
    refuse({"lines": not questions and _("Paste at least one line.")})
    for number, question in enumerate(questions, start=1):
        try:
            _checked(question)
        except Refused as refused:
            words = _("Line %(number)s: %(problem)s")
            raise Refused(
                {"lines": words % {"number": number, "problem": " ".join(refused.messages)}}
            ) from refused
    return add_questions(mission=mission, questions=questions, user=user)
