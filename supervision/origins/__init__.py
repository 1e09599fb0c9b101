"""What this floor produces for the register of follow-ups, by noun; each is registered when the portal starts."""

from supervision.origins.recommendations import RECOMMENDATION
from supervision.origins.reports import REPORT

ORIGINS = (REPORT, RECOMMENDATION)
