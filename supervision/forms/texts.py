"""The parts of a mission's text: those that it must have, and some of one's own."""

from __future__ import annotations

from typing import Any

from core.forms import PortalForm
from sessions.forms.verification import SectionsForm
from sessions.services import SectionText
from supervision.models import SupervisionMission
from supervision.parts import PARTS

_MORE = 2


class TextForm(SectionsForm):
    """Plan, report or conclusion, part by part, as verification reports are written."""

    def __init__(self, *args: Any, mission: SupervisionMission, paper: str, **kwargs: Any) -> None:
        PortalForm.__init__(self, *args, **kwargs)
        self.opened_on = mission.version
        self.initial.setdefault("version", self.opened_on)
        self.required_parts = PARTS[paper]
        standing = [SectionText(row.heading, row.text) for row in mission.sections.filter(paper=paper)] or [
            SectionText(heading, "") for heading in PARTS[paper]
        ]
        self.places = range(len(standing) + _MORE)
        for place in self.places:
            row = standing[place] if place < len(standing) else SectionText("", "")
            self._add(place, row.heading, row.text)
