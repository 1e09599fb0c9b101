"""What this floor produces for the register of follow-ups, by noun; each is registered when the portal starts."""

from supervision.origins.recommendations import RECOMMENDATION
from supervision.origins.reports import REPORT
from supervision.origins.texts import TEXT_REVIEW

ORIGINS = (RECOMMENDATION, REPORT, TEXT_REVIEW)
