"""Due days of this floor that hang on the councils' rules and calendar, by noun: registered at start-up."""

from sessions.dependents.papers import PAPERS
from sessions.dependents.resolutions import SEND_UP
from sessions.dependents.steps import STEPS
from sessions.dependents.verification import VERIFICATIONS

DEPENDENTS = tuple(kept.dependent() for kept in (STEPS, PAPERS, VERIFICATIONS, SEND_UP))
