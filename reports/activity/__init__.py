"""Báo cáo kết quả hoạt động của Thường trực HĐND: built from figures only, so that each number can be defended."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from documents.administrative import AdministrativeDocument, Heading, ListItem, Paragraph
from reports.activity.annexes import annexes
from reports.activity.frame import frame
from reports.activity.material import Figures, Material
from reports.activity.sections import body
from reports.figures import FigureQuery
from reports.figures.query import absolute

__all__ = ["ActivityReport", "activity_report"]


@dataclass(frozen=True, slots=True)
class ActivityReport:
    """The document, and the figures it was written from."""

    question: FigureQuery
    document: AdministrativeDocument
    material: Material

    def as_data(self) -> dict[str, Any]:
        """The report for other programs: its question, its figures with both bases, its text."""
        question, material = self.question, self.material
        return {
            "report": "activity",
            "council": question.council.slug,
            "scope": question.scope.value,
            "from": question.start.isoformat(),
            "to": question.end.isoformat(),
            "as_of": question.as_of.isoformat(),
            "title": self.document.abstract,
            "figures": [self._figure(code) for code in material.now],
            "text": [
                block.text
                for block in self.document.body
                if isinstance(block, Heading | Paragraph | ListItem)
            ],
        }

    def _figure(self, code: str) -> dict[str, Any]:
        material = self.material
        found = material.now[code]
        return {
            "code": code,
            "value": _plain(material.now, code),
            "qualifier": found.qualifier.value.replace("_", " "),
            "year_before": _plain(material.before, code),
            "since_term_began": _plain(material.running, code),
            "url": absolute(found.url),
        }


def _plain(figures: Figures, code: str) -> float | None:
    if code not in figures:
        return None
    value = figures[code].value
    return float(value) if isinstance(value, Decimal) else value


def activity_report(question: FigureQuery) -> ActivityReport:
    """Write the activity report of a council for a period as of a day: a draft without number and day of signing."""
    material = Material(question)
    document = AdministrativeDocument(body=body(material), annexes=annexes(material), **frame(material))
    return ActivityReport(question, document, material)
