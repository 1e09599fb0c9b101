"""What this floor produces for the register of follow-ups, by noun; each is registered when the portal starts."""

from sessions.origins.convening import REGISTRATION
from sessions.origins.meetings import CONCLUSION
from sessions.origins.papers import PAPER
from sessions.origins.resolutions import RESOLUTION_TASK
from sessions.origins.verification import VERIFICATION_ANSWER

ORIGINS = (PAPER, REGISTRATION, VERIFICATION_ANSWER, RESOLUTION_TASK, CONCLUSION)
