"""What each kind of sitting usually needs: its legal steps, its papers, the skeleton of its agenda."""

from sessions.blueprints.agenda import AgendaPlan, agenda_of
from sessions.blueprints.papers import Owner, PaperPlan, papers_of
from sessions.blueprints.steps import CATALOGUE, Anchor, Phase, StepPlan, steps_of

__all__ = [
    "CATALOGUE",
    "AgendaPlan",
    "Anchor",
    "Owner",
    "PaperPlan",
    "Phase",
    "StepPlan",
    "agenda_of",
    "papers_of",
    "steps_of",
]
