"""Pages of the agenda: the programme to read, and for the secretariat the builder."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from core.access import STAFF
from core.errors import Refused
from core.text import whole
from core.views import Action, ActionPage, RecordView, UpdatePage, told_apart
from documents.docx import to_docx
from documents.pdf import to_pdf
from sessions import outline, services
from sessions.documents.agenda import programme_of
from sessions.forms.agenda import AgendaItemForm, TabledForm
from sessions.models import AgendaItem, PlenaryMeeting, Sitting
from sessions.programme import Programme, programme
from sessions.services.agenda import FINISHED
from sessions.views.common import SittingPage, person, sitting_crumbs, sittings

WRITERS = {"docx": to_docx, "pdf": to_pdf}
"""How each kind of file is drawn."""
TYPES = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
}
LAST = "agenda-end"
"""Where the builder goes on after an item was added."""


def agenda_url(sitting_id: int, item_id: int | None = None) -> str:
    """The agenda, at an item if one is named."""
    url = reverse("sittings:sitting_agenda", args=[sitting_id])
    return f"{url}#item-{item_id}" if item_id else url


def agenda_of(sitting: Sitting, *, public: bool = False) -> Programme:
    """The programme of a sitting; two queries."""
    items = AgendaItem.objects.filter(sitting=sitting).select_related("meeting")
    return programme(list(items.prefetch_related("papers")), public=public)


def builder(sitting: Sitting) -> dict[str, Any]:
    """What the builder and its fragment read."""
    return {
        "object": sitting,
        "programme": agenda_of(sitting),
        "half_days": PlenaryMeeting.objects.filter(sitting=sitting),
        "kinds": AgendaItem.Kind.choices,
        "steps": STEPS,
    }


STEPS = (
    ("up", gettext_lazy("Up"), "↑"),
    ("down", gettext_lazy("Down"), "↓"),
    ("out", gettext_lazy("One step out"), "←"),
    ("in", gettext_lazy("One step in"), "→"),
)
"""The moves of an item as buttons: name, word, sign."""


class Agenda(SittingPage):
    """Chương trình kỳ họp. The secretariat builds it on the same page."""

    template_name = "sittings/agenda.html"
    tab = "sitting_agenda"

    def context(self) -> dict[str, Any]:
        staff = bool(self.roles_on_record() & STAFF)
        may_build = staff and self.record.state not in FINISHED
        return {
            **super().context(),
            **builder(self.record),
            "may_build": may_build,
            "staff": staff,
            "actions": self.files(),
            "add_url": reverse("sittings:agenda_item_create", args=[self.record.pk]),
        }

    def files(self) -> list[Action]:
        """The public programme as files."""
        return [
            Action(label, reverse("sittings:agenda_file", args=[self.record.pk, extension]))
            for extension, label in (("docx", _("Programme (DOCX)")), ("pdf", _("Programme (PDF)")))
        ]


class AgendaFile(RecordView):
    """The public programme as DOCX or PDF, drawn as it stands now."""

    def reachable(self) -> QuerySet[Sitting]:
        return sittings(self.request.user).select_related("council__parent")

    def get(self, _request: HttpRequest, *, extension: str, **_kwargs: Any) -> HttpResponseBase:
        """404 for any other kind of file."""
        if extension not in WRITERS:
            raise Http404
        parts = agenda_of(self.record, public=True).parts
        document = programme_of(self.record, parts, timezone.localdate())
        return drawn_file(document, extension, f"chuong-trinh-ky-hop-{self.record.number}")


def drawn_file(document: Any, extension: str, stem: str) -> HttpResponse:
    """A document drawn on the fly, as a download."""
    name = f"{stem}.{extension}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "X-Content-Type-Options": "nosniff"}
    return HttpResponse(WRITERS[extension](document), content_type=TYPES[extension], headers=headers)


# --- Entering and changing ---


class ItemCreate(UpdatePage):
    """Enter an item; the builder's line of quick entry comes here too."""

    form_class = AgendaItemForm
    record: Sitting

    def reachable(self) -> QuerySet[Sitting]:
        return sittings(self.request.user)

    def form_kwargs(self) -> dict[str, Any]:
        return {"instance": AgendaItem(sitting=self.record)}

    def form_context(self, form: Any) -> dict[str, Any]:
        title = _("Add to the agenda")
        crumbs = [*sitting_crumbs(self.record), (_("Agenda"), agenda_url(self.record.pk)), (title, None)]
        return {**super().form_context(form), "title": title, "crumbs": crumbs}

    def cancel_url(self) -> str:
        return agenda_url(self.record.pk)

    def perform(self, form: AgendaItemForm) -> AgendaItem:
        given = dict(form.cleaned_data)
        return services.add_item(sitting=self.record, user=person(self.request), **given)

    def success_url(self, result: AgendaItem) -> str:
        return (
            f"{agenda_url(self.record.pk)}#{LAST}" if "quick" in self.request.POST else self.item_url(result)
        )

    def item_url(self, item: AgendaItem) -> str:
        """The agenda at the new item."""
        return agenda_url(self.record.pk, item.pk)

    def still_reachable(self, result: AgendaItem) -> bool:
        return AgendaItem.objects.visible_to(self.request.user).filter(pk=result.pk).exists()


class ItemMixin:
    """A page about one item of an agenda."""

    request: HttpRequest
    record: Any

    def reachable(self) -> QuerySet[AgendaItem]:
        """The items of the councils the user reads."""
        rows: QuerySet[AgendaItem] = AgendaItem.objects.visible_to(self.request.user)
        return rows.select_related("sitting__council", "sitting__council_term__term")

    def council_of_record(self) -> int:
        """The council of the sitting."""
        council: int = self.record.sitting.council_id
        return council

    def cancel_url(self) -> str:
        """Back to the agenda, at the item."""
        return agenda_url(self.record.sitting_id, self.record.pk)

    def way_here(self, title: Any) -> list[Any]:
        """From the register to the page."""
        sitting = self.record.sitting
        return [*sitting_crumbs(sitting), (_("Agenda"), agenda_url(sitting.pk)), (title, None)]


class ItemEdit(ItemMixin, UpdatePage):
    """Change an item."""

    form_class = AgendaItemForm
    done_message = gettext_lazy("The item has been changed.")

    def form_context(self, form: Any) -> dict[str, Any]:
        remove = reverse("sittings:agenda_item_remove", args=[self.record.pk])
        return {
            **super().form_context(form),
            "crumbs": self.way_here(str(self.record)),
            "cancel_url": self.cancel_url(),
            "remove_url": remove,
        }

    template_name = "sittings/agenda_item_form.html"

    def perform(self, form: AgendaItemForm) -> AgendaItem:
        changes = dict(form.cleaned_data)
        version = changes.pop("version")
        changes.pop("overwrite", None)
        return services.update_item(item=form.instance, user=person(self.request), version=version, **changes)

    def success_url(self, result: AgendaItem) -> str:
        return agenda_url(result.sitting_id, result.pk)


class ItemAction(ItemMixin, ActionPage):
    """Something that is asked and then done to an item."""

    def form_context(self, form: Any) -> dict[str, Any]:
        return {
            **super().form_context(form),
            "crumbs": self.way_here(self.title),
            "submit_label": self.title,
            "about": form.visible_fields() and self.record,
        }

    def cancel_url(self) -> str:
        return ItemMixin.cancel_url(self)


class ItemRemove(ItemAction):
    """Take an item off the agenda."""

    title = gettext_lazy("Take off the agenda")
    consequence = gettext_lazy(
        "What stands under it moves one step out; its papers stay on the list of papers."
    )
    done_message = gettext_lazy("The item has been taken off the agenda.")

    def perform(self, form: Any) -> int:
        services.remove_item(item=self.record, user=person(self.request))
        return 0

    def success_url(self, result: Any) -> str:
        return agenda_url(self.record.sitting_id)


class ItemTable(ItemAction):
    """Record that the council dealt with an item."""

    form_class = TabledForm
    title = gettext_lazy("Record as dealt with")
    consequence = gettext_lazy("From now on the item counts among the matters considered.")

    def form_kwargs(self) -> dict[str, Any]:
        sitting = self.record.sitting
        offered = self._half_day() or min(timezone.localdate(), sitting.closed_on or sitting.closes_on)
        return {"initial": {"on": offered}}

    def _half_day(self) -> date | None:
        meeting = self.record.meeting
        return meeting.day if meeting and meeting.day <= timezone.localdate() else None

    def perform(self, form: TabledForm) -> AgendaItem:
        return services.table_item(item=self.record, on=form.cleaned_data["on"], user=person(self.request))


class ItemUntable(ItemAction):
    """Take back that an item was dealt with."""

    title = gettext_lazy("Take back “dealt with”")
    consequence = gettext_lazy("The item no longer counts among the matters considered.")

    def perform(self, form: Any) -> AgendaItem:
        return services.untable_item(item=self.record, user=person(self.request))


# --- The builder's buttons: with the script a fragment comes back, without it the page ---


class BuilderAct(RecordView):
    """One change of the order: done, and the agenda shown again with a word about it."""

    roles = STAFF
    http_method_names = ("post", "options")

    def reachable(self) -> QuerySet[Any]:
        return sittings(self.request.user)

    @property
    def sitting(self) -> Sitting:
        """Whose agenda it is."""
        found: Sitting = self.record
        return found

    def act(self) -> str:
        """Call the service; returns what to say."""
        raise NotImplementedError

    def post(self, request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        """A refusal is said in words; the agenda is shown as it stands."""
        try:
            return self.answer(self.act())
        except ValidationError as refusal:
            return self.answer(" ".join(refusal.messages), refused=True)

    def anchor(self) -> int | None:
        """The item to come back to."""
        return None

    def answer(self, said: str, *, refused: bool = False) -> HttpResponse:
        """The fragment for the script, the way back for everybody else."""
        if not getattr(self.request, "htmx", None):
            (messages.error if refused else messages.success)(self.request, said)
            return HttpResponseRedirect(agenda_url(self.sitting.pk, self.anchor()))
        context = {**builder(self.sitting), "said": said, "refused": refused, "may_build": True}
        status = 422 if refused else 200
        return told_apart(
            render(self.request, "sittings/agenda_builder.html", context, status=status), fragment=True
        )


class ItemMove(ItemMixin, BuilderAct):
    """An item goes up, down, in or out with everything under it."""

    @property
    def sitting(self) -> Sitting:
        found: Sitting = self.record.sitting
        return found

    def anchor(self) -> int | None:
        pk: int = self.record.pk
        return pk

    def act(self) -> str:
        services.move_item(item=self.record, to=self.request.POST.get("to", ""), user=person(self.request))
        row = next(row for row in agenda_of(self.sitting).rows if row.item.pk == self.record.pk)
        return _("“%(item)s” now stands at %(label)s.") % {"item": row.item, "label": row.label or "–"}


def half_day(user: Any, wanted: str) -> PlenaryMeeting | None:
    """The half-day that a form names, "" for none; refused in words when the user knows no such half-day."""
    found = PlenaryMeeting.objects.visible_to(user).filter(pk=whole(wanted) or 0).first()
    if wanted and found is None:
        raise Refused(_("This half-day does not exist. Reload the page."))
    return found


class OrderSave(BuilderAct):
    """The whole order at once, as it was dragged."""

    def act(self) -> str:
        sent = self.request.POST
        dragged = whole(sent.get("item", ""))
        into = None
        if dragged is not None and "meeting" in sent:
            into = (dragged, half_day(self.request.user, sent["meeting"]))
        services.reorder(
            sitting=self.record,
            order=outline.read_order(sent.get("order", "")),
            token=sent.get("token", ""),
            user=person(self.request),
            into=into,
        )
        return _("The order has been changed.")


class ItemsPlace(BuilderAct):
    """Ticked items come into a half-day."""

    def act(self) -> str:
        meeting = half_day(self.request.user, self.request.POST.get("meeting", ""))
        ids = [whole(pk) or 0 for pk in self.request.POST.getlist("pk")]
        count = services.place_items(
            sitting=self.record, items=ids, meeting=meeting, user=person(self.request)
        )
        where = str(meeting) if meeting else _("no half-day")
        words = ngettext("%(count)s line placed: %(where)s.", "%(count)s lines placed: %(where)s.", count)
        return words % {"count": count, "where": where}


class PapersAdd(BuilderAct):
    """Every paper that is on no item yet comes on the agenda."""

    def act(self) -> str:
        count = services.add_papers(sitting=self.record, user=person(self.request))
        if not count:
            return _("Every paper is on the agenda already.")
        words = ngettext(
            "%(count)s item made of the list of papers.", "%(count)s items made of the list of papers.", count
        )
        return words % {"count": count}
