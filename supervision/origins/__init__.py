"""What this floor produces for the register of follow-ups, by noun; each is registered when the portal starts."""

from supervision.origins.texts import TEXT_REVIEW

ORIGINS = (TEXT_REVIEW,)
