"""Deadline rules: what is due when, and why; and the values that a council sets in their place."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse, reverse_lazy
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from core.access import Role
from core.views import Action, DetailPage, RecordView, find_own_council
from councils import services
from councils.calendar import national_calendar
from councils.dependents import Preview
from councils.filters import RuleFilters
from councils.forms import OwnValueForm
from councils.models import DeadlineRule
from councils.tables import RuleTable, RuleTableOfKeepers, own_name, rule_url, shown
from councils.views.dates import DatesMixin
from councils.views.reference import CATALOGUE, REFERENCE, ReferenceList

RULES = (gettext_lazy("Deadline rules"), reverse_lazy("councils:rule_list"))
KEEPERS = frozenset({Role.SECRETARIAT, Role.LEADER, Role.ADMINISTRATOR})
"""Those who enter a council's own values."""


class RuleList(ReferenceList):
    """What is due when, and why; the council's own values beside the national ones."""

    title = gettext_lazy("Deadline rules")
    table_class = RuleTable
    filterset_class = RuleFilters
    order = ("code", "level", "pk")

    def rows(self) -> QuerySet[DeadlineRule]:
        rules = DeadlineRule.objects.visible_to(self.request.user).for_council(self.council)
        return rules.with_own_value(self.council, timezone.localdate())

    def make_table(self, page: Any) -> RuleTable:
        self.table_class = RuleTableOfKeepers if self.roles_here() & KEEPERS else RuleTable
        table: RuleTable = super().make_table(page)
        return table

    def count_label(self, count: int) -> str:
        return ngettext("rule", "rules", count)


class RuleDetail(DetailPage):
    """One rule: how it counts, on what it rests, and its editions."""

    roles = REFERENCE
    template_name = "councils/rule_detail.html"
    record: DeadlineRule

    def reachable(self) -> QuerySet[DeadlineRule]:
        return DeadlineRule.objects.visible_to(self.request.user).select_related("council")

    def check_record(self) -> None:
        """National rules are for all who look things up, whichever council they serve."""
        if self.record.council_id is not None:
            super().check_record()
        elif not self.access.councils(self.roles):
            raise PermissionDenied

    def context(self) -> dict[str, Any]:
        rule, today, calendar = self.record, timezone.localdate(), national_calendar()
        editions = editions_of(rule, DeadlineRule.objects.of_kind(rule))
        return {
            **super().context(),
            "title": own_name(rule),
            "crumbs": [CATALOGUE, RULES, (rule.code, None)],
            "actions": self.offered(),
            "shown": shown(rule),
            "example": calendar.due_date(today, rule.offset, rule.unit, rule.direction),
            "today": today,
            "newest": editions[0],
            "editions": [shown(edition) for edition in editions],
            "others": [shown(other) for other in self.others() if other not in editions],
        }

    def others(self) -> QuerySet[DeadlineRule]:
        """The other current rules of the code: of other times, other levels, and the council's own values."""
        councils = [pk for pk in (self.record.council_id, self.council and self.council.pk) if pk]
        rows = DeadlineRule.objects.visible_to(self.request.user).current().filter(code=self.record.code)
        here = rows.filter(Q(council__isnull=True) | Q(council__in=councils))
        return here.select_related("council").order_by("level", "effective_from", "pk")

    def offered(self) -> list[Action]:
        """What keepers may do with the rule as it is now."""
        rule, council = self.record, self.council
        if not rule.is_current or council is None or not self.access.roles_in(council.pk) & KEEPERS:
            return []
        names = {"edit": _("Change"), "withdraw": _("Give up")} if rule.council_id == council.pk else {}
        if rule.council_id is None and rule.level in {"", council.level}:
            names = {"override": _("Enter our own value")}
        return [Action(label, rule_url(rule, page, council.pk)) for page, label in names.items()]


def editions_of(rule: DeadlineRule, rows: Iterable[DeadlineRule]) -> list[DeadlineRule]:
    """All editions of a rule among the rows of its code, level and council, the newest first."""
    found = list(rows)
    by_id = {row.pk: row for row in found}
    later = {row.replaces_id: row for row in found if row.replaces_id}
    newest = rule
    while newest.pk in later:
        newest = later[newest.pk]
    line = [newest]
    while line[-1].replaces_id in by_id:
        line.append(by_id[line[-1].replaces_id])
    return line


class RulePage(DatesMixin, RecordView):
    """A page that changes what a council's due days are counted by."""

    roles = KEEPERS
    form_class: ClassVar[type[forms.BaseForm]] = OwnValueForm
    title: Any = ""
    record: DeadlineRule

    def get(self, _request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponse:
        """An edition that is no longer the newest is only read."""
        if not self.record.is_current:
            return HttpResponseRedirect(self.record.get_absolute_url())
        return super().get(self.request)

    def roles_there(self) -> frozenset[Role]:
        return self.roles_on_record()

    def cancel_url(self) -> str:
        return self.record.get_absolute_url()

    def form_context(self, form: Any) -> dict[str, Any]:
        rule = self.record
        return {
            **super().form_context(form),
            "title": self.title,
            "intro": f"{own_name(rule)} · {self.council_there()}",
            "crumbs": [CATALOGUE, RULES, (rule.code, rule.get_absolute_url()), (self.title, None)],
            "now": shown(rule),
        }

    def council_there(self) -> Any:
        """The council whose due days are counted otherwise."""
        return self.record.council

    def preview_context(self, form: Any, preview: Preview) -> dict[str, Any]:
        then = shown(self.made) if self.made else None
        return {**super().preview_context(form, preview), "then": then}


class RuleOverride(RulePage):
    """A council's own value in place of a national rule."""

    title = gettext_lazy("Enter our own value")

    def reachable(self) -> QuerySet[DeadlineRule]:
        rules = DeadlineRule.objects.visible_to(self.request.user).filter(council__isnull=True)
        return rules.filter(level__in=["", self.council.level]) if self.council else rules.none()

    def find_council(self) -> Any:
        """The one of `?council=`, as in the list of rules; else the switcher's."""
        wanted, current = self.request.GET.get("council", ""), super().find_council()
        return find_own_council(wanted, self.access, current) if wanted else current

    def council_there(self) -> Any:
        return self.council

    def council_of_record(self) -> int:
        """The council that sets the value."""
        key: int = self.council.pk
        return key

    def check_record(self) -> None:
        self.need(self.roles, self.council_of_record())

    def form_kwargs(self) -> dict[str, Any]:
        rule = self.record
        counting = {"offset": rule.offset, "unit": rule.unit, "direction": rule.direction}
        return {"initial": {**counting, "confidence": "V"}}

    def changed(self, form: OwnValueForm) -> DeadlineRule:
        return services.own_value(self.record, self.council, **form.cleaned_data)

    def write(self, form: OwnValueForm) -> DeadlineRule:
        return services.enter_rule(rule=self.changed(form), user=self.user())


class OwnRulePage(RulePage):
    """A page about a council's own value."""

    def reachable(self) -> QuerySet[DeadlineRule]:
        return (
            DeadlineRule.objects.visible_to(self.request.user)
            .filter(council__isnull=False)
            .select_related("council")
        )

    def check_record(self) -> None:
        self.need(self.roles, self.council_of_record())

    def changed(self, form: Any) -> DeadlineRule:
        return self.record


class RuleEdit(OwnRulePage):
    """The next edition of a council's own value."""

    title = gettext_lazy("Change our own value")

    def form_kwargs(self) -> dict[str, Any]:
        return {"initial": {name: getattr(self.record, name) for name in OwnValueForm.base_fields}}

    def write(self, form: OwnValueForm) -> DeadlineRule:
        return services.revise_rule(rule=self.record, user=self.user(), **form.cleaned_data)


class RuleWithdraw(OwnRulePage):
    """Give a council's own value up; there is nothing to fill in, so the preview comes first."""

    form_class: ClassVar[type[forms.BaseForm]] = forms.Form
    title = gettext_lazy("Give our own value up")

    def get(self, _request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponse:
        """The preview."""
        return self.post(self.request) if self.record.is_current else super().get(self.request)

    def show(self, form: Any, status: int = 200) -> HttpResponse:
        """There is no form to go back to: a refusal is told where the rule is read."""
        for message in form.non_field_errors():
            messages.error(self.request, message)
        return HttpResponseRedirect(self.cancel_url())

    def write(self, form: Any) -> None:
        services.withdraw_rule(rule=self.record, user=self.user())

    def success_url(self, result: Any) -> str:
        return reverse("councils:rule_list")
