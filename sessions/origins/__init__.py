"""Where the follow-ups of this floor come from, by noun: registered with the kernel at start-up."""

from sessions.origins.papers import PAPER

ORIGINS = (PAPER,)
