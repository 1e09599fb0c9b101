"""What the reference pages share: who looks things up, and the way here."""

from __future__ import annotations

from typing import Any

from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy

from core.access import READERS, Role
from core.views import ListPage

REFERENCE = READERS | {Role.ADMINISTRATOR}
"""Those who look things up: the council's own side and its administrators, not the agencies."""
CATALOGUE = (gettext_lazy("Reference data"), reverse_lazy("councils:council_list"))


class ReferenceList(ListPage):
    """A list of reference data."""

    roles = REFERENCE

    def page_crumbs(self) -> list[Any]:
        return [CATALOGUE, (self.title, None)]
