"""Declarative pages: queryset + filter + table + form. Fetching and checking permission are one call.

A page names the roles that may use it. A record outside the user's reach answers 404, one within reach on which the
user's roles do not suffice 403. After a save the record is read again through the user's own queryset, and the
transaction is undone if it left their reach.
"""

from core.views.base import (
    Action,
    CouncilView,
    PageContext,
    PortalView,
    Text,
    find_own_council,
    to_sign_in,
    told_apart,
)
from core.views.forms import ActionPage, CreatePage, FormMixin, UpdatePage, add_refusal
from core.views.lists import BulkAction, Empty, ListPage
from core.views.records import DetailPage, RecordView

__all__ = [
    "Action",
    "ActionPage",
    "BulkAction",
    "CouncilView",
    "CreatePage",
    "DetailPage",
    "Empty",
    "FormMixin",
    "ListPage",
    "PageContext",
    "PortalView",
    "RecordView",
    "Text",
    "UpdatePage",
    "add_refusal",
    "find_own_council",
    "to_sign_in",
    "told_apart",
]
