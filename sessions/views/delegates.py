"""Pages of those who are called: the list with its counts, registering, calling one more, guests."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core import exports
from core.access import DECIDERS, STAFF
from core.tables import Table
from core.views import Action
from sessions import registration
from sessions.excuses import excuses_open_to
from sessions.models import Guest
from sessions.registration import NONE, Called
from sessions.services.invitations import REGISTERING
from sessions.states import SITTING_TABLE
from sessions.tables.convening import (
    CalledForSecretariat,
    CalledSheet,
    CalledSheetForSecretariat,
    CalledTable,
    CalledToRegister,
)
from sessions.views.common import SittingPage
from sessions.views.convening import convening_of, documents_of

STEPS = {"convene": "sitting_convene", "open_papers": "papers_open", "open": "sitting_open"}
"""Steps of a sitting whose pages begin here."""
EXPORTS = (("xlsx", "Excel"), ("csv", "CSV"))


def delegates_url(sitting_id: int) -> str:
    """The list of those who are called."""
    return reverse("sittings:sitting_delegates", args=[sitting_id])


class SittingDelegates(SittingPage):
    """Who is called to a sitting, what they registered, and the guests.

    Who has opened which papers is the secretariat's alone: for everybody else it is not even read. Why a delegate
    cannot come is for the secretariat, the leaders and the delegate.
    """

    template_name = "sittings/delegates.html"
    tab = "sitting_delegates"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The page, or the list as a file."""
        kind = request.GET.get("export", "")
        if kind in exports.KINDS:
            return self.export(kind)  # type: ignore[return-value]  # a file response is one too
        return super().get(request, *args, **kwargs)

    @cached_property
    def staff(self) -> bool:
        """Whether the reader is of the secretariat of this very council."""
        return bool(self.roles_on_record() & STAFF)

    @cached_property
    def rows(self) -> list[Called]:
        """The list, with the secretariat's columns for the secretariat."""
        found = registration.called(self.record, excuses_open_to(self.access, self.record.council_id))
        if self.staff:
            registration.for_secretariat(self.record, found)
        return found

    @property
    def registering(self) -> bool:
        """Whether delegates register now."""
        return self.record.state in REGISTERING

    def shown(self) -> list[Called]:
        """The rows that the address asks for."""
        wanted = self.request.GET.get("answer", "")
        return [row for row in self.rows if not wanted or row.answer == wanted]

    def table(self) -> Table:
        """The list as this reader may see it."""
        if not self.staff:
            return CalledTable(self.shown(), caption=_("Delegates"))
        kind = CalledToRegister if self.registering else CalledForSecretariat
        return kind(self.shown(), caption=_("Delegates"))

    def export(self, kind: str) -> HttpResponseBase:
        """What is shown, without the links."""
        table = (CalledSheetForSecretariat if self.staff else CalledSheet)(self.shown())
        title = _("Delegates, %(sitting)s") % {"sitting": self.record}
        sheet = exports.Sheet(title, [*table.export_header()], table.rows_for_export())
        return exports.download(kind, sheet)

    def context(self) -> dict[str, Any]:
        convening = convening_of(self.record)
        counts = registration.quorum(self.record, self.rows)
        guests = list(Guest.objects.filter(sitting=self.record))
        return {
            **super().context(),
            "actions": self.actions(counts.silent),
            "convening": convening,
            "documents": documents_of(convening) if convening else [],
            "quorum": counts,
            "tiles": self.tiles(counts),
            "table": self.table() if self.rows else None,
            "count": len(self.shown()),
            "answer": self.request.GET.get("answer", ""),
            "export_urls": [(label, self._export_url(kind)) for kind, label in EXPORTS],
            "guests": guests,
            "persons": sum(guest.count for guest in guests),
            "confirmed": sum(guest.count for guest in guests if guest.is_confirmed),
            "staff": self.staff,
            "registering": self.registering,
            "own_url": self._own_url(),
            "reading_url": reverse("sittings:sitting_reading", args=[self.record.pk]) if convening else "",
        }

    def _export_url(self, kind: str) -> str:
        query = self.request.GET.copy()
        query["export"] = kind
        return f"?{query.urlencode()}"

    def _own_url(self) -> str:
        """For a delegate who is called: the way to register."""
        own = self.access.delegates
        mine = any(row.invitation.delegate_id in own for row in self.rows) and self.registering
        return reverse("sittings:registration_edit", args=[self.record.pk]) if mine else ""

    def actions(self, silent: int) -> list[Action]:
        """The next step of the sitting, and what the secretariat does here."""
        pk = [self.record.pk]
        moves = SITTING_TABLE.possible(self.record.state, self.roles_on_record())
        found = [
            Action(
                move.label, reverse(f"sittings:{STEPS[move.name]}", args=pk), primary=move.name == "convene"
            )
            for move in moves
            if move.name in STEPS
        ]
        if not self.registering or not self.roles_on_record() & DECIDERS:
            return found
        if silent:
            remind = reverse("sittings:invitation_remind", args=pk)
            found.append(Action(_("Remind those who have not registered"), remind))
        if self.staff:
            found.append(Action(_("Call one more delegate"), reverse("sittings:invitation_create", args=pk)))
        return found

    def tiles(self, counts: registration.Quorum) -> list[dict[str, Any]]:
        """What was registered, each figure opening its rows."""
        url = delegates_url(self.record.pk)
        lacking = ngettext(
            "%(count)s more is needed for the quorum",
            "%(count)s more are needed for the quorum",
            counts.short,
        ) % {"count": counts.short}
        return [
            {"label": _("Called"), "value_text": str(counts.called), "url": url},
            {
                "label": _("Will attend"),
                "value_text": str(counts.present),
                "url": f"{url}?answer=present",
                "note": lacking if counts.short else _("Enough for the quorum"),
            },
            {
                "label": _("Absent with reason"),
                "value_text": str(counts.excused),
                "url": f"{url}?answer=excused",
            },
            {
                "label": _("Not registered yet"),
                "value_text": str(counts.silent),
                "url": f"{url}?answer={NONE}",
            },
        ]
