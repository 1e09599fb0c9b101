"""What this floor produces for the register of follow-ups, by noun; each is registered when the portal starts."""

from sessions.origins.convening import REGISTRATION

ORIGINS = (REGISTRATION,)
