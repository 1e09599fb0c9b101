"""Kinds of official documents by their symbols (Decree 30/2020, Annex III), and what a series of numbers is called."""

from __future__ import annotations

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from documents.services import NORMATIVE

LETTER: Final = "HĐND"
"""Official letters have no symbol of their own: 05/HĐND-VP names the organ, then the unit that drafted it."""
KINDS: Final[dict[str, str | Promise]] = {
    "NQ": gettext_lazy("Resolution"),
    "QĐ": gettext_lazy("Decision"),
    LETTER: gettext_lazy("Official letter"),
    "CV": gettext_lazy("Official letter"),
    "TB": gettext_lazy("Notice"),
    "BC": gettext_lazy("Report"),
    "KH": gettext_lazy("Plan"),
    "CTr": gettext_lazy("Programme"),
    "TTr": gettext_lazy("Proposal"),
    "ĐA": gettext_lazy("Project"),
    "HD": gettext_lazy("Guidance"),
    "QC": gettext_lazy("Regulation"),
    "QCPH": gettext_lazy("Co-ordination regulation"),
    "BB": gettext_lazy("Minutes"),
    "GM": gettext_lazy("Invitation"),
    "PC": gettext_lazy("Forwarding slip"),
    "PG": gettext_lazy("Dispatch slip"),
}
"""Symbol → name; other symbols are shown as they are."""


def kind_name(kind: str) -> str:
    """The name of a series' kind; normative resolutions have a series of their own."""
    symbol = kind.removesuffix(NORMATIVE)
    name = str(KINDS.get(symbol, symbol))
    return name if symbol == kind else _("%(kind)s (normative)") % {"kind": name}


def kind_choices() -> list[tuple[str, str]]:
    """Symbols and names for a menu, with the symbol behind the name."""
    return [(symbol, f"{name} ({symbol})") for symbol, name in KINDS.items() if symbol != "CV"]
