"""Who works on papers and verifications besides the secretariat."""

from __future__ import annotations

from core.access import STAFF, Role

VERIFIERS = STAFF | {Role.COMMITTEE}
"""Those who work on a verification."""
HANDERS_IN = STAFF | {Role.AGENCY}
"""Those who hand in a paper: its owner, or the secretariat for it."""
