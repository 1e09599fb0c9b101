"""The questionnaire of a body in parts, as it is filled in: headings part it, each question has its periods."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from supervision.models import Answer, OutlineItem, SupervisedBody

Kind = OutlineItem.Kind


@dataclass(frozen=True, slots=True)
class Part:
    """A heading with the questions under it; the first part may have none."""

    number: int
    heading: str
    items: tuple[OutlineItem, ...]
    answered: int = 0

    @property
    def asked(self) -> int:
        """How many answers the part asks for."""
        return sum(len(item.columns) for item in self.items)

    @property
    def complete(self) -> bool:
        """Whether everything was answered."""
        return self.answered >= self.asked


def parts_of(items: Iterable[OutlineItem], answers: Sequence[Answer] = ()) -> list[Part]:
    """The parts of an outline, each with how much of it was answered; headings over nothing are left out."""
    given = {(answer.item_id, answer.period) for answer in answers}
    grouped: list[tuple[str, list[OutlineItem]]] = []
    for item in items:
        if item.kind == Kind.HEADING:
            grouped.append((item.text, []))
            continue
        if not grouped:
            grouped.append(("", []))
        grouped[-1][1].append(item)
    filled = [(heading, rows) for heading, rows in grouped if rows]
    return [
        Part(
            number,
            heading,
            tuple(rows),
            sum((item.pk, period) in given for item in rows for period in item.columns),
        )
        for number, (heading, rows) in enumerate(filled, start=1)
    ]


def questionnaire_of(body: SupervisedBody, *, answered: bool = True) -> tuple[list[Part], list[Answer]]:
    """The parts of a body's questionnaire and its answers; two queries, one where the answers are not shown."""
    answers = list(body.answers.all()) if answered else []
    return parts_of(body.mission.outline.all(), answers), answers
